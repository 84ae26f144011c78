//! Any claims fold without a panic, each into one figure.

use crate::support::{Said, material, said};
use figures::{findings, fold};
use model::{Kind, Measure, Period};
use proptest::prelude::*;

fn claim() -> impl Strategy<Value = Said> {
    let kinds =
        [Kind::WorkerCount, Kind::Revenue, Kind::WageGross, Kind::WageReceived, Kind::WageShare, Kind::Levy];
    let places = ["world", "RU", "PL", "PL, Szczecin", ""];
    let times = ["2012", "2015", "2017-12", "1950/..", "2013/2015"];
    let names = ["First Institute", "Second Paper", "experts", ""];
    (0..6_usize, 0..5_usize, 0..5_usize, 0..4_usize, 0..4_usize, 0..4_u32, 0..5_u8).prop_map(
        move |(kind, place, time, name, outer, size, shape)| {
            let number = f64::from(size) * 1234.0 + 1.0;
            let claim = said(&format!("{kind}{place}{time}{name}{outer}{size}{shape}"), kinds[kind]);
            let claim = match shape {
                0 => claim.at(number),
                1 => claim.between(number, number * 2.0),
                2 => claim.up_to(number),
                3 => claim.more_than(number).per(Period::Year),
                _ => claim.at(number).measured(Measure::Flow).per(Period::Month),
            };
            let claim = if places[place].is_empty() { claim } else { claim.in_(places[place]) };
            let claim = claim.when(times[time]);
            let claim = if names[outer].is_empty() { claim } else { claim.by(names[outer]) };
            if names[name].is_empty() { claim } else { claim.by(names[name]) }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_claims_fold(claims in prop::collection::vec(claim(), 0..24)) {
        let (first, second) = claims.split_at(claims.len() / 2);
        let forwards = material(&[("a.txt", 2015, first), ("b.txt", 2018, second)]);
        let figures = fold(&forwards);
        let found = findings(&figures);
        for finding in &found {
            prop_assert!(finding.weight > 0.0 && finding.weight < 1.0);
            prop_assert!(finding.mentions.iter().all(|mention| *mention < forwards.mentions.len()));
        }
        let placed: usize = figures.all.iter().map(|figure| figure.claims.len()).sum();
        prop_assert_eq!(placed, forwards.mentions.len());
    }
}
