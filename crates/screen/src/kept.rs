//! A name in the index: taken apart when it is first asked for.
//!
//! An index read from a snapshot holds tens of thousands of names, and one query looks at a few of them. So a name stays the bytes it was
//! stored as until somebody needs its parts.

use names::{Name, NameKind};
use serde::de::{Deserializer, Error, Visitor};
use serde::ser::{Error as _, Serializer};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// A name, and the bytes it was read from.
#[derive(Debug, Clone)]
pub(crate) struct KeptName {
    taken: OnceLock<Name>,
    /// In the form of postcard; empty where the name was never stored.
    stored: Box<[u8]>,
}

impl KeptName {
    /// The name. Stored bytes that are no name of this version give the empty one, which is like nothing.
    pub(crate) fn get(&self) -> &Name {
        self.taken.get_or_init(|| {
            let read: Option<Name> = postcard::from_bytes(&self.stored).ok();
            read.filter(Name::is_sound).unwrap_or_else(|| names::analyse("", NameKind::Unknown))
        })
    }

    /// Bytes in memory beside the struct.
    pub(crate) fn heap_bytes(&self) -> usize {
        self.stored.len() + self.taken.get().map_or(0, Name::heap_bytes)
    }
}

impl From<Name> for KeptName {
    fn from(name: Name) -> Self {
        Self { taken: OnceLock::from(name), stored: Box::default() }
    }
}

impl PartialEq for KeptName {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Serialize for KeptName {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        if self.stored.is_empty() {
            let bytes = postcard::to_allocvec(self.get()).map_err(S::Error::custom)?;
            return out.serialize_bytes(&bytes);
        }
        out.serialize_bytes(&self.stored)
    }
}

impl<'d> Deserialize<'d> for KeptName {
    fn deserialize<D: Deserializer<'d>>(input: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = KeptName;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a name as bytes")
            }
            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<KeptName, E> {
                Ok(KeptName { taken: OnceLock::new(), stored: bytes.into() })
            }
        }
        input.deserialize_bytes(Bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_comes_back_as_it_was_and_as_the_same_bytes() {
        let name = names::analyse("Kim Sam-ple", NameKind::Person);
        let stored = postcard::to_allocvec(&KeptName::from(name.clone())).unwrap();
        let kept: KeptName = postcard::from_bytes(&stored).unwrap();
        assert!(kept.taken.get().is_none(), "nothing is taken apart before it is asked for");
        assert_eq!(kept.get(), &name);
        assert_eq!(postcard::to_allocvec(&kept).unwrap(), stored);
    }

    #[test]
    fn bytes_that_are_no_name_are_like_nothing() {
        let kept: KeptName = postcard::from_bytes(&[3, 255, 255, 255]).unwrap();
        assert!(kept.get().is_empty());
        assert_eq!(names::score(kept.get(), &names::analyse("Kim", NameKind::Person)), 0.0);
    }
}
