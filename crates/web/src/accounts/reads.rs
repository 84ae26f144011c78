//! Reads of internal sources, noted in the log with the account: a source once an hour, or a log of clicks would bury the
//! changes.

use crate::{Came, Desk, Fault, Visitor};
use model::{Clearance, Sensitivity, SourceId};
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// What was noted in this hour.
#[derive(Debug, Default)]
pub(crate) struct Reads(Mutex<(i64, HashSet<(String, SourceId)>)>);

impl Reads {
    /// Those that this account was not noted for in this hour.
    fn unnoted(&self, hour: i64, name: &str, sources: Vec<SourceId>) -> Vec<SourceId> {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.0 != hour {
            *noted = (hour, HashSet::new());
        }
        let mut seen = HashSet::new();
        let is_new = |source: &SourceId| {
            !noted.1.contains(&(name.to_owned(), source.clone())) && seen.insert(source.clone())
        };
        sources.into_iter().filter(is_new).collect()
    }

    fn noted(&self, hour: i64, name: &str, sources: Vec<SourceId>) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.0 == hour {
            noted.1.extend(sources.into_iter().map(|source| (name.to_owned(), source)));
        }
    }
}

impl Desk {
    /// Notes that a visitor gets to read these sources, those of them that are internal; before they are shown, so that what
    /// cannot be noted is not shown. Where nobody signs in, there is nothing to note.
    ///
    /// # Errors
    /// What writing can fail with.
    pub(crate) async fn note_reads(&self, visitor: &Visitor, sources: Vec<SourceId>) -> Result<(), Fault> {
        if !matches!(visitor.came, Came::Session | Came::Token) {
            return Ok(());
        }
        let act = self.act(&visitor.name);
        let (hour, name) = (act.at.as_second() / 3600, visitor.name.clone());
        let sources = self.accounts().reads.unnoted(hour, &name, sources);
        if sources.is_empty() {
            return Ok(());
        }
        let looked_at = sources.clone();
        self.beside(move |workspace| {
            let mut internal = Vec::new();
            for source in looked_at {
                let record = workspace.source(Clearance::Workspace, &source)?;
                if record.get().source.sensitivity == Sensitivity::Internal {
                    internal.push(source);
                }
            }
            if !internal.is_empty() {
                workspace.note(&act, "read", &serde_json::json!({"sources": internal}))?;
            }
            Ok(())
        })
        .await?;
        self.accounts().reads.noted(hour, &name, sources);
        Ok(())
    }

    /// Notes that a visitor takes claims along as a file.
    ///
    /// # Errors
    /// What writing can fail with.
    pub(crate) async fn note_export(&self, visitor: &Visitor, form: &str) -> Result<(), Fault> {
        if !matches!(visitor.came, Came::Session | Came::Token) {
            return Ok(());
        }
        let (act, detail) = (self.act(&visitor.name), serde_json::json!({"form": form}));
        self.beside(move |workspace| Ok(workspace.note(&act, "export", &detail)?)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_noted_once_an_hour_for_each_account() {
        let reads = Reads::default();
        let (a, b) = (SourceId::of(b"a"), SourceId::of(b"b"));
        assert_eq!(reads.unnoted(1, "anna", vec![a.clone(), a.clone()]), std::slice::from_ref(&a));
        reads.noted(1, "anna", vec![a.clone()]);
        assert_eq!(reads.unnoted(1, "anna", vec![a.clone(), b.clone()]), [b]);
        assert_eq!(reads.unnoted(1, "ben", vec![a.clone()]), std::slice::from_ref(&a));
        assert_eq!(reads.unnoted(2, "anna", vec![a.clone()]), [a]);
    }
}
