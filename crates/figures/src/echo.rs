//! Within one statement: who repeats whom.
//!
//! All mentions here say the same of the same place. Each has the origin that its own words show. Two things lead on from
//! there. *Chains across documents*: where B is the origin of one mention and another says that B has it from C, the first
//! leads back to C too. *Repetition*: a later origin repeats an earlier one where it is the same body again, where the
//! amount is too odd to be found twice, or where a researcher's note says so. Everything else stays apart: two bodies that
//! both say 50,000 are two roots until something shows otherwise.

use crate::claim::Word;
use crate::figure::{RootBasis, Step};
use crate::material::{Material, Page};
use crate::note::Cues;
use crate::origin::Origin;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Years within which a body that gives the same number again is taken to repeat itself. Later it may have counted anew.
pub(crate) const SAME_BODY_YEARS: i32 = 2;

/// A mention among those of one statement.
pub(crate) struct Said<'a> {
    pub(crate) mention: usize,
    pub(crate) origin: &'a Origin,
    /// The notes that speak of it.
    pub(crate) cues: Vec<&'a Cues>,
}

/// Where a mention leads back to.
pub(crate) struct Led<'a> {
    pub(crate) mention: usize,
    /// None where the chain runs in a circle.
    pub(crate) origin: Option<&'a Origin>,
    pub(crate) steps: Vec<Step>,
    pub(crate) problems: Vec<String>,
}

/// Leads each mention of one statement back. `distinctive` says whether the amount is too odd for coincidence.
pub(crate) fn lead_back<'a>(material: &Material, said: &'a [Said<'a>], distinctive: bool) -> Vec<Led<'a>> {
    let links = Links::of(said);
    let mut led: Vec<Led<'_>> = said.iter().map(|said| links.follow(material, said)).collect();
    let earlier = Earlier::of(said, &led, distinctive);
    for (said, led) in said.iter().zip(&mut led) {
        let Some(origin) = led.origin else { continue };
        if let Some((first, steps)) = earlier.of_origin(origin) {
            led.steps.extend(steps.iter().cloned());
            led.origin = Some(first);
        } else if let Some((cues, words)) =
            said.cues.iter().find_map(|cues| Some((cues, cues.repeats.as_ref()?)))
        {
            led.problems.push(format!(
                "{} says that it is taken from elsewhere (“{words}”), and nothing earlier is here",
                who_says(cues)
            ));
        }
    }
    led
}

fn who_says(cues: &Cues) -> &'static str {
    if cues.is_text { "the text" } else { "a note" }
}

/// Who has it from whom, by the chains of all mentions.
struct Links<'a> {
    from: HashMap<&'a str, Vec<(&'a Origin, usize)>>,
}

impl<'a> Links<'a> {
    fn of(said: &'a [Said<'a>]) -> Self {
        let mut from: HashMap<&str, Vec<(&Origin, usize)>> = HashMap::new();
        for said in said {
            // Of a chain A, B, C only the last link ends in an origin whose year is known; A has it from C through B.
            for (_, outer) in &said.origin.carriers {
                if *outer != said.origin.key {
                    from.entry(outer).or_default().push((said.origin, said.mention));
                }
            }
        }
        Self { from }
    }

    fn follow(&self, material: &Material, said: &Said<'a>) -> Led<'a> {
        let mut steps = own_steps(material, said);
        let mut problems = Vec::new();
        let mut here = said.origin;
        let mut seen = HashSet::from([here.key.as_str()]);
        let mut names = vec![here.name.as_ref()];
        while let Some(targets) = self.from.get(here.key.as_str()).filter(|_| !here.is_page) {
            let keys: HashSet<&str> = targets.iter().map(|(origin, _)| origin.key.as_str()).collect();
            let Some((next, mention)) = targets.first().copied() else { break };
            if keys.len() > 1 {
                problems.push(format!(
                    "{} is said to have it from {} different origins",
                    here.name,
                    keys.len()
                ));
                break;
            }
            names.push(next.name.as_ref());
            if !seen.insert(next.key.as_str()) {
                problems.push(format!("the chain runs in a circle: {}", names.join(" → ")));
                return Led { mention: said.mention, origin: None, steps, problems };
            }
            steps.push(Step {
                from: here.name.clone(),
                to: next.name.clone(),
                mention,
                how: Word::from("another text says whom it is from"),
            });
            here = next;
        }
        Led { mention: said.mention, origin: Some(here), steps, problems }
    }
}

/// The steps that the mention's own words show: from the page through those named to the origin.
fn own_steps(material: &Material, said: &Said<'_>) -> Vec<Step> {
    let claim = material.claim(said.mention);
    let page = material.page_of(said.mention).map_or_else(|| Word::from(""), Page::label_word);
    let mut names = vec![page];
    names.extend(said.origin.carriers.iter().map(|(name, _)| name.clone()));
    if names.last() != Some(&said.origin.name) {
        names.push(said.origin.name.clone());
    }
    let how: Word =
        match (claim.and_then(|claim| claim.row.as_ref()), claim.map(|claim| claim.attribution.mode)) {
            (Some(row), _) => Word::from(format!("row {} of the table", row.id)),
            (None, Some(mode)) => Word::from(format!("the text names them ({mode})")),
            (None, None) => Word::from(""),
        };
    let pairs = names.windows(2).filter_map(|pair| pair.first().zip(pair.get(1)));
    pairs
        .map(|(from, to)| Step {
            from: from.clone(),
            to: to.clone(),
            mention: said.mention,
            how: how.clone(),
        })
        .collect()
}

/// For each origin that repeats, the first it leads to.
struct Earlier<'a> {
    first: BTreeMap<String, (&'a Origin, Vec<Step>)>,
}

impl<'a> Earlier<'a> {
    fn of(said: &'a [Said<'a>], led: &[Led<'a>], distinctive: bool) -> Self {
        // Each origin once, with a mention and its notes; the earliest first.
        let mut origins: BTreeMap<String, Told<'_>> = BTreeMap::new();
        for (said, led) in said.iter().zip(led) {
            let Some(origin) = led.origin else { continue };
            let told = origins.entry(origin.root_key()).or_insert_with(|| Told {
                origin,
                mention: said.mention,
                is_root: false,
                cues: Vec::new(),
            });
            // A note is on what this mention says, not on whom it leads back to.
            if said.origin.root_key() == origin.root_key() {
                told.cues.extend(said.cues.iter().copied());
                told.is_root |= said.cues.iter().any(|cues| cues.is_root);
            }
        }
        let mut order: Vec<Told<'_>> = origins.into_values().collect();
        order.sort_by_cached_key(|told| {
            let Origin { year, is_page, .. } = told.origin;
            (!told.is_root, year.is_none(), *year, *is_page, told.origin.root_key())
        });
        let first_named = order.iter().position(|told| !told.origin.is_page && told.origin.year.is_some());
        let mut first: BTreeMap<String, (&Origin, Vec<Step>)> = BTreeMap::new();
        let mut of_body: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, told) in order.iter().enumerate() {
            let same_body = told.origin.keys.iter().filter_map(|key| of_body.get(key.as_str())).flatten();
            let same_body = same_body.copied().find(|other| {
                let other = order.get(*other).and_then(|other| other.origin.year);
                match (told.origin.year, other) {
                    (Some(year), Some(other)) => (year - other).abs() <= SAME_BODY_YEARS,
                    _ => true,
                }
            });
            let odd = first_named.filter(|first| {
                let first_year = order.get(*first).and_then(|first| first.origin.year);
                let later = told.origin.year.is_none_or(|year| first_year.is_some_and(|first| first < year));
                distinctive && *first < at && !told.origin.is_page && later
            });
            let noted = told.cues.iter().find_map(|cues| {
                let words = cues.repeats.as_ref().filter(|_| !told.is_root)?;
                let words = format!("{} says so: “{words}”", who_says(cues));
                let fits = |other: &Told<'_>| match (cues.years, other.origin.year) {
                    (Some((from, to)), Some(year)) => (from..=to).contains(&year),
                    (Some(_), None) => false,
                    (None, _) => true,
                };
                let place = order.get(..at)?.iter().position(fits)?;
                Some((place, words))
            });
            let later_by = |other: usize| {
                let other = order.get(other).and_then(|other| other.origin.year);
                told.origin.year.zip(other).map(|(year, other)| year - other)
            };
            let found = if let Some((other, words)) = noted {
                Some((other, words))
            } else if let Some(other) = odd {
                let by = later_by(other).map_or_else(String::new, |by| format!(", {}", years_later(by)));
                Some((other, format!("the same amount to the digit{by}")))
            } else {
                same_body.map(|other| {
                    let by = later_by(other).filter(|by| *by > 0);
                    let by = by.map_or_else(String::new, |by| format!(", {}", years_later(by)));
                    (other, format!("the same body says the same again{by}"))
                })
            };
            if let Some((other, how)) = found
                && let Some(to) = order.get(other)
            {
                let step = Step {
                    from: told.origin.name.clone(),
                    to: to.origin.name.clone(),
                    mention: told.mention,
                    how: Word::from(how),
                };
                let (origin, mut rest) =
                    first.get(&to.origin.root_key()).cloned().unwrap_or_else(|| (to.origin, Vec::new()));
                rest.insert(0, step);
                first.insert(told.origin.root_key(), (origin, rest));
            }
            if !told.origin.is_page {
                for key in &told.origin.keys {
                    of_body.entry(key).or_default().push(at);
                }
            }
        }
        Self { first }
    }

    fn of_origin(&self, origin: &Origin) -> Option<&(&'a Origin, Vec<Step>)> {
        self.first.get(&origin.root_key())
    }
}

/// `1 year later`, `3 years later`.
pub(crate) fn years_later(by: i32) -> String {
    if by == 1 { "1 year later".to_owned() } else { format!("{by} years later") }
}

/// An origin with what notes say of it.
struct Told<'a> {
    origin: &'a Origin,
    mention: usize,
    is_root: bool,
    cues: Vec<&'a Cues>,
}

/// Whether an origin has a name; pages and papers that stand for somebody unnamed have none.
pub(crate) fn is_named(origin: &Origin) -> bool {
    origin.basis == RootBasis::Named
}
