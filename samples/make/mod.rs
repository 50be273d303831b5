//! The sample returns: from written data to the bytes of each file.

mod data;
mod entered;
mod past;

use data::{Written, Year};
use entered::entered;
use past::past;
use quarterpack::calendar::{Holidays, Quarter};
use quarterpack::form::{self, Filled, FormContext, Layout};
use quarterpack::plan::{self, Plan, ServiceId};
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

/// The years there is data for.
pub(crate) const YEARS: [&str; 2] = ["2021-22", "2023-24"];

/// Working days after a quarter's end by which returns are due.
const DUE: u32 = 10;

/// A file of the sample inbox.
pub(crate) struct File {
    /// Where it stands below `samples/returns`, with `/` between folders.
    pub(crate) path: String,
    /// What is in it.
    pub(crate) bytes: Vec<u8>,
}

/// A year's plan and what was returned under it.
pub(crate) struct YearOfSamples {
    /// The plan.
    pub(crate) plan: Plan,
    /// The returns, in the order of the data.
    pub(crate) data: Year,
}

/// Reads a year's plan and its data.
///
/// # Errors
/// One of the two files can't be read or is not as it should be.
pub(crate) fn year(root: &Path, year: &str) -> Result<YearOfSamples, Box<dyn Error>> {
    let name = format!("config/plans/{year}.toml");
    let plan = plan::read(&name, &text(root, &name)?)?;
    let name = format!("samples/data/{year}.toml");
    let data = toml::from_str(&text(root, &name)?).map_err(|error| format!("{name}: {error}"))?;
    Ok(YearOfSamples { plan, data })
}

/// A return that is not written yet.
pub(crate) struct Sample {
    /// Where its workbook stands below `samples/returns`, with `/` between folders.
    pub(crate) path: String,
    /// Its form.
    pub(crate) layout: Layout,
    /// What is entered into it.
    pub(crate) filled: Filled,
}

/// Every file of the sample inbox, in the order of the data.
///
/// # Errors
/// The data name something that the plan's form does not ask for.
pub(crate) fn files(root: &Path) -> Result<Vec<File>, Box<dyn Error>> {
    let mut files = Vec::new();
    for name in YEARS {
        for Sample { path, layout, filled } in samples(&year(root, name)?)? {
            files.push(File { path, bytes: form::write(&layout, &filled)? });
        }
    }
    // Somebody's old form, saved from a web page under the name of a workbook.
    let bytes = fs::read(root.join("samples/data/old-form.html"))?;
    files.push(File { path: "2023-24/q2/children-and-justice-OLD.xlsx".into(), bytes });
    Ok(files)
}

fn text(root: &Path, name: &str) -> Result<String, Box<dyn Error>> {
    fs::read_to_string(root.join(name)).map_err(|error| format!("{name}: {error}").into())
}

/// What each service entered in each quarter; a correction replaces what it corrects.
type Returned = BTreeMap<(ServiceId, Quarter), Filled>;

/// The returns of a year, each with its form, which shows the earlier quarters.
///
/// # Errors
/// The data name something that the plan's form does not ask for.
pub(crate) fn samples(year: &YearOfSamples) -> Result<Vec<Sample>, Box<dyn Error>> {
    let holidays = Holidays::scotland([])?;
    let mut samples = Vec::new();
    let mut returned = Returned::new();
    for written in &year.data.returns {
        let service = ServiceId::from(written.service.as_str());
        let quarter = year.plan.year.quarter(written.quarter).ok_or("a year has four quarters")?;
        let key = (service.clone(), quarter);
        let filled = filled(written, returned.get(&key))?;
        let context = FormContext {
            deadline: Some(holidays.after(quarter.end(), DUE)),
            return_to: Some("social-work-performance@southlanarkshire.example".into()),
            earlier: past(&returned, &service, quarter),
            ..FormContext::default()
        };
        let layout = Layout::new(&year.plan, &service, quarter, &context)?;
        for slot in filled.keys() {
            layout.place(slot).ok_or_else(|| {
                format!("the form of {service} for {quarter} has no cell for {slot:?}")
            })?;
        }
        returned.insert(key, filled.clone());
        samples.push(Sample { path: path(written, &service, quarter), layout, filled });
    }
    Ok(samples)
}

fn path(written: &Written, service: &ServiceId, quarter: Quarter) -> String {
    let name = form::file_name(service, quarter);
    let name = if written.corrects { name.replace(".xlsx", "-v2.xlsx") } else { name };
    format!("{}/{}/{name}", quarter.year(), quarter.short().to_lowercase())
}

fn filled(written: &Written, first: Option<&Filled>) -> Result<Filled, Box<dyn Error>> {
    let mut filled = match (written.corrects, first) {
        (true, Some(first)) => first.clone(),
        (true, None) => return Err("a correction stands after the return that it corrects".into()),
        (false, None) => Filled::new(),
        (false, Some(_)) => {
            return Err(format!("{} has two first returns for a quarter", written.service).into());
        }
    };
    for (slot, entry) in entered(written)? {
        match entry {
            Some(entry) => filled.insert(slot, entry),
            None => filled.remove(&slot),
        };
    }
    Ok(filled)
}
