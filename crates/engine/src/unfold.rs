//! Files and what lies in them, one after the other.
//!
//! ```text
//! files ─▶ container? ─ no ─▶ Job::File
//!             └ yes ─▶ Job::Open, its members (each of them the same again), Job::Close with the container itself
//! ```
//!
//! A container comes *after* what it holds. So whoever finds a container in the ledger knows that everything in it is
//! there too, and a run that was broken off goes on where it was.

use crate::context::ReadingContext;
use crate::pipeline::Feed;
use crate::reading::is_current;
use crate::walk::{Found, why};
use crate::{Error, Result};
use archive::{Kept, Known, Workspace};
use model::{AcquisitionFacts, AcquisitionRoute, Clearance, Sensitivity, SourceId};
use read::container::{Budget, Container, ContainerKind, Ending, Input, Member};
use std::fs::File;
use std::io::{Cursor, Seek};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// Containers of at most this size are held in memory while they are gone through.
const SMALL: u64 = 64 << 20;

/// Bytes of containers in containers that are held in memory together.
const MOST_HELD: usize = 192 << 20;

/// Where an item came from.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    /// What it is called in reports; of something in a sealed container no more than its number.
    pub(crate) label: String,
    /// How it came.
    pub(crate) route: AcquisitionRoute,
    /// What was said of it on the way.
    pub(crate) facts: AcquisitionFacts,
    /// What matters to reading it.
    pub(crate) context: String,
    /// How far it may travel; `None` as the settings say.
    pub(crate) sensitivity: Option<Sensitivity>,
    /// Whether it lies in something that is or will be sealed.
    pub(crate) in_sealed: bool,
}

/// The bytes of a container that was gone through.
#[derive(Debug)]
pub(crate) enum Held {
    /// In memory.
    Bytes(Vec<u8>),
    /// Among the originals.
    Kept(Kept),
    /// In the workspace before.
    Stored,
    /// In a file that is too large to hold; without a workspace nobody needs its bytes.
    Left,
}

/// A container that was gone through.
#[derive(Debug)]
pub(crate) struct Closed {
    pub(crate) origin: Origin,
    pub(crate) source: SourceId,
    pub(crate) kind: ContainerKind,
    pub(crate) held: Held,
    pub(crate) ending: Ending,
}

/// What is to be done next.
#[derive(Debug)]
pub(crate) enum Job {
    /// A file that is no container, and the route it comes by; nobody has read it yet.
    File { path: PathBuf, route: AcquisitionRoute, size: u64 },
    /// Something out of a container.
    Item { origin: Origin, bytes: Vec<u8> },
    /// Something that could not be taken out of a container, and why.
    Untaken { label: String, reason: String },
    /// What follows, up to its end, lies in one container.
    Open { label: String },
    /// The end of a container.
    Close(Box<Closed>),
    /// A container that is in the ledger already, by this route and read by this version, with all in it.
    Unchanged { label: String, source: SourceId },
    /// A source that is here already, sealed.
    Sealed { label: String, source: SourceId },
    /// A file that cannot be read.
    Skipped { path: PathBuf, reason: String },
    /// The ledger refused.
    Broken(Error),
}

impl Job {
    /// Bytes that are held while it is under way.
    fn weight(&self) -> u64 {
        match self {
            Self::File { size, .. } => *size,
            Self::Item { bytes, .. } => bytes.len() as u64,
            Self::Close(closed) => match &closed.held {
                Held::Bytes(bytes) => bytes.len() as u64,
                _ => 0,
            },
            _ => 0,
        }
    }
}

/// A container that is being gone through.
struct Frame<'f> {
    source: &'f SourceId,
    label: &'f str,
    sensitivity: Option<Sensitivity>,
    is_sealed: bool,
    /// The containers it lies in, outermost first, and itself.
    inside: Vec<SourceId>,
    /// Bytes of it and of those it lies in that are in memory.
    held: usize,
}

impl<'f> Frame<'f> {
    /// A container that lies in no other, with the bytes of it that are in memory.
    fn outermost(source: &'f SourceId, origin: &'f Origin, held: usize) -> Self {
        Self {
            source,
            label: &origin.label,
            sensitivity: origin.sensitivity,
            is_sealed: origin.in_sealed,
            inside: vec![source.clone()],
            held,
        }
    }
}

/// Unfolds files into jobs.
pub(crate) struct Unfolder<'u> {
    /// The workspace that the files are added to, if any.
    pub(crate) workspace: Option<&'u Workspace>,
    /// Version of reader and rules.
    pub(crate) reader_version: &'u str,
    /// How far the files may travel; `None` as the settings say.
    pub(crate) sensitivity: Option<Sensitivity>,
    /// A folder that is only a stop on the way: what lies in it is recorded by its name there.
    pub(crate) stop: Option<&'u Path>,
}

impl Unfolder<'_> {
    /// The route of a file.
    fn route(&self, path: &Path) -> AcquisitionRoute {
        match self.stop.and_then(|stop| path.strip_prefix(stop).ok()) {
            Some(name) => AcquisitionRoute::Path { path: name.display().to_string() },
            None => path_route(path),
        }
    }

    /// Feeds all that lies in the files, until no more is wanted.
    pub(crate) fn files(&self, files: &[Found], feed: &mut Feed<'_, Job>) {
        for found in files {
            let fed = match found {
                Found::File { path, size } => self.file(path, *size, feed),
                Found::Skipped { path, reason } => {
                    push(feed, Job::Skipped { path: path.clone(), reason: reason.clone() })
                }
            };
            if fed.is_break() {
                return;
            }
        }
    }

    fn file(&self, path: &Path, size: u64, feed: &mut Feed<'_, Job>) -> ControlFlow<()> {
        let plain = |feed: &mut Feed<'_, Job>| {
            push(feed, Job::File { path: path.to_owned(), route: self.route(path), size })
        };
        // What cannot be opened is told by whoever reads it.
        let Ok(mut file) = File::open(path) else { return plain(feed) };
        match detect(&mut file) {
            Some(container) => match self.container_file(container, path, size, file, feed) {
                Ok(flow) => flow,
                Err(error) => push(feed, Job::Broken(error)),
            },
            None => plain(feed),
        }
    }

    fn container_file(
        &self,
        container: Container,
        path: &Path,
        size: u64,
        mut file: File,
        feed: &mut Feed<'_, Job>,
    ) -> Result<ControlFlow<()>> {
        let skipped = |reason: String| Job::Skipped { path: path.to_owned(), reason };
        let largest = read::Limits::default().max_input_bytes as u64;
        let sealed = self.seals();
        // A mail is read as a whole, and so is what is encrypted.
        let whole = size <= SMALL || sealed || container.kind() == ContainerKind::Mail;
        if whole && size > largest {
            let reason = format!("larger than {} MiB: split it, or take out what is needed", largest >> 20);
            return Ok(push(feed, skipped(reason)));
        }
        let bytes = if whole { Some(std::fs::read(path)) } else { None };
        let bytes = match bytes.transpose() {
            Ok(bytes) => bytes,
            Err(error) => return Ok(push(feed, skipped(why(&error)))),
        };
        let source = match &bytes {
            Some(bytes) => SourceId::of(bytes),
            None => match file.rewind().and_then(|()| SourceId::of_stream(&file)) {
                Ok(source) => source,
                Err(error) => return Ok(push(feed, skipped(why(&error)))),
            },
        };
        let origin = Origin {
            label: path.display().to_string(),
            route: self.route(path),
            facts: AcquisitionFacts::default(),
            context: String::new(),
            sensitivity: self.sensitivity,
            in_sealed: sealed,
        };
        let origin = match self.outermost(&source, origin)? {
            Ok(origin) => origin,
            Err(job) => return Ok(push(feed, job)),
        };
        let frame = Frame::outermost(&source, &origin, bytes.as_ref().map_or(0, Vec::len));
        let budget = Budget::of_size(size);
        if push(feed, Job::Open { label: origin.label.clone() }).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        let (outcome, held) = match (bytes, self.workspace) {
            (Some(bytes), _) => {
                let outcome = self.go_through(&container, &mut Cursor::new(&bytes), &budget, &frame, feed);
                (outcome, Held::Bytes(bytes))
            }
            (None, Some(workspace)) => {
                let kept = workspace.keep_file(&source, path)?;
                let mut input = workspace.open_kept(&kept)?;
                (self.go_through(&container, &mut input, &budget, &frame, feed), Held::Kept(kept))
            }
            (None, None) => {
                let outcome = self.go_through(&container, &mut file, &budget, &frame, feed);
                (outcome, Held::Left)
            }
        };
        let ControlFlow::Continue(ending) = outcome else { return Ok(ControlFlow::Break(())) };
        let closed = Closed { origin, source, kind: container.kind(), held, ending };
        Ok(push(feed, Job::Close(Box::new(closed))))
    }

    /// Feeds what came from the web, and what lies in it.
    pub(crate) fn fetched(
        &self,
        mut origin: Origin,
        bytes: Vec<u8>,
        feed: &mut Feed<'_, Job>,
    ) -> ControlFlow<()> {
        let Some(container) = detect(&mut Cursor::new(&bytes)) else {
            return push(feed, Job::Item { origin, bytes });
        };
        let source = SourceId::of(&bytes);
        (origin.context, origin.in_sealed) = (String::new(), self.seals());
        let origin = match self.outermost(&source, origin) {
            Ok(Ok(origin)) => origin,
            Ok(Err(job)) => return push(feed, job),
            Err(error) => return push(feed, Job::Broken(error)),
        };
        let frame = Frame::outermost(&source, &origin, bytes.len());
        push(feed, Job::Open { label: origin.label.clone() })?;
        let budget = Budget::of_size(bytes.len() as u64);
        let ending = match self.go_through(&container, &mut Cursor::new(&bytes), &budget, &frame, feed) {
            ControlFlow::Continue(ending) => ending,
            ControlFlow::Break(()) => return ControlFlow::Break(()),
        };
        let (kind, held) = (container.kind(), Held::Bytes(bytes));
        push(feed, Job::Close(Box::new(Closed { origin, source, kind, held, ending })))
    }

    /// Whether what is added is sealed.
    fn seals(&self) -> bool {
        let by_default = || self.workspace.map(|workspace| workspace.settings().sensitivity);
        self.sensitivity.or_else(by_default) == Some(Sensitivity::Sealed)
    }

    /// How a container that lies in no other is to be gone through; what is to be done instead, where it need not be.
    fn outermost(&self, source: &SourceId, mut origin: Origin) -> Result<Result<Origin, Job>> {
        let Some(workspace) = self.workspace else { return Ok(Ok(origin)) };
        Ok(match self.look_up(workspace, source, &origin.route)? {
            LookUp::New => Ok(origin),
            LookUp::Sealed(source) => Err(Job::Sealed { label: origin.label, source }),
            LookUp::Unchanged => Err(Job::Unchanged { label: origin.label, source: source.clone() }),
            LookUp::Known { sensitivity, context } => {
                (origin.sensitivity, origin.in_sealed, origin.context) = (Some(sensitivity), false, context);
                Ok(origin)
            }
        })
    }

    /// Feeds a container of the workspace again, and what lies in it before it.
    pub(crate) fn stored(
        &self,
        source: &SourceId,
        context: &str,
        feed: &mut Feed<'_, Job>,
    ) -> ControlFlow<()> {
        let Some(workspace) = self.workspace else { return ControlFlow::Continue(()) };
        match self.stored_in(workspace, source, context, feed) {
            Ok(flow) => flow,
            Err(error) => push(feed, Job::Broken(error)),
        }
    }

    fn stored_in(
        &self,
        workspace: &Workspace,
        source: &SourceId,
        context: &str,
        feed: &mut Feed<'_, Job>,
    ) -> Result<ControlFlow<()>> {
        // Another container may have brought it up to date by now.
        if let Known::Here { readings, .. } = workspace.known_source(source)?
            && readings
                .iter()
                .any(|(known, version)| known == context && is_current(self.reader_version, version))
        {
            return Ok(ControlFlow::Continue(()));
        }
        let record = workspace.source(Clearance::Workspace, source)?.into_inner();
        let Some(way) = record.acquisitions.into_iter().next() else { return Ok(ControlFlow::Continue(())) };
        let origin = Origin {
            label: way.route.label().to_owned(),
            route: way.route,
            facts: way.facts,
            context: context.to_owned(),
            sensitivity: Some(record.source.sensitivity),
            in_sealed: false,
        };
        let mut input = workspace.open_bytes(Clearance::Workspace, source)?.into_inner();
        let Some(container) = detect(&mut input) else { return Ok(ControlFlow::Continue(())) };
        let frame = Frame::outermost(source, &origin, 0);
        if push(feed, Job::Open { label: origin.label.clone() }).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        let budget = Budget::of_size(record.source.size);
        let ControlFlow::Continue(ending) = self.go_through(&container, &mut input, &budget, &frame, feed)
        else {
            return Ok(ControlFlow::Break(()));
        };
        let (source, kind) = (source.clone(), container.kind());
        Ok(push(feed, Job::Close(Box::new(Closed { origin, source, kind, held: Held::Stored, ending }))))
    }

    /// Feeds the members of a container. Breaks where no more is wanted.
    fn go_through(
        &self,
        container: &Container,
        input: &mut dyn Input,
        budget: &Budget,
        frame: &Frame<'_>,
        feed: &mut Feed<'_, Job>,
    ) -> ControlFlow<(), Ending> {
        let mut flow = ControlFlow::Continue(());
        let mut number = 0_usize;
        let visited = catch_unwind(AssertUnwindSafe(|| {
            container.visit(input, budget, &mut |member| {
                number += 1;
                flow = match self.member(member, number, budget, frame, feed) {
                    Ok(flow) => flow,
                    Err(error) => push(feed, Job::Broken(error)),
                };
                flow
            })
        }));
        flow?;
        ControlFlow::Continue(visited.unwrap_or_else(|_| Ending {
            missing: vec!["the reader failed on it; please report this file".to_owned()],
            notes: Vec::new(),
        }))
    }

    fn member(
        &self,
        member: Member,
        number: usize,
        budget: &Budget,
        frame: &Frame<'_>,
        feed: &mut Feed<'_, Job>,
    ) -> Result<ControlFlow<()>> {
        let label = if frame.is_sealed {
            format!("{}/#{number}", frame.label)
        } else {
            format!("{}/{}", frame.label, member.name.trim_start_matches('/'))
        };
        let context = ReadingContext::of_member(&member).to_string();
        let Member { name, captured, facts, content, .. } = member;
        let mut bytes = match content {
            Ok(bytes) => bytes,
            Err(reason) => return Ok(push(feed, Job::Untaken { label, reason })),
        };
        bytes.shrink_to_fit();
        let route = AcquisitionRoute::Parent { parent: frame.source.clone(), name, captured };
        let (sensitivity, in_sealed) = (frame.sensitivity, frame.is_sealed);
        let origin = Origin { label, route, facts, context, sensitivity, in_sealed };
        match detect(&mut Cursor::new(&bytes)) {
            Some(container) => self.container_member(&container, origin, bytes, budget, frame, feed),
            None => Ok(push(feed, Job::Item { origin, bytes })),
        }
    }

    fn container_member(
        &self,
        container: &Container,
        mut origin: Origin,
        bytes: Vec<u8>,
        budget: &Budget,
        frame: &Frame<'_>,
        feed: &mut Feed<'_, Job>,
    ) -> Result<ControlFlow<()>> {
        let source = SourceId::of(&bytes);
        origin.context = String::new();
        if let Some(workspace) = self.workspace {
            match self.look_up(workspace, &source, &origin.route)? {
                LookUp::New => {}
                LookUp::Sealed(source) => {
                    return Ok(push(feed, Job::Sealed { label: origin.label, source }));
                }
                LookUp::Unchanged => {
                    return Ok(push(feed, Job::Unchanged { label: origin.label, source }));
                }
                LookUp::Known { sensitivity, context } => {
                    // What lies in it may be no less protected than what it was found in.
                    if !frame.is_sealed {
                        origin.sensitivity = Some(sensitivity);
                    }
                    origin.context = context;
                }
            }
        }
        let refusal = if frame.inside.contains(&source) {
            Some("it contains itself, so it was not opened again".to_owned())
        } else if frame.inside.len() >= Budget::DEPTH {
            let depth = Budget::DEPTH;
            Some(format!(
                "it lies {depth} archives deep, and deeper ones are not opened: take it out and add it by itself"
            ))
        } else if frame.held + bytes.len() > MOST_HELD {
            let most = MOST_HELD >> 20;
            Some(format!(
                "it is too large to be opened inside of another archive ({most} MiB together): take it out and add it by itself"
            ))
        } else {
            None
        };
        if push(feed, Job::Open { label: origin.label.clone() }).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        let ending = match refusal {
            Some(reason) => Ending { missing: vec![reason], notes: Vec::new() },
            None => {
                let inner = Frame {
                    source: &source,
                    label: &origin.label,
                    sensitivity: origin.sensitivity,
                    is_sealed: frame.is_sealed,
                    inside: [frame.inside.as_slice(), std::slice::from_ref(&source)].concat(),
                    held: frame.held + bytes.len(),
                };
                match self.go_through(container, &mut Cursor::new(&bytes), budget, &inner, feed) {
                    ControlFlow::Continue(ending) => ending,
                    ControlFlow::Break(()) => return Ok(ControlFlow::Break(())),
                }
            }
        };
        let closed = Closed { origin, source, kind: container.kind(), held: Held::Bytes(bytes), ending };
        Ok(push(feed, Job::Close(Box::new(closed))))
    }

    fn look_up(&self, workspace: &Workspace, source: &SourceId, route: &AcquisitionRoute) -> Result<LookUp> {
        Ok(match workspace.known_source(source)? {
            Known::No => LookUp::New,
            Known::Sealed { source } => LookUp::Sealed(source),
            Known::Here { sensitivity, readings, .. } => {
                let up_to_date = readings.iter().any(|(_, version)| is_current(self.reader_version, version));
                if up_to_date && came_by(workspace, source, route)? {
                    return Ok(LookUp::Unchanged);
                }
                let context = readings.into_iter().next().map(|(context, _)| context).unwrap_or_default();
                LookUp::Known { sensitivity, context }
            }
        })
    }
}

/// What the ledger knows of a container.
enum LookUp {
    New,
    Sealed(SourceId),
    /// By this route, read by this version.
    Unchanged,
    Known {
        sensitivity: Sensitivity,
        context: String,
    },
}

/// Whether a source came by this route before.
pub(crate) fn came_by(workspace: &Workspace, source: &SourceId, route: &AcquisitionRoute) -> Result<bool> {
    let record = workspace.source(Clearance::Workspace, source)?;
    Ok(record.get().acquisitions.iter().any(|acquisition| acquisition.route == *route))
}

/// The route of a file.
pub(crate) fn path_route(path: &Path) -> AcquisitionRoute {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    AcquisitionRoute::Path { path: path.display().to_string() }
}

/// Whether a source of the workspace holds others.
pub(crate) fn is_container(workspace: &Workspace, source: &SourceId) -> bool {
    let opened = workspace.open_bytes(Clearance::Workspace, source);
    opened.is_ok_and(|file| detect(&mut file.into_inner()).is_some())
}

/// What fails while it is looked at is no container; whoever reads it tells why.
fn detect(input: &mut dyn Input) -> Option<Container> {
    catch_unwind(AssertUnwindSafe(|| Container::detect(input))).ok()?.ok()?
}

fn push(feed: &mut Feed<'_, Job>, job: Job) -> ControlFlow<()> {
    let weight = job.weight();
    feed(job, weight)
}
