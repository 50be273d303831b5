//! The sheet Budget: each revenue line of the service with its ten subjective lines below it,
//! in thousands of pounds.

use super::sheet::{Block, Cell, Column, Lead, Row, Sheet, SheetKey, Show, Tone};
use super::whole::Parts;
use crate::form::context::Thresholds;
use crate::form::expression::{Expression, Function, Operator};
use crate::form::slot::{BudgetPart, Slot, SubjectivePart};
use crate::form::words::Subjective;
use crate::plan::{BudgetLine, LineId};
use crate::quantity::{Decimal, Money};

pub(super) fn sheet(parts: &Parts<'_>) -> Sheet {
    let lead = Lead::pair(
        parts.title(SheetKey::Budget),
        "All amounts in thousands of pounds (£000). Enter the line first, then the subjective \
         lines below it; they make the line. Income is below zero.",
    );
    let mut rows = Vec::new();
    let mut lines = parts.plan.lines_of(parts.service);
    for line in &mut lines {
        rows.push(line_row(parts, line));
        rows.extend(Subjective::ALL.iter().map(|subjective| subjective_row(line, *subjective)));
    }
    let block = Block::new("lines", columns()).rows(rows, &parts.none("budget line"));
    Sheet::new(SheetKey::Budget, lead, vec![block]).freeze(1)
}

fn columns() -> Vec<Column> {
    vec![
        Column::left("line", "Budget line", 30),
        Column::right("annual", "Annual budget £000", 10),
        Column::right("virements", "Virements £000", 12),
        Column::right("changes", "Other approved changes £000", 11),
        Column::right("current", "Current budget £000", 10),
        Column::right("last-forecast", "Last quarter: forecast £000", 11),
        Column::right("forecast", "Forecast for the year £000", 11),
        Column::right("forecast-variance", "Forecast variance £000", 13),
        Column::right("to-date", "Budget to date £000", 10),
        Column::right("last-actual", "Last quarter: actual £000", 11),
        Column::right("actual", "Actual to date £000", 10),
        Column::right("variance", "Variance £000", 13),
        Column::left("explanation", "Explanation", 30),
        Column::left("check", "Check", 28),
    ]
}

/// The row key of a budget line.
fn key(line: &LineId) -> String {
    format!("line/{line}")
}

pub(super) fn in_thousands(money: Money) -> Decimal {
    money.in_pounds() / Decimal::ONE_THOUSAND
}

fn at(line: &LineId, column: &'static str) -> Expression {
    Expression::Cell(SheetKey::Budget, key(line), column)
}

fn input(line: &LineId, part: BudgetPart) -> Expression {
    Expression::Input(Slot::Budget(line.clone(), part))
}

fn line_row(parts: &Parts<'_>, line: &BudgetLine) -> Row {
    let id = &line.id;
    let slot = |part| Slot::Budget(id.clone(), part);
    let last = parts.context.last(parts.quarter).and_then(|last| last.lines.get(id)).copied();
    let last = last.unwrap_or_default();
    let current = Expression::sum(vec![
        at(id, "annual"),
        at(id, "virements"),
        input(id, BudgetPart::OtherChanges).or_nothing(),
    ]);
    let cells = vec![
        Cell::text(&*line.text),
        Cell::number(in_thousands(line.budget.value.unwrap_or_default()), Show::Thousands),
        Cell::Worked(virements(id), Show::Thousands),
        Cell::thousands(
            slot(BudgetPart::OtherChanges),
            "Other approved changes",
            "Approved changes that are no virement, such as 120 for £120,000 in, -120 for out. \
             Leave it empty where there is none.",
        ),
        Cell::Worked(current, Show::Thousands),
        Cell::earlier(last.forecast, Show::Thousands),
        Cell::thousands(
            slot(BudgetPart::Forecast),
            "Forecast for the year",
            "The spend forecast for the whole year in thousands of pounds, such as 1250.",
        ),
        Cell::Worked(apart(at(id, "current"), input(id, BudgetPart::Forecast)), Show::Text),
        Cell::thousands(
            slot(BudgetPart::BudgetToDate),
            "Budget to date",
            "The budget's share up to the period's end on the Cover, such as 610.",
        ),
        Cell::earlier(last.actual, Show::Thousands),
        Cell::thousands(
            slot(BudgetPart::ActualToDate),
            "Actual to date",
            "The spend up to the period's end on the Cover, such as 598.",
        ),
        Cell::Worked(
            apart(input(id, BudgetPart::BudgetToDate), input(id, BudgetPart::ActualToDate)),
            Show::Text,
        ),
        Cell::words(
            slot(BudgetPart::Explanation),
            "Explanation",
            "Why it is over or under. Needed past £50k and 1% unless the covering message says \
             otherwise.",
        ),
        Cell::Worked(check(id, &parts.context.thresholds), Show::Check),
    ];
    Row::new(key(id), cells).tone(Tone::First)
}

fn subjective_row(line: &BudgetLine, subjective: Subjective) -> Row {
    let cell = |part, title: &str| {
        Cell::thousands(
            Slot::Subjective(line.id.clone(), subjective, part),
            title,
            "This part of the line in thousands of pounds, such as 240. 0 or empty where there \
             is none; income below zero.",
        )
    };
    let cells = vec![
        Cell::text(subjective.word()),
        Cell::Blank,
        Cell::Blank,
        Cell::Blank,
        Cell::Blank,
        Cell::Blank,
        cell(SubjectivePart::Forecast, "Forecast for the year"),
        Cell::Blank,
        cell(SubjectivePart::BudgetToDate, "Budget to date"),
        Cell::Blank,
        cell(SubjectivePart::ActualToDate, "Actual to date"),
        Cell::Blank,
        Cell::Blank,
        Cell::Blank,
    ];
    Row::new(subjective_key(&line.id, subjective), cells).tone(Tone::Further)
}

/// The row key of a subjective line: it must not change when its words do.
fn subjective_key(line: &LineId, subjective: Subjective) -> String {
    let word = match subjective {
        Subjective::Employees => "employees",
        Subjective::Property => "property",
        Subjective::Supplies => "supplies",
        Subjective::Transport => "transport",
        Subjective::Administration => "administration",
        Subjective::OtherBodies => "other-bodies",
        Subjective::Contractors => "contractors",
        Subjective::Transfers => "transfers",
        Subjective::Financing => "financing",
        Subjective::Income => "income",
    };
    format!("line/{line}/{word}")
}

/// What came into the line less what left it.
fn virements(line: &LineId) -> Expression {
    let of = |end: &'static str| {
        Expression::Call(
            Function::SumIf,
            vec![
                Expression::Area(SheetKey::Virements, "virements", end),
                at(line, "line"),
                Expression::Area(SheetKey::Virements, "virements", "amount"),
            ],
        )
    };
    let net = of("to").binary(Operator::Minus, of("from"));
    Expression::when(net.clone().apply(Function::IsError), Expression::text(""), net)
}

/// A variance in words, `434 under`, where both are numbers: a sign alone is misread.
pub(super) fn apart(budget: Expression, spend: Expression) -> Expression {
    let both = Expression::all(vec![budget.clone().is_number(), spend.clone().is_number()]);
    let variance = budget.binary(Operator::Minus, spend);
    let amount = variance.clone().apply(Function::Abs).apply(Function::Grouped);
    let word = Expression::when(
        variance.clone().binary(Operator::More, Expression::whole(0)),
        Expression::text(" under"),
        Expression::text(" over"),
    );
    let none = variance.binary(Operator::Equal, Expression::whole(0));
    let worded = Expression::when(none, Expression::text("On budget"), amount.then(word));
    Expression::when(both, worded, Expression::text(""))
}

/// Whether a variance is past both thresholds; an amount that is missing is past none.
pub(super) fn large(
    budget: &Expression,
    spend: &Expression,
    current: Expression,
    limits: &Thresholds,
) -> Expression {
    let both = Expression::all(vec![budget.clone().is_number(), spend.clone().is_number()]);
    let variance = budget.clone().binary(Operator::Minus, spend.clone()).apply(Function::Abs);
    let share = current
        .apply(Function::Abs)
        .binary(Operator::Times, Expression::Number(limits.explain_share));
    let past = Expression::all(vec![
        variance.clone().binary(Operator::More, Expression::Number(limits.explain_thousands)),
        variance.binary(Operator::More, share),
    ]);
    Expression::when(both, past, Expression::whole(0))
}

fn check(line: &LineId, limits: &Thresholds) -> Expression {
    let say = Expression::text;
    let typed = |part| input(line, part);
    let columns = [
        (BudgetPart::Forecast, SubjectivePart::Forecast, "forecast"),
        (BudgetPart::BudgetToDate, SubjectivePart::BudgetToDate, "budget to date"),
        (BudgetPart::ActualToDate, SubjectivePart::ActualToDate, "actual to date"),
    ];
    let explained = Expression::when(
        typed(BudgetPart::Explanation).is_filled(),
        say("OK: explanation given"),
        say("Explanation needed"),
    );
    let current = at(line, "current");
    let past = Expression::any(vec![
        large(&current, &typed(BudgetPart::Forecast), current.clone(), limits),
        large(
            &typed(BudgetPart::BudgetToDate),
            &typed(BudgetPart::ActualToDate),
            current.clone(),
            limits,
        ),
    ]);
    let mut judged = Expression::when(past, explained, say("OK"));
    for (part, below, words) in columns.into_iter().rev() {
        judged = adds_up(line, typed(part), below, words, limits, judged);
    }
    let numbers = columns.iter().map(|(part, ..)| typed(*part).is_number()).collect::<Vec<_>>();
    let empty = columns.iter().map(|(part, ..)| typed(*part).is_empty()).collect::<Vec<_>>();
    Expression::when(
        Expression::all(numbers),
        judged,
        Expression::when(
            Expression::any(empty),
            say("To do: enter forecast, budget to date and actual"),
            say("Mend: type digits only, such as 1250"),
        ),
    )
}

/// The subjective lines make the line, within the rounding of each.
fn adds_up(
    line: &LineId,
    whole: Expression,
    part: SubjectivePart,
    words: &str,
    limits: &Thresholds,
    then: Expression,
) -> Expression {
    let cells = || {
        Subjective::ALL
            .iter()
            .map(|one| Expression::Input(Slot::Subjective(line.clone(), *one, part)))
            .collect::<Vec<_>>()
    };
    let lines = Decimal::from(Subjective::ALL.len());
    let off = whole
        .binary(Operator::Minus, Expression::sum(cells()))
        .apply(Function::Abs)
        .binary(Operator::More, Expression::Number(limits.rounding_thousands * lines));
    let makes = Expression::text(format!("Mend: {words}: the lines below make "))
        .then(Expression::sum(cells()).apply(Function::Grouped));
    let none = Expression::Call(Function::Count, cells());
    let failed = Expression::sum(cells()).apply(Function::IsError);
    Expression::when(
        failed,
        Expression::text(format!("Mend: {words}: a line below shows an error")),
        Expression::when(
            none.binary(Operator::Equal, Expression::whole(0)),
            Expression::text(format!("To do: {words}: enter the lines below")),
            Expression::when(off, makes, then),
        ),
    )
}
