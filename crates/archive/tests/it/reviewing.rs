//! Reviews and people's own claims, and how they live on when a source is read anew.

use crate::support::{Desk, act, claim, reading, verdict};
use archive::{ClaimFilter, ClaimRecord, Error, NewReview};
use model::{
    Claim, ClaimId, Clearance, CorrectedSlot, Indicator, Kind, ReviewState, RuleId, SourceId, Verdict,
};

const OLD: &str = "Report\nIn Poland, 800 workers. In Malta, 800 workers too. Some 90 more.";

fn all(desk: &Desk) -> Vec<ClaimRecord> {
    let claims = desk.workspace.claims(Clearance::Workspace, &ClaimFilter::default()).unwrap();
    claims.into_iter().map(|claim| claim.into_inner()).collect()
}

fn reread(desk: &Desk, source: &SourceId, text: &str, quotes: &[&str]) -> archive::Rebinding {
    desk.workspace.put_reading(&act(20), source, &reading(source, "reader 2", text, quotes)).unwrap()
}

#[test]
fn the_last_review_counts_and_none_is_lost() {
    let desk = Desk::new();
    desk.add("a.txt", OLD, &["90 more"]);
    let id = all(&desk)[0].claim.id.clone();
    desk.workspace.add_review(&act(2), &verdict(&id, Verdict::Reject)).unwrap();
    let correction = NewReview {
        corrections: vec![CorrectedSlot { slot: "point".to_owned(), value: "95".to_owned() }],
        note: Some("the table says 95".to_owned()),
        ..verdict(&id, Verdict::Correct)
    };
    let written = desk.workspace.add_review(&act(2), &correction).unwrap();
    assert_eq!((written.reviewer.as_str(), written.reviewed.as_str()), ("reviewer", "2026-01-02T03:04:02Z"));
    let record = desk.workspace.claim(Clearance::Workspace, &id).unwrap().into_inner();
    assert_eq!(record.state, ReviewState::Corrected);
    assert_eq!(record.reviews.len(), 2);
    assert_eq!(record.reviews[1], written);
    let corrected = ClaimFilter { states: vec![ReviewState::Corrected], ..ClaimFilter::default() };
    assert_eq!(desk.workspace.claims(Clearance::Workspace, &corrected).unwrap().len(), 1);
    let unknown: ClaimId = "0123456789abcdef".parse().unwrap();
    let refused = desk.workspace.add_review(&act(3), &verdict(&unknown, Verdict::Confirm));
    assert!(matches!(refused, Err(Error::NotFound { what: "claim", .. })));
}

#[test]
fn a_review_follows_its_passage_when_offsets_move() {
    let desk = Desk::new();
    let source = desk.add("a.txt", OLD, &["800 workers"]).source;
    let malta = all(&desk)[1].clone();
    assert_eq!(malta.claim.passage.start, 41);
    desk.workspace.add_review(&act(2), &verdict(&malta.claim.id, Verdict::Confirm)).unwrap();
    // The newer reader drops the sentence about Poland, so what was the second occurrence is now the first.
    let outcome = reread(&desk, &source, "Report of 2018\nIn Malta, 800 workers too.", &["800 workers"]);
    assert_eq!((outcome.claims, outcome.kept, outcome.moved, outcome.orphaned), (1, 0, 1, 0));
    let now = &all(&desk)[0];
    assert_ne!(now.claim.id, malta.claim.id);
    assert_eq!((now.state, now.reviews.len()), (ReviewState::Confirmed, 1));
    assert_eq!(now.reviews[0].claim, malta.claim.id);
}

#[test]
fn with_two_occurrences_the_surroundings_decide() {
    let desk = Desk::new();
    let source = desk.add("a.txt", OLD, &["800 workers"]).source;
    let malta = all(&desk)[1].claim.id.clone();
    desk.workspace.add_review(&act(2), &verdict(&malta, Verdict::Reject)).unwrap();
    let text = "Report\nIn Cyprus, 800 workers. In Poland, 800 workers. In Malta, 800 workers too.";
    reread(&desk, &source, text, &["800 workers"]);
    let states: Vec<_> = all(&desk).iter().map(|record| record.state).collect();
    assert_eq!(states, [ReviewState::Proposed, ReviewState::Proposed, ReviewState::Rejected]);
}

#[test]
fn a_review_without_a_claim_is_an_orphan_until_the_claim_comes_back() {
    let desk = Desk::new();
    let source = desk.add("a.txt", OLD, &["90 more"]).source;
    let id = all(&desk)[0].claim.id.clone();
    desk.workspace.add_review(&act(2), &verdict(&id, Verdict::Confirm)).unwrap();
    let outcome = reread(&desk, &source, OLD, &["800 workers"]);
    assert_eq!(outcome.orphaned, 1);
    let orphans = desk.workspace.orphans(Clearance::Workspace, None).unwrap();
    assert_eq!(orphans[0].get().review.claim, id);
    assert_eq!(desk.workspace.orphans(Clearance::Workspace, Some(&source)).unwrap().len(), 1);
    assert!(desk.workspace.orphans(Clearance::Public, None).unwrap().is_empty());
    assert_eq!(desk.workspace.totals().unwrap().orphaned, 1);
    let back = desk
        .workspace
        .put_reading(&act(30), &source, &reading(&source, "reader 3", OLD, &["90 more"]))
        .unwrap();
    assert_eq!((back.kept, back.orphaned), (1, 0));
    assert_eq!(all(&desk)[0].state, ReviewState::Confirmed);
}

#[test]
fn a_review_of_one_indicator_never_passes_to_another() {
    let desk = Desk::new();
    let text = "Their passports were taken.";
    let source = SourceId::of(text.as_bytes());
    let indicator = |code: Indicator| Claim {
        id: ClaimId::derive(&source, Kind::Indicator, Some(code), None, "passports were taken", 0),
        kind: Kind::Indicator,
        ilo: Some(code),
        ..claim(&source, text, 6, "passports were taken", 0)
    };
    let [first, second] = [Indicator::ALL[6], Indicator::ALL[7]];
    let mut item = crate::support::item("a.txt", text, &[]);
    item.reading.claims = vec![indicator(first)];
    desk.workspace.add_source(&act(1), &item).unwrap();
    desk.workspace.add_review(&act(2), &verdict(&indicator(first).id, Verdict::Confirm)).unwrap();
    let mut newer = reading(&source, "reader 2", text, &[]);
    newer.claims = vec![indicator(second)];
    assert_eq!(desk.workspace.put_reading(&act(3), &source, &newer).unwrap().orphaned, 1);
    assert_eq!(all(&desk)[0].state, ReviewState::Proposed);
}

fn own_claim(source: &SourceId) -> Claim {
    Claim { rule: RuleId::person(), ..claim(source, OLD, OLD.find("90 more").unwrap(), "90 more", 0) }
}

#[test]
fn a_persons_claim_survives_a_newer_reader() {
    let desk = Desk::new();
    let added = desk.add("a.txt", OLD, &["800 workers"]);
    let document = added.document.unwrap();
    desk.workspace.add_claim(&act(2), &document, &own_claim(&added.source)).unwrap();
    let again = desk.workspace.add_claim(&act(2), &document, &own_claim(&added.source));
    assert!(matches!(again, Err(Error::ClaimExists(_))));
    let newer = format!("A new first line\n{OLD}");
    // The newer rules now propose the same: the person's own stays.
    reread(&desk, &added.source, &newer, &["90 more"]);
    let [record] = all(&desk).try_into().unwrap();
    assert_eq!((record.claim.rule, record.anchored), (RuleId::person(), true));
    let characters: Vec<char> = newer.chars().collect();
    let words: String = characters[record.claim.passage.start..record.claim.passage.end].iter().collect();
    assert_eq!(words, "90 more");
}

#[test]
fn a_persons_claim_whose_words_are_gone_is_kept_and_marked() {
    let desk = Desk::new();
    let added = desk.add("a.txt", OLD, &[]);
    desk.workspace.add_claim(&act(2), &added.document.unwrap(), &own_claim(&added.source)).unwrap();
    reread(&desk, &added.source, "Nothing of it.", &[]);
    let [record] = all(&desk).try_into().unwrap();
    assert_eq!((record.anchored, record.state), (false, ReviewState::Orphaned));
    let back =
        desk.workspace.put_reading(&act(30), &added.source, &reading(&added.source, "reader 3", OLD, &[]));
    assert_eq!(back.unwrap().claims, 1);
    assert!(all(&desk)[0].anchored);
}

#[test]
fn a_claim_needs_its_words_in_the_document() {
    let desk = Desk::new();
    let added = desk.add("a.txt", OLD, &[]);
    let document = added.document.unwrap();
    let mut elsewhere = own_claim(&added.source);
    elsewhere.passage.start += 1;
    elsewhere.passage.end += 1;
    let refused = desk.workspace.add_claim(&act(2), &document, &elsewhere);
    assert_eq!(refused.unwrap_err().to_string(), "the words `90 more` are not in this document");
    let by_rule = Claim { rule: RuleId::new("x"), ..own_claim(&added.source) };
    assert!(desk.workspace.add_claim(&act(2), &document, &by_rule).is_err());
}
