//! Office files: DOCX, ODT, PPTX, ODP, XLSX, ODS, RTF, EPUB.
//!
//! ```text
//! bytes ─▶ Package (parts of a ZIP archive, within limits) ─▶ xml::walk ─▶ Flow (paragraphs, tables, asides) ─▶ text
//! ```
//!
//! **Zones.** Footnotes, endnotes, captions and a speaker's notes are `caption`: words of the author beside the
//! text. Remarks are `comment`, with their author's name before them. Heads and feet of pages, slide numbers and
//! tables of contents are `chrome`. Asides stand right after the block that they belong to.
//!
//! **Changes that are tracked.** Insertions are text. Deletions are not; [`model::Metadata::notes`] says how many were
//! left out. **Hidden** text, slides and sheets have the flag `hidden`.
//!
//! Rows of tables are lines, their cells parted by tabs. Slides, sheets and chapters are pages.

mod docx;
mod epub;
mod flow;
mod number_format;
mod odf;
mod package;
mod pptx;
mod properties;
mod rtf;
mod xlsx;
mod xml;

use crate::language::language_of;
use crate::pieces::Pieces;
use crate::{Limits, main_or_all};
use model::{Document, DocumentStatus, Metadata};
use package::Package;

/// A format of office programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OfficeFormat {
    Docx,
    Xlsx,
    Pptx,
    Odt,
    Ods,
    Odp,
    Epub,
    Rtf,
}

impl OfficeFormat {
    /// IANA media type.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Odp => "application/vnd.oasis.opendocument.presentation",
            Self::Epub => "application/epub+zip",
            Self::Rtf => "application/rtf",
        }
    }

    /// Recognises a format by content; `None` for everything else.
    pub(crate) fn detect(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"{\\rtf") {
            return Some(Self::Rtf);
        }
        if !bytes.starts_with(b"PK") {
            return None;
        }
        // The list at the end tells; a file that was cut off has lost it, and tells by its beginning.
        match Package::open(bytes, Limits::default()) {
            Ok(package) => Self::of_package(&package),
            Err(_) => Self::of_beginning(bytes),
        }
    }

    fn of_package(package: &Package<'_>) -> Option<Self> {
        let names = package.names();
        let has = |start: &str| names.iter().any(|name| name.starts_with(start));
        if let Some(kind) = package.text("mimetype").filter(|kind| kind.len() < 200) {
            let kind = kind.trim().trim_end_matches("-template");
            let known = [Self::Odt, Self::Ods, Self::Odp, Self::Epub]
                .into_iter()
                .find(|format| format.media_type() == kind);
            if known.is_some() {
                return known;
            }
        }
        match () {
            () if !has("[Content_Types].xml") && !has("_rels/") => None,
            () if has("word/") => Some(Self::Docx),
            () if has("xl/") => Some(Self::Xlsx),
            () if has("ppt/") => Some(Self::Pptx),
            () => None,
        }
    }

    fn of_beginning(bytes: &[u8]) -> Option<Self> {
        let head = bytes.get(..64 << 10).unwrap_or(bytes);
        let has = |mark: &[u8]| memchr::memmem::find(head, mark).is_some();
        let is_named = |format: &Self| has(format!("mimetype{}", format.media_type()).as_bytes());
        let named = [Self::Odt, Self::Ods, Self::Odp, Self::Epub].into_iter().find(is_named);
        named.or(match () {
            () if !has(b"[Content_Types].xml") => None,
            () if has(b"word/") => Some(Self::Docx),
            () if has(b"xl/") => Some(Self::Xlsx),
            () if has(b"ppt/") => Some(Self::Pptx),
            () => None,
        })
    }
}

/// What reading a format gave.
#[derive(Debug, Default)]
struct OfficeReading {
    pieces: Pieces,
    metadata: Metadata,
    gaps: Vec<String>,
    deletions: usize,
}

/// How going through one part ended.
#[derive(Debug, Default, Clone, Copy)]
struct Told {
    /// Whether it went to the end.
    whole: bool,
    /// Whether it was too long.
    cut_off: bool,
    /// Tracked deletions that were left out.
    deletions: usize,
}

impl OfficeReading {
    fn tell(&mut self, told: Told, what: &str) {
        self.deletions += told.deletions;
        if told.cut_off {
            self.gaps.push(format!("{what} is longer than one source may be and was cut off"));
        } else if !told.whole {
            self.gaps.push(format!("{what} breaks off: the file is truncated or damaged"));
        }
    }
}

/// Reads an office file.
pub(crate) fn read_office(bytes: &[u8], format: OfficeFormat, limits: Limits) -> Document {
    if format == OfficeFormat::Rtf {
        return document(rtf::read(bytes, limits), Vec::new(), format);
    }
    let package = match Package::open(bytes, limits) {
        Ok(package) => package,
        Err(reason) => return Document::failed(format.media_type(), reason),
    };
    let mut reading = match format {
        OfficeFormat::Docx => docx::read(&package, limits),
        OfficeFormat::Xlsx => xlsx::read(&package, limits),
        OfficeFormat::Pptx => pptx::read(&package, limits),
        OfficeFormat::Odt => odf::read(&package, limits, false),
        OfficeFormat::Ods | OfficeFormat::Odp => odf::read(&package, limits, true),
        OfficeFormat::Epub | OfficeFormat::Rtf => epub::read(&package, limits),
    };
    match format {
        OfficeFormat::Docx | OfficeFormat::Xlsx | OfficeFormat::Pptx => {
            reading.metadata = properties::properties(&package, "docProps/core.xml");
        }
        OfficeFormat::Odt | OfficeFormat::Ods | OfficeFormat::Odp => {
            reading.metadata = properties::properties(&package, "meta.xml");
        }
        OfficeFormat::Epub | OfficeFormat::Rtf => {}
    }
    let gaps = package.gaps();
    document(reading, gaps, format)
}

fn document(reading: OfficeReading, more_gaps: Vec<String>, format: OfficeFormat) -> Document {
    let OfficeReading { pieces, mut metadata, mut gaps, deletions } = reading;
    gaps.extend(more_gaps);
    let (text, zones, pages) = pieces.finish();
    metadata.pages = pages;
    metadata.language = language_of(&main_or_all(&text, &zones)).or(metadata.language);
    if deletions > 0 {
        let stretches =
            if deletions == 1 { "1 stretch".to_owned() } else { format!("{deletions} stretches") };
        metadata.notes.push(format!("{stretches} of text deleted with changes tracked left out"));
    }
    if metadata.title.is_none() {
        let title = zones.iter().find(|stretch| stretch.zone == model::Zone::Title);
        metadata.title =
            title.and_then(|stretch| stretch.span.of(&text)).map(|title| title.trim().replace('\n', " "));
    }
    let status = match (text.is_empty(), gaps.is_empty()) {
        (true, _) => DocumentStatus::Failed,
        (false, true) => DocumentStatus::Read,
        (false, false) => DocumentStatus::Partial,
    };
    if text.is_empty() && gaps.is_empty() {
        gaps.push("it holds no text".to_owned());
    }
    let reason = (!gaps.is_empty()).then(|| gaps.join("; "));
    Document { media_type: format.media_type().to_owned(), status, reason, text, zones, metadata }
}
