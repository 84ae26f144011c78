use crate::app::{App, End};
use crate::format::one_line;
use clap::Args;
use engine::RescreenRequest;
use publish::write_json_lines;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Ask the queries of a kept screening again and tell only what changed: lists, evidence, the rule, the queries.
///
/// It is asked as it was: by the same fields, with the same meaning of columns, for the same day.
#[derive(Debug, Args)]
pub(crate) struct RescreenArgs {
    /// The screening, or the beginning of its id; otherwise the last one.
    screening: Option<String>,
    /// A newer file of the queries, whose rows are told apart by their ids.
    #[arg(long, value_name = "FILE")]
    queries: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run_rescreen(app: &App, args: &RescreenArgs) -> anyhow::Result<End> {
    let workspace = app.open_for_writing("rescreen")?;
    let request = RescreenRequest {
        screening: args.screening.clone(),
        queries: args.queries.clone(),
        threads: app.threads(),
    };
    let done = engine::rescreen(&workspace, &app.act(), &request)?;
    let failed = done.get().failed.len();
    for (line, reason) in &done.get().failed {
        let path = args.queries.as_deref().unwrap_or(Path::new("-")).display();
        writeln!(app.messages(), "{path}:{line}: {}", one_line(reason))?;
    }
    if args.json {
        write_json_lines(&mut app.rows(), [done])?;
        return Ok(End::of(failed));
    }
    let done = done.get();
    let mut text = app.text();
    if done.inputs.is_empty() {
        writeln!(text, "nothing that bears on screening {} has changed", done.of)?;
        return Ok(End::of(failed));
    }
    for input in &done.inputs {
        writeln!(text, "{}", one_line(input))?;
    }
    for change in &done.changes {
        let word = |standing: &Option<String>| standing.clone().unwrap_or_else(|| "not asked".to_owned());
        writeln!(text, "{}: {} → {}", one_line(&change.id), word(&change.before), word(&change.now))?;
        for (mark, alerts) in [("+", &change.came), ("-", &change.went), ("~", &change.changed)] {
            for alert in alerts {
                writeln!(text, "  {mark} {}", one_line(alert))?;
            }
        }
        if change.evidence {
            writeln!(text, "  what documents say has changed")?;
        }
    }
    let kept = done.screening.as_deref().unwrap_or("nothing");
    writeln!(
        app.messages(),
        "{} asked, {} with another answer; kept as {kept}",
        done.asked,
        done.changes.len()
    )?;
    Ok(End::of(failed))
}
