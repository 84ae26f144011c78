//! "In Kuwait and Qatar 670,000 and 170,000 workers respectively": places and numbers told off one by one.

use super::Context;
use crate::mention::Mention;
use crate::propose::Proposal;
use std::mem::discriminant;
use std::ops::Range;

/// The place that stands where the number of a proposal stands, in a sentence that names as many places as numbers of one
/// kind and says "respectively".
pub(super) fn place<'c>(
    context: &'c Context<'_, '_>,
    proposal: &Proposal,
    sentence: &Range<usize>,
) -> Option<&'c Mention> {
    let analysis = context.analysis;
    let own = proposal.quantity?;
    sentence.clone().find(|token| analysis.word_at(*token) == "respectively")?;
    let kind = discriminant(&analysis.quantities.get(own)?.mention.dimension);
    let numbers: Vec<usize> = (0..analysis.quantities.len())
        .filter(|number| {
            let mention = &analysis.quantities[*number].mention;
            sentence.contains(&mention.tokens.start) && discriminant(&mention.dimension) == kind
        })
        .collect();
    let places: Vec<&Mention> =
        analysis.mentions_in(sentence).iter().filter(|mention| mention.is_place()).collect();
    let at = numbers.iter().position(|number| *number == own)?;
    (numbers.len() > 1 && places.len() == numbers.len()).then(|| places[at])
}
