//! The words that rules mention, numbered, and the lexicons made of them.

use super::inflect;
use crate::languages::{Language, token};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// The number of a word that some rule mentions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Word(u32);

impl Word {
    /// A word no rule mentions.
    pub(crate) const UNKNOWN: Self = Self(0);

    /// Its number; 0 for [`Word::UNKNOWN`].
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The number of a lexicon.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct LexiconId(u16);

impl LexiconId {
    /// Its place in [`Vocabulary::lexicon_names`].
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Debug, Clone, Default)]
struct TrieNode {
    children: Vec<(Word, u32)>,
    lexicons: Vec<LexiconId>,
}

/// All words and lexicons of a set of rules.
#[derive(Debug, Clone)]
pub(crate) struct Vocabulary {
    language: Language,
    words: FxHashMap<Box<str>, Word>,
    /// By word: whether it is a past tense or participle of some verb in the rules.
    past: Vec<bool>,
    lexicons: FxHashMap<String, LexiconId>,
    names: Vec<String>,
    /// By lexicon: whether some pattern asks for counts of its nouns.
    counted: Vec<bool>,
    /// Phrases added to lexicons so far.
    phrases: usize,
    nodes: Vec<TrieNode>,
    /// By word: the trie node of entries that start with it; 0 where there are none.
    roots: Vec<u32>,
}

/// Forms that one entry of several words may expand to.
const MOST_EXPANSIONS: usize = 400;

/// Words that one entry may have.
const LONGEST_ENTRY: usize = 24;

/// Phrases that all lexicons together may hold, each counted once for every lexicon it is in.
pub(crate) const MOST_PHRASES: usize = 1_000_000;

/// Most lexicons of a set of rules.
pub(crate) const MOST_LEXICONS: usize = 1_024;

/// A word as texts are split: the possessive of `worker's` and `workers'` is a token of its own.
pub(crate) fn as_in_texts(written: &str) -> impl Iterator<Item = &str> {
    let possessive =
        ["'s", "’s", "'", "’"].into_iter().find(|end| written.len() > end.len() && written.ends_with(end));
    let (word, rest) = written.split_at(written.len() - possessive.map_or(0, str::len));
    [word, rest].into_iter().filter(|part| !part.is_empty())
}

impl Vocabulary {
    /// No words yet.
    pub(crate) fn new(language: Language) -> Self {
        Self {
            language,
            words: FxHashMap::default(),
            past: vec![false],
            lexicons: FxHashMap::default(),
            names: Vec::new(),
            counted: Vec::new(),
            phrases: 0,
            nodes: vec![TrieNode::default()],
            roots: vec![0],
        }
    }

    /// The words of a language that `written` is made of, as texts are split.
    pub(crate) fn as_in_texts<'w>(&self, written: &'w str) -> Vec<&'w str> {
        match self.language {
            Language::English => as_in_texts(written).collect(),
            other => token::words_of(other, written),
        }
    }

    /// The number of a lower-cased word as it stands in a text.
    pub(crate) fn get(&self, word: &str) -> Word {
        self.words.get(word).copied().unwrap_or(Word::UNKNOWN)
    }

    /// Whether the word is a past tense or participle of a verb in the rules.
    pub(crate) fn is_past(&self, word: Word) -> bool {
        self.past.get(word.index()).copied().unwrap_or(false)
    }

    fn add(&mut self, word: &str, past: bool) -> Word {
        let id = self.words.get(word).copied().unwrap_or_else(|| {
            let next = Word(self.past.len() as u32);
            self.words.insert(word.into(), next);
            self.past.push(false);
            self.roots.push(0);
            next
        });
        self.past[id.index()] |= past;
        id
    }

    /// The words that `written` stands for: itself, or all forms of `…/v` or `…/n`.
    pub(crate) fn forms(&mut self, written: &str) -> Result<Vec<Word>, String> {
        if self.language != Language::English {
            let form = token::form(self.language, written).into_owned();
            return Ok(vec![self.add(&form, false)]);
        }
        let is_lower = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
        let written = match written.bytes().all(is_lower) {
            true => Cow::Borrowed(written),
            false => Cow::Owned(written.replace('’', "'").to_lowercase()),
        };
        let (base, part) = match written.rsplit_once('/') {
            Some((base, part)) if !base.is_empty() => (base, Some(part)),
            _ => (written.as_ref(), None),
        };
        let mut words = match part {
            None => vec![self.add(base, false)],
            Some("n") => inflect::noun(base).iter().map(|form| self.add(form, false)).collect(),
            Some("v") => {
                let forms = inflect::verb(base);
                let mut words: Vec<Word> = forms.present.iter().map(|form| self.add(form, false)).collect();
                // "cut", "put": present and past look alike, so they say nothing about tense.
                let past = |form: &String| !forms.present.contains(form);
                words.extend(forms.past.iter().map(|form| self.add(form, past(form))));
                words
            }
            Some(other) => return Err(format!("`/{other}` is no part of speech: `/v` verb, `/n` noun")),
        };
        words.sort_unstable();
        words.dedup();
        Ok(words)
    }

    /// The lexicon of that name.
    pub(crate) fn lexicon(&self, name: &str) -> Option<LexiconId> {
        self.lexicons.get(name).copied()
    }

    /// The lexicon whose nouns the names of peoples ("Cubans") belong to.
    pub(crate) fn person(&self) -> Option<LexiconId> {
        self.lexicon("person")
    }

    /// The names of all lexicons, by [`LexiconId::index`].
    pub(crate) fn lexicon_names(&self) -> &[String] {
        &self.names
    }

    /// Makes the lexicon, or finds it if it is there.
    pub(crate) fn declare_lexicon(&mut self, name: &str) -> Result<LexiconId, String> {
        if let Some(id) = self.lexicons.get(name) {
            return Ok(*id);
        }
        if self.names.len() == MOST_LEXICONS {
            return Err(format!("more than {MOST_LEXICONS} lexicons"));
        }
        let id = LexiconId(self.names.len() as u16);
        self.lexicons.insert(name.to_owned(), id);
        self.names.push(name.to_owned());
        self.counted.push(false);
        Ok(id)
    }

    /// Whether some pattern asks for counts of the lexicon's nouns.
    pub(crate) fn is_counted(&self, lexicon: LexiconId) -> bool {
        self.counted.get(lexicon.index()).copied().unwrap_or(false)
    }

    /// Notes that a pattern asks for counts of the lexicon's nouns.
    pub(crate) fn mark_counted(&mut self, lexicon: LexiconId) {
        if let Some(counted) = self.counted.get_mut(lexicon.index()) {
            *counted = true;
        }
    }

    /// Adds an entry such as `hand/v over` to a lexicon.
    pub(crate) fn add_entry(&mut self, lexicon: LexiconId, entry: &str) -> Result<(), String> {
        let mut sequences: Vec<Vec<Word>> = vec![Vec::new()];
        if entry.split_whitespace().nth(LONGEST_ENTRY).is_some() {
            return Err(format!("an entry of more than {LONGEST_ENTRY} words"));
        }
        let words: Vec<&str> = entry.split_whitespace().flat_map(|word| self.as_in_texts(word)).collect();
        for written in words {
            let forms = self.forms(written)?;
            if sequences.len() * forms.len() > MOST_EXPANSIONS {
                return Err(format!("`{entry}` stands for more than {MOST_EXPANSIONS} phrases"));
            }
            sequences = sequences
                .iter()
                .flat_map(|start| forms.iter().map(move |form| [start.as_slice(), &[*form]].concat()))
                .collect();
        }
        self.phrases += sequences.len();
        if self.phrases > MOST_PHRASES {
            return Err(format!("lexicons of more than {MOST_PHRASES} phrases"));
        }
        for sequence in sequences.iter().filter(|sequence| !sequence.is_empty()) {
            self.insert(lexicon, sequence);
        }
        Ok(())
    }

    fn insert(&mut self, lexicon: LexiconId, sequence: &[Word]) {
        let [first, rest @ ..] = sequence else { return };
        if self.roots[first.index()] == 0 {
            self.roots[first.index()] = self.nodes.len() as u32;
            self.nodes.push(TrieNode::default());
        }
        let mut node = self.roots[first.index()] as usize;
        for word in rest {
            node = match self.nodes[node].children.binary_search_by_key(word, |child| child.0) {
                Ok(place) => self.nodes[node].children[place].1 as usize,
                Err(place) => {
                    let new = self.nodes.len();
                    self.nodes[node].children.insert(place, (*word, new as u32));
                    self.nodes.push(TrieNode::default());
                    new
                }
            };
        }
        let lexicons = &mut self.nodes[node].lexicons;
        if !lexicons.contains(&lexicon) {
            lexicons.push(lexicon);
        }
    }

    /// Calls `found` with the length and lexicon of each entry that starts `words`, shortest first.
    pub(crate) fn entries_at(&self, words: &[Word], mut found: impl FnMut(usize, LexiconId)) {
        let Some(first) = words.first() else { return };
        let mut node = self.roots.get(first.index()).copied().unwrap_or(0) as usize;
        let mut length = 1;
        while node != 0 {
            for lexicon in &self.nodes[node].lexicons {
                found(length, *lexicon);
            }
            let children = &self.nodes[node].children;
            let Some(word) = words.get(length).filter(|_| !children.is_empty()) else { return };
            node = match children.binary_search_by_key(word, |child| child.0) {
                Ok(place) => children[place].1 as usize,
                Err(_) => return,
            };
            length += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_of_several_words_in_all_forms() {
        let mut vocabulary = Vocabulary::new(Language::English);
        let lexicon = vocabulary.declare_lexicon("hand_over").unwrap();
        vocabulary.add_entry(lexicon, "hand/v over").unwrap();
        vocabulary.add_entry(lexicon, "give/v").unwrap();
        let at = |text: &str| {
            let words: Vec<Word> = text.split(' ').map(|word| vocabulary.get(word)).collect();
            let mut lengths = Vec::new();
            vocabulary.entries_at(&words, |length, _| lengths.push(length));
            lengths
        };
        assert_eq!(at("handed over money"), [2]);
        assert_eq!(at("gave money"), [1]);
        assert_eq!(at("handed money"), [0; 0]);
        assert!(vocabulary.is_past(vocabulary.get("gave")) && !vocabulary.is_past(vocabulary.get("gives")));
    }

    #[test]
    fn possessives_are_split_as_in_texts() {
        assert_eq!(as_in_texts("worker's").collect::<Vec<_>>(), ["worker", "'s"]);
        assert_eq!(as_in_texts("workers’").collect::<Vec<_>>(), ["workers", "’"]);
        assert_eq!(as_in_texts("'s").collect::<Vec<_>>(), ["'s"]);
        assert_eq!(as_in_texts("don't").collect::<Vec<_>>(), ["don't"]);
    }
}
