//! Who says so: one way of reporting speech per test, as literal text and attribution.

use crate::slots::claims;
use model::Claim;

/// Mode and chain of the last claim's attribution: `explicit: Outer (ngo) > Inner (person)`.
fn last(claims: &[Claim]) -> String {
    let Some(claim) = claims.last() else { return "no claim".to_owned() };
    let names: Vec<String> = claim
        .attribution
        .speakers
        .iter()
        .map(|speaker| format!("{} ({})", speaker.name, speaker.kind))
        .collect();
    format!("{}: {}", claim.attribution.mode, names.join(" > "))
}

#[track_caller]
fn says(text: &str, expected: &str) {
    assert_eq!(last(&claims(text)), expected, "{text}");
}

#[test]
fn a_verb_of_saying_after_its_subject() {
    says("The ministry said that 500 workers had left.", "explicit: ministry (government)");
    says("Amnesty International reports that 500 workers had left.", "explicit: Amnesty International (ngo)");
    says("Researchers estimate that 500 workers had left.", "explicit: Researchers (group)");
    says("Ana Beltsova, a lawyer, says that 500 workers had left.", "explicit: Ana Beltsova (person)");
}

#[test]
fn an_inverted_verb() {
    says("Some 500 workers had left, said Ana Beltsova.", "explicit: Ana Beltsova (person)");
    says("“Some 500 workers had left,” said the foreman.", "quote: foreman (anonymous)");
}

#[test]
fn a_quotation() {
    says("“They sent 500 workers abroad,” a welder said.", "quote: welder (anonymous)");
    says("A welder said: “They sent 500 workers abroad.”", "quote: welder (anonymous)");
}

#[test]
fn according_to_somebody() {
    says(
        "According to the Polish government, 500 workers had left.",
        "explicit: Polish government (government)",
    );
    says(
        "There were 500 workers, according to a 2016 report by Human Rights Watch.",
        "explicit: Human Rights Watch (ngo)",
    );
}

#[test]
fn speech_that_goes_on() {
    says("The ministry said little. It added that 500 workers had left.", "explicit: ministry (government)");
    says(
        "The report by Human Rights Watch says so. The report adds that 500 workers had left.",
        "explicit: Human Rights Watch (ngo)",
    );
    says("Experts say little.\n\nThere are 500 workers.", "none: ");
}

#[test]
fn a_transcript() {
    says("The witness: They sent 500 workers abroad.", "anonymous: witness (anonymous)");
    says("On fees: They sent 500 workers abroad.", "none: ");
}

#[test]
fn somebody_who_is_not_named() {
    says("It is believed that 500 workers had left.", "passive: ");
    says("It is estimated that 500 workers had left.", "passive: ");
}

#[test]
fn nobody() {
    says("There are 500 workers in Poland.", "none: ");
    says("The report is about 500 workers.", "none: ");
}

#[test]
fn an_investigation_stands_before_its_voices() {
    says(
        "A team of journalists with the BBC has been investigating. “They sent 500 workers abroad,” a welder said.",
        "quote: BBC (news) > welder (anonymous)",
    );
}
