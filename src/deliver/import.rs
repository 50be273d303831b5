//! Distribution lists from the rows of a workbook: as text for `lists.toml`, which is checked as
//! if a person had written it.

use super::address::one_line;
use toml::{Table, Value};

/// A sheet, as rows of texts; the first row names the columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListSheet {
    /// The name of its tab.
    pub name: String,
    /// Its rows, each with its number in the sheet and its texts by column.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// Sheets that hold no lists.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// No sheet has the columns.
    #[error("no sheet has the columns List, Role, Address, Packs and Formats in its first row")]
    NoLists,
    /// A row lacks something.
    #[error("{sheet}, row {row}: {what}")]
    Row {
        /// The sheet.
        sheet: String,
        /// The row.
        row: u32,
        /// What is wrong.
        what: String,
    },
}

/// The columns of a list, in any order; Restricted may be left out.
const LIST: [&str; 6] = ["list", "role", "address", "packs", "formats", "restricted"];
/// The columns of services' addresses.
const SERVICE: [&str; 2] = ["service", "address"];

/// Makes the text of a `lists.toml` from a workbook's sheets.
///
/// # Errors
/// When no sheet holds lists, or a row can't be used. Addresses and formats are checked when the
/// text is read.
pub fn lists_from(sheets: &[ListSheet]) -> Result<String, ImportError> {
    let mut lists: Vec<Table> = Vec::new();
    let mut services: Vec<Table> = Vec::new();
    let mut any = false;
    for sheet in sheets {
        let Some(((_, heads), rows)) = sheet.rows.split_first() else { continue };
        let columns = |names: &[&'static str]| -> Vec<(&'static str, usize)> {
            let at =
                |name: &str| heads.iter().position(|head| head.trim().eq_ignore_ascii_case(name));
            names.iter().filter_map(|name| Some((*name, at(name)?))).collect()
        };
        let list = columns(&LIST);
        let service = columns(&SERVICE);
        if list.iter().filter(|(name, _)| *name != "restricted").count() == LIST.len() - 1 {
            any = true;
            for (number, row) in rows {
                recipient(&mut lists, sheet, *number, &Cells { row, columns: &list })?;
            }
        } else if service.len() == SERVICE.len() {
            for (number, row) in rows {
                one_service(&mut services, sheet, *number, &Cells { row, columns: &service })?;
            }
        }
    }
    if !any || lists.is_empty() {
        return Err(ImportError::NoLists);
    }
    let mut all = Table::new();
    all.insert("list".into(), Value::Array(lists.into_iter().map(Value::Table).collect()));
    if !services.is_empty() {
        let services = services.into_iter().map(Value::Table).collect();
        all.insert("service".into(), Value::Array(services));
    }
    Ok(format!(
        "# Distribution lists, made from a workbook by `quarterpack lists import`.\n\
         # docs/lists.md says what each line means.\n\n{all}"
    ))
}

struct Cells<'c> {
    row: &'c [String],
    columns: &'c [(&'static str, usize)],
}

impl Cells<'_> {
    fn text(&self, name: &str) -> String {
        let at = self.columns.iter().find(|(known, _)| *known == name).map(|(_, at)| *at);
        let text = at.and_then(|at| self.row.get(at));
        text.map_or_else(String::new, |text| one_line(text))
    }

    /// Words between commas, semicolons or spaces.
    fn words(&self, name: &str) -> Value {
        let text = self.text(name).to_lowercase();
        let words = text.split([',', ';', ' ']).map(str::trim).filter(|word| !word.is_empty());
        Value::Array(words.map(|word| Value::String(word.to_owned())).collect())
    }

    fn is_empty(&self) -> bool {
        self.columns.iter().all(|(name, _)| self.text(name).is_empty())
    }
}

fn recipient(
    lists: &mut Vec<Table>,
    sheet: &ListSheet,
    number: u32,
    cells: &Cells<'_>,
) -> Result<(), ImportError> {
    if cells.is_empty() {
        return Ok(());
    }
    let fault = |what: String| ImportError::Row { sheet: sheet.name.clone(), row: number, what };
    let name = cells.text("list");
    if name.is_empty() {
        return Err(fault("the column List is empty; write the list's name in each row".into()));
    }
    let restricted = match cells.text("restricted").to_lowercase().as_str() {
        "" | "no" | "false" | "public" => false,
        "yes" | "true" | "restricted" => true,
        other => return Err(fault(format!("Restricted says “{other}”; write yes or no"))),
    };
    let mut recipient = Table::new();
    recipient.insert("name".into(), Value::String(cells.text("role")));
    recipient.insert("address".into(), Value::String(cells.text("address")));
    recipient.insert("packs".into(), cells.words("packs"));
    recipient.insert("formats".into(), cells.words("formats"));
    let known =
        lists.iter_mut().find(|list| list.get("name").and_then(Value::as_str) == Some(&name));
    if let Some(list) = known {
        if list.get("restricted").and_then(Value::as_bool) != Some(restricted) {
            let what = format!("Restricted differs from an earlier row of the list “{name}”");
            return Err(fault(what));
        }
        if let Some(Value::Array(recipients)) = list.get_mut("recipient") {
            recipients.push(Value::Table(recipient));
        }
        return Ok(());
    }
    let mut list = Table::new();
    list.insert("id".into(), Value::String(id(&name)));
    list.insert("name".into(), Value::String(name));
    list.insert("restricted".into(), Value::Boolean(restricted));
    list.insert("recipient".into(), Value::Array(vec![Value::Table(recipient)]));
    lists.push(list);
    Ok(())
}

fn one_service(
    services: &mut Vec<Table>,
    sheet: &ListSheet,
    number: u32,
    cells: &Cells<'_>,
) -> Result<(), ImportError> {
    if cells.is_empty() {
        return Ok(());
    }
    let name = cells.text("service");
    if name.is_empty() {
        let what = "the column Service is empty; write the service in each row".to_owned();
        return Err(ImportError::Row { sheet: sheet.name.clone(), row: number, what });
    }
    let service = id(&name);
    let address = Value::String(cells.text("address"));
    let known =
        services.iter_mut().find(|one| one.get("id").and_then(Value::as_str) == Some(&service));
    if let Some(Value::Array(addresses)) = known.and_then(|one| one.get_mut("addresses")) {
        addresses.push(address);
        return Ok(());
    }
    let mut one = Table::new();
    one.insert("id".into(), Value::String(service));
    one.insert("addresses".into(), Value::Array(vec![address]));
    services.push(one);
    Ok(())
}

/// A name as an id: `Committee clerks` is `committee-clerks`.
fn id(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deliver::DistributionLists;

    fn sheet(name: &str, rows: &[&[&str]]) -> ListSheet {
        let texts = |row: &&[&str]| row.iter().map(|text| (*text).to_owned()).collect();
        ListSheet { name: name.into(), rows: (1..).zip(rows.iter().map(texts)).collect() }
    }

    #[test]
    fn rows_become_lists_that_can_be_read() {
        let lists = sheet(
            "Lists",
            &[
                &["Role", "Address", "List", "Packs", "Formats", "Restricted"],
                &["Committee clerk", "clerk@council.example", "Clerks", "swc", "PDF, xlsx", ""],
                &["", "", "", "", "", ""],
                &["Director", "director@council.example", "Clerks", "swc; ijb", "pdf", "no"],
                &["Head of Service", "head@council.example", "Top team", "smt", "pdf", "Yes"],
            ],
        );
        let services = sheet(
            "Services",
            &[
                &["Service", "Address"],
                &["Children and Justice", "a@council.example"],
                &["Children and Justice", "b@council.example"],
            ],
        );
        let text = lists_from(&[lists, services]).unwrap();
        let read = DistributionLists::read(&text, "lists.toml", &[]).unwrap();
        assert_eq!(read.for_pack("swc", false).recipients.len(), 2);
        assert_eq!(read.for_pack("smt", true).recipients[0].role, "Head of Service");
        assert_eq!(read.service("children-and-justice").len(), 2);
        assert_eq!(read.list("clerks").len(), 2);
    }

    #[test]
    fn what_can_t_be_used_is_told_with_its_row() {
        let row = |cells: &[&str]| {
            let heads: &[&str] = &["List", "Role", "Address", "Packs", "Formats", "Restricted"];
            lists_from(&[sheet("Lists", &[heads, cells])]).unwrap_err().to_string()
        };
        let said = row(&["", "Clerk", "c@council.example", "swc", "pdf", ""]);
        assert!(said.starts_with("Lists, row 2: the column List is empty"), "{said}");
        let said = row(&["A", "Clerk", "c@council.example", "swc", "pdf", "maybe"]);
        assert!(said.contains("“maybe”; write yes or no"), "{said}");
        let none = lists_from(&[sheet("Sheet1", &[&["Name", "Mail"]])]).unwrap_err();
        assert_eq!(none, ImportError::NoLists);
    }
}
