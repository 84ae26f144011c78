//! What goes wrong with a request, in the shape of yente's errors: `{"detail": "…"}`.

use crate::Fault;
use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Why a request was not answered as asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) detail: String,
}

/// Seconds after which to come back.
const COME_BACK: HeaderValue = HeaderValue::from_static("1");

impl Refusal {
    /// Something in the request is not what it should be.
    pub(crate) fn invalid(detail: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, detail: detail.into() }
    }

    /// There is no such thing, or the asker may not know of it.
    pub(crate) fn not_found(what: &str) -> Self {
        Self { status: StatusCode::NOT_FOUND, detail: format!("there is no such {what} here") }
    }

    /// More was sent than is taken.
    pub(crate) fn too_large(detail: String) -> Self {
        Self { status: StatusCode::PAYLOAD_TOO_LARGE, detail }
    }

    /// The same request may succeed later.
    pub(crate) fn busy(detail: &str) -> Self {
        Self { status: StatusCode::SERVICE_UNAVAILABLE, detail: detail.to_owned() }
    }

    /// Nobody knows who asks.
    pub(crate) fn no_key() -> Self {
        let detail = "this needs a valid key: `Authorization: ApiKey …` or `X-API-Key: …`".to_owned();
        Self { status: StatusCode::UNAUTHORIZED, detail }
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self { status: fault.status(), detail: fault.to_string() }
    }
}

impl From<engine::Error> for Refusal {
    fn from(error: engine::Error) -> Self {
        Fault::from(error).into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut answer = (self.status, Json(json!({"detail": self.detail}))).into_response();
        match self.status {
            StatusCode::SERVICE_UNAVAILABLE => {
                answer.headers_mut().insert(header::RETRY_AFTER, COME_BACK);
            }
            StatusCode::UNAUTHORIZED => {
                answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("ApiKey"));
            }
            _ => {}
        }
        answer
    }
}

/// What answers where there is no route.
pub(crate) async fn nothing_here() -> Refusal {
    Refusal::not_found("path")
}
