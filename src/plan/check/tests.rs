//! Every oddity of the two plans that a program can see is seen.

use super::check;
use crate::plan::read;

#[test]
fn print_all() {
    let plans = [
        read("2021-22.toml", include_str!("../../../config/plans/2021-22.toml")).unwrap(),
        read("2023-24.toml", include_str!("../../../config/plans/2023-24.toml")).unwrap(),
    ];
    let mut out = String::new();
    for f in check(&plans) {
        out += &format!(
            "{} {} | {} | {} | {} || {}\n",
            f.severity.word(),
            f.code,
            f.place,
            f.about.unwrap(),
            f.message,
            f.read.unwrap_or_default()
        );
    }
    for p in &plans {
        for h in super::held(p) {
            out += &format!("HELD {h}\n");
        }
    }
    std::fs::write("/tmp/gen/findings.txt", out).unwrap();
}
