//! A pack written by hand, in the likeness of the pages of the visual standard. All of its
//! figures are invented.

use crate::calendar::{NaiveDate, Quarter};
use crate::compose::{
    Arrow, Block, Cell, ChartPoint, ChartTarget, Column, Content, Exception, Fact, FrontSheet,
    Identity, KeyFigure, LineChart, NumberFormat, Pack, PageLayout, Row, Section, SectionStyle,
    State, Status, StatusBar, Table, Text, Trend, Width,
};
use crate::quantity::Decimal;

const NB: char = '\u{a0}';

fn quarter(name: &str) -> Quarter {
    name.parse().unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Words with their no-break spaces written as `~`.
fn t(text: &str) -> Text {
    Text::marked(&text.replace('~', &NB.to_string()))
}

fn mm(width: f32) -> Width {
    Width::Millimetres(width)
}

fn cell(text: &str) -> Cell {
    Cell::text(t(text))
}

fn number(shown: &str) -> Cell {
    let digits: String = shown.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    Cell::number(decimal(&digits), NumberFormat::Decimals(1), shown)
}

fn worded(shown: &str, word: &str) -> Cell {
    Cell::worded(decimal(shown), NumberFormat::MillionsOverUnder, shown, word)
}

fn group(text: &str) -> Row {
    Row::Group { shown: text.into(), name: text.into() }
}

/// A table without rows or notes.
pub(crate) fn table(id: &str, columns: Vec<Column>, rows: Vec<Row>) -> Table {
    let (title, group_head) = (id.replace('-', " "), None);
    let (notes, footnote) = (vec![], None);
    Table { id: id.into(), title, group_head, columns, rows, notes, footnote, dense: false }
}

fn section(id: &str, number: &str, heading: &str, blocks: Vec<Block>) -> Section {
    Section {
        id: id.into(),
        number: number.into(),
        heading: heading.into(),
        style: SectionStyle::Tables,
        layout: PageLayout::Portrait,
        new_page: true,
        blocks,
    }
}

fn paragraph(number: &str, text: &str) -> Block {
    Block::Paragraph { number: Some(number.into()), text: t(text) }
}

/// A pack with sections of the caller's making.
pub(crate) fn pack_of(sections: Vec<Section>) -> Pack {
    Pack {
        identity: Identity {
            title: "Social Work Resource Plan 2023-24: Quarter 2 progress report".into(),
            audience: "Social Work Committee".into(),
            author: "South Lanarkshire Council, Social Work Resources".into(),
            quarter: quarter("2023-24 Q2"),
            version: 2,
            state: State::Draft,
            as_at: NaiveDate::from_ymd_opt(2023, 10, 27).unwrap(),
            illustrative: Some(
                "Illustrative: quarterly figures, comments and dates are invented.".into(),
            ),
            exempt: None,
            file_stem: "social-work-committee-2023-24-q2-v2".into(),
        },
        front: FrontSheet {
            report_to: "Social Work Committee".into(),
            meeting: NaiveDate::from_ymd_opt(2023, 11, 15),
            report_by: "Director of Health and Social Care".into(),
            subject: vec![
                "Social Work Resource Plan 2023-24:".into(),
                "Quarter 2 Progress Report, July to September 2023".into(),
            ],
        },
        sections,
    }
}

/// A section of tables with these blocks.
pub(crate) fn section_of(blocks: Vec<Block>) -> Section {
    section("extra", "4", "Extra", blocks)
}

/// The whole pack.
pub(crate) fn pack() -> Pack {
    let mut sections = opening();
    sections.extend([
        summary(),
        exceptions(),
        measures(),
        actions(),
        revenue(),
        capital(),
        implications(),
        returns(),
        quality(),
        changes(),
        sources(),
    ]);
    pack_of(sections)
}

fn opening() -> Vec<Section> {
    let follows = |id, number, heading, blocks| Section {
        style: SectionStyle::Paragraphs,
        new_page: false,
        ..section(id, number, heading, blocks)
    };
    let items = [
        (
            "(1)",
            "that the progress summarised in section~4 and set out in sections 6 and~7 be noted;",
        ),
        (
            "(2)",
            "that the one red and one amber measure, and the improvement actions in section~5, be noted; and",
        ),
        ("(3)", "that the forecast revenue overspend of £0.625~million in section~8 be noted."),
    ];
    let key = Status::ALL.map(|s| Row::Cells(vec![Cell::status(s), Cell::text(s.meaning())]));
    let columns = vec![Column::text("", mm(41.0)).naming_rows(), Column::text("", Width::Fitted)];
    vec![
        follows(
            "purpose",
            "1",
            "Purpose of Report",
            vec![paragraph(
                "1.1.",
                "The purpose of the report is to advise the Committee of progress against the Social Work Resource Plan 2023-24 at the end of Quarter~2 (30~September~2023).",
            )],
        ),
        follows(
            "recommendations",
            "2",
            "Recommendations",
            vec![
                paragraph(
                    "2.1.",
                    "The Committee is asked to approve the following recommendations:",
                ),
                Block::Items(items.map(|(label, text)| (label.into(), t(text))).to_vec()),
            ],
        ),
        follows(
            "background",
            "3",
            "Background",
            vec![
                paragraph(
                    "3.1.",
                    "The Resource Plan for 2023-24 sets 14 measures and 14 actions. It allocates a net revenue budget of £219.616~million and a capital programme of £1.984~million.",
                ),
                paragraph(
                    "3.2.",
                    "The status of each measure and action is given as a word and a shape:",
                ),
                Block::Table(Table { dense: true, ..table("status-key", columns, key.to_vec()) }),
            ],
        ),
    ]
}

fn summary() -> Section {
    let bar = |title: &str, parts: &[(Status, usize)]| {
        Block::StatusBar(StatusBar {
            title: title.into(),
            parts: parts.to_vec(),
            alt: format!("Bar of {title} by status."),
        })
    };
    let changes = changes_table();
    let quality = table(
        "data-quality",
        vec![Column::text("", mm(25.0)).naming_rows(), Column::text("", Width::Fitted)],
        vec![
            Row::Cells(vec![
                cell("**Data quality**"),
                cell(
                    "3 of 3 services sent returns, 1 of them late. 12 of 13 measures due have both quarters. 1 finding is open. See Appendix~2.",
                ),
            ]),
            Row::Cells(vec![
                cell("**This version**"),
                cell("Version~2, DRAFT. Data as at 27~October~2023. 3 changes: see Appendix~3."),
            ]),
        ],
    );
    let fact = |heading: &str, text: &str| Fact { heading: heading.into(), text: t(text) };
    section(
        "summary",
        "4",
        "Performance summary",
        vec![
            Block::Lead(t("10 of 14 measures met their target. One is red and one is amber.")),
            bar(
                "14 measures",
                &[
                    (Status::Green, 10),
                    (Status::Amber, 1),
                    (Status::Red, 1),
                    (Status::ReportLater, 1),
                    (Status::Contextual, 1),
                ],
            ),
            bar(
                "14 actions",
                &[
                    (Status::Blue, 1),
                    (Status::Green, 10),
                    (Status::Amber, 2),
                    (Status::ReportLater, 1),
                ],
            ),
            Block::SideBySide {
                left: vec![Block::Table(counts())],
                right: vec![
                    Block::Subheading("The money".into()),
                    Block::Facts(vec![
                        fact(
                            "Revenue",
                            "Forecast **£0.625m over** a budget of £219.616m (0.3%). Section~8.",
                        ),
                        fact(
                            "Capital",
                            "Forecast £1.784m of £1.984m; **£0.200m slips** to 2024-25.",
                        ),
                        fact(
                            "Employees",
                            "2,845 at 30~September~2023, **14 fewer** than in February.",
                        ),
                    ]),
                ],
                left_percent: 54,
            },
            Block::Subheading("What changed since Quarter 1".into()),
            Block::Table(changes),
            Block::Table(quality),
        ],
    )
}

fn counts() -> Table {
    let row = |status, cells: [&str; 4]| {
        let cells = cells.map(|c| match c {
            "" => Cell::empty(),
            "actions only" | "measures only" => Cell::missing(c),
            c => number(c),
        });
        Row::Cells([vec![Cell::status(status)], cells.to_vec()].concat())
    };
    let rows = vec![
        row(Status::Blue, ["", "actions only", "1", "7.1%"]),
        row(Status::Green, ["10", "71.4%", "10", "71.4%"]),
        row(Status::Amber, ["1", "7.1%", "2", "14.3%"]),
        row(Status::Red, ["1", "7.1%", "0", "0.0%"]),
        row(Status::ReportLater, ["1", "7.1%", "1", "7.1%"]),
        row(Status::Contextual, ["1", "7.1%", "", "measures only"]),
        Row::Total(
            ["Total", "14", "100%", "14", "100%"]
                .map(|c| if c == "Total" { cell(c) } else { number(c) })
                .to_vec(),
        ),
    ];
    let heads = ["Measures", "%", "Actions", "%"];
    let columns = std::iter::once(Column::text("Status", Width::Fitted).naming_rows());
    let columns = columns.chain(heads.map(|head| Column::number(head, Width::Fitted)));
    Table {
        dense: true,
        footnote: Some(t("Percentages are rounded and may not add to 100%.")),
        ..table("status-counts", columns.collect(), rows)
    }
}

fn changes_table() -> Table {
    let row = |line: &(&str, &str, &str, &str, &str, Status)| {
        let figure = |text: &str| match text {
            "[c]" => Cell::missing("[c]"),
            text => number(text),
        };
        Row::Cells(vec![
            cell(line.0),
            cell(line.1),
            figure(line.2).faint(),
            figure(line.3).bold(),
            cell(line.4),
            Cell::status(line.5),
        ])
    };
    let better = [
        (
            "1",
            "Saving from recycled items, joint store",
            "£51.2k",
            "£53.9k",
            "up £2.7k",
            Status::Green,
        ),
        (
            "2",
            "Parents at initial case conferences",
            "87.2%",
            "88.6%",
            "up 1.5 points",
            Status::Green,
        ),
        ("3", "Children over 5 at initial case conferences", "[c]", "[c]", "up", Status::Green),
        (
            "7",
            "Guardianship visits, local authority",
            "91.8%",
            "93.1%",
            "up 1.3 points",
            Status::Green,
        ),
        ("9", "People in a co-produced SDS assessment", "781", "838", "up 57", Status::Green),
        (
            "12",
            "Unpaid work: seen in five working days",
            "74.6%",
            "78.4%",
            "up 3.8 points",
            Status::Green,
        ),
        (
            "13",
            "Unpaid work: started in seven days",
            "67.1%",
            "70.4%",
            "up 3.2 points",
            Status::Red,
        ),
    ];
    let worse = [
        ("4", "Children seen within 15 days", "92.4%", "89.2%", "down 3.2 points", Status::Green),
        (
            "5",
            "Reports to the Children’s Reporter on time",
            "80.2%",
            "76.2%",
            "down 4.0 points",
            Status::Green,
        ),
        (
            "6",
            "Children in residential placements",
            "10.1%",
            "10.4%",
            "up 0.3 points",
            Status::Amber,
        ),
        (
            "14",
            "Justice Social Work reports to Court on time",
            "98.9%",
            "97.6%",
            "down 1.3 points",
            Status::Green,
        ),
    ];
    let rows = std::iter::once(group("Better: 7 measures"))
        .chain(better.iter().map(row))
        .chain([group("Worse: 4 measures")])
        .chain(worse.iter().map(row));
    let columns = vec![
        Column::text("No.", mm(5.6)),
        Column::text("Measure", Width::Fitted).naming_rows(),
        Column::number("Q1", mm(14.0)),
        Column::number("Q2", mm(14.0)),
        Column::text("Change", mm(28.0)),
        Column::text("Status", mm(22.0)),
    ];
    Table {
        dense: true,
        footnote: Some(t(
            "Not compared: 8 (Quarter~1 not returned), 10 (no target), 11 (not yet available). [c]: small number, not shown. Points are percentage points, worked out before rounding.",
        )),
        ..table("changed-since-quarter-1", columns, rows.collect())
    }
}

/// A chart of five quarters.
pub(crate) fn chart(
    values: [Option<&str>; 5],
    target: &str,
    words: &str,
    axis: [&str; 2],
) -> LineChart {
    let quarters = ["2022-23 Q2", "2022-23 Q3", "2022-23 Q4", "2023-24 Q1", "2023-24 Q2"];
    let point = |(name, value): (&str, Option<&str>)| ChartPoint {
        quarter: quarter(name),
        value: value.map(|value| (decimal(value), format!("{value}%"))),
    };
    LineChart {
        alt: "Line chart: a measure, by quarter.".into(),
        points: quarters.into_iter().zip(values).map(point).collect(),
        target: Some(ChartTarget {
            value: decimal(target),
            shown: format!("{target}%"),
            words: words.into(),
        }),
        axis: axis.map(|end| (decimal(end), format!("{end}%"))),
    }
}

/// An exception block.
pub(crate) fn exception(
    status: Status,
    title: &str,
    figures: [(&str, &str, &str); 4],
    chart: Option<LineChart>,
    remarks: [&str; 2],
    improvement: [&str; 3],
) -> Exception {
    let key = |(label, value, detail): (&str, &str, &str)| KeyFigure {
        label: label.into(),
        value: value.replace(' ', &NB.to_string()),
        detail: detail.into(),
    };
    let headings = ["Direction of travel", "Service’s comment"];
    let remark = |(heading, text): (&str, &str)| Fact { heading: heading.into(), text: t(text) };
    let columns = vec![
        Column::text("Improvement action", mm(80.0)).naming_rows(),
        Column::text("Owner", mm(49.0)),
        Column::text("By", mm(34.0)),
    ];
    let rows = vec![Row::Cells(improvement.map(cell).to_vec())];
    Exception {
        status,
        title: title.into(),
        figures: figures.map(key).to_vec(),
        chart,
        remarks: headings.into_iter().zip(remarks).map(remark).collect(),
        improvement: table("improvement", columns, rows),
    }
}

/// The red measure.
pub(crate) fn red() -> Exception {
    exception(
        Status::Red,
        "Measure 13: Percentage of people starting their placement within seven days of a CPO unpaid work",
        [
            ("Target", "75%", "or more"),
            ("Quarter 2", "70.4%", "95 of 135 people"),
            ("Year to date", "68.7%", "189 of 275; 2 of 2 quarters"),
            ("Short of target by", "6.3 points", "8.4% of target; red is over 5.0%"),
        ],
        Some(chart(
            [Some("61.8"), Some("63.0"), Some("64.9"), Some("67.1"), Some("70.4")],
            "75",
            "or more",
            ["55", "80"],
        )),
        [
            "**Better** than Quarter~1 (67.1%) and **better** than Quarter~2 last year (61.8%).",
            "The backlog of orders carried over from 2022-23 has halved. Two placement supervisor posts are vacant, so most late starts are in one locality.",
        ],
        [
            "Fill both vacant posts; open a weekend squad",
            "Service Manager, Justice",
            "31~December~2023",
        ],
    )
}

fn exceptions() -> Section {
    let amber = exception(
        Status::Amber,
        "Measure 6: Percentage of our looked after children and young people accommodated in residential placements",
        [
            ("Target", "10%", "or less"),
            ("Quarter 2", "10.4%", "52 of 501 children"),
            ("Year to date", "10.4%", "at 30\u{a0}September\u{a0}2023"),
            ("Above target by", "0.4 points", "3.8% of target; amber is up to 5.0%"),
        ],
        Some(chart(
            [Some("9.4"), Some("9.7"), Some("9.9"), Some("10.1"), Some("10.4")],
            "10",
            "or less",
            ["8", "12"],
        )),
        [
            "**Worse** than Quarter~1 (10.1%) and **worse** than Quarter~2 last year (9.4%). Lower is better.",
            "Fewer foster households are available for teenagers and for brothers and sisters who need to stay together. Three placements are due to end before March.",
        ],
        [
            "Review every external placement monthly; approve six more foster households",
            "Head of Children and Justice",
            "31~March~2024",
        ],
    );
    section(
        "exceptions",
        "5",
        "Exceptions",
        vec![
            Block::Lead(t(
                "Two of 14 measures missed their target: red first, then amber. Two of 14 actions are amber: see section~7.",
            )),
            Block::Exception(Box::new(red())),
            Block::Exception(Box::new(amber)),
        ],
    )
}

fn trend(points: &[&str], target: Option<&str>) -> Cell {
    let point = |text: &&str| if text.is_empty() { None } else { Some(decimal(text)) };
    let trend = Trend {
        points: points.iter().map(point).collect(),
        target: target.map(decimal),
        alt: "Trend over five quarters.".into(),
    };
    Cell { content: Content::Trend(trend), ..Cell::default() }
}

/// A measure's row.
struct Measure(
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static str,
    [&'static str; 2],
    [&'static str; 3],
    &'static str,
    Cell,
    Status,
    (Option<Arrow>, &'static str),
);

impl Measure {
    fn row(self) -> Row {
        let figure = |text: &str| match text {
            "" => Cell::empty(),
            "[c]" | "tbc" | "not returned" | "not yet available" => Cell::missing(text),
            "Increase" => cell(text),
            text => number(text),
        };
        let mut name = cell(self.1).second(self.3);
        for note in self.2 {
            name = name.noted(*note);
        }
        let [target, under] = self.4;
        let with =
            |cell: Cell, second: &str| if second.is_empty() { cell } else { cell.second(second) };
        Row::Cells(vec![
            cell(self.0),
            name,
            with(figure(target), under),
            figure(self.5[0]),
            figure(self.5[1]),
            with(figure(self.5[2]), self.6),
            self.7,
            Cell::status(self.8).moved(self.9.0, self.9.1),
        ])
    }
}

fn measure_rows() -> Vec<Row> {
    const A: &str = "Adult and Older People";
    const C: &str = "Children and Justice";
    let up = (Some(Arrow::Up), "Better");
    let down = (Some(Arrow::Down), "Worse");
    let none = || Cell::missing("not shown");
    vec![
        group("Outcome: Social Work Resources embeds sustainable development across services"),
        Measure("1", "Make an annual saving from using recycled items as opposed to new through the joint store", &["note 1"], A, ["£200k", "in the year\n£100k by Q2"], ["£51.2k", "£53.9k", "£105.1k"], "", trend(&["45", "47", "56", "51.2", "53.9"], Some("50")), Status::Green, up).row(),
        group("Outcome: Care and protect children, young people and adults from risk of harm"),
        Measure("2", "Percentage of parental attendance at initial Child Protection case conferences", &[], C, ["85%", "or more"], ["87.2%", "88.6%", "88.0%"], "", trend(&["90", "86", "84", "87.2", "88.6"], Some("85")), Status::Green, up).row(),
        Measure("3", "Percentage of children in attendance at initial Child Protection Case Conferences (aged over 5)", &["note 2"], C, ["Increase", "per quarter"], ["[c]", "[c]", "[c]"], "", none(), Status::Green, up).row(),
        Measure("4", "Percentage of children seen by a supervising officer within 15 days", &[], C, ["75%", "or more"], ["92.4%", "89.2%", "90.8%"], "", trend(&["93", "93.5", "91", "92.4", "89.2"], Some("75")), Status::Green, down).row(),
        Measure("5", "Percentage of reports submitted to the Children’s Reporter within agreed timescales", &[], C, ["75%", "or more"], ["80.2%", "76.2%", "78.1%"], "", trend(&["86", "83", "81.5", "80.2", "76.2"], Some("75")), Status::Green, down).row(),
        Measure("6", "Percentage of our looked after children and young people accommodated in residential placements", &[], C, ["10%", "or less"], ["10.1%", "10.4%", "10.4%"], "at 30\u{a0}Sep", trend(&["9.4", "9.7", "9.9", "10.1", "10.4"], Some("10")), Status::Amber, (Some(Arrow::Up), "Worse")).row(),
        Measure("7", "Percentage of statutory supervising officer visits completed within timescale for local authority welfare guardianship orders", &[], A, ["90%", "or more"], ["91.8%", "93.1%", "92.5%"], "", trend(&["95", "93", "90.5", "91.8", "93.1"], Some("90")), Status::Green, up).row(),
        Measure("8", "Percentage of statutory supervising officer visits completed within timescale for private welfare guardianship orders", &["note 3"], A, ["90%", "or more"], ["not returned", "92.6%", "92.6%"], "1 of 2 quarters", trend(&["95", "94.4", "93", "", "92.6"], Some("90")), Status::Green, (None, "No comparison")).row(),
        group("Outcome: Promote self-care and self-management"),
        Measure("9", "Number of people participating in a co-produced SDS Assessment to exercise choice and control over their care", &["note 4"], A, ["3,000", "in the year\n1,500 by Q2"], ["781", "838", "1,619"], "", trend(&["", "", "", "781", "838"], Some("750")), Status::Green, up).row(),
        Measure("10", "Number of people in receipt of a direct and managed personal budget payment to exercise choice and control over their care", &["note 4", "note 5"], A, ["tbc", ""], ["1,198", "1,214", "1,214"], "at 30\u{a0}Sep", trend(&["", "", "", "1198", "1214"], None), Status::Contextual, (Some(Arrow::Up), "Higher")).row(),
        Measure("11", "Spend on adults in receipt of direct payments and personal budget payments as a percentage of the total social work spend on adults", &["note 5", "note 6"], A, ["tbc", ""], ["", "", "not yet available"], "", Cell::missing("none yet"), Status::ReportLater, (None, "No comparison")).row(),
        group("Outcome: For those who have committed offences safely and effectively support them to reintegrate into the community and realise their potential for the benefits of all"),
        Measure("12", "Percentage of people on CPO unpaid work requirement seen within five working days by their case manager", &[], C, ["75%", "or more"], ["74.6%", "78.4%", "76.5%"], "", trend(&["72", "73.2", "73.8", "74.6", "78.4"], Some("75")), Status::Green, up).row(),
        Measure("13", "Percentage of people starting their placement within seven days of a CPO unpaid work", &[], C, ["75%", "or more"], ["67.1%", "70.4%", "68.7%"], "", trend(&["61.8", "63", "64.9", "67.1", "70.4"], Some("75")), Status::Red, up).row(),
        Measure("14", "Percentage of Justice Social Work reports submitted to Court by the due date", &[], C, ["95%", "or more"], ["98.9%", "97.6%", "98.2%"], "", trend(&["99", "98.2", "99", "98.9", "97.6"], Some("95")), Status::Green, down).row(),
    ]
}

fn measures() -> Section {
    let columns = vec![
        Column::text("No.", mm(7.5)),
        Column::text("Measure and service", mm(49.0)).naming_rows().second("Service"),
        Column::number("Target", mm(19.0)),
        Column::number("Q1", mm(15.0)),
        Column::number("Q2", mm(14.5)),
        Column::number("Year to date", mm(17.0)),
        Column::text("Trend and target", mm(19.5)),
        Column::text("Status, and since Q1", mm(28.5)),
    ];
    let notes = [
        "The plan prints the 2021-22 figure as “£267”; £267k is meant. The printed text is kept.",
        "[c]: a number below 5, or one that would reveal it, is not shown. Status is scored on the full figures.",
        "Quarter 1 was not returned and is not estimated: the year to date covers 1 of 2 quarters.",
        "New measure in 2023-24: no earlier quarters.",
        "The plan prints the target as “TBC”: the measure is not scored.",
        "Report later: the figure comes from an annual return, due after the year ends.",
    ];
    let notes = (1..).zip(notes).map(|(n, text)| (format!("note {n}"), t(text))).collect();
    let all = Table {
        notes,
        group_head: Some("Resource outcome".into()),
        footnote: Some(t(
            "Year to date counts all cases in the quarters so far; measures 6 and 10 are the latest quarter-end. It covers 2 of 2 quarters unless the table says otherwise.",
        )),
        ..table("measures", columns, measure_rows())
    };
    section(
        "measures",
        "6",
        "Measures by resource outcome",
        vec![
            Block::Note(t(
                "14 measures, Quarter~2 of 2023-24 (July to September 2023). Trend: the last five quarters, this quarter as a dot; the dashed line is the target.",
            )),
            Block::Table(all),
        ],
    )
}

fn plain(id: &str, columns: Vec<Column>, rows: &[&[&str]]) -> Table {
    let row = |row: &&[&str]| Row::Cells(row.iter().map(|text| cell(text)).collect());
    table(id, columns, rows.iter().map(row).collect())
}

fn actions() -> Section {
    let columns = vec![
        Column::text("Action", mm(10.0)),
        Column::text("Report", mm(40.0)).naming_rows(),
        Column::text("To", mm(45.0)),
        Column::text("Due", mm(22.0)),
        Column::text("Made?", Width::Fitted),
    ];
    let mut due = plain(
        "reports-due",
        columns,
        &[
            &[
                "6",
                "Chief Social Work Officer annual report",
                "Council",
                "30~Sep~2023",
                "**Made** 20~Sep~2023",
            ],
            &[
                "8",
                "Internal registered care services",
                "Social Work Committee",
                "Quarter~2",
                "**Not made**",
            ],
            &[
                "9",
                "Commissioned services for adult carers",
                "Senior Management Team",
                "Quarter~2",
                "**Made** 5~Sep~2023",
            ],
            &[
                "11",
                "Commissioned services for young carers",
                "Senior Management Team",
                "Quarter~2",
                "**Made** 5~Sep~2023",
            ],
        ],
    );
    if let Some(Row::Cells(cells)) = due.rows.get_mut(1) {
        cells[4] = cell("**Not made**").second("expected 15~Nov~2023".replace('~', "\u{a0}"));
    }
    due.footnote = Some(t(
        "Seven reports to this Committee have no date in the plan (actions 2, 3, 4, 9, 10, 11 and 14); none is made yet.",
    ));
    let columns = vec![
        Column::text("Action", mm(10.0)),
        Column::text("What slipped, and why", Width::Fitted).naming_rows(),
        Column::text("Remedy, owner and date", Width::Fitted),
        Column::text("Status", mm(40.0)),
    ];
    let amber = || Cell::status(Status::Amber);
    let slipped = table(
        "actions-not-on-schedule",
        columns,
        vec![
            Row::Cells(vec![
                cell("8"),
                cell(
                    "Report on internal registered care services: 27 days late. Two inspection reports came in October.",
                ),
                cell("Report to this Committee on 15~Nov~2023. Head of Performance and Support."),
                amber(),
            ]),
            Row::Cells(vec![
                cell("13"),
                cell(
                    "New Social Work IT system: user testing is three weeks behind. Data from two teams had to be loaded again.",
                ),
                cell(
                    "Second test team in place; testing ends 8~Dec~2023. Programme Manager, IT replacement.",
                ),
                amber().second(
                    "Calculated as Green; changed to Amber by the Head of Performance and Support",
                ),
            ]),
        ],
    );
    section(
        "actions",
        "7",
        "Actions and reports due",
        vec![
            Block::Lead(t(
                "10 of 14 actions are on schedule, 1 is complete. 3 of 4 reports due were made.",
            )),
            Block::Subheading("7.1 Reports due in Quarter 2".into()),
            Block::Table(due),
            Block::Subheading("7.2 Actions not on schedule".into()),
            Block::Table(slipped),
            Block::Subheading("7.3 All actions".into()),
            Block::Table(all_actions()),
        ],
    )
}

fn all_actions() -> Table {
    let all = [
        ("Embed the national model for Community Justice", "by March 2024", Status::Green),
        ("Contribute to a reduction of the prison population", "no date set", Status::Green),
        ("Promote alternatives to remand", "no date set", Status::Green),
        ("Adult Support and Protection Improvement Plan", "no date set", Status::Green),
        ("Monitor public protection activity", "Q4 (annual)", Status::ReportLater),
        ("Chief Social Work Officer: advice and annual report", "by September 2023", Status::Blue),
        ("Consultation and participation: embed Care Opinion", "by December 2023", Status::Green),
        ("Monitoring and control of delivered services", "Q2 and Q4", Status::Amber),
        ("Commissioned services for adult carers", "every quarter", Status::Green),
        ("MAT Standards 1-5", "no date set", Status::Green),
        ("Commissioned services for young carers", "every quarter", Status::Green),
        ("Embed Family Support Hubs across each locality", "no date set", Status::Green),
        ("Replace the Social Work IT system", "by January 2024", Status::Amber),
        ("Champion the home first approach", "no date set", Status::Green),
    ];
    let row = |(n, (name, due, status)): (usize, (&str, &str, Status))| {
        Row::Cells(vec![cell(&n.to_string()), cell(name), cell(due), Cell::status(status)])
    };
    let columns = vec![
        Column::text("No.", mm(10.0)),
        Column::text("Action", mm(87.0)).naming_rows(),
        Column::text("Due", mm(37.0)),
        Column::text("Status", Width::Fitted),
    ];
    let rows = (1..).zip(all).map(row).collect();
    Table { dense: true, ..table("all-actions", columns, rows) }
}

fn revenue() -> Section {
    let heads = [
        ("Annual budget", 19.0),
        ("Approved changes", 22.0),
        ("Current budget", 19.0),
        ("Forecast for year", 19.0),
        ("Forecast, over or under", 26.0),
        ("Budget to 6~Oct~2023", 22.0),
        ("Actual to 6~Oct~2023", 19.0),
        ("To date, over or under", 26.0),
    ];
    let columns = std::iter::once(
        Column::text("Budget line, £ million", Width::Fitted).naming_rows(),
    )
    .chain(heads.map(|(head, width)| Column::number(head.replace('~', "\u{a0}"), mm(width))));
    let lines = [
        (
            "Performance and Support",
            "7.068",
            ("0.120", "in"),
            "7.188",
            "7.095",
            ("0.093", "under"),
            "3.842",
            "3.801",
            ("0.041", "under"),
        ),
        (
            "Adult and Older People",
            "169.314",
            ("0.350", "out"),
            "168.964",
            "168.530",
            ("0.434", "under"),
            "88.310",
            "88.104",
            ("0.206", "under"),
        ),
        (
            "Children and Families",
            "37.742",
            ("0.230", "in"),
            "37.972",
            "39.214",
            ("1.242", "over"),
            "20.196",
            "20.873",
            ("0.677", "over"),
        ),
        (
            "Justice and Substance Misuse",
            "5.492",
            ("0.000", ""),
            "5.492",
            "5.402",
            ("0.090", "under"),
            "2.904",
            "2.866",
            ("0.038", "under"),
        ),
        (
            "Total",
            "219.616",
            ("0.000", ""),
            "219.616",
            "220.241",
            ("0.625", "over"),
            "115.252",
            "115.644",
            ("0.392", "over"),
        ),
    ];
    let rows = (0..).zip(lines).map(|(nth, l)| {
        let name = match nth {
            1 => cell(l.0).noted("note 1"),
            2 => cell(l.0).noted("note 2"),
            _ => cell(l.0),
        };
        let cells = vec![
            name,
            number(l.1),
            worded(l.2.0, l.2.1),
            number(l.3),
            number(l.4),
            worded(l.5.0, l.5.1),
            number(l.6),
            number(l.7),
            worded(l.8.0, l.8.1),
        ];
        if nth == 4 { Row::Total(cells) } else { Row::Cells(cells) }
    });
    let statement = Table {
        notes: vec![
            (
                "note 1".into(),
                t(
                    "**Adult and Older People: £0.434~million under.** Vacancies in care at home, and fewer care home placements than budgeted.",
                ),
            ),
            (
                "note 2".into(),
                t(
                    "**Children and Families: £1.242~million over.** Four more residential placements than budgeted, and continuing care up to age 21.",
                ),
            ),
        ],
        footnote: Some(t(
            "Finance period 7 ended on 6~October~2023, six days after the quarter. Approved changes add to zero. A forecast more than £0.250m or 2.0% from budget is explained.",
        )),
        ..table("revenue-budget", columns.collect(), rows.collect())
    };
    Section {
        layout: PageLayout::Landscape,
        ..section(
            "revenue",
            "8",
            "Revenue budget",
            vec![
                Block::Lead(t(
                    "The year is forecast to end **£0.625~million over** the current budget of £219.616~million (0.3%). Children and Families is £1.242~million over; the other three lines are under.",
                )),
                Block::Table(statement),
            ],
        )
    }
}

fn capital() -> Section {
    let figures =
        |name: &str, cells: [&str; 4]| [vec![cell(name)], cells.map(number).to_vec()].concat();
    let heads = ["Programme", "Spend to 6~Oct~2023", "Forecast for year", "Slippage"];
    let columns = std::iter::once(Column::text("Project, £ million", Width::Fitted).naming_rows())
        .chain(heads.map(|head| Column::number(head.replace('~', "\u{a0}"), Width::Fitted)));
    let programme = table(
        "capital-programme",
        columns.collect(),
        vec![
            Row::Cells(figures(
                "Community Alarms: analogue to digital",
                ["1.232", "0.486", "1.032", "0.200"],
            )),
            Row::Cells(figures("SWIS Plus Replacement", ["0.752", "0.401", "0.752", "0.000"])),
            Row::Total(figures("Total", ["1.984", "0.887", "1.784", "0.200"])),
        ],
    );
    let people = |name: &str, before: &str, now: &str, change: (&str, &str)| {
        vec![
            cell(name),
            number(before),
            number(now),
            Cell::worded(decimal(change.0), NumberFormat::MoreFewer, change.0, change.1),
        ]
    };
    let columns = vec![
        Column::text("Service, headcount", Width::Fitted).naming_rows(),
        Column::number("Feb 2023", mm(14.0)),
        Column::number("30\u{a0}Sep 2023", mm(16.0)),
        Column::number("Change", mm(18.0)),
    ];
    let employees = table(
        "employees",
        columns,
        vec![
            Row::Cells(people("Adult and Older People", "2,107", "2,089", ("18", "fewer"))),
            Row::Cells(people("Children and Justice", "560", "566", ("6", "more"))),
            Row::Cells(people("Performance and Support", "192", "190", ("2", "fewer"))),
            Row::Total(people("Total", "2,859", "2,845", ("14", "fewer"))),
        ],
    );
    Section {
        layout: PageLayout::Landscape,
        new_page: false,
        ..section(
            "capital",
            "9",
            "Capital programme and employees",
            vec![Block::SideBySide {
                left: vec![
                    Block::Lead(t("£0.200~million of £1.984~million slips to 2024-25.")),
                    Block::Table(programme),
                ],
                right: vec![
                    Block::Lead(t("2,845 people, 14 fewer than in February 2023.")),
                    Block::Table(employees),
                ],
                left_percent: 57,
            }],
        )
    }
}

fn implications() -> Section {
    Section {
        style: SectionStyle::Paragraphs,
        ..section(
            "implications",
            "10",
            "Other implications",
            vec![
                paragraph(
                    "10.1.",
                    "There are no implications for risk or sustainability in terms of the information contained in this report.",
                ),
                paragraph(
                    "10.2.",
                    "This report does not introduce a new policy, function or strategy, and so no impact assessment under the _Equality Act 2010_ is required.",
                ),
                Block::Subheading("Consultation".into()),
                Block::Paragraph {
                    number: None,
                    text: t(
                        "There was no requirement to undertake any consultation in terms of the information contained in this report.",
                    ),
                },
            ],
        )
    }
}

fn returns() -> Section {
    let columns = vec![
        Column::text("Service", Width::Fitted).naming_rows(),
        Column::text("First return", Width::Fitted),
        Column::text("Used here", Width::Fitted),
        Column::number("Findings", Width::Fitted),
        Column::number("Mended", Width::Fitted),
        Column::number("Open", Width::Fitted),
    ];
    let row = |cells: [&str; 6]| {
        let [a, b, c, figures @ ..] = cells;
        [[a, b, c].map(cell).to_vec(), figures.map(number).to_vec()].concat()
    };
    let all = table(
        "returns-received",
        columns,
        vec![
            Row::Cells(row([
                "Adult and Older People",
                "12 Oct, on time",
                "second, 20 Oct",
                "6",
                "5",
                "1",
            ])),
            Row::Cells(row(["Children and Justice", "13 Oct, on time", "first", "3", "3", "0"])),
            Row::Cells(row([
                "Performance and Support",
                "17 Oct, 2 working days late",
                "first",
                "1",
                "1",
                "0",
            ])),
            Row::Total(row(["Total", "", "", "10", "9", "1"])),
        ],
    );
    section(
        "returns",
        "Appendix 1",
        "Returns received",
        vec![
            Block::Note(t(
                "Returns were due on 13~October~2023, 10 working days after the quarter ended.",
            )),
            Block::Table(all),
        ],
    )
}

fn follow(section: Section) -> Section {
    Section { new_page: false, ..section }
}

fn quality() -> Section {
    let columns = vec![
        Column::text("Measure", Width::Fitted),
        Column::text("What was found", Width::Fitted).naming_rows(),
        Column::text("What was done", Width::Fitted),
        Column::text("State", Width::Fitted),
    ];
    let all = plain(
        "data-quality-findings",
        columns,
        &[
            &[
                "8",
                "Quarter 1 visits: left blank",
                "Not estimated; shown as 1 of 2 quarters",
                "**Open**",
            ],
            &["9", "“approx 830” in place of a number", "Not counted until 838 was sent", "Mended"],
            &["5", "“76%” in place of a count", "Service sent 96 of 126", "Mended"],
        ],
    );
    follow(section(
        "quality",
        "Appendix 2",
        "Data quality",
        vec![
            Block::Note(t(
                "Findings that bear on a figure in this report. 7 more were spellings and layout, mended without effect.",
            )),
            Block::Table(all),
        ],
    ))
}

fn changes() -> Section {
    let columns = vec![
        Column::text("Where", mm(55.0)).naming_rows(),
        Column::number("Version 1", mm(25.0)),
        Column::number("Version 2", mm(20.0)),
        Column::text("Why", Width::Fitted),
    ];
    let all = table(
        "changes",
        columns,
        vec![
            Row::Cells(vec![
                cell("Measure 9, Quarter~2"),
                cell("not returned"),
                number("838"),
                cell("Second return, 20 Oct; was Report later, is Green"),
            ]),
            Row::Cells(vec![
                cell("Children and Families, forecast"),
                number("£39.114m"),
                number("£39.214m"),
                cell("Finance correction; was £1.142m over, is £1.242m over"),
            ]),
            Row::Cells(vec![
                cell("Action 13, status"),
                cell("Green"),
                cell("Amber"),
                cell("Changed by the Head of Performance and Support"),
            ]),
        ],
    );
    follow(section(
        "changes",
        "Appendix 3",
        "Changes since version 1",
        vec![Block::Note(t("Version 1 was sent on 20~October~2023.")), Block::Table(all)],
    ))
}

fn sources() -> Section {
    let columns = ["File", "Used for", "Received", "SHA-256, first 12"];
    let columns = columns.map(|head| Column::text(head, Width::Fitted)).to_vec();
    let all = plain(
        "sources",
        columns,
        &[
            &[
                "Social Work Resource Plan 2023-24",
                "Targets, actions, budgets",
                "1~Apr~2023",
                "4c1e 90d2 77ab",
            ],
            &[
                "adult-and-older-people-2023-24-q2.xlsx",
                "Measures 1, 7 to 11",
                "20~Oct~2023",
                "b07f 3a41 e6c9",
            ],
            &[
                "children-and-justice-2023-24-q2.xlsx",
                "Measures 2 to 6, 12 to 14",
                "13~Oct~2023",
                "19d8 c2f5 0b73",
            ],
            &[
                "performance-and-support-2023-24-q2.xlsx",
                "Actions 6 to 9, 11 and 13",
                "17~Oct~2023",
                "e2a6 5510 9f4d",
            ],
            &["finance-2023-24-p7.xlsx", "Revenue, capital", "26~Oct~2023", "7730 ad1c 48be"],
        ],
    );
    follow(section("sources", "Appendix 4", "Sources", vec![Block::Table(all)]))
}
