//! The first sheet: what the workbook is, where things are, what the statuses mean.

use super::book::{Book, Leaf};
use super::cells::row_number;
use super::formats::Look;
use super::page;
use super::texts;
use crate::calendar::long_date;
use crate::compose::{Align, Emphasis, Pack, State, Status};
use crate::theme::Logo;
use rust_xlsxwriter::{Image, ObjectMovement, Url, Worksheet, XlsxError};

/// Its name.
pub(super) const SHEET: &str = "Cover";
/// The widths of its two columns, in characters.
const WIDTHS: [u16; 2] = [32, 74];

/// The names that formulas know facts of the cover by.
pub(super) const NAMES: [&str; 5] =
    ["Date_of_meeting", "Pack_for", "Pack_quarter", "Pack_version", "Data_as_at"];
/// The labels of those facts, in the same order.
const NAMED: [&str; 5] = ["Date of meeting", "Pack for", "Quarter", "Version", "Data as at"];

/// The same with their cells.
pub(super) fn names(pack: &Pack, logo: Option<&Logo>) -> Vec<(String, String)> {
    let first = first_fact(pack, logo) + 1;
    let facts = facts(pack);
    let row = |label: &str| facts.iter().position(|(known, _)| *known == label);
    let pairs = NAMES.into_iter().zip(NAMED);
    pairs
        .filter_map(|(name, label)| {
            Some((name.to_owned(), format!("{SHEET}!$B${}", first + row(label)?)))
        })
        .collect()
}

/// The row of the first fact, from nought, under the row that a logo has to itself.
fn first_fact(pack: &Pack, logo: Option<&Logo>) -> usize {
    usize::from(logo.is_some()) + title(pack).len() + 4
}

/// The logo, above everything.
fn place_logo(logo: &Logo, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
    let (width, height) = logo.size();
    // Hundredths of a millimetre: a workbook counts pictures at 96 points to an inch of 25.4 mm, and
    // rows at 72. Under the picture a little stays free.
    let pixels = |size: u32| size * 96 / 2540;
    let image = Image::new_from_buffer(&logo.file)?
        .set_alt_text(&logo.alt)
        .set_object_movement(ObjectMovement::DontMoveOrSizeWithCells)
        .set_scale_to_size(pixels(width), pixels(height), true);
    worksheet.set_row_height(0, height * 72 / 2540 + 12)?;
    worksheet.insert_image(0, 0, &image)?;
    Ok(())
}

fn title(pack: &Pack) -> Vec<&str> {
    texts::lines(&pack.identity.title, 68)
}

/// Writes it.
pub(super) fn write(book: &Book, pack: &Pack, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
    let look = &book.look;
    worksheet.set_name(SHEET)?;
    for (column, width) in (0..).zip(WIDTHS) {
        worksheet.set_column_width(column, f64::from(width))?;
    }
    let logo = book.look.logo();
    if let Some(logo) = logo {
        place_logo(logo, worksheet)?;
    }
    let mut next = titles(look, pack, logo, worksheet)?;
    for (label, text) in facts(pack) {
        let row = row_number(next)?;
        let format = Look::centred(look.cell(Align::Left, Emphasis::Bold));
        worksheet.write_string_with_format(row, 0, label, &format)?;
        worksheet.write_string_with_format(
            row,
            1,
            &text,
            &Look::centred(look.cell(Align::Left, Emphasis::Plain)),
        )?;
        worksheet.set_row_height(row, height(&text))?;
        next += 1;
    }
    next = contents(book, worksheet, next + 1)?;
    next = key(&book.look, pack, worksheet, next + 1)?;
    page::set_up(worksheet, look, &pack.identity, false, (next, 2))?;
    // A workbook of many sheets has a long cover, which is one page all the same.
    worksheet.set_print_fit_to_pages(1, 1);
    Ok(())
}

fn titles(
    look: &Look,
    pack: &Pack,
    logo: Option<&Logo>,
    worksheet: &mut Worksheet,
) -> Result<usize, XlsxError> {
    let identity = &pack.identity;
    let top = usize::from(logo.is_some());
    worksheet.write_string_with_format(row_number(top)?, 0, &identity.author, &look.second())?;
    let mut next = top + 1;
    for line in title(pack) {
        worksheet.write_string_with_format(row_number(next)?, 0, line, &look.heading(16))?;
        worksheet.set_row_height(row_number(next)?, 24)?;
        next += 1;
    }
    let (mark, boxed) = identity.mark();
    // A text that is wider than its box would be cut at both ends.
    let fits = mark.chars().count() <= usize::from(WIDTHS[0]);
    let format = if boxed && fits { look.boxed() } else { look.heading(10) };
    let row = row_number(next + 1)?;
    worksheet.set_row_height(row, 21)?;
    worksheet.write_string_with_format(row, 0, mark, &format)?;
    Ok(first_fact(pack, logo))
}

/// The labelled lines.
fn facts(pack: &Pack) -> Vec<(&'static str, String)> {
    let (identity, front) = (&pack.identity, &pack.front);
    let state = match identity.state {
        State::Draft => "draft",
        State::Final => "final",
    };
    let meeting = front.meeting.map_or_else(|| "not set".into(), long_date);
    let mut facts = vec![
        ("Report to", front.report_to.clone()),
        ("Date of meeting", meeting),
        ("Report by", front.report_by.clone()),
        ("Subject", front.subject.join("\n")),
        ("Pack for", identity.audience.clone()),
        ("Quarter", format!("{}, {}", identity.quarter, identity.quarter.months())),
        ("Version", format!("{}, {state}", identity.version)),
        ("Data as at", long_date(identity.as_at)),
    ];
    if let Some(paragraphs) = &identity.exempt {
        let text = format!("{paragraphs}, Schedule 7A, Local Government (Scotland) Act 1973");
        facts.push(("Not for publication", text));
    }
    if let Some(line) = &identity.illustrative {
        facts.push(("About the figures", line.clone()));
    }
    facts
}

/// Links to every other sheet, with a line about each.
fn contents(book: &Book, worksheet: &mut Worksheet, from: usize) -> Result<usize, XlsxError> {
    let look = &book.look;
    let mut next = two_heads(look, worksheet, from, ["Sheet", "What it holds"])?;
    for leaf in book.leaves.iter().filter(|leaf| !matches!(leaf, Leaf::Cover)) {
        let row = row_number(next)?;
        let name = leaf.name();
        let link = format!("internal:'{}'!A1", name.replace('\'', "''"));
        let link = Url::new(link).set_text(name).set_tip(format!("Go to the sheet {name}"));
        worksheet.write_url_with_format(row, 0, link, &look.link())?;
        let format = Look::centred(look.cell(Align::Left, Emphasis::Plain));
        let about = leaf.about();
        worksheet.write_string_with_format(row, 1, &about, &format)?;
        worksheet.set_row_height(row, height(&about))?;
        next += 1;
    }
    Ok(next)
}

/// What the statuses mean.
fn key(
    look: &Look,
    pack: &Pack,
    worksheet: &mut Worksheet,
    from: usize,
) -> Result<usize, XlsxError> {
    let mut next = two_heads(look, worksheet, from, ["Status", "What it means"])?;
    // Only from public packs is a status kept back.
    let kept = pack.identity.exempt.is_none();
    for status in Status::SHOWN.into_iter().filter(|one| kept || *one != Status::KeptBack) {
        let row = row_number(next)?;
        let format = look.status_cell(status);
        worksheet.write_string_with_format(row, 0, status.word(), &format)?;
        let format = Look::centred(look.cell(Align::Left, Emphasis::Plain));
        worksheet.write_string_with_format(row, 1, status.meaning(), &format)?;
        worksheet.set_row_height(row, height(status.meaning()))?;
        next += 1;
    }
    Ok(next)
}

/// The height of a row with this text in the second column, in points.
fn height(text: &str) -> u32 {
    texts::row_height(texts::lines_in(text, WIDTHS[1]))
}

fn two_heads(
    look: &Look,
    worksheet: &mut Worksheet,
    row: usize,
    heads: [&str; 2],
) -> Result<usize, XlsxError> {
    for (column, head) in (0..).zip(heads) {
        let format = look.head(Align::Left);
        worksheet.write_string_with_format(row_number(row)?, column, head, &format)?;
    }
    Ok(row + 1)
}
