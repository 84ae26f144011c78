//! Bytes to documents: formats, zones, metadata, language.
//!
//! ```text
//! bytes ─▶ unpack (gzip, xz, zstd) ─▶ sniff ─┬─ decode ─┬─ html:  tree ─▶ blocks ─▶ zones ─┐
//!                                            │          └─ plain: lines ─▶ blocks ─▶ zones ┤
//!                                            ├─ pdf:    glyphs ─▶ lines ─▶ zones, pages ───┤
//!                                            └─ office: parts ─▶ blocks ─▶ zones, pages ───┴▶ metadata, language ─▶ Document
//! ```
//!
//! Sources that hold other sources (archives, mails, web captures) are opened by [`container`]; of a mail, [`read`] gives
//! head and body, of the others an empty document.
//!
//! What goes in is the bytes of one source and the little that is known about how it came ([`Context`]); what
//! comes out is a [`Document`]. Nothing here touches disk, clock, network or environment: the same bytes and
//! context give the same document on every machine and on any number of threads.

#![forbid(unsafe_code)]

mod byline;
pub mod container;
mod cues;
mod date_lines;
mod dates;
mod encoding;
mod html;
mod language;
mod lexicon;
mod mail;
pub mod minhash;
mod office;
mod pdf;
mod pieces;
mod plain;
mod recogniser;
mod sniff;
mod unpack;

use container::{Container, ContainerKind};
use encoding::decode;
use html::read_html;
use language::language_of;
use mail::read_mail;
use model::{Document, DocumentStatus, Metadata, Zone, ZoneSpan};
use office::{OfficeFormat, read_office};
use pdf::read_pdf;
use plain::read_plain;
use sniff::{TextFormat, is_binary, is_pdf, text_format, unread_format};
use unpack::unpack;

pub use pdf::PagePicture;
pub use recogniser::Recogniser;

pub use html::{BlockRow, block_rows, feature_names};

/// Version of the reader; changes whenever the same bytes may give another document.
pub const READER_VERSION: &str = "8";

/// What is known about a source besides its bytes. Everything in it is a hint: the bytes decide.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// File name or last part of the address; its extension breaks ties between formats.
    pub name: &'a str,
    /// The address it was fetched from.
    pub url: Option<&'a str>,
    /// Character encoding that a server or a mail declared, such as `euc-kr`.
    pub declared_charset: Option<&'a str>,
    /// Media type that a server or a mail declared, such as `text/css`.
    pub declared_type: Option<&'a str>,
    /// How much work one source may cause.
    pub limits: Limits,
    /// What reads pages that are pictures; without it they stay unread, and the document says which.
    pub recogniser: Option<&'a dyn Recogniser>,
}

/// How much work one source may cause. What goes over a limit is not read, and the document says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest source in bytes as it came; larger ones are `failed`.
    pub max_input_bytes: usize,
    /// Largest content in bytes after unpacking; what comes after it is cut off, and the document is `partial`.
    pub max_unpacked_bytes: usize,
    /// Most bytes of a text; what comes after them is cut off, and the document is `partial`.
    pub max_text_bytes: usize,
    /// Most bytes of a page of HTML in UTF-8, whose tree takes many times the memory of the page.
    pub max_html_bytes: usize,
    /// Deepest nesting of markup; deeper elements are read as if they stood at this depth.
    pub max_depth: usize,
    /// Most pages, slides or sheets read of one source; the document says how many there are.
    pub max_pages: usize,
}

impl Default for Limits {
    /// 256 MiB as it came, 96 MiB unpacked, 64 MiB of text, 8 MiB of HTML, 256 elements deep, 10,000 pages.
    fn default() -> Self {
        Self {
            max_input_bytes: 256 << 20,
            max_unpacked_bytes: 96 << 20,
            max_text_bytes: 64 << 20,
            max_html_bytes: 8 << 20,
            max_depth: 256,
            max_pages: 10_000,
        }
    }
}

/// Reads one source. Never panics and never errs: what cannot be read is a document that says why.
#[must_use]
pub fn read(bytes: &[u8], context: &Context<'_>) -> Document {
    let limits = context.limits;
    if bytes.is_empty() {
        return Document::failed(UNKNOWN, "the file is empty");
    }
    if bytes.len() > limits.max_input_bytes {
        let reason = format!(
            "{} bytes are more than the limit of {} bytes for one source",
            bytes.len(),
            limits.max_input_bytes
        );
        return Document::failed(UNKNOWN, reason);
    }
    if let Some(container) = container_of(bytes)
        && container.kind() != ContainerKind::Mail
    {
        // What it holds is read one by one; the sum of it is told by whoever goes through it.
        return document(container.kind().media_type(), String::new(), Vec::new(), Metadata::default());
    }
    let unpacked = unpack(bytes, limits.max_unpacked_bytes);
    if unpacked.bytes.is_empty() {
        let reason = unpacked.missing.unwrap_or_else(|| "the compressed file holds nothing".to_owned());
        return Document::failed(unpacked.media_type, reason);
    }
    let mut document = read_content(&unpacked.bytes, context);
    if let Some(missing) = unpacked.missing {
        add_gap(&mut document, missing);
    }
    document
}

const UNKNOWN: &str = "application/octet-stream";

fn container_of(bytes: &[u8]) -> Option<Container> {
    Container::detect(&mut std::io::Cursor::new(bytes)).ok().flatten()
}

/// What a page brings along for the browser and people never read, by its declared type.
fn is_for_browsers(media_type: &str) -> bool {
    let media_type = media_type.to_ascii_lowercase();
    media_type == "text/css"
        || media_type.ends_with("/javascript")
        || media_type.ends_with("/x-javascript")
        || media_type.starts_with("font/")
        || media_type.starts_with("application/font")
}

fn read_content(bytes: &[u8], context: &Context<'_>) -> Document {
    if container_of(bytes).is_some_and(|container| container.kind() == ContainerKind::Mail)
        && let Some(mail) = read_mail(bytes, context.limits)
    {
        let mut document = document("message/rfc822", mail.text, mail.zones, mail.metadata);
        for gap in mail.gaps {
            add_gap(&mut document, gap);
        }
        return document;
    }
    if let Some(declared) = context.declared_type.filter(|declared| is_for_browsers(declared)) {
        return Document::failed(
            declared,
            "it is made for browsers, not for people: there is nothing to read in it",
        );
    }
    if is_pdf(bytes) {
        return read_pdf(bytes, context.limits, context.recogniser);
    }
    if let Some(format) = OfficeFormat::detect(bytes) {
        return read_office(bytes, format, context.limits);
    }
    if let Some(format) = unread_format(bytes) {
        return Document::failed(format.media_type, format!("{} {}", format.name, format.advice));
    }
    let text_bytes = bytes.get(..context.limits.max_text_bytes).unwrap_or(bytes);
    let mut is_cut = text_bytes.len() < bytes.len();
    let mut decoded = decode(text_bytes, context.declared_charset);
    if !decoded.encoding.starts_with("UTF-16") && is_binary(bytes) {
        return Document::failed(UNKNOWN, "this is binary data, not text, in no format that is known here");
    }
    let characters = decoded.text.chars().count();
    if decoded.replaced * 4 > characters {
        return Document::failed(
            UNKNOWN,
            format!(
                "more than a quarter of it could not be decoded as {}: binary data or an unknown encoding",
                decoded.encoding
            ),
        );
    }
    if decoded.text.trim().is_empty() {
        return Document::failed("text/plain", "the file holds nothing but white space");
    }
    let mut document = match text_format(&decoded.text, context.name) {
        TextFormat::Xml => {
            return Document::failed("application/xml", "XML is not read yet, apart from XHTML");
        }
        TextFormat::Html => {
            is_cut |= cut(&mut decoded.text, context.limits.max_html_bytes);
            let reading = read_html(&decoded.text, context.url, context.limits.max_depth);
            let mut document = document("text/html", reading.text, reading.zones, reading.metadata);
            if document.text.is_empty() {
                document.status = DocumentStatus::Failed;
                document.reason =
                    Some("the page holds no text; it may be built by scripts in the browser".to_owned());
            }
            document
        }
        TextFormat::Plain => {
            let mut reading = read_plain(&decoded.text);
            reading.metadata.language = language_of(&main_or_all(&decoded.text, &reading.zones));
            document("text/plain", decoded.text, reading.zones, reading.metadata)
        }
    };
    if is_cut && document.status != DocumentStatus::Failed {
        add_gap(
            &mut document,
            "it is too long to be read in full, so its end was left out: split it".to_owned(),
        );
    }
    if decoded.replaced > 0 && document.status != DocumentStatus::Failed {
        let places =
            if decoded.replaced == 1 { "1 place".to_owned() } else { format!("{} places", decoded.replaced) };
        add_gap(
            &mut document,
            format!("{places} could not be decoded as {} and shown as U+FFFD", decoded.encoding),
        );
    }
    document
}

/// Leaves at most `most` bytes of a text, whole characters; says whether something was cut off.
fn cut(text: &mut String, most: usize) -> bool {
    let is_longer = text.len() > most;
    // Not beyond the end: a search from there would take longer than reading a short page.
    text.truncate(text.floor_char_boundary(most));
    is_longer
}

fn document(media_type: &str, text: String, zones: Vec<ZoneSpan>, metadata: Metadata) -> Document {
    Document {
        media_type: media_type.to_owned(),
        status: DocumentStatus::Read,
        reason: None,
        text,
        zones,
        metadata,
    }
}

/// The first stretches of main text, enough to tell the language; all of the text where there is none.
fn main_or_all<'t>(text: &'t str, zones: &[ZoneSpan]) -> std::borrow::Cow<'t, str> {
    const ENOUGH: usize = 30_000;
    let mut main = String::new();
    for stretch in zones.iter().filter(|stretch| stretch.zone == Zone::Main) {
        main.extend(stretch.span.of(text).unwrap_or_default().chars().take(ENOUGH));
        if main.len() > ENOUGH {
            break;
        }
    }
    if main.len() < 100 { text.into() } else { main.into() }
}

fn add_gap(document: &mut Document, gap: String) {
    document.reason = Some(match document.reason.take() {
        Some(reason) => format!("{reason}; {gap}"),
        None => gap,
    });
    if document.status == DocumentStatus::Read {
        document.status = DocumentStatus::Partial;
    }
}
