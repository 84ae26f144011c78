//! Text to words: where a name breaks, and what stood between its parts.

use crate::Script;
use crate::fold::push_folded;

/// A word of a name before its role is known.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Word {
    /// In lower-case Latin letters and digits.
    pub(crate) text: String,
    /// As written, with apostrophes and diacritics.
    pub(crate) written: String,
    /// Script of its first letter; none for figures.
    pub(crate) script: Option<Script>,
    /// Joined to the word before by a hyphen.
    pub(crate) hyphen_before: bool,
    /// White space stands before it.
    pub(crate) space_before: bool,
    /// A comma stands after it.
    pub(crate) comma_after: bool,
    /// A full stop stands after it.
    pub(crate) dot_after: bool,
    /// Stands in brackets.
    pub(crate) in_brackets: bool,
}

/// Cuts a text into words.
///
/// Apostrophes do not cut (`Qa'ida`), nor do format characters such as the zero-width non-joiner; hyphens, other
/// punctuation, white space and a change of script do. `&` and `+` are the word `and`.
#[must_use]
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut cutter = Cutter::default();
    for c in text.chars() {
        cutter.take(c);
    }
    cutter.end_word();
    cutter.words
}

#[derive(Default)]
struct Cutter {
    words: Vec<Word>,
    open: Word,
    brackets: u32,
    hyphen: bool,
    space: bool,
}

impl Cutter {
    fn take(&mut self, c: char) {
        match c {
            _ if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) => self.letter(c),
            '\'' | '’' | '‘' | '`' | '´' | 'ʻ' | 'ʼ' | 'ʾ' | 'ʿ' | '′' | 'ʹ' | 'ʺ' => {
                if !self.open.written.is_empty() {
                    self.open.written.push(c);
                }
            }
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{640}' => {}
            '&' | '+' => {
                self.end_word();
                self.open = Word { text: "and".into(), written: c.into(), ..Word::default() };
                self.end_word();
            }
            _ => {
                self.end_word();
                self.between(c);
            }
        }
    }

    fn letter(&mut self, c: char) {
        let script = Script::of(c);
        let changes = matches!((self.open.script, script), (Some(open), Some(new)) if open != new);
        if changes {
            self.end_word();
        }
        if self.open.written.is_empty() {
            self.open.hyphen_before = std::mem::take(&mut self.hyphen);
            self.open.space_before = std::mem::take(&mut self.space);
            self.open.in_brackets = self.brackets > 0;
        }
        self.open.script = self.open.script.or(script);
        self.open.written.push(c);
        push_folded(c, &mut self.open.text);
    }

    fn end_word(&mut self) {
        let mut word = std::mem::take(&mut self.open);
        if !word.text.is_empty() {
            word.written.truncate(word.written.trim_end_matches(['\'', '’', '‘', '`']).len());
            self.words.push(word);
        }
    }

    fn between(&mut self, c: char) {
        self.space |= c.is_whitespace();
        self.hyphen = matches!(c, '-' | '‐' | '‑' | '–' | '−');
        match c {
            '(' | '[' | '{' | '（' | '［' | '【' => self.brackets += 1,
            ')' | ']' | '}' | '）' | '］' | '】' => self.brackets = self.brackets.saturating_sub(1),
            ',' | '，' | '،' => self.words.last_mut().into_iter().for_each(|word| word.comma_after = true),
            '.' => self.words.last_mut().into_iter().for_each(|word| word.dot_after = true),
            _ => {}
        }
    }
}

/// Joins letters that full stops separate, as `S.A.` and `C.K.`, into one word.
#[must_use]
pub(crate) fn join_dotted(words: Vec<Word>) -> Vec<Word> {
    let mut joined: Vec<Word> = Vec::with_capacity(words.len());
    let mut open = false;
    for word in words {
        let is_letter = word.text.len() <= 2 && word.written.chars().count() == 1 && word.script.is_some();
        let (goes_on, dotted) = (open && is_letter && !word.space_before, word.dot_after);
        match joined.last_mut().filter(|_| goes_on) {
            Some(last) => {
                last.text.push_str(&word.text);
                last.written.push_str(&word.written);
                (last.comma_after, last.dot_after) = (word.comma_after, word.dot_after);
            }
            None => joined.push(word),
        }
        open = is_letter && dotted;
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(name: &str) -> Vec<String> {
        join_dotted(words(name)).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn cuts_and_joins() {
        let cases: &[(&str, &[&str])] = &[
            ("Al-Qa'ida/Islamic Army", &["al", "qaida", "islamic", "army"]),
            ("L.X.C. Aviation", &["lxc", "aviation"]),
            ("A.B.C. Company S.A. de C.V.", &["abc", "company", "sa", "de", "cv"]),
            ("G.L.G. S.A.", &["glg", "sa"]),
            ("Procter & Gamble Co.", &["procter", "and", "gamble", "co"]),
            ("FABERLIC EUROPE Sp. z o.o.", &["faberlic", "europe", "sp", "z", "oo"]),
            ("Jin Tiesan (金铁三)", &["jin", "tiesan", "jintiesan"]),
            ("مسعود پزشک‌فر", &["msawd", "pzshkfr"]),
            ("Citigroup Trust 2007-AHL1", &["citigroup", "trust", "2007", "ahl1"]),
        ];
        for (name, expected) in cases {
            assert_eq!(texts(name), *expected, "{name}");
        }
    }
}
