//! Prints the page of rules from the catalogue: `cargo run --example rules-page > docs/rules.md`.
//! A test holds that the page is up to date.

use quarterpack::finding::{Rule, catalogue};
use std::io::Write as _;

const HEAD: &str = "\
# The rules

Every finding bears the code of a rule. Codes are stable: a code never comes to mean something
else. `quarterpack explain CODE` prints one rule, `quarterpack explain` all titles. This page is
made from the same catalogue; do not change it by hand:

```sh
cargo run --example rules-page > docs/rules.md
```

- An **error** means that a figure can't be used, or that the pack would be wrong.
- A **warning** means that the figure is used, and that a person should look.
- A **note** is worth knowing; there is nothing to mend.

The severity below is the usual one. A single finding may carry another: B09 is a note where the
finance period ends on another day than the quarter, and an error where the two lie far apart.
";

const NOT_RUN: &str = "
## Rules that did not run

Some rules compare with what a return does not hold: last quarter, last year, or a figure that the
form works out itself. Every run lists the rules that could not run, in whole or in part, each with
its reason; so does the appendix on the returns in every pack.
";

/// The families, by the letter that their codes begin with.
const FAMILIES: [(&str, &str); 11] = [
    ("F", "The file"),
    ("C", "The cell"),
    ("M", "Measures"),
    ("A", "Actions"),
    ("B", "Budgets"),
    ("H", "Employees"),
    ("D", "Disclosure"),
    ("W", "The collection"),
    ("O", "Past outturns"),
    ("R", "What holds a final pack"),
    ("P", "The plan itself"),
];

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(page().as_bytes())
}

/// The whole page.
pub(crate) fn page() -> String {
    let mut parts = vec![HEAD.to_owned()];
    for (letter, name) in FAMILIES {
        parts.push(format!("\n## {letter}: {name}\n"));
        let family = catalogue().iter().filter(|rule| rule.code.to_string().starts_with(letter));
        parts.extend(family.map(entry));
    }
    parts.push(NOT_RUN.to_owned());
    parts.concat()
}

fn entry(rule: &Rule) -> String {
    format!(
        "\n**{}** ({}): {}.  \nWhy: {}  \nTo do: {}\n",
        rule.code,
        rule.severity.word(),
        rule.title,
        rule.rationale,
        rule.remedy
    )
}
