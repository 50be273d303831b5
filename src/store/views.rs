//! The views that other programs read, as rows.

use super::fault::RecordError;
use super::record::Record;
use rusqlite::types::ValueRef;

/// The views, by name, in the order of `docs/record.md`.
pub const VIEWS: [&str; 7] =
    ["returns", "figures", "positions", "findings", "deliveries", "decisions", "finals"];

/// What a view holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<Value>>,
}

/// A value of a view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// None.
    Nothing,
    /// A whole number.
    Whole(i64),
    /// A text; exact decimals are texts.
    Text(String),
}

impl Record {
    /// Reads the views.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn views(&self) -> Result<Vec<View>, RecordError> {
        VIEWS.iter().map(|name| self.view(name)).collect()
    }

    fn view(&self, name: &'static str) -> Result<View, RecordError> {
        self.doing(|connection| {
            let mut asked = connection.prepare(&format!("SELECT * FROM {name}"))?;
            let columns: Vec<String> = asked.column_names().map(ToOwned::to_owned).collect();
            let rows = asked.query_map([], |row| {
                (0..columns.len()).map(|nth| Ok(value(row.get_ref(nth)?))).collect()
            })?;
            let rows = rows.collect::<rusqlite::Result<_>>()?;
            Ok(View { name, columns, rows })
        })
    }
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Nothing,
        ValueRef::Integer(number) => Value::Whole(number),
        ValueRef::Real(number) => Value::Text(number.to_string()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            Value::Text(String::from_utf8_lossy(bytes).into_owned())
        }
    }
}

impl View {
    /// As CSV (RFC 4180): UTF-8, lines ending in CR LF, texts in quotation marks where they need
    /// them. A text that a spreadsheet would take for a formula gets an apostrophe before it.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut text = String::new();
        line(&mut text, self.columns.iter().map(String::as_str));
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(cell).collect();
            line(&mut text, cells.iter().map(String::as_str));
        }
        text
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Nothing => String::new(),
        Value::Whole(number) => number.to_string(),
        Value::Text(text) if is_number(text) => text.clone(),
        Value::Text(text) => guarded(text),
    }
}

/// Whether a text is a plain decimal, such as -12.5, which no spreadsheet takes for a formula.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all(whole) && all(part)
}

/// Against formula injection (OWASP): `=`, `+`, `-`, `@`, tab and carriage return begin formulas
/// in one spreadsheet or another, their wide forms too.
fn guarded(text: &str) -> String {
    let first = text.chars().next();
    let opens = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if first.is_some_and(|first| opens.contains(&first)) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (nth, cell) in cells.enumerate() {
        if nth > 0 {
            text.push(',');
        }
        if cell.contains([',', '"', '\r', '\n']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_view_is_there_and_empty_at_first() {
        let folder = tempfile::tempdir().unwrap();
        let views = Record::open(folder.path()).unwrap().views().unwrap();
        assert_eq!(views.len(), VIEWS.len());
        assert!(views.iter().all(|view| view.rows.is_empty() && view.columns.len() > 5));
    }

    #[test]
    fn formulas_are_guarded_and_numbers_stay_numbers() {
        let csv = |text: &str| cell(&Value::Text(text.into()));
        for formula in ["=1+1", "+1 and more", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "-", "＝1"] {
            assert_eq!(csv(formula), format!("'{formula}"));
        }
        for plain in ["-12.5", "0", "70.4", "a=b", "", "Green"] {
            assert_eq!(csv(plain), plain);
        }
    }

    #[test]
    fn commas_quotation_marks_and_lines_are_quoted() {
        let view = View {
            name: "returns",
            columns: vec!["a".into(), "b".into(), "c".into()],
            rows: vec![vec![
                Value::Text("one, \"two\"\nthree".into()),
                Value::Nothing,
                Value::Whole(-3),
            ]],
        };
        assert_eq!(view.csv(), "a,b,c\r\n\"one, \"\"two\"\"\nthree\",,-3\r\n");
    }
}
