//! `/healthz`, `/readyz`, `/metrics`, `/openapi.json`: for those who run the service.

use super::attend::Caller;
use super::metrics::Gauge;
use super::openapi;
use super::refusal::Refusal;
use crate::{Desk, Offer};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

/// The process lives.
pub(crate) async fn answer_health() -> Json<Value> {
    Json(json!({"status": "ok"}))
}

/// Lists and evidence are at hand. Beside pages they are read when somebody asks first.
pub(crate) async fn answer_ready(State(desk): State<Desk>) -> Result<Json<Value>, Refusal> {
    let service = desk.api();
    let ready = desk.options().offer == Offer::Pages || service.at_hand(service.usual()).is_some();
    if ready { Ok(Json(json!({"status": "ok"}))) } else { Err(Refusal::busy("lists are being read")) }
}

pub(crate) async fn answer_document() -> Json<&'static Value> {
    Json(openapi::document())
}

pub(crate) async fn answer_metrics(
    State(desk): State<Desk>,
    Extension(caller): Extension<Caller>,
) -> Result<Response, Refusal> {
    let service = desk.api();
    let count = |number: usize| vec![(Vec::new(), number as f64)];
    let mut gauges = vec![
        Gauge {
            name: "manumit_requests_under_way",
            about: "Requests that are being answered.",
            values: count(service.under_way.load(Ordering::Relaxed)),
        },
        Gauge {
            name: "manumit_requests_turned_away",
            about: "Requests since the start that came when there was no room.",
            values: count(service.turned_away.load(Ordering::Relaxed)),
        },
    ];
    if let Some(holdings) = service.at_hand(caller.clearance) {
        let (listed, bytes) = holdings.size();
        let of_lists = |value: &dyn Fn(&model::ListStanding) -> Option<f64>| -> Result<Vec<_>, Refusal> {
            let lists = holdings.standings()?.into_inner();
            let of_list =
                |list: &model::ListStanding| Some((vec![("list", list.list.clone())], value(list)?));
            Ok(lists.iter().filter_map(of_list).collect())
        };
        gauges.push(Gauge {
            name: "manumit_entities",
            about: "Entities that can be found, by what they rest on.",
            values: vec![
                (vec![("of", "lists".to_owned())], listed as f64),
                (vec![("of", "documents".to_owned())], holdings.documented().unwrap_or_default() as f64),
            ],
        });
        gauges.push(Gauge {
            name: "manumit_index_bytes",
            about: "About how many bytes the index of lists takes.",
            values: count(bytes),
        });
        gauges.push(Gauge {
            name: "manumit_list_age_days",
            about: "Days since a list was published, or loaded where that is not known; absent where neither is.",
            values: of_lists(&|list| list.age_days.map(|days| days as f64))?,
        });
        gauges.push(Gauge {
            name: "manumit_list_overdue",
            about: "1 where a new version of a list should be there by now.",
            values: of_lists(&|list| Some(f64::from(u8::from(list.overdue))))?,
        });
    }
    let text = service.metrics.text(&gauges);
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}
