//! Rows that a researcher's notes tie together: "see B2-B4 drift", "Example Herald same programme".
//!
//! What is tied together has one root, whatever the rows say: one broadcast reported as three numbers. The root is the
//! origin that most of the other rows and pages name; where none is named by others, the earliest.

use super::{Folding, LedBack};
use crate::figure::Step;
use crate::names;
use crate::note;
use crate::origin::Origin;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

impl Folding<'_> {
    /// Gives mentions that notes tie together the root that one of them has.
    pub(super) fn follow_notes(&self, led: &mut [Option<LedBack>]) {
        let ties = self.ties();
        if ties.is_empty() {
            return;
        }
        // Groups by the least mention that they lead to.
        let mut group: BTreeMap<usize, usize> = BTreeMap::new();
        let find = |group: &BTreeMap<usize, usize>, mut mention: usize| {
            while let Some(next) = group.get(&mention).copied().filter(|next| *next != mention) {
                mention = next;
            }
            mention
        };
        let mut notes: HashMap<usize, (usize, String)> = HashMap::new();
        for (row, other, words) in &ties {
            let (one, other_group) = (find(&group, *row), find(&group, *other));
            group.insert(*row, one.min(other_group));
            group.insert(*other, one.min(other_group));
            group.insert(one.max(other_group), one.min(other_group));
            group.entry(one.min(other_group)).or_insert(one.min(other_group));
            notes.entry(*other).or_insert((*row, words.clone()));
            notes.entry(*row).or_insert((*row, words.clone()));
        }
        let mut tied: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for mention in group.keys() {
            let members = tied.entry(find(&group, *mention)).or_default();
            members.insert(*mention);
            // A page's claim goes where the row goes that copies it.
            members.extend(self.copies.get(*mention).copied().flatten());
        }
        for members in tied.values() {
            self.join(members, &notes, led);
        }
    }

    /// Which rows a note ties to which mentions, with its words.
    fn ties(&self) -> Vec<(usize, usize, String)> {
        let mut of_table: HashMap<usize, Vec<(&str, usize)>> = HashMap::new();
        for (number, mention) in self.material.mentions.iter().enumerate() {
            if let Some(row) = &mention.claim.row
                && self.origins.get(number).is_some_and(Option::is_some)
            {
                of_table.entry(mention.page).or_default().push((&row.id, number));
            }
        }
        let mut ties = Vec::new();
        for (row, mention) in self.material.mentions.iter().enumerate() {
            let Some(cues) = &mention.claim.cues else { continue };
            let Some(table) = of_table.get(&mention.page).filter(|_| !cues.same.is_empty()) else { continue };
            let ids: Vec<&str> = table.iter().map(|(id, _)| *id).collect();
            for clause in &cues.same {
                let named = note::ids_in(clause, &ids);
                let by_id = table.iter().filter(|(id, _)| named.contains(id));
                let by_name =
                    table.iter().filter(|(_, other)| named.is_empty() && self.is_named_in(*other, clause));
                for (_, other) in by_id.chain(by_name).filter(|(_, other)| *other != row) {
                    ties.push((row, *other, clause.clone()));
                }
            }
        }
        ties
    }

    /// Whether a clause names the citation of a row, by two words at least.
    fn is_named_in(&self, row: usize, clause: &str) -> bool {
        let Some(origin) = self.origins.get(row).and_then(Option::as_ref).filter(|origin| !origin.is_page)
        else {
            return false;
        };
        origin.name.split_whitespace().count() >= 2 && contains_name(clause, &origin.name)
    }

    fn join(
        &self,
        members: &BTreeSet<usize>,
        notes: &HashMap<usize, (usize, String)>,
        led: &mut [Option<LedBack>],
    ) {
        let origins: Vec<(usize, &Origin)> = members
            .iter()
            .filter_map(|mention| Some((*mention, self.origins.get(*mention)?.as_deref()?)))
            .collect();
        let named_by_others = |mention: usize, origin: &Origin| {
            let others = members.iter().filter(|other| **other != mention);
            others.filter(|other| self.names(**other, origin)).count()
        };
        let rank = |(mention, origin): &(usize, &Origin)| {
            let named = if origin.is_page { 0 } else { named_by_others(*mention, origin) };
            (std::cmp::Reverse(named), origin.is_page, origin.year.is_none(), origin.year, *mention)
        };
        let Some((winner, _)) = origins.iter().copied().min_by_key(|candidate| rank(candidate)) else {
            return;
        };
        let Some((root_key, root)) =
            led.get(winner).and_then(Option::as_ref).map(|led| (led.root_key.clone(), led.root.clone()))
        else {
            return;
        };
        for mention in members {
            let Some(place) = led.get_mut(*mention).and_then(Option::as_mut) else { continue };
            if place.root_key == root_key {
                continue;
            }
            let name = |root: &Option<Arc<crate::Root>>| root.as_ref().map_or("", |root| &root.name).into();
            let (shown_by, words) = notes.get(mention).cloned().unwrap_or((*mention, String::new()));
            let how = if words.is_empty() {
                "the row that copies it is tied to the others by a note".into()
            } else {
                format!("a note ties them together: “{words}”").into()
            };
            place.steps.push(Step { from: name(&place.root), to: name(&root), mention: shown_by, how });
            (place.root_key, place.root) = (root_key.clone(), root.clone());
            place.problems.retain(|problem| !problem.starts_with("the last link is missing"));
        }
    }

    /// Whether a mention's row, note or page names an origin.
    fn names(&self, mention: usize, origin: &Origin) -> bool {
        let Some(claim) = self.claim(mention) else { return false };
        let known = self.material.bodies.names(&origin.key).iter().map(String::as_str);
        let all: Vec<&str> =
            known.chain([origin.name.as_ref()]).filter(|name| name.chars().count() >= 3).collect();
        let row = claim.row.as_ref();
        let texts = [row.and_then(|row| row.note.as_deref()), row.and_then(|row| row.citation.as_deref())];
        let in_texts = texts.iter().flatten().any(|text| all.iter().any(|name| contains_name(text, name)));
        let copied = self.copies.get(mention).copied().flatten();
        let speaks = |claim: &crate::FigureClaim| {
            claim
                .attribution
                .speakers
                .iter()
                .any(|speaker| names::key(&speaker.name, &self.material.bodies) == origin.key)
        };
        in_texts || speaks(claim) || copied.and_then(|copied| self.claim(copied)).is_some_and(speaks)
    }
}

/// Whether a text has a name as words of their own.
fn contains_name(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
        let is_letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
        !is_letter(before) && !is_letter(after)
    })
}
