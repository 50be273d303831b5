//! A record that can't be used, and what to do about it.

use super::files::FileError;
use std::path::PathBuf;

/// A record that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// A file of it can't be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// Another run is at work.
    #[error("another run is at work on the record in {}", .folder.display())]
    Busy {
        /// The record's folder.
        folder: PathBuf,
    },
    /// Another program holds the database.
    #[error("the record {} is locked by another program", .file.display())]
    Locked {
        /// The database.
        file: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// The database is damaged, or is none.
    #[error("the record {} is damaged", .file.display())]
    Damaged {
        /// The database.
        file: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// The database was written by a later version of the program.
    #[error("the record {} was written by a later version of the program", .file.display())]
    Later {
        /// The database.
        file: PathBuf,
    },
    /// The database can't be used for another reason.
    #[error("the record {} can't be used", .file.display())]
    Database {
        /// The database.
        file: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// There is a record where one should be written.
    #[error("there is a record already: {}", .file.display())]
    There {
        /// The database.
        file: PathBuf,
    },
    /// There is no record where one should be read.
    #[error("there is no record: {} is not there", .file.display())]
    NotThere {
        /// The database.
        file: PathBuf,
    },
    /// The log is not as it was written.
    #[error("the log in {} is not as it was written", .file.display())]
    Tampered {
        /// The database.
        file: PathBuf,
    },
    /// An archived file is not what it was when it came.
    #[error("the archived file {} is not what it was when it came", .file.display())]
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
                "bring record.sqlite back from a backup; without one, move it away and run each \
                 quarter again: the archive beside it holds every return"
            }
            Self::Later { .. } => "use the version of quarterpack that wrote it, or a later one",
            Self::There { .. } => "name another folder, or move the record away first",
            Self::NotThere { .. } => "name the folder that record.sqlite lies in",
            Self::Tampered { .. } => "quarterpack audit verify says where; use an older backup",
            Self::Archive { .. } => {
                "bring the file back from a backup, or ask the service for the return again"
            }
        }
    }
}
