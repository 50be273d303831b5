//! A measure back to its cells, quarter by quarter.

use super::{Found, Trace, TracedCell, cell, empty, numbered, returned};
use crate::calendar::Quarter;
use crate::pipeline::Reconciled;
use crate::plan::{FigureId, Formula, Measure, Timing};
use crate::quantity::{Amount, Decimal, grouped, trimmed};
use crate::reconcile::{EnteredFigure, MeasurePosition, QuarterFigure, SourceCell};
use crate::validate::{FigureState, KeptReturn, Unreadable};

pub(super) fn named(reconciled: &Reconciled<'_>, name: &str) -> Result<Option<Found>, Unreadable> {
    let measures = &reconciled.plan.measures;
    let measure = measures.iter().find(|one| numbered(name, one.id.as_str(), one.number));
    let Some(measure) = measure else { return Ok(None) };
    let position = reconciled.position.measures.iter().find(|one| one.measure == measure.id);
    let Some(position) = position else { return Ok(None) };
    let mut trace = empty(format!("Measure {}: {}", measure.number, measure.text));
    for (quarter, one) in &position.quarters {
        match one.figure() {
            Some(figure) => trace.arithmetic.push(in_quarter(measure, *quarter, figure)),
            None => trace.arithmetic.push(format!("{}: {}", quarter.in_text(), one.words())),
        }
        for source in one.figure().into_iter().flat_map(|figure| figure.sources.iter()) {
            add(reconciled, measure, *quarter, source, &mut trace)?;
        }
    }
    trace.arithmetic.extend(year(measure, &position));
    trace.arithmetic.push(format!("Status by the figures: {}", position.score.status.word()));
    if let Some(changed) = &position.changed {
        let approver = changed.approver.as_deref().unwrap_or("nobody");
        let reason = changed.reason.as_deref().unwrap_or_default();
        let (new, old) = (changed.status.word(), position.score.status.word());
        let place = position.commentary.as_ref().map(|said| said.place.to_string());
        let place = place.unwrap_or_default();
        trace
            .decisions
            .push(format!("{new} in place of {old}, approved by {approver}: {reason} ({place})"));
    }
    trace.entered.extend(position.entries().map(entered));
    Ok(Some(Found { key: format!("measure/{}/", measure.id), trace }))
}

/// `2020-21: 320 of 512 = 62.5%, Annual Report 2020-21, page 14, entered by …`
fn entered(figure: &EnteredFigure) -> String {
    let counts = figure.fraction.map_or_else(String::new, |fraction| {
        format!("{} of {} = ", number(fraction.part), number(fraction.whole))
    });
    let (period, amount) = (figure.period, figure.amount.as_figure());
    let (named, entry) = (figure.source.named(), figure.source.entry());
    format!("{period}: {counts}{amount}\n    {named}\n    {entry}")
}

fn number(number: Decimal) -> String {
    trimmed(number, 10)
}

/// `Quarter 2: 95 of 135 = 70.4%`
fn in_quarter(measure: &Measure, quarter: Quarter, figure: &QuarterFigure) -> String {
    let numbers: Vec<Decimal> = figure.sources.iter().map(|source| source.number).collect();
    format!("{}: {}", quarter.in_text(), made(measure, &numbers, figure.amount))
}

fn made(measure: &Measure, numbers: &[Decimal], amount: Amount) -> String {
    let shown = amount.as_figure();
    match (&measure.formula, numbers) {
        (Formula::Percentage { .. }, [part, whole]) => {
            format!("{} of {} = {shown}", number(*part), number(*whole))
        }
        (Formula::Ratio { .. }, [left, right]) => {
            format!("{} to {} = {shown}", number(*left), number(*right))
        }
        (Formula::PerDay { .. }, [count, days]) => {
            format!("{} in {} days = {shown} a day", number(*count), number(*days))
        }
        _ => shown,
    }
}

/// The sum of the quarters, or the latest.
fn year(measure: &Measure, position: &MeasurePosition) -> Option<String> {
    let year = &position.year_to_date;
    let amount = year.amount?;
    if measure.formula.timing() == Timing::AtQuarterEnd {
        let at = year.at.map_or_else(String::new, Quarter::in_text);
        return Some(format!("Year to date: the latest, {at}: {}", amount.as_figure()));
    }
    let figures: Vec<&QuarterFigure> =
        position.quarters.iter().filter_map(|(_, one)| one.figure()).collect();
    let column = |nth: usize| -> Vec<Decimal> {
        figures.iter().filter_map(|figure| Some(figure.sources.get(nth)?.number)).collect()
    };
    let columns = measure.formula.figures().len();
    let sums: Vec<String> = (0..columns)
        .map(column)
        .map(|numbers| {
            let parts: Vec<String> = numbers.iter().map(|one| number(*one)).collect();
            let sum: Decimal = numbers.iter().sum();
            if parts.len() > 1 {
                format!("({}) = {}", parts.join(" + "), grouped(sum))
            } else {
                parts.join("")
            }
        })
        .collect();
    let totals: Vec<Decimal> = (0..columns).map(|nth| column(nth).iter().sum()).collect();
    let coverage = if year.is_partial() { format!(", {}", year.coverage()) } else { String::new() };
    let sums = sums.join("; ");
    Some(format!("Year to date: {sums}; {}{coverage}", made(measure, &totals, amount)))
}

fn add(
    reconciled: &Reconciled<'_>,
    measure: &Measure,
    quarter: Quarter,
    source: &SourceCell,
    trace: &mut Trace,
) -> Result<(), Unreadable> {
    let label = label(measure, &source.figure);
    let what = format!("{quarter}, {label}");
    let mut traced: TracedCell =
        cell(reconciled, what.clone(), number(source.number), &source.place);
    traced.restated_from = source.restated_from.map(number);
    trace.cells.push(traced);
    if source.restated_from.is_none() {
        return Ok(());
    }
    trace.decisions.push(restated(reconciled, measure, quarter, source, &what)?);
    // The cell of the first return, that no longer counts.
    let lead =
        measure.lead().map(|lead| returned(reconciled, lead, quarter)).transpose()?.flatten();
    let key = (measure.id.clone(), source.figure.clone());
    if let Some(first) = lead.as_ref().and_then(|returned| returned.figures.get(&key))
        && first.place != source.place
        && let FigureState::Number(old) = first.state
    {
        let what = format!("{what}, as first returned");
        trace.cells.push(cell(reconciled, what, number(old), &first.place));
    }
    Ok(())
}

fn restated(
    reconciled: &Reconciled<'_>,
    measure: &Measure,
    quarter: Quarter,
    source: &SourceCell,
    what: &str,
) -> Result<String, Unreadable> {
    let old = source.restated_from.map_or_else(String::new, number);
    let mut used = reconciled.selection.used.iter().map(|read| &read.returned);
    let by = used.find(|returned| *returned.source.file == *source.place.file);
    let by = by.map(KeptReturn::whole).transpose()?;
    let same = |one: &&crate::validate::Restatement| {
        one.quarter == quarter
            && one.measure == measure.id
            && one.figure == source.figure
            && one.place == source.place
    };
    let revised = &reconciled.selection.revised;
    let said = by.iter().flat_map(|returned| &returned.restatements);
    let reason = said.chain(revised).find(same);
    let reason = reason.and_then(|one| one.reason.as_deref()).unwrap_or("no reason is given");
    Ok(format!(
        "{what}: restated from {old} to {} by {}: {reason}",
        number(source.number),
        source.place.file
    ))
}

fn label(measure: &Measure, figure: &FigureId) -> String {
    let known = measure.figures.iter().find(|one| one.id == *figure);
    known.map_or_else(|| figure.to_string(), |known| String::from(&known.label))
}
