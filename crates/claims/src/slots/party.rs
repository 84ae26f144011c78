//! Whose workers they are to employ, and which act a deadline belongs to: named in the sentence, or taken up from before.

use super::{Before, Context, clause_of};
use crate::analysis::Analysis;
use crate::propose::Proposal;
use model::{Claim, Kind, SlotEvidence};
use std::ops::Range;

/// Words between a subject and its verb: "the firm has since hired".
const BETWEEN: &[&str] = &[
    "has",
    "had",
    "have",
    "was",
    "is",
    "still",
    "now",
    "also",
    "then",
    "since",
    "once",
    "reportedly",
    "allegedly",
    "already",
    "only",
    "routinely",
    "regularly",
    "would",
    "will",
    "did",
    "not",
    "never",
    "and",
];

/// The employer of the people a claim is about: the words of the frame, or who employs, hires or pays in the clause. "The
/// company" and "it" stand for the firm named before them.
pub(super) fn employer(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    evidence: &mut Vec<SlotEvidence>,
) -> Option<String> {
    let analysis = context.analysis;
    let captured = proposal.captures.iter().find(|(slot, _)| slot == "employer");
    if let Some((_, tokens)) = captured {
        let words = analysis.words_of(tokens);
        let Some(full) = context.names.of_acronym(words) else {
            return Some(words.to_owned()).filter(|words| !words.is_empty());
        };
        return Some(taken_up(context, tokens, &full, evidence));
    }
    let kind = context.frame(proposal).kind;
    if context.other.is_some() || !has_employer(kind) {
        return None;
    }
    let subject = employing_subject(context, proposal)?;
    if let Some(name) = context.names.firm_ending_at(subject.end) {
        evidence.extend(context.evidence("employer", &name, None));
        return Some(analysis.words_of(&name).to_owned());
    }
    let noun = analysis.word_at(subject.end - 1);
    let before = match noun {
        "it" | "It" => context.names.firm_opening(analysis, proposal.sentence.checked_sub(1)?)?,
        _ => context.names.firm_before(analysis, subject.start, &noun.to_lowercase())?,
    };
    Some(taken_up(context, &subject, &before, evidence))
}

/// Notes the words that take a name up, and the name; gives the name.
fn taken_up(
    context: &Context<'_, '_>,
    words: &Range<usize>,
    name: &Range<usize>,
    evidence: &mut Vec<SlotEvidence>,
) -> String {
    let full = context.analysis.words_of(name).to_owned();
    evidence.extend(context.evidence("employer", words, Some(&format!("{full}, named before"))));
    evidence.extend(context.evidence("employer", name, Some("where it is named")));
    full
}

/// Kinds that speak of people somebody employs.
const fn has_employer(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::WorkerCount
            | Kind::WageGross
            | Kind::WageReceived
            | Kind::WageShare
            | Kind::WorkingHours
            | Kind::Levy
            | Kind::Indicator
            | Kind::EntityRole
    )
}

/// The subject of a verb of employing in the clause, or who stands behind "employed by": a name, "the company", "it".
fn employing_subject(context: &Context<'_, '_>, proposal: &Proposal) -> Option<Range<usize>> {
    let analysis = context.analysis;
    let employs = context.lexicons.employs?;
    let clause = clause_of(analysis, proposal);
    let sentence = &analysis.sentences[proposal.sentence].tokens;
    for verb in clause.clone() {
        let Some(end) = analysis.lexicon_at(verb, employs) else { continue };
        if analysis.word_at(end) == "by" {
            return noun_phrase(context, end + 1, sentence.end);
        }
        let mut last = verb;
        while last > clause.start && BETWEEN.contains(&analysis.word_at(last - 1)) {
            last -= 1;
        }
        if let Some(subject) = ending_at(context, last, clause.start) {
            return Some(subject);
        }
    }
    None
}

/// "the company" or "it" right before a token, or a firm's name.
fn ending_at(context: &Context<'_, '_>, end: usize, start: usize) -> Option<Range<usize>> {
    let analysis = context.analysis;
    if let Some(name) = context.names.firm_ending_at(end) {
        return Some(name);
    }
    let last = end.checked_sub(1).filter(|last| *last >= start)?;
    if matches!(analysis.word_at(last), "it" | "It") {
        return Some(last..end);
    }
    let definite = last > start && is_definite(analysis, last - 1);
    (definite && is_firm_noun(context, last)).then(|| last - 1..end)
}

/// "the company" or a firm's name that starts at a token.
fn noun_phrase(context: &Context<'_, '_>, start: usize, end: usize) -> Option<Range<usize>> {
    if let Some(name) = context.names.firm_starting_at(start).filter(|name| name.end <= end) {
        return Some(name);
    }
    (is_definite(context.analysis, start) && is_firm_noun(context, start + 1)).then(|| start..start + 2)
}

fn is_definite(analysis: &Analysis<'_>, token: usize) -> bool {
    matches!(analysis.word_at(token), "the" | "The" | "this" | "This" | "that" | "That")
}

fn is_firm_noun(context: &Context<'_, '_>, token: usize) -> bool {
    let enterprise = context.lexicons.enterprise;
    enterprise.is_some_and(|list| context.analysis.lexicon_at(token, list) == Some(token + 1))
        && !context.analysis.word_at(token).ends_with('s')
}

/// Nouns by which an act is taken up.
const ACTS: &[&str] = &[
    "resolution",
    "act",
    "law",
    "ban",
    "order",
    "regulation",
    "convention",
    "directive",
    "decree",
    "sanctions",
    "treaty",
    "statute",
    "measure",
    "protocol",
];

/// The act that a deadline belongs to: in the words of the frame; the last one named in the paragraph or the one before; or
/// the last one of the page that "the resolution" takes up.
pub(super) fn act(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    before: &Before<'_, '_>,
    evidence: &mut Vec<SlotEvidence>,
) -> Option<String> {
    let analysis = context.analysis;
    if let Some((_, tokens)) = proposal.captures.iter().find(|(slot, _)| slot == "act") {
        return Some(analysis.words_of(tokens).to_owned()).filter(|words| !words.is_empty());
    }
    if context.frame(proposal).kind != Kind::Deadline {
        return None;
    }
    if let Some(act) = before.last(Kind::LegalAct) {
        evidence.push(named_before(act));
        return Some(act.passage.exact.clone());
    }
    let sentence = analysis.sentences[proposal.sentence].tokens.clone();
    let noun = sentence.clone().skip(1).find(|token| {
        is_definite(analysis, token - 1) && ACTS.contains(&analysis.word_at(*token).to_lowercase().as_str())
    })?;
    let word = analysis.word_at(noun).to_lowercase();
    let named = |claim: &&Claim| {
        claim.kind == Kind::LegalAct && claim.passage.exact.to_lowercase().contains(word.as_str())
    };
    let act = before.page.iter().rev().find(named)?;
    let note = format!("{}, named before", act.passage.exact);
    evidence.extend(context.evidence("act", &(noun - 1..noun + 1), Some(&note)));
    evidence.push(named_before(act));
    Some(act.passage.exact.clone())
}

fn named_before(act: &Claim) -> SlotEvidence {
    SlotEvidence {
        slot: "act".to_owned(),
        start: act.passage.start,
        end: act.passage.end,
        words: act.passage.exact.clone(),
        note: Some("where it is named".to_owned()),
    }
}
