//! A folder with a workspace, and the binary run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A news page with a figure, a wage, somebody who says so, and a teaser about something else.
pub(crate) const PAGE: &str = r#"<!doctype html>
<html lang="en"><head><title>Welders at the yard</title>
<meta property="og:site_name" content="Example Weekly">
<meta property="article:published_time" content="2018-11-19T08:00:00Z">
<link rel="canonical" href="https://weekly.example/welders">
</head><body>
<nav><a href="/">Home</a> <a href="/subscribe">Subscribe</a></nav>
<article><h1>Welders at the yard</h1>
<p>Nearly 800 North Korean workers were employed at a shipyard in Poland in 2016, the Example Labour Institute said.
The workers received $150 a month, according to the institute.</p>
<p>Their passports were confiscated on arrival, former workers told the institute. They worked twelve hours a day.</p>
</article></body></html>
"#;

/// A note in plain text.
pub(crate) const NOTE: &str = "Visit to the site, June 2017.\n\nAbout 300 North Korean workers lived in dormitories \
    near the factory in Russia. A worker said he handed over $100 a month to the manager.\n";

/// What a command printed and how it ended.
pub(crate) struct Ran {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: i32,
}

impl Ran {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code().unwrap_or(-1),
        }
    }

    /// The rows of JSON lines.
    pub(crate) fn rows(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// A temporary folder in which the binary runs.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A desk with a workspace `case` that holds [`PAGE`] and [`NOTE`].
    pub(crate) fn with_case() -> Self {
        let desk = Self::new();
        desk.write("in/welders.html", PAGE);
        desk.write("in/note.txt", NOTE);
        assert_eq!(desk.run(&["init", "case"]).code, 0);
        let added = desk.case(&["add", "in"]);
        assert_eq!(added.code, 0, "{}{}", added.out, added.err);
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let built = env!("CARGO_BIN_EXE_manumit").to_owned();
        let mut command = Command::new(std::env::var("MANUMIT_TEST_BINARY").unwrap_or(built));
        command
            .args(args)
            .current_dir(self.folder.path())
            .env("MANUMIT_ACTOR", "tester")
            .env("COLUMNS", "120")
            .env("NO_COLOR", "1");
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().unwrap())
    }

    /// Runs a command on the workspace `case`.
    pub(crate) fn case(&self, args: &[&str]) -> Ran {
        let mut all = vec!["--workspace", "case"];
        all.extend(args);
        self.run(&all)
    }

    /// The id of the one claim of this kind in the workspace `case`.
    pub(crate) fn claim_of_kind(&self, kind: &str) -> String {
        let rows = self.case(&["claims", "--zone", "all", "--kind", kind, "--json"]).rows();
        rows[0]["id"].as_str().unwrap().to_owned()
    }

    /// The id of the source that came from this file.
    pub(crate) fn source_of(&self, name: &str) -> String {
        let rows = self.case(&["sources", "--json"]).rows();
        let row =
            rows.iter().find(|row| row["name"].as_str().is_some_and(|path| path.ends_with(name))).unwrap();
        row["id"].as_str().unwrap().to_owned()
    }

    /// The text with what differs from run to run replaced.
    pub(crate) fn steady(&self, text: &str) -> String {
        let folder = self.folder.path().canonicalize().unwrap();
        let today = jiff::Timestamp::now().to_string();
        let text = text.replace(folder.to_str().unwrap(), "[DESK]");
        let text = text.replace(self.folder.path().to_str().unwrap(), "[DESK]");
        text.replace(&today[..10], "[TODAY]")
    }
}

/// Every file beneath a folder.
pub(crate) fn files_beneath(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_beneath(&path)) } else { files.push(path) }
    }
    files
}
