//! Who asks for an exempt pack on a list that may not have it.

use crate::pipeline::Inputs;
use std::io::{self, Write};

/// Says who does not get a pack, by its id, and what to do about it.
pub(super) fn tell(out: &mut dyn Write, inputs: &Inputs, pack: &str) -> io::Result<()> {
    let lists = crate::pipeline::shown(&inputs.settings.paths.lists);
    let packs = inputs.packs.iter().filter(|one| one.recipe.id == pack);
    for one in packs.flat_map(|pack| crate::pipeline::left_out(inputs, pack)) {
        writeln!(out, "  left out: {one}")?;
        writeln!(out, "    to do: {}", one.remedy(&lists))?;
    }
    Ok(())
}
