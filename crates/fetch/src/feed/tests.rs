use super::*;
use proptest::prelude::*;

fn base() -> Address {
    Address::parse("https://news.example/feeds/all.xml").unwrap()
}

fn told(feed: &str) -> String {
    match Feed::parse(feed.as_bytes(), None, &base()) {
        Err(error) => error.to_string(),
        Ok(feed) => {
            let items = feed.items.iter().map(|item| {
                let at = item.at.map(|at| at.to_string()).unwrap_or_default();
                format!("{} | {} | {at}", item.address, item.title.as_deref().unwrap_or("–"))
            });
            let title = feed.title.as_deref().unwrap_or("–").to_owned();
            [format!("{}: {title}", feed.kind.as_str())]
                .into_iter()
                .chain(items)
                .collect::<Vec<_>>()
                .join("\n")
        }
    }
}

#[test]
fn rss_as_it_is_written() {
    let feed = r#"<?xml version="1.0"?>
<!DOCTYPE rss [<!ENTITY big "ha">]>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel>
<title>Example &amp; Sons</title><link>https://news.example</link>
<image><title>Logo</title><link>https://news.example/logo</link></image>
<atom:link href="https://news.example/feeds/all.xml" rel="self"/>
<item><title><![CDATA[Workers & <b>wages</b>]]></title><link>/a?x=1&amp;y=2#top</link><pubDate>Mon, 19 Nov 2018 08:00:00 GMT</pubDate>
  <media:group xmlns:media="x"><title>Not this one</title><link>https://other.example</link></media:group></item>
<item><title>AT&T &big; R&amp;D</title><guid>https://news.example/b</guid><dc:date>2018-11-20</dc:date></item>
<item><link>https://counter.example/c</link><feedburner:origLink>https://news.example/c</feedburner:origLink></item>
<item><title>Sound</title><guid isPermaLink="false">https://not.example/an-address</guid><enclosure url="https://news.example/d.mp3"/></item>
<item><title>Nothing</title><guid isPermaLink="false">7</guid></item>
<item><title>Twice</title><link>https://news.example/b</link></item>
<item><link>javascript:alert(1)</link></item>
<item><link>file:///etc/passwd</link></item>
</channel></rss>"#;
    insta::assert_snapshot!(told(feed), @r"
    RSS: Example & Sons
    https://news.example/a?x=1&y=2 | Workers & <b>wages</b> | 2018-11-19T08:00:00Z
    https://news.example/b | AT&T R&D | 2018-11-20T00:00:00Z
    https://news.example/c | – | 
    https://news.example/d.mp3 | Sound | 
    ");
    let feed = Feed::parse(feed.as_bytes(), None, &base()).unwrap();
    assert_eq!((feed.without_address, feed.left_out), (3, 0));
}

#[test]
fn rdf_and_old_rss() {
    let feed = r#"<rdf:RDF xmlns:rdf="x" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="y"><title>Old</title></channel>
<item rdf:about="z"><title>One</title><link>https://news.example/1</link></item></rdf:RDF>"#;
    insta::assert_snapshot!(told(feed), @r"
    RSS: Old
    https://news.example/1 | One |
    ");
}

#[test]
fn atom_with_bases_and_relations() {
    let feed = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/2018/">
<title type="html">Reports</title><link rel="self" href="x"/>
<entry><title>One</title><link rel="edit" href="edit"/><link rel="alternate" type="application/json" href="one.json"/>
<link rel="alternate" type="text/html" href="one.html"/><id>urn:1</id><updated>2018-11-19T09:00:00+01:00</updated>
<published>2018-11-18T09:00:00Z</published><source><title>Elsewhere</title><id>https://else.example/</id></source></entry>
<entry xml:base="/2019/"><title/><link href="two"/></entry>
<entry><title>Three</title><id>https://news.example/three</id></entry></feed>"#;
    insta::assert_snapshot!(told(feed), @r"
    Atom: Reports
    https://news.example/2018/one.html | One | 2018-11-18T09:00:00Z
    https://news.example/2019/two | – | 
    https://news.example/three | Three |
    ");
}

#[test]
fn json_feed() {
    let feed = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Notes","items":[
{"id":"1","url":"https://news.example/1","title":"One","date_published":"2018-11-19T08:00:00Z"},
{"id":"https://news.example/2"},{"id":3,"external_url":"/3"},{"id":"4"},7]}"#;
    insta::assert_snapshot!(told(feed), @r"
    JSON Feed: Notes
    https://news.example/1 | One | 2018-11-19T08:00:00Z
    https://news.example/2 | – | 
    https://news.example/3 | – |
    ");
    assert_eq!(told(r#"{"version":"1","items":[]}"#), "this is JSON, not a feed or sitemap");
    assert_eq!(
        told("{\n\"version\": "),
        "the feed is damaged at line 2: EOF while parsing a value at line 2 column 11"
    );
}

#[test]
fn sitemaps_and_lists_of_them() {
    let sitemap = r#"<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="n" xmlns:image="i">
<url><loc> https://news.example/1 </loc><lastmod>2018-11-19</lastmod>
<image:image><image:loc>https://news.example/1.jpg</image:loc></image:image></url>
<url><loc>https://news.example/2</loc><news:news><news:publication_date>2018-11-20T10:00:00Z</news:publication_date>
<news:title>Two</news:title></news:news></url></urlset>"#;
    insta::assert_snapshot!(told(sitemap), @r"
    sitemap: –
    https://news.example/1 | – | 2018-11-19T00:00:00Z
    https://news.example/2 | Two | 2018-11-20T10:00:00Z
    ");
    let index = "<sitemapindex><sitemap><loc>https://news.example/s1.xml.gz</loc></sitemap></sitemapindex>";
    insta::assert_snapshot!(told(index), @r"
    sitemap index: –
    https://news.example/s1.xml.gz | – |
    ");
}

#[test]
fn what_is_no_feed_is_told() {
    for (text, reason) in [
        ("", "this is empty, not a feed or sitemap"),
        ("hello", "this is text, not a feed or sitemap"),
        ("<!doctype html><html><body>", "this is a web page, not a feed or sitemap"),
        ("<svg/>", "this is another kind of XML, not a feed or sitemap"),
        (
            "<rss><channel>\n<item><link>https://news.example/a</link>\n",
            "the feed is damaged at line 3: it breaks off",
        ),
        (
            "<?xml version='1.0' encoding='klingon'?><rss/>",
            "the feed says that it is in the encoding `klingon`, which is not known",
        ),
    ] {
        assert_eq!(told(text), reason, "{text}");
    }
    let damaged = told("<rss>\n\n<item <link>");
    assert!(damaged.starts_with("the feed is damaged at line 3: "), "{damaged}");
    let deep = format!("<rss>{}", "<a>".repeat(100_000));
    assert_eq!(told(&deep), "the feed is damaged at line 1: more than 200 elements in each other");
    assert!(told("\u{1f}\u{8b}").starts_with("this is text"));
    let packed = Feed::parse(&[0x1f, 0x8b, 8, 0], None, &base()).unwrap_err();
    assert!(matches!(packed, FeedError::Unpacking(_)), "{packed}");
}

#[test]
fn encodings_by_mark_header_and_declaration() {
    let title = |bytes: &[u8], charset: Option<&str>| Feed::parse(bytes, charset, &base()).unwrap().title;
    let feed = |declaration: &str, title: &[u8]| {
        [declaration.as_bytes(), b"<rss><channel><title>", title, b"</title></channel></rss>"].concat()
    };
    let cyrillic = [0xd0, 0xe0, 0xe1, 0xee, 0xf7, 0xe8, 0xe5];
    let declared = feed("<?xml version=\"1.0\" encoding='windows-1251'?>", &cyrillic);
    assert_eq!(title(&declared, None).as_deref(), Some("Рабочие"));
    assert_eq!(title(&feed("", &cyrillic), Some("windows-1251")).as_deref(), Some("Рабочие"));
    let wide: Vec<u8> =
        "\u{feff}<?xml version='1.0' encoding='utf-16'?><rss><channel><title>노동</title></channel></rss>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
    assert_eq!(title(&wide, None).as_deref(), Some("노동"));
    // It says UTF-16 and can be read byte by byte: so it is not.
    assert_eq!(
        title(&feed("<?xml version='1.0' encoding='UTF-16'?>", "노".as_bytes()), None).as_deref(),
        Some("노")
    );
    assert_eq!(title(&feed("", &[b'a', 0xff, b'b']), None).as_deref(), Some("a\u{fffd}b"));
}

#[test]
fn a_hundred_thousand_items_are_counted_and_not_all_taken() {
    let items: String =
        (0..100_000).map(|n| format!("<item><link>https://news.example/{n}</link></item>")).collect();
    let feed = Feed::parse(format!("<rss>{items}</rss>").as_bytes(), None, &base()).unwrap();
    assert_eq!((feed.items.len(), feed.left_out), (MOST_ITEMS, 100_000 - MOST_ITEMS));
}

proptest! {
    #[test]
    fn any_bytes_end_as_a_feed_or_with_a_reason(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Feed::parse(&bytes, None, &base());
    }

    #[test]
    fn any_text_in_a_feed_does_no_harm(inner in "[<>&;/a-z\"'=! \\[\\]#-]{0,120}") {
        for feed in [format!("<rss><item>{inner}</item></rss>"), format!("<feed><entry>{inner}</entry></feed>")] {
            let _ = Feed::parse(feed.as_bytes(), None, &base());
        }
    }
}
