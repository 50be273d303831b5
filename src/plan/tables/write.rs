//! Tables of text → a plan file, and of each value which cell it is from.

use super::kind::{Choice, Kind};
use super::quoted;
use super::{Row, Tables};
use crate::calendar::NaiveDate;

/// How a plan file is written: what stands at the head of each.
const HEAD: &str = include_str!("head.txt");

/// A plan file made from tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanText {
    /// The file.
    pub text: String,
    /// What stands in no plan file: ids that lead nowhere, words where a number belongs.
    pub faults: Vec<Misplaced>,
    /// Where in the file each value begins, in bytes, and the cell it is from; in order.
    origins: Vec<(usize, Written)>,
}

/// A cell of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Written {
    /// Its table.
    pub kind: Kind,
    /// Its row, from 0.
    pub row: usize,
    /// Its field's key.
    pub key: &'static str,
}

/// A cell that can't be written down as what it should be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Misplaced {
    /// The cell.
    pub cell: Written,
    /// What is wrong, without a full stop.
    pub message: String,
    /// What to do, without a full stop.
    pub remedy: String,
}

impl PlanText {
    /// The cell that the value at a place of the file is from.
    #[must_use]
    pub fn origin(&self, at: usize) -> Option<Written> {
        let next = self.origins.partition_point(|(start, _)| *start <= at);
        self.origins.get(next.checked_sub(1)?).map(|(_, cell)| *cell)
    }
}

impl Tables {
    /// The plan file that the tables make; `title` is what its first line says.
    #[must_use]
    pub fn toml(&self, title: &str) -> PlanText {
        let mut pen = Pen { tables: self, text: String::new(), origins: vec![], faults: vec![] };
        pen.comment(title);
        pen.text.push_str(HEAD);
        for part in super::parts::PARTS {
            part(&mut pen);
        }
        pen.orphans();
        pen.blanks();
        let Pen { text, mut faults, origins, .. } = pen;
        faults.sort();
        faults.dedup_by(|a, b| a.cell == b.cell);
        PlanText { text, faults, origins }
    }
}

pub(super) struct Pen<'a> {
    pub(super) tables: &'a Tables,
    pub(super) text: String,
    origins: Vec<(usize, Written)>,
    faults: Vec<Misplaced>,
}

/// A row that is being written.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    kind: Kind,
    nth: usize,
    row: &'a Row,
}

impl<'a> At<'a> {
    pub(super) const fn cell(self, key: &'static str) -> Written {
        Written { kind: self.kind, row: self.nth, key }
    }

    pub(super) fn get(self, key: &str) -> &'a str {
        self.row.get(key)
    }
}

impl<'a> Pen<'a> {
    pub(super) fn comment(&mut self, text: &str) {
        for line in quoted::remark(text) {
            self.text.push_str(&line);
            self.text.push('\n');
        }
    }

    /// Adds pieces of text.
    pub(super) fn push(&mut self, pieces: &[&str]) {
        for piece in pieces {
            self.text.push_str(piece);
        }
    }

    /// `# ---- Section 4.a: measures`
    pub(super) fn section(&mut self, name: &str) {
        self.text.push_str("\n# ---- ");
        self.text.push_str(name);
        self.text.push('\n');
    }

    pub(super) fn rows(&self, kind: Kind) -> impl Iterator<Item = At<'a>> + use<'a> {
        self.tables.rows(kind).iter().enumerate().map(move |(nth, row)| At { kind, nth, row })
    }

    /// The rows of a kind that belong to an entry.
    pub(super) fn of(&self, kind: Kind, id: &str) -> Vec<At<'a>> {
        let key = kind.within().map_or("", |(_, key)| key);
        self.rows(kind).filter(|at| at.get(key) == id).collect()
    }

    pub(super) fn remarks(&mut self, at: At<'_>, key: &str, indent: &str) {
        for (_, text) in at.row.remarks.iter().filter(|(above, _)| *above == key) {
            for line in quoted::remark(text) {
                self.text.push_str(indent);
                self.text.push_str(&line);
                self.text.push('\n');
            }
        }
    }

    pub(super) fn entry(&mut self, at: At<'_>, head: &str) {
        self.text.push('\n');
        self.remarks(at, "", "");
        let first = at.kind.fields().first().map_or("", |field| field.key);
        self.origin(at, first);
        self.text.push_str(head);
        self.text.push('\n');
    }

    pub(super) fn origin(&mut self, at: At<'_>, key: &'static str) {
        self.origins.push((self.text.len(), at.cell(key)));
    }

    pub(super) fn fault(&mut self, at: At<'_>, key: &'static str, message: String, remedy: String) {
        self.faults.push(Misplaced { cell: at.cell(key), message, remedy });
    }

    /// A key with its value, a line.
    pub(super) fn line(&mut self, at: At<'_>, key: &'static str, name: &str, value: &str) {
        self.remarks(at, key, "");
        self.origin(at, key);
        self.text.push_str(name);
        self.text.push_str(" = ");
        self.origin(at, key);
        self.text.push_str(value);
        self.text.push('\n');
    }

    /// A text that every entry has.
    pub(super) fn text(&mut self, at: At<'_>, key: &'static str, name: &str) {
        let value = quoted::text(at.get(key));
        self.line(at, key, name, &value);
    }

    /// A text that is left out where it is blank.
    pub(super) fn maybe(&mut self, at: At<'_>, key: &'static str, name: &str) {
        if !at.get(key).is_empty() {
            self.text(at, key, name);
        }
    }

    pub(super) fn texts(&mut self, at: At<'_>, keys: &[&'static str]) {
        for key in keys {
            self.text(at, key, key);
        }
    }

    pub(super) fn whole(&mut self, at: At<'_>, key: &'static str) {
        let typed = at.get(key).trim();
        let number = typed.parse::<u32>().unwrap_or_else(|_| {
            let message = format!("“{typed}” is not a whole number");
            self.fault(at, key, message, "type the number printed before it, such as 13".into());
            0
        });
        self.line(at, key, key, &number.to_string());
    }

    pub(super) fn day(&mut self, at: At<'_>, key: &'static str) -> Option<String> {
        let typed = at.get(key).trim();
        if typed.is_empty() {
            return None;
        }
        if typed.parse::<NaiveDate>().is_err() {
            let message = format!("“{typed}” is not a day");
            let remedy = "type it as day/month/year, such as 31/03/2024, so that Excel knows it";
            self.fault(at, key, message, remedy.into());
            return None;
        }
        Some(typed.to_owned())
    }

    pub(super) fn list(&mut self, at: At<'_>, key: &'static str, name: &str) {
        let values: Vec<String> = parts(at, key).into_iter().map(quoted::text).collect();
        self.line(at, key, name, &format!("[{}]", values.join(", ")));
    }

    pub(super) fn maybe_list(&mut self, at: At<'_>, key: &'static str, name: &str) {
        if !at.get(key).is_empty() {
            self.list(at, key, name);
        }
    }

    /// `{ id = "O01", printed = "…" },` on a line of its own.
    pub(super) fn inline(&mut self, at: At<'_>, fields: &[(&'static str, &str, String)]) {
        for (key, ..) in fields {
            self.remarks(at, key, "  ");
        }
        self.remarks(at, "", "  ");
        self.text.push_str("  {");
        for (nth, (key, name, value)) in fields.iter().enumerate() {
            self.text.push_str(if nth == 0 { " " } else { ", " });
            self.origin(at, key);
            self.text.push_str(name);
            self.text.push_str(" = ");
            self.text.push_str(value);
        }
        self.text.push_str(" },\n");
    }

    /// The texts of fields; those that may be blank are left out where they are.
    pub(super) fn fields(
        at: At<'_>,
        keys: &[(&'static str, bool)],
    ) -> Vec<(&'static str, &'static str, String)> {
        let there = keys.iter().filter(|(key, must)| *must || !at.get(key).is_empty());
        there.map(|(key, _)| (*key, *key, quoted::text(at.get(key)))).collect()
    }

    /// The remarks below the entries of a kind.
    pub(super) fn after(&mut self, kind: Kind) {
        for note in self.tables.after(kind) {
            self.text.push('\n');
            self.comment(note);
        }
    }

    /// Rows that belong to an entry that is not there.
    pub(super) fn orphans(&mut self) {
        for kind in Kind::ALL {
            let Some((parent, key)) = kind.within() else { continue };
            for at in self.rows(kind) {
                let id = at.get(key);
                let known = |row: &Row| row.get("id") == id;
                if !id.is_empty() && !self.tables.rows(parent).iter().any(known) {
                    let message = format!("there is no “{id}” on the sheet {}", parent.sheet());
                    self.fault(at, key, message, "choose one of the ids on that sheet".into());
                }
            }
        }
    }

    pub(super) fn blanks(&mut self) {
        for kind in Kind::ALL {
            for at in self.rows(kind) {
                for field in kind.fields().iter().filter(|field| field.needed) {
                    if at.get(field.key).trim().is_empty() {
                        let message = format!("“{}” is empty", field.head);
                        let help = field.help.trim_end_matches('.');
                        self.fault(at, field.key, message, format!("fill it in: {help}"));
                    }
                }
            }
        }
    }
}

/// The parts of a list: lines, or ids with commas between.
pub(super) fn parts<'r>(at: At<'r>, key: &str) -> Vec<&'r str> {
    let lines = at.kind.field(key).is_some_and(|field| field.choice == Choice::Lines);
    let split = |c: char| c == '\n' || (!lines && (c == ',' || c == ';'));
    at.get(key).split(split).map(str::trim).filter(|part| !part.is_empty()).collect()
}
