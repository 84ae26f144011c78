//! Where: countries and places, sites, sectors, markets.

use super::Context;
use super::scene::{is_located, names_of};
use crate::gazetteer::Entry;
use crate::mention::Mention;
use crate::propose::Proposal;
use model::{Claim, Kind, SlotEvidence};
use std::ops::Range;

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
    if let Some(other) = context.other {
        return crate::languages::slots::places(context, &other.lexicons.slots, proposal, origin, evidence);
    }
    let sentence = analysis.sentences[proposal.sentence].tokens.clone();
    let (_, cue) = context.speakers.of_quote(proposal.sentence, &proposal.quote);
    let outside_cue =
        |mention: &&Mention| cue.as_ref().is_none_or(|cue| !cue.contains(&mention.tokens.start));
    let counts = |mention: &&Mention| {
        let at_home = origin.is_some()
            && context.scene.host != origin
            && mention.entry().and_then(Entry::country_code) == origin;
        is_located(analysis, mention, &sentence)
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
                for place in names_of(analysis, mention, &sentence) {
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
    let employers = adjective_of_employer(context, &sentence, origin);
    if let Some(mention) = employers {
        evidence.extend(context.evidence("places", &mention.tokens, Some("whose employers they are")));
        return mention.nationality().into_iter().map(str::to_owned).collect();
    }
    // People in slavery are counted where they live: "one million North Koreans are in modern slavery".
    let at_home = origin.filter(|_| frame.kind == Kind::VictimCount);
    if let Some(country) = at_home {
        return vec![country.to_owned()];
    }
    let carried = carried(context, proposal, origin, evidence);
    if carried.is_empty() { of_scene(context, proposal, origin) } else { carried }
}

/// "Kuwaiti contractors": the country of the firms that a sentence speaks of.
fn adjective_of_employer<'c>(
    context: &'c Context<'_, '_>,
    sentence: &Range<usize>,
    origin: Option<&'static str>,
) -> Option<&'c Mention> {
    let analysis = context.analysis;
    let enterprise = context.lexicons.enterprise?;
    analysis.mentions_in(sentence).iter().find(|mention| {
        let next = mention.tokens.end;
        mention.nationality().is_some_and(|code| Some(code) != origin)
            && (next..(next + 2).min(sentence.end))
                .any(|token| analysis.lexicon_at(token, enterprise).is_some())
    })
}

/// Where the document as a whole says that things are.
fn of_scene(context: &Context<'_, '_>, proposal: &Proposal, origin: Option<&'static str>) -> Vec<String> {
    let kind = context.frame(proposal).kind;
    let stays = matches!(
        kind,
        Kind::WorkerCount
            | Kind::VictimCount
            | Kind::DeathCount
            | Kind::WageGross
            | Kind::WageReceived
            | Kind::WorkingHours
            | Kind::EmployerCount
    );
    let scene = context.scene;
    // A scene is that of the workers whom the document is about, not of others it names.
    if !stays || origin != scene.origin {
        return Vec::new();
    }
    let world = (scene.world && kind == Kind::VictimCount).then_some("world");
    scene.host.or(world).map(str::to_owned).into_iter().collect()
}

/// The place that earlier sentences speak of, the nearest first: those of the paragraph, then those of the one before.
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
    if !stays {
        return Vec::new();
    }
    let here = &analysis.sentences[proposal.sentence];
    for number in (0..proposal.sentence).rev().take(CARRY) {
        let earlier = &analysis.sentences[number];
        if earlier.zone != here.zone || earlier.paragraph + 1 < here.paragraph {
            break;
        }
        let at_home = |mention: &Mention| {
            mention.entry().and_then(Entry::country_code) == origin
                && origin.is_some()
                && context.scene.host != origin
        };
        // Beyond the paragraph only where the document keeps to that country.
        let stays = |mention: &Mention| {
            earlier.paragraph == here.paragraph
                || context.scene.host.is_some()
                    && mention.entry().and_then(Entry::country_code) == context.scene.host
        };
        let found = analysis.mentions_in(&earlier.tokens).iter().rev().find(|mention| {
            is_located(analysis, mention, &earlier.tokens) && !at_home(mention) && stays(mention)
        });
        if let Some(mention) = found {
            evidence.extend(context.evidence(
                "places",
                &mention.tokens,
                Some("carried from an earlier sentence"),
            ));
            return names_of(analysis, mention, &earlier.tokens).into_iter().map(str::to_owned).collect();
        }
    }
    Vec::new()
}

/// How many sentences back a place is carried from.
const CARRY: usize = 6;

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
    !matches!(kind, Kind::WageShare | Kind::SampleSize | Kind::Rating | Kind::ListSize)
}

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
        .rfind(|code| Some(*code) != context.scene.origin);
    quoted
        .or_else(|| {
            analysis
                .mentions_in(&after)
                .iter()
                .filter_map(country)
                .find(|code| Some(*code) != context.scene.origin)
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
