//! What the workspace can answer: findings first, then questions, then every figure.

use super::super::asked::{Choice, ROWS, Window, choices, filled, meant, rows_before};
use super::super::extract::Query;
use super::super::{Frame, Place, page};
use super::{FindingView, QuestionRow, read, shown_with, whole};
use crate::{Desk, Fault, Visitor};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use engine::{Folded, RootBasis};
use model::Kind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Findings and questions shown above the list.
const FINDINGS: usize = 4;
const QUESTIONS: usize = 16;
/// Figures that make a question worth its place on this page.
const ENOUGH_FIGURES: usize = 2;

/// Which figures are asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Asked {
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing)]
    page: Option<String>,
}

/// A line of the list.
struct Row {
    id: String,
    kind: String,
    says: String,
    root: String,
    is_carrier: bool,
    mentions: String,
    roots: String,
    is_probable: bool,
}

#[derive(Template)]
#[template(path = "figures/overview.html")]
struct Overview {
    frame: Frame,
    findings: Vec<FindingView>,
    all_findings: String,
    questions: Vec<QuestionRow>,
    more_questions: usize,
    rows: Vec<Row>,
    window: Window,
    kinds: Vec<Choice>,
    places: Vec<Choice>,
    is_filtered: bool,
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let number = meant::<u64>("page", asked.page.as_deref())?;
    let kind = meant::<Kind>("kind", asked.kind.as_deref())?;
    let frame = Frame::new(&visitor, Place::Figures, "Figures");
    let view = desk
        .look_at_figures(visitor.clearance(), move |folded, _| {
            Ok(overview(folded.into_inner(), frame, &asked, kind, number))
        })
        .await?;
    desk.note_reads(&visitor, read(shown_with(&view.findings))).await?;
    page(&view)
}

fn overview(
    folded: &Folded,
    frame: Frame,
    asked: &Asked,
    kind: Option<Kind>,
    number: Option<u64>,
) -> Overview {
    let figures = &folded.figures;
    let place = asked.place.as_deref().map(engine::place_in_claims);
    let fits = |at: &&usize| {
        let Some(figure) = figures.all.get(**at) else { return false };
        kind.is_none_or(|kind| figure.kind == kind)
            && place
                .as_deref()
                .is_none_or(|place| figure.scope.places().iter().any(|own| own.eq_ignore_ascii_case(place)))
    };
    let found: Vec<usize> = folded.by_mentions.iter().filter(fits).copied().collect();
    let shown = found.iter().skip(rows_before(number)).take(ROWS);
    let rows = shown.filter_map(|at| {
        let figure = figures.all.get(*at)?;
        Some(Row {
            id: figure.id.to_string(),
            kind: figure.kind.to_string().replace('_', " "),
            says: figures.say(figure),
            root: figures.root_label(figure),
            is_carrier: figure.basis == Some(RootBasis::Carrier),
            mentions: whole(figure.mentions),
            roots: whole(figures.independent_roots(figure)),
            is_probable: !figure.probable.is_empty(),
        })
    });
    let mut kinds: BTreeMap<Kind, u64> = BTreeMap::new();
    let mut places: BTreeMap<String, u64> = BTreeMap::new();
    for figure in &figures.all {
        *kinds.entry(figure.kind).or_default() += 1;
        for place in figure.scope.places() {
            *places.entry(place).or_default() += 1;
        }
    }
    let mut places: Vec<(String, u64)> = places.into_iter().collect();
    places.sort_by(|one, other| (other.1, &one.0).cmp(&(one.1, &other.0)));
    let is_filtered = asked.kind.is_some() || place.is_some();
    let enough = folded.questions.iter().filter(|question| question.figures >= ENOUGH_FIGURES);
    // A filter or a later page asks for the list alone.
    let is_first = !is_filtered && number.unwrap_or(1) <= 1;
    let (findings, questions) = if is_first {
        let found = FindingView::of(folded, folded.findings.iter().take(FINDINGS));
        (found, enough.clone().take(QUESTIONS).map(QuestionRow::of).collect())
    } else {
        (Vec::new(), Vec::new())
    };
    Overview {
        frame,
        findings,
        all_findings: whole(folded.findings.len()),
        more_questions: if is_first { enough.count().saturating_sub(QUESTIONS) } else { 0 },
        questions,
        rows: rows.collect(),
        window: Window::new("/figures", asked, number, found.len() as u64),
        kinds: choices(kinds, asked.kind.as_deref(), |kind| kind.replace('_', " ")),
        places: choices(places.into_iter().take(80), place.as_deref(), engine::place_name),
        is_filtered,
    }
}
