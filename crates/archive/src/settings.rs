//! `manumit.toml`: what a workspace is about and what counts in it.

use crate::{Error, Result};
use model::{Sensitivity, Zone};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The settings of a workspace, as people edit them in `manumit.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What is looked into, in plain words.
    pub programme: String,
    /// Zones whose claims count; others are kept but not asked first.
    pub zones: Vec<Zone>,
    /// Sensitivity of sources that are added without one.
    pub sensitivity: Sensitivity,
    /// Public key (`age1…`) that sources are sealed for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealing_recipient: Option<String>,
    /// Where comparisons draw the line.
    pub thresholds: Thresholds,
}

/// Where comparisons draw the line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    /// Half-width given to a bare figure when two are compared, as a fraction of it (0 to 1).
    pub bare_point: f64,
    /// The same for a figure with `approximately`, `nearly` or `estimated`.
    pub hedged_point: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            programme: String::new(),
            zones: vec![Zone::Main],
            sensitivity: Sensitivity::Internal,
            sealing_recipient: None,
            thresholds: Thresholds::default(),
        }
    }
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { bare_point: 0.05, hedged_point: 0.15 }
    }
}
