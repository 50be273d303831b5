//! Direction of travel: a figure against an earlier one.

use super::quarterly::Quarterly;
use crate::calendar::Quarter;
use crate::plan::Direction;
use crate::quantity::Amount;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// A quarter's figure against an earlier quarter's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Travel {
    /// Both are known.
    Compared(Movement),
    /// One of them is not.
    NoComparison,
    /// One of them is kept back from this audience.
    Suppressed,
}

/// How a figure moved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Movement {
    /// The earlier quarter.
    pub since: Quarter,
    /// Its figure.
    pub was: Amount,
    /// The figure now.
    pub is: Amount,
    /// Whether the figure rose, fell or stayed.
    #[serde(with = "way")]
    pub way: Ordering,
    /// What that means.
    pub judgement: Judgement,
}

/// A way as it is written down: as the sign of the difference.
mod way {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::cmp::Ordering;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a field on so")]
    pub(super) fn serialize<S: Serializer>(way: &Ordering, to: S) -> Result<S::Ok, S::Error> {
        let sign: i8 = match way {
            Ordering::Less => -1,
            Ordering::Equal => 0,
            Ordering::Greater => 1,
        };
        sign.serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Ordering, D::Error> {
        Ok(i8::deserialize(from)?.cmp(&0))
    }
}

/// What a movement means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
        (_, Ordering::Equal) => Judgement::NoChange,
        (Direction::HigherIsBetter, Ordering::Greater)
        | (Direction::LowerIsBetter, Ordering::Less) => Judgement::Better,
        (Direction::HigherIsBetter, Ordering::Less)
        | (Direction::LowerIsBetter, Ordering::Greater) => Judgement::Worse,
        (Direction::Monitor, Ordering::Greater) => Judgement::Higher,
        (Direction::Monitor, Ordering::Less) => Judgement::Lower,
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
