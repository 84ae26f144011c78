//! Where: the map, and the table beneath it.

use super::super::{Frame, Place, page};
use super::{encoded, map, whole};
use crate::{Desk, Fault, Visitor};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use engine::Folded;
use std::collections::BTreeMap;

/// Places by name shown beneath the countries.
const MOST_NAMED: usize = 60;

/// A line of the tables.
struct Row {
    name: String,
    link: String,
    claims: String,
    sources: String,
    figures: String,
    questions: String,
}

#[derive(Template)]
#[template(path = "figures/places.html")]
struct PlacesPage {
    frame: Frame,
    map: String,
    legend: Vec<(usize, String)>,
    countries: Vec<Row>,
    others: Vec<Row>,
    hidden: usize,
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, Fault> {
    let frame = Frame::new(&visitor, Place::Places, "Places");
    let view = desk
        .look_at_figures(visitor.clearance(), move |folded, _| Ok(places(folded.into_inner(), frame)))
        .await?;
    page(&view)
}

fn places(folded: &Folded, frame: Frame) -> PlacesPage {
    let mut questions: BTreeMap<&str, usize> = BTreeMap::new();
    for question in &folded.questions {
        *questions.entry(&question.place).or_default() += 1;
    }
    let mut sorted: Vec<_> = folded.places.iter().collect();
    sorted.sort_by(|one, other| (other.1.mentions.len(), one.0).cmp(&(one.1.mentions.len(), other.0)));
    let row = |(place, tally): &(&String, &engine::Tally)| Row {
        name: engine::place_name(place),
        link: format!("/places/{}", encoded(place)),
        claims: whole(tally.mentions.len()),
        sources: whole(tally.sources),
        figures: whole(tally.figures),
        questions: whole(questions.get(place.as_str()).copied().unwrap_or_default()),
    };
    let is_country = |place: &str| place.len() == 2 && place.bytes().all(|byte| byte.is_ascii_uppercase());
    let (countries, others): (Vec<_>, Vec<_>) = sorted.into_iter().partition(|(place, _)| is_country(place));
    let known =
        countries.iter().map(|(code, tally)| ((*code).clone(), (tally.mentions.len(), tally.sources)));
    PlacesPage {
        frame,
        map: map::world(&known.collect()),
        legend: map::legend(),
        countries: countries.iter().map(row).collect(),
        hidden: others.len().saturating_sub(MOST_NAMED),
        others: others.iter().take(MOST_NAMED).map(row).collect(),
    }
}
