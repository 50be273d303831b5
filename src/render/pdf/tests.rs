//! Whole packs laid out and rendered.

use super::super::fixture;
use super::render;

#[test]
fn the_fixture_is_written_to_be_looked_at() {
    let rendered = render(&fixture::pack()).unwrap();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/look");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("fixture.pdf"), &rendered.bytes).unwrap();
    assert!(rendered.bytes.starts_with(b"%PDF-1.7"));
    assert!(rendered.missing.is_empty(), "{:?}", rendered.missing);
}
