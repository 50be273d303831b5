//! The figures at the head of an exception: target, quarter, year to date, shortfall.

use super::cells::{self, by_now};
use super::material::Material;
use super::pack::KeyFigure;
use super::table::{NumberFormat, SUPPRESSED};
use crate::calendar::{Quarter, long_date};
use crate::plan::{Measure, Status, TargetRule};
use crate::quantity::{Amount, Fraction, fixed, grouped};
use crate::reconcile::{MeasurePosition, Quarterly};

fn of_counts(fraction: Option<Fraction>, amount: Amount) -> String {
    match (fraction, amount) {
        (Some(f), Amount::Percent(_)) => format!("{} of {}", grouped(f.part), grouped(f.whole)),
        (Some(f), Amount::Ratio(_)) => {
            format!("{} and {}", grouped(f.part), grouped(f.whole - f.part))
        }
        (Some(f), Amount::PerDay(_)) => {
            format!("{} in {} days", grouped(f.part), grouped(f.whole))
        }
        (_, Amount::Count(_) | Amount::Money(_)) | (None, _) => String::new(),
    }
}

pub(super) fn key_figures(
    material: &Material<'_>,
    measure: &Measure,
    position: &MeasurePosition,
) -> Vec<KeyFigure> {
    let quarter = material.quarter();
    let figure = |label: &str, value: String, amount: Option<Amount>, detail: String| KeyFigure {
        label: label.into(),
        value,
        number: amount.and_then(cells::number_of),
        detail,
    };
    let mut figures = vec![target_figure(measure, position, quarter)];
    let this = position.this_quarter();
    let detail = match this {
        Some(Quarterly::Suppressed { fewer_than }) => {
            format!("suppressed: fewer\u{a0}than\u{a0}{fewer_than}")
        }
        Some(Quarterly::Figure(known)) => of_counts(known.fraction, known.amount),
        Some(
            Quarterly::NoFigure(_)
            | Quarterly::Unusable(_)
            | Quarterly::NotReturned
            | Quarterly::NotHeld,
        )
        | None => String::new(),
    };
    let value = this.map_or_else(String::new, Quarterly::words);
    let amount = this.and_then(Quarterly::amount);
    figures.push(figure(&quarter.in_text(), value, amount, detail));
    let year = &position.year_to_date;
    if let Some(amount) = year.amount {
        let detail = match year.at {
            Some(at) => format!("at {}", long_date(at.end())),
            None => [of_counts(year.fraction, amount), year.coverage()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("; "),
        };
        figures.push(figure("Year to date", amount.as_figure(), Some(amount), detail));
    }
    if let Some(fewer_than) = position.year_suppressed() {
        let detail = format!("suppressed: fewer\u{a0}than\u{a0}{fewer_than}");
        figures.push(figure("Year to date", SUPPRESSED.into(), None, detail));
    }
    figures.extend(shortfall(material, position));
    figures
}

fn target_figure(measure: &Measure, position: &MeasurePosition, quarter: Quarter) -> KeyFigure {
    let (amount, value, detail) = match &measure.target.rule {
        TargetRule::AtLeast(least) => match by_now(&measure.target, quarter) {
            Some(share) if share == *least => {
                (Some(*least), least.as_target(), "in the year".into())
            }
            Some(share) => {
                let detail = format!("by {}; {} in the year", quarter.in_text(), least.as_target());
                (Some(share), share.as_target(), detail)
            }
            None => (Some(*least), least.as_target(), "or more".into()),
        },
        TargetRule::AtMost(most) => (Some(*most), most.as_target(), "or less".into()),
        TargetRule::IncreaseEachQuarter { .. } => {
            let last = position.score.against.map(|last| format!("; last {}", last.as_figure()));
            (None, "Increase".into(), format!("each quarter{}", last.unwrap_or_default()))
        }
        TargetRule::ToBeConfirmed | TargetRule::None => (None, "none".into(), String::new()),
    };
    let number = amount.and_then(cells::number_of);
    KeyFigure { label: "Target".into(), value, number, detail }
}

fn shortfall(material: &Material<'_>, position: &MeasurePosition) -> Option<KeyFigure> {
    let shortfall = position.score.shortfall.as_ref()?;
    let limit = fixed(material.thresholds.amber_percent, 1);
    let rule = match position.score.status {
        Status::Red => format!("red is over {limit}%"),
        Status::Amber
        | Status::Green
        | Status::Blue
        | Status::ReportLater
        | Status::Contextual
        | Status::KeptBack => format!("amber is up to {limit}%"),
    };
    let detail = match shortfall.percent {
        Some(percent) => format!("{}% of target; {rule}", fixed(percent, 1)),
        None => rule,
    };
    let label = if shortfall.above { "Above target by" } else { "Short of target by" };
    let number = cells::number_of(shortfall.apart).map(|(number, format)| {
        // Between percentages lie points, which are no percentage of anything.
        let points = format == NumberFormat::Percent;
        (number, if points { NumberFormat::Decimals(1) } else { format })
    });
    Some(KeyFigure { label: label.into(), value: shortfall.distance.clone(), number, detail })
}
