//! Where: countries and places, sites, sectors, markets.

use super::scene::{is_located, is_where_spoken, names_of};
use super::{Context, respective, scope};
use crate::analysis::Analysis;
use crate::gazetteer::Entry;
use crate::isic;
use crate::mention::Mention;
use crate::propose::Proposal;
use model::{Claim, Kind, Measure, SlotEvidence};
use std::ops::Range;

/// The places of a claim, as the model names them; those of the claim that a number is derived from, if it only changes it.
pub(super) fn places(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    origin: Option<&'static str>,
    base: Option<&Claim>,
    evidence: &mut Vec<SlotEvidence>,
) -> Vec<String> {
    let (analysis, frame) = (context.analysis, context.frame(proposal));
    if !has_place(frame.kind) {
        return Vec::new();
    }
    if let Some(other) = context.other {
        return crate::languages::slots::places(context, &other.lexicons.slots, proposal, origin, evidence);
    }
    // "that amount has doubled": where it was before.
    if let Some(base) = base {
        return base.places.clone();
    }
    let sentence = analysis.sentences[proposal.sentence].tokens.clone();
    let (_, cue) = context.speakers.of_quote(proposal.sentence, &proposal.quote);
    let outside_cue =
        |mention: &&Mention| cue.as_ref().is_none_or(|cue| !cue.contains(&mention.tokens.start));
    let counts = |mention: &&Mention| {
        let at_home = context.scene.is_at_home(mention, origin);
        (is_located(analysis, context.lexicons, mention, &sentence)
            || is_left(context, proposal, mention, origin))
            && (frame.kind != Kind::HostCountryCount || mention.is_part_of_the_world())
            && !is_where_spoken(analysis, context.lexicons, mention, &sentence)
            && outside_cue(mention)
            && (!at_home || frame.kind == Kind::VictimCount)
    };
    // The quote itself speaks first, then what stands right after it ("19,000 in China"), its clause, the sentence.
    // "900 workers, of whom 300 were in Gdynia": what is said of a part is not said of the whole.
    let part = (proposal.quote.end..sentence.end)
        .find(|token| analysis.word_at(*token) == "of" && analysis.word_at(token + 1) == "whom");
    let whole = sentence.start..part.unwrap_or(sentence.end);
    let clause = super::clause_of(analysis, proposal);
    let clause = clause.start..clause.end.min(whole.end).max(proposal.quote.end);
    let until = next_count(context, proposal, &whole);
    let semicolon = (proposal.quote.end..whole.end).find(|token| analysis.word_at(*token) == ";");
    let until = until.min(semicolon.unwrap_or(until)).max(proposal.quote.end);
    // "Qatar reported 70, down from 2,800; Kuwait sent home 904": what follows a semicolon is about another place.
    let whole = whole.start..whole.end.min(semicolon.unwrap_or(whole.end));
    let near = proposal.quote.end..(proposal.quote.end + RIGHT_AFTER).min(until);
    let lists_places = analysis.mentions_in(&near).iter().any(|mention| counts(&mention));
    let right_after = if lists_places { near.start..until } else { near.clone() };
    let counts_people = matches!(frame.kind, Kind::WorkerCount | Kind::VictimCount);
    let world = |range: &Range<usize>| {
        let found = context.lexicons.world.and_then(|world| analysis.lexicon_in(range, world));
        found.filter(|_| counts_people)
    };
    if let Some(mention) = respective::place(context, proposal, &sentence) {
        evidence.extend(context.evidence("places", &mention.tokens, Some("told off one by one")));
        return names_of(analysis, mention, &sentence).into_iter().map(str::to_owned).collect();
    }
    if let Some(mention) = right_before(context, proposal, &sentence, origin) {
        evidence.extend(context.evidence("places", &mention.tokens, None));
        return names_of(analysis, mention, &sentence).into_iter().map(str::to_owned).collect();
    }
    // "70,000 are employed in Saudi Arabia and 12,000 in Qatar": up to the next number before the rest of the clause.
    let own = near.start..until.min(clause.end).max(near.start);
    // "hired 900 workers there": where the sentence before was about.
    let there = (near.start..near.end.min(near.start + 2)).any(|token| analysis.word_at(token) == "there");
    let ranges = [proposal.quote.clone(), right_after, own, clause, whole.clone()];
    for range in ranges.into_iter().filter(|_| !there) {
        let found: Vec<&Mention> = analysis.mentions_in(&range).iter().filter(counts).collect();
        // "Russia has sent home 18,000, two days before the deadline for host countries": what stands nearest is meant.
        let far = |tokens: &Range<usize>| distance(tokens, &proposal.quote);
        let nearest = found.iter().map(|mention| far(&mention.tokens)).min();
        let nearer = |tokens: &Range<usize>| nearest.is_none_or(|nearest| far(tokens) < nearest);
        if let Some(tokens) = world(&range).filter(|tokens| range != whole && nearer(tokens)) {
            evidence.extend(context.evidence("places", &tokens, None));
            return vec!["world".to_owned()];
        }
        if !found.is_empty() {
            return of_state(frame.kind, names_of_all(context, &found, &sentence, evidence));
        }
    }
    if let Some(tokens) = world(&whole).filter(|_| !there) {
        evidence.extend(context.evidence("places", &tokens, None));
        return vec!["world".to_owned()];
    }
    // "Kuwaiti contractors paid 140 dinars, Russian ones 35,000 roubles": money of another country is paid there.
    let paid_in = scope::of_money(context, proposal, origin);
    let employers = adjective_of_employer(context, &sentence, origin)
        .filter(|mention| paid_in.is_none_or(|country| mention.nationality() == Some(country)));
    if let Some(mention) = employers {
        evidence.extend(context.evidence("places", &mention.tokens, Some("whose employers they are")));
        return mention.nationality().into_iter().map(str::to_owned).collect();
    }
    scope::meant(context, proposal, origin, evidence)
}

/// The names of places, each once, with the words that name them.
fn names_of_all(
    context: &Context<'_, '_>,
    found: &[&Mention],
    sentence: &Range<usize>,
    evidence: &mut Vec<SlotEvidence>,
) -> Vec<String> {
    let mut places: Vec<String> = Vec::new();
    for mention in found {
        evidence.extend(context.evidence("places", &mention.tokens, None));
        for place in names_of(context.analysis, mention, sentence) {
            if !places.iter().any(|known| known == place) {
                places.push(place.to_owned());
            }
        }
    }
    places
}

/// What a state earns it earns of all its workers: of several countries named none is where it does.
fn of_state(kind: Kind, places: Vec<String>) -> Vec<String> {
    let countries = places.iter().filter(|place| place.len() == 2).count();
    if kind == Kind::Revenue && countries > 1 { Vec::new() } else { places }
}

/// A place that a number follows at once: "China (5.8 million)", "and Malta 93", "in Africa, 3.8 million"; with a verb of
/// having between them ("Mexico, which had 610", "Europe with 4.1 million"); or "where" ("at Sawa, where 11,000 enter").
fn right_before<'c>(
    context: &'c Context<'_, '_>,
    proposal: &Proposal,
    sentence: &Range<usize>,
    origin: Option<&str>,
) -> Option<&'c Mention> {
    let analysis = context.analysis;
    let quote = proposal.quote.start;
    let kind = context.frame(proposal).kind;
    let counts =
        matches!(kind, Kind::WorkerCount | Kind::VictimCount | Kind::DeathCount | Kind::EmployerCount);
    let ending = |end: usize| {
        let reach = end.saturating_sub(LONGEST_NAME).max(sentence.start)..end;
        let mut before = analysis.mentions_in(&reach).iter().rev();
        before.find(|mention| mention.tokens.end == end && mention.is_place())
    };
    let elsewhere = |mention: &&Mention| {
        kind == Kind::VictimCount
            || origin.is_none()
            || mention.entry().and_then(Entry::country_code) != origin
    };
    if let Some(place) = before_where(context, quote, sentence, ending).filter(|_| kind.is_numeric()) {
        return Some(place);
    }
    let link = quote.checked_sub(1).filter(|link| counts && *link >= sentence.start)?;
    let word = analysis.word_at(link);
    if HAVING.contains(&word) {
        let mut end = link;
        while end > sentence.start && matches!(analysis.word_at(end - 1), "," | "which" | "that" | "already")
        {
            end -= 1;
        }
        return ending(end).filter(elsewhere);
    }
    let end = if matches!(word, "(" | "," | ":" | "another") { link } else { quote };
    let place = ending(end)?;
    // A comma parts a place from a number, unless the place opens the sentence: "In Africa, 3.8 million".
    let opens = place.tokens.start <= sentence.start + 1;
    (word != "," || opens || is_listed(analysis, place, quote, sentence)).then_some(place)
}

/// Words between a place and the number of people that it has.
const HAVING: &[&str] =
    &["with", "has", "had", "have", "hosts", "hosted", "received", "counted", "employs", "employed"];

/// "followed by Venezuela, 13,000, and Mexico": a place whose number stands between commas.
fn is_listed(analysis: &Analysis<'_>, place: &Mention, quote: usize, sentence: &Range<usize>) -> bool {
    let before = place.tokens.start.checked_sub(1).filter(|before| *before >= sentence.start);
    let own = analysis.quantities.partition_point(|quantity| quantity.mention.tokens.end <= quote);
    let after = analysis.quantities.get(own).map_or(quote, |quantity| quantity.mention.tokens.end);
    before
        .is_some_and(|before| matches!(analysis.word_at(before), "in" | "by" | "and" | "," | "then" | "were"))
        && matches!(analysis.word_at(after), "," | "." | ";")
}

/// "the camp of Sawa, where …": the place that a clause with "where" goes on about.
fn before_where<'c>(
    context: &'c Context<'_, '_>,
    quote: usize,
    sentence: &Range<usize>,
    ending: impl Fn(usize) -> Option<&'c Mention>,
) -> Option<&'c Mention> {
    let analysis = context.analysis;
    let start = quote.saturating_sub(AFTER_WHERE).max(sentence.start);
    let at = (start..quote).rev().find(|token| analysis.word_at(*token) == "where")?;
    let named = analysis.mentions_in(&(at..quote)).iter().any(Mention::is_place);
    let end = if at > sentence.start && analysis.word_at(at - 1) == "," { at - 1 } else { at };
    // "the Sawa camp, where": one noun may stand between.
    let place = ending(end).or_else(|| ending(end.checked_sub(1)?));
    place.filter(|_| !named)
}

/// Tokens between "where" and a number that it places.
const AFTER_WHERE: usize = 10;

/// Tokens between some tokens and a quote.
fn distance(tokens: &Range<usize>, quote: &Range<usize>) -> usize {
    if tokens.end <= quote.start { quote.start - tokens.end } else { tokens.start.saturating_sub(quote.end) }
}

/// "sent home from Russia": where people went away from, if it is not where they come from.
fn is_left(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    mention: &Mention,
    origin: Option<&'static str>,
) -> bool {
    let flows = context.frame(proposal).fixed.measure == Some(Measure::Flow);
    let country = mention.entry().and_then(Entry::country_code);
    let from =
        mention.tokens.start.checked_sub(1).is_some_and(|from| context.analysis.word_at(from) == "from");
    flows && from && mention.is_place() && origin.is_some() && country != origin
}

/// Longest name of a place before a number, in tokens.
const LONGEST_NAME: usize = 6;

/// "Kuwaiti contractors": the country of the firms that a sentence speaks of.
fn adjective_of_employer<'c>(
    context: &'c Context<'_, '_>,
    sentence: &Range<usize>,
    origin: Option<&'static str>,
) -> Option<&'c Mention> {
    let analysis = context.analysis;
    let enterprise = context.lexicons.hosts?;
    analysis.mentions_in(sentence).iter().find(|mention| {
        let next = mention.tokens.end;
        mention.nationality().is_some_and(|code| Some(code) != origin)
            && (next..(next + 2).min(sentence.end))
                .any(|token| analysis.lexicon_at(token, enterprise).is_some())
    })
}

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
    !matches!(kind, Kind::Rating | Kind::ListSize | Kind::Deadline)
}

/// Sectors named in the quote or its clause, with the words that name them and their branches by ISIC Rev.4.
pub(super) fn sectors(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    evidence: &mut Vec<SlotEvidence>,
) -> Vec<String> {
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
    let mut found: Vec<(Range<usize>, &str)> = context
        .lexicons
        .sectors
        .iter()
        .filter_map(|(name, lexicon)| Some((analysis.lexicon_in(&reach, *lexicon)?, name.as_str())))
        .collect();
    found.sort_unstable_by_key(|(tokens, name)| (tokens.start, *name));
    for (tokens, name) in &found {
        let branches: Vec<String> =
            isic::branches(name).map(|(code, title)| format!("ISIC Rev.4 {code} {title}")).collect();
        let note = Some(branches.join("; ")).filter(|note| !note.is_empty());
        evidence.extend(context.evidence("sectors", tokens, note.as_deref()));
    }
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
