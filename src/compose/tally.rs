//! Counts by status, and the sentences they make. Every place that counts uses these.

use super::material::Material;
use super::words::{are, capital, list, noun, number};
use crate::plan::Status;
use crate::reconcile::Position;

/// Counts of measures and of actions by status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Measures, in the order of [`Status::ALL`].
    pub measures: Vec<(Status, usize)>,
    /// Actions, in the order of [`Status::ALL`].
    pub actions: Vec<(Status, usize)>,
    /// Measures among the contextual ones that have a status, which is kept back.
    pub kept_back: usize,
}

impl Tally {
    /// Counts the position that a pack is made from.
    #[must_use]
    pub fn of(material: &Material<'_>) -> Self {
        let withheld = material.withheld.measures.values();
        let kept_back = withheld.filter(|one| one.status).count();
        Self { kept_back, ..Self::of_position(material.position) }
    }

    /// Counts a position.
    #[must_use]
    pub fn of_position(position: &Position) -> Self {
        let count = |of: &dyn Fn(Status) -> usize| Status::ALL.map(|s| (s, of(s))).to_vec();
        let measures = &position.measures;
        let actions = &position.actions;
        Self {
            measures: count(&|status| measures.iter().filter(|m| m.status == status).count()),
            actions: count(&|status| actions.iter().filter(|a| a.status == status).count()),
            kept_back: 0,
        }
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

    /// `10 of 14 measures met their target. One is red and one is amber.`
    #[must_use]
    pub fn measures_sentence(&self) -> String {
        let met = self.measures_at(Status::Green);
        let all = self.all_measures();
        let verb = "met their target";
        let others: Vec<String> =
            [Status::Red, Status::Amber, Status::ReportLater, Status::Contextual]
                .into_iter()
                .filter_map(|status| {
                    let mut count = self.measures_at(status);
                    if status == Status::Contextual {
                        count = count.saturating_sub(self.kept_back);
                    }
                    let word = match status {
                        Status::ReportLater => "will be reported later".to_owned(),
                        Status::Contextual => if count == 1 {
                            "has no target to score"
                        } else {
                            "have no target to score"
                        }
                        .to_owned(),
                        Status::Red | Status::Amber | Status::Green | Status::Blue => {
                            format!("{} {}", are(count), status.word().to_lowercase())
                        }
                    };
                    (count > 0).then(|| format!("{} {word}", number(count)))
                })
                .chain((self.kept_back > 0).then(|| self.kept_back_words()))
                .collect();
        let first = format!("{met} of {all} {} {verb}.", noun(all, "measure"));
        if others.is_empty() { first } else { format!("{first} {}.", capital(&list(&others))) }
    }

    /// Statuses that would tell a small number count as contextual, and are not.
    fn kept_back_words(&self) -> String {
        format!("the status of {} is kept back", number(self.kept_back))
    }

    /// `10 of 14 actions are on schedule, 1 is complete.`
    #[must_use]
    pub fn actions_sentence(&self) -> String {
        let (green, blue) = (self.actions_at(Status::Green), self.actions_at(Status::Blue));
        let all = self.all_actions();
        let late = self.actions_at(Status::Amber) + self.actions_at(Status::Red);
        let of = |count: usize, what: &str| {
            format!("{count} of {all} {} {} {what}", noun(all, "action"), are(count))
        };
        // At a year's end none is on schedule any more: what is done comes first.
        let mut parts = if green == 0 && blue > 0 {
            vec![of(blue, "complete")]
        } else {
            vec![of(green, "on schedule"), format!("{blue} {} complete", are(blue))]
        };
        if late > 0 {
            parts.push(format!("{late} {} late", are(late)));
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
        if parts.is_empty() {
            "no measure is red or amber".into()
        } else {
            format!("the {} {}", list(&parts), noun(red + amber, "measure"))
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
        Tally { measures: counts.clone(), actions: counts, kept_back: 0 }
    }

    #[test]
    fn sentences_agree_with_their_counts() {
        let some = tally(1, 2, 11);
        assert_eq!(
            some.measures_sentence(),
            "11 of 14 measures met their target. One is red and two are amber."
        );
        assert_eq!(some.exceptions_sentence(), "the one red and two amber measures");
        assert_eq!(
            some.actions_sentence(),
            "11 of 14 actions are on schedule, 0 are complete and 3 are late."
        );
        let mut done = tally(1, 0, 0);
        done.actions.push((Status::Blue, 3));
        assert_eq!(done.actions_sentence(), "3 of 4 actions are complete and 1 is late.");
        let mut hidden = tally(0, 1, 9);
        hidden.measures.push((Status::Contextual, 3));
        hidden.kept_back = 2;
        assert_eq!(
            hidden.measures_sentence(),
            "9 of 13 measures met their target. One is amber, one has no target to score and the \
             status of two is kept back."
        );
        let clean = tally(0, 0, 14);
        assert_eq!(clean.measures_sentence(), "14 of 14 measures met their target.");
        assert_eq!(clean.exceptions_sentence(), "no measure is red or amber");
    }
}
