//! A small statistical model that says how likely a block belongs to the document itself.
//!
//! Boosted decision trees over the numbers of `features.rs`. The weights in `models/blocks.txt` were fitted by
//! `train/fit.py`; the file says on what. Reading them costs a millisecond once; a block costs one walk down each tree.

use super::features::{Features, NAMES};
use std::sync::LazyLock;

/// A fork of a tree, or a leaf; small, since all of them together should stay in a processor's nearest memory.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// At a fork the threshold: left, to the node that follows, where the feature is at most this. At a leaf what the
    /// tree adds to the score.
    value: f32,
    /// Where the right branch begins; 0 at a leaf.
    right: u16,
    /// The feature that a fork looks at.
    feature: u16,
}

/// All trees, one after the other.
#[derive(Debug, Default)]
pub(crate) struct BlockModel {
    nodes: Vec<Node>,
    roots: Vec<usize>,
    bias: f32,
}

impl BlockModel {
    /// Reads weights: `bias VALUE`, then one tree a line in pre-order, a fork as `feature threshold`, a leaf as `=value`.
    fn parse(text: &str) -> Option<Self> {
        let mut model = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            if let Some(bias) = line.strip_prefix("bias ") {
                model.bias = bias.parse().ok()?;
                continue;
            }
            model.roots.push(model.nodes.len());
            let mut tokens = line.split(' ');
            // Forks whose left branch is being read, and the number of branches that are still to come.
            let mut open: Vec<usize> = Vec::new();
            let mut branches = 1_usize;
            while let Some(token) = tokens.next() {
                let at = model.nodes.len();
                if branches == 0 {
                    return None;
                }
                if let Some(value) = token.strip_prefix('=') {
                    branches -= 1;
                    model.nodes.push(Node { value: value.parse().ok()?, right: 0, feature: 0 });
                    if let Some(fork) = open.pop().and_then(|fork| model.nodes.get_mut(fork)) {
                        fork.right = u16::try_from(at + 1).ok()?;
                    }
                    continue;
                }
                let feature = token.parse().ok().filter(|feature| usize::from(*feature) < NAMES.len())?;
                model.nodes.push(Node { value: tokens.next()?.parse().ok()?, right: 0, feature });
                open.push(at);
                branches += 1;
            }
            if branches > 0 {
                return None;
            }
        }
        (!model.roots.is_empty()).then_some(model)
    }

    /// How likely the block belongs to the document itself, 0..1.
    pub(crate) fn likelihood(&self, features: &Features) -> f32 {
        let score: f32 = self.bias + self.roots.iter().map(|root| self.value(*root, features)).sum::<f32>();
        1.0 / (1.0 + (-score).exp())
    }

    fn value(&self, root: usize, features: &Features) -> f32 {
        let mut at = root;
        // Branches lie behind their fork, so this ends.
        while let Some(node) = self.nodes.get(at) {
            if node.right == 0 {
                return node.value;
            }
            let goes_left = features.get(usize::from(node.feature)).is_some_and(|value| *value <= node.value);
            at = if goes_left { at + 1 } else { usize::from(node.right) };
        }
        0.0
    }
}

/// The weights that are part of the binary; `None` where the file is not well formed, which a test rules out.
pub(crate) static BLOCK_MODEL: LazyLock<Option<BlockModel>> =
    LazyLock::new(|| BlockModel::parse(include_str!("../../models/blocks.txt")));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_are_walked() {
        let model = BlockModel::parse("# words\nbias 0.5\n0 1.5 1 2 =-1 =1 =3\n=0.25").unwrap();
        let score = |first: f32, second: f32| {
            let mut features = [0.0; NAMES.len()];
            (features[0], features[1]) = (first, second);
            let likelihood = model.likelihood(&features);
            (likelihood / (1.0 - likelihood)).ln()
        };
        assert!((score(1.5, 2.0) + 0.25).abs() < 1e-4);
        assert!((score(1.0, 2.5) - 1.75).abs() < 1e-4);
        assert!((score(2.0, 0.0) - 3.75).abs() < 1e-4);
        for broken in ["", "0 1.5 =1", "99999 1 =1 =2", "0 x =1 =2", "=x"] {
            assert!(BlockModel::parse(broken).is_none(), "{broken}");
        }
    }

    #[test]
    fn the_weights_are_well_formed() {
        assert!(BLOCK_MODEL.is_some());
    }
}
