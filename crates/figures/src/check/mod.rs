//! Arithmetic that tests figures against each other, a check each. Every result shows its inputs down to the passages.

mod boilerplate;
pub(crate) mod conversion;
mod implied_pay;
mod levy;
mod scopes;
mod shares;
mod sums;
mod years;

use crate::relation::Detector;

/// The checks.
pub(crate) const CHECKS: &[Detector] = &[
    implied_pay::find,
    shares::find,
    scopes::find,
    sums::find,
    levy::find,
    conversion::find,
    conversion::terms,
    years::find,
    boilerplate::find,
];
