//! `manumit.toml`: what a workspace is about and what counts in it.

use crate::{Error, Result};
use model::{Sensitivity, Zone};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The settings of a workspace, as people edit them in `manumit.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What is looked into, in plain words.
    pub programme: String,
    /// Zones whose claims count; others are kept but not asked first.
    pub zones: Vec<Zone>,
    /// Sensitivity of sources that are added without one.
    pub sensitivity: Sensitivity,
    /// Public key (`age1…`) that sources are sealed for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealing_recipient: Option<String>,
    /// Where comparisons draw the line.
    pub thresholds: Thresholds,
    /// How the web is asked.
    #[serde(skip_serializing_if = "Fetching::is_default")]
    pub fetching: Fetching,
}

/// How the web is asked, where a command does not say otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Fetching {
    /// The proxy that all goes through, such as `socks5h://127.0.0.1:9050`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy: Option<String>,
    /// What the program calls itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
}

impl Fetching {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Where comparisons draw the line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    /// Half-width given to a bare figure when two are compared, as a fraction of it (0 to 1).
    pub bare_point: f64,
    /// The same for a figure with `approximately`, `nearly` or `estimated`.
    pub hedged_point: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            programme: String::new(),
            zones: vec![Zone::Main],
            sensitivity: Sensitivity::Internal,
            sealing_recipient: None,
            thresholds: Thresholds::default(),
            fetching: Fetching::default(),
        }
    }
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { bare_point: 0.05, hedged_point: 0.15 }
    }
}

/// What a new workspace's file opens with.
const HEADING: &str = "# Settings of this workspace. A word that is not known here is an error, so a typing slip does not go unseen.\n\n";

impl Settings {
    /// Reads the text of `manumit.toml`; `path` is only named in errors.
    ///
    /// # Errors
    /// [`Error::Settings`] with line and column, for what is not TOML, unknown keys, wrong words and numbers out of range.
    pub fn parse(text: &str, path: &Path) -> Result<Self> {
        let settings: Self = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            fault(text, path, at, error.message().trim().replace('\n', "; "))
        })?;
        let Thresholds { bare_point, hedged_point } = settings.thresholds;
        for (key, value) in [("bare_point", bare_point), ("hedged_point", hedged_point)] {
            if !(0.0..=1.0).contains(&value) {
                let message = format!("`{key}` is a fraction from 0 to 1, not {value}");
                return Err(fault(text, path, key_at(text, key), message));
            }
        }
        if settings.zones.is_empty() {
            let message = "`zones` names no zone: at least one must count, such as \"main\"".to_owned();
            return Err(fault(text, path, key_at(text, "zones"), message));
        }
        if let Some(recipient) = &settings.sealing_recipient {
            crate::keys::recipient(recipient)
                .map_err(|error| fault(text, path, key_at(text, "sealing_recipient"), error.to_string()))?;
        }
        Ok(settings)
    }

    /// The text of a `manumit.toml` with these settings.
    #[must_use]
    pub fn to_toml(&self) -> String {
        // Plain words, numbers and lists always serialise; the fallback is a file with defaults.
        format!("{HEADING}{}", toml::to_string(self).unwrap_or_default())
    }

    pub(crate) fn read(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let good = error.utf8_error().valid_up_to();
            let before = String::from_utf8_lossy(&error.as_bytes()[..good]).into_owned();
            fault(&before, path, good, "this is not UTF-8".to_owned())
        })?;
        Self::parse(text.strip_prefix('\u{feff}').unwrap_or(&text), path)
    }
}

fn key_at(text: &str, key: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with(key) {
            return at;
        }
        at += line.len();
    }
    0
}

fn fault(text: &str, path: &Path, at: usize, message: String) -> Error {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Error::Settings {
        path: path.to_owned(),
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        Settings::parse(text, Path::new("manumit.toml")).unwrap_err().to_string()
    }

    #[test]
    fn settings_read_back_as_written() {
        let settings = Settings { programme: "Seafarers of \"X\"".to_owned(), ..Settings::default() };
        assert_eq!(Settings::parse(&settings.to_toml(), Path::new("x")).unwrap(), settings);
        assert_eq!(Settings::parse("", Path::new("x")).unwrap(), Settings::default());
    }

    #[test]
    fn slips_are_shown_where_they_are() {
        let unknown = error("programme = \"a\"\nsensitivty = \"open\"\n");
        assert!(unknown.starts_with("manumit.toml:2:1: unknown field `sensitivty`"), "{unknown}");
        let word = error("sensitivity = \"secret\"\n");
        assert!(word.starts_with("manumit.toml:1:15: unknown variant `secret`"), "{word}");
        let syntax = error("programme = \"a\nzones = []\n");
        assert!(syntax.starts_with("manumit.toml:1:"), "{syntax}");
        assert_eq!(
            error("[thresholds]\nbare_point = 5.0\n"),
            "manumit.toml:2:1: `bare_point` is a fraction from 0 to 1, not 5"
        );
        let key = error("\nsealing_recipient = \"age1nonsense\"\n");
        assert!(key.starts_with("manumit.toml:2:1: `age1nonsense` is not a public key"), "{key}");
        assert!(error("zones = []").starts_with("manumit.toml:1:1: `zones` names no zone"));
    }
}
