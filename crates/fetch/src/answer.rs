//! What is asked, and what comes back.

use crate::address::Address;
use jiff::Timestamp;
use model::Redirect;

/// A question to a server.
#[derive(Debug, Clone, Copy)]
pub struct Request<'r> {
    /// The address.
    pub address: &'r Address,
    /// What is wanted.
    pub wanted: Wanted,
    /// What is known of it already.
    pub known: Option<&'r Known>,
    /// Bytes that are enough, where that is less than [`crate::Limits::body_bytes`].
    pub most_bytes: Option<u64>,
}

impl<'r> Request<'r> {
    /// Asks for whatever is there.
    #[must_use]
    pub fn of(address: &'r Address) -> Self {
        Self { address, wanted: Wanted::Page, known: None, most_bytes: None }
    }
}

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A page or file.
    Page,
    /// A feed or sitemap.
    Feed,
    /// A robots.txt.
    Robots,
}

impl Wanted {
    /// The header `Accept`.
    pub(crate) const fn accept(self) -> &'static str {
        match self {
            Self::Page => "text/html,application/xhtml+xml,*/*;q=0.8",
            Self::Feed => {
                "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5"
            }
            Self::Robots => "text/plain,*/*;q=0.5",
        }
    }
}

/// By what a server can tell whether something changed (RFC 9110, 13.1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The address that answered, after redirections: only that one is asked so.
    pub address: String,
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub last_modified: Option<String>,
}

impl Known {
    /// What the headers of an answer give; `None` where a server could not tell by them.
    #[must_use]
    pub fn of(address: &str, headers: &[(String, String)]) -> Option<Self> {
        let value = |name: &str| {
            let found = headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
            // What is not plain cannot be sent back.
            let is_plain = |value: &String| value.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
            found.map(|(_, value)| value.clone()).filter(|value| !value.is_empty() && is_plain(value))
        };
        let known =
            Self { address: address.to_owned(), etag: value("etag"), last_modified: value("last-modified") };
        (known.etag.is_some() || known.last_modified.is_some()).then_some(known)
    }
}

/// How a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// With content.
    Content(Content),
    /// Nothing changed since the known answer (304).
    Unchanged(Unchanged),
}

/// Content from a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The address that answered, after redirections.
    pub address: Address,
    /// The redirections on the way.
    pub redirects: Vec<Redirect>,
    /// Status, always of the 200s.
    pub status: u16,
    /// Headers, names in lower case, without cookies.
    pub headers: Vec<(String, String)>,
    /// When the answer was complete.
    pub at: Timestamp,
    /// Whether it came through a proxy.
    pub through_proxy: bool,
    /// The bytes, unpacked.
    pub body: Vec<u8>,
}

/// That nothing changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unchanged {
    /// The address that said so.
    pub address: Address,
    /// When.
    pub at: Timestamp,
}

impl Content {
    /// The first header of this name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The declared media type in lower case, without parameters.
    #[must_use]
    pub fn media_type(&self) -> Option<String> {
        let value = self.header("content-type")?;
        let media_type = value.split(';').next().unwrap_or(value).trim().to_ascii_lowercase();
        (media_type.contains('/')).then_some(media_type)
    }

    /// The declared character encoding.
    #[must_use]
    pub fn charset(&self) -> Option<String> {
        let value = self.header("content-type")?;
        let charset = value.split(';').skip(1).find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
        })?;
        let is_plain =
            !charset.is_empty() && charset.len() <= 40 && charset.bytes().all(|byte| byte.is_ascii_graphic());
        is_plain.then(|| charset.to_ascii_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(content_type: &str) -> Content {
        Content {
            address: Address::parse("https://a.example").unwrap(),
            redirects: Vec::new(),
            status: 200,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            at: Timestamp::UNIX_EPOCH,
            through_proxy: false,
            body: Vec::new(),
        }
    }

    #[test]
    fn type_and_charset_are_read() {
        for (header, media_type, charset) in [
            ("Text/HTML; Charset=\"UTF-8\"", Some("text/html"), Some("utf-8")),
            ("text/html;x=y ; charset=euc-kr", Some("text/html"), Some("euc-kr")),
            ("nonsense", None, None),
            ("text/plain; charset=", Some("text/plain"), None),
        ] {
            let content = content(header);
            assert_eq!(
                (content.media_type().as_deref(), content.charset().as_deref()),
                (media_type, charset)
            );
        }
    }

    #[test]
    fn without_validators_nothing_is_known() {
        let headers = |name: &str| vec![(name.to_owned(), "x".to_owned())];
        assert_eq!(Known::of("https://a.example/", &headers("Date")), None);
        assert_eq!(Known::of("https://a.example/", &headers("ETag")).unwrap().etag.as_deref(), Some("x"));
        let odd = vec![("etag".to_owned(), "caf\u{e9}".to_owned())];
        assert_eq!(Known::of("https://a.example/", &odd), None);
    }
}
