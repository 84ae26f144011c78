//! Where: countries and places, sites, sectors, markets.

use super::Context;
use crate::mention::Mention;
use crate::propose::Proposal;
use model::{Claim, Kind, SlotEvidence};
use std::ops::Range;

/// Words before a place that make it where something is or goes.
const LOCATING: &[&str] = &[
    "in",
    "to",
    "at",
    "across",
    "throughout",
    "inside",
    "within",
    "into",
    "around",
    "including",
    "like",
    "of",
    "near",
    "between",
    "outside",
];

/// Words between such a word and the name: "in the remote Far East".
const BEFORE_NAME: &[&str] = &[
    "the",
    "eastern",
    "western",
    "northern",
    "southern",
    "central",
    "remote",
    "neighbouring",
    "neighboring",
    "far",
    "nearby",
];

/// The places of a claim, as the model names them.
pub(super) fn places(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    origin: Option<&'static str>,
    evidence: &mut Vec<SlotEvidence>,
) -> Vec<String> {
    let (analysis, frame) = (context.analysis, context.frame(proposal));
    if !has_place(frame.kind) {
        return Vec::new();
    }
    let sentence = analysis.sentences[proposal.sentence].tokens.clone();
    let (_, cue) = context.speakers.of_quote(proposal.sentence, &proposal.quote);
    let outside_cue =
        |mention: &&Mention| cue.as_ref().is_none_or(|cue| !cue.contains(&mention.tokens.start));
    let counts = |mention: &&Mention| {
        let at_home =
            origin.is_some() && mention.entry().and_then(crate::gazetteer::Entry::country_code) == origin;
        located(context, mention, &sentence)
            && outside_cue(mention)
            && (!at_home || frame.kind == Kind::VictimCount)
    };
    // The quote itself speaks first, then what stands right after it ("19,000 in China"), its clause, the sentence.
    let clause = super::clause_of(analysis, proposal);
    let until = next_count(context, proposal, &sentence);
    let near = proposal.quote.end..(proposal.quote.end + RIGHT_AFTER).min(until);
    let lists_places = analysis.mentions_in(&near).iter().any(|mention| counts(&mention));
    let right_after = if lists_places { near.start..until } else { near };
    let counts_people = matches!(frame.kind, Kind::WorkerCount | Kind::VictimCount);
    let world = |range: &Range<usize>| {
        let found = context.lexicons.world.and_then(|world| analysis.lexicon_in(range, world));
        found.filter(|_| counts_people)
    };
    for range in [proposal.quote.clone(), right_after, clause, sentence.clone()] {
        if let Some(tokens) = world(&range).filter(|_| range != sentence) {
            evidence.extend(context.evidence("places", &tokens, None));
            return vec!["world".to_owned()];
        }
        let found: Vec<&Mention> = analysis.mentions_in(&range).iter().filter(counts).collect();
        if !found.is_empty() {
            let mut places: Vec<String> = Vec::new();
            for mention in found {
                evidence.extend(context.evidence("places", &mention.tokens, None));
                for place in mention.places() {
                    if !places.iter().any(|known| known == place) {
                        places.push(place.to_owned());
                    }
                }
            }
            return places;
        }
    }
    if let Some(tokens) = world(&sentence) {
        evidence.extend(context.evidence("places", &tokens, None));
        return vec!["world".to_owned()];
    }
    // People in slavery are counted where they live: "one million North Koreans are in modern slavery".
    let at_home = origin.filter(|_| frame.kind == Kind::VictimCount);
    if let Some(country) = at_home {
        return vec![country.to_owned()];
    }
    carried(context, proposal, origin, evidence)
}

/// The place that earlier sentences of the paragraph speak of, the nearest first.
fn carried(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    origin: Option<&'static str>,
    evidence: &mut Vec<SlotEvidence>,
) -> Vec<String> {
    let analysis = context.analysis;
    let stays = matches!(
        context.frame(proposal).kind,
        Kind::WorkerCount
            | Kind::WageGross
            | Kind::WageReceived
            | Kind::WorkingHours
            | Kind::EmployerCount
            | Kind::Indicator
    );
    let paragraph = analysis.sentences[proposal.sentence].paragraph;
    let earlier = (0..proposal.sentence).rev().take(CARRY).filter(|_| stays);
    for number in earlier.take_while(|number| analysis.sentences[*number].paragraph == paragraph) {
        let sentence = &analysis.sentences[number].tokens;
        let at_home = |mention: &Mention| {
            mention.entry().and_then(crate::gazetteer::Entry::country_code) == origin && origin.is_some()
        };
        let found = analysis
            .mentions_in(sentence)
            .iter()
            .rev()
            .find(|mention| located(context, mention, sentence) && !at_home(mention));
        if let Some(mention) = found {
            evidence.extend(context.evidence(
                "places",
                &mention.tokens,
                Some("carried from an earlier sentence of the paragraph"),
            ));
            return mention.places().into_iter().map(str::to_owned).collect();
        }
    }
    Vec::new()
}

/// How many sentences back a place is carried from.
const CARRY: usize = 3;

/// How many tokens after a quote a place still belongs to it before all others.
const RIGHT_AFTER: usize = 6;

/// Where the next count of a sentence starts: a place beyond it belongs to that one.
fn next_count(context: &Context<'_, '_>, proposal: &Proposal, sentence: &Range<usize>) -> usize {
    let quantities = &context.analysis.quantities;
    let next = quantities.partition_point(|quantity| quantity.mention.tokens.start < proposal.quote.end);
    quantities
        .get(next)
        .map_or(sentence.end, |quantity| quantity.mention.tokens.start.min(sentence.end))
        .max(proposal.quote.end)
}

/// Kinds that hold of a place rather than everywhere.
const fn has_place(kind: Kind) -> bool {
    !matches!(kind, Kind::WageShare | Kind::Rating | Kind::SampleSize)
}

/// Whether a mention says where something is: after a word of place, in a list of such, or with a possessive.
fn located(context: &Context<'_, '_>, mention: &Mention, sentence: &Range<usize>) -> bool {
    let analysis = context.analysis;
    if mention.is_regional() {
        return matches!(
            analysis.word_at(mention.tokens.end),
            "state" | "states" | "country" | "countries" | "nation" | "nations"
        );
    }
    if !mention.is_place() {
        return false;
    }
    let start = (sentence.start..mention.tokens.start)
        .rev()
        .take_while(|token| BEFORE_NAME.contains(&analysis.word_at(*token).to_ascii_lowercase().as_str()))
        .last()
        .unwrap_or(mention.tokens.start);
    let possessive = matches!(analysis.word_at(mention.tokens.end), "’s" | "'s" | "’");
    if possessive || start == sentence.start {
        return true;
    }
    let before = analysis.word_at(start - 1).to_ascii_lowercase();
    // A list of places goes on after a comma or a conjunction that another place stands before.
    let goes_on = matches!(before.as_str(), "," | "and" | "or" | "&") && {
        let comma = start >= 2 && analysis.word_at(start - 2) == "," && before != ",";
        let end = start - 1 - usize::from(comma);
        let reach = end.saturating_sub(LONGEST_PLACE)..end;
        analysis.mentions_in(&reach).iter().any(|other| other.is_place() && other.tokens.end == end)
    };
    LOCATING.contains(&before.as_str()) || goes_on
}

/// Longest name of a place, in tokens.
const LONGEST_PLACE: usize = 6;

/// Sectors named in the quote or its clause.
pub(super) fn sectors(context: &Context<'_, '_>, proposal: &Proposal) -> Vec<String> {
    let kind = context.frame(proposal).kind;
    if !matches!(
        kind,
        Kind::Presence
            | Kind::WorkerCount
            | Kind::EntityRole
            | Kind::GoodsLink
            | Kind::EmployerCount
            | Kind::WageGross
            | Kind::WageReceived
    ) {
        return Vec::new();
    }
    let analysis = context.analysis;
    let reach = match kind {
        Kind::Presence | Kind::EntityRole => proposal.quote.clone(),
        _ => super::clause_of(analysis, proposal),
    };
    let mut found: Vec<(usize, &str)> = context
        .lexicons
        .sectors
        .iter()
        .filter_map(|(name, lexicon)| Some((analysis.lexicon_in(&reach, *lexicon)?.start, name.as_str())))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, name)| name.to_owned()).collect()
}

/// A place of work in the quote's clause: "shipyard in Szczecin". Never a place of living.
pub(super) fn site(context: &Context<'_, '_>, proposal: &Proposal) -> Option<String> {
    if !matches!(context.frame(proposal).kind, Kind::Presence | Kind::WorkerCount | Kind::EntityRole) {
        return None;
    }
    let analysis = context.analysis;
    let clause = super::clause_of(analysis, proposal);
    let noun = analysis.lexicon_in(&clause, context.lexicons.sites?)?;
    let city = analysis
        .mentions_in(&(noun.end..(noun.end + 4).min(clause.end)))
        .iter()
        .find(|mention| mention.is_place())
        .map(|mention| analysis.words_of(&mention.tokens));
    let noun = analysis.words_of(&noun);
    Some(city.map_or_else(|| noun.to_owned(), |city| format!("{noun} in {city}")))
}

/// The country whose market goods reach: named after "market", "shops", "consumers" or before them.
pub(super) fn market(context: &Context<'_, '_>, proposal: &Proposal) -> Option<String> {
    if context.frame(proposal).kind != Kind::GoodsLink {
        return None;
    }
    let analysis = context.analysis;
    let sentence = analysis.sentences[proposal.sentence].tokens.clone();
    let after = proposal.quote.start..sentence.end;
    let country =
        |mention: &Mention| mention.country().map(|(code, _)| code).or_else(|| mention.nationality());
    let quoted = analysis
        .mentions_in(&proposal.quote)
        .iter()
        .filter_map(country)
        .rfind(|code| Some(*code) != context.origin);
    quoted
        .or_else(|| {
            analysis.mentions_in(&after).iter().filter_map(country).find(|code| Some(*code) != context.origin)
        })
        .map(str::to_owned)
}

/// The act that a deadline belongs to: the last one named in the paragraph.
pub(super) fn act_before(kind: Kind, before: &[Claim]) -> Option<String> {
    if kind != Kind::Deadline {
        return None;
    }
    before.iter().rev().find(|claim| claim.kind == Kind::LegalAct).map(|claim| claim.passage.exact.clone())
}
