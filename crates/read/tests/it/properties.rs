//! What holds for every input.

use model::{Document, DocumentStatus};
use proptest::prelude::*;
use read::{Context, read};
use std::thread;

/// Zones lie in order, touch each other, cover the text, and cut no character.
fn assert_covers(document: &Document) {
    let mut end = 0;
    for stretch in &document.zones {
        assert_eq!(stretch.span.start, end);
        assert!(stretch.span.end > stretch.span.start);
        assert!(stretch.span.of(&document.text).is_some());
        end = stretch.span.end;
    }
    assert_eq!(end, document.text.len());
    assert_eq!(document.status == DocumentStatus::Read, document.reason.is_none());
}

fn read_named(bytes: &[u8], name: &str) -> Document {
    read(bytes, &Context { name, ..Context::default() })
}

/// Lines of the kinds that web pages are made of, and anything else.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,120}",
        prop::sample::select(vec![
            "Read more",
            "Related",
            "This week",
            "3 years ago",
            "By Some Body",
            "Published on",
            "July 7, 2016",
            "Comments",
            "Reply",
            "TAGS: Asia",
            "",
            "Loading, please wait...",
            "A sentence of some length that ends as sentences do, with a full stop.",
            "A headline without an end",
            "Somebody / Reuters",
            "We use cookies on this website. By continuing to use it you agree to our privacy policy.",
            "관련기사",
            "| Tuesday May 14, 2019",
            "a beginning of an article that was cut...Read More",
        ])
        .prop_map(str::to_owned),
    ]
}

/// Pieces of markup, whole and broken.
fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,40}",
        prop::sample::select(vec![
            "<div class='comments'>",
            "</div>",
            "<p>",
            "<p hidden>",
            "<br><br>",
            "<table><tr><td>",
            "</table>",
            "<a href=x>",
            "</a>",
            "<script>",
            "</script>",
            "<style>",
            "</style>",
            "<template>",
            "</template>",
            "<svg><title>",
            "<math><mi>",
            "<select><option>",
            "<li>",
            "</ul>",
            "<h1>",
            "</h1>",
            "<article>",
            "<main>",
            "<nav>",
            "&amp",
            "&#x0;",
            "<!--",
            "-->",
            "<noscript>",
            "<frameset>",
            "<body class=x>",
            "<html lang=ko>",
            "<title>",
            "</title>",
            "<time datetime='2016-07-07'>",
            "<script type='application/ld+json'>{\"@type\":\"Article\"}</script>",
            "<pre>",
            "\n",
            "<b><i></b></i>",
            "<plaintext>",
            "<textarea>",
            "A sentence of some length that ends as sentences do, with a full stop.",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        assert_covers(&read_named(&bytes, "x"));
        assert_covers(&read_named(&[b"\x1f\x8b\x08", &bytes[..]].concat(), "x.gz"));
        assert_covers(&read_named(&[b"<html>", &bytes[..]].concat(), "x.html"));
    }

    #[test]
    fn plain_text_is_kept_to_the_letter(lines in prop::collection::vec((line(), prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n", "\n\n\n\n"])), 1..40)) {
        let text: String = lines.iter().map(|(line, end)| format!("{line}{end}")).collect();
        let document = read_named(text.as_bytes(), "x.txt");
        assert_covers(&document);
        if document.media_type == "text/plain" && document.status != DocumentStatus::Failed {
            prop_assert_eq!(document.text, text.strip_prefix('\u{feff}').unwrap_or(&text));
        }
    }

    #[test]
    fn any_markup_is_read(html in markup()) {
        let document = read_named(format!("<!doctype html>{html}").as_bytes(), "x.html");
        assert_covers(&document);
    }
}

#[test]
fn threads_do_not_matter() {
    let pages: Vec<String> = (0..40)
        .map(|number| match number % 2 {
            0 => format!("<title>Page {number}</title><h1>Page {number}</h1><p>Paragraph {number} is about pay, and it says what was paid and by whom.</p><div class=comments>x</div>"),
            _ => format!("Notes {number}\n\nThe men were paid {number} dollars a month, which the agent kept.\n\nRead more\n"),
        })
        .collect();
    let alone: Vec<Document> = pages.iter().map(|page| read_named(page.as_bytes(), "p")).collect();
    let together: Vec<Vec<Document>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| pages.iter().map(|page| read_named(page.as_bytes(), "p")).collect::<Vec<_>>())
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    for documents in together {
        assert_eq!(documents, alone);
    }
}
