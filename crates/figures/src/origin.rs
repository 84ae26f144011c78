//! Who a single mention leads back to, by the words around it alone.

use crate::claim::{FigureClaim, Mention, Word};
use crate::figure::{Root, RootBasis, RootId};
use crate::material::{Bodies, Material};
use crate::names;
use crate::years::years;
use model::{Speaker, SpeakerType, TimeBasis};
use std::collections::HashMap;

/// The origin that the words of one mention show.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Origin {
    /// What makes two origins one: the body's key, or that of the page.
    pub(crate) key: String,
    /// Keys of all names given together.
    pub(crate) keys: Vec<String>,
    pub(crate) name: Word,
    pub(crate) year: Option<i32>,
    /// Whether the year is only that of who passes it on, or of what it speaks of: a row names no year of the work.
    pub(crate) is_guessed_year: bool,
    pub(crate) basis: RootBasis,
    /// Whether only the page itself stands for it.
    pub(crate) is_page: bool,
    /// Those who pass it on, outermost first, as name and key.
    pub(crate) carriers: Vec<(Word, String)>,
}

impl Origin {
    /// What tells this origin from every other.
    pub(crate) fn root_key(&self) -> String {
        match self.year {
            Some(year) if !self.is_page => format!("{}@{year}", self.key),
            _ => self.key.clone(),
        }
    }

    /// The root that it is; a known body goes by its own name.
    pub(crate) fn root(&self, bodies: &Bodies) -> Root {
        let known = bodies.names(&self.key).first().cloned();
        let name = known.unwrap_or_else(|| self.name.to_string());
        Root {
            id: RootId::of(&[&self.root_key()]),
            name,
            year: self.year,
            basis: self.basis,
            is_page: self.is_page,
        }
    }
}

/// The pages that rows of tables were copied from, and the years of the works that rows cite.
pub(crate) struct PageNames {
    by_stem: HashMap<String, Option<usize>>,
    /// The last year that rows of one citation and address speak of: a work is no older than that.
    years: HashMap<(usize, String, Option<String>), i32>,
}

/// What shows that two rows of one table cite the same work.
fn work_of(mention: &Mention) -> Option<(usize, String, Option<String>)> {
    let row = mention.claim.row.as_ref()?;
    Some((mention.page, row.citation.as_ref()?.to_lowercase(), row.url.clone()))
}

impl PageNames {
    /// A file name is found by its beginning up to any sign that is no letter or digit.
    pub(crate) fn of(material: &Material) -> Self {
        let mut by_stem: HashMap<String, Option<usize>> = HashMap::new();
        let names_pages =
            |mention: &Mention| mention.claim.row.as_ref().is_some_and(|row| row.document.is_some());
        // Of very many pages, their names are looked at only where a row names one.
        let named = material.mentions.iter().any(names_pages).then_some(material.pages.as_slice());
        for (number, page) in named.unwrap_or_default().iter().enumerate() {
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
        let mut works: HashMap<(usize, String, Option<String>), i32> = HashMap::new();
        for mention in &material.mentions {
            // Without an address, the same words may cite works of several years.
            let Some(work) = work_of(mention).filter(|(.., url)| url.is_some()) else { continue };
            if let Some(time) = mention.claim.time.as_deref().and_then(years) {
                works.entry(work).and_modify(|year| *year = time.last.max(*year)).or_insert(time.last);
            }
        }
        Self { by_stem, years: works }
    }

    /// The page that a row names, where there is exactly one.
    pub(crate) fn page(&self, claim: &FigureClaim) -> Option<usize> {
        let name = claim.row.as_ref()?.document.as_ref()?.to_lowercase();
        self.by_stem.get(&name).copied().flatten()
    }
}

/// Whether a speaker has a name, and not only a noun such as "experts" or "researchers from Seoul". A name begins with a capital, or
/// is written in letters that have none.
fn is_named(speaker: &Speaker, is_row: bool, material: &Material) -> bool {
    if speaker.kind == SpeakerType::Anonymous {
        return false;
    }
    if material.bodies.canonical(&names::plain_key(&speaker.name)).is_some() {
        return true;
    }
    let begins_as_name = |word: &str| word.starts_with(|letter: char| !letter.is_lowercase());
    let mut words =
        speaker.name.split_whitespace().skip_while(|word| matches!(*word, "the" | "The" | "a" | "A" | "an"));
    let first = words.next().is_some_and(begins_as_name);
    // Of a group, the first word may have its capital from the beginning of a sentence.
    let is_group = speaker.kind == SpeakerType::Group && !is_row;
    first
        && (!is_group || words.any(|word| word.starts_with(char::is_uppercase)) || is_acronym(&speaker.name))
}

fn is_acronym(name: &str) -> bool {
    name.chars().count() >= 2
        && name.chars().all(|character| character.is_uppercase() || character.is_ascii_digit())
}

/// The origin of a mention. `copied` is the page that a row of a table was copied from.
pub(crate) fn origin(
    material: &Material,
    pages: &PageNames,
    mention: &Mention,
    copied: Option<usize>,
) -> Origin {
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
    let carriers = outer
        .map(|outer| (Word::from(outer.name.as_str()), names::key(&outer.name, &material.bodies)))
        .collect();
    let stated = speaker.year.or_else(|| names::year_in(&speaker.name));
    // "Example Daily (2016) quoting X": X has said so by then.
    let passed_on = || speakers.iter().take(at).rev().find_map(|outer| outer.year).filter(|_| is_row);
    Origin {
        key: keys.first().cloned().unwrap_or_default(),
        keys,
        name: Word::from(speaker.name.as_str()),
        year: stated.or_else(passed_on).or_else(|| year_of_saying(material, pages, mention)),
        is_guessed_year: is_row && stated.is_none(),
        basis: if at + 1 == speakers.len() || is_author { RootBasis::Named } else { RootBasis::Carrier },
        is_page: false,
        carriers,
    }
}

/// When a work without a year was made, at the latest: when the page was published, or for a row, the time it gives.
fn year_of_saying(material: &Material, pages: &PageNames, mention: &Mention) -> Option<i32> {
    let page = material.pages.get(mention.page)?;
    match &mention.claim.row {
        Some(_) => {
            let of_work = work_of(mention).and_then(|work| pages.years.get(&work)).copied();
            of_work.or_else(|| mention.claim.time.as_deref().and_then(years).map(|years| years.last))
        }
        None => {
            let published = page.published.as_ref().and_then(years).map(|years| years.first);
            let claim = &mention.claim;
            let stated =
                claim.time.as_deref().filter(|_| claim.time_basis == Some(TimeBasis::Stated)).and_then(years);
            // A text that speaks of a later year than its date was changed since.
            published.map(|published| stated.map_or(published, |stated| published.max(stated.first)))
        }
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
        (Some(missing), _) => (format!("document:{}", missing.to_lowercase()), Word::from(missing), None),
        (None, Some(first)) => {
            let published = first.published.as_ref().and_then(years).map(|years| years.first);
            (format!("page:{}", first.source), first.label_word(), published)
        }
        (None, None) => ("page:".to_owned(), Word::from("a page"), None),
    };
    Origin {
        keys: vec![key.clone()],
        key,
        name,
        year,
        is_guessed_year: false,
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
