//! Sealing: a source and all that was made of it, kept only encrypted.
//!
//! Everything about a sealed source (bytes, names it came by, text, claims, reviews) is in one age file, named by its id
//! in the ledger (see [`SealKey`](crate::keys::SealKey)). The ledger keeps that id, when and for whom it was sealed, and
//! the hash of the encrypted file. What is added as sealed touches the disk only so; sealing later also removes what was
//! there in the clear: the file, the rows with their traces in free pages and log, and the index, which is made anew.
//! What no program can promise: that an SSD or a snapshotting file system keeps no old copy of a removed file, and that
//! older backups hold no clear text. The size of the encrypted file tells the size of what it holds.

use crate::add::{GENERATION, acquisition, next, parent_of};
use crate::blobs::sha256;
use crate::ledger::{
    ClaimRows, DocumentRows, Ledger, PrintRows, ScreeningRow, ScreeningRows, SealedRow, SourceRows,
    StoredClaim, Upkeep,
};
use crate::sealed_records::{self, Said};
use crate::types::StoredReview;
use crate::{
    Act, Added, Change, Content, DocumentRecord, Error, NewSource, Rebinding, Result, SealOutcome,
    SourceFilter, Workspace, audit, keys, records,
};
use model::{Acquisition, AcquisitionRoute, DocumentId, ReviewState, Sensitivity, Source, SourceId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

/// Set while clear traces of something sealed may still be on the disk.
const UNFINISHED: &str = "sealing_unfinished";

/// All that is known of a source.
#[derive(Debug, Serialize, Deserialize)]
struct Everything {
    source: Source,
    acquisitions: Vec<Acquisition>,
    documents: Vec<DocumentRecord>,
    claims: Vec<StoredClaim>,
    reviews: Vec<StoredReview>,
    /// Judgements and decisions that speak of it. Sources sealed by older versions have none.
    #[serde(default)]
    records: Vec<ScreeningRow>,
}

impl Everything {
    /// The content as JSON behind its length (eight bytes, little-endian), then the original bytes.
    fn pack(&self, id: &SourceId, bytes: &[u8]) -> Result<Vec<u8>> {
        let json = serde_json::to_vec(self)
            .map_err(|error| Error::Sealing { id: id.to_string(), reason: error.to_string() })?;
        let length = (json.len() as u64).to_le_bytes();
        Ok([&length[..], &json, bytes].concat())
    }

    fn unpack<'p>(id: &SourceId, plaintext: &'p [u8]) -> Result<(Self, &'p [u8])> {
        let failed = |reason: &str| Error::Sealing { id: id.to_string(), reason: reason.to_owned() };
        let (length, rest) =
            plaintext.split_first_chunk::<8>().ok_or_else(|| failed("its content is cut short"))?;
        let length = usize::try_from(u64::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let (json, bytes) =
            rest.split_at_checked(length).ok_or_else(|| failed("its content is cut short"))?;
        let content = serde_json::from_slice(json).map_err(|error| failed(&error.to_string()))?;
        Ok((content, bytes))
    }
}

impl Workspace {
    /// Encrypts a source and all that was made of it for `recipient` (an age public key; `None` takes the settings').
    ///
    /// What is sealed already, named by its id of now or of before, stays as it is; what an interrupted sealing left
    /// undone is finished.
    pub fn seal(&self, act: &Act, source: &SourceId, recipient: Option<&str>) -> Result<SealOutcome> {
        let mut outcomes = self.seal_all(act, std::slice::from_ref(source), recipient)?;
        outcomes.pop().ok_or_else(|| Error::not_found("source", source))
    }

    /// Seals several sources; the ledger and the index are cleaned once at the end, which takes time with their size.
    ///
    /// # Errors
    /// On the first source that cannot be sealed; those before it are sealed.
    pub fn seal_all(
        &self,
        act: &Act,
        sources: &[SourceId],
        recipient: Option<&str>,
    ) -> Result<Vec<SealOutcome>> {
        self.writable()?;
        let recipient = self.recipient(recipient)?;
        let mut outcomes = Vec::with_capacity(sources.len());
        let mut failure = None;
        for source in sources {
            match self.seal_one(act, source, &recipient) {
                Ok(outcome) => outcomes.push(outcome),
                Err(error) => {
                    failure = Some(error);
                    break;
                }
            }
        }
        let finished = self.finish_sealing();
        match failure {
            Some(error) => Err(error),
            None => finished.map(|()| outcomes),
        }
    }

    fn recipient(&self, given: Option<&str>) -> Result<age::x25519::Recipient> {
        let text = given.or(self.settings().sealing_recipient.as_deref()).ok_or(Error::NoRecipient)?;
        keys::recipient(text)
    }

    fn seal_one(&self, act: &Act, id: &SourceId, recipient: &age::x25519::Recipient) -> Result<SealOutcome> {
        let sealed_id = self.seal_key.sealed_id(id)?;
        let sealed_already = self.reading(async |ledger| {
            let by_id = ledger.sealed(id).await?;
            Ok(if by_id.is_some() { by_id } else { ledger.sealed(&sealed_id).await? })
        })?;
        if let Some(row) = sealed_already {
            return Ok(SealOutcome { sealed: row.id, unsealed_children: Vec::new(), records: 0 });
        }
        let content = self.reading(async |ledger| {
            let Some(source) = ledger.source(id).await? else { return Err(Error::not_found("source", id)) };
            let documents = ledger.documents_of(id).await?;
            let claims = ledger.claims_of(id).await?;
            let reviews = ledger.reviews_of(id).await?;
            let said = Said::by(&documents, &claims, &reviews);
            let records = sealed_records::of(ledger, &said).await?;
            Ok(Everything {
                source,
                acquisitions: ledger.acquisitions(id).await?,
                documents,
                claims,
                reviews,
                records,
            })
        })?;
        let bytes = self.blobs.get(id)?;
        let row = self.write_sealed(act, &content, &bytes, recipient)?;
        let unsealed_children = self.transaction(async |ledger| {
            let children = name_parent(ledger, id, &row.id).await?;
            ledger.delete_source(id).await?;
            ledger.insert_sealed(&row).await?;
            ledger.set_meta(UNFINISHED, "1").await?;
            for record in &content.records {
                ledger.delete_screening_row(record.sequence).await?;
            }
            let mut detail = json!({"sealed": row.id, "recipient": row.recipient});
            if !content.records.is_empty() {
                let ids: Vec<&str> = content.records.iter().map(|record| record.id.as_str()).collect();
                detail["records"] = json!(ids);
            }
            audit::append(ledger, act, "seal", &detail).await?;
            Ok(children)
        })?;
        Ok(SealOutcome { sealed: row.id, unsealed_children, records: content.records.len() })
    }

    fn write_sealed(
        &self,
        act: &Act,
        content: &Everything,
        bytes: &[u8],
        recipient: &age::x25519::Recipient,
    ) -> Result<SealedRow> {
        let id = self.seal_key.sealed_id(&content.source.id)?;
        let ciphertext = keys::encrypt(recipient, &content.pack(&id, bytes)?)?;
        self.blobs.put_sealed(&id, &ciphertext)?;
        let file_hash = sha256(&ciphertext);
        Ok(SealedRow { id, sealed_at: act.at.to_string(), recipient: recipient.to_string(), file_hash })
    }

    /// Adds an item that must never be on the disk in the clear.
    pub(crate) fn add_sealed(
        &self,
        act: &Act,
        item: &NewSource<'_>,
        route: AcquisitionRoute,
    ) -> Result<Added> {
        self.writable()?;
        let recipient = self.recipient(None)?;
        let id = item.content.id();
        let Content::Bytes(bytes) = item.content else {
            let reason = "its bytes were stored in the clear already; nothing of it was added".to_owned();
            return Err(Error::Sealing { id: id.to_string(), reason });
        };
        let reading = &item.reading;
        let document = DocumentId::derive(&id, &reading.context, &reading.reader_version);
        let claims = reading.claims.iter().map(|claim| StoredClaim {
            claim: claim.clone(),
            source: id.clone(),
            document: document.clone(),
            state: ReviewState::Proposed,
            anchored: true,
        });
        let content = Everything {
            source: Source {
                id: id.clone(),
                size: item.content.size(),
                media_type: reading.document.media_type.clone(),
                sensitivity: Sensitivity::Sealed,
                first_acquired: act.at.to_string(),
            },
            acquisitions: vec![acquisition(&id, route, act, item)],
            claims: claims.collect(),
            documents: vec![DocumentRecord {
                id: document.clone(),
                source: id.clone(),
                context: reading.context.clone(),
                reader_version: reading.reader_version.clone(),
                document: reading.document.clone(),
            }],
            reviews: Vec::new(),
            records: Vec::new(),
        };
        let row = self.write_sealed(act, &content, bytes, &recipient)?;
        self.transaction(async |ledger| {
            ledger.insert_sealed(&row).await?;
            audit::append(ledger, act, "add", &json!({"sealed": row.id, "recipient": row.recipient})).await
        })?;
        Ok(Added {
            source: row.id,
            document: None,
            change: Change::New,
            sensitivity: Sensitivity::Sealed,
            reviews: Rebinding::default(),
        })
    }

    /// Brings a sealed source back as `sensitivity`; returns its id, which is its SHA-256 again.
    ///
    /// # Errors
    /// If the identity does not open it, the identity file lies inside a workspace, or `sensitivity` is `sealed`.
    pub fn unseal(
        &self,
        act: &Act,
        sealed: &SourceId,
        identity_file: &Path,
        sensitivity: Sensitivity,
    ) -> Result<SourceId> {
        self.writable()?;
        let failed = |reason: &str| Error::Sealing { id: sealed.to_string(), reason: reason.to_owned() };
        if sensitivity == Sensitivity::Sealed {
            return Err(failed("say what it is from now on, `open` or `internal`"));
        }
        let Some(row) = self.reading(async |ledger| ledger.sealed(sealed).await)? else {
            return Err(Error::NotSealed(sealed.to_string()));
        };
        let identities = keys::identities(identity_file)?;
        let plaintext = keys::decrypt(sealed, &identities, &self.blobs.get_sealed(sealed, &row.file_hash)?)?;
        let (mut content, bytes) = Everything::unpack(sealed, &plaintext)?;
        let id = content.source.id.clone();
        if SourceId::of(bytes) != id || self.seal_key.sealed_id(&id)? != *sealed {
            return Err(failed("it holds another source than its name says"));
        }
        content.source.sensitivity = sensitivity;
        for way in &mut content.acquisitions {
            way.route = self.route_today(&way.route)?;
        }
        // A crash from here to the transaction must not leave the bytes in the clear beside a sealed row.
        let before = self.transaction(async |ledger| {
            let before = ledger.meta(UNFINISHED).await?.unwrap_or_else(|| "0".to_owned());
            ledger.set_meta(UNFINISHED, "1").await.map(|()| before)
        })?;
        self.blobs.put(&id, bytes)?;
        let last = self.transaction(async |ledger| {
            ledger.set_meta(UNFINISHED, &before).await?;
            let generation = restore_rows(ledger, &content).await?;
            name_parent(ledger, sealed, &id).await?;
            ledger.delete_sealed(sealed).await?;
            let reviews = ledger.review_prints(&id).await?.into_iter();
            let reviews: BTreeMap<_, _> = reviews.map(|print| (print.id, print.hash)).collect();
            let mut detail = json!({
                "sealed": sealed, "source": id, "sensitivity": sensitivity,
                "documents": records::documents_of(ledger, &id, None).await?, "reviews": reviews,
            });
            if !content.records.is_empty() {
                let hash = |record: &ScreeningRow| (record.id.clone(), sha256(record.body.as_bytes()));
                detail["records"] = json!(content.records.iter().map(hash).collect::<BTreeMap<_, _>>());
            }
            audit::append(ledger, act, "unseal", &detail).await?;
            Ok(generation)
        })?;
        self.blobs.remove(&self.blobs.sealed_path(sealed))?;
        let labels: Vec<&str> = content.acquisitions.iter().map(|way| way.route.label()).collect();
        for record in &content.documents {
            self.index_document(record, &labels, last);
        }
        self.flush()?;
        Ok(id)
    }

    /// The parent may have been sealed or unsealed since the route was encrypted.
    fn route_today(&self, route: &AcquisitionRoute) -> Result<AcquisitionRoute> {
        let AcquisitionRoute::Parent { parent, name, captured } = route else { return Ok(route.clone()) };
        let sealed_id = self.seal_key.sealed_id(parent)?;
        let (is_sealed, sources) = self.reading(async |ledger| {
            let is_sealed = ledger.sealed(&sealed_id).await?.is_some();
            Ok((is_sealed, ledger.sources(model::Clearance::Workspace, &SourceFilter::default()).await?))
        })?;
        let unsealed = sources.into_iter().map(|source| source.id);
        let parent = if is_sealed {
            sealed_id
        } else {
            let same = |id: &SourceId| self.seal_key.sealed_id(id).is_ok_and(|sealed| sealed == *parent);
            unsealed.into_iter().find(same).unwrap_or_else(|| parent.clone())
        };
        Ok(AcquisitionRoute::Parent { parent, name: name.clone(), captured: captured.clone() })
    }

    /// Whether traces of something sealed may still be on the disk in the clear. The next opening for writing removes
    /// them.
    pub fn clean_up_pending(&self) -> Result<bool> {
        Ok(self.reading(async |ledger| ledger.meta(UNFINISHED).await)?.as_deref() == Some("1"))
    }

    /// Removes what is left in the clear of sources that are sealed; also what a crash in the middle left.
    pub(crate) fn finish_sealing(&self) -> Result<()> {
        if !self.clean_up_pending()? {
            return Ok(());
        }
        self.index_rebuild()?;
        let (sources, sealed) = self.reading(async |ledger| {
            Ok((
                ledger.sources(model::Clearance::Workspace, &SourceFilter::default()).await?,
                ledger.all_sealed().await?,
            ))
        })?;
        let in_the_clear: HashSet<SourceId> = sources.into_iter().map(|source| source.id).collect();
        let sealed: HashSet<SourceId> = sealed.into_iter().map(|row| row.id).collect();
        for (id, path) in self.blobs.files()? {
            let Some(id) = id else { continue };
            let is_original = path.extension().is_none();
            if is_original && !in_the_clear.contains(&id) && sealed.contains(&self.seal_key.sealed_id(&id)?) {
                self.blobs.remove(&path)?;
            }
        }
        self.directly(async |ledger| ledger.scrub().await)?;
        self.transaction(async |ledger| ledger.set_meta(UNFINISHED, "0").await)
    }
}

/// What came out of `old` came out of `new` from now on; gives the sources concerned.
async fn name_parent(ledger: &mut impl Ledger, old: &SourceId, new: &SourceId) -> Result<Vec<SourceId>> {
    let mut children = Vec::new();
    for mut way in ledger.acquisitions_from(old).await? {
        let AcquisitionRoute::Parent { parent, .. } = &mut way.route else { continue };
        parent.clone_from(new);
        ledger.delete_acquisition(&way).await?;
        if ledger.acquisitions(&way.source).await?.iter().all(|other| other.route != way.route) {
            ledger.insert_acquisition(&way, Some(new)).await?;
        }
        children.push(way.source);
    }
    children.dedup();
    Ok(children)
}

/// Gives the generation of the last document.
async fn restore_rows(ledger: &mut impl Ledger, content: &Everything) -> Result<i64> {
    ledger.insert_source(&content.source).await?;
    for way in &content.acquisitions {
        ledger.insert_acquisition(way, parent_of(&way.route)).await?;
    }
    let mut generation = 0;
    for record in &content.documents {
        generation = next(ledger, GENERATION).await?;
        ledger.put_document(record, generation).await?;
    }
    for claim in &content.claims {
        ledger.insert_claim(claim).await?;
    }
    for review in &content.reviews {
        ledger.insert_review(&content.source.id, review).await?;
    }
    for record in &content.records {
        ledger.insert_screening_row(record).await?;
    }
    Ok(generation)
}
