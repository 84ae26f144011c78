//! `/match/{dataset}`: a batch of entities, and for each who it may be.

use super::LARGEST_BODY;
use super::attend::{Caller, QueryCount};
use super::body::{AskedQuery, read_match_body};
use super::parameters::{Given, Kind, Parameter};
use super::refusal::Refusal;
use super::shapes::{AskedShape, ExampleShape, MatchShape, MatchesShape};
use crate::Desk;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::{self, HeaderMap};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use engine::{ALGORITHM, Filter, Holdings, MatchRequest, Scope, THRESHOLD, query_of_entity};
use std::collections::BTreeMap;
use std::time::Instant;

/// Names under which the one rule can be asked for.
pub(crate) const ALGORITHMS: &[&str] = &["best", ALGORITHM];

/// What can be given.
pub(crate) const PARAMETERS: &[Parameter] = &[
    Parameter { name: "limit", kind: Kind::Whole(5, 500), about: "Most results of a query." },
    Parameter {
        name: "threshold",
        kind: Kind::Share(THRESHOLD),
        about: "Score from which a listed party is a match. What is only documented never is one.",
    },
    Parameter {
        name: "cutoff",
        kind: Kind::Share(THRESHOLD),
        about: "Score below which nothing is told; never above the threshold.",
    },
    Parameter { name: "algorithm", kind: Kind::Choice(ALGORITHMS), about: "The rule; there is one." },
    Parameter {
        name: "include_dataset",
        kind: Kind::Texts,
        about: "Only results of one of these data sets.",
    },
    Parameter { name: "exclude_dataset", kind: Kind::Texts, about: "No results of these data sets." },
    Parameter { name: "exclude_schema", kind: Kind::Texts, about: "No results of these schemata." },
    Parameter { name: "topics", kind: Kind::Texts, about: "Only results with one of these topics." },
    Parameter {
        name: "exclude_entity_ids",
        kind: Kind::Texts,
        about: "None of these entities, nor what is judged one with them.",
    },
];

const BATCH_SIZE: HeaderName = HeaderName::from_static("x-batch-size");

pub(crate) async fn answer(
    State(desk): State<Desk>,
    Extension(caller): Extension<Caller>,
    Path(dataset): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    let service = desk.api();
    let limits = service.settings().limits.clone();
    let given = Given::read(PARAMETERS, query.as_deref())?;
    if headers.get(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
        let detail = "the body is taken as it is, without compression".to_owned();
        return Err(Refusal { status: StatusCode::UNSUPPORTED_MEDIA_TYPE, detail });
    }
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Refusal::too_large(format!("the body is larger than {LARGEST_BODY} bytes"))
        }
        status => Refusal { status, detail: "the body did not come whole".to_owned() },
    })?;
    let holdings = service.holdings(&desk, caller.clearance).await?;
    let scope = holdings.scope(&dataset).ok_or_else(|| Refusal::not_found("data set"))?;
    let work = move |end: Instant| {
        let asked = read_match_body(&body, &limits).map_err(Refusal::invalid)?.queries;
        let count = asked.len();
        let shape = ask(&holdings, scope, &given, asked, end)?;
        let bytes = serde_json::to_vec(&shape).map_err(|_| Refusal::from(crate::Fault::Broken))?;
        Ok((count, bytes))
    };
    let (count, bytes) = service.work(caller.begun, work).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (BATCH_SIZE, HeaderValue::from(count)),
    ];
    let mut answer = (headers, bytes).into_response();
    answer.extensions_mut().insert(QueryCount(count));
    Ok(answer)
}

fn ask(
    holdings: &Holdings,
    scope: Scope,
    given: &Given,
    asked: Vec<AskedQuery>,
    end: Instant,
) -> Result<MatchShape, Refusal> {
    let threshold = given.share("threshold");
    let request = MatchRequest {
        limit: given.whole("limit"),
        threshold,
        cutoff: given.share("cutoff").min(threshold),
        filter: Filter {
            scope: Some(scope.clone()),
            exclude_schemata: given.all("exclude_schema"),
            include_datasets: given.all("include_dataset"),
            exclude_datasets: given.all("exclude_dataset"),
            topics: given.all("topics"),
            exclude_ids: given.all("exclude_entity_ids"),
            ..Filter::default()
        },
    };
    let mut screeners = holdings.screeners();
    let mut responses = BTreeMap::new();
    for query in asked {
        if Instant::now() >= end {
            return Err(Refusal::busy("these queries took too long: send fewer at once"));
        }
        let read = query_of_entity(&query.entity);
        let matched = screeners.ask(&read, &request)?;
        let example =
            ExampleShape { id: query.id, schema: query.entity.schema, properties: query.entity.properties };
        responses.insert(query.key, MatchesShape::of(matched, example, query.warnings));
    }
    let asked = asked_of(holdings, &scope)?;
    Ok(MatchShape { responses, limit: request.limit, threshold, algorithm: ALGORITHM, asked })
}

/// The lists a scope consists of, as they stand.
pub(crate) fn asked_of(holdings: &Holdings, scope: &Scope) -> Result<AskedShape, Refusal> {
    let mut lists = holdings.standings()?.into_inner();
    if let Scope::Set(name) = scope
        && lists.iter().any(|list| list.list == *name)
    {
        lists.retain(|list| list.list == *name);
    }
    let (lists, documented) = match scope {
        Scope::Everything => (lists, holdings.documented()),
        Scope::Evidence => (Vec::new(), holdings.documented()),
        Scope::Set(_) => (lists, None),
    };
    Ok(AskedShape { lists, documented, as_of: holdings.made().to_owned() })
}
