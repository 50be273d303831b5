//! The names of messages' files in the outbox.

use super::address::{MailAddress, hex};
use sha2::{Digest, Sha256};

/// The name of a message's file: `swc-2023-24-q2-v2--clerk-at-council.example.eml`.
#[must_use]
pub fn file_name(file_stem: &str, to: &MailAddress) -> String {
    format!("{}--{}.eml", plain(file_stem), slug(to))
}

/// An address as a part of a file's name. One that loses characters on the way gets a few
/// letters of its digest, so that no two addresses share a file.
fn slug(to: &MailAddress) -> String {
    let address = to.folded();
    let slug = plain(&address.replace('@', "-at-"));
    if slug.replacen("-at-", "@", 1) == address && slug.len() <= 80 {
        return slug;
    }
    let letters = hex(&Sha256::digest(address.as_bytes()), 4);
    let short: String = slug.chars().take(80).collect();
    format!("{short}-{letters}")
}

/// Letters, figures, dots and hyphens only; no dot at the beginning.
fn plain(text: &str) -> String {
    let keep = |c: char| if c.is_ascii_alphanumeric() || c == '.' || c == '-' { c } else { '-' };
    let name: String = text.chars().map(keep).collect();
    name.trim_start_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_in_its_folder_and_is_its_own() {
        let name = |address: &str| file_name("../a/b", &MailAddress::read(address).unwrap());
        assert!(name("clerk@council.example").starts_with("-a-b--clerk-at-council.example"));
        assert_ne!(name("a+b@council.example"), name("a-b@council.example"));
        assert_ne!(name("a-at-b@council.example"), name("a@b-at-council.example"));
        assert!(!name("a/b@council.example").contains('/'));
    }
}
