//! Measures carry on: their outturn is filled in, their target is to be set.

use super::{Next, Rolled, YearOutcome};
use crate::finding::{Code, Finding, Place};
use crate::plan::measure::{Measure, Reading, TargetRule};
use crate::plan::tables::{Kind, Row, Tables};
use crate::plan::values::TO_BE_SET;
use crate::quantity::{Amount, Money, grouped, trimmed};

impl Next<'_> {
    pub(super) fn measures(&self, tables: &mut Tables, rolled: &mut Rolled) {
        let rows = tables.rows_mut(Kind::Measures).iter_mut();
        for (measure, row) in self.plan.measures.iter().zip(rows) {
            self.measure(measure, row, rolled);
        }
        let mut earlier = Vec::new();
        for measure in &self.plan.measures {
            earlier.extend(self.earlier(measure));
        }
        *tables.rows_mut(Kind::Earlier) = earlier;
    }

    fn measure(&self, measure: &Measure, row: &mut Row, rolled: &mut Rolled) {
        let year = self.plan.year;
        row.set("continues", format!("{year} {}", measure.id));
        row.set("target_printed", TO_BE_SET);
        row.set("target", TO_BE_SET);
        let printed = measure.target.printed.trim();
        let was = if printed.is_empty() { "none" } else { printed };
        row.remark("target", format!("{year}: target {was}; {}", self.reached(measure)));
        let profile = row.get("profile").to_owned();
        if !profile.is_empty() {
            row.remark("target", format!("{year}: profile {profile}"));
            row.set("profile", "");
        }
        if let Some(finding) = self.asks_too_little(measure) {
            row.remark(
                "target",
                format!("{}: the same target again would ask for less.", finding.message),
            );
            rolled.findings.push(finding);
        }
        rolled.findings.extend(self.unsettled(measure));
        // What the old document says beside a measure is about its own target.
        for (key, what) in [("notes_printed", "printed"), ("notes", "noted")] {
            let said = row.get(key).replace('\n', " / ");
            if !said.is_empty() {
                row.remark("formula", format!("{year} {what}: {said}"));
                row.set(key, "");
            }
        }
    }

    fn outcome(&self, measure: &Measure) -> Option<&YearOutcome> {
        self.end.outturns.get(&measure.id)
    }

    /// What came of it, in words.
    fn reached(&self, measure: &Measure) -> String {
        let Some(outcome) = self.outcome(measure) else { return "no outturn is known".into() };
        let Some(amount) = outcome.amount else {
            return format!("no outturn: {}", outcome.origin);
        };
        let partial = outcome.partial.as_ref();
        let partial = partial.map_or_else(String::new, |partial| format!(", {partial} only"));
        format!("outturn {}{partial} ({})", written(amount), outcome.origin)
    }

    /// The values of earlier years that the new plan prints of a measure.
    fn earlier(&self, measure: &Measure) -> Vec<Row> {
        let new = |period: String, value: &str, read: &str| {
            Row::default()
                .with("measure", measure.id.as_str())
                .with("period", period)
                .with("printed", value)
                .with("read", read)
        };
        self.periods()
            .into_iter()
            .map(|year| {
                let known = measure.earlier.iter().find(|value| value.year == Some(year));
                if let Some(value) = known.filter(|_| year < self.plan.year) {
                    let amount = match value.reading {
                        Reading::Value(amount) | Reading::Suspect { meant: amount, .. } => {
                            written(amount)
                        }
                        Reading::ToBeConfirmed => "to be confirmed".into(),
                        Reading::NotApplicable => "not applicable".into(),
                        Reading::Blank => "blank".into(),
                    };
                    let printed = if amount == "blank" { String::new() } else { amount.clone() };
                    let mut row = new(year.to_string(), &printed, &amount);
                    row.remark("", format!("As {} prints it: “{}”", self.plan.year, value.printed));
                    return row;
                }
                let settled = self.settled(measure).filter(|_| year == self.plan.year);
                let text = settled.map_or_else(|| "to be confirmed".into(), written);
                let mut row = new(year.to_string(), &text, &text);
                let source = if year == self.plan.year {
                    self.reached(measure)
                } else {
                    format!("no plan and no return of {year} is held: a gap, not nought")
                };
                row.remark("", source);
                if let Some(restated) = self.outcome(measure).and_then(|outcome| outcome.restated) {
                    let now = written(restated);
                    row.remark("", format!("Restated since: the returns now make {now}."));
                }
                row
            })
            .collect()
    }

    /// The outturn of the whole year, where every quarter is in it.
    fn settled(&self, measure: &Measure) -> Option<Amount> {
        self.outcome(measure).filter(|outcome| outcome.partial.is_none())?.amount
    }

    /// P06: a target below what was achieved.
    fn asks_too_little(&self, measure: &Measure) -> Option<Finding> {
        let outturn = self.settled(measure)?;
        let (target, side) = match &measure.target.rule {
            TargetRule::AtLeast(amount) if amount.number() < outturn.number() => (*amount, "below"),
            TargetRule::AtMost(amount) if amount.number() > outturn.number() => {
                (*amount, "looser than")
            }
            TargetRule::AtLeast(_)
            | TargetRule::AtMost(_)
            | TargetRule::IncreaseEachQuarter { .. }
            | TargetRule::ToBeConfirmed
            | TargetRule::None => return None,
        };
        let message = format!(
            "the target of {} is {side} the outturn of {}, {}",
            target.as_target(),
            self.plan.year,
            written(outturn)
        );
        Some(self.about(Code::P06, measure, message).remedy(
            "Set a target in the new plan that asks for at least what was achieved, or say why not.",
        ))
    }

    /// P08 and P33: no outturn, or one that is not final.
    fn unsettled(&self, measure: &Measure) -> Option<Finding> {
        let year = self.plan.year;
        let outcome = self.outcome(measure);
        if let Some(restated) = outcome.and_then(|outcome| outcome.restated) {
            let message = format!(
                "the outturn of {year} was published as {} and the returns now make {}",
                outcome.and_then(|one| one.amount).map_or_else(|| "none".into(), written),
                written(restated)
            );
            return Some(self.about(Code::P33, measure, message).remedy(
                "Publish a new version for quarter 4, or find out why the return was changed.",
            ));
        }
        if self.settled(measure).is_some() {
            return None;
        }
        let message = format!("there is no outturn of {year} yet: {}", self.reached(measure));
        Some(self.about(Code::P08, measure, message).remedy(
            "Roll the plan over again when quarter 4 is in, or enter the value when it is known.",
        ))
    }

    fn about(&self, code: Code, measure: &Measure, message: String) -> Finding {
        let part = format!("Measure {}", measure.number);
        Finding::new(code, Place::sheet(&*self.plan.file, &*part), message).about(part)
    }
}

/// An amount as a plan prints it, with one decimal at the most: `65%`, `£53.9k`, `70/30`,
/// `9.8 per day`.
pub(super) fn written(amount: Amount) -> String {
    match amount {
        Amount::Percent(percent) => format!("{}%", trimmed(percent.number(), 1)),
        Amount::Count(number) => grouped(number),
        Amount::PerDay(rate) => format!("{} per day", trimmed(rate, 1)),
        Amount::Ratio(_) => amount.as_figure(),
        Amount::Money(money) => pounds(money),
    }
}

fn pounds(money: Money) -> String {
    let thousands = money.in_pounds() / crate::quantity::Decimal::ONE_THOUSAND;
    if thousands.is_integer() && !thousands.is_zero() {
        format!("£{}k", grouped(thousands))
    } else {
        format!("£{}", trimmed(money.in_pounds(), 0))
    }
}
