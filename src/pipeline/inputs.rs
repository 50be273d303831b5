//! Everything a run reads: settings, plans, packs, lists, templates, and the inbox.

use crate::calendar::{HolidaysError, Quarter};
use crate::config::{ConfigError, PackFile, Settings, read, read_pack, timetable_fault};
use crate::deliver::{AddressError, DistributionLists, ListsError, MessageError};
use crate::intake::{
    Arrivals, ArrivalsError, Inbox, InboxError, Maildir, Mailed, ReaderError, Senders, restless,
};
use crate::plan::{Plan, PlanError};
use crate::render::{pdf::PdfError, xlsx::WorkbookError};
use crate::store::{FileError, RecordError};
use crate::timetable::{Body, Timetable};
use crate::wording::{Replacement, Templates, WordingError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Everything a run reads.
#[derive(Debug)]
pub struct Inputs {
    /// The settings.
    pub settings: Settings,
    /// The plans, oldest first.
    pub plans: Vec<Plan>,
    /// The packs, by the names of their files.
    pub packs: Vec<PackFile>,
    /// Who gets what.
    pub lists: DistributionLists,
    /// The standing wording of reports and messages.
    pub templates: Templates,
    /// The files in the inbox.
    pub inbox: Inbox,
    /// Returns among them that came by e-mail: with which messages.
    pub mailed: Vec<Mailed>,
    /// Every text that shapes a pack, by its file as seen from the configuration: part of what
    /// a version is made from. When returns came is part of the inbox.
    pub texts: BTreeMap<String, String>,
}

/// Work that could not be done. What is wrong inside a return is a finding instead.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A plan file.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// No plan for the quarter.
    #[error("there is no plan for {year}: {folder} holds {held}")]
    NoPlan {
        /// The year asked for.
        year: String,
        /// The folder of plans.
        folder: String,
        /// The years it holds.
        held: String,
    },
    /// The distribution lists.
    #[error(transparent)]
    Lists(#[from] ListsError),
    /// A template.
    #[error(transparent)]
    Wording(#[from] WordingError),
    /// An address in the settings or in a pack's file.
    #[error("{setting}")]
    Address {
        /// Where it stands.
        setting: String,
        /// What is wrong with it.
        source: AddressError,
    },
    /// The inbox.
    #[error(transparent)]
    Inbox(#[from] InboxError),
    /// Nothing reads workbooks.
    #[error(transparent)]
    Reader(#[from] ReaderError),
    /// The manifest of arrivals.
    #[error("{file} can't be used")]
    Arrivals {
        /// The manifest.
        file: String,
        /// Why.
        source: ArrivalsError,
    },
    /// The calendar.
    #[error(transparent)]
    Holidays(#[from] HolidaysError),
    /// The PDF.
    #[error("the PDF of the pack for the {body} can't be made")]
    Pdf {
        /// The body.
        body: String,
        /// Why.
        source: PdfError,
    },
    /// The workbook.
    #[error("the workbook of the pack for the {body} can't be made")]
    Workbook {
        /// The body.
        body: String,
        /// Why.
        source: WorkbookError,
    },
    /// A workbook of findings.
    #[error(transparent)]
    Findings(#[from] crate::receipt::BookError),
    /// A message.
    #[error(transparent)]
    Message(#[from] MessageError),
    /// The record.
    #[error(transparent)]
    Record(RecordError),
    /// A file of the output.
    #[error(transparent)]
    File(#[from] FileError),
}

impl RunError {
    /// What to do about it, where the error itself does not say so.
    #[must_use]
    pub const fn remedy(&self) -> Option<&'static str> {
        match self {
            Self::NoPlan { .. } => Some(
                "put the plan of that year into the folder (docs/plan-file.md says how it is \
                 written), or name a quarter of another year",
            ),
            Self::Inbox(_) => {
                Some("make the folder, or name the one that returns come into as paths.inbox")
            }
            Self::Wording(_) => {
                Some("mend the template, or move it away to use the one carried in the program")
            }
            Self::File(_) => {
                Some("check that paths.output names a folder that can be written into")
            }
            Self::Record(error) => Some(error.remedy()),
            Self::Reader(_)
            | Self::Config(_)
            | Self::Plan(_)
            | Self::Lists(_)
            | Self::Address { .. }
            | Self::Arrivals { .. }
            | Self::Holidays(_)
            | Self::Pdf { .. }
            | Self::Workbook { .. }
            | Self::Message(_)
            | Self::Findings(_) => None,
        }
    }

    /// Whether the configuration is at fault, rather than the work.
    #[must_use]
    pub const fn is_configuration(&self) -> bool {
        matches!(
            self,
            Self::Config(_)
                | Self::Plan(_)
                | Self::NoPlan { .. }
                | Self::Lists(_)
                | Self::Wording(_)
                | Self::Address { .. }
                | Self::Inbox(_)
                | Self::Arrivals { .. }
        )
    }
}

impl Inputs {
    /// Reads the configuration, everything it names, and the inbox.
    ///
    /// # Errors
    /// With the first file that can't be used. Files in the inbox are findings, never errors.
    pub fn read(config: &Path) -> Result<Self, RunError> {
        let folder = config.parent().unwrap_or_else(|| Path::new("")).to_owned();
        let mut texts = Texts { folder, read: BTreeMap::new() };
        let settings = read(config, &texts.read(config)?)?;
        let mut plans = Vec::new();
        for path in files(&settings.paths.plans, "toml")? {
            plans.push(crate::plan::read(&name(&path), &texts.read(&path)?)?);
        }
        plans.sort_by_key(|plan| plan.year);
        let mut packs = Vec::new();
        for path in files(&settings.paths.packs, "toml")? {
            packs.push(read_pack(&path, &texts.read(&path)?)?);
        }
        let lists = texts.read(&settings.paths.lists)?;
        let lists = DistributionLists::read(
            &lists,
            &settings.paths.lists.display().to_string(),
            &settings.delivery.allowed_domains,
        )?;
        let templates = templates(&settings.paths.templates, &mut texts)?;
        let (inbox, mailed) = (Inbox::default(), Vec::new());
        let mut inputs =
            Self { settings, plans, packs, lists, templates, inbox, mailed, texts: texts.read };
        inputs.check_timetable(config)?;
        inputs.look_again()?;
        Ok(inputs)
    }

    /// Reads the inbox anew; everything else stays as it was read.
    ///
    /// # Errors
    /// When the inbox can't be listed, or the manifest of arrivals can't be used.
    pub fn look_again(&mut self) -> Result<(), RunError> {
        let arrivals = match &self.settings.paths.arrivals {
            None => Arrivals::default(),
            Some(path) => Arrivals::read(&text(path)?).map_err(|source| RunError::Arrivals {
                file: path.display().to_string(),
                source,
            })?,
        };
        let mut inbox = Inbox::read(&self.settings.paths.inbox, &arrivals)?;
        let zone = self.settings.timetable.zone;
        let wall =
            |at: i64| zone.local(chrono::DateTime::from_timestamp(at, 0).unwrap_or_default());
        self.mailed = inbox.unpack(&self.senders(), &wall);
        self.inbox = inbox;
        Ok(())
    }

    /// Reads what is new in a Maildir.
    ///
    /// # Errors
    /// When it can't be listed.
    pub fn read_maildir(&self, folder: &Path) -> Result<Maildir, RunError> {
        let zone = self.settings.timetable.zone;
        let wall =
            |at: i64| zone.local(chrono::DateTime::from_timestamp(at, 0).unwrap_or_default());
        let fault = |source| FileError { path: super::shown(folder), doing: "read", source };
        Ok(Maildir::read(folder, &self.senders(), &wall).map_err(fault)?)
    }

    /// Addresses that returns come from, each with its service: the one place that knows them.
    #[must_use]
    pub fn senders(&self) -> Senders {
        self.settings.senders.clone()
    }

    /// Leaves out of the inbox what is still being written, and names it.
    ///
    /// # Errors
    /// When the inbox can't be listed.
    pub fn leave_restless(
        &mut self,
        now: SystemTime,
        rest: Duration,
    ) -> Result<Vec<String>, RunError> {
        let restless = restless(&self.settings.paths.inbox, now, rest)?;
        let from = |one: &Mailed| restless.contains(&one.message);
        let unpacked: Vec<&String> =
            self.mailed.iter().filter(|one| from(one)).map(|one| &one.file).collect();
        self.inbox
            .arrivals
            .retain(|one| !restless.contains(&one.file) && !unpacked.contains(&&one.file));
        self.inbox.findings.retain(|one| !restless.contains(&one.place.file));
        self.mailed.retain(|one| !restless.contains(&one.message));
        Ok(restless.into_iter().collect())
    }

    /// What decides when steps fall.
    ///
    /// # Errors
    /// When the table of bank holidays in the program is damaged, which a test rules out.
    pub fn timetable(&self) -> Result<Timetable, RunError> {
        let bodies = self.packs.iter().map(|pack| Body {
            pack: pack.recipe.id.clone(),
            name: pack.recipe.body.clone(),
            quarters: pack.recipe.quarters.clone(),
            meetings: pack.recipe.meetings.clone(),
        });
        Ok(Timetable {
            rules: self.settings.timetable.clone(),
            holidays: self.settings.holidays()?,
            bodies: bodies.collect(),
        })
    }

    /// Refuses a timetable that can't hold, at the line to change.
    fn check_timetable(&self, config: &Path) -> Result<(), RunError> {
        self.timetable()?.check().map_err(|fault| {
            let name = config.file_name().map_or_else(String::new, |n| n.to_string_lossy().into());
            let text = self.texts.get(&name).map_or("", String::as_str);
            timetable_fault(&config.display().to_string(), text, &fault).into()
        })
    }

    /// The plan of a quarter's year.
    ///
    /// # Errors
    /// When there is none.
    pub fn plan(&self, quarter: Quarter) -> Result<&Plan, RunError> {
        let found = self.plans.iter().find(|plan| plan.year == quarter.year());
        found.ok_or_else(|| {
            let held: Vec<String> = self.plans.iter().map(|plan| plan.year.to_string()).collect();
            RunError::NoPlan {
                year: quarter.year().to_string(),
                folder: super::shown(&self.settings.paths.plans).display().to_string(),
                held: if held.is_empty() { "none".into() } else { held.join(", ") },
            }
        })
    }
}

/// Texts read so far, by their files as seen from the configuration's folder: which folder the
/// program is run in makes no difference.
struct Texts {
    folder: PathBuf,
    read: BTreeMap<String, String>,
}

impl Texts {
    fn read(&mut self, path: &Path) -> Result<String, RunError> {
        let text = text(path)?;
        let name = path.strip_prefix(&self.folder).unwrap_or(path);
        self.read.insert(name.display().to_string(), text.clone());
        Ok(text)
    }
}

fn text(path: &Path) -> Result<String, RunError> {
    let fault = |source| ConfigError::Unreadable { file: super::shown(path), source };
    Ok(std::fs::read_to_string(path).map_err(fault)?)
}

/// Files of a folder with an ending, in the order of their names.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, RunError> {
    let fault = |source| ConfigError::Unreadable { file: super::shown(folder), source };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        if path.extension().is_some_and(|known| known == ending) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// The templates of a folder, where it has them; a folder that isn't there has none.
fn templates(folder: &Path, texts: &mut Texts) -> Result<Templates, RunError> {
    let mut own = Vec::new();
    for (kind, ending) in [("report", "txt"), ("email", "txt"), ("email", "html")] {
        let folder = folder.join(kind);
        if !folder.is_dir() {
            continue;
        }
        for path in files(&folder, ending)? {
            own.push(Replacement {
                name: format!("{kind}/{}", name(&path)),
                file: super::shown(&path).display().to_string(),
                text: texts.read(&path)?,
            });
        }
    }
    Ok(Templates::load(own)?)
}
