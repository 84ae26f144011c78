//! The address book of official lists. Nothing here goes to the network.

use crate::Format;
use serde::Deserialize;
use std::sync::LazyLock;

/// A list that an authority publishes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficialList {
    /// What it is called here.
    pub name: String,
    /// What its publisher calls it.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// The format of its files; see [`Format::of`].
    pub format: String,
    /// Days within which a new version is to be expected.
    pub rhythm_days: u32,
    /// On what terms it may be used.
    pub terms: String,
    /// The page that speaks of it.
    pub page: String,
    /// Its files.
    pub files: Vec<OfficialFile>,
}

/// A file of an official list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficialFile {
    /// The name under which the loader knows it.
    pub name: String,
    /// Where it is.
    pub url: String,
}

#[derive(Deserialize)]
struct Book {
    list: Vec<OfficialList>,
}

static BOOK: LazyLock<Vec<OfficialList>> = LazyLock::new(|| {
    let book: Result<Book, _> = toml::from_str(include_str!("../data/official.toml"));
    book.map(|book| book.list).unwrap_or_default()
});

/// Every official list known, in the order of the address book.
#[must_use]
pub fn official_lists() -> &'static [OfficialList] {
    &BOOK
}

/// The official list of this name.
#[must_use]
pub fn official_list(name: &str) -> Option<&'static OfficialList> {
    BOOK.iter().find(|list| list.name == name)
}

impl OfficialList {
    /// The format of its files.
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        Format::of(&self.format, None).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_book_reads_and_every_format_in_it_is_known() {
        assert!(official_lists().len() >= 4);
        for list in official_lists() {
            assert!(list.format().is_some(), "{}", list.name);
            assert!(list.rhythm_days > 0 && !list.files.is_empty(), "{}", list.name);
            assert!(list.files.iter().all(|file| file.url.starts_with("https://")), "{}", list.name);
        }
        assert_eq!(official_list("un-sc").map(|list| list.files.len()), Some(1));
    }
}
