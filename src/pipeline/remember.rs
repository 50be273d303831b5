//! What the record is told of the files that came, and what it remembers of them.

use super::collect::ReadReturn;
use super::fault::RunError;
use super::inputs::Inputs;
use super::select::best;
use super::{Job, Reconciled};
use crate::calendar::NaiveDateTime;
use crate::finding::{Finding, Place};
use crate::form::{BudgetPart, PeoplePart, ProjectPart, Slot};
use crate::intake::Arrival;
use crate::quantity::{Decimal, Money};
use crate::store::{FigureRow, FindingRow, Known, Reading, Record, ReturnState};
use crate::validate::{FigureState, KeptReturn, Return, Unreadable};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// How times of arrival are written in the record.
pub(super) const TIME: &str = "%Y-%m-%dT%H:%M:%S";

impl Inputs {
    /// Learns the decisions that count, and brings files back that came once and have left the inbox since: what has been returned
    /// stays returned. A file in the inbox stands in the place of an earlier one of its name.
    ///
    /// # Errors
    /// When the record or an archived file can't be read.
    pub fn remember(&mut self) -> Result<(), RunError> {
        let record = Record::look(&self.settings.paths.record())?;
        self.decisions = record.standing_decisions()?;
        let known = record.arrivals()?;
        self.known_names(&known);
        let arrivals = || self.inbox.arrivals.iter();
        // A file that was renamed is there still.
        let there: BTreeSet<String> =
            arrivals().flat_map(|arrival| [arrival.file.clone(), arrival.digest.clone()]).collect();
        let left = |one: &Known| !there.contains(&one.file) && !there.contains(&one.sha256);
        let mut gone = BTreeMap::new();
        for known in known.into_iter().filter(left) {
            // Of two of one name the later stands.
            gone.insert(known.file.clone(), known);
        }
        for (file, known) in gone {
            let path = record.archive().path(&known.sha256, &file);
            let arrived = known.arrived.as_deref();
            let arrived = arrived.and_then(|at| NaiveDateTime::parse_from_str(at, TIME).ok());
            self.inbox.arrivals.push(Arrival::kept(file, known.sha256, path, arrived));
        }
        Ok(())
    }

    /// Files of one name in several folders of the inbox go by their folders too. One that came
    /// keeps the name that it came by, whatever came or went beside it since.
    fn known_names(&mut self, known: &[Known]) {
        let plain = |file: &str| file.rsplit('/').next().unwrap_or_default().to_owned();
        let mut taken: BTreeSet<String> =
            self.inbox.arrivals.iter().map(|one| one.file.clone()).collect();
        let mut of_bytes: BTreeMap<&str, Vec<&Known>> = BTreeMap::new();
        for one in known {
            of_bytes.entry(one.sha256.as_str()).or_default().push(one);
        }
        for arrival in &mut self.inbox.arrivals {
            let mut names = of_bytes.get(arrival.digest.as_str()).into_iter().flatten();
            if names.clone().any(|one| one.file == arrival.file) {
                continue;
            }
            let before = names
                .find(|one| plain(&one.file) == plain(&arrival.file) && !taken.contains(&one.file));
            if let Some(before) = before {
                taken.insert(before.file.clone());
                arrival.file.clone_from(&before.file);
            }
        }
    }
}

/// Notes what was read in every file that had come by the day the data go to.
pub(super) fn note(
    job: &Job<'_>,
    reconciled: &Reconciled<'_>,
    record: &mut Record,
) -> Result<(), RunError> {
    let mut fault = None;
    // What was noted before a fault stays noted; the run ends with it.
    let readings =
        readings(job, reconciled).map_while(|read| read.map_err(|f| fault = Some(f)).ok());
    record.note(&job.as_at.to_string(), readings)?;
    fault.map_or(Ok(()), |fault| Err(fault.into()))
}

/// What was read in every file that had come by the day the data go to, made one by one.
pub(super) fn readings(
    job: &Job<'_>,
    reconciled: &Reconciled<'_>,
) -> impl Iterator<Item = Result<Reading, Unreadable>> {
    let by_file = by_file(reconciled.findings);
    let returns = reconciled.collected.returns.iter().zip(states(reconciled));
    let returned = returns.map(move |(read, state)| {
        let returned = &read.returned;
        let checked = returned.quarter == job.quarter;
        let used = checked && reconciled.selection.is_used(&returned.source.file, job.quarter);
        let of_run = by_file.get(returned.source.file.as_str()).filter(|_| checked);
        // What the run found in a return that counts holds what was found while it was read.
        let own = if used { Vec::new() } else { read.findings()? };
        let findings = own.iter().chain(of_run.into_iter().flatten().copied());
        Ok(Reading {
            file: returned.source.file.clone(),
            sha256: returned.source.hash.clone(),
            service: Some(returned.service.to_string()),
            quarter: Some(returned.quarter.to_string()),
            revision: Some(returned.revision),
            state,
            checked,
            findings: findings.map(finding).collect(),
            figures: figures(&returned.whole()?),
        })
    });
    let came: BTreeMap<&str, &Arrival> =
        job.inputs.inbox.arrivals.iter().map(|one| (one.file.as_str(), one)).collect();
    let refused = reconciled.collected.refused.iter().filter_map(move |(_, findings)| {
        let file = findings.first().map_or("", |finding| &*finding.place.file);
        let arrival = came.get(file)?;
        Some(Ok(Reading {
            file: file.to_owned(),
            sha256: arrival.digest.clone(),
            service: None,
            quarter: None,
            revision: None,
            state: ReturnState::Refused,
            checked: false,
            findings: findings.iter().map(finding).collect(),
            figures: Vec::new(),
        }))
    });
    returned.chain(refused)
}

/// Findings under the files that they are in.
pub(super) fn by_file(findings: &[Finding]) -> BTreeMap<&str, Vec<&Finding>> {
    let mut files: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        files.entry(&*finding.place.file).or_default().push(finding);
    }
    files
}

/// What became of each return, whatever the quarter of the run.
fn states(reconciled: &Reconciled<'_>) -> Vec<ReturnState> {
    let returns = &reconciled.collected.returns;
    let mut groups: BTreeMap<_, Vec<&ReadReturn>> = BTreeMap::new();
    for read in returns {
        let KeptReturn { quarter, service, .. } = &read.returned;
        groups.entry((quarter, service)).or_default().push(read);
    }
    let used: BTreeMap<_, Option<&ReadReturn>> =
        groups.into_iter().map(|(of, reads)| (of, best(&reads).0)).collect();
    let state = |read: &ReadReturn| {
        let KeptReturn { quarter, service, revision, .. } = &read.returned;
        let Some(used) = used.get(&(quarter, service)).copied().flatten() else {
            return ReturnState::Undecided;
        };
        match revision.cmp(&used.returned.revision) {
            Ordering::Less => ReturnState::Superseded,
            Ordering::Greater => ReturnState::Undecided,
            Ordering::Equal if std::ptr::eq(read, used) => ReturnState::Used,
            Ordering::Equal => ReturnState::Duplicate,
        }
    };
    returns.iter().map(state).collect()
}

fn finding(finding: &Finding) -> FindingRow {
    FindingRow {
        code: finding.code.to_string(),
        severity: finding.severity.word().to_owned(),
        sheet: finding.place.sheet.as_deref().map(Into::into),
        cell: finding.place.cell.map(|cell| cell.to_string()),
        about: finding.about.clone(),
        message: finding.message.clone(),
        read: finding.read.clone(),
        remedy: finding.remedy.to_string(),
    }
}

/// The figures of a return, each with its cell. Money is in pounds.
fn figures(returned: &Return) -> Vec<FigureRow> {
    let quarter = returned.quarter.to_string();
    let row =
        |kind, item: String, figure: &str, number: Option<Decimal>, place: &Place| FigureRow {
            kind,
            item,
            figure: figure.to_owned(),
            quarter: quarter.clone(),
            number: number.map(|number| number.normalize().to_string()),
            reason: None,
            sheet: place.sheet.as_deref().map(Into::into),
            cell: place.cell.map(|cell| cell.to_string()),
            restated_from: None,
        };
    let mut rows = Vec::new();
    for ((measure, figure), given) in &returned.figures {
        let (number, reason) = match &given.state {
            FigureState::Number(number) => (Some(*number), None),
            FigureState::None(why) => (None, Some(why.word().to_owned())),
            FigureState::Blank => (None, Some("blank".to_owned())),
            FigureState::Unusable(text) => (None, Some(format!("not usable: {text}"))),
        };
        let plain = row("measure", measure.to_string(), figure.as_str(), number, &given.place);
        rows.push(FigureRow { reason, ..plain });
    }
    for one in &returned.restatements {
        let (item, figure) = (one.measure.to_string(), one.figure.as_str());
        rows.push(FigureRow {
            quarter: one.quarter.to_string(),
            reason: one.reason.clone(),
            restated_from: one.old.map(|old| old.normalize().to_string()),
            ..row("restatement", item, figure, Some(one.new), &one.place)
        });
    }
    let pounds = |money: Option<Money>| money.map(Money::in_pounds);
    for (line, one) in &returned.budget {
        let id = line.to_string();
        let place = |part| returned.place(&Slot::Budget(line.clone(), part));
        rows.push(row("budget", id.clone(), "forecast", pounds(one.forecast), &one.place));
        let to_date = pounds(one.budget_to_date);
        rows.push(row(
            "budget",
            id.clone(),
            "budget to date",
            to_date,
            &place(BudgetPart::BudgetToDate),
        ));
        let actual = pounds(one.actual_to_date);
        rows.push(row("budget", id, "actual to date", actual, &one.actual_place));
    }
    for (project, one) in &returned.projects {
        let id = project.to_string();
        let spent = returned.place(&Slot::Project(project.clone(), ProjectPart::SpendToDate));
        rows.push(row("capital", id.clone(), "forecast", pounds(one.forecast), &one.place));
        rows.push(row("capital", id, "spend", pounds(one.spend), &spent));
    }
    let (people, service) = (&returned.people, returned.service.to_string());
    rows.push(row("people", service.clone(), "headcount", people.headcount, &people.place));
    let fte = people.full_time_equivalent;
    let place = returned.place(&Slot::People(PeoplePart::FullTimeEquivalent));
    rows.push(row("people", service, "full-time equivalent", fte, &place));
    rows
}
