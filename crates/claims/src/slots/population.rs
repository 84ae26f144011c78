//! Of whom a claim speaks, and which country they come from.

use super::Context;
use crate::analysis::Analysis;
use crate::gazetteer::CountryForm;
use crate::mention::Mention;
use crate::propose::Proposal;
use crate::rules::vocabulary::LexiconId;
use model::{Kind, SlotEvidence};
use std::ops::Range;

/// The people a claim is about.
#[derive(Debug, Default)]
pub(super) struct Population {
    pub(super) subject: Option<String>,
    pub(super) origin: Option<&'static str>,
}

/// A noun of the population with the nationality before it: "North Korean workers", "Cubans".
struct Group {
    tokens: Range<usize>,
    nationality: Option<&'static str>,
}

/// Words that may stand between a nationality and the noun: "North Korean construction workers".
const BETWEEN: usize = 4;

fn groups(analysis: &Analysis<'_>, range: &Range<usize>, population: LexiconId) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for mention in analysis.mentions_in(range) {
        if let Some(group) = from_country(analysis, range, mention, population) {
            groups.push(group);
            continue;
        }
        let Some(code) = mention.nationality() else { continue };
        let end = mention.tokens.end;
        let noun = (end..range.end.min(end + BETWEEN)).find_map(|token| {
            let last = analysis.lexicon_at(token, population)?;
            let plain = (end..token)
                .all(|between| analysis.word_at(between).chars().all(|c| c.is_alphabetic() || c == '-'));
            plain.then_some(last)
        });
        match noun {
            Some(last) => groups.push(Group { tokens: mention.tokens.start..last, nationality: Some(code) }),
            None if mention.is_people() && analysis.word_at(end - 1).ends_with('s') => {
                groups.push(Group { tokens: mention.tokens.clone(), nationality: Some(code) });
            }
            None => {}
        }
    }
    groups
}

/// "1,641 workers from Nepal", "nationals of the Republic": a noun of the population with its country after it.
fn from_country(
    analysis: &Analysis<'_>,
    range: &Range<usize>,
    mention: &Mention,
    population: LexiconId,
) -> Option<Group> {
    let (code, form) = mention.country()?;
    let from = mention
        .tokens
        .start
        .checked_sub(1)
        .map(|before| if analysis.word_at(before) == "the" { before.saturating_sub(1) } else { before })
        .filter(|from| *from > range.start && matches!(analysis.word_at(*from), "from" | "of"))?;
    let noun = (range.start.max(from.saturating_sub(3))..from)
        .find(|token| analysis.lexicon_at(*token, population) == Some(from))?;
    (form == CountryForm::Name).then_some(Group { tokens: noun..mention.tokens.end, nationality: Some(code) })
}

/// The countries of all groups of people in some tokens.
pub(super) fn nationalities(
    analysis: &Analysis<'_>,
    range: &Range<usize>,
    population: LexiconId,
) -> impl Iterator<Item = &'static str> {
    groups(analysis, range, population).into_iter().filter_map(|group| group.nationality)
}

/// The people a proposal speaks of.
pub(super) fn of(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    evidence: &mut Vec<SlotEvidence>,
) -> Population {
    let analysis = context.analysis;
    let Some(population) = context.lexicons.population else { return Population::default() };
    if let Some(other) = context.other {
        let (subject, origin) =
            crate::languages::slots::population(context, other, proposal, population, evidence);
        return Population { subject, origin };
    }
    let sentence = analysis.sentences[proposal.sentence].tokens.clone();
    let groups = groups(analysis, &sentence, population);
    let inside = groups
        .iter()
        .find(|group| group.tokens.start < proposal.quote.end && proposal.quote.start < group.tokens.end);
    let clause = super::clause_of(analysis, proposal);
    let in_clause = groups
        .iter()
        .rev()
        .find(|group| clause.contains(&group.tokens.start) && group.tokens.start < proposal.quote.start);
    if let Some(group) = inside.or(in_clause) {
        evidence.extend(context.evidence("origin", &group.tokens, None));
        return Population {
            subject: Some(analysis.words_of(&group.tokens).to_owned()),
            origin: group.nationality.or(context.scene.origin),
        };
    }
    let subject =
        proposal.quantity.filter(|_| context.frame(proposal).kind == Kind::WorkerCount).and_then(|number| {
            let quantity = &analysis.quantities[number];
            let head = quantity.head.clone()?;
            Some(analysis.words_of(&(quantity.mention.core.end..head.end)).to_owned())
        });
    Population { subject: subject.filter(|words| !words.is_empty()), origin: context.scene.origin }
}
