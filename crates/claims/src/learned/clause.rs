//! What the learned part sees of a clause: its words, lexicons and frames, and what stands beside it.

use super::features::Topic;
use super::words::{Feature, Part, Template, template};
use crate::analysis::Analysis;
use crate::mention::Mention;
use crate::propose::Proposal;
use crate::rules::Rules;
use crate::rules::vocabulary::LexiconId;
use std::ops::Range;

/// How many tokens on either side of a clause are looked at.
const BESIDE: usize = 25;
/// How many earlier sentences tell what the text is about.
const EARLIER: usize = 3;
/// Tokens of an earlier sentence that are looked at.
const LONGEST_SENTENCE: usize = 120;

/// A clause of a document.
pub(crate) struct Clause<'n, 'd> {
    pub(crate) rules: &'n Rules,
    pub(crate) analysis: &'n Analysis<'d>,
    pub(crate) sentence: usize,
    pub(crate) tokens: Range<usize>,
    /// What the frames propose for the sentence.
    pub(crate) proposals: &'n [Proposal],
    /// What the whole document is about.
    pub(crate) topic: &'n Topic,
    /// Lexicons that the sentences before have words of.
    pub(crate) earlier: &'n [LexiconId],
}

impl Clause<'_, '_> {
    /// Gives each feature of the clause's own words; `each` may get the same one twice.
    pub(crate) fn own_features(&self, mut each: impl FnMut(Feature<'_>)) {
        let mut each = |template: Template, part: Part<'_>| each(Feature::of(template, part));
        let Self { analysis, ref tokens, .. } = *self;
        each(template!("bias"), Part::Text(""));
        each(template!("labour"), Part::Text(self.topic.labour()));
        self.votes(&mut each);
        for token in tokens.clone() {
            each(template!("w"), Part::Token(token));
            each(template!("ww"), Part::Pair((token > tokens.start).then(|| token - 1), token));
            analysis.lexicons_at(token, |lexicon| each(template!("l"), Part::Lexicon(lexicon)));
        }
        self.of_names_and_numbers(&mut each);
    }

    /// The same for what stands around the clause.
    pub(crate) fn features_around(&self, mut each: impl FnMut(Feature<'_>)) {
        let mut each = |template: Template, part: Part<'_>| each(Feature::of(template, part));
        let Self { analysis, sentence, ref tokens, .. } = *self;
        let all = &analysis.sentences[sentence].tokens;
        for token in all.start.max(tokens.start.saturating_sub(BESIDE))..tokens.start {
            each(template!("bw"), Part::Token(token));
            analysis.lexicons_at(token, |lexicon| each(template!("bl"), Part::Lexicon(lexicon)));
        }
        for token in tokens.end..all.end.min(tokens.end + BESIDE) {
            each(template!("aw"), Part::Token(token));
            analysis.lexicons_at(token, |lexicon| each(template!("al"), Part::Lexicon(lexicon)));
        }
        for lexicon in self.earlier {
            each(template!("earlier"), Part::Lexicon(*lexicon));
        }
    }

    /// What kinds of names and numbers the clause has.
    fn of_names_and_numbers(&self, each: &mut impl FnMut(Template, Part<'_>)) {
        let Self { analysis, ref tokens, .. } = *self;
        let mentions = analysis.mentions_in(tokens);
        if mentions.iter().any(|mention| mention.nationality().is_some()) {
            each(template!("nationality"), Part::Text(""));
        }
        if mentions.iter().any(Mention::is_place) {
            each(template!("place"), Part::Text(""));
        }
        if mentions.iter().any(Mention::is_organisation) {
            each(template!("organisation"), Part::Text(""));
        }
        if tokens.clone().any(|token| analysis.quantity_at(token).is_some()) {
            each(template!("number"), Part::Text(""));
        }
        if !analysis.times_in(tokens).is_empty() {
            each(template!("time"), Part::Text(""));
        }
    }

    /// What the frames say of this clause.
    fn votes(&self, each: &mut impl FnMut(Template, Part<'_>)) {
        for proposal in self.proposals {
            let frame = &self.rules.frames[proposal.frame];
            let inside = proposal.quote.start < self.tokens.end && self.tokens.start < proposal.quote.end;
            if inside && frame.likely.is_none() {
                let said = frame.fixed.ilo.map_or(frame.kind.as_str(), model::Indicator::as_str);
                each(template!("frame"), Part::Text(frame.id.as_str()));
                each(template!("vote"), Part::Text(said));
            }
        }
    }
}

/// Lexicons that the sentences right before one have words of: what the text is about.
pub(crate) fn lexicons_before(analysis: &Analysis<'_>, sentence: usize) -> Vec<LexiconId> {
    let zone = analysis.sentences[sentence].zone;
    let mut found = Vec::new();
    let reach = (0..sentence).rev().take(EARLIER);
    for earlier in reach.take_while(|earlier| analysis.sentences[*earlier].zone == zone) {
        let tokens = &analysis.sentences[earlier].tokens;
        for token in tokens.clone().take(LONGEST_SENTENCE) {
            analysis.lexicons_at(token, |lexicon| found.push(lexicon));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// How much a feature counts beside others.
#[must_use]
pub(crate) fn scale(feature: &str) -> f32 {
    match feature.split('=').next().unwrap_or_default() {
        "bw" | "aw" => 0.3,
        "bl" | "al" => 0.4,
        "earlier" => 0.3,
        "vote" => 2.5,
        "frame" => 1.5,
        _ => 1.0,
    }
}
