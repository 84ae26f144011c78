//! What an API is offered with.

use super::metrics::RequestLine;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Bounds of one request and of all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Most queries of a request.
    pub queries: usize,
    /// Most code points of a name or another value.
    pub value: usize,
    /// Most values of a query.
    pub values: usize,
    /// Time for a request, from its head to its answer.
    pub time: Duration,
    /// Most requests under way; more are told to come back.
    pub requests: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { queries: 100, value: 1_000, values: 500, time: Duration::from_secs(30), requests: 1_024 }
    }
}

/// Called with a line about each request.
pub type RequestLog = Arc<dyn Fn(&RequestLine) + Send + Sync>;

/// What an API is offered with.
#[derive(Clone, Default)]
pub struct Settings {
    /// The file of keys; without one, whoever can reach the address is answered, with what is open only.
    pub key_file: Option<PathBuf>,
    /// Bounds.
    pub limits: Limits,
    /// Where a line about each request goes.
    pub log: Option<RequestLog>,
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let log = self.log.as_ref().map(|_| "…");
        formatter
            .debug_struct("Settings")
            .field("key_file", &self.key_file)
            .field("limits", &self.limits)
            .field("log", &log)
            .finish()
    }
}
