use crate::app::{App, End};
use crate::format::{count, one_line, printable, short};
use crate::table::wrap;
use anstyle::{AnsiColor, Style};
use archive::{IndexState, Snippet};
use clap::Args;
use engine::Finding;
use model::{Clearance, Cleared};
use serde::Serialize;
use std::io::Write;

/// Search the full text of all documents.
///
/// Words are joined by AND, OR and NOT; "words in quotation marks" stand together; brackets group.
/// Sealed sources are never found.
#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// What to look for, such as "wages AND Poland".
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,
    /// At most this many documents.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Print one JSON object for each document.
    #[arg(long)]
    json: bool,
}

/// A document found, as JSON.
#[derive(Serialize)]
struct HitRow {
    source_id: String,
    document_id: String,
    name: String,
    title: Option<String>,
    score: f32,
    passages: Vec<Snippet>,
}

pub(crate) fn run_search(app: &App, args: &SearchArgs) -> anyhow::Result<End> {
    let workspace = app.open()?;
    let query = args.query.join(" ");
    let findings = engine::search(&workspace, Clearance::Workspace, &query, args.limit)?;
    if workspace.index_state()? == IndexState::Behind {
        writeln!(
            app.messages(),
            "note: the index lacks the last changes; `manumit index rebuild` brings it up to date"
        )?;
    }
    if args.json {
        publish::write_json_lines(&mut app.rows(), findings.into_iter().map(|finding| finding.map(row)))?;
        return Ok(End::Done);
    }
    for finding in &findings {
        write_finding(app, finding)?;
    }
    writeln!(app.messages(), "{}", count(findings.len(), "document"))?;
    Ok(End::Done)
}

fn row(finding: Finding) -> HitRow {
    let Finding { hit, source } = finding;
    HitRow {
        source_id: hit.source.to_string(),
        document_id: hit.document.to_string(),
        name: source.name.clone(),
        title: hit.title,
        score: hit.score,
        passages: hit.snippets,
    }
}

fn write_finding(app: &App, finding: &Cleared<Finding>) -> anyhow::Result<()> {
    let Finding { hit, source } = finding.get();
    let bold = Style::new().bold();
    let dim = Style::new().dimmed();
    let mut text = app.text();
    writeln!(
        text,
        "{bold}{}{bold:#}  {dim}{}  {}{dim:#}",
        one_line(source.heading()),
        short(hit.source.as_str()),
        printable(source.file_name())
    )?;
    for snippet in &hit.snippets {
        let marked = one_line(&marked(snippet));
        for line in wrap(&marked, app.width().saturating_sub(4)) {
            writeln!(text, "    {}", styled(&line))?;
        }
    }
    writeln!(text)?;
    Ok(())
}

/// The passage with private marks around the words found; they become styles after wrapping.
fn marked(snippet: &Snippet) -> String {
    let mut marked = String::new();
    let begins = |at: usize| snippet.marks.iter().any(|(start, _)| *start == at);
    let ends = |at: usize| snippet.marks.iter().any(|(_, end)| *end == at);
    for (index, character) in snippet.text.chars().enumerate() {
        let at = snippet.start + index;
        if ends(at) {
            marked.push(MARK_END);
        }
        if begins(at) {
            marked.push(MARK_START);
        }
        // Texts may hold the same private characters.
        marked.push(if matches!(character, MARK_START | MARK_END) { ' ' } else { character });
    }
    if ends(snippet.end) {
        marked.push(MARK_END);
    }
    marked
}

const MARK_START: char = '\u{e000}';
const MARK_END: char = '\u{e001}';

fn styled(line: &str) -> String {
    let mark = Style::new().bold().fg_color(Some(AnsiColor::Yellow.into()));
    line.chars().fold(String::new(), |mut styled, character| {
        match character {
            MARK_START => styled.push_str(&format!("{mark}[")),
            MARK_END => styled.push_str(&format!("]{mark:#}")),
            _ => styled.push(character),
        }
        styled
    })
}
