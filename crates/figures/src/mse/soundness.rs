//! Where the method stands on weak ground, and what it takes for granted.
//!
//! The limits are judgements of this project, not of a paper; each is a named constant so that it can be argued with.

use super::select::forward;
use super::table::{OverlapTable, Pair};
use super::{HiddenPopulation, Interval, counts_of, interval, pairs_until};
use serde::Serialize;

/// Fewer people on several lists than this, and the estimate hangs on single persons.
const FEW_ON_SEVERAL: u64 = 30;
/// A smaller share of the observed people on several lists says little about those on none.
const SMALL_SHARE: f64 = 0.05;
/// An interval that is wider, upper end by lower end, hardly narrows anything down.
const WIDE: f64 = 3.0;
/// An estimate that leaving out one list divides or multiplies by more is unstable.
const UNSTABLE: f64 = 1.5;
/// More hidden people for each observed one, and the model speaks mostly of what nobody saw.
const FAR: f64 = 10.0;

/// The estimate with one list left out. The people sought are the same; those who stood on that list alone are now hidden.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftOut {
    /// The list left out.
    pub list: String,
    /// People on the other lists.
    pub observed: u64,
    /// Pairs of lists chosen without it.
    pub selected: Vec<String>,
    /// Observed and hidden people together; `None` where the other lists give no estimate.
    pub estimate: Option<f64>,
    /// Its Wald interval.
    pub interval95: Interval,
}

/// A reason for doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// What kind.
    pub kind: WarningKind,
    /// In words, with the numbers.
    pub text: String,
}

/// Kinds of reasons for doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WarningKind {
    /// Two lists cannot show whether they depend on each other.
    TwoLists,
    /// Few people stand on several lists.
    FewOverlaps,
    /// A list overlaps with no other.
    ListApart,
    /// A list has nobody.
    EmptyList,
    /// Pairs of lists with nobody in common.
    EmptyOverlap,
    /// Leaving out one list changes the estimate much, or leaves none.
    Unstable,
    /// The interval is wide.
    WideInterval,
    /// Most people in the estimate were never seen.
    FarBeyondObserved,
    /// The model fits as well as it can: nothing is left to test it.
    Saturated,
    /// The check that stands beside the fit does not confirm that the likelihood has a maximum.
    Unconfirmed,
    /// Selection moved the estimate out of the interval of the model without pairs, or the other way round.
    ModelDependent,
}

/// The estimate with each list left out in turn; nothing where only two lists are.
pub(super) fn leave_out(table: &OverlapTable, threshold: f64) -> Vec<LeftOut> {
    if table.lists().len() <= super::FEWEST_LISTS {
        return Vec::new();
    }
    let estimate_without = |(at, list): (usize, &String)| {
        let none = LeftOut {
            list: list.clone(),
            observed: 0,
            selected: Vec::new(),
            estimate: None,
            interval95: [None, None],
        };
        let Some(fewer) = table.without(at) else { return none };
        let counts = counts_of(&fewer);
        let none = LeftOut { observed: fewer.observed(), ..none };
        if fewer.on_several() == 0 {
            return none;
        }
        let Ok(steps) = forward(&counts, threshold) else { return none };
        let Some(last) = steps.last() else { return none };
        LeftOut {
            selected: pairs_until(&steps, steps.len()).iter().map(|pair| fewer.pair_name(*pair)).collect(),
            estimate: Some(counts.population(&last.fit)),
            interval95: interval::wald(&counts, &last.fit),
            ..none
        }
    };
    table.lists().iter().enumerate().map(estimate_without).collect()
}

pub(super) fn assumptions() -> Vec<String> {
    [
        "The same person is recognised on every list: a missed match raises the estimate, a wrong one lowers it.",
        "The population does not change while the lists are made.",
        "Everybody sought could have come onto a list, and people differ little in how likely that is.",
        "Lists may depend on each other in pairs, not in threes.",
        "A combination of lists that the table does not name has nobody.",
        "The intervals other than the bootstrap take the chosen model as given: the doubt about the choice comes on top.",
    ]
    .map(str::to_owned)
    .to_vec()
}

pub(super) fn warnings(table: &OverlapTable, found: &HiddenPopulation, pairs: &[Pair]) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut warn = |kind, text| warnings.push(Warning { kind, text });
    let lists = table.lists();
    if lists.len() == 2 {
        warn(
            WarningKind::TwoLists,
            "Two lists cannot show whether they depend on each other; the estimate takes for granted that they do not.".to_owned(),
        );
    }
    let share = found.on_several as f64 / found.observed as f64;
    if found.on_several < FEW_ON_SEVERAL || share < SMALL_SHARE {
        warn(
            WarningKind::FewOverlaps,
            format!(
                "Only {} of {} people ({:.1} %) stand on two lists or more; the estimate hangs on them.",
                found.on_several,
                found.observed,
                100.0 * share
            ),
        );
    }
    for (at, list) in lists.iter().enumerate() {
        let size = table.on_all(1 << at);
        let others = (0..lists.len()).filter(|other| *other != at);
        let overlaps = others.filter(|other| table.on_all(1 << at | 1 << other) > 0).count();
        if size == 0 {
            warn(WarningKind::EmptyList, format!("List {list} has nobody; it was left out."));
        } else if overlaps == 0 {
            let text = format!(
                "List {list} ({size} people) has nobody in common with any other list. It may see another population: compare the estimate without it."
            );
            warn(WarningKind::ListApart, text);
        }
    }
    if !found.empty_overlaps.is_empty() {
        let at_infinity: Vec<String> = pairs
            .iter()
            .filter(|pair| table.on_all(pair.combination()) == 0)
            .map(|pair| table.pair_name(*pair))
            .collect();
        let mut text = format!("Nobody stands on both lists of {}.", found.empty_overlaps.join(", "));
        if !at_infinity.is_empty() {
            text.push_str(&format!(
                " The model takes it as impossible for {}; its effect is minus infinity there.",
                at_infinity.join(", ")
            ));
        }
        warn(WarningKind::EmptyOverlap, text);
    }
    for left_out in &found.left_out {
        let without = &left_out.list;
        match left_out.estimate {
            None => {
                warn(WarningKind::Unstable, format!("Without list {without} there is no estimate at all."))
            }
            Some(other) => {
                let ratio = (other / found.estimate).max(found.estimate / other);
                if ratio > UNSTABLE {
                    let text = format!(
                        "Without list {without} the estimate is {other:.0} instead of {:.0}.",
                        found.estimate
                    );
                    warn(WarningKind::Unstable, text);
                }
            }
        }
    }
    if let [Some(low), high] = found.interval95
        && high.is_none_or(|high| high / low > WIDE)
    {
        let text = high.map_or_else(
            || "The interval has no upper end.".to_owned(),
            |high| format!("The upper end of the interval is {:.1} times the lower one.", high / low),
        );
        warn(WarningKind::WideInterval, text);
    }
    if !counts_of(table).problem(pairs).has_maximum() {
        warn(
            WarningKind::Unconfirmed,
            "A second check, by linear programming, does not confirm that the likelihood has a maximum."
                .to_owned(),
        );
    }
    if found.hidden > FAR * found.observed as f64 {
        warn(
            WarningKind::FarBeyondObserved,
            format!(
                "For each person on a list the model adds {:.0} whom nobody listed.",
                found.hidden / found.observed as f64
            ),
        );
    }
    let chosen = found.models.iter().find(|model| model.chosen);
    if lists.len() > 2 && chosen.and_then(|model| model.degrees_of_freedom) == Some(0) {
        warn(
            WarningKind::Saturated,
            "The chosen model has as many coefficients as there are numbers: nothing is left to test it with.".to_owned(),
        );
    }
    let outside = |value: f64, interval: Interval| {
        interval[0].is_some_and(|low| value < low) || interval[1].is_some_and(|high| value > high)
    };
    if outside(found.main_effects, found.interval95) || outside(found.estimate, found.main_effects_interval95)
    {
        warn(
            WarningKind::ModelDependent,
            format!(
                "Independent lists would give {:.0}, the chosen model {:.0}: the number depends on which pairs are taken in.",
                found.main_effects, found.estimate
            ),
        );
    }
    warnings
}
