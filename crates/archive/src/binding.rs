//! How reviews find their claims after a source was read anew.
//!
//! A review fits a claim of the same kind whose quote is, to the letter, the words that were reviewed. Where the same
//! words are claimed several times, the claim at the place where the passage now stands is taken (its old position, or
//! the occurrence whose surroundings agree best), then the one of the same id, then the nearest. A review of an
//! indicator or a role fits only a claim of the same indicator or role. What fits nothing is an orphan.

use crate::ledger::StoredClaim;
use model::{ClaimId, CodePoints, DocumentId, Kind, Review};
use std::collections::HashMap;

/// Occurrences of one quote that are told apart by number; beyond, kind and quote must do.
const MAX_ORDINAL: usize = 64;

/// The claim that `review` fits among `claims` of its source, whose texts are `texts`.
pub(crate) fn find<'c>(
    review: &Review,
    claims: &'c [StoredClaim],
    texts: &HashMap<DocumentId, String>,
) -> Option<&'c StoredClaim> {
    let same_words = |stored: &&StoredClaim| {
        stored.claim.kind == review.kind && stored.claim.passage.exact == review.passage.exact
    };
    let same_words: Vec<_> = claims.iter().filter(same_words).collect();
    let same_assertion: Vec<_> = same_words
        .iter()
        .copied()
        .filter(|stored| is_same_assertion(&review.claim, review, stored))
        .collect();
    let detail_matters = matches!(review.kind, Kind::Indicator | Kind::EntityRole);
    let fitting = if same_assertion.is_empty() && !detail_matters { same_words } else { same_assertion };
    fitting.into_iter().min_by_key(|stored| {
        let start = stored.claim.passage.start;
        let now = texts.get(&stored.document).and_then(|text| place_of(review, text));
        (now != Some(start), stored.claim.id != review.claim, start.abs_diff(review.passage.start))
    })
}

fn place_of(review: &Review, text: &str) -> Option<usize> {
    let points = CodePoints::new(text);
    review.passage.find(text, &points).map(|span| points.at_byte(span.start))
}

/// Whether the reviewed id names an occurrence of what `stored` asserts.
fn is_same_assertion(reviewed: &ClaimId, review: &Review, stored: &StoredClaim) -> bool {
    let claim = &stored.claim;
    *reviewed == claim.id
        || (0..MAX_ORDINAL).any(|ordinal| {
            let quote = &claim.passage.exact;
            let role = claim.role.as_deref();
            *reviewed == ClaimId::derive(&review.source, claim.kind, claim.ilo, role, quote, ordinal)
        })
}
