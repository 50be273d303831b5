//! What a status asks of a service: a comment, an action, a reason.

use super::Now;
use super::measures::MeasurePosition;
use crate::finding::{Code, Finding, Place, Severity};
use crate::form::{CommentaryPart, Slot};
use crate::plan::{Measure, Status, TargetRule};
use crate::validate::{Commentary, Return};

/// M12, M13, M15 and M16 for one measure. Services that sent nothing are asked for their return
/// instead (W01).
pub(super) fn check(now: &Now<'_>, position: &MeasurePosition) -> Vec<Finding> {
    let Some(measure) = now.history.measure(now.plan.year, &position.measure) else {
        return Vec::new();
    };
    let Some(said) = &position.commentary else { return Vec::new() };
    let lead = measure.lead();
    let Some(returned) = lead.and_then(|lead| now.history.returned(lead, now.quarter)) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    findings.extend(needed(&returned, measure, position, said));
    findings.extend(worth_reading(now, measure, position, said));
    findings.extend(changed(&returned, measure, position, said));
    findings.extend(unscored(measure, position, said));
    let about = |found: Finding| found.about(format!("Measure {}", measure.number));
    findings.into_iter().map(|found| returned.shown(about(found))).collect()
}

/// A cell of the measure's commentary; where it is not known, the comment's.
fn cell(returned: &Return, measure: &Measure, said: &Commentary, part: CommentaryPart) -> Place {
    returned.cell(&Slot::Commentary(measure.id.clone(), part), &said.place)
}

fn needed(
    returned: &Return,
    measure: &Measure,
    position: &MeasurePosition,
    said: &Commentary,
) -> Option<Finding> {
    let missing: Vec<(CommentaryPart, &str)> = match position.status {
        Status::Red => [
            (said.comment.is_none(), (CommentaryPart::Comment, "a comment")),
            (said.action.is_none(), (CommentaryPart::Action, "an improvement action")),
            (
                said.action.is_some() && said.owner.is_none(),
                (CommentaryPart::Owner, "the action's owner"),
            ),
            (said.action.is_some() && said.by.is_none(), (CommentaryPart::By, "the action's date")),
        ]
        .into_iter()
        .filter_map(|(missing, what)| missing.then_some(what))
        .collect(),
        Status::Amber if said.comment.is_none() => vec![(CommentaryPart::Comment, "a comment")],
        Status::Amber
        | Status::Green
        | Status::Blue
        | Status::ReportLater
        | Status::Contextual
        | Status::KeptBack => return None,
    };
    let (first, _) = missing.first()?;
    let place = cell(returned, measure, said, *first);
    let missing: Vec<&str> = missing.iter().map(|(_, what)| *what).collect();
    let red = position.status == Status::Red;
    let word = position.status.word().to_lowercase();
    let message = format!("“{}” is {word}, without {}", measure.short, missing.join(" and "));
    let shortfall = position.score.shortfall.as_ref().map(|shortfall| {
        let way = if shortfall.above { "above" } else { "short of" };
        format!("read nothing there; the result is {} {way} its target", shortfall.distance)
    });
    let mut finding = Finding::new(Code::M12, place, message).severity(if red {
        Severity::Error
    } else {
        Severity::Warning
    });
    finding.read = shortfall;
    Some(finding)
}

fn worth_reading(
    now: &Now<'_>,
    measure: &Measure,
    position: &MeasurePosition,
    said: &Commentary,
) -> Option<Finding> {
    let comment = said.comment.as_deref()?;
    let find = |message: &str| Finding::new(Code::M13, said.place.clone(), message);
    let missed = matches!(position.status, Status::Red | Status::Amber);
    let lower = comment.to_lowercase();
    if missed
        && ["target met", "target was met", "met the target"].iter().any(|s| lower.contains(s))
    {
        let read = format!("read “{comment}”; the status is {}", position.status.word());
        return Some(find("the comment says that the target is met").read(read));
    }
    let before = measure
        .lead()
        .and_then(|service| now.history.returned(service, now.quarter.previous()))
        .and_then(|returned| returned.commentary.get(&measure.id)?.comment.clone());
    if before.as_deref() == Some(comment) {
        return Some(find("the comment is last quarter's").read(format!("read “{comment}”")));
    }
    let length = comment.chars().count();
    (length < now.thresholds.comment_characters).then(|| {
        let read = format!("read “{comment}”, {length} characters");
        find("the comment says little").read(read)
    })
}

fn changed(
    returned: &Return,
    measure: &Measure,
    position: &MeasurePosition,
    said: &Commentary,
) -> Option<Finding> {
    let change = said.changed_to.as_ref()?;
    let same = change.status == position.score.status;
    if same || (change.reason.is_some() && change.approver.is_some()) {
        return None;
    }
    let message =
        format!("the status of “{}” is changed without reason or approver", measure.short);
    let (part, what) = if change.reason.is_none() {
        (CommentaryPart::OverrideReason, "reason")
    } else {
        (CommentaryPart::OverrideApprover, "approver")
    };
    let read = format!(
        "read no {what}; calculated as {}, changed to {}; {} is shown",
        position.score.status.word(),
        change.status.word(),
        position.score.status.word()
    );
    let place = cell(returned, measure, said, part);
    Some(Finding::new(Code::M15, place, message).read(read))
}

fn unscored(measure: &Measure, position: &MeasurePosition, said: &Commentary) -> Option<Finding> {
    if position.score.status != Status::Contextual {
        return None;
    }
    let why = match &measure.target.rule {
        TargetRule::ToBeConfirmed => "its target is still to be set",
        TargetRule::IncreaseEachQuarter { .. } => "there is no earlier quarter to compare with",
        TargetRule::None | TargetRule::AtLeast(_) | TargetRule::AtMost(_) => return None,
    };
    let message = format!("“{}” is shown without a score: {why}", measure.short);
    let place = Place { cell: None, ..said.place.clone() };
    Some(Finding::new(Code::M16, place, message))
}
