//! Money, people, risks and statistics.

use super::super::budgets::{BudgetLine, Employees, EmployeesLine, Project, Quantified};
use super::super::fault::Faults;
use super::super::ids::{LineId, ProjectId, ServiceId, StatisticId};
use super::super::model::{Risk, Statistic};
use super::super::values;
use super::super::written::{self, Text};
use super::Known;
use super::names::{self, Ids};
use super::source::Source;
use crate::quantity::{Amount, Decimal, Money};
use toml::Spanned;

/// What a table that ends with a list of lines came to: the lines, and the total printed under
/// them. None where there is no such table.
type Budget<T> = Option<(Vec<T>, Quantified<Option<Money>>)>;

pub(super) fn revenue(
    source: &mut Source<'_>,
    known: Option<&Known>,
    faults: &mut Faults,
) -> Budget<BudgetLine> {
    let (mut ids, mut lines) = (Ids::of("budget line"), Vec::new());
    let there = source.each("revenue.line", faults, |from: written::RevenueLine, faults| {
        let id = ids.add(&from.id, faults);
        lines.extend(known.map(|known| line(from, id, known, faults)));
    });
    lines.shrink_to_fit();
    let table: Spanned<written::Revenue> = source.table("revenue", faults)?;
    has_list(&table, there, ("revenue", "line"), faults);
    Some((lines, millions(&table.get_ref().total, "revenue › total", faults)))
}

fn line(from: written::RevenueLine, id: LineId, known: &Known, faults: &mut Faults) -> BudgetLine {
    let path = format!("budget line {id}");
    let percent = from.percent.get_ref();
    if values::number(percent).is_none() && !values::is_to_be_set(percent) {
        let message = format!("“{percent}” is not a percentage");
        faults.add(from.percent.span(), &*path, message, "write its number, such as 17.2");
    }
    BudgetLine {
        id,
        text: from.printed,
        service: known.services.find(&from.service, &path, faults),
        budget: millions(&from.budget, &path, faults),
        percent_printed: known.shared.words(from.percent.into_inner()),
    }
}

pub(super) fn capital(
    source: &mut Source<'_>,
    known: Option<&Known>,
    faults: &mut Faults,
) -> Budget<Project> {
    let (mut ids, mut projects) = (Ids::of("project"), Vec::new());
    let there = source.each("capital.project", faults, |from: written::Project, faults| {
        let id = ids.add(&from.id, faults);
        projects.extend(known.map(|known| project(from, id, known, faults)));
    });
    let table: Spanned<written::Capital> = source.table("capital", faults)?;
    has_list(&table, there, ("capital", "project"), faults);
    Some((projects, millions(&table.get_ref().total, "capital › total", faults)))
}

fn project(from: written::Project, id: ProjectId, known: &Known, faults: &mut Faults) -> Project {
    let path = format!("project {id}");
    let continues = from.continues.as_ref().and_then(|text| {
        let (plan, id) = names::earlier(text, known.year, &path, faults)?;
        Some((plan, ProjectId::from(id.as_str())))
    });
    Project {
        id,
        text: from.printed,
        service: known.services.find(&from.service, &path, faults),
        budget: millions(&from.budget, &path, faults),
        continues,
    }
}

pub(super) fn employees(
    source: &mut Source<'_>,
    known: Option<&Known>,
    faults: &mut Faults,
) -> Option<Employees> {
    let mut lines = Vec::new();
    let there = source.each("employees.line", faults, |from: written::EmployeesLine, faults| {
        let path = format!("employees › {}", from.printed);
        lines.extend(known.map(|known| EmployeesLine {
            text: from.printed,
            service: known.services.find(&from.service, &path, faults),
            headcount: people(&from.headcount, &path, faults),
        }));
    });
    let table: Spanned<written::Employees> = source.table("employees", faults)?;
    has_list(&table, there, ("employees", "line"), faults);
    let total = people(&table.get_ref().total, "employees › total", faults);
    let written::Employees { as_at_printed, as_at, .. } = table.into_inner();
    Some(Employees { as_at_printed, as_at, lines, total })
}

/// Notes a table that lacks its list.
fn has_list<T>(table: &Spanned<T>, there: bool, names: (&str, &str), faults: &mut Faults) {
    if !there {
        let (table_name, list) = names;
        let message = format!("the key “{list}” is missing");
        let remedy = format!("write a part that begins with [[{table_name}.{list}]]");
        faults.add(table.span(), table_name, message, remedy);
    }
}

/// Risks. `of`: the service that reports on those that name none.
pub(super) fn risks(
    source: &mut Source<'_>,
    of: Option<(&ServiceId, &Known)>,
    faults: &mut Faults,
) -> Vec<Risk> {
    let (mut ids, mut all) = (Ids::of("risk"), Vec::new());
    source.each("risk", faults, |from: written::Risk, faults| {
        let id = ids.add(&from.id, faults);
        all.extend(of.map(|(owner, known)| {
            let path = format!("risk {id}");
            let service = from.service.as_ref().map(|id| known.services.find(id, &path, faults));
            Risk {
                id,
                text: from.printed,
                short: names::short(from.short, &path, faults),
                service: service.unwrap_or_else(|| owner.clone()),
            }
        }));
    });
    all
}

/// Demand statistics. `of`: the service that reports on those that name none.
pub(super) fn statistics(
    source: &mut Source<'_>,
    of: Option<(&ServiceId, &Known)>,
    faults: &mut Faults,
) -> Vec<Statistic> {
    let (mut ids, mut all) = (Ids::of("statistic"), Vec::new());
    source.each("statistic", faults, |from: written::Statistic, faults| {
        let id = ids.add(&from.id, faults);
        all.extend(of.map(|of| statistic(from, id, of, faults)));
    });
    all
}

fn statistic(
    from: written::Statistic,
    id: StatisticId,
    (owner, known): (&ServiceId, &Known),
    faults: &mut Faults,
) -> Statistic {
    let path = format!("statistic {id}");
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
        id,
        text: from.printed,
        short: names::short(from.short, &path, faults),
        unit: from.unit,
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
