//! `sources --stories`: copies of one text, as agencies syndicate them and sites take them over, folded into one story.

use crate::Result;
use archive::{SourceFilter, SourceListing, SourceRecord, Workspace};
use model::{Clearance, Cleared, DocumentId, SourceId};
use read::minhash::{SIGNATURE_VERSION, Signature, Signatures};
use std::collections::{BTreeMap, HashMap};

/// Share of three-word sequences that two texts must have in common to be taken for one story. Copies with another
/// headline and a cut share two thirds and more, two reports of one event a tenth.
pub const STORY_SIMILARITY: f64 = 0.5;

/// Words that a text must have; what is shorter is alike by chance.
const FEWEST_WORDS: u64 = 30;

/// A text among its copies.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryText {
    /// The source.
    pub record: SourceRecord,
    /// Estimated share of three-word sequences that it has in common with the first text of the story, 0..1.
    pub similarity: f64,
}

/// Texts of the same wording, the earliest publication first; those without a date come last.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// At least one text.
    pub texts: Vec<Cleared<StoryText>>,
}

/// A source among those that tell one story.
#[derive(Debug, Clone, PartialEq)]
pub struct StorySource {
    /// The source.
    pub source: SourceId,
    /// Estimated share of three-word sequences that it has in common with the first text of the story, 0..1.
    pub similarity: f64,
}

/// Sources read from the ledger at once.
const AT_ONCE: usize = 1_024;

/// What orders a text among its copies, and where its signature is found.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Text {
    /// Dated texts before undated.
    is_undated: bool,
    published: String,
    acquired: String,
    source: SourceId,
    document: DocumentId,
}

impl Text {
    fn of(record: SourceRecord) -> Option<Self> {
        let published = record.documents.iter().find_map(|document| document.published.clone());
        let document = record.documents.into_iter().find(|document| document.words >= FEWEST_WORDS)?;
        Some(Self {
            is_undated: published.is_none(),
            published: published.unwrap_or_default(),
            acquired: record.source.first_acquired,
            source: record.source.id,
            document: document.id,
        })
    }
}

/// Folds the sources into stories, those with the most texts first. A text without any copy is a story of its own.
///
/// # Errors
/// If the ledger cannot be read.
pub fn stories(workspace: &Workspace, clearance: Clearance) -> Result<Vec<Story>> {
    let mut records = HashMap::new();
    for listing in workspace.sources(clearance, &SourceFilter::default())? {
        if let SourceListing::Visible(record) = listing {
            records.insert(record.get().source.id.clone(), record);
        }
    }
    let stories = told_stories(workspace, clearance)?.into_inner();
    let mut text = |told: StorySource| {
        let record = records.remove(&told.source)?;
        Some(record.map(|record| StoryText { record, similarity: told.similarity }))
    };
    Ok(stories
        .into_iter()
        .map(|told| Story { texts: told.into_iter().filter_map(&mut text).collect() })
        .collect())
}

/// The sources of each story, as [`stories`], without what is known of each.
///
/// # Errors
/// If the ledger cannot be read.
pub fn told_stories(workspace: &Workspace, clearance: Clearance) -> Result<Cleared<Vec<Vec<StorySource>>>> {
    let mut texts: Vec<Cleared<Text>> = Vec::new();
    for offset in (0..).step_by(AT_ONCE) {
        let window = SourceFilter { offset, limit: Some(AT_ONCE), ..SourceFilter::default() };
        let listings = workspace.sources(clearance, &window)?;
        let is_last = listings.len() < AT_ONCE;
        for listing in listings {
            if let SourceListing::Visible(record) = listing {
                texts.extend(record.map(Text::of).pieces());
            }
        }
        if is_last {
            break;
        }
    }
    texts.sort_by(|one, other| one.get().cmp(other.get()));
    let signatures = signatures(workspace, clearance, &texts)?;
    let folded = clearance.join(texts, |texts| fold(texts, &signatures));
    folded.ok_or_else(|| archive::Error::NotFound { what: "clearance", id: clearance.to_string() }.into())
}

fn signatures(workspace: &Workspace, clearance: Clearance, texts: &[Cleared<Text>]) -> Result<Signatures> {
    let mut signatures = Signatures::new(texts.len());
    let mut missing: HashMap<&DocumentId, usize> =
        texts.iter().enumerate().map(|(number, text)| (&text.get().document, number)).collect();
    workspace.each_signature(clearance, |document, body| {
        if let Some(signature) = parse_signature(&body)
            && let Some(number) = missing.remove(&document)
        {
            signatures.set(number, &signature);
        }
    })?;
    // Of a version that stored none, or another.
    for (document, number) in missing {
        let document = workspace.document(clearance, document)?;
        signatures.set(number, &Signature::of_document(&document.get().document));
    }
    Ok(signatures)
}

fn fold(texts: Vec<Text>, signatures: &Signatures) -> Vec<Vec<StorySource>> {
    let mut stories: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, first) in signatures.groups(STORY_SIMILARITY).into_iter().enumerate() {
        stories.entry(first).or_default().push(number);
    }
    let mut stories: Vec<Vec<usize>> = stories.into_values().collect();
    stories.sort_by_key(|story| (std::cmp::Reverse(story.len()), story.first().copied()));
    let mut sources: Vec<Option<SourceId>> = texts.into_iter().map(|text| Some(text.source)).collect();
    let told = |numbers: Vec<usize>| {
        let first = numbers.first().copied().unwrap_or_default();
        let told = numbers.into_iter().filter_map(|number| {
            let source = sources.get_mut(number)?.take()?;
            Some(StorySource { source, similarity: signatures.similarity(number, first) })
        });
        told.collect()
    };
    stories.into_iter().map(told).collect()
}

/// The signature of a document as it is stored: the version of the method, and the values.
pub(crate) fn stored_signature(document: &model::Document) -> Option<String> {
    let has_text = !document.text.is_empty();
    has_text.then(|| format!("{SIGNATURE_VERSION}:{}", Signature::of_document(document).to_hex()))
}

fn parse_signature(text: &str) -> Option<Signature> {
    let (version, values) = text.split_once(':')?;
    if version.parse() == Ok(SIGNATURE_VERSION) { Signature::from_hex(values) } else { None }
}
