//! The weights, and the likelihoods they give.

use super::Class;
use super::clause::Clause;
use super::features::Number;
use super::hash;
use super::packed::Packed;
use super::words::Feature;
use crate::rules::vocabulary::Vocabulary;
use model::{Direction, Indicator, Kind, Measure};

/// The weights that ship with the crate, for numbers: `data/numbers.model`, packed.
static NUMBERS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/numbers.weights"));
/// Those for clauses.
static CLAUSES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/clauses.weights"));

/// What turns margins into likelihoods: chosen so that of the numbers held likely by one half, about half are right.
const SHARPNESS: f32 = 3.0;

/// A margin by a clause's own words from which no words around it lead to a claim.
const HOPELESS: f32 = -0.85;

/// Parts that the weights are whole numbers of.
const PARTS: f32 = 1000.0;

/// Weights by feature and class.
#[derive(Debug, Clone)]
pub(crate) struct Weights {
    classes: Vec<Class>,
    names: Vec<&'static str>,
    /// The hashes of the names of the vocabulary's lexicons.
    lexicons: Vec<u64>,
    /// In thousandths, so that sums are the same in any order.
    packed: Packed,
}

/// Where margins are added up: the same memory for one number after the other.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    /// By feature: a bit that says whether it was counted.
    counted: Vec<u64>,
    /// The features that were counted.
    features: Vec<usize>,
    /// By class: thousandths.
    sums: Vec<i32>,
}

impl Desk {
    /// Clears it for weights.
    fn clear(&mut self, weights: &Weights) {
        for feature in self.features.drain(..) {
            self.counted[feature / 64] = 0;
        }
        let words = weights.packed.places().div_ceil(64);
        if self.counted.len() < words {
            self.counted.resize(words, 0);
        }
        self.sums.clear();
        self.sums.resize(weights.classes.len(), 0);
    }

    /// Adds the weights of a feature; it counts once.
    fn add(&mut self, weights: &Weights, hash: u64) {
        let Some(feature) = weights.packed.feature(hash) else { return };
        let (word, bit) = (&mut self.counted[feature / 64], 1_u64 << (feature % 64));
        if *word & bit != 0 {
            return;
        }
        *word |= bit;
        self.features.push(feature);
        for (class, weight) in weights.packed.of_feature(feature) {
            self.sums[usize::from(class)] += i32::from(weight);
        }
    }

    /// The margin of each class.
    fn margins(&self) -> Vec<f32> {
        self.sums.iter().map(|sum| *sum as f32 / PARTS).collect()
    }
}

impl Weights {
    /// The bundled weights for numbers; `None` where a class of them is not known, which a test rules out.
    pub(crate) fn of_numbers(vocabulary: &Vocabulary) -> Option<Self> {
        Self::of(NUMBERS, vocabulary)
    }

    /// Those for clauses.
    pub(crate) fn of_clauses(vocabulary: &Vocabulary) -> Option<Self> {
        Self::of(CLAUSES, vocabulary)
    }

    fn of(packed: &'static [u8], vocabulary: &Vocabulary) -> Option<Self> {
        let packed = Packed::new(packed)?;
        let lexicons = vocabulary.lexicon_names().iter().map(|name| hash::of_text(name)).collect();
        let classes = packed.names().map(class).collect::<Option<_>>()?;
        Some(Self { classes, names: packed.names().collect(), lexicons, packed })
    }

    /// How likely each class is for a number; they add up to 1. `words` are the hashes of the document's words.
    pub(crate) fn likelihoods(&self, number: &Number<'_, '_>, words: &[u64], desk: &mut Desk) -> Vec<f32> {
        desk.clear(self);
        number.features(|feature: Feature<'_>| desk.add(self, feature.hash(words, &self.lexicons)));
        let mut scores = desk.margins();
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        let mut sum = 0.0;
        for score in &mut scores {
            *score = ((*score - most) * SHARPNESS).exp();
            sum += *score;
        }
        scores.iter_mut().for_each(|score| *score /= sum);
        scores
    }

    /// How likely a clause is to be each class, one by one: a clause may say several things. `words` are the hashes of the
    /// document's words.
    pub(crate) fn likelihoods_of_clause(
        &self,
        clause: &Clause<'_, '_>,
        words: &[u64],
        desk: &mut Desk,
    ) -> Vec<f32> {
        desk.clear(self);
        clause.own_features(|feature| desk.add(self, feature.hash(words, &self.lexicons)));
        let mut scores = desk.margins();
        // Most clauses say nothing of the kind by their own words, and what stands around cannot change that.
        if scores.iter().any(|score| *score > HOPELESS) {
            clause.features_around(|feature| desk.add(self, feature.hash(words, &self.lexicons)));
            scores = desk.margins();
        }
        scores.iter_mut().for_each(|score| *score = 1.0 / (1.0 + (-*score * SHARPNESS).exp()));
        scores
    }

    /// The name of the likeliest class.
    pub(crate) fn likeliest(&self, likelihoods: &[f32]) -> &str {
        let best = likelihoods.iter().enumerate().max_by(|one, other| one.1.total_cmp(other.1));
        best.and_then(|(class, _)| self.names.get(class)).copied().unwrap_or("none")
    }

    /// The likelihood of one class among those of a number; of all measures, where the class gives none.
    pub(crate) fn likelihood(&self, likelihoods: &[f32], class: Class) -> f32 {
        let fits = |known: &Class| {
            known.kind == class.kind
                && known.indicator == class.indicator
                && (class.measure.is_none() || known.measure == class.measure)
                && (class.direction.is_none() || known.direction == class.direction)
        };
        self.classes.iter().zip(likelihoods).filter(|(known, _)| fits(known)).map(|(_, likely)| likely).sum()
    }

    fn knows(&self, template: &str, words: &str) -> bool {
        self.packed.feature(hash::of_feature(template, words)).is_some()
    }

    /// Whether words of a lexicon of this name were met when the weights were learned.
    pub(crate) fn knows_lexicon(&self, name: &str) -> bool {
        let templates = ["l", "al", "bl", "earlier", "head-of"];
        templates.iter().any(|template| self.knows(template, name))
    }

    /// Whether a frame of this name was there when the weights were learned.
    pub(crate) fn knows_frame(&self, name: &str) -> bool {
        self.knows("frame", name)
    }
}

fn class(written: &str) -> Option<Class> {
    if written == "none" {
        return Some(Class::default());
    }
    if let Ok(indicator) = written.parse::<Indicator>() {
        return Some(Class { kind: Some(Kind::Indicator), indicator: Some(indicator), ..Class::default() });
    }
    let (kind, detail) =
        written.split_once(':').map_or((written, None), |(kind, detail)| (kind, Some(detail)));
    let kind: Kind = kind.parse().ok()?;
    let direction = detail.filter(|_| kind == Kind::WageShare);
    let measure = detail.filter(|_| kind != Kind::WageShare);
    Some(Class {
        kind: Some(kind),
        measure: measure.map(str::parse::<Measure>).transpose().ok()?,
        direction: direction.map(str::parse::<Direction>).transpose().ok()?,
        indicator: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::languages::Language;

    #[test]
    fn the_embedded_weights_can_be_read() {
        assert!(
            Weights::of_clauses(&Vocabulary::new(Language::English)).unwrap().knows_frame("denial/denies")
        );
        let weights = Weights::of_numbers(&Vocabulary::new(Language::English)).unwrap();
        assert!(weights.classes.iter().any(|class| class.kind.is_none()));
        assert!(weights.packed.places() > 1_000);
        assert!(weights.knows_frame("worker_count/workers"));
        assert!(!weights.knows_frame("levy/of-a-workspace"));
    }
}
