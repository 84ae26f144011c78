//! Figures and stories, found out in the background and kept: where there are very many claims, folding takes seconds.

use crate::pages::{Told, told_stories};
use crate::remembered::Slow;
use crate::{Desk, Fault};
use archive::Workspace;
use engine::Folded;
use model::{Clearance, Cleared};
use std::sync::Arc;

const FIGURES: Slow<Cleared<Folded>> = Slow {
    what: "figures",
    kept: Desk::kept_figures,
    find_out: |workspace, clearance| Ok(engine::folded(workspace, clearance)?),
};

const STORIES: Slow<Vec<Told>> = Slow { what: "stories", kept: Desk::stories, find_out: told_stories };

impl Desk {
    /// Runs `work` on the figures that `clearance` lets through and on the workspace, as [`Desk::look`].
    ///
    /// # Errors
    /// As [`Desk::look`]; [`Fault::UnderWay`] while figures are being counted; if the ledger cannot be read.
    pub async fn look_at_figures<T, W>(&self, clearance: Clearance, work: W) -> Result<T, Fault>
    where
        T: Send + 'static,
        W: FnOnce(Cleared<&Folded>, &Workspace) -> Result<T, Fault> + Send + 'static,
    {
        let folded = self.found(clearance, FIGURES).await?;
        self.look(move |workspace| work(folded.borrowed(), workspace)).await
    }

    /// The stories that `clearance` lets be seen.
    ///
    /// # Errors
    /// As [`Desk::look_at_figures`].
    pub(crate) async fn found_stories(&self, clearance: Clearance) -> Result<Arc<Vec<Told>>, Fault> {
        self.found(clearance, STORIES).await
    }
}
