//! A source: its document as it was read, with its claims in place; where it came from; its bytes and its text.

use super::asked::{filled, meant, source_named};
use super::extract::{Path, Query};
use super::labels::LabelForm;
use super::passage::{Stretch, Underlined, part_of, parts, place_of, stretches};
use super::{Frame, Place, page};
use crate::{Desk, Fault, Role, Visitor};
use archive::{ClaimFilter, DocumentRecord};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use engine::Custody;
use model::{Claim, Clearance, Cleared, CodePoints, ReviewState, Sensitivity, SourceId, Span, Zone};
use publish::{CitationStyle, ClaimRow, SourceCard, cite, language_name};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default, deserialize_with = "filled")]
    part: Option<String>,
}

/// A claim of this source, with the corrections of its reviews.
struct Placed {
    claim: Claim,
    state: ReviewState,
}

/// A claim in the list beside the document.
struct Beside {
    link: String,
    id: String,
    kind: String,
    says: String,
    state: ReviewState,
}

#[derive(Template)]
#[template(path = "source.html")]
struct SourcePage {
    frame: Frame,
    card: SourceCard,
    language: Option<String>,
    sensitivity: Sensitivity,
    document: Option<DocumentRecord>,
    stretches: Vec<Stretch>,
    part: usize,
    parts: usize,
    beside: Vec<Beside>,
    elsewhere: usize,
    may_edit: bool,
    labels: Option<LabelForm>,
    /// The original and its custody are for people of the workspace.
    sees_custody: bool,
}

/// Claims in the list beside a document.
const LISTED: usize = 120;

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let wanted = meant::<usize>("part", asked.part.as_deref())?.unwrap_or(1);
    let clearance = visitor.clearance();
    let asker = visitor.clone();
    let view = desk.look(move |workspace| view(workspace, &asker, clearance, &id, wanted)).await?;
    match view {
        Ok(view) => {
            desk.note_reads(&visitor, vec![view.card.id.clone()]).await?;
            page(&view)
        }
        Err(elsewhere) => Ok(Redirect::permanent(&elsewhere).into_response()),
    }
}

/// The page, or the address of the source that the beginning of an id meant.
fn view(
    workspace: &archive::Workspace,
    visitor: &Visitor,
    clearance: Clearance,
    id: &str,
    wanted: usize,
) -> Result<Result<SourcePage, String>, Fault> {
    let source = source_named(workspace, clearance, id)?;
    if source.as_str() != id {
        return Ok(Err(format!("/sources/{source}")));
    }
    let record = workspace.source(clearance, &source)?;
    let sensitivity = record.get().source.sensitivity;
    let documents: Vec<DocumentRecord> =
        workspace.documents_of(clearance, &source)?.into_iter().map(Cleared::into_inner).collect();
    let metadata = documents.first().map(|first| first.document.metadata.clone());
    let card = engine::card_of(record, metadata.unwrap_or_default()).into_inner();
    let document = documents.into_iter().max_by_key(|document| !document.document.text.is_empty());
    let claims = claims_of(workspace, clearance, &source)?;
    let labels = LabelForm::of(workspace, clearance, &source)?;
    let (mut shown, mut beside, mut count, mut part) = (Vec::new(), Vec::new(), 1, 0);
    if let Some(DocumentRecord { document, .. }) = &document {
        let points = CodePoints::new(&document.text);
        let cut = parts(document);
        (count, part) = (cut.len(), wanted.clamp(1, cut.len()) - 1);
        let mut placed: Vec<(Span, Underlined)> = Vec::new();
        for claim in &claims {
            let Some(span) = place_of(document, &points, &claim.claim) else { continue };
            let row = ClaimRow::of("", claim.claim.clone());
            let (id, says) = (claim.claim.id.clone(), publish::gist(&row));
            let of_part = part_of(&cut, span.start);
            if of_part == part {
                beside.push(Beside {
                    link: format!("/claims/{id}"),
                    kind: claim.claim.kind.to_string().replace('_', " "),
                    id: id.to_string(),
                    says: says.clone(),
                    state: claim.state,
                });
            }
            placed.push((span, Underlined { id, state: claim.state, says, begins: true }));
        }
        shown = stretches(document, cut[part], &placed);
    }
    let here = beside.len().min(LISTED);
    beside.truncate(LISTED);
    Ok(Ok(SourcePage {
        frame: Frame::new(visitor, Place::Library, card.heading()),
        language: card.language.as_deref().map(|code| language_name(code).to_owned()),
        elsewhere: claims.len() - here,
        may_edit: visitor.may(Role::Editor),
        labels,
        sees_custody: visitor.may(Role::Reader),
        card,
        sensitivity,
        document,
        stretches: shown,
        part: part + 1,
        parts: count,
        beside,
    }))
}

fn claims_of(
    workspace: &archive::Workspace,
    clearance: Clearance,
    source: &SourceId,
) -> Result<Vec<Placed>, Fault> {
    let filter = ClaimFilter { source: Some(source.clone()), ..ClaimFilter::default() };
    let claims = workspace.claims(clearance, &filter)?.into_iter().map(Cleared::into_inner);
    Ok(claims.map(|record| Placed { claim: engine::corrected(&record), state: record.state }).collect())
}

/// The original bytes, to be kept, never to be shown by the browser as part of this site.
pub(crate) async fn original(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let clearance = visitor.clearance();
    let (bytes, source) = desk
        .look(move |workspace| {
            let source = source_named(workspace, clearance, &id)?;
            Ok((workspace.bytes(clearance, &source)?.into_inner(), source))
        })
        .await?;
    desk.note_reads(&visitor, vec![source.clone()]).await?;
    Ok(download("application/octet-stream", &format!("{source}.bin"), bytes))
}

/// The readable text.
pub(crate) async fn text(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let clearance = visitor.clearance();
    let (text, source) = desk
        .look(move |workspace| {
            let source = source_named(workspace, clearance, &id)?;
            let documents = workspace.documents_of(clearance, &source)?;
            let text = documents
                .into_iter()
                .map(|document| document.into_inner().document.text)
                .max_by_key(String::len);
            Ok((text.ok_or_else(|| Fault::NotFound("text of this source".to_owned()))?, source))
        })
        .await?;
    desk.note_reads(&visitor, vec![source.clone()]).await?;
    Ok(download("text/plain; charset=utf-8", &format!("{source}.txt"), text.into_bytes()))
}

#[derive(Template)]
#[template(path = "custody.html")]
struct CustodyPage {
    frame: Frame,
    card: SourceCard,
    chain: Vec<Custody>,
}

/// Where it came from and what was done to it, with its bytes compared with their hash.
pub(crate) async fn custody(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let clearance = visitor.clearance();
    let (card, chain) = desk
        .look(move |workspace| {
            let source = source_named(workspace, clearance, &id)?;
            let card = engine::card(workspace, clearance, &source)?.into_inner();
            Ok((card, engine::custody(workspace, clearance, &source)?))
        })
        .await?;
    desk.note_reads(&visitor, vec![card.id.clone()]).await?;
    let title = format!("Custody of {}", card.heading());
    page(&CustodyPage { frame: Frame::new(&visitor, Place::Library, title), card, chain })
}

/// How to cite it.
pub(crate) async fn citation(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path((id, form)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let (style, media_type, ending) = match form.as_str() {
        "bibtex" => (CitationStyle::Bibtex, "application/x-bibtex; charset=utf-8", "bib"),
        "csl" => (CitationStyle::CslJson, "application/vnd.citationstyles.csl+json", "json"),
        _ => return Err(Fault::NotFound("form of citation".to_owned())),
    };
    let clearance = visitor.clearance();
    let (citation, source) = desk
        .look(move |workspace| {
            let source = source_named(workspace, clearance, &id)?;
            Ok((cite(&engine::card(workspace, clearance, &source)?, style), source))
        })
        .await?;
    Ok(download(media_type, &format!("{source}.{ending}"), citation.into_bytes()))
}

/// An answer that the browser stores as a file.
pub(crate) fn download(media_type: &str, name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    (headers, bytes).into_response()
}
