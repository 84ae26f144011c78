use super::claims::write_ledger;
use crate::app::{App, End};
use crate::format::{count, short};
use anyhow::Context;
use archive::ClaimFilter;
use clap::Args;
use engine::Reader;
use model::{Clearance, Cleared, Kind, Zone};
use publish::LedgerRow;
use std::io::Write;
use std::path::PathBuf;

/// Make a workspace from the bundled demonstration documents and show its ledger.
///
/// The documents were written for demonstration around published facts; firms and sites in them are made up.
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// The folder for it, new or empty; otherwise one among the computer's temporary files.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Show every claim of the main texts, not only a few of each kind.
    #[arg(long)]
    all: bool,
    /// Then show the workspace as pages in a browser.
    #[arg(long)]
    serve: bool,
    /// The port for that; 0 takes a free one.
    #[arg(long, value_name = "PORT", default_value_t = super::serve::PORT, requires = "serve")]
    port: u16,
}

/// Claims of each kind that the compact ledger shows.
const OF_EACH_KIND: usize = 3;

pub(crate) fn run_demo(app: &App, args: &DemoArgs) -> anyhow::Result<End> {
    let dir = match &args.dir {
        Some(dir) => dir.clone(),
        None => fresh_folder()?,
    };
    let reader = Reader::embedded()?;
    let version = env!("CARGO_PKG_VERSION");
    let workspace = engine::demo(&dir, &reader, app.writer("demo"), &app.act(), app.threads(), version)?;
    let filter = ClaimFilter { zones: vec![Zone::Main], ..ClaimFilter::default() };
    let claims = engine::claims(&workspace, Clearance::Workspace, &filter)?;
    let rows: Vec<Cleared<LedgerRow>> = claims.into_iter().map(|claim| claim.map(LedgerRow::from)).collect();
    let (found, example) = (rows.len(), example(&rows));
    let shown = if args.all { rows } else { some_of_each_kind(rows) };
    write_ledger(app, &shown)?;
    let mut messages = app.messages();
    let documents = count(engine::DEMO_DOCUMENTS.len(), "document");
    writeln!(
        messages,
        "\n{} of {} from {documents}, all written for demonstration.",
        shown.len(),
        count(found, "claim")
    )?;
    writeln!(messages, "The workspace is in {}. Try:", workspace.root().display())?;
    writeln!(messages, "  cd {}", workspace.root().display())?;
    if let Some(id) = example {
        writeln!(messages, "  manumit explain {}", short(&id))?;
    }
    writeln!(messages, "  manumit claims --kind worker_count --place RU")?;
    writeln!(messages, "  manumit search \"wages AND Poland\"")?;
    writeln!(messages, "  manumit export csv -o ledger.csv")?;
    if args.serve {
        let root = workspace.root().to_owned();
        // A workspace that is open for writing would keep the pages from writing.
        drop(workspace);
        return super::serve::serve_locally(app, root, args.port);
    }
    writeln!(messages, "  manumit serve")?;
    Ok(End::Done)
}

/// A new folder that nobody else can have made: its name is not guessed, and an existing one is never used.
fn fresh_folder() -> anyhow::Result<PathBuf> {
    let parent = std::env::temp_dir();
    let stamp = jiff::Timestamp::now().as_millisecond();
    for attempt in 0..100 {
        let dir = parent.join(format!("manumit-demo-{stamp}-{}-{attempt}", std::process::id()));
        match std::fs::create_dir(&dir) {
            Ok(()) => return Ok(dir),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error).with_context(|| format!("cannot make {}", dir.display())),
        }
    }
    anyhow::bail!("cannot make a folder in {}: give one with --dir", parent.display())
}

fn some_of_each_kind(rows: Vec<Cleared<LedgerRow>>) -> Vec<Cleared<LedgerRow>> {
    let mut shown = Vec::new();
    for kind in Kind::ALL {
        shown.extend(rows.iter().filter(|row| row.get().claim.kind == *kind).take(OF_EACH_KIND).cloned());
    }
    shown
}

/// A claim worth looking at first: a figure with somebody who says it.
fn example(rows: &[Cleared<LedgerRow>]) -> Option<String> {
    let speaks = |row: &&Cleared<LedgerRow>| {
        let claim = &row.get().claim;
        claim.kind.is_numeric() && !claim.attribution.is_empty() && !claim.places.is_empty()
    };
    rows.iter().find(speaks).or(rows.first()).map(|row| row.get().claim.id.to_string())
}
