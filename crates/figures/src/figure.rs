//! Figures and their roots.

use crate::amount::Interval;
use crate::claim::{FigureClaim, Word, one_word};
use crate::correction::Unapplied;
use crate::material::Material;
use crate::scope::Scope;
use crate::years::{Years, years};
use model::{Edtf, Kind, Measure, Period, Quantity};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// Digits of the ids of figures and roots.
const ID_LENGTH: usize = 16;

macro_rules! id {
    ($(#[$meta:meta])* $name:ident, $domain:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Hexadecimal digits.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            pub(crate) fn of(parts: &[&str]) -> Self {
                let mut hasher = Sha256::new();
                hasher.update($domain);
                for part in parts {
                    hasher.update((part.len() as u64).to_le_bytes());
                    hasher.update(part.as_bytes());
                }
                let digits = model::hex(&hasher.finalize());
                Self(digits.chars().take(ID_LENGTH).collect())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

id!(
    /// A figure: what is said, and the root it leads back to.
    FigureId, "manumit figure 1"
);
id!(
    /// A root: a body and the year of its work, or a page.
    RootId, "manumit root 1"
);

/// Whether the words name the origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RootBasis {
    /// Somebody is named as the one who found it out.
    Named,
    /// The chain ends without a name: the last that carries the figure stands for its root.
    Carrier,
}

/// The earliest independent origin that the words support.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Root {
    /// Its id.
    pub id: RootId,
    /// Its name, in words of a document or table; of a page, what it is called.
    pub name: String,
    /// The year of the work, where it is known.
    pub year: Option<i32>,
    /// Whether it is named.
    pub basis: RootBasis,
    /// Whether only a page stands for it.
    pub is_page: bool,
}

impl Root {
    /// `Example Institute, 2012`.
    #[must_use]
    pub fn label(&self) -> String {
        match self.year {
            Some(year) if crate::names::year_in(&self.name) != Some(year) => format!("{}, {year}", self.name),
            _ => self.name.clone(),
        }
    }
}

/// One step of a chain: who has it from whom, and the claim that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Who passes it on.
    pub from: Word,
    /// Whom from.
    pub to: Word,
    /// The mention whose passage shows it.
    pub mention: usize,
    /// How it shows: in plain words.
    pub how: Word,
}

impl Step {
    /// The same with words that other steps have too.
    pub(crate) fn shared(self, words: &mut HashSet<Word>) -> Self {
        let mut one = |word: &Word| one_word(words, word);
        Self { from: one(&self.from), to: one(&self.to), how: one(&self.how), mention: self.mention }
    }
}

/// How one mention leads back to the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The mention.
    pub mention: usize,
    /// Steps from the page to the root.
    pub steps: Vec<Step>,
}

/// A figure that this one probably repeats; never merged without a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probable {
    /// The known figure, by its place in [`Figures::all`].
    pub figure: usize,
    /// Why.
    pub reasons: Vec<String>,
}

/// What one root says.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Its id.
    pub id: FigureId,
    /// What it is a figure of.
    pub kind: Kind,
    /// The mention nearest to the root: its amount, place and time are the figure's.
    pub lead: usize,
    /// All claims, the lead first.
    pub claims: Vec<usize>,
    /// How often it is written: claims without those that only copy another claim of the same page into a table.
    pub mentions: usize,
    /// The root; none where the chains run in a circle, or a person took it away.
    pub root: Option<RootId>,
    /// Whether the root is named.
    pub basis: Option<RootBasis>,
    /// What it measures, of whichever mention says so.
    pub measure: Option<Measure>,
    /// Per what span of time, of whichever mention says so.
    pub period: Option<Period>,
    /// How each mention leads back.
    pub chains: Vec<Chain>,
    /// What is missing or wrong in the chains.
    pub problems: Vec<String>,
    /// Figures that it probably repeats.
    pub probable: Vec<Probable>,
    /// Figures of other roots that say the same.
    pub agrees: Vec<usize>,
    /// What people decided about it, in plain words.
    pub decisions: Vec<String>,
    /// Whether a researcher set it apart from the others: it is of other people, and is compared with nothing.
    pub is_separate: bool,
    /// Where it holds.
    pub scope: Arc<Scope>,
    /// The country whose workers it counts, of whichever mention says so; an ISO 3166-1 code.
    pub origin: Option<String>,
    /// When it holds, in years.
    pub(crate) years: Option<Years>,
}

impl Figure {
    /// Whether two figures are of workers of different countries: then they are never compared.
    #[must_use]
    pub fn is_of_others(&self, other: &Self) -> bool {
        self.origin.as_ref().zip(other.origin.as_ref()).is_some_and(|(one, other)| one != other)
    }

    /// First and last year it is for.
    #[must_use]
    pub fn years(&self) -> Option<(i32, i32)> {
        self.years.map(|years| (years.first, years.last))
    }
}

/// All figures of a material.
#[derive(Debug, Clone)]
pub struct Figures<'m> {
    /// What they were made of.
    pub material: Cow<'m, Material>,
    /// The figures, those of one statement together, in an order that does not depend on that of the input.
    pub all: Vec<Figure>,
    /// Their roots.
    pub roots: BTreeMap<RootId, Root>,
    /// Corrections that fit nothing any more.
    pub unapplied: Vec<Unapplied>,
    /// The figure of each mention.
    pub(crate) of_mention: Vec<Option<usize>>,
}

impl Figures<'_> {
    /// The figure that a mention belongs to.
    #[must_use]
    pub fn of_mention(&self, mention: usize) -> Option<usize> {
        self.of_mention.get(mention).copied().flatten()
    }

    /// The claim that stands for a figure.
    #[must_use]
    pub fn lead(&self, figure: &Figure) -> Option<&FigureClaim> {
        self.material.claim(figure.lead)
    }

    /// The quantity of a figure, with period and measure of whichever mention gives them.
    #[must_use]
    pub fn quantity(&self, figure: &Figure) -> Quantity {
        let quantity =
            self.lead(figure).and_then(|claim| claim.quantity.as_deref().cloned()).unwrap_or_default();
        Quantity { period: figure.period, measure: figure.measure, ..quantity }
    }

    /// The ends of a figure with their room; see [`Interval::of`].
    #[must_use]
    pub fn interval(&self, figure: &Figure) -> Option<Interval> {
        Interval::of(&self.quantity(figure))
    }

    /// The time of a figure: that of the first claim that gives one.
    #[must_use]
    pub fn time(&self, figure: &Figure) -> Option<&Edtf> {
        figure.claims.iter().find_map(|mention| self.material.claim(*mention)?.time.as_deref())
    }

    /// What a figure says, in words: `1.2–2.3 billion USD a year worldwide (2012)`.
    #[must_use]
    pub fn say(&self, figure: &Figure) -> String {
        crate::relation::say(self, figure)
    }

    /// The root of a figure.
    #[must_use]
    pub fn root(&self, figure: &Figure) -> Option<&Root> {
        self.roots.get(figure.root.as_ref()?)
    }

    /// What to call a figure's root in a sentence.
    #[must_use]
    pub fn root_label(&self, figure: &Figure) -> String {
        self.root(figure).map_or_else(|| "an unknown origin".to_owned(), Root::label)
    }

    /// Independent roots of what a figure says: its own and those of figures that agree.
    #[must_use]
    pub fn independent_roots(&self, figure: &Figure) -> usize {
        let others = figure.agrees.iter().filter_map(|other| self.all.get(*other)?.root.as_ref());
        let mut roots: Vec<&RootId> = others.chain(figure.root.as_ref()).collect();
        roots.sort_unstable();
        roots.dedup();
        roots.len()
    }
}

/// The years that a claim speaks of.
pub(crate) fn years_of(claim: &FigureClaim) -> Option<Years> {
    claim.time.as_deref().and_then(years)
}
