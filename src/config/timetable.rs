//! `[timetable]`, as written and checked.

use super::fault::{ConfigError, line_of};
use crate::calendar::NaiveDate;
use crate::timetable::{Expression, Job, JobKind, Rule, Rules, TimetableFault, Zone};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Timetable {
    zone: String,
    from: String,
    at: String,
    deadline_at: String,
    open: String,
    reminders: Vec<String>,
    draft: String,
    #[serde(rename = "final")]
    last: String,
    final_without_meeting: String,
    clear_days: u32,
    catch_up_days: u32,
    retry_minutes: Vec<u32>,
    grace_minutes: u32,
    wake: Vec<String>,
    pub(super) settle_seconds: u32,
    jobs: BTreeMap<String, String>,
}

/// The setting's name and what is wrong with it.
type Fault = (Vec<String>, String);

pub(super) fn rules(written: &Timetable, deadline_working_days: u32) -> Result<Rules, Fault> {
    let fault =
        |setting: &str, message: String| (vec!["timetable".into(), setting.into()], message);
    let rule = |setting: &str, text: &str| {
        text.parse::<Rule>().map_err(|error| fault(setting, error.to_string()))
    };
    let time_of = |setting: &str, text: &str| {
        let wrong = |_| fault(setting, format!("“{text}” is not a time of day such as 09:00"));
        format!("{text}:00").parse().map_err(wrong)
    };
    let zone = Zone::named(&written.zone).map_err(|error| fault("zone", error.to_string()))?;
    let from = optional_day(&written.from).map_err(|message| fault("from", message))?;
    let reminders: Result<Vec<Rule>, Fault> =
        written.reminders.iter().map(|text| rule("reminders", text)).collect();
    let wake: Result<Vec<Expression>, Fault> = written
        .wake
        .iter()
        .map(|text| text.parse().map_err(|error| fault("wake", format!("{error}"))))
        .collect();
    let mut jobs = Vec::new();
    for (name, cron) in &written.jobs {
        let fault = |message| (vec!["timetable".into(), "jobs".into(), name.clone()], message);
        let kind = JobKind::ALL.into_iter().find(|kind| kind.name() == name);
        let kind = kind.ok_or_else(|| {
            let known: Vec<&str> = JobKind::ALL.iter().map(|kind| kind.name()).collect();
            fault(format!("there is no job “{name}”; known are {}", known.join(", ")))
        })?;
        let when = cron.parse().map_err(|error| fault(format!("{error}")))?;
        jobs.push(Job { kind, when });
    }
    if written.retry_minutes.is_empty() || written.retry_minutes.contains(&0) {
        let message = "give minutes of at least 1, such as [5, 15, 60, 240]".to_owned();
        return Err(fault("retry_minutes", message));
    }
    if !(1..=366).contains(&written.catch_up_days) {
        return Err(fault("catch_up_days", "give 1 to 366 days".to_owned()));
    }
    Ok(Rules {
        zone,
        from,
        at: time_of("at", &written.at)?,
        deadline_at: time_of("deadline_at", &written.deadline_at)?,
        deadline_working_days,
        open: rule("open", &written.open)?,
        reminders: reminders?,
        draft: rule("draft", &written.draft)?,
        last: rule("final", &written.last)?,
        last_without_meeting: rule("final_without_meeting", &written.final_without_meeting)?,
        clear_days: written.clear_days,
        catch_up_days: written.catch_up_days,
        retry_minutes: written.retry_minutes.clone(),
        grace_minutes: written.grace_minutes,
        wake: wake?,
        jobs,
    })
}

/// A day that may be left empty.
pub(super) fn optional_day(text: &str) -> Result<Option<NaiveDate>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let day = text.parse().map_err(|_| format!("“{text}” is not a day such as 2023-11-15"))?;
    Ok(Some(day))
}

/// A timetable that can't hold, with the configuration's line to change.
#[must_use]
pub fn timetable_fault(file: &str, text: &str, fault: &TimetableFault) -> ConfigError {
    ConfigError::Value {
        file: file.to_owned(),
        line: line_of(text, &["timetable", fault.setting]),
        setting: format!("timetable.{}", fault.setting),
        message: fault.message.clone(),
    }
}

#[cfg(test)]
mod tests {
    use crate::config::read;
    use std::path::Path;

    fn fault(more: &str) -> String {
        let least = "[delivery]\nfrom = \"a@council.example\"\nreply_to = \"b@council.example\"\n";
        read(Path::new("q.toml"), &format!("{least}{more}")).unwrap_err().to_string()
    }

    #[test]
    fn each_wrong_setting_is_told_with_its_line_and_what_to_write() {
        let told = fault("[timetable]\nopen = \"soon\"\n");
        assert!(told.starts_with("q.toml, line 5, timetable.open: “soon” is not a rule"), "{told}");
        let told = fault("[timetable]\nzone = \"London\"\n");
        assert!(told.contains("line 5, timetable.zone: there is no time zone “London”"), "{told}");
        let told = fault("[timetable]\nwake = [\"0 9 * * 1\"]\n");
        assert!(told.contains("timetable.wake") && told.contains("write “0 9 * * Mon”"), "{told}");
        let told = fault("[timetable]\nat = \"nine\"\n");
        assert!(
            told.contains("line 5, timetable.at: “nine” is not a time of day such as 09:00"),
            "{told}"
        );
        let told = fault("[timetable.jobs]\nverfy = \"@daily\"\n");
        assert!(told.contains("there is no job “verfy”; known are verify, drafts"), "{told}");
        let told = fault("[timetable]\nretry_minutes = []\n");
        assert!(told.contains("timetable.retry_minutes"), "{told}");
        let told = fault("[timetable]\nremindrs = []\n");
        assert!(told.contains("did you mean “reminders”?"), "{told}");
        let told = fault("[timetable]\nfrom = \"tomorrow\"\n");
        assert!(told.contains("“tomorrow” is not a day"), "{told}");
    }
}
