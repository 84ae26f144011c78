//! What the learned part sees of a clause: its words, lexicons and frames, and what stands beside it.

use super::features::Topic;
use crate::analysis::Analysis;
use crate::propose::Proposal;
use crate::rules::Rules;
use crate::token::TokenKind;
use std::ops::Range;

/// How many tokens on either side of a clause are looked at.
const BESIDE: usize = 25;
/// How many earlier sentences tell what the text is about.
const EARLIER: usize = 3;

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
}

impl Clause<'_, '_> {
    /// Names each feature by its template and its words; `each` may get the same one twice.
    pub(crate) fn features(&self, mut each: impl FnMut(&'static str, &str)) {
        let Self { analysis, sentence, ref tokens, .. } = *self;
        each("bias", "");
        each("labour", self.topic.labour());
        let sentence_tokens = &analysis.sentences[sentence].tokens;
        self.votes(&mut each);
        let mut pair = String::new();
        let mut before = String::from("^");
        for token in tokens.clone() {
            let word = self.word(token);
            each("w", &word);
            pair.clear();
            pair.extend([before.as_str(), " ", word.as_str()]);
            each("ww", &pair);
            before = word;
            self.lexicons(token, |name| each("l", name));
        }
        for token in sentence_tokens.start.max(tokens.start.saturating_sub(BESIDE))..tokens.start {
            each("bw", &self.word(token));
            self.lexicons(token, |name| each("bl", name));
        }
        for token in tokens.end..sentence_tokens.end.min(tokens.end + BESIDE) {
            each("aw", &self.word(token));
            self.lexicons(token, |name| each("al", name));
        }
        let zone = analysis.sentences[sentence].zone;
        let reach = (0..sentence).rev().take(EARLIER);
        for earlier in reach.take_while(|earlier| analysis.sentences[*earlier].zone == zone) {
            for token in analysis.sentences[earlier].tokens.clone() {
                self.lexicons(token, |name| each("earlier", name));
            }
        }
        let mentions = analysis.mentions_in(tokens);
        if mentions.iter().any(|mention| mention.nationality().is_some()) {
            each("nationality", "");
        }
        if mentions.iter().any(crate::mention::Mention::is_place) {
            each("place", "");
        }
        if mentions.iter().any(crate::mention::Mention::is_organisation) {
            each("organisation", "");
        }
        if tokens.clone().any(|token| analysis.quantity_at(token).is_some()) {
            each("number", "");
        }
        if !analysis.times_in(tokens).is_empty() {
            each("time", "");
        }
    }

    /// What the frames say of this clause.
    fn votes(&self, each: &mut impl FnMut(&'static str, &str)) {
        for proposal in self.proposals {
            let frame = &self.rules.frames[proposal.frame];
            let inside = proposal.quote.start < self.tokens.end && self.tokens.start < proposal.quote.end;
            if !inside || frame.likely.is_some() {
                continue;
            }
            each("frame", frame.id.as_str());
            each("vote", frame.fixed.ilo.map_or(frame.kind.as_str(), model::Indicator::as_str));
        }
    }

    /// A word in lower case; numbers and names as what they are.
    fn word(&self, token: usize) -> String {
        let Some(found) = self.analysis.tokens.get(token) else { return String::new() };
        let word = found.text(self.analysis.text);
        let opens = self.analysis.sentences[self.sentence].tokens.start == token;
        match found.kind {
            TokenKind::Number => "#".to_owned(),
            TokenKind::Word if self.analysis.is_capitalised(token) && !opens => "^".to_owned(),
            _ => word.to_lowercase(),
        }
    }

    fn lexicons(&self, token: usize, mut each: impl FnMut(&str)) {
        let names = self.rules.vocabulary.lexicon_names();
        self.analysis.lexicons_at(token, |lexicon| {
            if let Some(name) = names.get(lexicon.index()) {
                each(name);
            }
        });
    }
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
