//! Programmes: labour that a state sends or takes abroad, by the country that workers come from.

use super::super::extract::Path;
use super::super::{Frame, Place, page};
use super::gathered::{Gathered, place_link, programme_link};
use super::place::Held;
use super::{Evidence, FindingView, encoded, read, shown_with, whole};
use crate::{Desk, Fault, Visitor};
use archive::Workspace;
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use engine::{FigureClaim, Folded, Tally};
use model::Kind;
use std::collections::{BTreeMap, HashSet};

/// Rows and findings on the page.
const MOST_HOSTS: usize = 40;
const MOST_FINDINGS: usize = 8;

/// A line of the list.
struct Row {
    name: String,
    link: String,
    hosts: String,
    claims: String,
    sources: String,
}

#[derive(Template)]
#[template(path = "figures/programmes.html")]
struct ProgrammesPage {
    frame: Frame,
    rows: Vec<Row>,
}

/// Countries that a claim names as hosts of workers from `origin`.
fn hosts<'c>(claim: &'c FigureClaim, origin: &'c str) -> impl Iterator<Item = &'c str> {
    let is_country = |place: &&str| place.len() == 2 && place.bytes().all(|byte| byte.is_ascii_uppercase());
    claim.places.iter().map(AsRef::as_ref).filter(is_country).filter(move |place| *place != origin)
}

pub(crate) async fn list(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, Fault> {
    let frame = Frame::new(&visitor, Place::Places, "Programmes");
    let view = desk
        .look_at_figures(visitor.clearance(), move |folded, _| Ok(programmes(folded.into_inner(), frame)))
        .await?;
    page(&view)
}

fn programmes(folded: &Folded, frame: Frame) -> ProgrammesPage {
    let mut origins: Vec<(&String, &Tally)> = folded.programmes.iter().collect();
    origins.sort_by(|one, other| (other.1.mentions.len(), one.0).cmp(&(one.1.mentions.len(), other.0)));
    let row = |(origin, tally): (&String, &Tally)| {
        let own = tally.mentions.iter().filter_map(|at| folded.figures.material.claim(*at));
        let countries: HashSet<&str> = own.flat_map(|claim| hosts(claim, origin)).collect();
        Row {
            name: engine::place_name(origin),
            link: programme_link(origin),
            hosts: whole(countries.len()),
            claims: whole(tally.mentions.len()),
            sources: whole(tally.sources),
        }
    };
    ProgrammesPage { frame, rows: origins.into_iter().map(row).collect() }
}

/// A host of the programme.
struct Host {
    name: String,
    link: String,
    /// The question how many workers are there.
    question: String,
    /// Claims that count workers there, and all claims.
    counts: String,
    claims: String,
}

#[derive(Template)]
#[template(path = "figures/programme.html")]
struct ProgrammePage {
    frame: Frame,
    code: String,
    name: String,
    hosts: Vec<Host>,
    findings: Vec<FindingView>,
    held: Vec<Held>,
    gathered: Gathered,
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(programme): Path<String>,
) -> Result<Response, Fault> {
    let code = engine::place_in_claims(&programme);
    let frame = Frame::new(&visitor, Place::Places, format!("Workers from {}", engine::place_name(&code)));
    let view = desk
        .look_at_figures(visitor.clearance(), move |folded, workspace| {
            one(Evidence::new(folded, workspace), frame, code)
        })
        .await?;
    let shown = read(&view.gathered.passages).into_iter().chain(read(shown_with(&view.findings)));
    desk.note_reads(&visitor, shown.collect()).await?;
    page(&view)
}

fn one(evidence: Evidence<'_>, frame: Frame, code: String) -> Result<ProgrammePage, Fault> {
    let Evidence { folded, workspace, .. } = evidence;
    let figures = &folded.figures;
    let tally = folded.programmes.get(&code).ok_or_else(|| {
        Fault::NotFound(format!("claim about workers from “{}”", engine::place_name(&code)))
    })?;
    let mentions = tally.mentions.clone();
    let mut tallied: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for mention in mentions.iter().filter_map(|at| figures.material.mentions.get(*at)) {
        let mut named: Vec<&str> = hosts(&mention.claim, &code).collect();
        named.sort_unstable();
        named.dedup();
        for host in named {
            let (counts, claims) = tallied.entry(host).or_default();
            *counts += usize::from(mention.claim.kind == Kind::WorkerCount);
            *claims += 1;
        }
    }
    let mut tallied: Vec<(&str, (usize, usize))> = tallied.into_iter().collect();
    tallied.sort_by(|one, other| (other.1.1, one.0).cmp(&(one.1.1, other.0)));
    let host = |(place, (counts, claims)): (&str, (usize, usize))| Host {
        name: engine::place_name(place),
        link: place_link(place),
        question: format!(
            "/question?kind={}&place={}&origin={}",
            Kind::WorkerCount,
            encoded(place),
            encoded(&code)
        ),
        counts: whole(counts),
        claims: whole(claims),
    };
    let own: HashSet<usize> = mentions.iter().filter_map(|at| figures.of_mention(*at)).collect();
    let about = folded.findings.iter().filter(|found| found.figures.iter().any(|at| own.contains(at)));
    let mut gathered = Gathered::of(evidence, mentions);
    // They stand above, with their questions; and all of them come from here.
    gathered.places.retain(|place| !place.link.ends_with(|letter: char| letter.is_ascii_uppercase()));
    gathered.origins.clear();
    Ok(ProgrammePage {
        name: engine::place_name(&code),
        hosts: tallied.into_iter().take(MOST_HOSTS).map(host).collect(),
        findings: evidence.findings(about.take(MOST_FINDINGS)),
        held: held(folded, workspace, &code)?,
        gathered,
        code,
        frame,
    })
}

/// Deadlines that were to end it, as far as evidence tells.
fn held(folded: &Folded, workspace: &Workspace, code: &str) -> Result<Vec<Held>, Fault> {
    let register = engine::instruments(Some(workspace))?;
    let mut acts: BTreeMap<String, Held> = BTreeMap::new();
    for instrument in register.select(&engine::register::InstrumentFilter::default()) {
        let after = engine::after_deadline(&folded.figures.material, &folded.datable, instrument);
        let after = after.filter(|after| after.origin == code);
        if let (Some(after), Some(deadline)) = (after, instrument.deadline) {
            let says = match after.hosts.len() {
                0 => format!("no claim about the time after the deadline of {deadline}"),
                1 => format!("workers reported in 1 country after the deadline of {deadline}"),
                hosts => format!("workers reported in {hosts} countries after the deadline of {deadline}"),
            };
            let (id, title) = (instrument.id.clone(), instrument.title.clone());
            acts.insert(id.clone(), Held { id, title, says });
        }
    }
    Ok(acts.into_values().collect())
}
