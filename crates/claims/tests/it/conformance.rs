//! Quantities and times against sentences written for the purpose.

use claims::quantity::{self, Dimension, DurationUnit, QuantityMention};
use claims::time::{self, Anchor};
use claims::token::tokenize;
use proptest::prelude::*;

const QUANTITIES: &str = include_str!("../data/quantities.tsv");
const TIMES: &str = include_str!("../data/times.tsv");

/// The share that must come out right.
const FLOOR: f64 = 0.97;

fn kind(dimension: &Dimension) -> Option<&str> {
    Some(match dimension {
        Dimension::Count => "count",
        Dimension::Money(code) => code,
        Dimension::Share => "share",
        Dimension::Hours => "hours",
        Dimension::Duration(unit) => match unit {
            DurationUnit::Second => "second",
            DurationUnit::Minute => "minute",
            DurationUnit::Day => "day",
            DurationUnit::Week => "week",
            DurationUnit::Month => "month",
            DurationUnit::Year => "year",
            DurationUnit::Decade => "decade",
            DurationUnit::Century => "century",
        },
        Dimension::NoClaim(_) => return None,
    })
}

fn number(value: f64) -> String {
    let seven_places = format!("{value:.7}");
    seven_places.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A mention in the notation of the file; `None` for what is no claim.
fn written(mention: &QuantityMention) -> Option<String> {
    let mut text = kind(&mention.dimension)?.to_owned();
    let bound = |value: Option<f64>| value.map(number).unwrap_or_default();
    match mention.amount.as_point() {
        Some(point) => text += &format!(" ={}", number(point)),
        None => text += &format!(" {}..{}", bound(mention.amount.low()), bound(mention.amount.high())),
    }
    if let Some(period) = mention.period {
        text += &format!(" /{period}");
    }
    if !mention.hedges.is_empty() {
        let hedges: Vec<&str> = mention.hedges.iter().map(|hedge| hedge.as_str()).collect();
        text += &format!(" {{{}}}", hedges.join(","));
    }
    if let Some(equivalent) = &mention.equivalent {
        text += &format!(" ~{}={}", equivalent.currency, number(equivalent.value));
    }
    if mention.partitive {
        text += " of";
    }
    Some(text)
}

fn cases(file: &str) -> impl Iterator<Item = Vec<&str>> {
    file.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').collect())
}

/// Holds the share that is right against the floor; shows what is wrong where it is below.
fn judge(name: &str, results: &[(String, String, String)]) {
    let wrong: Vec<String> = results
        .iter()
        .filter(|(_, expected, found)| expected != found)
        .map(|(sentence, expected, found)| {
            format!("{sentence}\n    expected {expected}\n    found    {found}")
        })
        .collect();
    let share = 1.0 - wrong.len() as f64 / results.len() as f64;
    assert!(share >= FLOOR, "{name}: {share:.3} is below {FLOOR}\n{}", wrong.join("\n"));
}

#[test]
fn quantities_of_many_sentences() {
    let mut results = Vec::new();
    for case in cases(QUANTITIES) {
        let [sentence, expected] = case[..] else { panic!("two columns: {case:?}") };
        let tokens = tokenize(sentence);
        let found: Vec<String> =
            quantity::find(sentence, &tokens, 0..tokens.len()).iter().filter_map(written).collect();
        let found = if found.is_empty() { "-".to_owned() } else { found.join(" ; ") };
        results.push((sentence.to_owned(), expected.to_owned(), found));
    }
    assert!(results.len() >= 420);
    judge("quantities", &results);
}

#[test]
fn times_of_many_sentences() {
    let mut results = Vec::new();
    for case in cases(TIMES) {
        let [published, sentence, expected] = case[..] else { panic!("three columns: {case:?}") };
        let anchor = Anchor { published: published.parse().ok() };
        let tokens = tokenize(sentence);
        let found: Vec<String> = time::find(sentence, &tokens, 0..tokens.len(), &anchor)
            .iter()
            .map(|mention| mention.time.to_string())
            .collect();
        let found = if found.is_empty() { "-".to_owned() } else { found.join(" ") };
        results.push((format!("{published} {sentence}"), expected.to_owned(), found));
    }
    assert!(results.len() >= 120);
    judge("times", &results);
}

/// Text that is dense in what the two modules look for.
fn dense_text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        prop::sample::select(vec![
            "$",
            "€",
            "1.2",
            "15,000",
            "2016",
            "3",
            "100",
            "million",
            "billion",
            "half",
            "a",
            "third",
            "one",
            "in",
            "of",
            "to",
            "and",
            "between",
            "from",
            "or",
            "-",
            "–",
            "-year-old",
            "percent",
            "%",
            "hours",
            "years",
            "ago",
            "last",
            "March",
            "May",
            "July",
            "7",
            "(",
            ")",
            "[",
            "]",
            ".",
            ",",
            ":",
            "/",
            "per",
            "month",
            "each",
            "nearly",
            "more",
            "than",
            "up",
            "tens",
            "thousands",
            "dollars",
            "won",
            "US",
            "twenty-three",
            "two-and-a-half",
            "since",
            "the",
            "1950s",
            "end",
            "first",
            "quarter",
            "+",
            "k",
            "½",
            "²",
            "'",
            "’90s",
            "Q1",
            "year",
            "fiscal",
            "99999999999999999999999",
            "0",
            "12.5.2016",
            "1/3",
            "31/02/2016",
            "decade",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
    ];
    let glue = prop::sample::select(vec!["", " ", " ", " ", "\n"]);
    prop::collection::vec((word, glue), 0..30)
        .prop_map(|parts| parts.into_iter().map(|(word, glue)| word + glue).collect())
}

fn holds_on(text: &str, first: usize, last: usize) -> Result<(), TestCaseError> {
    let tokens = tokenize(text);
    let start = first.min(tokens.len());
    let range = start..last.clamp(start, tokens.len());
    let mut floor = range.start;
    for mention in quantity::find(text, &tokens, range.clone()) {
        prop_assert!(floor <= mention.tokens.start && mention.tokens.end <= range.end, "{mention:?}");
        prop_assert!(mention.tokens.start <= mention.core.start && mention.core.end <= mention.tokens.end);
        prop_assert!(!mention.core.is_empty());
        for period in mention.period_tokens.iter() {
            prop_assert!(range.start <= period.start && period.end <= range.end && !period.is_empty());
        }
        floor = mention.tokens.end;
    }
    let anchor = Anchor { published: "2018-04-16".parse().ok() };
    let mut floor = range.start;
    for mention in time::find(text, &tokens, range.clone(), &anchor) {
        prop_assert!(
            floor <= mention.tokens.start && mention.tokens.end <= range.end && !mention.tokens.is_empty()
        );
        prop_assert!(mention.time.as_str().parse::<model::Edtf>().is_ok(), "{}", mention.time);
        floor = mention.tokens.end;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn mentions_lie_in_the_sentence_in_order(text in dense_text(), first in 0usize..6, last in 0usize..60) {
        holds_on(&text, first, last)?;
    }

    #[test]
    fn arbitrary_text_does_no_harm(text in "\\PC{0,120}") {
        holds_on(&text, 0, usize::MAX)?;
    }
}
