//! What people decide about figures. Figures are derived and stored nowhere; decisions are appended, never changed, and
//! name claims, which keep their ids when documents are read anew.

use crate::add::next;
use crate::ledger::{FigureRows, Ledger};
use crate::{Act, Error, Result, Workspace, audit};
use model::{FigureAction, FigureCorrection};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The counter of decisions.
const SEQUENCE: &str = "figure_correction_sequence";

/// The entry of the log that records a decision.
pub(crate) const ACTION: &str = "figure";

impl Workspace {
    /// Adds a decision about figures.
    ///
    /// # Errors
    /// If the ledger cannot be written.
    pub fn add_figure_correction(
        &self,
        act: &Act,
        action: &FigureAction,
        note: Option<&str>,
    ) -> Result<FigureCorrection> {
        self.transaction(async |ledger| {
            let correction = FigureCorrection {
                number: next(ledger, SEQUENCE).await?,
                action: action.clone(),
                note: note.map(str::to_owned),
                by: act.actor.clone(),
                at: act.at.to_string(),
            };
            ledger.insert_figure_correction(&correction).await?;
            let prints = ledger.figure_correction_prints().await?;
            let print = prints.into_iter().find(|(number, _)| *number == correction.number);
            let detail =
                json!({"figure_correction": correction.number, "sha256": print.map(|(_, hash)| hash)});
            audit::append(ledger, act, ACTION, &detail).await?;
            Ok(correction)
        })
    }

    /// Every decision about figures, oldest first. They name claims by id only; whoever shows what they say shows it with
    /// claims that a clearance let through.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn figure_corrections(&self) -> Result<Vec<FigureCorrection>> {
        self.reading(async |ledger| ledger.figure_corrections().await)
    }
}

/// Decisions by the log: their numbers and hashes.
#[derive(Debug, Default)]
pub(crate) struct LoggedDecisions(BTreeMap<i64, String>);

impl LoggedDecisions {
    pub(crate) fn take(&mut self, detail: &Value) {
        let number = detail.get("figure_correction").and_then(Value::as_i64);
        let hash = detail.get("sha256").and_then(Value::as_str);
        if let Some((number, hash)) = number.zip(hash) {
            self.0.insert(number, hash.to_owned());
        }
    }

    /// What is missing, changed, or here without an entry.
    pub(crate) async fn check(&self, ledger: &mut impl Ledger) -> Result<Vec<Error>> {
        let mut findings = Vec::new();
        let mut add = |number: i64, reason: &str| {
            let (id, reason) = (number.to_string(), reason.to_owned());
            findings.push(Error::DeviatingRecord { what: "decision about a figure", id, reason });
        };
        let here: BTreeMap<i64, String> = ledger.figure_correction_prints().await?.into_iter().collect();
        for (number, hash) in &here {
            match self.0.get(number) {
                None => add(*number, "it is here and the log does not know it"),
                Some(logged) if logged != hash => add(*number, "it is not what the log says was written"),
                Some(_) => {}
            }
        }
        for number in self.0.keys().filter(|number| !here.contains_key(number)) {
            add(*number, "it is in the log and not here");
        }
        Ok(findings)
    }
}
