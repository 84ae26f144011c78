//! Families of media, as people tell documents apart.

use serde::{Deserialize, Serialize};
use std::fmt::{self, Display};
use std::str::FromStr;

/// What kind of thing a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaFamily {
    /// A page of the web.
    Page,
    /// PDF.
    Pdf,
    /// A text or slides of an office program, a book.
    Office,
    /// A mail or a mailbox.
    Mail,
    /// Rows and columns.
    Table,
    /// Plain text.
    Text,
    /// An archive or a web capture that holds others.
    Archive,
    /// A picture.
    Picture,
    /// Anything else.
    Other,
}

/// The media types of each family but the last, by their IANA names.
const TYPES: [(MediaFamily, &[&str]); 8] = [
    (MediaFamily::Page, &["text/html", "application/xhtml+xml", "multipart/related"]),
    (MediaFamily::Pdf, &["application/pdf"]),
    (
        MediaFamily::Office,
        &[
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "application/vnd.oasis.opendocument.text",
            "application/vnd.oasis.opendocument.presentation",
            "application/rtf",
            "application/epub+zip",
            "application/hwp+zip",
            "application/x-ole-storage",
        ],
    ),
    (MediaFamily::Mail, &["message/rfc822", "application/mbox", "application/vnd.ms-outlook"]),
    (
        MediaFamily::Table,
        &[
            "text/csv",
            "text/tab-separated-values",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.oasis.opendocument.spreadsheet",
        ],
    ),
    (MediaFamily::Text, &["text/plain"]),
    (
        MediaFamily::Archive,
        &[
            "application/zip",
            "application/x-tar",
            "application/gzip",
            "application/x-xz",
            "application/zstd",
            "application/warc",
            "application/x-7z-compressed",
            "application/vnd.rar",
        ],
    ),
    (
        MediaFamily::Picture,
        &["image/png", "image/jpeg", "image/gif", "image/tiff", "image/webp", "image/vnd.djvu"],
    ),
];

impl MediaFamily {
    /// Every family.
    pub const ALL: &'static [Self] = &[
        Self::Page,
        Self::Pdf,
        Self::Office,
        Self::Mail,
        Self::Table,
        Self::Text,
        Self::Archive,
        Self::Picture,
        Self::Other,
    ];

    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Pdf => "pdf",
            Self::Office => "office",
            Self::Mail => "mail",
            Self::Table => "table",
            Self::Text => "text",
            Self::Archive => "archive",
            Self::Picture => "picture",
            Self::Other => "other",
        }
    }

    /// The family of a media type; parameters behind it do not count.
    #[must_use]
    pub fn of(media_type: &str) -> Self {
        let bare = media_type.split(';').next().unwrap_or_default().trim();
        let family = TYPES.iter().find(|(_, types)| types.contains(&bare));
        family.map_or(Self::Other, |(family, _)| *family)
    }

    /// The media types of the family; of [`MediaFamily::Other`], those that it has not.
    pub(crate) fn types(self) -> Vec<&'static str> {
        let own = |(family, types): &(Self, &'static [&'static str])| {
            if self == Self::Other || self == *family { types.to_vec() } else { Vec::new() }
        };
        TYPES.iter().flat_map(own).collect()
    }
}

impl Display for MediaFamily {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl FromStr for MediaFamily {
    type Err = model::UnknownWord;

    fn from_str(word: &str) -> Result<Self, model::UnknownWord> {
        let known = || Self::ALL.iter().map(|family| family.as_str()).collect::<Vec<_>>().join(", ");
        let found = Self::ALL.iter().copied().find(|family| family.as_str() == word);
        found.ok_or_else(|| model::UnknownWord {
            word: word.to_owned(),
            set: "kind of media",
            known: known(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::MediaFamily;

    #[test]
    fn each_media_type_has_one_family() {
        for (media_type, family) in [
            ("text/html", MediaFamily::Page),
            ("text/html; charset=utf-8", MediaFamily::Page),
            ("application/pdf", MediaFamily::Pdf),
            ("text/csv", MediaFamily::Table),
            ("message/rfc822", MediaFamily::Mail),
            ("application/octet-stream", MediaFamily::Other),
            ("", MediaFamily::Other),
        ] {
            assert_eq!(MediaFamily::of(media_type), family, "{media_type}");
        }
        for family in MediaFamily::ALL.iter().filter(|family| **family != MediaFamily::Other) {
            assert!(family.types().iter().all(|media_type| MediaFamily::of(media_type) == *family));
            assert_eq!(family.as_str().parse(), Ok(*family));
        }
    }
}
