//! Figures from claims written out in the tests.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends there")]
#![expect(clippy::cloned_ref_to_slice_refs, reason = "pages of claims read best as literal lists")]

mod support;

mod any_claims;
mod corrections;
mod estimates;
mod findings;

mod roots;
