//! The weights, and the likelihoods they give.

use super::Class;
use super::clause::Clause;
use super::clause::{OPENING, Part};
use super::features::Number;
use super::words;
use crate::rules::vocabulary::Vocabulary;
use model::{Direction, Indicator, Kind, Measure};
use rustc_hash::FxHashMap;

/// The weights that ship with the crate, for numbers.
const NUMBERS: &str = include_str!("../../data/numbers.model");
/// Those for clauses.
const CLAUSES: &str = include_str!("../../data/clauses.model");

/// What turns margins into likelihoods: chosen so that of the numbers held likely by one half, about half are right.
const SHARPNESS: f32 = 3.0;

/// A margin by a clause's own words from which no words around it lead to a claim.
const HOPELESS: f32 = -0.85;

/// Weights by feature and class.
#[derive(Debug, Clone)]
pub(crate) struct Weights {
    classes: Vec<Class>,
    names: Vec<String>,
    /// The hashes of the names of the vocabulary's lexicons.
    lexicons: Vec<u64>,
    /// By the hash of a feature: where its weights begin and end in `of_classes`.
    features: FxHashMap<u64, (u32, u32)>,
    of_classes: Vec<(u8, f32)>,
}

impl Weights {
    /// The bundled weights for numbers; `None` where a line of them cannot be read, which a test rules out.
    pub(crate) fn of_numbers(vocabulary: &Vocabulary) -> Option<Self> {
        Self::parse(NUMBERS, vocabulary)
    }

    /// Those for clauses.
    pub(crate) fn of_clauses(vocabulary: &Vocabulary) -> Option<Self> {
        Self::parse(CLAUSES, vocabulary)
    }

    /// The first line names the classes, `kind:measure` or `none`, after the word `classes`; each line after it a feature
    /// and, for some classes by number, their weight: `vote=levy 3:1.25 7:-0.5`, parted by tabs. `#` begins a comment.
    fn parse(text: &str, vocabulary: &Vocabulary) -> Option<Self> {
        let lexicons = vocabulary.lexicon_names().iter().map(|name| words::of_text(name)).collect();
        let mut lines = text.lines().filter(|line| !line.starts_with('#'));
        let classes = lines.next()?.strip_prefix("classes\t")?;
        let names: Vec<String> = classes.split('\t').map(str::to_owned).collect();
        let classes: Vec<Class> = names.iter().map(|name| class(name)).collect::<Option<_>>()?;
        let (mut features, mut of_classes) = (FxHashMap::default(), Vec::new());
        for line in lines {
            let mut parts = line.split('\t');
            let (template, word) = parts.next()?.split_once('=')?;
            let start = of_classes.len() as u32;
            for part in parts {
                let (number, weight) = part.split_once(':')?;
                let number: u8 = number.parse().ok().filter(|number| usize::from(*number) < classes.len())?;
                of_classes.push((number, weight.parse().ok()?));
            }
            features.insert(words::of_feature(template, word), (start, of_classes.len() as u32));
        }
        Some(Self { classes, names, lexicons, features, of_classes })
    }

    /// How likely each class is for a number; they add up to 1.
    pub(crate) fn likelihoods(&self, number: &Number<'_, '_>) -> Vec<f32> {
        let mut found = Vec::with_capacity(128);
        number.features(|template, word| found.extend(self.features.get(&words::of_feature(template, word))));
        let mut scores = self.margins(found);
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
    pub(crate) fn likelihoods_of_clause(&self, clause: &Clause<'_, '_>, words: &[u64]) -> Vec<f32> {
        let opening = const { words::of_text(OPENING) };
        let mut found = Vec::with_capacity(128);
        let place = |template: &'static str, part: Part<'_>| {
            let part = match part {
                Part::Token(token) => words[token],
                Part::Pair(before, token) => {
                    words::together(before.map_or(opening, |before| words[before]), words[token])
                }
                Part::Lexicon(lexicon) => self.lexicons.get(lexicon.index()).copied().unwrap_or_default(),
                Part::Text(text) => words::of_text(text),
            };
            self.features.get(&words::together(words::of_text(template), part)).copied()
        };
        clause.own_features(|template, part| found.extend(place(template, part)));
        let mut scores = self.margins(found.clone());
        // Most clauses say nothing of the kind by their own words, and what stands around cannot change that.
        if scores.iter().any(|score| *score > HOPELESS) {
            clause.features_around(|template, part| found.extend(place(template, part)));
            scores = self.margins(found);
        }
        scores.iter_mut().for_each(|score| *score = 1.0 / (1.0 + (-*score * SHARPNESS).exp()));
        scores
    }

    /// The margin of each class, from where the weights of the features stand; a feature counts once.
    fn margins(&self, mut found: Vec<(u32, u32)>) -> Vec<f32> {
        found.sort_unstable();
        found.dedup();
        let mut scores = vec![0.0_f32; self.classes.len()];
        for (start, end) in found {
            for (class, weight) in &self.of_classes[start as usize..end as usize] {
                scores[usize::from(*class)] += weight;
            }
        }
        scores
    }

    /// The name of the likeliest class.
    pub(crate) fn likeliest(&self, likelihoods: &[f32]) -> &str {
        let best = likelihoods.iter().enumerate().max_by(|one, other| one.1.total_cmp(other.1));
        best.and_then(|(class, _)| self.names.get(class)).map_or("none", String::as_str)
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

    /// Whether words of a lexicon of this name were met when the weights were learned.
    pub(crate) fn knows_lexicon(&self, name: &str) -> bool {
        let templates = ["l", "al", "bl", "earlier", "head-of"];
        templates.iter().any(|template| self.features.contains_key(&words::of_feature(template, name)))
    }

    /// Whether a frame of this name was there when the weights were learned.
    pub(crate) fn knows_frame(&self, name: &str) -> bool {
        self.features.contains_key(&words::of_feature("frame", name))
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
        assert!(weights.features.len() > 1_000);
        assert!(weights.knows_frame("worker_count/workers"));
        assert!(!weights.knows_frame("levy/of-a-workspace"));
    }

    #[test]
    fn a_line_that_is_none_is_refused() {
        assert!(
            Weights::parse("classes\tnone\tlevy\nvote=levy\t1:0.5\n", &Vocabulary::new(Language::English))
                .is_some()
        );
        for broken in ["", "classes\tlevi\n", "classes\tnone\nvote\t0:1\n", "classes\tnone\na=b\t1:1\n"] {
            assert!(Weights::parse(broken, &Vocabulary::new(Language::English)).is_none(), "{broken}");
        }
    }
}
