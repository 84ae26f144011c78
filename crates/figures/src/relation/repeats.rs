//! `repeats`: a figure that is written often and has one root.
//!
//! Taught by "$1.2–2.3 billion a year": a rapporteur, a database, an embassy and the press repeat it, and all of it leads
//! back to one network of groups in 2012. Fifteen mentions are not fifteen findings.
//!
//! Room: none; whether mentions have one root is decided in folding. Errs where two bodies counted for themselves and one of
//! them is said to quote the other: look at the chain, and split the figure.

use super::{noun, say, says, stands_in};
use crate::amount::is_distinctive;
use crate::figure::{Figures, RootBasis};
use crate::finding::{Finding, Topic};
use model::Kind;
use std::collections::BTreeSet;

pub(super) fn find(figures: &Figures<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (place, figure) in figures.all.iter().enumerate() {
        // A page that says the same twice is no echo.
        let carriers: BTreeSet<String> =
            figure.claims.iter().map(|mention| stands_in(figures, *mention)).collect();
        if figure.mentions < 2 || carriers.len() < 2 || figure.basis != Some(RootBasis::Named) {
            continue;
        }
        let quantity = figures.quantity(figure);
        let matters = if matches!(figure.kind, Kind::Revenue | Kind::WorkerCount | Kind::VictimCount) {
            0.2
        } else {
            0.0
        };
        let is_odd = quantity.amount.is_some_and(is_distinctive);
        let many = f64::from(u32::try_from(figure.mentions.min(10)).unwrap_or(10));
        let weight = 0.5 + matters + 0.02 * many + if is_odd { 0.08 } else { 0.0 };
        let sentence = format!(
            "{}: “{}” is written {} times here and leads back to one root: {}.",
            noun(figure.kind),
            say(figures, figure),
            figure.mentions,
            says(figures, figure),
        );
        let mut finding = Finding::about(figures, Topic::Repeats, weight, &[place], sentence);
        let mut details = Vec::new();
        for chain in &figure.chains {
            finding = finding.with_mention(chain.mention);
            for step in &chain.steps {
                let line = format!("{} → {}: {}", step.from, step.to, step.how);
                if !details.contains(&line) {
                    details.push(line);
                }
            }
        }
        let independent = figures.independent_roots(figure);
        details.push(match independent {
            0 | 1 => "Independent roots of this number: 1.".to_owned(),
            more => format!("Independent roots of this number: {more}."),
        });
        found.push(finding.with_details(details));
    }
    found
}
