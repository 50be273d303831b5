//! `export`: the record's views as CSV or JSON.

use crate::cli::{Exit, Failure};
use crate::pipeline::{Inputs, views};
use crate::store::{Value, View, write_whole};
use serde_json::{Map, Value as Json};
use std::io::Write;
use std::path::Path;

pub(super) fn run(
    inputs: &Inputs,
    to: &Path,
    json: bool,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let ending = if json { "json" } else { "csv" };
    for view in views(inputs)? {
        let path = to.join(format!("{}.{ending}", view.name));
        let text = if json { as_json(&view)? } else { view.csv() };
        write_whole(&path, text.as_bytes()).map_err(Failure::work)?;
        let rows = crate::quantity::plural(view.rows.len(), "row", "rows");
        writeln!(out, "{}: {rows}", path.display())?;
    }
    Ok(Exit::Done)
}

/// A list of objects, a row each. Exact decimals are texts, as in the database.
fn as_json(view: &View) -> Result<String, Failure> {
    let row = |row: &Vec<Value>| {
        let named = view.columns.iter().cloned().zip(row.iter().map(value));
        Json::Object(named.collect::<Map<String, Json>>())
    };
    let rows: Vec<Json> = view.rows.iter().map(row).collect();
    let mut text = serde_json::to_string_pretty(&rows).map_err(Failure::work)?;
    text.push('\n');
    Ok(text)
}

fn value(value: &Value) -> Json {
    match value {
        Value::Nothing => Json::Null,
        Value::Whole(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
    }
}
