//! Figures folded once and kept, until the evidence changes: folding takes seconds where there are very many claims.
//!
//! What is kept is kept for one clearance and one state of the evidence. Whoever asks first after a change folds anew, and those who
//! ask meanwhile wait for that, without taking a turn at the workspace. Nothing of an earlier state is ever shown: a source that was
//! sealed is gone at once.

use crate::{Desk, Fault};
use archive::Workspace;
use engine::Folded;
use model::{Clearance, Cleared};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a request waits for another that folds.
const WAIT_FOR_FOLDING: Duration = Duration::from_secs(60);

/// What is kept, at most one for each clearance.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    kept: Mutex<Vec<Kept>>,
    /// Held by whoever folds.
    folding: tokio::sync::Mutex<()>,
}

#[derive(Debug, Clone)]
struct Kept {
    state: String,
    folded: Arc<Cleared<Folded>>,
}

impl Shelf {
    fn of(&self, clearance: Clearance, state: &str) -> Option<Arc<Cleared<Folded>>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = |kept: &&Kept| kept.folded.clearance() == clearance && kept.state == state;
        kept.iter().find(fits).map(|kept| Arc::clone(&kept.folded))
    }

    fn keep(&self, new: Kept) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|old| old.folded.clearance() != new.folded.clearance());
        kept.push(new);
    }

    /// Gives up what is of an earlier state, so that two are not in memory at once.
    fn clear(&self, clearance: Clearance) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|old| old.folded.clearance() != clearance);
    }
}

impl Desk {
    /// Runs `work` on the figures that `clearance` lets through and on the workspace, as [`Desk::look`].
    ///
    /// # Errors
    /// As [`Desk::look`], and if the ledger cannot be read.
    pub async fn look_at_figures<T, W>(&self, clearance: Clearance, work: W) -> Result<T, Fault>
    where
        T: Send + 'static,
        W: FnOnce(Cleared<&Folded>, &Workspace) -> Result<T, Fault> + Send + 'static,
    {
        let folded = self.folded(clearance).await?;
        self.look(move |workspace| work(folded.borrowed(), workspace)).await
    }

    /// The figures that `clearance` lets through, as the evidence is now.
    async fn folded(&self, clearance: Clearance) -> Result<Arc<Cleared<Folded>>, Fault> {
        if let Some(kept) = self.kept_now(clearance).await? {
            return Ok(kept);
        }
        let waited = tokio::time::timeout(WAIT_FOR_FOLDING, self.shelf().folding.lock()).await;
        let _folding = waited.map_err(|_| Fault::Busy("figures are being folded".to_owned()))?;
        // Somebody else may have done it meanwhile.
        if let Some(kept) = self.kept_now(clearance).await? {
            return Ok(kept);
        }
        let desk = self.clone();
        self.look(move |workspace| {
            desk.shelf().clear(clearance);
            // Asked for first: what changes while claims are read belongs to a later state.
            let state = workspace.evidence_state()?;
            let folded = Arc::new(engine::folded(workspace, clearance)?);
            desk.shelf().keep(Kept { state, folded: Arc::clone(&folded) });
            Ok(folded)
        })
        .await
    }

    async fn kept_now(&self, clearance: Clearance) -> Result<Option<Arc<Cleared<Folded>>>, Fault> {
        let desk = self.clone();
        self.look(move |workspace| Ok(desk.shelf().of(clearance, &workspace.evidence_state()?))).await
    }
}
