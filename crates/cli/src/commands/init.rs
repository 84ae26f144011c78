use crate::app::{App, End};
use archive::Settings;
use clap::Args;
use model::Sensitivity;
use std::io::Write;
use std::path::PathBuf;

/// Make a new workspace.
#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// The folder; it is made if it does not exist.
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// What is looked into, in plain words.
    #[arg(long, value_name = "WORDS", default_value = "")]
    programme: String,
    /// How far sources may travel that are added without a word about it: open or internal.
    #[arg(long, value_name = "SENSITIVITY", default_value_t = Sensitivity::Internal)]
    sensitivity: Sensitivity,
}

pub(crate) fn run_init(app: &App, args: &InitArgs) -> anyhow::Result<End> {
    let settings =
        Settings { programme: args.programme.clone(), sensitivity: args.sensitivity, ..Settings::default() };
    let workspace = engine::init(&args.dir, &settings, app.writer("init"), &app.act())?;
    let mut messages = app.messages();
    writeln!(messages, "A workspace is ready in {}", workspace.root().display())?;
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).ok();
    let is_here = here.is_some() && workspace.root().canonicalize().ok() == here;
    let go = if is_here { "" } else { "cd there, then " };
    writeln!(messages, "Next: {go}`manumit add FOLDER`")?;
    Ok(End::Done)
}
