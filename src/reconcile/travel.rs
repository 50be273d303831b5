//! Direction of travel: a figure against an earlier one.

use super::quarterly::Quarterly;
use crate::calendar::Quarter;
use crate::plan::Direction;
use crate::quantity::Amount;

/// A quarter's figure against an earlier quarter's.
#[derive(Clone, Debug, PartialEq)]
pub enum Travel {
    /// Both are known.
    Compared(Movement),
    /// One of them is not.
    NoComparison,
    /// One of them is kept back from this audience.
    Suppressed,
}

/// How a figure moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Movement {
    /// The earlier quarter.
    pub since: Quarter,
    /// Its figure.
    pub was: Amount,
    /// The figure now.
    pub is: Amount,
    /// Whether the figure rose, fell or stayed.
    pub way: std::cmp::Ordering,
    /// What that means.
    pub judgement: Judgement,
}

/// What a movement means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// The way the plan wants.
    Better,
    /// The other way.
    Worse,
    /// Neither.
    NoChange,
    /// Up, for a measure that is only watched.
    Higher,
    /// Down, for a measure that is only watched.
    Lower,
}

impl Judgement {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Better => "Better",
            Self::Worse => "Worse",
            Self::NoChange => "No change",
            Self::Higher => "Higher",
            Self::Lower => "Lower",
        }
    }
}

/// Compares a quarter with an earlier one.
pub(super) fn of(
    direction: Direction,
    now: &Quarterly,
    since: Quarter,
    then: &Quarterly,
) -> Travel {
    let (Some(is), Some(was)) = (now.amount(), then.amount()) else { return Travel::NoComparison };
    let way = is.number().cmp(&was.number());
    let judgement = match (direction, way) {
        (_, std::cmp::Ordering::Equal) => Judgement::NoChange,
        (Direction::HigherIsBetter, std::cmp::Ordering::Greater)
        | (Direction::LowerIsBetter, std::cmp::Ordering::Less) => Judgement::Better,
        (Direction::HigherIsBetter, std::cmp::Ordering::Less)
        | (Direction::LowerIsBetter, std::cmp::Ordering::Greater) => Judgement::Worse,
        (Direction::Monitor, std::cmp::Ordering::Greater) => Judgement::Higher,
        (Direction::Monitor, std::cmp::Ordering::Less) => Judgement::Lower,
    };
    Travel::Compared(Movement { since, was, is, way, judgement })
}

impl Travel {
    /// The movement, if both figures are known.
    #[must_use]
    pub const fn movement(&self) -> Option<&Movement> {
        match self {
            Self::Compared(movement) => Some(movement),
            Self::NoComparison | Self::Suppressed => None,
        }
    }

    /// Its word: the judgement, or "No comparison".
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Compared(movement) => movement.judgement.word(),
            Self::NoComparison => "No comparison",
            Self::Suppressed => "[c]",
        }
    }
}
