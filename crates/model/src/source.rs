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
        /// The address.
        url: String,
    },
    /// From inside another source: an attachment, an archive member.
    Parent {
        /// The source it was inside of.
        parent: SourceId,
        /// Its name there.
        name: String,
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
            Self::Url { url } => url,
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
}
