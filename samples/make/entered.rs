//! What each cell of a return is given.

use super::data::{Row, Written};
use quarterpack::calendar::NaiveDate;
use quarterpack::form::{
    BudgetPart, CommentaryPart, CoverField, Entry, FigurePart, PeoplePart, ProjectPart, ReportPart,
    RestatementPart, RiskPart, Slot, StatisticPart, StepPart, Subjective, SubjectivePart,
    VirementPart,
};
use quarterpack::quantity::Decimal;
use toml::Value;

const COVER: &[(&str, CoverField)] = &[
    ("completed_by", CoverField::CompletedBy),
    ("revision", CoverField::Revision),
    ("signed_off_by", CoverField::SignedOffBy),
    ("signed_off_on", CoverField::SignedOffOn),
    ("period_end", CoverField::PeriodEnd),
];
const COMMENTARY: &[(&str, CommentaryPart)] = &[
    ("comment", CommentaryPart::Comment),
    ("action", CommentaryPart::Action),
    ("owner", CommentaryPart::Owner),
    ("by", CommentaryPart::By),
    ("override", CommentaryPart::Override),
    ("override_reason", CommentaryPart::OverrideReason),
    ("override_approver", CommentaryPart::OverrideApprover),
];
const RESTATEMENT: &[(&str, RestatementPart)] = &[
    ("reference", RestatementPart::Reference),
    ("quarter", RestatementPart::Quarter),
    ("old", RestatementPart::Old),
    ("new", RestatementPart::New),
    ("reason", RestatementPart::Reason),
];
const STEP: &[(&str, StepPart)] = &[
    ("state", StepPart::State),
    ("percent", StepPart::Percent),
    ("completed_on", StepPart::CompletedOn),
    ("evidence", StepPart::Evidence),
    ("new_due", StepPart::NewDue),
    ("new_due_reason", StepPart::NewDueReason),
    ("new_due_approver", StepPart::NewDueApprover),
    ("comment", StepPart::Comment),
    ("owner", StepPart::Owner),
];
const REPORT: &[(&str, ReportPart)] = &[
    ("made_on", ReportPart::MadeOn),
    ("reference", ReportPart::Reference),
    ("expected_on", ReportPart::ExpectedOn),
];
const BUDGET: &[(&str, BudgetPart)] = &[
    ("other_changes", BudgetPart::OtherChanges),
    ("forecast", BudgetPart::Forecast),
    ("budget_to_date", BudgetPart::BudgetToDate),
    ("actual_to_date", BudgetPart::ActualToDate),
    ("explanation", BudgetPart::Explanation),
];
const SUBJECTIVE: [SubjectivePart; 3] =
    [SubjectivePart::Forecast, SubjectivePart::BudgetToDate, SubjectivePart::ActualToDate];
const VIREMENT: &[(&str, VirementPart)] = &[
    ("reference", VirementPart::Reference),
    ("approved_on", VirementPart::ApprovedOn),
    ("approver", VirementPart::Approver),
    ("from", VirementPart::From),
    ("to", VirementPart::To),
    ("amount", VirementPart::Amount),
    ("purpose", VirementPart::Purpose),
];
const PROJECT: &[(&str, ProjectPart)] = &[
    ("changes", ProjectPart::Changes),
    ("spend_to_date", ProjectPart::SpendToDate),
    ("forecast", ProjectPart::Forecast),
    ("explanation", ProjectPart::Explanation),
];
const PEOPLE: &[(&str, PeoplePart)] = &[
    ("headcount", PeoplePart::Headcount),
    ("full_time_equivalent", PeoplePart::FullTimeEquivalent),
    ("as_at", PeoplePart::AsAt),
    ("reason", PeoplePart::Reason),
];
const RISK: &[(&str, RiskPart)] =
    &[("direction", RiskPart::Direction), ("mitigation", RiskPart::Mitigation)];
const STATISTIC: &[(&str, StatisticPart)] = &[
    ("latest", StatisticPart::Latest),
    ("period", StatisticPart::Period),
    ("year_before", StatisticPart::YearBefore),
    ("comment", StatisticPart::Comment),
];

/// Something in the data that no cell can be given.
#[derive(Debug, thiserror::Error)]
#[error("{service}, quarter {quarter}, {place}: {fault}")]
pub(crate) struct DataError {
    service: String,
    quarter: u8,
    place: String,
    fault: String,
}

/// What a cell is given; none empties it.
type Given = Vec<(Slot, Option<Entry>)>;

/// What each cell of a return is given, in the order of the data.
///
/// # Errors
/// A word that names no part of its row, or a value that is none of those the head of the data
/// describes.
pub(crate) fn entered(written: &Written) -> Result<Given, DataError> {
    let mut given = Given::new();
    let all = [
        money(written, &mut given),
        measures(written, &mut given),
        actions(written, &mut given),
        context(written, &mut given),
    ];
    for done in all {
        done.map_err(|(place, fault)| DataError {
            service: written.service.clone(),
            quarter: written.quarter,
            place,
            fault,
        })?;
    }
    Ok(given)
}

/// Where in the return, and what is wrong there.
type Fault = (String, String);

fn measures(written: &Written, given: &mut Given) -> Result<(), Fault> {
    for (measure, figures) in &written.figures {
        for (figure, value) in figures {
            let place = format!("figure {measure} {figure}");
            let slot = |part| Slot::Figure(measure.as_str().into(), figure.as_str().into(), part);
            let reason = value.get("reason");
            let number = if reason.is_some() { value.get("value") } else { Some(value) };
            given.push((slot(FigurePart::Value), optional(&place, number)?));
            given.push((slot(FigurePart::Reason), optional(&place, reason)?));
        }
    }
    for (measure, row) in &written.commentary {
        let slot = |part| Slot::Commentary(measure.as_str().into(), part);
        add(given, &format!("commentary {measure}"), row, COMMENTARY, slot)?;
    }
    for (nth, row) in (0u16..).zip(&written.restatements) {
        add(given, "restatements", row, RESTATEMENT, |part| Slot::Restatement(nth, part))?;
    }
    Ok(())
}

fn actions(written: &Written, given: &mut Given) -> Result<(), Fault> {
    for (id, step) in &written.steps {
        let place = format!("step {id}");
        add(given, &place, &step.parts, STEP, |part| Slot::Step(id.as_str().into(), part))?;
        for (nth, row) in (0u16..).zip(&step.reports) {
            let slot = |part| Slot::Report(id.as_str().into(), nth, part);
            add(given, &place, row, REPORT, slot)?;
        }
    }
    Ok(())
}

fn money(written: &Written, given: &mut Given) -> Result<(), Fault> {
    add(given, "cover", &written.cover, COVER, Slot::Cover)?;
    for (id, line) in &written.budget {
        let place = format!("budget {id}");
        add(given, &place, &line.parts, BUDGET, |part| Slot::Budget(id.as_str().into(), part))?;
        for (name, amounts) in &line.subjective {
            let one = Subjective::called(name)
                .ok_or_else(|| (place.clone(), format!("“{name}” is no subjective line")))?;
            for (part, amount) in SUBJECTIVE.into_iter().zip(amounts) {
                let slot = Slot::Subjective(id.as_str().into(), one, part);
                given.push((slot, optional(&place, Some(amount))?));
            }
        }
    }
    for (nth, row) in (0u16..).zip(&written.virements) {
        add(given, "virements", row, VIREMENT, |part| Slot::Virement(nth, part))?;
    }
    for (id, row) in &written.projects {
        let slot = |part| Slot::Project(id.as_str().into(), part);
        add(given, &format!("project {id}"), row, PROJECT, slot)?;
    }
    Ok(())
}

fn context(written: &Written, given: &mut Given) -> Result<(), Fault> {
    add(given, "people", &written.people, PEOPLE, Slot::People)?;
    for (id, row) in &written.risks {
        let slot = |part| Slot::Risk(id.as_str().into(), part);
        add(given, &format!("risk {id}"), row, RISK, slot)?;
    }
    for (id, row) in &written.statistics {
        let slot = |part| Slot::Statistic(id.as_str().into(), part);
        add(given, &format!("statistic {id}"), row, STATISTIC, slot)?;
    }
    Ok(())
}

fn add<Part: Copy>(
    given: &mut Given,
    place: &str,
    row: &Row,
    parts: &[(&str, Part)],
    slot: impl Fn(Part) -> Slot,
) -> Result<(), Fault> {
    for (name, value) in row {
        let part = parts.iter().find(|(called, _)| called == name);
        let (_, part) =
            part.ok_or_else(|| (place.to_owned(), format!("“{name}” is nothing it has")))?;
        given.push((slot(*part), optional(place, Some(value))?));
    }
    Ok(())
}

/// An empty text empties the cell.
fn optional(place: &str, value: Option<&Value>) -> Result<Option<Entry>, Fault> {
    match value {
        None => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(value) => entry(value)
            .map(Some)
            .ok_or_else(|| (place.to_owned(), format!("{value} is no value of a cell"))),
    }
}

fn entry(value: &Value) -> Option<Entry> {
    match value {
        Value::String(text) => Some(Entry::Text(text.clone())),
        Value::Integer(_) | Value::Float(_) => number(value).map(Entry::Number),
        Value::Datetime(date) => date.to_string().parse::<NaiveDate>().ok().map(Entry::Date),
        Value::Table(table) => {
            if let Some(share) = table.get("percent") {
                return number(share).map(Entry::Percent);
            }
            if let Some(error) = table.get("error").and_then(Value::as_str) {
                // The formula that Excel leaves behind when the cell it named is gone.
                return Some(Entry::Formula(error.into(), Box::new(Entry::Text(error.into()))));
            }
            let formula = table.get("formula").and_then(Value::as_str)?;
            let shown = entry(table.get("shows")?)?;
            Some(Entry::Formula(formula.into(), Box::new(shown)))
        }
        Value::Boolean(_) | Value::Array(_) => None,
    }
}

/// By way of its digits, so that 53.9 is exactly that.
fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Integer(whole) => Some(Decimal::from(*whole)),
        Value::Float(_) => value.to_string().parse().ok(),
        Value::String(_)
        | Value::Boolean(_)
        | Value::Datetime(_)
        | Value::Array(_)
        | Value::Table(_) => None,
    }
}
