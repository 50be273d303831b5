//! What comes in from outside while the configuration stays: the inbox, mail, the timetable.

use super::fault::RunError;
use super::inputs::Inputs;
use super::texts::text;
use crate::config::timetable_fault;
use crate::intake::{Arrivals, Inbox, Maildir, Mailed, Senders, restless};
use crate::store::FileError;
use crate::timetable::{Body, Timetable};
use std::path::Path;
use std::time::{Duration, SystemTime};

impl Inputs {
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
        let zone = self.settings.timetable.zone;
        let wall =
            |at: i64| zone.local(chrono::DateTime::from_timestamp(at, 0).unwrap_or_default());
        let mut inbox = Inbox::read(&self.settings.paths.inbox, &arrivals, &wall)?;
        (self.mailed, self.set_aside) = inbox.unpack(&self.senders(), &wall);
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
        let mut senders = self.settings.senders.clone();
        // Where a service's messages go, its returns come from; a sender named by itself counts more.
        for service in self.lists.services() {
            for address in self.lists.service(service) {
                senders
                    .entry(address.folded().to_lowercase())
                    .or_insert_with(|| service.to_owned());
            }
        }
        senders
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
        self.inbox.findings.retain(|one| !restless.contains(&*one.place.file));
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
    pub(super) fn check_timetable(&self, config: &Path) -> Result<(), RunError> {
        self.timetable()?.check().map_err(|fault| {
            let name = config.file_name().map_or_else(String::new, |n| n.to_string_lossy().into());
            let text = self.texts.get(&name).and_then(|read| read.text().ok());
            timetable_fault(&config.display().to_string(), &text.unwrap_or_default(), &fault).into()
        })
    }
}
