use crate::app::{App, End};
use crate::commands::ocr::OcrArgs;
use crate::format::{count, printable, short};
use crate::progress::Bar;
use clap::Args;
use engine::{Reader, Reread};
use std::io::Write;

/// Bring old documents up to date with a newer reader or newer rules. Every review is kept.
#[derive(Debug, Args)]
pub(crate) struct ReextractArgs {
    #[command(flatten)]
    ocr: OcrArgs,
}

pub(crate) fn run_reextract(app: &App, args: &ReextractArgs) -> anyhow::Result<End> {
    let workspace = app.open_for_writing("reextract")?;
    let reader = args.ocr.equip(Reader::of_workspace(&workspace)?)?;
    let mut failures = Vec::new();
    let mut bar = Bar::new(|reread: Reread| {
        if let Err(reason) = reread.outcome {
            failures.push(format!("failed: {}: {}", short(reread.source.as_str()), printable(&reason)));
        }
    });
    let summary = engine::reextract(
        &workspace,
        &reader,
        &app.act(),
        app.threads(),
        env!("CARGO_PKG_VERSION"),
        &mut bar,
    );
    drop(bar);
    let summary = summary?;
    let mut messages = app.messages();
    for failure in &failures {
        writeln!(messages, "{failure}")?;
    }
    writeln!(
        messages,
        "{} made anew, {} up to date; {}; reviews: {} kept, {} moved, {} orphaned",
        count(summary.renewed, "document"),
        summary.current,
        count(summary.reviews.claims, "claim"),
        summary.reviews.kept,
        summary.reviews.moved,
        summary.reviews.orphaned,
    )?;
    if summary.reviews.orphaned > 0 {
        writeln!(messages, "`manumit claims --state orphaned` shows the reviews that fit no claim any more")?;
    }
    if summary.found > 0 {
        writeln!(messages, "{} newly found in archives and mails", count(summary.found, "source"))?;
    }
    if summary.sealed > 0 {
        writeln!(messages, "{} left as they are: sealed", count(summary.sealed, "source"))?;
    }
    Ok(End::of(summary.failed))
}
