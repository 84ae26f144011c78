//! Original bytes, and the ways they came.

use crate::{AcquisitionId, Sensitivity, SourceId};
use serde::{Deserialize, Serialize};

/// One item by its bytes, kept for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// SHA-256 of the bytes.
    pub id: SourceId,
    /// Number of bytes.
    pub size: u64,
    /// IANA media type as detected, such as `text/html`.
    pub media_type: String,
    /// How far it may travel.
    pub sensitivity: Sensitivity,
    /// When it first came, RFC 3339 in UTC.
    pub first_acquired: String,
}

/// How a source came to the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum AcquisitionRoute {
    /// From a file of this path, as given by the person.
    Path {
        /// The path.
        path: String,
    },
    /// From an address on the web.
    Url {
        /// The address that was asked for, before redirections.
        url: String,
        /// When the answer was complete: RFC 3339. The same bytes may come from one address several times.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fetched: Option<String>,
    },
    /// From inside another source: an attachment, an archive member.
    Parent {
        /// The source it was inside of.
        parent: SourceId,
        /// Its name there.
        name: String,
        /// When it was captured from the web, as the other source says: RFC 3339. The same bytes may have been
        /// captured from one address several times.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        captured: Option<String>,
    },
    /// From the bundled demonstration documents.
    Demo {
        /// The document's name.
        name: String,
    },
}

impl AcquisitionRoute {
    /// A short name for a person: path, address or member name.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Path { path } => path,
            Self::Url { url, .. } => url,
            Self::Parent { name, .. } | Self::Demo { name } => name,
        }
    }
}

/// One way a source came to the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acquisition {
    /// Hash of source, route and time.
    pub id: AcquisitionId,
    /// The source that came.
    pub source: SourceId,
    /// How it came.
    pub route: AcquisitionRoute,
    /// When, RFC 3339 in UTC.
    pub acquired: String,
    /// Version of manumit that took it in.
    pub tool_version: String,
    /// What a server, a mail or an archive said of it on the way.
    #[serde(default)]
    pub facts: AcquisitionFacts,
}

/// An answer of a server that sent on to another address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redirect {
    /// Status of the HTTP answer: 301, 302, 303, 307 or 308.
    pub status: u16,
    /// The address that it sent on to.
    pub to: String,
}

/// What a server, a mail or an archive said of a source when it handed it over. Nobody checked it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcquisitionFacts {
    /// The address it was fetched from, after redirections.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The redirections on the way to it, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redirects: Vec<Redirect>,
    /// Whether it came through a proxy; which one is nobody's business.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub through_proxy: bool,
    /// Status of the HTTP answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// When the file was last changed, by the archive it lay in: `2024-05-31T12:00:00`, with a `Z` where it is UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// Headers of the HTTP answer, of the record of a web capture, or of the part of a mail, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
}

impl AcquisitionFacts {
    /// The first header of this name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}
