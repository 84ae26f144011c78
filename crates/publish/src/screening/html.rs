//! A screening as a page on its own: nothing is loaded from anywhere, and it prints.

use super::{EvidenceRow, MatchRow, PassageRow, QueryRow, ScreeningReport, age, speaks};
use crate::PublishError;
use crate::html_text::escaped;
use model::Cleared;
use std::io::{self, Write};

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}\
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.2rem}h3{font-size:1rem;margin:1.2rem 0 .3rem}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.25rem .6rem .25rem 0;border-bottom:1px solid #ddd}\
.warning{background:#fff4d6;border-left:4px solid #c77d00;padding:.4rem .7rem;margin:.3rem 0}\
.match{border-left:4px solid #b00020;padding-left:.7rem}.documented{border-left:4px solid #4a5bb5;padding-left:.7rem}\
.suppressed{color:#666}.score{font-variant-numeric:tabular-nums}blockquote{margin:.3rem 0 .3rem 1rem;padding-left:.6rem;border-left:2px solid #bbb}\
small{color:#555}";

/// Writes the report as one page of HTML.
///
/// # Errors
/// If the output takes no more bytes.
pub fn write_screening_html(
    output: &mut impl Write,
    report: &Cleared<ScreeningReport>,
) -> Result<(), PublishError> {
    let report = report.get();
    write!(
        output,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Screening of {}</title><style>{STYLE}</style></head><body>\n<h1>Screening of {}</h1>\n",
        escaped(&report.made),
        escaped(&report.made)
    )?;
    let alerts = report.queries.iter().filter(|query| query.results.iter().any(|one| one.is_match)).count();
    writeln!(
        output,
        "<p>{} queries; {alerts} with an alert. By {}. Rule {} of {}, threshold {}.{}</p>",
        report.queries.len(),
        escaped(&report.by),
        escaped(&report.algorithm),
        escaped(&report.program),
        report.threshold,
        report.screening.as_deref().map(|id| format!(" Kept as {}.", escaped(id))).unwrap_or_default()
    )?;
    for warning in &report.warnings {
        writeln!(output, "<p class=\"warning\">{}</p>", escaped(warning))?;
    }
    lists(output, report)?;
    if !report.not_asked.is_empty() {
        writeln!(output, "<h2>Not asked</h2>\n<ul>")?;
        for what in &report.not_asked {
            writeln!(output, "<li>{}</li>", escaped(what))?;
        }
        writeln!(output, "</ul>")?;
    }
    for context in &report.context {
        writeln!(output, "<p><small>Context, not in any score: {}</small></p>", escaped(context))?;
    }
    writeln!(output, "<h2>Queries</h2>")?;
    for query in &report.queries {
        one_query(output, query, report.threshold)?;
    }
    writeln!(output, "</body></html>")?;
    output.flush()?;
    Ok(())
}

fn lists(output: &mut impl Write, report: &ScreeningReport) -> io::Result<()> {
    writeln!(
        output,
        "<h2>Asked</h2>\n<table><tr><th>list</th><th>version</th><th>published</th><th>age</th><th>entries</th></tr>"
    )?;
    for list in &report.lists {
        writeln!(
            output,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}{}</td><td>{}</td></tr>",
            escaped(&list.title),
            escaped(list.version.as_str()),
            escaped(list.published.as_deref().unwrap_or("not known")),
            age(list),
            if list.overdue { ", <strong>overdue</strong>" } else { "" },
            list.entries
        )?;
    }
    if let Some(count) = report.evidence {
        writeln!(
            output,
            "<tr><td colspan=\"4\">entities that documents of this workspace name</td><td>{count}</td></tr>"
        )?;
    }
    writeln!(output, "</table>")
}

fn one_query(output: &mut impl Write, query: &QueryRow, threshold: f64) -> io::Result<()> {
    let asked: Vec<String> =
        query.asked.iter().map(|(field, values)| format!("{field} {}", values.join(" / "))).collect();
    writeln!(
        output,
        "<h3>{} — {}</h3>\n<p>{}{}</p>",
        escaped(&query.id),
        escaped(&query.standing.replace('_', " ")),
        escaped(&asked.join("; ")),
        if query.empty.is_empty() {
            String::new()
        } else {
            format!(" <small>empty: {}</small>", escaped(&query.empty.join(", ")))
        }
    )?;
    for warning in &query.warnings {
        writeln!(output, "<p class=\"warning\">{}</p>", escaped(warning))?;
    }
    for context in &query.context {
        writeln!(output, "<p><small>Context, not in the score: {}</small></p>", escaped(context))?;
    }
    for result in query.results.iter().filter(|result| result.score >= threshold) {
        one_result(output, result)?;
    }
    Ok(())
}

fn one_result(output: &mut impl Write, result: &MatchRow) -> io::Result<()> {
    let class = match (&result.suppressed, result.basis.as_str()) {
        (Some(_), _) => "suppressed",
        (None, "documented") => "documented",
        _ if result.is_match => "match",
        _ => "",
    };
    writeln!(
        output,
        "<div class=\"{class}\"><p><strong>{}</strong> <span class=\"score\">{:.3}</span> {} <small>{} {}</small><br>{}</p>",
        escaped(&result.caption),
        result.score,
        escaped(&result.basis),
        escaped(&result.id),
        escaped(&result.datasets.join(", ")),
        escaped(&result.why)
    )?;
    if !result.listing.is_empty() {
        writeln!(output, "<p><small>{}</small></p>", escaped(&result.listing.join("; ")))?;
    }
    if let Some(suppressed) = &result.suppressed {
        writeln!(output, "<p>{}</p>", escaped(suppressed))?;
    }
    if let Some(evidence) = &result.evidence {
        one_evidence(output, evidence)?;
    }
    writeln!(output, "</div>")
}

fn one_evidence(output: &mut impl Write, evidence: &EvidenceRow) -> io::Result<()> {
    writeln!(
        output,
        "<p>Documented, which is no finding of guilt. {}{}</p>",
        if evidence.disputed { "<strong>Disputed.</strong>" } else { "No reply or denial is known here." },
        if evidence.withdrawn > 0 {
            format!(" {} claims were withdrawn.", evidence.withdrawn)
        } else {
            String::new()
        }
    )?;
    let passage = |output: &mut dyn Write, passage: &PassageRow| {
        writeln!(
            output,
            "<blockquote>{}<br><small>{}{}, {}; {}; {}</small></blockquote>",
            escaped(&passage.quote),
            escaped(&speaks(passage)),
            escaped(&passage.source),
            escaped(passage.published.as_deref().unwrap_or("date of publication not known")),
            escaped(&if passage.said_by.is_empty() {
                "nobody named".to_owned()
            } else {
                passage.said_by.join(" › ")
            }),
            escaped(&passage.state)
        )
    };
    for one in &evidence.passages {
        passage(output, one)?;
    }
    if !evidence.replies.is_empty() {
        writeln!(output, "<p>Replies and denials:</p>")?;
        for one in &evidence.replies {
            passage(output, one)?;
        }
    }
    Ok(())
}
