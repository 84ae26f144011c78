//! `sources --stories`: copies of one text, as agencies syndicate them and sites take them over, folded into one story.

use crate::Result;
use archive::{SourceFilter, SourceListing, SourceRecord, Workspace};
use model::{Clearance, Cleared, SourceId};
use read::minhash::{SIGNATURE_VERSION, Signature, similar_pairs};
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

/// A source and its signature.
struct Signed {
    record: Cleared<SourceRecord>,
    signature: Signature,
}

impl Signed {
    /// Earlier publications come before later ones, dated texts before undated, then what came first.
    fn order(&self) -> (bool, String, String, SourceId) {
        let record = self.record.get();
        let published = record.documents.iter().find_map(|document| document.published.clone());
        let acquired = record.source.first_acquired.clone();
        (published.is_none(), published.unwrap_or_default(), acquired, record.source.id.clone())
    }
}

/// Folds the sources into stories, those with the most texts first. A text without any copy is a story of its own.
///
/// # Errors
/// If the ledger cannot be read.
pub fn stories(workspace: &Workspace, clearance: Clearance) -> Result<Vec<Story>> {
    let stored: HashMap<_, _> = workspace.signatures(clearance)?.into_iter().collect();
    let mut signed = Vec::new();
    for listing in workspace.sources(clearance, &SourceFilter::default())? {
        let SourceListing::Visible(record) = listing else { continue };
        let Some(document) = record.get().documents.iter().find(|document| document.words >= FEWEST_WORDS)
        else {
            continue;
        };
        let signature = match stored.get(&document.id).and_then(|text| parse_signature(text)) {
            Some(signature) => signature,
            // Of a version that stored none, or another.
            None => Signature::of_document(&workspace.document(clearance, &document.id)?.get().document),
        };
        signed.push(Signed { record, signature });
    }
    signed.sort_by_cached_key(Signed::order);
    Ok(fold(signed))
}

fn fold(signed: Vec<Signed>) -> Vec<Story> {
    // Texts to the letter alike are compared once; there may be very many of them.
    let mut by_signature: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, text) in signed.iter().enumerate() {
        by_signature.entry(text.signature.to_hex()).or_default().push(number);
    }
    let alike: Vec<Vec<usize>> = by_signature.into_values().collect();
    let firsts = |numbers: &Vec<usize>| numbers.first().and_then(|first| signed.get(*first));
    let signatures: Vec<Signature> =
        alike.iter().filter_map(firsts).map(|text| text.signature.clone()).collect();
    let mut groups: Vec<usize> = (0..alike.len()).collect();
    for (one, other, _) in similar_pairs(&signatures, STORY_SIMILARITY) {
        let (one, other) = (root(&groups, one), root(&groups, other));
        if let Some(group) = groups.get_mut(one.max(other)) {
            *group = one.min(other);
        }
    }
    let mut stories: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, numbers) in alike.iter().enumerate() {
        stories.entry(root(&groups, place)).or_default().extend(numbers);
    }
    let mut stories: Vec<Vec<usize>> = stories.into_values().collect();
    for story in &mut stories {
        story.sort_unstable();
    }
    stories.sort_by_key(|story| (std::cmp::Reverse(story.len()), story.first().copied()));
    let mut left: Vec<Option<Signed>> = signed.into_iter().map(Some).collect();
    stories
        .into_iter()
        .map(|numbers| {
            let mut first: Option<Signature> = None;
            let taken = numbers.into_iter().filter_map(|number| left.get_mut(number)?.take());
            let texts = taken.map(|text| {
                let first = first.get_or_insert_with(|| text.signature.clone());
                let similarity = text.signature.similarity(first);
                text.record.map(|record| StoryText { record, similarity })
            });
            Story { texts: texts.collect() }
        })
        .collect()
}

/// The group that a group was joined to.
fn root(groups: &[usize], mut group: usize) -> usize {
    while let Some(next) = groups.get(group).copied().filter(|next| *next != group) {
        group = next;
    }
    group
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
