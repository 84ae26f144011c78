//! Patterns made quicker to match without changing what they match: sequences within sequences taken apart, words that
//! are alternatives side by side made one set, alternatives ordered by the word they start with.

use super::{Alternatives, Node};
use crate::rules::vocabulary::Word;

/// Nodes one after the other, each tidy.
pub(super) fn sequence(nodes: Vec<Node>) -> Node {
    let mut all = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::Sequence(inner) => all.extend(inner),
            node => all.push(node),
        }
    }
    if all.len() == 1 { all.remove(0) } else { Node::Sequence(all) }
}

/// Alternatives, each tidy.
pub(super) fn either(nodes: Vec<Node>) -> Node {
    let mut all: Vec<Node> = Vec::with_capacity(nodes.len());
    let mut side_by_side: Vec<Word> = Vec::new();
    for node in nodes {
        // Whichever of them the word is, what follows is tried at the same token.
        if let Node::Words(words) = node {
            side_by_side.extend(words);
            continue;
        }
        all.extend(one_of(&mut side_by_side));
        all.push(node);
    }
    all.extend(one_of(&mut side_by_side));
    if all.len() == 1 { all.remove(0) } else { Node::Either(Alternatives::of(all)) }
}

/// The words so far as one node, if there are any.
fn one_of(words: &mut Vec<Word>) -> Option<Node> {
    words.sort_unstable();
    words.dedup();
    (!words.is_empty()).then(|| Node::Words(std::mem::take(words).into()))
}

impl Alternatives {
    /// Alternatives in order.
    fn of(all: Vec<Node>) -> Self {
        let (mut by_word, mut others) = (Vec::new(), Vec::new());
        for (number, node) in all.iter().enumerate() {
            let number = number as u32;
            match first_words(node) {
                Some(words) => by_word.extend(words.into_iter().map(|word| (word, number))),
                None => others.push(number),
            }
        }
        by_word.sort_unstable();
        by_word.dedup();
        Self { all, by_word: by_word.into(), others: others.into() }
    }
}

/// The words that a node must start with; `None` where it can start otherwise.
fn first_words(node: &Node) -> Option<Vec<Word>> {
    match node {
        Node::Words(words) => Some(words.to_vec()),
        Node::Capture(_, inner) => first_words(inner),
        Node::Sequence(nodes) => {
            first_words(nodes.iter().find(|node| !matches!(node, Node::QuoteStart | Node::QuoteEnd))?)
        }
        Node::Either(either) => {
            either.others.is_empty().then(|| either.by_word.iter().map(|(word, _)| *word).collect())
        }
        _ => None,
    }
}
