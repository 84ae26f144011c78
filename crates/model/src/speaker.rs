//! Who says so.

use crate::closed_set;
use serde::{Deserialize, Serialize};

closed_set!(
    /// What a speaker is.
    SpeakerType ("speaker type") {
        /// A state, a ministry, an embassy, an international body of states.
        Government = "government",
        /// A non-governmental organisation.
        Ngo = "ngo",
        /// A university or research centre.
        Academic = "academic",
        /// A newspaper, agency or broadcaster.
        News = "news",
        /// A named researcher.
        Researcher = "researcher",
        /// A named person.
        Person = "person",
        /// People of a kind: experts, activists.
        Group = "group",
        /// A report that speaks for itself.
        Report = "report",
        /// An index.
        Index = "index",
        /// Somebody without a name: one man, a broker.
        Anonymous = "anonymous",
    }
);

closed_set!(
    /// How the text shows who says so.
    AttributionMode ("attribution mode") {
        /// Named in the sentence.
        Explicit = "explicit",
        /// Inside quotation marks with a speaker.
        Quote = "quote",
        /// Taken over from an earlier sentence.
        Carried = "carried",
        /// Somebody unnamed.
        Anonymous = "anonymous",
        /// A work that the page as a whole reports on.
        Document = "document",
        /// "It is believed": nobody in particular.
        Passive = "passive",
        /// Nobody.
        None = "none",
    }
);

/// One speaker of the chain, in words of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The name, made of words of the document.
    pub name: String,
    /// What the speaker is.
    #[serde(rename = "type")]
    pub kind: SpeakerType,
    /// The year of the cited work, where the text gives it.
    pub year: Option<i32>,
    /// The words that show that this speaker says it.
    pub cue: String,
    /// The organisation a person speaks for, where the text gives it.
    pub affiliation: Option<String>,
}

/// The chain from the page to the innermost speaker named in the text, outermost first.
///
/// The page's own publisher is metadata, never a speaker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// The chain; empty where nobody is named.
    pub speakers: Vec<Speaker>,
    /// How the text shows it.
    pub mode: AttributionMode,
}

impl Attribution {
    /// Nobody says so.
    #[must_use]
    pub const fn none() -> Self {
        Self { speakers: Vec::new(), mode: AttributionMode::None }
    }
}

impl Default for Attribution {
    fn default() -> Self {
        Self::none()
    }
}
