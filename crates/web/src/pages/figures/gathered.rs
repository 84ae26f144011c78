//! What claims about one thing say together: a sector, a site, a programme.

use super::{Counted, Evidence, PassageView, Taker, counted, encoded, organisations, whole};
use engine::FigureClaim;

/// Passages on the page of a thing.
const MOST_PASSAGES: usize = 40;

/// The claims of one thing, counted by what they name, and the first of their passages.
pub(crate) struct Gathered {
    pub(crate) claims: String,
    pub(crate) sources: String,
    pub(crate) figures: String,
    pub(crate) places: Vec<Counted>,
    pub(crate) kinds: Vec<Counted>,
    pub(crate) sectors: Vec<Counted>,
    pub(crate) origins: Vec<Counted>,
    pub(crate) sites: Vec<Counted>,
    pub(crate) organisations: Vec<Counted>,
    pub(crate) passages: Vec<PassageView>,
    /// Claims whose passages are not shown.
    pub(crate) hidden: usize,
}

impl Gathered {
    /// Of these claims, by their numbers in the material.
    pub(super) fn of(evidence: Evidence<'_>, mut mentions: Vec<usize>) -> Self {
        let figures = evidence.figures();
        mentions.sort_unstable();
        mentions.dedup();
        let distinct = |numbers: Vec<usize>| {
            let mut numbers = numbers;
            numbers.sort_unstable();
            numbers.dedup();
            whole(numbers.len())
        };
        let page = |at: &usize| figures.material.mentions.get(*at).map(|mention| mention.page);
        let named = |mut rows: Vec<Counted>| {
            rows.iter_mut().for_each(|row| row.name = engine::place_name(&row.name));
            rows
        };
        let count = |names: fn(&FigureClaim, Taker<'_>), link: fn(&str) -> String| {
            counted(figures, &mentions, names, link)
        };
        let places = count(|claim, take| claim.places.iter().for_each(|place| take(place)), place_link);
        let origins = count(|claim, take| claim.origin.iter().for_each(|code| take(code)), programme_link);
        let passages = evidence.passages(mentions.iter().take(MOST_PASSAGES));
        Self {
            claims: whole(mentions.len()),
            sources: distinct(mentions.iter().filter_map(page).collect()),
            figures: distinct(mentions.iter().filter_map(|at| figures.of_mention(*at)).collect()),
            places: named(places),
            kinds: count(|claim, take| take(claim.kind.as_str()), |kind| format!("/ledger?kind={kind}")),
            sectors: count(|claim, take| claim.sectors.iter().for_each(|name| take(name)), sector_link),
            origins: named(origins),
            sites: count(|claim, take| claim.site().into_iter().for_each(take), site_link),
            organisations: organisations(figures, &mentions),
            hidden: mentions.len().saturating_sub(passages.len()),
            passages,
        }
    }
}

/// The page of a place.
pub(crate) fn place_link(place: &str) -> String {
    format!("/places/{}", encoded(place))
}

/// The page of a sector.
pub(crate) fn sector_link(sector: &str) -> String {
    format!("/sectors/{}", encoded(sector))
}

/// The page of a place of work.
pub(crate) fn site_link(site: &str) -> String {
    format!("/sites/{}", encoded(site))
}

/// The page of the programme of a country that workers come from.
pub(crate) fn programme_link(origin: &str) -> String {
    format!("/programmes/{}", encoded(origin))
}
