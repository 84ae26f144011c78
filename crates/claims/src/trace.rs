//! Why a sentence gave the claims it gave: what each frame whose pattern matched came to.
//!
//! For authors of rules. Patterns that do not match leave no trace; a line of the trace is a frame that came near.

use crate::analysis::Analysis;
use crate::learned::{self, Course};
use crate::present::Present;
use crate::propose::{self, Attempt};
use crate::rules::{Frame, Rules};
use model::{CodePoints, RuleId};
use std::ops::Range;

/// What the frames made of one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentenceTrace {
    /// First code point of the sentence in the document's text.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// The sentence, to the letter.
    pub text: String,
    /// The frames whose pattern matched, those that claim first.
    pub frames: Vec<FrameTrace>,
}

/// What a frame made of words that its pattern matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameTrace {
    /// The frame.
    pub rule: RuleId,
    /// The words it matched, or would quote, to the letter.
    pub words: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was proposed and chosen. A claim follows, unless a slot it must have stays empty.
    Chosen,
    /// It was proposed, but another frame claims the same number or words.
    LostTo(RuleId),
    /// A `needs` found nothing: the condition as written, with its scope.
    Missing(String),
    /// A `not` found something: the condition as written, with its scope.
    Excluded(String),
    /// The number lies outside `at-least` and `at-most`.
    OutOfBounds,
    /// Nothing but punctuation is left to quote.
    NothingToQuote,
    /// The learned part holds something else of the number; so likely is what the frame says, in hundredths.
    Unlikely(u8),
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Chosen => f.write_str("claims"),
            Self::LostTo(rule) => write!(f, "lost to {rule}"),
            Self::Missing(condition) => write!(f, "missing: needs {condition}"),
            Self::Excluded(condition) => write!(f, "excluded: not {condition}"),
            Self::OutOfBounds => f.write_str("the number is out of bounds"),
            Self::Unlikely(hundredths) => write!(f, "unlikely: {hundredths} of 100"),
            Self::NothingToQuote => f.write_str("nothing to quote"),
        }
    }
}

/// Traces every sentence in which some pattern matches.
pub(crate) fn trace(rules: &Rules, analysis: &Analysis<'_>, points: &CodePoints<'_>) -> Vec<SentenceTrace> {
    let mut course = Course::of(rules, analysis);
    let mut present = Present::default();
    (0..analysis.sentences.len())
        .filter_map(|sentence| {
            let frames = of_sentence(rules, analysis, sentence, &mut course, &mut present);
            let span = analysis.span_of(&analysis.sentences[sentence].tokens)?;
            let (start, end) = points.of_span(span);
            let text = span.of(analysis.text)?.to_owned();
            (!frames.is_empty()).then_some(SentenceTrace { start, end, text, frames })
        })
        .collect()
}

fn of_sentence<'r>(
    rules: &'r Rules,
    analysis: &Analysis<'_>,
    sentence: usize,
    course: &mut Course<'r>,
    present: &mut Present,
) -> Vec<FrameTrace> {
    let traced = |frame: usize, tokens: &Range<usize>, outcome| FrameTrace {
        rule: rules.frames[frame].id.clone(),
        words: analysis.words_of(tokens).to_owned(),
        outcome,
    };
    let (mut proposals, mut refused) = (Vec::new(), Vec::new());
    propose::attempts(rules, analysis, sentence, present, Frame::may_match, |frame, outcome| match outcome {
        Attempt::Proposed(proposal) => proposals.push(proposal),
        Attempt::OutOfBounds(tokens) => refused.push(traced(frame, &tokens, Outcome::OutOfBounds)),
        Attempt::NothingToQuote(tokens) => refused.push(traced(frame, &tokens, Outcome::NothingToQuote)),
        Attempt::Refused(tokens, place) => {
            let condition = &rules.frames[frame].conditions[place];
            let written = condition.written.clone();
            let outcome =
                if condition.wanted { Outcome::Missing(written) } else { Outcome::Excluded(written) };
            refused.push(traced(frame, &tokens, outcome));
        }
    });
    let proposals = learned::weigh(
        rules,
        analysis,
        sentence,
        proposals,
        course,
        |_| Vec::new(),
        |proposal, likelihood| {
            let outcome = Outcome::Unlikely((likelihood * 100.0).round() as u8);
            refused.push(traced(proposal.frame, &proposal.quote, outcome));
        },
    );
    let mut lost = Vec::new();
    let chosen = propose::choose(rules, proposals, |proposal, winner| {
        let outcome = Outcome::LostTo(rules.frames[winner.frame].id.clone());
        lost.push(traced(proposal.frame, &proposal.quote, outcome));
    });
    let chosen = chosen.iter().map(|proposal| traced(proposal.frame, &proposal.quote, Outcome::Chosen));
    chosen.chain(lost).chain(refused).collect()
}

#[cfg(test)]
mod tests {
    use crate::{Extractor, RuleFile};

    const RULES: &str = "lexicon person\n  worker/n\n\nframe worker_count/any\n  kind worker_count\n  match <count @person>\n\n\
                         frame worker_count/abroad\n  kind worker_count\n  match <count @person>\n  needs clause: abroad\n  not sentence: (returned | back)\n  priority 1\n\n\
                         frame worker_count/many\n  kind worker_count\n  match <count @person>\n  at-least 1000\n";

    fn lines(text: &str) -> Vec<String> {
        let extractor = Extractor::with_only(&[RuleFile { name: "own", text: RULES }]).unwrap();
        let document = crate::extract::plain(text);
        let traces = extractor.trace(&document);
        let frames = traces.iter().flat_map(|sentence| &sentence.frames);
        frames.map(|frame| format!("{} “{}”: {}", frame.rule, frame.words, frame.outcome)).collect()
    }

    #[test]
    fn every_match_says_what_came_of_it() {
        assert_eq!(
            lines("It sent 500 workers abroad. The rest stayed."),
            [
                "worker_count/abroad “500 workers”: claims",
                "worker_count/any “500 workers”: lost to worker_count/abroad",
                "worker_count/many “500 workers”: the number is out of bounds",
            ]
        );
        assert_eq!(
            lines("It has 2,000 workers, and 30 workers abroad came back."),
            [
                "worker_count/any “2,000 workers”: claims",
                "worker_count/any “30 workers”: claims",
                "worker_count/many “2,000 workers”: lost to worker_count/any",
                "worker_count/abroad “2,000 workers”: missing: needs clause: abroad",
                "worker_count/abroad “30 workers”: excluded: not sentence: (returned | back)",
                "worker_count/many “30 workers”: the number is out of bounds",
            ]
        );
        assert_eq!(lines("Nothing is counted here."), [""; 0]);
    }
}
