//! Tables: a caption, heads with their scope, groups with their rows, notes that can be followed.

use super::chart::sparkline;
use super::markup::{Attribute, Markup};
use super::{marks, words};
use crate::compose::{
    Align, Cell, Column, Content, Emphasis, Row, SUPPRESSED, Second, Table, Width,
};

/// How tables stand: the last heading before one, so that a caption need not repeat it to the
/// eye.
pub(super) fn draw(markup: &mut Markup, table: &Table, heading: &str) {
    let id = markup.id(&format!("table-{}", table.id));
    let caption = markup.id(&format!("{id}-caption"));
    let notes = Notes::of(markup, &id, table);
    let region = [
        ("class", "scroll"),
        ("role", "region"),
        ("aria-labelledby", &*caption),
        ("tabindex", "0"),
    ];
    markup.block("div", &[("class", "table")], |m| {
        m.block("div", &region, |m| {
            let class = if table.dense { "dense" } else { "open" };
            m.block("table", &[("id", &*id), ("class", class)], |m| {
                let repeated = heading.ends_with(&table.title);
                let shown = if repeated { "vh" } else { "shown" };
                // The words stay in sight where the table is moved under them.
                m.block("caption", &[("id", &*caption), ("class", shown)], |m| {
                    words::plain(m, "span", &[], &table.title);
                });
                Grid::of(table, &notes).draw(m, table);
            });
        });
        notes.draw(m, table);
        if let Some(footnote) = &table.footnote {
            words::element(m, "p", &[("class", "note")], footnote);
        }
    });
}

/// The notes' places on the page, by their labels.
struct Notes(Vec<(String, String)>);

impl Notes {
    fn of(markup: &mut Markup, table: &str, of: &Table) -> Self {
        let place =
            |(label, _): &(String, _)| (label.clone(), markup.id(&format!("{table}-{label}")));
        Self(of.notes.iter().map(place).collect())
    }

    /// `[note 1]`, which leads to the note.
    fn label(&self, markup: &mut Markup, label: &str) {
        let shown = format!("[{}]", label.replace(' ', "\u{a0}"));
        let place = self.0.iter().find(|(known, _)| known == label);
        markup.space();
        match place {
            Some((_, id)) => {
                let link = [("class", "to-note"), ("href", &*format!("#{id}"))];
                markup.element("a", &link, |m| m.text(&shown));
            }
            None => markup.element("span", &[("class", "to-note")], |m| m.text(&shown)),
        }
    }

    fn draw(&self, markup: &mut Markup, table: &Table) {
        if table.notes.is_empty() {
            return;
        }
        markup.block("ul", &[("class", "notes"), ("role", "list")], |m| {
            for ((label, text), (_, id)) in table.notes.iter().zip(&self.0) {
                let label = format!("[{}]", label.replace(' ', "\u{a0}"));
                words::with_lead(m, "li", &[("id", id)], Some(&label), text);
                m.own("\n");
            }
        });
    }
}

/// A table's columns, as its rows need to know them.
struct Grid<'t> {
    columns: &'t [Column],
    /// Columns with words after their numbers: figures without one keep its room free.
    worded: Vec<bool>,
    notes: &'t Notes,
}

impl<'t> Grid<'t> {
    fn of(table: &'t Table, notes: &'t Notes) -> Self {
        let has_word = |nth: usize| {
            table.rows.iter().any(|row| {
                let cell = cells(row).get(nth).map(|cell| &cell.content);
                matches!(cell, Some(Content::Number { word: Some(_), .. }))
            })
        };
        let worded = (0..table.columns.len()).map(has_word).collect();
        Self { columns: &table.columns, worded, notes }
    }

    fn draw(&self, markup: &mut Markup, table: &Table) {
        if self.columns.iter().any(|column| !column.head.is_empty()) {
            markup.block("thead", &[], |m| {
                m.element("tr", &[], |m| {
                    for column in self.columns {
                        let class = place_class(column);
                        if column.head.is_empty() {
                            m.element("td", &[("class", &class)], |_| {});
                        } else {
                            let all = [("scope", "col"), ("class", &*class)];
                            words::plain(m, "th", &all, &column.head);
                            m.own("\n");
                        }
                    }
                });
            });
        }
        // Each group is a body of its own, so that its head belongs to its rows and no others.
        let starts = |row: &Row| matches!(row, Row::Group { .. });
        let mut rest = table.rows.as_slice();
        while let [first, others @ ..] = rest {
            let end = others.iter().position(starts).unwrap_or(others.len());
            let (body, after) = others.split_at(end);
            markup.block("tbody", &[], |m| {
                self.row(m, first);
                for row in body {
                    self.row(m, row);
                }
            });
            rest = after;
        }
    }

    fn row(&self, markup: &mut Markup, row: &Row) {
        match row {
            Row::Group { shown, .. } => markup.block("tr", &[("class", "group")], |m| {
                let span = self.columns.len().to_string();
                let all = [("scope", "rowgroup"), ("colspan", &*span)];
                m.element("th", &all, |m| words::plain(m, "span", &[], shown));
            }),
            Row::Cells(cells) => self.cells(markup, "row", cells),
            Row::Total(cells) => self.cells(markup, "total", cells),
        }
    }

    fn cells(&self, markup: &mut Markup, kind: &'static str, cells: &[Cell]) {
        markup.block("tr", &[("class", kind)], |m| {
            for ((column, worded), cell) in self.columns.iter().zip(&self.worded).zip(cells) {
                self.cell(m, column, *worded, cell);
            }
        });
    }

    fn cell(&self, markup: &mut Markup, column: &Column, worded: bool, cell: &Cell) {
        let strength = match cell.emphasis {
            Emphasis::Plain => "",
            Emphasis::Bold => " bold",
            Emphasis::Faint => " faint",
        };
        let worded = worded && matches!(cell.content, Content::Number { .. });
        let whole = if worded { " worded" } else { "" };
        let class = format!("{}{strength}{whole}", place_class(column));
        let mut attributes: Vec<Attribute<'_>> = vec![("class", &class)];
        let named = column.names_row && !matches!(cell.content, Content::Empty);
        if named {
            attributes.push(("scope", "row"));
        }
        markup.block(if named { "th" } else { "td" }, &attributes, |m| {
            content(m, cell, worded);
            cell.notes.iter().for_each(|label| self.notes.label(m, label));
            if let Some(second) = &cell.second {
                second_line(m, second);
            }
        });
    }
}

fn cells(row: &Row) -> &[Cell] {
    match row {
        Row::Cells(cells) | Row::Total(cells) => cells,
        Row::Group { .. } => &[],
    }
}

/// How a column stands: which way, and how narrow it may get, in steps of 10 mm.
fn place_class(column: &Column) -> String {
    let align = match column.align {
        Align::Left => "l",
        Align::Right => "r",
    };
    let width = match column.width {
        Width::Fitted => "fit",
        Width::Millimetres(width) if width <= 10.0 => "w1",
        Width::Millimetres(width) if width <= 20.0 => "w2",
        Width::Millimetres(width) if width <= 30.0 => "w3",
        Width::Millimetres(width) if width <= 40.0 => "w4",
        Width::Millimetres(_) => "w5",
    };
    format!("{align} {width}")
}

fn content(markup: &mut Markup, cell: &Cell, worded: bool) {
    match &cell.content {
        Content::Empty => {}
        Content::Text(text) => {
            let way = text.0.iter().any(|span| super::markup::finds_its_way(&span.text));
            if way {
                markup.element("div", &[("dir", "auto")], |m| words::running(m, text));
            } else {
                words::running(markup, text);
            }
        }
        Content::Missing(gap) => words::plain(markup, "span", &[("class", "gone")], gap),
        Content::Suppressed(why) => {
            words::plain(markup, "abbr", &[("class", "gone"), ("title", why)], SUPPRESSED);
        }
        Content::Number { shown, word, .. } => {
            markup.element("span", &[("class", "n")], |m| m.text(shown));
            if let Some(word) = word {
                markup.space();
                markup.element("span", &[("class", "w")], |m| m.text(word));
            } else if worded {
                markup.element("span", &[("class", "w")], |_| {});
            }
        }
        Content::Date { value, shown } => {
            let day = value.format("%Y-%m-%d").to_string();
            markup.element("time", &[("datetime", &day)], |m| m.text(shown));
        }
        Content::Status(status) => marks::status(markup, *status),
        Content::Trend(trend) => sparkline::draw(markup, trend),
    }
}

fn second_line(markup: &mut Markup, second: &Second) {
    markup.space();
    markup.element("span", &[("class", "second")], |m| {
        if let Some(arrow) = second.arrow {
            marks::arrow(m, arrow);
            m.space();
        }
        words::plain(m, "span", &[], &second.text);
    });
}
