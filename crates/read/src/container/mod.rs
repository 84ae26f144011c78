//! Containers: sources that hold other sources, opened piece by piece.
//!
//! ```text
//! bytes or a file ─▶ Container::detect ─▶ kind and layers of compression
//!                 └▶ Container::visit  ─▶ Member: name, facts, bytes or why there are none … ─▶ Ending
//! ```
//!
//! One member at a time is in memory, however large the container. Members are only ever handed over: nothing is
//! unpacked to a disk, so names such as `../../etc/passwd` are names and nothing else. How much a container may become is
//! held in a [`Budget`] that all containers nested in one outermost file share.

mod budget;
mod codec;
mod http;
mod mbox;
mod tape;
mod warc;
mod zipped;

pub use budget::Budget;
pub(crate) use codec::Codec;

use crate::mail;
use model::AcquisitionFacts;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

/// What a container is read from.
pub trait Input: Read + Seek {}

impl<T: Read + Seek> Input for T {}

/// A form of container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContainerKind {
    /// A ZIP archive that is no document of an office program.
    Zip,
    /// A TAR archive.
    Tar,
    /// A web archive (WARC, ISO 28500).
    Warc,
    /// Mails one after the other in one file.
    Mbox,
    /// A mail, which holds its attachments.
    Mail,
}

impl ContainerKind {
    /// IANA media type, or the one in use.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Zip => "application/zip",
            Self::Tar => "application/x-tar",
            Self::Warc => "application/warc",
            Self::Mbox => "application/mbox",
            Self::Mail => "message/rfc822",
        }
    }
}

/// A container as recognised by its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Container {
    kind: ContainerKind,
    /// Outermost first.
    layers: Vec<Codec>,
}

/// One thing in a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name there: a path, an address, a file name. It may be anything; never use it as a path.
    pub name: String,
    /// When it was captured from the web, RFC 3339.
    pub captured: Option<String>,
    /// What the container says of it.
    pub facts: AcquisitionFacts,
    /// Media type that is stated for it.
    pub media_type: Option<String>,
    /// Character encoding that is stated for it.
    pub charset: Option<String>,
    /// Its bytes, or why it could not be taken out, in words a person can act on.
    pub content: Result<Vec<u8>, String>,
}

impl Member {
    pub(crate) fn new(name: impl Into<String>, content: Result<Vec<u8>, String>) -> Self {
        let mut name: String = name.into();
        if name.len() > MAX_NAME {
            let end = (0..=MAX_NAME).rev().find(|end| name.is_char_boundary(*end)).unwrap_or(0);
            name.truncate(end);
            name.push('…');
        }
        Self {
            name,
            captured: None,
            facts: AcquisitionFacts::default(),
            media_type: None,
            charset: None,
            content,
        }
    }
}

/// How going through a container ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ending {
    /// What could not be gone through, and why.
    pub missing: Vec<String>,
    /// What was left out on purpose.
    pub notes: Vec<String>,
}

/// Takes members; says when enough is enough.
type Take<'t> = dyn FnMut(Member) -> ControlFlow<()> + 't;

/// First bytes of a source, enough to recognise every container.
const HEAD: usize = 32 << 10;

/// Bytes of a name that are kept.
const MAX_NAME: usize = 4096;

/// Layers of compression around a container that are opened.
const MAX_LAYERS: usize = 3;

impl Container {
    /// Recognises a container. `None` for everything else, documents of office programs among them, which are ZIP files.
    ///
    /// # Errors
    /// If `input` cannot be read.
    pub fn detect(input: &mut dyn Input) -> io::Result<Option<Self>> {
        input.seek(SeekFrom::Start(0))?;
        let mut head = head_of(&mut *input)?;
        let mut layers = Vec::new();
        while let Some(codec) = Codec::of(&head) {
            if layers.len() == MAX_LAYERS {
                return Ok(None);
            }
            layers.push(codec);
            // What follows is cut off with the head; what came until there is enough to recognise it by.
            let mut inner = Vec::new();
            let mut decoder = codec.open(Box::new(Cursor::new(&head))).take(HEAD as u64);
            let _ = decoder.read_to_end(&mut inner);
            drop(decoder);
            head = inner;
        }
        let kind = if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            let is_document = if layers.is_empty() {
                zipped::is_document(input, &head)?
            } else {
                zipped::is_document_by_head(&head)
            };
            (!is_document).then_some(ContainerKind::Zip)
        } else if tape::is_tar(&head) {
            Some(ContainerKind::Tar)
        } else if warc::is_warc(&head) {
            Some(ContainerKind::Warc)
        } else if mbox::is_mbox(&head) {
            Some(ContainerKind::Mbox)
        } else if mail::is_mail(&head) {
            Some(ContainerKind::Mail)
        } else {
            None
        };
        Ok(kind.map(|kind| Self { kind, layers }))
    }

    /// What it is under its layers of compression.
    #[must_use]
    pub fn kind(&self) -> ContainerKind {
        self.kind
    }

    /// Whether it is compressed as a whole, as `.tar.gz` is.
    #[must_use]
    pub fn is_compressed(&self) -> bool {
        !self.layers.is_empty()
    }

    /// Hands each member to `take`, in the order in which they lie in the container, until `take` breaks off or the
    /// budget is used up.
    pub fn visit(&self, input: &mut dyn Input, budget: &Budget, take: &mut Take<'_>) -> Ending {
        let mut ending = Ending::default();
        if let Err(error) = input.seek(SeekFrom::Start(0)) {
            ending.missing.push(format!("it cannot be read ({error})"));
            return ending;
        }
        let mut visit = Visit { budget, take, ending };
        if self.layers.is_empty() {
            match self.kind {
                ContainerKind::Zip => zipped::visit(input, &mut visit),
                _ => self.visit_stream(input, &mut visit),
            }
            return visit.ending;
        }
        let mut stream: Box<dyn Read + '_> = Box::new(input);
        for codec in &self.layers {
            stream = codec.open(stream);
        }
        let metered = budget::Meter::new(stream, visit.budget.shared());
        match self.kind {
            ContainerKind::Zip => match visit.collect(metered) {
                Ok(bytes) => zipped::visit(&mut Cursor::new(bytes), &mut visit),
                Err(reason) => visit.ending.missing.push(reason),
            },
            _ => self.visit_stream(metered, &mut visit),
        }
        visit.ending
    }

    fn visit_stream(&self, stream: impl Read, visit: &mut Visit<'_, '_>) {
        match self.kind {
            ContainerKind::Tar => tape::visit(stream, visit),
            ContainerKind::Warc => warc::visit(stream, visit),
            ContainerKind::Mbox => mbox::visit(stream, visit),
            ContainerKind::Mail => match visit.collect(stream) {
                Ok(bytes) => mail::visit(&bytes, visit),
                Err(reason) => visit.ending.missing.push(reason),
            },
            ContainerKind::Zip => {}
        }
    }
}

fn head_of(input: &mut dyn Input) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    input.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// What going through a container carries with it.
pub(crate) struct Visit<'v, 't> {
    budget: &'v Budget,
    take: &'v mut Take<'t>,
    ending: Ending,
}

impl Visit<'_, '_> {
    /// Hands a member over. Breaks where no more are wanted or allowed.
    pub(crate) fn hand_over(&mut self, member: Member) -> ControlFlow<()> {
        if !self.budget.take_member() {
            self.ending.missing.push(format!(
                "it holds more than {} items, the limit for one file and all archives in it; the rest was not opened",
                self.budget.limits().members
            ));
            return ControlFlow::Break(());
        }
        (self.take)(member)
    }

    /// Says that something is missing.
    pub(crate) fn miss(&mut self, what: impl Into<String>) {
        self.ending.missing.push(what.into());
    }

    /// Says that something was left out on purpose.
    pub(crate) fn note(&mut self, what: impl Into<String>) {
        self.ending.notes.push(what.into());
    }

    /// Says how many of something were left out, if any.
    pub(crate) fn note_count(&mut self, count: usize, one: &str, many: &str) {
        match count {
            0 => {}
            1 => self.note(format!("1 {one}")),
            _ => self.note(format!("{count} {many}")),
        }
    }

    /// All of a member's bytes, or why not.
    pub(crate) fn collect(&mut self, stream: impl Read) -> Result<Vec<u8>, String> {
        let limit = self.budget.limits().member_bytes;
        let mut bytes = Vec::new();
        let read = stream.take(limit.saturating_add(1)).read_to_end(&mut bytes);
        if bytes.len() as u64 > limit {
            return Err(format!(
                "larger than {} MiB, the limit for one item in an archive: take it out and add it by itself",
                limit >> 20
            ));
        }
        match read {
            Ok(_) => Ok(bytes),
            Err(error) => Err(plain(&error)),
        }
    }

    /// The bytes of a member that is compressed by itself; they count against the budget as they come.
    pub(crate) fn unpack(&mut self, stream: impl Read) -> Result<Vec<u8>, String> {
        let metered = budget::Meter::new(stream, self.budget.shared());
        self.collect(metered)
    }

    /// Whether nothing more may be unpacked.
    pub(crate) fn is_spent(&self) -> bool {
        self.budget.is_spent()
    }
}

/// A name that may be in any encoding.
fn name_of(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => crate::encoding::decode(raw, None).text,
    }
}

/// Whether a file is one that file managers hide, as folders on a disk are read without them too.
fn is_hidden(name: &str) -> bool {
    let mut parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    parts.any(|part| part.starts_with('.') || part == "__MACOSX")
}

/// A moment in seconds since 1970 as RFC 3339 in UTC.
fn moment(seconds: i64) -> Option<String> {
    jiff::Timestamp::from_second(seconds).ok().filter(|_| seconds > 0).map(|moment| moment.to_string())
}

/// Type and character encoding out of a `Content-Type`.
pub(crate) fn media_type_of(stated: &str) -> (Option<String>, Option<String>) {
    let mut parts = stated.split(';').map(str::trim);
    let media_type =
        parts.next().filter(|kind| kind.contains('/') && kind.len() < 128).map(str::to_ascii_lowercase);
    let charset = parts.find_map(|part| {
        let (key, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (key.trim().eq_ignore_ascii_case("charset") && !value.is_empty() && value.len() < 40)
            .then(|| value.to_owned())
    });
    (media_type, charset)
}

/// What went wrong with the data of an archive, for a person.
fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => {
            "the data ends too early: the file was cut off, get it again".to_owned()
        }
        io::ErrorKind::QuotaExceeded | io::ErrorKind::OutOfMemory => error.to_string(),
        _ => format!("the data is damaged ({error}): get the file again"),
    }
}

#[cfg(test)]
pub(crate) mod tests;
