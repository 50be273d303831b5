//! What every sheet has alike: paper, margins, header, footer; and the document's properties.

use super::cells::row_number;
use super::formats::Look;
use crate::calendar::Datelike;
use crate::compose::{Identity, Pack};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Worksheet, XlsxError};

/// The longest header or footer that Excel accepts, in characters, with room for its codes.
const FURNITURE: usize = 215;

/// The height of a row that nobody sets, in pixels.
pub(super) const ROW: u32 = 20;
/// The width of a column that nobody sets, in pixels.
pub(super) const COLUMN: u32 = 64;

/// Sets the paper, the print area and the running header and footer. `rows` and `columns`
/// count what is printed.
pub(super) fn set_up(
    worksheet: &mut Worksheet,
    look: &Look,
    identity: &Identity,
    landscape: bool,
    (rows, columns): (usize, u16),
) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    worksheet.set_paper_size(A4).set_print_fit_to_pages(1, 0);
    if landscape {
        worksheet.set_landscape();
    }
    // Inches: 15 mm at the sides, 20 mm above and below, 8 mm to header and footer.
    worksheet.set_margins(0.59, 0.59, 0.79, 0.79, 0.31, 0.31);
    worksheet.set_print_area(
        0,
        0,
        row_number(rows.saturating_sub(1))?,
        columns.saturating_sub(1),
    )?;
    worksheet.set_screen_gridlines(false);
    let (face, room) = (look.face(), room(look, identity));
    let title = plain(face, &identity.title, room);
    worksheet.set_header(format!("&L{title}&R{}", bold(face, &identity.mark().0)));
    let foot = plain(face, &identity.footer(), room);
    worksheet.set_footer(format!("&L{foot}&R{}Page &P of &N", plain(face, "", room)));
    Ok(())
}

/// Says what a sheet shows at the head of each of its pages, under the report's title.
pub(super) fn say_title(worksheet: &mut Worksheet, look: &Look, identity: &Identity, title: &str) {
    let (face, room) = (look.face(), room(look, identity));
    let report = plain(face, &identity.title, room);
    // The face is said once more, in bold; what is left of the header is the title's.
    let room = room.saturating_sub(identity.title.chars().count() + face.chars().count() + 10);
    let title = bold(face, &shortened(title, room));
    worksheet.set_header(format!("&L{report}\n{title}&R{}", bold(face, &identity.mark().0)));
}

/// How many characters a header or footer has beside the mark and the faces.
fn room(look: &Look, identity: &Identity) -> usize {
    let taken = identity.mark().0.chars().count() + 2 * look.face().chars().count();
    FURNITURE.saturating_sub(taken)
}

fn shortened(text: &str, room: usize) -> String {
    let short: String = text.chars().take(room).collect();
    if short.len() < text.len() { format!("{}…", short.trim_end()) } else { short }
}

/// A text of the furniture: 9 pt, ampersands doubled. The space keeps a leading digit apart
/// from the size.
fn plain(face: &str, text: &str, room: usize) -> String {
    format!("&\"{face},Regular\"&9 {}", shortened(text, room).replace('&', "&&"))
}

fn bold(face: &str, text: &str) -> String {
    format!("&\"{face},Bold\"&9 {}", text.replace('&', "&&"))
}

/// Title, subject, author and date of the file: the day the data go to, never the clock.
pub(super) fn properties(pack: &Pack) -> Result<DocProperties, XlsxError> {
    let identity = &pack.identity;
    let number = |part: u32| u8::try_from(part).map_err(|_| XlsxError::RowColumnLimitError);
    let day = identity.as_at;
    let year = u16::try_from(day.year()).map_err(|_| XlsxError::RowColumnLimitError)?;
    let made = ExcelDateTime::from_ymd(year, number(day.month())?, number(day.day())?)?;
    Ok(DocProperties::new()
        .set_title(&identity.title)
        .set_subject(pack.front.subject.join(" "))
        .set_author(&identity.author)
        .set_company(&identity.author)
        .set_category(&identity.audience)
        .set_status(identity.mark().0)
        // Where a reader of the properties looks first.
        .set_keywords(identity.not_for_publication().unwrap_or_default())
        .set_comment(format!("{}. {}", identity.mark().0, identity.footer()))
        .set_creation_datetime(&made))
}
