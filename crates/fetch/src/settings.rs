//! How to fetch: limits, manners, proxy, certificates.

use crate::network::PrivateAddresses;
use crate::proxy::Proxy;
use std::sync::Arc;
use std::time::Duration;

/// How much and how long is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of an answer, as sent and unpacked.
    pub body_bytes: u64,
    /// Bytes of the headers of an answer.
    pub header_bytes: u64,
    /// Times that servers may send on.
    pub redirects: usize,
    /// Finding the address of a name.
    pub lookup: Duration,
    /// Connecting, with encryption and the way through a proxy.
    pub connect: Duration,
    /// From the question to the end of the headers.
    pub answer: Duration,
    /// Without a byte.
    pub silence: Duration,
    /// All of one answer.
    pub whole: Duration,
    /// Longest wait that a site may ask for, by Crawl-delay or Retry-After.
    pub wait: Duration,
    /// Times that a site that is busy is asked again.
    pub retries: usize,
    /// Between two requests to one site, where it asks for no longer one.
    pub pause: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 64 << 20,
            header_bytes: 64 << 10,
            redirects: 10,
            lookup: Duration::from_secs(10),
            connect: Duration::from_secs(30),
            answer: Duration::from_secs(60),
            silence: Duration::from_secs(30),
            whole: Duration::from_secs(300),
            wait: Duration::from_secs(120),
            retries: 2,
            pause: Duration::from_secs(1),
        }
    }
}

/// What happens while something is fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A request is sent to this address.
    Asking {
        /// The address.
        address: String,
    },
    /// A site asked for a pause of more than a moment.
    Waiting {
        /// The host.
        host: String,
        /// How long.
        how_long: Duration,
    },
}

/// Hears what happens.
pub type Listener = Arc<dyn Fn(&Event) + Send + Sync>;

/// How to fetch.
#[derive(Clone, Default)]
pub struct Settings {
    /// Limits.
    pub limits: Limits,
    /// Whether private addresses may be asked.
    pub private: PrivateAddresses,
    /// The way through a proxy. With one, no name is looked up here but the proxy's own.
    pub proxy: Option<Proxy>,
    /// What the program calls itself; its part before `/` is the name by which robots.txt speaks to it.
    pub user_agent: Option<String>,
    /// Certificates in PEM that are trusted instead of Mozilla's.
    pub certificates: Option<Vec<u8>>,
    /// Hears what happens.
    pub listener: Option<Listener>,
}

/// What the program calls itself.
pub const USER_AGENT: &str = concat!("manumit/", env!("CARGO_PKG_VERSION"));

impl Settings {
    /// What the program calls itself.
    #[must_use]
    pub fn user_agent(&self) -> &str {
        self.user_agent.as_deref().unwrap_or(USER_AGENT)
    }

    /// The name by which robots.txt speaks to it.
    pub(crate) fn program(&self) -> &str {
        let name = self.user_agent();
        name.split(['/', ' ']).next().unwrap_or(name)
    }

    pub(crate) fn tell(&self, event: &Event) {
        if let Some(listener) = &self.listener {
            listener(event);
        }
    }
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings")
            .field("limits", &self.limits)
            .field("private", &self.private)
            .field("proxy", &self.proxy)
            .field("user_agent", &self.user_agent)
            .finish_non_exhaustive()
    }
}
