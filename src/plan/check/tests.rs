//! Every oddity of the two plans that a program can see is seen; what holds is said to hold;
//! and each check speaks up on a plan that was changed for it.

use super::{check, held};
use crate::finding::{Code, Finding, Severity};
use crate::plan::read::tests::{PLAN_2021, PLAN_2023, edited};
use crate::plan::{Plan, read};

const OLD: &str = "2021-22.toml";
const NEW: &str = "2023-24.toml";

fn plans() -> [Plan; 2] {
    [read(OLD, PLAN_2021).unwrap(), read(NEW, PLAN_2023).unwrap()]
}

/// The plan after a change to its file.
fn changed(text: &str, from: &str, to: &str) -> Plan {
    read(NEW, &edited(text, from, to)).unwrap_or_else(|error| panic!("{error}"))
}

/// What each file must be told: code, what it is about, and a part of what is said.
const EXPECTED: &[(&str, Code, &str, &str)] = &[
    // Values: units, targets against results, formats, terms.
    (NEW, Code::P05, "Measure 1", "“£267” for 2021-22 has lost its unit"),
    (NEW, Code::P06, "Measure 1", "below the last value, £267k"),
    (NEW, Code::P06, "Measure 2", "85% is below the last value, 89%"),
    (NEW, Code::P06, "Measure 4", "75% is below the last value, 94%"),
    (NEW, Code::P06, "Measure 5", "75% is below the last value, 82%"),
    (NEW, Code::P06, "Measure 7", "90% is below the last value, 94%"),
    (NEW, Code::P06, "Measure 8", "90% is below the last value, 95%"),
    (NEW, Code::P06, "Measure 14", "95% is below the last value, 99%"),
    (NEW, Code::P31, "Measure 12", "68% (2021-22), missed the target of 75%"),
    (NEW, Code::P31, "Measure 13", "65% (2021-22), missed the target of 75%"),
    (OLD, Code::P06, "Measure 11", "12% is looser than the last value, 10%"),
    (NEW, Code::P22, "Measure 6", "“10%” is printed without “no more than”"),
    (NEW, Code::P30, "Measure 6", "national target"),
    (NEW, Code::P25, "Numbers", "with a comma and without"),
    (OLD, Code::P25, "Money", "“£165k”, “£175.763 million” and “£6.839m”"),
    (NEW, Code::P25, "Money", "3 forms"),
    (NEW, Code::P25, "5.3 Employees", "“2,944” in 2021-22 and “2859” in 2023-24"),
    (OLD, Code::P22, "Measure 16", "“70/30” does not say"),
    (OLD, Code::P23, "Measure 17", "“per day”"),
    (OLD, Code::P23, "Measure 5", "“seven days”"),
    (OLD, Code::P23, "Measure 9", "“15 days”"),
    (NEW, Code::P23, "Measure 13", "“seven days”"),
    (NEW, Code::P23, "Measure 4", "“15 days”"),
    // Nothing, in its many spellings.
    (NEW, Code::P08, "Column 2022-23", "no measure has a value for 2022-23"),
    (NEW, Code::P07, "Measure 10", "the target is “TBC”"),
    (NEW, Code::P07, "Measure 11", "the target is “TBC”"),
    (OLD, Code::P07, "Measure 7", "no target is printed"),
    (OLD, Code::P07, "Measure 8", "no target is printed"),
    (OLD, Code::P07, "Measure 12", "no target is printed"),
    (OLD, Code::P24, "Section 4.a", "“TBC”, and no target carries it"),
    (OLD, Code::P08, "Measure 12", "no value for Baseline: blank"),
    (NEW, Code::P24, "Words for nothing", "6 ways: blank, “-”, “TBC”, “tbc at Q4”, “n/a” and “New"),
    (OLD, Code::P24, "Words for nothing", "2 ways"),
    (NEW, Code::P08, "Measure 3", "“n/a”"),
    (OLD, Code::P21, "Measure 19", "800 and more than the quarter before"),
    // Measures that ask for several things, or repeat their target.
    (OLD, Code::P20, "Measure 7", "2 figures"),
    (OLD, Code::P20, "Measure 8", "3 figures"),
    (OLD, Code::P20, "Measure 18", "under the target “400”"),
    (OLD, Code::P20, "Measure 21", "under the target “2,500”"),
    (OLD, Code::P30, "Measure 8", "three stages"),
    (OLD, Code::P21, "Measures", "repeats the target; each agrees"),
    (OLD, Code::P21, "Measure 15", "“Monitor”, and the target is “80%”"),
    // Budgets and people.
    (OLD, Code::P02, "Children and Families", "printed as 19 is 20"),
    (OLD, Code::P11, "Children and Justice", "the budget has 4"),
    (NEW, Code::P11, "Children and Justice", "the budget has 4"),
    (OLD, Code::P30, "Measure 3", "Justice and Substance Misuse"),
    (NEW, Code::P30, "Action 10", "Justice and Substance Misuse"),
    (NEW, Code::P26, "Justice and Substance Misuse", "rises by 246.5%"),
    (OLD, Code::P33, "Section 5.0", "may not be final"),
    (NEW, Code::P26, "Capital programme", "falls by 71%"),
    (NEW, Code::P29, "Community Alarms – Analogue to Digital", "“Community Alarms” in 2021-22"),
    (NEW, Code::P26, "Performance and Support", "falls by 33.8%"),
    (NEW, Code::P30, "Performance and Support", "Money Matters"),
    (OLD, Code::P34, "5.3 Employees", "“March 2021”, before 2021-22 began"),
    (NEW, Code::P34, "5.3 Employees", "“February 2023”, before 2023-24 began"),
    (NEW, Code::P34, "5.3 Employees", "other months"),
    // Services.
    (OLD, Code::P11, "Adult and Older People", "“Adult Services”"),
    (NEW, Code::P11, "Adult and Older People", "South Lanarkshire Health and Social Care"),
    (NEW, Code::P11, "Measure 1", "“Adult and Older” is cut short"),
    (NEW, Code::P11, "Action 3", "“New measure” ran into"),
    (NEW, Code::P11, "Action 13", "“New measure” ran into"),
    (OLD, Code::P12, "Action 3", "Children and Justice reports"),
    (OLD, Code::P12, "Action 11", "Adult and Older People reports"),
    (OLD, Code::P12, "Action 11, step 2", "no service is printed"),
    (NEW, Code::P35, "Measure 1", "“Performance and Support”"),
    (NEW, Code::P36, "Measure 1", "(Equipu)"),
    (NEW, Code::P37, "Performance and Support", "6 of 14"),
    // Links and outcomes.
    (OLD, Code::P13, "Links", "written as “C6.1” (20)"),
    (NEW, Code::P13, "Links", "2 forms: “04.05” (22) and “C01.06” (6)"),
    (NEW, Code::P13, "Link 03.04", "“C03.04” and “03.04”"),
    (NEW, Code::P13, "Links", "“C6.1” in 2021-22"),
    (OLD, Code::P13, "Links", "18 of 38 measures and actions have no link"),
    (NEW, Code::P13, "Measure 2", "would be Children and Young People"),
    (NEW, Code::P13, "Measure 3", "would be Children and Young People"),
    (NEW, Code::P13, "Measure 6", "would be Children and Young People"),
    (NEW, Code::P13, "Action 6", "would be Delivering the Plan"),
    (NEW, Code::P13, "Action 11", "would be Health and Wellbeing"),
    (NEW, Code::P13, "Action 14", "would be Communities and Environment"),
    (NEW, Code::P13, "Action 8", "would be Our Economy (“No Resource Outcomes"),
    (OLD, Code::P14, "Promote good mental health and wellbeing", "no measure and no action"),
    (OLD, Code::P14, "Improve the skills, flexibility and capacity of the workforce", "no measure"),
    (OLD, Code::P14, "Promote equality and the well-being of staff", "no measure and no action"),
    (NEW, Code::P14, "Outcomes", "9 of 13 outcomes have no measure"),
    (OLD, Code::P29, "Care and protect vulnerable adults", "Care and Protect"),
    // Times, bodies and reports.
    (NEW, Code::P09, "Action 2", "no date"),
    (NEW, Code::P09, "Action 3", "no date"),
    (NEW, Code::P09, "Action 4", "no date"),
    (NEW, Code::P09, "Action 10", "no date"),
    (NEW, Code::P09, "Action 12", "no date"),
    (NEW, Code::P09, "Action 14", "no date"),
    (OLD, Code::P10, "Action 15", "“by September 2021”"),
    (OLD, Code::P10, "Action 11, step 1", "“the end of 2021/22”"),
    (NEW, Code::P10, "Action 1", "“by March 2024”"),
    (NEW, Code::P10, "Action 6", "“by September 2023”"),
    (NEW, Code::P10, "Action 7", "“throughout 2023”"),
    (NEW, Code::P10, "Action 13", "“by January 2024”"),
    (NEW, Code::P10, "Action 8", "twice a year or every two years"),
    (OLD, Code::P27, "Action 6", "can be one body, or two"),
    (OLD, Code::P27, "Social Work Committee", "“Social Work Resource Committee”"),
    (NEW, Code::P27, "Integration Joint Board", "“Integrated Joint Board” in 2021-22"),
    (NEW, Code::P27, "Adult Protection Committee", "“Adult Support and Protection Committee” in"),
    (NEW, Code::P27, "Chief Officers Group", "Public Protection Chief Officers' Group"),
    (OLD, Code::P28, "Action 13", "Senior Management Team in quarters 2 and 4"),
    (NEW, Code::P28, "Action 9", "to Social Work Committee with no date"),
    (NEW, Code::P28, "Action 11", "to Social Work Committee with no date"),
    // The print.
    (OLD, Code::P32, "Action 10", "3"),
    (OLD, Code::P32, "Action 11", "2"),
    (OLD, Code::P32, "Measure 6", "page break"),
    (OLD, Code::P32, "Measure 15", "page break"),
    (OLD, Code::P32, "Action 1", "page break"),
    (OLD, Code::P32, "Action 7", "page break"),
    (OLD, Code::P32, "Action 13", "page break"),
    (NEW, Code::P32, "Measure 8", "page break"),
    (NEW, Code::P32, "Action 9", "page break"),
    (OLD, Code::P32, "Actions", "“2.Improve”"),
    (NEW, Code::P30, "Action 2", "SDS"),
    (NEW, Code::P30, "Action 10", "to be implemented"),
    (OLD, Code::P30, "Section 5.4", "organisation chart"),
    // What the text says.
    (NEW, Code::P03, "Justice Social Work Reports", "stated as 35% is 53.1%"),
    (NEW, Code::P04, "Adult protection inquiries", "other months"),
    (NEW, Code::P38, "Population", "“Table 1” is cited"),
    (OLD, Code::P18, "Section 2.4", "“January 2021”"),
    (NEW, Code::P18, "Section 2.2", "“February 2023”"),
    (NEW, Code::P19, "Section 2.2", "“June 2023”"),
    (NEW, Code::P19, "Section 2.9", "“January 2024”"),
    // Between the plans.
    (NEW, Code::P15, "Measure 12", "this was measure 4"),
    (NEW, Code::P15, "Measure 8", "this was measure 14"),
    (NEW, Code::P15, "Measures", "measures 2, 3, 4"),
    (OLD, Code::P16, "Measure 2", "it is not in 2023-24"),
    (OLD, Code::P16, "Measure 12", "as action 11"),
    (OLD, Code::P16, "Measure 19", "as action 9"),
    (NEW, Code::P16, "Measure 11", "no trend yet"),
    (NEW, Code::P17, "Plan", "there is no plan for 2022-23"),
    (NEW, Code::P17, "Measure 2", "“Target to remain same”"),
    (NEW, Code::P36, "Measure 12", "gone “offenders”; new “people”"),
    (NEW, Code::P36, "Measure 14", "gone “Criminal”"),
    (NEW, Code::P36, "Section 3", "“Connect Priority” is now “Connect Outcomes”"),
    (NEW, Code::P36, "Section 4.a", "“Annual Target”"),
];

#[test]
fn the_oddities_of_both_plans_are_found() {
    let findings = check(&plans());
    for (file, code, about, said) in EXPECTED {
        let found = findings.iter().any(|finding| {
            finding.code == *code
                && &*finding.place.file == *file
                && finding.about.as_deref() == Some(about)
                && finding.message.replace('\u{a0}', " ").contains(said)
        });
        assert!(found, "{file} {code} {about}: {said}");
    }
}

#[test]
fn nothing_else_is_called_an_error() {
    let findings = check(&plans());
    let errors: Vec<(&str, Code)> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| (finding.about.as_deref().unwrap_or_default(), finding.code))
        .collect();
    let expected = [
        ("Children and Families", Code::P02),
        ("Children and Justice", Code::P11),
        ("Justice Social Work Reports", Code::P03),
        ("Measure 1", Code::P05),
        ("Measure 1", Code::P11),
        ("Action 3", Code::P11),
        ("Action 13", Code::P11),
        ("Children and Justice", Code::P11),
    ];
    assert_eq!(errors, expected);
}

#[test]
fn a_step_with_its_day_is_not_called_vague() {
    let findings = check(&plans());
    assert!(!of(&findings, OLD, Code::P10).contains(&"Action 2".to_owned()));
}

fn of(findings: &[Finding], file: &str, code: Code) -> Vec<String> {
    let these = findings.iter().filter(|f| f.code == code && &*f.place.file == file);
    these.map(|finding| finding.about.clone().unwrap_or_default()).collect()
}

#[test]
fn what_holds_is_not_found_and_is_said_to_hold() {
    let plans = plans();
    let findings = check(&plans);
    assert_eq!(of(&findings, NEW, Code::P02), [""; 0]);
    assert_eq!(of(&findings, OLD, Code::P04), [""; 0]);
    for file in [OLD, NEW] {
        assert_eq!(of(&findings, file, Code::P01), [""; 0]);
    }
    assert_eq!(
        held(&plans[0]),
        [
            "5.1 Revenue budget: 4\u{a0}lines make 175.763, as printed",
            "5.2 Capital budget: 2\u{a0}lines make 6.839, as printed",
            "5.3 Employees: 3\u{a0}lines make 2,944, as printed",
        ]
    );
    assert_eq!(
        held(&plans[1]),
        [
            "5.1 Revenue budget: 4\u{a0}lines make 219.616, as printed",
            "5.2 Capital budget: 2\u{a0}lines make 1.984, as printed",
            "5.3 Employees: 3\u{a0}lines make 2859, as printed",
            "5.1 Revenue budget: 4\u{a0}printed shares are right",
            "Demand statistics: Population, 1.5% stated, 1.53% worked out (stated as a round figure)",
            "Demand statistics: Average weekly package of care, 15% stated, 14.04% worked out \
             (stated as a round figure)",
            "Demand statistics: Adult protection inquiries, 16% stated, 16.05% worked out",
        ]
    );
}

#[test]
fn steps_without_a_date_and_measures_that_stop_are_counted() {
    let findings = check(&plans());
    assert_eq!(of(&findings, OLD, Code::P09).len(), 8);
    assert_eq!(of(&findings, NEW, Code::P09).len(), 6);
    let measures = |file| {
        of(&findings, file, Code::P16).iter().filter(|about| about.starts_with("Measure ")).count()
    };
    assert_eq!((measures(OLD), measures(NEW)), (12, 5));
    let moved = of(&findings, NEW, Code::P15);
    assert_eq!(moved.iter().filter(|about| about.starts_with("Measure ")).count(), 8);
}

#[test]
fn a_wrong_total_shows_what_makes_it() {
    let plan = changed(PLAN_2023, "total = \"219.616\"", "total = \"219.626\"");
    let findings = check(&[plan]);
    let finding = findings.iter().find(|finding| finding.code == Code::P01).unwrap();
    assert_eq!(finding.message, "the lines make 219.616, not 219.626");
    assert_eq!(
        finding.read.as_deref(),
        Some("printed 219.626; 7.068 + 169.314 + 37.742 + 5.492 = 219.616; difference 0.010")
    );
    // The sentence above the table is looked at by itself.
    let stated = findings.iter().filter(|finding| finding.code == Code::P01).nth(1).unwrap();
    assert_eq!(stated.message, "the sentence does not name the table's £219.626m");
}

#[test]
fn a_change_on_the_wrong_base_shows_both_bases() {
    let findings = check(&plans());
    let wrong = |f: &&Finding| f.code == Code::P03 && f.severity == Severity::Error;
    assert_eq!(
        findings.iter().find(wrong).unwrap().read.as_deref(),
        Some(
            "from 288 to 441: 153 of 288 is 53.1%; stated 35%; difference 18.1 points; \
             153 of 441 is 34.7%: the later figure was taken as the base"
        )
    );
}

#[test]
fn a_corrected_plan_is_no_longer_found_fault_with() {
    let all = PLAN_2023
        .replace(
            "{ period = \"2021-22\", printed = \"£267\", read = \"£267\", meant = \"£267k\"",
            "{ period = \"2021-22\", printed = \"£267k\", read = \"£267k\"",
        )
        .replace("change = \"35%\"", "change = \"53%\"")
        .replace("Children and Justice New measure", "Children and Justice");
    let findings = check(&[read(NEW, &all).unwrap()]);
    assert_eq!(of(&findings, NEW, Code::P05), [""; 0]);
    assert!(!of(&findings, NEW, Code::P03).contains(&"Justice Social Work Reports".to_owned()));
    assert!(!of(&findings, NEW, Code::P11).contains(&"Action 3".to_owned()));
}

#[test]
fn a_link_to_a_measure_that_is_not_there_is_found() {
    let later = changed(PLAN_2023, "\"2021-22 M09\"", "\"2021-22 M99\"");
    let findings = check(&[later, read(OLD, PLAN_2021).unwrap()]);
    let finding = findings.iter().find(|f| f.message.contains("M99")).unwrap();
    assert_eq!((finding.code, finding.severity), (Code::P16, Severity::Error));
    assert_eq!(finding.message, "it continues 2021-22 M99, which is not there");
}

#[test]
fn a_target_that_left_its_wording_behind_is_found() {
    let plan = changed(
        PLAN_2021,
        "printed = \"12%\", read = \"at most 12%\"",
        "printed = \"14%\", read = \"at most 14%\"",
    );
    let findings = check(&[plan]);
    let finding = findings.iter().find(|f| f.message.contains("the wording says 12")).unwrap();
    assert_eq!((finding.code, finding.about.as_deref()), (Code::P21, Some("Measure 11")));
}

#[test]
fn a_sentence_about_the_past_announces_nothing() {
    let findings = check(&plans());
    let dates = [Code::P18, Code::P19];
    let texts = findings.iter().filter(|f| dates.contains(&f.code)).map(|f| f.message.as_str());
    for text in texts {
        for past in ["September 2022", "October 2022", "December 2022"] {
            assert!(!text.contains(past), "{text}");
        }
    }
}

#[test]
fn what_is_to_be_set_is_listed_and_never_nought() {
    let target = "target = { printed = \"£200k\", read = \"at least £200k\" }";
    let unset = "target = { printed = \"to be set\", read = \"to be set\" }";
    let budget = changed(PLAN_2023, "budget = \"37.742\"", "budget = \"to be set\"");
    assert!(budget.revenue.iter().any(|line| line.budget.value.is_none()));
    let told = |plan: Plan| -> Vec<String> {
        let found = check(&[plan]).into_iter().filter(|one| one.code == Code::P39);
        found
            .map(|one| format!("{}: {}", one.about.clone().unwrap_or_default(), one.message))
            .collect()
    };
    assert_eq!(told(budget.clone()), ["Children and Families: the budget is to be set"]);
    // A sum that lacks a line is neither right nor wrong.
    assert!(!held(&budget).iter().any(|held| held.contains("5.1 Revenue budget: 4 lines")));
    assert!(!check(&[budget]).iter().any(|one| one.code == Code::P01));
    assert_eq!(told(changed(PLAN_2023, target, unset)), ["Measure 1: the target is to be set"]);
}
