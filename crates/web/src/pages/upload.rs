//! Files that a browser sends: kept in a folder of their own under harmless names, within limits, until they are done with.

use super::extract::Multipart;
use crate::Fault;
use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Most bytes of one upload.
pub(crate) const LARGEST: usize = 2 << 30;
/// Most files of one upload.
const MOST_FILES: usize = 10_000;
/// Longest text field.
const LONGEST_FIELD: usize = 4 << 20;
/// Longest name of a file, in code points.
const LONGEST_NAME: usize = 150;

/// What a form with files holds.
#[derive(Debug)]
pub(crate) struct Upload {
    /// Where the files lie; goes away with this.
    pub(crate) folder: TempDir,
    /// The files, in order.
    pub(crate) files: Vec<PathBuf>,
    /// The field that each of them came in.
    names: Vec<String>,
    /// The text fields.
    pub(crate) fields: HashMap<String, String>,
}

impl Upload {
    /// A text field that is not blank.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    /// The files of a field.
    pub(crate) fn files_of(&self, name: &str) -> Vec<PathBuf> {
        let of_field = self.files.iter().zip(&self.names).filter(|(_, field)| *field == name);
        of_field.map(|(file, _)| file.clone()).collect()
    }

    /// The error, naming files as they were sent.
    pub(crate) fn fault(&self, error: engine::Error) -> Fault {
        let text = error.to_string();
        let harmless = text.replace(&format!("{}/", self.folder.path().display()), "");
        if harmless == text { Fault::Engine(error) } else { Fault::Invalid(harmless) }
    }
}

/// Takes the form in, file by file, without holding a file in memory.
///
/// # Errors
/// [`Fault::TooLarge`], [`Fault::Invalid`] where the form is broken off or none.
pub(crate) async fn receive(Multipart(mut form): Multipart) -> Result<Upload, Fault> {
    let folder = TempDir::with_prefix("manumit-upload-").map_err(|error| unwritable(&error))?;
    let mut upload = Upload { folder, files: Vec::new(), names: Vec::new(), fields: HashMap::new() };
    let broken = |error: axum::extract::multipart::MultipartError| {
        let text = error.body_text();
        if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            Fault::TooLarge(format!(
                "more than {} GiB at once: send fewer files, or use `manumit add`",
                LARGEST >> 30
            ))
        } else {
            Fault::Invalid(format!("the form did not arrive whole: {text}"))
        }
    };
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let Some(file_name) = field.file_name().map(str::to_owned) else {
            let mut bytes = Vec::new();
            while let Some(chunk) = field.chunk().await.map_err(broken)? {
                if bytes.len() + chunk.len() > LONGEST_FIELD {
                    return Err(Fault::TooLarge(format!(
                        "the field `{name}` is longer than {LONGEST_FIELD} bytes"
                    )));
                }
                bytes.extend_from_slice(&chunk);
            }
            upload.fields.insert(name, String::from_utf8_lossy(&bytes).into_owned());
            continue;
        };
        if upload.files.len() >= MOST_FILES {
            return Err(Fault::TooLarge(format!("more than {MOST_FILES} files at once")));
        }
        let path = free_path(upload.folder.path(), &harmless(&file_name), upload.files.len());
        let mut file = std::fs::File::create(&path).map_err(|error| unwritable(&error))?;
        let mut size = 0;
        while let Some(chunk) = field.chunk().await.map_err(broken)? {
            size += chunk.len();
            file.write_all(&chunk).map_err(|error| unwritable(&error))?;
        }
        if size == 0 && file_name.is_empty() {
            // A file field in which nothing was chosen.
            let _ = std::fs::remove_file(&path);
            continue;
        }
        upload.files.push(path);
        upload.names.push(name);
    }
    Ok(upload)
}

fn unwritable(error: &std::io::Error) -> Fault {
    Fault::Busy(format!("what was sent could not be stored on the way: {}", error.kind()))
}

/// The path for a file of this name; where there is one already, in a folder of its own.
fn free_path(folder: &Path, name: &str, number: usize) -> PathBuf {
    let path = folder.join(name);
    if !path.exists() {
        return path;
    }
    let own = folder.join(number.to_string());
    let _ = std::fs::create_dir_all(&own);
    own.join(name)
}

/// The last part of the name, without anything that a file system or a terminal would act on.
fn harmless(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept = last.chars().filter(|character| {
        !character.is_control()
            && !matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            && !matches!(character, '<' | '>' | ':' | '"' | '|' | '?' | '*')
    });
    let kept: Vec<char> = kept.collect();
    let kept: String = match kept.len().checked_sub(LONGEST_NAME) {
        // The ending says what it is, so the beginning is cut.
        Some(over) => kept[over..].iter().collect(),
        None => kept.into_iter().collect(),
    };
    let kept = kept.trim_start_matches('.').trim();
    // A dot file would be passed over.
    if kept.is_empty() { "unnamed".to_owned() } else { kept.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_made_harmless() {
        for (name, kept) in [
            ("report.pdf", "report.pdf"),
            ("../../etc/passwd", "passwd"),
            (r"C:\Users\x\보고서.hwp", "보고서.hwp"),
            (".hidden", "hidden"),
            ("..", "unnamed"),
            ("", "unnamed"),
            ("a\u{202e}fdp.exe\n", "afdp.exe"),
            ("<script>.html", "script.html"),
        ] {
            assert_eq!(harmless(name), kept, "{name:?}");
        }
        let long = format!("{}.pdf", "x".repeat(400));
        assert!(harmless(&long).ends_with(".pdf") && harmless(&long).chars().count() == LONGEST_NAME);
    }

    #[test]
    fn two_files_of_one_name_do_not_meet() {
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("a.txt"), "1").unwrap();
        assert_eq!(free_path(folder.path(), "a.txt", 1), folder.path().join("1").join("a.txt"));
    }
}
