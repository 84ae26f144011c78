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

const ZONES: &[Zone] =
    &[Zone::Teaser, Zone::Related, Zone::Comment, Zone::Chrome, Zone::Caption, Zone::Credit];

pub(super) fn find(figures: &Figures<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let with_numbers = figures
        .material
        .aside_in(ZONES)
        .filter(|mention| mention.claim.quantity.as_ref().is_some_and(|quantity| quantity.amount.is_some()));
    let mut by_page: std::collections::BTreeMap<usize, Vec<String>> = std::collections::BTreeMap::new();
    for mention in with_numbers {
        let quantity = mention.claim.quantity.clone().unwrap_or_default();
        let words =
            format!("{} in a {}: “{}”", told(&quantity), mention.claim.zone, mention.claim.passage.exact);
        by_page.entry(mention.page).or_default().push(words);
    }
    for (page, lines) in by_page {
        let name = figures.material.pages.get(page).map_or("a page", |page| page.file_name());
        let sentence = format!(
            "{} on {name} {} outside its text (teasers, comments, captions) and {} no evidence about its subject.",
            if lines.len() == 1 { "One number".to_owned() } else { format!("{} numbers", lines.len()) },
            if lines.len() == 1 { "stands" } else { "stand" },
            if lines.len() == 1 { "is" } else { "are" },
        );
        let details = lines.into_iter().take(5).collect();
        found.push(Finding::about(figures, Topic::Boilerplate, 0.56, &[], sentence).with_details(details));
    }
    found
}
