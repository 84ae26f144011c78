//! schema.org data that a page carries as JSON-LD.

use serde_json::Value;

/// What structured data says about the page's main item.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct StructuredData {
    /// `headline` or `name`.
    pub(crate) headline: Option<String>,
    /// Names of `author`.
    pub(crate) author: Option<String>,
    /// Name of `publisher`.
    pub(crate) publisher: Option<String>,
    /// `datePublished`, or `dateCreated` and `uploadDate` where that is missing.
    pub(crate) published: Option<String>,
    /// `dateModified`.
    pub(crate) modified: Option<String>,
    /// `articleBody`.
    pub(crate) body: Option<String>,
    /// Whether the page's main item is an article.
    pub(crate) is_article: bool,
    /// Whether an item of the page is a thread of posts.
    pub(crate) is_forum: bool,
    /// Whether an item of the page is something on sale.
    pub(crate) is_product: bool,
    /// Whether the item that gives the dates is a work, rather than a page of whatever kind.
    pub(crate) is_work: bool,
    /// Whether the best item is a page as such: systems that describe every page say of articles that they are ones.
    pub(crate) is_page: bool,
    /// Whether the best item is a film, which may be set into a page of another day.
    pub(crate) is_video: bool,
}

/// Items looked at in all scripts of a page together.
const MOST_ITEMS: usize = 2000;

/// Reads the scripts of type `application/ld+json`.
pub(crate) fn read_structured_data<'s>(scripts: impl Iterator<Item = &'s str>) -> StructuredData {
    let mut best = (0, StructuredData::default());
    let (mut is_forum, mut is_product, mut publisher) = (false, false, None);
    for script in scripts {
        let Some(value) = parse(script) else { continue };
        let mut queue = vec![&value];
        let mut seen = 0;
        while let Some(item) = queue.pop() {
            seen += 1;
            if seen > MOST_ITEMS {
                break;
            }
            match item {
                Value::Array(items) => queue.extend(items.iter().rev()),
                Value::Object(fields) => {
                    let rank = rank_of(item);
                    // Items inside lists are other articles: only the graph and the page's main item are followed.
                    // Frequent questions are lists, too.
                    for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                        queue.extend(fields.get(key).filter(|_| !has_type(item, "FAQPage")));
                    }
                    is_forum |= rank == FORUM;
                    is_product |= rank == PRODUCT;
                    if rank == ORGANISATION && publisher.is_none() {
                        publisher = text(item, "name");
                    }
                    if rank >= VIDEO && rank > best.0 {
                        best = (rank, structured(item));
                    }
                }
                _ => {}
            }
        }
    }
    let mut data = best.1;
    data.is_forum = is_forum;
    data.is_product = is_product;
    data.is_work = best.0 >= WORK;
    data.is_article = best.0 == ARTICLE;
    data.is_page = best.0 == PAGE;
    data.is_video = best.0 == VIDEO;
    data.publisher = data.publisher.or(publisher);
    data
}

/// Scripts often hold raw line breaks inside strings or are wrapped in comments; both are mended.
fn parse(script: &str) -> Option<Value> {
    let script = script.trim().trim_end_matches(';');
    let script = script.strip_prefix("<!--").unwrap_or(script).trim_end_matches("-->");
    let script = script
        .trim()
        .trim_start_matches("//<![CDATA[")
        .trim_end_matches("//]]>")
        .trim_start_matches("/*<![CDATA[*/")
        .trim_end_matches("/*]]>*/");
    serde_json::from_str(script).ok().or_else(|| {
        let mended: String = script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&mended).ok()
    })
}

const ORGANISATION: u8 = 1;
const VIDEO: u8 = 2;
const PAGE: u8 = 3;
const PRODUCT: u8 = 4;
const WORK: u8 = 5;
const FORUM: u8 = 6;
const ARTICLE: u8 = 7;

/// Names of an item's types, without the address of their vocabulary.
fn types(item: &Value) -> impl Iterator<Item = &str> {
    let (one, several) = match item.get("@type") {
        Some(Value::Array(several)) => (None, several.as_slice()),
        one => (one, [].as_slice()),
    };
    one.into_iter()
        .chain(several)
        .filter_map(Value::as_str)
        .map(|name| name.rsplit('/').next().unwrap_or(name))
}

fn has_type(item: &Value, wanted: &str) -> bool {
    types(item).any(|name| name == wanted)
}

fn rank_of(item: &Value) -> u8 {
    let rank = |name: &str| match name {
        "DiscussionForumPosting" | "QAPage" | "Question" => FORUM,
        name if name.ends_with("Article") || name.ends_with("Posting") && name != "JobPosting" => ARTICLE,
        "Report" | "CreativeWork" | "Recipe" | "PressRelease" | "Dataset" => WORK,
        "Product" | "Event" | "Course" | "Book" | "JobPosting" | "Service" | "ProductGroup" => PRODUCT,
        "WebPage" | "ItemPage" | "AboutPage" | "CollectionPage" | "Review" => PAGE,
        "VideoObject" => VIDEO,
        "Organization" | "NewsMediaOrganization" | "WebSite" => ORGANISATION,
        _ => 0,
    };
    types(item).map(rank).max().unwrap_or(0)
}

fn structured(item: &Value) -> StructuredData {
    StructuredData {
        headline: text(item, "headline").or_else(|| text(item, "name")),
        author: names(item.get("author").or_else(|| item.get("creator"))),
        publisher: names(item.get("publisher")),
        published: text(item, "datePublished")
            .or_else(|| text(item, "dateCreated"))
            .or_else(|| text(item, "uploadDate")),
        modified: text(item, "dateModified"),
        body: text(item, "articleBody"),
        is_article: false,
        is_forum: false,
        is_product: false,
        is_work: false,
        is_page: false,
        is_video: false,
    }
}

fn text(item: &Value, key: &str) -> Option<String> {
    let value = match item.get(key)? {
        Value::Array(several) => several.first()?,
        one => one,
    };
    value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Names of people or organisations given as text, objects, or a list of either.
fn names(value: Option<&Value>) -> Option<String> {
    let one = |value: &Value| value.as_str().map(str::to_owned).or_else(|| text(value, "name"));
    let names: Vec<String> = match value? {
        Value::Array(several) => several.iter().take(20).filter_map(one).collect(),
        value => one(value).into_iter().collect(),
    };
    let joined = names
        .iter()
        .map(|name| name.trim())
        .filter(|name| !name.is_empty() && !name.starts_with("http"))
        .collect::<Vec<_>>()
        .join(", ");
    (!joined.is_empty()).then_some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_questions_are_no_thread() {
        let script = r#"{"@type":["WebPage","FAQPage"],"name":"Shirts","mainEntity":[{"@type":"Question","name":"Which?"}]}"#;
        let data = read_structured_data([script].into_iter());
        assert_eq!((data.headline.as_deref(), data.is_forum), (Some("Shirts"), false));
        let script = r#"{"@type":"QAPage","mainEntity":{"@type":"Question","name":"Which?"}}"#;
        assert!(read_structured_data([script].into_iter()).is_forum);
    }

    #[test]
    fn takes_the_article_and_not_what_surrounds_it() {
        let script = r#"{"@graph":[{"@type":"WebPage","name":"Page","datePublished":"2001-01-01"},
            {"@type":["Thing","NewsArticle"],"headline":"Head
line","datePublished":"2016-07-07T10:00:00Z","dateModified":"2016-07-08","author":[{"name":"A. Writer"},{"name":"B. Writer"}]},
            {"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Other","datePublished":"2020-01-01"}]}]}"#;
        let data = read_structured_data([script].into_iter());
        assert_eq!(data.headline.as_deref(), Some("Head line"));
        assert_eq!(data.published.as_deref(), Some("2016-07-07T10:00:00Z"));
        assert_eq!(data.author.as_deref(), Some("A. Writer, B. Writer"));
    }
}
