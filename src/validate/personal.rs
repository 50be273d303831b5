//! Personal data in free text: found, and masked wherever the text is quoted.
//!
//! Hand-written scanners over words: each pattern is a few lines that say what it looks for, and
//! check digits, valid dates and the list of postcode areas keep ordinary comments free of
//! false alarms.

use crate::calendar::{MONTHS, NaiveDate};
use std::ops::Range;

/// What kind of personal data it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Personal {
    /// A Community Health Index number: day of birth, four digits, the last a check digit.
    ChiNumber,
    /// A National Insurance number.
    NationalInsurance,
    /// A day of birth.
    DateOfBirth,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A postcode.
    Postcode,
    /// The number of a person's case.
    CaseReference,
    /// A person by title and name.
    Name,
}

impl Personal {
    /// In plain words, with its article.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::ChiNumber => "a CHI number",
            Self::NationalInsurance => "a National Insurance number",
            Self::DateOfBirth => "a date of birth",
            Self::Email => "an e-mail address",
            Self::Phone => "a telephone number",
            Self::Postcode => "a postcode",
            Self::CaseReference => "a case reference",
            Self::Name => "a person’s name",
        }
    }
}

/// The areas of British postcodes (Royal Mail, 124 areas).
const AREAS: &str = " AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE \
    DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU HA HD HG HP HR HS HU HX IG IP IV KA KT KW KY L \
    LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE \
    SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO \
    ZE ";

/// A word of a text with where it stands.
#[derive(Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    start: usize,
}

impl Word<'_> {
    const fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn digits(&self) -> bool {
        self.text.bytes().all(|byte| byte.is_ascii_digit())
    }
}

/// Finds personal data in a text: what it is, and where in the text.
#[must_use]
pub fn personal(text: &str) -> Vec<(Personal, Range<usize>)> {
    let words = words(text);
    let mut found: Vec<(Personal, Range<usize>)> = Vec::new();
    for at in 0..words.len() {
        let Some(rest) = words.get(at..) else { continue };
        let hit = born(text, rest)
            .or_else(|| email(text, rest))
            .or_else(|| national_insurance(text, rest))
            .or_else(|| chi(text, rest))
            .or_else(|| phone(text, rest))
            .or_else(|| postcode(text, rest))
            .or_else(|| case(text, rest))
            .or_else(|| name(text, rest));
        if let Some((kind, range)) = hit
            && found.last().is_none_or(|(_, last)| last.end <= range.start)
        {
            found.push((kind, range));
        }
    }
    found
}

/// The text with every letter and digit of personal data made a dot.
#[must_use]
pub fn masked(text: &str) -> String {
    let found = personal(text);
    if found.is_empty() {
        return text.into();
    }
    let hidden = |at: usize| found.iter().any(|(_, range)| range.contains(&at));
    text.char_indices()
        .map(|(at, c)| if hidden(at) && c.is_alphanumeric() { '•' } else { c })
        .collect()
}

/// Runs of letters and digits.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.extend(text.get(from..at).map(|text| Word { text, start: from }));
                start = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    words
}

type Hit = Option<(Personal, Range<usize>)>;

/// What stands between two words.
fn between<'a>(text: &'a str, one: &Word<'_>, other: &Word<'_>) -> &'a str {
    text.get(one.end()..other.start).unwrap_or_default()
}

/// The words that follow one another with nothing but single spaces, points or hyphens between,
/// until so many characters are reached: joined, and where they end.
fn joined(text: &str, words: &[Word<'_>], wanted: usize) -> Option<(String, usize)> {
    let mut joined = String::new();
    let mut last: Option<&Word<'_>> = None;
    for word in words {
        if let Some(last) = last
            && !matches!(between(text, last, word), " " | "-" | "." | "\u{a0}" | ") ")
        {
            return None;
        }
        joined.push_str(word.text);
        last = Some(word);
        if joined.len() >= wanted {
            break;
        }
    }
    (joined.len() == wanted).then(|| (joined, last.map_or(0, Word::end)))
}

fn email(text: &str, words: &[Word<'_>]) -> Hit {
    let first = words.first()?;
    let from = text.get(first.start..)?;
    let end = from.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | ')'));
    let token = from.get(..end.unwrap_or(from.len()))?.trim_end_matches(['.', ':', '”', '"']);
    let (local, domain) = token.split_once('@')?;
    let fine = !local.is_empty() && domain.split('.').count() > 1;
    let parts = domain.split('.').all(|part| !part.is_empty());
    (fine && parts).then(|| (Personal::Email, first.start..first.start + token.len()))
}

/// Two letters, six digits, a letter from A to D (HM Revenue and Customs, NIM39110).
fn national_insurance(text: &str, words: &[Word<'_>]) -> Hit {
    let (token, end) = joined(text, words, 9)?;
    let token = token.to_ascii_uppercase();
    let (prefix, rest) = (token.get(..2)?, token.get(2..)?);
    let (digits, suffix) = (rest.get(..6)?, rest.get(6..)?);
    let mut letters = prefix.chars();
    let first = letters.next().filter(|c| c.is_ascii_uppercase() && !"DFIQUV".contains(*c));
    let second = letters.next().filter(|c| c.is_ascii_uppercase() && !"DFIOQUV".contains(*c));
    let fine = !["BG", "GB", "NK", "KN", "TN", "NT", "ZZ"].contains(&prefix)
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(suffix, "A" | "B" | "C" | "D");
    let start = words.first()?.start;
    (first.is_some() && second.is_some() && fine)
        .then_some((Personal::NationalInsurance, start..end))
}

/// Ten digits that begin with a day, month and year, with the last one a check digit modulo 11
/// (NHS Scotland, CHI).
fn chi(text: &str, words: &[Word<'_>]) -> Hit {
    let (token, end) = joined(text, words, 10)?;
    let digits: Vec<u32> = token.chars().map(|c| c.to_digit(10)).collect::<Option<_>>()?;
    let sum: u32 = digits.iter().take(9).zip((2..=10).rev()).map(|(digit, by)| digit * by).sum();
    let check = (11 - sum % 11) % 11;
    let part = |from: usize, to: usize| token.get(from..to)?.parse::<u32>().ok();
    // 2000 has a 29 February, so every day of birth is one of its days.
    let day = NaiveDate::from_ymd_opt(2000, part(2, 4)?, part(0, 2)?);
    let fine = day.is_some() && digits.last() == Some(&check);
    fine.then(|| (Personal::ChiNumber, words.first().map_or(0, |word| word.start)..end))
}

/// 0 or +44 and nine or ten digits more.
fn phone(text: &str, words: &[Word<'_>]) -> Hit {
    let first = words.first()?;
    let before = text.get(..first.start).unwrap_or_default();
    let abroad = first.text.starts_with("44") && before.ends_with('+');
    let home = first.text.starts_with('0') && !before.ends_with(['.', ',', '/', '-']);
    if !(abroad || home) || !first.digits() {
        return None;
    }
    let run = words.iter().take_while(|word| word.digits()).count();
    let wanted = if abroad { [11, 12] } else { [10, 11] };
    let all = wanted.iter().rev().find_map(|wanted| joined(text, words.get(..run)?, *wanted));
    all.map(|(_, end)| (Personal::Phone, first.start..end))
}

/// `ML3 0AA`: in capitals, with an area that exists.
fn postcode(text: &str, words: &[Word<'_>]) -> Hit {
    let (first, token, end) = match words {
        [one, other, ..] if between(text, one, other) == " " && other.text.len() == 3 => {
            (one, format!("{}{}", one.text, other.text), other.end())
        }
        [one, ..] => (one, one.text.to_owned(), one.end()),
        [] => return None,
    };
    let inward = token.get(token.len().checked_sub(3)?..)?;
    let outward = token.get(..token.len() - 3)?;
    let area: String = outward.chars().take_while(char::is_ascii_uppercase).collect();
    let district = outward.get(area.len()..)?;
    let mut parts = inward.chars();
    let inward_fine = parts.next()?.is_ascii_digit()
        && parts.clone().count() == 2
        && parts.all(|c| c.is_ascii_uppercase() && !"CIKMOV".contains(c));
    let district_fine = (1..=2).contains(&district.len())
        && district.starts_with(|c: char| c.is_ascii_digit())
        && district.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    let known = !area.is_empty() && AREAS.contains(&format!(" {area} "));
    (inward_fine && district_fine && known).then_some((Personal::Postcode, first.start..end))
}

/// `case number 12345`, `client ref: SW/2291`.
fn case(text: &str, words: &[Word<'_>]) -> Hit {
    let is = |word: Option<&Word<'_>>, of: &[&str]| {
        word.is_some_and(|word| of.contains(&&*word.text.to_lowercase()))
    };
    let whose = ["case", "client", "user", "patient", "child", "swis", "mosaic", "person"];
    let what = ["ref", "reference", "no", "number", "id", "file"];
    if !is(words.first(), &whose) || !is(words.get(1), &what) {
        return None;
    }
    let from = words.get(2..)?;
    let again = usize::from(is(from.first(), &what));
    let first = from.get(again)?;
    let code = text.get(first.start..)?;
    let end = code.find(|c: char| !(c.is_alphanumeric() || matches!(c, '/' | '-')));
    let code = code.get(..end.unwrap_or(code.len()))?;
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    (digits >= 3).then(|| (Personal::CaseReference, first.start..first.start + code.len()))
}

/// `born 12/10/1985`, `DOB: 3 May 2010`.
fn born(text: &str, words: &[Word<'_>]) -> Hit {
    let said = |nth: usize| words.get(nth).map(|word| word.text.to_lowercase());
    let (first, second, third) = (said(0)?, said(1), said(2));
    let initials = first == "d" && second.as_deref() == Some("o") && third.as_deref() == Some("b");
    let long = first == "date"
        && second.as_deref() == Some("of")
        && third.as_deref().is_some_and(|word| word.starts_with("birth"));
    let skip = if initials || long { 3 } else { usize::from(first == "dob" || first == "born") };
    let mut rest = words.get(skip..).filter(|_| skip > 0)?;
    while rest.first().is_some_and(|word| ["on", "is", "was", "the"].contains(&word.text)) {
        rest = rest.get(1..)?;
    }
    let [day, month, year, ..] = rest else { return None };
    let number = |word: &Word<'_>| {
        word.text.trim_end_matches(|c: char| c.is_ascii_lowercase()).parse::<u32>().ok()
    };
    let named = MONTHS.iter().any(|name| {
        month.text.len() >= 3 && name.to_lowercase().starts_with(&month.text.to_lowercase())
    });
    let fine = number(day).is_some_and(|day| day > 0)
        && (named || number(month).is_some_and(|month| (1..=31).contains(&month)))
        && year.digits()
        && matches!(year.text.len(), 2 | 4);
    let near = text.get(words.first()?.end()..day.start)?.len() < 24;
    (fine && near).then(|| (Personal::DateOfBirth, day.start..year.end()))
}

/// A title and a name in capitals; a place that is called after someone is none.
fn name(text: &str, words: &[Word<'_>]) -> Hit {
    let title = words.first()?;
    if !["Mr", "Mrs", "Ms", "Miss", "Mx", "Dr"].contains(&title.text) {
        return None;
    }
    let capital = |word: &&Word<'_>| word.text.starts_with(char::is_uppercase);
    let mut last = words.get(1).filter(capital)?;
    if !matches!(between(text, title, last), " " | ". " | "." | "\u{a0}") {
        return None;
    }
    for next in words.iter().skip(2).take(3).filter(capital) {
        if !matches!(between(text, last, next), " " | ". " | "-" | "'" | "’") {
            break;
        }
        last = next;
    }
    let after: String = text.get(last.end()..)?.chars().take(16).collect();
    let places = ["Hospital", "Centre", "Surgery", "School", "House", "Street", "Road"];
    let place = places.iter().any(|place| after.contains(place) || last.text == *place);
    (!place).then_some((Personal::Name, title.start..last.end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn personal_data_is_found_and_masked() {
        let cases = [
            ("CHI 0101504578 was seen", Personal::ChiNumber, "CHI •••••••••• was seen"),
            ("chi 010150 4578", Personal::ChiNumber, "chi •••••• ••••"),
            ("NI AB 12 34 56 C", Personal::NationalInsurance, "NI •• •• •• •• •"),
            ("his AB123456C", Personal::NationalInsurance, "his •••••••••"),
            ("born on 3 May 2010", Personal::DateOfBirth, "born on • ••• ••••"),
            ("DOB: 03/05/2010", Personal::DateOfBirth, "DOB: ••/••/••••"),
            ("D.O.B. 3.5.10", Personal::DateOfBirth, "D.O.B. •.•.••"),
            ("date of birth 03-05-2010", Personal::DateOfBirth, "date of birth ••-••-••••"),
            (
                "write to j.smith@council.example.",
                Personal::Email,
                "write to •.•••••@•••••••.•••••••.",
            ),
            ("ring 01698 455 455", Personal::Phone, "ring ••••• ••• •••"),
            ("mobile 07700 900123", Personal::Phone, "mobile ••••• ••••••"),
            ("+44 7700 900123", Personal::Phone, "+•• •••• ••••••"),
            ("lives at 3 High St, ML3 0AA", Personal::Postcode, "lives at 3 High St, ••• •••"),
            ("G727AB", Personal::Postcode, "••••••"),
            ("case number 12345", Personal::CaseReference, "case number •••••"),
            ("client ref: SW/2291 closed", Personal::CaseReference, "client ref: ••/•••• closed"),
            ("Mrs Janet Brown complained", Personal::Name, "••• ••••• ••••• complained"),
            ("Dr. O'Neil saw her", Personal::Name, "••. •'•••• saw her"),
        ];
        for (text, kind, expected) in cases {
            let kinds: Vec<_> = personal(text).into_iter().map(|(kind, _)| kind).collect();
            assert_eq!(kinds, [kind], "{text}");
            assert_eq!(masked(text), expected);
        }
    }

    #[test]
    fn ordinary_comments_raise_no_alarm() {
        for text in [
            "742 people took part, eight fewer than a quarter of the year's 3,000.",
            "Vacancies in care at home (£690,000 to date) are partly used for hours bought.",
            "Delivery is slow: 2,100 of 6,400 units have come, so £342,000 slips into 2024-25.",
            "SWC/2023/45, paper 12, 15/11/2023",
            "Children born in Q2 2023-24 and the case for change; case notes of 2023",
            "NI QA 12 34 56 C has a prefix that is not given out",
            "P6 (15/09/2023) and P13; MAT standards 1 to 5; S5 4AB1",
            "seen at Dr Gray's Hospital in Elgin",
            "MS Teams training; Ms and Mr are titles",
            "The 1234567890 units and the 2023-24 Q2 return",
            "Service Manager, Children and Justice",
            "born in 2010; a baby born on Thursday",
        ] {
            let found = personal(text);
            assert!(found.is_empty(), "{text}: {found:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fall_and_masks_hide_what_is_found(text in "\\PC*") {
            prop_assert_eq!(masked(&text).chars().count(), text.chars().count());
        }

        #[test]
        fn every_number_with_its_check_digit_is_found(day in 1u32..29, month in 1u32..13, year in 0u32..100, tail in 0u32..1000) {
            let nine = format!("{day:02}{month:02}{year:02}{tail:03}");
            let sum: u32 = nine.chars().zip((2..=10).rev())
                .map(|(c, by)| c.to_digit(10).unwrap() * by).sum();
            let check = (11 - sum % 11) % 11;
            prop_assume!(check < 10);
            let text = format!("see {nine}{check} please");
            let found = personal(&text);
            prop_assert_eq!(found.len(), 1);
        }
    }
}
