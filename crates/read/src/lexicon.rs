//! The lexicon files of this crate, compiled once: phrases of lines, words of class names.
//!
//! A file has sections `[name]`, one entry a line, comments after `#`. They are part of the binary. What is looked up in
//! them comes from anywhere, but nothing else is stored, so that a quick hash is safe.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use model::Zone;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Entries of a lexicon file by section, in order.
fn sections(file: &'static str) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut sections: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
            .filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        {
            Some(name) => sections.push((name, Vec::new())),
            None => {
                if let Some((_, entries)) = sections.last_mut() {
                    entries.push(line);
                }
            }
        }
    }
    sections
}

/// Beginnings of lines, found by their first character.
pub(crate) struct Prefixes {
    by_first: FxHashMap<char, Vec<String>>,
}

impl Prefixes {
    fn new(entries: &[&str]) -> Self {
        let mut by_first: FxHashMap<char, Vec<String>> = FxHashMap::default();
        for entry in entries {
            // An underscore at the end stands for the space that must follow.
            let prefix =
                entry.strip_suffix('_').map_or_else(|| (*entry).to_owned(), |word| format!("{word} "));
            if let Some(first) = prefix.chars().next() {
                by_first.entry(first).or_default().push(prefix);
            }
        }
        Self { by_first }
    }

    /// What follows the longest of them at the beginning of the text, whatever its case.
    pub(crate) fn strip<'t>(&self, text: &'t str) -> Option<&'t str> {
        let first = text.chars().next()?.to_lowercase().next()?;
        let rests = self.by_first.get(&first)?.iter().filter_map(|prefix| {
            let mut rest = text.chars();
            prefix
                .chars()
                .all(|expected| rest.next().is_some_and(|found| found.to_lowercase().eq([expected])))
                .then_some(rest.as_str())
        });
        rests.min_by_key(|rest| rest.len())
    }

    /// Whether the text, in lower case, begins with one of them.
    pub(crate) fn begin(&self, lower: &str) -> bool {
        let first = lower.chars().next().and_then(|first| self.by_first.get(&first));
        first.is_some_and(|prefixes| prefixes.iter().any(|prefix| lower.starts_with(prefix.as_str())))
    }
}

/// Phrases of lines, from `lexicons/lines.txt`.
pub(crate) struct LinePhrases {
    /// Whole lines: buttons.
    pub(crate) buttons: FxHashSet<&'static str>,
    /// Whole lines: headings over related articles.
    pub(crate) related_heads: FxHashSet<&'static str>,
    /// Whole lines: headings over other articles.
    pub(crate) teaser_heads: FxHashSet<&'static str>,
    /// Whole lines: headings over comments.
    pub(crate) comment_heads: FxHashSet<&'static str>,
    /// Whole lines: links to the rest.
    pub(crate) read_more: FxHashSet<&'static str>,
    /// Names of picture agencies.
    pub(crate) agencies: FxHashSet<&'static str>,
    /// Beginnings of a pointer to one article.
    pub(crate) related: Prefixes,
    /// Beginnings of a line of keywords.
    pub(crate) tags: Prefixes,
    /// Beginnings of a line about date or author.
    pub(crate) meta: Prefixes,
    /// Beginnings of a credit.
    pub(crate) credit: Prefixes,
    notices: Option<AhoCorasick>,
    notice_weights: Vec<u32>,
}

impl LinePhrases {
    /// How much the phrases in a text, in lower case, say that it is a notice; each phrase counts once.
    pub(crate) fn notice_score(&self, lower: &str) -> u32 {
        let Some(notices) = &self.notices else { return 0 };
        let mut seen = Vec::new();
        for found in notices.find_overlapping_iter(lower) {
            seen.resize(self.notice_weights.len(), false);
            if let Some(slot) = seen.get_mut(found.pattern().as_usize()) {
                *slot = true;
            }
        }
        seen.iter().zip(&self.notice_weights).filter(|(seen, _)| **seen).map(|(_, weight)| weight).sum()
    }
}

/// Phrases of lines.
pub(crate) static LINES: LazyLock<LinePhrases> = LazyLock::new(|| {
    let sections: HashMap<&str, Vec<&'static str>> =
        sections(include_str!("../lexicons/lines.txt")).into_iter().collect();
    let entries = |name: &str| sections.get(name).map(Vec::as_slice).unwrap_or_default();
    let set = |name: &str| entries(name).iter().copied().collect::<FxHashSet<_>>();
    let weighed: Vec<(u32, &str)> = entries("notices")
        .iter()
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(weight, phrase)| Some((weight.parse().ok()?, phrase)))
        .collect();
    LinePhrases {
        buttons: set("buttons"),
        related_heads: set("related_heads"),
        teaser_heads: set("teaser_heads"),
        comment_heads: set("comment_heads"),
        read_more: set("read_more"),
        agencies: set("agencies"),
        related: Prefixes::new(entries("related_prefixes")),
        tags: Prefixes::new(entries("tag_prefixes")),
        meta: Prefixes::new(entries("meta_prefixes")),
        credit: Prefixes::new(entries("credit_prefixes")),
        notices: AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .build(weighed.iter().map(|(_, phrase)| phrase))
            .ok(),
        notice_weights: weighed.iter().map(|(weight, _)| *weight).collect(),
    }
});

/// Words of a page's head, from `lexicons/head.txt`.
pub(crate) struct HeadWords {
    /// Labels of a date of publication.
    pub(crate) published: FxHashSet<&'static str>,
    /// Labels of a date of publication that must stand alone.
    pub(crate) date: FxHashSet<&'static str>,
    /// Labels of the date of the last change.
    pub(crate) modified: FxHashSet<&'static str>,
    /// Labels of the day whose state the text describes.
    pub(crate) edition: FxHashSet<&'static str>,
    /// Beginnings of a line that names the author.
    pub(crate) author: Prefixes,
    /// Words before "by".
    pub(crate) works: FxHashSet<&'static str>,
    /// Whole lines that say what kind of text follows: "Press release".
    pub(crate) banners: FxHashSet<&'static str>,
    /// Words of a byline that are no names.
    pub(crate) staff: FxHashSet<&'static str>,
}

/// Words of a page's head.
pub(crate) static HEAD: LazyLock<HeadWords> = LazyLock::new(|| {
    let sections: HashMap<&str, Vec<&'static str>> =
        sections(include_str!("../lexicons/head.txt")).into_iter().collect();
    let entries = |name: &str| sections.get(name).map(Vec::as_slice).unwrap_or_default();
    let set = |name: &str| entries(name).iter().copied().collect::<FxHashSet<_>>();
    HeadWords {
        published: set("published"),
        date: set("date"),
        modified: set("modified"),
        edition: set("edition"),
        author: Prefixes::new(entries("author")),
        works: set("works"),
        banners: set("banners"),
        staff: set("staff"),
    }
});

/// Words of class and id attributes, in lower case: split at punctuation and at camel case. One store serves a whole page.
#[derive(Debug, Default)]
pub(crate) struct Words {
    text: String,
    ends: Vec<usize>,
}

impl Words {
    /// Most words of one element that are looked at.
    const MOST: usize = 40;

    /// Forgets all words.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The words in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).filter_map(|(start, end)| self.text.get(start..*end))
    }

    fn end_word(&mut self) {
        if self.ends.last().copied().unwrap_or_default() < self.text.len() {
            self.ends.push(self.text.len());
        }
    }

    /// Adds the words of an attribute.
    pub(crate) fn add(&mut self, names: &str) {
        if names.is_ascii() {
            return self.add_ascii(names);
        }
        let mut was_lower = false;
        for character in names.chars() {
            let is_letter = character.is_ascii_alphanumeric() || !character.is_ascii();
            if !is_letter || character.is_ascii_uppercase() && was_lower {
                self.end_word();
                if self.ends.len() > Self::MOST {
                    return;
                }
            }
            if character.is_ascii() {
                if is_letter {
                    self.text.push(character.to_ascii_lowercase());
                }
            } else {
                self.text.extend(character.to_lowercase());
            }
            was_lower = character.is_ascii_lowercase();
        }
        self.end_word();
    }

    /// [`Words::add`] for names of ASCII, as nearly all are: words are taken over whole.
    fn add_ascii(&mut self, names: &str) {
        let (bytes, mut start, mut was_lower, mut is_full) = (names.as_bytes(), 0, false, false);
        let first = self.text.len();
        for (at, byte) in bytes.iter().enumerate() {
            let is_letter = byte.is_ascii_alphanumeric();
            if !is_letter || byte.is_ascii_uppercase() && was_lower {
                self.text.push_str(names.get(start..at).unwrap_or_default());
                self.end_word();
                start = at + usize::from(!is_letter);
                is_full = self.ends.len() > Self::MOST;
                if is_full {
                    break;
                }
            }
            was_lower = byte.is_ascii_lowercase();
        }
        if !is_full {
            self.text.push_str(names.get(start..).unwrap_or_default());
            self.end_word();
        }
        if let Some(added) = self.text.get_mut(first..) {
            added.make_ascii_lowercase();
        }
    }
}

/// What a word of a class name leads to.
#[derive(Debug, Default)]
struct ClassWord {
    /// Rank of the section that has the word alone.
    alone: Option<usize>,
    /// Ranks of sections that have it with others, and these.
    joined: Vec<(usize, Vec<&'static str>)>,
}

/// Words of class and id names, from `lexicons/elements.txt`.
pub(crate) struct ClassWords {
    words: FxHashMap<&'static str, ClassWord>,
    zones: Vec<Option<Zone>>,
}

/// What the words of an element's class and id say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct ClassMeaning {
    /// The role they give.
    pub(crate) zone: Option<Zone>,
    /// Whether they mark the body of an article.
    pub(crate) is_content: bool,
}

impl ClassWords {
    /// Reads the words of an element together; sections that stand earlier in the file win.
    pub(crate) fn meaning(&self, words: &Words) -> ClassMeaning {
        let mut meaning = ClassMeaning::default();
        let mut best = usize::MAX;
        for word in words.iter() {
            let Some(entry) = self.words.get(word) else { continue };
            let joined = entry
                .joined
                .iter()
                .filter(|(_, others)| others.iter().all(|other| words.iter().any(|word| word == *other)))
                .map(|(rank, _)| *rank);
            for rank in entry.alone.into_iter().chain(joined) {
                match self.zones.get(rank) {
                    Some(Some(zone)) if rank < best => (best, meaning.zone) = (rank, Some(*zone)),
                    Some(None) => meaning.is_content = true,
                    _ => {}
                }
            }
        }
        meaning
    }
}

/// Words of class and id names.
pub(crate) static CLASSES: LazyLock<ClassWords> = LazyLock::new(|| {
    let mut words: FxHashMap<&'static str, ClassWord> = FxHashMap::default();
    let mut zones = Vec::new();
    for (rank, (section, entries)) in
        sections(include_str!("../lexicons/elements.txt")).into_iter().enumerate()
    {
        // Every section but `content` is named after a zone.
        zones.push(section.parse::<Zone>().ok());
        for entry in entries {
            let mut parts = entry.split('+');
            let Some(first) = parts.next() else { continue };
            let others: Vec<&'static str> = parts.collect();
            let word = words.entry(first).or_default();
            if others.is_empty() {
                word.alone = Some(word.alone.map_or(rank, |known| known.min(rank)));
            } else {
                word.joined.push((rank, others));
            }
        }
    }
    ClassWords { words, zones }
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_well_formed() {
        let lines = sections(include_str!("../lexicons/lines.txt"));
        assert_eq!(lines.len(), 11);
        for (section, entries) in &lines {
            assert!(!entries.is_empty(), "{section}");
            for entry in entries {
                assert_eq!(*entry, entry.to_lowercase(), "{section}");
            }
        }
        for (section, entries) in sections(include_str!("../lexicons/head.txt")) {
            for entry in entries {
                assert_eq!(entry, entry.to_lowercase(), "{section}");
            }
        }
        let notices =
            lines.iter().find(|(section, _)| *section == "notices").map_or(0, |(_, entries)| entries.len());
        assert_eq!(notices, LINES.notice_weights.len());
        for (section, _) in sections(include_str!("../lexicons/elements.txt")) {
            assert!(section == "content" || section.parse::<Zone>().is_ok(), "{section}");
        }
    }

    #[test]
    fn joined_words_need_each_other() {
        let meaning = |words: &[&str]| {
            let mut store = Words::default();
            words.iter().for_each(|word| store.add(word));
            CLASSES.meaning(&store)
        };
        assert_eq!(meaning(&["post", "meta"]).zone, Some(Zone::Meta));
        assert_eq!(meaning(&["post"]).zone, None);
        assert!(meaning(&["entry", "content"]).is_content);
    }
}
