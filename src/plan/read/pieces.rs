//! A large TOML file cut at its headers, so that no more of it is taken apart at once than a
//! batch of entries: taken apart, a text needs nearly thirty times its room.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Error};
use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

/// Entries are taken apart together until they are this long, in bytes.
const BATCH: usize = 64 * 1024;

/// Where a file's lists of `[[entries]]` stand; what stands between them is read at once.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Pieces<'t> {
    /// Stretches that are TOML by themselves: the head, and each `[table]`.
    pub(super) others: Vec<Range<usize>>,
    /// Of each list, the header of its first entry, and batches of entries. The list `line` of the
    /// table `revenue` is `revenue.line`.
    pub(super) lists: BTreeMap<&'t str, (usize, Vec<Range<usize>>)>,
}

impl<'t> Pieces<'t> {
    /// The pieces of a file; none where it can't be cut: a list or table goes on behind another,
    /// is there twice or in two ways, or the brackets do not match.
    pub(super) fn of(text: &'t str) -> Option<Self> {
        let mut pieces = Self::default();
        let mut tables = BTreeSet::new();
        let headers = headers(text)?;
        let head = headers.first().map_or(text.len(), |header| header.at);
        pieces.others.push(0..head);
        let mut under = None;
        for header in &headers {
            if header.inner && under != Some(header.name) {
                return None;
            }
            under = Some(header.name);
        }
        let mut next = headers.iter().filter(|header| !header.inner).skip(1);
        for all in headers.chunk_by(|_, next| next.inner) {
            let Some((owner, inner)) = all.split_first() else { continue };
            let end = next.next().map_or(text.len(), |next| next.at);
            if owner.list {
                pieces.entry(owner.name, owner.at..end);
            } else if tables.insert(owner.name) {
                pieces.table(owner, inner, end);
            } else {
                return None;
            }
        }
        pieces.lists.keys().all(|name| !tables.contains(name)).then_some(pieces)
    }

    /// One more entry of a list.
    fn entry(&mut self, list: &'t str, piece: Range<usize>) {
        let (_, batches) = self.lists.entry(list).or_insert_with(|| (piece.start, Vec::new()));
        match batches.last_mut() {
            Some(last) if last.end == piece.start && last.len() < BATCH => last.end = piece.end,
            _ => batches.push(piece),
        }
    }

    /// A table up to its end. Where nothing but the entries of one list follows its own keys, those
    /// are cut off it.
    fn table(&mut self, owner: &Header<'t>, inner: &[Header<'t>], end: usize) {
        let first =
            inner.first().filter(|first| first.list && first.keys.matches('.').count() == 1);
        let Some(first) = first.filter(|first| inner.iter().all(|one| one.is_of(first))) else {
            self.others.push(owner.at..end);
            return;
        };
        self.others.push(owner.at..first.at);
        let mut entries = inner.iter().filter(|one| one.keys == first.keys).peekable();
        while let Some(entry) = entries.next() {
            self.entry(first.keys, entry.at..entries.peek().map_or(end, |next| next.at));
        }
    }
}

/// A line `[name]`, `[[name]]` or one of a part of it.
#[derive(Debug)]
struct Header<'t> {
    /// Where its line begins, in bytes.
    at: usize,
    /// The first of its keys.
    name: &'t str,
    /// All of them, as written.
    keys: &'t str,
    /// It has two brackets.
    list: bool,
    /// Further keys follow: it is a part of the entry or table above.
    inner: bool,
}

impl Header<'_> {
    /// Whether it begins an entry of the list that another begins one of, or is a part of an entry.
    fn is_of(&self, list: &Self) -> bool {
        let rest = self.keys.strip_prefix(list.keys);
        rest.is_some_and(|rest| if rest.is_empty() { self.list } else { rest.starts_with('.') })
    }
}

fn headers(text: &str) -> Option<Vec<Header<'_>>> {
    let mut headers = Vec::new();
    let mut tokens = Source::new(text).lex().filter(|token| token.kind() != TokenKind::Whitespace);
    let (mut depth, mut line_begins) = (0_usize, true);
    while let Some(token) = tokens.next() {
        let begins = std::mem::replace(&mut line_begins, token.kind() == TokenKind::Newline);
        let kind = token.kind();
        if begins && depth == 0 && kind == TokenKind::LeftSquareBracket {
            headers.push(header(text, token, &mut tokens)?);
        } else if matches!(kind, TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket) {
            depth += 1;
        } else if matches!(kind, TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket) {
            depth = depth.checked_sub(1)?;
        }
    }
    (depth == 0).then_some(headers)
}

/// Reads what follows the first bracket of a header, up to its last.
fn header<'t>(
    text: &'t str,
    first: Token,
    tokens: &mut impl Iterator<Item = Token>,
) -> Option<Header<'t>> {
    let mut next = tokens.next()?;
    let list = next.kind() == TokenKind::LeftSquareBracket;
    if list {
        next = tokens.next()?;
    }
    let name = (next.kind() == TokenKind::Atom)
        .then(|| text.get(next.span().start()..next.span().end()))??;
    let begins = next.span().start();
    let mut ends = next.span().end();
    let mut inner = false;
    let mut closing = if list { 2 } else { 1 };
    while closing > 0 {
        let token = tokens.next()?;
        let kind = token.kind();
        if kind == TokenKind::RightSquareBracket {
            closing -= 1;
        } else if kind == TokenKind::Dot {
            inner = true;
        } else if matches!(
            kind,
            TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString
        ) {
            ends = token.span().end();
        } else {
            return None;
        }
    }
    let keys = text.get(begins..ends)?;
    Some(Header { at: first.span().start(), name, keys, list, inner })
}

/// A stretch of a file taken apart, each value with its place in the whole file, and where it is
/// not TOML.
pub(super) fn table(text: &str, at: Range<usize>) -> (DeTable<'_>, Vec<(Range<usize>, Error)>) {
    let by = at.start;
    let (table, errors) = DeTable::parse_recoverable(text.get(at).unwrap_or_default());
    let place = |error: &Error| error.span().map_or(by..by, |span| span.start + by..span.end + by);
    let errors = errors.into_iter().map(|error| (place(&error), error));
    (moved_table(table.into_inner(), by), errors.collect())
}

fn moved_table(table: DeTable<'_>, by: usize) -> DeTable<'_> {
    if by == 0 {
        return table;
    }
    table.into_iter().map(|(key, value)| (moved(key, by), moved_value(value, by))).collect()
}

fn moved_value(value: Spanned<DeValue<'_>>, by: usize) -> Spanned<DeValue<'_>> {
    let span = value.span();
    let value = match value.into_inner() {
        DeValue::Array(entries) => {
            let mut array = DeArray::new();
            entries.into_iter().for_each(|entry| array.push(moved_value(entry, by)));
            DeValue::Array(array)
        }
        DeValue::Table(table) => DeValue::Table(moved_table(table, by)),
        plain @ (DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)) => plain,
    };
    moved(Spanned::new(span, value), by)
}

fn moved<T>(value: Spanned<T>, by: usize) -> Spanned<T> {
    let span = value.span();
    Spanned::new(span.start + by..span.end + by, value.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at<'t>(text: &'t str, ranges: &[Range<usize>]) -> Vec<&'t str> {
        ranges.iter().map(|range| &text[range.clone()]).collect()
    }

    #[test]
    fn a_file_is_cut_at_its_headers_and_nowhere_else() {
        let text = "title = 'a'\n[plan]\nlike = [\n [1],\n [2]]\n\n[[measure]]\nid = '''\n[[no]]\n'''\n\
                    [measure.target]\nat = 1\n[[measure.figure]]\n[[action]]\n[[measure]] # b\n";
        let pieces = Pieces::of(text).unwrap();
        assert_eq!(
            at(text, &pieces.others),
            ["title = 'a'\n", "[plan]\nlike = [\n [1],\n [2]]\n\n"]
        );
        let (begins, measures) = &pieces.lists["measure"];
        assert_eq!(*begins, text.find("[[measure]]").unwrap());
        assert_eq!(measures.len(), 2, "another list stands between: {:?}", at(text, measures));
        assert!(at(text, measures)[0].ends_with("[[measure.figure]]\n"));
        assert_eq!(at(text, &pieces.lists["action"].1), ["[[action]]\n"]);
    }

    #[test]
    fn a_list_that_ends_a_table_is_cut_off_it() {
        let text = "[revenue]\ntotal = 1\n[[revenue.line]]\nid = 'a'\n[[revenue.line]]\nid = 'b'\n\
                    [revenue.line.more]\nid = 'c'\n[employees]\n";
        let pieces = Pieces::of(text).unwrap();
        assert_eq!(at(text, &pieces.others), ["", "[revenue]\ntotal = 1\n", "[employees]\n"]);
        let (begins, batches) = &pieces.lists["revenue.line"];
        assert_eq!(*begins, text.find("[[revenue").unwrap());
        assert_eq!(batches.len(), 1);
        assert!(at(text, batches)[0].ends_with("id = 'c'\n"));
    }

    /// Whatever else stands in a table, it is read at once.
    #[test]
    fn other_parts_of_a_table_are_left_in_it() {
        for text in [
            "[a]\n[a.b]\n[[a.c]]\n",
            "[a]\n[[a.b]]\n[[a.c]]\n",
            "[a]\n[[a.b]]\n[a.bc]\n",
            "[a]\n[[a.b.c]]\n",
        ] {
            let pieces = Pieces::of(text).unwrap();
            assert_eq!(at(text, &pieces.others), ["", text]);
            assert!(pieces.lists.is_empty());
        }
    }

    #[test]
    fn entries_are_taken_together_until_they_are_long() {
        let entry = format!("[[measure]]\nprinted = '{}'\n", "a".repeat(BATCH / 4));
        let text = entry.repeat(10);
        let pieces = Pieces::of(&text).unwrap();
        let lens: Vec<usize> = pieces.lists["measure"].1.iter().map(Range::len).collect();
        assert_eq!(lens, [4 * entry.len(), 4 * entry.len(), 2 * entry.len()]);
    }

    #[test]
    fn what_can_not_be_cut_is_left_whole() {
        for text in [
            "[[a]]\n[[b]]\n[a.c]\n",
            "[a]\n[a]\n",
            "[a]\n[[a]]\n",
            "[[\"a\"]]\n",
            "a = [\n",
            "a = ]\n",
            "[[a]\n",
        ] {
            assert_eq!(Pieces::of(text), None, "{text}");
        }
    }

    fn walk(value: &Spanned<DeValue<'_>>, spans: &mut Vec<Range<usize>>) {
        spans.push(value.span());
        if let DeValue::Array(all) = value.get_ref() {
            all.iter().for_each(|one| walk(one, spans));
        } else if let DeValue::Table(all) = value.get_ref() {
            all.iter().for_each(|(key, one)| {
                spans.push(key.span());
                walk(one, spans);
            });
        }
    }

    #[test]
    fn each_value_knows_its_place_in_the_whole_file() {
        let text = "[[a]]\nx = 1\n[[a]]\nx = { y = [\"two\"] }\n";
        let second = text.rfind("[[a]]").unwrap();
        let (table, errors) = table(text, second..text.len());
        assert!(errors.is_empty());
        let mut spans = Vec::new();
        table.values().for_each(|value| walk(value, &mut spans));
        let said: Vec<&str> = at(text, &spans).into_iter().map(str::trim).collect();
        assert!(said.contains(&"y") && said.contains(&"\"two\""), "{said:?}");
        let wrong = text.replace("x = {", "x = = {");
        let (_, errors) = super::table(&wrong, second..wrong.len());
        assert!(errors[0].0.start > second, "{errors:?}");
    }
}
