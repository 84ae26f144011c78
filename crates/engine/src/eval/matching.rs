//! Which proposed claim answers which marked one.

use super::MarkedClaim;

/// Relative difference up to which two numbers are the same.
const TOLERANCE: f64 = 0.01;

/// A proposed span may be this many times as long as the marked one,
const MOST_TIMES_AS_LONG: usize = 3;
/// or this many code points, whichever is more.
const ALWAYS_SHORT_ENOUGH: usize = 120;

/// Both ends of an interval; `None` is open.
pub(super) type Ends = (Option<f64>, Option<f64>);

/// The ends of a claim's number, a point being both; `None` where it has no number.
pub(super) fn ends(claim: &MarkedClaim) -> Option<Ends> {
    match (claim.low, claim.point, claim.high) {
        (None, None, None) => None,
        (None, point, None) => Some((point, point)),
        (low, _, high) => Some((low, high)),
    }
}

fn near(left: Option<f64>, right: Option<f64>) -> bool {
    match (left, right) {
        (None, None) => true,
        (Some(left), Some(right)) => {
            (left - right).abs() <= TOLERANCE * left.abs().max(right.abs()).max(1e-9)
        }
        _ => false,
    }
}

/// Whether two claims state the same number. An open end may be written as a point if a hedge says so.
pub(super) fn same_value(marked: &MarkedClaim, proposed: &MarkedClaim) -> bool {
    let (left, right) = match (ends(marked), ends(proposed)) {
        (None, None) => return true,
        (Some(left), Some(right)) => (left, right),
        _ => return false,
    };
    (near(left.0, right.0) && near(left.1, right.1))
        || open_end_as_point(left, right, proposed)
        || open_end_as_point(right, left, marked)
}

/// Whether `point` is the closed end of `open`, and its claim's hedges say on which side it is open.
fn open_end_as_point(open: Ends, point: Ends, hedged: &MarkedClaim) -> bool {
    if point.0.is_none() || !near(point.0, point.1) {
        return false;
    }
    let says = |words: &[&str]| hedged.hedges.iter().any(|hedge| words.contains(&hedge.as_str()));
    (open.0.is_none() && near(open.1, point.1) && says(&["up_to", "at_most", "nearly"]))
        || (open.1.is_none() && near(open.0, point.0) && says(&["more_than", "at_least"]))
}

/// Code points that two stretches share.
pub(super) fn overlap(left: (usize, usize), right: (usize, usize)) -> usize {
    left.1.min(right.1).saturating_sub(left.0.max(right.0))
}

fn can_match(marked: &MarkedClaim, proposed: &MarkedClaim) -> bool {
    let marked_length = marked.end.saturating_sub(marked.start);
    let proposed_length = proposed.end.saturating_sub(proposed.start);
    let shared = overlap((marked.start, marked.end), (proposed.start, proposed.end));
    proposed_length > 0
        && shared * 2 >= marked_length.min(proposed_length)
        && proposed_length <= (MOST_TIMES_AS_LONG * marked_length).max(ALWAYS_SHORT_ENOUGH)
}

/// Pairs of marked and proposed claims of one document, one to one, best agreement first.
///
/// The pairs are indices into `marked` and `proposed`; `accept` says which may be paired at all.
pub(super) fn pair_up(
    marked: &[&MarkedClaim],
    proposed: &[&MarkedClaim],
    accept: impl Fn(&MarkedClaim, &MarkedClaim) -> bool,
) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (i, left) in marked.iter().enumerate() {
        for (j, right) in proposed.iter().enumerate() {
            if can_match(left, right) && accept(left, right) {
                let agreement =
                    2 * usize::from(left.kind == right.kind) + usize::from(same_value(left, right));
                let shared = overlap((left.start, left.end), (right.start, right.end));
                candidates.push((std::cmp::Reverse(agreement), std::cmp::Reverse(shared), i, j));
            }
        }
    }
    candidates.sort_unstable();
    let (mut marked_taken, mut proposed_taken) = (vec![false; marked.len()], vec![false; proposed.len()]);
    let mut pairs = Vec::new();
    for (_, _, i, j) in candidates {
        if !marked_taken[i] && !proposed_taken[j] {
            (marked_taken[i], proposed_taken[j]) = (true, true);
            pairs.push((i, j));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(low: Option<f64>, point: Option<f64>, high: Option<f64>, hedges: &[&str]) -> MarkedClaim {
        let hedges = hedges.iter().map(|hedge| (*hedge).to_owned()).collect();
        MarkedClaim { low, point, high, hedges, ..MarkedClaim::default() }
    }

    #[test]
    fn an_open_end_may_be_a_hedged_point() {
        let up_to = claim(None, None, Some(3000.0), &[]);
        assert!(same_value(&up_to, &claim(None, Some(3000.0), None, &["up_to"])));
        assert!(!same_value(&up_to, &claim(None, Some(3000.0), None, &[])));
        assert!(!same_value(&up_to, &claim(None, Some(3000.0), None, &["more_than"])));
        let more = claim(Some(1000.0), None, None, &[]);
        assert!(same_value(&claim(None, Some(1005.0), None, &["more_than"]), &more));
        assert!(!same_value(&claim(None, Some(1020.0), None, &["more_than"]), &more));
    }

    #[test]
    fn a_long_span_matches_only_in_proportion() {
        let span = |start, end| MarkedClaim { start, end, ..MarkedClaim::default() };
        assert!(can_match(&span(0, 10), &span(5, 15)));
        assert!(!can_match(&span(0, 10), &span(6, 16)));
        assert!(can_match(&span(0, 10), &span(0, 120)));
        assert!(!can_match(&span(0, 10), &span(0, 121)));
        assert!(can_match(&span(0, 100), &span(0, 300)));
    }
}
