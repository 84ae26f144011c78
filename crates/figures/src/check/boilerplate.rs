//! Boilerplate: numbers from teasers, comments and captions, left out of everything else.
//!
//! Taught by a page on one country's workers whose margin announces another country's sanctions list ("27 companies"). A teaser
//! about another country is no evidence about this one.
//!
//! Errs where a page's layout hides its text from the reader of pages: the passages show it, and the settings of a workspace can
//! let a zone count.

use crate::amount::told;
use crate::figure::Figures;
use crate::finding::{Finding, Topic};
use model::Zone;
use std::collections::BTreeMap;

const ZONES: &[Zone] =
    &[Zone::Teaser, Zone::Related, Zone::Comment, Zone::Chrome, Zone::Caption, Zone::Credit];

pub(super) fn find(figures: &Figures<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let mut by_page: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, mention) in figures.material.aside.iter().enumerate() {
        let has_number = mention.claim.quantity.as_ref().is_some_and(|quantity| quantity.amount.is_some());
        if has_number && ZONES.contains(&mention.claim.zone) {
            by_page.entry(mention.page).or_default().push(place);
        }
    }
    for (page, places) in by_page {
        let name = figures.material.pages.get(page).map_or("a page", |page| page.file_name());
        let (count, verb, is) = match places.len() {
            1 => ("One number".to_owned(), "stands", "is"),
            more => (format!("{more} numbers"), "stand", "are"),
        };
        let sentence = format!(
            "{count} on {name} {verb} outside its text, in teasers, comments or captions, and {is} no evidence about its subject."
        );
        let line = |place: &usize| {
            let claim = &figures.material.aside.get(*place)?.claim;
            Some(format!(
                "{} in a {}: “{}”",
                told(claim.quantity.as_ref()?),
                claim.zone,
                figures.material.quote(claim)
            ))
        };
        let details = places.iter().take(5).filter_map(line).collect();
        let finding = Finding::about(figures, Topic::Boilerplate, 0.56, &[], sentence).with_details(details);
        found.push(Finding { asides: places, ..finding });
    }
    found
}
