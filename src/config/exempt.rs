//! Exempt measures and actions, held against the plans that they are of.

use super::fault::{ConfigError, line_of, nearest};
use crate::audience::Exempt;
use crate::plan::Plan;
use std::path::Path;

/// Checks that the plans have the measures and actions that the settings say are exempt: of one
/// that is mistyped nothing would be kept back.
///
/// # Errors
/// With the file, the line and the nearest id.
pub fn check_exempt(
    file: &Path,
    text: &str,
    exempt: &Exempt,
    plans: &[Plan],
) -> Result<(), ConfigError> {
    for (year, id) in exempt.keys() {
        let key = format!("{year} {id}");
        let value = |message: String| ConfigError::Value {
            file: file.display().to_string(),
            line: line_of(text, &["disclosure", "exempt", &key]),
            setting: format!("disclosure.exempt.\"{key}\""),
            message,
        };
        let Some(plan) = plans.iter().find(|plan| plan.year == *year) else {
            let known: Vec<String> = plans.iter().map(|plan| plan.year.to_string()).collect();
            let known = known.join(", ");
            return Err(value(format!("there is no plan of {year}; known are {known}")));
        };
        let measures = plan.measures.iter().map(|measure| measure.id.as_str());
        let known = measures.chain(plan.actions.iter().map(|action| action.id.as_str()));
        if known.clone().any(|known| known == id) {
            continue;
        }
        let near = nearest(id, known.clone()).map_or_else(
            || format!("known are {}", known.collect::<Vec<_>>().join(", ")),
            |near| format!("did you mean “{near}”?"),
        );
        return Err(value(format!(
            "the plan of {year} has no measure and no action “{id}”; {near}"
        )));
    }
    Ok(())
}
