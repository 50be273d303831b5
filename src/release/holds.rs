//! What holds a pack: each hold with what stands, and what to do.

use super::content::Hashing;
use crate::finding::{Code, Finding, Severity};
use crate::plan::{Plan, Status};
use crate::quantity::plural;
use crate::reconcile::Position;
use crate::validate::KeptReturn;
use std::fmt::{self, Write};

/// What is known when the question is asked.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The pack, by its id.
    pub pack: &'a str,
    /// Whether the pack is exempt: for readers of its own, who see what stands.
    pub exempt: bool,
    /// Whether a return that has not come holds it.
    pub outstanding: bool,
    /// The plan.
    pub plan: &'a Plan,
    /// How it stands.
    pub position: &'a Position,
    /// What was found, in whatever came for the quarter.
    pub findings: &'a [Finding],
    /// The returns that count for the quarter.
    pub returns: &'a [&'a KeptReturn],
    /// Holds that somebody let pass.
    pub passed: &'a [Passed],
    /// The approval that the pack waits for; none where it has it, or needs none.
    pub waiting: Option<&'a Waiting>,
}

/// A hold that somebody let pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    /// Which hold.
    pub code: Code,
    /// What stood then: where more stands now, the hold stands again.
    pub binds: String,
    /// The role that let it pass.
    pub role: String,
    /// Why.
    pub reason: String,
    /// When, as the record has it.
    pub at: String,
}

/// An approval that a pack waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The role that approves it.
    pub role: String,
    /// What there was before, where something was: `version 1 was approved on 3 November 2023;
    /// the pack has changed since`.
    pub before: Option<String>,
}

/// Something that holds a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Its code in the catalogue.
    pub code: Code,
    /// What stands, in one sentence without a full stop.
    pub message: String,
    /// What it is in particular, a line each.
    pub items: Vec<String>,
    /// What to do.
    pub remedy: String,
    /// SHA-256 over what stands.
    pub binds: String,
    /// Who let it pass; it holds nothing then.
    pub passed: Option<Passed>,
}

impl Hold {
    /// Whether it holds the pack.
    #[must_use]
    pub const fn stands(&self) -> bool {
        self.passed.is_none()
    }

    /// Whether a role may let it pass. Personal data is cleared text by text, and an approval is
    /// given, not done without.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        !matches!(self.code, Code::R03 | Code::R06)
    }

    fn of(code: Code, message: String, remedy: String, items: Vec<Item>) -> Option<Self> {
        if items.is_empty() {
            return None;
        }
        let mut hash = Hashing::default();
        // Writing into a hash never fails.
        let _ =
            write!(hash, "{code} {:?}", items.iter().map(|item| &item.binds).collect::<Vec<_>>());
        let binds = hash.hex();
        let mut told: Vec<String> = Vec::new();
        for item in items {
            if !told.contains(&item.told) {
                told.push(item.told);
            }
        }
        Some(Self { code, message, items: told, remedy, binds, passed: None })
    }
}

impl fmt::Display for Hold {
    /// `R04: one return has not come`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

/// One thing that stands: as it is told, and all that an override is bound to.
struct Item {
    told: String,
    binds: String,
}

/// What holds a pack, in the order of the codes; what somebody let pass is among it, and says so.
/// A public pack is held by what is wrong or open; an exempt one by its approval alone.
#[must_use]
pub fn holds(facts: &Facts<'_>) -> Vec<Hold> {
    let mut all = Vec::new();
    if !facts.exempt {
        all.extend(errors(facts));
        all.extend(unexplained(facts));
        all.extend(personal(facts));
        all.extend(outstanding(facts));
        all.extend(undecided(facts));
    }
    for hold in &mut all {
        let same = |one: &&Passed| one.code == hold.code && one.binds == hold.binds;
        hold.passed = facts.passed.iter().rev().find(same).cloned();
    }
    all.extend(facts.waiting.map(|waiting| approval(facts, waiting)));
    all
}

/// Those that stand.
pub fn standing(holds: &[Hold]) -> impl Iterator<Item = &Hold> {
    holds.iter().filter(|hold| hold.stands())
}

/// Codes of errors that hold by a code of their own.
const APART: [Code; 4] = [Code::D01, Code::M12, Code::F04, Code::W01];

fn is_error(finding: &Finding) -> bool {
    finding.severity == Severity::Error
}

/// The SHA-256 of the return that a finding is in, where that return counts.
fn return_of<'a>(facts: &Facts<'a>, finding: &Finding) -> Option<&'a str> {
    let file = &finding.place.file;
    let found = facts.returns.iter().find(|one| *one.source.file == **file);
    found.map(|one| one.source.hash.as_str())
}

fn bound(finding: &Finding, hash: &str) -> String {
    format!("{} {hash} {} {}", finding.code, finding.place, finding.message)
}

/// What to ask for, and the command that lets a hold pass instead.
fn or_pass(facts: &Facts<'_>, code: Code, ask: &str) -> String {
    let (pack, quarter) = (facts.pack, facts.position.quarter);
    format!(
        "{ask} Or have it let pass: quarterpack release {pack} --quarter \"{quarter}\" \
         --override-hold {code} --by ROLE --because TEXT"
    )
}

fn errors(facts: &Facts<'_>) -> Option<Hold> {
    let found: Vec<(&Finding, &str)> = facts
        .findings
        .iter()
        .filter(|finding| is_error(finding) && !APART.contains(&finding.code))
        .filter_map(|finding| Some((finding, return_of(facts, finding)?)))
        .collect();
    let mut files: Vec<&str> = Vec::new();
    for (finding, _) in &found {
        if !files.contains(&&*finding.place.file) {
            files.push(&finding.place.file);
        }
    }
    let line = |file: &str| {
        let mine = found.iter().filter(|(finding, _)| *finding.place.file == *file);
        let told: Vec<String> = mine.map(|(finding, _)| narrow(finding)).collect();
        format!("{file}: {}", told.join(", "))
    };
    let items = found
        .iter()
        .map(|(finding, hash)| Item {
            told: line(&finding.place.file),
            binds: bound(finding, hash),
        })
        .collect();
    let apart = facts.findings.iter().filter(|one| is_error(one) && one.code == Code::M12);
    // The pack counts these among its errors.
    let besides = match apart.filter(|one| return_of(facts, one).is_some()).count() {
        0 => String::new(),
        more => format!(", besides {more} told under R02"),
    };
    let message = format!(
        "{} in the returns that count{besides}",
        plural(found.len(), "error stands", "errors stand")
    );
    let ask = "Ask for corrected returns with a higher revision: the receipts say what to mend.";
    Hold::of(Code::R01, message, or_pass(facts, Code::R01, ask), items)
}

/// `M01 (Measures › F4)`
fn narrow(finding: &Finding) -> String {
    let place = [
        finding.place.sheet.as_deref().map(Into::into),
        finding.place.cell.map(|cell| cell.to_string()),
    ];
    let place: Vec<String> = place.into_iter().flatten().collect();
    if place.is_empty() {
        finding.code.to_string()
    } else {
        format!("{} ({})", finding.code, place.join(" › "))
    }
}

fn unexplained(facts: &Facts<'_>) -> Option<Hold> {
    let measures =
        facts.findings.iter().filter(|finding| finding.code == Code::M12 && is_error(finding)).map(
            |finding| {
                let about = finding.about.as_deref().unwrap_or("A measure");
                let hash = return_of(facts, finding).unwrap_or_default();
                let told = format!("{about}: {} ({})", finding.message, finding.place);
                Item { told, binds: bound(finding, hash) }
            },
        );
    let mut items: Vec<Item> = measures.collect();
    let of_measures = items.len();
    for action in &facts.position.actions {
        let red = action.steps.iter().filter(|step| step.status == Status::Red);
        items.extend(red.filter_map(|step| {
            let returned = step.returned.as_ref()?;
            if returned.comment.is_some() {
                return None;
            }
            let number = facts.plan.action(&action.action).map_or(0, |known| known.number);
            let place = &returned.place;
            let told = format!("Action {number}: a step is red, without a comment ({place})");
            let hash = facts.returns.iter().find(|one| *one.source.file == *place.file);
            let hash = hash.map_or("", |one| one.source.hash.as_str());
            Some(Item { binds: format!("{} {hash} {place}", step.step), told })
        }));
    }
    let of_actions = items.len() - of_measures;
    let counted = [
        (of_measures, plural(of_measures, "measure", "measures")),
        (of_actions, plural(of_actions, "step of an action", "steps of actions")),
    ];
    let counted: Vec<String> =
        counted.into_iter().filter(|(count, _)| *count > 0).map(|(_, said)| said).collect();
    let message = format!(
        "{} {} red, without the comment or the improvement action that is needed",
        counted.join(" and "),
        if items.len() == 1 { "is" } else { "are" }
    );
    let ask = "Ask the service for the comment and the improvement action, in a return with a \
               higher revision.";
    Hold::of(Code::R02, message, or_pass(facts, Code::R02, ask), items)
}

fn personal(facts: &Facts<'_>) -> Option<Hold> {
    let found = facts.findings.iter().filter(|one| one.code == Code::D01 && is_error(one));
    let items: Vec<Item> = found
        .filter_map(|finding| {
            let hash = return_of(facts, finding)?;
            let told = format!("{}: {}", finding.place, finding.message);
            Some(Item { told, binds: bound(finding, hash) })
        })
        .collect();
    let message = if items.len() == 1 {
        "personal data found in one text has not been looked at".to_owned()
    } else {
        format!("personal data found in {} texts has not been looked at", items.len())
    };
    let quarter = facts.position.quarter;
    let remedy = format!("Look at each and clear it: quarterpack clear --quarter \"{quarter}\".");
    Hold::of(Code::R03, message, remedy, items)
}

fn outstanding(facts: &Facts<'_>) -> Option<Hold> {
    if !facts.outstanding {
        return None;
    }
    let missing = facts.findings.iter().filter(|finding| finding.code == Code::W01);
    let items: Vec<Item> = missing
        .map(|finding| Item {
            told: finding.message.clone(),
            binds: finding.about.clone().unwrap_or_default(),
        })
        .collect();
    let message = if items.len() == 1 {
        "one return has not come".to_owned()
    } else {
        format!("{} returns have not come", items.len())
    };
    let ask = "Ask the service for its return.";
    Hold::of(Code::R04, message, or_pass(facts, Code::R04, ask), items)
}

fn undecided(facts: &Facts<'_>) -> Option<Hold> {
    let items: Vec<Item> = facts
        .findings
        .iter()
        .filter(|finding| finding.code == Code::F04 && is_error(finding))
        .map(|finding| {
            let told = finding.read.clone().unwrap_or_else(|| finding.place.to_string());
            Item { binds: bound(finding, &told), told }
        })
        .collect();
    let message = "different returns have one revision, and neither is used".to_owned();
    let ask = "Ask the service which counts, and for that one with a higher revision.";
    Hold::of(Code::R05, message, or_pass(facts, Code::R05, ask), items)
}

fn approval(facts: &Facts<'_>, waiting: &Waiting) -> Hold {
    let (role, pack, quarter) = (&waiting.role, facts.pack, facts.position.quarter);
    Hold {
        code: Code::R06,
        message: format!("it waits for the approval of the {role}"),
        items: waiting.before.iter().cloned().collect(),
        remedy: format!(
            "When nothing else holds it: quarterpack approve {pack} --quarter \"{quarter}\" --by \
             \"{role}\" --because TEXT"
        ),
        binds: String::new(),
        passed: None,
    }
}
