//! Claims and figures as JSON-LD: under their address with `.jsonld`, or to whoever asks for `application/ld+json`.

use super::asked::claim_named;
use crate::site::site;
use crate::{Desk, Fault, Visitor};
use archive::Workspace;
use axum::http::header::{self, HeaderMap};
use axum::response::{IntoResponse, Response};
use engine::{FigureRow, figure_row, ledger_claim, resolve_figure};
use model::Clearance;
use publish::{FigureFacts, claim_json_ld, figure_json_ld};
use serde_json::Value;

const MEDIA_TYPE: &str = "application/ld+json";
const ENDING: &str = ".jsonld";

/// The id whose linked data is asked for; none where a page is.
pub(crate) fn asked<'i>(id: &'i str, headers: &HeaderMap) -> Option<&'i str> {
    if let Some(id) = id.strip_suffix(ENDING) {
        return Some(id);
    }
    let accepted =
        headers.get(header::ACCEPT).and_then(|accepted| accepted.to_str().ok()).unwrap_or_default();
    let first = accepted.split(',').next().unwrap_or_default().split(';').next().unwrap_or_default();
    (first.trim() == MEDIA_TYPE).then_some(id)
}

/// A claim with its passage and source.
pub(crate) async fn of_claim(
    desk: &Desk,
    visitor: &Visitor,
    headers: &HeaderMap,
    id: &str,
) -> Result<Response, Fault> {
    let (clearance, site, id) = (visitor.clearance(), site(headers), id.to_owned());
    let (data, source) = desk
        .look(move |workspace| {
            let id = claim_named(workspace, clearance, &id)?;
            let claim = ledger_claim(workspace, clearance, &id)?;
            Ok((claim_json_ld(&claim, &site), claim.get().source.id.clone()))
        })
        .await?;
    desk.note_reads(visitor, vec![source]).await?;
    Ok(answer(&data))
}

/// A figure with its claims.
pub(crate) async fn of_figure(
    desk: &Desk,
    visitor: &Visitor,
    headers: &HeaderMap,
    id: &str,
) -> Result<Response, Fault> {
    let (clearance, site, id) = (visitor.clearance(), site(headers), id.to_owned());
    let data = desk
        .look_at_figures(clearance, move |folded, workspace| {
            let figures = &folded.into_inner().figures;
            let figure = figures.all.get(resolve_figure(figures, &id)?);
            let figure = figure.ok_or_else(|| Fault::NotFound("such figure".to_owned()))?;
            figure_data(workspace, clearance, &figure_row(figures, figure), usize::MAX, &site)
        })
        .await?;
    Ok(answer(&data))
}

/// A figure with its claims, `most` of them.
pub(crate) fn figure_data(
    workspace: &Workspace,
    clearance: Clearance,
    row: &FigureRow,
    most: usize,
    site: &str,
) -> Result<Value, Fault> {
    let facts = FigureFacts {
        id: row.id.clone(),
        says: row.says.clone(),
        root: row.root_name.clone(),
        time: row.time.as_ref().map(ToString::to_string),
    };
    let ids = row.claims.iter().filter_map(|claim| claim.id.parse().ok()).take(most);
    let claims = ids.map(|id| ledger_claim(workspace, clearance, &id)).collect::<Result<Vec<_>, _>>()?;
    Ok(figure_json_ld(&facts, &claims, site))
}

fn answer(data: &Value) -> Response {
    ([(header::CONTENT_TYPE, MEDIA_TYPE), (header::VARY, "accept")], format!("{data:#}\n")).into_response()
}

#[cfg(test)]
mod tests {
    use super::asked;
    use axum::http::HeaderMap;

    #[test]
    fn linked_data_is_asked_for_by_ending_or_header() {
        let accept = |text: &str| [(axum::http::header::ACCEPT, text.parse().unwrap())].into_iter().collect();
        assert_eq!(asked("ab12.jsonld", &HeaderMap::new()), Some("ab12"));
        assert_eq!(asked("ab12", &accept("application/ld+json; profile=x, */*")), Some("ab12"));
        assert_eq!(asked("ab12", &accept("text/html,application/ld+json")), None);
        assert_eq!(asked("ab12", &HeaderMap::new()), None);
    }
}
