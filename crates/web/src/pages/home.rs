//! The overview: what is in the workspace, and where to begin.

use super::{Frame, Place, page};
use crate::{Desk, Fault, Visitor};
use archive::Totals;
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    frame: Frame,
    totals: Totals,
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, Fault> {
    let totals = desk.look(|workspace| Ok(workspace.totals()?)).await?;
    page(&HomePage { frame: Frame::new(&visitor, Place::Home, "Overview"), totals })
}
