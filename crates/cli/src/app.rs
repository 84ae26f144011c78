//! What every command needs: where the workspace is, who acts, when, and where output goes.

use anstream::{AutoStream, ColorChoice};
use anyhow::Context;
use archive::{Act, Mode, Workspace, Writer};
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use std::io::{BufWriter, Stderr, StdoutLock};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// Options that every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct GlobalArgs {
    /// The workspace; otherwise the one that the current folder lies in.
    #[arg(long, short = 'w', global = true, value_name = "DIR")]
    workspace: Option<PathBuf>,
    /// Who acts, as it stands in the log; otherwise the user of this computer.
    #[arg(long = "as", global = true, value_name = "NAME", env = "MANUMIT_ACTOR", hide_env_values = true)]
    actor: Option<String>,
    /// Number of threads; otherwise one for each core.
    #[arg(long, global = true, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Seconds to wait for another writer.
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 30)]
    wait: u64,
    /// When to colour output.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Colors,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Colors {
    Auto,
    Always,
    Never,
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// All is done.
    Done,
    /// Some inputs failed; each was named.
    SomeFailed,
}

impl End {
    /// The end of a command of whose inputs `failed` failed.
    pub(crate) fn of(failed: usize) -> Self {
        if failed == 0 { Self::Done } else { Self::SomeFailed }
    }
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        match end {
            End::Done => Self::SUCCESS,
            End::SomeFailed => Self::from(1),
        }
    }
}

/// The surroundings of a command.
pub(crate) struct App {
    workspace: Option<PathBuf>,
    actor: String,
    threads: NonZeroUsize,
    wait: Duration,
}

/// Columns of a table that goes into a file or another program.
const WIDTH_WITHOUT_TERMINAL: usize = 120;

impl App {
    pub(crate) fn new(global: GlobalArgs) -> Self {
        match global.color {
            Colors::Auto => {}
            Colors::Always => ColorChoice::Always.write_global(),
            Colors::Never => ColorChoice::Never.write_global(),
        }
        let user = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
        let cores = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Self {
            workspace: global.workspace,
            actor: global.actor.or_else(user).unwrap_or_else(|| "unknown".to_owned()),
            threads: global.threads.unwrap_or_else(cores),
            wait: Duration::from_secs(global.wait),
        }
    }

    /// Who acts, now.
    pub(crate) fn act(&self) -> Act {
        Act::new(&self.actor, Timestamp::now())
    }

    pub(crate) fn threads(&self) -> NonZeroUsize {
        self.threads
    }

    /// Who acts, as it stands in the log.
    pub(crate) fn actor(&self) -> &str {
        &self.actor
    }

    /// The workspace's folder: the one named, or the one that the current folder lies in.
    pub(crate) fn folder(&self) -> anyhow::Result<PathBuf> {
        match &self.workspace {
            Some(folder) => Ok(folder.clone()),
            None => {
                let here = std::env::current_dir().context("cannot tell the current folder")?;
                Ok(Workspace::find(&here)?)
            }
        }
    }

    /// Opens the workspace to look at it.
    pub(crate) fn open(&self) -> anyhow::Result<Workspace> {
        Ok(Workspace::open(&self.folder()?, Mode::Read)?)
    }

    /// Opens the workspace to look at it, where there is one or one is named.
    pub(crate) fn open_if_any(&self) -> anyhow::Result<Option<Workspace>> {
        let here = std::env::current_dir().context("cannot tell the current folder")?;
        if self.workspace.is_none() && Workspace::find(&here).is_err() {
            return Ok(None);
        }
        self.open().map(Some)
    }

    /// Opens the workspace to change it; `verb` is what others who wait get to read.
    pub(crate) fn open_for_writing(&self, verb: &str) -> anyhow::Result<Workspace> {
        Ok(Workspace::open(&self.folder()?, Mode::Write(self.writer(verb)))?)
    }

    pub(crate) fn writer(&self, verb: &str) -> Writer {
        let command = format!("manumit {verb}");
        Writer { wait: self.wait, ..Writer::new(command, Timestamp::now()) }
    }

    /// Where tables for people go.
    pub(crate) fn text(&self) -> AutoStream<StdoutLock<'static>> {
        anstream::stdout().lock()
    }

    /// Where rows for programs go.
    pub(crate) fn rows(&self) -> BufWriter<StdoutLock<'static>> {
        BufWriter::new(std::io::stdout().lock())
    }

    /// Where messages go.
    pub(crate) fn messages(&self) -> AutoStream<Stderr> {
        anstream::stderr()
    }

    /// Columns that a table may take.
    pub(crate) fn width(&self) -> usize {
        let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        asked.or_else(terminal).unwrap_or(WIDTH_WITHOUT_TERMINAL).max(40)
    }
}

/// Whether a path that is given for output is the standard output.
pub(crate) fn is_standard_output(path: &Path) -> bool {
    path == Path::new("-")
}
