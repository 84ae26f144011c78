//! Patterns as they are written.

use super::{Class, Node, tidy};
use crate::rules::vocabulary::Vocabulary;

const GAP_IN_SENTENCE: u8 = 12;
const GAP_IN_CLAUSE: u8 = 6;
/// How deep groups and slots may be nested.
const DEEPEST_GROUP: usize = 12;

pub(super) struct Parser<'s, 'v> {
    pub(super) rest: &'s str,
    pub(super) vocabulary: &'v mut Vocabulary,
    pub(super) slots: Vec<String>,
}

impl Parser<'_, '_> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    pub(super) fn alternatives(&mut self, depth: usize) -> Result<Node, String> {
        if depth > DEEPEST_GROUP {
            return Err(format!("groups are nested more than {DEEPEST_GROUP} deep"));
        }
        let mut either = Vec::new();
        loop {
            either.push(self.sequence(depth)?);
            match self.rest.strip_prefix('|') {
                Some(rest) => self.rest = rest,
                None => break,
            }
        }
        Ok(tidy::either(either))
    }

    fn sequence(&mut self, depth: usize) -> Result<Node, String> {
        let mut nodes = Vec::new();
        loop {
            self.skip_space();
            if self.rest.is_empty() || self.rest.starts_with(['|', ')']) {
                break;
            }
            nodes.push(self.element(depth)?);
        }
        if nodes.is_empty() {
            return Err("an empty alternative".to_owned());
        }
        Ok(tidy::sequence(nodes))
    }

    fn element(&mut self, depth: usize) -> Result<Node, String> {
        let node = if let Some(rest) = self.rest.strip_prefix('(') {
            self.rest = rest;
            let inner = self.alternatives(depth + 1)?;
            self.rest = self.rest.strip_prefix(')').ok_or("a `(` without `)`")?;
            inner
        } else if let Some(rest) = self.rest.strip_prefix('<') {
            let (inside, rest) = rest.split_once('>').ok_or("a `<` without `>`")?;
            self.rest = rest;
            self.class(inside)?
        } else {
            let end = self.rest.find([' ', '\t', '(', ')', '|', '<', '?']).unwrap_or(self.rest.len());
            let (word, rest) = self.rest.split_at(end);
            self.rest = rest;
            if word.is_empty() {
                return Err("a `?` with nothing before it".to_owned());
            }
            if let Some(slot) = word.strip_suffix(':').filter(|slot| !slot.is_empty()) {
                return self.capture(slot, depth);
            }
            self.word(word)?
        };
        match self.rest.strip_prefix('?') {
            Some(rest) => {
                self.rest = rest;
                Ok(Node::Optional(Box::new(node)))
            }
            None => Ok(node),
        }
    }

    fn capture(&mut self, slot: &str, depth: usize) -> Result<Node, String> {
        if depth > DEEPEST_GROUP {
            return Err(format!("slots are nested more than {DEEPEST_GROUP} deep"));
        }
        let number = match self.slots.iter().position(|known| known == slot) {
            Some(number) => number,
            None => {
                self.slots.push(slot.to_owned());
                self.slots.len() - 1
            }
        };
        let number = u8::try_from(number).map_err(|_| "too many slots")?;
        self.skip_space();
        Ok(Node::Capture(number, Box::new(self.element(depth + 1)?)))
    }

    fn class(&mut self, inside: &str) -> Result<Node, String> {
        let mut parts = inside.split_whitespace();
        let name = parts.next().unwrap_or_default();
        let class = Class::ALL.into_iter().find(|class| class.as_str() == name).ok_or_else(|| {
            let known: Vec<_> = Class::ALL.iter().map(|class| class.as_str()).collect();
            format!("`<{name}>` is not known; there are <{}>", known.join(">, <"))
        })?;
        let head = match parts.next() {
            None => None,
            Some(lexicon) => {
                let name =
                    lexicon.strip_prefix('@').ok_or("after the class stands a lexicon such as @worker")?;
                let id =
                    self.vocabulary.lexicon(name).ok_or_else(|| format!("no lexicon is named `{name}`"))?;
                self.vocabulary.mark_counted(id);
                Some(id)
            }
        };
        Ok(Node::Class(class, head))
    }

    fn word(&mut self, word: &str) -> Result<Node, String> {
        Ok(match word {
            "^" => Node::SentenceStart,
            "[" => Node::QuoteStart,
            "]" => Node::QuoteEnd,
            _ => {
                if let Some(name) = word.strip_prefix('@') {
                    let id = self.vocabulary.lexicon(name);
                    return id.map(Node::Lexicon).ok_or_else(|| format!("no lexicon is named `{name}`"));
                }
                if let Some(most) = word.strip_prefix("...") {
                    return gap(most, GAP_IN_SENTENCE, false);
                }
                if let Some(most) = word.strip_prefix("..") {
                    return gap(most, GAP_IN_CLAUSE, true);
                }
                let words = self
                    .vocabulary
                    .as_in_texts(word)
                    .into_iter()
                    .map(|part| Ok(Node::Words(self.vocabulary.forms(part)?.into_boxed_slice())));
                tidy::sequence(words.collect::<Result<Vec<_>, String>>()?)
            }
        })
    }
}

fn gap(most: &str, default: u8, within_clause: bool) -> Result<Node, String> {
    let most = match most {
        "" => default,
        digits => digits.parse().ok().filter(|most| *most <= 40).ok_or("a gap holds at most 40 tokens")?,
    };
    Ok(Node::Gap { most, within_clause })
}
