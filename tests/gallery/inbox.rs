//! Findings that come of several files, or of none: the collection of a quarter.

use quarterpack::calendar::{Holidays, NaiveDateTime, Quarter};
use quarterpack::finding::{Code, Finding};
use quarterpack::intake::{Arrival, Inbox, Reader};
use quarterpack::pipeline::{Inputs, Job, collect, select};
use quarterpack::reconcile::History;
use std::path::Path;

fn arrival(file: &str, bytes: Vec<u8>, came: &str) -> Arrival {
    Arrival::held(file, bytes, came.parse::<NaiveDateTime>().ok())
}

/// What a file says that is no return can name somebody as well.
#[test]
fn personal_data_in_a_file_that_is_refused_is_masked() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut inputs = Inputs::read(&root.join("config/quarterpack.toml")).unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let says = "Mrs Janet Brown of ML3 0AA (01698 455455) complained.";
    book.add_worksheet().write(0, 0, says).unwrap();
    let came = "2023-07-12T10:00:00";
    let arrivals = vec![arrival("notes.xlsx", book.save_to_buffer().unwrap(), came)];
    inputs.inbox = Inbox { arrivals, findings: Vec::new() };
    let quarter: Quarter = "2023-24 Q1".parse().unwrap();
    let as_at = "2023-07-28".parse().unwrap();
    let job = Job { inputs: &inputs, quarter, as_at, reader: &Reader::InProcess, write: false };
    let collected = collect(&job).unwrap();
    let [(_, findings)] = &collected.refused[..] else { panic!("{:?}", collected.refused) };
    let told = findings[0].to_string();
    assert!(told.contains("•••"), "the row is shown: {told}");
    for word in ["Janet", "Brown", "ML3", "455455"] {
        assert!(!told.contains(word), "{told}");
    }
}

/// The finding of a code in an inbox made to cause it.
pub(crate) fn caused(code: Code) -> Option<Finding> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut inputs = Inputs::read(&root.join("config/quarterpack.toml")).unwrap();
    let file = "children-and-justice-2023-24-q1.xlsx";
    let path = root.join("samples/returns/2023-24/q1").join(file);
    let bytes = std::fs::read(path).unwrap();
    let arrivals = match code {
        // The second is another file: a byte behind the archive changes nothing for a reader.
        Code::F04 => {
            let mut other = bytes.clone();
            other.push(0);
            vec![
                arrival(file, bytes, "2023-07-12T10:00:00"),
                arrival("copy of return.xlsx", other, "2023-07-13T10:00:00"),
            ]
        }
        Code::W01 => Vec::new(),
        Code::W03 => vec![arrival(file, bytes, "2023-07-20T10:00:00")],
        _ => return None,
    };
    inputs.inbox = Inbox { arrivals, findings: Vec::new() };
    let quarter: Quarter = "2023-24 Q1".parse().unwrap();
    let as_at = "2023-07-28".parse().unwrap();
    let job = Job { inputs: &inputs, quarter, as_at, reader: &Reader::InProcess, write: false };
    let collected = collect(&job).unwrap();
    let plan = inputs.plan(quarter).unwrap();
    let holidays = Holidays::scotland([]).unwrap();
    let deadline = holidays.after(quarter.end(), 10);
    let selection = select(&job, plan, &collected, &holidays, deadline).unwrap();
    let used = selection.used.iter().map(|read| &read.returned);
    let history = History::new(&inputs.plans, used);
    let (found, _) = selection.checked(&job, plan, &history).unwrap();
    found.into_iter().find(|finding| finding.code == code)
}
