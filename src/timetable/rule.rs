//! When a step falls, as an officer writes it: `5 working days before deadline`.

use std::fmt;
use std::str::FromStr;

/// What days are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The quarter's last day.
    QuarterEnd,
    /// The day by which returns are due.
    Deadline,
    /// The day on which the pack's body meets.
    Meeting,
}

/// Which way days are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Back.
    Before,
    /// Forward.
    After,
}

/// So many working days before or after something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Working days; the day that they are counted from is not one of them.
    pub working_days: u32,
    /// Which way.
    pub side: Side,
    /// From what.
    pub anchor: Anchor,
}

/// Words that are no such rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not a rule such as “5 working days before deadline”: a number, “working days”, \
     “before” or “after”, and “quarter end”, “deadline” or “meeting”"
)]
pub struct RuleFault(String);

/// More working days than this make no sense in a quarter's timetable.
const MOST: u32 = 250;

impl Anchor {
    /// In text.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::QuarterEnd => "quarter end",
            Self::Deadline => "deadline",
            Self::Meeting => "meeting",
        }
    }
}

impl Side {
    const fn word(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
        }
    }
}

impl Rule {
    /// In a key: `5-before-deadline`. It stays the same however the rule is worded.
    #[must_use]
    pub fn slug(self) -> String {
        let anchor = self.anchor.word().replace(' ', "-");
        format!("{}-{}-{anchor}", self.working_days, self.side.word())
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = if self.working_days == 1 { "working day" } else { "working days" };
        write!(f, "{} {days} {} {}", self.working_days, self.side.word(), self.anchor.word())
    }
}

impl FromStr for Rule {
    type Err = RuleFault;

    /// Reads `5 working days before deadline`; “the” may stand where it does in speech.
    fn from_str(text: &str) -> Result<Self, RuleFault> {
        let fault = || RuleFault(text.into());
        let folded = text.to_lowercase().replace("quarter's", "quarter");
        let words: Vec<&str> = folded.split_whitespace().filter(|word| *word != "the").collect();
        let [number, "working", "day" | "days", side, anchor @ ..] = &words[..] else {
            return Err(fault());
        };
        let working_days: u32 = number.parse().map_err(|_| fault())?;
        let side = match *side {
            "before" => Side::Before,
            "after" => Side::After,
            _ => return Err(fault()),
        };
        let anchor = match anchor {
            ["quarter", "end"] => Anchor::QuarterEnd,
            ["deadline"] => Anchor::Deadline,
            ["meeting"] => Anchor::Meeting,
            _ => return Err(fault()),
        };
        if working_days > MOST {
            return Err(fault());
        }
        Ok(Self { working_days, side, anchor })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_read_as_it_is_spoken() {
        let rule: Rule = "5 working days before the deadline".parse().unwrap();
        assert_eq!(rule.to_string(), "5 working days before deadline");
        assert_eq!(rule.slug(), "5-before-deadline");
        let one: Rule = "1 Working Day after quarter's end".parse().unwrap();
        assert_eq!(one.to_string(), "1 working day after quarter end");
        assert_eq!(one.to_string().parse::<Rule>().unwrap(), one);
    }

    #[test]
    fn what_is_no_rule_is_told_with_an_example() {
        for wrong in [
            "",
            "5",
            "5 days before deadline",
            "-1 working days after deadline",
            "5 working days before christmas",
            "9999 working days after deadline",
        ] {
            let fault = wrong.parse::<Rule>().unwrap_err().to_string();
            assert!(fault.contains("5 working days before deadline"), "{fault}");
        }
    }
}
