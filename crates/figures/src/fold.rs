//! Claims fold into figures.
//!
//! ```text
//! mentions with a number ─▶ origins ─▶ statements: same kind, place, amount ─echo─▶ roots ─notes─▶ roots of linked rows
//!      rows that copy a page's claim go with it                                    └─▶ groups ─corrections─▶ figures
//! ```
//!
//! Cost grows with the number of mentions times its logarithm: everything is grouped by keys, and what is compared is
//! compared within a group, in order.

use crate::amount::{is_distinctive, numbers};
use crate::claim::{FigureClaim, Word, one_of, one_word};
use crate::correction::Groups;
use crate::echo::{SAME_BODY_YEARS, Said, is_named, lead_back};
use crate::figure::{Chain, Figure, FigureId, Figures, Root, RootId, Step, years_of};
use crate::material::Material;
use crate::note::Cues;
use crate::origin::{Origin, PageNames, first_of_stories, origin};
use crate::scope::{Level, Scope};
use model::{Amount, Kind, Measure, Period};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

mod links;
mod resemblance;

/// Folds the claims of a material into figures.
#[must_use]
pub fn fold(material: &Material) -> Figures<'_> {
    let folding = Folding::of(material);
    let mut led = folding.lead_all();
    folding.follow_notes(&mut led);
    let mut groups = folding.groups(&led);
    let unapplied = groups.correct(material);
    let mut figures = folding.figures(&groups, led);
    figures.unapplied = unapplied;
    resemblance::compare(&mut figures);
    figures
}

/// Folds the claims of a material into figures that hold it, so that they can be kept.
#[must_use]
pub fn fold_whole(mut material: Material) -> Figures<'static> {
    material.packer.finish();
    let Figures { all, roots, unapplied, of_mention, .. } = fold(&material);
    Figures { material: Cow::Owned(material), all, roots, unapplied, of_mention }
}

/// What is known of each mention before roots are looked for; all vectors are by the number of the mention.
struct Folding<'m> {
    material: &'m Material,
    /// The amount, of those that take part.
    amounts: Vec<Option<Amount>>,
    origins: Vec<Option<Arc<Origin>>>,
    scopes: Vec<Arc<Scope>>,
    /// For a row that copies a claim of a page: that claim's mention.
    copies: Vec<Option<usize>>,
    /// Mentions that say the same of the same place.
    statements: BTreeMap<String, Vec<usize>>,
    /// Notes of rows of one citation that call figures repetitions.
    repeats_of_citation: HashMap<String, Vec<usize>>,
}

/// Where one mention was led.
struct LedBack {
    root_key: Option<Word>,
    root: Option<Arc<Root>>,
    steps: Vec<Step>,
    problems: Vec<String>,
}

fn amount_of(claim: &FigureClaim) -> Option<Amount> {
    claim.quantity.as_ref().filter(|_| claim.kind.is_numeric()).and_then(|quantity| quantity.amount)
}

impl<'m> Folding<'m> {
    fn of(material: &'m Material) -> Self {
        let pages = PageNames::of(material);
        let mut of_page: HashMap<usize, Vec<usize>> = HashMap::new();
        for (number, mention) in material.mentions.iter().enumerate() {
            of_page.entry(mention.page).or_default().push(number);
        }
        let shadowed = shadowed(material, &of_page);
        let amounts: Vec<Option<Amount>> = material
            .mentions
            .iter()
            .enumerate()
            .map(|(number, mention)| amount_of(&mention.claim).filter(|_| !shadowed.contains(&number)))
            .collect();
        let mut folding = Self {
            scopes: scopes(material),
            copies: vec![None; material.mentions.len()],
            origins: vec![None; material.mentions.len()],
            statements: BTreeMap::new(),
            repeats_of_citation: HashMap::new(),
            amounts,
            material,
        };
        folding.find_origins(&pages, &of_page);
        folding.find_statements();
        folding.find_repeating_citations();
        folding
    }

    fn claim(&self, mention: usize) -> Option<&'m FigureClaim> {
        self.material.claim(mention)
    }

    fn find_origins(&mut self, pages: &PageNames, of_page: &HashMap<usize, Vec<usize>>) {
        let stories = first_of_stories(self.material);
        let mut known: HashSet<Arc<Origin>> = HashSet::new();
        for (number, mention) in self.material.mentions.iter().enumerate() {
            if self.amounts.get(number).is_none_or(Option::is_none) {
                continue;
            }
            let copied = pages.page(&mention.claim);
            let page = copied.unwrap_or(mention.page);
            if let Some(page) = copied {
                let copy = self.original(number, of_page.get(&page).map_or(&[], Vec::as_slice));
                if let Some(place) = self.copies.get_mut(number) {
                    *place = copy;
                }
            }
            let story = self.material.pages.get(page).and_then(|page| page.story);
            let first = story.and_then(|story| stories.get(&story)).copied().filter(|first| *first != page);
            let found = origin(self.material, pages, mention, first.or(copied));
            if let Some(place) = self.origins.get_mut(number) {
                *place = Some(one_of(&mut known, found));
            }
        }
        // A row and the claim that it copies have one origin and one place: what either of them knows.
        for row in 0..self.copies.len() {
            let Some(page) = self.copies.get(row).copied().flatten() else { continue };
            self.share(row, page);
        }
    }

    /// The claim of a page that a row copies: the same kind and the same numbers, or those of them that the row has.
    fn original(&self, row: usize, candidates: &[usize]) -> Option<usize> {
        let (claim, amount) = (self.claim(row)?, self.amounts.get(row).copied().flatten()?);
        let fits = |candidate: usize| {
            let other =
                self.claim(candidate).filter(|other| other.kind == claim.kind && other.row.is_none())?;
            let theirs = self.amounts.get(candidate).copied().flatten()?;
            let measure = |claim: &FigureClaim| claim.quantity.as_ref().and_then(|quantity| quantity.measure);
            let exact = theirs == amount;
            let within = numbers(amount).iter().all(|number| numbers(theirs).contains(number));
            within.then(|| (!exact, measure(other) != measure(claim), candidate))
        };
        candidates.iter().copied().filter_map(fits).min().map(|(_, _, candidate)| candidate)
    }

    fn share(&mut self, row: usize, page: usize) {
        let of = |origins: &[Option<Arc<Origin>>], number: usize| origins.get(number).cloned().flatten();
        let (Some(of_row), Some(mut of_page)) = (of(&self.origins, row), of(&self.origins, page)) else {
            return;
        };
        let row_year = self.claim(row).and_then(years_of).map(|years| years.last);
        if of_page.is_page && !of_row.is_page {
            of_page = of_row;
        } else if !of_page.is_page && of_page.year.is_none() {
            of_page = Arc::new(Origin { year: row_year, ..Origin::clone(&of_page) });
        }
        for number in [row, page] {
            if let Some(place) = self.origins.get_mut(number) {
                *place = Some(Arc::clone(&of_page));
            }
        }
        let scope_of = |scopes: &[Arc<Scope>], number: usize| scopes.get(number).cloned();
        if let (Some(wide), Some(narrow)) = (scope_of(&self.scopes, page), scope_of(&self.scopes, row)) {
            let shared = if wide.level() == Level::Unknown { narrow } else { wide };
            for number in [row, page] {
                if let Some(place) = self.scopes.get_mut(number) {
                    place.clone_from(&shared);
                }
            }
        }
    }

    fn find_statements(&mut self) {
        // Without the place first, so that an odd amount without a place finds its own.
        let mut placed: HashMap<&str, HashSet<Arc<Scope>>> = HashMap::new();
        let said: Vec<Option<String>> = (0..self.amounts.len()).map(|number| self.said(number)).collect();
        for (said, scope) in said.iter().zip(&self.scopes) {
            if let Some(said) = said
                && scope.level() != Level::Unknown
            {
                placed.entry(said).or_default().insert(Arc::clone(scope));
            }
        }
        for (number, said) in said.iter().enumerate() {
            let (Some(said), Some(amount)) = (said, self.amounts.get(number).copied().flatten()) else {
                continue;
            };
            if let Some(scope) = self.scopes.get_mut(number)
                && scope.level() == Level::Unknown
                && is_distinctive(amount)
                && let Some(only) = placed.get(said.as_str()).filter(|scopes| scopes.len() == 1)
                && let Some(known) = only.iter().next()
            {
                scope.clone_from(known);
            }
        }
        let mut statements: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, said) in said.iter().enumerate() {
            if let (Some(said), Some(scope)) = (said, self.scopes.get(number)) {
                statements.entry(format!("{said}|{}", scope.key())).or_default().push(number);
            }
        }
        // Claims about workers of different countries are different statements; those that do not say go with the only one.
        let material = self.material;
        for (key, mentions) in statements {
            let origin = |number: &usize| material.claim(*number).and_then(|claim| claim.origin.as_deref());
            let origins: HashSet<&str> = mentions.iter().filter_map(origin).collect();
            if origins.len() < 2 {
                self.statements.insert(key, mentions);
                continue;
            }
            for number in mentions {
                let of = origin(&number).unwrap_or_default();
                self.statements.entry(format!("{key}|{of}")).or_default().push(number);
            }
        }
    }

    /// Kind, unit, direction and amount of a mention, as a key.
    fn said(&self, number: usize) -> Option<String> {
        let amount = self.amounts.get(number).copied().flatten()?;
        let claim = self.claim(number)?;
        let quantity = claim.quantity.as_ref()?;
        let unit =
            quantity.unit.as_ref().map_or_else(|| usual_unit(claim.kind), |unit| unit.as_str().to_owned());
        let direction = quantity.direction.map_or("", |direction| direction.as_str());
        let ends = [amount.low(), amount.as_point(), amount.high()]
            .map(|end| end.map_or(String::new(), |end| end.to_string()));
        Some(format!("{}|{unit}|{direction}|{}", claim.kind, ends.join("|")))
    }

    fn find_repeating_citations(&mut self) {
        for (number, mention) in self.material.mentions.iter().enumerate() {
            let repeats = mention
                .claim
                .cues
                .as_ref()
                .is_some_and(|cues| cues.repeats.is_some() && !cues.numbers.is_empty());
            let citation = self.claim(number).and_then(|claim| claim.row.as_ref()?.citation.as_ref());
            if let (true, Some(citation)) = (repeats, citation) {
                self.repeats_of_citation.entry(citation.to_lowercase()).or_default().push(number);
            }
        }
    }

    /// The notes that speak of a mention: its own, that of a row that copies it, and those on its work that name its number.
    fn cues_of(&self, mention: usize, copied_by: &HashMap<usize, Vec<usize>>) -> Vec<&Cues> {
        let own = |number: usize| self.claim(number)?.cues.as_deref();
        let rows = copied_by.get(&mention).into_iter().flatten().filter_map(|row| own(*row));
        let mut cues: Vec<&Cues> = own(mention).into_iter().chain(rows).collect();
        let citation = self.claim(mention).and_then(|claim| claim.row.as_ref()?.citation.as_ref());
        let amount = self.amounts.get(mention).copied().flatten();
        if let (Some(citation), Some(amount)) = (citation, amount) {
            let others = self.repeats_of_citation.get(&citation.to_lowercase()).into_iter().flatten();
            let names_it = |cues: &&Cues| numbers(amount).iter().all(|number| cues.numbers.contains(number));
            cues.extend(
                others.filter(|other| **other != mention).filter_map(|other| own(*other)).filter(names_it),
            );
        }
        cues
    }

    /// Of one statement, the origins whose year was guessed and that another mention of the same body dates.
    fn with_known_years(&self, mentions: &[usize]) -> HashMap<usize, Origin> {
        let origin = |mention: &usize| Some((*mention, self.origins.get(*mention)?.as_deref()?));
        let all: Vec<(usize, &Origin)> = mentions.iter().filter_map(origin).collect();
        if !all.iter().any(|(_, origin)| origin.is_guessed_year) {
            return HashMap::new();
        }
        let mut stated: HashMap<&str, BTreeSet<i32>> = HashMap::new();
        for (_, origin) in all.iter().filter(|(_, origin)| !origin.is_guessed_year && !origin.is_page) {
            for key in &origin.keys {
                stated.entry(key).or_default().extend(origin.year);
            }
        }
        let known = |origin: &Origin| {
            let years = origin.keys.iter().filter_map(|key| stated.get(key.as_str())).flatten();
            years.copied().min_by_key(|year| (year - origin.year.unwrap_or(*year)).abs())
        };
        let near = |origin: &Origin, year: i32| {
            origin.year.is_none_or(|guessed| (guessed - year).abs() <= SAME_BODY_YEARS)
        };
        let dated = all.into_iter().filter(|(_, origin)| origin.is_guessed_year);
        let dated = dated.filter_map(|(mention, origin)| {
            let year = known(origin).filter(|year| near(origin, *year))?;
            Some((mention, Origin { year: Some(year), is_guessed_year: false, ..origin.clone() }))
        });
        dated.collect()
    }

    fn lead_all(&self) -> Vec<Option<LedBack>> {
        let mut all: Vec<Option<LedBack>> = (0..self.amounts.len()).map(|_| None).collect();
        let mut copied_by: HashMap<usize, Vec<usize>> = HashMap::new();
        for (row, page) in self.copies.iter().enumerate() {
            if let Some(page) = page {
                copied_by.entry(*page).or_default().push(row);
            }
        }
        let mut keys: HashSet<Word> = HashSet::new();
        let mut roots: HashSet<Arc<Root>> = HashSet::new();
        for mentions in self.statements.values() {
            let dated = self.with_known_years(mentions);
            let said: Vec<Said<'_>> = mentions
                .iter()
                .filter_map(|mention| {
                    let origin = dated.get(mention).or_else(|| self.origins.get(*mention)?.as_deref())?;
                    Some(Said { mention: *mention, origin, cues: self.cues_of(*mention, &copied_by) })
                })
                .collect();
            let distinctive = mentions
                .first()
                .and_then(|first| self.amounts.get(*first).copied().flatten())
                .is_some_and(is_distinctive);
            for led in lead_back(self.material, &said, distinctive) {
                let mut problems = led.problems;
                let has_name = led.origin.is_some_and(is_named);
                let says_who =
                    self.claim(led.mention).is_some_and(|claim| !claim.attribution.speakers.is_empty());
                if led.origin.is_some() && !has_name && says_who {
                    problems.push(
                        "the last link is missing: nobody is named as the one who found it out".to_owned(),
                    );
                }
                if let Some(place) = all.get_mut(led.mention) {
                    *place = Some(LedBack {
                        root_key: led.origin.map(|origin| one_word(&mut keys, &origin.root_key())),
                        root: led.origin.map(|origin| one_of(&mut roots, origin.root(&self.material.bodies))),
                        steps: led.steps.into_iter().map(|step| step.shared(&mut keys)).collect(),
                        problems,
                    });
                }
            }
        }
        all
    }

    fn groups(&self, led: &[Option<LedBack>]) -> Groups {
        let mut group: Vec<Option<Word>> = vec![None; led.len()];
        let mut roots: BTreeMap<Word, Option<Arc<Root>>> = BTreeMap::new();
        for (key, mentions) in &self.statements {
            let mut by_root: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for mention in mentions {
                let Some(led) = led.get(*mention).and_then(Option::as_ref) else { continue };
                by_root.entry(led.root_key.as_deref().unwrap_or_default()).or_default().push(*mention);
            }
            for (root_key, mentions) in by_root {
                for (sort, mentions) in self.of_one_sort(&mentions) {
                    let name = Word::from(format!("{key}|{root_key}|{sort}"));
                    for mention in mentions {
                        if let Some(led) = led.get(mention).and_then(Option::as_ref) {
                            roots.entry(Word::clone(&name)).or_insert_with(|| led.root.clone());
                        }
                        if let Some(place) = group.get_mut(mention) {
                            *place = Some(Word::clone(&name));
                        }
                    }
                }
            }
        }
        Groups { group, roots, decisions: BTreeMap::new() }
    }

    /// Parts mentions that measure different things; one that does not say goes with the others where they agree.
    fn of_one_sort(&self, mentions: &[usize]) -> BTreeMap<String, Vec<usize>> {
        let quantity = |mention: usize| self.claim(mention).and_then(|claim| claim.quantity.as_ref());
        let measures =
            mentions.iter().map(|mention| quantity(*mention).and_then(|quantity| quantity.measure));
        let periods = mentions.iter().map(|mention| quantity(*mention).and_then(|quantity| quantity.period));
        let one_measure = only(measures.clone());
        let one_period = only(periods.clone());
        let mut sorts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (mention, (measure, period)) in mentions.iter().zip(measures.zip(periods)) {
            let measure = measure.or(one_measure).map_or("", Measure::as_str);
            let period = period.or(one_period).map_or("", Period::as_str);
            sorts.entry(format!("{measure}|{period}")).or_default().push(*mention);
        }
        sorts
    }

    fn figures(&self, groups: &Groups, mut led: Vec<Option<LedBack>>) -> Figures<'m> {
        let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (mention, group) in groups.group.iter().enumerate() {
            if let Some(group) = group {
                members.entry(group).or_default().push(mention);
            }
        }
        let mut roots: BTreeMap<RootId, Root> = BTreeMap::new();
        let mut of_mention = vec![None; groups.group.len()];
        let mut all = Vec::with_capacity(members.len());
        for (group, mut claims) in members {
            claims.sort_by_cached_key(|mention| self.nearness(*mention, &led));
            let Some(lead) = claims.first().copied() else { continue };
            let Some(claim) = self.claim(lead) else { continue };
            let root = groups.roots.get(group).cloned().flatten();
            let quantities = claims.iter().filter_map(|mention| self.claim(*mention)?.quantity.as_ref());
            let mut chains = Vec::new();
            let mut problems: Vec<String> = Vec::new();
            for mention in &claims {
                if let Some(place) = of_mention.get_mut(*mention) {
                    *place = Some(all.len());
                }
                let Some(led) = led.get_mut(*mention).and_then(Option::take) else { continue };
                chains.push(Chain { mention: *mention, steps: led.steps });
                for problem in led.problems {
                    if !problems.contains(&problem) {
                        problems.push(problem);
                    }
                }
            }
            let is_copy = |mention: &&usize| self.copies.get(**mention).copied().flatten().is_some();
            let time = claims.iter().find_map(|mention| years_of(self.claim(*mention)?));
            all.push(Figure {
                id: FigureId::of(&[group]),
                kind: claim.kind,
                lead,
                mentions: claims.iter().filter(|mention| !is_copy(mention)).count().max(1),
                root: root.as_ref().map(|root| root.id.clone()),
                basis: root.as_ref().map(|root| root.basis),
                measure: quantities.clone().find_map(|quantity| quantity.measure),
                period: quantities.clone().find_map(|quantity| quantity.period),
                chains,
                problems,
                probable: Vec::new(),
                agrees: Vec::new(),
                decisions: groups.decisions.get(group).cloned().unwrap_or_default(),
                is_separate: claims.iter().any(|mention| {
                    self.claim(*mention)
                        .and_then(|claim| claim.cues.as_ref())
                        .is_some_and(|cues| cues.is_separate)
                }),
                origin: claims
                    .iter()
                    .find_map(|mention| self.claim(*mention)?.origin.as_deref().map(str::to_owned)),
                scope: self.scopes.get(lead).cloned().unwrap_or_else(|| Arc::new(Scope::of(claim))),
                years: time,
                claims,
            });
            if let Some(root) = root {
                let known = roots.entry(root.id.clone()).or_insert_with(|| Root::clone(&root));
                // The same root under several names: the shortest is the plainest.
                if (root.name.len(), &root.name) < (known.name.len(), &known.name) {
                    *known = Root::clone(&root);
                }
            }
        }
        Figures { material: Cow::Borrowed(self.material), all, roots, unapplied: Vec::new(), of_mention }
    }

    /// The fewer steps to the root the nearer; then the earlier; a page's own words before a row that copies them.
    fn nearness(&self, mention: usize, led: &[Option<LedBack>]) -> (usize, bool, Option<i32>, bool, usize) {
        let steps = led.get(mention).and_then(Option::as_ref).map_or(usize::MAX, |led| led.steps.len());
        let year = self.origins.get(mention).and_then(Option::as_ref).and_then(|origin| origin.year);
        let is_copy = self.copies.get(mention).copied().flatten().is_some();
        (steps, year.is_none(), year, is_copy, mention)
    }
}

/// The scope of each mention, each once.
fn scopes(material: &Material) -> Vec<Arc<Scope>> {
    let mut known: HashSet<Arc<Scope>> = HashSet::new();
    material.mentions.iter().map(|mention| one_of(&mut known, Scope::of(&mention.claim))).collect()
}

fn usual_unit(kind: Kind) -> String {
    match kind {
        Kind::WorkerCount | Kind::VictimCount | Kind::DeathCount | Kind::SampleSize => "person".to_owned(),
        Kind::WageShare => "fraction".to_owned(),
        _ => String::new(),
    }
}

fn only<T: PartialEq>(values: impl Iterator<Item = Option<T>>) -> Option<T> {
    let mut found = None;
    for value in values.flatten() {
        match &found {
            None => found = Some(value),
            Some(known) if *known == value => {}
            Some(_) => return None,
        }
    }
    found
}

/// Claims of rules inside a row that a person explained: the person's word replaces them.
fn shadowed(material: &Material, of_page: &HashMap<usize, Vec<usize>>) -> HashSet<usize> {
    let mut shadowed = HashSet::new();
    for mentions in of_page.values() {
        let span = |mention: &usize| material.claim(*mention).map(|claim| claim.span);
        let is_row = |mention: &usize| material.claim(*mention).is_some_and(|claim| claim.row.is_some());
        let mut rows: Vec<(u32, u32)> =
            mentions.iter().filter(|mention| is_row(mention)).filter_map(span).collect();
        if rows.is_empty() {
            continue;
        }
        rows.sort_unstable();
        for mention in mentions {
            let by_rule = material.claim(*mention).is_some_and(|claim| !claim.is_by_person);
            let Some((start, end)) = span(mention).filter(|_| by_rule) else { continue };
            let row =
                rows.partition_point(|(first, _)| *first <= start).checked_sub(1).and_then(|at| rows.get(at));
            if row.is_some_and(|(_, last)| end <= *last) {
                shadowed.insert(*mention);
            }
        }
    }
    shadowed
}
