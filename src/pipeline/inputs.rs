//! Everything a run reads: settings, plans, packs, lists, templates, and the inbox.

use super::fault::RunError;
use super::texts::{ReadText, Texts, text};
use crate::calendar::Quarter;
use crate::config::{
    PackFile, Settings, check_exempt, check_lists, check_officers, check_pack, read, read_pack,
    unknown,
};
use crate::deliver::DistributionLists;
use crate::intake::{Inbox, Mailed, SetAside};
use crate::plan::{Past, Plan};
use crate::store::{Decision, Host, MadeFrom};
use crate::theme::Theme;
use crate::wording::{Replacement, Templates};
use std::collections::BTreeMap;
use std::path::Path;

/// Everything a run reads.
#[derive(Debug)]
pub struct Inputs {
    /// The settings.
    pub settings: Settings,
    /// The plans, oldest first.
    pub plans: Vec<Plan>,
    /// Outturns of earlier years that were entered from publications.
    pub past: Past,
    /// The packs, by the names of their files.
    pub packs: Vec<PackFile>,
    /// Who gets what.
    pub lists: DistributionLists,
    /// The standing wording of reports and messages.
    pub templates: Templates,
    /// How packs look.
    pub theme: Theme,
    /// The files in the inbox.
    pub inbox: Inbox,
    /// Returns among them that came by e-mail: with which messages.
    pub mailed: Vec<Mailed>,
    /// Messages in the inbox that are no returns, and why.
    pub set_aside: Vec<SetAside>,
    /// Every text that shapes a pack, by its file as seen from the configuration: part of what
    /// a version is made from. When returns came is part of the inbox.
    pub texts: BTreeMap<String, ReadText>,
    /// The configuration's name among the texts.
    pub config: String,
    /// The version of the program, which is part of what a version is made from.
    pub program: String,
    /// The host that the program runs on; none where nobody asked.
    pub host: Option<Host>,
    /// The decisions that count, as the record remembers them; none before it was asked.
    pub decisions: Vec<Decision>,
}

/// Reads the settings alone, for what needs nothing of what they name.
///
/// # Errors
/// When they can't be used.
pub fn settings(config: &Path) -> Result<Settings, RunError> {
    Ok(read(config, &text(config)?)?)
}

/// Checks lists that are to stand in the place of those that the configuration names, as they would
/// be checked there: against its packs, and against the list of officers. Gives the packs.
///
/// # Errors
/// With the first file that they don't agree with, or a pack that some list asks for and that there
/// is not.
pub fn check_new_lists(
    config: &Path,
    lists: &DistributionLists,
) -> Result<Vec<PackFile>, RunError> {
    let mut texts = Texts::on_disk(config);
    let written = texts.read(config)?;
    let settings = read(config, &written)?;
    let officers = settings.delivery.sending.officers.as_deref();
    check_officers(config, &written, officers, &lists.ids()).map_err(RunError::NewLists)?;
    let mut packs = Vec::new();
    for path in texts.files(&settings.paths.packs, "toml")? {
        let text = texts.read(&path)?;
        let pack = read_pack(&path, &text)?;
        check_lists(&path, &text, &pack, &lists.asking(&pack.recipe.id))
            .map_err(RunError::NewLists)?;
        packs.push(pack);
    }
    let known: Vec<&str> = packs.iter().map(|pack| pack.recipe.id.as_str()).collect();
    for (list, role, pack) in lists.asked() {
        if !known.contains(&pack) {
            return Err(RunError::NoSuchPack {
                list: list.to_owned(),
                role: role.to_owned(),
                fault: unknown("pack", pack, known.iter().copied()),
            });
        }
    }
    Ok(packs)
}

impl Inputs {
    /// Reads the configuration, everything it names, and the inbox.
    ///
    /// # Errors
    /// With the first file that can't be used. Files in the inbox are findings, never errors.
    pub fn read(config: &Path) -> Result<Self, RunError> {
        let mut inputs = Self::of_texts(config, Texts::on_disk(config))?;
        inputs.check_timetable(config)?;
        inputs.look_again()?;
        Ok(inputs)
    }

    /// Reads the configuration and everything it names; the inbox is empty.
    pub(super) fn of_texts(config: &Path, mut texts: Texts) -> Result<Self, RunError> {
        let written = texts.read(config)?;
        let settings = read(config, &written)?;
        let mut plans = Vec::new();
        for path in texts.files(&settings.paths.plans, "toml")? {
            plans.push(crate::plan::read(&name(&path), &texts.read(&path)?)?);
        }
        plans.sort_by_key(|plan| plan.year);
        check_exempt(config, &written, &settings.exempt, &plans)?;
        let past = match &settings.paths.outturns {
            None => Past::default(),
            Some(path) => crate::plan::read_past(&name(path), &texts.read(path)?, &plans)?,
        };
        let mut checked = Vec::new();
        for path in texts.files(&settings.paths.packs, "toml")? {
            let text = texts.read(&path)?;
            let pack = read_pack(&path, &text)?;
            pack.check_approver(&path, &text, &settings.release)?;
            check_pack(&path, &text, &pack, &plans)?;
            checked.push((path, text, pack));
        }
        let lists = texts.read(&settings.paths.lists)?;
        let lists = DistributionLists::read(
            &lists,
            &settings.paths.lists.display().to_string(),
            &settings.delivery.allowed_domains,
        )?;
        let ids = lists.ids();
        let officers = settings.delivery.sending.officers.as_deref();
        check_officers(config, &written, officers, &ids)?;
        for (path, text, pack) in &checked {
            check_lists(path, text, pack, &lists.asking(&pack.recipe.id))?;
        }
        let packs = checked.into_iter().map(|(_, _, pack)| pack).collect();
        let path = &settings.paths.theme;
        let theme = theme(path, &mut texts)?;
        let templates = templates(&settings.paths.templates, &mut texts, &theme)?;
        Ok(Self {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            config: texts.name(config),
            host: None,
            settings,
            plans,
            past,
            packs,
            lists,
            templates,
            theme,
            inbox: Inbox::default(),
            mailed: Vec::new(),
            set_aside: Vec::new(),
            texts: texts.into_read(),
            decisions: Vec::new(),
        })
    }

    /// Every text that shapes a pack, as the record takes it.
    pub(super) fn made_from(&self) -> Vec<MadeFrom<'_>> {
        let texts = self.texts.iter();
        texts.map(|(name, text)| MadeFrom { name, text, sha256: &text.sha256 }).collect()
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

fn name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// The theme, with the picture that it names; the standard's where there is no file.
fn theme(path: &Path, texts: &mut Texts) -> Result<Theme, RunError> {
    if !texts.has_file(path) {
        return Ok(Theme::default());
    }
    let text = texts.read(path)?;
    let folder = path.parent().unwrap_or_else(|| Path::new(""));
    let mut beside = |name: &str| {
        let read = texts.read_bytes(&folder.join(name));
        read.map_err(|error| match std::error::Error::source(&error) {
            Some(why) => why.to_string(),
            None => error.to_string(),
        })
    };
    Ok(crate::theme::read(&super::shown(path).display().to_string(), &text, &mut beside)?)
}

/// The templates of a folder, where it has them; a folder that isn't there has none.
fn templates(folder: &Path, texts: &mut Texts, theme: &Theme) -> Result<Templates, RunError> {
    let mut own = Vec::new();
    for (kind, ending) in [("report", "txt"), ("email", "txt"), ("email", "html")] {
        let folder = folder.join(kind);
        if !texts.has_folder(&folder) {
            continue;
        }
        for path in texts.files(&folder, ending)? {
            own.push(Replacement {
                name: format!("{kind}/{}", name(&path)),
                file: super::shown(&path).display().to_string(),
                text: texts.read(&path)?,
            });
        }
    }
    Ok(Templates::load(own, theme)?)
}
