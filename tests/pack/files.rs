//! Packs of a configuration by their ids.

use crate::support::INPUTS;
use quarterpack::config::PackFile;
use quarterpack::pipeline::Inputs;

/// A pack of the samples.
pub(crate) fn pack_file(id: &str) -> &'static PackFile {
    pack_of(&INPUTS, id)
}

/// A pack of a configuration.
pub(crate) fn pack_of<'a>(inputs: &'a Inputs, id: &str) -> &'a PackFile {
    inputs.packs.iter().find(|pack| pack.recipe.id == id).unwrap()
}
