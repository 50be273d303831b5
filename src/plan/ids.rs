//! Names of things in a plan. Numbers change from plan to plan, so everything is keyed by its
//! plan and its id, and linked between plans explicitly.

use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as the plan file writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                <&str>::deserialize(from).map(Self::from)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// A service that sends returns, such as `children-and-justice`.
    ServiceId
    /// A body that reports go to, such as `swc`.
    AudienceId
    /// A resource outcome, such as `O04`.
    OutcomeId
    /// A measure, such as `M13`.
    MeasureId
    /// A figure of a measure, such as `num`; unique within its measure.
    FigureId
    /// An action, such as `A08`.
    ActionId
    /// A step of an action, such as `A08.1`.
    StepId
    /// A revenue budget line, such as `children-and-families`.
    LineId
    /// A capital project, such as `swis-plus-replacement`.
    ProjectId
    /// A top risk, such as `R01`.
    RiskId
    /// A demand statistic, such as `S06`.
    StatisticId
}
