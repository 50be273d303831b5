//! The texts that shaped a version of a pack.

use super::fault::RecordError;
use super::record::Record;
use rusqlite::params;
use std::collections::BTreeMap;

impl Record {
    /// The texts that shaped a version, by their names: their SHA-256.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn made_from(
        &self,
        name: &str,
        quarter: &str,
        version: u32,
    ) -> Result<BTreeMap<String, String>, RecordError> {
        self.doing(|connection| {
            let mut asked = connection.prepare_cached(
                "SELECT made_from.name, made_from.sha256 FROM made_from \
                 JOIN pack ON pack.id = made_from.pack \
                 WHERE pack.name = ?1 AND pack.quarter = ?2 AND pack.version = ?3",
            )?;
            asked
                .query_map(params![name, quarter, version], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
    }
}
