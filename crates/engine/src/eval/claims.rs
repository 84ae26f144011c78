//! Claims against gold: values, kinds, slots, speakers, hard negatives.

use super::matching::{ends, overlap, pair_up, same_value};
use super::names::{same_name, telling_words};
use super::{MarkedClaim, MarkedNegative};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Precision, recall and their harmonic mean, each 0..1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Score {
    /// Right among the proposed.
    pub precision: f64,
    /// Found among the marked.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

impl Score {
    #[expect(clippy::cast_precision_loss, reason = "counts of claims are far below 2^52")]
    pub(super) fn of(right: usize, proposed: usize, marked: usize) -> Self {
        let precision = right as f64 / proposed.max(1) as f64;
        let recall = right as f64 / marked.max(1) as f64;
        let sum = precision + recall;
        Self { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "P {:.3}  R {:.3}  F1 {:.3}", self.precision, self.recall, self.f1)
    }
}

/// The score of one kind of claim, by span.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KindScore {
    /// What was scored, in words.
    pub label: &'static str,
    /// Marked by hand.
    pub gold: usize,
    /// Proposed.
    pub predicted: usize,
    /// How well they agree.
    pub score: Score,
}

/// A claim that was missed, or proposed without reason.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Missed {
    /// Whether it is marked and was not found; else it was proposed and is not marked.
    pub missed: bool,
    /// Document.
    pub doc: String,
    /// Kind.
    pub kind: String,
    /// Both ends of the number.
    pub ends: (Option<f64>, Option<f64>),
    /// The words.
    pub quote: String,
}

/// The figures of `manumit eval claims`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClaimScores {
    /// Numeric claims of zone main marked by hand.
    pub gold: usize,
    /// Numeric claims of zone main proposed.
    pub predicted: usize,
    /// Same bounds.
    pub value: Score,
    /// Same bounds and kind: the headline.
    pub typed: Score,
    /// Also same unit and period, and measure and direction where gold gives them.
    pub strict: Score,
    /// Slots right, of typed matches.
    pub slots: Vec<(&'static str, usize)>,
    /// Number of typed matches.
    pub typed_matches: usize,
    /// Kinds without numbers.
    pub kinds: Vec<KindScore>,
    /// Innermost speakers right, of matched claims whose gold names one.
    pub speakers_right: usize,
    /// Matched claims whose gold names a speaker.
    pub speakers_named: usize,
    /// Matched claims without a speaker, of those whose gold names none.
    pub speakers_not_invented: usize,
    /// Matched claims whose gold names none.
    pub speakers_bare: usize,
    /// Hard negatives claimed and their number, where they were given.
    pub negatives: Option<(usize, usize)>,
    /// Quotes that do not stand at their offsets.
    pub quotes_off: usize,
    /// Claims with a speaker whose words are not in the document.
    pub foreign_speakers: usize,
    /// Proposed claims in the scored documents, of all kinds and zones.
    pub proposed: usize,
    /// What was missed, and what was proposed without reason, in that order.
    pub errors: Vec<Missed>,
}

/// Kinds that are scored by span, with the words for them.
const SPAN_KINDS: &[(&str, &str)] = &[
    ("indicator", "indicators (span and ILO code)"),
    ("presence", "presence (span)"),
    ("denial", "denials (span)"),
    ("legal_act", "legal acts (span)"),
];

type Accept<'a> = &'a dyn Fn(&MarkedClaim, &MarkedClaim) -> bool;

fn same_kind(marked: &MarkedClaim, proposed: &MarkedClaim) -> bool {
    marked.kind == proposed.kind
}

fn typed(marked: &MarkedClaim, proposed: &MarkedClaim) -> bool {
    same_value(marked, proposed) && same_kind(marked, proposed)
}

/// Right also where gold does not say.
fn where_given(marked: &Option<String>, proposed: &Option<String>) -> bool {
    marked.is_none() || marked == proposed
}

fn strict(marked: &MarkedClaim, proposed: &MarkedClaim) -> bool {
    typed(marked, proposed)
        && marked.unit == proposed.unit
        && marked.period == proposed.period
        && where_given(&marked.measure, &proposed.measure)
        && where_given(&marked.direction, &proposed.direction)
}

type Slot = (&'static str, fn(&MarkedClaim, &MarkedClaim) -> bool);

const SLOTS: &[Slot] = &[
    ("unit", |marked, proposed| marked.unit == proposed.unit),
    ("period", |marked, proposed| marked.period == proposed.period),
    ("measure", |marked, proposed| where_given(&marked.measure, &proposed.measure)),
    ("origin", |marked, proposed| marked.origin == proposed.origin),
    ("places", |marked, proposed| folded(&marked.places) == folded(&proposed.places)),
    ("hedges", |marked, proposed| folded(&marked.hedges) == folded(&proposed.hedges)),
    ("time", |marked, proposed| year(&marked.time) == year(&proposed.time)),
];

fn folded(words: &[String]) -> BTreeSet<String> {
    words.iter().map(|word| word.to_lowercase()).collect()
}

fn year(time: &Option<String>) -> String {
    time.iter().flat_map(|time| time.chars().take(4)).collect()
}

fn in_main(claim: &MarkedClaim) -> bool {
    claim.zone.as_deref().is_none_or(|zone| zone == "main")
}

/// Pairs claims document by document; the pairs are claims.
fn pairs<'c>(
    docs: &BTreeSet<&str>,
    marked: &[&'c MarkedClaim],
    proposed: &[&'c MarkedClaim],
    accept: Accept<'_>,
) -> Vec<(&'c MarkedClaim, &'c MarkedClaim)> {
    let mut pairs = Vec::new();
    for doc in docs {
        let of_doc = |claims: &[&'c MarkedClaim]| -> Vec<&'c MarkedClaim> {
            claims.iter().copied().filter(|claim| claim.doc == *doc).collect()
        };
        let (left, right) = (of_doc(marked), of_doc(proposed));
        pairs.extend(pair_up(&left, &right, accept).into_iter().map(|(i, j)| (left[i], right[j])));
    }
    pairs
}

/// Scores proposed claims against claims marked by hand.
///
/// A proposed claim can answer a marked one of the same document if their spans overlap by at least half of the shorter
/// and the proposed one is at most three times as long or 120 code points. Pairs are one to one, best agreement first.
/// `texts` holds the documents' texts, by file name.
#[must_use]
pub fn score_claims(
    gold: &[MarkedClaim],
    proposed: &[MarkedClaim],
    negatives: Option<&[MarkedNegative]>,
    texts: &BTreeMap<String, String>,
) -> ClaimScores {
    let mut docs: BTreeSet<&str> = gold.iter().map(|claim| claim.doc.as_str()).collect();
    docs.extend(negatives.unwrap_or_default().iter().map(|negative| negative.doc.as_str()));
    let gold: Vec<&MarkedClaim> = gold.iter().collect();
    let proposed: Vec<&MarkedClaim> =
        proposed.iter().filter(|claim| docs.contains(claim.doc.as_str())).collect();
    let numeric = |claims: &[&'_ MarkedClaim]| -> Vec<usize> {
        (0..claims.len()).filter(|i| ends(claims[*i]).is_some() && in_main(claims[*i])).collect()
    };
    let gold_numeric: Vec<&MarkedClaim> = numeric(&gold).into_iter().map(|i| gold[i]).collect();
    let proposed_numeric: Vec<&MarkedClaim> = numeric(&proposed).into_iter().map(|i| proposed[i]).collect();
    let score = |accept: Accept<'_>| {
        let right = pairs(&docs, &gold_numeric, &proposed_numeric, accept).len();
        Score::of(right, proposed_numeric.len(), gold_numeric.len())
    };
    let typed_pairs = pairs(&docs, &gold_numeric, &proposed_numeric, &typed);
    let same = pairs(&docs, &gold, &proposed, &same_kind);
    let (named, bare): (Vec<_>, Vec<_>) =
        same.into_iter().partition(|(marked, _)| !marked.attribution.is_empty());
    let right = pairs(&docs, &gold, &proposed, &typed);
    ClaimScores {
        gold: gold_numeric.len(),
        predicted: proposed_numeric.len(),
        value: score(&same_value),
        typed: score(&typed),
        strict: score(&strict),
        slots: SLOTS
            .iter()
            .map(|(name, agrees)| (*name, typed_pairs.iter().filter(|(g, p)| agrees(g, p)).count()))
            .collect(),
        typed_matches: typed_pairs.len(),
        kinds: SPAN_KINDS
            .iter()
            .filter_map(|(kind, label)| kind_score(&docs, &gold, &proposed, kind, label))
            .collect(),
        speakers_right: named.iter().filter(|(marked, found)| speaker_right(marked, found)).count(),
        speakers_named: named.len(),
        speakers_not_invented: bare.iter().filter(|(_, found)| found.attribution.is_empty()).count(),
        speakers_bare: bare.len(),
        negatives: negatives.map(|negatives| {
            let hits = negatives.iter().filter(|negative| {
                proposed_numeric.iter().any(|claim| {
                    claim.doc == negative.doc
                        && overlap((negative.start, negative.end), (claim.start, claim.end)) > 0
                        && !right.iter().any(|(_, answer)| std::ptr::eq(*answer, *claim))
                })
            });
            (hits.count(), negatives.len())
        }),
        quotes_off: quotes_off(&proposed, texts),
        foreign_speakers: foreign_speakers(&proposed, texts),
        proposed: proposed.len(),
        errors: errors(&gold_numeric, &proposed_numeric, &typed_pairs),
    }
}

fn kind_score(
    docs: &BTreeSet<&str>,
    gold: &[&MarkedClaim],
    proposed: &[&MarkedClaim],
    kind: &str,
    label: &'static str,
) -> Option<KindScore> {
    let of_kind = |claims: &[&'_ MarkedClaim]| -> Vec<usize> {
        (0..claims.len()).filter(|i| claims[*i].kind == kind && in_main(claims[*i])).collect()
    };
    let marked: Vec<&MarkedClaim> = of_kind(gold).into_iter().map(|i| gold[i]).collect();
    let found: Vec<&MarkedClaim> = of_kind(proposed).into_iter().map(|i| proposed[i]).collect();
    if marked.is_empty() && found.is_empty() {
        return None;
    }
    let same_code =
        |marked: &MarkedClaim, found: &MarkedClaim| kind != "indicator" || marked.ilo == found.ilo;
    let right = pairs(docs, &marked, &found, &same_code).len();
    Some(KindScore {
        label,
        gold: marked.len(),
        predicted: found.len(),
        score: Score::of(right, found.len(), marked.len()),
    })
}

fn speaker_right(marked: &MarkedClaim, found: &MarkedClaim) -> bool {
    found
        .attribution
        .last()
        .is_some_and(|innermost| marked.attribution.iter().any(|name| same_name(&name.name, &innermost.name)))
}

fn quotes_off(proposed: &[&MarkedClaim], texts: &BTreeMap<String, String>) -> usize {
    let characters: BTreeMap<&str, Vec<char>> =
        texts.iter().map(|(doc, text)| (doc.as_str(), text.chars().collect())).collect();
    let off = |claim: &&&MarkedClaim| {
        characters.get(claim.doc.as_str()).is_some_and(|text| {
            text.get(claim.start..claim.end)
                .is_none_or(|words| !words.iter().copied().eq(claim.quote.chars()))
        })
    };
    proposed.iter().filter(off).count()
}

fn foreign_speakers(proposed: &[&MarkedClaim], texts: &BTreeMap<String, String>) -> usize {
    let words: BTreeMap<&str, BTreeSet<String>> =
        texts.iter().map(|(doc, text)| (doc.as_str(), telling_words(text))).collect();
    let foreign = |claim: &&&MarkedClaim| {
        words.get(claim.doc.as_str()).is_some_and(|words| {
            claim.attribution.iter().any(|speaker| !telling_words(&speaker.name).is_subset(words))
        })
    };
    proposed.iter().filter(foreign).count()
}

fn errors(
    gold: &[&MarkedClaim],
    proposed: &[&MarkedClaim],
    typed: &[(&MarkedClaim, &MarkedClaim)],
) -> Vec<Missed> {
    let error = |claim: &MarkedClaim, missed: bool| Missed {
        missed,
        doc: claim.doc.clone(),
        kind: claim.kind.clone(),
        ends: ends(claim).unwrap_or_default(),
        quote: claim.quote.clone(),
    };
    let is_in = |claim: &MarkedClaim, side: fn(&(&MarkedClaim, &MarkedClaim)) -> *const MarkedClaim| {
        typed.iter().any(|pair| std::ptr::eq(side(pair), claim))
    };
    let missed = gold.iter().filter(|claim| !is_in(claim, |pair| pair.0)).map(|claim| error(claim, true));
    let extra = proposed.iter().filter(|claim| !is_in(claim, |pair| pair.1)).map(|claim| error(claim, false));
    missed.chain(extra).collect()
}

impl fmt::Display for ClaimScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "numeric claims, zone main: gold {}, predicted {}", self.gold, self.predicted)?;
        writeln!(f, "  value   {}", self.value)?;
        writeln!(f, "  typed   {}", self.typed)?;
        writeln!(f, "  strict  {}", self.strict)?;
        let slots: Vec<String> =
            self.slots.iter().map(|(name, right)| format!("{name} {right}/{}", self.typed_matches)).collect();
        writeln!(f, "  slots right of typed matches: {}", slots.join(", "))?;
        for kind in &self.kinds {
            writeln!(f, "{}: gold {}, predicted {}  {}", kind.label, kind.gold, kind.predicted, kind.score)?;
        }
        writeln!(
            f,
            "speakers of matched claims: right {}/{}; none invented {}/{}",
            self.speakers_right, self.speakers_named, self.speakers_not_invented, self.speakers_bare
        )?;
        if let Some((claimed, all)) = self.negatives {
            writeln!(f, "hard negatives claimed in zone main: {claimed}/{all}")?;
        }
        writeln!(
            f,
            "quotes that are not the document's own text at start..end: {}/{} (must be 0)",
            self.quotes_off, self.proposed
        )?;
        writeln!(
            f,
            "claims with a speaker whose words are not in the document: {}/{} (must be 0)",
            self.foreign_speakers, self.proposed
        )
    }
}
