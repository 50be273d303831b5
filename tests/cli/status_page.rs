//! `status.html`: the page for officers.

use crate::place::Place;
use crate::quarter_end;
use mail_parser::{MessageParser, MimeHeaders};
use scraper::{Html, Selector};
use std::fs;

pub(crate) fn page(place: &Place, name: &str) -> String {
    fs::read_to_string(place.path(name)).unwrap()
}

pub(crate) fn all(page: &str, selector: &str) -> Vec<String> {
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
    // It is not final, and says why, once where it is told and once where it is to be done.
    let outstanding = all(&first, "#outstanding li");
    let held = "Social Work Committee: version 1 is held by R01: ";
    assert!(outstanding.iter().any(|item| item.contains(held)), "{outstanding:?}");
    let holds = all(&first, "#table-holds tbody tr");
    assert!(holds.iter().any(|row| row.contains("R06: it waits for the approval")), "{holds:?}");
    let finals = all(&first, "#table-finals tbody tr");
    assert!(finals[0].starts_with("Social Work Committee none"), "{finals:?}");
    let status = place.quarterpack(["status"]).out;
    assert!(status.contains("\nOutstanding:\n") && status.contains(held), "{status}");
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
    // That nothing came is an error as well; it is told once.
    let its = outstanding.iter().filter(|item| item.contains("Performance and Support: ")).count();
    assert_eq!(its, 1, "{outstanding:?}");
    let rows = all(&page, "#table-returns tbody tr");
    assert!(rows.iter().any(|row| row.ends_with("Missing")), "{rows:?}");
}

/// What a decision changed stands on the page at once, and so does that it was withdrawn. Each
/// quarter has a page of its own, and they lead to each other.
#[test]
fn decisions_stand_on_it_at_once_and_each_quarter_has_its_own() {
    let place = Place::new();
    place.quarterpack(["run"]);
    fs::write(place.path("out/status-2021-22-q4.html"), "of another quarter").unwrap();
    let held = |name: &str| {
        let told = all(&page(&place, name), "#outstanding li");
        told.iter().any(|item| item.contains("Social Work Committee: version 1 is held by R01"))
    };
    let pages = ["out/status.html", "out/status-2023-24-q2.html"];
    assert_eq!(pages.map(held), [true, true]);
    let who = ["--by", quarter_end::HEAD, "--because", "The figures were asked for again"];
    let pass = ["release", "social-work-committee", "--override-hold", "R01"];
    let said = place.quarterpack_with(&[&pass[..], &who[..]].concat());
    assert_eq!((said.code, pages.map(held)), (0, [false, false]), "{}", said.err);
    let links = |name: &str| {
        let parsed = Html::parse_document(&page(&place, name));
        let links = Selector::parse("[aria-labelledby=quarters-heading] a").unwrap();
        let link = |one: scraper::ElementRef<'_>| one.value().attr("href").unwrap().to_owned();
        parsed.select(&links).map(link).collect::<Vec<_>>()
    };
    assert_eq!(links(pages[0]), ["./status-2021-22-q4.html"]);
    assert_eq!(links(pages[1]), ["./status.html", "./status-2021-22-q4.html"]);
    let said = place.quarterpack_with(&[&["withdraw", "1"][..], &who[..]].concat());
    assert_eq!((said.code, pages.map(held)), (0, [true, true]), "{}", said.err);
    // A page that is lost is written again by a run that would change nothing else.
    fs::remove_file(place.path(pages[1])).unwrap();
    place.quarterpack(["run"]);
    assert!(place.path(pages[1]).is_file());
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

/// Signs that no font has are told to officers where they look; signs that turn a text round are
/// nowhere.
#[test]
fn signs_that_can_t_be_drawn_are_told_and_those_that_turn_a_text_round_are_left_out() {
    let said = "Waiting \u{202E}times\u{202C} are \u{2067}漢\u{2069} longer than they were in \
                the spring, for want of staff.";
    let place = quarter_end::with(quarter_end::comment(said));
    let run = quarter_end::run(&place);
    assert!(run.out.contains("no font has “漢” (U+6F22)"), "{}", run.out);
    let page = page(&place, "out/status.html");
    let outstanding = all(&page, "#outstanding li");
    let told = "Children and Justice: no font has “漢” (U+6F22) in its return";
    assert!(outstanding.iter().any(|item| item.contains(told)), "{outstanding:?}");
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    assert!(!page.contains(turns));
    let html = String::from_utf8(quarter_end::pack(&place, "-v1.html")).unwrap();
    assert!(html.contains("Waiting times are 漢 longer") && !html.contains(turns));
    let drafts = place.files("out/outbox");
    let message = MessageParser::default().parse(&drafts[0].1).unwrap();
    let text = message.body_text(0).unwrap();
    let text = text.replace('\r', "");
    assert!(text.contains("WHAT TO LOOK AT\n- No font has “漢” (U+6F22)"), "{text}");
    assert!(!text.contains(turns));
    let page = message.body_html(0).unwrap();
    assert!(page.contains("What to look at"), "{page}");
}
