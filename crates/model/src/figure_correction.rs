//! What people decide about figures: which are one, which are not, and where they come from.

use crate::ClaimId;
use serde::{Deserialize, Serialize};

/// The root that a person gives a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NewRoot {
    /// A body or a work.
    Named {
        /// Its name.
        name: String,
        /// The year of the work.
        year: Option<i32>,
    },
    /// That of the figure to which one of these claims belongs.
    OfFigure(Vec<ClaimId>),
    /// None: nobody knows.
    Unknown,
}

/// What is decided. A figure is meant by its claims, because claims keep their ids when documents are read anew; one
/// claim that is still there is enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureAction {
    /// These figures are one; the first gives the root.
    Merge(Vec<Vec<ClaimId>>),
    /// These claims are a figure of their own.
    Split(Vec<ClaimId>),
    /// The figure of these claims has this root.
    Reroot {
        /// The figure.
        figure: Vec<ClaimId>,
        /// Its root.
        root: NewRoot,
    },
}

/// A decision about figures, with who took it and when. It is never changed; a later one counts more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureCorrection {
    /// Its number, from 1 in the order in which they were made.
    pub number: i64,
    /// What is decided.
    pub action: FigureAction,
    /// Why.
    pub note: Option<String>,
    /// Who.
    pub by: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
}

impl FigureAction {
    /// Every claim that it names.
    #[must_use]
    pub fn claims(&self) -> Vec<&ClaimId> {
        match self {
            Self::Merge(figures) => figures.iter().flatten().collect(),
            Self::Split(claims) => claims.iter().collect(),
            Self::Reroot { figure, root } => {
                let more: &[ClaimId] = if let NewRoot::OfFigure(claims) = root { claims } else { &[] };
                figure.iter().chain(more).collect()
            }
        }
    }
}
