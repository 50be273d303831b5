//! Checked settings, made from the defaults and what a configuration says differently.

use super::fault::{ConfigError, dotted, line_of};
use super::overlay::{culprit, merged};
use super::sending::{Sending, checked};
use super::written::Written;
use crate::audience::{Exempt, NoParagraph, SmallNumbers};
use crate::calendar::{Holidays, HolidaysError, NaiveDate, Quarter};
use crate::compose::State;
use crate::quantity::Money;
use crate::timetable::Rules;
use crate::validate::Thresholds;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Every setting, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The configuration's file, as it was named.
    pub file: PathBuf,
    /// The quarter to report; none for the last one that has ended.
    pub quarter: Option<Quarter>,
    /// How far a run goes: drafts, or the final too where nothing holds it.
    pub state: State,
    /// Said on every page where figures are not real.
    pub illustrative: Option<String>,
    /// The day the data go to, by quarter.
    pub as_at: BTreeMap<Quarter, NaiveDate>,
    /// Folders and files.
    pub paths: Paths,
    /// Working days after the quarter's end by which returns are due.
    pub deadline_working_days: u32,
    /// Where services send their returns.
    pub return_to: Option<String>,
    /// The council's own holidays.
    pub local_holidays: Vec<NaiveDate>,
    /// The day up to which those hold the bank holidays as well.
    pub holidays_known_to: Option<NaiveDate>,
    /// Addresses that returns come from by e-mail, in lower case, each with its service's id.
    pub senders: BTreeMap<String, String>,
    /// When what is done by itself.
    pub timetable: Rules,
    /// Seconds that a file in the inbox must rest before it is read.
    pub settle_seconds: u32,
    /// The limits that rules use.
    pub limits: Thresholds,
    /// Who may take decisions, and what holds a final pack.
    pub release: Release,
    /// Which counts of people are kept back from public packs.
    pub small_numbers: SmallNumbers,
    /// Measures and actions that are exempt.
    pub exempt: Exempt,
    /// Who sends messages, and where they may go.
    pub delivery: Delivery,
    /// Financial years that returns are kept after the one that they are of; 0 for ever.
    pub keep_years: u16,
    /// The name that this host goes by in the record, where it is not the system's.
    pub host: Option<String>,
}

/// Folders and files; relative ones are already joined to the configuration's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// The folder of plan files.
    pub plans: PathBuf,
    /// The folder of pack files.
    pub packs: PathBuf,
    /// The distribution lists.
    pub lists: PathBuf,
    /// The folder of templates.
    pub templates: PathBuf,
    /// How packs look; the file need not be there.
    pub theme: PathBuf,
    /// The folder of returns.
    pub inbox: PathBuf,
    /// The manifest of arrivals, where there is one.
    pub arrivals: Option<PathBuf>,
    /// The file of past outturns, where there is one.
    pub outturns: Option<PathBuf>,
    /// Where packs and messages go.
    pub output: PathBuf,
    /// The record, where it is not the folder `record` in the output folder.
    pub record: Option<PathBuf>,
    /// The Maildir that returns come into by e-mail, where there is one.
    pub maildir: Option<PathBuf>,
    /// The file of metrics for Prometheus, where one is wanted.
    pub metrics: Option<PathBuf>,
}

/// Who may take decisions, and what holds a final pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The roles that may decide.
    pub approvers: Vec<String>,
    /// Whether a return that has not come holds a public pack.
    pub outstanding_holds: bool,
}

impl Release {
    /// The role as the configuration writes it, where it is one that may decide.
    #[must_use]
    pub fn approver(&self, role: &str) -> Option<&str> {
        let role = role.trim();
        let known = self.approvers.iter().find(|known| known.eq_ignore_ascii_case(role));
        known.map(String::as_str)
    }
}

/// Who sends messages, and where they may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The name that readers see.
    pub from_name: String,
    /// The address that messages come from.
    pub from: String,
    /// The address that answers go to.
    pub reply_to: String,
    /// Domains that packs may be sent to; empty for any.
    pub allowed_domains: Vec<String>,
    /// How they leave.
    pub sending: Sending,
}

/// Reads a configuration.
///
/// # Errors
/// When the text is no TOML, names a setting that there is not, or gives a value that makes no
/// sense.
pub fn read(file: &Path, text: &str) -> Result<Settings, ConfigError> {
    let name = file.display().to_string();
    let (merged, own) = merged(&name, text)?;
    let value = |setting: &[&str], message: String| ConfigError::Value {
        file: name.clone(),
        line: line_of(text, setting),
        setting: dotted(setting),
        message,
    };
    let written: Written = merged.try_into().map_err(|error: toml::de::Error| {
        let at = culprit(&own, &mut Vec::new());
        let at: Vec<&str> = at.iter().map(String::as_str).collect();
        value(if at.is_empty() { &["settings"] } else { &at }, error.message().to_owned())
    })?;
    let quarter = |text: &str, setting: &[&str]| -> Result<Quarter, ConfigError> {
        text.parse()
            .map_err(|fault: crate::calendar::UnknownPeriod| value(setting, format!("{fault}")))
    };
    let folder = file.parent().unwrap_or_else(|| Path::new(""));
    let run = &written.run;
    let state = match run.state.as_str() {
        "draft" => State::Draft,
        "final" => State::Final,
        other => {
            let message = format!("“{other}” is neither “draft” nor “final”");
            return Err(value(&["run", "state"], message));
        }
    };
    let mut as_at = BTreeMap::new();
    for (name, day) in &run.as_at {
        as_at.insert(quarter(name, &["run", "as_at", name])?, day.0);
    }
    let named = if run.quarter.is_empty() {
        None
    } else {
        Some(quarter(&run.quarter, &["run", "quarter"])?)
    };
    for (setting, address) in
        [("from", &written.delivery.from), ("reply_to", &written.delivery.reply_to)]
    {
        if address.is_empty() {
            let message = "give an address, such as returns@council.example".to_owned();
            return Err(value(&["delivery", setting], message));
        }
    }
    let sending = checked(&name, text, folder, &written.delivery.sending())?;
    if written.release.approvers.iter().any(|role| role.trim().is_empty()) {
        let message = "a role has no name; give one, such as \"Head of Service\"".to_owned();
        return Err(value(&["release", "approvers"], message));
    }
    let collection = &written.collection;
    let holidays_known_to = super::timetable::optional_day(&collection.holidays_known_to)
        .map_err(|message| value(&["collection", "holidays_known_to"], message))?;
    let timetable = super::timetable::rules(&written.timetable, collection.deadline_working_days)
        .map_err(|(at, message)| {
        value(&at.iter().map(String::as_str).collect::<Vec<_>>(), message)
    })?;
    let senders = collection.senders.iter();
    let senders = senders.map(|(address, of)| (address.to_lowercase(), of.clone())).collect();
    Ok(Settings {
        file: file.into(),
        quarter: named,
        state,
        illustrative: Some(run.illustrative.clone()).filter(|text| !text.is_empty()),
        as_at,
        paths: paths(folder, &written),
        deadline_working_days: written.collection.deadline_working_days,
        return_to: Some(written.collection.return_to.clone()).filter(|text| !text.is_empty()),
        local_holidays: written.collection.local_holidays.clone(),
        holidays_known_to,
        senders,
        settle_seconds: written.timetable.settle_seconds,
        timetable,
        limits: limits(&written),
        release: Release {
            approvers: written
                .release
                .approvers
                .iter()
                .map(|role| role.trim().to_owned())
                .collect(),
            outstanding_holds: written.release.outstanding_holds,
        },
        small_numbers: SmallNumbers {
            smallest_shown: written.disclosure.smallest_shown,
            show_zero: written.disclosure.show_zero,
        },
        exempt: exempt(&written, &value)?,
        delivery: Delivery {
            from_name: written.delivery.from_name,
            from: written.delivery.from,
            reply_to: written.delivery.reply_to,
            allowed_domains: written.delivery.allowed_domains,
            sending,
        },
        keep_years: written.record.keep_years,
        host: Some(written.record.host).filter(|host| !host.trim().is_empty()),
    })
}

fn paths(folder: &Path, written: &Written) -> Paths {
    let paths = &written.paths;
    let named = |path: &PathBuf| {
        Some(path).filter(|path| !path.as_os_str().is_empty()).map(|path| folder.join(path))
    };
    Paths {
        plans: folder.join(&paths.plans),
        packs: folder.join(&paths.packs),
        lists: folder.join(&paths.lists),
        templates: folder.join(&paths.templates),
        theme: folder.join(&paths.theme),
        inbox: folder.join(&paths.inbox),
        arrivals: named(&paths.arrivals),
        outturns: named(&paths.outturns),
        output: folder.join(&paths.output),
        record: named(&paths.record),
        maildir: named(&paths.maildir),
        metrics: named(&paths.metrics),
    }
}

/// The exempt measures and actions: their keys are a plan's year and an id.
fn exempt(
    written: &Written,
    value: &dyn Fn(&[&str], String) -> ConfigError,
) -> Result<Exempt, ConfigError> {
    let one = |(key, paragraph): (&String, &String)| {
        let wrong = || {
            let message = format!("“{key}” is no plan year and id such as “2023-24 A05”");
            value(&["disclosure", "exempt", key], message)
        };
        let (year, id) = key.split_once(' ').ok_or_else(wrong)?;
        let year = year.parse().map_err(|_| wrong())?;
        let paragraphs = paragraph.parse().map_err(|fault: NoParagraph| {
            value(&["disclosure", "exempt", key], fault.to_string())
        })?;
        Ok(((year, id.to_owned()), paragraphs))
    };
    written.disclosure.exempt.iter().map(one).collect()
}

fn limits(written: &Written) -> Thresholds {
    let limits = &written.limits;
    Thresholds {
        amber_percent: limits.amber_percent.0,
        amber_days: i64::from(limits.amber_days),
        explain_above: Money::pounds(limits.explain_above_pounds.0),
        explain_percent: limits.explain_percent.0,
        change_points: limits.change_points.0,
        change_percent: limits.change_percent.0,
        denominator_percent: limits.denominator_percent.0,
        year_change_points: limits.year_change_points.0,
        year_change_percent: limits.year_change_percent.0,
        quoted_points: limits.quoted_points.0,
        thousandfold_slack: limits.thousandfold_slack.0,
        report_later_quarters: limits.report_later_quarters,
        comment_characters: limits.comment_characters,
        headcount_percent: limits.headcount_percent.0,
        rounding_a_line: Money::pounds(limits.rounding_pounds_a_line.0),
        period_days: i64::from(limits.period_days),
        require_sign_off: written.collection.require_sign_off,
    }
}

impl Paths {
    /// The folder of the record.
    #[must_use]
    pub fn record(&self) -> PathBuf {
        self.record.clone().unwrap_or_else(|| self.output.join("record"))
    }
}

impl Settings {
    /// The days on which the council does not work.
    ///
    /// # Errors
    /// When the table of bank holidays in the program is damaged, which a test rules out.
    pub fn holidays(&self) -> Result<Holidays, HolidaysError> {
        let holidays = Holidays::scotland(self.local_holidays.iter().copied())?;
        Ok(holidays.known_to(self.holidays_known_to))
    }

    /// The last quarter that ended before a day, or the one the configuration names.
    #[must_use]
    pub fn quarter_on(&self, today: NaiveDate) -> Quarter {
        self.quarter.unwrap_or_else(|| Quarter::of(today).previous())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str =
        "[delivery]\nfrom = \"a@council.example\"\nreply_to = \"b@council.example\"\n";

    fn fault(more: &str) -> String {
        read(Path::new("conf/quarterpack.toml"), &format!("{LEAST}{more}")).unwrap_err().to_string()
    }

    #[test]
    fn the_defaults_load_and_know_no_other_settings() {
        let settings = read(Path::new("conf/quarterpack.toml"), LEAST).unwrap();
        assert_eq!(settings.deadline_working_days, 10);
        assert_eq!(settings.paths.plans, Path::new("conf/plans"));
        assert_eq!(settings.limits.amber_percent, crate::quantity::Decimal::from(5));
        assert_eq!(settings.quarter, None);
    }

    #[test]
    fn the_sample_configuration_loads() {
        let text = include_str!("../../config/quarterpack.toml");
        let settings = read(Path::new("config/quarterpack.toml"), text).unwrap();
        assert_eq!(settings.quarter, "2023-24 Q2".parse().ok());
    }

    #[test]
    fn a_wrong_setting_is_told_with_line_and_remedy() {
        assert_eq!(
            fault("[limits]\namber_procent = 5\n"),
            "conf/quarterpack.toml, line 5: there is no setting “limits.amber_procent”; did you \
             mean “amber_percent”?"
        );
        assert_eq!(
            fault("[run]\nstate = \"finished\"\n"),
            "conf/quarterpack.toml, line 5, run.state: “finished” is neither “draft” nor “final”"
        );
        assert_eq!(
            fault("[run]\nquarter = \"Q2\"\n"),
            "conf/quarterpack.toml, line 5, run.quarter: “Q2” is not a quarter such as “2023-24 Q2”"
        );
        assert_eq!(
            fault("[limits]\namber_percent = 5\nexplain_percent = \"many\"\n"),
            "conf/quarterpack.toml, line 6, limits.explain_percent: many is not a number such as 5 \
             or 2.5"
        );
        for paragraph in ["", "banana", "77"] {
            let said = fault(&format!("[disclosure.exempt]\n\"2023-24 A05\" = \"{paragraph}\"\n"));
            let at = "conf/quarterpack.toml, line 5, disclosure.exempt.\"2023-24 A05\": ";
            assert!(said.starts_with(at) && said.contains("the paragraphs 1 to 15"), "{said}");
        }
        assert!(fault("[limits]\namber_days = -1\n").contains("line 5, limits.amber_days: "));
        assert!(fault("[limits\n").contains("not written as TOML"));
        assert!(fault("[run.as_at]\n\"2023-24 Q2\" = 2023-13-40\n").contains("quarterpack.toml"));
    }
}
