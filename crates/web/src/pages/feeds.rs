//! Feeds of open sources, for whoever comes: by tag, by country, by kept search; and the page that lists them.

use super::extract::Path;
use super::figures::encoded;
use super::{Frame, Place, page};
use crate::site::site;
use crate::{Desk, Fault, Visitor};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use engine::FeedOf;
use model::Clearance;
use publish::{write_atom, write_json_feed};
use sha2::{Digest, Sha256};

/// How long a reader may keep a feed before it asks again.
const KEPT: &str = "public, max-age=300";

/// A feed in the list.
struct Row {
    name: String,
    /// Its address without the ending.
    path: String,
    sources: Option<u64>,
}

#[derive(Template)]
#[template(path = "feeds.html")]
struct FeedsPage {
    frame: Frame,
    /// Feeds by kind.
    groups: Vec<(&'static str, Vec<Row>)>,
}

fn path_of(feed: &FeedOf) -> String {
    format!("/feeds/{}/{}", feed.kind(), encoded(feed.name()))
}

/// All feeds that have something to read.
pub(crate) async fn list(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, Fault> {
    let own = desk.clone();
    let feeds = desk
        .look(move |workspace| {
            let counts = own.source_counts(workspace, Clearance::Public)?;
            Ok(engine::feeds(workspace, &counts)?)
        })
        .await?;
    let group = |kind: &str| {
        let feeds = feeds.iter().filter(|(feed, _)| feed.kind() == kind);
        feeds
            .map(|(feed, sources)| Row {
                name: match feed {
                    FeedOf::Place(_) => feed.title(),
                    FeedOf::Tag(name) | FeedOf::Search(name) => name.to_string(),
                },
                path: path_of(feed),
                sources: *sources,
            })
            .collect()
    };
    let groups = vec![("Tags", group("tag")), ("Countries", group("place")), ("Searches", group("search"))];
    page(&FeedsPage { frame: Frame::new(&visitor, Place::Library, "Feeds"), groups })
}

/// One feed; what is in it does not depend on who asks.
pub(crate) async fn read(
    State(desk): State<Desk>,
    headers: HeaderMap,
    Path((kind, file)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let missing = || Fault::NotFound("such feed".to_owned());
    let (name, ending) = file.rsplit_once('.').ok_or_else(missing)?;
    let (write, media_type): (fn(&_, _) -> _, _) = match ending {
        "atom" => (write_atom, "application/atom+xml; charset=utf-8"),
        "json" => (write_json_feed, "application/feed+json; charset=utf-8"),
        _ => return Err(missing()),
    };
    let which = FeedOf::named(&kind, name).ok_or_else(missing)?;
    let (site, path) = (site(&headers), path_of(&which));
    let body = desk
        .look(move |workspace| {
            let found = engine::feed(workspace, &which, &site, &path)?;
            let (head, items) = found.ok_or_else(|| Fault::NotFound("such feed".to_owned()))?;
            Ok(write(&head, items).map_err(engine::Error::from)?)
        })
        .await?;
    let hash = Sha256::digest(body.as_bytes());
    let tag = format!("\"{}\"", model::hex(&hash[..16]));
    let known = headers.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    let is_known = known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag));
    let about = [(header::ETAG, tag), (header::CACHE_CONTROL, KEPT.to_owned())];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    Ok((about, [(header::CONTENT_TYPE, media_type)], body).into_response())
}
