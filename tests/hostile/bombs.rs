//! Files made to take all memory or all time.

use super::{ODS, XLS, XLSX, file, first, opened, parts, readers, with_part, zipped};
use quarterpack::intake::{Reader, Unreadable};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// The first message of a file, which must come within the time for one.
fn soon(bytes: &[u8]) -> String {
    let begun = Instant::now();
    let told = first(bytes);
    assert!(begun.elapsed() < Duration::from_secs(11), "{told}");
    told
}

const MEMORY: &str = "F01 the file asks for more memory than a return can need";

#[test]
fn readers_are_confined() {
    let confinement = readers(1).confinement().unwrap().unwrap();
    assert_eq!(confinement.limits, cfg!(unix));
}

fn four_billion_strings() -> Vec<u8> {
    with_part(&file(XLSX), "xl/sharedStrings.xml", |strings| {
        let (before, after) = strings.split_once("uniqueCount=\"").unwrap();
        let (_, after) = after.split_once('"').unwrap();
        format!("{before}uniqueCount=\"4000000000\"{after}")
    })
}

#[test]
fn a_count_of_four_billion_ends_a_reader_and_nothing_else() {
    assert_eq!(soon(&four_billion_strings()), MEMORY);
}

#[test]
fn styles_by_the_million_end_a_reader_and_nothing_else() {
    let bytes = with_part(&file(XLSX), "xl/styles.xml", |styles| {
        let mut many = String::from("<cellXfs>");
        for number in 0..1_700_000u64 {
            let odd = number * 2_654_435_761 % 1_000_000_007;
            write!(many, "<xf numFmtId=\"{odd}\" x=\"{}\"/>", odd * 31 % 10_007).unwrap();
        }
        styles.replacen("<cellXfs", &format!("{many}</cellXfs><cellXfs"), 1)
    });
    let told = soon(&bytes);
    // On a machine that is busy the time for one file runs out before the memory does.
    assert!(
        told == MEMORY || told == "F01 the file asks for more time than a return can need",
        "{told}"
    );
}

#[test]
fn a_cell_in_the_last_corner_is_named() {
    let bytes = with_part(&file(XLSX), "xl/worksheets/sheet2.xml", |sheet| {
        let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>";
        sheet.replace("</sheetData>", far)
    });
    assert_eq!(soon(&bytes), "F01 something stands far outside the form, in XFD1048576");
}

#[test]
fn more_cells_than_any_return_has_are_refused() {
    let bytes = with_part(&file(XLSX), "xl/worksheets/sheet2.xml", |sheet| {
        let mut rows = String::new();
        for row in 1000..2000 {
            write!(rows, "<row r=\"{row}\">").unwrap();
            for cell in 0..300 {
                write!(rows, "<c><v>{}</v></c>", row * cell % 9973).unwrap();
            }
            rows.push_str("</row>");
        }
        sheet.replace("</sheetData>", &format!("{rows}</sheetData>"))
    });
    assert!(soon(&bytes).contains("more than 250,000 filled cells"), "{}", soon(&bytes));
}

#[test]
fn a_text_longer_than_a_cell_is_named() {
    let bytes = with_part(&file(XLSX), "xl/worksheets/sheet2.xml", |sheet| {
        let text = (0..8000).map(|number| number.to_string()).collect::<Vec<_>>().join(" ");
        let long =
            format!("<row r=\"900\"><c r=\"B900\" t=\"str\"><v>{text}</v></c></row></sheetData>");
        sheet.replace("</sheetData>", &long)
    });
    assert!(soon(&bytes).contains("the text in B900 is longer than a cell"), "{}", soon(&bytes));
}

#[test]
fn archives_that_unpack_to_far_more_are_refused() {
    let zeros = |megabytes: usize| vec![b' '; megabytes << 20];
    let with = |name: &str, content: Vec<u8>| {
        let mut parts = parts(&file(XLSX));
        parts.push((name.into(), content));
        zipped(&parts)
    };
    assert!(soon(&with("xl/media/a.xml", zeros(101))).contains("unpacks to more than a return"));
    let dense = with("xl/media/a.xml", zeros(30));
    assert!(soon(&dense).contains("more than 200 times its size"), "{}", soon(&dense));
    // The same, claiming to be small.
    let mut lying = dense;
    let size = (30u32 << 20).to_le_bytes();
    let ends: Vec<usize> = (0..lying.len() - 4).filter(|at| lying[*at..*at + 4] == size).collect();
    for at in ends {
        lying[at..at + 4].copy_from_slice(&1000u32.to_le_bytes());
    }
    let told = soon(&lying);
    let refused = told.contains("more than 200 times its size") || told.contains("damaged");
    assert!(refused, "{told}");
    let many: Vec<_> = (0..1_001).map(|number| (format!("xl/{number}"), Vec::new())).collect();
    assert!(soon(&zipped(&many)).contains("more than 1,000 parts"));
}

#[test]
fn a_cell_repeated_over_a_whole_sheet_of_ods_is_refused() {
    let bytes = with_part(&file(ODS), "content.xml", |content| {
        let (before, after) = content.split_once("</table:table-row>").unwrap();
        format!(
            "{before}</table:table-row><table:table-row table:number-rows-repeated=\"1048000\">\
             <table:table-cell table:number-columns-repeated=\"16000\" \
             office:value-type=\"float\" office:value=\"1\"/></table:table-row>{after}"
        )
    });
    let told = soon(&bytes);
    assert!(told == MEMORY || told.starts_with("F01 the file is damaged"), "{told}");
}

/// Found by fuzzing: the library goes round for ever where a table has no end.
#[test]
fn an_ods_that_ends_inside_a_table_is_refused_at_once() {
    let bytes = with_part(&file(ODS), "content.xml", |content| {
        let (before, _) = content.rsplit_once("</table:table-row>").unwrap();
        before.to_owned()
    });
    let begun = Instant::now();
    assert!(soon(&bytes).starts_with("F01 the file is damaged"));
    assert!(begun.elapsed() < Duration::from_secs(9), "it was refused before the time was up");
}

#[test]
fn sectors_of_xls_that_follow_each_other_in_a_ring_are_refused() {
    let good = file(XLS);
    let whole = opened(&good).unwrap();
    let number = |at: usize| u32::from_le_bytes(good[at..at + 4].try_into().unwrap());
    // [MS-CFB] 2.2: the size of sectors as a power of two, the first sector of the directory,
    // the first sector of the table that says which sector follows which.
    let sector = 1usize << u16::from_le_bytes(good[30..32].try_into().unwrap());
    let (directory, table) = (number(48), usize::try_from(number(76)).unwrap());
    for (first, next) in [(directory, directory), (0, 0), (1, 0), (0, 5)] {
        let mut ring = good.clone();
        let at = (table + 1) * sector + 4 * usize::try_from(first).unwrap();
        ring[at..at + 4].copy_from_slice(&next.to_le_bytes());
        let begun = Instant::now();
        let opened = opened(&ring);
        assert!(begun.elapsed() < Duration::from_secs(11));
        match opened {
            // Where nobody follows the ring, everything is there.
            Ok(workbook) => assert_eq!(workbook, whole, "{first} {next}"),
            Err(Unreadable::Memory | Unreadable::Damaged(_) | Unreadable::Time) => {}
            Err(fault) => panic!("{first} {next}: {fault}"),
        }
    }
}

#[test]
fn a_file_that_ends_its_reader_does_no_harm_to_the_others() {
    let (good, bomb) = (file(XLSX), four_billion_strings());
    let files: Vec<&[u8]> =
        (0..20).map(|index| if index % 3 == 1 { &*bomb } else { &*good }).collect();
    let whole = opened(&good);
    assert!(whole.is_ok());
    for at_once in [1, 2] {
        let all = readers(at_once).open_all(&files).unwrap();
        for (index, opened) in all.iter().enumerate() {
            if index % 3 == 1 {
                assert_eq!(*opened, Err(Unreadable::Memory));
            } else {
                assert_eq!(*opened, whole);
            }
        }
    }
    assert_eq!(Reader::InProcess.open_all(&[&good]).unwrap(), [whole]);
}

#[test]
fn a_file_that_is_too_large_is_not_even_sent() {
    let large = vec![0; (50 << 20) + 1];
    assert!(first(&large).contains("larger than 50 MB"));
}

#[cfg(unix)]
#[test]
fn a_reader_that_hangs_is_stopped_and_one_that_is_none_is_an_error() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("hangs");
    // Says that it is ready, as a reader does, and then nothing more.
    let script = "#!/bin/sh\nprintf '\\003\\000\\000\\000\\000\\001\\000'\nexec /bin/sleep 60\n";
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let begun = Instant::now();
    let hangs = Reader::Children { program, at_once: 1 };
    assert_eq!(hangs.open_all(&[b"x"]).unwrap(), [Err(Unreadable::Time)]);
    assert!(begun.elapsed() < Duration::from_secs(12));
    for program in ["/bin/true", "/nowhere/quarterpack"] {
        let none = Reader::Children { program: program.into(), at_once: 1 };
        let error = none.open_all(&[b"x"]).unwrap_err();
        assert!(error.to_string().contains("can't start a reader of workbooks"), "{error}");
        assert!(none.open_all(&[]).unwrap().is_empty());
    }
}
