//! The status page for officers, in the packs' own dress.

use super::document::{Frame, write};
use super::markup::Markup;
use super::words;
use crate::compose::Section;
use crate::theme::Theme;

/// What a status page says.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusPage {
    /// Its heading.
    pub title: String,
    /// Whose returns they are.
    pub author: String,
    /// Labelled lines under the heading: label and words.
    pub lines: Vec<(&'static str, String)>,
    /// Said where figures are not real.
    pub warning: Option<String>,
    /// The line at the foot.
    pub footer: String,
    /// Its sections.
    pub sections: Vec<Section>,
    /// Files that can be opened from it.
    pub files: Vec<FileLink>,
    /// Pages of other quarters.
    pub pages: Vec<FileLink>,
}

/// A file that can be opened from the status page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLink {
    /// What it is: `Social Work Committee, version 2, PDF`.
    pub words: String,
    /// Where it is, from the page's folder on, with `/` between folders.
    pub path: String,
}

/// Makes the page as a theme has it. The same words always give the same text.
#[must_use]
pub fn status_page(page: &StatusPage, theme: &Theme) -> String {
    let frame = Frame {
        theme,
        tab: &page.title,
        author: &page.author,
        title: &page.title,
        mark: None,
        warning: page.warning.as_deref(),
        footer: &page.footer,
        hidden: true,
        lines: &page.lines,
    };
    write(&frame, &page.sections, |m| {
        files(m, "files", "Open a file", &page.files);
        files(m, "quarters", "Other quarters", &page.pages);
    })
}

fn files(markup: &mut Markup, id: &str, heading: &str, files: &[FileLink]) {
    if files.is_empty() {
        return;
    }
    let labelled = markup.id(&format!("{id}-heading"));
    let attributes = [("class", "tables"), ("aria-labelledby", &*labelled)];
    markup.block("section", &attributes, |m| {
        m.block("h2", &[("id", &*labelled)], |m| m.text(heading));
        m.block("ul", &[("class", "files")], |m| {
            for file in files {
                m.block("li", &[], |m| {
                    words::plain(m, "a", &[("href", &address(&file.path))], &file.words);
                });
            }
        });
    });
}

/// A path as a relative address (RFC 3986): what is not plain is written by its bytes.
fn address(path: &str) -> String {
    use std::fmt::Write as _;
    // A first part with a colon would be taken for a scheme.
    let mut address = String::from("./");
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            address.push(char::from(byte));
        } else {
            // Writing into a string never fails.
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_files_and_nowhere_else() {
        assert_eq!(address("packs/a-1.pdf"), "./packs/a-1.pdf");
        assert_eq!(address("javascript:x y\"é"), "./javascript%3Ax%20y%22%C3%A9");
    }
}
