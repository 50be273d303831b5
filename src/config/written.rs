//! The settings as they are written.

use super::numbers::Exact;
use super::sending::{WrittenOAuth, WrittenRetry, WrittenSending, WrittenSendmail, WrittenSmtp};
use crate::calendar::{NaiveDate, in_toml};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    pub(super) run: Run,
    pub(super) paths: Paths,
    pub(super) collection: Collection,
    pub(super) limits: Limits,
    pub(super) release: Release,
    pub(super) disclosure: Disclosure,
    pub(super) timetable: super::timetable::Timetable,
    pub(super) delivery: Delivery,
    pub(super) record: Record,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Run {
    pub(super) quarter: String,
    pub(super) state: String,
    pub(super) illustrative: String,
    pub(super) as_at: BTreeMap<String, Day>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct Day(#[serde(deserialize_with = "in_toml::day")] pub(super) NaiveDate);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Paths {
    pub(super) plans: PathBuf,
    pub(super) packs: PathBuf,
    pub(super) lists: PathBuf,
    pub(super) templates: PathBuf,
    pub(super) theme: PathBuf,
    pub(super) inbox: PathBuf,
    pub(super) arrivals: PathBuf,
    pub(super) outturns: PathBuf,
    pub(super) output: PathBuf,
    pub(super) record: PathBuf,
    pub(super) maildir: PathBuf,
    pub(super) metrics: PathBuf,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Collection {
    pub(super) deadline_working_days: u32,
    pub(super) return_to: String,
    #[serde(deserialize_with = "in_toml::days")]
    pub(super) local_holidays: Vec<NaiveDate>,
    pub(super) holidays_known_to: String,
    pub(super) require_sign_off: bool,
    pub(super) senders: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Limits {
    pub(super) amber_percent: Exact,
    pub(super) amber_days: u32,
    pub(super) explain_above_pounds: Exact,
    pub(super) explain_percent: Exact,
    pub(super) change_points: Exact,
    pub(super) change_percent: Exact,
    pub(super) denominator_percent: Exact,
    pub(super) year_change_points: Exact,
    pub(super) year_change_percent: Exact,
    pub(super) quoted_points: Exact,
    pub(super) thousandfold_slack: Exact,
    pub(super) report_later_quarters: usize,
    pub(super) comment_characters: usize,
    pub(super) headcount_percent: Exact,
    pub(super) rounding_pounds_a_line: Exact,
    pub(super) period_days: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Release {
    pub(super) approvers: Vec<String>,
    pub(super) outstanding_holds: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Disclosure {
    pub(super) smallest_shown: u32,
    pub(super) show_zero: bool,
    pub(super) exempt: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Delivery {
    pub(super) from_name: String,
    pub(super) from: String,
    pub(super) reply_to: String,
    pub(super) allowed_domains: Vec<String>,
    pub(super) transport: String,
    pub(super) largest_message_kb: usize,
    pub(super) share: String,
    pub(super) officers: String,
    pub(super) retry: WrittenRetry,
    pub(super) smtp: WrittenSmtp,
    pub(super) oauth2: WrittenOAuth,
    pub(super) sendmail: WrittenSendmail,
}

impl Delivery {
    pub(super) fn sending(&self) -> WrittenSending<'_> {
        WrittenSending {
            transport: &self.transport,
            largest_message_kb: self.largest_message_kb,
            share: &self.share,
            officers: &self.officers,
            retry: &self.retry,
            smtp: &self.smtp,
            oauth2: &self.oauth2,
            sendmail: &self.sendmail,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    pub(super) keep_years: u16,
    pub(super) host: String,
}
