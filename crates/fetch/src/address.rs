//! Addresses that may be asked.

use std::fmt;
use url::{Host, Url};

/// Longest address in bytes: servers take about as much, and what is longer is data, not an address.
pub const LONGEST_ADDRESS: usize = 8 << 10;

/// An address on the web: `http` or `https`, with a host, without user name, password and fragment.
///
/// ```
/// let address = fetch::Address::parse("HTTPS://News.Example:443/a/../b#part").unwrap();
/// assert_eq!(address.as_str(), "https://news.example/b");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address(Url);

/// Why something is no address that may be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It cannot be read.
    #[error("it is no address: {0}")]
    Malformed(String),
    /// It is of another scheme than `http` and `https`.
    #[error("only http and https are fetched, not `{0}`")]
    Scheme(String),
    /// It has a user name or a password in it.
    #[error("it has a user name or a password in it, which would end in logs and exports: leave that out")]
    Credentials,
    /// It is too long.
    #[error("it is longer than {LONGEST_ADDRESS} bytes")]
    TooLong,
}

impl Address {
    /// Reads an address that a person gave.
    ///
    /// # Errors
    /// If it is none, is of another scheme, is too long, or holds a user name or a password.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        let url = Url::parse(text).map_err(|error| AddressError::Malformed(error.to_string()))?;
        let has_credentials = !url.username().is_empty() || url.password().is_some();
        let address = Self::of(url)?;
        if has_credentials { Err(AddressError::Credentials) } else { Ok(address) }
    }

    /// Reads an address that stands in an answer or a feed, which may be relative to this one. A user name or password in it is left
    /// out, since a stranger put it there.
    ///
    /// # Errors
    /// If it is none, is of another scheme, or is too long.
    pub fn join(&self, link: &str) -> Result<Self, AddressError> {
        if link.len() > LONGEST_ADDRESS {
            return Err(AddressError::TooLong);
        }
        let mut url = self.0.join(link.trim()).map_err(|error| AddressError::Malformed(error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(AddressError::Scheme(url.scheme().to_owned()));
        }
        let cleared = url.set_username("").and_then(|()| url.set_password(None));
        cleared.map_err(|()| AddressError::Malformed("it has no host".to_owned()))?;
        Self::of(url)
    }

    fn of(mut url: Url) -> Result<Self, AddressError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(AddressError::Scheme(url.scheme().to_owned()));
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(AddressError::Malformed("it has no host".to_owned()));
        }
        url.set_fragment(None);
        if url.as_str().len() > LONGEST_ADDRESS {
            return Err(AddressError::TooLong);
        }
        Ok(Self(url))
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Its host: a name in ASCII, or an IP address, in brackets where it is of version 6.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Its host, where that is an IP address; other ways to write one (`0x7f.1`, `2130706433`) are read as browsers do.
    pub(crate) fn ip(&self) -> Option<std::net::IpAddr> {
        match self.0.host()? {
            Host::Ipv4(ip) => Some(ip.into()),
            Host::Ipv6(ip) => Some(ip.into()),
            Host::Domain(_) => None,
        }
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or_default()
    }

    /// Whether the connection is encrypted.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Scheme, host and port: what a robots.txt is valid for.
    #[must_use]
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The path with what follows it, as rules of a robots.txt see it.
    #[must_use]
    pub fn path_and_query(&self) -> &str {
        let all = self.0.as_str();
        all.get(url::Position::BeforePath.of(&self.0)..).unwrap_or("/")
    }
}

/// Where a part of an address begins.
trait Begins {
    fn of(self, url: &Url) -> usize;
}

impl Begins for url::Position {
    fn of(self, url: &Url) -> usize {
        url[..self].len()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether a word of a command line is meant as an address and not as a file.
#[must_use]
pub fn looks_like_address(word: &str) -> bool {
    let scheme = word.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// What may be shown of a text that was meant as an address: without what stands before an `@` in its host.
#[must_use]
pub fn without_credentials(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, after) = rest.split_at(end);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    format!("{scheme}://{host}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_one_way_and_hosts_are_seen_through() {
        for (text, address) in [
            ("https://news.example", "https://news.example/"),
            (" HTTP://News.Example:80/a/./b?x=1&y#z ", "http://news.example/a/b?x=1&y"),
            ("http://2130706433/", "http://127.0.0.1/"),
            ("http://0x7f.1/", "http://127.0.0.1/"),
            ("http://0177.0.0.01/", "http://127.0.0.1/"),
            ("http://[::FFFF:10.0.0.1]:8080/", "http://[::ffff:a00:1]:8080/"),
            ("https://조선.example/노동", "https://xn--6i4bt7k.example/%EB%85%B8%EB%8F%99"),
        ] {
            assert_eq!(Address::parse(text).unwrap().as_str(), address, "{text}");
        }
        assert_eq!(Address::parse("http://a.example/x?y=1").unwrap().path_and_query(), "/x?y=1");
        assert_eq!(Address::parse("http://a.example:8080/x").unwrap().origin(), "http://a.example:8080");
        assert!(Address::parse("http://2130706433/").unwrap().ip().unwrap().is_loopback());
    }

    #[test]
    fn what_may_not_be_asked_is_told() {
        for (text, reason) in [
            ("file:///etc/passwd", "only http and https are fetched, not `file`"),
            ("ftp://a.example/x", "only http and https are fetched, not `ftp`"),
            ("http://", "it is no address: empty host"),
            ("news.example", "it is no address: relative URL without a base"),
            (
                "https://me:secret@a.example/",
                "it has a user name or a password in it, which would end in logs and exports: leave that out",
            ),
        ] {
            assert_eq!(Address::parse(text).unwrap_err().to_string(), reason, "{text}");
        }
        let long = format!("https://a.example/{}", "x".repeat(LONGEST_ADDRESS));
        assert_eq!(Address::parse(&long), Err(AddressError::TooLong));
    }

    #[test]
    fn links_are_joined_and_lose_credentials() {
        let base = Address::parse("https://a.example/news/index.html").unwrap();
        for (link, address) in [
            ("../b?c=d#e", "https://a.example/b?c=d"),
            ("//other.example/x", "https://other.example/x"),
            ("https://me:secret@a.example/y", "https://a.example/y"),
        ] {
            assert_eq!(base.join(link).unwrap().as_str(), address, "{link}");
        }
        assert_eq!(base.join("javascript:alert(1)"), Err(AddressError::Scheme("javascript".to_owned())));
        assert_eq!(base.join("data:text/plain,x"), Err(AddressError::Scheme("data".to_owned())));
    }

    #[test]
    fn credentials_are_not_shown() {
        for (text, shown) in [
            ("https://me:secret@a.example/x@y", "https://a.example/x@y"),
            ("ftp://me@a.example", "ftp://a.example"),
            ("https://me:a@b@c.example?x", "https://c.example?x"),
            ("notes.txt", "notes.txt"),
        ] {
            assert_eq!(without_credentials(text), shown);
        }
    }

    #[test]
    fn files_are_told_from_addresses() {
        for (word, is_address) in [
            ("https://a.example", true),
            ("ftp://a.example", true),
            ("C://x", false),
            ("in/page.html", false),
            ("http:", false),
        ] {
            assert_eq!(looks_like_address(word), is_address, "{word}");
        }
    }
}
