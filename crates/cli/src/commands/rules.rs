use crate::app::{App, End};
use crate::format::{count, printable};
use crate::table::{Column, write_table};
use clap::{Args, Subcommand};
use engine::Reader;
use std::io::Write;

/// Look at the rules that propose claims: the bundled ones, and those of the workspace one is in.
#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    #[command(subcommand)]
    command: RulesCommand,
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    /// Try every example that stands beside a rule.
    Check,
    /// List the rules by name.
    List,
}

pub(crate) fn run_rules(app: &App, args: &RulesArgs) -> anyhow::Result<End> {
    let reader = match app.open_if_any()? {
        Some(workspace) => Reader::of_workspace(&workspace)?,
        None => Reader::embedded()?,
    };
    let frames = engine::frames(&reader);
    if matches!(args.command, RulesCommand::List) {
        let columns = [Column::fixed("rule"), Column::fixed("kind"), Column::flexible("about", 30)];
        let rows: Vec<Vec<String>> =
            frames.into_iter().map(|frame| vec![frame.name, frame.kind.to_string(), frame.about]).collect();
        write_table(&mut app.text(), app.width(), &columns, &rows)?;
        return Ok(End::Done);
    }
    let failures = engine::check_rules(&reader);
    for failure in &failures {
        writeln!(app.text(), "{}", printable(failure))?;
    }
    let told = format!(
        "{} tried; {} that do not hold",
        count(frames.len(), "rule"),
        count(failures.len(), "example")
    );
    writeln!(app.messages(), "{told}")?;
    Ok(End::of(failures.len()))
}
