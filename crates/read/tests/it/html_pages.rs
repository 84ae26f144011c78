//! Zones of HTML pages in common shapes. All pages are made up.

use crate::support::{read_text, zone_of};
use model::{Document, Zone};

fn check(document: &Document, expected: &[(&str, Zone)]) {
    for (line, zone) in expected {
        assert_eq!(zone_of(document, line), Some(*zone), "{line}\n{}", document.text);
    }
}

const NEWS: &str = r#"<!doctype html><html lang="en"><head><title>Crews held at sea for a year | A Made-up Paper</title>
<meta property="og:site_name" content="A Made-up Paper">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Crews held at sea for a year","datePublished":"2019-05-14T08:00:00+02:00","dateModified":"2019-05-15","author":{"name":"Some Reporter"}}</script>
</head><body>
<header><nav><ul><li><a href="/">Home</a><li><a href="/world">World</a></ul></nav></header>
<div class="cookie-banner">We use cookies on this site. <button>Accept all</button></div>
<main><article><h1>Crews held at sea for a year</h1>
<p class="byline">By Some Reporter</p><time datetime="2019-05-14">14 May 2019</time>
<figure><img src="x.jpg"><figcaption>A vessel off the coast in April.</figcaption></figure>
<p>Fishermen on distant-water vessels go unpaid for a year and more, a new report says, and many of them cannot leave the ship at all.</p>
<div class="related-box"><h3>Related</h3><a href="/a">Port agents and their fees</a></div>
<p>Of 120 men who were interviewed, 97 said that the captain kept their passports, and half said that food was deducted from their pay.</p>
<table><tr><th>Year</th><th>Men</th></tr><tr><td>2017</td><td>41</td></tr></table>
<ul><li>No pay for months</li><li>No passports</li></ul>
<p style="display:none">This paragraph is not shown to anybody who looks at the page.</p>
</article>
<section id="comments"><h2>3 comments</h2><p>Somebody should do something about this, and soon, I think.</p></section>
</main>
<aside class="most-read"><h2>Most read</h2><a href="/b">Rain stops play again</a></aside>
<footer>© 2019 A Made-up Paper</footer></body></html>"#;

#[test]
fn a_news_page() {
    let document = read_text(NEWS);
    assert_eq!(document.media_type, "text/html");
    check(
        &document,
        &[
            ("Home", Zone::Chrome),
            ("We use cookies", Zone::Chrome),
            ("Crews held at sea for a year", Zone::Title),
            ("By Some Reporter", Zone::Meta),
            ("14 May 2019", Zone::Meta),
            ("A vessel off the coast", Zone::Caption),
            ("Fishermen on distant-water", Zone::Main),
            ("Port agents and their fees", Zone::Related),
            ("Of 120 men", Zone::Main),
            ("Year\tMen", Zone::Main),
            ("No pay for months\nNo passports", Zone::Main),
            ("Somebody should do something", Zone::Comment),
            ("© 2019", Zone::Chrome),
        ],
    );
    assert_ne!(zone_of(&document, "Rain stops play"), Some(Zone::Main));
    let hidden = document.zones.iter().find(|stretch| stretch.hidden).unwrap();
    assert!(hidden.span.of(&document.text).unwrap().contains("not shown to anybody"));
    assert!(!document.main().contains("not shown"));
    let metadata = &document.metadata;
    assert_eq!(metadata.title.as_deref(), Some("Crews held at sea for a year"));
    assert_eq!(metadata.byline.as_deref(), Some("Some Reporter"));
    assert_eq!(metadata.site.as_deref(), Some("A Made-up Paper"));
    assert_eq!(metadata.published.as_ref().map(|time| time.as_str()), Some("2019-05-14"));
    assert_eq!(metadata.modified.as_ref().map(|time| time.as_str()), Some("2019-05-15"));
    assert_eq!(metadata.date_signal.map(|signal| signal.as_str()), Some("json_ld"));
    assert_eq!(metadata.language.as_deref(), Some("en"));
}

#[test]
fn a_page_laid_out_by_tables_without_any_class() {
    let document = read_text(
        "<html><head><title>On recruitment fees</title></head><body><table><tr>
        <td width=150><a href=a>Start</a><br><a href=b>About</a><br><a href=c>Links</a></td>
        <td><font size=5><b>On recruitment fees</b></font><br><br>Brokers charge up to six months' pay before departure, although the law of both countries forbids it.<br><br>Nobody has been fined since the law came into force in 2012, the ministry says in its yearly report.</td>
        </tr></table></body></html>",
    );
    check(&document, &[("Brokers charge", Zone::Main), ("Nobody has been fined", Zone::Main)]);
    assert_ne!(zone_of(&document, "Start"), Some(Zone::Main));
}

#[test]
fn a_thread_is_main_where_the_page_is_a_forum() {
    let post = |name: &str, words: &str| {
        format!("<div class='comment'><span class='author'>{name}</span><p>{words}</p></div>")
    };
    let page = |generator: &str| {
        format!(
            "<html><head><title>Who paid the agent?</title><meta name=generator content='{generator}'></head><body><h1>Who paid the agent?</h1>{}{}</body></html>",
            post(
                "one",
                "I paid the agent two months of wages before I was given the contract, and then the contract was another one."
            ),
            post(
                "two",
                "The same happened to me and to four others from my town; we were told that it is always done so."
            )
        )
    };
    assert_eq!(zone_of(&read_text(&page("phpBB")), "I paid the agent"), Some(Zone::Main));
    assert_eq!(zone_of(&read_text(&page("WordPress")), "The same happened"), Some(Zone::Comment));
}

#[test]
fn text_is_whole_and_in_order() {
    let document = read_text(
        "<title>T</title><p>First &eacute;l&egrave;ve <b>bo</b>ld</p><div hidden>second</div><ol><li>third</ol><noscript>fourth</noscript>",
    );
    assert_eq!(document.text, "T\nFirst élève bold\nsecond\nthird\nfourth");
}

#[test]
fn a_shop_s_page_keeps_what_it_says_of_the_product() {
    let others: String = (0..8)
        .map(|number| format!("<li class='card'><a href='/p{number}'>Another net number {number}</a> <span class='price'>$ {number}9</span></li>"))
        .collect();
    let menu: String =
        (0..20).map(|number| format!("<li><a href='/c{number}'>Category {number}</a></li>")).collect();
    let document = read_text(&format!(
        r#"<html><head><title>Trawl net, 40 m | A Made-up Shop</title><meta property="og:type" content="product">
        <script type="application/ld+json">{{"@type":"Product","name":"Trawl net, 40 m"}}</script></head><body>
        <nav><ul>{menu}</ul></nav><main><h1>Trawl net, 40 m</h1><div class="price">$ 900</div><button>Add to cart</button>
        <div class="product-description"><p>A net of knotted nylon for vessels of up to 200 tonnes, made by hand in a workshop on the coast.</p>
        <p>Each net is tested for a week before it leaves the workshop, and comes with spare twine for repairs at sea.</p>
        <table><tr><th>Length</th><td>40 m</td></tr><tr><th>Mesh</th><td>60 mm</td></tr></table></div></main>
        <section class="recommendations"><h2>You may also like</h2><ul>{others}</ul></section>
        <footer><p>© 2020 A Made-up Shop</p></footer></body></html>"#
    ));
    check(
        &document,
        &[
            ("Category 3", Zone::Chrome),
            ("A net of knotted nylon", Zone::Main),
            ("Each net is tested", Zone::Main),
            ("Length\t40 m", Zone::Main),
            ("© 2020", Zone::Chrome),
        ],
    );
    assert_ne!(zone_of(&document, "Another net number 3"), Some(Zone::Main));
    assert_eq!(document.metadata.title.as_deref(), Some("Trawl net, 40 m"));
    assert_eq!(document.metadata.published, None);
}

#[test]
fn a_list_of_articles_is_main_and_undated() {
    let items: String = (1..=12)
        .map(|number| {
            format!(
                "<article class='item'><h2><a href='/a{number}'>Ministry answers question number {number}</a></h2><time class='when' datetime='2020-03-{number:02}'>{number} March 2020</time>\
                 <p>The ministry said on Monday that it had no figures on the workers of site {number}, and would look into it.</p></article>"
            )
        })
        .collect();
    let document = read_text(&format!(
        "<html><head><title>Answers | A Made-up Archive</title></head><body><nav><a href='/'>Home</a> <a href='/x'>About us</a></nav>\
         <main><h1>Answers</h1>{items}</main><footer><a href='/p'>Privacy</a></footer></body></html>"
    ));
    check(
        &document,
        &[
            ("The ministry said on Monday that it had no figures on the workers of site 3", Zone::Main),
            ("The ministry said on Monday that it had no figures on the workers of site 11", Zone::Main),
            ("Home", Zone::Chrome),
        ],
    );
    assert_eq!(document.metadata.published, None);
}
