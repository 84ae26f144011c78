//! A screening as a table: one row a result of note, one row a query without any.

use super::{MatchRow, QueryRow, ScreeningReport, age};
use crate::PublishError;
use crate::csv_table::guarded;
use crate::workbook::{Cell, Workbook};
use model::Cleared;
use std::io::Write;

const COLUMNS: &[&str] = &[
    "query",
    "asked",
    "standing",
    "score",
    "match",
    "basis",
    "entity",
    "caption",
    "schema",
    "lists",
    "why",
    "decision",
    "evidence",
    "disputed",
    "match_id",
    "empty_fields",
    "warnings",
    "context",
];

/// What a table shows of a query: its alerts and suppressed alerts, or that there are none.
fn rows(query: &QueryRow, threshold: f64) -> Vec<Vec<String>> {
    let of_note = |result: &&MatchRow| result.score >= threshold;
    let asked: Vec<String> =
        query.asked.iter().map(|(field, values)| format!("{field}: {}", values.join(" / "))).collect();
    let begin = |standing: &str| vec![query.id.clone(), asked.join("; "), standing.to_owned()];
    let end = [query.empty.join("; "), query.warnings.join("; "), query.context.join("; ")];
    let mut rows: Vec<Vec<String>> = query
        .results
        .iter()
        .filter(of_note)
        .map(|result| {
            let mut row = begin(&query.standing);
            let evidence = result.evidence.as_ref();
            let passages = evidence.map(|evidence| {
                let passages = evidence.passages.iter();
                let told = passages.map(|passage| {
                    format!(
                        "“{}” ({}, {})",
                        passage.quote,
                        passage.source,
                        passage.published.as_deref().unwrap_or("no date")
                    )
                });
                told.collect::<Vec<_>>().join(" | ")
            });
            row.extend([
                format!("{:.4}", result.score),
                result.is_match.to_string(),
                result.basis.clone(),
                result.id.clone(),
                result.caption.clone(),
                result.schema.clone(),
                result.datasets.join("; "),
                result.why.clone(),
                result.suppressed.clone().unwrap_or_else(|| {
                    result.decision.as_ref().map(|decision| decision.verdict.clone()).unwrap_or_default()
                }),
                passages.unwrap_or_default(),
                evidence.map(|evidence| evidence.disputed.to_string()).unwrap_or_default(),
                result.match_id.clone().unwrap_or_default(),
            ]);
            row.extend(end.clone());
            row
        })
        .collect();
    if rows.is_empty() {
        let mut row = begin(&query.standing);
        row.resize(COLUMNS.len() - end.len(), String::new());
        row.extend(end);
        rows.push(row);
    }
    rows
}

/// What the report says of itself, line by line.
fn about(report: &ScreeningReport) -> Vec<Vec<String>> {
    let mut lines = vec![
        vec!["made".to_owned(), report.made.clone()],
        vec!["by".to_owned(), report.by.clone()],
        vec!["screening".to_owned(), report.screening.clone().unwrap_or_else(|| "not kept".to_owned())],
        vec!["algorithm".to_owned(), format!("{} ({})", report.algorithm, report.program)],
        vec!["threshold".to_owned(), report.threshold.to_string()],
    ];
    for list in &report.lists {
        let published = list.published.as_deref().unwrap_or("not known when");
        let overdue = if list.overdue { ", OVERDUE" } else { "" };
        lines.push(vec![
            "list".to_owned(),
            format!(
                "{} ({}): version {}, published {published}, {} entries, age {}{overdue}",
                list.title,
                list.list,
                list.version,
                list.entries,
                age(list)
            ),
        ]);
    }
    if let Some(count) = report.evidence {
        lines.push(vec!["evidence".to_owned(), format!("{count} entities named in documents")]);
    }
    lines.extend(report.warnings.iter().map(|warning| vec!["warning".to_owned(), warning.clone()]));
    lines.extend(report.context.iter().map(|what| vec!["context".to_owned(), what.clone()]));
    lines.extend(report.not_asked.iter().map(|what| vec!["not asked".to_owned(), what.clone()]));
    lines
}

/// Writes the report as CSV (RFC 4180, UTF-8): lines that begin with `#` say when, with which lists and rule; then a header and the rows.
///
/// # Errors
/// If the output takes no more bytes.
pub fn write_screening_csv(
    output: &mut impl Write,
    report: &Cleared<ScreeningReport>,
) -> Result<usize, PublishError> {
    let report = report.get();
    let mut table = csv::WriterBuilder::new().flexible(true).from_writer(output);
    for line in about(report) {
        table.write_record([format!("# {}", line.join(": "))])?;
    }
    table.write_record(COLUMNS)?;
    let mut count = 0;
    for row in report.queries.iter().flat_map(|query| rows(query, report.threshold)) {
        table.write_record(row.into_iter().map(guarded))?;
        count += 1;
    }
    table.flush()?;
    Ok(count)
}

/// Writes the report as a workbook: a sheet of hits and non-hits, a sheet about lists, rule and what was not asked.
///
/// # Errors
/// If the output takes no more bytes.
pub fn write_screening_xlsx(
    output: &mut impl Write,
    report: &Cleared<ScreeningReport>,
) -> Result<usize, PublishError> {
    let report = report.get();
    let header = COLUMNS.iter().map(|title| (*title).to_owned()).collect::<Vec<_>>();
    let results = report.queries.iter().flat_map(|query| rows(query, report.threshold));
    let texts = |row: Vec<String>| row.into_iter().map(Cell::Text).collect();
    let mut book = Workbook::begin(&["Results", "About"])?;
    let count = book.sheet(1, std::iter::once(header).chain(results).map(texts))? - 1;
    book.sheet(2, about(report).into_iter().map(texts))?;
    output.write_all(&book.into_bytes()?)?;
    output.flush()?;
    Ok(count)
}
