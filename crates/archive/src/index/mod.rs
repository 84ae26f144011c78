//! The full-text index: derived from the ledger, so it can be deleted and made anew.
//!
//! Each commit carries the generation of the ledger's documents that it covers. An index of an earlier generation (a
//! crash, a copy) is noticed and catches up; one that cannot be opened, or whose fields or tokens are of another
//! version, is made anew. The text itself is indexed, never stored: passages come from the ledger. Words are indexed whole:
//! as [`Joined`] shows them, without the marks where line ends cut them.

mod highlight;
mod tokens;

pub(crate) use highlight::snippets;

use crate::{DocumentRecord, Error, Result};
use model::{DocumentId, DocumentStatus, Joined, SourceId};
use std::collections::BTreeSet;
use std::path::PathBuf;
use tantivy::collector::TopDocs;
use tantivy::query::{Query, QueryParser, QueryParserError};
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, TantivyError, Term};

/// Memory for text not yet written; one thread, because reading and extracting use the others.
const WRITER_MEMORY: usize = 40_000_000;

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
    pub(crate) fn search(&mut self, query: &str, offset: usize, limit: usize) -> Result<Found> {
        let open = self.opened()?;
        let parsed = open.parse(query)?;
        open.reader.reload()?;
        let searcher = open.reader.searcher();
        let top = searcher
            .search(&parsed, &TopDocs::with_limit(limit.max(1)).and_offset(offset).order_by_score())?;
        let mut hits = Vec::with_capacity(top.len());
        for (score, address) in top {
            let stored: TantivyDocument = searcher.doc(address)?;
            let id =
                stored.get_first(open.fields.document).and_then(|value| value.as_str()).unwrap_or_default();
            let id = id.parse().map_err(|error: model::IdError| Error::Index(error.to_string()))?;
            hits.push((id, score));
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
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
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

    fn parse(&self, query: &str) -> Result<Box<dyn Query>> {
        let refuse = |reason: String| Error::Query { text: query.to_owned(), reason };
        if query.trim().is_empty() {
            return Err(refuse("it is empty".to_owned()));
        }
        let mut parser = QueryParser::for_index(&self.index, vec![self.fields.title, self.fields.text]);
        parser.set_conjunction_by_default();
        parser.set_field_boost(self.fields.title, 2.0);
        let (parsed, errors) = parser.parse_query_lenient(Joined::of(query).text());
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
            "there is no field `{field}`; fields are text, title, source, date, and a colon that is meant stands in quotation marks"
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

#[cfg(test)]
mod tests {
    use super::dates;

    #[test]
    fn a_date_is_found_by_day_month_and_year() {
        assert_eq!(dates("2018-04-03"), ["2018", "2018-04", "2018-04-03"]);
        assert_eq!(dates("2016~"), ["2016"]);
        assert_eq!(dates("../2019-12"), ["2019", "2019-12"]);
        assert!(dates("").is_empty());
    }
}
