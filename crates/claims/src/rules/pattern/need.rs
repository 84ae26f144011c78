//! What a sentence must have for a pattern to match somewhere in it: most patterns are passed over by that alone.

use super::key::SomeKeys;
use super::{Class, Key, KeySet, Node};
use crate::rules::vocabulary::LexiconId;

/// What must be there; where it is, the pattern may match or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Need {
    /// Nothing that can be told beforehand.
    Nothing,
    /// One of these.
    Any(SomeKeys),
    /// All of these.
    All(Vec<Need>),
    /// What one of these asks for.
    Either(Vec<Need>),
}

impl Need {
    /// What a node asks for. `person` is the lexicon whose nouns names of peoples belong to.
    pub(super) fn of(node: &Node, person: Option<LexiconId>) -> Self {
        match node {
            Node::Words(words) => Self::Any(SomeKeys::of(words.iter().map(|word| Key::word(*word)))),
            Node::Lexicon(lexicon) => Self::Any(SomeKeys::of([Key::lexicon(*lexicon)])),
            Node::Class(Class::AnyWord | Class::Number, _)
            | Node::Gap { .. }
            | Node::Optional(_)
            | Node::SentenceStart
            | Node::QuoteStart
            | Node::QuoteEnd => Self::Nothing,
            Node::Class(class, None) => Self::Any(SomeKeys::of([Key::class(*class)])),
            Node::Class(class, Some(head)) => {
                let mut heads = vec![Key::lexicon(*head)];
                if Some(*head) == person {
                    heads.push(Key::class(Class::Name));
                }
                Self::All(vec![Self::Any(SomeKeys::of([Key::class(*class)])), Self::Any(SomeKeys::of(heads))])
            }
            Node::Capture(_, inner) => Self::of(inner, person),
            Node::Sequence(nodes) => Self::all(nodes.iter().map(|node| Self::of(node, person))),
            Node::Either(either) => Self::either(either.all.iter().map(|node| Self::of(node, person))),
        }
    }

    /// What several patterns ask for together.
    pub(crate) fn all_of<'p>(patterns: impl Iterator<Item = &'p super::Pattern>) -> Self {
        Self::all(patterns.map(|pattern| pattern.need.clone()))
    }

    fn all(needs: impl Iterator<Item = Self>) -> Self {
        let mut all = Vec::new();
        for need in needs {
            match need {
                Self::Nothing => {}
                Self::All(needs) => all.extend(needs),
                need => all.push(need),
            }
        }
        // What is quickly looked up first, since one that is not met is enough.
        all.sort_by_key(Self::keys);
        all.dedup();
        match all.len() {
            0 => Self::Nothing,
            1 => all.remove(0),
            _ => Self::All(all),
        }
    }

    fn either(needs: impl Iterator<Item = Self>) -> Self {
        let (mut any, mut either) = (Vec::new(), Vec::new());
        for need in needs {
            match need {
                Self::Nothing => return Self::Nothing,
                Self::Any(keys) => any.push(keys),
                Self::Either(needs) => either.extend(needs),
                need @ Self::All(_) => either.push(need),
            }
        }
        if !any.is_empty() {
            either.insert(0, Self::Any(SomeKeys::all_of(&any)));
        }
        if either.len() == 1 { either.remove(0) } else { Self::Either(either) }
    }

    /// How much must be looked at to tell.
    fn keys(&self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Any(keys) => keys.places(),
            Self::All(needs) | Self::Either(needs) => needs.iter().map(Self::keys).sum(),
        }
    }

    /// Whether a sentence with these keys has what is asked for.
    pub(crate) fn is_met(&self, present: &KeySet) -> bool {
        match self {
            Self::Nothing => true,
            Self::Any(keys) => present.meets(keys),
            Self::All(needs) => needs.iter().all(|need| need.is_met(present)),
            Self::Either(needs) => needs.iter().any(|need| need.is_met(present)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Pattern;
    use super::*;
    use crate::languages::Language;
    use crate::rules::vocabulary::Vocabulary;

    #[test]
    fn a_sentence_without_what_a_pattern_asks_for_is_told() {
        let mut vocabulary = Vocabulary::new(Language::English);
        let guard = vocabulary.declare_lexicon("guard").unwrap();
        let pattern = Pattern::compile(
            "(take/v | the money)? ..4 keep/v [ <money> ] (@guard | of it)",
            &mut vocabulary,
        );
        let need = pattern.unwrap().need;
        let keys = |words: &[&str], others: &[Key]| {
            let mut keys = KeySet::default();
            words.iter().for_each(|word| keys.insert(Key::word(vocabulary.get(word))));
            others.iter().for_each(|key| keys.insert(*key));
            keys
        };
        let (money, guard) = (Key::class(Class::Money), Key::lexicon(guard));
        assert!(need.is_met(&keys(&["kept"], &[money, guard])));
        assert!(need.is_met(&keys(&["keeps", "of", "it"], &[money])));
        assert!(!need.is_met(&keys(&["keeps", "of"], &[money])));
        assert!(!need.is_met(&keys(&["took"], &[money, guard])));
        assert!(!need.is_met(&keys(&["kept"], &[guard])));
    }

    #[test]
    fn names_of_peoples_are_nouns_of_persons() {
        let mut vocabulary = Vocabulary::new(Language::English);
        vocabulary.declare_lexicon("person").unwrap();
        let need = Pattern::compile("<count @person>", &mut vocabulary).unwrap().need;
        let mut keys = KeySet::default();
        keys.insert(Key::class(Class::Count));
        assert!(!need.is_met(&keys));
        keys.insert(Key::class(Class::Name));
        assert!(need.is_met(&keys));
    }
}
