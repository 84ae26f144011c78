//! Frames against a document: which words might make which claim, and which proposal wins where several do.

use crate::analysis::Analysis;
use crate::learned::{self, Course};
use crate::present::Present;
use crate::rules::pattern::{KeySet, Match};
use crate::rules::{Condition, Frame, Rules, Scope};
use model::Kind;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::ops::Range;

/// A claim that a frame proposes.
#[derive(Debug, Clone)]
pub(crate) struct Proposal {
    /// Number of the frame in [`Rules::frames`].
    pub(crate) frame: usize,
    pub(crate) sentence: usize,
    /// Tokens to quote.
    pub(crate) quote: Range<usize>,
    /// Slots that the match fills, and with which tokens.
    pub(crate) captures: Vec<(String, Range<usize>)>,
    /// Number of the quantity in [`Analysis::quantities`].
    pub(crate) quantity: Option<usize>,
    /// Tokens between the match and what its conditions found, all together.
    distance: usize,
    /// How many conditions were asked for and met.
    evidence: usize,
}

/// How far `near` reaches, in tokens.
const NEAR: usize = 12;

/// How far back `earlier` and `context` reach, in sentences.
const EARLIER: usize = 8;

/// All proposals for a document, each quantity in at most one, in text order.
pub(crate) fn propose(rules: &Rules, analysis: &Analysis<'_>) -> Vec<Proposal> {
    let mut all = Vec::new();
    let mut course = Course::of(rules, analysis);
    let mut present = Present::default();
    for sentence in 0..analysis.sentences.len() {
        let here = proposed(rules, analysis, sentence, &mut present);
        let present = &present;
        let likely = |may: &dyn Fn(&Frame) -> bool| likely(rules, analysis, sentence, present, may);
        let here = learned::weigh(rules, analysis, sentence, here, &mut course, likely, |_, _| {});
        all.extend(choose(rules, here, |_, _| {}));
    }
    all
}

/// What the frames propose for a sentence, before anything is weighed or chosen; without those that ask for nothing but how
/// likely it is.
pub(crate) fn proposed(
    rules: &Rules,
    analysis: &Analysis<'_>,
    sentence: usize,
    present: &mut Present,
) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    let may = |frame: &Frame, keys: &KeySet| !frame.only_likely && frame.may_propose(keys);
    attempts(rules, analysis, sentence, present, may, |_, outcome| {
        if let Attempt::Proposed(proposal) = outcome {
            proposals.push(proposal);
        }
    });
    proposals
}

/// What those frames propose for the sentence that was entered last, as far as they `may`.
fn likely(
    rules: &Rules,
    analysis: &Analysis<'_>,
    sentence: usize,
    present: &Present,
    may: &dyn Fn(&Frame) -> bool,
) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    let may = |frame: &Frame, keys: &KeySet| frame.only_likely && may(frame) && frame.may_propose(keys);
    attempts_here(rules, analysis, sentence, present, may, |_, outcome| {
        if let Attempt::Proposed(proposal) = outcome {
            proposals.push(proposal);
        }
    });
    proposals
}

/// Tries the frames on a sentence that `may` be of use by what is in it; calls `each` with the number of every one whose
/// pattern matches.
pub(crate) fn attempts(
    rules: &Rules,
    analysis: &Analysis<'_>,
    sentence: usize,
    present: &mut Present,
    may: impl Fn(&Frame, &KeySet) -> bool,
    each: impl FnMut(usize, Attempt),
) {
    present.enter(analysis, sentence);
    attempts_here(rules, analysis, sentence, present, may, each);
}

/// The same for the sentence that was entered last.
fn attempts_here(
    rules: &Rules,
    analysis: &Analysis<'_>,
    sentence: usize,
    present: &Present,
    may: impl Fn(&Frame, &KeySet) -> bool,
    mut each: impl FnMut(usize, Attempt),
) {
    let Some(here) = present.here() else { return };
    let scene = Scene { rules, analysis, sentence, present, before: RefCell::default() };
    let mut verdicts: Vec<Option<bool>> = vec![None; rules.frames.len()];
    let mut tried: Vec<u32> = Vec::new();
    for keys in present.by_token().chunk_by(|one, next| one.0 == next.0) {
        let frames = keys.iter().flat_map(|(_, key)| rules.by_key.get(*key));
        tried.clear();
        tried.extend(frames.filter(|frame| {
            let frame = **frame as usize;
            *verdicts[frame].get_or_insert_with(|| may(&rules.frames[frame], here))
        }));
        tried.sort_unstable();
        tried.dedup();
        for frame in tried.iter().map(|frame| *frame as usize) {
            if let Some(outcome) = attempt(&scene, keys[0].0 as usize, frame) {
                each(frame, outcome);
            }
        }
    }
}

/// One sentence, with what patterns can start with in it and before it.
struct Scene<'s, 'd> {
    rules: &'s Rules,
    analysis: &'s Analysis<'d>,
    sentence: usize,
    present: &'s Present,
    /// By frame and condition: whether the sentences before hold what it looks for, once somebody asked.
    before: RefCell<FxHashMap<(usize, usize), bool>>,
}

impl Scene<'_, '_> {
    /// Whether a condition's pattern can match somewhere in the sentence or one before it; a quick look.
    fn may_hold(&self, condition: &Condition, sentence: usize) -> bool {
        self.present.keys_of(sentence).is_none_or(|keys| condition.pattern.need.is_met(keys))
    }
}

/// What became of a frame whose pattern matched.
#[derive(Debug, Clone)]
pub(crate) enum Attempt {
    Proposed(Proposal),
    /// The number lies outside the frame's bounds.
    OutOfBounds(Range<usize>),
    /// The condition of this number in [`Frame::conditions`] does not hold.
    Refused(Range<usize>, usize),
    /// Nothing but punctuation is left to quote.
    NothingToQuote(Range<usize>),
}

/// Tries one frame at one token; `None` where its pattern does not match.
fn attempt(scene: &Scene<'_, '_>, token: usize, number: usize) -> Option<Attempt> {
    let Scene { rules, analysis, sentence, .. } = *scene;
    let frame = &rules.frames[number];
    let found = frame.pattern.match_at(&analysis.view(sentence), token)?;
    let matched = found.start..found.end;
    let quantity = frame.kind.is_numeric().then(|| quantity_in(analysis, &found)).flatten();
    if let Some(number) = quantity {
        let amount = analysis.quantities[number].mention.amount;
        let ends = [amount.low(), amount.as_point(), amount.high()];
        if !ends.into_iter().flatten().all(|end| frame.bounds.contains(&end)) {
            return Some(Attempt::OutOfBounds(matched));
        }
    }
    let mut distance = 0;
    let mut evidence = 0;
    for (place, condition) in frame.conditions.iter().enumerate() {
        let met = meets(scene, (number, place), &found);
        match (condition.wanted, met) {
            (true, Some(gap)) => {
                distance += gap;
                evidence += 1;
            }
            (false, None) => {}
            _ => return Some(Attempt::Refused(matched, place)),
        }
    }
    let quote = match quantity {
        Some(number) if found.quote == matched => with_head(analysis, number),
        _ => found.quote.clone(),
    };
    let captures = found
        .captures
        .iter()
        .filter_map(|(slot, range)| {
            Some((frame.pattern.slots.get(usize::from(*slot))?.clone(), range.clone()))
        })
        .collect();
    let quote = trimmed(analysis, quote);
    if quote.is_empty() {
        return Some(Attempt::NothingToQuote(matched));
    }
    Some(Attempt::Proposed(Proposal {
        frame: number,
        sentence,
        quote,
        captures,
        quantity,
        distance,
        evidence,
    }))
}

/// The first quantity that starts inside the quote.
fn quantity_in(analysis: &Analysis<'_>, found: &Match) -> Option<usize> {
    found.quote.clone().find_map(|token| analysis.quantity_at(token))
}

/// The tokens of a quantity up to the noun it counts.
fn with_head(analysis: &Analysis<'_>, number: usize) -> Range<usize> {
    let quantity = &analysis.quantities[number];
    let end = quantity.head.as_ref().map_or(0, |head| head.end).max(quantity.mention.tokens.end);
    quantity.mention.tokens.start..end
}

/// A quote does not begin or end with a lone sign of punctuation.
fn trimmed(analysis: &Analysis<'_>, mut quote: Range<usize>) -> Range<usize> {
    let loose = |token| {
        matches!(analysis.word_at(token), "," | ";" | ":" | "." | "”" | "–" | "—" | "，" | "。" | "、" | "；")
    };
    while quote.start < quote.end && loose(quote.end - 1) {
        quote.end -= 1;
    }
    while quote.start < quote.end && loose(quote.start) {
        quote.start += 1;
    }
    quote
}

/// Whether what a condition looks for is there; how many tokens away.
fn meets(scene: &Scene<'_, '_>, (frame, place): (usize, usize), found: &Match) -> Option<usize> {
    let Scene { rules, analysis, sentence, .. } = *scene;
    let condition = &rules.frames[frame].conditions[place];
    let range = analysis.sentences[sentence].tokens.clone();
    let view = analysis.view(sentence);
    let may_hold = scene.may_hold(condition, sentence);
    let closest = |within: Range<usize>| {
        let gaps = condition.pattern.all_in(&view, within).map(|other| gap(&other, found));
        if may_hold { gaps.min() } else { None }
    };
    match condition.scope {
        Scope::Clause => closest(analysis.clauses_around(&range, &(found.start..found.end))),
        Scope::Sentence => closest(range),
        Scope::Before => closest(range.start..found.start),
        Scope::After => closest(found.end..range.end),
        Scope::Near => {
            let start = found.start.saturating_sub(NEAR).max(range.start);
            closest(start..(found.end + NEAR).min(range.end))
        }
        Scope::Inside => closest(found.start..found.end),
        Scope::Paragraph | Scope::Context if closest(range.clone()).is_some() => Some(0),
        Scope::Earlier | Scope::Paragraph | Scope::Context => {
            let here = &analysis.sentences[sentence];
            let reaches = |earlier: &usize| {
                let other = &analysis.sentences[*earlier];
                match condition.scope {
                    Scope::Context => other.zone == here.zone,
                    _ => other.paragraph == here.paragraph,
                }
            };
            let search = || {
                let mut earlier = (0..sentence).rev().take(EARLIER).take_while(reaches);
                earlier.any(|earlier| {
                    scene.may_hold(condition, earlier) && in_sentence(condition, analysis, earlier)
                })
            };
            let is_there = *scene.before.borrow_mut().entry((frame, place)).or_insert_with(search);
            is_there.then_some(0)
        }
    }
}

fn in_sentence(condition: &Condition, analysis: &Analysis<'_>, sentence: usize) -> bool {
    let view = analysis.view(sentence);
    condition.pattern.find_in(&view, analysis.sentences[sentence].tokens.clone()).is_some()
}

fn gap(other: &Match, found: &Match) -> usize {
    if other.end <= found.start { found.start - other.end } else { other.start.saturating_sub(found.end) }
}

/// Better proposals first: priority, then nearer evidence, then more of it, then longer quotes, then file order.
fn rank(frames: &[Frame], proposal: &Proposal) -> impl Ord + use<> {
    use std::cmp::Reverse;
    let frame = &frames[proposal.frame];
    let (evidence, length) = (Reverse(proposal.evidence), Reverse(proposal.quote.len()));
    (Reverse(frame.priority), proposal.distance, evidence, length, proposal.frame)
}

/// The frame whose proposal for a number comes before all others, those that ask the learned part left aside.
pub(crate) fn winner<'r>(rules: &'r Rules, proposals: &[Proposal], quantity: usize) -> Option<&'r Frame> {
    let about = proposals.iter().filter(|proposal| {
        proposal.quantity == Some(quantity) && rules.frames[proposal.frame].likely.is_none()
    });
    about.min_by_key(|proposal| rank(&rules.frames, proposal)).map(|proposal| &rules.frames[proposal.frame])
}

/// What two proposals must not both claim of the same words.
fn assertion(frame: &Frame) -> (Kind, Option<model::Indicator>, Option<&str>) {
    (frame.kind, frame.fixed.ilo, frame.fixed.role.as_deref())
}

/// Tokens between two cues of one indicator that still make one claim.
const SAME_INDICATOR: usize = 3;

/// Of the proposals of one sentence, those that stand: each quantity makes one numeric claim, and the same
/// assertion is not made twice of overlapping words. `lost` gets each proposal that does not, and the one it lost to.
pub(crate) fn choose(
    rules: &Rules,
    mut proposals: Vec<Proposal>,
    mut lost: impl FnMut(Proposal, &Proposal),
) -> Vec<Proposal> {
    proposals.sort_by_cached_key(|proposal| rank(&rules.frames, proposal));
    let mut chosen: Vec<Proposal> = Vec::new();
    for proposal in proposals {
        let frame = &rules.frames[proposal.frame];
        let winner = chosen.iter().find(|other| {
            let same_number = proposal.quantity.is_some() && proposal.quantity == other.quantity;
            // Two cues of one indicator side by side ("watched by minders") are one assertion.
            let reach = if frame.kind == Kind::Indicator { SAME_INDICATOR } else { 0 };
            let overlaps = proposal.quote.start < other.quote.end + reach
                && other.quote.start < proposal.quote.end + reach;
            same_number || overlaps && assertion(&rules.frames[other.frame]) == assertion(frame)
        });
        match winner {
            Some(winner) => lost(proposal, winner),
            None => chosen.push(proposal),
        }
    }
    chosen.sort_by_key(|proposal| (proposal.quote.start, proposal.quote.end, proposal.frame));
    chosen
}
