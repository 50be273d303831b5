//! The reading of `lists.toml`, which gathers all that is wrong with it.

use super::super::address::{MailAddress, one_line};
use super::super::mail::FileFormat;
use super::{List, ListProblem, Recipient};
use toml::{Table, Value};

/// The longest name of a role or list, in characters.
const LONGEST_NAME: usize = 100;

/// The reading of a file, which gathers all that is wrong.
pub(super) struct Check<'d> {
    pub(super) domains: &'d [String],
    pub(super) problems: Vec<ListProblem>,
}

impl Check<'_> {
    pub(super) fn problem(
        &mut self,
        place: &str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let (message, remedy) = (message.into(), remedy.into());
        self.problems.push(ListProblem { place: place.to_owned(), message, remedy });
    }

    pub(super) fn lists(&mut self, table: &Table) -> Vec<List> {
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
    pub(super) fn services(&mut self, table: &Table) -> Vec<(String, Vec<MailAddress>)> {
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
