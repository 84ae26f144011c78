//! The way through a proxy, so that looking does not expose the one who looks.

use crate::error::{Error, Result};
use percent_encoding::percent_decode_str;
use std::fmt;
use url::Url;

/// A proxy: `http://`, `https://`, `socks5://` or `socks5h://`, with port, user name and password where it needs them.
///
/// Names are always looked up by the proxy, also with `socks5`. Its address is shown without user name and password.
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy {
    inner: ureq::Proxy,
    shown: String,
}

impl Proxy {
    /// Reads the address of a proxy.
    ///
    /// # Errors
    /// If it is none, or of another kind. The text is not repeated, since it may hold a password.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = |reason: &str| {
            Error::Setting(format!(
                "the proxy cannot be used: {reason}; give one such as socks5h://127.0.0.1:9050 or http://proxy.example:3128"
            ))
        };
        let url = Url::parse(text.trim()).map_err(|error| wrong(&error.to_string()))?;
        let protocol = match url.scheme() {
            "http" => ureq::ProxyProtocol::Http,
            "https" => ureq::ProxyProtocol::Https,
            "socks5" | "socks5h" => ureq::ProxyProtocol::Socks5h,
            _ => return Err(wrong("only http, https, socks5 and socks5h are known")),
        };
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(|| wrong("it has no host"))?;
        if !matches!(url.path(), "" | "/") || url.query().is_some() {
            return Err(wrong("nothing may follow its port"));
        }
        let mut builder = ureq::Proxy::builder(protocol).host(host).resolve_target(false);
        if let Some(port) = url.port_or_known_default() {
            builder = builder.port(port);
        }
        if !url.username().is_empty() {
            builder = builder.username(&percent_decode_str(url.username()).decode_utf8_lossy());
        }
        if let Some(password) = url.password() {
            builder = builder.password(&percent_decode_str(password).decode_utf8_lossy());
        }
        let inner = builder.build().map_err(|error| wrong(&error.to_string()))?;
        let shown = format!("{}://{}:{}", url.scheme(), inner.host(), inner.port());
        Ok(Self { inner, shown })
    }

    pub(crate) fn inner(&self) -> &ureq::Proxy {
        &self.inner
    }

    pub(crate) fn is_at(&self, uri: &ureq::http::Uri) -> bool {
        self.inner.uri() == uri
    }

    pub(crate) fn host(&self) -> &str {
        self.inner.host()
    }

    pub(crate) fn port(&self) -> u16 {
        self.inner.port()
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxies_are_read_and_shown_without_what_is_secret() {
        for (text, shown) in [
            ("socks5h://127.0.0.1:9050", "socks5h://127.0.0.1:9050"),
            ("socks5://me:secret%21@proxy.example", "socks5://proxy.example:1080"),
            ("http://me:secret@proxy.example:3128/", "http://proxy.example:3128"),
            ("https://[::1]", "https://[::1]:443"),
        ] {
            let proxy = Proxy::parse(text).unwrap();
            assert_eq!(format!("{proxy} {proxy:?}"), format!("{shown} {shown}"), "{text}");
            assert!(!proxy.inner().resolve_target(), "{text}");
        }
        let with_password = Proxy::parse("socks5://me:secret%21%25@proxy.example").unwrap();
        assert_eq!(with_password.inner().password(), Some("secret!%"));
    }

    #[test]
    fn what_is_no_proxy_is_told_without_repeating_it() {
        for text in [
            "ftp://me:secret@a.example",
            "me:secret@a.example:80",
            "http://",
            "http://me:secret@a.example/path",
        ] {
            let error = Proxy::parse(text).unwrap_err().to_string();
            assert!(error.starts_with("the proxy cannot be used: "), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
