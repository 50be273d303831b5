//! What versions of packs published, figure by figure. There are hundreds of thousands of rows where
//! services are by the thousand: they are written as they come, and walked along.

use super::fault::RecordError;
use super::record::Record;
use rusqlite::{Transaction, params};

/// A figure or a status as a version published it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// What it is: `measure/M13/status`.
    pub key: String,
    /// How a reader knows it: `Measure 13, status`.
    pub label: String,
    /// As it was shown.
    pub shown: String,
    /// Its exact value, where it has one.
    pub value: Option<String>,
    /// The return that it comes from.
    pub source_file: Option<String>,
    /// SHA-256 of that return.
    pub source_sha256: Option<String>,
}

impl Record {
    /// Walks along what a version published, row by row in the pack's order; there is nothing where
    /// there is no such version. What `then` makes of it counts for nothing where a row can't be
    /// read.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn walk_published<T>(
        &self,
        name: &str,
        quarter: &str,
        version: u32,
        then: impl FnOnce(&mut dyn Iterator<Item = Published>) -> T,
    ) -> Result<T, RecordError> {
        self.doing(|connection| {
            let mut asked = connection.prepare_cached(
                "SELECT key, label, shown, value, source_file, source_sha256 FROM published \
                 JOIN pack ON pack.id = published.pack \
                 WHERE pack.name = ?1 AND pack.quarter = ?2 AND pack.version = ?3 \
                 ORDER BY published.nth",
            )?;
            let rows = asked.query_map(params![name, quarter, version], |row| {
                Ok(Published {
                    key: row.get(0)?,
                    label: row.get(1)?,
                    shown: row.get(2)?,
                    value: row.get(3)?,
                    source_file: row.get(4)?,
                    source_sha256: row.get(5)?,
                })
            })?;
            let mut fault = None;
            let done = then(&mut rows.map_while(|row| row.map_err(|it| fault = Some(it)).ok()));
            fault.map_or(Ok(done), Err)
        })
    }
}

/// Writes rows as they come, in their order.
pub(super) fn write_published(
    transaction: &Transaction<'_>,
    pack: i64,
    published: impl IntoIterator<Item = Published>,
) -> rusqlite::Result<()> {
    let mut insert = transaction
        .prepare_cached("INSERT INTO published VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    for (nth, one) in (1_i64..).zip(published) {
        insert.execute(params![
            pack,
            nth,
            one.key,
            one.label,
            one.shown,
            one.value,
            one.source_file,
            one.source_sha256
        ])?;
    }
    Ok(())
}
