//! What claims take up from elsewhere on the page: denials what they answer, slots and speakers what was named before.

use crate::slots::document;
use claims::Extractor;
use model::{AttributionMode, Claim, Kind, SourceId, Stance};
use std::sync::LazyLock;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::embedded().expect("the rules compile"));

fn claims(text: &str) -> Vec<Claim> {
    EXTRACTOR.extract(&SourceId::of(text.as_bytes()), &document(text))
}

#[track_caller]
fn first(claims: &[Claim], kind: Kind) -> &Claim {
    claims.iter().find(|claim| claim.kind == kind).unwrap_or_else(|| panic!("no {kind} in {claims:?}"))
}

fn evidence<'c>(claim: &'c Claim, slot: &str) -> Vec<(&'c str, Option<&'c str>)> {
    let words = claim.evidence.iter().filter(|words| words.slot == slot);
    words.map(|words| (words.words.as_str(), words.note.as_deref())).collect()
}

/// The quotes of what the only denial of a text answers, each with the words that show it.
#[track_caller]
fn denied(text: &str) -> Vec<(String, String)> {
    let claims = claims(text);
    let denial = first(&claims, Kind::Denial);
    let shown = evidence(denial, "denies");
    assert_eq!(shown.len(), denial.denies.len(), "each link shows its words");
    let of = |id: &model::ClaimId| claims.iter().find(|claim| claim.id == *id).expect("a claim of the page");
    let quotes = denial.denies.iter().map(|id| of(id).passage.exact.clone());
    quotes.zip(shown.into_iter().map(|(words, _)| words.to_owned())).collect()
}

fn pair(quote: &str, words: &str) -> (String, String) {
    (quote.to_owned(), words.to_owned())
}

#[test]
fn a_denial_answers_what_its_words_name() {
    let text = "Recruiters confiscated the passports of Nepali workers, the charity said. The Qatari labour \
                ministry denied that passports were held.";
    assert_eq!(denied(text), [pair("confiscated the passports", "passports")]);
}

#[test]
fn a_denial_answers_the_figure_it_takes_up() {
    let text = "The union estimates that 4,000 North Korean workers are in Kuwait. The ministry dismissed the figure as \
                baseless.";
    assert_eq!(denied(text), [pair("4,000 North Korean workers", "the figure")]);
}

#[test]
fn a_denial_answers_nothing_that_it_does_not_speak_of() {
    let text = "The union estimates that 4,000 North Korean workers are in Kuwait.\n\nThe company said participation \
                was voluntary.";
    assert_eq!(denied(text), []);
    let elsewhere = "The union counted 4,000 North Korean workers in Kuwait.\n\nSenegal replied that it had no record \
                     of any such workers on its territory.";
    assert_eq!(denied(elsewhere), []);
}

#[test]
fn a_claim_inside_a_denial_is_denied() {
    let claims = claims("The ministry denied that 4,000 North Korean workers were employed in Kuwait.");
    assert_eq!(first(&claims, Kind::WorkerCount).stance, Stance::Denied);
    assert_eq!(first(&claims, Kind::Denial).denies, [first(&claims, Kind::WorkerCount).id.clone()]);
}

#[test]
fn an_employer_is_taken_up_from_before() {
    let text = "Harbour Star Construction runs a yard in Kuwait. The company employs 300 North Korean workers there.";
    let claims = claims(text);
    let workers = first(&claims, Kind::WorkerCount);
    assert_eq!(workers.employer.as_deref(), Some("Harbour Star Construction"));
    assert_eq!(
        evidence(workers, "employer"),
        [
            ("The company", Some("Harbour Star Construction, named before")),
            ("Harbour Star Construction", Some("where it is named")),
        ]
    );
}

#[test]
fn of_two_firms_in_a_sentence_neither_is_taken_up() {
    let text =
        "Harbour Star Construction bought Blue Gate Trading. The company employs 300 North Korean workers.";
    assert_eq!(first(&claims(text), Kind::WorkerCount).employer, None);
}

#[test]
fn a_derived_number_shows_its_sum() {
    let text = "About 3,000 North Korean workers remain in the Gulf. A third of them are in Kuwait.";
    let claims = claims(text);
    let part = claims.iter().find(|claim| claim.quantity.as_ref().is_some_and(|quantity| quantity.derived));
    let shown = evidence(part.expect("a derived number"), "derived");
    assert_eq!(shown[0], ("About 3,000 North Korean workers", Some("taken from here")));
    assert_eq!(shown[1].1, Some("3,000 × 0.333 = 1,000"));
}

const REPORT: &str = "A new report by Human Rights Watch documents forced labour in Uzbekistan's cotton fields. The \
    report says that 300,000 people were sent to the fields.\n\nTeachers were threatened with dismissal if they refused. \
    Pickers earned $5 a day.\n\nThe report says that officials took bribes.";

#[test]
fn the_work_that_a_page_reports_on_says_what_nobody_else_does() {
    let claims = claims(REPORT);
    let wage = first(&claims, Kind::WageGross);
    assert_eq!(wage.attribution.mode, AttributionMode::Document);
    assert_eq!(wage.attribution.speakers[0].name, "Human Rights Watch");
    let named =
        claims.iter().find(|claim| claim.kind == Kind::WorkerCount).map(|claim| claim.attribution.mode);
    assert_eq!(named, Some(AttributionMode::Explicit));
}

#[test]
fn of_two_works_neither_speaks_for_the_page() {
    let text = format!("{REPORT}\n\nA study by the University of Leiden found that 40,000 nurses were sent.");
    assert_ne!(first(&claims(&text), Kind::WageGross).attribution.mode, AttributionMode::Document);
}
