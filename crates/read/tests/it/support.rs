//! Pages written with the zone of every line in front of it.

use model::{Document, Zone};
use read::{Context, read};

/// Reads text under default context.
pub(crate) fn read_text(text: &str) -> Document {
    read(text.as_bytes(), &Context { name: "page.txt", ..Context::default() })
}

/// Reads a file, and checks that zones follow each other and cover the text.
pub(crate) fn read_covered(bytes: &[u8], name: &str) -> Document {
    let document = read(bytes, &Context { name, ..Context::default() });
    let mut end = 0;
    for stretch in &document.zones {
        assert!(stretch.span.start == end && stretch.span.end > end);
        end = stretch.span.end;
    }
    assert_eq!(end, document.text.len(), "zones cover the text");
    document
}

/// The zone that holds most of the first place where `line` stands.
pub(crate) fn zone_of(document: &Document, line: &str) -> Option<Zone> {
    let at = document.text.find(line)?;
    document
        .zones
        .iter()
        .find(|stretch| stretch.span.start <= at && at < stretch.span.end)
        .map(|stretch| stretch.zone)
}

/// Checks a page given as lines `zone| text`; empty lines stand for themselves.
pub(crate) fn check_plain(page: &str) -> Document {
    let mut text = String::new();
    let mut expected = Vec::new();
    for line in page.lines() {
        let (zone, words) = line.split_once("| ").unwrap_or(("", ""));
        let start = text.len();
        text.push_str(words);
        if !words.trim().is_empty() {
            expected.push((
                start + words.len() - words.trim_start().len(),
                words,
                zone.parse::<Zone>().unwrap(),
            ));
        }
        text.push('\n');
    }
    let document = read_text(&text);
    assert_eq!(document.text, text);
    let wrong: Vec<String> = expected
        .into_iter()
        .filter_map(|(at, words, zone)| {
            let found = document
                .zones
                .iter()
                .find(|stretch| stretch.span.start <= at && at < stretch.span.end)
                .map(|stretch| stretch.zone);
            (found != Some(zone)).then(|| format!("expected {zone}, found {found:?}: {words}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    document
}
