//! The fields of each kind of entry, in the order of its columns.

use super::kind::Choice::{Day, IdOf, Ids, Lines, OneOf, Whole, Words};
use super::kind::{Choice, Field, Kind};

const fn field(
    key: &'static str,
    head: &'static str,
    choice: Choice,
    width: u16,
    help: &'static str,
) -> Field {
    Field { key, head, choice, needed: false, help, width }
}

const fn must(
    key: &'static str,
    head: &'static str,
    choice: Choice,
    width: u16,
    help: &'static str,
) -> Field {
    Field { key, head, choice, needed: true, help, width }
}

const FORMULAS: &[&str] = &["percentage", "count", "money", "ratio", "per day"];
const TIMINGS: &[&str] = &["in quarter", "at quarter end"];
const DIRECTIONS: &[&str] = &["higher", "lower", "monitor"];
const SENSITIVITIES: &[&str] = &["none", "children", "child protection"];
const UNITS: &[&str] = &["count", "pounds", "days"];
const YES: &[&str] = &["yes", "no"];

const PRINTED: &str = "Word for word as the plan prints it, faults and all.";
const SHORT: &str = "A short name for narrow tables, 42 characters at the most.";
const BESIDE: &str = "The service as printed beside it.";
const LINK: &str = "The link to the council plan as printed, such as 04.05.";
const OWNER: &str = "The service that reports on it; blank for the one named on the sheet Plan.";
const MILLIONS: &str = "In £ million to three places, such as 37.742, or the words: to be set.";

pub(super) const PLAN: &[Field] = &[
    must("year", "Financial year", Words, 14, "Such as 2024-25."),
    must("title", "Title", Words, 40, "As printed on the plan's cover."),
    must("resource", "Resource", Words, 30, "The Resource (department), as printed."),
    must("council", "Council", Words, 30, "The council's name."),
    must(
        "director_role",
        "Role that reports",
        Words,
        30,
        "The role that presents reports; no name.",
    ),
    must("source", "Document", Words, 40, "The document this is taken from."),
    must("priorities_called", "Priorities are called", Words, 24, "The head of the plan's column."),
    must(
        "measure_columns",
        "Heads of the table of measures",
        Lines,
        30,
        "Each on a line of its own, left to right (Alt and Enter begin a line).",
    ),
    must(
        "context_service",
        "Service for risks and statistics",
        IdOf(Kind::Services),
        26,
        "The id of the service that reports on top risks and statistics.",
    ),
    must("revenue_total", "Revenue budget, total", Words, 14, MILLIONS),
    must("capital_total", "Capital programme, total", Words, 14, MILLIONS),
    must("as_at_printed", "Employees counted in", Words, 20, "As printed, such as February 2024."),
    must("as_at", "Employees counted on", Day, 16, "The last day of that month."),
    must("employees_total", "Employees, total", Words, 14, "The printed total, such as 2859."),
];

pub(super) const SERVICES: &[Field] = &[
    must(
        "id",
        "Id",
        Words,
        26,
        "Small letters and hyphens; other sheets name the service by it. Leave it as it is from year to year.",
    ),
    must("name", "Name", Words, 30, "The name in reports."),
    must(
        "heading",
        "Heading in the plan",
        Words,
        40,
        "The heading under which the plan's introduction describes it.",
    ),
    field("aliases", "Other spellings", Lines, 44, "Each on a line of its own."),
];

pub(super) const BODIES: &[Field] = &[
    must("id", "Id", Words, 14, "Such as swc. Leave it as it is from year to year."),
    must("name", "Name", Words, 36, "The name in reports."),
    field("aliases", "Other names", Lines, 44, "Each on a line of its own."),
];

pub(super) const PRIORITIES: &[Field] = &[
    must("id", "Id", Words, 8, "P and two digits."),
    must("printed", "Priority", Words, 50, PRINTED),
    field("when_none", "Printed where it has no outcome", Words, 50, PRINTED),
];

pub(super) const OUTCOMES: &[Field] = &[
    must(
        "priority",
        "Priority",
        IdOf(Kind::Priorities),
        9,
        "The id of the priority it stands under.",
    ),
    must("id", "Id", Words, 8, "O and two digits."),
    must("printed", "Outcome", Words, 70, PRINTED),
    field("variants", "Other spellings", Lines, 50, "Each on a line of its own."),
];

pub(super) const MEASURES: &[Field] = &[
    must("id", "Id", Words, 8, "M and two digits."),
    must("number", "No.", Whole, 6, "The number printed before it."),
    must("printed", "Measure", Words, 50, PRINTED),
    must("short", "Short name", Words, 30, SHORT),
    must("outcome", "Outcome", IdOf(Kind::Outcomes), 10, "The id of the outcome it stands under."),
    must(
        "services",
        "Services",
        Ids,
        24,
        "Ids with commas between; the first one fills in the figures.",
    ),
    field("service_printed", "Service as printed", Words, 22, BESIDE),
    field("link", "Link", Words, 10, LINK),
    field("notes_printed", "Notes as printed", Words, 30, PRINTED),
    must(
        "formula",
        "Worked out as",
        OneOf(FORMULAS),
        13,
        "A percentage, ratio or rate per day has two figures, a count or a sum of money one.",
    ),
    must(
        "first",
        "From figure",
        Words,
        10,
        "The id of the figure on the sheet Figures; of two the part, or the left one.",
    ),
    field(
        "second",
        "Of figure",
        Words,
        10,
        "The id of the whole, the right one, or the days; blank for a count or money.",
    ),
    field(
        "timing",
        "Counted",
        OneOf(TIMINGS),
        14,
        "Blank adds quarters up; at quarter end takes the latest.",
    ),
    must(
        "direction",
        "Better is",
        OneOf(DIRECTIONS),
        11,
        "Higher or lower; monitor where neither is.",
    ),
    field("target_printed", "Target as printed", Words, 18, PRINTED),
    must(
        "target",
        "Target as read",
        Words,
        22,
        "at least 75%, at most 12%, increase each quarter, to be confirmed, or none; until it is set: to be set.",
    ),
    field(
        "profile",
        "Asked by quarter",
        Ids,
        18,
        "For a year's total: four rising shares such as 25%, 50%, 75%, 100%. Blank means those.",
    ),
    field(
        "sensitivity",
        "Sensitive",
        OneOf(SENSITIVITIES),
        15,
        "About children, or children who are being protected.",
    ),
    field(
        "continues",
        "Carries on",
        Words,
        14,
        "The earlier plan's year and id, such as 2021-22 M05.",
    ),
    field("notes", "Footnotes", Lines, 44, "Footnotes for the pack, each on a line of its own."),
];

pub(super) const FIGURES: &[Field] = &[
    must("measure", "Measure", IdOf(Kind::Measures), 10, "The id of the measure."),
    must("id", "Id", Words, 12, "A short word such as num or den."),
    must("label", "What the service is asked for", Words, 60, "The words on the form."),
    must("unit", "Unit", OneOf(UNITS), 10, "What is counted."),
    field(
        "small_numbers",
        "Keep small counts back",
        OneOf(YES),
        14,
        "Yes keeps counts of 1 to 4 out of public papers.",
    ),
];

pub(super) const EARLIER: &[Field] = &[
    must("measure", "Measure", IdOf(Kind::Measures), 10, "The id of the measure."),
    must(
        "period",
        "Year",
        Words,
        12,
        "The year, or the word that the plan's column says, such as Baseline.",
    ),
    field("printed", "As printed", Words, 18, PRINTED),
    must(
        "read",
        "As read",
        Words,
        18,
        "An amount with its unit, or: to be confirmed, not applicable, blank.",
    ),
    field("meant", "Meant", Words, 14, "Only where the print can't be what is meant: £267k."),
    field("note", "Note", Words, 60, "Why it is read so."),
];

pub(super) const ACTIONS: &[Field] = &[
    must("id", "Id", Words, 8, "A and two digits."),
    must("number", "No.", Whole, 6, "The number printed before it."),
    must("printed", "Action", Words, 60, PRINTED),
    must("short", "Short name", Words, 32, SHORT),
    must("outcome", "Outcome", IdOf(Kind::Outcomes), 10, "The id of the outcome it stands under."),
    must("services", "Services", Ids, 24, "Ids with commas between; the first one reports."),
    field("service_printed", "Service as printed", Words, 22, BESIDE),
    field("link", "Link", Words, 10, LINK),
    field(
        "continues",
        "Carries on",
        Ids,
        18,
        "What of an earlier plan it carries on, such as 2021-22 A03; several with commas between.",
    ),
];

pub(super) const STEPS: &[Field] = &[
    must("action", "Action", IdOf(Kind::Actions), 9, "The id of the action."),
    must("id", "Id", Words, 9, "The action's id, a point and a number: A08.1."),
    must("printed", "Step", Words, 60, PRINTED),
    must("short", "Short name", Words, 32, SHORT),
    field("service_printed", "Service as printed", Words, 22, BESIDE),
    field(
        "when",
        "When, as printed",
        Words,
        20,
        "The time as printed; blank where none is. Until it is set: to be set.",
    ),
    field("due", "Due", Day, 13, "The day that is read from it."),
    field("read_as", "How it was read", Words, 44, "Where the print leaves something open."),
];

pub(super) const REPORTS: &[Field] = &[
    must("step", "Step", IdOf(Kind::Steps), 9, "The id of the step."),
    field(
        "to",
        "To",
        IdOf(Kind::Bodies),
        14,
        "The id of the body; blank where the plan names nobody.",
    ),
    field("quarters", "In quarters", Ids, 14, "Such as 2, 4."),
    field("by", "By", Day, 13, "A day, in place of quarters; neither where no time is set."),
];

pub(super) const BUDGET: &[Field] = &[
    must("id", "Id", Words, 32, "Small letters and hyphens. Leave it as it is from year to year."),
    must("printed", "Line", Words, 40, PRINTED),
    must("service", "Service", IdOf(Kind::Services), 26, "The service that reports on it."),
    must("budget", "Budget £ million", Words, 12, MILLIONS),
    must(
        "percent",
        "Share, percent",
        Words,
        12,
        "As printed, such as 17.2, or the words: to be set.",
    ),
];

pub(super) const CAPITAL: &[Field] = &[
    must("id", "Id", Words, 36, "Small letters and hyphens."),
    must("printed", "Project", Words, 44, PRINTED),
    must("service", "Service", IdOf(Kind::Services), 26, "The service that reports on it."),
    must("budget", "Programme £ million", Words, 12, MILLIONS),
    field(
        "continues",
        "Carries on",
        Words,
        30,
        "The earlier plan's year and the project's id in it.",
    ),
];

pub(super) const EMPLOYEES: &[Field] = &[
    must("printed", "Line", Words, 40, PRINTED),
    must("service", "Service", IdOf(Kind::Services), 26, "The service."),
    must("headcount", "Headcount", Words, 12, "People, such as 560."),
];

pub(super) const RISKS: &[Field] = &[
    must("id", "Id", Words, 8, "R and two digits."),
    must("printed", "Risk", Words, 80, PRINTED),
    must("short", "Short name", Words, 36, SHORT),
    field("service", "Service", IdOf(Kind::Services), 26, OWNER),
];

pub(super) const STATISTICS: &[Field] = &[
    must("id", "Id", Words, 8, "S and two digits."),
    must("printed", "Sentence", Words, 70, PRINTED),
    must("short", "Short name", Words, 36, SHORT),
    field("service", "Service", IdOf(Kind::Services), 26, OWNER),
    field("unit", "Unit", Words, 26, "What it is counted in, such as hours a week for each user."),
    field("from", "From", Words, 10, "The earlier value in digits, where the text gives one."),
    field("from_when", "When", Words, 20, "When that was, as the text says."),
    field("to", "To", Words, 10, "The later value in digits."),
    field("to_when", "When that was", Words, 20, "When that was, as the text says."),
    field("change", "Change", Words, 9, "The change that the text states, such as 35%."),
];

pub(super) const TEXTS: &[Field] = &[
    must("section", "Section", Words, 10, "The number of the section."),
    must("printed", "Sentence", Words, 100, PRINTED),
];

pub(super) const NOTES: &[Field] = &[
    must("code", "Rule", Words, 8, "A code of the P family; quarterpack explain lists them."),
    must("about", "About", Words, 20, "Such as Measure 16 or Section 5.4."),
    must("text", "What was noticed", Words, 60, "In a sentence."),
    must("handling", "What is done about it", Words, 44, "In a sentence."),
];
