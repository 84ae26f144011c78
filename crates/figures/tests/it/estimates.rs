//! Answers to questions, and computing them again.

use crate::support::{Said, material, said};
use figures::estimate::{Answer, Estimate, Pool, Question, chart, estimate, recompute};
use figures::fold;
use model::{Kind, Measure, Period};

fn workers(quote: &str, place: &str, year: &str, by: &str) -> Said {
    said(quote, Kind::WorkerCount).in_(place).when(year).by(by)
}

fn question(place: &str, year: i32, pool: Option<Pool>) -> Question {
    Question {
        kind: Kind::WorkerCount,
        place: place.to_owned(),
        year: Some(year),
        measure: None,
        origin: None,
        pool,
    }
}

fn ask(pages: &[(&str, i32, &[Said])], question: &Question) -> Estimate {
    estimate(&fold(&material(pages)), question)
}

#[test]
fn figures_in_scope_stand_by_root_and_the_rest_is_left_out_with_the_reason() {
    let pages: &[(&str, i32, &[Said])] = &[
        ("a.txt", 2015, &[workers("over 47,000", "RU", "2015", "A Ministry").more_than(47_000.0)]),
        ("b.txt", 2015, &[workers("20,000", "RU", "2013/2015", "An Institute").at(20_000.0)]),
        (
            "c.txt",
            2017,
            &[workers("20,000 a year", "RU", "2017", "A Report")
                .at(20_000.0)
                .measured(Measure::Flow)
                .per(Period::Year)],
        ),
        ("d.txt", 2018, &[workers("30,023", "RU", "2017-12", "A Letter").at(30_023.0)]),
    ];
    let answer = ask(pages, &question("RU", 2015, None));
    assert_eq!(answer.outcome.answer, Answer::Conflicting);
    let group = &answer.outcome.groups[0];
    assert_eq!(
        (group.roots, group.hull_low, group.hull_high, group.conflicts.len()),
        (2, Some(19_000.0), None, 1)
    );
    let left: Vec<&str> = answer.left_out.iter().map(|left| left.reason.as_str()).collect();
    assert_eq!(left, ["it is for another year: 2017", "it is for another year: 2017"]);
    assert_eq!(ask(pages, &question("RU", 1999, None)).outcome.answer, Answer::Insufficient);
    assert_eq!(ask(pages, &question("RU", 2017, None)).outcome.groups.len(), 2);
    assert_eq!(ask(pages, &question("RU", 2017, None)).outcome.answer, Answer::Figures);
}

#[test]
fn a_part_that_exceeds_the_whole_is_a_scope_mismatch() {
    let pages: &[(&str, i32, &[Said])] = &[
        ("a.txt", 2018, &[workers("800 at the yard", "PL, Szczecin", "2018", "A Team").at(800.0)]),
        ("b.txt", 2018, &[workers("350", "PL", "2018-09", "A Delegation").at(350.0)]),
        ("c.txt", 2018, &[workers("100,000", "world", "2018", "A Department").at(100_000.0)]),
    ];
    let answer = ask(pages, &question("PL", 2018, None));
    assert_eq!(answer.outcome.answer, Answer::Figures);
    let mismatches: Vec<&str> =
        answer.outcome.scope_mismatches.iter().map(|pair| pair.why.as_str()).collect();
    assert_eq!(mismatches, ["Szczecin, Poland is part of Poland, and has more"]);
}

#[test]
fn pooling_needs_three_roots_and_can_be_computed_again() {
    let count =
        |quote: &str, by: &str, low: f64, high: f64| workers(quote, "RU", "2015", by).between(low, high);
    let three = [
        count("a", "Institute A", 10.0, 20.0),
        count("b", "Institute B", 20.0, 30.0),
        count("c", "Institute C", 60.0, 70.0),
    ];
    let two = ask(&[("a.txt", 2015, &three[..2])], &question("RU", 2015, Some(Pool::Opinion)));
    assert_eq!(
        two.outcome.groups[0].not_pooled.as_deref(),
        Some("pooling needs 3 independent roots with closed intervals; there are 2")
    );
    for method in [Pool::Opinion, Pool::RandomEffects] {
        let answer = ask(&[("a.txt", 2015, &three)], &question("RU", 2015, Some(method)));
        let pooled = answer.outcome.groups[0].pooled.as_ref().unwrap();
        assert!((pooled.number - 35.0).abs() < 0.01, "{pooled:?}");
        assert_eq!((pooled.leave_one_out.len(), pooled.assumptions.is_empty()), (3, false));
        let text = serde_json::to_string(&answer).unwrap();
        let mut kept: Estimate = serde_json::from_str(&text).unwrap();
        assert_eq!(recompute(&kept), Ok(vec![]));
        kept.inputs[0].high = Some(50.0);
        assert!(!recompute(&kept).unwrap().is_empty());
        kept.layout = 99;
        assert!(recompute(&kept).is_err());
    }
}

#[test]
fn the_chart_shows_every_figure_and_nothing_from_elsewhere() {
    let name = "Institute <script>";
    let answer = ask(
        &[("a.txt", 2015, &[workers("20,000", "RU", "2015", name).at(20_000.0)])],
        &question("RU", 2015, None),
    );
    let svg = chart(&answer);
    assert!(
        svg.contains("Institute &lt;script&gt;") && !svg.contains("<script") && !svg.contains("href"),
        "{svg}"
    );
    assert!(chart(&ask(&[], &question("RU", 2015, None))).contains("insufficient"));
}

#[test]
fn workers_of_different_countries_stand_in_groups_of_their_own() {
    let of = |quote: &str, number: f64, by: &str, from: &str| {
        said(quote, Kind::WorkerCount).at(number).in_("RU").when("2015").by(by).from(from)
    };
    let material = material(&[(
        "a.txt",
        2015,
        &[
            of("500", 500.0, "A Team", "KP"),
            of("9,000", 9000.0, "An Agency", "UZ"),
            of("510", 510.0, "A Group", "KP"),
        ],
    )]);
    let figures = fold(&material);
    let asked = question("RU", 2015, None);
    let all = estimate(&figures, &asked);
    assert_eq!(all.outcome.answer, Answer::Figures);
    let groups = all.outcome.groups.iter().map(|group| (group.origin.as_deref(), group.figures.len()));
    assert_eq!(groups.collect::<Vec<_>>(), [(Some("KP"), 2), (Some("UZ"), 1)]);
    let one = estimate(&figures, &Question { origin: Some("UZ".to_owned()), ..asked });
    assert_eq!((one.inputs.len(), one.left_out.len()), (1, 2));
    assert_eq!(one.left_out[0].reason, "it counts people from KP");
}
