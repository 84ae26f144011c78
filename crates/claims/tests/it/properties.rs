//! What holds for every text and every rule file.

use claims::{Extractor, RuleFile};
use model::{Claim, Document, DocumentStatus, Joined, Metadata, SourceId, Span, Zone, ZoneSpan};
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::LazyLock;

static EXTRACTOR: LazyLock<Extractor> =
    LazyLock::new(|| Extractor::embedded().expect("embedded rules compile"));

fn page(text: &str, zones: Vec<ZoneSpan>) -> Document {
    Document {
        media_type: "text/plain".to_owned(),
        status: DocumentStatus::Read,
        reason: None,
        text: text.to_owned(),
        zones,
        metadata: Metadata { published: "2018-04-16".parse().ok(), ..Metadata::default() },
    }
}

fn whole(text: &str) -> Document {
    page(text, vec![ZoneSpan { span: Span::new(0, text.len()), zone: Zone::Main, hidden: false }])
}

fn extract(document: &Document) -> Vec<Claim> {
    EXTRACTOR.extract(&SourceId::of(document.text.as_bytes()), document)
}

/// Pieces of sentences such as real pages have, with what trips up offsets between them.
fn fragment() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "About 50,000 North Korean workers",
        "work in 45 countries",
        "earn $700 a month",
        "although they only receive $150",
        "had to hand 15,000 roubles ($260) a month to the captain",
        "according to a 2016 report by the European Alliance for Human Rights",
        "“We work 14 hours a day,” a welder said.",
        "the ministry denied",
        "The government kept 80 percent of the wages",
        "that amount has doubled since 2012",
        "Szczecin, Poland",
        "in Russia, China and Qatar",
        "The report says that passports are confiscated",
        "Cuban doctors",
        "it is believed that",
        "He said",
        "The witness: ",
        "60 dinars",
        "the rest goes to the state",
        "임금 2만",
        "e\u{301}🏗️",
        "Łódź",
        "\u{202e}",
        "were placed on Tier 3",
        "Resolution 2397 gives them 24 months",
        "up to 3,000 of them died",
        "Mr. Kim, who left in March,",
    ])
    .prop_map(str::to_owned)
}

fn mixture() -> impl Strategy<Value = String> {
    let piece = prop_oneof![6 => fragment(), 1 => "\\PC{0,12}"];
    let glue = prop::sample::select(vec![" ", " ", " ", ". ", ", ", "; ", "\n", "\n\n", "\r\n", "", " – "]);
    prop::collection::vec((piece, glue), 0..24)
        .prop_map(|parts| parts.into_iter().map(|(piece, glue)| piece + glue).collect())
}

fn holds(document: &Document) -> Result<(), TestCaseError> {
    let characters: Vec<char> = document.text.chars().collect();
    let words = |start: usize, end: usize| characters[start..end].iter().collect::<String>();
    let whole_words = Joined::of(&document.text);
    let mut ids = HashSet::new();
    let mut last = 0;
    for claim in extract(document) {
        prop_assert_eq!(words(claim.passage.start, claim.passage.end), claim.passage.exact.clone());
        for evidence in &claim.evidence {
            prop_assert_eq!(words(evidence.start, evidence.end), evidence.words.clone());
        }
        for speaker in &claim.attribution.speakers {
            for word in speaker.name.split([';', ' ']) {
                prop_assert!(whole_words.text().contains(word), "{} is not in the text", speaker.name);
            }
        }
        prop_assert!(last <= claim.passage.start, "claims in text order");
        last = claim.passage.start;
        prop_assert!(ids.insert(claim.id.clone()), "{} twice", claim.id);
    }
    Ok(())
}

/// Lines of rule files, whole and broken.
fn rule_text() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        4 => prop::sample::select(vec![
            "lexicon own", "lexicon other", "  captain/n | hand/v over", "  @own | @other", "  @own", "frame own/a", "frame own/b",
            "  kind levy", "  kind worker_count", "  match <money>", "  match [ (hand/v | pay/v) .. <money> ]", "  match <count @own>",
            "    | @other", "    | (", "    | <nothing>", "  needs clause: @own", "  not near: (a | b", "  needs nowhere: x",
            "  match a: b: c: d: <money>", "  match ((((((((((((((a))))))))))))))", "  match x? y?", "  match ?", "  match ..99 x", "  set measure=stock",
            "  set ilo=ILO-99", "  at-least many", "  priority 1.5", "  yes They paid $400. => point=400", "# comment", "", "\t| x", "  match é/v",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,30}",
        1 => " {1,3}\\PC{0,30}",
    ];
    prop::collection::vec(line, 0..16).prop_map(|lines| lines.join("\n"))
}

fn compiles_or_points_into(text: &str) -> Result<(), TestCaseError> {
    match Extractor::with_rules(&[RuleFile { name: "own", text }]) {
        Ok(extractor) => {
            let document = whole("About 50,000 workers each had to hand over $400. They pay the captain.");
            let _claims = extractor.extract(&SourceId::of(b"page"), &document);
        }
        Err(error) => {
            let lines: Vec<&str> = text.lines().collect();
            prop_assert!((1..=lines.len().max(1)).contains(&error.line), "{}", error);
            let line = lines.get(error.line - 1).copied().unwrap_or_default();
            prop_assert!((1..=line.chars().count() + 1).contains(&error.column), "{}", error);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn quotes_and_evidence_stand_in_any_text(text in "\\PC{0,300}") {
        holds(&whole(&text))?;
    }

    #[test]
    fn line_ends_that_cut_words_change_no_claim(text in mixture(), cuts in prop::collection::vec(0usize..400, 0..12)) {
        let mut cut_text = text.clone();
        for cut in cuts {
            cut_text.insert(cut_text.floor_char_boundary(cut.min(cut_text.len())), '\u{ad}');
        }
        holds(&whole(&cut_text))?;
        let quotes = |claims: Vec<Claim>| -> Vec<_> {
            claims.into_iter().map(|claim| (claim.kind, claim.passage.exact.replace('\u{ad}', ""), claim.quantity, claim.places)).collect()
        };
        prop_assert_eq!(quotes(extract(&whole(&cut_text))), quotes(extract(&whole(&text))));
    }

    #[test]
    fn quotes_and_evidence_stand_in_what_looks_like_a_page(text in mixture(), cut in 0usize..400) {
        holds(&whole(&text))?;
        let cut = text.floor_char_boundary(cut.min(text.len()));
        let stretch = |start, end, zone| ZoneSpan { span: Span::new(start, end), zone, hidden: false };
        holds(&page(&text, vec![stretch(0, cut, Zone::Title), stretch(cut, text.len(), Zone::Main)]))?;
        holds(&page(&text, Vec::new()))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_rule_file_compiles_or_is_refused_where_it_is_wrong(text in rule_text()) {
        compiles_or_points_into(&text)?;
    }

    #[test]
    fn any_number_of_threads_gives_the_same_claims(texts in prop::collection::vec(mixture(), 1..8)) {
        let documents: Vec<Document> = texts.iter().map(|text| whole(text)).collect();
        let alone: Vec<Vec<Claim>> = documents.iter().map(extract).collect();
        for threads in [2, 5] {
            let share = documents.len().div_ceil(threads);
            let together: Vec<Vec<Claim>> = std::thread::scope(|scope| {
                let parts = documents.chunks(share);
                let running: Vec<_> =
                    parts.map(|part| scope.spawn(move || part.iter().map(extract).collect::<Vec<_>>())).collect();
                running.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
            });
            prop_assert_eq!(&together, &alone);
        }
    }
}

#[test]
fn hostile_rule_files_are_refused_at_once() {
    let lexicons = |count: usize, body: &dyn Fn(usize) -> String| {
        (0..count).map(|number| format!("lexicon l{number}\n  {}\n", body(number))).collect::<String>()
    };
    let frame = |pattern: &str| format!("frame f\n  kind levy\n  match {pattern}\n");
    let cases = [
        (frame(&"(".repeat(100_000)), "groups are nested more than 12 deep"),
        (frame(&"a:".repeat(1_000).replace("a:", "a: ")), "slots are nested more than 12 deep"),
        (frame(&"a? ".repeat(10_000)), "a pattern of more than 200 elements in a row"),
        (frame("a ??"), "a `?` with nothing before it"),
        (format!("lexicon l\n  {}\n", "a ".repeat(100_000)), "an entry of more than 24 words"),
        (format!("lexicon l\n  {}\n", "go/v ".repeat(20)), "phrases"),
        (lexicons(5_000, &|_| "x".to_owned()), "more than 1024 lexicons"),
        (lexicons(500, &|number| format!("@l{}", number + 1)), "lexicons name each other more than 16 deep"),
        (
            lexicons(8, &|number| format!("@l{} | ", number + 1).repeat(100)) + "lexicon l8\n  x\n",
            "more than 1000000 entries",
        ),
        (
            (0..6_000).map(|n| format!("frame f{n}\n  kind levy\n  match x\n")).collect(),
            "more than 5000 frames",
        ),
        ("x".repeat(2 << 20), "the file is larger than 1048576 bytes"),
    ];
    for (text, expected) in cases {
        let error = Extractor::with_rules(&[RuleFile { name: "own", text: &text }]).unwrap_err();
        assert!(error.message.contains(expected), "{error}");
    }
}

#[test]
fn a_mistake_on_a_continued_line_is_shown_there() {
    let text = "frame own/a\n  kind levy\n  match <money>\n    | paid to (the | a\n  priority 1\n";
    let error = Extractor::with_rules(&[RuleFile { name: "own", text }]).unwrap_err();
    assert_eq!((error.line, error.column, error.message.as_str()), (4, 23, "a `(` without `)`"));
}
