//! A case small enough to work out by hand.

use super::*;
use std::collections::BTreeMap;

const TEXT: &str =
    "Отчёт. About 800 workers earn $700 a month, Example Watch said. It counted 50 minders in 2016.";

fn marked(kind: &str, quote: &str, point: Option<f64>) -> MarkedClaim {
    let start = TEXT.find(quote).map(|byte| TEXT[..byte].chars().count()).unwrap();
    MarkedClaim {
        doc: "a.txt".to_owned(),
        kind: kind.to_owned(),
        quote: quote.to_owned(),
        start,
        end: start + quote.chars().count(),
        point,
        ..MarkedClaim::default()
    }
}

fn text(word: &str) -> Option<String> {
    Some(word.to_owned())
}

fn speakers(name: &str) -> Vec<MarkedSpeaker> {
    vec![MarkedSpeaker { name: name.to_owned() }]
}

#[test]
fn figures_agree_with_those_worked_out_by_hand() {
    let gold = [
        MarkedClaim {
            unit: text("person"),
            measure: text("stock"),
            hedges: vec!["approximately".to_owned()],
            attribution: speakers("Example Watch"),
            ..marked("worker_count", "About 800 workers", Some(800.0))
        },
        MarkedClaim {
            unit: text("USD"),
            period: text("month"),
            ..marked("wage_gross", "$700 a month", Some(700.0))
        },
        marked("presence", "in 2016", None),
    ];
    let proposed = [
        MarkedClaim {
            unit: text("person"),
            attribution: speakers("Example Watch"),
            ..marked("worker_count", "800 workers", Some(800.0))
        },
        MarkedClaim {
            unit: text("USD"),
            period: text("month"),
            attribution: speakers("Nobody Known"),
            ..marked("levy", "$700 a month", Some(700.0))
        },
        marked("worker_count", "50 minders", Some(50.0)),
        MarkedClaim { doc: "other.txt".to_owned(), ..marked("levy", "50", Some(50.0)) },
    ];
    let negative = marked("", "50 minders", None);
    let negatives = [MarkedNegative { doc: negative.doc, start: negative.start, end: negative.end }];
    let texts = BTreeMap::from([("a.txt".to_owned(), TEXT.to_owned())]);
    let scores = score_claims(&gold, &proposed, Some(&negatives), &texts);
    insta::assert_snapshot!(scores, @r"
    numeric claims, zone main: gold 2, predicted 3
      value   P 0.667  R 1.000  F1 0.800
      typed   P 0.333  R 0.500  F1 0.400
      strict  P 0.000  R 0.000  F1 0.000
      slots right of typed matches: unit 1/1, period 1/1, measure 0/1, origin 1/1, places 1/1, hedges 0/1, time 1/1
    presence (span): gold 1, predicted 0  P 0.000  R 0.000  F1 0.000
    speakers of matched claims: right 1/1; none invented 0/0
    hard negatives claimed in zone main: 1/1
    quotes that are not the document's own text at start..end: 0/3 (must be 0)
    claims with a speaker whose words are not in the document: 1/3 (must be 0)
    ");
    let errors: Vec<String> =
        scores.errors.iter().map(|error| format!("{} {}", error.missed, error.quote)).collect();
    assert_eq!(errors, ["true $700 a month", "false $700 a month", "false 50 minders"]);
}

#[test]
fn a_quote_that_stands_elsewhere_is_counted() {
    let mut off = marked("worker_count", "800 workers", Some(800.0));
    off.start += 1;
    off.end += 1;
    let gold = [marked("worker_count", "800 workers", Some(800.0))];
    let texts = BTreeMap::from([("a.txt".to_owned(), TEXT.to_owned())]);
    assert_eq!(score_claims(&gold, &[off], None, &texts).quotes_off, 1);
}

#[test]
fn zones_are_compared_character_by_character_without_white_space() {
    use model::{Document, DocumentStatus, Metadata, SourceId, Span, Zone, ZoneSpan};
    let text = "Tïtle\n\nBody text\n\nTeaser";
    let zone = |from: &str, to: &str, zone| {
        let span = Span::new(text.find(from).unwrap(), text.find(to).unwrap() + to.len());
        ZoneSpan { span, zone, hidden: false }
    };
    let document = Document {
        media_type: "text/plain".to_owned(),
        status: DocumentStatus::Read,
        reason: None,
        text: text.to_owned(),
        zones: vec![
            zone("Tïtle", "Tïtle", Zone::Title),
            zone("Body", "Body", Zone::Chrome),
            zone("Teaser", "Teaser", Zone::Related),
        ],
        metadata: Metadata::default(),
    };
    let source = publish::ReadSource { path: "a.txt".to_owned(), sha256: Some(SourceId::of(b"")), document };
    let read = BTreeMap::from([("a.txt".to_owned(), publish::ReadRow::from(source))]);
    let gold = |doc: &str, start, end, zone: &str| MarkedZone {
        doc: doc.to_owned(),
        start,
        end,
        zone: zone.to_owned(),
    };
    // Marked: 5 + 6 characters and one of "text"; found: 5 + 4 + 6, of which 11 are marked and 5 named right.
    let gold =
        [gold("a.txt", 0, 7, "meta"), gold("a.txt", 18, 24, "teaser"), gold("a.txt", 11, 13, "chrome")];
    let scores = score_zones(&gold, &read);
    insta::assert_snapshot!(scores, @"characters outside main: gold 12, found 15; P 0.733 R 0.917 F1 0.815; zone name right 0.417");
    let missing = score_zones(&[MarkedZone { doc: "b.txt".to_owned(), ..gold[0].clone() }], &read);
    assert_eq!((missing.gold, missing.not_read.len()), (7, 1));
}

#[test]
fn pages_are_scored_by_text_title_and_day() {
    use model::{Document, DocumentStatus, Metadata, Zone, ZoneSpan};
    let document = |text: &str, title: &str, published: Option<&str>| Document {
        media_type: "text/html".to_owned(),
        status: DocumentStatus::Read,
        reason: None,
        text: text.to_owned(),
        zones: vec![ZoneSpan { span: model::Span::new(0, text.len()), zone: Zone::Main, hidden: false }],
        metadata: Metadata {
            title: Some(title.to_owned()),
            published: published.and_then(|day| day.parse().ok()),
            ..Metadata::default()
        },
    };
    let row = |document| {
        publish::ReadRow::from(publish::ReadSource { path: String::new(), sha256: None, document })
    };
    let read = BTreeMap::from([
        ("a.html".to_owned(), row(document("Crews held at sea, again", "Crews held!", Some("2016-07-07")))),
        ("b.html".to_owned(), row(document("Shirts Shirts", "Shop", Some("2020-01-01")))),
    ]);
    let page = |line: &str| serde_json::from_str::<MarkedPage>(line).unwrap();
    let articles = [
        page(r#"{"file": "a.html", "text": "Crews held at sea"}"#),
        page(r#"{"file": "c.html", "text": "gone"}"#),
    ];
    insta::assert_snapshot!(score_reading("articles", &articles, &read), @r"
    articles: pages 2, read 1
      main text (shingles)  P 0.2500  R 0.5000  F1 0.3333
    ");
    let kinds = [
        page(
            r#"{"file": "a.html", "page_type": "article", "title": "crews held", "date": "2016-07-07", "text": "sea at held crews"}"#,
        ),
        page(
            r#"{"file": "b.html", "page_type": "product", "title": "Shirts", "date": null, "text": "shirts"}"#,
        ),
    ];
    insta::assert_snapshot!(score_reading("kinds", &kinds, &read), @r"
    kinds: pages 2, read 2
      main text (words)  P 0.6500  R 1.0000  F1 0.7778
        article        n   1  F1 0.8889
        product        n   1  F1 0.6667
      titles that agree word for word  1/2
      day of publication  P 0.5000  R 1.0000  accuracy 0.5000  F1 0.6667  (n 2)
    ");
}
