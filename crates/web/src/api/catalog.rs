//! `/catalog` and `/algorithms`: what can be asked, and by which rule.

use super::attend::Caller;
use super::refusal::Refusal;
use crate::Desk;
use axum::extract::State;
use axum::{Extension, Json};
use engine::{ALGORITHM, HeldDataset};
use serde_json::{Value, json};

pub(crate) async fn answer(
    State(desk): State<Desk>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Value>, Refusal> {
    let holdings = desk.api().holdings(&desk, caller.clearance).await?;
    let sets = holdings.datasets()?.into_inner();
    let lists = || sets.iter().filter_map(|set| set.standing.as_ref());
    let names = |overdue: bool| -> Vec<&str> {
        lists().filter(|list| list.overdue == overdue).map(|list| list.list.as_str()).collect()
    };
    let shown: Vec<Value> = sets.iter().map(|set| dataset(set, holdings.made())).collect();
    let outdated = names(true);
    Ok(Json(json!({
        "datasets": shown,
        "current": names(false),
        "outdated": outdated,
        "index_stale": !outdated.is_empty(),
        "as_of": holdings.made(),
    })))
}

/// A set as FollowTheMoney catalogues describe it; how a list stands is beside it.
fn dataset(set: &HeldDataset, made: &str) -> Value {
    let version = set.standing.as_ref().map(|list| list.version.to_string());
    json!({
        "name": set.name,
        "title": set.title,
        "type": if set.children.is_empty() { "source" } else { "collection" },
        "children": set.children,
        "entity_count": set.entities,
        "thing_count": set.things,
        "version": version,
        "updated_at": set.standing.as_ref().and_then(|list| list.published.clone()),
        "last_export": set.standing.as_ref().map_or(made, |list| list.loaded.as_str()),
        "load": true,
        "index_version": version,
        "index_current": set.standing.as_ref().is_none_or(|list| !list.overdue),
        "standing": set.standing,
    })
}

/// The parts of the rule; what each does is in `docs/screening.md`.
const PARTS: [(&str, &str); 7] = [
    ("name", "How alike the names are, across scripts and spellings."),
    ("rarity", "How many on the lists are called so: a rare name tells more."),
    ("date", "Dates of birth, founding or building."),
    ("country", "Countries, nationalities, flags, jurisdictions."),
    ("gender", "Gender, where both sides state one."),
    ("identifier", "Numbers of registers, ships, passports."),
    ("address", "Addresses."),
];

pub(crate) async fn answer_algorithms() -> Json<Value> {
    let part = |(name, about): &(&str, &str)| {
        ((*name).to_owned(), json!({"description": about, "coefficient": 1.0, "url": ""}))
    };
    let parts: serde_json::Map<String, Value> = PARTS.iter().map(part).collect();
    let about =
        "Names are compared first; what else is known lifts or lowers their score. One rule, one threshold.";
    Json(json!({
        "algorithms": [{
            "name": ALGORITHM,
            "description": about,
            "features": parts,
            "docs": {"name": ALGORITHM, "description": about, "config": {}, "features": parts},
        }],
        "default": ALGORITHM,
        "best": ALGORITHM,
    }))
}
