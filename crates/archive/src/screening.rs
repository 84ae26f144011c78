//! Judgements on entities, decisions on matches, screenings: added with their line in the audit log, never changed.
//!
//! The snapshot of the screening index lies beside the full-text index. It is derived, and holds nothing but entries of lists: evidence is
//! indexed anew each time, so that sealing a source leaves nothing behind.

use crate::add::next;
use crate::blobs::{sha256, write_atomically};
use crate::ledger::{ScreeningRow, ScreeningRows};
use crate::{Act, Error, Result, Workspace, audit};
use model::{
    Clearance, Cleared, DOCUMENTED, Decision, DecisionId, DecisionVerdict, Judgement, JudgementId, MatchId,
    Sameness, ScreenedList, ScreenedQuery, ScreeningId, ScreeningOptions, ScreeningRecord, Sensitivity,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Counter of these rows in the ledger's `meta`.
const SEQUENCE: &str = "screening_sequence";

const JUDGEMENT: &str = "judgement";
const DECISION: &str = "decision";
const SCREENING: &str = "screening";

/// A decision to be added.
#[derive(Debug, Clone, PartialEq)]
pub struct NewDecision {
    /// The match.
    pub match_id: MatchId,
    /// What the asker called the query.
    pub query: String,
    /// Id of the entity.
    pub entity: String,
    /// Hash of the entity as it is.
    pub entity_print: String,
    /// Its score.
    pub score: f64,
    /// Name and version of the rule.
    pub algorithm: String,
    /// What was decided.
    pub verdict: DecisionVerdict,
    /// Why.
    pub note: Option<String>,
    /// The case it belongs to.
    pub case: Option<String>,
}

/// A screening to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NewScreening {
    /// The lists asked.
    pub lists: Vec<ScreenedList>,
    /// Hash of the evidence asked.
    pub evidence: Option<String>,
    /// Name and version of the rule.
    pub algorithm: String,
    /// How it was asked.
    pub options: ScreeningOptions,
    /// The queries, in order.
    pub queries: Vec<ScreenedQuery>,
}

/// A judgement or decision as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRecord {
    /// Its id.
    pub id: String,
    /// JSON, to the letter: the audit log has its SHA-256.
    pub body: String,
}

impl Workspace {
    /// Adds a judgement on two entities.
    pub fn add_judgement(
        &self,
        act: &Act,
        left: &str,
        right: &str,
        verdict: Sameness,
        note: Option<&str>,
    ) -> Result<Judgement> {
        self.add_screening_row(act, JUDGEMENT, |sequence| {
            let at = act.at.to_string();
            let judgement = Judgement {
                id: JudgementId::derive(left, right, &act.actor, &at, sequence),
                left: left.to_owned(),
                right: right.to_owned(),
                verdict,
                note: note.map(str::to_owned),
                judge: act.actor.clone(),
                judged: at,
            };
            (judgement.id.to_string(), json!({"verdict": verdict.as_str()}), judgement)
        })
    }

    /// All judgements, oldest first.
    pub fn judgements(&self, clearance: Clearance) -> Result<Vec<Cleared<Judgement>>> {
        self.screening_bodies(clearance, JUDGEMENT)
    }

    /// Adds a decision on a match.
    pub fn add_decision(&self, act: &Act, new: NewDecision) -> Result<Decision> {
        self.add_screening_row(act, DECISION, |sequence| {
            let at = act.at.to_string();
            let id = DecisionId::derive(&new.match_id, &act.actor, &at, sequence);
            // What documents name may be sealed one day, and the log keeps what it has.
            let detail = if new.entity.starts_with(DOCUMENTED) {
                json!({"verdict": new.verdict.as_str()})
            } else {
                json!({"match": new.match_id, "verdict": new.verdict.as_str()})
            };
            let decision = Decision {
                id,
                match_id: new.match_id,
                query: new.query,
                entity: new.entity,
                entity_print: new.entity_print,
                score: new.score,
                algorithm: new.algorithm,
                verdict: new.verdict,
                note: new.note,
                case: new.case,
                by: act.actor.clone(),
                at,
            };
            (decision.id.to_string(), detail, decision)
        })
    }

    /// All decisions, oldest first.
    pub fn decisions(&self, clearance: Clearance) -> Result<Vec<Cleared<Decision>>> {
        self.screening_bodies(clearance, DECISION)
    }

    /// Keeps a screening.
    pub fn add_screening(&self, act: &Act, new: NewScreening) -> Result<ScreeningRecord> {
        self.add_screening_row(act, SCREENING, |sequence| {
            let at = act.at.to_string();
            let detail = json!({"queries": new.queries.len(), "algorithm": new.algorithm});
            let record = ScreeningRecord {
                id: ScreeningId::derive(&act.actor, &at, sequence),
                lists: new.lists,
                evidence: new.evidence,
                algorithm: new.algorithm,
                options: new.options,
                queries: new.queries,
                by: act.actor.clone(),
                at,
            };
            (record.id.to_string(), detail, record)
        })
    }

    /// All screenings, oldest first.
    pub fn screenings(&self, clearance: Clearance) -> Result<Vec<Cleared<ScreeningRecord>>> {
        self.screening_bodies(clearance, SCREENING)
    }

    /// All judgements and decisions as they are stored, oldest first.
    pub fn stored_records(&self, clearance: Clearance) -> Result<Vec<Cleared<StoredRecord>>> {
        let rows = self.reading(async |ledger| ledger.screening_rows(None).await)?;
        let rows = rows.into_iter().filter(|row| row.kind != SCREENING);
        let record = |row: ScreeningRow| StoredRecord { id: row.id, body: row.body };
        Ok(rows.filter_map(|row| clearance.admit(record(row), Sensitivity::Internal)).collect())
    }

    fn add_screening_row<T: Serialize>(
        &self,
        act: &Act,
        kind: &'static str,
        make: impl FnOnce(i64) -> (String, Value, T),
    ) -> Result<T> {
        self.transaction(async |ledger| {
            let sequence = next(ledger, SEQUENCE).await?;
            let (id, mut detail, made) = make(sequence);
            let body = serde_json::to_string(&made).map_err(|error| damaged(&id, &error))?;
            if let Value::Object(fields) = &mut detail {
                fields.insert("id".to_owned(), json!(id));
                fields.insert("sha256".to_owned(), json!(sha256(body.as_bytes())));
            }
            let row = ScreeningRow { sequence, kind: kind.to_owned(), id, body };
            ledger.insert_screening_row(&row).await?;
            audit::append(ledger, act, kind, &detail).await?;
            Ok(made)
        })
    }

    fn screening_bodies<T: DeserializeOwned>(
        &self,
        clearance: Clearance,
        kind: &'static str,
    ) -> Result<Vec<Cleared<T>>> {
        let rows = self.reading(async |ledger| ledger.screening_rows(Some(kind)).await)?;
        let read = |row: &ScreeningRow| {
            serde_json::from_str::<T>(&row.body).map_err(|error| damaged(&row.id, &error))
        };
        let bodies = rows.iter().map(read).collect::<Result<Vec<T>>>()?;
        Ok(bodies.into_iter().filter_map(|body| clearance.admit(body, Sensitivity::Internal)).collect())
    }

    /// Checks every judgement, decision and screening against the audit log.
    ///
    /// # Errors
    /// If the log or the table cannot be read at all.
    pub fn verify_screening(&self) -> Result<Vec<Error>> {
        self.reading(async |ledger| {
            let mut logged: BTreeMap<String, String> = BTreeMap::new();
            for entry in audit::all(ledger).await? {
                let detail: Value = serde_json::from_str(&entry.detail).unwrap_or_default();
                let text = |key: &str| detail.get(key).and_then(Value::as_str).map(str::to_owned);
                match entry.action.as_str() {
                    JUDGEMENT | DECISION | SCREENING => logged.extend(text("id").zip(text("sha256"))),
                    // What was sealed with a source is not here, and comes back with it.
                    "seal" => {
                        let gone = detail.get("records").and_then(Value::as_array).into_iter().flatten();
                        for id in gone.filter_map(Value::as_str) {
                            logged.remove(id);
                        }
                    }
                    "unseal" => {
                        let back = detail.get("records").and_then(Value::as_object).into_iter().flatten();
                        logged.extend(
                            back.filter_map(|(id, hash)| Some((id.clone(), hash.as_str()?.to_owned()))),
                        );
                    }
                    _ => {}
                }
            }
            let mut findings = Vec::new();
            let mut add = |id: &str, reason: &str| {
                let (id, reason) = (id.to_owned(), reason.to_owned());
                findings.push(Error::DeviatingRecord { what: "record of screening", id, reason });
            };
            for row in ledger.screening_rows(None).await? {
                match logged.remove(&row.id) {
                    None => add(&row.id, "it is here and the log does not know it"),
                    Some(hash) if hash != sha256(row.body.as_bytes()) => {
                        add(&row.id, "it was changed after it was written");
                    }
                    Some(_) => {}
                }
            }
            for id in logged.keys() {
                add(id, "it is in the log and not here");
            }
            Ok(findings)
        })
    }

    /// The snapshot of the screening index that was kept under this key; none where there is none, whatever the reason: it is derived.
    #[must_use]
    pub fn screening_snapshot(&self, key: &str) -> Option<Vec<u8>> {
        std::fs::read(self.snapshot_file(key)?).ok()
    }

    /// Keeps the snapshot of the screening index under a key, in the place of any other.
    ///
    /// # Errors
    /// If it cannot be written; what was there stays.
    pub fn keep_screening_snapshot(&self, key: &str, bytes: &[u8]) -> Result<()> {
        self.writable()?;
        let Some(path) = self.snapshot_file(key) else { return Ok(()) };
        let folder = self.hidden().join("index");
        std::fs::create_dir_all(&folder).map_err(|error| Error::io(&folder, error))?;
        write_atomically(&path, self.blobs.temporary(), bytes)?;
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(SNAPSHOT) && entry.path() != path {
                // An older one that stays is only in the way.
                let _ = std::fs::remove_file(entry.path());
            }
        }
        Ok(())
    }

    fn snapshot_file(&self, key: &str) -> Option<PathBuf> {
        let is_plain = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_plain.then(|| self.hidden().join("index").join(format!("{SNAPSHOT}{key}")))
    }
}

/// How the name of a snapshot begins.
const SNAPSHOT: &str = "screening-";

fn damaged(id: &str, error: &serde_json::Error) -> Error {
    Error::DamagedRow { table: "screening_records", row: id.to_owned(), reason: error.to_string() }
}
