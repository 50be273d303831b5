//! What is entered into each form: plausible, various, and the same every time.

use quarterpack::calendar::Quarter;
use quarterpack::form::{
    BudgetPart, CommentaryPart, CoverField, Entry, FigurePart, Filled, Layout, PeoplePart, Slot,
    StepPart, StepState,
};
use quarterpack::quantity::Decimal;

/// Comments, of the length that services write.
const COMMENT: &str = "Demand rose in the quarter while two posts stood vacant. Both have been \
                       filled, and the backlog is being worked through with weekend sessions.";

/// The form of the nth service, filled in.
pub(crate) fn filled(layout: &Layout, nth: usize, quarter: Quarter) -> Filled {
    let mut filled = Filled::new();
    for (at, (slot, _, _)) in layout.slots().enumerate() {
        if let Some(entry) = entry(slot, spread(nth, at, quarter), at, quarter) {
            filled.insert(slot.clone(), entry);
        }
    }
    filled
}

/// A number from 0 to 96 that is different from cell to cell and the same from run to run.
fn spread(nth: usize, at: usize, quarter: Quarter) -> usize {
    (nth * 7_919 + at * 104_729 + usize::from(quarter.number()) * 31) % 97
}

fn number(value: usize) -> Entry {
    Entry::Number(Decimal::from(value))
}

fn text(text: &str) -> Entry {
    Entry::Text(text.into())
}

fn entry(slot: &Slot, spread: usize, at: usize, quarter: Quarter) -> Option<Entry> {
    Some(match slot {
        Slot::Cover(CoverField::CompletedBy) => text("Performance officer"),
        Slot::Cover(CoverField::Revision) => number(1),
        Slot::Cover(CoverField::SignedOffBy) => text("Head of Service"),
        Slot::Cover(CoverField::SignedOffOn) => Entry::Date(quarter.end() + chrono::Days::new(5)),
        Slot::Cover(CoverField::PeriodEnd) | Slot::People(PeoplePart::AsAt) => {
            Entry::Date(quarter.end())
        }
        Slot::Figure(_, figure, FigurePart::Value) => match figure.as_str() {
            "den" => number(200),
            "num" => number(104 + spread),
            _ => number(150 + spread),
        },
        Slot::Commentary(_, CommentaryPart::Comment | CommentaryPart::Action)
        | Slot::Budget(_, BudgetPart::Explanation) => text(COMMENT),
        Slot::Commentary(_, CommentaryPart::Owner) => text("Service manager"),
        Slot::Commentary(_, CommentaryPart::By) => {
            Entry::Date(quarter.end() + chrono::Days::new(90))
        }
        Slot::Step(_, StepPart::State) => text(StepState::OnTrack.word()),
        Slot::Step(_, StepPart::Percent) => Entry::Percent(Decimal::new(50, 2)),
        Slot::Step(_, StepPart::Comment) if at.is_multiple_of(3) => text(COMMENT),
        Slot::Budget(_, BudgetPart::Forecast) => number(950 + spread),
        Slot::Budget(_, BudgetPart::BudgetToDate) => number(500),
        Slot::Budget(_, BudgetPart::ActualToDate) => number(450 + spread),
        Slot::People(PeoplePart::Headcount) => number(98 + spread % 5),
        Slot::People(PeoplePart::FullTimeEquivalent) => number(90),
        Slot::Figure(..)
        | Slot::Commentary(..)
        | Slot::Restatement(..)
        | Slot::Step(..)
        | Slot::Report(..)
        | Slot::Budget(..)
        | Slot::Subjective(..)
        | Slot::Virement(..)
        | Slot::Project(..)
        | Slot::People(_)
        | Slot::Risk(..)
        | Slot::Statistic(..) => return None,
    })
}
