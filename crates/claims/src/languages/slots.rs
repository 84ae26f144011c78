//! Slots that hang on word order: whose workers, where, and whether the text speaks of its own day.

use super::{Language, RuleSet};
use crate::analysis::Analysis;
use crate::gazetteer::CountryForm;
use crate::mention::Mention;
use crate::propose::Proposal;
use crate::rules::vocabulary::{LexiconId, Vocabulary};
use crate::slots::{Context, clause_of};
use crate::speaker::Speakers;
use model::{Kind, SlotEvidence, SpeakerType, Zone};
use std::ops::Range;

/// The lexicons that slots ask for by name in the other languages.
#[derive(Debug, Clone, Default)]
pub(crate) struct PlaceLexicons {
    /// Words right behind a country that make it somebody who acts: 정부, 外交部.
    actor: Vec<LexiconId>,
    population: Option<LexiconId>,
    /// "Abroad", "in forty countries".
    world: Option<LexiconId>,
    present: Option<LexiconId>,
    past: Option<LexiconId>,
    /// Words right before or behind a country that make it a place rather than the home of those named next.
    locating: Option<LexiconId>,
    /// Words beside a country that make it a home: 来自, 출신, из; or no place of work: 以外, 밖.
    home: Option<LexiconId>,
    outside: Option<LexiconId>,
    /// Words for people from other countries.
    foreign: Option<LexiconId>,
    /// Verbs of sending workers abroad.
    sending: Option<LexiconId>,
}

impl PlaceLexicons {
    pub(crate) fn of(vocabulary: &Vocabulary) -> Self {
        let lexicon = |name: &str| vocabulary.lexicon(name);
        let actors = SpeakerType::ALL.iter().filter_map(|kind| lexicon(&format!("speaker-{kind}")));
        Self {
            actor: actors.chain(lexicon("actor")).collect(),
            population: lexicon("population"),
            world: lexicon("world"),
            present: lexicon("present"),
            past: lexicon("past"),
            locating: lexicon("locating"),
            home: lexicon("home"),
            outside: lexicon("outside"),
            foreign: lexicon("foreign"),
            sending: lexicon("sending"),
        }
    }
}

/// Tokens between a country and the people it is the home of.
const BETWEEN: usize = 6;

/// A noun of the population with the country it comes from.
struct Group {
    tokens: Range<usize>,
    country: &'static str,
}

fn groups(
    language: Language,
    analysis: &Analysis<'_>,
    lexicons: &PlaceLexicons,
    range: &Range<usize>,
) -> Vec<Group> {
    let Some(population) = lexicons.population else { return Vec::new() };
    let mentions = analysis.mentions_in(range);
    let mut found = Vec::new();
    for (number, mention) in mentions.iter().enumerate() {
        let Some((country, form)) = mention.country() else { continue };
        let end = mention.tokens.end;
        if form == CountryForm::People {
            found.push(Group { tokens: mention.tokens.clone(), country });
            continue;
        }
        if language == Language::Russian && form == CountryForm::Name {
            // рабочих из КНДР, граждан Кыргызстана: the home stands behind.
            let start = mention.tokens.start;
            let noun = (start.saturating_sub(3).max(range.start)..start).find(|token| {
                analysis
                    .lexicon_at(*token, population)
                    .is_some_and(|end| end == start || end + 1 == start && analysis.word_at(end) == "из")
            });
            if let Some(noun) = noun {
                found.push(Group { tokens: noun..end, country });
            }
            continue;
        }
        let next = mentions.get(number + 1).map_or(range.end, |next| next.tokens.start);
        let located = lexicons.locating.is_some_and(|locating| {
            analysis.lexicon_at(end, locating).is_some()
                || language == Language::Chinese
                    && (mention.tokens.start.saturating_sub(2).max(range.start)..mention.tokens.start)
                        .any(|before| analysis.lexicon_at(before, locating) == Some(mention.tokens.start))
        });
        if located && form == CountryForm::Name {
            continue;
        }
        let noun = (end..(end + BETWEEN).min(next).min(range.end))
            .take_while(|token| analysis.tokens[*token].kind == crate::token::TokenKind::Word)
            .find_map(|token| analysis.lexicon_at(token, population));
        if let Some(last) = noun {
            found.push(Group { tokens: mention.tokens.start..last, country });
        }
    }
    found
}

/// How far behind a country a verb of sending may stand, in tokens.
const SENDING: usize = 40;

/// How far into a sentence its subject may stand, in tokens.
const HEAD: usize = 6;

/// Countries that send workers: 쿠바 정부는 의료진을 보내고, Куба отправила врачей.
fn senders<'a>(
    analysis: &'a Analysis<'_>,
    lexicons: &'a PlaceLexicons,
    range: &Range<usize>,
) -> impl Iterator<Item = &'static str> + use<'a> {
    let (start, end) = (range.start, range.end);
    analysis.mentions_in(range).iter().filter_map(move |mention| {
        let (country, form) = mention.country()?;
        let reach = mention.tokens.end..(mention.tokens.end + SENDING).min(end);
        let is_locating =
            |at: usize| lexicons.locating.is_some_and(|locating| analysis.lexicon_at(at, locating).is_some());
        let located =
            is_locating(mention.tokens.end) || mention.tokens.start.checked_sub(1).is_some_and(is_locating);
        let subject = form == CountryForm::Name && !located && mention.tokens.start < start + HEAD;
        (subject && analysis.lexicon_in(&reach, lexicons.sending?).is_some()).then_some(country)
    })
}

/// The country whose workers a document is about.
pub(crate) fn origin(set: &RuleSet, analysis: &Analysis<'_>) -> Option<&'static str> {
    dominant_origin(set, analysis).or_else(|| only_country(set, analysis))
}

/// The country whose people a document names more often than those of all others together.
fn dominant_origin(set: &RuleSet, analysis: &Analysis<'_>) -> Option<&'static str> {
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    for sentence in
        analysis.sentences.iter().filter(|sentence| matches!(sentence.zone, Zone::Main | Zone::Title))
    {
        let homes = groups(set.language, analysis, &set.lexicons.slots, &sentence.tokens)
            .into_iter()
            .map(|group| group.country);
        for country in homes.chain(senders(analysis, &set.lexicons.slots, &sentence.tokens)) {
            match counts.iter_mut().find(|(known, _)| *known == country) {
                Some((_, count)) => *count += 1,
                None => counts.push((country, 1)),
            }
        }
    }
    let total: usize = counts.iter().map(|(_, count)| count).sum();
    let (country, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count * 2 > total).then_some(country)
}

/// The country of a document that names only one, and nobody from abroad: its people work at home.
fn only_country(set: &RuleSet, analysis: &Analysis<'_>) -> Option<&'static str> {
    let lexicons = &set.lexicons.slots;
    let is_foreign =
        |at: usize| lexicons.foreign.is_some_and(|foreign| analysis.lexicon_at(at, foreign).is_some());
    let mut countries = analysis.mentions.iter().filter_map(|mention| mention.entry()?.country_code());
    let first = countries.next()?;
    (countries.all(|country| country == first) && !(0..analysis.tokens.len()).any(is_foreign))
        .then_some(first)
}

/// The people a proposal speaks of, and their country.
pub(crate) fn population(
    context: &Context<'_, '_>,
    set: &RuleSet,
    proposal: &Proposal,
    population: LexiconId,
    evidence: &mut Vec<SlotEvidence>,
) -> (Option<String>, Option<&'static str>) {
    let analysis = context.analysis;
    let sentence = analysis.sentences[proposal.sentence].tokens.clone();
    let groups = groups(set.language, analysis, &set.lexicons.slots, &sentence);
    let inside = groups
        .iter()
        .find(|group| group.tokens.start < proposal.quote.end && proposal.quote.start < group.tokens.end);
    let clause = clause_of(analysis, proposal);
    let near = groups
        .iter()
        .rev()
        .find(|group| clause.contains(&group.tokens.start) && group.tokens.start < proposal.quote.end)
        .or_else(|| groups.iter().find(|group| clause.contains(&group.tokens.start)));
    if let Some(group) = inside.or(near) {
        evidence.extend(context.evidence("origin", &group.tokens, None));
        return (Some(analysis.words_of(&group.tokens).to_owned()), Some(group.country));
    }
    let noun = analysis.lexicon_in(&clause, population).map(|noun| analysis.words_of(&noun).to_owned());
    (noun.filter(|_| context.frame(proposal).kind == Kind::WorkerCount), context.scene.origin)
}

/// How many tokens behind a quote a place still belongs to it before all others.
const RIGHT_AFTER: usize = 8;

/// How many sentences back a place is carried from.
const CARRY: usize = 3;

/// The places of a claim, as the model names them.
pub(crate) fn places(
    context: &Context<'_, '_>,
    lexicons: &PlaceLexicons,
    proposal: &Proposal,
    origin: Option<&'static str>,
    evidence: &mut Vec<SlotEvidence>,
) -> Vec<String> {
    let analysis = context.analysis;
    let sentence = analysis.sentences[proposal.sentence].tokens.clone();
    let (_, cue) = context.speakers.of_quote(proposal.sentence, &proposal.quote);
    let is_place = |mention: &Mention| {
        is_somewhere(analysis, lexicons, mention, origin)
            && (mention.country().is_none()
                || cue.as_ref().is_none_or(|cue| !cue.contains(&mention.tokens.start)))
    };
    let clause = clause_of(analysis, proposal);
    let near = proposal.quote.end..(proposal.quote.end + RIGHT_AFTER).min(sentence.end);
    let kind = context.frame(proposal).kind;
    if matches!(kind, Kind::Deadline | Kind::HostCountryCount | Kind::ListSize | Kind::Revenue) {
        return Vec::new();
    }
    let counts = matches!(kind, Kind::WorkerCount | Kind::VictimCount);
    let world = |range: &Range<usize>| {
        lexicons.world.filter(|_| counts).and_then(|world| analysis.lexicon_in(range, world))
    };
    for range in [proposal.quote.clone(), near.start..near.end.max(near.start), clause, sentence.clone()] {
        let found: Vec<&Mention> =
            analysis.mentions_in(&range).iter().filter(|mention| is_place(mention)).collect();
        if !found.is_empty() {
            return named(context, &found, None, evidence);
        }
        if let Some(tokens) = world(&range) {
            evidence.extend(context.evidence("places", &tokens, None));
            return vec!["world".to_owned()];
        }
    }
    let paragraph = analysis.sentences[proposal.sentence].paragraph;
    let earlier = (0..proposal.sentence).rev().take(CARRY);
    for number in earlier.take_while(|number| analysis.sentences[*number].paragraph == paragraph) {
        let before = &analysis.sentences[number].tokens;
        let is_place = |mention: &&Mention| is_somewhere(analysis, lexicons, mention, origin);
        let found: Vec<&Mention> = analysis.mentions_in(before).iter().filter(is_place).collect();
        if !found.is_empty() {
            return named(
                context,
                &found,
                Some("carried from an earlier sentence of the paragraph"),
                evidence,
            );
        }
    }
    if matches!(kind, Kind::LegalAct | Kind::Denial | Kind::History) {
        return Vec::new();
    }
    scene(context, lexicons, origin, evidence)
}

/// Where a whole document plays: the one country that it names as a place; with its one town or region, if it names one.
/// Where it names no country but the workers' own, they work at home.
fn scene(
    context: &Context<'_, '_>,
    lexicons: &PlaceLexicons,
    origin: Option<&'static str>,
    evidence: &mut Vec<SlotEvidence>,
) -> Vec<String> {
    let analysis = context.analysis;
    let in_body = |mention: &&Mention| {
        let sentence =
            analysis.sentences.partition_point(|sentence| sentence.tokens.end <= mention.tokens.start);
        analysis
            .sentences
            .get(sentence)
            .is_some_and(|sentence| matches!(sentence.zone, Zone::Main | Zone::Title))
    };
    let all: Vec<&Mention> = analysis.mentions.iter().filter(in_body).take(MOST_MENTIONS).collect();
    let abroad: Vec<&Mention> =
        all.iter().copied().filter(|mention| is_somewhere(analysis, lexicons, mention, origin)).collect();
    let country = |mention: &&Mention| mention.entry().and_then(crate::gazetteer::Entry::country_code);
    let Some(first) = abroad.iter().find_map(country) else {
        let home = origin.filter(|origin| all.iter().filter_map(country).all(|code| code == *origin));
        return home.map(str::to_owned).into_iter().collect();
    };
    if !abroad.iter().filter_map(country).all(|code| code == first) {
        return Vec::new();
    }
    let note = Some("the only country that the document names as a place");
    let mut finer: Vec<&Mention> =
        abroad.iter().copied().filter(|mention| mention.country().is_none()).collect();
    finer.dedup_by_key(|mention| mention.entry().map(crate::gazetteer::Entry::name));
    match finer[..] {
        [one] => named(context, &[one], note, evidence),
        _ => {
            named(context, abroad.get(..1).unwrap_or_default(), note, evidence).into_iter().take(1).collect()
        }
    }
}

/// Mentions of a document that are looked at to learn where it plays.
const MOST_MENTIONS: usize = 200;

/// The names of places, the finer ones of a chain alone: 吉林省图们市 is one place.
fn named(
    context: &Context<'_, '_>,
    found: &[&Mention],
    note: Option<&str>,
    evidence: &mut Vec<SlotEvidence>,
) -> Vec<String> {
    let mut places: Vec<String> = Vec::new();
    for (number, mention) in found.iter().enumerate() {
        let part_of_next =
            found.get(number + 1).is_some_and(|next| next.tokens.start <= mention.tokens.end + 1);
        evidence.extend(context.evidence("places", &mention.tokens, note));
        for place in mention.places() {
            let is_code = place.len() == 2 && place.bytes().all(|byte| byte.is_ascii_uppercase());
            if (!part_of_next || is_code) && !places.iter().any(|known| known == place) {
                places.push(place.to_owned());
            }
        }
    }
    places
}

/// Whether a mention is the capital of the workers' home, which texts name for its government.
fn is_seat(mention: &Mention, origin: Option<&'static str>) -> bool {
    let seats = ["평양", "平壤", "Пхеньян", "Гавана", "아바나", "哈瓦那", "아스마라", "Асмэра"];
    mention.entry().is_some_and(|entry| entry.country_code() == origin && seats.contains(&entry.name()))
}

/// Whether a mention says where something is: a place that is neither the workers' home nor somebody who acts or speaks.
fn is_somewhere(
    analysis: &Analysis<'_>,
    lexicons: &PlaceLexicons,
    mention: &Mention,
    origin: Option<&'static str>,
) -> bool {
    if !mention.is_place() {
        return false;
    }
    let end = mention.tokens.end;
    if lexicons.outside.is_some_and(|outside| analysis.lexicon_at(end, outside).is_some()) {
        return false;
    }
    let Some((code, _)) = mention.country() else { return !is_seat(mention, origin) };
    let acts = lexicons.actor.iter().any(|actor| {
        (end..end + 4)
            .take_while(|token| {
                analysis.tokens.get(*token).is_some_and(|token| token.kind == crate::token::TokenKind::Word)
            })
            .any(|token| analysis.lexicon_at(token, *actor).is_some())
    });
    let people = lexicons.population.is_some_and(|population| analysis.lexicon_at(end, population).is_some());
    let start = mention.tokens.start;
    let beside = |lexicon: Option<LexiconId>| {
        lexicon.is_some_and(|lexicon| {
            analysis.lexicon_at(end, lexicon).is_some()
                || (start.saturating_sub(3)..start).any(|at| analysis.lexicon_at(at, lexicon) == Some(start))
        })
    };
    // 来自印尼与菲律宾: the second of two homes.
    let listed = start.checked_sub(1).is_some_and(|joint| {
        matches!(analysis.word_at(joint), "与" | "和" | "、" | "及" | "與" | "и" | "," | "·")
            && analysis.mentions_in(&(start.saturating_sub(6)..joint)).iter().any(|other| {
                let before = other.tokens.start;
                other.tokens.end == joint
                    && lexicons.home.is_some_and(|home| {
                        (before.saturating_sub(3)..before)
                            .any(|at| analysis.lexicon_at(at, home) == Some(before))
                    })
            })
    });
    Some(code) != origin && !acts && !people && !beside(lexicons.home) && !listed
}

/// Whether the words around a quote speak of the day they were written, or of what a dated work found.
pub(crate) fn is_present(context: &Context<'_, '_>, lexicons: &PlaceLexicons, proposal: &Proposal) -> bool {
    let analysis = context.analysis;
    let (attribution, _) = context.speakers.of_quote(proposal.sentence, &proposal.quote);
    if Speakers::cited_year(&attribution).is_some() {
        return true;
    }
    let clause = clause_of(analysis, proposal);
    let sentence = &analysis.sentences[proposal.sentence].tokens;
    let has = |lexicon: Option<LexiconId>, range: &Range<usize>| {
        lexicon.is_some_and(|lexicon| analysis.lexicon_in(range, lexicon).is_some())
    };
    has(lexicons.present, &clause) || has(lexicons.present, sentence) && !has(lexicons.past, &clause)
}
