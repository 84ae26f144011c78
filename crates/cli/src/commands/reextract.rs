use crate::app::{App, End};
use crate::commands::ocr::OcrArgs;
use crate::format::{count, printable, short};
use crate::progress::Bar;
use clap::Args;
use engine::{Reader, Reread, Unread};
use std::io::Write;

/// Bring old documents up to date with a newer reader or newer rules. Every review is kept.
///
/// Scanned pages that were read with --ocr before are read so again, in the same languages.
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
        let (end, reason) = match &reread.outcome {
            Ok(_) => return,
            Err(Unread::Failed(reason)) => ("failed", reason),
            Err(Unread::Kept(reason)) => ("kept", reason),
        };
        failures.push(format!("{end}: {}: {}", short(reread.source.as_str()), printable(reason)));
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
    if summary.recognised > 0 {
        writeln!(
            messages,
            "{} of them with character recognition, in the languages of before",
            summary.recognised
        )?;
    }
    if summary.kept > 0 {
        writeln!(
            messages,
            "{} not brought up to date, so that recognised text is not lost: install `tesseract` with its languages, and run it again",
            count(summary.kept, "document")
        )?;
    }
    if summary.found > 0 {
        writeln!(messages, "{} newly found in archives and mails", count(summary.found, "source"))?;
    }
    if summary.sealed > 0 {
        writeln!(messages, "{} left as they are: sealed", count(summary.sealed, "source"))?;
    }
    Ok(End::of(summary.failed + summary.kept))
}
