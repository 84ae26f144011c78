//! Search, and keeping the index with the ledger.

use crate::add::{GENERATION, counter};
use crate::index::{TextIndex, Trust, snippets};
use crate::ledger::{DocumentRows, SourceRows};
use crate::{DocumentRecord, Hit, IndexRepair, IndexState, Result, SearchFilter, Workspace};
use model::{Clearance, Cleared, DocumentId, SourceId};
use std::collections::{HashMap, HashSet};
use std::sync::{MutexGuard, PoisonError};

const PAGE: u32 = 200;

/// Ledger first, index second: whoever holds the index may ask the ledger, never the other way round.
impl Workspace {
    pub(crate) fn text_index(&self) -> MutexGuard<'_, TextIndex> {
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ledger_generation(&self) -> Result<i64> {
        self.reading(async |ledger| counter(ledger, GENERATION).await)
    }

    /// Full-text search: words (all must be there), `AND`, `OR`, `NOT`, `"phrases"`, `-not`, `( )`, and the fields
    /// `title:`, `text:`, `source:` (file name, address, site), `date:` (`date:2018`, `date:[2016 TO 2018]`), `language:`
    /// and `kind:`. `word~` finds words that differ by a letter (by two, where the word is longer than seven letters).
    ///
    /// English words are found in all their forms; Korean, Chinese and Japanese by pairs of characters. Open for
    /// reading, it searches the index as it is: see [`Workspace::index_state`].
    ///
    /// # Errors
    /// [`crate::Error::Query`] says what is wrong with the search.
    pub fn search(&self, clearance: Clearance, query: &str, limit: usize) -> Result<Vec<Cleared<Hit>>> {
        self.search_narrowed(clearance, query, &SearchFilter::default(), limit)
    }

    /// [`Workspace::search`] among the documents that pass the filter.
    ///
    /// # Errors
    /// As for [`Workspace::search`].
    pub fn search_narrowed(
        &self,
        clearance: Clearance,
        query: &str,
        filter: &SearchFilter,
        limit: usize,
    ) -> Result<Vec<Cleared<Hit>>> {
        if self.writable().is_ok() {
            self.flush()?;
        }
        let mut hits = Vec::new();
        let mut offset = 0;
        let mut index = self.text_index();
        while hits.len() < limit {
            let found = index.search(query, filter, offset, limit)?;
            offset += found.hits.len();
            let is_last = found.hits.len() < limit;
            for (id, score) in found.hits {
                // What the ledger does not have any more, or the clearance does not permit, is no hit.
                let Some((record, sensitivity)) = self.reading(async |ledger| ledger.document(&id).await)?
                else {
                    continue;
                };
                if clearance.permits(sensitivity) && hits.len() < limit {
                    let hit = hit(record, score, &found.words);
                    hits.extend(clearance.admit(hit, sensitivity));
                }
            }
            if is_last {
                break;
            }
        }
        Ok(hits)
    }

    /// Which of the sources have a document that fits.
    ///
    /// # Errors
    /// As for [`Workspace::search`].
    pub fn fits(
        &self,
        query: &str,
        filter: &SearchFilter,
        sources: &[SourceId],
    ) -> Result<HashSet<SourceId>> {
        let documents: HashMap<DocumentId, SourceId> = self.reading(async |ledger| {
            let mut documents = HashMap::new();
            for source in sources {
                let of_source = ledger.summaries_of(source).await?.into_iter();
                documents.extend(of_source.map(|document| (document.id, source.clone())));
            }
            Ok(documents)
        })?;
        let ids: Vec<DocumentId> = documents.keys().cloned().collect();
        let fitting = self.text_index().fitting(query, filter, &ids)?;
        Ok(fitting.into_iter().filter_map(|id| documents.get(&id).cloned()).collect())
    }

    /// How the index on disk stands to the ledger.
    pub fn index_state(&self) -> Result<IndexState> {
        let ledger = self.ledger_generation()?;
        Ok(match self.text_index().generation() {
            None => IndexState::Missing,
            Some(generation) if generation < ledger => IndexState::Behind,
            Some(_) => IndexState::Current,
        })
    }

    /// Brings the index up to date where it is not.
    pub fn index_repair(&self) -> Result<IndexRepair> {
        self.writable()?;
        let mut index = self.text_index();
        let outcome = self.catch_up(&mut index);
        match outcome {
            Ok(_) => index.trust = Trust::Following,
            Err(_) => index.fail(),
        }
        outcome
    }

    /// Makes the index anew; returns the number of documents read for it.
    pub fn index_rebuild(&self) -> Result<usize> {
        self.writable()?;
        let mut index = self.text_index();
        index.start_anew()?;
        let documents = self.put_all_after(&mut index, 0)?;
        index.trust = Trust::Following;
        Ok(documents)
    }

    /// Makes what was added so far searchable. Call it at the end of a batch; a crash before that is repaired later.
    pub fn flush(&self) -> Result<()> {
        self.writable()?;
        let mut index = self.text_index();
        if index.trust == Trust::Following {
            return if index.is_pending() { index.commit(None) } else { Ok(()) };
        }
        drop(index);
        self.index_repair().map(|_| ())
    }

    fn catch_up(&self, index: &mut TextIndex) -> Result<IndexRepair> {
        if index.is_pending() {
            index.commit(None)?;
        }
        let ledger = self.ledger_generation()?;
        match index.generation() {
            Some(generation) if generation == ledger => Ok(IndexRepair::Nothing),
            Some(generation) if generation < ledger => {
                self.put_all_after(index, generation).map(IndexRepair::CaughtUp)
            }
            // None, or one that knows more than the ledger: the ledger came from a backup.
            _ => {
                index.start_anew()?;
                self.put_all_after(index, 0).map(IndexRepair::Rebuilt)
            }
        }
    }

    fn put_all_after(&self, index: &mut TextIndex, generation: i64) -> Result<usize> {
        let ledger_generation = self.ledger_generation()?;
        let mut after = generation;
        let mut documents = 0;
        loop {
            let page = self.reading(async |ledger| ledger.documents_after(after, PAGE).await)?;
            if page.is_empty() {
                break;
            }
            for (id, generation) in page {
                after = generation;
                let found = self.reading(async |ledger| {
                    let Some((record, _)) = ledger.document(&id).await? else { return Ok(None) };
                    let ways = ledger.acquisitions(&record.source).await?;
                    Ok(Some((record, ways)))
                })?;
                if let Some((record, ways)) = found {
                    let labels: Vec<&str> = ways.iter().map(|way| way.route.label()).collect();
                    index.put(&record, &labels, generation)?;
                    documents += 1;
                }
            }
        }
        index.commit(Some(ledger_generation))?;
        Ok(documents)
    }

    /// Puts a document that was just written into the index. The index is derived, so a failure here undoes nothing:
    /// the index is left alone until [`Workspace::flush`] repairs it or says why it cannot.
    pub(crate) fn index_document(&self, record: &DocumentRecord, labels: &[&str], generation: i64) {
        let mut index = self.text_index();
        let outcome = match index.trust {
            Trust::Failed => return,
            Trust::Following => index.put(record, labels, generation),
            // Catching up takes in this document too.
            Trust::Unchecked => self.catch_up(&mut index).map(|_| index.trust = Trust::Following),
        };
        if outcome.is_err() {
            index.fail();
        }
    }
}

fn hit(record: DocumentRecord, score: f32, words: &std::collections::BTreeSet<String>) -> Hit {
    let snippets = snippets(&record.document.text, words);
    Hit { source: record.source, document: record.id, title: record.document.metadata.title, score, snippets }
}
