//! A claim of one's own: words of a source, and what they assert.

use super::asked::filled;
use super::extract::{Form, Path, Query};
use super::{Frame, Place, page};
use crate::{Desk, Fault, Visitor};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use engine::{NewClaim, SLOTS};
use model::Kind;
use publish::SourceCard;
use serde::Deserialize;

/// What is marked.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Marked {
    #[serde(default, deserialize_with = "filled")]
    quote: Option<String>,
    #[serde(default, deserialize_with = "filled")]
    occurrence: Option<String>,
    #[serde(default, deserialize_with = "filled")]
    kind: Option<String>,
    /// Lines of `slot=value`.
    #[serde(default, deserialize_with = "filled")]
    slots: Option<String>,
}

#[derive(Template)]
#[template(path = "mark.html")]
struct MarkPage {
    frame: Frame,
    card: SourceCard,
    quote: String,
    occurrence: String,
    kinds: Vec<(&'static str, String)>,
    slots: &'static [(&'static str, &'static str)],
}

pub(crate) async fn form(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
    Query(marked): Query<Marked>,
) -> Result<Response, Fault> {
    let clearance = visitor.clearance();
    let card = desk
        .look(move |workspace| {
            let source = workspace.resolve_source(&id)?;
            Ok(engine::card(workspace, clearance, &source)?.into_inner())
        })
        .await?;
    let kinds = Kind::ALL.iter().map(|kind| (kind.as_str(), kind.as_str().replace('_', " ")));
    let view = MarkPage {
        frame: Frame::new(&visitor, Place::Library, "Mark a claim"),
        card,
        quote: marked.quote.unwrap_or_default(),
        occurrence: marked.occurrence.unwrap_or_default(),
        kinds: kinds.collect(),
        slots: SLOTS,
    };
    page(&view)
}

pub(crate) async fn add(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
    Form(marked): Form<Marked>,
) -> Result<Response, Fault> {
    let quote = marked.quote.ok_or_else(|| Fault::Invalid("give the words of the source".to_owned()))?;
    let kind = super::asked::meant::<Kind>("kind of claim", marked.kind.as_deref())?;
    let kind = kind.ok_or_else(|| Fault::Invalid("say what kind of claim it is".to_owned()))?;
    let occurrence = super::asked::meant::<usize>("number of an occurrence", marked.occurrence.as_deref())?;
    let slots = super::asked::slots(marked.slots.as_deref())?;
    let act = desk.act(&visitor.name);
    let claim = desk
        .change("claim", move |workspace| {
            let source = workspace.resolve_source(&id)?;
            Ok(engine::add_claim(workspace, &act, &NewClaim { source, quote, occurrence, kind, slots })?)
        })
        .await?;
    Ok(Redirect::to(&format!("/claims/{claim}")).into_response())
}
