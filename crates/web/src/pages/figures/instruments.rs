//! What law demands, by when, and whether it was kept as far as the evidence says.

use super::super::asked::{filled, meant};
use super::super::extract::{Path, Query};
use super::super::{Frame, Place, page};
use super::{Evidence, PassageView, read};
use crate::{Desk, Fault, Visitor};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use engine::AfterDeadline;
use engine::register::{Instrument, InstrumentFilter, Standing};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;

/// Passages for each host, and for the act itself.
const MOST_PASSAGES: usize = 5;
const MOST_NAMING: usize = 20;

/// Which instruments are asked for.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default, deserialize_with = "filled")]
    text: Option<String>,
    #[serde(default, deserialize_with = "filled")]
    on: Option<String>,
}

/// A line of the register.
struct Row {
    instrument: Instrument,
    standing: &'static str,
    /// The class of the tag, and its words.
    held: (&'static str, String),
}

#[derive(Template)]
#[template(path = "figures/instruments.html")]
struct InstrumentsPage {
    frame: Frame,
    asked: Asked,
    day: Date,
    rows: Vec<Row>,
}

/// What the evidence says of a deadline, in few words.
fn verdict(standing: Standing, after: Option<&AfterDeadline>) -> (&'static str, String) {
    match (standing, after) {
        (Standing::DeadlinePassed | Standing::Ended, Some(after)) if after.hosts.is_empty() => {
            ("", "no claim about the time after it".to_owned())
        }
        (Standing::DeadlinePassed | Standing::Ended, Some(after)) => {
            let hosts = after.hosts.len();
            let hosts = if hosts == 1 { "1 country".to_owned() } else { format!("{hosts} countries") };
            ("bad", format!("missed: workers reported in {hosts} after it"))
        }
        (_, Some(_)) => ("", "still to come".to_owned()),
        (_, None) => ("", "not a thing that claims show".to_owned()),
    }
}

fn today(desk: &Desk) -> Date {
    (desk.options().clock)().to_zoned(TimeZone::UTC).date()
}

pub(crate) async fn list(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let day = meant::<Date>("day", asked.on.as_deref())?.unwrap_or_else(|| today(&desk));
    let frame = Frame::new(&visitor, Place::Figures, "Instruments");
    let view = desk
        .look_at_figures(visitor.clearance(), move |folded, workspace| {
            let register = engine::instruments(Some(workspace))?;
            let in_force_on = asked.on.as_ref().map(|_| day);
            let filter =
                InstrumentFilter { text: asked.text.clone(), in_force_on, ..InstrumentFilter::default() };
            let row = |instrument: &Instrument| {
                let standing = instrument.standing(day);
                let after =
                    engine::after_deadline(&folded.get().figures.material, &folded.get().datable, instrument);
                Row {
                    instrument: instrument.clone(),
                    standing: standing.as_str(),
                    held: verdict(standing, after.as_ref()),
                }
            };
            let rows = register.select(&filter).into_iter().map(row).collect();
            Ok(InstrumentsPage { frame, asked, day, rows })
        })
        .await?;
    page(&view)
}

/// A host with what is said of the time after the deadline.
struct Host {
    name: String,
    link: String,
    claims: usize,
    disputed: usize,
    passages: Vec<(PassageView, String)>,
}

#[derive(Template)]
#[template(path = "figures/instrument.html")]
struct InstrumentPage {
    frame: Frame,
    instrument: Instrument,
    day: Date,
    standing: &'static str,
    held: (&'static str, String),
    origin: Option<String>,
    hosts: Vec<Host>,
    naming: Vec<PassageView>,
    more_naming: usize,
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let (day, own) = (today(&desk), visitor.clone());
    let view = desk
        .look_at_figures(visitor.clearance(), move |folded, workspace| {
            let register = engine::instruments(Some(workspace))?;
            let unknown = || Fault::NotFound(format!("instrument “{id}”"));
            let instrument = register.get(&id).ok_or_else(unknown)?.clone();
            let material = &folded.get().figures.material;
            let naming = engine::claims_on(material, &folded.get().datable, &register, &instrument);
            Ok(one(Evidence::new(folded, workspace), &own, day, instrument, &naming))
        })
        .await?;
    let after = view.hosts.iter().flat_map(|host| &host.passages).map(|(passage, _)| passage);
    let sources = read(after.chain(&view.naming));
    desk.note_reads(&visitor, sources).await?;
    page(&view)
}

fn one(
    evidence: Evidence<'_>,
    visitor: &Visitor,
    day: Date,
    instrument: Instrument,
    naming: &[usize],
) -> InstrumentPage {
    let figures = evidence.figures();
    let after = engine::after_deadline(&figures.material, &evidence.folded.datable, &instrument);
    let standing = instrument.standing(day);
    let time = |number: usize| {
        let claim = figures.material.claim(number);
        claim.and_then(|claim| claim.time.as_ref()).map(ToString::to_string).unwrap_or_default()
    };
    let row = |number: &usize| Some((evidence.passages([number]).pop()?, time(*number)));
    let hosts = after.iter().flat_map(|after| &after.hosts).map(|host| Host {
        name: engine::place_name(&host.place),
        link: format!("/places/{}", super::encoded(&host.place)),
        claims: host.reported.len(),
        disputed: host.disputed.len(),
        passages: host.reported.iter().take(MOST_PASSAGES).filter_map(row).collect(),
    });
    InstrumentPage {
        frame: Frame::new(visitor, Place::Figures, instrument.id.clone()),
        day,
        standing: standing.as_str(),
        held: verdict(standing, after.as_ref()),
        origin: after.as_ref().map(|after| engine::place_name(&after.origin)),
        hosts: hosts.collect(),
        naming: evidence.passages(naming.iter().take(MOST_NAMING)),
        more_naming: naming.len().saturating_sub(MOST_NAMING),
        instrument,
    }
}
