//! Office files are ZIP archives of parts; this opens them part by part, within limits.

use crate::Limits;
use std::cell::{Cell, RefCell};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Most parts of one file.
const MOST_PARTS: usize = 100_000;
/// Largest unpacked part in bytes: text of 20,000 pages.
const LARGEST_PART: usize = 128 << 20;
/// Most bytes unpacked of one file.
const LARGEST_TOTAL: usize = 384 << 20;

/// An office file whose parts can be asked for by name.
pub(crate) struct Package<'b> {
    archive: RefCell<ZipArchive<Cursor<&'b [u8]>>>,
    /// Bytes that may still be unpacked.
    left: Cell<usize>,
    /// Why parts were not read, each once.
    gaps: RefCell<Vec<String>>,
}

impl<'b> Package<'b> {
    pub(crate) fn open(bytes: &'b [u8], limits: Limits) -> Result<Self, String> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
            "its list of parts is missing or broken: the file is truncated or damaged".to_owned()
        })?;
        if archive.len() > MOST_PARTS {
            return Err(format!("it has {} parts; the limit is {MOST_PARTS}", archive.len()));
        }
        let left = Cell::new(LARGEST_TOTAL.min(limits.max_unpacked_bytes));
        Ok(Self { archive: RefCell::new(archive), left, gaps: RefCell::default() })
    }

    /// Names of all parts, in the order of the file.
    pub(crate) fn names(&self) -> Vec<String> {
        self.archive
            .borrow()
            .file_names_raw()
            .map(|name| String::from_utf8_lossy(name).into_owned())
            .collect()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.archive.borrow().index_for_name(name).is_some()
    }

    /// A part's bytes, or `None` where it is not there. What goes over a limit is cut off and told.
    pub(crate) fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        let mut archive = self.archive.borrow_mut();
        let index = archive.index_for_name(name)?;
        let part = match archive.by_index(index) {
            Ok(part) => part,
            Err(error) => {
                self.tell(match error {
                    zip::result::ZipError::UnsupportedArchive(what) if what.contains("assword") => {
                        format!("part {name} is encrypted")
                    }
                    _ => format!("part {name} is damaged"),
                });
                return None;
            }
        };
        let most = LARGEST_PART.min(self.left.get());
        let mut bytes = Vec::new();
        let outcome = part.take(most as u64 + 1).read_to_end(&mut bytes);
        if bytes.len() > most {
            bytes.truncate(most);
            self.tell(format!(
                "part {name} unpacks to more than {} MiB (a bomb?) and was cut off",
                most >> 20
            ));
        } else if outcome.is_err() {
            self.tell(format!("part {name} is damaged or truncated"));
        }
        self.left.set(self.left.get() - bytes.len());
        Some(bytes)
    }

    /// A part as text. Parts are UTF-8 unless they begin with the mark of UTF-16.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let bytes = self.bytes(name)?;
        match bytes.as_slice() {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some(crate::encoding::decode(&bytes, None).text),
            _ => Some(match String::from_utf8(bytes) {
                Ok(text) => text,
                Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
            }),
        }
    }

    /// Adds something that is missing.
    pub(crate) fn tell(&self, gap: String) {
        let mut gaps = self.gaps.borrow_mut();
        if gaps.len() < 20 && !gaps.contains(&gap) {
            gaps.push(gap);
        }
    }

    /// What is missing.
    pub(crate) fn gaps(&self) -> Vec<String> {
        self.gaps.borrow().clone()
    }

    /// The parts that a part refers to: id, kind (the last word of its type), name of the other part.
    pub(crate) fn relations(&self, part: &str) -> Vec<Relation> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = if folder.is_empty() {
            format!("_rels/{file}.rels")
        } else {
            format!("{folder}/_rels/{file}.rels")
        };
        let Some(xml) = self.text(&name) else { return Vec::new() };
        let mut relations = Vec::new();
        super::xml::walk(&xml, &mut |step| {
            if let super::xml::Step::Open(element) = step
                && element.name() == "Relationship"
                && let (Some(id), Some(kind), Some(target)) =
                    (element.attribute("Id"), element.attribute("Type"), element.attribute("Target"))
                && element.attribute("TargetMode").is_none_or(|mode| mode != "External")
            {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                relations.push(Relation { id, kind, part: resolve(folder, &target) });
            }
            true
        });
        relations
    }
}

/// One part that another refers to.
#[derive(Debug)]
pub(crate) struct Relation {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) part: String,
}

/// A name relative to a folder of the archive; it cannot leave the archive, since nothing but a name comes of it.
pub(crate) fn resolve(folder: &str, target: &str) -> String {
    let target = target.split('#').next().unwrap_or(target);
    let from_root = target.starts_with('/');
    let mut steps: Vec<&str> =
        if from_root { Vec::new() } else { folder.split('/').filter(|step| !step.is_empty()).collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            _ => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside_the_archive() {
        assert_eq!(resolve("ppt/slides", "../notes/n1.xml"), "ppt/notes/n1.xml");
        assert_eq!(resolve("ppt", "/word/document.xml"), "word/document.xml");
        assert_eq!(resolve("a", "../../../etc/passwd"), "etc/passwd");
        assert_eq!(resolve("OEBPS", "ch 1.xhtml#top"), "OEBPS/ch 1.xhtml");
    }
}
