//! Distribution lists: which role gets which pack, in which formats, at which address.

use super::address::MailAddress;
use super::letter::Addressee;
use super::mail::FileFormat;
use std::collections::BTreeMap;
use std::fmt;
use toml::Table;

mod check;

use check::Check;

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
