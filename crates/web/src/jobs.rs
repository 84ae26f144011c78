//! Work that takes longer than a request: started by one, looked at by others, kept until the server stops or newer ones
//! push it out.

use crate::accounts::random_hex;
use crate::pages::Upload;
use crate::{Fault, Visitor};
use publish::ScreeningReport;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Jobs that are kept, running or done.
const KEPT: usize = 64;

/// Lines of a report that are kept; what comes after is counted.
const LINES: usize = 2_000;

/// One line of a report: a file, and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// What it is about.
    pub(crate) name: String,
    /// `added`, `partial`, `failed`, …
    pub(crate) end: &'static str,
    /// What is missing and why.
    pub(crate) reason: Option<String>,
    /// Where to look at it.
    pub(crate) link: Option<String>,
}

/// How far a job has come.
#[derive(Debug, Clone, Default)]
pub(crate) struct Standing {
    pub(crate) done: usize,
    pub(crate) total: usize,
    pub(crate) lines: Vec<Line>,
    /// Lines beyond those kept.
    pub(crate) unlisted: usize,
    /// Whether it has ended, and why it failed if it did.
    pub(crate) ended: Option<Result<(), String>>,
    /// What a screening gave.
    pub(crate) report: Option<Arc<model::Cleared<ScreeningReport>>>,
    /// What asking a kept screening again gave.
    pub(crate) rescreening: Option<Arc<model::Cleared<engine::Rescreening>>>,
}

impl Standing {
    pub(crate) fn push(&mut self, line: Line) {
        self.done += 1;
        if self.lines.len() < LINES {
            self.lines.push(line);
        } else {
            self.unlisted += 1;
        }
    }
}

/// A piece of work.
#[derive(Debug)]
pub(crate) struct Job {
    /// Unguessable, for addresses.
    pub(crate) id: String,
    /// What is done.
    pub(crate) title: String,
    /// Who started it: nobody else sees it.
    pub(crate) by: String,
    /// A file that waits for what its columns mean.
    held: Mutex<Option<Upload>>,
    standing: Mutex<Standing>,
}

impl Job {
    pub(crate) fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The file that waits.
    pub(crate) fn held(&self) -> MutexGuard<'_, Option<Upload>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes how it ended.
    pub(crate) fn end(&self, outcome: Result<(), Fault>) {
        self.standing().ended = Some(outcome.map_err(|fault| fault.to_string()));
    }
}

/// All jobs.
#[derive(Debug, Default)]
pub(crate) struct Jobs(Mutex<VecDeque<Arc<Job>>>);

impl Jobs {
    /// A new job of `visitor`.
    ///
    /// # Errors
    /// [`Fault::Busy`] where too many are running, [`Fault::Broken`] where the system gives no random bytes.
    pub(crate) fn begin(&self, visitor: &Visitor, title: impl Into<String>) -> Result<Arc<Job>, Fault> {
        let job = Arc::new(Job {
            id: random_hex::<16>()?,
            title: title.into(),
            by: visitor.name.clone(),
            held: Mutex::default(),
            standing: Mutex::default(),
        });
        let mut jobs = self.all();
        if jobs.len() >= KEPT {
            let ended = jobs.iter().position(|job| job.standing().ended.is_some());
            let Some(oldest) = ended else {
                return Err(Fault::Busy("too many files are being worked on".to_owned()));
            };
            jobs.remove(oldest);
        }
        jobs.push_back(Arc::clone(&job));
        Ok(job)
    }

    /// The job of this id that `visitor` started.
    ///
    /// # Errors
    /// [`Fault::NotFound`].
    pub(crate) fn of(&self, visitor: &Visitor, id: &str) -> Result<Arc<Job>, Fault> {
        let jobs = self.all();
        let job = jobs.iter().find(|job| job.id == id && job.by == visitor.name);
        job.cloned()
            .ok_or_else(|| Fault::NotFound("such work (it was started before the server was)".to_owned()))
    }

    fn all(&self) -> MutexGuard<'_, VecDeque<Arc<Job>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Role;

    #[test]
    fn only_who_started_it_sees_it_and_the_oldest_that_ended_goes() {
        let visitor =
            |name: &str| Visitor { name: name.to_owned(), role: Role::Editor, came: crate::Came::Here };
        let jobs = Jobs::default();
        let first = jobs.begin(&visitor("a"), "first").unwrap();
        assert!(jobs.of(&visitor("a"), &first.id).is_ok());
        assert!(jobs.of(&visitor("b"), &first.id).is_err());
        for _ in 1..KEPT {
            jobs.begin(&visitor("a"), "more").unwrap();
        }
        assert!(matches!(jobs.begin(&visitor("a"), "one too many"), Err(Fault::Busy(_))));
        first.end(Ok(()));
        jobs.begin(&visitor("a"), "now").unwrap();
        assert!(jobs.of(&visitor("a"), &first.id).is_err());
    }
}
