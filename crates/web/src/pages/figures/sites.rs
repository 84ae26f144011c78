//! Where people work, by the words that documents have for it: a shipyard, a farm, a factory. Never where they live.

use super::super::asked::{ROWS, Window, filled, meant, rows_before};
use super::super::extract::{Path, Query};
use super::super::{Frame, Place, page};
use super::gathered::{Gathered, site_link};
use super::{Evidence, read, whole};
use crate::{Desk, Fault, Visitor};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use engine::{Folded, Tally, Word};
use serde::{Deserialize, Serialize};

/// A line of the list.
struct Row {
    name: String,
    link: String,
    places: String,
    claims: String,
    sources: String,
}

/// Which sites are asked for.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
pub(crate) struct Asked {
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing)]
    page: Option<String>,
}

#[derive(Template)]
#[template(path = "figures/sites.html")]
struct SitesPage {
    frame: Frame,
    asked: Asked,
    rows: Vec<Row>,
    window: Window,
}

pub(crate) async fn list(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let number = meant::<u64>("page", asked.page.as_deref())?;
    let frame = Frame::new(&visitor, Place::Places, "Places of work");
    let view = desk
        .look_at_figures(visitor.clearance(), move |folded, _| {
            Ok(sites(folded.into_inner(), frame, asked, number))
        })
        .await?;
    page(&view)
}

fn sites(folded: &Folded, frame: Frame, asked: Asked, number: Option<u64>) -> SitesPage {
    let words = asked.text.as_ref().map(|text| text.to_lowercase());
    let fits = |(key, _): &(&String, _)| words.as_ref().is_none_or(|words| key.contains(words.as_str()));
    let mut found: Vec<(&String, &(Word, Tally))> = folded.sites.iter().filter(fits).collect();
    found.sort_by(|one, other| (other.1.1.mentions.len(), one.0).cmp(&(one.1.1.mentions.len(), other.0)));
    let window = Window::new("/sites", &asked, number, found.len() as u64);
    let material = &folded.figures.material;
    let row = |(_, (name, tally)): (&String, &(Word, Tally))| {
        let own = tally.mentions.iter().filter_map(|at| material.claim(*at));
        let mut places: Vec<&Word> = Vec::new();
        for place in own.flat_map(|claim| claim.places.iter()) {
            if !places.contains(&place) {
                places.push(place);
            }
            if places.len() == PLACES {
                break;
            }
        }
        let places: Vec<String> = places.into_iter().map(|place| engine::place_name(place)).collect();
        Row {
            link: site_link(name),
            name: name.to_string(),
            places: places.join(", "),
            claims: whole(tally.mentions.len()),
            sources: whole(tally.sources),
        }
    };
    let rows = found.into_iter().skip(rows_before(number)).take(ROWS).map(row).collect();
    SitesPage { frame, asked, rows, window }
}

/// Places named beside a site.
const PLACES: usize = 4;

#[derive(Template)]
#[template(path = "figures/site.html")]
struct SitePage {
    frame: Frame,
    gathered: Gathered,
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(site): Path<String>,
) -> Result<Response, Fault> {
    let own = visitor.clone();
    let view = desk
        .look_at_figures(visitor.clearance(), move |folded, workspace| {
            let evidence = Evidence::new(folded, workspace);
            let (name, tally) = evidence
                .folded
                .sites
                .get(&site.to_lowercase())
                .ok_or_else(|| Fault::NotFound(format!("claim about a place of work called “{site}”")))?;
            let frame = Frame::new(&own, Place::Places, name.to_string());
            Ok(SitePage { frame, gathered: Gathered::of(evidence, tally.mentions.clone()) })
        })
        .await?;
    desk.note_reads(&visitor, read(&view.gathered.passages)).await?;
    page(&view)
}
