//! What takes long to find out, kept until the evidence changes.
//!
//! One thing is kept for one clearance and one state of the evidence, and nothing of an earlier state is ever shown: a source that was
//! sealed is gone at once. What takes a moment is found out by whoever asks first, while others wait ([`Remembered::of`]). What takes
//! longer is found out in the background, once at a time for a clearance, without a turn that pages need ([`Desk::found`]).

use crate::{Desk, Fault};
use archive::Workspace;
use model::Clearance;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// How long a request waits for what is found out in the background before it says so.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// Something found out once for each clearance and state of the evidence.
#[derive(Debug)]
pub(crate) struct Remembered<T> {
    kept: Mutex<Vec<Kept<T>>>,
    /// Clearances for which it is being found out in the background.
    under_way: Mutex<Vec<Clearance>>,
    /// Told when one of them is done.
    done: Notify,
}

#[derive(Debug)]
struct Kept<T> {
    clearance: Clearance,
    state: String,
    what: What<T>,
}

#[derive(Debug)]
enum What<T> {
    Known(Arc<T>),
    /// Told to whoever asks next.
    Failed(Fault),
}

impl<T> Default for Remembered<T> {
    fn default() -> Self {
        Self { kept: Mutex::default(), under_way: Mutex::default(), done: Notify::new() }
    }
}

impl<T> Remembered<T> {
    /// What it is now; `find_out` is asked where the evidence has changed. Whoever asks meanwhile waits: they would find out the same.
    pub(crate) fn of(
        &self,
        workspace: &Workspace,
        clearance: Clearance,
        find_out: impl FnOnce() -> Result<T, Fault>,
    ) -> Result<Arc<T>, Fault> {
        let state = workspace.evidence_state()?;
        let mut kept = self.kept();
        if let Some(known) = known(&kept, clearance, &state) {
            return Ok(known);
        }
        kept.retain(|known| known.clearance != clearance);
        let what = Arc::new(find_out()?);
        kept.push(Kept { clearance, state, what: What::Known(Arc::clone(&what)) });
        Ok(what)
    }

    /// What it is in a state of the evidence, or what went wrong when it was found out for this state.
    fn now(&self, clearance: Clearance, state: &str) -> Option<Result<Arc<T>, Fault>> {
        let mut kept = self.kept();
        if let Some(known) = known(&kept, clearance, state) {
            return Some(Ok(known));
        }
        let is_failed = |one: &Kept<T>| {
            one.clearance == clearance && one.state == state && matches!(one.what, What::Failed(_))
        };
        let at = kept.iter().position(is_failed)?;
        match kept.swap_remove(at).what {
            What::Failed(fault) => Some(Err(fault)),
            What::Known(known) => Some(Ok(known)),
        }
    }

    /// Finds it out, gives up what is of an earlier state before, so that two are not in memory at once, and keeps it.
    fn find_out(
        &self,
        workspace: &Workspace,
        clearance: Clearance,
        find_out: impl FnOnce(&Workspace, Clearance) -> Result<T, Fault>,
    ) -> Result<(), Fault> {
        self.kept().retain(|known| known.clearance != clearance);
        // Asked for first: what changes while it is found out belongs to a later state.
        let state = workspace.evidence_state()?;
        let what = match find_out(workspace, clearance) {
            Ok(what) => What::Known(Arc::new(what)),
            Err(fault) => What::Failed(fault),
        };
        self.kept().push(Kept { clearance, state, what });
        Ok(())
    }

    /// Whether nobody is finding it out for this clearance; then the caller is.
    fn begin(&self, clearance: Clearance) -> bool {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        let is_free = !under_way.contains(&clearance);
        if is_free {
            under_way.push(clearance);
        }
        is_free
    }

    fn end(&self, clearance: Clearance) {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).retain(|one| *one != clearance);
        self.done.notify_waiters();
    }

    fn kept(&self) -> MutexGuard<'_, Vec<Kept<T>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn known<T>(kept: &[Kept<T>], clearance: Clearance, state: &str) -> Option<Arc<T>> {
    let fits = |one: &&Kept<T>| one.clearance == clearance && one.state == state;
    match &kept.iter().find(fits)?.what {
        What::Known(known) => Some(Arc::clone(known)),
        What::Failed(_) => None,
    }
}

/// What is found out in the background: where it is kept, what it is called, and how it is found out.
pub(crate) struct Slow<T> {
    /// In words that complete "… are being counted".
    pub(crate) what: &'static str,
    pub(crate) kept: fn(&Desk) -> &Remembered<T>,
    pub(crate) find_out: fn(&Workspace, Clearance) -> Result<T, Fault>,
}

impl<T> Clone for Slow<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Slow<T> {}

/// Says that the work is over, however it ended.
struct UnderWay<T: Send + Sync + 'static> {
    desk: Desk,
    slow: Slow<T>,
    clearance: Clearance,
}

impl<T: Send + Sync + 'static> Drop for UnderWay<T> {
    fn drop(&mut self) {
        (self.slow.kept)(&self.desk).end(self.clearance);
    }
}

impl Desk {
    /// What it is as the evidence is now. Where it is not known, it is found out in the background.
    ///
    /// # Errors
    /// [`Fault::UnderWay`] where that takes longer than a moment; whatever went wrong with it; as [`Desk::look`].
    pub(crate) async fn found<T: Send + Sync + 'static>(
        &self,
        clearance: Clearance,
        slow: Slow<T>,
    ) -> Result<Arc<T>, Fault> {
        let until = tokio::time::Instant::now() + PATIENCE;
        loop {
            let done = (slow.kept)(self).done.notified();
            tokio::pin!(done);
            // From here on, nobody who is done is missed.
            done.as_mut().enable();
            let desk = self.clone();
            let now = self
                .look(move |workspace| Ok((slow.kept)(&desk).now(clearance, &workspace.evidence_state()?)))
                .await?;
            if let Some(now) = now {
                return now;
            }
            if (slow.kept)(self).begin(clearance) {
                let under_way = UnderWay { desk: self.clone(), slow, clearance };
                tokio::task::spawn_blocking(move || {
                    let UnderWay { desk, slow, clearance } = &under_way;
                    // A workspace of its own: others go on with theirs.
                    let found = Workspace::open(desk.root(), archive::Mode::Read).map_err(Fault::from);
                    found.and_then(|workspace| {
                        (slow.kept)(desk).find_out(&workspace, *clearance, slow.find_out)
                    })
                });
            }
            if tokio::time::timeout_at(until, done).await.is_err() {
                return Err(Fault::UnderWay(slow.what));
            }
        }
    }
}
