//! The workspace as requests use it: looked at by several at once, changed by one at a time, never on an async thread.

use crate::accounts::Accounts;
use crate::jobs::Jobs;
use crate::pages::Told;
use crate::remembered::Remembered;
use crate::{Fault, Options, api};
use archive::{
    Act, ClaimCounts, ClaimFilter, ClaimOrder, LabelCounts, Mode, SourceCounts, Totals, Workspace, Writer,
};
use engine::{Folded, Reader};
use model::{Clearance, Cleared};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long a change made from a page waits for another writer, before the page says who it is.
const WAIT_FOR_WRITER: Duration = Duration::from_secs(8);
/// Numbers of claims that are remembered; each filter that somebody asks for has one.
const MOST_NUMBERS: usize = 4_096;
/// How long a request waits for its turn.
const WAIT_FOR_TURN: Duration = Duration::from_secs(10);

/// The workspace and what is needed to work with it; clones share it.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

struct Inner {
    options: Options,
    /// Open for reading, and not in use.
    idle: Mutex<Vec<Workspace>>,
    /// One permit for each piece of work at the same time.
    turns: Semaphore,
    reader: OnceLock<Reader>,
    jobs: Jobs,
    figures: Remembered<Cleared<Folded>>,
    stories: Remembered<Vec<Told>>,
    counts: Remembered<SourceCounts>,
    claim_counts: Remembered<ClaimCounts>,
    /// By what was asked.
    claim_numbers: Remembered<Mutex<HashMap<String, u64>>>,
    /// With the last change of labels that is in them.
    label_counts: Remembered<Mutex<Option<(i64, LabelCounts)>>>,
    totals: Remembered<Totals>,
    api: api::Service,
    accounts: Accounts,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Desk").field("options", &self.0.options).finish_non_exhaustive()
    }
}

impl Desk {
    /// The workspace of `options`, tried once.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub fn open(options: Options) -> crate::Result<Self> {
        Self::open_with_api(options, api::Settings::default())
    }

    /// The same, with what other programs get to ask by.
    ///
    /// # Errors
    /// If it cannot be opened, or the file of keys cannot be used.
    pub fn open_with_api(options: Options, settings: api::Settings) -> crate::Result<Self> {
        let api = api::Service::new(settings, options.threads)?;
        let workspace = Workspace::open(&options.workspace, Mode::Read)?;
        let accounts = Accounts::of(&workspace, options.entrance)?;
        let turns = Semaphore::new(options.threads.get() * 2);
        let inner = Inner {
            options,
            idle: Mutex::new(vec![workspace]),
            turns,
            reader: OnceLock::new(),
            jobs: Jobs::default(),
            figures: Remembered::default(),
            stories: Remembered::default(),
            counts: Remembered::default(),
            claim_counts: Remembered::default(),
            claim_numbers: Remembered::default(),
            label_counts: Remembered::default(),
            totals: Remembered::default(),
            api,
            accounts,
        };
        Ok(Self(Arc::new(inner)))
    }

    /// What it was opened with.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.0.options
    }

    /// What answers other programs.
    pub(crate) fn api(&self) -> &api::Service {
        &self.0.api
    }

    /// The workspace's folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.0.options.workspace
    }

    /// Stories as they were folded last.
    pub(crate) fn stories(&self) -> &Remembered<Vec<Told>> {
        &self.0.stories
    }

    /// How many sources there are of each language, year, kind and country.
    pub(crate) fn source_counts(
        &self,
        workspace: &Workspace,
        clearance: Clearance,
    ) -> Result<SourceCounts, Fault> {
        let counts = self.0.counts.of(workspace, clearance, || Ok(workspace.source_counts(clearance)?))?;
        Ok(SourceCounts::clone(&counts))
    }

    /// How many claims there are of each kind, state and place.
    pub(crate) fn claim_counts(
        &self,
        workspace: &Workspace,
        clearance: Clearance,
    ) -> Result<ClaimCounts, Fault> {
        let counts =
            self.0.claim_counts.of(workspace, clearance, || Ok(workspace.claim_counts(clearance)?))?;
        Ok(ClaimCounts::clone(&counts))
    }

    /// How many claims pass a filter.
    pub(crate) fn claim_number(
        &self,
        workspace: &Workspace,
        clearance: Clearance,
        filter: &ClaimFilter,
    ) -> Result<u64, Fault> {
        self.claim_number_or(workspace, clearance, filter, |asked| {
            Ok(workspace.count_claims(clearance, asked)?)
        })
    }

    /// The same; `find_out` is asked where it is not known, with the filter without order and window.
    pub(crate) fn claim_number_or(
        &self,
        workspace: &Workspace,
        clearance: Clearance,
        filter: &ClaimFilter,
        find_out: impl FnOnce(&ClaimFilter) -> Result<u64, Fault>,
    ) -> Result<u64, Fault> {
        let numbers = self.0.claim_numbers.of(workspace, clearance, || Ok(Mutex::default()))?;
        let numbers = || numbers.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = ClaimFilter { order: ClaimOrder::default(), offset: 0, limit: None, ..filter.clone() };
        let asked_in_words = format!("{asked:?}");
        if let Some(known) = numbers().get(&asked_in_words) {
            return Ok(*known);
        }
        let number = find_out(&asked)?;
        let mut numbers = numbers();
        if numbers.len() >= MOST_NUMBERS {
            numbers.clear();
        }
        numbers.insert(asked_in_words, number);
        Ok(number)
    }

    /// How many sources there are of each tag and category.
    pub(crate) fn label_counts(
        &self,
        workspace: &Workspace,
        clearance: Clearance,
    ) -> Result<LabelCounts, Fault> {
        let kept = self.0.label_counts.of(workspace, clearance, || Ok(Mutex::default()))?;
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        let last = workspace.last_label()?;
        if let Some((_, counts)) = kept.as_ref().filter(|(number, _)| *number == last) {
            return Ok(counts.clone());
        }
        let counts = workspace.label_counts(clearance)?;
        *kept = Some((last, counts.clone()));
        Ok(counts)
    }

    /// What is in the workspace, in numbers.
    pub(crate) fn totals(&self, workspace: &Workspace) -> Result<Totals, Fault> {
        Ok(*self.0.totals.of(workspace, Clearance::Workspace, || Ok(workspace.totals()?))?)
    }

    /// Work under way and done.
    pub(crate) fn jobs(&self) -> &Jobs {
        &self.0.jobs
    }

    /// Figures as they were folded last.
    pub(crate) fn kept_figures(&self) -> &Remembered<Cleared<Folded>> {
        &self.0.figures
    }

    /// Who may sign in.
    pub(crate) fn accounts(&self) -> &Accounts {
        &self.0.accounts
    }

    /// `actor` acting now.
    #[must_use]
    pub fn act(&self, actor: &str) -> Act {
        Act::new(actor, (self.0.options.clock)())
    }

    /// Runs `work` on the workspace, open for reading, on a thread where it may block.
    ///
    /// # Errors
    /// What `work` fails with; [`Fault::Busy`] where all turns are taken for too long.
    pub async fn look<T, W>(&self, work: W) -> Result<T, Fault>
    where
        T: Send + 'static,
        W: FnOnce(&Workspace) -> Result<T, Fault> + Send + 'static,
    {
        let desk = self.clone();
        self.in_turn(move || {
            let workspace = desk.workspace()?;
            let outcome = work(&workspace);
            desk.idle().push(workspace);
            outcome
        })
        .await
    }

    /// Runs `work` on the workspace, open for writing; `verb` is what others who wait get to read. Afterwards the
    /// full-text index is brought up to date.
    ///
    /// # Errors
    /// What `work` fails with; [`Fault::Busy`] where another writer takes too long.
    pub async fn change<T, W>(&self, verb: &'static str, work: W) -> Result<T, Fault>
    where
        T: Send + 'static,
        W: FnOnce(&Workspace) -> Result<T, Fault> + Send + 'static,
    {
        let desk = self.clone();
        self.in_turn(move || {
            let since = (desk.0.options.clock)();
            let writer =
                Writer { wait: WAIT_FOR_WRITER, ..Writer::new(format!("manumit serve ({verb})"), since) };
            let workspace = Workspace::open(desk.root(), Mode::Write(writer))?;
            let outcome = work(&workspace)?;
            workspace.flush()?;
            Ok(outcome)
        })
        .await
    }

    /// What reads documents and finds claims, with the workspace's own rules; made when first asked for.
    ///
    /// # Errors
    /// If a rule file of the workspace cannot be used.
    pub fn reader(&self, workspace: &Workspace) -> Result<&Reader, Fault> {
        if let Some(reader) = self.0.reader.get() {
            return Ok(reader);
        }
        let reader = Reader::of_workspace(workspace)?;
        Ok(self.0.reader.get_or_init(|| reader))
    }

    pub(crate) async fn in_turn<T, W>(&self, work: W) -> Result<T, Fault>
    where
        T: Send + 'static,
        W: FnOnce() -> Result<T, Fault> + Send + 'static,
    {
        let turn = tokio::time::timeout(WAIT_FOR_TURN, self.0.turns.acquire()).await;
        let _turn = turn.map_err(|_| Fault::Busy("too many requests at once".to_owned()))?;
        tokio::task::spawn_blocking(work).await.map_err(|_| Fault::Broken)?
    }

    fn workspace(&self) -> Result<Workspace, Fault> {
        let idle = self.idle().pop();
        match idle {
            Some(workspace) => Ok(workspace),
            None => Ok(Workspace::open(self.root(), Mode::Read)?),
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Workspace>> {
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
