//! The pack put together, section by section, as its recipe asks.

use super::material::Material;
use super::pack::{FrontSheet, Identity, Pack, PageLayout, Section, SectionStyle, State};
use super::recipe::{Numbering, SectionKind};
use super::{
    actions, appendices, capital, employees, exceptions, in_full, measures, money, origins, parts,
    risks, standing, steps, summary,
};
use crate::wording::{Templates, WordingError};

/// Makes a pack.
///
/// # Errors
/// When a template of the standing wording can't be filled in.
pub fn compose(material: &Material<'_>, templates: &Templates) -> Result<Pack, WordingError> {
    let (kinds, numbering) = numbered(material, templates)?;
    let sections: Result<Vec<Section>, WordingError> =
        kinds.into_iter().map(|kind| section(material, &numbering, kind, templates)).collect();
    Ok(Pack { identity: identity(material), front: front(material), sections: sections? })
}

/// The sections that say something, and their numbers.
fn numbered(
    material: &Material<'_>,
    templates: &Templates,
) -> Result<(Vec<SectionKind>, Numbering), WordingError> {
    let all = &material.recipe.sections;
    let numbering = Numbering::of(all);
    let mut kinds = Vec::new();
    for kind in all {
        if !standing::is_empty(material, &numbering, *kind, templates)? {
            kinds.push(*kind);
        }
    }
    let numbering = Numbering::of(&kinds);
    Ok((kinds, numbering))
}

fn identity(material: &Material<'_>) -> Identity {
    let quarter = material.quarter();
    let edition = material.edition;
    Identity {
        title: format!("{}: {} progress report", material.plan.title, quarter.in_text()),
        audience: material.recipe.body.clone(),
        author: format!("{}, {}", material.plan.council, material.plan.resource),
        quarter,
        version: edition.version,
        state: edition.state,
        as_at: material.position.as_at,
        illustrative: edition.illustrative.clone(),
        exempt: material.recipe.exempt.as_ref().map(ToString::to_string),
        file_stem: file_stem(material),
    }
}

/// The name of its files: a final does not stand in the place of its draft.
fn file_stem(material: &Material<'_>) -> String {
    let edition = material.edition;
    let state = match edition.state {
        State::Draft => "",
        State::Final => "-final",
    };
    let (id, quarter) = (&material.recipe.id, material.quarter().slug());
    format!("{id}-{quarter}-v{}{state}", edition.version)
}

fn front(material: &Material<'_>) -> FrontSheet {
    let quarter = material.quarter();
    FrontSheet {
        report_to: material.recipe.body.clone(),
        meeting: material.recipe.meeting(quarter),
        report_by: material.plan.director_role.clone(),
        subject: vec![
            format!("{}:", material.plan.title),
            format!("{} Progress Report, {}", quarter.in_text(), quarter.months()),
        ],
    }
}

fn section(
    material: &Material<'_>,
    numbering: &Numbering,
    kind: SectionKind,
    templates: &Templates,
) -> Result<Section, WordingError> {
    let number = numbering.number(kind).to_owned();
    let blocks = match kind {
        SectionKind::Purpose
        | SectionKind::Recommendations
        | SectionKind::Background
        | SectionKind::Implications => standing::blocks(material, numbering, kind, templates)?,
        SectionKind::Summary => {
            let asked = standing::asked(material, numbering, templates)?;
            summary::blocks(material, numbering, asked)
        }
        SectionKind::Exceptions => exceptions::blocks(material, numbering),
        SectionKind::Measures => measures::by_outcome(material),
        SectionKind::Actions => actions::blocks(material, &number),
        SectionKind::Parts => parts::blocks(material),
        SectionKind::Revenue => money::revenue(material),
        SectionKind::Capital => capital::blocks(material),
        SectionKind::Employees => employees::blocks(material),
        SectionKind::Risks => risks::blocks(material),
        SectionKind::MeasuresInFull => in_full::blocks(material),
        SectionKind::ActionsInFull => steps::blocks(material),
        SectionKind::Returns => appendices::returns(material),
        SectionKind::PlanNotes => appendices::plan_notes(material),
        SectionKind::Changes => origins::changes(material),
        SectionKind::Sources => origins::sources(material),
    };
    Ok(Section {
        id: kind.id().into(),
        number,
        heading: kind.heading().into(),
        style: style(kind),
        layout: layout(kind),
        new_page: new_page(kind),
        blocks,
    })
}

const fn style(kind: SectionKind) -> SectionStyle {
    match kind {
        SectionKind::Purpose
        | SectionKind::Recommendations
        | SectionKind::Background
        | SectionKind::Implications => SectionStyle::Paragraphs,
        SectionKind::Summary
        | SectionKind::Exceptions
        | SectionKind::Measures
        | SectionKind::Actions
        | SectionKind::Parts
        | SectionKind::Revenue
        | SectionKind::Capital
        | SectionKind::Employees
        | SectionKind::Risks
        | SectionKind::MeasuresInFull
        | SectionKind::ActionsInFull
        | SectionKind::Returns
        | SectionKind::PlanNotes
        | SectionKind::Changes
        | SectionKind::Sources => SectionStyle::Tables,
    }
}

/// The revenue statement is too wide for an upright page; capital and employees share its pages.
const fn layout(kind: SectionKind) -> PageLayout {
    if matches!(kind, SectionKind::Revenue | SectionKind::Capital | SectionKind::Employees) {
        PageLayout::Landscape
    } else {
        PageLayout::Portrait
    }
}

const fn new_page(kind: SectionKind) -> bool {
    matches!(
        kind,
        SectionKind::Summary
            | SectionKind::Exceptions
            | SectionKind::Measures
            | SectionKind::Actions
            | SectionKind::Revenue
            | SectionKind::Risks
            | SectionKind::MeasuresInFull
            | SectionKind::ActionsInFull
            | SectionKind::Returns
            | SectionKind::PlanNotes
    )
}
