//! `/search/{dataset}`: entities by words.

use super::attend::Caller;
use super::matching::asked_of;
use super::parameters::{Given, Kind, Parameter};
use super::refusal::Refusal;
use super::shapes::{EntityShape, SearchShape, Total, facets};
use crate::Desk;
use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use engine::{Facet, Filter, Holdings, Scope, SearchRequest};
use model::Schema;

/// The most results that can be passed over.
const MOST_PASSED_OVER: usize = 9_499;

/// What can be given.
pub(crate) const PARAMETERS: &[Parameter] = &[
    Parameter {
        name: "q",
        kind: Kind::Text(""),
        about: "Words that all have to stand in an entity; `yong*` is the beginning of one. Every entity where there are none.",
    },
    Parameter {
        name: "schema",
        kind: Kind::Text("Thing"),
        about: "Only entities of this schema or a kind of it.",
    },
    Parameter { name: "limit", kind: Kind::Whole(10, 500), about: "Most results." },
    Parameter { name: "offset", kind: Kind::Whole(0, MOST_PASSED_OVER), about: "Results to pass over." },
    Parameter {
        name: "fuzzy",
        kind: Kind::Flag(false),
        about: "Whether words may differ by a letter or two.",
    },
    Parameter {
        name: "countries",
        kind: Kind::Texts,
        about: "Only entities of these countries (ISO 3166-1 codes).",
    },
    Parameter { name: "topics", kind: Kind::Texts, about: "Only entities with these topics." },
    Parameter { name: "datasets", kind: Kind::Texts, about: "Only entities of these data sets." },
    Parameter {
        name: "filter",
        kind: Kind::Texts,
        about: "Only entities with this value of a property: `birthDate:1961-04-12`.",
    },
    Parameter {
        name: "filter_op",
        kind: Kind::Choice(&["OR", "AND"]),
        about: "Whether of several countries, topics, data sets or values of one property one must hold, or all.",
    },
    Parameter {
        name: "include_dataset",
        kind: Kind::Texts,
        about: "Only results of one of these data sets.",
    },
    Parameter { name: "exclude_dataset", kind: Kind::Texts, about: "No results of these data sets." },
    Parameter { name: "exclude_schema", kind: Kind::Texts, about: "No results of these schemata." },
    Parameter {
        name: "facets",
        kind: Kind::Choices(
            &["countries", "topics", "datasets", "schema", "genders"],
            &["countries", "topics", "datasets"],
        ),
        about: "What all results are counted by.",
    },
];

/// Parameters of yente whose meaning cannot be kept here: an answer that passed over them would be wrong.
const NOT_HERE: [&str; 2] = ["changed_since", "sort"];

pub(crate) async fn answer(
    State(desk): State<Desk>,
    Extension(caller): Extension<Caller>,
    Path(dataset): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let given = Given::read(PARAMETERS, query.as_deref())?;
    for (name, _) in form_urlencoded::parse(query.as_deref().unwrap_or_default().as_bytes()) {
        if NOT_HERE.contains(&name.as_ref()) {
            return Err(Refusal::invalid(format!("{name}: not offered here")));
        }
    }
    let service = desk.api();
    let most = service.settings().limits.value;
    if given.text("q").chars().count() > most {
        return Err(Refusal::invalid(format!("q: more than {most} characters")));
    }
    let holdings = service.holdings(&desk, caller.clearance).await?;
    let scope = holdings.scope(&dataset).ok_or_else(|| Refusal::not_found("data set"))?;
    let request = request_of(&given, scope.clone())?;
    let work = move |_| {
        let shape = find(&holdings, &scope, &request)?;
        serde_json::to_vec(&shape).map_err(|_| crate::Fault::Broken.into())
    };
    let bytes = service.work(caller.begun, work).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], bytes).into_response())
}

fn request_of(given: &Given, scope: Scope) -> Result<SearchRequest, Refusal> {
    let schema = Schema::named(given.text("schema"))
        .ok_or_else(|| Refusal::invalid("schema: this is no schema of FollowTheMoney"))?;
    let property = |text: String| {
        let (name, value) = text.split_once(':').filter(|(name, _)| !name.is_empty())?;
        Some((name.strip_prefix("properties.").unwrap_or(name).to_owned(), value.to_owned()))
    };
    let properties: Option<Vec<(String, String)>> = given.all("filter").into_iter().map(property).collect();
    let wanted = given.all("facets");
    let is_wanted = |facet: &&Facet| match wanted.is_empty() {
        true => matches!(facet, Facet::Countries | Facet::Topics | Facet::Datasets),
        false => wanted.iter().any(|name| name == facet.as_str()),
    };
    Ok(SearchRequest {
        words: given.text("q").to_owned(),
        fuzzy: given.flag("fuzzy"),
        filter: Filter {
            scope: Some(scope),
            // Everything that can be found is a thing, also where its schema is not known here.
            schema: (schema.name != "Thing").then(|| schema.name.to_owned()),
            exclude_schemata: given.all("exclude_schema"),
            include_datasets: given.all("include_dataset"),
            exclude_datasets: given.all("exclude_dataset"),
            datasets: given.all("datasets"),
            topics: given.all("topics"),
            countries: given.all("countries").iter().map(|code| code.to_lowercase()).collect(),
            properties: properties.ok_or_else(|| {
                Refusal::invalid("filter: write it as property:value, as birthDate:1961-04-12")
            })?,
            exclude_ids: Vec::new(),
            all: given.text("filter_op") == "AND",
        },
        facets: Facet::ALL.iter().filter(is_wanted).copied().collect(),
        offset: given.whole("offset"),
        limit: given.whole("limit"),
    })
}

fn find(holdings: &Holdings, scope: &Scope, request: &SearchRequest) -> Result<SearchShape, Refusal> {
    let found = holdings.search(request)?.into_inner();
    let sets = holdings.datasets()?.into_inner();
    let title = |name: &str| sets.iter().find(|set| set.name == name).map(|set| set.title.clone());
    Ok(SearchShape {
        results: found.entities.into_iter().map(EntityShape::of).collect(),
        facets: facets(found.facets, title),
        total: Total::of(found.total, false),
        limit: request.limit,
        offset: request.offset,
        asked: asked_of(holdings, scope)?,
    })
}
