//! Why something could not be fetched.

use crate::address::AddressError;
use std::time::Duration;

/// The result of what this crate does.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something could not be fetched, so that a person can act on it. Nothing in it is secret: no credentials, no proxy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It is no address that may be asked.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// It went wrong at an address that the server sent on to.
    #[error("the server sends on to {address}: {reason}")]
    SentOn {
        /// The address.
        address: String,
        /// What went wrong there.
        reason: Box<Error>,
    },
    /// The host is not on the public network.
    #[error("{host} is not on the public network but {what}: not asked (--allow-private allows it)")]
    Private {
        /// The host.
        host: String,
        /// What its address is for.
        what: &'static str,
    },
    /// A name of the hidden services of Tor, without a proxy.
    #[error(
        "{0} is a hidden service of Tor: it needs --proxy with the address of Tor, such as socks5h://127.0.0.1:9050"
    )]
    Onion(String),
    /// The host's name is not known.
    #[error("the name {host} was not found ({reason})")]
    UnknownHost {
        /// The host.
        host: String,
        /// What the name service says.
        reason: String,
    },
    /// No connection came about.
    #[error("no connection to {host}: {reason}")]
    Connection {
        /// The host.
        host: String,
        /// Why.
        reason: String,
    },
    /// The proxy did not connect.
    #[error("the proxy did not connect to {host}: {reason}")]
    Proxy {
        /// The host that was wanted.
        host: String,
        /// Why.
        reason: String,
    },
    /// No encrypted connection came about.
    #[error("no encrypted connection to {host}: {reason}")]
    Encryption {
        /// The host.
        host: String,
        /// Why.
        reason: String,
    },
    /// The server could not show who it is.
    #[error("{host} does not show that it is {host}: {reason}")]
    Certificate {
        /// The host.
        host: String,
        /// Why.
        reason: String,
    },
    /// A step took too long.
    #[error("{what} took longer than {} s", seconds(.limit))]
    TooSlow {
        /// What.
        what: &'static str,
        /// The limit.
        limit: Duration,
    },
    /// The answer is too large.
    #[error("the answer is larger than {}{}", size(*.limit), if *.unpacked { " when it is unpacked" } else { "" })]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
        /// Whether it is so only after unpacking.
        unpacked: bool,
    },
    /// There are too many headers.
    #[error("the headers of the answer are larger than {}, or too many", size(*.limit))]
    HeadersTooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The answer is no HTTP.
    #[error("the answer is not what HTTP allows: {0}")]
    Protocol(String),
    /// The connection ended before the answer did.
    #[error("the connection ended before the answer was complete")]
    CutOff,
    /// The answer is packed in a way that was not asked for.
    #[error("the answer is packed as `{0}`, which was not asked for")]
    Coding(String),
    /// The answer cannot be unpacked.
    #[error("the answer cannot be unpacked ({0})")]
    Unpacking(String),
    /// The server answers with an error.
    #[error("the server answers {status}{}", phrase(*.status))]
    Status {
        /// The status code.
        status: u16,
    },
    /// The server says that nothing changed, though nothing was known.
    #[error("the server says that nothing changed (304), though it was not asked whether something did")]
    UnaskedUnchanged,
    /// The server sends on too often.
    #[error("it was sent on more than {0} times")]
    TooManyRedirects(usize),
    /// The server sends in a circle.
    #[error("the servers send on in a circle, back to {0}")]
    RedirectLoop(String),
    /// The server sends on without saying where.
    #[error("the server answers {0} and does not say where to go on")]
    RedirectNowhere(u16),
    /// The server sends from an encrypted address to one that is not.
    #[error(
        "the server sends from https on to {0}, which is not encrypted: not followed; add that address itself if that is acceptable"
    )]
    Downgrade(String),
    /// The site asks programs to leave the address alone.
    #[error(
        "robots.txt of {host} asks programs not to fetch it (line {line}: `{rule}`); a page saved with a browser can be added as a file"
    )]
    Robots {
        /// The host.
        host: String,
        /// The line of the rule, from 1.
        line: usize,
        /// The pattern of the rule.
        rule: String,
    },
    /// Whether the site allows it cannot be found out.
    #[error(
        "robots.txt of {host} could not be read ({reason}), so nothing of it is fetched now; try again later"
    )]
    RobotsUnread {
        /// The host.
        host: String,
        /// Why.
        reason: String,
    },
    /// The site wants longer waits than this program waits.
    #[error("{host} asks to wait {} s, longer than {} s: try again later", seconds(.wanted), seconds(.limit))]
    Busy {
        /// The host.
        host: String,
        /// How long it asks to wait.
        wanted: Duration,
        /// How long this program waits.
        limit: Duration,
    },
    /// A setting cannot be used.
    #[error("{0}")]
    Setting(String),
}

impl Error {
    /// Whether asking again another day can help.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::SentOn { reason, .. } => reason.may_pass(),
            // Gone for good, or forbidden by law: all else has been seen to come back.
            Self::Status { status } => !matches!(status, 410 | 451),
            Self::UnknownHost { .. }
            | Self::Connection { .. }
            | Self::Proxy { .. }
            | Self::Certificate { .. }
            | Self::Encryption { .. }
            | Self::TooSlow { .. }
            | Self::CutOff
            | Self::Protocol(_)
            | Self::Unpacking(_)
            | Self::RobotsUnread { .. }
            | Self::Busy { .. } => true,
            _ => false,
        }
    }
}

fn seconds(duration: &Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds.fract() == 0.0 { format!("{seconds:.0}") } else { format!("{seconds:.1}") }
}

fn size(bytes: u64) -> String {
    if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) {
        format!("{} MiB", bytes >> 20)
    } else if bytes >= 1 << 10 && bytes.is_multiple_of(1 << 10) {
        format!("{} KiB", bytes >> 10)
    } else {
        format!("{bytes} bytes")
    }
}

/// The words that belong to a status code, by IANA's registry.
fn phrase(status: u16) -> String {
    let code = ureq::http::StatusCode::from_u16(status).ok();
    code.and_then(|code| code.canonical_reason()).map(|phrase| format!(" ({phrase})")).unwrap_or_default()
}
