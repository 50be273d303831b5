//! The settings, packs and lists of a working folder.

use super::plan::service;

/// Services whose measures stand in full in one pack.
const A_PACK: usize = 40;

/// The files of the configuration, by their paths.
pub(crate) fn files(services: usize) -> Vec<(String, String)> {
    let mut files = vec![("config/quarterpack.toml".to_owned(), SETTINGS.to_owned())];
    let groups = services.div_ceil(A_PACK);
    let mut lists = String::new();
    for group in 0..groups {
        let members = group * A_PACK..services.min((group + 1) * A_PACK);
        let id = format!("group-{:03}", group + 1);
        let members: Vec<String> = members.map(|nth| format!("\"{}\"", service(nth))).collect();
        let scope = format!("services = [{}]", members.join(", "));
        let text = pack(&format!("Group {:03}", group + 1), &scope, FULL);
        files.push((format!("config/packs/{id}.toml"), text));
        lists.push_str(&list(&id));
    }
    if groups > 1 {
        files.push((
            "config/packs/summary.toml".into(),
            pack("National body", "exceptions_at_most = 100", SUMMARY),
        ));
        lists.push_str(&list("summary"));
    }
    files.push(("config/lists.toml".into(), lists));
    files
}

fn pack(body: &str, scope: &str, sections: &str) -> String {
    format!(
        "body = \"{body}\"\nquarters = [2]\n{scope}\nformats = [\"pdf\", \"xlsx\"]\ncontact_team = \"Performance team\"\n\
         contact = \"performance@council.example\"\nask_draft = \"Check the draft.\"\n\
         ask_final = \"Put it before the committee.\"\nsections = [{sections}]\n"
    )
}

fn list(id: &str) -> String {
    format!(
        "[[list]]\nid = \"{id}\"\nname = \"{id}\"\n\n[[list.recipient]]\nname = \"Clerk\"\n\
         address = \"{id}@council.example\"\npacks = [\"{id}\"]\nformats = [\"pdf\", \"xlsx\"]\n\n"
    )
}

const FULL: &str = "\"purpose\", \"recommendations\", \"background\", \"summary\", \
                    \"exceptions\", \"measures\", \"actions\", \"revenue\", \"employees\", \
                    \"implications\", \"measures-in-full\", \"actions-in-full\", \"returns\", \
                    \"changes\", \"sources\"";

const SUMMARY: &str = "\"purpose\", \"recommendations\", \"summary\", \"exceptions\"";

const SETTINGS: &str = r#"[run]
quarter = "2023-24 Q2"
state = "draft"
illustrative = "Made to measure with: nothing in it is real."

[run.as_at]
"2023-24 Q2" = 2023-10-27

[paths]
inbox = "../inbox"
arrivals = "../arrivals.toml"

[collection]
return_to = "returns@council.example"

[delivery]
from = "returns@council.example"
reply_to = "performance@council.example"
"#;
