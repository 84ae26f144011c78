//! Why a server does not start or goes down.

use std::net::SocketAddr;

/// Errors of serving as a whole; what goes wrong with one request is a [`crate::Fault`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another program listens there, or the system does not let us.
    #[error("cannot listen on {address}: {reason}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        reason: std::io::Error,
    },
    /// Others could reach the address, and nobody would have to say who they are.
    #[error(
        "{0} can be reached from other computers, and pages would be open to whoever asks: let people sign in (`--team --behind-tls`), or show strangers what is open alone (`--public`)"
    )]
    OpenToOthers(SocketAddr),
    /// Others could reach the address, and programs would need no key.
    #[error("{0} can be reached from other computers, and the API would answer whoever asks")]
    NoKeys(SocketAddr),
    /// The file of keys cannot be used.
    #[error(transparent)]
    Keys(#[from] crate::api::KeyError),
    /// Passwords would cross a network in the clear.
    #[error(
        "{0} can be reached from other computers, and passwords would travel there unencrypted: put a proxy with TLS in front and say so with `--behind-tls`, or listen on this computer alone"
    )]
    PlainPasswords(SocketAddr),
    /// The workspace cannot be opened.
    #[error(transparent)]
    Engine(#[from] engine::Error),
    /// The system failed while serving.
    #[error("serving ended: {0}")]
    Served(#[from] std::io::Error),
}

impl From<archive::Error> for Error {
    fn from(error: archive::Error) -> Self {
        Self::Engine(engine::Error::from(error))
    }
}

/// Result of serving.
pub type Result<T> = std::result::Result<T, Error>;
