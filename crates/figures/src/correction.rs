//! Decisions of people about figures, applied to groups of mentions in the order in which they were taken.

use crate::claim::Word;
use crate::figure::{Root, RootBasis, RootId};
use crate::material::Material;
use crate::names;
use model::{ClaimId, FigureAction, FigureCorrection, NewRoot};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A correction that fits nothing any more: none of its claims is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unapplied {
    /// Its number.
    pub number: i64,
    /// Why it was not applied.
    pub reason: String,
}

/// Mentions by the numbers of their claims.
type Numbered = HashMap<u64, Vec<usize>>;

/// What folding decided for each mention; corrections change it.
pub(crate) struct Groups {
    /// The group of each mention; none for claims that are no figures.
    pub(crate) group: Vec<Option<Word>>,
    /// The root of each group.
    pub(crate) roots: BTreeMap<Word, Option<Arc<Root>>>,
    /// What people decided, by group.
    pub(crate) decisions: BTreeMap<Word, Vec<String>>,
}

impl Groups {
    /// Applies every correction, and tells which fit nothing.
    pub(crate) fn correct(&mut self, material: &Material) -> Vec<Unapplied> {
        if material.corrections.is_empty() {
            return Vec::new();
        }
        let mut mentions: Numbered = HashMap::new();
        for (number, mention) in material.mentions.iter().enumerate() {
            mentions.entry(mention.claim.number()).or_default().push(number);
        }
        let mut unapplied = Vec::new();
        for correction in &material.corrections {
            if let Err(reason) = self.apply(correction, material, &mentions) {
                unapplied.push(Unapplied { number: correction.number, reason });
            }
        }
        unapplied
    }

    fn apply(
        &mut self,
        correction: &FigureCorrection,
        material: &Material,
        mentions: &Numbered,
    ) -> Result<(), String> {
        let told = |what: &str| {
            let day = correction.at.get(..10).unwrap_or(&correction.at);
            let note = correction.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
            format!("{what} by {} on {day}{note}", correction.by)
        };
        let gone = || "none of its claims is here any more".to_owned();
        match &correction.action {
            FigureAction::Merge(figures) => {
                let mut groups = Vec::new();
                for figure in figures {
                    groups.push(self.group_of(figure, mentions).ok_or_else(gone)?);
                }
                let first = groups.first().cloned().ok_or_else(gone)?;
                for group in self.group.iter_mut().flatten() {
                    if groups.contains(group) {
                        group.clone_from(&first);
                    }
                }
                self.decide(&first, told("merged"));
            }
            FigureAction::Split(claims) => {
                let here: Vec<usize> = claims
                    .iter()
                    .filter_map(|claim| mentions.get(&claim.number()))
                    .flatten()
                    .copied()
                    .collect();
                let before = self.group_of(claims, mentions).ok_or_else(gone)?;
                let group = Word::from(format!("split {}", correction.number));
                let root = self.roots.get(&before).cloned().flatten();
                self.roots.insert(group.clone(), root);
                for mention in here {
                    if let Some(place) = self.group.get_mut(mention).filter(|place| place.is_some()) {
                        *place = Some(group.clone());
                    }
                }
                self.decide(&group, told("split off"));
            }
            FigureAction::Reroot { figure, root } => {
                let group = self.group_of(figure, mentions).ok_or_else(gone)?;
                let root = match root {
                    NewRoot::Unknown => None,
                    NewRoot::Named { name, year } => {
                        let key = names::key(name, &material.bodies);
                        let key = year.map_or_else(|| key.clone(), |year| format!("{key}@{year}"));
                        Some(Arc::new(Root {
                            id: RootId::of(&[&key]),
                            name: name.clone(),
                            year: *year,
                            basis: RootBasis::Named,
                            is_page: false,
                        }))
                    }
                    NewRoot::OfFigure(claims) => {
                        let other = self.group_of(claims, mentions).ok_or_else(gone)?;
                        self.roots.get(&other).cloned().flatten()
                    }
                };
                let what = root
                    .as_ref()
                    .map_or("root taken away".to_owned(), |root| format!("root set to {}", root.label()));
                self.roots.insert(group.clone(), root);
                self.decide(&group, told(&what));
            }
        }
        Ok(())
    }

    fn group_of(&self, claims: &[ClaimId], mentions: &Numbered) -> Option<Word> {
        let mut here = claims.iter().filter_map(|claim| mentions.get(&claim.number())).flatten();
        here.find_map(|mention| self.group.get(*mention).cloned().flatten())
    }

    fn decide(&mut self, group: &Word, what: String) {
        self.decisions.entry(Word::clone(group)).or_default().push(what);
    }
}
