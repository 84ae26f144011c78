//! Which claims a denial answers.
//!
//! A denial is linked to a claim only where its own words show it: they deny what the claim says in the same clause ("denied
//! that 3,000 people were at work"), give its number ("the 3,000 figure"), name its subject ("passports", "wages"), or take
//! up what was said before ("the allegations", "denied it"). The claims taken up are those of the nearest paragraph that has
//! such claims, never further back than [`PARAGRAPHS`]. What the denying party itself says is not answered by it.

use super::{Context, clause_of, scene};
use crate::propose::Proposal;
use crate::rules::Rules;
use crate::rules::vocabulary::LexiconId;
use model::{Claim, Indicator, Kind, Stance};
use std::ops::Range;

/// How many paragraphs back a denial reaches: in news each is a sentence or two.
const PARAGRAPHS: usize = 3;

/// How many sentences back a denial reaches.
const SENTENCES: usize = 12;

/// How far before the quoted words of a denial its verb may stand, in tokens.
const VERB_BEFORE: usize = 3;

/// What words of a denial can take up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Topic {
    /// All that somebody is accused of: "the allegations".
    Everything,
    /// A number: "the figure".
    Figure,
    /// A kind of claim.
    Kind(Kind),
    /// A sign of forced labour.
    Indicator(Indicator),
}

/// The lexicons that say what words of a denial take up: `answers-all`, `answers-figure`, `answers-KIND`, `answers-ILO-NN`.
#[derive(Debug, Clone, Default)]
pub(super) struct Answers {
    topics: Vec<(Topic, LexiconId)>,
    deny: Option<LexiconId>,
}

impl Answers {
    pub(super) fn of(rules: &Rules) -> Self {
        let vocabulary = &rules.vocabulary;
        let topic = |name: &str| match name {
            "all" => Some(Topic::Everything),
            "figure" => Some(Topic::Figure),
            _ => name.parse().map(Topic::Indicator).or_else(|_| name.parse().map(Topic::Kind)).ok(),
        };
        let topics = vocabulary
            .lexicon_names()
            .iter()
            .filter_map(|name| Some((topic(name.strip_prefix("answers-")?)?, vocabulary.lexicon(name)?)));
        Self { topics: topics.collect(), deny: vocabulary.lexicon("deny_verb") }
    }
}

/// A claim that a denial answers.
#[derive(Debug, Clone)]
pub(crate) struct Answered {
    /// Number of the claim among those of the document.
    pub(crate) claim: usize,
    /// The tokens of the denial that show it.
    shown_by: Range<usize>,
}

/// Takes out what a denial only seems to say: "denied that passports were held" is no sign of forced labour.
pub(super) fn drop_denied_signs(
    context: &Context<'_, '_>,
    claims: &mut Vec<Claim>,
    proposals: &mut Vec<&Proposal>,
) {
    let mut denied = vec![false; claims.len()];
    for number in (0..claims.len()).filter(|number| claims[*number].kind == Kind::Denial) {
        let denial = Denial::of(context, claims, proposals, number);
        let Some(verb) = denial.verb() else { continue };
        for other in denial.same_sentence().filter(|other| claims[*other].kind == Kind::Indicator) {
            let quote = &proposals[other].quote;
            let holds = quote.start < denial.quote().end && denial.quote().start < quote.end;
            let follows = verb.end <= quote.start && quote.start < denial.clause.end;
            denied[other] |= holds || follows;
        }
    }
    let mut kept = denied.iter();
    claims.retain(|_| !kept.next().copied().unwrap_or_default());
    let mut kept = denied.iter();
    proposals.retain(|_| !kept.next().copied().unwrap_or_default());
}

/// For each denial that answers claims its number, with what it answers in text order. Notes the words that show each link,
/// and that claims which stand inside a denial are denied.
pub(super) fn link(
    context: &Context<'_, '_>,
    claims: &mut [Claim],
    proposals: &[&Proposal],
) -> Vec<(usize, Vec<usize>)> {
    let mut links = Vec::new();
    for number in 0..claims.len() {
        if claims[number].kind != Kind::Denial {
            continue;
        }
        let denial = Denial::of(context, claims, proposals, number);
        let inside = denial.inside();
        let mut answered = inside.clone();
        for other in denial.named() {
            if answered.iter().all(|known| known.claim != other.claim) {
                answered.push(other);
            }
        }
        answered.sort_by_key(|other| other.claim);
        for other in &answered {
            let evidence = context.evidence("denies", &other.shown_by, None);
            claims[number].evidence.extend(evidence);
        }
        for other in inside {
            claims[other.claim].stance = Stance::Denied;
        }
        if !answered.is_empty() {
            links.push((number, answered.into_iter().map(|other| other.claim).collect()));
        }
    }
    links
}

/// A denial among the claims of its document.
struct Denial<'c, 'd> {
    context: &'c Context<'c, 'd>,
    claims: &'c [Claim],
    proposals: &'c [&'c Proposal],
    number: usize,
    /// The clause of its quote, and what follows in the sentence up to the next denial.
    reach: Range<usize>,
    clause: Range<usize>,
}

impl<'c, 'd> Denial<'c, 'd> {
    fn of(
        context: &'c Context<'c, 'd>,
        claims: &'c [Claim],
        proposals: &'c [&'c Proposal],
        number: usize,
    ) -> Self {
        let proposal = proposals[number];
        let clause = clause_of(context.analysis, proposal);
        let sentence = &context.analysis.sentences[proposal.sentence].tokens;
        let next = (number + 1..claims.len())
            .find(|other| {
                claims[*other].kind == Kind::Denial && proposals[*other].sentence == proposal.sentence
            })
            .map_or(sentence.end, |other| proposals[other].quote.start.max(clause.end));
        Self { context, claims, proposals, number, reach: clause.start..next, clause }
    }

    fn quote(&self) -> &Range<usize> {
        &self.proposals[self.number].quote
    }

    /// "denied", "rejects": the verb of the quoted words, or right before them.
    fn verb(&self) -> Option<Range<usize>> {
        let quote = self.quote();
        let from = quote.start.saturating_sub(VERB_BEFORE).max(self.clause.start);
        self.context.analysis.lexicon_in(&(from..quote.end), self.context.lexicons.answers.deny?)
    }

    /// Claims in the clause of the denial that stand behind its verb: it is they that are denied.
    fn inside(&self) -> Vec<Answered> {
        let Some(verb) = self.verb() else { return Vec::new() };
        let own = self.proposals[self.number].sentence;
        let stands_inside = |other: &usize| {
            let proposal = self.proposals[*other];
            proposal.sentence == own
                && is_assertion(self.claims[*other].kind)
                && self.claims[*other].kind != Kind::History
                && verb.end <= proposal.quote.start
                && proposal.quote.start < self.clause.end
        };
        let around = self.same_sentence();
        around
            .filter(stands_inside)
            .map(|claim| Answered { claim, shown_by: self.proposals[claim].quote.clone() })
            .collect()
    }

    /// Numbers of the claims of the denial's sentence.
    fn same_sentence(&self) -> impl Iterator<Item = usize> + use<'_, 'c, 'd> {
        let own = self.proposals[self.number].sentence;
        let first = self.proposals.partition_point(|proposal| proposal.sentence < own);
        let count =
            self.proposals[first..].iter().take_while(move |proposal| proposal.sentence == own).count();
        first..first + count
    }

    /// Claims of before that words of the denial take up.
    fn named(&self) -> Vec<Answered> {
        let analysis = self.context.analysis;
        let mut answered: Vec<Answered> = Vec::new();
        let mut add = |found: Vec<usize>, words: &Range<usize>| {
            for claim in found {
                if answered.iter().all(|known| known.claim != claim) {
                    answered.push(Answered { claim, shown_by: words.clone() });
                }
            }
        };
        let mut everything = None;
        for token in self.reach.clone() {
            for (topic, lexicon) in &self.context.lexicons.answers.topics {
                let Some(end) = analysis.lexicon_at(token, *lexicon) else { continue };
                let words = token..end;
                match topic {
                    Topic::Everything => everything = everything.or(Some(words)),
                    Topic::Figure => add(self.figure(&words), &words),
                    topic => add(self.nearest(|claim| is_of(claim, *topic)), &words),
                }
            }
            if let Some(number) = analysis.quantity_at(token) {
                let mention = &analysis.quantities[number].mention;
                let same = |claim: &Claim| {
                    claim.quantity.as_ref().is_some_and(|quantity| quantity.amount == Some(mention.amount))
                };
                add(self.nearest(same), &mention.core);
            }
        }
        if let Some(words) = everything.filter(|_| answered.is_empty()) {
            let accused = self.nearest(|claim| is_accusation(claim.kind));
            let found = if accused.is_empty() { self.nearest(|_| true) } else { accused };
            answered.extend(found.into_iter().map(|claim| Answered { claim, shown_by: words.clone() }));
        }
        if answered.is_empty()
            && let Some(words) = self.pronoun()
        {
            let found = self.sentence_before();
            answered.extend(found.into_iter().map(|claim| Answered { claim, shown_by: words.clone() }));
        }
        answered
    }

    /// The number before these words, if it is plain which is meant: the last of the sentence, or the only one of the
    /// nearest sentence that has any.
    fn figure(&self, words: &Range<usize>) -> Vec<usize> {
        let numeric = |other: &usize| self.claims[*other].kind.is_numeric() && self.may_answer(*other);
        let own = self.proposals[self.number].sentence;
        let before: Vec<usize> = self
            .candidates()
            .filter(|other| self.proposals[*other].quote.end <= words.start)
            .filter(numeric)
            .collect();
        let Some(last) = before.last() else { return Vec::new() };
        let nearest = self.proposals[*last].sentence;
        let there = before.iter().filter(|other| self.proposals[**other].sentence == nearest).count();
        if nearest == own || there == 1 { vec![*last] } else { Vec::new() }
    }

    /// Claims of before for which `fits`, of the nearest paragraph that has any.
    fn nearest(&self, fits: impl Fn(&Claim) -> bool) -> Vec<usize> {
        let before = |other: &usize| self.proposals[*other].quote.end <= self.quote().start;
        let mut found: Vec<usize> = self
            .candidates()
            .filter(before)
            .filter(|other| self.may_answer(*other) && fits(&self.claims[*other]))
            .collect();
        let paragraph = found.last().map(|last| self.paragraph(*last));
        found.retain(|other| Some(self.paragraph(*other)) == paragraph);
        found
    }

    /// The claims of the sentence as far as the denial, or else those of the sentence before it.
    fn sentence_before(&self) -> Vec<usize> {
        let own = self.proposals[self.number].sentence;
        let before = |other: &usize| self.proposals[*other].quote.end <= self.quote().start;
        let mut found: Vec<usize> = self
            .candidates()
            .filter(before)
            .filter(|other| self.may_answer(*other) && self.proposals[*other].sentence + 1 >= own)
            .collect();
        let last = found.last().map(|last| self.proposals[*last].sentence);
        found.retain(|other| Some(self.proposals[*other].sentence) == last);
        found
    }

    /// "denied it", "rejects this": the pronoun right behind the verb that nothing follows.
    fn pronoun(&self) -> Option<Range<usize>> {
        let analysis = self.context.analysis;
        let deny = self.context.lexicons.answers.deny?;
        let verb = analysis.lexicon_in(&self.clause, deny)?;
        let ends = |token: usize| {
            token >= self.clause.end
                || matches!(analysis.word_at(token), "." | "," | ";" | "and" | "but" | "as" | "”" | "\"")
        };
        let is_pronoun =
            matches!(analysis.word_at(verb.end), "it" | "this" | "that" | "them" | "these" | "all");
        (is_pronoun && ends(verb.end + 1)).then(|| verb.start..verb.end + 1)
    }

    /// Claims near enough to be answered, in text order.
    fn candidates(&self) -> impl Iterator<Item = usize> + use<'_, 'c, 'd> {
        let own = self.proposals[self.number].sentence;
        let first = self.proposals.partition_point(|proposal| proposal.sentence + SENTENCES < own);
        let paragraph = self.paragraph(self.number);
        (first..self.claims.len())
            .take_while(move |other| self.proposals[*other].sentence <= own)
            .filter(move |other| self.paragraph(*other) + PARAGRAPHS >= paragraph)
    }

    fn paragraph(&self, number: usize) -> usize {
        self.context.analysis.sentences[self.proposals[number].sentence].paragraph
    }

    /// Whether the denial can be an answer to a claim: somebody else's word, of the same people and places.
    fn may_answer(&self, other: usize) -> bool {
        let (denial, claim) = (&self.claims[self.number], &self.claims[other]);
        let innermost =
            |claim: &'c Claim| claim.attribution.speakers.last().map(|speaker| speaker.name.as_str());
        let own_word = innermost(denial).is_some() && innermost(denial) == innermost(claim);
        let of_others = denial.origin.is_some() && claim.origin.is_some() && denial.origin != claim.origin;
        is_assertion(claim.kind)
            && claim.zone == denial.zone
            && !own_word
            && !of_others
            && !self.is_elsewhere(claim)
    }

    /// Whether the denial speaks of other countries than the claim, or for the government of another one.
    fn is_elsewhere(&self, claim: &Claim) -> bool {
        let analysis = self.context.analysis;
        let sentence = &analysis.sentences[self.proposals[self.number].sentence].tokens;
        let quote = self.quote().start;
        let before = sentence.start..quote;
        let of_party = analysis.mentions_in(&before).iter();
        let named = analysis.mentions_in(&self.reach).iter().filter(|mention| {
            quote <= mention.tokens.start
                && scene::is_located(analysis, self.context.lexicons, mention, sentence)
        });
        let mut here = of_party
            .chain(named)
            .filter_map(|mention| mention.country().map(|(code, _)| code).or_else(|| mention.nationality()))
            .filter(|code| claim.origin.as_deref() != Some(code))
            .peekable();
        let is_country = |place: &&String| place.len() == 2;
        here.peek().is_some()
            && claim.places.iter().any(|place| is_country(&place))
            && here.all(|code| claim.places.iter().all(|place| place != code))
    }
}

/// Kinds that say something a party can deny. What the law says or a list holds is none.
const fn is_assertion(kind: Kind) -> bool {
    !matches!(kind, Kind::Denial | Kind::LegalAct | Kind::Deadline | Kind::SampleSize | Kind::ListSize)
}

/// Kinds that accuse.
const fn is_accusation(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Indicator
            | Kind::Levy
            | Kind::WageShare
            | Kind::WorkingHours
            | Kind::GoodsLink
            | Kind::EntityRole
            | Kind::Presence
            | Kind::DeathCount
    )
}

fn is_of(claim: &Claim, topic: Topic) -> bool {
    match topic {
        Topic::Kind(kind) => claim.kind == kind,
        Topic::Indicator(indicator) => claim.ilo == Some(indicator),
        Topic::Everything | Topic::Figure => false,
    }
}
