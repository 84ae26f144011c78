//! Checking the rows of the ledger against what the audit log says of them.
//!
//! The log is read once from its beginning, which gives what should be here today: sources and their sensitivity,
//! documents and claims by their fingerprints, reviews by the hash of their bodies. Then the sources are gone through
//! one by one. Of sealed sources only the ids are compared. Entries of a version that logged no fingerprints cover
//! less; what they leave open is counted, and is no finding.

use crate::figures::{ACTION, LoggedDecisions};
use crate::labels::{self, Labels};
use crate::ledger::{Ledger, Print, PrintRows, SourceRows, StoredClaim, of_list};
use crate::types::StoredReview;
use crate::{Error, RecordCheck, Result, Workspace, audit};
use model::{ClaimId, CodePoints, DocumentId, ReviewId, ReviewState, SourceId};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The documents of a source for the entry that records a reading: `written` (or all) with the fingerprints of itself
/// and of its claims. The others keep the fingerprints they got when they were written.
pub(crate) async fn documents_of(
    ledger: &mut impl Ledger,
    source: &SourceId,
    written: Option<&DocumentId>,
) -> Result<Value> {
    let mut documents = Vec::new();
    for print in ledger.document_prints(source).await? {
        let Ok(id) = print.id.parse() else { continue };
        if written.is_some_and(|written| *written != id) {
            documents.push(json!({"id": print.id}));
            continue;
        }
        let claims = of_list(ledger.claim_prints(&id).await?.iter());
        documents.push(json!({"id": print.id, "sha256": print.hash, "claims": claims}));
    }
    Ok(Value::Array(documents))
}

const REVIEW: &str = "review";
const LABELS: &str = "change of labels";

/// What the log says of a document.
#[derive(Debug, Default)]
struct LoggedDocument {
    /// Of itself and of the claims read in it; none where an older version wrote it.
    hashes: Option<(String, String)>,
    /// Claims that people added after it was read, with their hashes.
    added: BTreeMap<String, String>,
}

/// What the log says of a source in the clear.
#[derive(Debug, Default)]
struct LoggedSource {
    sensitivity: Option<String>,
    /// None where the last reading was logged without fingerprints.
    documents: Option<BTreeMap<String, LoggedDocument>>,
    /// A person's claim was logged without its hash since the last reading.
    has_bare_claims: bool,
}

/// A review, or a change of labels.
#[derive(Debug, Default)]
struct LoggedRow {
    source: Option<String>,
    hash: Option<String>,
}

/// What should be here, by the log.
#[derive(Debug, Default)]
struct Logged {
    sources: BTreeMap<String, LoggedSource>,
    reviews: BTreeMap<String, LoggedRow>,
    /// Changes of labels by their number.
    labels: BTreeMap<String, LoggedRow>,
    sealed: BTreeSet<String>,
    /// Sealed ids that came back by entries that do not name the source.
    unsealed: HashSet<String>,
    has_sealed: bool,
}

impl Logged {
    fn take(&mut self, action: &str, detail: &Value) {
        let text = |key: &str| detail.get(key).and_then(Value::as_str).map(str::to_owned);
        match (action, text("source"), text("sealed")) {
            ("add" | "seal", _, Some(sealed)) => {
                self.has_sealed = true;
                self.unsealed.remove(&sealed);
                self.sealed.insert(sealed);
            }
            ("unseal", source, Some(sealed)) => {
                self.sealed.remove(&sealed);
                match source {
                    Some(id) => {
                        let sensitivity = text("sensitivity");
                        let mut source = LoggedSource { sensitivity, ..LoggedSource::default() };
                        source.read(detail);
                        self.sources.insert(id, source);
                        for (key, rows) in [("reviews", &mut self.reviews), ("labels", &mut self.labels)] {
                            for (row, hash) in
                                detail.get(key).and_then(Value::as_object).into_iter().flatten()
                            {
                                rows.entry(row.clone()).or_default().hash = hash.as_str().map(str::to_owned);
                            }
                        }
                    }
                    None => {
                        self.unsealed.insert(sealed);
                    }
                }
            }
            ("add" | "reread", Some(id), None) => {
                let is_new = !self.sources.contains_key(&id);
                let source = self.sources.entry(id).or_default();
                if let Some(sensitivity) = text("sensitivity") {
                    source.sensitivity = Some(sensitivity);
                }
                // Another route to what was read already says nothing about the reading.
                let same_reading = detail.get("new_reading") == Some(&Value::Bool(false));
                if !same_reading || is_new {
                    source.read(detail);
                }
            }
            ("sensitivity", Some(id), None) => {
                self.sources.entry(id).or_default().sensitivity = text("to");
            }
            ("claim", Some(id), None) => {
                let source = self.sources.entry(id).or_default();
                let document = text("document")
                    .and_then(|document| source.documents.as_mut().and_then(|all| all.get_mut(&document)));
                match (document, text("claim"), text("sha256")) {
                    (Some(document), Some(claim), Some(hash)) => {
                        document.added.insert(claim, hash);
                    }
                    _ => source.has_bare_claims = true,
                }
            }
            ("review", source, None) => {
                if let Some(review) = text("review") {
                    self.reviews.insert(review, LoggedRow { source, hash: text("sha256") });
                }
            }
            (labels::ACTION, source, None) => {
                if let Some(number) = detail.get("label").and_then(Value::as_i64) {
                    self.labels.insert(number.to_string(), LoggedRow { source, hash: text("sha256") });
                }
            }
            _ => {}
        }
    }
}

impl LoggedSource {
    /// Takes in an entry that records a reading.
    fn read(&mut self, detail: &Value) {
        let Some(entries) = detail.get("documents").and_then(Value::as_array) else {
            self.documents = None;
            return;
        };
        let mut before = self.documents.take().unwrap_or_default();
        let mut documents = BTreeMap::new();
        for entry in entries {
            let text = |key: &str| entry.get(key).and_then(Value::as_str).map(str::to_owned);
            let Some(id) = text("id") else { continue };
            let document = match text("sha256").zip(text("claims")) {
                Some(hashes) => LoggedDocument { hashes: Some(hashes), added: BTreeMap::new() },
                None => before.remove(&id).unwrap_or_default(),
            };
            documents.insert(id, document);
        }
        if documents.len() == 1 {
            self.has_bare_claims = false;
        }
        self.documents = Some(documents);
    }
}

/// Collects what is found.
#[derive(Debug, Default)]
struct Findings {
    check: RecordCheck,
    /// Kind and id of each review and change of labels that is here.
    seen: HashSet<(&'static str, String)>,
}

impl Findings {
    fn add(&mut self, what: &'static str, id: impl std::fmt::Display, reason: &str) {
        let reason = reason.to_owned();
        self.check.findings.push(Error::DeviatingRecord { what, id: id.to_string(), reason });
    }

    async fn source(&mut self, ledger: &mut impl Ledger, id: &SourceId, logged: &LoggedSource) -> Result<()> {
        let Some(source) = ledger.source(id).await? else { return Ok(()) };
        match &logged.sensitivity {
            Some(sensitivity) if sensitivity != source.sensitivity.as_str() => {
                let reason =
                    format!("it is `{}`, and the log says `{sensitivity}`", source.sensitivity.as_str());
                self.add("source", id, &reason);
            }
            Some(_) => {}
            None => self.check.not_covered += 1,
        }
        ledger.acquisitions(id).await?;
        let records = ledger.documents_of(id).await?;
        let claims = ledger.claims_of(id).await?;
        let reviews = ledger.reviews_of(id).await?;
        match &logged.documents {
            Some(documents) => self.documents(ledger, id, documents, logged.has_bare_claims).await?,
            None => self.check.not_covered += records.len() as u64,
        }
        for record in &records {
            let text = &record.document.text;
            let points = CodePoints::new(text);
            for stored in claims.iter().filter(|stored| stored.document == record.id && stored.anchored) {
                let passage = &stored.claim.passage;
                let span = points.to_span(passage.start, passage.end);
                if span.and_then(|span| span.of(text)) != Some(passage.exact.as_str()) {
                    self.add("claim", &stored.claim.id, "its words are not those at its place in the text");
                }
            }
        }
        self.states(&claims, &reviews);
        Ok(())
    }

    async fn documents(
        &mut self,
        ledger: &mut impl Ledger,
        source: &SourceId,
        logged: &BTreeMap<String, LoggedDocument>,
        has_bare_claims: bool,
    ) -> Result<()> {
        let prints = ledger.document_prints(source).await?;
        for id in logged.keys().filter(|id| prints.iter().all(|print| print.id != **id)) {
            self.add("document", id, "it is in the log and not here");
        }
        for print in &prints {
            let Some(document) = logged.get(&print.id) else {
                self.add("document", &print.id, "it is here and the log does not know it");
                continue;
            };
            let Some((hash, claims_hash)) = &document.hashes else {
                self.check.not_covered += 1;
                continue;
            };
            if print.hash != *hash {
                self.add("document", &print.id, "its text is not what the log says was read");
            }
            let Ok(id) = print.id.parse() else { continue };
            let claims = ledger.claim_prints(&id).await?;
            if has_bare_claims {
                self.check.not_covered += 1;
                continue;
            }
            let read = claims.iter().filter(|claim| !document.added.contains_key(&claim.id));
            if of_list(read) != *claims_hash {
                self.add("document", &print.id, "its claims are not those that the log says were read");
            }
            let hashes: HashMap<_, _> = claims.iter().map(|claim| (&claim.id, &claim.hash)).collect();
            for (id, hash) in &document.added {
                match hashes.get(id) {
                    None => self.add("claim", id, "it is in the log and not here"),
                    Some(found) if *found != hash => self.add("claim", id, "it is not what the log says"),
                    Some(_) => {}
                }
            }
        }
        Ok(())
    }

    /// What lists and filters go by is what the changes come to.
    async fn labels(&mut self, ledger: &mut impl Ledger, source: &SourceId) -> Result<()> {
        let expected = Labels::of(&ledger.labels_of(source).await?);
        let (tags, category) = ledger.current_labels(source).await?;
        if tags != expected.tags || category != expected.category {
            self.add(
                "source",
                source,
                "its tags and category are not what the changes of its labels come to",
            );
        }
        Ok(())
    }

    /// A claim stands where its last review puts it, and a review's number is part of its id.
    fn states(&mut self, claims: &[StoredClaim], reviews: &[StoredReview]) {
        let is_one_document =
            claims.windows(2).all(|pair| matches!(pair, [a, b] if a.document == b.document));
        let mut states = HashMap::new();
        for stored in reviews {
            let review = &stored.review;
            let sequence = stored.sequence.unsigned_abs();
            if ReviewId::derive(&review.claim, &review.reviewer, &review.reviewed, sequence) != review.id {
                self.add(
                    "review",
                    &review.id,
                    "its place among the reviews is not the one it was written at",
                );
            }
            let same_words = |claim: &&StoredClaim| {
                claim.claim.kind == review.kind && claim.claim.passage.exact == review.passage.exact
            };
            let fits = |id: &ClaimId| claims.iter().filter(same_words).any(|claim| claim.claim.id == *id);
            match &stored.bound {
                Some(bound) if !fits(bound) => {
                    self.add("review", &review.id, "it counts for a claim that it was not written of");
                }
                // A reading in another context may bring the claim back without its review.
                None if is_one_document && fits(&review.claim) => {
                    self.add("review", &review.id, "it counts for no claim, and its claim is here");
                }
                _ => {}
            }
            if let Some(bound) = &stored.bound {
                states.insert(bound, ReviewState::from(review.verdict));
            }
        }
        let mut documents: HashMap<_, usize> = HashMap::new();
        for stored in claims {
            *documents.entry(&stored.claim.id).or_default() += 1;
        }
        for stored in claims.iter().filter(|stored| stored.anchored) {
            // A reading in another context may have proposed again what was reviewed in the first.
            let is_once = documents.get(&stored.claim.id) == Some(&1);
            if stored.state == ReviewState::Proposed && !is_once {
                continue;
            }
            let expected = states.get(&stored.claim.id).copied().unwrap_or(ReviewState::Proposed);
            if stored.state != expected {
                let reason = format!(
                    "it counts as `{}`, and by its reviews it is `{}`",
                    stored.state.as_str(),
                    expected.as_str()
                );
                self.add("claim", &stored.claim.id, &reason);
            }
        }
    }

    /// Compares reviews or changes of labels of a source with the log.
    fn rows(
        &mut self,
        what: &'static str,
        prints: &[Print],
        source: &SourceId,
        logged: &BTreeMap<String, LoggedRow>,
    ) {
        for print in prints {
            self.seen.insert((what, print.id.clone()));
            match logged.get(&print.id) {
                None => self.add(what, &print.id, "it is here and the log does not know it"),
                Some(row) => match &row.hash {
                    Some(hash) if *hash != print.hash => {
                        self.add(what, &print.id, "it is not what the log says was written");
                    }
                    Some(_) if row.source.as_deref().is_some_and(|of| of != source.as_str()) => {
                        self.add(what, &print.id, "it belongs to another source by the log");
                    }
                    Some(_) => {}
                    None => self.check.not_covered += 1,
                },
            }
        }
    }
}

impl Workspace {
    /// Checks sources, documents, claims, reviews and labels against what the audit log says of them, and whether every row
    /// reads and every claim's words stand at its place. Of sealed sources only the ids are compared.
    ///
    /// It says nothing about the log itself: see [`Workspace::verify_audit`].
    ///
    /// # Errors
    /// If the log or the list of sources cannot be read.
    pub fn verify_records(&self) -> Result<RecordCheck> {
        self.reading(async |ledger| {
            let mut logged = Logged::default();
            let mut decisions = LoggedDecisions::default();
            for entry in audit::all(ledger).await? {
                // An entry that does not read breaks the chain, which another check tells.
                if let Ok(detail) = serde_json::from_str(&entry.detail) {
                    logged.take(&entry.action, &detail);
                    if entry.action == ACTION {
                        decisions.take(&detail);
                    }
                }
            }
            let mut findings = Findings::default();
            let sealed: BTreeSet<String> =
                ledger.all_sealed().await?.into_iter().map(|row| row.id.to_string()).collect();
            for id in logged.sealed.difference(&sealed) {
                findings.add("sealed source", id, "it is in the log and not here");
            }
            for id in sealed.difference(&logged.sealed) {
                findings.add("sealed source", id, "it is here and the log does not know it");
            }
            let here = ledger.source_ids().await?;
            for id in &here {
                let Ok(id) = id.parse::<SourceId>() else {
                    findings.add("source", id, "its id is none");
                    continue;
                };
                let unknown = LoggedSource::default();
                let entries = logged.sources.get(id.as_str()).unwrap_or(&unknown);
                if !logged.sources.contains_key(id.as_str()) && !self.came_back(&id, &logged.unsealed) {
                    findings.add("source", &id, "it is here and the log does not know it");
                }
                // A row that does not read costs its source only.
                if let Err(error) = findings.source(ledger, &id, entries).await {
                    findings.check.findings.push(error);
                }
                match ledger.review_prints(&id).await {
                    Ok(prints) => findings.rows(REVIEW, &prints, &id, &logged.reviews),
                    Err(error) => findings.check.findings.push(error),
                }
                match ledger.label_prints(&id).await {
                    Ok(prints) => findings.rows(LABELS, &prints, &id, &logged.labels),
                    Err(error) => findings.check.findings.push(error),
                }
                if let Err(error) = findings.labels(ledger, &id).await {
                    findings.check.findings.push(error);
                }
            }
            let here: HashSet<&str> = here.iter().map(String::as_str).collect();
            for id in logged.sources.keys().filter(|id| !here.contains(id.as_str())) {
                match self.is_sealed_by(id, &sealed) {
                    Some(true) => {}
                    Some(false) => findings.add("source", id, "it is in the log and not here"),
                    None => findings.check.not_covered += 1,
                }
            }
            for (what, rows) in [(REVIEW, &logged.reviews), (LABELS, &logged.labels)] {
                for (id, row) in rows {
                    if findings.seen.contains(&(what, id.clone())) {
                        continue;
                    }
                    match &row.source {
                        Some(source) if here.contains(source.as_str()) => {
                            findings.add(what, id, "it is in the log and not here");
                        }
                        // With its source, sealed or told above.
                        Some(_) => {}
                        None if logged.has_sealed => findings.check.not_covered += 1,
                        None => findings.add(what, id, "it is in the log and not here"),
                    }
                }
            }
            findings.check.findings.extend(decisions.check(ledger).await?);
            Ok(findings.check)
        })
    }

    /// Whether a source was unsealed by an entry that names it by its sealed id only.
    fn came_back(&self, id: &SourceId, unsealed: &HashSet<String>) -> bool {
        !unsealed.is_empty()
            && self.seal_key.sealed_id(id).map_or(true, |sealed| unsealed.contains(sealed.as_str()))
    }

    /// Whether a source is among the sealed ones; `None` where that cannot be told without the key.
    fn is_sealed_by(&self, id: &str, sealed: &BTreeSet<String>) -> Option<bool> {
        if sealed.is_empty() {
            return Some(false);
        }
        let id = id.parse::<SourceId>().ok()?;
        self.seal_key.sealed_id(&id).ok().map(|id| sealed.contains(id.as_str()))
    }
}
