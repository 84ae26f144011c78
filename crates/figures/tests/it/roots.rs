//! Which root a figure has, and when it has none.

use crate::support::{material, said, told};
use figures::fold;
use model::{Kind, Period};

fn echo(quote: &str) -> crate::support::Said {
    said(quote, Kind::Revenue).between(1.2e9, 2.3e9).per(Period::Year).in_("world")
}

#[test]
fn an_odd_amount_told_again_leads_back_to_the_first() {
    let material = material(&[
        ("a.txt", 2015, &[echo("1.2 to 2.3 billion a year").by("Second Institute")]),
        ("b.txt", 2012, &[echo("between 1.2 and 2.3 billion").by("First Network")]),
        ("c.txt", 2018, &[echo("1.2–2.3 billion").by("Third Office")]),
    ]);
    let figures = fold(&material);
    assert_eq!(
        told(&figures),
        [
            "1.2–2.3 billion USD a year worldwide <- First Network, 2012 x3 [between 1.2 and 2.3 billion, 1.2 to 2.3 billion a year, 1.2–2.3 billion]"
        ]
    );
    assert_eq!(figures.independent_roots(&figures.all[0]), 1);
    assert!(figures.all[0].chains.iter().any(|chain| {
        chain.steps.iter().any(|step| *step.how == *"the same amount to the digit, 3 years later")
    }));
}

#[test]
fn a_round_number_of_two_bodies_has_two_roots() {
    let workers =
        |quote: &str, by: &str| said(quote, Kind::WorkerCount).at(50_000.0).in_("RU").when("2015").by(by);
    let material = material(&[
        ("a.txt", 2015, &[workers("50,000 workers", "First Institute")]),
        ("b.txt", 2015, &[workers("some 50,000", "Second Institute")]),
    ]);
    let figures = fold(&material);
    assert_eq!(
        told(&figures),
        [
            "50,000 in Russia in 2015 <- First Institute, 2015 x1 [50,000 workers]",
            "50,000 in Russia in 2015 <- Second Institute, 2015 x1 [some 50,000]"
        ]
    );
    assert_eq!(figures.independent_roots(&figures.all[0]), 2);
}

#[test]
fn a_chain_goes_on_where_another_text_names_the_next_link() {
    let workers = |quote: &str| said(quote, Kind::WorkerCount).at(50_000.0).in_("RU").when("2015");
    let material = material(&[
        ("a.txt", 2016, &[workers("50,000 (A)").by("Paper One").by("Institute Two")]),
        ("b.txt", 2016, &[workers("50,000 (B)").by("Institute Two").by("Ministry Three")]),
    ]);
    let figures = fold(&material);
    assert_eq!(
        told(&figures),
        ["50,000 in Russia in 2015 <- Ministry Three, 2016 x2 [50,000 (B), 50,000 (A)]"]
    );
    let chain = figures.all[0].chains.iter().find(|chain| chain.steps.len() > 2).unwrap();
    let steps: Vec<String> = chain.steps.iter().map(|step| format!("{}→{}", step.from, step.to)).collect();
    assert_eq!(steps, ["a.txt→Paper One", "Paper One→Institute Two", "Institute Two→Ministry Three"]);
    assert_eq!(material.quote(material.claim(chain.steps[2].mention).unwrap()), "50,000 (B)");
}

#[test]
fn a_circle_has_no_root_and_says_so() {
    let workers = |quote: &str| said(quote, Kind::WorkerCount).at(50_000.0).in_("RU").when("2015");
    let material = material(&[
        ("a.txt", 2016, &[workers("50,000 (A)").by("Paper One").by("Paper Two")]),
        ("b.txt", 2016, &[workers("50,000 (B)").by("Paper Two").by("Paper One")]),
    ]);
    let figures = fold(&material);
    assert!(figures.all.iter().all(|figure| figure.root.is_none()));
    assert!(
        figures.all[0].problems.iter().any(|problem| problem.starts_with("the chain runs in a circle: ")),
        "{:?}",
        figures.all[0].problems
    );
}

#[test]
fn a_nameless_repetition_is_probable_and_stays_apart() {
    let material = material(&[
        ("a.txt", 2012, &[echo("1.2–2.3 billion a year").by("First Network")]),
        ("b.txt", 2018, &[said("up to 2.3 billion", Kind::Revenue).up_to(2.3e9)]),
        (
            "c.txt",
            2018,
            &[said("some people say 50,000", Kind::WorkerCount).at(50_000.0).in_("world").by("experts")],
        ),
    ]);
    let figures = fold(&material);
    assert_eq!(figures.all.len(), 3);
    let part = figures.all.iter().find(|figure| figures.say(figure) == "up to 2.3 billion USD").unwrap();
    assert_eq!(part.probable.len(), 1);
    assert_eq!(
        part.probable[0].reasons,
        ["an end of the known range to the digit", "one of them names no place", "6 years later"]
    );
    assert_eq!(figures.root_label(part), "b.txt, 2018");
    let round = figures.all.iter().find(|figure| figure.kind == Kind::WorkerCount).unwrap();
    assert!(round.probable.is_empty());
    assert_eq!(round.problems, ["the last link is missing: nobody is named as the one who found it out"]);
}

#[test]
fn who_hears_somebody_unnamed_carries_the_figure() {
    let duty = said("500 a month", Kind::Levy)
        .at(500.0)
        .per(Period::Month)
        .in_("RU")
        .by("Example Broadcasting")
        .by("a worker");
    let material = material(&[("a.txt", 2018, &[duty])]);
    assert_eq!(
        told(&fold(&material)),
        ["500 USD a month in Russia <- Example Broadcasting, 2018 (carrier) x1 [500 a month]"]
    );
}

#[test]
fn a_row_that_copies_a_page_has_the_root_of_the_page() {
    let on_page =
        said("50,000 laborers in Russia", Kind::WorkerCount).at(50_000.0).in_("RU").by("Example Centre");
    let row = said("X1,50000,page 07", Kind::WorkerCount)
        .at(50_000.0)
        .in_("RU")
        .when("2016")
        .row("X1", "page 07", "")
        .copied_from("07");
    let lost = said("X2,9,page 99", Kind::WorkerCount)
        .at(9.0)
        .in_("RU")
        .when("2016")
        .row("X2", "page 99", "")
        .copied_from("99");
    let material = material(&[("07_abc.txt", 2016, &[on_page]), ("table.csv", 0, &[row, lost])]);
    assert_eq!(
        told(&fold(&material)),
        [
            "50,000 in Russia in 2016 <- Example Centre, 2016 x1 [50,000 laborers in Russia, X1]",
            "9 in Russia in 2016 <- 99 (carrier) x1 [X2]"
        ]
    );
}

#[test]
fn notes_tie_rows_together_and_name_repetitions() {
    let row = |id: &str, low: f64, citation: &str, note: &str| {
        said(id, Kind::WorkerCount)
            .more_than(low)
            .in_("world")
            .when("2018-04")
            .by(citation)
            .row(id, citation, note)
    };
    let stale = |id: &str, year: &str, citation: &str, note: &str| {
        said(id, Kind::WorkerCount).at(100_000.0).in_("RU").when(year).by(citation).row(id, citation, note)
    };
    let material = material(&[(
        "table.csv",
        0,
        &[
            row("A1", 100_000.0, "Example Broadcasting Night listing", ""),
            row("A2", 150_000.0, "Far Paper", ""),
            row("A3", 200_000.0, "Near Paper", "Example Broadcasting has less; see A1-A2 drift"),
            row("A4", 300_000.0, "Other Paper", "conflicts with A1-A3"),
            stale("B1", "2018", "Some Department", ""),
            stale("B2", "2023", "Some Panel", "same 100,000 figure already quoted in 2018-19: stale"),
        ],
    )]);
    assert_eq!(
        told(&fold(&material)),
        [
            "100,000 in Russia in 2018 <- Some Department, 2018 x2 [B1, B2]",
            "more than 100,000 worldwide in 2018 <- Example Broadcasting, 2018 x1 [A1]",
            "more than 150,000 worldwide in 2018 <- Example Broadcasting, 2018 x1 [A2]",
            "more than 200,000 worldwide in 2018 <- Example Broadcasting, 2018 x1 [A3]",
            "more than 300,000 worldwide in 2018 <- Other Paper, 2018 x1 [A4]"
        ]
    );
}

#[test]
fn what_a_person_explained_replaces_what_rules_found_in_the_row() {
    let row = said("X1,800,Poland", Kind::WorkerCount).at(800.0).in_("PL").row("X1", "Some Paper", "");
    let mut material = material(&[("table.csv", 0, &[row])]);
    let mut by_rule = said("800,Poland", Kind::WorkerCount).at(801.0).in_("PL").0;
    (by_rule.passage.start, by_rule.passage.end) = (3, 13);
    let by_rule = material.packer.mention(material.mentions[0].page, &by_rule);
    material.mentions.push(by_rule);
    assert_eq!(told(&fold(&material)).len(), 1);
}
