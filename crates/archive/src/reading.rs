//! Reading: everything that comes out passes a clearance.

use crate::ledger::{ClaimRows, DocumentRows, IdTable, Ledger, SourceRows, StoredClaim, Upkeep, Window};
use crate::types::StoredReview;
use crate::{
    AuditEntry, AuditVerdict, ClaimCounts, ClaimFilter, ClaimRecord, DocumentRecord, Error, KnownSource,
    Orphan, Result, SourceCounts, SourceFilter, SourceListing, SourceRecord, Totals, Workspace, audit,
};
use model::{ClaimId, Clearance, Cleared, DocumentId, Metadata, ReviewState, Sensitivity, Source, SourceId};
use std::collections::{HashMap, HashSet};
use std::fs::File;

/// Claims, or sources, read from the ledger at once.
const AT_ONCE: usize = 512;
/// Signatures read at once: a kilobyte each.
const SIGNATURES_AT_ONCE: u32 = 2_048;
const SHORTEST_PREFIX: usize = 4;
const SHOWN_CANDIDATES: u32 = 5;

impl Workspace {
    /// Lists sources by when they first came, then the sealed ones, of which only the id is told. Sealed ones are
    /// left out where the filter asks for a status or for another sensitivity, and from public listings.
    pub fn sources(&self, clearance: Clearance, filter: &SourceFilter) -> Result<Vec<SourceListing>> {
        let sealed_asked = filter.status.is_none()
            && filter.text.is_none()
            && filter.language.is_none()
            && filter.year.is_none()
            && filter.tag.is_none()
            && filter.category.is_none()
            && filter.region.is_none()
            && filter.kind.is_none()
            && filter.limit.is_none()
            && filter.sensitivity.is_none_or(|sensitivity| sensitivity == Sensitivity::Sealed)
            && clearance == Clearance::Workspace;
        self.reading(async |ledger| {
            let mut listings = Vec::new();
            for sources in ledger.sources(clearance, filter).await?.chunks(AT_ONCE) {
                let known = known_sources(ledger, clearance, sources).await?.into_iter();
                listings.extend(known.map(|known| SourceListing::Visible(known.map(|known| known.record))));
            }
            if sealed_asked {
                let sealed = ledger.all_sealed().await?;
                listings.extend(sealed.into_iter().map(|row| SourceListing::Sealed(row.id)));
            }
            Ok(listings)
        })
    }

    /// How many sources pass the filter, whatever its offset and limit; sealed ones are not counted.
    pub fn count_sources(&self, clearance: Clearance, filter: &SourceFilter) -> Result<u64> {
        self.reading(async |ledger| ledger.count_sources(clearance, filter).await)
    }

    /// How many sources there are of each language, year, family of media and country.
    pub fn source_counts(&self, clearance: Clearance) -> Result<SourceCounts> {
        self.reading(async |ledger| ledger.source_counts(clearance, &self.settings().zones).await)
    }

    /// One source.
    pub fn source(&self, clearance: Clearance, id: &SourceId) -> Result<Cleared<SourceRecord>> {
        self.reading(async |ledger| {
            let source = admitted(ledger, clearance, id).await?;
            let sensitivity = source.sensitivity;
            let record = source_record(ledger, source).await?;
            clearance.admit(record, sensitivity).ok_or_else(|| Error::not_found("source", id))
        })
    }

    /// Several sources at once with the metadata of their first documents, in the order of their ids; those that are not here, or that
    /// the clearance does not let be seen, are left out.
    pub fn known_sources(&self, clearance: Clearance, ids: &[SourceId]) -> Result<Vec<Cleared<KnownSource>>> {
        self.reading(async |ledger| {
            let mut known = Vec::with_capacity(ids.len());
            for ids in ids.chunks(AT_ONCE) {
                let mut found: HashMap<SourceId, Source> = ledger
                    .sources_of(ids)
                    .await?
                    .into_iter()
                    .map(|source| (source.id.clone(), source))
                    .collect();
                let sources: Vec<Source> = ids.iter().filter_map(|id| found.remove(id)).collect();
                known.extend(known_sources(ledger, clearance, &sources).await?);
            }
            Ok(known)
        })
    }

    /// The source, sealed or not, whose id begins with `prefix` (at least 4 digits). The whole id that a source had
    /// before it was sealed leads to it too.
    pub fn resolve_source(&self, prefix: &str) -> Result<SourceId> {
        let before_sealing = prefix.trim().parse().ok();
        let sealed_id = before_sealing.and_then(|id: SourceId| self.seal_key.sealed_id(&id).ok());
        if let Some(sealed_id) = sealed_id
            && self.reading(async |ledger| ledger.sealed(&sealed_id).await)?.is_some()
        {
            return Ok(sealed_id);
        }
        self.resolve("source", &[IdTable::Sources, IdTable::Sealed], prefix)
    }

    /// The claim whose id begins with `prefix` (at least 4 digits).
    pub fn resolve_claim(&self, prefix: &str) -> Result<ClaimId> {
        self.resolve("claim", &[IdTable::Claims], prefix)
    }

    fn resolve<I>(&self, what: &'static str, tables: &[IdTable], prefix: &str) -> Result<I>
    where
        I: std::str::FromStr<Err = model::IdError>,
    {
        let prefix = prefix.trim().to_ascii_lowercase();
        let fits = prefix.len() >= SHORTEST_PREFIX && prefix.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !fits {
            return Err(Error::not_found(what, prefix));
        }
        let mut candidates = self.reading(async |ledger| {
            let mut candidates = Vec::new();
            for table in tables {
                candidates.extend(ledger.ids_beginning(*table, &prefix, SHOWN_CANDIDATES).await?);
            }
            Ok(candidates)
        })?;
        match (candidates.pop(), candidates.is_empty()) {
            (Some(only), true) => only.parse().map_err(|error: model::IdError| Error::DamagedRow {
                table: what,
                row: only.clone(),
                reason: error.to_string(),
            }),
            (Some(last), false) => {
                candidates.push(last);
                Err(Error::Ambiguous { what, prefix, candidates })
            }
            (None, _) => Err(Error::not_found(what, prefix)),
        }
    }

    /// The original bytes of a source, checked against its id.
    pub fn bytes(&self, clearance: Clearance, id: &SourceId) -> Result<Cleared<Vec<u8>>> {
        let source = self.reading(async |ledger| admitted(ledger, clearance, id).await)?;
        let bytes = self.blobs.get(id)?;
        clearance.admit(bytes, source.sensitivity).ok_or_else(|| Error::not_found("source", id))
    }

    /// The original bytes of a source, to be read piece by piece; nobody has checked them.
    pub fn open_bytes(&self, clearance: Clearance, id: &SourceId) -> Result<Cleared<File>> {
        let source = self.reading(async |ledger| admitted(ledger, clearance, id).await)?;
        clearance
            .admit(self.blobs.open(id)?, source.sensitivity)
            .ok_or_else(|| Error::not_found("source", id))
    }

    /// Compares the stored bytes of a source in the clear with its hash.
    ///
    /// # Errors
    /// [`Error::DamagedBlob`] where they are others or missing.
    pub fn check_bytes(&self, id: &SourceId) -> Result<()> {
        self.blobs.check(id)
    }

    /// One document.
    pub fn document(&self, clearance: Clearance, id: &DocumentId) -> Result<Cleared<DocumentRecord>> {
        let found = self.reading(async |ledger| ledger.document(id).await)?;
        found
            .and_then(|(record, sensitivity)| clearance.admit(record, sensitivity))
            .ok_or_else(|| Error::not_found("document", id))
    }

    /// The metadata of the first document of a source, without its text.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such source, or the clearance does not let it be seen; if the ledger cannot be read.
    pub fn metadata(&self, clearance: Clearance, source: &SourceId) -> Result<Option<Cleared<Metadata>>> {
        self.reading(async |ledger| {
            let sensitivity = admitted(ledger, clearance, source).await?.sensitivity;
            let metadata = ledger.metadata_of(source).await?;
            Ok(metadata.and_then(|metadata| clearance.admit(metadata, sensitivity)))
        })
    }

    /// Hands over the signatures that were kept with readings, by document: of very many, only some are in memory.
    pub fn each_signature(
        &self,
        clearance: Clearance,
        mut take: impl FnMut(DocumentId, String),
    ) -> Result<()> {
        self.reading(async |ledger| {
            let mut after: Option<DocumentId> = None;
            loop {
                let found = ledger.signatures(clearance, after.as_ref(), SIGNATURES_AT_ONCE).await?;
                let Some((last, _)) = found.last() else { return Ok(()) };
                after = Some(last.clone());
                found.into_iter().for_each(|(document, body)| take(document, body));
            }
        })
    }

    /// All documents of a source.
    pub fn documents_of(
        &self,
        clearance: Clearance,
        source: &SourceId,
    ) -> Result<Vec<Cleared<DocumentRecord>>> {
        self.reading(async |ledger| {
            let sensitivity = admitted(ledger, clearance, source).await?.sensitivity;
            let records = ledger.documents_of(source).await?.into_iter();
            Ok(records.filter_map(|record| clearance.admit(record, sensitivity)).collect())
        })
    }

    /// Lists claims in the filter's order.
    pub fn claims(&self, clearance: Clearance, filter: &ClaimFilter) -> Result<Vec<Cleared<ClaimRecord>>> {
        let mut records = Vec::new();
        self.each_claim(clearance, filter, |record| records.push(record))?;
        Ok(records)
    }

    /// Hands over claims in the filter's order, one by one: of very many, only some are in memory.
    pub fn each_claim(
        &self,
        clearance: Clearance,
        filter: &ClaimFilter,
        mut take: impl FnMut(Cleared<ClaimRecord>),
    ) -> Result<()> {
        self.reading(async |ledger| {
            let mut left = filter.limit.unwrap_or(usize::MAX);
            let mut window = Window { offset: filter.offset, limit: left.min(AT_ONCE), behind: None };
            let mut reviews: Option<(SourceId, Vec<StoredReview>)> = None;
            loop {
                let (found, end) = ledger.claims(clearance, filter, &window).await?;
                let is_last = found.len() < window.limit;
                left = left.saturating_sub(found.len());
                for (stored, sensitivity) in found {
                    // Nobody has looked at what is as it was proposed.
                    let is_reviewed = stored.state != ReviewState::Proposed;
                    if is_reviewed && reviews.as_ref().is_none_or(|(source, _)| *source != stored.source) {
                        reviews = Some((stored.source.clone(), ledger.reviews_of(&stored.source).await?));
                    }
                    let of_source = reviews.as_ref().filter(|_| is_reviewed);
                    let of_source = of_source.map_or(&[][..], |(_, reviews)| reviews);
                    clearance
                        .admit(claim_record(stored, of_source), sensitivity)
                        .into_iter()
                        .for_each(&mut take);
                }
                if is_last || left == 0 {
                    return Ok(());
                }
                let offset = if end.is_some() { 0 } else { window.offset.saturating_add(window.limit) };
                window = Window { offset, limit: left.min(AT_ONCE), behind: end };
            }
        })
    }

    /// How many claims pass the filter, whatever its offset and limit.
    pub fn count_claims(&self, clearance: Clearance, filter: &ClaimFilter) -> Result<u64> {
        self.reading(async |ledger| ledger.count_claims(clearance, filter).await)
    }

    /// How many claims there are of each kind, state and place.
    pub fn claim_counts(&self, clearance: Clearance) -> Result<ClaimCounts> {
        self.reading(async |ledger| ledger.claim_counts(clearance).await)
    }

    /// One claim.
    pub fn claim(&self, clearance: Clearance, id: &ClaimId) -> Result<Cleared<ClaimRecord>> {
        self.reading(async |ledger| {
            let found =
                ledger.claim(id).await?.into_iter().find(|(_, sensitivity)| clearance.permits(*sensitivity));
            let Some((stored, sensitivity)) = found else { return Err(Error::not_found("claim", id)) };
            let reviews = ledger.reviews_of(&stored.source).await?;
            let record = claim_record(stored, &reviews);
            clearance.admit(record, sensitivity).ok_or_else(|| Error::not_found("claim", id))
        })
    }

    /// Reviews that fit no claim any more, oldest first; of one source, or of all.
    pub fn orphans(&self, clearance: Clearance, source: Option<&SourceId>) -> Result<Vec<Cleared<Orphan>>> {
        let orphans = self.reading(async |ledger| ledger.orphans(clearance).await)?;
        let wanted = |stored: &StoredReview| source.is_none_or(|source| stored.review.source == *source);
        Ok(orphans
            .into_iter()
            .filter(|(stored, _)| wanted(stored))
            .filter_map(|(stored, sensitivity)| {
                clearance.admit(Orphan { review: stored.review }, sensitivity)
            })
            .collect())
    }

    /// How many sources are sealed.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn count_sealed(&self) -> Result<u64> {
        self.reading(async |ledger| ledger.count_sealed().await)
    }

    /// Numbers for an overview.
    pub fn totals(&self) -> Result<Totals> {
        self.reading(async |ledger| ledger.totals().await)
    }

    /// What documents say, who may see it and what people decided about it, as one word: whatever was made of claims under the
    /// same word, and the same clearance, need not be made again. A hash of the log up to the last entry that can have changed it.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn evidence_state(&self) -> Result<String> {
        let last = self.reading(async |ledger| ledger.last_audit_of_evidence().await)?;
        Ok(last.map(|entry| entry.hash).unwrap_or_default())
    }

    /// The audit log, oldest first.
    pub fn audit_log(&self) -> Result<Vec<AuditEntry>> {
        self.reading(async |ledger| audit::all(ledger).await)
    }

    /// Checks the hash chain of the audit log; names the first entry that does not hold.
    pub fn verify_audit(&self) -> Result<AuditVerdict> {
        self.reading(async |ledger| audit::verify(ledger).await)
    }

    /// Reads all of the ledger and fails where pages or references in it are damaged.
    pub fn verify_ledger(&self) -> Result<()> {
        self.directly(async |ledger| ledger.check().await)
    }

    /// Reads every stored file and checks it; returns those that are missing or damaged, those that belong to no
    /// source, and whether a clean-up after sealing is pending.
    ///
    /// While another process adds, files that it has not yet recorded belong to no source.
    pub fn verify_blobs(&self) -> Result<Vec<Error>> {
        let files = self.blobs.files()?;
        let (sources, sealed) = self.reading(async |ledger| {
            Ok((
                ledger.sources(Clearance::Workspace, &SourceFilter::default()).await?,
                ledger.all_sealed().await?,
            ))
        })?;
        let plain = sources.iter().filter_map(|source| self.blobs.check(&source.id).err());
        let encrypted =
            sealed.iter().filter_map(|row| self.blobs.check_sealed(&row.id, &row.file_hash).err());
        let mut found: Vec<Error> = plain.chain(encrypted).collect();
        let expected: HashSet<_> = sources.iter().map(|source| self.blobs.path(&source.id)).collect();
        let sealed_files: HashSet<_> = sealed.iter().map(|row| self.blobs.sealed_path(&row.id)).collect();
        for (id, path) in files {
            if expected.contains(&path) || sealed_files.contains(&path) {
                continue;
            }
            let sealed_id = id.filter(|_| path.extension().is_none()).map(|id| self.seal_key.sealed_id(&id));
            let is_clear_text = sealed_id
                .and_then(Result::ok)
                .is_some_and(|id| sealed_files.contains(&self.blobs.sealed_path(&id)));
            let reason = if is_clear_text {
                "it is the clear text of a sealed one, left behind when sealing was interrupted; run any command that writes to remove it"
            } else {
                "adding or sealing was interrupted, or goes on, or somebody put it there; add the original again, or remove the file"
            };
            found.push(Error::StrayFile { path, reason });
        }
        if self.clean_up_pending()? {
            found.push(Error::CleanUpPending);
        }
        Ok(found)
    }
}

/// The source, if the clearance lets it be seen; the same error where it does not and where there is none.
async fn admitted(ledger: &mut impl Ledger, clearance: Clearance, id: &SourceId) -> Result<Source> {
    match ledger.source(id).await? {
        Some(source) if clearance.permits(source.sensitivity) => Ok(source),
        None if clearance == Clearance::Workspace && ledger.sealed(id).await?.is_some() => {
            Err(Error::Sealed(id.to_string()))
        }
        _ => Err(Error::not_found("source", id)),
    }
}

/// The sources that the clearance lets be seen, in their order.
async fn known_sources(
    ledger: &mut impl Ledger,
    clearance: Clearance,
    sources: &[Source],
) -> Result<Vec<Cleared<KnownSource>>> {
    let ids: Vec<SourceId> = sources.iter().map(|source| source.id.clone()).collect();
    let mut acquisitions = ledger.acquisitions_of(&ids).await?;
    let mut documents = ledger.summaries_of_each(&ids).await?;
    let known = sources.iter().filter_map(|source| {
        let documents = documents.remove(&source.id).unwrap_or_default();
        let metadata = documents.first().map(|(_, metadata)| metadata.clone());
        let record = SourceRecord {
            source: source.clone(),
            acquisitions: acquisitions.remove(&source.id).unwrap_or_default(),
            documents: documents.into_iter().map(|(summary, _)| summary).collect(),
        };
        clearance.admit(KnownSource { record, metadata }, source.sensitivity)
    });
    Ok(known.collect())
}

async fn source_record(ledger: &mut impl Ledger, source: Source) -> Result<SourceRecord> {
    let acquisitions = ledger.acquisitions(&source.id).await?;
    let documents = ledger.summaries_of(&source.id).await?;
    Ok(SourceRecord { source, acquisitions, documents })
}

fn claim_record(stored: StoredClaim, reviews_of_source: &[StoredReview]) -> ClaimRecord {
    let bound = reviews_of_source.iter().filter(|review| review.bound.as_ref() == Some(&stored.claim.id));
    let reviews = bound.map(|bound| bound.review.clone()).collect();
    let StoredClaim { claim, source, document, state, anchored } = stored;
    ClaimRecord { claim, source, document, state, reviews, anchored }
}
