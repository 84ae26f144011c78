//! One figure: what it says, where it comes from, how each mention leads there, and what speaks for or against it.

use super::super::extract::Path;
use super::super::{Frame, Place, linked_data, page};
use super::{
    Evidence, FigureLink, FindingView, PassageView, question_link, question_title, read, shown_with,
};
use crate::site::site;
use crate::{Desk, Fault, Visitor};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use engine::{FigureRow, RootBasis, figure_row, resolve_figure};

/// Mentions, and chains, shown on the page.
const MOST_MENTIONS: usize = 40;
/// Findings shown on the page.
const MOST_FINDINGS: usize = 12;

/// Claims in the linked data that stands in the page; all are under its own address.
const MOST_LINKED: usize = 20;

/// One step of a chain, with the words that show it.
struct Step {
    from: String,
    to: String,
    how: String,
    passage: Option<PassageView>,
}

#[derive(Template)]
#[template(path = "figures/figure.html")]
struct FigurePage {
    frame: Frame,
    row: FigureRow,
    chains: Vec<Vec<Step>>,
    passages: Vec<PassageView>,
    kind: String,
    root: String,
    is_carrier: bool,
    hedges: String,
    places: Vec<(String, String)>,
    agrees: Vec<FigureLink>,
    findings: Vec<FindingView>,
    more_findings: usize,
    question: Option<(String, String)>,
    hidden: usize,
    /// The figure as JSON-LD, as it may stand in a page.
    linked: String,
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    if let Some(id) = linked_data::asked(&id, &headers) {
        return linked_data::of_figure(&desk, &visitor, &headers, id).await;
    }
    let (own, site) = (visitor.clone(), site(&headers));
    let view = desk
        .look_at_figures(visitor.clearance(), move |folded, workspace| {
            let evidence = Evidence::new(folded, workspace);
            let at = resolve_figure(evidence.figures(), &id)?;
            let mut view = one(evidence, &own, at)?;
            let linked = linked_data::figure_data(workspace, own.clearance(), &view.row, MOST_LINKED, &site)?;
            view.linked = publish::embedded(&linked);
            Ok(view)
        })
        .await?;
    let steps = view.chains.iter().flatten().filter_map(|step| step.passage.as_ref());
    let sources = read(view.passages.iter().chain(steps).chain(shown_with(&view.findings)));
    desk.note_reads(&visitor, sources).await?;
    page(&view)
}

fn one(evidence: Evidence<'_>, visitor: &Visitor, at: usize) -> Result<FigurePage, Fault> {
    let figures = evidence.figures();
    let figure = figures.all.get(at).ok_or_else(|| Fault::NotFound("such figure".to_owned()))?;
    let row = figure_row(figures, figure);
    let about = evidence.folded.findings.iter().filter(|finding| finding.figures.contains(&at));
    let about: Vec<&engine::FigureFinding> = about.collect();
    let places = figure.scope.places();
    let question = places
        .first()
        .filter(|_| places.len() == 1)
        .map(|place| (question_link(figure.kind, place), question_title(figure.kind, place)));
    let chains = figure.chains.iter().filter(|chain| !chain.steps.is_empty()).take(MOST_MENTIONS);
    let chains = chains.map(|chain| {
        let step = |step: &engine::ChainStep| Step {
            from: step.from.to_string(),
            to: step.to.to_string(),
            how: step.how.to_string(),
            passage: evidence.passages([&step.mention]).pop(),
        };
        chain.steps.iter().map(step).collect()
    });
    let passages = evidence.passages(figure.claims.iter().take(MOST_MENTIONS));
    let hedges: Vec<String> = row.hedges.iter().map(|hedge| hedge.to_string().replace('_', " ")).collect();
    let place = |place: &String| (format!("/places/{}", super::encoded(place)), engine::place_name(place));
    Ok(FigurePage {
        frame: Frame::new(visitor, Place::Figures, row.says.clone()),
        kind: row.kind.to_string().replace('_', " "),
        root: row.root_told(),
        is_carrier: row.root_basis == Some(RootBasis::Carrier),
        hedges: hedges.join(", "),
        places: places.iter().map(place).collect(),
        agrees: figure.agrees.iter().filter_map(|other| FigureLink::of(figures, *other)).collect(),
        more_findings: about.len().saturating_sub(MOST_FINDINGS),
        findings: evidence.findings(about.into_iter().take(MOST_FINDINGS)),
        question,
        hidden: figure.claims.len().saturating_sub(passages.len()),
        chains: chains.collect(),
        passages,
        linked: String::new(),
        row,
    })
}
