//! `init`: a new workspace.

use crate::{Error, Result};
use archive::{Act, Settings, Workspace, Writer};
use std::path::Path;

/// What stands in the settings of a new workspace for whoever wants to seal.
const SEALING_HINT: &str = "# The public key that sources are sealed for; `manumit keygen` makes one.\n# sealing_recipient = \"age1…\"\n\n";

/// Makes a workspace in `dir`, which is created if need be.
///
/// # Errors
/// If there is a workspace already, or the folder cannot be written to.
pub fn init(dir: &Path, settings: &Settings, writer: Writer, act: &Act) -> Result<Workspace> {
    let workspace = Workspace::init(dir, settings, writer, act)?;
    if settings.sealing_recipient.is_none() {
        let path = workspace.root().join("manumit.toml");
        let text = std::fs::read_to_string(&path).map_err(|error| Error::file(&path, &error))?;
        std::fs::write(&path, with_sealing_hint(&text)).map_err(|error| Error::file(&path, &error))?;
    }
    Ok(workspace)
}

/// The settings with the hint above the first table: beneath it, the key would belong to the table.
fn with_sealing_hint(text: &str) -> String {
    let table = if text.starts_with('[') { Some(0) } else { text.find("\n[").map(|newline| newline + 1) };
    match table.and_then(|at| text.split_at_checked(at)) {
        Some((before, after)) => format!("{before}{SEALING_HINT}{after}"),
        None => format!("{text}\n{SEALING_HINT}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_put_in_where_the_hint_stands_belongs_to_no_table() {
        let text = with_sealing_hint(&Settings::default().to_toml());
        let key = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
        let filled =
            text.replace("# sealing_recipient = \"age1…\"", &format!("sealing_recipient = \"{key}\""));
        let settings = Settings::parse(&filled, Path::new("manumit.toml")).unwrap();
        assert_eq!(settings.sealing_recipient.as_deref(), Some(key));
        assert_eq!(Settings::parse(&text, Path::new("manumit.toml")).unwrap(), Settings::default());
    }
}
