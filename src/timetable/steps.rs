//! Rules and calendar → the steps of a quarter, each with its reason.

use super::rule::{Anchor, Rule, Side};
use super::rules::{Rules, TimetableFault};
use super::step::{Step, StepKind};
use super::zone::Instant;
use crate::calendar::{Days, Holidays, NaiveDate, Quarter, long_date};
use chrono::{NaiveTime, TimeDelta};

/// A body that gets a pack: in which quarters, and when it meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// The pack's id.
    pub pack: String,
    /// The body's name, in text.
    pub name: String,
    /// The quarters of the year that its pack is made for.
    pub quarters: Vec<u8>,
    /// When it meets on a quarter.
    pub meetings: Vec<(Quarter, NaiveDate)>,
}

/// Everything that decides when steps fall.
#[derive(Clone, Debug)]
pub struct Timetable {
    /// The settings.
    pub rules: Rules,
    /// The days on which the council does not work.
    pub holidays: Holidays,
    /// Who gets packs, and when they meet.
    pub bodies: Vec<Body>,
}

/// A step can be this long after its quarter's end: a meeting on Quarter 1 may be in spring.
const LONGEST: u64 = 400;

impl Body {
    fn meeting(&self, quarter: Quarter) -> Option<NaiveDate> {
        self.meetings.iter().find(|(of, _)| *of == quarter).map(|(_, day)| *day)
    }
}

/// The days that rules of a quarter are counted from.
#[derive(Clone, Copy)]
struct Anchors {
    quarter: Quarter,
    deadline: NaiveDate,
    meeting: Option<NaiveDate>,
}

impl Timetable {
    /// The day by which a quarter's returns are due.
    #[must_use]
    pub fn deadline(&self, quarter: Quarter) -> NaiveDate {
        self.holidays.after(quarter.end(), self.rules.deadline_working_days)
    }

    /// The last day on which a final pack can be made that is open for the clear days before a
    /// meeting. Clear days are working days on which neither the papers go out nor the body meets.
    #[must_use]
    pub fn last_day_before(&self, meeting: NaiveDate) -> NaiveDate {
        self.holidays.before(meeting, self.rules.clear_days + 1)
    }

    /// Every step of a quarter, in the order in which they fall.
    #[must_use]
    pub fn of_quarter(&self, quarter: Quarter) -> Vec<Step> {
        let anchors = Anchors { quarter, deadline: self.deadline(quarter), meeting: None };
        let mut steps = vec![self.open(anchors), self.due(anchors)];
        steps.extend(self.reminders(anchors));
        let number = quarter.number();
        for body in self.bodies.iter().filter(|body| body.quarters.contains(&number)) {
            let anchors = Anchors { meeting: body.meeting(quarter), ..anchors };
            steps.extend(self.packs(body, anchors));
        }
        steps.sort_by(|one, other| (one.at, &one.kind).cmp(&(other.at, &other.kind)));
        steps
    }

    /// Steps of quarters that fall due after one moment and up to another, in their order.
    #[must_use]
    pub fn between(&self, from: Instant, to: Instant) -> Vec<Step> {
        let zone = self.rules.zone;
        let first = zone.day(from).checked_sub_days(Days::new(LONGEST));
        let mut quarter = Quarter::of(first.unwrap_or_default());
        // A rule may look ahead of a quarter's end by no more than from its deadline.
        let last = Quarter::of(zone.day(to));
        let mut steps = Vec::new();
        while quarter <= last {
            let mine = self.of_quarter(quarter);
            steps.extend(mine.into_iter().filter(|step| step.at > from && step.at <= to));
            quarter = quarter.next();
        }
        steps.sort_by(|one, other| {
            (one.at, one.quarter, &one.kind).cmp(&(other.at, other.quarter, &other.kind))
        });
        steps
    }

    fn day(&self, rule: Rule, anchors: Anchors) -> Option<NaiveDate> {
        let from = match rule.anchor {
            Anchor::QuarterEnd => anchors.quarter.end(),
            Anchor::Deadline => anchors.deadline,
            Anchor::Meeting => anchors.meeting?,
        };
        Some(match rule.side {
            Side::Before => self.holidays.before(from, rule.working_days),
            Side::After => self.holidays.after(from, rule.working_days),
        })
    }

    fn why(rule: Rule, anchors: Anchors) -> String {
        let anchor = match rule.anchor {
            Anchor::QuarterEnd => Some(anchors.quarter.end()),
            Anchor::Deadline => Some(anchors.deadline),
            Anchor::Meeting => anchors.meeting,
        };
        match anchor {
            Some(day) => format!("{rule}, {}", plain(day)),
            None => rule.to_string(),
        }
    }

    fn at(&self, day: NaiveDate, time: NaiveTime) -> Instant {
        self.rules.zone.instant(day.and_time(time))
    }

    /// Midnight after a day.
    fn end_of(&self, day: NaiveDate) -> Instant {
        self.at(day.succ_opt().unwrap_or(day), NaiveTime::MIN)
    }

    fn step(&self, kind: StepKind, day: NaiveDate, why: String, anchors: Anchors) -> Step {
        let meeting = anchors.meeting.unwrap_or(day);
        let days = [anchors.quarter.end(), anchors.deadline, day, meeting];
        Step {
            quarter: Some(anchors.quarter),
            at: self.at(day, self.rules.at),
            kind,
            day,
            why,
            until: None,
            holidays_known: days.iter().all(|day| self.holidays.covers(*day)),
        }
    }

    fn open(&self, anchors: Anchors) -> Step {
        let rule = self.rules.open;
        let day = self.day(rule, anchors).unwrap_or_else(|| anchors.quarter.end());
        let next = anchors.quarter.next();
        let lost = (self.end_of(next.end()), format!("{next} has ended as well"));
        let why = Self::why(rule, anchors);
        Step { until: Some(lost), ..self.step(StepKind::Open, day, why, anchors) }
    }

    fn due(&self, anchors: Anchors) -> Step {
        let days = self.rules.deadline_working_days;
        let end = anchors.quarter.end();
        let rule = Rule { working_days: days, side: Side::After, anchor: Anchor::QuarterEnd };
        let why = format!("{rule}, {}", plain(end));
        let step = self.step(StepKind::Deadline, anchors.deadline, why, anchors);
        Step { at: self.at(anchors.deadline, self.rules.deadline_at), ..step }
    }

    /// A reminder loses its sense with the deadline, and when the next one has come; one that follows
    /// the deadline, after another working day.
    fn reminders(&self, anchors: Anchors) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        for rule in &self.rules.reminders {
            let Some(day) = self.day(*rule, anchors) else { continue };
            let kind = StepKind::Reminder(rule.slug());
            let why = Self::why(*rule, anchors);
            let lost = if day > anchors.deadline {
                (
                    self.end_of(self.holidays.after(day, 1)),
                    "it is long past the deadline".to_owned(),
                )
            } else {
                (self.end_of(anchors.deadline), "the deadline has passed".to_owned())
            };
            steps.push(Step { until: Some(lost), ..self.step(kind, day, why, anchors) });
        }
        steps.sort_by_key(|step| step.at);
        let later: Vec<Instant> = steps.iter().skip(1).map(|step| step.at).collect();
        for (step, next) in steps.iter_mut().zip(later) {
            step.until = Some((next, "the next reminder takes its place".to_owned()));
        }
        // Two rules that give one day make one reminder.
        steps.dedup_by_key(|step| step.at);
        steps
    }

    fn last(&self, anchors: Anchors) -> (Rule, NaiveDate) {
        let rule = match anchors.meeting {
            Some(_) => self.rules.last,
            None => self.rules.last_without_meeting,
        };
        (rule, self.day(rule, anchors).unwrap_or(anchors.deadline))
    }

    fn packs(&self, body: &Body, anchors: Anchors) -> [Step; 2] {
        let (rule, day) = self.last(anchors);
        let why = match anchors.meeting {
            Some(_) => Self::why(rule, anchors),
            None => format!("{}; no meeting is set", Self::why(rule, anchors)),
        };
        let mut last = self.step(StepKind::Final(body.pack.clone()), day, why, anchors);
        if let Some(meeting) = anchors.meeting {
            let open = long_date(self.last_day_before(meeting));
            let clear = self.rules.clear_days;
            last.why = format!("{}; {open} is the last day for {clear} clear days", last.why)
                .replace('\u{a0}', " ");
            let lost = self.at(meeting, NaiveTime::MIN);
            last.until = Some((lost, format!("the meeting of the {} has come", body.name)));
        }
        let rule = self.rules.draft;
        // A draft can hang on a meeting that is not set: then it follows the deadline.
        let day =
            self.day(rule, anchors).unwrap_or_else(|| self.holidays.after(anchors.deadline, 1));
        let why = Self::why(rule, anchors);
        let mut draft = self.step(StepKind::Draft(body.pack.clone()), day, why, anchors);
        draft.until = Some((last.at, "the final pack is due".to_owned()));
        [draft, last]
    }

    /// Whether the timetable can hold, whatever the day: every meeting that is set is looked at.
    ///
    /// # Errors
    /// A final pack misses the clear days before its meeting, with the last day that holds; a
    /// draft comes after its final pack; a reminder after the deadline.
    pub fn check(&self) -> Result<(), TimetableFault> {
        for body in &self.bodies {
            let made = |quarter: Quarter| body.quarters.contains(&quarter.number());
            for (quarter, meeting) in body.meetings.iter().filter(|(quarter, _)| made(*quarter)) {
                self.check_meeting(body, *quarter, *meeting)?;
            }
        }
        // Any quarter shows whether reminders come before the deadline.
        let quarter = Quarter::of(self.holidays.first_known());
        let deadline = self.deadline(quarter);
        let anchors = Anchors { quarter, deadline, meeting: None };
        for rule in &self.rules.reminders {
            let overdue = rule.anchor == Anchor::Deadline && rule.side == Side::After;
            let after = !overdue && self.day(*rule, anchors).is_none_or(|day| day > deadline);
            if after || rule.anchor == Anchor::Meeting {
                return Err(TimetableFault {
                    setting: "reminders",
                    message: format!(
                        "“{rule}” is not before the deadline; write, for example, “5 working \
                         days before deadline”, or “1 working day after deadline” for those who are \
                         late"
                    ),
                });
            }
        }
        let (_, last) = self.last(anchors);
        if self.rules.draft.anchor != Anchor::Meeting
            && self.day(self.rules.draft, anchors).is_some_and(|draft| draft >= last)
        {
            return Err(TimetableFault {
                setting: "draft",
                message: format!(
                    "“{}” is not before the final pack, which without a meeting is made “{}”",
                    self.rules.draft, self.rules.last_without_meeting
                ),
            });
        }
        for (setting, rule) in
            [("open", self.rules.open), ("final_without_meeting", self.rules.last_without_meeting)]
        {
            if rule.anchor == Anchor::Meeting {
                let message = format!(
                    "“{rule}” needs a meeting, and there is none here; count from quarter end or \
                     deadline"
                );
                return Err(TimetableFault { setting, message });
            }
        }
        Ok(())
    }

    /// A meeting leaves room for the clear days, and for a draft before the final pack.
    fn check_meeting(
        &self,
        body: &Body,
        quarter: Quarter,
        meeting: NaiveDate,
    ) -> Result<(), TimetableFault> {
        let deadline = self.deadline(quarter);
        let anchors = Anchors { quarter, deadline, meeting: Some(meeting) };
        let (rule, last) = self.last(anchors);
        let holds = self.last_day_before(meeting);
        if last > holds {
            return Err(TimetableFault {
                setting: "final",
                message: format!(
                    "by “{rule}” the final pack of {quarter} for the {} goes out on {}; its papers \
                     open {} clear days before the meeting on {}, so the last day that holds is \
                     {}: write “{} working days before meeting” or more, or move the meeting",
                    body.name,
                    plain(last),
                    self.rules.clear_days,
                    plain(meeting),
                    plain(holds),
                    self.rules.clear_days + 1,
                ),
            });
        }
        let draft = self.day(self.rules.draft, anchors).unwrap_or(last);
        if draft >= last {
            return Err(TimetableFault {
                setting: "draft",
                message: format!(
                    "by “{}” the draft of {quarter} for the {} is made on {}, not before the \
                     final pack on {}",
                    self.rules.draft,
                    body.name,
                    plain(draft),
                    plain(last),
                ),
            });
        }
        Ok(())
    }

    /// Years for which steps are asked and bank holidays are not known, as a sentence; none where
    /// all are known.
    #[must_use]
    pub fn unknown_holidays(steps: &[Step], known_to: NaiveDate) -> Option<String> {
        let first = steps.iter().find(|step| !step.holidays_known)?;
        Some(format!(
            "Bank holidays are known up to {}; from {} on only weekends and the council's own \
             holidays count. Put the bank holidays of later years into collection.local_holidays, \
             and the last day of those years into collection.holidays_known_to.",
            plain(known_to),
            plain(first.day),
        ))
    }

    /// How long a missed step is made up for.
    #[must_use]
    pub fn window(&self) -> TimeDelta {
        TimeDelta::days(i64::from(self.rules.catch_up_days))
    }
}

/// A day in a sentence on a terminal.
fn plain(day: NaiveDate) -> String {
    long_date(day).replace('\u{a0}', " ")
}

#[cfg(test)]
#[path = "tests/steps.rs"]
pub(in crate::timetable) mod tests;
