//! `figures`, `findings`, `estimate`: claims of a workspace folded into figures, and what follows from them.
//!
//! Nothing of a sealed source comes here: claims and sources are asked for under a [`Clearance`], and so are stories.

use crate::Result;
use crate::ledger::SourceCards;
use crate::stories::stories;
use ::claims::gazetteer::Gazetteer;
use archive::{Act, ClaimFilter, Workspace};
use figures::{Bodies, Figures, Material, Mention, Page};
use model::{
    ClaimId, Clearance, Cleared, FigureAction, FigureCorrection, NewRoot, ReviewState, SourceId, Zone,
};
use publish::LedgerClaim;
use std::collections::{HashMap, HashSet};

/// What figures are made of, let through together: every claim in it passed the same clearance.
///
/// # Errors
/// If the ledger cannot be read.
pub fn figure_material(workspace: &Workspace, clearance: Clearance) -> Result<Cleared<Material>> {
    let states = vec![ReviewState::Proposed, ReviewState::Confirmed, ReviewState::Corrected];
    let filter = ClaimFilter { states, ..ClaimFilter::default() };
    let mut cards = SourceCards::new(workspace, clearance);
    let mut records = Vec::new();
    // No figure asks which words filled a slot; they are half of what a claim takes in memory, and figures are kept.
    workspace.each_claim(clearance, &filter, |record| {
        records.push(record.map(|mut record| {
            record.claim.evidence = Vec::new();
            record
        }));
    })?;
    let claims = cards.ledger_claims(records);
    let copies = stories(workspace, clearance)?.into_iter().filter(|story| story.texts.len() > 1);
    let copies = copies.enumerate().flat_map(|(number, story)| {
        story.texts.into_iter().map(move |text| (text.into_inner().record.source.id, number))
    });
    let copies: HashMap<SourceId, usize> = copies.collect();
    let all_pages = all_pages(workspace, clearance)?;
    let zones = &workspace.settings().zones;
    let corrections = workspace.figure_corrections()?;
    let make = |claims| material(claims, all_pages, &copies, zones, corrections);
    clearance
        .join(claims?, make)
        .ok_or_else(|| archive::Error::NotFound { what: "clearance", id: clearance.to_string() }.into())
}

fn material(
    claims: Vec<LedgerClaim>,
    all_pages: Vec<Page>,
    copies: &HashMap<SourceId, usize>,
    zones: &[Zone],
    corrections: Vec<FigureCorrection>,
) -> Material {
    let countries = Gazetteer::embedded().countries().iter();
    let countries = countries.map(|country| (country.code.to_owned(), country.name().to_owned())).collect();
    let mut material = Material { bodies: bodies(), countries, corrections, ..Material::default() };
    let mut pages: HashMap<SourceId, usize> = HashMap::new();
    // The same claim may stand in several readings of one source.
    let mut seen: HashSet<ClaimId> = HashSet::new();
    for LedgerClaim { claim, source: card, .. } in claims {
        if !seen.insert(claim.id.clone()) {
            continue;
        }
        let page = *pages.entry(card.id.clone()).or_insert_with(|| {
            material.pages.push(Page {
                source: card.id.clone(),
                name: card.name.clone(),
                title: card.title.clone(),
                publisher: card.site.clone(),
                published: card.published.clone(),
                url: card.url.clone(),
                story: copies.get(&card.id).copied(),
            });
            material.pages.len() - 1
        });
        let counts = zones.contains(&claim.zone);
        let mention = Mention { page, claim };
        if counts { material.mentions.push(mention) } else { material.aside.push(mention) }
    }
    material.pages.extend(all_pages.into_iter().filter(|page| !pages.contains_key(&page.source)));
    material
}

/// Every page by name: rows of tables may name one without claims.
fn all_pages(workspace: &Workspace, clearance: Clearance) -> Result<Vec<Page>> {
    let mut pages = Vec::new();
    for listing in workspace.sources(clearance, &archive::SourceFilter::default())? {
        let archive::SourceListing::Visible(record) = listing else { continue };
        let record = record.into_inner();
        let name = crate::first_name(&record).unwrap_or_default().to_owned();
        pages.push(Page {
            source: record.source.id,
            name,
            title: None,
            publisher: None,
            published: None,
            url: None,
            story: None,
        });
    }
    Ok(pages)
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
            .filter(|(_, mention)| starts(mention.claim.id.as_str()));
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
        .map(|claim| claim.id.clone())
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
