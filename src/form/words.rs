//! The words of the form's drop-down lists.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$case_doc:meta])* $case:ident $word:literal)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$case_doc])* $case,)* }

        impl $name {
            /// Every word, in the order of the list.
            pub const ALL: &[Self] = &[$(Self::$case,)*];

            /// As it stands in the list.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$case => $word,)* }
            }

            /// The one that goes by this word, in any case and spacing.
            #[must_use]
            pub fn called(text: &str) -> Option<Self> {
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                Self::ALL.iter().copied().find(|one| one.word().eq_ignore_ascii_case(&text))
            }
        }
    )*};
}

words! {
    /// Why there is no figure. None of these is zero, and an empty cell is none of these.
    NoFigure {
        /// It will come.
        NotYetAvailable "Not yet available"
        /// Nobody counts it.
        NotCollected "Not collected"
        /// The measure does not apply in this quarter.
        NotApplicable "Not applicable"
        /// There was nothing to count, so there is no percentage.
        NoActivity "No activity"
    }
    /// How a step of an action stands.
    StepState {
        /// Nothing done yet, and nothing due yet.
        NotStarted "Not started"
        /// As planned.
        OnTrack "On track"
        /// A little late.
        MinorSlippage "Minor slippage"
        /// Very late.
        MajorSlippage "Major slippage"
        /// Done.
        Complete "Complete"
    }
    /// Which way a risk moves.
    RiskDirection {
        /// It grows.
        Rising "Rising"
        /// It stays.
        Steady "Steady"
        /// It shrinks.
        Falling "Falling"
    }
    /// The subjective lines of a revenue budget.
    Subjective {
        /// Pay and its costs.
        Employees "Employee costs"
        /// Buildings.
        Property "Property costs"
        /// Supplies and services.
        Supplies "Supplies and services"
        /// Vehicles and plant.
        Transport "Transport and plant"
        /// Administration.
        Administration "Administration costs"
        /// Grants, health boards and other bodies.
        OtherBodies "Payments to other bodies"
        /// Care that is bought.
        Contractors "Payments to contractors"
        /// Payments to people.
        Transfers "Transfer payments"
        /// Financing charges.
        Financing "Financing charges"
        /// Income, below zero.
        Income "Income"
    }
}
