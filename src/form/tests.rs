//! The form as a whole.

use super::example::{every_layout, filled, layout};
use super::{Filled, write};
use std::fs;

/// For `check-xlsx` and for looking at: blank and filled forms in `target/forms`.
#[test]
#[ignore = "writes files to look at"]
fn forms_to_look_at() {
    fs::create_dir_all("target/forms").unwrap();
    for form in every_layout() {
        let name = format!("{}-{}", form.service, form.quarter.slug());
        for (kind, entries) in [("blank", Filled::new()), ("filled", filled(&form))] {
            let bytes = write(&form, &entries).unwrap();
            fs::write(format!("target/forms/{name}-{kind}.xlsx"), bytes).unwrap();
        }
    }
}

#[test]
fn the_same_form_makes_the_same_bytes() {
    let form = layout("children-and-justice");
    let entries = filled(&form);
    assert_eq!(write(&form, &entries).unwrap(), write(&form, &entries).unwrap());
}
