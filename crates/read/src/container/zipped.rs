//! ZIP archives, and which ZIP files are documents instead.

use super::{Input, Member, Visit};
use crate::encoding::decode;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use zip::read::{ZipFile, read_zipfile_from_stream};
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

/// Entries of one archive. The library holds all of them in memory.
const MAX_ENTRIES: usize = 200_000;

/// Files of at most this size cannot have so many entries that memory matters.
const SMALL: u64 = 8 << 20;

/// Parts that only documents have: Office Open XML, and HWPX of the Hangul word processor.
const DOCUMENT_PARTS: &[&[u8]] = &[b"[Content_Types].xml", b"Contents/content.hpf"];

/// What stands at the beginning of an OpenDocument or EPUB file: its first part and the beginning of that part's text.
const DOCUMENT_MARKS: &[&[u8]] =
    &[b"mimetypeapplication/epub+zip", b"mimetypeapplication/vnd.oasis.opendocument"];

/// Whether this ZIP file is a document: its list of parts tells, its beginning where there is no list.
pub(super) fn is_document(input: &mut dyn Input, head: &[u8]) -> io::Result<bool> {
    if is_document_by_head(head) {
        return Ok(true);
    }
    if holds_too_many(input)? {
        return Ok(false);
    }
    input.seek(SeekFrom::Start(0))?;
    Ok(ZipArchive::new(input)
        .is_ok_and(|archive| archive.file_names_raw().any(|name| DOCUMENT_PARTS.contains(&name))))
}

pub(super) fn is_document_by_head(head: &[u8]) -> bool {
    let has = |mark: &[u8]| memchr::memmem::find(head, mark).is_some();
    // The name of the first part stands at byte 30, the others behind a mark of their own.
    let first_part = head.get(30..).unwrap_or_default();
    DOCUMENT_MARKS.iter().any(|mark| first_part.starts_with(mark))
        || DOCUMENT_PARTS.iter().any(|part| first_part.starts_with(part))
        || (has(b"PK\x03\x04") && DOCUMENT_PARTS.iter().any(|part| is_local_name(head, part)))
}

/// Whether a part of this name begins in these bytes.
fn is_local_name(head: &[u8], name: &[u8]) -> bool {
    memchr::memmem::find_iter(head, name).any(|at| {
        at.checked_sub(30)
            .and_then(|start| head.get(start..))
            .is_some_and(|entry| entry.starts_with(b"PK\x03\x04"))
    })
}

/// Whether the file may have more entries than are opened: each has a mark in the list at the end.
fn holds_too_many(input: &mut dyn Input) -> io::Result<bool> {
    const MARK: &[u8] = b"PK\x01\x02";
    if input.seek(SeekFrom::End(0))? <= SMALL {
        return Ok(false);
    }
    input.seek(SeekFrom::Start(0))?;
    let mut buffer = vec![0; 1 << 20];
    let (mut kept, mut marks) = (0, 0);
    loop {
        let read = input.read(buffer.get_mut(kept..).unwrap_or_default())?;
        if read == 0 {
            return Ok(marks > MAX_ENTRIES);
        }
        let filled = kept + read;
        marks += memchr::memmem::find_iter(buffer.get(..filled).unwrap_or_default(), MARK).count();
        // A mark may lie across the end of what was read; what is kept is too short to be one.
        kept = filled.min(MARK.len() - 1);
        buffer.copy_within(filled - kept..filled, 0);
    }
}

pub(super) fn visit(input: &mut dyn Input, visit: &mut Visit<'_, '_>) {
    match holds_too_many(input) {
        Ok(true) => {
            visit.miss(format!(
                "it lists more than {MAX_ENTRIES} files: unpack it by hand and add what is needed"
            ));
            return;
        }
        Ok(false) => {}
        Err(error) => return visit.miss(super::plain(&error)),
    }
    if let Err(error) = input.seek(SeekFrom::Start(0)) {
        return visit.miss(super::plain(&error));
    }
    match ZipArchive::new(&mut *input) {
        Ok(archive) => visit_listed(archive, visit),
        Err(error) => {
            visit.miss(format!(
                "its list of files is missing or damaged ({error}), so it was read from its beginning as far as that goes: get the file again"
            ));
            if input.seek(SeekFrom::Start(0)).is_ok() {
                visit_in_order(input, visit);
            }
        }
    }
}

/// What was left out.
#[derive(Default)]
struct LeftOut {
    links: usize,
    hidden: usize,
}

impl LeftOut {
    fn tell(&self, visit: &mut Visit<'_, '_>) {
        visit.note_count(self.links, "link, which is not followed", "links, which are not followed");
        visit.note_count(self.hidden, "hidden file left out", "hidden files left out");
    }
}

fn visit_listed<R: Read + Seek>(mut archive: ZipArchive<R>, visit: &mut Visit<'_, '_>) {
    let names = names_of(&archive);
    let mut left_out = LeftOut::default();
    for index in 0..archive.len() {
        let name = names.get(index).cloned().unwrap_or_default();
        let raw = match archive.by_index_raw(index) {
            Ok(entry) => Entry::of(&entry),
            Err(error) => Entry { trouble: Some(reason(&error)), ..Entry::default() },
        };
        if raw.is_folder || left_out.takes(&raw, &name) {
            continue;
        }
        let content = match raw.trouble {
            Some(trouble) => Err(trouble),
            None => match archive.by_index(index) {
                Ok(entry) => visit.unpack(entry),
                Err(error) => Err(reason(&error)),
            },
        };
        let mut member = Member::new(name, content);
        member.facts.modified = raw.modified;
        if visit.hand_over(member) == ControlFlow::Break(()) {
            break;
        }
        if visit.is_spent() {
            visit.miss("the limit for what one file may unpack to is reached; the rest was not opened");
            break;
        }
    }
    left_out.tell(visit);
}

/// Reads an archive without its list, as far as it goes.
fn visit_in_order(input: &mut dyn Input, visit: &mut Visit<'_, '_>) {
    let mut input = io::BufReader::new(input);
    let mut left_out = LeftOut::default();
    while let Ok(Some(entry)) = read_zipfile_from_stream(&mut input) {
        let found = Entry::of(&entry);
        let name = super::name_of(entry.name_raw());
        if found.is_folder || left_out.takes(&found, &name) {
            continue;
        }
        let content = match found.trouble {
            Some(trouble) => Err(trouble),
            None => visit.unpack(entry),
        };
        let is_damaged = content.is_err();
        let mut member = Member::new(name, content);
        member.facts.modified = found.modified;
        if visit.hand_over(member) == ControlFlow::Break(()) || is_damaged {
            break;
        }
    }
    left_out.tell(visit);
}

impl LeftOut {
    /// Whether the entry is left out, which is counted.
    fn takes(&mut self, entry: &Entry, name: &str) -> bool {
        if entry.is_link {
            self.links += 1;
        } else if super::is_hidden(name) {
            self.hidden += 1;
        }
        entry.is_link || super::is_hidden(name)
    }
}

/// What the archive says of an entry.
#[derive(Default)]
struct Entry {
    is_folder: bool,
    is_link: bool,
    modified: Option<String>,
    /// Why it cannot be unpacked.
    trouble: Option<String>,
}

impl Entry {
    fn of<R: Read>(entry: &ZipFile<'_, R>) -> Self {
        let trouble = if entry.encrypted() {
            Some("it is encrypted: unpack the archive with its password and add what is in it".to_owned())
        } else {
            match entry.compression() {
                CompressionMethod::Stored | CompressionMethod::Deflated | CompressionMethod::Deflate64 => {
                    None
                }
                other => Some(format!(
                    "it is compressed in a way that is not read here ({other}): unpack the archive by hand"
                )),
            }
        };
        let modified = entry.last_modified().filter(|moment| moment.is_valid()).map(|moment| {
            format!(
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
                moment.year(),
                moment.month(),
                moment.day(),
                moment.hour(),
                moment.minute(),
                moment.second()
            )
        });
        Self { is_folder: entry.name_raw().ends_with(b"/"), is_link: entry.is_symlink(), modified, trouble }
    }
}

fn reason(error: &ZipError) -> String {
    match error {
        ZipError::Io(error) => super::plain(error),
        _ => format!("it cannot be unpacked ({error}): get the file again, or unpack the archive by hand"),
    }
}

/// The names of all entries. Names that are not UTF-8 were written in the encoding of somebody's computer, which all names
/// together betray best.
fn names_of<R: Read + Seek>(archive: &ZipArchive<R>) -> Vec<String> {
    let raw: Vec<&[u8]> = archive.file_names_raw().collect();
    if raw.iter().all(|name| std::str::from_utf8(name).is_ok()) {
        return raw.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    }
    let joined = decode(&raw.join(&b'\n'), None).text;
    let names: Vec<String> = joined.split('\n').map(str::to_owned).collect();
    if names.len() == raw.len() { names } else { raw.iter().map(|name| super::name_of(name)).collect() }
}
