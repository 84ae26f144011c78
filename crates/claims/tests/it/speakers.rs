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

#[test]
fn an_aside_between_the_speaker_and_the_verb() {
    says(
        "A crane operator at the site, who did not want to give his name, said 500 workers had left.",
        "anonymous: crane operator (anonymous)",
    );
    says(
        "Poland, once the largest host in Europe, said that 500 workers had left.",
        "explicit: Poland (government)",
    );
}

#[test]
fn whom_a_noun_names_with_what_tells_it_apart() {
    says(
        "“They sent 500 workers abroad,” says the owner of a renovation firm.",
        "quote: owner of a renovation firm (anonymous)",
    );
    says(
        "A teacher who crossed the border in January says that 500 workers had left.",
        "anonymous: teacher (anonymous)",
    );
    says(
        "Some 500 workers had left, a senior labour ministry official told reporters.",
        "explicit: senior labour ministry official (government)",
    );
}

#[test]
fn what_a_page_reports_on_speaks_where_nobody_else_does() {
    let page = |lead: &str, last: &str| {
        format!(
            "{lead}\n\nThe report says that the state takes 90 percent of the wages. According to the report, the workers cannot \
             leave the sites.\n\n{last}"
        )
    };
    let lead =
        "A report published on Monday by the Harbour Institute looks at North Korean labourers in Europe.";
    says(
        &page(lead, "About 450 North Korean workers were employed in Poland in 2016."),
        "document: Harbour Institute (academic)",
    );
    // Somebody else speaks, or the page begins with something else.
    says(
        &page(lead, "A welder said that 450 North Korean workers were employed in Poland."),
        "anonymous: welder (anonymous)",
    );
    says(&page("Poland has shipyards.", "About 450 North Korean workers were employed in Poland."), "none: ");
}

#[test]
fn a_quotation_over_several_sentences() {
    says(
        "“It was a small yard. They sent 500 workers abroad. Nobody spoke,” said a welder.\n",
        "quote: welder (anonymous)",
    );
    says("“I saw it,” a welder said. “They sent 500 workers abroad.”", "quote: welder (anonymous)");
}

#[test]
fn an_account_goes_on_until_something_else_begins() {
    says(
        "A welder said that he had left in May. The captain sent 500 workers abroad.",
        "carried: welder (anonymous)",
    );
    says("A welder said that he had left in May. In Qatar there were 500 workers.", "none: ");
    says("A welder said that he had left in May.\n\nThe captain sent 500 workers abroad.", "none: ");
}

#[test]
fn figures_of_somebody() {
    says(
        "According to figures from the Polish government, 500 workers had left.",
        "explicit: Polish government (government)",
    );
    says("According to Beijing’s own figures, 500 workers had left.", "explicit: Beijing (government)");
    says(
        "A 2016 report by a Seoul-based data centre says that 500 workers had left.",
        "explicit: report by a Seoul-based data centre (report)",
    );
}

#[test]
fn verbs_that_report_nothing() {
    says("The broker had spoken of a job for 500 workers.", "none: ");
    says("The state maintains a camp of 500 workers.", "none: ");
    says("Critics will say that 500 workers had left.", "none: ");
}

#[test]
fn an_acronym_and_a_surname_are_given_in_full() {
    says(
        "The Bonded Brick Workers Front (BBWF) has an office. The BBWF says that 500 workers had left.",
        "explicit: Bonded Brick Workers Front (ngo)",
    );
    says("We met Ana Beltsova. Some 500 workers had left, Beltsova said.", "explicit: Ana Beltsova (person)");
}

#[test]
fn who_has_the_floor() {
    let hearing =
        "Ms. Halloran. Thank you, Mr. Chairman. They sent 500 workers abroad.\n\nSenator Brandt. And then?\n";
    let claims = claims(hearing);
    assert_eq!(last(&claims), "carried: Ms. Halloran (person)");
}

#[test]
fn a_noun_takes_a_named_body_up_again_and_the_evidence_says_so() {
    let claims = claims("Human Rights Watch opened an office. The group said that 500 workers had left.");
    assert_eq!(last(&claims), "explicit: Human Rights Watch (ngo)");
    let claim = claims.last().unwrap();
    let speaker = claim.evidence.iter().find(|evidence| evidence.slot == "speaker").unwrap();
    assert_eq!(speaker.words, "The group said");
    assert_eq!(speaker.note.as_deref(), Some("Human Rights Watch, named before"));
}

#[test]
fn a_carrier_and_whom_it_cites() {
    says(
        "Russia sent home 500 workers, Interfax reported, citing a letter of the foreign ministry.",
        "explicit: Interfax (news) > letter of the foreign ministry (government)",
    );
}

#[test]
fn a_second_speaker_without_a_verb_of_its_own() {
    says(
        "Qatar said that 2,471 workers had left, and Poland that 37 workers still held permits.",
        "explicit: Poland (government)",
    );
}

#[test]
fn an_agent_after_its_participle() {
    says(
        "The estimate of 500 workers, first put forward in 2012 by Human Rights Watch, is often repeated.",
        "explicit: Human Rights Watch (ngo)",
    );
}
