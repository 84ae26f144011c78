//! What stands in rule files and does nothing, and where frames contest each other's examples.

use crate::extract::plain;
use crate::rules::Rules;
use crate::token::tokenize;
use crate::{Extractor, Outcome};
use model::RuleId;
use std::collections::BTreeMap;

/// Something in the rules that an author will want to know of. None of it is an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lint {
    /// No frame, no other lexicon and no part of the program asks for a lexicon, and the learned part has not met it.
    UnusedLexicon {
        /// The rule file.
        file: String,
        /// The line it begins in.
        line: usize,
        /// Its name.
        lexicon: String,
    },
    /// A lexicon has a term twice.
    RepeatedTerm {
        /// The rule file.
        file: String,
        /// The line of the second one.
        line: usize,
        /// The lexicon.
        lexicon: String,
        /// The term, as written.
        term: String,
    },
    /// No text has a term: it is split into other words than it is written in.
    UnmatchableTerm {
        /// The rule file.
        file: String,
        /// Its line.
        line: usize,
        /// The lexicon.
        lexicon: String,
        /// The term, as written.
        term: String,
    },
    /// Two frames of different kinds want the same words in an example, and only the nearer evidence or the order of the
    /// files decides.
    Overlap {
        /// The frame that claims.
        winner: RuleId,
        /// The frame that would.
        loser: RuleId,
        /// In how many examples.
        examples: usize,
        /// One of them.
        example: String,
    },
}

impl std::fmt::Display for Lint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnusedLexicon { file, line, lexicon } => {
                write!(f, "{file}:{line}: nothing asks for lexicon `{lexicon}`")
            }
            Self::RepeatedTerm { file, line, lexicon, term } => {
                write!(f, "{file}:{line}: lexicon `{lexicon}` has `{term}` twice")
            }
            Self::UnmatchableTerm { file, line, lexicon, term } => {
                write!(f, "{file}:{line}: no text has `{term}` of lexicon `{lexicon}`: it is split otherwise")
            }
            Self::Overlap { winner, loser, examples, example } => {
                write!(
                    f,
                    "{winner} and {loser} both want the same words in {examples} of the examples, such as: {example}"
                )
            }
        }
    }
}

/// Lexicons that the program asks for by name, or by how their name begins.
const ASKED_FOR: &[&str] = &[
    "population",
    "person",
    "site",
    "sector-",
    "world",
    "foreign",
    "away_from_home",
    "enterprise",
    "employs",
    "hosts",
    "audience",
    "aside",
    "host_acts",
    "own_account",
    "firm_word",
    "hedge-",
    "answers-",
    "topic",
    "doubt",
    "mean-",
    "speaker_",
    "say",
    "said_by_nobody",
    "work",
    "researcher",
    "investigate",
    "continues",
    "speaks",
    "by_whom",
    "points_back",
    "counts",
    "party",
];

/// A term of a lexicon, as a rule file has it.
#[derive(Debug, Clone)]
pub(crate) struct Term {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) lexicon: String,
    pub(crate) written: String,
}

/// What the rules say of lexicons before they are compiled away.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inventory {
    /// Every lexicon with the place where it is first defined.
    pub(crate) lexicons: Vec<Term>,
    /// Every term, in the order of the files.
    pub(crate) terms: Vec<Term>,
    /// Names after `@`, anywhere.
    pub(crate) named: Vec<String>,
}

impl Extractor {
    /// What stands in the rules and does nothing, and where frames contest each other's examples: the files' order, then
    /// overlaps, most frequent first.
    #[must_use]
    pub fn lint(&self) -> Vec<Lint> {
        let mut lints = of_lexicons(self.rules());
        lints.extend(self.overlaps());
        lints
    }

    fn overlaps(&self) -> Vec<Lint> {
        let rules = self.rules();
        let frame = |id: &RuleId| rules.frames.iter().find(|frame| frame.id == *id);
        let mut pairs: BTreeMap<(RuleId, RuleId), (usize, String)> = BTreeMap::new();
        let examples = rules.frames.iter().flat_map(|frame| &frame.examples);
        for example in examples.filter(|example| example.claimed) {
            for found in self.trace(&plain(&example.text)).into_iter().flat_map(|sentence| sentence.frames) {
                let Outcome::LostTo(winner) = &found.outcome else { continue };
                let Some((won, lost)) = frame(winner).zip(frame(&found.rule)) else { continue };
                if won.kind != lost.kind && won.priority == lost.priority {
                    let pair = pairs.entry((winner.clone(), found.rule)).or_insert((0, example.text.clone()));
                    pair.0 += 1;
                }
            }
        }
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        pairs.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        pairs
            .into_iter()
            .map(|((winner, loser), (examples, example))| Lint::Overlap { winner, loser, examples, example })
            .collect()
    }
}

fn of_lexicons(rules: &Rules) -> Vec<Lint> {
    let inventory = rules.inventory();
    let mut lints = Vec::new();
    for Term { file, line, lexicon, .. } in &inventory.lexicons {
        let by_program = ASKED_FOR
            .iter()
            .any(|name| if name.ends_with(['-', '_']) { lexicon.starts_with(name) } else { lexicon == name });
        let learned = rules.weights.as_ref().is_some_and(|(numbers, clauses)| {
            numbers.knows_lexicon(lexicon) || clauses.knows_lexicon(lexicon)
        });
        if !by_program && !learned && !inventory.named.contains(lexicon) {
            lints.push(Lint::UnusedLexicon { file: file.clone(), line: *line, lexicon: lexicon.clone() });
        }
    }
    let mut seen = rustc_hash::FxHashSet::default();
    for Term { file, line, lexicon, written } in &inventory.terms {
        let (file, line, lexicon, term) = (file.clone(), *line, lexicon.clone(), written.clone());
        if !seen.insert((lexicon.clone(), term.to_lowercase())) {
            lints.push(Lint::RepeatedTerm { file, line, lexicon, term });
        } else if !is_matchable(&term) {
            lints.push(Lint::UnmatchableTerm { file, line, lexicon, term });
        }
    }
    lints
}

/// Whether a text that has the words of a term is split into these words.
fn is_matchable(term: &str) -> bool {
    let written: Vec<&str> = term
        .split_whitespace()
        .map(|word| word.strip_suffix("/v").or(word.strip_suffix("/n")).unwrap_or(word))
        .collect();
    let words: Vec<&str> =
        written.iter().flat_map(|word| crate::rules::vocabulary::as_in_texts(word)).collect();
    let text = written.join(" ");
    let split = tokenize(&text);
    split.len() == words.len() && split.iter().zip(&words).all(|(token, word)| token.text(&text) == *word)
}

#[cfg(test)]
mod tests {
    use crate::{Extractor, RuleFile};

    fn lints(text: &str) -> Vec<String> {
        let extractor = Extractor::with_only(&[RuleFile { name: "own", text }]).unwrap();
        extractor.lint().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_does_nothing_is_told() {
        assert_eq!(
            lints(
                "lexicon bond\n  deposit/n | bond/n\n  Deposit/n\nlexicon spare\n  50% | worker's pay\nlexicon topic\n  labour\n\
                 frame levy/bond\n  kind levy\n  match <money>\n  needs near: @bond\n"
            ),
            [
                "own:4: nothing asks for lexicon `spare`",
                "own:3: lexicon `bond` has `Deposit/n` twice",
                "own:5: no text has `50%` of lexicon `spare`: it is split otherwise",
            ]
        );
    }

    #[test]
    fn every_bundled_lexicon_is_asked_for() {
        let lints = Extractor::embedded().unwrap().lint();
        let of_lexicons = lints.iter().filter(|lint| !matches!(lint, super::Lint::Overlap { .. }));
        assert_eq!(of_lexicons.map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);
    }

    #[test]
    fn frames_that_contest_an_example_are_told() {
        assert_eq!(
            lints(
                "frame levy/a\n  kind levy\n  match <money>\n  needs near: paid\n  yes They paid $40 as wages.\n\
                 frame wage_gross/b\n  kind wage_gross\n  match <money>\n  needs near: wages\n  yes They paid $40 as wages.\n"
            ),
            [
                "levy/a and wage_gross/b both want the same words in 2 of the examples, such as: They paid $40 as wages."
            ]
        );
    }
}
