//! Tasks to sources: fetching some at a time, reading beside it, writing in order.

use super::{WebAnswer, WebReport};
use crate::add::{BYTES_UNDER_WAY, FileEnd, FileReport, work};
use crate::batch::Batch;
use crate::context::ReadingContext;
use crate::pipeline::{Bounds, Feed, in_order, in_order_from};
use crate::reading::Reader;
use crate::unfold::{Job, Origin, Unfolder};
use crate::{Error, Progress, Result};
use archive::{Act, LastFetch, Workspace};
use fetch::{Address, Answer, Content, Fetcher, Known, Request};
use model::{AcquisitionFacts, AcquisitionRoute, Sensitivity};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

/// Answers that are fetched or wait to be read at a time, at most of [`fetch::Limits::body_bytes`] each.
const AT_A_TIME: usize = 4;

/// One address and what is to be done with it.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) address: String,
    pub(super) named_by: Option<Address>,
    what: What,
}

#[derive(Debug)]
enum What {
    Fetch(Address),
    /// Fetched already, to see whether it is a feed.
    Take(Mutex<Option<Box<Content>>>),
    /// Asked already: nothing changed.
    Unchanged {
        at: String,
    },
    Fail {
        reason: String,
    },
}

impl Task {
    pub(super) fn fetch(address: Address, named_by: Option<Address>) -> Self {
        Self { address: address.to_string(), named_by, what: What::Fetch(address) }
    }

    pub(super) fn take(address: &Address, content: Content) -> Self {
        let what = What::Take(Mutex::new(Some(Box::new(content))));
        Self { address: address.to_string(), named_by: None, what }
    }

    pub(super) fn unchanged(address: &Address, at: String) -> Self {
        Self { address: address.to_string(), named_by: None, what: What::Unchanged { at } }
    }

    pub(super) fn failed(address: String, named_by: Option<Address>, reason: String) -> Self {
        Self { address, named_by, what: What::Fail { reason } }
    }

    /// Its site; of what is not fetched, none.
    fn site(&self) -> Option<String> {
        match &self.what {
            What::Fetch(address) => Some(address.origin()),
            _ => None,
        }
    }
}

/// What bringing needs.
pub(super) struct How<'h> {
    pub(super) workspace: &'h Workspace,
    pub(super) reader: &'h Reader,
    pub(super) fetcher: &'h Fetcher,
    pub(super) act: &'h Act,
    pub(super) threads: NonZeroUsize,
    pub(super) tool_version: &'h str,
}

/// What became of an address, for whoever keeps the books of a feed.
#[derive(Debug)]
pub(super) struct Brought<'b> {
    pub(super) address: &'b str,
    pub(super) named_by: Option<&'b str>,
    pub(super) failed: bool,
    /// Whether asking again another day can help.
    pub(super) may_pass: bool,
}

/// What came of fetching.
enum Fetched {
    Content(Box<Content>),
    Unchanged { last: LastFetch, at: String },
    Failed { reason: String, may_pass: bool },
    Broken(Error),
}

/// What is known of an address once it was asked.
#[derive(Debug, Default)]
struct Note {
    named_by: Option<String>,
    answer: Option<WebAnswer>,
    may_pass: bool,
    /// When the server said that nothing changed.
    confirmed: Option<String>,
}

/// Does the tasks; tells `book` of each address once it is written.
pub(super) fn bring(
    how: &How<'_>,
    tasks: Vec<Task>,
    sensitivity: Option<Sensitivity>,
    progress: &mut dyn Progress<WebReport>,
    book: &mut dyn FnMut(&Brought<'_>) -> Result<()>,
) -> Result<()> {
    let tasks = in_turn(once(tasks));
    progress.begin(tasks.len());
    let notes = Mutex::new(HashMap::new());
    let mut teller = Teller { how, notes: &notes, progress, book, error: None };
    let unfolder = Unfolder {
        workspace: Some(how.workspace),
        reader_version: how.reader.version(),
        sensitivity,
        stop: None,
    };
    let mut batch =
        Batch::new(how.workspace, how.reader, how.act, how.tool_version, &mut teller).one_by_one();
    let brought = in_order_from(
        Bounds { threads: how.threads, budget: BYTES_UNDER_WAY },
        |feed| fetch_all(how, &tasks, &notes, &unfolder, feed),
        |job| work(how.workspace, how.reader, sensitivity, job).unwrap_or_else(crate::add::Worked::Broken),
        |worked| batch.take(worked),
    );
    let brought = brought.and_then(|()| batch.write());
    drop(batch);
    let booked = teller.error.map_or(Ok(()), Err);
    let flushed = how.workspace.flush();
    brought?;
    booked?;
    Ok(flushed?)
}

/// Each address once.
fn once(tasks: Vec<Task>) -> Vec<Task> {
    let mut seen = HashSet::new();
    tasks.into_iter().filter(|task| seen.insert(task.address.clone())).collect()
}

/// One of each site after the other, so that a pause at one site is used for the others.
fn in_turn(tasks: Vec<Task>) -> Vec<Task> {
    let mut sites: Vec<VecDeque<Task>> = Vec::new();
    let mut places: BTreeMap<Option<String>, usize> = BTreeMap::new();
    for task in tasks {
        let place = *places.entry(task.site()).or_insert_with(|| {
            sites.push(VecDeque::new());
            sites.len() - 1
        });
        if let Some(site) = sites.get_mut(place) {
            site.push_back(task);
        }
    }
    let mut turn = Vec::new();
    while !sites.is_empty() {
        turn.extend(sites.iter_mut().filter_map(VecDeque::pop_front));
        sites.retain(|site| !site.is_empty());
    }
    turn
}

fn fetch_all(
    how: &How<'_>,
    tasks: &[Task],
    notes: &Mutex<HashMap<String, Note>>,
    unfolder: &Unfolder<'_>,
    feed: &mut Feed<'_, Job>,
) {
    // As many answers as are fetched at a time may lie about; their weight is not known before.
    let threads = NonZeroUsize::new(AT_A_TIME).unwrap_or(NonZeroUsize::MIN);
    let bounds = Bounds { threads, budget: AT_A_TIME as u64 };
    let _ = in_order(
        tasks,
        bounds,
        |_| 1,
        |task| fetch_one(how, task),
        |task, fetched| {
            let mut note =
                Note { named_by: task.named_by.as_ref().map(ToString::to_string), ..Note::default() };
            let label = task.address.clone();
            let untaken = |reason: String| Job::Untaken { label: label.clone(), reason };
            let job = match fetched {
                Fetched::Content(content) => {
                    note.answer = Some(answer_of(&content));
                    keep(notes, &label, note);
                    let origin = origin_of(task, &content, unfolder.sensitivity);
                    return go_on(unfolder.fetched(origin, content.body, feed));
                }
                Fetched::Unchanged { last, at } => {
                    let address = last.facts.url.clone().unwrap_or_else(|| label.clone());
                    note.answer = Some(WebAnswer { address, status: 304, redirects: 0, bytes: None });
                    note.confirmed = Some(at);
                    Job::Unchanged { label: label.clone(), source: last.source }
                }
                Fetched::Failed { reason, may_pass } => {
                    note.may_pass = may_pass;
                    untaken(reason)
                }
                Fetched::Broken(error) => Job::Broken(error),
            };
            keep(notes, &label, note);
            go_on(feed(job, 0))
        },
    );
}

fn go_on(flow: ControlFlow<()>) -> Result<(), ()> {
    match flow {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(()),
    }
}

fn keep(notes: &Mutex<HashMap<String, Note>>, label: &str, note: Note) {
    notes.lock().unwrap_or_else(PoisonError::into_inner).insert(label.to_owned(), note);
}

fn fetch_one(how: &How<'_>, task: &Task) -> Fetched {
    let failed =
        |error: &fetch::Error| Fetched::Failed { reason: error.to_string(), may_pass: error.may_pass() };
    let last = match how.workspace.last_fetch(&task.address) {
        Ok(last) => last,
        Err(error) => return Fetched::Broken(error.into()),
    };
    match &task.what {
        What::Fail { reason } => Fetched::Failed { reason: reason.clone(), may_pass: true },
        What::Take(content) => match content.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(content) => Fetched::Content(content),
            None => Fetched::Failed { reason: "it was taken already".to_owned(), may_pass: true },
        },
        What::Unchanged { at } => match last {
            Some(last) => Fetched::Unchanged { last, at: at.clone() },
            None => failed(&fetch::Error::UnaskedUnchanged),
        },
        What::Fetch(address) => {
            let known = last.as_ref().and_then(known_of);
            match how.fetcher.fetch(&Request { known: known.as_ref(), ..Request::of(address) }) {
                Ok(Answer::Content(content)) => Fetched::Content(Box::new(content)),
                Ok(Answer::Unchanged(unchanged)) => match last {
                    Some(last) => Fetched::Unchanged { last, at: unchanged.at.to_string() },
                    None => failed(&fetch::Error::UnaskedUnchanged),
                },
                Err(error) => failed(&error),
            }
        }
    }
}

/// By what the server of an earlier answer can tell whether something changed.
pub(super) fn known_of(last: &LastFetch) -> Option<Known> {
    Known::of(last.facts.url.as_deref()?, &last.facts.headers)
}

fn answer_of(content: &Content) -> WebAnswer {
    WebAnswer {
        address: content.address.to_string(),
        status: content.status,
        redirects: content.redirects.len(),
        bytes: Some(content.body.len() as u64),
    }
}

/// What an answer says of itself, for the ledger.
pub(crate) fn facts_of(content: &Content) -> AcquisitionFacts {
    AcquisitionFacts {
        url: Some(content.address.to_string()),
        redirects: content.redirects.clone(),
        through_proxy: content.through_proxy,
        status: Some(content.status),
        modified: None,
        headers: content.headers.clone(),
    }
}

fn origin_of(task: &Task, content: &Content, sensitivity: Option<Sensitivity>) -> Origin {
    let media_type = content.media_type();
    let context = ReadingContext::of_answer(content.address.as_str(), media_type, content.charset());
    Origin {
        label: task.address.clone(),
        route: AcquisitionRoute::Url { url: task.address.clone(), fetched: Some(content.at.to_string()) },
        facts: facts_of(content),
        context: context.to_string(),
        sensitivity,
        in_sealed: false,
    }
}

/// Tells of files as of addresses, and keeps the books.
struct Teller<'t, 'h> {
    how: &'t How<'h>,
    notes: &'t Mutex<HashMap<String, Note>>,
    progress: &'t mut dyn Progress<WebReport>,
    book: &'t mut dyn FnMut(&Brought<'_>) -> Result<()>,
    error: Option<Error>,
}

impl Progress<FileReport> for Teller<'_, '_> {
    fn begin(&mut self, _total: usize) {}

    fn more(&mut self, count: usize) {
        self.progress.more(count);
    }

    fn item(&mut self, item: FileReport) {
        let address = item.path.to_string_lossy().into_owned();
        let note = self.notes.lock().unwrap_or_else(PoisonError::into_inner).remove(&address);
        if let Some(note) = &note
            && let Err(error) = self.settle(&address, note, &item.end)
        {
            self.error.get_or_insert(error);
        }
        let Note { named_by, answer, .. } = note.unwrap_or_default();
        self.progress.item(WebReport { address, named_by, answer, end: item.end });
    }
}

impl Teller<'_, '_> {
    fn settle(&mut self, address: &str, note: &Note, end: &FileEnd) -> Result<()> {
        if let Some(at) = &note.confirmed {
            self.how.workspace.confirm_fetch(self.how.act, address, at)?;
        }
        let failed = matches!(end, FileEnd::Skipped { .. });
        let named_by = note.named_by.as_deref();
        (self.book)(&Brought { address, named_by, failed, may_pass: note.may_pass })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_take_turns_and_addresses_come_once() {
        let task = |text: &str| Task::fetch(Address::parse(text).unwrap(), None);
        let tasks = [
            "https://a.example/1",
            "https://a.example/2",
            "https://b.example/1",
            "https://a.example/1",
            "https://a.example/3",
        ];
        let turn: Vec<String> =
            in_turn(once(tasks.map(task).into())).into_iter().map(|task| task.address).collect();
        assert_eq!(
            turn,
            ["https://a.example/1", "https://b.example/1", "https://a.example/2", "https://a.example/3"]
        );
    }
}
