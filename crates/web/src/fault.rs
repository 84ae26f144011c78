//! What goes wrong with one request, in words for the one who asked.

use axum::http::StatusCode;

/// Why a request was not answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// There is no such thing, or the visitor may not know of it.
    #[error("there is no {0} here")]
    NotFound(String),
    /// Something in the request is not what it should be.
    #[error("{0}")]
    Invalid(String),
    /// The visitor may not do this.
    #[error("{0}")]
    Refused(String),
    /// Something else is in the way; the same request may succeed later.
    #[error("{0}")]
    Busy(String),
    /// What is asked for is being worked out; the same request will be answered later.
    #[error("{0} are being counted")]
    UnderWay(&'static str),
    /// Who asks is not known, and would have to be.
    #[error("{0}")]
    Unknown(String),
    /// Too many tries; the next one may come after so many seconds.
    #[error("too many tries: the next one is taken in {0} seconds")]
    TooMany(u64),
    /// More was sent than is taken.
    #[error("{0}")]
    TooLarge(String),
    /// A verb failed.
    #[error(transparent)]
    Engine(#[from] engine::Error),
    /// The work ended without an outcome: a defect.
    #[error("this request ended in a defect of the program")]
    Broken,
}

impl From<archive::Error> for Fault {
    fn from(error: archive::Error) -> Self {
        Self::Engine(engine::Error::from(error))
    }
}

impl Fault {
    /// The HTTP status that says the same.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        use archive::Error as Archive;
        match self {
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Refused(_) => StatusCode::FORBIDDEN,
            Self::Unknown(_) => StatusCode::UNAUTHORIZED,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy(_) | Self::UnderWay(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Engine(engine::Error::Archive(error)) => match error {
                Archive::NotFound { .. } | Archive::Sealed(_) => StatusCode::NOT_FOUND,
                Archive::Ambiguous { .. } | Archive::Query { .. } | Archive::Account(_) => {
                    StatusCode::UNPROCESSABLE_ENTITY
                }
                Archive::Locked { .. } | Archive::LedgerBusy(_) => StatusCode::SERVICE_UNAVAILABLE,
                Archive::DiskFull(_) => StatusCode::INSUFFICIENT_STORAGE,
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            },
            Self::Engine(_) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}
