//! What screening finds, with literal entities and queries.

mod bounds;
mod finding;
mod lines;
mod snapshots;
mod support;
