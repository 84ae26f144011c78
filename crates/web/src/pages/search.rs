//! Full text: documents that fit the words, with the passages.

use super::asked::filled;
use super::{Frame, Place, page};
use crate::{Desk, Fault, Visitor};
use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::response::Response;
use model::Cleared;
use publish::SourceCard;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default, deserialize_with = "filled")]
    q: Option<String>,
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
    query: String,
    hits: Vec<Hit>,
    /// What is wrong with the query.
    trouble: Option<String>,
    more: bool,
}

/// Documents on the page.
const SHOWN: usize = 50;

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let query = asked.q.unwrap_or_default();
    let clearance = visitor.clearance();
    let (found, trouble) = if query.is_empty() {
        (Vec::new(), None)
    } else {
        let words = query.clone();
        let found =
            desk.look(move |workspace| Ok(engine::search(workspace, clearance, &words, SHOWN + 1)?)).await;
        match found {
            Ok(found) => (found, None),
            Err(Fault::Engine(engine::Error::Archive(error @ archive::Error::Query { .. }))) => {
                (Vec::new(), Some(error.to_string()))
            }
            Err(fault) => return Err(fault),
        }
    };
    let more = found.len() > SHOWN;
    let hits = found.into_iter().take(SHOWN).map(Cleared::into_inner).map(|finding| Hit {
        passages: finding.hit.snippets.iter().map(pieces).collect(),
        source: finding.source,
    });
    let title = if query.is_empty() { "Search".to_owned() } else { format!("Search: {query}") };
    page(&SearchPage {
        frame: Frame::new(&visitor, Place::Library, title),
        hits: hits.collect(),
        query,
        trouble,
        more,
    })
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
