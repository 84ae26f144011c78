use super::claims::FilterArgs;
use crate::app::{App, End, is_standard_output};
use crate::format::count;
use crate::output::write_whole;
use clap::{Args, ValueEnum};
use engine::ExportForm;
use model::Clearance;
use std::io::Write;
use std::path::PathBuf;

/// Write the ledger for other programs. Sealed sources are never in it.
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// The form: a table, a workbook for spreadsheets, one JSON object a line, or FollowTheMoney entities.
    form: Form,
    /// The file to write; `-` is the standard output. An existing file is not overwritten.
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    /// Only what may be shown to anyone (sources marked open).
    #[arg(long)]
    public: bool,
    /// Overwrite an existing file.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    filter: FilterArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    Csv,
    Xlsx,
    Jsonl,
    Ftm,
}

impl From<Form> for ExportForm {
    fn from(form: Form) -> Self {
        match form {
            Form::Csv => Self::Csv,
            Form::Xlsx => Self::Xlsx,
            Form::Jsonl => Self::JsonLines,
            Form::Ftm => Self::Ftm,
        }
    }
}

pub(crate) fn run_export(app: &App, args: &ExportArgs) -> anyhow::Result<End> {
    let workspace = app.open()?;
    let filter = args.filter.filter(&workspace)?;
    let clearance = if args.public { Clearance::Public } else { Clearance::Workspace };
    let form = args.form.into();
    if is_standard_output(&args.output) {
        engine::export(&workspace, clearance, &filter, form, &mut app.rows())?;
        return Ok(End::Done);
    }
    let rows = write_whole(&args.output, args.force, |output| {
        Ok(engine::export(&workspace, clearance, &filter, form, output)?)
    })?;
    writeln!(app.messages(), "{} to {}", count(rows, "row"), args.output.display())?;
    Ok(End::Done)
}
