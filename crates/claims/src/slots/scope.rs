//! Where, when the sentence does not say: what the paragraph, the money, the speaker or the page as a whole leaves no doubt of.

use super::Context;
use super::scene::{country_of_currency, is_located, is_where_spoken, names_of};
use crate::gazetteer::Entry;
use crate::mention::Mention;
use crate::propose::Proposal;
use crate::rules::vocabulary::LexiconId;
use model::{AttributionMode, Kind, SlotEvidence};
use std::ops::Range;

/// The places that are meant, the likeliest ground first; nothing where there is none.
pub(super) fn meant(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    origin: Option<&'static str>,
    evidence: &mut Vec<SlotEvidence>,
) -> Vec<String> {
    // People in slavery are counted where they live: "one million North Koreans are in modern slavery".
    let at_home = origin.filter(|_| {
        let abroad = context.scene.host.is_some_and(|host| Some(host) != origin);
        context.frame(proposal).kind == Kind::VictimCount && !abroad
    });
    if let Some(country) = at_home {
        return vec![country.to_owned()];
    }
    for said in [where_they_speak, of_its_own] {
        let places = said(context, proposal, origin, evidence);
        if !places.is_empty() {
            return places;
        }
    }
    let noted = evidence.len();
    let carried = carried(context, proposal, origin, evidence);
    let places = if carried.is_empty() { of_scene(context, proposal, origin) } else { carried };
    match of_money(context, proposal, origin) {
        // Wages in riyals are earned in Saudi Arabia, whatever was named last.
        Some(country) if places.iter().all(|place| place != country) => {
            evidence.truncate(noted);
            vec![country.to_owned()]
        }
        // A duty in roubles is not paid in Poland, though the paragraph before is about it; where, is not said.
        None if is_money_of_elsewhere(context, proposal, &places) => {
            evidence.truncate(noted);
            Vec::new()
        }
        _ => places,
    }
}

/// Whether a sum is in the money of one country, and none of the places that other sentences suggest is that country.
fn is_money_of_elsewhere(context: &Context<'_, '_>, proposal: &Proposal, places: &[String]) -> bool {
    let quantity = proposal.quantity.and_then(|quantity| context.analysis.quantities.get(quantity));
    let country = quantity.and_then(|quantity| country_of_currency(&quantity.mention.dimension));
    country.is_some_and(|country| places.iter().all(|place| place != country))
}

/// The country whose money workers are paid in, if that is not where they come from while they are abroad.
pub(super) fn of_money(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    origin: Option<&'static str>,
) -> Option<&'static str> {
    let paid = matches!(context.frame(proposal).kind, Kind::WageGross | Kind::WageReceived);
    let quantity = context.analysis.quantities.get(proposal.quantity.filter(|_| paid)?)?;
    let country = country_of_currency(&quantity.mention.dimension)?;
    let at_home = origin != Some(country) || context.scene.host == origin || context.scene.host.is_none();
    at_home.then_some(country)
}

/// "We have 50 of them on our site," a builder in Yakutsk said: who speaks of themselves speaks of where they are.
fn where_they_speak(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    origin: Option<&'static str>,
    evidence: &mut Vec<SlotEvidence>,
) -> Vec<String> {
    let analysis = context.analysis;
    let sentence = analysis.sentences[proposal.sentence].tokens.clone();
    let (attribution, cue) = context.speakers.of_quote(proposal.sentence, &proposal.quote);
    let Some(cue) = cue.filter(|_| attribution.mode == AttributionMode::Quote) else { return Vec::new() };
    let own =
        sentence.clone().any(|token| matches!(analysis.word_at(token), "our" | "Our" | "here" | "Here"));
    let place = analysis.mentions_in(&cue).iter().find(|mention| {
        mention.is_place()
            && is_located(analysis, context.lexicons, mention, &sentence)
            && mention.entry().and_then(Entry::country_code) != origin
    });
    let Some(mention) = place.filter(|_| own) else { return Vec::new() };
    evidence.extend(context.evidence("places", &mention.tokens, Some("where the speaker is")));
    names_of(analysis, mention, &sentence).into_iter().map(str::to_owned).collect()
}

/// "Poland said that 37 still held permits": a country that tells how many it has, or has sent away, speaks of its own.
fn of_its_own(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    origin: Option<&'static str>,
    evidence: &mut Vec<SlotEvidence>,
) -> Vec<String> {
    let analysis = context.analysis;
    let sentence = analysis.sentences[proposal.sentence].tokens.clone();
    let counts = matches!(context.frame(proposal).kind, Kind::WorkerCount | Kind::EmployerCount);
    let has = |list: Option<LexiconId>, range: &Range<usize>| {
        list.is_some_and(|list| analysis.lexicon_in(range, list).is_some())
    };
    if !counts || !has(context.lexicons.own_account, &sentence) {
        return Vec::new();
    }
    let before = sentence.start..proposal.quote.start.max(sentence.start);
    let speaker = analysis.mentions_in(&before).iter().rev().find(|mention| {
        let told = mention.tokens.end..(mention.tokens.end + TOLD).min(sentence.end);
        mention.country().is_some_and(|(code, _)| Some(code) != origin)
            && mention.is_place()
            && !told.is_empty()
            && has(context.lexicons.says, &told)
    });
    let Some(mention) = speaker else { return Vec::new() };
    evidence.extend(context.evidence("places", &mention.tokens, Some("what it says of its own")));
    mention.places().into_iter().take(1).map(str::to_owned).collect()
}

/// Tokens after a country within which its verb of saying stands: "Poland, which had issued 450 permits in the past, said".
const TOLD: usize = 16;

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
            | Kind::WageShare
            | Kind::Levy
            | Kind::WorkingHours
            | Kind::SampleSize
            | Kind::EmployerCount
    );
    let scene = context.scene;
    // A scene is that of the workers whom the document is about, not of others it names.
    if !stays || origin != scene.origin {
        return Vec::new();
    }
    let world = scene.world && kind == Kind::VictimCount
        || scene.anywhere && kind == Kind::WorkerCount && spoke_of_the_world(context, proposal);
    let places = scene.host.into_iter().chain(scene.spot).chain(world.then_some("world"));
    places.map(str::to_owned).collect()
}

/// Whether the sentence before, in the same paragraph, spoke of workers all over the world.
fn spoke_of_the_world(context: &Context<'_, '_>, proposal: &Proposal) -> bool {
    let sentences = &context.analysis.sentences;
    let Some(before) = proposal.sentence.checked_sub(1).map(|before| &sentences[before]) else {
        return false;
    };
    before.paragraph == sentences[proposal.sentence].paragraph
        && context
            .lexicons
            .world
            .is_some_and(|world| context.analysis.lexicon_in(&before.tokens, world).is_some())
}

/// The place that earlier sentences speak of, the nearest first: those of the paragraph, then those of the one before.
fn carried(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    origin: Option<&'static str>,
    evidence: &mut Vec<SlotEvidence>,
) -> Vec<String> {
    let analysis = context.analysis;
    let kind = context.frame(proposal).kind;
    let stays = matches!(
        kind,
        Kind::WorkerCount
            | Kind::WageGross
            | Kind::WageReceived
            | Kind::Levy
            | Kind::DeathCount
            | Kind::WorkingHours
            | Kind::EmployerCount
            | Kind::Indicator
    );
    if !stays {
        return Vec::new();
    }
    let here = &analysis.sentences[proposal.sentence];
    let there = here.tokens.clone().any(|token| {
        analysis.word_at(token) == "there"
            && !matches!(analysis.word_at(token + 1), "is" | "are" | "was" | "were")
    });
    if let Some(places) = the_region(context, proposal, evidence) {
        return places;
    }
    for number in (0..proposal.sentence).rev().take(CARRY) {
        let earlier = &analysis.sentences[number];
        if earlier.zone != here.zone || earlier.paragraph + 1 < here.paragraph {
            break;
        }
        // Where the document keeps to a country, other places are asides: only a country that the sentence before is about
        // is carried on. Where it keeps to none, places do not leave their paragraph.
        let same_paragraph = earlier.paragraph == here.paragraph;
        let stays = |mention: &Mention| match context.scene.host {
            None => same_paragraph && (there || !matches!(kind, Kind::Levy | Kind::DeathCount)),
            host if mention.entry().and_then(Entry::country_code) == host => true,
            Some(_) => same_paragraph && number + 1 == proposal.sentence && mention.country().is_some(),
        };
        let found = analysis.mentions_in(&earlier.tokens).iter().rev().find(|mention| {
            is_located(analysis, context.lexicons, mention, &earlier.tokens)
                && !is_where_spoken(analysis, context.lexicons, mention, &earlier.tokens)
                && !context.scene.is_at_home(mention, origin)
                && stays(mention)
        });
        if let Some(mention) = found {
            evidence.extend(context.evidence(
                "places",
                &mention.tokens,
                Some("carried from an earlier sentence"),
            ));
            // The country is still meant, and in its paragraph the part of it, not the town, unless all of the page is about it.
            let names = names_of(analysis, mention, &earlier.tokens);
            let keeps_to_it = context.scene.spot.is_some_and(|spot| names.contains(&spot));
            let region = same_paragraph && matches!(mention.entry(), Some(Entry::Region { .. }));
            let kept = if region || keeps_to_it { names.len() } else { 1 };
            return names.into_iter().take(kept).map(str::to_owned).collect();
        }
    }
    Vec::new()
}

/// "They cost the region 4,700 euros a month": the part of a country that was named last.
fn the_region(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    evidence: &mut Vec<SlotEvidence>,
) -> Option<Vec<String>> {
    let analysis = context.analysis;
    let here = &analysis.sentences[proposal.sentence];
    here.tokens.clone().find(|token| {
        matches!(analysis.word_at(*token), "the" | "The" | "that" | "this")
            && matches!(analysis.word_at(token + 1), "region" | "province" | "prefecture" | "county")
    })?;
    let earlier = (0..proposal.sentence).rev().take(CARRY).map(|number| &analysis.sentences[number]);
    let mut earlier =
        earlier.take_while(|earlier| earlier.zone == here.zone && earlier.paragraph + 1 >= here.paragraph);
    let (mention, sentence) = earlier.find_map(|earlier| {
        let mentions = analysis.mentions_in(&earlier.tokens).iter().rev();
        let region = |mention: &&Mention| matches!(mention.entry(), Some(Entry::Region { .. }));
        mentions.into_iter().find(region).map(|mention| (mention, &earlier.tokens))
    })?;
    evidence.extend(context.evidence("places", &mention.tokens, Some("the region named before")));
    Some(names_of(analysis, mention, sentence).into_iter().map(str::to_owned).collect())
}

/// How many sentences back a place is carried from.
const CARRY: usize = 6;
