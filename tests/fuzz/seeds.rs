//! Writes the seed corpus of each target below `corpus/`, from the samples and `tests/data`.

use quarterpack_fuzz::{around, grid};
use std::io;
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = root.join("../data");
    let samples = root.join("../../samples/returns/2023-24");
    let corpus = root.join("corpus");
    let put = |target: &str, name: &str, content: &[u8]| -> io::Result<()> {
        let folder = corpus.join(target);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(name), content)
    };
    let chosen =
        |nth: usize, content: &[u8]| [&[u8::try_from(nth).unwrap_or(0)][..], content].concat();
    let part = |parts: &around::Parts, name: &str| {
        parts.iter().find(|(part, _)| part == name).map(|(_, content)| content.clone())
    };
    for (nth, name) in around::XLSX.iter().enumerate() {
        if let Some(content) = part(&around::FORM, name) {
            put("xlsx", &format!("form-{nth}"), &chosen(nth, &content))?;
        }
        let calc = if nth == 0 { "xl/worksheets/sheet1.xml" } else { name };
        if let Some(content) = part(&around::CALC, calc).filter(|_| nth < 4) {
            put("xlsx", &format!("calc-{nth}"), &chosen(128 + nth, &content))?;
        }
    }
    for (nth, name) in around::XLSB.iter().enumerate() {
        if let Some(content) = part(&around::BINARY, name) {
            put("xlsb", &format!("small-{nth}"), &chosen(nth, &content))?;
        }
    }
    for name in ["odd", "form", "locked"] {
        let file = std::fs::read(data.join(format!("{name}.xls")))?;
        if name == "odd" || name == "locked" {
            put("xls", &format!("{name}-file"), &chosen(0, &file))?;
        }
        put("xls", &format!("{name}-stream"), &chosen(1, &around::stream(&file)))?;
        let file = std::fs::read(data.join(format!("{name}.ods")))?;
        put("archive", &format!("{name}-ods"), &file)?;
        if let Some(content) = part(&around::parts(&file), "content.xml") {
            put("ods", name, &content)?;
        }
    }
    put(
        "archive",
        "form-xlsx",
        &around::packed(around::FORM.iter().map(|(name, content)| (&**name, &**content))),
    )?;
    for name in ["odd.xls", "odd.xlsx"] {
        put("archive", name, &std::fs::read(data.join(name))?)?;
    }
    for (nth, text) in
        [&b"%PDF-1.7"[..], b"<html><table>", b"Received: a", b"a,b\n1,2\n"].iter().enumerate()
    {
        put("archive", &format!("plain-{nth}"), text)?;
    }
    for quarter in ["q1", "q2"] {
        for path in files(&samples.join(quarter))? {
            let Ok(book) = quarterpack::intake::open(&std::fs::read(&path)?) else { continue };
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            put("grid", &name, grid::written(&book).as_bytes())?;
        }
    }
    let own = "=Figures\nJustice return, Q2 2023/24\nService:\tChildren and Justice\n\
               Ref\tMeasure\tNumerator\tDenominator\tComment\n1\tReports on time\t48\t50\tfine\n\
               2\tOther\t12,5\t76%\t\n";
    put("grid", "own", own.as_bytes())?;
    for (nth, block) in include_str!("seeds/values.txt").split("\n\n").enumerate() {
        put("values", &format!("typed-{nth}"), block.as_bytes())?;
    }
    Ok(())
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    files.sort();
    Ok(files)
}
