use crate::app::{App, End};
use anyhow::Context;
use clap::Args;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use web::api::make_key;

/// Make a key for a program that asks the API, and add its hash to a file.
///
/// The key is printed once and kept nowhere: `manumit serve --api --api-key-file FILE` knows it by its hash. Whoever has it may ask about
/// what is internal. Take its line out of the file to let it in no more; a running server notices.
#[derive(Debug, Args)]
pub(crate) struct ApiKeyArgs {
    /// The file of keys; it is made where there is none.
    #[arg(long, short = 'o', value_name = "FILE")]
    file: PathBuf,
    /// Whose key it is: a name for the log.
    label: String,
}

pub(crate) fn run_api_key(app: &App, args: &ApiKeyArgs) -> anyhow::Result<End> {
    let mut random = [0; 32];
    getrandom::fill(&mut random)
        .map_err(|error| anyhow::anyhow!("this system gives no random numbers: {error}"))?;
    let made = make_key(random, &args.label).context("a label is one line of at most 100 characters")?;
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let named = || args.file.display().to_string();
    let mut file = options.open(&args.file).with_context(named)?;
    file.write_all(made.line.as_bytes()).with_context(named)?;
    file.sync_all().with_context(named)?;
    writeln!(app.text(), "{}", made.key)?;
    writeln!(app.messages(), "this is shown once; send it as `Authorization: ApiKey …` or `X-API-Key: …`")?;
    Ok(End::Done)
}
