//! Full text: documents that fit the words, with the passages; and the searches that people keep.

use super::asked::{Choice, choices, filled, meant};
use super::extract::{Form, Query};
use super::figures::encoded;
use super::{Frame, Place, page};
use crate::{Desk, Fault, Role, Visitor};
use archive::{DayRange, MediaFamily, SavedSearch, SearchFilter, ShortName};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use model::Cleared;
use publish::{SourceCard, language_name};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Asked {
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    q: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
}

impl Asked {
    /// What the words are narrowed to.
    fn filter(&self) -> Result<SearchFilter, Fault> {
        Ok(SearchFilter {
            from: meant::<DayRange>("day", self.from.as_deref())?,
            to: meant::<DayRange>("day", self.to.as_deref())?,
            language: self.language.clone(),
            kind: meant::<MediaFamily>("kind", self.kind.as_deref())?,
        })
    }

    /// What was asked when a search was kept.
    fn of(kept: &SavedSearch) -> Self {
        let SearchFilter { from, to, language, kind } = kept.filter.clone();
        Self {
            q: Some(kept.query.clone()),
            from: from.map(|day| day.to_string()),
            to: to.map(|day| day.to_string()),
            language,
            kind: kind.map(|kind| kind.to_string()),
        }
    }
}

/// A search that somebody keeps.
struct Kept {
    search: SavedSearch,
    /// Where it is asked again.
    link: String,
    /// Its feed without the ending.
    feed: Option<String>,
}

impl Kept {
    fn of(search: SavedSearch) -> Self {
        let query = serde_urlencoded::to_string(Asked::of(&search)).unwrap_or_default();
        let feed = search.feed.then(|| format!("/feeds/search/{}", encoded(search.name.as_str())));
        Self { link: format!("/search?{query}"), feed, search }
    }
}

/// A piece of a passage.
struct Piece {
    text: String,
    found: bool,
}

struct Hit {
    source: Arc<SourceCard>,
    passages: Vec<Vec<Piece>>,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    frame: Frame,
    asked: Asked,
    query: String,
    hits: Vec<Hit>,
    /// What is wrong with the query.
    trouble: Option<String>,
    more: bool,
    languages: Vec<Choice>,
    kinds: Vec<Choice>,
    kept: Vec<Kept>,
    may_keep: bool,
    is_narrowed: bool,
}

/// Documents on the page.
const SHOWN: usize = 50;

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let query = asked.q.clone().unwrap_or_default();
    let (clearance, filter) = (visitor.clearance(), asked.filter()?);
    let is_narrowed = filter != SearchFilter::default();
    let (words, own) = (query.clone(), desk.clone());
    let (found, counts, kept) = desk
        .look(move |workspace| {
            let found = if words.is_empty() {
                Ok(Vec::new())
            } else {
                engine::search_narrowed(workspace, clearance, &words, &filter, SHOWN + 1)
            };
            Ok((found, own.source_counts(workspace, clearance)?, workspace.saved_searches(clearance)?))
        })
        .await?;
    let (found, trouble) = match found {
        Ok(found) => (found, None),
        Err(engine::Error::Archive(error @ archive::Error::Query { .. })) => {
            (Vec::new(), Some(error.to_string()))
        }
        Err(error) => return Err(error.into()),
    };
    let read = found.iter().take(SHOWN).map(|finding| finding.get().source.id.clone()).collect();
    desk.note_reads(&visitor, read).await?;
    let more = found.len() > SHOWN;
    let hits = found.into_iter().take(SHOWN).map(Cleared::into_inner).map(|finding| Hit {
        passages: finding.hit.snippets.iter().map(pieces).collect(),
        source: finding.source,
    });
    let title = if query.is_empty() { "Search".to_owned() } else { format!("Search: {query}") };
    page(&SearchPage {
        frame: Frame::new(&visitor, Place::Library, title),
        hits: hits.collect(),
        languages: choices(counts.languages, asked.language.as_deref(), |code| {
            language_name(code).to_owned()
        }),
        kinds: choices(counts.kinds, asked.kind.as_deref(), str::to_owned),
        kept: kept.into_iter().map(Cleared::into_inner).map(Kept::of).collect(),
        may_keep: visitor.may(Role::Analyst),
        asked,
        query,
        trouble,
        more,
        is_narrowed,
    })
}

/// A search to be kept.
#[derive(Debug, Deserialize)]
pub(crate) struct ToKeep {
    name: String,
    #[serde(flatten)]
    asked: Asked,
    #[serde(default)]
    feed: Option<String>,
}

pub(crate) async fn keep(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Form(wanted): Form<ToKeep>,
) -> Result<Response, Fault> {
    let name = named(&wanted.name)?;
    let query =
        wanted.asked.q.clone().ok_or_else(|| Fault::Invalid("there are no words to look for".to_owned()))?;
    let search = SavedSearch {
        name,
        query,
        filter: wanted.asked.filter()?,
        feed: wanted.feed.is_some(),
        by: String::new(),
        at: String::new(),
    };
    let act = desk.act(&visitor.name);
    let link = Kept::of(search.clone()).link;
    desk.change("search", move |workspace| {
        // A feed of a search that does not read would never have anything.
        workspace.fits(&search.query, &search.filter, &[])?;
        Ok(workspace.save_search(&act, &search)?)
    })
    .await?;
    Ok(Redirect::to(&link).into_response())
}

/// A kept search to be forgotten.
#[derive(Debug, Deserialize)]
pub(crate) struct ToForget {
    name: String,
}

pub(crate) async fn forget(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Form(wanted): Form<ToForget>,
) -> Result<Response, Fault> {
    let (name, act) = (named(&wanted.name)?, desk.act(&visitor.name));
    desk.change("search", move |workspace| Ok(workspace.drop_search(&act, &name)?)).await?;
    Ok(Redirect::to("/search").into_response())
}

fn named(text: &str) -> Result<ShortName, Fault> {
    text.parse().map_err(|reason| Fault::Invalid(format!("“{text}” is no name for a search: {reason}")))
}

/// A passage cut where the words that were looked for begin and end.
fn pieces(snippet: &archive::Snippet) -> Vec<Piece> {
    let characters: Vec<char> = snippet.text.chars().collect();
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut push = |from: usize, to: usize, found: bool| {
        if let Some(words) = characters.get(from..to).filter(|words| !words.is_empty()) {
            pieces.push(Piece { text: words.iter().collect(), found });
        }
    };
    for (start, end) in &snippet.marks {
        let (start, end) = (start.saturating_sub(snippet.start).max(at), end.saturating_sub(snippet.start));
        push(at, start, false);
        push(start, end, true);
        at = end.max(at);
    }
    push(at, characters.len(), false);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_a_passage_are_its_text() {
        let snippet = archive::Snippet {
            start: 10,
            end: 27,
            text: "임금 wages in Polen".to_owned(),
            marks: vec![(10, 12), (13, 18)],
        };
        let words: Vec<(String, bool)> =
            pieces(&snippet).into_iter().map(|piece| (piece.text, piece.found)).collect();
        let expected = [("임금", true), (" ", false), ("wages", true), (" in Polen", false)];
        assert_eq!(words, expected.map(|(text, found)| (text.to_owned(), found)));
    }
}
