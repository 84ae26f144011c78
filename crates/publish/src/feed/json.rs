//! JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use super::{FeedHead, FeedItem, public};
use crate::PublishError;
use model::Cleared;
use serde_json::{Map, Value, json};

/// The feed as a JSON Feed.
///
/// # Errors
/// [`PublishError::NotPublic`] where an item was not cleared for anyone.
pub fn write_json_feed(head: &FeedHead, items: Vec<Cleared<FeedItem>>) -> Result<String, PublishError> {
    let items = public(items)?;
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": head.title,
        "description": head.about,
        "home_page_url": format!("{}/feeds", head.site),
        "feed_url": format!("{}{}.json", head.site, head.path),
        "authors": [{"name": "manumit"}],
        "items": items.iter().map(|item| entry(head, item)).collect::<Vec<_>>(),
    });
    Ok(serde_json::to_string_pretty(&feed)?)
}

fn entry(head: &FeedHead, item: &FeedItem) -> Value {
    let mut entry = Map::new();
    let mut set = |name: &str, value: Value| entry.insert(name.to_owned(), value);
    set("id", json!(item.id()));
    set("url", json!(item.page(&head.site)));
    if let Some(url) = &item.source.url {
        set("external_url", json!(url));
    }
    set("title", json!(item.source.heading()));
    set("content_text", json!(item.summary()));
    set("date_modified", json!(item.updated));
    if let Some(author) = item.author() {
        set("authors", json!([{"name": author}]));
    }
    if let Some(language) = &item.source.language {
        set("language", json!(language));
    }
    Value::Object(entry)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{head, item};
    use super::write_json_feed;
    use model::Clearance;

    #[test]
    fn a_feed_and_an_entry() {
        insta::assert_snapshot!(write_json_feed(&head(), vec![item(Clearance::Public)]).unwrap(), @r##"
        {
          "authors": [
            {
              "name": "manumit"
            }
          ],
          "description": "Open sources with the tag “ship yards”.",
          "feed_url": "https://manumit.example/feeds/tag/ship%20yards.json",
          "home_page_url": "https://manumit.example/feeds",
          "items": [
            {
              "authors": [
                {
                  "name": "Staff & friends"
                }
              ],
              "content_text": "Example Weekly, 2018-04-03, 1 claim\nlevy: 15,000 RUB / month – “handed 15,000 roubles ($640) a month to the captain”",
              "date_modified": "2026-01-02T03:04:05Z",
              "external_url": "https://weekly.example/captain",
              "id": "urn:sha256:6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9",
              "language": "en",
              "title": "The captain's {share}",
              "url": "https://manumit.example/sources/6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9"
            }
          ],
          "title": "Tag “ship yards” & more",
          "version": "https://jsonfeed.org/version/1.1"
        }
        "##);
    }
}
