//! From a proposal to a claim: every slot filled from the words around, or left empty.

mod amount;
mod denial;
mod derived;
mod party;
mod place;
mod population;
mod respective;
mod scene;
mod scope;
mod when;

pub(crate) use scene::Scene;

use crate::analysis::Analysis;
use crate::coreference::Coreference;
use crate::isic;
use crate::languages::RuleSet;
use crate::propose::Proposal;
use crate::rules::vocabulary::LexiconId;
use crate::rules::{Derivation, Frame, Rules};
use crate::speaker::Speakers;
use model::{
    Attribution, AttributionMode, Claim, ClaimId, CodePoints, Document, Hedge, Kind, Passage, Quantity,
    SlotEvidence, SourceId, Stance,
};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Lexicons that slot filling asks for; a missing one finds nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct SlotLexicons {
    hedges: Vec<(Hedge, LexiconId)>,
    doubts: Option<LexiconId>,
    world: Option<LexiconId>,
    foreign: Option<LexiconId>,
    abroad: Option<LexiconId>,
    enterprise: Option<LexiconId>,
    /// What stands in the country whose adjective it has.
    hosts: Option<LexiconId>,
    employs: Option<LexiconId>,
    says: Option<LexiconId>,
    audience: Option<LexiconId>,
    /// What is not where the workers are: shops, interviews.
    aside: Option<LexiconId>,
    /// What the country does that workers are in.
    host_acts: Option<LexiconId>,
    /// What the country does that workers are sent from.
    earns: Option<LexiconId>,
    /// What a country says of the workers that it has or had.
    own_account: Option<LexiconId>,
    population: Option<LexiconId>,
    sites: Option<LexiconId>,
    /// Sector lexicons are named `sector-…`; the part after the dash is the sector.
    sectors: Vec<(String, LexiconId)>,
    /// What the words of a denial take up.
    answers: denial::Answers,
}

impl SlotLexicons {
    pub(crate) fn of(rules: &Rules) -> Self {
        let vocabulary = &rules.vocabulary;
        let named = |prefix: &'static str| {
            vocabulary.lexicon_names().iter().filter_map(move |name| {
                Some((name.strip_prefix(prefix)?.to_owned(), vocabulary.lexicon(name)?))
            })
        };
        Self {
            hedges: named("hedge-").filter_map(|(name, id)| Some((name.parse().ok()?, id))).collect(),
            doubts: vocabulary.lexicon("doubt"),
            world: vocabulary.lexicon("world"),
            foreign: vocabulary.lexicon("foreign"),
            abroad: vocabulary.lexicon("away_from_home"),
            enterprise: vocabulary.lexicon("enterprise"),
            hosts: vocabulary.lexicon("hosts"),
            employs: vocabulary.lexicon("employs"),
            says: vocabulary.lexicon("say"),
            audience: vocabulary.lexicon("audience"),
            aside: vocabulary.lexicon("aside"),
            host_acts: vocabulary.lexicon("host_acts"),
            earns: vocabulary.lexicon("earns_abroad"),
            own_account: vocabulary.lexicon("own_account"),
            population: vocabulary.lexicon("population"),
            sites: vocabulary.lexicon("site"),
            sectors: named("sector-").collect(),
            answers: denial::Answers::of(rules),
        }
    }
}

impl SlotLexicons {
    /// What a document as a whole is about.
    pub(crate) fn scene(&self, analysis: &Analysis<'_>) -> Scene {
        Scene::of(analysis, self)
    }
}

/// What is the same for all claims of a document.
pub(crate) struct Context<'c, 'd> {
    pub(crate) source: &'c SourceId,
    pub(crate) document: &'d Document,
    pub(crate) analysis: &'c Analysis<'d>,
    pub(crate) points: &'c CodePoints<'d>,
    pub(crate) rules: &'c Rules,
    pub(crate) lexicons: &'c SlotLexicons,
    pub(crate) speakers: &'c Speakers,
    /// The names of the document.
    pub(crate) names: &'c Coreference,
    /// What the document as a whole is about.
    pub(crate) scene: &'c Scene,
    /// The language of the document with what its rules name, if that is not English.
    pub(crate) other: Option<&'c RuleSet>,
}

impl Context<'_, '_> {
    pub(crate) fn frame(&self, proposal: &Proposal) -> &Frame {
        &self.rules.frames[proposal.frame]
    }

    pub(crate) fn evidence(
        &self,
        slot: &str,
        tokens: &Range<usize>,
        note: Option<&str>,
    ) -> Option<SlotEvidence> {
        let span = self.analysis.span_of(tokens)?;
        let (start, end) = self.points.of_span(span);
        let words = span.of(self.analysis.text)?.to_owned();
        Some(SlotEvidence { slot: slot.to_owned(), start, end, words, note: note.map(str::to_owned) })
    }
}

/// Slots whose evidence also tells what their words take up.
const TAKEN_UP: &[&str] = &["employer"];

/// How many claims back, at most, a claim may take something over from one of its paragraph.
const MEMORY: usize = 256;

/// Claims that stand before another one, in its paragraph and the one before it.
pub(super) struct Before<'b, 'p> {
    claims: &'b [Claim],
    /// What they were made of, in the same order.
    proposals: &'b [&'p Proposal],
    /// All claims of the document before it.
    page: &'b [Claim],
}

impl Before<'_, '_> {
    /// The sentence that a claim stands in.
    fn sentence(&self, number: usize) -> usize {
        self.proposals[number].sentence
    }

    /// The last claim of a kind.
    fn last(&self, kind: Kind) -> Option<&Claim> {
        self.claims.iter().rev().find(|claim| claim.kind == kind)
    }
}

/// The claims of a document, or of a part of it.
#[derive(Debug, Default)]
pub(crate) struct Filled {
    /// In text order; their ids are not final.
    pub(crate) claims: Vec<Claim>,
    /// Numbers of denials, each with the numbers of the claims it answers.
    pub(crate) denials: Vec<(usize, Vec<usize>)>,
}

impl Filled {
    /// Adds the claims of the next part, each moved to its place in the whole.
    pub(crate) fn add(&mut self, part: Self, moved: impl Fn(Claim) -> Claim) {
        let first = self.claims.len();
        self.claims.extend(part.claims.into_iter().map(moved));
        self.denials.extend(part.denials.into_iter().map(|(denial, answered)| {
            (denial + first, answered.into_iter().map(|other| other + first).collect())
        }));
    }
}

/// Fills the slots of all proposals of a document; those whose derivation or amount comes to nothing are left out.
pub(crate) fn fill(context: &Context<'_, '_>, proposals: &[Proposal]) -> Filled {
    let mut claims: Vec<Claim> = Vec::with_capacity(proposals.len());
    let mut kept: Vec<&Proposal> = Vec::with_capacity(proposals.len());
    let mut paragraphs: Vec<usize> = Vec::with_capacity(proposals.len());
    for proposal in proposals {
        let paragraph = context.analysis.sentences[proposal.sentence].paragraph;
        let since = paragraphs.partition_point(|earlier| *earlier + 1 < paragraph);
        let since = since.max(claims.len().saturating_sub(MEMORY));
        let before = Before { claims: &claims[since..], proposals: &kept[since..], page: &claims };
        let Some(claim) = one(context, proposal, &before) else { continue };
        claims.push(claim);
        kept.push(proposal);
        paragraphs.push(paragraph);
    }
    denial::drop_denied_signs(context, &mut claims, &mut kept);
    let denials = denial::link(context, &mut claims, &kept);
    Filled { claims, denials }
}

/// Gives the claims of a document, in text order, the ids that tell equal quotes apart by their ordinal, and denials the
/// ids of what they answer.
pub(crate) fn name(source: &SourceId, filled: Filled) -> Vec<Claim> {
    let Filled { mut claims, denials } = filled;
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    for claim in &mut claims {
        let role = claim.role.as_deref();
        let quote = claim.passage.exact.as_str();
        let key = format!("{}\u{0}{:?}\u{0}{role:?}\u{0}{quote}", claim.kind, claim.ilo);
        let ordinal = seen.entry(key).or_insert(0);
        claim.id = ClaimId::derive(source, claim.kind, claim.ilo, role, quote, *ordinal);
        *ordinal += 1;
    }
    for (denial, answered) in denials {
        let ids = answered.into_iter().filter_map(|other| Some(claims.get(other)?.id.clone())).collect();
        if let Some(denial) = claims.get_mut(denial) {
            denial.denies = ids;
        }
    }
    claims
}

/// Fills the slots of one proposal. `before` are the claims of this paragraph and the one before it.
fn one(context: &Context<'_, '_>, proposal: &Proposal, before: &Before<'_, '_>) -> Option<Claim> {
    let (analysis, frame) = (context.analysis, context.frame(proposal));
    let sentence = &analysis.sentences[proposal.sentence];
    let passage = Passage::at(analysis.text, context.points, analysis.span_of(&proposal.quote)?)?;
    let mut evidence: Vec<SlotEvidence> = Vec::new();
    // That an act is in force or a deadline set is a matter of law: nobody vouches for it by naming it.
    let (attribution, cue) = match frame.kind {
        Kind::LegalAct | Kind::Deadline => (Attribution::none(), None),
        _ => speaker(context, proposal),
    };
    let cue_of = cue.clone();
    if let Some(cue) = cue.filter(|_| !attribution.speakers.is_empty()) {
        let note = Speakers::note(&attribution, analysis.words_of(&cue));
        evidence.extend(context.evidence("speaker", &cue, note.as_deref()));
    }
    // "two people briefed on the matter said": who speaks is not counted.
    let counts_people = matches!(frame.kind, Kind::WorkerCount | Kind::VictimCount);
    if counts_people && !attribution.speakers.is_empty() && is_speaking(analysis, cue_of.as_ref(), proposal) {
        return None;
    }
    let mut quantity = amount::quantity(context, proposal, before, &mut evidence)?;
    add_hedges(context, proposal, &mut quantity, &mut evidence);
    let population = population::of(context, proposal, &mut evidence);
    let base =
        matches!(frame.fixed.derive, Some(Derivation::Times(_))).then(|| before.last(frame.kind)).flatten();
    let places = place::places(context, proposal, population.origin, base, &mut evidence);
    // "transferred to North Korea" in a text about North Koreans: home is no place of work.
    let at_home_only = frame.kind == Kind::Presence
        && places.is_empty()
        && analysis.mentions_in(&proposal.quote).iter().any(|mention| mention.is_place());
    if at_home_only {
        return None;
    }
    let (time, time_basis) = when::time(context, proposal, &attribution, before, &mut evidence);
    // "adopted in December … given two years to comply": the time of a deadline is when it ends.
    let months = quantity.amount.filter(|_| frame.kind == Kind::Deadline).and_then(model::Amount::as_point);
    let ends = time.as_ref().zip(months).and_then(|(start, months)| when::after_months(start, months));
    let time = ends.or(time);
    let sectors = place::sectors(context, proposal, &mut evidence);
    let captured = |slot: &str| {
        let found = proposal.captures.iter().find(|(name, _)| name == slot);
        found.map(|(_, tokens)| analysis.words_of(tokens).to_owned()).filter(|words| !words.is_empty())
    };
    for (slot, tokens) in proposal.captures.iter().filter(|(slot, _)| !TAKEN_UP.contains(&slot.as_str())) {
        evidence.extend(context.evidence(slot, tokens, None));
    }
    let employer = party::employer(context, proposal, &mut evidence);
    let act = party::act(context, proposal, before, &mut evidence);
    let is_empty = quantity == Quantity::default();
    Some(Claim {
        id: ClaimId::derive(context.source, frame.kind, frame.fixed.ilo, None, &passage.exact, 0),
        kind: frame.kind,
        passage,
        zone: sentence.zone,
        quantity: (!is_empty).then_some(quantity),
        subject: captured("subject").or(population.subject),
        origin: population.origin.map(str::to_owned),
        site: captured("site").or_else(|| place::site(context, proposal)),
        isic: isic::codes(&sectors),
        sectors,
        employer,
        role: frame.fixed.role.clone(),
        grade: frame.fixed.grade.clone().or_else(|| captured("grade")),
        market: place::market(context, proposal),
        act,
        trend: frame.fixed.trend,
        places,
        time,
        time_basis,
        attribution,
        stance: stance(context, proposal),
        denies: Vec::new(),
        ilo: frame.fixed.ilo,
        rule: frame.id.clone(),
        evidence,
        row: None,
    })
}

/// Whether a quote lies within the words that show who speaks, as their first or last: "two officials said".
fn is_speaking(analysis: &Analysis<'_>, cue: Option<&Range<usize>>, proposal: &Proposal) -> bool {
    let quote = &proposal.quote;
    let inside = cue.is_some_and(|cue| cue.contains(&quote.start) && quote.end <= cue.end);
    let listed =
        matches!(analysis.word_at(quote.end), "briefed" | "familiar" | "close" | "with" | "said" | "told");
    inside && listed
}

/// Who says what a proposal quotes; where nobody is named, the work that the page reports on, for what a work finds.
fn speaker(context: &Context<'_, '_>, proposal: &Proposal) -> (Attribution, Option<Range<usize>>) {
    let (attribution, cue) = context.speakers.of_quote(proposal.sentence, &proposal.quote);
    let kind = context.frame(proposal).kind;
    let finding = kind.is_numeric() || matches!(kind, Kind::Indicator | Kind::Presence | Kind::GoodsLink);
    let work = || context.speakers.of_page(proposal.sentence).map(|(work, cue)| (work, Some(cue)));
    let nobody = attribution.mode == AttributionMode::None && finding;
    nobody.then(work).flatten().unwrap_or((attribution, cue))
}

/// Hedges that the sentence puts on the claim: the clause for "may", the whole sentence for "is estimated".
fn add_hedges(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    quantity: &mut Quantity,
    evidence: &mut Vec<SlotEvidence>,
) {
    let (analysis, frame) = (context.analysis, context.frame(proposal));
    for hedge in &frame.fixed.hedges {
        quantity.hedge(*hedge);
    }
    let takes_hedges = frame.kind.is_numeric()
        || matches!(
            frame.kind,
            Kind::Presence | Kind::History | Kind::Indicator | Kind::GoodsLink | Kind::EntityRole
        );
    if !takes_hedges {
        return;
    }
    let sentence = analysis.sentences[proposal.sentence].tokens.clone();
    for (hedge, lexicon) in &context.lexicons.hedges {
        // Reported estimates reach over the sentence; a modal verb over its own clause.
        let reach = match hedge {
            Hedge::Estimated | Hedge::Believed | Hedge::Reported | Hedge::Alleged
                if frame.kind.is_numeric() =>
            {
                sentence.clone()
            }
            Hedge::Possible if !frame.kind.is_numeric() => clause_of(analysis, proposal),
            _ => continue,
        };
        if let Some(tokens) = analysis.lexicon_in(&reach, *lexicon) {
            quantity.hedge(*hedge);
            evidence.extend(context.evidence("hedges", &tokens, None));
        }
    }
}

/// The tokens of the clause that the quote starts in.
pub(crate) fn clause_of(analysis: &Analysis<'_>, proposal: &Proposal) -> Range<usize> {
    let clause = analysis.clause_at(proposal.sentence, proposal.quote.start);
    clause.start..clause.end.max(proposal.quote.end)
}

fn stance(context: &Context<'_, '_>, proposal: &Proposal) -> Stance {
    let frame = context.frame(proposal);
    let clause = clause_of(context.analysis, proposal);
    let doubted =
        context.lexicons.doubts.is_some_and(|doubt| context.analysis.lexicon_in(&clause, doubt).is_some());
    match frame.fixed.stance {
        Some(stance) => stance,
        None if frame.kind == Kind::Denial => Stance::Denied,
        None if doubted => Stance::Doubted,
        None => Stance::Asserted,
    }
}
