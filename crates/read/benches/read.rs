//! Reading against parsing alone, on generated pages, in one run.
//!
//! `cargo bench -p manumit-read`: the ratio of `html_full` to `html_parse` is what reading costs on top of the parser.

use divan::counter::BytesCount;
use html5ever::tendril::TendrilSink;
use read::{Context, read};

fn main() {
    divan::main();
}

/// A news page of a usual shape; `paragraphs` sets its length.
fn page(paragraphs: usize) -> String {
    let item = |number: usize| {
        format!("<li class=\"nav-item\"><a href=\"/section/{number}\">Section {number}</a></li>")
    };
    let paragraph = |number: usize| {
        format!(
            "<p class=\"par\">Paragraph {number} says that <a href=\"/x{number}\">about {} workers</a> were sent abroad in {}, and that they \
             handed over <b>most</b> of what they earned &mdash; &ldquo;every month&rdquo;, as one of them put it.</p>\n",
            number * 37,
            1990 + number % 30
        )
    };
    let teaser = |number: usize| {
        format!(
            "<div class=\"teaser\"><h3><a href=\"/t{number}\">Another article {number}</a></h3><p>It begins like this and…</p></div>"
        )
    };
    format!(
        "<!doctype html><html lang=\"en\"><head><title>A page | A Made-up Paper</title><meta charset=\"utf-8\"><style>body {{ color: red }}</style></head>\
         <body><header><nav><ul>{}</ul></nav></header><main><article><h1>A page</h1><time datetime=\"2019-05-14\">14 May 2019</time>{}</article></main>\
         <aside class=\"related\">{}</aside><footer>© 2019</footer></body></html>",
        (0..40).map(item).collect::<String>(),
        (0..paragraphs).map(paragraph).collect::<String>(),
        (0..20).map(teaser).collect::<String>()
    )
}

/// The shape of a page as text.
fn text(paragraphs: usize) -> String {
    let mut text = "A title of the page\n\nPublished on\nMay 14, 2019\n\n".to_owned();
    for number in 0..paragraphs {
        text.push_str(&format!("Paragraph {number} says that about {} workers were sent abroad, and that they handed over most of what they earned.\n\n", number * 37));
    }
    text.push_str("Read more\n\nRelated\n\nAnother article\n");
    text
}

const SIZES: [usize; 3] = [10, 200, 5000];

#[divan::bench(args = SIZES)]
fn html_parse(bencher: divan::Bencher<'_, '_>, paragraphs: usize) {
    let page = page(paragraphs);
    bencher.counter(BytesCount::of_str(&page)).bench(|| {
        html5ever::parse_document(markup5ever_rcdom::RcDom::default(), html5ever::ParseOpts::default())
            .one(page.as_str())
    });
}

#[divan::bench(args = SIZES)]
fn html_full(bencher: divan::Bencher<'_, '_>, paragraphs: usize) {
    let page = page(paragraphs);
    bencher.counter(BytesCount::of_str(&page)).bench(|| read(page.as_bytes(), &Context::default()));
}

#[divan::bench(args = SIZES)]
fn plain_full(bencher: divan::Bencher<'_, '_>, paragraphs: usize) {
    let text = text(paragraphs);
    bencher.counter(BytesCount::of_str(&text)).bench(|| read(text.as_bytes(), &Context::default()));
}
