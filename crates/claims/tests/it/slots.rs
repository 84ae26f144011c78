//! Slots of a claim from literal text, by rules as small as can be on the bundled lexicons.

use claims::{EMBEDDED_RULES, Extractor, RuleFile};
use model::{Claim, Document, DocumentStatus, Metadata, SourceId, Span, Zone, ZoneSpan};
use std::sync::LazyLock;

const OWN: &str = "
frame worker_count/any
  kind worker_count
  match <count @population>

frame wage_gross/any
  kind wage_gross
  match (earn/v | paid) .. [ <money> ]

frame wage_received/any
  kind wage_received
  match (keep/v | left with) .. [ <money> ]

frame wage_share/rest
  kind wage_share
  match [ the rest ] (goes | went) to the state
  set derive=rest-of-wage

frame revenue/any
  kind revenue
  match (take/v | bring/v) in .. [ <money> ]

frame revenue/doubled
  kind revenue
  match [ that amount has doubled ]
  set derive=double

frame working_hours/any
  kind working_hours
  match <hours>
";

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| {
    let lexicons = EMBEDDED_RULES
        .iter()
        .filter(|file| matches!(file.name, "people.frames" | "speech.frames" | "work.frames"));
    let own = RuleFile { name: "own.frames", text: OWN };
    Extractor::with_only(&lexicons.copied().chain([own]).collect::<Vec<_>>()).expect("the rules compile")
});

/// An English page published on 16 April 2018.
pub(crate) fn document(text: &str) -> Document {
    Document {
        media_type: "text/plain".to_owned(),
        status: DocumentStatus::Read,
        reason: None,
        text: text.to_owned(),
        zones: vec![ZoneSpan { span: Span::new(0, text.len()), zone: Zone::Main, hidden: false }],
        metadata: Metadata { published: "2018-04-16".parse().ok(), ..Metadata::default() },
    }
}

/// The claims of such a page.
pub(crate) fn claims(text: &str) -> Vec<Claim> {
    EXTRACTOR.extract(&SourceId::of(text.as_bytes()), &document(text))
}

/// A view of the last claim.
#[track_caller]
fn last<T>(text: &str, view: impl Fn(&Claim) -> T) -> T {
    claims(text).last().map(view).expect("a claim")
}

#[track_caller]
fn places(text: &str, expected: &[&str]) {
    assert_eq!(last(text, |claim| claim.places.clone()), expected, "{text}");
}

#[test]
fn places_of_the_sentence() {
    places("There are 500 workers in Poland.", &["PL"]);
    places("There are 500 workers in Russia, China and Qatar.", &["RU", "CN", "QA"]);
    places("Poland’s shipyards have 500 workers.", &["PL"]);
    places("There are 500 workers in Szczecin, Poland.", &["PL", "Szczecin"]);
    places("Some 500 workers live abroad.", &["world"]);
}

#[test]
fn cities_that_several_countries_have() {
    places("There are 500 workers in Valencia, Venezuela.", &["VE", "Valencia"]);
    places("There are 500 workers in Valencia.", &["ES", "Valencia"]);
}

#[test]
fn places_carried_within_a_paragraph() {
    places("They were sent to Poland. There are 500 workers.", &["PL"]);
    places("They were sent to Poland.\n\nThere are 500 workers.", &[]);
}

#[test]
fn places_that_are_none() {
    places("There are 500 workers.", &[]);
    places("There are 500 Polish workers.", &[]);
    places("Some 500 workers left in March.", &[]);
    places("Mr Reading counted 500 workers.", &[]);
}

#[track_caller]
fn time(text: &str, expected: &str) {
    let found = last(text, |claim| {
        let time = claim.time.as_ref().map(ToString::to_string).unwrap_or_default();
        let basis = claim.time_basis.map(|basis| format!(" {basis}")).unwrap_or_default();
        time + &basis
    });
    assert_eq!(found, expected, "{text}");
}

#[test]
fn times() {
    time("In 2016 there were 500 workers in Poland.", "2016 stated");
    time("Last year there were 500 workers in Poland.", "2017 stated");
    time("A 2016 report by Human Rights Watch says that 500 workers are in Poland.", "2016 cited_work");
    time("There are 500 workers in Poland.", "2018 published");
    time("There were 500 workers in Poland.", "");
}

#[track_caller]
fn people(text: &str, subject: Option<&str>, origin: Option<&str>) {
    let found = last(text, |claim| (claim.subject.clone(), claim.origin.clone()));
    assert_eq!((found.0.as_deref(), found.1.as_deref()), (subject, origin), "{text}");
}

#[test]
fn whose_workers() {
    people("There are 500 North Korean workers.", Some("North Korean workers"), Some("KP"));
    people("There are 500 Cuban construction workers.", Some("Cuban construction workers"), Some("CU"));
    people("Cuban workers left. Of them, 500 workers came back.", Some("workers"), Some("CU"));
    people("There are 500 workers.", Some("workers"), None);
}

#[track_caller]
fn amount(text: &str, low: Option<f64>, point: Option<f64>, high: Option<f64>, unit: &str, period: &str) {
    let found = last(text, |claim| {
        let quantity = claim.quantity.clone().unwrap_or_default();
        let amount = quantity.amount;
        let ends =
            [amount.and_then(|a| a.low()), amount.and_then(|a| a.as_point()), amount.and_then(|a| a.high())];
        let unit = quantity.unit.map(|unit| unit.to_string()).unwrap_or_default();
        (ends, unit, quantity.period.map(|period| period.to_string()).unwrap_or_default())
    });
    assert_eq!(found, ([low, point, high], unit.to_owned(), period.to_owned()), "{text}");
}

#[test]
fn amounts() {
    amount("Workers earn $700 a month.", None, Some(700.0), None, "USD", "month");
    amount("Workers earn up to 3,000 zloty a month.", None, None, Some(3000.0), "PLN", "month");
    amount("It takes in $1.2–$2.3 billion a year.", Some(1.2e9), None, Some(2.3e9), "USD", "year");
    amount("In Jordan, workers are paid 60 dinars a month.", None, Some(60.0), None, "JOD", "month");
    amount("The working day lasts 14 hours.", None, Some(14.0), None, "hour", "day");
    assert!(claims("The flight lasts 14 hours.").is_empty());
}

#[test]
fn amounts_taken_over_and_computed() {
    amount("Workers earn $700 a month although they keep $150.", None, Some(150.0), None, "USD", "month");
    amount(
        "Workers earn $700 a month but keep $140; the rest goes to the state.",
        None,
        Some(0.8),
        None,
        "fraction",
        "",
    );
    amount(
        "It takes in $10 million a year. Since then that amount has doubled.",
        None,
        Some(2e7),
        None,
        "USD",
        "year",
    );
    assert!(claims("That amount has doubled.").is_empty());
}
