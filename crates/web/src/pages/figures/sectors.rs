//! In what work: branches by ISIC Rev.4 or by the words of the rules, with what claims say of each.

use super::super::extract::Path;
use super::super::{Frame, Place, page};
use super::gathered::{Gathered, sector_link};
use super::{Evidence, read, whole};
use crate::{Desk, Fault, Visitor};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use engine::{Folded, sector_branches};

/// A line of the list.
struct Row {
    name: String,
    link: String,
    branches: Vec<(&'static str, &'static str)>,
    claims: String,
    sources: String,
    figures: String,
}

#[derive(Template)]
#[template(path = "figures/sectors.html")]
struct SectorsPage {
    frame: Frame,
    rows: Vec<Row>,
}

pub(crate) async fn list(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, Fault> {
    let frame = Frame::new(&visitor, Place::Places, "Sectors");
    let view = desk
        .look_at_figures(visitor.clearance(), move |folded, _| {
            let mut sectors: Vec<_> = folded.get().sectors.iter().collect();
            sectors
                .sort_by(|one, other| (other.1.mentions.len(), one.0).cmp(&(one.1.mentions.len(), other.0)));
            let row = |(name, tally): (&String, &engine::Tally)| Row {
                name: name.clone(),
                link: sector_link(name),
                branches: sector_branches(name).collect(),
                claims: whole(tally.mentions.len()),
                sources: whole(tally.sources),
                figures: whole(tally.figures),
            };
            Ok(SectorsPage { frame, rows: sectors.into_iter().map(row).collect() })
        })
        .await?;
    page(&view)
}

#[derive(Template)]
#[template(path = "figures/sector.html")]
struct SectorPage {
    frame: Frame,
    /// Code and title of each branch.
    branches: Vec<(&'static str, &'static str)>,
    names: Vec<String>,
    gathered: Gathered,
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(sector): Path<String>,
) -> Result<Response, Fault> {
    let own = visitor.clone();
    let view = desk
        .look_at_figures(visitor.clearance(), move |folded, workspace| {
            one(Evidence::new(folded, workspace), &own, &sector)
        })
        .await?;
    desk.note_reads(&visitor, read(&view.gathered.passages)).await?;
    page(&view)
}

/// The sectors that are meant: one by its name, or all whose branches have this code or lie in it.
fn meant<'f>(folded: &'f Folded, sector: &str) -> Vec<&'f String> {
    let by_name = folded.sectors.keys().filter(|name| name.eq_ignore_ascii_case(sector));
    let found: Vec<&String> = by_name.collect();
    if !found.is_empty() {
        return found;
    }
    let lies_in = |name: &&String| {
        sector_branches(name).any(|(code, _)| {
            code.eq_ignore_ascii_case(sector) || (sector.len() >= 2 && code.starts_with(sector))
        })
    };
    folded.sectors.keys().filter(lies_in).collect()
}

fn one(evidence: Evidence<'_>, visitor: &Visitor, sector: &str) -> Result<SectorPage, Fault> {
    let folded = evidence.folded;
    let names = meant(folded, sector);
    if names.is_empty() {
        return Err(Fault::NotFound(format!("claim about a sector “{sector}”")));
    }
    let tallies = names.iter().filter_map(|name| folded.sectors.get(*name));
    let mentions: Vec<usize> = tallies.flat_map(|tally| tally.mentions.iter().copied()).collect();
    Ok(SectorPage {
        frame: Frame::new(
            visitor,
            Place::Places,
            format!("Sector {}", names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ")),
        ),
        branches: names.iter().flat_map(|name| sector_branches(name)).collect(),
        names: names.into_iter().cloned().collect(),
        gathered: Gathered::of(evidence, mentions),
    })
}
