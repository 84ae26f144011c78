//! `figures`, `findings`, `estimate`: claims of a workspace folded into figures, and what follows from them.
//!
//! Nothing of a sealed source comes here: claims and sources are asked for under a [`Clearance`], and so are stories.

use crate::Result;
use crate::ledger::{SourceCards, corrected};
use crate::stories::told_stories;
use ::claims::gazetteer::Gazetteer;
use archive::{Act, ClaimFilter, ClaimRecord, Workspace};
use figures::{Bodies, Figures, Material, Mention, Packer, Page};
use model::{ClaimId, Clearance, Cleared, FigureAction, FigureCorrection, NewRoot, ReviewState, SourceId};
use publish::SourceCard;
use std::collections::{HashMap, HashSet};

/// Sources looked up at once.
const AT_ONCE: usize = 512;

/// What figures are made of, let through together: every claim in it passed the same clearance.
///
/// Claims are packed as they are read, so that only what figures need of them is in memory.
///
/// # Errors
/// If the ledger cannot be read.
pub fn figure_material(workspace: &Workspace, clearance: Clearance) -> Result<Cleared<Material>> {
    let stories = told_stories(workspace, clearance)?.into_inner().into_iter();
    let copies = stories.filter(|story| story.len() > 1).enumerate();
    let copies: HashMap<SourceId, usize> =
        copies.flat_map(|(number, story)| story.into_iter().map(move |text| (text.source, number))).collect();
    let states = vec![ReviewState::Proposed, ReviewState::Confirmed, ReviewState::Corrected];
    let filter = ClaimFilter { states, ..ClaimFilter::default() };
    let mut packing = Packing::default();
    let mut mentions: Vec<Cleared<Mention>> = Vec::new();
    workspace.each_claim(clearance, &filter, |record| {
        mentions.extend(record.map(|record| packing.mention(&record)).pieces());
    })?;
    let Packing { mut packer, sources, .. } = packing;
    let mut pages = Vec::with_capacity(sources.len());
    for sources in sources.chunks(AT_ONCE) {
        let mut cards = SourceCards::new(workspace, clearance);
        cards.look_up(sources)?;
        for source in sources {
            let (card, _) = cards.card(source)?;
            pages.push(page(&mut packer, &card, copies.get(source).copied()));
        }
    }
    // Only a row of a table names a page that has no claim itself.
    let names_pages = |mention: &Cleared<Mention>| {
        mention.get().claim.row.as_ref().is_some_and(|row| row.document.is_some())
    };
    if mentions.iter().any(names_pages) {
        let known: HashSet<SourceId> = sources.into_iter().collect();
        add_other_pages(workspace, clearance, &known, &mut packer, &mut pages)?;
    }
    let zones = &workspace.settings().zones;
    let corrections = workspace.figure_corrections()?;
    let make = |mentions: Vec<Mention>| {
        let (mentions, aside) = mentions.into_iter().partition(|mention| zones.contains(&mention.claim.zone));
        let countries = Gazetteer::embedded().countries().iter();
        let countries =
            countries.map(|country| (country.code.to_owned(), country.name().to_owned())).collect();
        Material { pages, mentions, packer, aside, countries, bodies: bodies(), corrections }
    };
    clearance
        .join(mentions, make)
        .ok_or_else(|| archive::Error::NotFound { what: "clearance", id: clearance.to_string() }.into())
}

/// Claims on their way to mentions.
#[derive(Default)]
struct Packing {
    packer: Packer,
    /// The sources that carry them, as pages are numbered.
    sources: Vec<SourceId>,
    numbers: HashMap<SourceId, usize>,
    /// The same claim may stand in several readings of one source.
    seen: HashSet<ClaimId>,
}

impl Packing {
    fn mention(&mut self, record: &ClaimRecord) -> Option<Mention> {
        if !self.seen.insert(record.claim.id.clone()) {
            return None;
        }
        let number = self.numbers.get(&record.source).copied().unwrap_or_else(|| {
            self.sources.push(record.source.clone());
            self.numbers.insert(record.source.clone(), self.sources.len() - 1);
            self.sources.len() - 1
        });
        Some(self.packer.mention(number, &corrected(record)))
    }
}

fn page(packer: &mut Packer, card: &SourceCard, story: Option<usize>) -> Page {
    let mut word = |text: &Option<String>| text.as_deref().map(|text| packer.word(text));
    let (title, publisher, url) = (word(&card.title), word(&card.site), word(&card.url));
    Page {
        source: card.id.clone(),
        name: packer.word(&card.name),
        title,
        publisher,
        published: card.published.clone(),
        url,
        story,
    }
}

/// Every other page by its name.
fn add_other_pages(
    workspace: &Workspace,
    clearance: Clearance,
    known: &HashSet<SourceId>,
    packer: &mut Packer,
    pages: &mut Vec<Page>,
) -> Result<()> {
    for listing in workspace.sources(clearance, &archive::SourceFilter::default())? {
        let archive::SourceListing::Visible(record) = listing else { continue };
        let record = record.into_inner();
        if known.contains(&record.source.id) {
            continue;
        }
        let name = packer.word(crate::first_name(&record).unwrap_or_default());
        let source = record.source.id;
        pages.push(Page {
            source,
            name,
            title: None,
            publisher: None,
            published: None,
            url: None,
            story: None,
        });
    }
    Ok(())
}

fn bodies() -> Bodies {
    Bodies::of(Gazetteer::embedded().organisations().iter().map(|body| body.names.clone()))
}

/// A figure of which only the beginning of the id, or of the id of one of its claims, is given.
///
/// # Errors
/// If there is none, or more than one.
pub fn resolve_figure(figures: &Figures<'_>, prefix: &str) -> Result<usize> {
    let prefix = prefix.trim().to_ascii_lowercase();
    let starts = |id: &str| prefix.len() >= 4 && id.starts_with(&prefix);
    let by_id = figures
        .all
        .iter()
        .enumerate()
        .filter(|(_, figure)| starts(figure.id.as_str()))
        .map(|(place, _)| place);
    let mut found: Vec<usize> = by_id.collect();
    if found.is_empty() {
        let by_claim = figures
            .material
            .mentions
            .iter()
            .enumerate()
            .filter(|(_, mention)| starts(mention.claim.id().as_str()));
        found = by_claim.filter_map(|(mention, _)| figures.of_mention(mention)).collect();
        found.dedup();
    }
    match found.as_slice() {
        [only] => Ok(*only),
        [] => Err(archive::Error::NotFound { what: "figure", id: prefix }.into()),
        _ => {
            let ids = found.iter().take(5).filter_map(|place| figures.all.get(*place));
            let candidates = ids.map(|figure| figure.id.to_string()).collect();
            Err(archive::Error::Ambiguous { what: "figure", prefix, candidates }.into())
        }
    }
}

/// The claims of a figure, by which a decision names it.
#[must_use]
pub fn claims_of_figure(figures: &Figures<'_>, place: usize) -> Vec<ClaimId> {
    let mentions = figures.all.get(place).map_or(&[][..], |figure| figure.claims.as_slice());
    mentions
        .iter()
        .filter_map(|mention| figures.material.claim(*mention))
        .map(figures::FigureClaim::id)
        .collect()
}

/// Records what a person decides about figures.
///
/// # Errors
/// If the decision names no claim, a name is empty, or the ledger cannot be written.
pub fn correct_figure(
    workspace: &Workspace,
    act: &Act,
    action: &FigureAction,
    note: Option<&str>,
) -> Result<FigureCorrection> {
    let refused = |slot: &str, reason: &str| {
        Err(crate::Error::Slot { slot: slot.to_owned(), value: String::new(), reason: reason.to_owned() })
    };
    if action.claims().is_empty() {
        return refused("figure", "it has no claims");
    }
    if let FigureAction::Reroot { root: NewRoot::Named { name, .. }, .. } = action
        && name.trim().is_empty()
    {
        return refused("root", "a root has a name; `none` takes it away");
    }
    Ok(workspace.add_figure_correction(act, action, note)?)
}
