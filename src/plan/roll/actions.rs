//! Actions that are open carry on with their times to be set; those that are complete are left
//! out, and said.

use super::{Next, Rolled};
use crate::calendar::long_date;
use crate::plan::model::{Action, Report, ReportDue, Step};
use crate::plan::tables::{Kind, Row, Tables};
use crate::plan::values::TO_BE_SET;

impl Next<'_> {
    pub(super) fn actions(&self, tables: &mut Tables, rolled: &mut Rolled) {
        let year = self.plan.year;
        let done = |action: &Action| {
            let each = action.steps.iter().all(|step| self.is_done(step));
            self.end.complete.contains(&action.id) || each
        };
        for action in self.plan.actions.iter().filter(|action| done(action)) {
            let said = format!("{year} {} is complete: {}", action.id, action.text);
            tables.remark_after(Kind::Actions, format!("Left out: {said}"));
            rolled.left_out.push(said);
        }
        let open: Vec<&Action> = self.plan.actions.iter().filter(|one| !done(one)).collect();
        let mut actions = tables.rows(Kind::Actions).to_vec();
        actions.retain(|row| open.iter().any(|action| action.id.as_str() == row.get("id")));
        for (row, action) in actions.iter_mut().zip(&open) {
            row.set("continues", format!("{year} {}", action.id));
            for step in action.steps.iter().filter(|step| self.is_done(step)) {
                row.remark("", format!("Left out: step {} is complete: {}", step.id, step.text));
                rolled.left_out.push(format!("{year} {} is complete: {}", step.id, step.text));
            }
        }
        *tables.rows_mut(Kind::Actions) = actions;
        let steps: Vec<&Step> = open
            .iter()
            .flat_map(|action| &action.steps)
            .filter(|step| !self.is_done(step))
            .collect();
        let mut rows = tables.rows(Kind::Steps).to_vec();
        rows.retain(|row| steps.iter().any(|step| step.id.as_str() == row.get("id")));
        for (row, step) in rows.iter_mut().zip(&steps) {
            self.step(step, row);
        }
        *tables.rows_mut(Kind::Steps) = rows;
        let mut reports = tables.rows(Kind::Reports).to_vec();
        reports.retain(|row| steps.iter().any(|step| step.id.as_str() == row.get("step")));
        for row in &mut reports {
            // A day of the old year is none of the new one.
            row.set("by", "");
        }
        *tables.rows_mut(Kind::Reports) = reports;
    }

    fn is_done(&self, step: &Step) -> bool {
        self.end.steps.get(&step.id).is_some_and(|end| end.complete)
    }

    fn step(&self, step: &Step, row: &mut Row) {
        let year = self.plan.year;
        let end = self.end.steps.get(&step.id);
        let printed = step.when_printed.as_deref().map(|when| format!("“{when}”"));
        let day = step.due.map(long_date);
        let moved =
            end.and_then(|end| end.moved_to).map(|to| format!("moved to {}", long_date(to)));
        let reports = step.reports.iter().filter_map(report);
        let times: Vec<String> =
            printed.into_iter().chain(day).chain(moved).chain(reports).collect();
        let times = if times.is_empty() { "no time was set".into() } else { times.join(", ") };
        let said = end.map_or("no return of the last quarter", |end| &end.said);
        row.remark("when", format!("{year}: {times}; {said}"));
        row.set("when", TO_BE_SET);
        row.set("due", "");
        row.set("read_as", "");
    }
}

fn report(report: &Report) -> Option<String> {
    match &report.due {
        ReportDue::By(day) => Some(format!("report by {}", long_date(*day))),
        ReportDue::Quarters(_) | ReportDue::NoDate => None,
    }
}
