//! `status.html`: the page for officers.

use crate::place::Place;
use mail_parser::{MessageParser, MimeHeaders};
use scraper::{Html, Selector};
use std::fs;

fn page(place: &Place, name: &str) -> String {
    fs::read_to_string(place.path(name)).unwrap()
}

fn all(page: &str, selector: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).map(|one| words(one.text().collect())).collect()
}

#[test]
fn a_run_writes_it_and_the_same_again() {
    let place = Place::new();
    let said = place.quarterpack(["run"]);
    assert!(
        said.out.contains("Wrote the status page for officers: out/status.html"),
        "{}",
        said.out
    );
    let first = page(&place, "out/status.html");
    place.quarterpack(["run"]);
    assert_eq!(page(&place, "out/status.html"), first, "nothing has changed");
    assert_eq!(all(&first, "h1"), ["Social Work Resources 2023-24 Q2: returns and packs"]);
    let returns = all(&first, "#table-returns tbody tr");
    assert_eq!(returns.len(), 4, "{returns:?}");
    assert!(
        returns.iter().any(|row| row.contains("adult-and-older-people-2023-24-q2-v2.xlsx")
            && row.contains("3 working days late")
            && row.ends_with("Used")),
        "{returns:?}"
    );
    let packs = all(&first, "#table-packs tbody tr");
    let pack = "Social Work Committee 1 27 Oct 2023 the first PDF, workbook, page 15 Nov 2023";
    assert_eq!(packs, [pack]);
    assert_eq!(all(&first, "#table-deliveries tbody tr").len(), 1);
}

#[test]
fn its_links_lead_to_the_files_of_the_packs() {
    let place = Place::new();
    place.quarterpack(["run"]);
    let parsed = Html::parse_document(&page(&place, "out/status.html"));
    let links = Selector::parse(".files a").unwrap();
    let links: Vec<&str> =
        parsed.select(&links).map(|link| link.value().attr("href").unwrap()).collect();
    assert_eq!(links.len(), 3);
    for link in links {
        assert!(place.path("out").join(link).is_file(), "{link}");
    }
}

#[test]
fn status_writes_it_where_it_is_asked_to_and_nothing_else() {
    let place = Place::new();
    let said = place.quarterpack(["status", "--html", "now.html"]);
    assert_eq!((said.out.as_str(), said.err.as_str(), said.code), ("Wrote now.html\n", "", 0));
    assert!(!place.path("out").exists());
    let page = page(&place, "now.html");
    assert!(all(&page, ".files a").is_empty(), "it does not know where the packs are");
    let outstanding = all(&page, "#outstanding li");
    let unmade = "Social Work Committee: the pack has not been made.";
    assert!(outstanding.iter().any(|item| item.ends_with(unmade)), "{outstanding:?}");
    let both = place.quarterpack(["status", "--html", "now.html", "--json"]);
    assert_eq!(both.code, 2, "one or the other");
}

#[test]
fn a_service_that_has_not_sent_is_outstanding() {
    let place = Place::new();
    let said = place.quarterpack(["run", "--as-of", "2023-10-16"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let page = page(&place, "out/status.html");
    let outstanding = all(&page, "#outstanding li");
    let missing = "Performance and Support: no return that can be used, due on 13 October 2023.";
    assert!(outstanding.iter().any(|item| item.ends_with(missing)), "{outstanding:?}");
    let rows = all(&page, "#table-returns tbody tr");
    assert!(rows.iter().any(|row| row.ends_with("Missing")), "{rows:?}");
}

#[test]
fn the_page_goes_to_those_who_ask_for_it_and_to_nobody_else() {
    let place = Place::new();
    let lists = fs::read_to_string(place.path("config/lists.toml")).unwrap();
    let asked = lists.replacen("formats = [", "formats = [\"html\", ", 1);
    place.write("config/lists.toml", &asked);
    // Where no officers are named, a draft goes to the lists.
    place.replace("config/quarterpack.toml", "officers = \"officers\"\n", "");
    let said = place.quarterpack(["run"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let name = "social-work-committee-2023-24-q2-v1.html";
    let holding = |message: &&(String, Vec<u8>)| {
        let message = MessageParser::default().parse(&message.1).unwrap();
        message.attachments().any(|file| {
            let kind = file.content_type().unwrap();
            file.attachment_name() == Some(name) && kind.subtype() == Some("html")
        })
    };
    let messages = place.files("out/outbox");
    assert_eq!(messages.iter().filter(holding).count(), 1, "of {}", messages.len());
    assert!(place.path("out/packs").join(name).is_file(), "it is made for all");
}
