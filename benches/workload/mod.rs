//! A working folder: configuration, plan, packs, lists and an inbox of filled forms.

mod configuration;
mod entries;
mod plan;

use entries::filled;
use quarterpack::calendar::{NaiveDate, Quarter};
use quarterpack::form::{self, FormContext, Layout};
use quarterpack::plan::Plan;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::thread;

type Fault = Box<dyn Error + Send + Sync>;

/// Measures, actions and budget lines of each service: 12 percentages of two figures and a count
/// make 25 figures, and each action has two steps.
pub(crate) const MEASURES: usize = 13;
pub(crate) const ACTIONS: usize = 10;
pub(crate) const LINES: usize = 15;

/// The quarters there are returns for: the one that is reported, and the one before.
const QUARTERS: [&str; 2] = ["2023-24 Q1", "2023-24 Q2"];

/// Writes a working folder for so many services; how many returns it holds.
///
/// # Errors
/// A file can't be written.
pub(crate) fn write(services: usize, folder: &Path) -> Result<usize, Fault> {
    let text = plan::text(services);
    let plan = quarterpack::plan::read("2023-24.toml", &text)?;
    put(&folder.join("config/plans/2023-24.toml"), text.as_bytes())?;
    for (path, text) in configuration::files(services) {
        put(&folder.join(path), text.as_bytes())?;
    }
    let mut arrivals = String::from("[arrived]\n");
    for quarter in QUARTERS {
        let quarter: Quarter = quarter.parse()?;
        let came = quarter.end() + chrono::Days::new(7);
        returns(&plan, quarter, folder)?;
        for service in &plan.services {
            let file = form::file_name(&service.id, quarter);
            // Writing to a string cannot fail.
            let _ = writeln!(arrivals, "\"{file}\" = {came}T09:00:00");
        }
    }
    put(&folder.join("arrivals.toml"), arrivals.as_bytes())?;
    Ok(plan.services.len() * QUARTERS.len())
}

/// The returns of a quarter, written by two threads.
fn returns(plan: &Plan, quarter: Quarter, folder: &Path) -> Result<(), Fault> {
    let half = plan.services.len().div_ceil(2);
    thread::scope(|scope| {
        let parts: Vec<_> = plan
            .services
            .chunks(half)
            .enumerate()
            .map(|(part, services)| {
                scope.spawn(move || -> Result<(), Fault> {
                    for (nth, service) in services.iter().enumerate() {
                        let nth = part * half + nth;
                        let context = FormContext {
                            deadline: NaiveDate::from_ymd_opt(2023, 10, 13),
                            return_to: Some("returns@council.example".into()),
                            ..FormContext::default()
                        };
                        let layout = Layout::new(plan, &service.id, quarter, &context)?;
                        let bytes = form::write(&layout, &filled(&layout, nth, quarter))?;
                        let name = form::file_name(&service.id, quarter);
                        let sub = format!("inbox/{}/{name}", quarter.short().to_lowercase());
                        put(&folder.join(sub), &bytes)?;
                    }
                    Ok(())
                })
            })
            .collect();
        for part in parts {
            part.join().map_err(|_| "a thread that writes returns failed")??;
        }
        Ok(())
    })
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()).into())
}
