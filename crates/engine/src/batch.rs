//! What was read, on its way into the ledger.

use crate::add::{ClosedParts, FileEnd, FileReport, Piece, Worked, report};
use crate::ledger::put_reading;
use crate::reading::Reader;
use crate::sum::Sum;
use crate::unfold::Held;
use crate::{Progress, Result};
use archive::{Act, Content, NewSource, Workspace};
use model::{DocumentStatus, Sensitivity, SourceId};
use std::collections::HashMap;

/// Sources written together, and the bytes at which fewer are: a disk syncs many files in little more time than one.
const SOURCES_A_BATCH: usize = 64;
const BYTES_A_BATCH: usize = 8 << 20;

/// Sources whose turn has come and that wait to be written together.
pub(crate) struct Batch<'b> {
    workspace: &'b Workspace,
    reader: &'b Reader,
    act: &'b Act,
    tool_version: &'b str,
    progress: &'b mut dyn Progress<FileReport>,
    /// By source: the context it was first read in during this run.
    contexts: HashMap<SourceId, String>,
    /// Sums of the containers that are open, outermost first.
    sums: Vec<Sum>,
    waiting: Vec<Turn>,
    bytes: usize,
    /// Whether nothing waits for others once it is whole.
    one_by_one: bool,
}

/// What becomes of something when its turn comes.
enum Turn {
    /// It is written.
    Written(Box<Piece>),
    /// Nothing is to be written.
    Known(FileReport),
}

impl<'b> Batch<'b> {
    pub(crate) fn new(
        workspace: &'b Workspace,
        reader: &'b Reader,
        act: &'b Act,
        tool_version: &'b str,
        progress: &'b mut dyn Progress<FileReport>,
    ) -> Self {
        Self {
            workspace,
            reader,
            act,
            tool_version,
            progress,
            contexts: HashMap::new(),
            sums: Vec::new(),
            waiting: Vec::new(),
            bytes: 0,
            one_by_one: false,
        }
    }

    /// The same, but nothing waits for others: where each takes long to come, none shall be lost because the next one does not.
    pub(crate) fn one_by_one(mut self) -> Self {
        self.one_by_one = true;
        self
    }

    /// Takes what a worker made, in order.
    pub(crate) fn take(&mut self, worked: Worked) -> Result<()> {
        match worked {
            Worked::Opened { label } => {
                self.sums.push(Sum::of(label));
                return Ok(());
            }
            Worked::Settled { label, media_type, end } => {
                self.count_settled(&label, &media_type, &end);
                self.tell_more();
                self.waiting.push(Turn::Known(report(label, end)));
            }
            Worked::Read(piece) => self.push(*piece),
            Worked::Closed { mut piece, closed: ClosedParts { kind, ending } } => {
                let sum = self.sums.pop().unwrap_or_default();
                sum.put_into(&mut piece.reading.document, kind, ending);
                self.push(*piece);
            }
            Worked::Broken(error) => return Err(error),
        }
        let is_whole = self.one_by_one && self.sums.is_empty();
        if is_whole || self.waiting.len() >= SOURCES_A_BATCH || self.bytes >= BYTES_A_BATCH {
            self.write()?;
        }
        Ok(())
    }

    /// There are as many items as files, until something lies in a container.
    fn tell_more(&mut self) {
        if !self.sums.is_empty() {
            self.progress.more(1);
        }
    }

    fn count_settled(&mut self, label: &str, media_type: &str, end: &FileEnd) {
        let Some(sum) = self.sums.last_mut() else { return };
        match end {
            FileEnd::Unchanged { status, reason, .. } | FileEnd::Added { status, reason, .. } => {
                sum.count(label, media_type, *status, reason.as_deref());
            }
            FileEnd::Sealed { .. } => sum.count_sealed(),
            FileEnd::Skipped { reason } => sum.count_untaken(label, reason),
        }
    }

    fn push(&mut self, mut piece: Piece) {
        let context = &piece.reading.context;
        // The same bytes under two names are read as the first of them was, whichever thread was faster.
        let first = self.contexts.entry(piece.source.clone()).or_insert_with(|| context.clone());
        if first != context {
            match (&piece.held, piece.is_container) {
                (Held::Bytes(bytes), false) => {
                    let version = &piece.reading.reader_version;
                    // What was recognised a moment ago can be recognised again.
                    let again = self.reader.reading_again(&piece.source, bytes, first, version);
                    piece.reading =
                        again.unwrap_or_else(|_| self.reader.reading(&piece.source, bytes, first));
                }
                _ => piece.reading.context.clone_from(first),
            }
        }
        self.bytes += match &piece.held {
            Held::Bytes(bytes) => bytes.len(),
            _ => 0,
        };
        let document = &piece.reading.document;
        if let Some(sum) = self.sums.last_mut() {
            sum.count(&piece.origin.label, &document.media_type, document.status, document.reason.as_deref());
        }
        self.tell_more();
        self.waiting.push(Turn::Written(Box::new(piece)));
    }

    /// Writes what waits, each source in a transaction of its own, and reports on each in order.
    pub(crate) fn write(&mut self) -> Result<()> {
        self.bytes = 0;
        let mut waiting: std::collections::VecDeque<Turn> = std::mem::take(&mut self.waiting).into();
        while !waiting.is_empty() {
            // What is in the workspace already is read again by a call of its own.
            let is_stored =
                |turn: &Turn| matches!(turn, Turn::Written(piece) if matches!(piece.held, Held::Stored));
            let until = waiting.iter().position(is_stored).unwrap_or(waiting.len());
            let rest = waiting.split_off(until);
            self.write_new(waiting.into())?;
            waiting = rest;
            if let Some(Turn::Written(piece)) = waiting.pop_front() {
                self.write_again(*piece)?;
            }
        }
        Ok(())
    }

    fn write_again(&mut self, piece: Piece) -> Result<()> {
        let reviews = put_reading(self.workspace, self.act, &piece.source, &piece.reading)?;
        let document = piece.reading.document;
        let end = FileEnd::Added {
            source: piece.source,
            change: archive::Change::NewReading,
            status: document.status,
            reason: document.reason,
            claims: Some(reviews.claims),
            reviews,
        };
        self.progress.item(report(piece.origin.label, end));
        Ok(())
    }

    fn write_new(&mut self, turns: Vec<Turn>) -> Result<()> {
        let mut told = Vec::with_capacity(turns.len());
        let mut contents = Vec::new();
        for turn in turns {
            match turn {
                Turn::Known(report) => told.push(Told::Known(report)),
                Turn::Written(piece) => {
                    let Piece { origin, held, reading, .. } = *piece;
                    told.push(Told::Written(Summary::of(&origin.label, origin.in_sealed, &reading)));
                    contents.push((held, origin, reading));
                }
            }
        }
        let (held, rest): (Vec<_>, Vec<_>) =
            contents.into_iter().map(|(held, origin, reading)| (held, (origin, reading))).unzip();
        let items: Vec<NewSource<'_>> = held
            .iter()
            .zip(rest)
            .map(|(held, (origin, reading))| NewSource {
                content: match held {
                    Held::Kept(kept) => Content::Kept(kept.clone()),
                    Held::Bytes(bytes) => Content::Bytes(bytes),
                    Held::Stored | Held::Left => Content::Bytes(&[]),
                },
                route: origin.route,
                facts: origin.facts,
                tool_version: self.tool_version.to_owned(),
                sensitivity: origin.sensitivity,
                reading,
            })
            .collect();
        let mut outcomes = self.workspace.add_sources(self.act, &items).into_iter();
        for told in told {
            let report = match told {
                Told::Written(summary) => match outcomes.next() {
                    Some(outcome) => summary.report(outcome?),
                    None => continue,
                },
                Told::Known(report) => report,
            };
            self.progress.item(report);
        }
        Ok(())
    }
}

/// What is said of something once it is written.
enum Told {
    Written(Summary),
    Known(FileReport),
}

/// What is told of a reading once it is handed on.
struct Summary {
    label: String,
    in_sealed: bool,
    status: DocumentStatus,
    reason: Option<String>,
    claims: usize,
}

impl Summary {
    fn of(label: &str, in_sealed: bool, reading: &archive::Reading) -> Self {
        let document = &reading.document;
        Self {
            label: label.to_owned(),
            in_sealed,
            status: document.status,
            reason: document.reason.clone(),
            claims: reading.claims.len(),
        }
    }

    /// How something that was written ended.
    fn report(self, added: archive::Added) -> FileReport {
        let sealed = added.sensitivity == Sensitivity::Sealed;
        let end = FileEnd::Added {
            source: added.source,
            change: added.change,
            status: self.status,
            // Reasons name what lies inside.
            reason: self.reason.filter(|_| !sealed && !self.in_sealed),
            claims: (!sealed).then_some(self.claims),
            reviews: added.reviews,
        };
        report(self.label, end)
    }
}
