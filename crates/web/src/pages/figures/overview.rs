//! What the workspace can answer: findings first, then questions, then every figure.

use super::super::asked::{Choice, ROWS, Window, choices, filled, meant, rows_before};
use super::super::extract::Query;
use super::super::{Frame, Place, page};
use super::{Evidence, FindingView, QuestionRow, read, shown_with, whole};
use crate::{Desk, Fault, Visitor};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use engine::RootBasis;
use model::Kind;
use serde::{Deserialize, Serialize};

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
        .look_at_figures(visitor.clearance(), move |folded, workspace| {
            Ok(overview(Evidence::new(folded, workspace), frame, &asked, kind, number))
        })
        .await?;
    desk.note_reads(&visitor, read(shown_with(&view.findings))).await?;
    page(&view)
}

fn overview(
    evidence: Evidence<'_>,
    frame: Frame,
    asked: &Asked,
    kind: Option<Kind>,
    number: Option<u64>,
) -> Overview {
    let folded = evidence.folded;
    let figures = &folded.figures;
    let place = asked.place.as_deref().map(engine::place_in_claims);
    let fits =
        |at: &&usize| kind.is_none_or(|kind| figures.all.get(**at).is_some_and(|figure| figure.kind == kind));
    let of_place = |place: &String| folded.of_place.get(&place.to_lowercase()).map_or(&[][..], Vec::as_slice);
    let listed = place.as_ref().map_or(folded.by_mentions.as_slice(), of_place);
    let found: Vec<usize> = listed.iter().filter(fits).copied().collect();
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
    let is_filtered = asked.kind.is_some() || place.is_some();
    let enough = folded.questions.iter().filter(|question| question.figures >= ENOUGH_FIGURES);
    // A filter or a later page asks for the list alone.
    let is_first = !is_filtered && number.unwrap_or(1) <= 1;
    let (findings, questions) = if is_first {
        let found = evidence.findings(folded.findings.iter().take(FINDINGS));
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
        kinds: choices(folded.figure_kinds.clone(), asked.kind.as_deref(), |kind| kind.replace('_', " ")),
        places: choices(folded.figure_places.iter().take(80).cloned(), place.as_deref(), engine::place_name),
        is_filtered,
    }
}
