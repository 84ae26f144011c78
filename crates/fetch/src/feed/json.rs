//! JSON Feed, <https://www.jsonfeed.org/version/1.1/>.

use super::{FeedError, FeedKind, Found};
use crate::address::Address;
use serde_json::Value;

pub(super) fn parse(text: &str, base: &Address) -> Result<Found, FeedError> {
    let value: Value = serde_json::from_str(text)
        .map_err(|error| FeedError::Damaged { line: error.line().max(1), reason: error.to_string() })?;
    let is_feed = text_of(&value, "version").is_some_and(|version| version.contains("jsonfeed.org"));
    let items = value.get("items").and_then(Value::as_array);
    let Some(items) = items.filter(|_| is_feed) else { return Err(FeedError::Other("JSON")) };
    let mut found = Found::new(FeedKind::JsonFeed);
    found.feed.title = text_of(&value, "title").and_then(super::text::line);
    for item in items {
        let id = text_of(item, "id").filter(|id| id.starts_with("http"));
        let link = text_of(item, "url").or_else(|| text_of(item, "external_url")).or(id);
        let at = text_of(item, "date_published").or_else(|| text_of(item, "date_modified"));
        found.add(base, link, text_of(item, "title"), at);
    }
    Ok(found)
}

fn text_of<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str)
}
