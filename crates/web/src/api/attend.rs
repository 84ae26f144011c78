//! Around every request to the API: room, time, who asks, and what is counted of it.

use super::metrics::RequestLine;
use super::refusal::Refusal;
use super::service::Service;
use crate::{Desk, Role, Visitor};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{self, HeaderMap};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use model::Clearance;
use std::sync::LazyLock;
use std::time::Instant;

/// Who asks, and since when.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    /// What may be shown.
    pub(crate) clearance: Clearance,
    /// When the request came.
    pub(crate) begun: Instant,
}

/// Number of queries of a request, told by the one who answers to the one who counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct QueryCount(pub(crate) usize);

/// The paths of the API.
static PATHS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| super::routes().table().iter().map(|route| route.path).collect());

/// Paths that are answered whoever asks and however much there is to do: others find out by them whether the service lives.
const ALWAYS: [&str; 3] = ["/healthz", "/readyz", "/openapi.json"];

/// Lets requests to the API through that may come; passes over all others.
pub(crate) async fn attend(State(desk): State<Desk>, mut request: Request, next: Next) -> Response {
    let matched = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let Some(route) = matched.and_then(|path| PATHS.iter().copied().find(|known| *known == path)) else {
        return next.run(request).await;
    };
    let service = desk.api();
    let begun = Instant::now();
    let method = request.method().to_string();
    let place = if ALWAYS.contains(&route) { Ok(None) } else { service.enter().map(Some).ok_or(()) };
    let asker = Asker::of(service, request.headers(), request.extensions().get::<Visitor>());
    let key = asker.as_ref().and_then(|asker| asker.key.clone());
    let answer = match (place, asker) {
        (Err(()), _) => Refusal::busy("too many requests at once").into_response(),
        (Ok(_), None) if !ALWAYS.contains(&route) => Refusal::no_key().into_response(),
        (Ok(place), asker) => {
            let clearance = asker.map_or(Clearance::Public, |asker| asker.clearance);
            request.extensions_mut().insert(Caller { clearance, begun });
            let within = service.settings().limits.time;
            let answer = tokio::time::timeout(within, next.run(request)).await;
            drop(place);
            answer.unwrap_or_else(|_| Refusal::busy("this took too long").into_response())
        }
    };
    let queries = answer.extensions().get::<QueryCount>().map_or(0, |count| count.0);
    let line =
        RequestLine { method, route, status: answer.status().as_u16(), took: begun.elapsed(), queries, key };
    service.metrics.count(&line);
    if let Some(log) = &service.settings().log {
        log(&line);
    }
    answer
}

struct Asker {
    clearance: Clearance,
    key: Option<String>,
}

impl Asker {
    /// Who asks; `None` where they need a key and have none that is valid.
    fn of(service: &Service, headers: &HeaderMap, visitor: Option<&Visitor>) -> Option<Asker> {
        let signed_in = visitor.filter(|visitor| visitor.may(Role::Reader)).map(Visitor::clearance);
        let Some(keys) = service.keys() else {
            return Some(Asker { clearance: signed_in.unwrap_or(Clearance::Public), key: None });
        };
        match presented(headers) {
            Some(key) => {
                let label = keys.label(key)?.to_owned();
                Some(Asker { clearance: Clearance::Workspace, key: Some(label) })
            }
            None => signed_in.map(|clearance| Asker { clearance, key: None }),
        }
    }
}

/// The key that came with a request: `Authorization: ApiKey …`, as yente's clients send it, or `X-API-Key: …`.
fn presented(headers: &HeaderMap) -> Option<&str> {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let of_scheme = authorization.and_then(|value| {
        let (scheme, key) = value.split_once(' ')?;
        ["apikey", "bearer"].contains(&scheme.to_ascii_lowercase().as_str()).then_some(key.trim())
    });
    of_scheme.or_else(|| headers.get("x-api-key")?.to_str().ok().map(str::trim))
}
