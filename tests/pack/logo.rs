//! A council's logo, in every format that shows one, and the files as sound as without it.

use super::AUTUMN;
use calamine::Reader;
use page_validation::{ValidationOptions, validate_pdf_bytes};
use quarterpack::render::{html, pdf, xlsx};
use quarterpack::theme::{Theme, read};
use std::io::Read;
use std::sync::LazyLock;

const ALT: &str = "South Lanarkshire Council";

/// A picture of 800 by 200 points, partly see-through.
static PNG: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 800, 200);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().unwrap();
    let row =
        |nth: u32| (0..800).map(move |x| [0, 60, 90, if (x + nth) % 400 < 200 { 255 } else { 0 }]);
    let points: Vec<u8> = (0..200).flat_map(row).flatten().collect();
    writer.write_image_data(&points).unwrap();
    writer.finish().unwrap();
    file
});

static THEME: LazyLock<Theme> = LazyLock::new(|| {
    let text = format!("[logo]\nfile = \"logo.png\"\nalt = \"{ALT}\"\n");
    read("theme.toml", &text, &mut |_| Ok(PNG.clone())).unwrap()
});

#[test]
fn the_pdf_has_it_on_the_front_sheet_with_its_words_and_stays_archival() {
    let rendered = pdf::render_in(&AUTUMN.pack, &THEME).unwrap();
    for profile in ["ua1", "2a"] {
        let options = ValidationOptions::default().profile(profile.parse().ok());
        let report = validate_pdf_bytes(&rendered.bytes, &options).unwrap();
        let faults = report.failures.iter().filter(|one| !one.rule_id.ends_with(":6.1.7.1:1"));
        let faults: Vec<String> = faults.map(ToString::to_string).collect();
        assert_eq!(faults, Vec::<String>::new(), "{profile}");
    }
    let file = lopdf::Document::load_mem(&rendered.bytes).unwrap();
    let objects = || file.objects.values();
    let images: Vec<_> = objects()
        .filter_map(|object| object.as_stream().ok())
        .filter(|stream| {
            stream
                .dict
                .get(b"Subtype")
                .and_then(lopdf::Object::as_name)
                .is_ok_and(|name| name == b"Image")
        })
        .collect();
    assert_eq!(images.len(), 1, "once, and not on every page");
    assert!(images[0].dict.get(b"SMask").is_err(), "nothing to see through");
    assert_eq!(images[0].decompressed_content().unwrap().len(), 800 * 200 * 3);
    let words = objects()
        .filter_map(|object| object.as_dict().ok()?.get(b"Alt").ok())
        .filter_map(|alt| lopdf::decode_text_string(alt).ok());
    assert_eq!(words.filter(|alt| alt == ALT).count(), 1);
    let pages = file.get_pages();
    let drawn = |page: u32| {
        String::from_utf8_lossy(&file.get_page_content(pages[&page])).contains("/Logo Do")
    };
    assert!(drawn(1) && !drawn(3), "on the front sheet alone");
    assert!(rendered == pdf::render_in(&AUTUMN.pack, &THEME).unwrap(), "the same again");
}

#[test]
fn the_workbook_has_it_on_its_cover_and_names_still_lead_to_their_cells() {
    let bytes = xlsx::render_in(&AUTUMN.pack, &THEME).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let mut part = |name: &str| {
        let mut part = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut part).unwrap();
        part
    };
    assert!(part("xl/media/image1.png") == *PNG, "as it came");
    let drawing = String::from_utf8(part("xl/drawings/drawing1.xml")).unwrap();
    assert!(drawing.contains(&format!("descr=\"{ALT}\"")), "{drawing}");
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let (_, at) = book.defined_names().iter().find(|(name, _)| name == "Pack_version").unwrap();
    let row: u32 = at.rsplit('$').next().unwrap().parse().unwrap();
    let cover = book.worksheet_range("Cover").unwrap();
    assert_eq!(cover.get_value((row - 1, 1)).unwrap().to_string(), "1, draft");
}

#[test]
fn the_page_carries_it_and_allows_no_other_picture() {
    let source = html::render_in(&AUTUMN.pack, &THEME);
    let page = scraper::Html::parse_document(&source);
    assert_eq!(page.errors, Vec::<std::borrow::Cow<'static, str>>::new());
    let images: Vec<_> = page.select(&scraper::Selector::parse("img").unwrap()).collect();
    assert_eq!(images.len(), 1);
    let image = images[0].value();
    assert_eq!(image.attr("alt"), Some(ALT));
    assert!(image.attr("src").unwrap().starts_with("data:image/png;base64,iVBORw0KGgo"));
    assert_eq!((image.attr("width"), image.attr("height")), (Some("226"), Some("56")));
    assert!(source.contains("; img-src data:; "), "the policy lets it be seen");
    assert!(!html::render(&AUTUMN.pack).contains("img-src"), "and no picture without one");
}
