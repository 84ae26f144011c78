//! What answers: holdings that are exchanged when the ledger changes, threads for work, keys.
//!
//! Whoever reads takes the holdings there are and keeps them until done; new ones are made beside them and put in their place, so nobody
//! waits for lists to be read.

use super::keys::Keys;
use super::metrics::Metrics;
use super::refusal::Refusal;
use super::{KeyError, Settings};
use crate::{Desk, Fault, Offer};
use engine::Holdings;
use jiff::tz::TimeZone;
use model::Clearance;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::Semaphore;

/// How often the ledger is asked whether it changed.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// What is shared by all requests to the API.
pub(crate) struct Service {
    settings: Settings,
    keys: RwLock<Option<KeptKeys>>,
    public: Shelf,
    whole: Shelf,
    /// One permit for each thread that works on queries.
    threads: Arc<Semaphore>,
    pub(crate) metrics: Metrics,
    pub(crate) under_way: AtomicUsize,
    pub(crate) turned_away: AtomicUsize,
}

struct KeptKeys {
    keys: Arc<Keys>,
    changed: Option<SystemTime>,
}

/// A place for holdings.
#[derive(Default)]
struct Shelf {
    holdings: RwLock<Option<Arc<Holdings>>>,
    /// Held by the one who makes new ones.
    making: tokio::sync::Mutex<()>,
}

impl Shelf {
    fn get(&self) -> Option<Arc<Holdings>> {
        self.holdings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn put(&self, holdings: Arc<Holdings>) {
        *self.holdings.write().unwrap_or_else(PoisonError::into_inner) = Some(holdings);
    }
}

impl Service {
    /// A service that holds nothing yet.
    pub(crate) fn new(settings: Settings, threads: NonZeroUsize) -> Result<Self, KeyError> {
        let service = Self {
            keys: RwLock::new(settings.key_file.as_deref().map(KeptKeys::read).transpose()?),
            settings,
            public: Shelf::default(),
            whole: Shelf::default(),
            threads: Arc::new(Semaphore::new(threads.get())),
            metrics: Metrics::default(),
            under_way: AtomicUsize::new(0),
            turned_away: AtomicUsize::new(0),
        };
        Ok(service)
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The keys that are let in; none where whoever comes is.
    pub(crate) fn keys(&self) -> Option<Arc<Keys>> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        keys.as_ref().map(|kept| kept.keys.clone())
    }

    fn shelf(&self, clearance: Clearance) -> &Shelf {
        match clearance {
            Clearance::Public => &self.public,
            Clearance::Workspace => &self.whole,
        }
    }

    /// The clearance of whoever is let in without being known otherwise.
    pub(crate) fn usual(&self) -> Clearance {
        if self.keys().is_some() { Clearance::Workspace } else { Clearance::Public }
    }

    /// The holdings that are there already.
    pub(crate) fn at_hand(&self, clearance: Clearance) -> Option<Arc<Holdings>> {
        self.shelf(clearance).get()
    }

    /// The holdings; made where there are none yet.
    pub(crate) async fn holdings(&self, desk: &Desk, clearance: Clearance) -> Result<Arc<Holdings>, Fault> {
        let shelf = self.shelf(clearance);
        if let Some(holdings) = shelf.get() {
            return Ok(holdings);
        }
        let _one = shelf.making.lock().await;
        match shelf.get() {
            Some(holdings) => Ok(holdings),
            None => self.make(desk, clearance).await,
        }
    }

    async fn make(&self, desk: &Desk, clearance: Clearance) -> Result<Arc<Holdings>, Fault> {
        let act = desk.act("manumit");
        let made =
            desk.look(move |workspace| Ok(Holdings::of_workspace(workspace, clearance, &act)?)).await?;
        let made = Arc::new(made);
        self.shelf(clearance).put(made.clone());
        Ok(made)
    }

    /// Exchanges holdings where the ledger has changed, or a day has passed, so that ages of lists stay right; reads keys anew where their
    /// file has changed.
    pub(crate) async fn refresh(&self, desk: &Desk) -> Result<(), Fault> {
        self.read_keys();
        let held: Vec<Arc<Holdings>> = [Clearance::Public, Clearance::Workspace]
            .into_iter()
            .filter_map(|one| self.at_hand(one))
            .collect();
        if held.is_empty() {
            return Ok(());
        }
        let head = desk.look(|workspace| Ok(workspace.head()?)).await?;
        let today = desk.act("").at.to_zoned(TimeZone::UTC).date().to_string();
        for holdings in held {
            if holdings.head() != head || !holdings.made().starts_with(&today) {
                let _one = self.shelf(holdings.clearance()).making.lock().await;
                self.make(desk, holdings.clearance()).await?;
            }
        }
        Ok(())
    }

    /// Refreshes for ever. What fails once is tried again; until then what is held goes on being answered from.
    pub(crate) async fn keep_fresh(&self, desk: Desk) {
        let mut every = tokio::time::interval(LOOK_EVERY);
        every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        // The first requests should not have to wait; beside pages, most of the time nobody asks.
        if desk.options().offer == Offer::Api {
            let _ = self.holdings(&desk, self.usual()).await;
        }
        loop {
            every.tick().await;
            let _ = self.refresh(&desk).await;
        }
    }

    fn read_keys(&self) {
        let Some(path) = &self.settings.key_file else { return };
        let changed = changed(path);
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        if keys.as_ref().is_some_and(|kept| kept.changed != changed) {
            // While a file is being written it may not read as one; the keys there were go on.
            if let Ok(new) = KeptKeys::read(path) {
                *keys = Some(new);
            }
        }
    }

    /// Runs `work` on a thread of its own when one is free, within the time of a request; `work` gets to know when that ends.
    pub(crate) async fn work<T, W>(&self, begun: Instant, work: W) -> Result<T, Refusal>
    where
        T: Send + 'static,
        W: FnOnce(Instant) -> Result<T, Refusal> + Send + 'static,
    {
        let end = begun + self.settings.limits.time;
        let late = || Refusal::busy("this took too long");
        let turn = tokio::time::timeout_at(end.into(), self.threads.clone().acquire_owned()).await;
        let turn = turn.map_err(|_| late())?.map_err(|_| late())?;
        let working = tokio::task::spawn_blocking(move || {
            // The thread is taken until the work ends, also where nobody waits for it any more.
            let _turn = turn;
            work(end)
        });
        match tokio::time::timeout_at(end.into(), working).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(Fault::Broken.into()),
            Err(_) => Err(late()),
        }
    }

    /// Takes a place among the requests under way; `None` where there is none.
    pub(crate) fn enter(&self) -> Option<Place<'_>> {
        let before = self.under_way.fetch_add(1, Ordering::Relaxed);
        let place = Place(self);
        if before < self.settings.limits.requests {
            return Some(place);
        }
        self.turned_away.fetch_add(1, Ordering::Relaxed);
        None
    }
}

/// A place among the requests under way.
pub(crate) struct Place<'s>(&'s Service);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}

impl KeptKeys {
    fn read(path: &std::path::Path) -> Result<Self, KeyError> {
        let changed = changed(path);
        Ok(Self { keys: Arc::new(Keys::read(path)?), changed })
    }
}

fn changed(path: &std::path::Path) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|about| about.modified()).ok()
}
