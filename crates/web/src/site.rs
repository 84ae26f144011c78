//! The address that a visitor knows this server by.

use axum::http::HeaderMap;
use axum::http::header::HOST;

/// Scheme and host, as the request names them: what stands before it (a proxy that speaks HTTPS) says so with
/// `X-Forwarded-Proto`.
pub(crate) fn site(headers: &HeaderMap) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_host = |host: &&str| {
        !host.is_empty()
            && host
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']'))
    };
    let host = text(HOST.as_str()).filter(is_host).unwrap_or("localhost");
    let scheme = if text("x-forwarded-proto") == Some("https") { "https" } else { "http" };
    format!("{scheme}://{host}")
}

#[cfg(test)]
mod tests {
    use super::site;
    use axum::http::HeaderMap;

    #[test]
    fn the_site_is_what_the_request_names() {
        let headers = |pairs: &[(&'static str, &str)]| {
            let pairs = pairs
                .iter()
                .map(|(name, value)| (axum::http::HeaderName::from_static(name), value.parse().unwrap()));
            pairs.collect::<HeaderMap>()
        };
        assert_eq!(site(&headers(&[("host", "localhost:7373")])), "http://localhost:7373");
        let proxied = headers(&[("host", "manumit.example"), ("x-forwarded-proto", "https")]);
        assert_eq!(site(&proxied), "https://manumit.example");
        assert_eq!(site(&headers(&[("host", "a\"><b")])), "http://localhost");
        assert_eq!(site(&headers(&[])), "http://localhost");
    }
}
