//! Findings of a public pack: without the texts that tell what is kept back.
//!
//! A finding's text is worked out from figures in a way of its own: a change, a distance, a share,
//! a formula. Where a number in it must not be said, the whole text is kept back, and says so: to
//! take the number out would leave the others, from which it follows.

use super::about;
use super::disclose::Withheld;
use super::mask::Mask;
use super::narrow::Part;
use crate::finding::{Code, Excerpt, Finding, Severity};
use crate::plan::Plan;
use std::collections::{BTreeMap, BTreeSet};

/// What stands in the place of what was read.
const READ: &str = "what was read is kept back";

/// Findings that are there, or not, as a status is: where it is kept back, they are too.
const RESTING_ON_A_STATUS: [Code; 4] = [Code::M12, Code::M13, Code::M15, Code::M16];

/// Warnings that are there, or not, as a figure stands to another: a large change says on which
/// side of its limit a count is that is kept back. Services and officers are told in receipts and
/// in the packs that show the figures.
const RESTING_ON_FIGURES: [Code; 3] = [Code::M03, Code::M10, Code::M11];

/// Takes out of a part's findings what tells a figure that is kept back. `masks` are those of the
/// measures of which something is, or may be, kept back, by their numbers.
pub(super) fn say_less(part: &mut Part<'_>, withheld: &Withheld, masks: &BTreeMap<u32, Mask>) {
    let numbers = |wanted: &dyn Fn(&super::WithheldMeasure) -> bool| -> BTreeSet<u32> {
        let of = |id| withheld.of(id).is_some_and(wanted);
        part.plan.measures.iter().filter(|one| of(&one.id)).map(|one| one.number).collect()
    };
    let (no_status, no_figure) = (numbers(&|one| one.status), numbers(&|_| true));
    let stays = |finding: &Finding| {
        let measure = about::measure(finding);
        let is_of = |numbers: &BTreeSet<u32>| measure.is_some_and(|one| numbers.contains(&one));
        let status = RESTING_ON_A_STATUS.contains(&finding.code) && is_of(&no_status);
        // An error holds the pack, whatever is shown of it.
        let figure = RESTING_ON_FIGURES.contains(&finding.code)
            && finding.severity != Severity::Error
            && is_of(&no_figure);
        !status && !figure
    };
    let mask = |finding: &Finding| masks.get(&about::measure(finding)?).copied();
    // Nearly always nothing is to be kept back, and the findings, which may be very many, are not
    // copied.
    let whole = |finding: &Finding| {
        let told = finding.about.is_none() && (tells(&finding.message) || read_tells(finding));
        stays(finding) && mask(finding).is_none() && !told
    };
    if part.findings.iter().all(whole) {
        return;
    }
    let findings = part.findings.to_mut();
    findings.retain(stays);
    for finding in findings {
        if let Some(mask) = mask(finding) {
            let measure = about::measure(finding);
            shorten(finding, mask, &own_words(&part.plan, measure));
        } else if finding.about.is_none() {
            if read_tells(finding) {
                finding.read = Some(READ.to_owned());
                finding.excerpt = Excerpt::default();
            }
            if tells(&finding.message) {
                finding.message = kept_back(finding.code);
            }
        }
    }
}

/// Whether a text quotes a number. What a service wrote, and what belongs to no measure, may speak
/// of any: a comment, a note beside the form; of one too that a pack does not hold.
fn tells(text: &str) -> bool {
    text.contains('“') && Mask::strict().is_said(text, &[])
}

fn read_tells(finding: &Finding) -> bool {
    finding.read.as_deref().is_some_and(tells)
}

/// Keeps a finding's texts back, each as a whole, where a number in it must not be said.
fn shorten(finding: &mut Finding, mask: Mask, own: &[&str]) {
    finding.excerpt = Excerpt::default();
    if mask.is_told(&finding.message, own) {
        finding.message = kept_back(finding.code);
    }
    // What is read of a figure that is kept back goes, whatever it says.
    if finding.read.as_deref().is_some_and(|read| mask.is_strict() || mask.is_said(read, own)) {
        finding.read = Some(READ.to_owned());
    }
    // A rule's standing remedy names no figure.
    let standing = finding.code.rule().remedy;
    if finding.remedy != standing && mask.is_told(&finding.remedy, own) {
        finding.remedy = standing.into();
    }
}

/// `large changes are explained: what was found is kept back`
fn kept_back(code: Code) -> String {
    format!("{}: what was found is kept back", code.rule().title)
}

/// The words of the plan about a measure: public, whatever numbers they hold.
fn own_words(plan: &Plan, number: Option<u32>) -> Vec<&str> {
    let measure = plan.measures.iter().find(|one| Some(one.number) == number);
    let words = measure.into_iter().flat_map(|one| {
        let labels = one.figures.iter().map(|figure| figure.label.as_str());
        labels.chain([one.short.as_str(), one.text.as_str()])
    });
    words.collect()
}
