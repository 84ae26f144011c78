//! Who is meant: names of bodies and people, and the words that take them up again.
//!
//! A full name is taken up by the acronym that a bracket gave it ("International Labour Organization (ILO) … the ILO"), by
//! a surname ("Ana Beltsova … Beltsova"), by a noun of its kind ("Human Rights Watch … the group") or by "it". The antecedent
//! is always the nearest one that fits, and never further back than [`REACH`] names.

use crate::analysis::Analysis;
use crate::gazetteer::{CountryForm, Entry};
use crate::mention::Mention;
use crate::rules::vocabulary::LexiconId;
use crate::token::TokenKind;
use model::SpeakerType;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Names that are looked back over, at most, for one that a noun fits.
const REACH: usize = 24;

/// Longest run of capitalised words taken for a name, in tokens.
const LONGEST_NAME: usize = 10;

/// A body or person named in full.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) tokens: Range<usize>,
    /// What a known body is; `None` where only the words tell.
    pub(crate) kind: Option<SpeakerType>,
}

/// The names of a document, and what stands for them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Coreference {
    /// In text order.
    bodies: Vec<Named>,
    /// By acronym: the full name before the bracket.
    acronyms: FxHashMap<String, Range<usize>>,
    /// By surname: the full name of who bears it; `None` where several do.
    surnames: FxHashMap<String, Option<Range<usize>>>,
    /// Names of firms, in text order.
    firms: Vec<Range<usize>>,
}

impl Coreference {
    /// Collects the names of a document. Cost is linear in its tokens.
    /// A firm is told by a word of `firm`, such as "Company".
    pub(crate) fn of(analysis: &Analysis<'_>, firm: Option<LexiconId>) -> Self {
        let mut found = Self::default();
        for mention in &analysis.mentions {
            if let Some(Entry::Organisation { organisation }) = mention.entry() {
                found.bodies.push(Named { tokens: mention.tokens.clone(), kind: Some(organisation.kind) });
            }
        }
        let mut token = 0;
        while token < analysis.tokens.len() {
            let run = run_at(analysis, token);
            if run.len() > 1 {
                found.name(analysis, &run);
                found.firm(analysis, &run, firm);
            }
            token = run.end.max(token + 1);
        }
        found.bodies.sort_by_key(|body| (body.tokens.start, body.tokens.end));
        found
    }

    /// Takes a run of capitalised words for what it is: a body with an acronym behind it, or a person.
    fn name(&mut self, analysis: &Analysis<'_>, run: &Range<usize>) {
        let word = |token: usize| analysis.word_at(token);
        let bracketed = word(run.end) == "(" && word(run.end + 2) == ")";
        let acronym = word(run.end + 1);
        if bracketed && is_acronym_of(analysis, run, acronym) {
            self.acronyms.entry(acronym.to_owned()).or_insert_with(|| run.clone());
            self.bodies.push(Named { tokens: run.clone(), kind: None });
            return;
        }
        let plain = run.clone().all(|token| analysis.is_capitalised(token));
        if plain && run.len() <= 3 && analysis.mentions_in(run).is_empty() {
            let surname = word(run.end - 1);
            let known = self.surnames.entry(surname.to_owned()).or_insert_with(|| Some(run.clone()));
            // "Then Beltsova left": at the start of a sentence the first capital may be any word's.
            let opens =
                run.start == 0 || matches!(word(run.start - 1), "." | "”" | "“" | "\"" | "?" | "!" | ":");
            let other =
                known.as_ref().is_some_and(|known| analysis.words_of(known) != analysis.words_of(run));
            if other && !opens {
                *known = None;
            }
        }
    }

    /// Takes a run of capitalised words for a firm up to the last word that firms have in their names.
    fn firm(&mut self, analysis: &Analysis<'_>, run: &Range<usize>, firm: Option<LexiconId>) {
        let Some(firm) = firm else { return };
        let is_body = analysis.mentions_in(run).iter().any(Mention::is_organisation);
        let last = run.clone().skip(1).rfind(|token| {
            analysis.is_capitalised(*token) && analysis.lexicon_at(*token, firm) == Some(token + 1)
        });
        if let Some(last) = last.filter(|_| !is_body) {
            self.firms.push(run.start..last + 1);
        }
    }

    /// The firm whose name ends right before a token.
    pub(crate) fn firm_ending_at(&self, end: usize) -> Option<Range<usize>> {
        let at = self.firms.partition_point(|name| name.end < end);
        self.firms.get(at).filter(|name| name.end == end).cloned()
    }

    /// The firm whose name starts at a token.
    pub(crate) fn firm_starting_at(&self, start: usize) -> Option<Range<usize>> {
        let at = self.firms.partition_point(|name| name.start < start);
        self.firms.get(at).filter(|name| name.start == start).cloned()
    }

    /// The firm named last before a token, if a noun can stand for it: "the company" for any, "the shipyard" for one that has
    /// the word in its name. `None` where two are named in the same sentence.
    pub(crate) fn firm_before(
        &self,
        analysis: &Analysis<'_>,
        token: usize,
        noun: &str,
    ) -> Option<Range<usize>> {
        let general =
            matches!(noun, "company" | "firm" | "business" | "enterprise" | "employer" | "contractor");
        let fits = |name: &&Range<usize>| {
            let mut words = (**name).clone().map(|token| analysis.word_at(token));
            general || words.any(|word| word.eq_ignore_ascii_case(noun))
        };
        let before = self.firms.partition_point(|name| name.end <= token);
        let mut nearest = self.firms.get(before.saturating_sub(REACH)..before)?.iter().rev().filter(fits);
        let name = nearest.next()?;
        let of = |token: usize| analysis.sentences.partition_point(|sentence| sentence.tokens.end <= token);
        let rival = nearest.next().is_some_and(|other| {
            of(other.start) == of(name.start) && analysis.words_of(other) != analysis.words_of(name)
        });
        (!rival).then(|| name.clone())
    }

    /// The firm that a sentence opens with.
    pub(crate) fn firm_opening(&self, analysis: &Analysis<'_>, sentence: usize) -> Option<Range<usize>> {
        let first = analysis.sentences.get(sentence)?.tokens.start;
        let article = usize::from(matches!(analysis.word_at(first), "The" | "the"));
        self.firm_starting_at(first + article)
    }

    /// The full name that an acronym stands for.
    pub(crate) fn of_acronym(&self, acronym: &str) -> Option<Range<usize>> {
        self.acronyms.get(acronym).cloned()
    }

    /// The full name of the person, named before `token`, who alone bears a surname.
    pub(crate) fn of_surname(&self, surname: &str, token: usize) -> Option<Range<usize>> {
        self.surnames.get(surname)?.clone().filter(|name| name.end <= token)
    }

    /// The nearest body before `token` that a noun can take up: "the group", "the ministry".
    pub(crate) fn taken_up(&self, analysis: &Analysis<'_>, noun: &str, token: usize) -> Option<&Named> {
        let before = self.bodies.partition_point(|body| body.tokens.end <= token);
        self.bodies
            .get(before.saturating_sub(REACH)..before)?
            .iter()
            .rev()
            .find(|body| fits(analysis, body, noun))
    }

    /// The body that a sentence is about: the name it opens with.
    pub(crate) fn subject(&self, analysis: &Analysis<'_>, sentence: &Range<usize>) -> Option<Named> {
        let article = usize::from(matches!(analysis.word_at(sentence.start), "The" | "the"));
        let first = sentence.start + article;
        let at = self.bodies.partition_point(|body| body.tokens.start < first);
        if let Some(body) =
            self.bodies.get(at).filter(|body| body.tokens.start == first && body.tokens.end < sentence.end)
        {
            return Some(body.clone());
        }
        let state = analysis.mentions_in(&(first..first + 1)).iter().find(|mention| {
            matches!(mention.country(), Some((_, CountryForm::Name | CountryForm::Capital)))
                && analysis.tokens.get(mention.tokens.end).is_some_and(|next| next.kind == TokenKind::Word)
                && !matches!(analysis.word_at(mention.tokens.end), "'s" | "’s" | "and")
        })?;
        Some(Named { tokens: state.tokens.clone(), kind: Some(SpeakerType::Government) })
    }
}

/// A run of capitalised words, with "of", "for", "the", "and" between them.
fn run_at(analysis: &Analysis<'_>, start: usize) -> Range<usize> {
    let joins =
        |token: usize| matches!(analysis.word_at(token), "of" | "for" | "the" | "and" | "on" | "in" | "&");
    let sentence_starts = |token: usize| {
        matches!(
            analysis.word_at(token),
            "The" | "A" | "An" | "In" | "At" | "On" | "But" | "And" | "When" | "As" | "According"
        )
    };
    if !analysis.is_capitalised(start) || sentence_starts(start) {
        return start..start;
    }
    let mut end = start + 1;
    while end < analysis.tokens.len() && end < start + LONGEST_NAME {
        let capital = analysis.is_capitalised(end) && !analysis.tokens[end].line_start;
        let goes_on =
            || analysis.is_capitalised(end + 1) || joins(end + 1) && analysis.is_capitalised(end + 2);
        if !(capital || joins(end) && goes_on()) {
            break;
        }
        end += 1;
    }
    start..end
}

/// Whether capitals are the initials of a name, small words left out, or most of them in order.
fn is_acronym_of(analysis: &Analysis<'_>, name: &Range<usize>, acronym: &str) -> bool {
    let capitals: Vec<char> = acronym.chars().filter(|c| c.is_uppercase()).collect();
    if capitals.len() < 2 || capitals.len() * 2 < acronym.chars().count() {
        return false;
    }
    let mut initials =
        name.clone().filter_map(|token| analysis.word_at(token).chars().next().filter(|c| c.is_uppercase()));
    capitals.iter().filter(|capital| initials.any(|initial| initial == **capital)).count() == capitals.len()
}

/// Whether a noun can take a body up: it is a word of its name, or one for its kind.
fn fits(analysis: &Analysis<'_>, body: &Named, noun: &str) -> bool {
    let in_name = body.tokens.clone().any(|token| analysis.word_at(token).eq_ignore_ascii_case(noun));
    let of_kind = match body.kind {
        Some(SpeakerType::Ngo) => {
            matches!(
                noun,
                "group" | "organisation" | "organization" | "charity" | "watchdog" | "body" | "foundation"
            )
        }
        Some(SpeakerType::News) => {
            matches!(
                noun,
                "newspaper" | "agency" | "outlet" | "broadcaster" | "magazine" | "paper" | "website"
            )
        }
        Some(SpeakerType::Academic) => {
            matches!(noun, "institute" | "university" | "centre" | "center" | "think-tank")
        }
        Some(SpeakerType::Government) => {
            matches!(
                noun,
                "agency"
                    | "ministry"
                    | "department"
                    | "body"
                    | "panel"
                    | "committee"
                    | "organisation"
                    | "organization"
            )
        }
        Some(SpeakerType::Group) => {
            matches!(noun, "company" | "firm" | "group" | "body" | "organisation" | "organization")
        }
        Some(SpeakerType::Index | SpeakerType::Report) => matches!(noun, "index" | "report"),
        _ => false,
    };
    in_name || of_kind
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Gazetteer;
    use crate::rules::Rules;

    fn with<T>(text: &str, ask: impl Fn(&Analysis<'_>, &Coreference) -> T) -> T {
        let rules = Rules::compile(crate::EMBEDDED_RULES).unwrap();
        let document = crate::extract::plain(text);
        let analysis = Analysis::of(&document, &rules.vocabulary, Gazetteer::embedded());
        ask(&analysis, &Coreference::of(&analysis, rules.vocabulary.lexicon("firm_word")))
    }

    #[test]
    fn an_acronym_stands_for_the_name_before_its_bracket() {
        let text = "The Bonded Brick Workers Front (BBWF) has an office. The BBWF counts them.";
        let full = with(text, |analysis, names| {
            names.of_acronym("BBWF").map(|name| analysis.words_of(&name).to_owned())
        });
        assert_eq!(full.as_deref(), Some("Bonded Brick Workers Front"));
        let none = with("Lunch (BBWF) was late.", |_, names| names.of_acronym("BBWF"));
        assert_eq!(none, None);
    }

    #[test]
    fn a_surname_stands_for_who_alone_bears_it() {
        let name = |text: &str| {
            with(text, |analysis, names| {
                let name = names.of_surname("Beltsova", analysis.tokens.len());
                name.map(|name| analysis.words_of(&name).to_owned())
            })
        };
        assert_eq!(name("We met Ana Beltsova. Then Beltsova left.").as_deref(), Some("Ana Beltsova"));
        assert_eq!(name("We met Ana Beltsova and later Ida Beltsova. Then Beltsova left."), None);
    }

    #[test]
    fn a_noun_takes_up_the_nearest_body_it_fits() {
        let text = "Human Rights Watch and Reuters came. The group spoke.";
        let group = with(text, |analysis, names| {
            names
                .taken_up(analysis, "group", analysis.tokens.len())
                .map(|body| analysis.words_of(&body.tokens).to_owned())
        });
        assert_eq!(group.as_deref(), Some("Human Rights Watch"));
        assert!(with(text, |analysis, names| names.taken_up(analysis, "ministry", 20).is_none()));
    }

    #[test]
    fn a_sentence_is_about_the_name_it_opens_with() {
        let subject = |text: &str| {
            with(text, |analysis, names| {
                let subject = names.subject(analysis, &analysis.sentences[0].tokens);
                subject.map(|body| analysis.words_of(&body.tokens).to_owned())
            })
        };
        assert_eq!(subject("Poland closed its border.").as_deref(), Some("Poland"));
        assert_eq!(
            subject("The International Labour Organization met.").as_deref(),
            Some("International Labour Organization")
        );
        assert_eq!(subject("A man left Poland."), None);
    }
}
