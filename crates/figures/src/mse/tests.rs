//! Tables whose answer can be worked out by hand, and what must hold for any table.

use super::fit::NoFit;
use super::*;
use proptest::prelude::*;

fn table(lists: &[&str], rows: &[(usize, u64)]) -> OverlapTable {
    OverlapTable::new(lists.iter().map(|name| (*name).to_owned()).collect(), rows.iter().copied()).unwrap()
}

fn estimate(table: &OverlapTable) -> HiddenPopulation {
    hidden_population(table, &MseOptions::default()).unwrap()
}

fn close(found: f64, wanted: f64) {
    assert!((found - wanted).abs() <= 1e-7 * wanted.abs().max(1.0), "{found} is not {wanted}");
}

#[test]
fn two_lists_give_the_estimate_of_lincoln_and_petersen() {
    // 40 on the first alone, 60 on the second alone, 12 on both: 40 · 60 / 12 = 200 on neither.
    let found = estimate(&table(&["police", "charity"], &[(0b01, 40), (0b10, 60), (0b11, 12)]));
    assert_eq!((found.observed, found.on_several), (112, 12));
    close(found.estimate, 312.0);
    close(found.main_effects, 312.0);
    // The variance of ln(40 · 60 / 12) is 1/40 + 1/60 + 1/12 = 1/8.
    let spread = (1.959_963_984_540_054 * 0.125_f64.sqrt()).exp();
    close(found.interval95[0].unwrap(), 112.0 + 200.0 / spread);
    close(found.interval95[1].unwrap(), 112.0 + 200.0 * spread);
    assert!(found.selected.is_empty());
    let kinds: Vec<WarningKind> = found.warnings.iter().map(|warning| warning.kind).collect();
    assert_eq!(kinds, [WarningKind::TwoLists, WarningKind::FewOverlaps]);
}

#[test]
fn the_profile_interval_of_two_lists_is_where_the_likelihood_has_fallen_enough() {
    let found = estimate(&table(&["a", "b"], &[(0b01, 40), (0b10, 60), (0b11, 12)]));
    let [Some(low), Some(high)] = found.profile95 else { panic!("open: {:?}", found.profile95) };
    // With h hidden people fixed, the expected numbers are r s / h … with row and column sums held; the fall of the
    // likelihood at both ends is the 0.95 quantile of chi-square with one degree of freedom.
    for end in [low, high] {
        let hidden = end - 112.0;
        // Maximise over the two odds a, b: 40 ln(h a) + 60 ln(h b) + 12 ln(h a b) − h (a + b + a b).
        let (mut a, mut b) = (0.2, 0.3);
        for _ in 0..10_000 {
            a = 52.0 / (hidden * (1.0 + b));
            b = 72.0 / (hidden * (1.0 + a));
        }
        let at = |h: f64, a: f64, b: f64| {
            40.0 * (h * a).ln() + 60.0 * (h * b).ln() + 12.0 * (h * a * b).ln() - h * (a + b + a * b)
        };
        let best = at(200.0, 0.2, 0.3);
        close(2.0 * (best - at(hidden, a, b)), 3.841_458_820_694_124);
    }
}

#[test]
fn a_pair_that_works_together_is_found_and_counts_as_one_list() {
    // The first two lists hand cases to each other. Joined they are one list against the third: 150 on them alone, 90
    // on the third alone, 27 on both: 150 · 90 / 27 = 500.
    let rows = [(0b001, 20), (0b010, 30), (0b011, 100), (0b100, 90), (0b101, 4), (0b110, 5), (0b111, 18)];
    let found = estimate(&table(&["A", "B", "C"], &rows));
    assert_eq!(found.selected, ["A:B"]);
    close(found.estimate, 767.0);
    let chosen: Vec<&ModelRow> = found.models.iter().filter(|model| model.chosen).collect();
    assert_eq!(chosen.len(), 1);
    assert_eq!(chosen[0].added.as_ref().unwrap().on_both, 118);
    assert!(chosen[0].added.as_ref().unwrap().p_value < 1e-6);
    assert_eq!((chosen[0].parameters, chosen[0].degrees_of_freedom), (5, Some(2)));
}

#[test]
fn an_empty_overlap_goes_to_minus_infinity_with_its_combinations() {
    // Nobody is on both A and B, far fewer than expected. Without the combinations of both, four are left beside C alone:
    // A, B, C, A and C, B and C; the model A·C, B·C with the sums of A, B, C.
    let rows = [(0b001, 300), (0b010, 200), (0b100, 500), (0b101, 60), (0b110, 40)];
    let found = estimate(&table(&["A", "B", "C"], &rows));
    assert_eq!(found.selected, ["A:B"]);
    assert_eq!(found.empty_overlaps, ["A:B"]);
    // A and B exclude each other and C is independent: 500 on C and neither other, 500 on A or B alone, 100 on both:
    // 500 · 500 / 100.
    close(found.estimate, 1100.0 + 2500.0);
    assert!(found.warnings.iter().any(|warning| warning.kind == WarningKind::EmptyOverlap));
}

#[test]
fn lists_without_overlap_say_nothing() {
    let apart = table(&["a", "b", "c"], &[(0b001, 40), (0b010, 60), (0b100, 12)]);
    assert_eq!(hidden_population(&apart, &MseOptions::default()), Err(MseError::NoOverlap));
    // Only two of three overlap, and all people of one of them are on the other.
    let nested = table(&["a", "b"], &[(0b01, 40), (0b11, 12)]);
    assert!(matches!(hidden_population(&nested, &MseOptions::default()), Err(MseError::NoEstimate(_))));
}

#[test]
fn a_list_that_overlaps_with_none_is_told() {
    let rows = [(0b001, 200), (0b010, 150), (0b011, 60), (0b100, 9)];
    let found = estimate(&table(&["a", "b", "apart"], &rows));
    let warning = found.warnings.iter().find(|warning| warning.kind == WarningKind::ListApart).unwrap();
    assert!(warning.text.starts_with("List apart (9 people)"), "{}", warning.text);
}

#[test]
fn a_model_that_cannot_be_identified_is_refused() {
    // With A:B impossible and B:C impossible, B is alone: its pair with nobody else tells nothing more.
    let counts = counts_of(&table(&["A", "B"], &[(0b01, 40), (0b10, 60), (0b11, 12)]));
    let pair = Pair { first: 0, second: 1 };
    assert_eq!(counts.fit(&[pair]).unwrap_err(), NoFit::NotIdentifiable);
}

#[test]
fn a_chosen_model_can_be_kept_to_main_effects() {
    let rows = [(0b001, 20), (0b010, 30), (0b011, 100), (0b100, 90), (0b101, 4), (0b110, 5), (0b111, 18)];
    let table = table(&["A", "B", "C"], &rows);
    let found = hidden_population(&table, &MseOptions { threshold: 0.0, ..MseOptions::default() }).unwrap();
    assert!(found.selected.is_empty());
    close(found.estimate, found.main_effects);
    let wrong = hidden_population(&table, &MseOptions { threshold: 1.5, ..MseOptions::default() });
    assert_eq!(wrong, Err(MseError::Threshold));
}

#[test]
fn the_bootstrap_is_the_same_for_a_seed_and_any_number_of_threads() {
    let table = table(&["a", "b"], &[(0b01, 40), (0b10, 60), (0b11, 12)]);
    let drawn = |seed, threads| {
        let threads = NonZeroUsize::new(threads).unwrap();
        let options = MseOptions { replicates: 400, seed, threads, ..MseOptions::default() };
        hidden_population(&table, &options).unwrap().bootstrap.unwrap()
    };
    let once = drawn(5, 1);
    assert_eq!(once, drawn(5, 3));
    assert_ne!(once.interval95, drawn(6, 1).interval95);
    let [Some(low), Some(high)] = once.interval95 else { panic!("open: {once:?}") };
    // The normal interval of ln 200 with variance 1/8 reaches from 212 to 512; resampling must tell nearly the same.
    assert!((190.0..250.0).contains(&low) && (450.0..700.0).contains(&high), "{once:?}");
}

#[test]
fn a_bootstrap_that_would_take_hours_is_refused() {
    let table = table(&["a", "b"], &[(0b01, 400_000_000), (0b10, 400_000_000), (0b11, 120_000_000)]);
    let options = MseOptions { replicates: 1000, ..MseOptions::default() };
    assert_eq!(hidden_population(&table, &options), Err(MseError::TooManyDrawn(920_000_000_000)));
}

#[test]
fn the_pairs_chosen_do_not_depend_on_the_order_of_the_lists() {
    // Lists 0 and 1 hand cases on, 2 and 3 keep apart.
    let rows: Vec<(usize, u64)> =
        [0, 310, 280, 190, 420, 23, 19, 13, 390, 31, 17, 9, 4, 1, 0, 1].into_iter().enumerate().collect();
    let first = table(&["police", "charity", "health", "court"], &rows);
    let found = estimate(&first);
    assert!(!found.selected.is_empty());
    for order in [[1, 0, 2, 3], [3, 2, 1, 0], [2, 3, 0, 1]] {
        let other = estimate(&reordered(&first, &order));
        close(other.estimate, found.estimate);
        let pairs = |found: &HiddenPopulation| {
            let sorted = |pair: &String| {
                let mut lists: Vec<&str> = pair.split(':').collect();
                lists.sort_unstable();
                lists.join(":")
            };
            found.selected.iter().map(sorted).collect::<Vec<String>>()
        };
        assert_eq!(pairs(&other), pairs(&found));
    }
}

/// Tables of two to four lists with small counts, many of them 0.
fn any_table() -> impl Strategy<Value = OverlapTable> {
    (2_usize..=4)
        .prop_flat_map(|lists| {
            let count = prop_oneof![2 => Just(0_u64), 3 => 1_u64..6, 2 => 6_u64..400];
            (Just(lists), proptest::collection::vec(count, (1 << lists) - 1))
        })
        .prop_filter_map("nobody", |(lists, counts)| {
            let names = (0..lists).map(|list| format!("L{list}")).collect();
            OverlapTable::new(names, counts.into_iter().enumerate().map(|(at, people)| (at + 1, people))).ok()
        })
}

/// The table with its lists in another order: list `i` comes to stand at `order[i]`.
fn reordered(table: &OverlapTable, order: &[usize]) -> OverlapTable {
    let mut lists = vec![String::new(); order.len()];
    for (from, to) in order.iter().enumerate() {
        lists[*to] = table.lists()[from].clone();
    }
    let moved = |at: usize| order.iter().enumerate().map(|(from, to)| (at >> from & 1) << to).sum();
    OverlapTable::new(lists, table.counts().iter().enumerate().map(|(at, people)| (moved(at), *people)))
        .unwrap()
}

proptest! {
    #[test]
    fn newton_and_linear_programming_agree_on_what_has_a_maximum(table in any_table(), chosen in any::<u8>()) {
        let counts = counts_of(&table);
        let pairs: Vec<Pair> =
            Pair::all(counts.lists).enumerate().filter(|(at, _)| chosen >> at & 1 == 1).map(|(_, pair)| pair).collect();
        let problem = counts.problem(&pairs);
        prop_assume!(problem.check_identifiable().is_ok());
        prop_assert_eq!(problem.fit().is_ok(), problem.has_maximum());
    }

    #[test]
    fn the_order_of_the_lists_does_not_matter(table in any_table(), shift in 1_usize..4) {
        let order: Vec<usize> = (0..table.lists().len()).map(|at| (at + shift) % table.lists().len()).collect();
        let options = MseOptions { threshold: 0.0, ..MseOptions::default() };
        let before = hidden_population(&table, &options);
        let after = hidden_population(&reordered(&table, &order), &options);
        match (before, after) {
            (Ok(before), Ok(after)) => {
                prop_assert!((before.estimate / after.estimate - 1.0).abs() < 1e-6);
            }
            (before, after) => prop_assert_eq!(before.is_err(), after.is_err()),
        }
    }

    #[test]
    fn an_estimate_is_finite_lies_in_its_intervals_and_is_no_less_than_what_was_seen(table in any_table()) {
        if let Ok(found) = hidden_population(&table, &MseOptions::default()) {
            prop_assert!(found.estimate.is_finite() && found.estimate >= found.observed as f64);
            for [low, high] in [found.interval95, found.profile95] {
                prop_assert!(low.is_none_or(|low| low <= found.estimate));
                prop_assert!(high.is_none_or(|high| high >= found.estimate));
            }
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "[a-z0-9,;\n\"x. -]{0,200}") {
        let _ = OverlapTable::parse(&text, None);
    }

    #[test]
    fn a_table_printed_is_read_back(table in any_table()) {
        let mut text = format!("{},Count\n", table.lists().join(","));
        for (at, people) in table.counts().iter().enumerate().skip(1) {
            for list in 0..table.lists().len() {
                text.push_str(if at >> list & 1 == 1 { "1.0," } else { "0.0," });
            }
            text.push_str(&format!("{people}.0\n"));
        }
        prop_assert_eq!(OverlapTable::parse(&text, None), Ok(table));
    }
}
