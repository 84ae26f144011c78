//! The full-text index: derived from the ledger, so it can be deleted and made anew.
//!
//! Each commit carries the generation of the ledger's documents that it covers. An index of an earlier generation (a
//! crash, a copy) is noticed and catches up; one that cannot be opened, or whose fields or tokens are of another
//! version, is made anew. The text itself is indexed, never stored: passages come from the ledger. Words are indexed whole:
//! as [`Joined`] shows them, without the marks where line ends cut them.

mod fuzzy;
mod highlight;
mod tokens;

pub(crate) use highlight::snippets;

use crate::{DayRange, DocumentRecord, Error, MediaFamily, Result, SearchFilter};
use model::{DocumentId, DocumentStatus, Joined, SourceId};
use std::collections::BTreeSet;
use std::ops::Bound;
use std::path::PathBuf;
use tantivy::collector::{DocSetCollector, TopDocs};
use tantivy::query::{
    BooleanQuery, InvertedIndexRangeQuery, Query, QueryParser, QueryParserError, TermQuery, TermSetQuery,
};
use tantivy::schema::{
    Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::{
    DocAddress, Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term,
};

/// Memory for text not yet written; one thread, because reading and extracting use the others.
const WRITER_MEMORY: usize = 40_000_000;
/// Blocks (16 kB) of stored ids that a reader keeps of each segment: every connection to a workspace has a reader.
const BLOCKS_KEPT: usize = 8;

/// Documents after which a batch is committed on the way.
const COMMIT_EVERY: usize = 5_000;

impl From<TantivyError> for Error {
    fn from(error: TantivyError) -> Self {
        Self::Index(error.to_string())
    }
}

#[derive(Debug, Clone, Copy)]
struct Fields {
    /// Source and context: what a newer reading replaces.
    key: Field,
    document: Field,
    text: Field,
    title: Field,
    source: Field,
    date: Field,
    /// The days of publication that are not ruled out: the first and the last, as `yyyymmdd`.
    first_day: Field,
    last_day: Field,
    language: Field,
    kind: Field,
}

fn schema() -> (Schema, Fields) {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(tokens::NAME)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let words = TextOptions::default().set_indexing_options(indexing);
    let mut builder = Schema::builder();
    let fields = Fields {
        key: builder.add_text_field("key", STRING),
        document: builder.add_text_field("document", STRING | STORED),
        text: builder.add_text_field("text", words.clone()),
        title: builder.add_text_field("title", words.clone()),
        source: builder.add_text_field("source", words),
        date: builder.add_text_field("date", STRING),
        first_day: builder.add_u64_field("first_day", INDEXED),
        last_day: builder.add_u64_field("last_day", INDEXED),
        language: builder.add_text_field("language", STRING),
        kind: builder.add_text_field("kind", STRING),
    };
    (builder.build(), fields)
}

/// Whether what is added in this session follows on what the index has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    /// Not compared with the ledger yet.
    Unchecked,
    /// It has all that the ledger had, or it is on its way in.
    Following,
    /// Writing failed: it is left alone until it is repaired.
    Failed,
}

/// The index in its folder.
#[derive(Debug)]
pub(crate) struct TextIndex {
    folder: PathBuf,
    open: Option<Open>,
    pub(crate) trust: Trust,
}

struct Open {
    index: Index,
    reader: IndexReader,
    writer: Option<IndexWriter>,
    fields: Fields,
    /// Generation that the next commit covers.
    generation: i64,
    pending: usize,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Open").field("generation", &self.generation).finish_non_exhaustive()
    }
}

impl TextIndex {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, open: None, trust: Trust::Unchecked }
    }

    /// The generation covered by what is on disk; `None` where there is no usable index.
    pub(crate) fn generation(&mut self) -> Option<i64> {
        self.open_existing()?.index.load_metas().ok()?.payload?.parse().ok()
    }

    fn open_existing(&mut self) -> Option<&mut Open> {
        if self.open.is_none() {
            let (expected, fields) = schema();
            let index = Index::open_in_dir(&self.folder).ok()?;
            if index.schema() != expected {
                return None;
            }
            self.open = Open::new(index, fields).ok();
        }
        self.open.as_mut()
    }

    /// Removes what is there and starts an empty index.
    pub(crate) fn start_anew(&mut self) -> Result<()> {
        if let Some(writer) = self.open.take().and_then(|open| open.writer) {
            // Merges still running would write into the folder that goes away.
            let _ = writer.wait_merging_threads();
        }
        self.trust = Trust::Unchecked;
        match std::fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::io(&self.folder, error));
            }
            _ => {}
        }
        std::fs::create_dir_all(&self.folder).map_err(|error| Error::io(&self.folder, error))?;
        let (schema, fields) = schema();
        self.open = Some(Open::new(Index::create_in_dir(&self.folder, schema)?, fields)?);
        Ok(())
    }

    fn opened(&mut self) -> Result<&mut Open> {
        let folder = self.folder.display().to_string();
        self.open_existing().ok_or_else(|| Error::Index(format!("there is none in `{folder}`")))
    }

    /// Puts a document in the place of the one of the same source and context. One that failed has no text to find.
    pub(crate) fn put(&mut self, record: &DocumentRecord, labels: &[&str], generation: i64) -> Result<()> {
        let open = self.opened()?;
        let fields = open.fields;
        let key = key(&record.source, &record.context);
        let document = &record.document;
        let mut entry = TantivyDocument::default();
        entry.add_text(fields.key, &key);
        entry.add_text(fields.document, record.id.as_str());
        entry.add_text(fields.text, Joined::of(&document.text).text());
        entry.add_text(fields.title, document.metadata.title.as_deref().unwrap_or_default());
        let site = document.metadata.site.as_deref();
        for name in labels.iter().copied().chain(site) {
            entry.add_text(fields.source, name);
        }
        let published = document.metadata.published.as_ref().map(model::Edtf::as_str).unwrap_or_default();
        for date in dates(published) {
            entry.add_text(fields.date, date);
        }
        if let Some((first, last)) = days(published) {
            entry.add_u64(fields.first_day, first);
            entry.add_u64(fields.last_day, last);
        }
        entry.add_text(fields.language, document.metadata.language.as_deref().unwrap_or_default());
        entry.add_text(fields.kind, MediaFamily::of(&document.media_type).as_str());
        let writer = open.writer()?;
        writer.delete_term(Term::from_field_text(fields.key, &key));
        if document.status != DocumentStatus::Failed {
            writer.add_document(entry)?;
        }
        open.generation = open.generation.max(generation);
        open.pending += 1;
        if open.pending >= COMMIT_EVERY { open.commit() } else { Ok(()) }
    }

    /// Makes what was put findable and lasting.
    pub(crate) fn commit(&mut self, generation: Option<i64>) -> Result<()> {
        let open = self.opened()?;
        open.generation = open.generation.max(generation.unwrap_or_default());
        open.commit()
    }

    /// Whether something was put since the last commit.
    pub(crate) fn is_pending(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.pending > 0)
    }

    /// Gives up what was put since the last commit, and the memory for it.
    pub(crate) fn fail(&mut self) {
        self.open = None;
        self.trust = Trust::Failed;
    }

    /// The documents that fit, best first, from rank `offset` on.
    pub(crate) fn search(
        &mut self,
        query: &str,
        filter: &SearchFilter,
        offset: usize,
        limit: usize,
    ) -> Result<Found> {
        let open = self.opened()?;
        open.reader.reload()?;
        let searcher = open.reader.searcher();
        let parsed = open.narrowed(open.parse(query, &searcher)?, filter);
        let top = searcher
            .search(&parsed, &TopDocs::with_limit(limit.max(1)).and_offset(offset).order_by_score())?;
        let mut hits = Vec::with_capacity(top.len());
        for (score, address) in top {
            hits.push((open.id_of(&searcher, address)?, score));
        }
        let mut words = BTreeSet::new();
        let text = open.fields.text;
        parsed.query_terms(&mut |term, _| {
            if term.field() == text {
                words.extend(term.value().as_str().map(str::to_owned));
            }
        });
        Ok(Found { hits, words })
    }

    /// Which of the documents fit, in no order.
    pub(crate) fn fitting(
        &mut self,
        query: &str,
        filter: &SearchFilter,
        among: &[DocumentId],
    ) -> Result<Vec<DocumentId>> {
        let open = self.opened()?;
        open.reader.reload()?;
        let searcher = open.reader.searcher();
        let parsed = open.narrowed(open.parse(query, &searcher)?, filter);
        let ids = among.iter().map(|id| Term::from_field_text(open.fields.document, id.as_str()));
        let among: Box<dyn Query> = Box::new(TermSetQuery::new(ids));
        let found = searcher.search(&BooleanQuery::intersection(vec![parsed, among]), &DocSetCollector)?;
        found.into_iter().map(|address| open.id_of(&searcher, address)).collect()
    }
}

/// What a search found in the index.
pub(crate) struct Found {
    pub(crate) hits: Vec<(DocumentId, f32)>,
    /// The tokens looked for in the text.
    pub(crate) words: BTreeSet<String>,
}

impl Open {
    fn new(index: Index, fields: Fields) -> Result<Self> {
        index.tokenizers().register(tokens::NAME, tokens::analyzer());
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(BLOCKS_KEPT)
            .try_into()?;
        let payload = index.load_metas()?.payload;
        let generation = payload.and_then(|payload| payload.parse().ok()).unwrap_or_default();
        Ok(Self { index, reader, writer: None, fields, generation, pending: 0 })
    }

    fn writer(&mut self) -> Result<&mut IndexWriter> {
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => self.index.writer_with_num_threads(1, WRITER_MEMORY)?,
        };
        Ok(self.writer.insert(writer))
    }

    fn commit(&mut self) -> Result<()> {
        let generation = self.generation;
        let mut commit = self.writer()?.prepare_commit()?;
        commit.set_payload(&generation.to_string());
        commit.commit()?;
        self.pending = 0;
        Ok(())
    }

    fn id_of(&self, searcher: &Searcher, address: DocAddress) -> Result<DocumentId> {
        let stored: TantivyDocument = searcher.doc(address)?;
        let id = stored.get_first(self.fields.document).and_then(|value| value.as_str()).unwrap_or_default();
        id.parse().map_err(|error: model::IdError| Error::Index(error.to_string()))
    }

    /// The search, narrowed to what the filter says.
    fn narrowed(&self, parsed: Box<dyn Query>, filter: &SearchFilter) -> Box<dyn Query> {
        let fields = self.fields;
        let mut all = vec![parsed];
        let mut day = |from: Bound<Term>, to: Bound<Term>| {
            all.push(Box::new(InvertedIndexRangeQuery::new(from, to)) as Box<dyn Query>);
        };
        if let Some(from) = &filter.from {
            let at = |day| Bound::Included(Term::from_field_u64(fields.last_day, day));
            day(at(from.first), at(LATEST));
        }
        if let Some(to) = &filter.to {
            let at = |day| Bound::Included(Term::from_field_u64(fields.first_day, day));
            day(at(0), at(to.last));
        }
        let word = |field, word: &str| {
            Box::new(TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::Basic))
                as Box<dyn Query>
        };
        all.extend(filter.language.as_deref().map(|code| word(fields.language, code)));
        all.extend(filter.kind.map(|kind| word(fields.kind, kind.as_str())));
        if all.len() == 1 { all.swap_remove(0) } else { Box::new(BooleanQuery::intersection(all)) }
    }

    fn parse(&self, query: &str, searcher: &Searcher) -> Result<Box<dyn Query>> {
        let refuse = |reason: String| Error::Query { text: query.to_owned(), reason };
        if query.trim().is_empty() {
            return Err(refuse("it is empty".to_owned()));
        }
        let mut parser = QueryParser::for_index(&self.index, vec![self.fields.title, self.fields.text]);
        parser.set_conjunction_by_default();
        parser.set_field_boost(self.fields.title, 2.0);
        let widened =
            fuzzy::widened(Joined::of(query).text(), searcher, [self.fields.title, self.fields.text])?;
        let (parsed, errors) = parser.parse_query_lenient(&widened);
        if errors.is_empty() {
            return Ok(parsed);
        }
        let reasons: BTreeSet<String> = errors.iter().map(explain).collect();
        Err(refuse(reasons.into_iter().collect::<Vec<_>>().join("; ")))
    }
}

fn explain(error: &QueryParserError) -> String {
    match error {
        QueryParserError::FieldDoesNotExist(field) => format!(
            "there is no field `{field}`; fields are text, title, source, date, language, kind, and a colon that is meant stands in quotation marks"
        ),
        QueryParserError::AllButQueryForbidden => {
            "it only says what is not wanted; name at least one word that is".to_owned()
        }
        QueryParserError::SyntaxError(place) => {
            format!(
                "something is missing or too much ({}): check quotation marks, brackets and AND, OR, NOT",
                place.trim()
            )
        }
        other => other.to_string(),
    }
}

fn key(source: &SourceId, context: &str) -> String {
    format!("{source} {context}")
}

/// `2018-04-03` is found as itself, as `2018-04` and as `2018`; of an interval, its first date.
fn dates(published: &str) -> Vec<&str> {
    let first = published.split('/').find(|part| !matches!(*part, "" | "..")).unwrap_or_default();
    let date = first.trim_end_matches(['~', '?', '%']);
    let ends = date.match_indices('-').map(|(at, _)| at).chain([date.len()]);
    ends.filter_map(|end| date.get(..end)).filter(|part| !part.is_empty()).collect()
}

/// The last day there is.
const LATEST: u64 = 99_991_231;

/// The first and the last day on which it may have been published; an end that is left open is without bound.
fn days(published: &str) -> Option<(u64, u64)> {
    let (from, to) = published.split_once('/').unwrap_or((published, published));
    let day = |text: &str| text.trim_end_matches(['~', '?', '%']).parse::<DayRange>().ok();
    let (first, last) = (day(from).map(|from| from.first), day(to).map(|to| to.last));
    (first.is_some() || last.is_some()).then(|| (first.unwrap_or(0), last.unwrap_or(LATEST)))
}

#[cfg(test)]
mod tests {
    use super::{LATEST, dates, days};

    #[test]
    fn a_time_of_publication_has_a_first_and_a_last_day() {
        assert_eq!(days("2018-04-03"), Some((20_180_403, 20_180_403)));
        assert_eq!(days("2016~"), Some((20_160_101, 20_161_231)));
        assert_eq!(days("2016/2017-02"), Some((20_160_101, 20_170_231)));
        assert_eq!(days("2016/.."), Some((20_160_101, LATEST)));
        assert_eq!(days("201X"), None);
        assert_eq!(days(""), None);
    }

    #[test]
    fn a_date_is_found_by_day_month_and_year() {
        assert_eq!(dates("2018-04-03"), ["2018", "2018-04", "2018-04-03"]);
        assert_eq!(dates("2016~"), ["2016"]);
        assert_eq!(dates("../2019-12"), ["2019", "2019-12"]);
        assert!(dates("").is_empty());
    }
}
