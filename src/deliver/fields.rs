//! Header fields of a finished message, set anew: the date at which it leaves, and the marks of a
//! test. Body and attachments stay as they are, byte for byte.

use super::address::MailAddress;
use crate::calendar::NaiveDateTime;

/// The message with the date at which it leaves, in UTC.
#[must_use]
pub fn dated(bytes: &[u8], now: NaiveDateTime) -> Vec<u8> {
    let date = now.format("%a, %d %b %Y %H:%M:%S +0000").to_string();
    with_fields(bytes, &[("Date", Some(Set::To(date)))])
}

/// The message as a test: to one address, named as a test, under a Message-ID of its own.
#[must_use]
pub fn as_test(bytes: &[u8], meant_for: &str, to: &MailAddress, id: &str) -> Vec<u8> {
    let fields = [
        ("To", Some(Set::To(to.to_string()))),
        ("Subject", Some(Set::Before(format!("TEST, meant for {meant_for}:\r\n ")))),
        ("Message-ID", Some(Set::To(id.to_owned()))),
        ("In-Reply-To", None),
        ("References", None),
    ];
    with_fields(bytes, &fields)
}

enum Set {
    To(String),
    Before(String),
}

/// Sets header fields that are there, or takes them out.
fn with_fields(bytes: &[u8], set: &[(&str, Option<Set>)]) -> Vec<u8> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
    // A message without a body, or none at all, is nothing that was made here.
    let Some((head, rest)) = end.and_then(|end| bytes.split_at_checked(end)) else {
        return bytes.to_vec();
    };
    let mut fields: Vec<Vec<u8>> = Vec::new();
    for line in String::from_utf8_lossy(head).split("\r\n") {
        match fields.last_mut() {
            Some(field) if line.starts_with([' ', '\t']) => {
                field.extend_from_slice(b"\r\n");
                field.extend_from_slice(line.as_bytes());
            }
            _ => fields.push(line.as_bytes().to_vec()),
        }
    }
    let mut out = Vec::with_capacity(bytes.len() + 200);
    for field in fields {
        let named = set.iter().find(|(name, _)| {
            let start = field.get(..name.len()).unwrap_or_default();
            start.eq_ignore_ascii_case(name.as_bytes()) && field.get(name.len()) == Some(&b':')
        });
        let written = match named {
            None => field,
            Some((_, None)) => continue,
            Some((name, Some(Set::To(value)))) => format!("{name}: {value}").into_bytes(),
            Some((name, Some(Set::Before(words)))) => {
                let value = field.get(name.len() + 1..).unwrap_or_default();
                let mut one = format!("{name}: {words}").into_bytes();
                one.extend_from_slice(value.trim_ascii_start());
                one
            }
        };
        if !out.is_empty() {
            out.extend_from_slice(b"\r\n");
        }
        out.extend_from_slice(&written);
    }
    out.extend_from_slice(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &[u8] = b"Date: Fri, 27 Oct 2023 00:00:00 +0000\r\nSubject: FINAL v1:\r\n \
        pack\r\nTo: \"Clerk\" <clerk@council.example>\r\nReferences: <a@b>\r\n\r\nDate: body\r\n";

    #[test]
    fn only_the_date_changes_when_a_message_leaves() {
        let now = "2023-11-03T08:05:09".parse().unwrap();
        let sent = String::from_utf8(dated(MESSAGE, now)).unwrap();
        let expected = String::from_utf8(MESSAGE.to_vec())
            .unwrap()
            .replace("Fri, 27 Oct 2023 00:00:00", "Fri, 03 Nov 2023 08:05:09");
        assert_eq!(sent, expected);
    }

    #[test]
    fn a_test_says_that_it_is_one_and_goes_to_one_address() {
        let to = MailAddress::read("me@council.example").unwrap();
        let sent = as_test(MESSAGE, "clerk@council.example", &to, "<t@council.example>");
        let sent = String::from_utf8(sent).unwrap();
        assert!(sent.contains("\r\nTo: me@council.example\r\n\r\nDate: body\r\n"), "{sent}");
        let subject = "Subject: TEST, meant for clerk@council.example:\r\n FINAL v1:\r\n pack\r\n";
        assert!(sent.contains(subject), "{sent}");
        assert!(!sent.contains("References"), "{sent}");
    }
}
