//! Claims in Korean, Chinese and Russian: the same frames and the same way from words to claims as in English.
//!
//! What differs is looked after here, by language: what a word of a rule is ([`token`], [`stem`]), what numbers look like
//! ([`numeral`], [`quantity`]), dates ([`time`]), names of places ([`places`]), who speaks ([`speech`]), and the slots that
//! hang on word order ([`slots`]). What words mean is data: rule files named `….ko.frames`, `….zh.frames`, `….ru.frames`.
//! A document whose language is none of these is read, and nothing is extracted from it.

mod cjk;
pub(crate) mod numeral;
pub(crate) mod places;
pub(crate) mod quantity;
mod roles;
mod russian;
pub(crate) mod slots;
pub(crate) mod speech;
mod stem;
pub(crate) mod time;
pub(crate) mod token;

use crate::rules::Rules;
use crate::rules::vocabulary::Vocabulary;
use crate::slots::SlotLexicons;
use crate::{RuleError, RuleFile, rules};
use std::sync::LazyLock;

/// A language that claims are read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Language {
    English,
    Korean,
    Chinese,
    Russian,
}

impl Language {
    /// All of them, English first.
    pub(crate) const ALL: [Self; 4] = [Self::English, Self::Korean, Self::Chinese, Self::Russian];

    /// All but English.
    pub(crate) const OTHERS: [Self; 3] = [Self::Korean, Self::Chinese, Self::Russian];

    /// The ISO 639-1 code.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
            Self::Chinese => "zh",
            Self::Russian => "ru",
        }
    }

    /// The language of a document, English where the document does not say; `None` if there are no rules for it.
    pub(crate) fn of(code: Option<&str>) -> Option<Self> {
        let Some(code) = code else { return Some(Self::English) };
        let primary = code.split('-').next().unwrap_or(code);
        Self::ALL.into_iter().find(|language| language.code() == primary)
    }

    /// The language that a rule file is written for: `levies.ko.frames` for Korean, English where the name has no code.
    pub(crate) fn of_rules(file: &str) -> Self {
        let code = file.strip_suffix(".frames").and_then(|stem| stem.rsplit_once('.')).map(|(_, code)| code);
        Self::ALL.into_iter().find(|language| Some(language.code()) == code).unwrap_or(Self::English)
    }

    /// The rule files that are written for the language.
    pub(crate) fn files_of<'f>(self, files: &[RuleFile<'f>]) -> Vec<RuleFile<'f>> {
        files.iter().filter(|file| Self::of_rules(file.name) == self).copied().collect()
    }

    /// Whether texts are looked at character by character, since words stand together.
    pub(crate) const fn by_character(self) -> bool {
        matches!(self, Self::Korean | Self::Chinese)
    }
}

/// The rule files of the other languages that ship with the crate.
pub(crate) const EMBEDDED_RULES: &[RuleFile<'static>] = &[
    RuleFile { name: "numbers.ko.frames", text: include_str!("../../languages/numbers.ko.frames") },
    RuleFile { name: "people.ko.frames", text: include_str!("../../languages/people.ko.frames") },
    RuleFile { name: "claims.ko.frames", text: include_str!("../../languages/claims.ko.frames") },
    RuleFile { name: "answers.ko.frames", text: include_str!("../../languages/answers.ko.frames") },
    RuleFile { name: "numbers.zh.frames", text: include_str!("../../languages/numbers.zh.frames") },
    RuleFile { name: "people.zh.frames", text: include_str!("../../languages/people.zh.frames") },
    RuleFile { name: "claims.zh.frames", text: include_str!("../../languages/claims.zh.frames") },
    RuleFile { name: "answers.zh.frames", text: include_str!("../../languages/answers.zh.frames") },
    RuleFile { name: "numbers.ru.frames", text: include_str!("../../languages/numbers.ru.frames") },
    RuleFile { name: "people.ru.frames", text: include_str!("../../languages/people.ru.frames") },
    RuleFile { name: "claims.ru.frames", text: include_str!("../../languages/claims.ru.frames") },
    RuleFile { name: "answers.ru.frames", text: include_str!("../../languages/answers.ru.frames") },
];

/// The rules of one language, and what other stages need to know of them.
#[derive(Debug, Clone)]
pub(crate) struct RuleSet {
    pub(crate) language: Language,
    pub(crate) rules: Rules,
    pub(crate) slots: SlotLexicons,
    pub(crate) lexicons: Lexicons,
}

impl RuleSet {
    /// Compiles files that are written for a language.
    pub(crate) fn compile(language: Language, files: &[RuleFile<'_>]) -> Result<Self, RuleError> {
        let rules = Rules::compile_in(language, files)?;
        Ok(Self {
            language,
            slots: SlotLexicons::of(&rules),
            lexicons: Lexicons::of(&rules.vocabulary),
            rules,
        })
    }
}

/// Rules of one of the other languages.
#[derive(Debug, Clone)]
pub(crate) enum OtherRules {
    /// Those that ship with the crate alone, compiled once a document asks for them.
    Embedded(Language),
    /// These.
    Compiled(Box<RuleSet>),
}

impl OtherRules {
    /// The rules that ship with the crate for a language, with those of `own` files that are written for it.
    pub(crate) fn with(language: Language, own: &[RuleFile<'_>]) -> Result<Self, RuleError> {
        let own = language.files_of(own);
        if own.is_empty() {
            return Ok(Self::Embedded(language));
        }
        let files = [language.files_of(EMBEDDED_RULES), own].concat();
        Ok(Self::Compiled(Box::new(RuleSet::compile(language, &files)?)))
    }

    pub(crate) const fn language(&self) -> Language {
        match self {
            Self::Embedded(language) => *language,
            Self::Compiled(set) => set.language,
        }
    }

    /// The rules; `None` if rules that ship with the crate do not compile, which a test rules out.
    pub(crate) fn set(&self) -> Option<&RuleSet> {
        match self {
            Self::Embedded(language) => embedded(*language),
            Self::Compiled(set) => Some(set),
        }
    }

    /// The fingerprint of their texts.
    pub(crate) fn fingerprint(&self) -> String {
        match self {
            Self::Embedded(language) => rules::fingerprint(&language.files_of(EMBEDDED_RULES)),
            Self::Compiled(set) => set.rules.fingerprint.clone(),
        }
    }
}

/// The rules that ship with the crate for one of the other languages, compiled at the first call.
fn embedded(language: Language) -> Option<&'static RuleSet> {
    static KOREAN: LazyLock<Option<RuleSet>> = LazyLock::new(|| compiled(Language::Korean));
    static CHINESE: LazyLock<Option<RuleSet>> = LazyLock::new(|| compiled(Language::Chinese));
    static RUSSIAN: LazyLock<Option<RuleSet>> = LazyLock::new(|| compiled(Language::Russian));
    match language {
        Language::English => None,
        Language::Korean => KOREAN.as_ref(),
        Language::Chinese => CHINESE.as_ref(),
        Language::Russian => RUSSIAN.as_ref(),
    }
}

fn compiled(language: Language) -> Option<RuleSet> {
    RuleSet::compile(language, &language.files_of(EMBEDDED_RULES)).ok()
}

/// The lexicons that numbers, times, speech and slots ask for by name in the other languages.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lexicons {
    pub(crate) quantity: quantity::QuantityLexicons,
    pub(crate) time: time::TimeLexicons,
    pub(crate) speech: speech::SpeechLexicons,
    pub(crate) slots: slots::PlaceLexicons,
}

impl Lexicons {
    fn of(vocabulary: &Vocabulary) -> Self {
        Self {
            quantity: quantity::QuantityLexicons::of(vocabulary),
            time: time::TimeLexicons::of(vocabulary),
            speech: speech::SpeechLexicons::of(vocabulary),
            slots: slots::PlaceLexicons::of(vocabulary),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_of_every_language_compile() {
        for language in Language::OTHERS {
            let files = language.files_of(EMBEDDED_RULES);
            assert!(!files.is_empty());
            RuleSet::compile(language, &files).unwrap();
        }
    }

    #[test]
    fn own_rules_are_compiled_at_once_and_others_when_asked_for() {
        let own = [RuleFile { name: "case.ko.frames", text: "lexicon worker\n  일꾼\n" }];
        let rules = |language| OtherRules::with(language, &own).unwrap();
        assert!(matches!(rules(Language::Korean), OtherRules::Compiled(_)));
        assert!(matches!(rules(Language::Russian), OtherRules::Embedded(Language::Russian)));
        assert_ne!(
            rules(Language::Korean).fingerprint(),
            OtherRules::Embedded(Language::Korean).fingerprint()
        );
        let broken = [RuleFile { name: "case.ru.frames", text: "frame a\n" }];
        assert!(OtherRules::with(Language::Russian, &broken).is_err());
    }
}
