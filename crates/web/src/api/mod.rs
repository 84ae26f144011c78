//! JSON for other programs.

use crate::Routes;

/// What other programs can ask.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
}
