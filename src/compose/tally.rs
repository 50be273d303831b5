//! Counts by status, and the sentences they make. Every place that counts uses these.

use super::material::Material;
use super::words::{are, capital, digits, list, noun, number};
use crate::plan::Status;
use crate::reconcile::Position;

/// The statuses of measures that did not meet a target, in the order in which they are told.
const NOT_MET: [Status; 5] =
    [Status::Red, Status::Amber, Status::ReportLater, Status::Contextual, Status::KeptBack];

/// Counts of measures and of actions by status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Measures, in the order of [`Status::SHOWN`].
    pub measures: Vec<(Status, usize)>,
    /// Actions, in the order of [`Status::SHOWN`].
    pub actions: Vec<(Status, usize)>,
}

/// How often each status is there, in the order of [`Status::SHOWN`]. Positions are walked along
/// once: those of a whole plan are unpacked on the way.
fn counted(all: impl Iterator<Item = Status>) -> Vec<(Status, usize)> {
    let mut counts = Status::SHOWN.map(|status| (status, 0));
    for status in all {
        if let Some((_, count)) = counts.iter_mut().find(|(known, _)| *known == status) {
            *count += 1;
        }
    }
    counts.to_vec()
}

impl Tally {
    /// Counts the position that a pack is made from.
    #[must_use]
    pub fn of(material: &Material<'_>) -> Self {
        Self::of_position(material.position)
    }

    /// Counts a position.
    #[must_use]
    pub fn of_position(position: &Position) -> Self {
        Self {
            measures: counted(position.measures.iter().map(|one| one.status)),
            actions: counted(position.actions.iter().map(|one| one.status)),
        }
    }

    /// The statuses that a table of it has: every one that there can be, and those that are kept
    /// back where there are any.
    pub fn statuses(&self) -> impl Iterator<Item = Status> {
        let kept = self.measures_at(Status::KeptBack) > 0;
        Status::SHOWN.into_iter().filter(move |status| kept || *status != Status::KeptBack)
    }

    /// Measures of a status.
    #[must_use]
    pub fn measures_at(&self, status: Status) -> usize {
        at(&self.measures, status)
    }

    /// Actions of a status.
    #[must_use]
    pub fn actions_at(&self, status: Status) -> usize {
        at(&self.actions, status)
    }

    /// How many measures there are.
    #[must_use]
    pub fn all_measures(&self) -> usize {
        self.measures.iter().map(|(_, count)| count).sum()
    }

    /// How many actions there are.
    #[must_use]
    pub fn all_actions(&self) -> usize {
        self.actions.iter().map(|(_, count)| count).sum()
    }

    /// Measures whose figures were held against a target.
    #[must_use]
    pub fn scored(&self) -> usize {
        [Status::Green, Status::Amber, Status::Red].map(|one| self.measures_at(one)).iter().sum()
    }

    /// `10 of 14 measures met their target. One is red and one is amber.` Where none did, it says
    /// so in one sentence: `None of the 7 measures met its target: all 7 are red.`
    #[must_use]
    pub fn measures_sentence(&self) -> String {
        let met = self.measures_at(Status::Green);
        let all = self.all_measures();
        if all > 0 && self.measures_at(Status::ReportLater) == all {
            return format!("How {} is to be reported later.", stand(all, "measure"));
        }
        let others = NOT_MET.map(|status| (status, self.measures_at(status)));
        let others: Vec<(Status, usize)> =
            others.into_iter().filter(|(_, count)| *count > 0).collect();
        if let ([(status, _)], 1) = (&others[..], all) {
            return the_one(*status).to_owned();
        }
        if all == 0 {
            return "No measure is in this report.".to_owned();
        }
        if met == 0 {
            return self.none_met(&others);
        }
        let said: Vec<String> =
            others.iter().map(|(status, count)| how_many(*status, *count, &number)).collect();
        let first = match (all, met) {
            (1, _) => "The one measure met its target.".to_owned(),
            (_, 1) => format!("1 of {} measures met its target.", digits(all)),
            (_, met) if met == all => format!("All {} measures met their target.", digits(all)),
            (_, met) => {
                format!("{} of {} measures met their target.", digits(met), digits(all))
            }
        };
        if said.is_empty() { first } else { format!("{first} {}.", capital(&list(&said))) }
    }

    /// No measure is known to have met its target; what they are instead, in the same digits.
    fn none_met(&self, others: &[(Status, usize)]) -> String {
        let all = digits(self.all_measures());
        if let [(status, _)] = others {
            return match status {
                Status::Contextual => format!("None of the {all} measures has a target to score."),
                Status::KeptBack => format!("The status of all {all} measures is kept back."),
                other @ (Status::Red
                | Status::Amber
                | Status::ReportLater
                | Status::Green
                | Status::Blue) => format!(
                    "None of the {all} measures met its target: all {all} are {}.",
                    other.word().to_lowercase()
                ),
            };
        }
        let said: Vec<String> =
            others.iter().map(|(status, count)| how_many(*status, *count, &digits)).collect();
        let (later, kept) =
            (self.measures_at(Status::ReportLater), self.measures_at(Status::KeptBack));
        let first = match (self.scored(), later + kept) {
            (0, _) if later > 0 => "can be shown as met or missed yet",
            (0, _) => "can be shown as met or missed",
            (_, 0) => "met its target",
            // Whether one of the others did is not said.
            _ => "can be shown as met",
        };
        format!("None of the {all} measures {first}: {}.", list(&said))
    }

    /// `10 of 14 actions are on schedule, 1 is complete.`
    #[must_use]
    pub fn actions_sentence(&self) -> String {
        let (green, blue) = (self.actions_at(Status::Green), self.actions_at(Status::Blue));
        let all = self.all_actions();
        let late = self.actions_at(Status::Amber) + self.actions_at(Status::Red);
        let later = self.actions_at(Status::ReportLater);
        if all > 0 && later == all {
            return format!("How {} is to be reported later.", stand(all, "action"));
        }
        let of = |count: usize, what: &str| {
            let (nouns, all) = (noun(all, "action"), digits(all));
            format!("{} of {all} {nouns} {} {what}", digits(count), are(count))
        };
        // At a year's end none is on schedule any more: what is done comes first.
        let mut parts = if green == 0 && blue > 0 {
            vec![of(blue, "complete")]
        } else {
            vec![of(green, "on schedule"), format!("{} {} complete", digits(blue), are(blue))]
        };
        if late > 0 {
            parts.push(format!("{} {} late", digits(late), are(late)));
        }
        if later > 0 {
            parts.push(format!("{} will be reported later", digits(later)));
        }
        format!("{}.", list(&parts))
    }

    /// `the one red and two amber measures`, for recommendations.
    #[must_use]
    pub fn exceptions_sentence(&self) -> String {
        let (red, amber) = (self.measures_at(Status::Red), self.measures_at(Status::Amber));
        let parts: Vec<String> = [(red, "red"), (amber, "amber")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{} {word}", number(count)))
            .collect();
        if red > 1 && amber == 1 {
            return format!("the {} red measures and one amber measure", number(red));
        }
        if !parts.is_empty() {
            // The word goes with the number before it.
            let last = if amber > 0 { amber } else { red };
            return format!("the {} {}", list(&parts), noun(last, "measure"));
        }
        match (self.scored(), self.measures_at(Status::ReportLater)) {
            (0, later) if later > 0 => "no measure can be scored yet".into(),
            (_, 0) => "no measure is red or amber".into(),
            (1, _) => "the one measure that could be scored met its target".into(),
            (scored, _) => {
                format!(
                    "none of the {} measures that could be scored is red or amber",
                    number(scored)
                )
            }
        }
    }
}

/// `the 14 measures stand`.
fn stand(count: usize, what: &str) -> String {
    if count == 1 { format!("the one {what} stands") } else { format!("the {count} {what}s stand") }
}

/// How the only measure there is stands.
const fn the_one(status: Status) -> &'static str {
    match status {
        Status::Red => "The one measure missed its target: it is red.",
        Status::Amber => "The one measure missed its target: it is amber.",
        Status::ReportLater => "How the one measure stands is to be reported later.",
        Status::Contextual => "The one measure has no target to score.",
        Status::KeptBack => "The status of the one measure is kept back.",
        Status::Green | Status::Blue => "The one measure met its target.",
    }
}

/// `one is red`, `two will be reported later`, `the status of one is kept back`.
fn how_many(status: Status, count: usize, number: &dyn Fn(usize) -> String) -> String {
    let said = number(count);
    match status {
        Status::ReportLater => format!("{said} will be reported later"),
        Status::Contextual if count == 1 => format!("{said} has no target to score"),
        Status::Contextual => format!("{said} have no target to score"),
        Status::KeptBack => format!("the status of {said} is kept back"),
        Status::Red | Status::Amber | Status::Green | Status::Blue => {
            format!("{said} {} {}", are(count), status.word().to_lowercase())
        }
    }
}

fn at(counts: &[(Status, usize)], status: Status) -> usize {
    counts.iter().find(|(known, _)| *known == status).map_or(0, |(_, count)| *count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(red: usize, amber: usize, green: usize) -> Tally {
        let counts = vec![(Status::Green, green), (Status::Amber, amber), (Status::Red, red)];
        Tally { measures: counts.clone(), actions: counts }
    }

    #[test]
    fn sentences_agree_with_their_counts() {
        let some = tally(1, 2, 11);
        assert_eq!(
            some.measures_sentence(),
            "11 of 14 measures met their target. One is red and two are amber."
        );
        assert_eq!(some.exceptions_sentence(), "the one red and two amber measures");
        assert_eq!(tally(1, 1, 0).exceptions_sentence(), "the one red and one amber measure");
        assert_eq!(
            tally(2, 1, 0).exceptions_sentence(),
            "the two red measures and one amber measure"
        );
        assert_eq!(tally(0, 2, 0).exceptions_sentence(), "the two amber measures");
        assert_eq!(
            some.actions_sentence(),
            "11 of 14 actions are on schedule, 0 are complete and 3 are late."
        );
        let mut done = tally(1, 0, 0);
        done.actions.push((Status::Blue, 3));
        assert_eq!(done.actions_sentence(), "3 of 4 actions are complete and 1 is late.");
        let mut hidden = tally(0, 1, 9);
        hidden.measures.extend([(Status::Contextual, 1), (Status::KeptBack, 2)]);
        assert_eq!(
            hidden.measures_sentence(),
            "9 of 13 measures met their target. One is amber, one has no target to score and the \
             status of two is kept back."
        );
        let clean = tally(0, 0, 14);
        assert_eq!(clean.measures_sentence(), "All 14 measures met their target.");
        assert_eq!(clean.exceptions_sentence(), "no measure is red or amber");
    }

    /// One way of writing numbers, and one verb, however few there are.
    #[test]
    fn where_no_target_was_met_one_sentence_says_so() {
        let said = |counts: &[(Status, usize)]| {
            Tally { measures: counts.to_vec(), actions: Vec::new() }.measures_sentence()
        };
        let (red, amber, green) = (Status::Red, Status::Amber, Status::Green);
        for (counts, sentence) in [
            (&[(red, 7)][..], "None of the 7 measures met its target: all 7 are red."),
            (&[(red, 0)], "No measure is in this report."),
            (&[(red, 1)], "The one measure missed its target: it is red."),
            (&[(green, 1)], "The one measure met its target."),
            (&[(Status::ReportLater, 1)], "How the one measure stands is to be reported later."),
            (&[(Status::KeptBack, 1)], "The status of the one measure is kept back."),
            (&[(Status::Contextual, 3)], "None of the 3 measures has a target to score."),
            (
                &[(red, 5), (amber, 1)],
                "None of the 6 measures met its target: 5 are red and 1 is amber.",
            ),
            (
                &[(red, 5), (Status::KeptBack, 2)],
                "None of the 7 measures can be shown as met: 5 are red and the status of 2 is kept \
                 back.",
            ),
            (
                &[(Status::Contextual, 1), (Status::KeptBack, 2)],
                "None of the 3 measures can be shown as met or missed: 1 has no target to score and \
                 the status of 2 is kept back.",
            ),
            (&[(green, 1), (red, 1)], "1 of 2 measures met its target. One is red."),
        ] {
            assert_eq!(said(counts), sentence);
        }
    }

    #[test]
    fn what_is_not_known_is_not_praised() {
        let mut none = tally(0, 0, 0);
        none.measures.push((Status::ReportLater, 14));
        none.actions.push((Status::ReportLater, 1));
        let said = none.measures_sentence();
        assert_eq!(said, "How the 14 measures stand is to be reported later.");
        let said = none.actions_sentence();
        assert_eq!(said, "How the one action stands is to be reported later.");
        assert_eq!(none.exceptions_sentence(), "no measure can be scored yet");
        let mut none = tally(0, 0, 0);
        none.measures.extend([(Status::ReportLater, 13), (Status::KeptBack, 1)]);
        assert_eq!(
            none.measures_sentence(),
            "None of the 14 measures can be shown as met or missed yet: 13 will be reported later \
             and the status of 1 is kept back."
        );
        let mut some = tally(0, 0, 9);
        some.measures.push((Status::ReportLater, 5));
        some.actions.push((Status::ReportLater, 5));
        assert_eq!(
            some.exceptions_sentence(),
            "none of the nine measures that could be scored is red or amber"
        );
        assert_eq!(
            some.actions_sentence(),
            "9 of 14 actions are on schedule, 0 are complete and 5 will be reported later."
        );
    }
}
