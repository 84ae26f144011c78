//! The files that paths stand for.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What a walk came upon, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A file to be read.
    File {
        /// Its path, beginning as the person gave it.
        path: PathBuf,
        /// Its size in bytes.
        size: u64,
    },
    /// Something that cannot be read.
    Skipped {
        /// Its path.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

impl Found {
    /// The path.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::File { path, .. } | Self::Skipped { path, .. } => path,
        }
    }
}

/// The files at `paths`: each file itself, each folder with all that lies in it, by name.
///
/// Inside folders, names that begin with a dot are left out, and links to folders are not followed. What cannot be
/// opened is listed with the reason. Each path is listed once.
#[must_use]
pub fn walk(paths: &[PathBuf]) -> Vec<Found> {
    let mut found = Vec::new();
    for path in paths {
        visit(path, true, &mut found);
    }
    let mut seen = BTreeSet::new();
    found.retain(|item| seen.insert(item.path().to_owned()));
    found
}

fn visit(path: &Path, named: bool, found: &mut Vec<Found>) {
    let skipped = |reason: String| Found::Skipped { path: path.to_owned(), reason };
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) => return found.push(skipped(why(&error))),
    };
    if metadata.is_file() {
        return found.push(Found::File { path: path.to_owned(), size: metadata.len() });
    }
    if !metadata.is_dir() {
        return found.push(skipped("neither a file nor a folder".to_owned()));
    }
    if !named && fs::symlink_metadata(path).is_ok_and(|link| link.is_symlink()) {
        return found.push(skipped("a link to a folder; name the folder itself to read it".to_owned()));
    }
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) => return found.push(skipped(why(&error))),
    };
    let mut names = Vec::new();
    for entry in entries {
        match entry {
            Ok(entry) => names.push(entry.file_name()),
            Err(error) => found.push(skipped(why(&error))),
        }
    }
    names.sort_unstable();
    for name in names {
        if !name.as_encoded_bytes().starts_with(b".") {
            visit(&path.join(name), false, found);
        }
    }
}

/// The operating system's reason in plain words.
pub(crate) fn why(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "you may not read it (permission denied)".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_read_by_name_without_hidden_files_and_missing_paths_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("b/.git")).unwrap();
        for name in ["b/2.txt", "b/10.txt", "b/.git/config", "a.txt", ".hidden"] {
            fs::write(root.join(name), name).unwrap();
        }
        let found = walk(&[root.to_owned(), root.join("a.txt"), root.join("missing")]);
        let names: Vec<String> = found
            .iter()
            .map(|item| {
                let name = item.path().strip_prefix(root).unwrap().display();
                match item {
                    Found::File { size, .. } => format!("{name} {size}"),
                    Found::Skipped { reason, .. } => format!("{name}: {reason}"),
                }
            })
            .collect();
        assert_eq!(names, ["a.txt 5", "b/10.txt 8", "b/2.txt 7", "missing: there is no such file"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_to_folders_do_not_lead_round_in_circles() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::write(root.join("a.txt"), "a").unwrap();
        std::os::unix::fs::symlink(root, root.join("loop")).unwrap();
        let found = walk(&[root.to_owned()]);
        assert_eq!(found.len(), 2);
        assert!(matches!(&found[1], Found::Skipped { reason, .. } if reason.contains("link to a folder")));
    }
}
