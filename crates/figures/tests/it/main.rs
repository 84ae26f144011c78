//! Figures from claims written out in the tests.

mod support;

mod any_claims;
mod corrections;
mod estimates;
mod findings;

mod roots;
