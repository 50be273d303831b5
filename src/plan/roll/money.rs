//! Budgets are to be set, projects carry on with what slipped, people are those of the last
//! quarter.

use super::{Next, Rolled};
use crate::calendar::{Datelike, MONTHS, NaiveDate};
use crate::plan::tables::{Kind, Row, Tables};
use crate::plan::values::TO_BE_SET;
use crate::plan::{EmployeesLine, Project};
use crate::quantity::Decimal;

impl Next<'_> {
    pub(super) fn money(&self, tables: &mut Tables, rolled: &mut Rolled) {
        let (plan, year) = (self.plan, self.plan.year);
        for (line, row) in plan.revenue.iter().zip(tables.rows_mut(Kind::Budget)) {
            let forecast = self.end.lines.get(&line.id);
            let forecast = forecast.map_or_else(String::new, |money| {
                format!("; forecast at the last quarter {}", money.as_millions())
            });
            let (budget, percent) = (&line.budget.printed, &line.percent_printed);
            row.remark("budget", format!("{year}: {budget}, {percent}%{forecast}"));
            row.set("budget", TO_BE_SET);
            row.set("percent", TO_BE_SET);
        }
        self.projects(tables, rolled);
        for row in tables.rows_mut(Kind::Plan) {
            row.remark("revenue_total", format!("{year}: {}", plan.revenue_total.printed));
            row.remark("capital_total", format!("{year}: {}", plan.capital_total.printed));
            row.set("revenue_total", TO_BE_SET);
            row.set("capital_total", TO_BE_SET);
        }
        self.people(tables);
    }

    fn projects(&self, tables: &mut Tables, rolled: &mut Rolled) {
        let year = self.plan.year;
        let ended = |project: &Project| {
            let end = self.end.projects.get(&project.id);
            end.is_some_and(|end| end.slippage.is_zero() || end.slippage.is_negative())
        };
        let (mut rows, mut left): (Vec<Row>, Vec<String>) = (Vec::new(), Vec::new());
        for (project, row) in self.plan.capital.iter().zip(tables.rows(Kind::Capital)) {
            let end = self.end.projects.get(&project.id);
            let how = end.map_or_else(
                || "no return of the last quarter".into(),
                |end| {
                    let (forecast, slips) =
                        (end.forecast.as_millions(), end.slippage.as_millions());
                    format!("forecast {forecast}; {slips} slips to {}", self.to)
                },
            );
            let was = format!("{year}: programme {}; {how}", project.budget.printed);
            if ended(project) {
                rolled.left_out.push(format!("{year} {}: nothing slips", project.text));
                left.push(format!("Left out: {}. {was}", project.text));
                continue;
            }
            let mut row = row.clone();
            row.remark("budget", was);
            row.set("budget", TO_BE_SET);
            row.set("continues", format!("{year} {}", project.id));
            rows.push(row);
        }
        *tables.rows_mut(Kind::Capital) = rows;
        for said in left {
            tables.remark_after(Kind::Capital, said);
        }
    }

    fn people(&self, tables: &mut Tables) {
        let employees = &self.plan.employees;
        let mut total = Some(Decimal::ZERO);
        let mut days: Vec<NaiveDate> = Vec::new();
        let alone = |line: &EmployeesLine| {
            employees.lines.iter().filter(|other| other.service == line.service).count() == 1
        };
        for (line, row) in employees.lines.iter().zip(tables.rows_mut(Kind::Employees)) {
            let counted = self.end.people.get(&line.service).filter(|_| alone(line));
            if let Some((number, day)) = counted {
                let was = &line.headcount.printed;
                row.remark("headcount", format!("{}: {was}", self.plan.year));
                row.set("headcount", number.normalize().to_string());
                days.extend(*day);
                total = total.map(|sum| sum + *number);
            } else {
                let why = "no headcount of the last quarter: this is the plan's own";
                row.remark("headcount", format!("{}: {why}", self.plan.year));
                total = total.map(|sum| sum + line.headcount.value);
            }
        }
        let Some(last) = days.iter().max().copied() else { return };
        let month = usize::try_from(last.month0()).ok().and_then(|nth| MONTHS.get(nth));
        for row in tables.rows_mut(Kind::Plan) {
            let was = (&employees.total.printed, &employees.as_at_printed);
            row.remark("employees_total", format!("{}: {} in {}", self.plan.year, was.0, was.1));
            row.set("as_at", last.to_string());
            row.set("as_at_printed", format!("{} {}", month.unwrap_or(&""), last.year()));
            row.set(
                "employees_total",
                total.map_or_else(String::new, |n| n.normalize().to_string()),
            );
        }
    }
}
