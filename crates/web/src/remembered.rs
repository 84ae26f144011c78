//! What takes long to find out, kept until the evidence changes.

use crate::Fault;
use archive::Workspace;
use model::Clearance;
use std::sync::{Arc, Mutex, PoisonError};

/// Something found out once for each clearance and state of the evidence.
#[derive(Debug)]
pub(crate) struct Remembered<T>(Mutex<Vec<Kept<T>>>);

#[derive(Debug)]
struct Kept<T> {
    clearance: Clearance,
    state: String,
    what: Arc<T>,
}

impl<T> Default for Remembered<T> {
    fn default() -> Self {
        Self(Mutex::new(Vec::new()))
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
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.iter().find(|known| known.clearance == clearance && known.state == state) {
            return Ok(Arc::clone(&known.what));
        }
        kept.retain(|known| known.clearance != clearance);
        let what = Arc::new(find_out()?);
        kept.push(Kept { clearance, state, what: Arc::clone(&what) });
        Ok(what)
    }
}
