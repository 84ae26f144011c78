//! `/entities/{id}`: one entity, and what is around it.

use super::attend::Caller;
use super::parameters::{Given, Kind, Parameter};
use super::refusal::Refusal;
use super::shapes::{EntityShape, Total};
use crate::Desk;
use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use engine::{Holdings, Nested};
use model::Schema;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// What can be given for one entity.
pub(crate) const PARAMETERS: &[Parameter] = &[Parameter {
    name: "nested",
    kind: Kind::Flag(true),
    about: "Whether addresses, sanctions, owners and others around it are told with it.",
}];

/// What can be given for those around it.
pub(crate) const PAGE: &[Parameter] = &[
    Parameter { name: "limit", kind: Kind::Whole(10, 500), about: "Most results of a property." },
    Parameter { name: "offset", kind: Kind::Whole(0, 9_499), about: "Results to pass over." },
];

pub(crate) async fn answer(
    State(desk): State<Desk>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let given = Given::read(PARAMETERS, query.as_deref())?;
    let holdings = desk.api().holdings(&desk, caller.clearance).await?;
    if let Some(moved) = moved(&holdings, &id, "", query.as_deref()) {
        return Ok(moved);
    }
    let work = move |_| {
        let shape = if given.flag("nested") {
            holdings.nested(&id)?.map(|nested| EntityShape::nested(nested.into_inner()))
        } else {
            holdings.entity(&id)?.map(|held| EntityShape::of(held.into_inner()))
        };
        shape.ok_or_else(|| Refusal::not_found("entity"))
    };
    Ok(Json(desk.api().work(caller.begun, work).await?).into_response())
}

/// Where judgements made an entity one with another, the way to that one.
fn moved(holdings: &Arc<Holdings>, id: &str, rest: &str, query: Option<&str>) -> Option<Response> {
    let canonical = holdings.moved_to(id)?;
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let place = format!("/entities/{}{rest}{query}", utf8_percent_encode(&canonical, NON_ALPHANUMERIC));
    Some((StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, place)]).into_response())
}

pub(crate) async fn answer_adjacent(
    State(desk): State<Desk>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let given = Given::read(PAGE, query.as_deref())?;
    let holdings = desk.api().holdings(&desk, caller.clearance).await?;
    if let Some(moved) = moved(&holdings, &id, "/adjacent", query.as_deref()) {
        return Ok(moved);
    }
    let work = move |_| {
        let none = || Refusal::not_found("entity");
        let entity = EntityShape::of(holdings.entity(&id)?.ok_or_else(none)?.into_inner());
        let around = holdings.around(&id)?.ok_or_else(none)?.into_inner();
        let pages: Map<String, Value> =
            around.into_iter().map(|(property, others)| (property, page(others, &given))).collect();
        Ok(json!({"entity": entity, "adjacent": pages}))
    };
    Ok(Json(desk.api().work(caller.begun, work).await?).into_response())
}

pub(crate) async fn answer_property(
    State(desk): State<Desk>,
    Extension(caller): Extension<Caller>,
    Path((id, property)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let given = Given::read(PAGE, query.as_deref())?;
    let holdings = desk.api().holdings(&desk, caller.clearance).await?;
    let rest = format!("/adjacent/{}", utf8_percent_encode(&property, NON_ALPHANUMERIC));
    if let Some(moved) = moved(&holdings, &id, &rest, query.as_deref()) {
        return Ok(moved);
    }
    let work = move |_| {
        let none = || Refusal::not_found("entity");
        let entity = holdings.entity(&id)?.ok_or_else(none)?.into_inner().entity;
        let known = Schema::named(&entity.schema).and_then(|schema| schema.property(&property));
        if !known.is_some_and(model::Property::points_at_entities) {
            return Err(Refusal::not_found("property"));
        }
        let mut around = holdings.around(&id)?.ok_or_else(none)?.into_inner();
        Ok(page(around.remove(&property).unwrap_or_default(), &given))
    };
    Ok(Json(desk.api().work(caller.begun, work).await?).into_response())
}

fn page(others: Vec<Nested>, given: &Given) -> Value {
    let (limit, offset) = (given.whole("limit"), given.whole("offset"));
    let total = Total::of(others.len(), false);
    let results: Vec<EntityShape> =
        others.into_iter().skip(offset).take(limit).map(EntityShape::nested).collect();
    json!({"results": results, "total": total, "limit": limit, "offset": offset})
}
