//! E-mail addresses, checked.

use std::fmt;

/// An address to which mail can be sent: `clerk@council.example`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MailAddress(lettre::Address);

/// A text that is no address.
#[derive(Debug, thiserror::Error)]
#[error("“{text}” is not an e-mail address")]
pub struct AddressError {
    text: String,
    source: Option<lettre::address::AddressError>,
}

impl MailAddress {
    /// Reads `clerk@council.example`.
    ///
    /// # Errors
    /// When the text is no address.
    pub fn read(text: &str) -> Result<Self, AddressError> {
        let refused = |source| AddressError { text: one_line(text), source };
        let address: lettre::Address =
            text.trim().parse().map_err(|source| refused(Some(source)))?;
        // Few mail servers carry other letters (SMTPUTF8); domains have a form without (xn--).
        if !AsRef::<str>::as_ref(&address).is_ascii() {
            return Err(refused(None));
        }
        Ok(Self(address))
    }

    /// Whether it lies in one of these domains; where none is given, it does.
    #[must_use]
    pub fn is_within(&self, domains: &[String]) -> bool {
        let mut domains_of = domains.iter().map(|domain| domain.trim_start_matches('@'));
        domains.is_empty() || domains_of.any(|one| one.eq_ignore_ascii_case(self.domain()))
    }

    /// What stands after the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.domain()
    }

    /// As it is compared: domains, and in practice whole addresses, regard no case.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_string().to_lowercase()
    }

    /// For the mail library.
    pub(super) fn inner(&self) -> lettre::Address {
        self.0.clone()
    }
}

impl fmt::Display for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A text on one line, for headers and file names: a line break in it could otherwise begin a
/// header of its own.
pub(super) fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}';
    let plain: String = text.chars().map(|c| if breaks(c) { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first bytes of a digest, two letters each.
pub(super) fn hex(digest: &[u8], bytes: usize) -> String {
    digest.iter().take(bytes).fold(String::new(), |letters, byte| format!("{letters}{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked() {
        assert_eq!(
            MailAddress::read(" Clerk@Council.example ").unwrap().folded(),
            "clerk@council.example"
        );
        for wrong in [
            "",
            "clerk",
            "clerk@",
            "a@b.example\r\nBcc: x@y.example",
            "a b@c.example",
            "é@c.example",
        ] {
            assert!(MailAddress::read(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_line_break_becomes_a_space() {
        assert_eq!(one_line("Clerk\r\nBcc: x\u{2028}y\u{0}"), "Clerk Bcc: x y");
    }
}
