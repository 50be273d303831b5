//! Distribution lists: which role gets which pack, in which formats, at which address.

use super::address::{MailAddress, one_line};
use super::letter::Addressee;
use super::mail::FileFormat;
use std::collections::BTreeMap;
use std::fmt;
use toml::{Table, Value};

/// The longest name of a role or list, in characters.
const LONGEST_NAME: usize = 100;

/// Every distribution list, checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DistributionLists {
    lists: Vec<List>,
    services: Vec<(String, Vec<MailAddress>)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct List {
    id: String,
    name: String,
    restricted: bool,
    recipients: Vec<Recipient>,
}

/// A role that gets packs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The role: `Committee clerk`.
    pub role: String,
    /// Its address.
    pub address: MailAddress,
    /// The packs it gets, by their ids.
    pub packs: Vec<String>,
    /// The formats it gets them in.
    pub formats: Vec<FileFormat>,
}

/// Who gets a pack, and who asked for it and may not have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ForPack {
    /// One entry an address, in the order of the lists.
    pub recipients: Vec<Recipient>,
    /// On a list that is not allowed to have exempt papers: the list's name beside the role.
    pub refused: Vec<(String, Recipient)>,
}

/// Distribution lists that can't be used.
#[derive(Debug, PartialEq, Eq)]
pub struct ListsError {
    /// The file they are in.
    pub file: String,
    /// What is wrong with them, all of it.
    pub problems: Vec<ListProblem>,
}

/// One thing that is wrong with a distribution list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListProblem {
    /// Where: `list “swc”, recipient 2 (Committee clerk)`.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

impl DistributionLists {
    /// Reads and checks `lists.toml`. Addresses must lie in one of `domains`; where none is
    /// given, every domain is allowed.
    ///
    /// # Errors
    /// With everything that is wrong, each with its place and remedy.
    pub fn read(text: &str, file: &str, domains: &[String]) -> Result<Self, ListsError> {
        let mut check = Check { domains, problems: Vec::new() };
        let (lists, services) = match text.parse::<Table>() {
            Ok(table) => (check.lists(&table), check.services(&table)),
            Err(error) => {
                let message = error.to_string().trim_end().to_owned();
                check.problem("the file", message, "mend the line that is shown");
                (Vec::new(), Vec::new())
            }
        };
        if check.problems.is_empty() {
            Ok(Self { lists, services })
        } else {
            Err(ListsError { file: file.to_owned(), problems: check.problems })
        }
    }

    /// Who gets a pack. A role that stands on several lists gets one message, with every format
    /// that it asked for. An exempt pack goes to restricted lists only.
    #[must_use]
    pub fn for_pack(&self, pack: &str, exempt: bool) -> ForPack {
        let mut found = ForPack::default();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for list in &self.lists {
            for recipient in list.recipients.iter().filter(|r| r.packs.iter().any(|p| p == pack)) {
                if exempt && !list.restricted {
                    found.refused.push((list.name.clone(), recipient.clone()));
                    continue;
                }
                let at = known.get(&recipient.address.folded()).copied();
                if let Some(earlier) = at.and_then(|at| found.recipients.get_mut(at)) {
                    earlier.formats.extend(&recipient.formats);
                    earlier.formats.sort_unstable();
                    earlier.formats.dedup();
                } else {
                    known.insert(recipient.address.folded(), found.recipients.len());
                    found.recipients.push(recipient.clone());
                }
            }
        }
        let served = |r: &Recipient| known.contains_key(&r.address.folded());
        found.refused.retain(|(_, recipient)| !served(recipient));
        found
    }

    /// The addresses of a service, by its id in the plans; none where there is no entry.
    #[must_use]
    pub fn service(&self, id: &str) -> &[MailAddress] {
        let found = self.services.iter().find(|(known, _)| known == id);
        found.map_or(&[], |(_, addresses)| addresses)
    }

    /// The ids of the services that have addresses.
    pub fn services(&self) -> impl Iterator<Item = &str> {
        self.services.iter().map(|(id, _)| id.as_str())
    }

    fn called(&self, id: &str) -> Option<&List> {
        self.lists.iter().find(|list| list.id == id)
    }

    /// Everybody on one list, by its id, with the formats that they ask for; nobody where there is
    /// none.
    #[must_use]
    pub fn recipients(&self, id: &str) -> &[Recipient] {
        self.called(id).map_or(&[], |list| &list.recipients)
    }

    /// The same as those whom a notice goes to.
    #[must_use]
    pub fn list(&self, id: &str) -> Vec<Addressee> {
        let to =
            |one: &Recipient| Addressee { role: one.role.clone(), address: one.address.clone() };
        self.recipients(id).iter().map(to).collect()
    }

    /// Whether a list may have exempt papers, by its id; none where there is no such list.
    #[must_use]
    pub fn may_have_exempt(&self, id: &str) -> Option<bool> {
        self.called(id).map(|list| list.restricted)
    }

    /// The name of a list, by its id; none where there is no such list.
    #[must_use]
    pub fn name(&self, id: &str) -> Option<&str> {
        self.called(id).map(|list| list.name.as_str())
    }

    /// The ids of all lists.
    #[must_use]
    pub fn ids(&self) -> Vec<&str> {
        self.lists.iter().map(|list| list.id.as_str()).collect()
    }

    /// The ids of all lists, each with whether a recipient on it asks for a pack.
    #[must_use]
    pub fn asking(&self, pack: &str) -> Vec<(&str, bool)> {
        let asks = |list: &List| list.recipients.iter().any(|r| r.packs.iter().any(|p| p == pack));
        self.lists.iter().map(|list| (list.id.as_str(), asks(list))).collect()
    }

    /// Everything that is asked for: the list's name, the recipient's role, and the pack.
    pub fn asked(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.lists.iter().flat_map(|list| {
            list.recipients.iter().flat_map(|one| {
                let packs = one.packs.iter();
                packs.map(|pack| (list.name.as_str(), one.role.as_str(), pack.as_str()))
            })
        })
    }

    /// Every pack that some recipient asks for, so that a configuration can be checked against
    /// the packs there are.
    #[must_use]
    pub fn packs(&self) -> Vec<&str> {
        let recipients = self.lists.iter().flat_map(|list| &list.recipients);
        let mut packs: Vec<&str> =
            recipients.flat_map(|recipient| &recipient.packs).map(String::as_str).collect();
        packs.sort_unstable();
        packs.dedup();
        packs
    }
}

/// The reading of a file, which gathers all that is wrong.
struct Check<'d> {
    domains: &'d [String],
    problems: Vec<ListProblem>,
}

impl Check<'_> {
    fn problem(&mut self, place: &str, message: impl Into<String>, remedy: impl Into<String>) {
        let (message, remedy) = (message.into(), remedy.into());
        self.problems.push(ListProblem { place: place.to_owned(), message, remedy });
    }

    fn lists(&mut self, table: &Table) -> Vec<List> {
        self.known_keys(table, "the file", &["list", "service"]);
        let mut lists = Vec::new();
        let mut ids: Vec<String> = Vec::new();
        for (index, entry) in self.tables(table, "the file", "list").into_iter().enumerate() {
            let id = self.text(entry, &format!("list {}", index + 1), "id");
            let place = format!("list “{id}”");
            if ids.contains(&id) {
                self.problem(&place, "its id is used twice", "give one of the two another id");
            }
            ids.push(id.clone());
            lists.push(self.list(entry, id, &place));
        }
        lists
    }

    /// The services' addresses; a file need not have any.
    fn services(&mut self, table: &Table) -> Vec<(String, Vec<MailAddress>)> {
        if !table.contains_key("service") {
            return Vec::new();
        }
        let mut services: Vec<(String, Vec<MailAddress>)> = Vec::new();
        for (index, entry) in self.tables(table, "the file", "service").into_iter().enumerate() {
            let id = self.text(entry, &format!("service {}", index + 1), "id");
            let place = format!("service “{id}”");
            self.known_keys(entry, &place, &["id", "addresses"]);
            if services.iter().any(|(known, _)| *known == id) {
                self.problem(&place, "it stands here twice", "join the two entries into one");
            }
            let texts = self.texts(entry, &place, "addresses", "[\"returns@council.example\"]");
            let mut addresses: Vec<MailAddress> = Vec::new();
            for text in &texts {
                let Some(address) = self.checked(&place, text) else { continue };
                if addresses.iter().any(|known| known.folded() == address.folded()) {
                    let message = format!("{address} stands here twice");
                    self.problem(&place, message, "take one of the two out");
                }
                addresses.push(address);
            }
            services.push((id, addresses));
        }
        services
    }

    fn list(&mut self, entry: &Table, id: String, place: &str) -> List {
        self.known_keys(entry, place, &["id", "name", "restricted", "recipient"]);
        let name = self.text(entry, place, "name");
        let restricted = match entry.get("restricted") {
            None => false,
            Some(Value::Boolean(restricted)) => *restricted,
            Some(_) => {
                self.problem(
                    place,
                    "“restricted” is neither true nor false",
                    "write true or false",
                );
                false
            }
        };
        let mut recipients: Vec<Recipient> = Vec::new();
        for (index, entry) in self.tables(entry, place, "recipient").into_iter().enumerate() {
            let place = format!("{place}, recipient {}", index + 1);
            if let Some(recipient) = self.recipient(entry, &place) {
                let folded = recipient.address.folded();
                if recipients.iter().any(|other| other.address.folded() == folded) {
                    let message = format!("{} stands on this list twice", recipient.address);
                    self.problem(&place, message, "join the two entries into one");
                }
                recipients.push(recipient);
            }
        }
        List { id, name, restricted, recipients }
    }

    fn recipient(&mut self, entry: &Table, place: &str) -> Option<Recipient> {
        let role = self.text(entry, place, "name");
        let place = &if role.is_empty() { place.to_owned() } else { format!("{place} ({role})") };
        self.known_keys(entry, place, &["name", "address", "packs", "formats"]);
        let packs = self.texts(entry, place, "packs", "[\"social-work-committee\"]");
        let formats = self.texts(entry, place, "formats", "[\"pdf\", \"xlsx\"]");
        let formats = formats.iter().filter_map(|format| self.format(place, format)).collect();
        let address = self.address(entry, place)?;
        Some(Recipient { role, address, packs, formats })
    }

    fn address(&mut self, entry: &Table, place: &str) -> Option<MailAddress> {
        let text = self.text(entry, place, "address");
        if text.is_empty() { None } else { self.checked(place, &text) }
    }

    /// An address that is one, within the allowed domains.
    fn checked(&mut self, place: &str, text: &str) -> Option<MailAddress> {
        let Ok(address) = MailAddress::read(text) else {
            let message = format!("“{}” is not an e-mail address", one_line(text));
            self.problem(place, message, "write one such as clerk@council.example");
            return None;
        };
        if !address.is_within(self.domains) {
            let message = format!("{address} is outside the allowed domains");
            let domains = self.domains.join(", ");
            let remedy = format!(
                "use an address in {domains}, or allow {} in the configuration",
                address.domain()
            );
            self.problem(place, message, remedy);
        }
        Some(address)
    }

    fn format(&mut self, place: &str, text: &str) -> Option<FileFormat> {
        let found = FileFormat::ALL.into_iter().find(|format| format.ending() == text);
        if found.is_none() {
            let message = format!("“{text}” is not a format");
            self.problem(
                place,
                message,
                "write \"pdf\", \"xlsx\" or \"html\", one or several of them",
            );
        }
        found
    }

    fn known_keys(&mut self, table: &Table, place: &str, known: &[&str]) {
        for key in table.keys().filter(|key| !known.contains(&key.as_str())) {
            let nearest = known.iter().max_by(|a, b| {
                strsim::jaro_winkler(key, a).total_cmp(&strsim::jaro_winkler(key, b))
            });
            let nearest = nearest.copied().unwrap_or_default();
            let remedy = format!("did you mean “{nearest}”? Known are {}", known.join(", "));
            self.problem(place, format!("“{key}” is not a known key"), remedy);
        }
    }

    fn tables<'t>(&mut self, table: &'t Table, place: &str, key: &str) -> Vec<&'t Table> {
        let entries = match table.get(key) {
            Some(Value::Array(entries)) => entries.iter().filter_map(Value::as_table).collect(),
            _other => Vec::new(),
        };
        if entries.is_empty() {
            let message = format!("there is no “{key}”");
            self.problem(place, message, format!("add an entry headed [[{}]]", heading(key)));
        }
        entries
    }

    fn text(&mut self, table: &Table, place: &str, key: &str) -> String {
        let text = table.get(key).and_then(Value::as_str).unwrap_or_default().trim();
        if text.is_empty() {
            self.problem(
                place,
                format!("“{key}” is missing"),
                format!("add a line: {key} = \"…\""),
            );
        } else if text.chars().any(char::is_control) || text.chars().count() > LONGEST_NAME {
            let message = format!("“{key}” has line breaks or is too long");
            self.problem(
                place,
                message,
                format!("write it on one line of at most {LONGEST_NAME} characters"),
            );
        }
        one_line(text)
    }

    fn texts(&mut self, table: &Table, place: &str, key: &str, example: &str) -> Vec<String> {
        let list = table.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let texts: Vec<String> = list.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        if texts.is_empty() || texts.len() < list.len() {
            let message = format!("“{key}” is not a list of names");
            self.problem(place, message, format!("add a line: {key} = {example}"));
        }
        texts
    }
}

fn heading(key: &str) -> &str {
    if key == "recipient" { "list.recipient" } else { key }
}

impl fmt::Display for ListsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} can't be used", self.file)?;
        self.problems.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

impl std::error::Error for ListsError {}

impl fmt::Display for ListProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.place, self.message, self.remedy)
    }
}

#[cfg(test)]
mod tests;
