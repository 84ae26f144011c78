//! Atom, RFC 4287 (<https://www.rfc-editor.org/rfc/rfc4287>).

use super::{FeedHead, FeedItem, public};
use crate::PublishError;
use crate::xml::escaped;
use model::Cleared;
use std::fmt::Write;

/// The feed as an Atom document.
///
/// # Errors
/// [`PublishError::NotPublic`] where an item was not cleared for anyone.
pub fn write_atom(head: &FeedHead, items: Vec<Cleared<FeedItem>>) -> Result<String, PublishError> {
    let items = public(items)?;
    let address = format!("{}{}", head.site, head.path);
    let mut feed = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    feed.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    element(&mut feed, "  ", "id", &head.id);
    element(&mut feed, "  ", "title", &head.title);
    element(&mut feed, "  ", "subtitle", &head.about);
    element(&mut feed, "  ", "updated", &head.updated);
    feed.push_str("  <author><name>manumit</name></author>\n");
    link(&mut feed, "  ", "self", Some("application/atom+xml"), &format!("{address}.atom"));
    link(&mut feed, "  ", "alternate", Some("text/html"), &format!("{}/feeds", head.site));
    for item in &items {
        entry(&mut feed, head, item);
    }
    feed.push_str("</feed>\n");
    Ok(feed)
}

fn entry(feed: &mut String, head: &FeedHead, item: &FeedItem) {
    feed.push_str("  <entry>\n");
    element(feed, "    ", "id", &item.id());
    element(feed, "    ", "title", item.source.heading());
    element(feed, "    ", "updated", &item.updated);
    if let Some(author) = item.author() {
        let _ = writeln!(feed, "    <author><name>{}</name></author>", escaped(author));
    }
    let page = item.page(&head.site);
    match &item.source.url {
        Some(url) => {
            link(feed, "    ", "alternate", None, url);
            link(feed, "    ", "related", Some("text/html"), &page);
        }
        None => link(feed, "    ", "alternate", Some("text/html"), &page),
    }
    element(feed, "    ", "summary", &item.summary());
    feed.push_str("  </entry>\n");
}

fn element(feed: &mut String, indent: &str, name: &str, text: &str) {
    let _ = writeln!(feed, "{indent}<{name}>{}</{name}>", escaped(text));
}

fn link(feed: &mut String, indent: &str, relation: &str, media_type: Option<&str>, address: &str) {
    let media_type = media_type.map(|media_type| format!(" type=\"{media_type}\"")).unwrap_or_default();
    let _ = writeln!(feed, "{indent}<link rel=\"{relation}\"{media_type} href=\"{}\"/>", escaped(address));
}

#[cfg(test)]
mod tests {
    use super::super::tests::{head, item};
    use super::write_atom;
    use model::Clearance;

    #[test]
    fn a_feed_and_an_entry() {
        let mut item = item(Clearance::Public).into_inner();
        item.source.title = Some("A <b>\u{1} & “c”".to_owned());
        let item = Clearance::Public.admit(item, model::Sensitivity::Open).unwrap();
        insta::assert_snapshot!(write_atom(&head(), vec![item]).unwrap(), @r##"
        <?xml version="1.0" encoding="utf-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom">
          <id>urn:sha256:3a4e71bdfa81f0227940526a1ab5764cfaa1ae53b1333fb2ef40c4638a4f5b31</id>
          <title>Tag “ship yards” &amp; more</title>
          <subtitle>Open sources with the tag “ship yards”.</subtitle>
          <updated>2026-01-02T03:04:05Z</updated>
          <author><name>manumit</name></author>
          <link rel="self" type="application/atom+xml" href="https://manumit.example/feeds/tag/ship%20yards.atom"/>
          <link rel="alternate" type="text/html" href="https://manumit.example/feeds"/>
          <entry>
            <id>urn:sha256:6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9</id>
            <title>A &lt;b&gt;  &amp; “c”</title>
            <updated>2026-01-02T03:04:05Z</updated>
            <author><name>Staff &amp; friends</name></author>
            <link rel="alternate" href="https://weekly.example/captain"/>
            <link rel="related" type="text/html" href="https://manumit.example/sources/6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9"/>
            <summary>Example Weekly, 2018-04-03, 1 claim
        levy: 15,000 RUB / month – “handed 15,000 roubles ($640) a month to the captain”</summary>
          </entry>
        </feed>
        "##);
    }
}
