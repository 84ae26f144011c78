//! What holds for every request and every answer, whatever is asked.
//!
//! Requests: no page of another site may act in the name of a visitor. Browsers say where a request comes from
//! (`Sec-Fetch-Site`, `Origin`); what says neither comes from no browser. On the local address, `Host` must name this
//! computer, or a name that somebody pointed at 127.0.0.1 could read along (DNS rebinding).
//!
//! Answers carry what the OWASP Secure Headers Project recommends for a site that loads nothing from elsewhere.

use crate::{Desk, Fault, pages};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, Uri};
use axum::middleware::Next;
use axum::response::Response;

const HEADERS: [(HeaderName, &str); 8] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("x-permitted-cross-domain-policies"), "none"),
];

/// Lets through what may come, and adds to the answer what it must carry.
pub(crate) async fn guard(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let refusal = refusal(&desk, request.method(), request.uri(), request.headers());
    let mut answer = match refusal {
        Some(why) => pages::failure(&Fault::Refused(why.to_owned())),
        None => next.run(request).await,
    };
    for (name, value) in HEADERS {
        answer.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    if desk.options().entrance.behind_tls {
        // RFC 6797: for two years this host is asked for over TLS only.
        let value = HeaderValue::from_static("max-age=63072000");
        answer.headers_mut().entry(header::STRICT_TRANSPORT_SECURITY).or_insert(value);
    }
    // Pages show what is not public; they stay out of caches unless they say otherwise.
    answer.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}

fn refusal(desk: &Desk, method: &Method, uri: &Uri, headers: &HeaderMap) -> Option<&'static str> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).or(uri.host());
    if desk.options().local && !host.is_some_and(names_this_computer) {
        return Some("this address is only for this computer: open it as http://localhost");
    }
    if method.is_safe() {
        return None;
    }
    let from_elsewhere = match headers.get("sec-fetch-site").map(HeaderValue::as_bytes) {
        Some(b"same-origin" | b"none") => false,
        Some(_) => true,
        None => match headers.get(header::ORIGIN) {
            Some(origin) => {
                let origin = origin.to_str().ok().and_then(|origin| origin.split_once("://"));
                origin.map(|(_, place)| place) != host
            }
            // Whoever sends our cookie is a browser, and a browser that says nothing of where it comes from is too old.
            None => crate::accounts::cookie(desk, headers).is_some(),
        },
    };
    from_elsewhere.then_some("this request came from a page of another site")
}

/// Whether the `Host` header names this computer: `localhost`, `127.0.0.1` or `[::1]`, with or without a port.
fn names_this_computer(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        _ => host,
    };
    name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1" || name == "[::1]"
}

#[cfg(test)]
mod tests {
    use super::names_this_computer;

    #[test]
    fn only_names_of_this_computer_are_taken() {
        for host in ["localhost", "LOCALHOST:7373", "127.0.0.1:80", "[::1]:7373", "[::1]"] {
            assert!(names_this_computer(host), "{host}");
        }
        for host in ["", "localhost.example", "127.0.0.1.example:80", "192.0.2.1", "::1", "[::2]:80"] {
            assert!(!names_this_computer(host), "{host}");
        }
    }
}
