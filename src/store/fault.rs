//! A record that can't be used, and what to do about it.

use super::files::FileError;
use super::shown::shown;
use std::path::PathBuf;

/// A record that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// A file of it can't be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// Another run is at work.
    #[error("another run is at work on the record in {}", shown(.folder).display())]
    Busy {
        /// The record's folder.
        folder: PathBuf,
    },
    /// Another program holds the database.
    #[error("the record {} is locked by another program", shown(.file).display())]
    Locked {
        /// The database.
        file: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// The database is damaged, or is none.
    #[error("the record {} is damaged", shown(.file).display())]
    Damaged {
        /// The database.
        file: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// The database was written by a later version of the program.
    #[error("the record {} was written by a later version of the program", shown(.file).display())]
    Later {
        /// The database.
        file: PathBuf,
    },
    /// The database can't be used for another reason.
    #[error("the record {} can't be used", shown(.file).display())]
    Database {
        /// The database.
        file: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// There is a record where one should be written.
    #[error("there is a record already: {}", shown(.file).display())]
    There {
        /// The database.
        file: PathBuf,
    },
    /// There is no record where one should be read.
    #[error("there is no record: {} is not there", shown(.file).display())]
    NotThere {
        /// The database.
        file: PathBuf,
    },
    /// The journal knows of more than the database: that is gone, or an older one.
    #[error(
        "the database of the record is gone or is an older one: {} has {more} more {}",
        shown(.file).display(), if *.more == 1 { "entry" } else { "entries" }
    )]
    Ahead {
        /// The journal.
        file: PathBuf,
        /// How many entries the database lacks.
        more: usize,
    },
    /// The journal's file says something else than the database.
    #[error("{}, line {line}, is not as it was written", shown(.file).display())]
    Parted {
        /// The journal.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// The record belongs to another host.
    #[error("the record in {} belongs to the host {its}; this is {mine}", shown(.folder).display())]
    Host {
        /// The record's folder.
        folder: PathBuf,
        /// The host that it belongs to.
        its: String,
        /// This one.
        mine: String,
    },
    /// The log is not as it was written.
    #[error("the log in {} is not as it was written", shown(.file).display())]
    Tampered {
        /// The database.
        file: PathBuf,
    },
    /// An archived file is not what it was when it came.
    #[error("the archived file {} is not what it was when it came", shown(.file).display())]
    Archive {
        /// The file.
        file: PathBuf,
    },
}

impl RecordError {
    /// Sorts an error of the database by what can be done about it.
    pub(super) fn of(file: PathBuf, source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::Locked { file, source }
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged { file, source }
            }
            _ => Self::Database { file, source },
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::File(_) | Self::Database { .. } => {
                "check that paths.output and paths.record name folders that can be written into, \
                 on a disk with room"
            }
            Self::Busy { .. } => "wait until it has ended; a run that was killed holds nothing",
            Self::Locked { .. } => {
                "close the programs that have the record open (Power BI, a database browser), and \
                 run again"
            }
            Self::Damaged { .. } => {
                "move record.sqlite away and make it anew from the journal and the archive beside \
                 it: quarterpack rebuild --to DIR, then quarterpack restore --from DIR"
            }
            Self::Later { .. } => "use the version of quarterpack that wrote it, or a later one",
            Self::There { .. } => "name another folder, or move the record away first",
            Self::NotThere { .. } => "name the folder that record.sqlite lies in",
            Self::Ahead { .. } => {
                "move record.sqlite away if it is there, and make it anew from the journal and the \
                 archive: quarterpack rebuild --to DIR, then quarterpack restore --from DIR"
            }
            Self::Parted { .. } => {
                "quarterpack audit verify says whether the log in the database is whole; if it is, \
                 move journal.jsonl away, and the next run writes it from the database"
            }
            Self::Host { .. } => {
                "run quarterpack there; if the record was moved here for good, and nothing runs \
                 there any more: quarterpack record adopt --by \"ROLE\" --reason \"…\""
            }
            Self::Tampered { .. } => "quarterpack audit verify says where; use an older backup",
            Self::Archive { .. } => {
                "bring the file back from a backup, or ask the service for the return again"
            }
        }
    }
}
