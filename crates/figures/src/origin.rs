//! Who a single mention leads back to, by the words around it alone.

use crate::figure::{Root, RootBasis, RootId};
use crate::material::{Material, Mention};
use crate::names;
use crate::years::years;
use model::{Claim, Speaker, SpeakerType};
use std::collections::HashMap;

/// The origin that the words of one mention show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    /// What makes two origins one: the body's key, or that of the page.
    pub(crate) key: String,
    /// Keys of all names given together.
    pub(crate) keys: Vec<String>,
    pub(crate) name: String,
    pub(crate) year: Option<i32>,
    pub(crate) basis: RootBasis,
    /// Whether only the page itself stands for it.
    pub(crate) is_page: bool,
    /// Those who pass it on, outermost first, as name and key.
    pub(crate) carriers: Vec<(String, String)>,
}

impl Origin {
    /// What tells this origin from every other.
    pub(crate) fn root_key(&self) -> String {
        match self.year {
            Some(year) if !self.is_page => format!("{}@{year}", self.key),
            _ => self.key.clone(),
        }
    }

    pub(crate) fn root(&self) -> Root {
        Root {
            id: RootId::of(&[&self.root_key()]),
            name: self.name.clone(),
            year: self.year,
            basis: self.basis,
        }
    }
}

/// The pages that rows of tables were copied from.
pub(crate) struct PageNames {
    by_stem: HashMap<String, Option<usize>>,
}

impl PageNames {
    /// A file name is found by its beginning up to any sign that is no letter or digit.
    pub(crate) fn of(material: &Material) -> Self {
        let mut by_stem: HashMap<String, Option<usize>> = HashMap::new();
        for (number, page) in material.pages.iter().enumerate() {
            let name = page.file_name().to_lowercase();
            let ends =
                name.char_indices().filter(|(_, character)| !character.is_alphanumeric()).map(|(at, _)| at);
            let stems =
                ends.chain([name.len()]).filter_map(|end| name.get(..end)).filter(|stem| !stem.is_empty());
            for stem in stems {
                // Two pages of one beginning: neither is meant.
                by_stem.entry(stem.to_owned()).and_modify(|known| *known = None).or_insert(Some(number));
            }
        }
        Self { by_stem }
    }

    /// The page that a row names, where there is exactly one.
    pub(crate) fn page(&self, claim: &Claim) -> Option<usize> {
        let name = claim.row.as_ref()?.document.as_ref()?.to_lowercase();
        self.by_stem.get(&name).copied().flatten()
    }
}

/// Whether a speaker has a name, and not only a noun such as "experts".
fn is_named(speaker: &Speaker, is_row: bool, material: &Material) -> bool {
    match speaker.kind {
        SpeakerType::Anonymous => false,
        SpeakerType::Group => {
            let known = material.bodies.canonical(&names::plain_key(&speaker.name)).is_some();
            // The first word of a sentence has a capital whatever it is.
            let capitals = speaker.name.split_whitespace().skip(usize::from(!is_row));
            known
                || capitals.into_iter().any(|word| word.starts_with(char::is_uppercase))
                || is_acronym(&speaker.name)
        }
        _ => true,
    }
}

fn is_acronym(name: &str) -> bool {
    name.chars().count() >= 2
        && name.chars().all(|character| character.is_uppercase() || character.is_ascii_digit())
}

/// The origin of a mention. `copied` is the page that a row of a table was copied from.
pub(crate) fn origin(material: &Material, mention: &Mention, copied: Option<usize>) -> Origin {
    let claim = &mention.claim;
    let is_row = claim.row.is_some();
    let speakers = &claim.attribution.speakers;
    let last_named = speakers.iter().rposition(|speaker| is_named(speaker, is_row, material));
    let Some(innermost) = last_named.and_then(|at| Some((at, speakers.get(at)?))) else {
        return of_page(material, mention, copied);
    };
    let (mut at, mut speaker) = innermost;
    // The people who wrote a body's report are the body's; a person whom a paper quotes speaks for themselves.
    let is_author = matches!(speaker.kind, SpeakerType::Researcher | SpeakerType::Person);
    if is_author
        && let Some(body) = at.checked_sub(1).and_then(|outer| speakers.get(outer))
        && matches!(
            body.kind,
            SpeakerType::Ngo | SpeakerType::Academic | SpeakerType::Report | SpeakerType::Index
        )
    {
        (at, speaker) = (at - 1, body);
    }
    let mut all = vec![speaker.name.as_str()];
    all.extend(
        speakers
            .iter()
            .skip(at + 1)
            .filter(|inner| is_named(inner, is_row, material))
            .map(|inner| inner.name.as_str()),
    );
    all.extend(speaker.affiliation.as_deref());
    let keys: Vec<String> = all
        .iter()
        .flat_map(|name| names::apart(name))
        .map(|name| names::key(name, &material.bodies))
        .collect();
    let outer = speakers.iter().take(at).filter(|outer| is_named(outer, is_row, material));
    let carriers =
        outer.map(|outer| (outer.name.clone(), names::key(&outer.name, &material.bodies))).collect();
    let stated = speaker.year.or_else(|| names::year_in(&speaker.name));
    Origin {
        key: keys.first().cloned().unwrap_or_default(),
        keys,
        name: speaker.name.clone(),
        year: stated.or_else(|| year_of_saying(material, mention)),
        basis: if at + 1 == speakers.len() || is_author { RootBasis::Named } else { RootBasis::Carrier },
        is_page: false,
        carriers,
    }
}

/// When a work without a year was made, at the latest: when the page was published, or for a row, the time it gives.
fn year_of_saying(material: &Material, mention: &Mention) -> Option<i32> {
    let page = material.pages.get(mention.page)?;
    match &mention.claim.row {
        Some(_) => mention.claim.time.as_ref().and_then(years).map(|years| years.last),
        None => page.published.as_ref().and_then(years).map(|years| years.first),
    }
}

/// The page itself: the first of its story, or the document that a row names.
fn of_page(material: &Material, mention: &Mention, copied: Option<usize>) -> Origin {
    let row = mention.claim.row.as_ref();
    let number = copied.unwrap_or(mention.page);
    let page = |number: usize| material.pages.get(number);
    let missing = row
        .filter(|_| copied.is_none())
        .and_then(|row| row.document.clone().or_else(|| row.citation.clone()));
    let (key, name, year) = match (missing, page(number)) {
        (Some(missing), _) => (format!("document:{}", missing.to_lowercase()), missing, None),
        (None, Some(first)) => {
            let published = first.published.as_ref().and_then(years).map(|years| years.first);
            (format!("page:{}", first.source), first.label().to_owned(), published)
        }
        (None, None) => ("page:".to_owned(), "a page".to_owned(), None),
    };
    Origin {
        keys: vec![key.clone()],
        key,
        name,
        year,
        basis: RootBasis::Carrier,
        is_page: true,
        carriers: Vec::new(),
    }
}

/// The earliest page of each story, by the number of the story.
pub(crate) fn first_of_stories(material: &Material) -> HashMap<usize, usize> {
    let mut first: HashMap<usize, usize> = HashMap::new();
    for (number, page) in material.pages.iter().enumerate() {
        let Some(story) = page.story else { continue };
        let date = |number: &usize| {
            let published = material.pages.get(*number).and_then(|page| page.published.as_ref());
            (published.is_none(), published.map(|time| time.as_str().to_owned()), *number)
        };
        first
            .entry(story)
            .and_modify(|known| *known = std::cmp::min_by_key(*known, number, date))
            .or_insert(number);
    }
    first
}
