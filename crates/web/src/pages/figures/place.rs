//! One place: a country, the world, or a name that documents use.

use super::super::extract::Path;
use super::super::{Frame, Place, page};
use super::gathered::{programme_link, sector_link, site_link};
use super::{
    Counted, Evidence, FindingView, QuestionRow, Taker, counted, encoded, organisations, read, shown_with,
    whole,
};
use crate::{Desk, Fault, Visitor};
use archive::Workspace;
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use engine::{FigureClaim, Folded, KnownQuestion};
use std::collections::{BTreeMap, HashSet};

/// Rows and findings on the page.
const MOST_QUESTIONS: usize = 40;
const MOST_FINDINGS: usize = 8;

/// An instrument that the place's claims can be held against.
pub(super) struct Held {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) says: String,
}

#[derive(Template)]
#[template(path = "figures/place.html")]
struct PlacePage {
    frame: Frame,
    name: String,
    place: String,
    claims: String,
    sources: String,
    figures: String,
    kinds: Vec<Counted>,
    questions: Vec<QuestionRow>,
    findings: Vec<FindingView>,
    sectors: Vec<Counted>,
    organisations: Vec<Counted>,
    sites: Vec<Counted>,
    origins: Vec<Counted>,
    held: Vec<Held>,
}

/// The place as questions spell it.
fn canonical(place: &str) -> String {
    let place = engine::place_in_claims(place);
    let is_code = place.len() == 2 && place.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_code || place == "world" { place } else { place.to_lowercase() }
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(place): Path<String>,
) -> Result<Response, Fault> {
    let place = canonical(&place);
    let frame = Frame::new(&visitor, Place::Places, engine::place_name(&place));
    let view = desk
        .look_at_figures(visitor.clearance(), move |folded, workspace| {
            known(Evidence::new(folded, workspace), frame, place)
        })
        .await?;
    desk.note_reads(&visitor, read(shown_with(&view.findings))).await?;
    page(&view)
}

fn known(evidence: Evidence<'_>, frame: Frame, place: String) -> Result<PlacePage, Fault> {
    let Evidence { folded, workspace, .. } = evidence;
    let is_country = place.len() == 2 && engine::place_name(&place) != place;
    let tally = match folded.places.get(&place) {
        Some(tally) => tally.clone(),
        // A country on the map without claims has a page that says so.
        None if is_country => engine::Tally::default(),
        None => return Err(Fault::NotFound(format!("claim about a place called “{place}”"))),
    };
    let figures = &folded.figures;
    let is_own = |question: &&KnownQuestion| question.place == place;
    let own = folded.of_place.get(&place.to_lowercase()).map_or(&[][..], Vec::as_slice);
    let own: HashSet<usize> = own.iter().copied().collect();
    let concerns = |at: &usize| own.contains(at);
    let about = folded.findings.iter().filter(|finding| finding.figures.iter().any(concerns));
    let count = |name: &dyn Fn(&FigureClaim, Taker<'_>), link: &dyn Fn(&str) -> String| {
        counted(figures, &tally.mentions, name, link)
    };
    let kinds = count(&|claim, take| take(claim.kind.as_str()), &|kind| {
        format!("/ledger?place={}&kind={kind}", encoded(&place))
    });
    let sectors = count(&|claim, take| claim.sectors.iter().for_each(|sector| take(sector)), &sector_link);
    let origin = |claim: &FigureClaim, take: Taker<'_>| {
        claim.origin.iter().filter(|code| code.as_ref() != place).for_each(|code| take(code));
    };
    let mut origins = count(&origin, &programme_link);
    for origin in &mut origins {
        origin.name = engine::place_name(&origin.name);
    }
    Ok(PlacePage {
        name: engine::place_name(&place),
        claims: whole(tally.mentions.len()),
        sources: whole(tally.sources),
        figures: whole(tally.figures),
        questions: folded.questions.iter().filter(is_own).take(MOST_QUESTIONS).map(QuestionRow::of).collect(),
        findings: evidence.findings(about.take(MOST_FINDINGS)),
        organisations: organisations(figures, &tally.mentions),
        sites: count(&|claim, take| claim.site().into_iter().for_each(take), &site_link),
        held: held(folded, workspace, &place)?,
        kinds,
        sectors,
        origins,
        place,
        frame,
    })
}

fn held(folded: &Folded, workspace: &Workspace, place: &str) -> Result<Vec<Held>, Fault> {
    let register = engine::instruments(Some(workspace))?;
    let mut acts: BTreeMap<String, Held> = BTreeMap::new();
    for instrument in register.select(&engine::register::InstrumentFilter::default()) {
        let after = engine::after_deadline(&folded.figures.material, &folded.datable, instrument);
        let host = after.and_then(|after| after.hosts.into_iter().find(|host| host.place == place));
        if let (Some(host), Some(deadline)) = (host, instrument.deadline) {
            let claims = publish::count(host.reported.len(), "claim");
            let says = format!("{claims} of workers here after the deadline of {deadline}");
            let (id, title) = (instrument.id.clone(), instrument.title.clone());
            acts.insert(id.clone(), Held { id, title, says });
        }
    }
    Ok(acts.into_values().collect())
}
