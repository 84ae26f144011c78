//! Pages and API of one workspace: requests in, answers out, over HTTP on one port.
//!
//! ```text
//! request ─▶ guard     only from where it may come; what the answer must carry
//!         ─▶ accounts who asks: this computer's user, somebody signed in, a stranger
//!         ─▶ routes    the table of what can be asked, and what each asks of who asks
//!         ─▶ pages     a file each: form ─engine▶ view ─askama▶ HTML
//!         ─▶ api       JSON for other programs
//!                └── desk: the workspace, looked at by many, changed by one; blocking work off the async threads
//! ```
//!
//! What leaves is built through the [`model::Clearance`] of the [`Visitor`] who asks. Nothing here asks the clock: it is
//! handed in with [`Options`].

#![forbid(unsafe_code)]

mod accounts;
pub mod api;
mod assets;
mod connections;
mod desk;
mod error;
mod fault;
mod guard;
mod jobs;
mod pages;
mod remembered;
mod routes;
mod server;
mod shelf;
mod site;
mod visitor;

pub use connections::Patience;
pub use desk::Desk;
pub use error::{Error, Result};
pub use fault::Fault;
pub use routes::{Need, Route, Routes};
pub use server::{Entrance, Offer, Options, Server, application, route_table, stop_asked};
pub use visitor::{Came, Role, Visitor};
