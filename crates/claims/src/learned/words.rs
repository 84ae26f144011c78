//! Words as the learned part sees them, and features made of them.

use super::hash::{of_text, together};
use crate::analysis::Analysis;
use crate::rules::vocabulary::LexiconId;
use crate::token::TokenKind;
use std::borrow::Cow;

/// What kind of thing a feature says; its hash is made when the program is compiled.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Template {
    pub(crate) name: &'static str,
    hash: u64,
}

impl Template {
    pub(crate) const fn new(name: &'static str) -> Self {
        Self { name, hash: of_text(name) }
    }
}

/// The template of this name.
macro_rules! template {
    ($name:literal) => {
        const { $crate::learned::words::Template::new($name) }
    };
}
pub(crate) use template;

/// What a feature is about besides its template.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part<'p> {
    /// A token's word.
    Token(usize),
    /// The words of two tokens; of the second alone after [`OPENING`], where the first is `None`.
    Pair(Option<usize>, usize),
    /// A lexicon's name.
    Lexicon(LexiconId),
    /// A word of the program's own.
    Text(&'p str),
}

/// What stands for the word before the first one of a clause.
pub(crate) const OPENING: &str = "^";

/// One thing that is seen of a number or clause.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Feature<'p> {
    pub(crate) template: Template,
    /// What the part is taken together with, in templates with `&` in their name.
    pub(crate) with: Option<Part<'p>>,
    pub(crate) part: Part<'p>,
}

impl<'p> Feature<'p> {
    /// A feature of one part.
    pub(crate) const fn of(template: Template, part: Part<'p>) -> Self {
        Self { template, with: None, part }
    }

    /// The feature as it is written: `al=ministry`, `form&al=count&ministry`. `word` and `lexicon` name tokens and lexicons.
    pub(crate) fn written<'w>(
        &self,
        word: impl Fn(usize) -> Cow<'w, str>,
        lexicon: impl Fn(LexiconId) -> &'w str,
    ) -> String {
        let part = |part: Part<'p>| match part {
            Part::Token(token) => word(token).into_owned(),
            Part::Pair(Some(before), token) => format!("{} {}", word(before), word(token)),
            Part::Pair(None, token) => format!("{OPENING} {}", word(token)),
            Part::Lexicon(number) => lexicon(number).to_owned(),
            Part::Text(text) => text.to_owned(),
        };
        let with = self.with.map_or_else(String::new, |with| format!("{}&", part(with)));
        format!("{}={with}{}", self.template.name, part(self.part))
    }

    /// The hash it is looked up by, from those of the document's words and of the lexicons' names.
    pub(crate) fn hash(&self, words: &[u64], lexicons: &[u64]) -> u64 {
        let part = |part: Part<'p>| match part {
            Part::Token(token) => words.get(token).copied().unwrap_or_default(),
            Part::Pair(before, token) => {
                let before = before.map_or(const { of_text(OPENING) }, |before| words[before]);
                together(before, words[token])
            }
            Part::Lexicon(lexicon) => lexicons.get(lexicon.index()).copied().unwrap_or_default(),
            Part::Text(text) => of_text(text),
        };
        let about = part(self.part);
        together(self.template.hash, self.with.map_or(about, |with| together(part(with), about)))
    }
}

/// A word in lower case; numbers and names as what they are, since they teach nothing about other pages.
pub(crate) fn word<'d>(analysis: &Analysis<'d>, token: usize, opens_sentence: bool) -> Cow<'d, str> {
    let Some(found) = analysis.tokens.get(token) else { return Cow::Borrowed("") };
    let word = found.text(analysis.text);
    match found.kind {
        TokenKind::Number => Cow::Borrowed("#"),
        TokenKind::Word if !opens_sentence && analysis.is_capitalised(token) => Cow::Borrowed("^"),
        _ if word.bytes().all(|byte| byte.is_ascii_lowercase()) => Cow::Borrowed(word),
        _ => Cow::Owned(word.to_lowercase()),
    }
}

/// The hash of each token's word.
pub(crate) fn hashes(analysis: &Analysis<'_>) -> Vec<u64> {
    let mut hashes = vec![0; analysis.tokens.len()];
    for sentence in &analysis.sentences {
        for token in sentence.tokens.clone() {
            hashes[token] = of_text(&word(analysis, token, token == sentence.tokens.start));
        }
    }
    hashes
}

#[cfg(test)]
mod tests {
    use super::super::hash::of_feature;
    use super::*;

    #[test]
    fn features_are_hashed_as_they_are_written() {
        let words = ["held", "back", "&"].map(of_text);
        let lexicon = LexiconId::default();
        for (feature, written) in [
            (Feature::of(template!("ww"), Part::Pair(Some(0), 1)), "ww=held back"),
            (Feature::of(template!("ww"), Part::Pair(None, 1)), "ww=^ back"),
            (Feature::of(template!("bias"), Part::Text("")), "bias="),
            (Feature::of(template!("a1"), Part::Token(2)), "a1=&"),
            (Feature::of(template!("l"), Part::Lexicon(lexicon)), "l=minder"),
            (
                Feature {
                    template: template!("form&a1"),
                    with: Some(Part::Text("count")),
                    part: Part::Token(2),
                },
                "form&a1=count&&",
            ),
            (
                Feature {
                    template: template!("head&al"),
                    with: Some(Part::Lexicon(lexicon)),
                    part: Part::Token(1),
                },
                "head&al=minder&back",
            ),
        ] {
            let word = |token: usize| Cow::Borrowed(["held", "back", "&"][token]);
            assert_eq!(feature.written(word, |_| "minder"), written);
            let (template, rest) = written.split_once('=').unwrap();
            assert_eq!(feature.hash(&words, &[of_text("minder")]), of_feature(template, rest), "{written}");
        }
        assert_ne!(of_feature("ww", "held back"), of_feature("ww", "back held"));
    }
}
