//! What a comparison found, as data.

use serde::{Deserialize, Serialize};

use crate::Role;

/// How two parts of names agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// The same letters, after case and diacritics are set aside.
    Equal,
    /// Other letters for the same sounds: another romanisation or transcription.
    Romanisation,
    /// Known forms of one name or word: a short form, a translation, another language.
    KnownForm,
    /// The same syllables of a Korean or Chinese name.
    Syllables,
    /// The same characters in their Korean and in their Chinese reading.
    Reading,
    /// Equal consonants, where one script writes no vowels.
    Consonants,
    /// One or two letters apart.
    Spelling,
    /// An initial for a name.
    Initial,
    /// Written together on one side and apart on the other.
    Joined,
    /// First letters for words.
    Abbreviation,
    /// The same class of legal form, or the same form in other words.
    LegalForm,
    /// Two parts that stand in each other's place and differ.
    Conflict,
    /// Only one of the names has this part.
    OneSided,
}

/// One part of the comparison of two names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// How the parts agree.
    pub agreement: Agreement,
    /// The part of the first name, as written; empty if only the second has one.
    pub left: String,
    /// The part of the second name, as written; empty if only the first has one.
    pub right: String,
    /// What the part is within its name.
    pub role: Role,
    /// How alike the parts are, 0..1.
    pub similarity: f32,
    /// How much the part counts, relative to the other parts of its name.
    pub weight: f32,
}

/// Two names compared: how alike they are, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// 0 (nothing in common) to 1 (the same); [`SAME_NAME`](crate::SAME_NAME) and above counts as the same name.
    pub score: f64,
    /// The parts, in the order of the first name; then what only the second has.
    pub reasons: Vec<Reason>,
}

impl std::fmt::Display for Agreement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Agreement::Equal => "equal",
            Agreement::Romanisation => "romanisation",
            Agreement::KnownForm => "known form",
            Agreement::Syllables => "syllables",
            Agreement::Reading => "Korean and Chinese reading",
            Agreement::Consonants => "consonants",
            Agreement::Spelling => "spelling",
            Agreement::Initial => "initial",
            Agreement::Joined => "written together",
            Agreement::Abbreviation => "abbreviation",
            Agreement::LegalForm => "legal form",
            Agreement::Conflict => "conflict",
            Agreement::OneSided => "on one side",
        })
    }
}

impl std::fmt::Display for Reason {
    /// Writes one reason in a few words, as `chol ~ cheol (romanisation)`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.agreement {
            Agreement::Equal => write!(f, "{} = {}", self.left, self.right),
            Agreement::OneSided if self.left.is_empty() => write!(f, "only right: {}", self.right),
            Agreement::OneSided => write!(f, "only left: {}", self.left),
            Agreement::Conflict => write!(f, "{} ≠ {}", self.left, self.right),
            agreement => write!(f, "{} ~ {} ({agreement})", self.left, self.right),
        }
    }
}
