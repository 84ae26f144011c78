//! What can be asked, and what each asks of the one who asks: the one place where roles are enforced.

use crate::{Came, Desk, Fault, Role, Visitor, pages};
use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Whoever comes; what they get depends on their clearance.
    Nothing,
    /// Somebody with at least this role.
    Role(Role),
    /// Somebody with at least this role who has signed in with a password: no token, and not whoever sits at the computer.
    SignedIn(Role),
}

/// Where those who are not known are led, on requests to a server that people sign in to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// To sign in.
    SignIn,
    /// To make the first account.
    Setup,
}

/// One thing that can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: Method,
    /// The path, with `{names}` of its variable parts.
    pub path: &'static str,
    /// Who may ask.
    pub need: Need,
}

/// The table of routes, and the router made of it.
#[derive(Debug, Default)]
pub struct Routes {
    table: Vec<Route>,
    router: Router<Desk>,
}

impl Routes {
    /// No routes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds what answers a look.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, need: Need, handler: H) -> Self
    where
        H: Handler<T, Desk>,
        T: 'static,
    {
        self.add(Method::GET, path, need, on(MethodFilter::GET, handler))
    }

    /// Adds what answers a change or a question with a body.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, need: Need, handler: H) -> Self
    where
        H: Handler<T, Desk>,
        T: 'static,
    {
        self.add(Method::POST, path, need, on(MethodFilter::POST, handler))
    }

    fn add(mut self, method: Method, path: &'static str, need: Need, handler: MethodRouter<Desk>) -> Self {
        let guarded = handler.layer(from_fn(move |request: Request, next: Next| admit(need, request, next)));
        self.router = self.router.route(path, guarded);
        self.table.push(Route { method, path, need });
        self
    }

    /// All of both.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.table.extend(other.table);
        self.router = self.router.merge(other.router);
        self
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> &[Route] {
        &self.table
    }

    /// The router.
    pub(crate) fn into_router(self) -> Router<Desk> {
        self.router
    }
}

async fn admit(need: Need, request: Request, next: Next) -> Response {
    let visitor = request.extensions().get::<Visitor>();
    let may = |role| visitor.is_some_and(|visitor| visitor.may(role));
    let is_admitted = match need {
        Need::Nothing => true,
        Need::Role(role) => may(role),
        Need::SignedIn(role) => may(role) && visitor.is_some_and(|visitor| visitor.came == Came::Session),
    };
    if is_admitted {
        return next.run(request).await;
    }
    let door = request.extensions().get::<Door>();
    if let Some(door) = door.filter(|_| !may(Role::Reader)) {
        return pages::ask_to_sign_in(*door, &request);
    }
    let why = match need {
        Need::SignedIn(_) if visitor.is_some_and(|visitor| visitor.came != Came::Session) => {
            "this is about accounts, and needs somebody who has signed in to one: see `manumit serve --team`"
        }
        _ => "you may not do this here: it needs somebody who is signed in and has the right to",
    };
    pages::failure(&Fault::Refused(why.to_owned())).into_response()
}
