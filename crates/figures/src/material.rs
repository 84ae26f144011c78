//! What goes in: pages, the claims on them, names of known bodies, corrections of people.

use crate::claim::{FigureClaim, Mention, Packer, Word};
use crate::names;
use model::{Edtf, FigureCorrection, SourceId};
use std::collections::HashMap;

/// A source that carries claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The source.
    pub source: SourceId,
    /// The path, address or member name it came by.
    pub name: Word,
    /// Its headline.
    pub title: Option<Word>,
    /// The publishing site.
    pub publisher: Option<Word>,
    /// When it was published.
    pub published: Option<Edtf>,
    /// Its address.
    pub url: Option<Word>,
    /// The story it tells in the same words as other pages, by any number; pages without copies have none.
    pub story: Option<usize>,
}

impl Page {
    /// The last part of its name.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.name.rsplit(['/', '\\']).next().unwrap_or(&self.name)
    }

    /// What to call it in a sentence: the publisher, else the title, else the file.
    #[must_use]
    pub fn label(&self) -> &str {
        self.publisher.as_deref().or(self.title.as_deref()).unwrap_or_else(|| self.file_name())
    }

    /// The same, shared where it is a word that others have too.
    pub(crate) fn label_word(&self) -> Word {
        let known = self.publisher.as_ref().or(self.title.as_ref());
        known.map_or_else(|| Word::from(self.file_name()), Word::clone)
    }
}

/// Everything that figures are made of. Claims that people rejected are not in it.
#[derive(Debug, Clone, Default)]
pub struct Material {
    /// The pages.
    pub pages: Vec<Page>,
    /// The claims of their main text.
    pub mentions: Vec<Mention>,
    /// What made the mentions, with their quotes.
    pub packer: Packer,
    /// Claims from other zones, such as teasers and comments: never evidence, only counted.
    pub aside: Vec<Mention>,
    /// English names of countries, by ISO 3166-1 code.
    pub countries: HashMap<String, String>,
    /// Known bodies by their names.
    pub bodies: Bodies,
    /// What people decided about figures, oldest first.
    pub corrections: Vec<FigureCorrection>,
}

impl Material {
    /// The page of a mention.
    #[must_use]
    pub fn page_of(&self, mention: usize) -> Option<&Page> {
        self.pages.get(self.mentions.get(mention)?.page)
    }

    /// The claim of a mention.
    #[must_use]
    pub fn claim(&self, mention: usize) -> Option<&FigureClaim> {
        self.mentions.get(mention).map(|mention| &mention.claim)
    }

    /// The words that assert a claim.
    #[must_use]
    pub fn quote(&self, claim: &FigureClaim) -> &str {
        self.packer.quote(claim)
    }
}

/// Known bodies: which names mean the same one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bodies {
    canonical: HashMap<String, String>,
    names: HashMap<String, Vec<String>>,
}

impl Bodies {
    /// From lists of names; the first of each list is the body's own.
    #[must_use]
    pub fn of<'n>(groups: impl IntoIterator<Item = Vec<&'n str>>) -> Self {
        let mut bodies = Self::default();
        for group in groups {
            let Some(first) = group.first() else { continue };
            let canonical = names::plain_key(first);
            for name in &group {
                bodies.canonical.entry(names::plain_key(name)).or_insert_with(|| canonical.clone());
            }
            let all = group.iter().map(|name| (*name).to_owned());
            bodies.names.entry(canonical).or_default().extend(all);
        }
        bodies
    }

    /// The key of the body that a key means.
    pub(crate) fn canonical(&self, key: &str) -> Option<&str> {
        self.canonical.get(key).map(String::as_str)
    }

    /// The names of the body with this key.
    pub(crate) fn names(&self, canonical: &str) -> &[String] {
        self.names.get(canonical).map_or(&[], Vec::as_slice)
    }
}
