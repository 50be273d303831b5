//! Money, people, risks and statistics.

use super::super::fault::Faults;
use super::super::ids::{ProjectId, ServiceId};
use super::super::model::{
    BudgetLine, Employees, EmployeesLine, Project, Quantified, Risk, Statistic,
};
use super::super::values;
use super::super::written::{self, Text};
use super::Known;
use super::names::{self, Ids};
use crate::quantity::{Amount, Decimal, Money};

pub(super) fn revenue(
    from: &written::Revenue,
    known: &Known,
    faults: &mut Faults,
) -> (Vec<BudgetLine>, Quantified<Option<Money>>) {
    Ids::gather("budget line", from.line.iter().map(|line| &line.id), faults);
    let lines = from
        .line
        .iter()
        .map(|line| {
            let path = format!("budget line {}", line.id.get_ref());
            let percent = line.percent.get_ref();
            if values::number(percent).is_none() && !values::is_to_be_set(percent) {
                let message = format!("“{}” is not a percentage", line.percent.get_ref());
                faults.add(line.percent.span(), &*path, message, "write its number, such as 17.2");
            }
            BudgetLine {
                id: line.id.get_ref().as_str().into(),
                text: line.printed.clone(),
                service: known.services.find(&line.service, &path, faults),
                budget: millions(&line.budget, &path, faults),
                percent_printed: line.percent.get_ref().clone(),
            }
        })
        .collect();
    (lines, millions(&from.total, "revenue › total", faults))
}

pub(super) fn capital(
    from: &written::Capital,
    known: &Known,
    faults: &mut Faults,
) -> (Vec<Project>, Quantified<Option<Money>>) {
    Ids::gather("project", from.project.iter().map(|project| &project.id), faults);
    let projects = from
        .project
        .iter()
        .map(|project| {
            let path = format!("project {}", project.id.get_ref());
            let continues = project.continues.as_ref().and_then(|text| {
                let (plan, id) = names::earlier(text, known.year, &path, faults)?;
                Some((plan, ProjectId::from(id.as_str())))
            });
            Project {
                id: project.id.get_ref().as_str().into(),
                text: project.printed.clone(),
                service: known.services.find(&project.service, &path, faults),
                budget: millions(&project.budget, &path, faults),
                continues,
            }
        })
        .collect();
    (projects, millions(&from.total, "capital › total", faults))
}

pub(super) fn employees(
    from: &written::Employees,
    known: &Known,
    faults: &mut Faults,
) -> Employees {
    let lines = from
        .line
        .iter()
        .map(|line| {
            let path = format!("employees › {}", line.printed);
            EmployeesLine {
                text: line.printed.clone(),
                service: known.services.find(&line.service, &path, faults),
                headcount: people(&line.headcount, &path, faults),
            }
        })
        .collect();
    Employees {
        as_at_printed: from.as_at_printed.clone(),
        as_at: from.as_at,
        lines,
        total: people(&from.total, "employees › total", faults),
    }
}

pub(super) fn risk(
    from: &written::Risk,
    owner: &ServiceId,
    known: &Known,
    faults: &mut Faults,
) -> Risk {
    let path = format!("risk {}", from.id.get_ref());
    let service = from.service.as_ref().map(|id| known.services.find(id, &path, faults));
    Risk {
        id: from.id.get_ref().as_str().into(),
        text: from.printed.clone(),
        short: names::short(&from.short, &path, faults),
        service: service.unwrap_or_else(|| owner.clone()),
    }
}

pub(super) fn statistic(
    from: &written::Statistic,
    owner: &ServiceId,
    known: &Known,
    faults: &mut Faults,
) -> Statistic {
    let path = format!("statistic {}", from.id.get_ref());
    let service = from.service.as_ref().map(|id| known.services.find(id, &path, faults));
    let mut observed = |value: Option<&written::Observed>| {
        let value = value?;
        Some((plain(&value.value, &path, faults), value.when.clone()))
    };
    let (earlier, later) = (observed(from.from.as_ref()), observed(from.to.as_ref()));
    let like_for_like = match (&earlier, &later) {
        (Some((_, before)), Some((_, after))) => like(before, after),
        _ => true,
    };
    Statistic {
        id: from.id.get_ref().as_str().into(),
        text: from.printed.clone(),
        short: names::short(&from.short, &path, faults),
        unit: from.unit.clone(),
        service: service.unwrap_or_else(|| owner.clone()),
        from: earlier,
        to: later,
        change_printed: from.change.as_ref().and_then(|text| change(text, &path, faults)),
        like_for_like,
    }
}

/// Whether two periods are the same part of a year, or at least one of them is a whole year:
/// a spring beside a summer shows the season as well as the trend.
fn like(before: &str, after: &str) -> bool {
    let (before, after) = (season(before), season(after));
    before.is_empty() || after.is_empty() || before == after
}

/// The days and months of `1 July to 30 September 2022`; nothing of `2022` and `2021/22`.
fn season(period: &str) -> Vec<String> {
    let words: Vec<String> = period.split_whitespace().map(str::to_lowercase).collect();
    let names_a_year =
        |word: &str| word.len() >= 4 && word.starts_with(|c: char| c.is_ascii_digit());
    if !words.iter().any(|word| word.chars().any(char::is_alphabetic) && word.len() > 2) {
        return Vec::new();
    }
    words.into_iter().filter(|word| !names_a_year(word)).collect()
}

fn change(text: &Text, path: &str, faults: &mut Faults) -> Option<Decimal> {
    if let Ok(Amount::Percent(percent)) = values::amount(text.get_ref()) {
        return Some(percent.number());
    }
    let message = format!("“{}” is not a percentage", text.get_ref());
    faults.add(text.span(), path, message, "write the change that the text states, such as 35%");
    None
}

fn plain(text: &Text, path: &str, faults: &mut Faults) -> Decimal {
    values::number(text.get_ref()).unwrap_or_else(|| {
        let message = format!("“{}” is not a number", text.get_ref());
        faults.add(text.span(), path, message, "write digits only, such as 11.4");
        Decimal::ZERO
    })
}

fn millions(text: &Text, path: &str, faults: &mut Faults) -> Quantified<Option<Money>> {
    let value = values::millions(text.get_ref());
    if value.is_none() && !values::is_to_be_set(text.get_ref()) {
        let message = format!("“{}” is not in £ million to three places", text.get_ref());
        faults.add(
            text.span(),
            path,
            message,
            "write it as the plan's table does, such as 219.616",
        );
    }
    Quantified { printed: text.get_ref().clone(), value }
}

fn people(text: &Text, path: &str, faults: &mut Faults) -> Quantified<Decimal> {
    let whole = values::number(text.get_ref()).filter(Decimal::is_integer);
    let value = whole.unwrap_or_else(|| {
        let message = format!("“{}” is not a number of people", text.get_ref());
        faults.add(text.span(), path, message, "write a whole number, such as 2,859");
        Decimal::ZERO
    });
    Quantified { printed: text.get_ref().clone(), value }
}
