//! A pack made by hand, with every kind of block and cell. Its figures are invented.

use crate::calendar::NaiveDate;
use crate::compose::{
    Arrow, Block, Cell, ChartPoint, ChartTarget, Column, Content, Exception, Fact, FrontSheet,
    Identity, KeyFigure, LineChart, NumberFormat, Pack, PageLayout, Row, Section, SectionStyle,
    State, Status, StatusBar, Table, Text, Trend, Width,
};
use crate::quantity::Decimal;

/// Reads a decimal.
pub(super) fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Reads a day.
pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The whole pack.
pub(super) fn pack() -> Pack {
    Pack {
        identity: Identity {
            title: "Social Work Resource Plan 2023-24: Quarter 2 progress report".into(),
            audience: "Social Work Committee".into(),
            author: "South Lanarkshire Council, Social Work Resources".into(),
            quarter: "2023-24 Q2".parse().unwrap(),
            version: 2,
            state: State::Draft,
            as_at: day("2023-10-27"),
            illustrative: Some("Illustrative: quarterly figures & dates are invented.".into()),
            exempt: None,
            file_stem: "social-work-committee-2023-24-q2-v2".into(),
        },
        front: FrontSheet {
            report_to: "Social Work Committee".into(),
            meeting: Some(day("2023-11-15")),
            report_by: "Director of Health and Social Care".into(),
            subject: vec![
                "Social Work Resource Plan 2023-24:".into(),
                "Quarter 2 Progress Report, July to September 2023".into(),
            ],
        },
        sections: vec![purpose(), summary(), exceptions(), measures(), money()],
    }
}

fn section(
    id: &str,
    number: &str,
    heading: &str,
    layout: PageLayout,
    blocks: Vec<Block>,
) -> Section {
    Section {
        id: id.into(),
        number: number.into(),
        heading: heading.into(),
        style: SectionStyle::Tables,
        layout,
        new_page: false,
        blocks,
    }
}

/// A table with nothing below it.
pub(super) fn table(id: &str, title: &str, columns: Vec<Column>, rows: Vec<Row>) -> Table {
    Table {
        id: id.into(),
        title: title.into(),
        group_head: None,
        columns,
        rows,
        notes: Vec::new(),
        footnote: None,
        dense: false,
    }
}

fn fitted(head: &str) -> Column {
    Column::text(head, Width::Fitted)
}

fn numbers(head: &str) -> Column {
    Column::number(head, Width::Fitted)
}

fn purpose() -> Section {
    let text = "The purpose of the report is to advise the Committee of progress against the Social \
                Work Resource Plan 2023-24 at the end of Quarter\u{a0}2 (30\u{a0}September 2023).";
    let blocks = vec![
        Block::Paragraph { number: Some("1.1.".into()), text: text.into() },
        Block::Items(vec![
            ("(1)".into(), "that the progress in section 4 be noted;".into()),
            ("(2)".into(), Text::marked("that the _Act_ be **noted**.")),
        ]),
        Block::Note("Nothing here is about a person.".into()),
    ];
    section("purpose", "1", "Purpose of report", PageLayout::Portrait, blocks)
}

fn summary() -> Section {
    let bar = |title: &str, parts: Vec<(Status, usize)>| {
        let words: Vec<_> = parts.iter().map(|(s, n)| format!("{} {n}", s.word())).collect();
        let alt = format!("Bar: {title}. {}.", words.join(", "));
        Block::StatusBar(StatusBar { title: title.into(), parts, alt })
    };
    let measures = vec![
        (Status::Green, 10),
        (Status::Amber, 1),
        (Status::Red, 1),
        (Status::ReportLater, 1),
        (Status::Contextual, 1),
    ];
    let actions =
        vec![(Status::Blue, 1), (Status::Green, 10), (Status::Amber, 2), (Status::ReportLater, 1)];
    let blocks = vec![
        Block::Lead("10 of 14 measures met their target. One is red and one is amber.".into()),
        bar("14 measures", measures),
        bar("14 actions", actions),
        Block::SideBySide {
            left: vec![Block::Table(counts())],
            right: vec![
                Block::Subheading("The money".into()),
                Block::Facts(vec![Fact {
                    heading: "Revenue".into(),
                    text: Text::marked("Forecast **£0.625m over** a budget of £219.616m (0.3%)."),
                }]),
            ],
            left_percent: 60,
        },
    ];
    section("summary", "4", "Performance summary", PageLayout::Portrait, blocks)
}

fn counts() -> Table {
    let whole = |n: &str| Cell::number(dec(n), NumberFormat::Whole, n);
    let share = |n: &str, shown: &str| Cell::number(dec(n), NumberFormat::Percent, shown);
    let row = |status, cells: [Cell; 4]| {
        let mut row = vec![Cell::status(status)];
        row.extend(cells);
        Row::Cells(row)
    };
    let only = |words: &str| Cell::missing(words);
    let mut table = table(
        "status-counts",
        "Measures and actions by status",
        vec![
            fitted("Status").naming_rows(),
            numbers("Measures").summed(),
            numbers("%").summed(),
            numbers("Actions").summed(),
            numbers("%"),
        ],
        vec![
            row(
                Status::Green,
                [whole("10"), share("62.5", "62.5%"), whole("10"), share("76.9231", "76.9%")],
            ),
            row(
                Status::Red,
                [whole("6"), share("37.5", "37.5%"), whole("3"), share("23.0769", "23.1%")],
            ),
            row(
                Status::Contextual,
                [whole("0"), share("0", "0.0%"), only("measures only"), only("measures only")],
            ),
            Row::Total(vec![
                Cell::text("Total").bold(),
                whole("16"),
                share("100", "100%"),
                whole("13"),
                share("100", "100%"),
            ]),
        ],
    );
    table.footnote = Some("Percentages are rounded and may not add to 100%.".into());
    table
}

fn exceptions() -> Section {
    let figure = |label: &str, value: &str, detail: &str| KeyFigure {
        label: label.into(),
        value: value.into(),
        number: None,
        detail: detail.into(),
    };
    let fact = |heading: &str, text: &str| Fact { heading: heading.into(), text: text.into() };
    let improvement = |rows: Vec<Row>| {
        let columns = vec![fitted("Improvement action"), fitted("Owner"), fitted("By")];
        table("improvement", "Improvement actions", columns, rows)
    };
    let date = Content::Date { value: day("2023-12-31"), shown: "31 December 2023".into() };
    let red = Exception {
        status: Status::Red,
        title: "Measure 13: Percentage of people starting their placement within seven days".into(),
        figures: vec![
            figure("Target", "75%", "or more"),
            figure("Quarter 2", "70.4%", "95 of 135 people"),
            figure("Short of target by", "6.3 points", "8.4% of target; red is over 5.0%"),
        ],
        chart: Some(chart()),
        remarks: vec![
            fact("Direction of travel", "Better than Quarter 1 (67.1%)."),
            fact("Service’s comment", "=HYPERLINK(\"http://bad.example\")"),
        ],
        improvement: improvement(vec![Row::Cells(vec![
            Cell::text("Fill both vacant posts; open a weekend squad"),
            Cell::text("Service Manager, Justice"),
            Cell { content: date, ..Cell::default() },
        ])]),
    };
    let amber = Exception {
        status: Status::Amber,
        title: "Measure 6: Percentage of children in residential placements".into(),
        figures: vec![
            figure("Target", "10%", "or less"),
            figure("Quarter 2", "10.4%", "52 of 501 children"),
            figure("Above target by", "0.4 points", "3.8% of target; amber is up to 5.0%"),
        ],
        chart: None,
        remarks: vec![fact("Service’s comment", "Fewer foster households are available.")],
        improvement: improvement(Vec::new()),
    };
    let blocks = vec![
        Block::Lead("Two of 14 measures missed their target: red first, then amber.".into()),
        Block::Exception(Box::new(red)),
        Block::Exception(Box::new(amber)),
    ];
    section("exceptions", "5", "Exceptions", PageLayout::Portrait, blocks)
}

fn chart() -> LineChart {
    let points = [
        ("2022-23 Q2", Some(("61.8", "61.8%"))),
        ("2022-23 Q3", Some(("63.0", "63.0%"))),
        ("2022-23 Q4", None),
        ("2023-24 Q1", Some(("67.1", "67.1%"))),
        ("2023-24 Q2", Some(("70.3704", "70.4%"))),
    ];
    let point = |(quarter, value): (&str, Option<(&str, &str)>)| ChartPoint {
        quarter: quarter.parse().unwrap(),
        value: value.map(|(value, shown)| (dec(value), shown.to_owned())),
    };
    let target = ChartTarget { value: dec("75"), shown: "75%".into(), words: "or more".into() };
    LineChart {
        alt: "Line chart: people starting within seven days, by quarter. From 61.8% in 2022-23 Q2 to \
              70.4% in 2023-24 Q2; target 75% or more; rising, below target."
            .into(),
        points: points.map(point).into(),
        target: Some(target),
        axis: [(dec("55"), "55%".into()), (dec("80"), "80%".into())],
    }
}

fn measures() -> Section {
    let trend = |points: [Option<&str>; 5]| Cell {
        content: Content::Trend(Trend {
            points: points.iter().map(|point| point.map(dec)).collect(),
            target: Some(dec("85")),
            alt: "Trend: falling, then rising; above target.".into(),
        }),
        ..Cell::default()
    };
    let percent = |n: &str, shown: &str| Cell::number(dec(n), NumberFormat::Percent, shown);
    let pounds =
        |n: &str, shown: &str| Cell::number(dec(n), NumberFormat::PoundsInThousands, shown);
    let mut table = table(
        "measures",
        "Measures by resource outcome: target, quarters, year to date",
        vec![
            numbers("No."),
            fitted("Measure and service").naming_rows().second("Service"),
            numbers("Target").second("Basis"),
            numbers("Q1"),
            numbers("Q2"),
            fitted("Trend and target"),
            fitted("Status, and since Q1").second("Direction of travel"),
        ],
        vec![
            Row::Group { shown: "Outcome: Sustainable".into(), name: "Sustainable".into() },
            Row::Cells(vec![
                Cell::number(dec("1"), NumberFormat::Whole, "1"),
                Cell::text("Annual saving from recycled items")
                    .second("Adult and Older People")
                    .noted("note 1"),
                pounds("200000", "£200k").second("in the year, £100k by Q2"),
                pounds("870", "£870"),
                pounds("53851.25", "£53.9k"),
                trend([Some("40000"), Some("45000"), Some("61000"), Some("870"), Some("53851.25")]),
                Cell::status(Status::Green).moved(Some(Arrow::Up), "Better"),
            ]),
            Row::Group {
                shown: "Outcome: Protect".into(),
                name: "Care and protect children".into(),
            },
            Row::Cells(vec![
                Cell::number(dec("2"), NumberFormat::Whole, "2"),
                Cell::text("Parental attendance at case conferences")
                    .second("Children and Justice"),
                percent("85", "85%").second("or more"),
                Cell::missing("not returned"),
                percent("88.5714285714", "88.6%"),
                trend([Some("88"), None, Some("84"), None, Some("88.5714285714")]),
                Cell::status(Status::Amber).moved(None, "No comparison"),
            ]),
            Row::Cells(vec![
                Cell::number(dec("3"), NumberFormat::Whole, "3"),
                Cell::text("Children attending (aged over 5)").noted("note 2").noted("note 1"),
                Cell::text("Increase").second("per quarter"),
                Cell::missing("[c]"),
                Cell::missing("[c]"),
                Cell::missing("not shown"),
                Cell::status(Status::ReportLater).moved(Some(Arrow::Level), "No change"),
            ]),
        ],
    );
    table.group_head = Some("Resource outcome".into());
    table.notes = vec![
        ("note 1".into(), "The plan prints £267; £267k is meant.".into()),
        ("note 2".into(), "Small number, not shown.".into()),
    ];
    section(
        "measures",
        "6",
        "Measures by resource outcome",
        PageLayout::Portrait,
        vec![Block::Table(table)],
    )
}

fn money() -> Section {
    let millions = |n: &str| Cell::number(dec(n), NumberFormat::Millions, n);
    let over = |n: &str, word: &str| {
        Cell::worded(dec(n), NumberFormat::MillionsOverUnder, n.trim_start_matches('-'), word)
    };
    let moved = |n: &str, word: &str| {
        Cell::worded(dec(n), NumberFormat::MillionsInOut, n.trim_start_matches('-'), word)
    };
    let row = |name: &str, cells: [Cell; 4]| {
        let mut row = vec![Cell::text(name)];
        row.extend(cells);
        row
    };
    let revenue = table(
        "revenue-budget",
        "Revenue budget",
        vec![
            fitted("Budget line, £ million").naming_rows(),
            numbers("Annual budget").summed(),
            numbers("Approved changes").summed(),
            numbers("Forecast, over or under").summed(),
            numbers("To 6 Oct [P7] #1's @ 50%").summed(),
        ],
        vec![
            Row::Cells(row(
                "Performance and Support",
                [
                    millions("7.068"),
                    moved("0.120", "in"),
                    over("-0.093", "under"),
                    millions("3.842"),
                ],
            )),
            Row::Cells(row(
                "Adult and Older People",
                [
                    millions("169.314"),
                    moved("-0.350", "out"),
                    over("-0.434", "under"),
                    Cell::missing("tbc"),
                ],
            )),
            Row::Cells(row(
                "Children and Families",
                [
                    millions("37.742"),
                    moved("0.230", "in"),
                    over("1.242", "over"),
                    millions("20.196"),
                ],
            )),
            Row::Total(row(
                "Total",
                [
                    millions("214.124"),
                    moved("0.000", ""),
                    over("0.715", "over"),
                    millions("112.348"),
                ],
            )),
        ],
    );
    let change = |n: &str, word: &str| {
        Cell::worded(dec(n), NumberFormat::MoreFewer, n.trim_start_matches('-'), word)
    };
    let people = table(
        "employees",
        "Revenue budget",
        vec![
            fitted("Service, headcount").naming_rows(),
            numbers("Feb 2023"),
            numbers("Change").summed(),
        ],
        vec![
            Row::Cells(vec![
                Cell::text("Adult and Older People"),
                Cell::number(dec("2107"), NumberFormat::Whole, "2,107"),
                change("-18", "fewer"),
            ]),
            Row::Cells(vec![
                Cell::text("-- @Children and Justice"),
                Cell::number(dec("10.25"), NumberFormat::Decimals(2), "10.25"),
                change("6", "more"),
            ]),
            Row::Total(vec![
                Cell::text("Total"),
                Cell::number(dec("2117.25"), NumberFormat::Decimals(2), "2,117.25"),
                change("-12", "fewer"),
            ]),
        ],
    );
    let blocks = vec![
        Block::Lead(Text::marked(
            "The year is forecast to end **£0.715 million over** the current budget of £214.124 \
             million (0.3%). Children and Families is £1.242 million over; the other lines are under.",
        )),
        Block::Table(revenue),
        Block::Table(people),
    ];
    section("revenue", "8", "Revenue budget & people", PageLayout::Landscape, blocks)
}
