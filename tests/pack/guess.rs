//! A small number as an attacker guesses it, with all that a service and a check may say of it.

use crate::support::{INPUTS, Known};
use quarterpack::audience::{Clearance, SmallNumbers, Withheld, disclose, narrow};
use quarterpack::calendar::Quarter;
use quarterpack::compose::{Edition, Material, Pack, Recipe, SourceFile, State, compose};
use quarterpack::finding::{Code, Finding, Place, Severity};
use quarterpack::packed::Shelf;
use quarterpack::plan::{FigureId, MeasureId};
use quarterpack::quantity::Decimal;
use quarterpack::validate::{Commentary, FigureState, KeptReturn};

pub(crate) const RULE: SmallNumbers = SmallNumbers { smallest_shown: 5, show_zero: true };

/// What the services returned, with one quarter of one measure as the attacker guesses it, and a
/// comment and a finding that speak of it.
pub(crate) struct Guess {
    pub(crate) measure: &'static str,
    pub(crate) quarter: &'static str,
    pub(crate) part: u32,
    pub(crate) whole: u32,
}

impl Guess {
    pub(crate) fn known(&self, report: &str) -> Known {
        let mut known = known_at(report);
        let quarter: Quarter = self.quarter.parse().unwrap();
        let id = MeasureId::from(self.measure);
        let measure = known.plan.measure(&id).unwrap();
        let service = measure.lead().unwrap();
        for returned in known.returns.iter_mut().filter(|one| one.service == *service) {
            if returned.quarter == quarter {
                for (figure, number) in [("num", self.part), ("den", self.whole)] {
                    let key = (id.clone(), FigureId::from(figure));
                    let state = FigureState::Number(Decimal::from(number));
                    returned.figures.get_mut(&key).unwrap().state = state;
                }
            }
            if returned.quarter.to_string() == report {
                let said =
                    returned.commentary.entry(id.clone()).or_insert_with(Commentary::default);
                said.comment = Some(self.comment(quarter));
            }
        }
        known
    }

    /// What a service says of it, in every way that people write numbers.
    fn comment(&self, quarter: Quarter) -> String {
        let (part, whole, rest) = (self.part, self.whole, self.whole - self.part);
        format!(
            "In {} all but {rest} of {whole} were seen, which is {} and the others later: {} of \
             {}, {} more than before, the {part}th of them, {} in a hundred, up {}%, a {} in all.",
            quarter.in_text(),
            ["none", "one", "two", "three", "four"]
                .get(usize::try_from(part).unwrap())
                .copied()
                .unwrap_or("sixty"),
            spelled(part),
            spelled(whole),
            spelled(rest + 20),
            spelled(part * 100 / whole),
            self.share(),
            if part % 2 == 0 { "dozen" } else { "single" },
        )
    }

    fn share(&self) -> Decimal {
        (Decimal::from(self.part * 100) / Decimal::from(self.whole)).round_dp(1)
    }

    /// Findings that give it away by a share, a difference, a sum, or what was before; and some
    /// that are there or not as it is.
    fn told(&self, number: u32) -> Vec<Finding> {
        let (part, whole, rest) = (self.part, self.whole, self.whole - self.part);
        let find = |code, message: &str| Finding::new(code, Place::file("a.xlsx"), message);
        let mut told = vec![
            find(Code::M05, "a figure to ask about").read(format!("read {part} of {whole}")),
            find(Code::C02, "a formula").read(format!("read “=129+{part}”; last value, 133")),
            find(Code::M07, "a change").read(format!(
                "read {whole} after 59 last quarter, a change of {}%; more than 25% is asked about",
                self.share()
            )),
            find(Code::M09, &format!("the result is {} points short", self.share()))
                .remedy(format!("Check F4 and F5. Last quarter had {} more.", rest + 20)),
            find(Code::M01, "a part").remedy(format!("If {} is meant, type it.", part * 1_000)),
        ];
        let there = [(Code::M11, part % 2 == 0), (Code::M10, whole % 2 == 0)];
        for (code, _) in there.into_iter().filter(|(_, there)| *there) {
            told.push(find(code, "a large change").severity(Severity::Warning));
        }
        for finding in &mut told {
            finding.about = Some(format!("Measure {number}"));
        }
        // A text that belongs to no measure may speak of it.
        told.push(find(Code::D01, "the text holds a name").read(format!(
            "read “{} of {whole} came with ▒▒▒, {}%”, masked here",
            spelled(part),
            self.share()
        )));
        told
    }

    pub(crate) fn pack(&self, report: &str, recipe: &Recipe, cleared: &[Clearance]) -> Pack {
        let known = self.known(report);
        let (position, mut findings) = known.reconciled();
        let number = known.plan.measure(&MeasureId::from(self.measure)).unwrap().number;
        findings.extend(self.told(number));
        let part = narrow(&recipe.filter, known.plan, &position, &findings, &[], &|_| None);
        let (part, withheld) = if recipe.is_public() {
            disclose(part, RULE, cleared)
        } else {
            (part, Withheld::default())
        };
        let kept: Vec<KeptReturn> =
            known.returns.iter().map(|one| KeptReturn::of(one, &Shelf::default())).collect();
        let context: Vec<&KeptReturn> = kept.iter().collect();
        let edition = Edition {
            version: 1,
            state: State::Draft,
            deadline: known.job.as_at,
            illustrative: None,
            since: None,
            decided: Vec::new(),
            approved: None,
        };
        let sources = [SourceFile {
            file: "a.xlsx".into(),
            used_for: "Everything".into(),
            received: None,
            hash: "0".repeat(64),
        }];
        let material = Material {
            plan: &part.plan,
            whole: known.plan,
            withheld: &withheld,
            position: &part.position,
            received: &[],
            findings: &part.findings,
            strays: 0,
            plan_findings: &[],
            context: &context,
            not_run: &[],
            sources: &sources,
            recipe,
            thresholds: &INPUTS.settings.limits,
            edition: &edition,
        };
        compose(&material, &INPUTS.templates).unwrap()
    }
}

/// A number below a hundred in words.
fn spelled(number: u32) -> String {
    let units = [
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    let tens =
        ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let at = |list: &[&'static str], number: u32| list[usize::try_from(number).unwrap()];
    match (number, number % 10) {
        (0, _) => "none".into(),
        (1..20, _) => at(&units, number).into(),
        (100.., _) => "hundred".into(),
        (_, 0) => at(&tens, number / 10).into(),
        (_, unit) => format!("{}-{}", at(&tens, number / 10), at(&units, unit)),
    }
}

/// What was returned, read once.
pub(crate) fn known_at(quarter: &str) -> Known {
    let samples = [&*super::AUTUMN, &*super::YEAR_END];
    let known = samples.map(|sample| &sample.known);
    known.into_iter().find(|known| known.job.quarter.to_string() == quarter).unwrap().clone()
}
