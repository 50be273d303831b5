//! Every rule there is: its code, how much it matters, why it exists and what to do.
//!
//! The families: `F` the file, `C` the cell, `M` measures, `A` actions, `B` budgets,
//! `H` headcount, `D` disclosure, `W` the collection window, `O` past outturns, `R` what holds a
//! final pack, `P` the plan itself.

use std::fmt;
use std::str::FromStr;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The figure can't be used, or the pack would be wrong.
    Error,
    /// The figure is used; a person should look.
    Warning,
    /// Worth knowing; nothing to mend.
    Note,
}

impl Severity {
    /// As it is written before a code.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A rule of the catalogue.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its stable code.
    pub code: Code,
    /// How much a breach usually matters.
    pub severity: Severity,
    /// What it asks for, in a few words.
    pub title: &'static str,
    /// Why it is there.
    pub rationale: &'static str,
    /// What to do, where the finding itself knows nothing better.
    pub remedy: &'static str,
}

/// Not a code of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule “{0}”")]
pub struct UnknownCode(String);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let wanted = text.trim().to_ascii_uppercase();
        let found = RULES.iter().find(|rule| rule.code.to_string() == wanted);
        found.map(|rule| rule.code).ok_or_else(|| UnknownCode(text.into()))
    }
}

impl Code {
    /// What the catalogue says of it.
    #[must_use]
    pub fn rule(self) -> &'static Rule {
        // The enum and the table are made by one macro, in one order.
        RULES.iter().find(|rule| rule.code == self).unwrap_or(&RULES[0])
    }
}

/// The whole catalogue, family by family.
#[must_use]
pub const fn catalogue() -> &'static [Rule] {
    RULES
}

macro_rules! rules {
    ($($code:ident $severity:ident $title:literal $rationale:literal $remedy:literal)*) => {
        /// The stable name of a rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $title] $code,)* }

        static RULES: &[Rule] = &[$(Rule {
            code: Code::$code,
            severity: Severity::$severity,
            title: $title,
            rationale: $rationale,
            remedy: $remedy,
        },)*];
    };
}

rules! {
    F01 Error "the file can be read"
        "A return that can't be opened holds nothing that could be published."
        "Open the file in Excel, save it as an Excel Workbook (.xlsx) without a password, and send it again."
    F02 Error "the form is the one sent out for this plan"
        "A form made for another plan asks for other figures."
        "Fill in the form that was sent out for this quarter and send that."
    F03 Error "the form is for this service and quarter"
        "A return for another quarter would put old figures into the pack."
        "Send the form for the quarter that is being collected."
    F04 Error "one return for each revision"
        "Two different returns with one revision number: nobody can say which one counts."
        "Raise the revision number on the Cover of the one that counts, and send it again."
    F05 Error "every sheet of the form is there"
        "A sheet that is gone takes its figures with it."
        "Copy your figures into a fresh form and send that."
    F06 Error "every column of the form is there"
        "A column that is gone takes its figures with it."
        "Copy your figures into a fresh form and send that."
    F07 Error "every row belongs to this return"
        "A row that is unknown or there twice can't be placed."
        "Leave the form's own rows as they are; put remarks into the comment column."
    F08 Error "every row of the form is there"
        "A row that is gone takes its figure with it."
        "Copy your figures into a fresh form and send that."
    F09 Warning "nothing stands outside the form's rows"
        "Text below the last row is not part of any figure and is not read."
        "Put remarks into the comment column."
    F10 Error "no merged cells where figures are typed"
        "Of merged cells only the top left one holds a value; the others lose theirs without a word."
        "Unmerge the cells and type each figure into its own."
    F11 Warning "nothing is hidden that the form shows"
        "What is hidden is checked and used all the same, and nobody who signs off sees it."
        "Show the hidden sheet, rows or columns, look at them, and delete what does not belong."
    F12 Error "the form's own texts are unchanged"
        "A target or a budget typed over in the form is not the plan's; the plan counts."
        "Leave the white and grey cells as they are."
    F13 Warning "no links, macros or remarks of Excel's"
        "Links to other files are never followed, macros never run, and Excel's remarks on cells are not read."
        "Type the figures themselves; put remarks into the comment column."
    F14 Warning "dates and decimals as in Britain"
        "Dates counted from 1904 and decimal commas read as other days and other numbers elsewhere."
        "Look at the dates and decimals in this file; send it from Excel with British settings where you can."
    C01 Error "no error values"
        "A cell that shows #REF! or #DIV/0! holds no figure."
        "Type the number itself."
    C02 Warning "numbers, not formulas"
        "A formula can change, or break, after the figure was agreed."
        "Type the number itself."
    C03 Warning "numbers typed as numbers"
        "A number that Excel holds as text is left out of every sum."
        "Type digits only, such as 1234; put remarks into the comment column."
    C04 Error "every figure is given, or a reason why not"
        "An empty cell can mean none, not known, or forgotten: they are not the same."
        "Type the figure, or choose why there is none in the next column."
    C05 Error "a figure or a reason, not both"
        "A figure beside a reason why there is none says two things."
        "Delete one of the two."
    C06 Error "counts are whole and not below zero"
        "Nobody can count part of a person, or fewer than none."
        "Type a whole number, such as 48."
    C07 Warning "dates typed as dates"
        "A date that Excel holds as text can be read in two ways."
        "Type the date as day, month, year, such as 12/10/2023."
    M01 Error "a part does not exceed its whole"
        "More than all there are makes a percentage above 100."
        "Check both figures."
    M02 Error "a part has a whole"
        "Some of none can't be: one of the two figures is missing or wrong."
        "Check both figures."
    M03 Warning "the percentage quoted is the one the counts make"
        "A percentage worked out elsewhere may rest on other counts."
        "Check the counts; the pack shows what they make."
    M04 Error "percentages on one scale"
        "0.95 and 95 are a hundredfold apart."
        "Enter counts, and let the form work out the percentage."
    M05 Error "money in pounds"
        "Thousands typed as pounds, or pounds as thousands, are a thousandfold wrong."
        "Type the whole amount in pounds, such as 53900."
    M06 Error "every figure of a measure is given"
        "A part without its whole, or people without their money, can't be reported."
        "Type the missing figure, or choose why there is none."
    M07 Error "each stage is no larger than the one before"
        "No more can pass to the next stage than reached this one."
        "Check the figures of each stage."
    M08 Error "a running total does not fall"
        "What was counted stays counted."
        "Check this quarter's figure against last quarter's."
    M09 Warning "earlier quarters change with a reason"
        "A published figure that changes needs to be explained."
        "Enter the restatement on the Commentary sheet, with its reason."
    M10 Warning "the year to date quoted is the one the quarters make"
        "A total worked out elsewhere may rest on other quarters."
        "Check the quarters; the pack shows what they make."
    M11 Warning "large changes are explained"
        "A change beyond what is usual is a slip as often as it is news."
        "Check the figure; if it is right, say why in the comment."
    M12 Error "red has a comment and an action, amber a comment"
        "A committee asks why, what is being done, by whom and by when."
        "Fill in the comment and the improvement action on the Commentary sheet."
    M13 Warning "comments say something"
        "A comment of a few words, or last quarter's again, helps nobody."
        "Say in a sentence or two why the figure is what it is."
    M14 Warning "report later does not last"
        "A figure that is never available is not a measure."
        "Say when the figure will come, or ask the plan's owner to change the measure."
    M15 Error "a status that was changed has a reason and an approver"
        "A status that differs from the figures must be someone's decision."
        "Fill in the reason and the approver's role on the Commentary sheet."
    M16 Note "without a target there is no score"
        "A measure that has no target yet, or sets its base this quarter, is shown and not scored."
        "Nothing to do."
    A01 Error "a status from the list, and 0 to 100 percent"
        "The pack counts actions by these words."
        "Choose a status from the list; type how far it is as a number from 0 to 100."
    A02 Error "complete means complete"
        "Complete is 100 percent, with the day it was done and where that can be seen."
        "Fill in percent, date and evidence, or choose another status."
    A03 Error "a completion date has passed"
        "What is done was done by the day of the return, and in the plan's time."
        "Check the completion date."
    A04 Error "what is late is not on track"
        "An action past its date is late, whatever its status says."
        "Choose Minor slippage or Major slippage, or give the completion date."
    A05 Warning "progress goes forward"
        "Progress that falls, or stands still for two quarters, is news."
        "Check the percentage; if it is right, say why in the comment."
    A06 Warning "a report due says when it was made"
        "A committee is told which reports it was promised, and whether it had them."
        "Give the date of the meeting, or say why the report was not made."
    A07 Warning "a date that moved has a reason and an approver"
        "The plan's date stays visible beside the new one."
        "Fill in the new date, the reason and the approver's role."
    B01 Error "every budget line once, and the lines make the total"
        "A line that is missing or there twice makes the statement wrong."
        "Leave the form's own rows as they are."
    B02 Error "the annual budget is the plan's"
        "The committee approved the plan's figure; changes to it go under virements."
        "Leave the annual budget as it is; enter changes on the Virements sheet."
    B03 Error "the current budget adds up"
        "Current budget is annual budget plus virements and other approved changes."
        "Check the virements and changes against the current budget."
    B04 Error "virements add to zero"
        "A virement moves money; it makes none. Each has two ends, a reference, a date and an approver."
        "Enter both ends of each virement, with reference, date and approver's role."
    B05 Error "under and over say what the figures say"
        "A variance is budget less spend; its word must agree."
        "Check the variance and its word."
    B06 Error "subjective lines make the budget line"
        "The parts of a line make the line, within £1k a part for rounding."
        "Check the subjective lines against the budget line."
    B07 Warning "spend rises, and stays within the year's budget"
        "Spend to date that falls, stands still or passes the year's budget is a slip as often as it is news."
        "Check the actual to date; if it is right, say why in the explanation."
    B08 Error "large variances are explained"
        "A committee asks why."
        "Write an explanation beside the line."
    B09 Warning "the finance period ends near the quarter"
        "Finance closes every four weeks; the statement shows the day it goes to."
        "Check the period-end date."
    B10 Note "percentages are worked out afresh"
        "Shares that were rounded need not add to 100."
        "Nothing to do."
    H01 Error "employees add up"
        "Full-time equivalents can't exceed the people."
        "Check headcount and full-time equivalent."
    H02 Warning "large changes in employees have a reason"
        "A change beyond a tenth is a slip as often as it is news; the date must lie in the quarter."
        "Check the figure and its date; if they are right, give the reason."
    D01 Error "no personal data"
        "Packs are published and kept for decades; a person who can be recognised in one has been harmed."
        "Write it without the person: no names, numbers, addresses or dates of birth; roles are fine."
    W01 Error "every service has sent its return"
        "A pack without a service's figures says so on its face."
        "Ask the service for its return."
    W02 Warning "the return is signed off"
        "Someone with the authority to do so has looked at the figures."
        "Fill in the role that signs off, and the date, on the Cover."
    W03 Note "the return came in time"
        "Late returns shorten the time to look at them."
        "Nothing to do."
    O01 Warning "an outturn entered and the returns agree"
        "A figure taken from a publication must not contradict what the services returned; where it does, the return counts."
        "Compare the entry in the file of past outturns with the publication and the return; leave the entry out where the return is right."
    O02 Warning "an outturn entered and the plan's print agree"
        "Two published figures for one year: the one that was entered with its source counts."
        "Compare the entry in the file of past outturns with the publication and the plan."
    R01 Error "no error stands in a return that counts"
        "What is known to be wrong should not be published; a draft may show it, a final pack may not."
        "Ask the service for a corrected return with a higher revision, or have the hold passed by a role that may."
    R02 Error "what is red has its comment and its action"
        "A red figure without a word on it leaves the committee nothing to discuss."
        "Ask the service for the comment and the improvement action."
    R03 Error "personal data was looked at by a person"
        "A program finds personal data by its look; whether it is some, only a person can say."
        "Look at each with `quarterpack clear`, and clear it; it stays masked until then."
    R04 Error "every return has come"
        "A final pack without a service's return would have to be made again."
        "Ask the service for its return, or have the hold passed by a role that may."
    R05 Error "no two returns stand undecided"
        "Two different returns bear one revision number, and neither is used."
        "Ask the service which counts, and for that one with a higher revision."
    R06 Error "the pack is approved"
        "A person with the authority answers for what is published, and for exactly that."
        "Have the draft at hand approved with `quarterpack approve`."
    P01 Error "lines add to their total"
        "A plan whose lines do not make its total can't be reported against."
        "Correct the line or the total; say which was approved."
    P02 Error "printed percentages are right"
        "A share printed wrong is quoted wrong."
        "Print the share that the amounts make."
    P03 Error "stated changes are right"
        "A rise worked out on the wrong base is quoted wrong."
        "Correct the sentence in the plan."
    P04 Warning "changes compare like with like"
        "A spring quarter against a summer quarter shows the season as well as the trend."
        "Compare the same months."
    P05 Error "values carry their unit"
        "A value a thousandfold from its target and its past has lost its unit."
        "Print the unit; the reading used here is noted."
    P06 Warning "targets ask for at least what was achieved"
        "A target below the last outturn lets a decline show as green."
        "Say in the plan why the target is lower."
    P07 Warning "targets are set"
        "A measure without a target can't be scored."
        "Set the target, or say that the measure is for information."
    P08 Warning "values of earlier years are there"
        "Without an outturn for last year there is nothing to compare with."
        "Enter the outturn when it is known, with its source."
    P09 Warning "steps have a date"
        "A step without a date can't be late."
        "Set a date or a quarter; until then it is scored against the end of the year."
    P10 Warning "dates name a day"
        "“By September” and “throughout 2023” leave the day to the reader."
        "Name the day; until then the last day of the period is used."
    P11 Error "services are written as they are called"
        "A service under another name is missed in a search and in a sum."
        "Write the service's name; the plan file says which one is meant."
    P12 Warning "an item has one service that answers for it"
        "Two services, or none, means that nobody is asked."
        "Name the service that reports first."
    P13 Warning "links are written in one form"
        "The same outcome under two codes can't be found by its code."
        "Write links as two digits, a point, two digits, such as 03.04."
    P14 Note "every outcome has a measure or an action"
        "An outcome with nothing under it can't be shown to be met."
        "Add a measure or an action, or say where progress is shown."
    P15 Warning "numbers keep their meaning from plan to plan"
        "The same number for another measure makes two years look comparable that are not."
        "Follow the link between the plans, not the number."
    P16 Warning "measures and actions are carried on or closed"
        "A measure that stops, or starts, breaks the trend."
        "Say in the plan which measures are new, and where old ones went."
    P17 Warning "years follow one another"
        "A year without a plan leaves a gap in every trend."
        "Nothing to do; the gap is shown."
    P18 Warning "dates in the text lie ahead"
        "A plan that announces what has already happened was not read again before it was published."
        "Say what came of it."
    P19 Note "what was promised for the year is looked at again"
        "A date in the text that passes within the year should be reported on."
        "Look at it when the date has passed."
    P20 Warning "a measure asks for one thing"
        "Several figures under one target leave open which of them is scored."
        "Say which figure the target is for."
    P21 Warning "wording and target agree"
        "“Monitor” beside a target, or “increase” beside a fixed figure, asks for two things."
        "Say which of the two counts."
    P22 Warning "direction is said"
        "Without “at least” or “no more than” a reader can't tell which way is better."
        "Print the direction; the reading used here is noted."
    P23 Warning "terms of measurement are said"
        "Working days and calendar days make two measures of one."
        "Say which days are counted."
    P24 Note "nothing is written in one way"
        "Blank, “-”, “n/a”, “TBC” and “tbc at Q4” are not the same, and none of them is zero."
        "Use one word for each."
    P25 Note "numbers are written in one way"
        "“3000” and “2,500”, “£165k” and “£0.165 million” make a table hard to read."
        "Use one form in a table."
    P26 Warning "large changes between plans are explained"
        "A budget or headcount that doubles, or halves, has usually changed its boundary."
        "Say in the plan what moved."
    P27 Warning "bodies are called by one name"
        "A report to a body that goes by two names may be counted twice, or missed."
        "Use the body's name; the plan file says which one is meant."
    P28 Warning "one step, one report"
        "Two audiences at two frequencies in one step can be half done."
        "Make a step for each report."
    P29 Note "names are spelt in one way"
        "An outcome spelt in two ways is two outcomes to a search."
        "Use one spelling."
    P30 Warning "what a person noticed and a program can't"
        "Some faults need someone who knows the subject."
        "See the note in the plan file."
    P31 Warning "last results met the target"
        "A measure that missed the same target before is likely to miss it again."
        "Expect red or amber, and have the comment ready."
    P32 Note "text is as printed"
        "Rows split by a page break, or a marker that ran into a cell, are joined and kept."
        "Nothing to do; the printed text is kept."
    P33 Warning "figures are final"
        "A budget that was still to be agreed may not be the one that was."
        "Replace it by the approved figure, with its date."
    P34 Note "headcount says when it was taken"
        "People at two dates are not a trend."
        "Print the day, and whether people or full-time equivalents are counted."
    P35 Warning "a measure keeps its service"
        "A measure that moves to another service is asked of people who did not collect it before."
        "Tell both services, and say in the plan that the measure has moved."
    P36 Note "words stay the same from plan to plan"
        "A measure in other words may count other things."
        "Make sure that the same is counted; the trend is kept where the plan file says so."
    P37 Note "every service has measures"
        "A service without measures returns its actions, budget and people only."
        "Nothing to do; its form has no measures."
    P38 Note "what is cited is there"
        "A table that is cited and missing leaves a claim without its source."
        "Cite what is printed, or print what is cited."
    P39 Warning "what a new plan leaves open is set"
        "A plan that was rolled over from the year before has targets, budgets and dates still to be set; until then nothing is scored or dated by them."
        "Write the approved figure or date in the place of “to be set”."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_leads_to_its_own_rule() {
        for rule in catalogue() {
            assert_eq!(rule.code.rule(), rule);
            assert_eq!(rule.code.to_string().parse::<Code>().unwrap(), rule.code);
            assert!(rule.remedy.ends_with('.'), "{}", rule.code);
            assert!(rule.rationale.ends_with('.'), "{}", rule.code);
        }
        assert!("Z99".parse::<Code>().is_err());
    }
}
