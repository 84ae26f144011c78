//! The overview: what is in the workspace, what waits, and where to begin.

use super::{Frame, Place, page};
use crate::{Desk, Fault, Role, Visitor};
use archive::{ClaimFilter, SourceFilter, SourceListing, Totals, Workspace};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use model::{Clearance, Cleared, ListStanding, ReviewState};
use publish::SourceCard;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    frame: Frame,
    programme: String,
    totals: Totals,
    waiting: u64,
    latest: Vec<SourceCard>,
    lists: Vec<ListStanding>,
    may_edit: bool,
    /// What waits, and the lists, are for people of the workspace.
    sees_work: bool,
}

/// Sources that the overview names.
const LATEST: usize = 6;

/// Numbers of what may be seen.
fn totals(desk: &Desk, workspace: &Workspace, clearance: Clearance) -> Result<Totals, Fault> {
    match clearance {
        Clearance::Workspace => desk.totals(workspace),
        Clearance::Public => Ok(Totals {
            sources: workspace.count_sources(clearance, &SourceFilter::default())?,
            claims: desk.claim_number(workspace, clearance, &ClaimFilter::default())?,
            ..Totals::default()
        }),
    }
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, Fault> {
    let (clearance, now) = (visitor.clearance(), (desk.options().clock)());
    let own = desk.clone();
    let (programme, totals, waiting, latest, lists) = desk
        .look(move |workspace| {
            let settings = workspace.settings();
            let proposed = ClaimFilter {
                zones: settings.zones.clone(),
                states: vec![ReviewState::Proposed],
                ..ClaimFilter::default()
            };
            let latest = SourceFilter { latest_first: true, limit: Some(LATEST), ..SourceFilter::default() };
            Ok((
                settings.programme.clone(),
                totals(&own, workspace, clearance)?,
                own.claim_number(workspace, clearance, &proposed)?,
                workspace.sources(clearance, &latest)?,
                engine::list_standings(workspace, clearance, now)?,
            ))
        })
        .await?;
    let latest = latest.into_iter().filter_map(|listing| match listing {
        SourceListing::Visible(record) => Some(engine::listed_card(record).into_inner()),
        SourceListing::Sealed(_) => None,
    });
    let view = HomePage {
        frame: Frame::new(&visitor, Place::Home, "Overview"),
        programme,
        totals,
        waiting,
        latest: latest.collect(),
        lists: lists.into_iter().map(Cleared::into_inner).collect(),
        sees_work: visitor.may(Role::Reader),
        may_edit: visitor.may(Role::Editor),
    };
    page(&view)
}
