//! One process, one port: listening, the layers around every request, going down in good order.

use crate::connections::{self, Patience};
use crate::routes::Door;
use crate::{Came, Desk, Error, Result, Role, Route, Routes, Visitor, api, assets, guard, pages};
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use jiff::Timestamp;
use std::future::Future;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;

/// What is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// Pages for people, and the API.
    Pages,
    /// The API alone.
    Api,
}

/// Who is let in, and how. Without any of it, whoever uses this computer, as an admin and without an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Entrance {
    /// People sign in; so it is too where the workspace has accounts.
    pub team: bool,
    /// Strangers see the reading pages, with what is open.
    pub public: bool,
    /// A proxy in front speaks TLS with browsers and says in `X-Forwarded-For` who asks.
    pub behind_tls: bool,
    /// A code to make an admin is given out even if there are accounts: for when nobody can sign in any more.
    pub recover: bool,
}

/// What a server needs to know.
#[derive(Debug, Clone)]
pub struct Options {
    /// The workspace's folder.
    pub workspace: PathBuf,
    /// The name that acts in the log, where nobody has to sign in.
    pub actor: String,
    /// What is served.
    pub offer: Offer,
    /// Whether only this computer can reach it, so that whoever asks is its user.
    pub local: bool,
    /// Who is let in, and how.
    pub entrance: Entrance,
    /// Number of threads for work on the workspace.
    pub threads: NonZeroUsize,
    /// What time it is.
    pub clock: fn() -> Timestamp,
}

/// A server that listens and does not answer yet.
#[derive(Debug)]
pub struct Server {
    listener: std::net::TcpListener,
    address: SocketAddr,
    desk: Desk,
    patience: Patience,
}

/// Most bytes of a request; routes that take files say so themselves.
const LARGEST_FORM: usize = 8 << 20;

/// How long requests under way may take once the server is told to stop.
const LAST_CALL: Duration = Duration::from_secs(10);

impl Server {
    /// Opens the workspace and listens on `address`; port 0 takes a free one.
    ///
    /// # Errors
    /// [`Error::Listen`], [`Error::OpenToOthers`], and what opening a workspace can fail with.
    pub fn bind(address: SocketAddr, options: Options) -> Result<Self> {
        Self::bind_with_api(address, options, api::Settings::default())
    }

    /// The same, with what other programs get to ask by.
    ///
    /// # Errors
    /// [`Error::NoKeys`], [`Error::Keys`], and as [`Server::bind`].
    pub fn bind_with_api(address: SocketAddr, mut options: Options, settings: api::Settings) -> Result<Self> {
        // Whoever can reach the proxy can reach what is behind it.
        options.local = address.ip().is_loopback() && !options.entrance.behind_tls;
        let (entrance, has_keys) = (options.entrance, settings.key_file.is_some());
        if options.offer == Offer::Api {
            if !options.local && !has_keys {
                return Err(Error::NoKeys(address));
            }
            // Whoever asks has a key to show: the address may well stand behind another name.
            options.local &= !has_keys;
        }
        let desk = Desk::open_with_api(options, settings)?;
        if !desk.options().local && desk.options().offer == Offer::Pages {
            match (desk.is_for_a_team(), entrance.public) {
                (true, _) if !entrance.behind_tls => return Err(Error::PlainPasswords(address)),
                (false, false) => return Err(Error::OpenToOthers(address)),
                _ => {}
            }
        }
        let listening = std::net::TcpListener::bind(address).and_then(|listener| {
            listener.set_nonblocking(true)?;
            let address = listener.local_addr()?;
            Ok((listener, address))
        });
        let (listener, address) = listening.map_err(|reason| Error::Listen { address, reason })?;
        Ok(Self { listener, address, desk, patience: Patience::default() })
    }

    /// How long connections may keep it waiting, instead of [`Patience::default`].
    #[must_use]
    pub fn with_patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The code by which an admin is made, where one is needed.
    #[must_use]
    pub fn setup_code(&self) -> Option<String> {
        self.desk.setup_code()
    }

    /// Answers until `stop` is done; requests under way are finished, within limits.
    ///
    /// # Errors
    /// [`Error::Served`].
    pub fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(self.desk.options().threads.get().min(4))
            .enable_all()
            .build()?;
        // A workspace must not be dropped on an async thread: this clone outlives the runtime.
        let desk = self.desk.clone();
        let outcome = runtime.block_on(async move {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            let (told, mut stopping) = tokio::sync::watch::channel(false);
            let stop = async move {
                stop.await;
                let _ = told.send(true);
            };
            let fresh = self.desk.clone();
            tokio::spawn(async move { fresh.api().keep_fresh(fresh.clone()).await });
            let serving = connections::serve(listener, application(self.desk), self.patience, stop);
            let late = async move {
                while !*stopping.borrow_and_update() {
                    if stopping.changed().await.is_err() {
                        break;
                    }
                }
                tokio::time::sleep(LAST_CALL).await;
            };
            tokio::select! {
                () = serving => {}
                () = late => {}
            }
            Ok::<(), std::io::Error>(())
        });
        runtime.shutdown_timeout(LAST_CALL);
        drop(desk);
        Ok(outcome?)
    }
}

/// All routes of what is offered; `public` where strangers may read.
pub(crate) fn routes(offer: Offer, public: bool) -> Routes {
    match offer {
        Offer::Pages => pages::routes(public).and(assets::routes()).and(api::routes()),
        Offer::Api => api::routes(),
    }
}

/// Everything that can be asked of such a server, and who may ask.
#[must_use]
pub fn route_table(offer: Offer, public: bool) -> Vec<Route> {
    routes(offer, public).table().to_vec()
}

/// Everything that answers, as one service; tests call it without a port.
pub fn application(desk: Desk) -> Router {
    let router = routes(desk.options().offer, desk.options().entrance.public).into_router();
    let router = match desk.options().offer {
        Offer::Pages => router.fallback(pages::nothing_here),
        Offer::Api => router.fallback(api::nothing_here),
    };
    router
        .layer(axum::extract::DefaultBodyLimit::max(LARGEST_FORM))
        .layer(from_fn_with_state(desk.clone(), api::attend))
        .layer(from_fn_with_state(desk.clone(), recognise))
        .layer(from_fn_with_state(desk.clone(), guard::guard))
        .layer(CatchPanicLayer::custom(|_| pages::failure(&crate::Fault::Broken)))
        .with_state(desk)
}

/// Notes on the request who asks.
async fn recognise(State(desk): State<Desk>, mut request: Request, next: Next) -> Response {
    let options = desk.options();
    let is_for_a_team = desk.is_for_a_team();
    if options.offer == Offer::Api {
        request.extensions_mut().insert(Visitor::stranger());
    } else if options.local && !is_for_a_team && !options.entrance.public {
        let visitor = Visitor { name: options.actor.clone(), role: Role::Admin, came: Came::Here };
        request.extensions_mut().insert(visitor);
    } else {
        let (visitor, person) = desk.recognise(request.uri().path(), request.headers()).await;
        let extensions = request.extensions_mut();
        extensions.insert(visitor);
        if let Some(person) = person {
            extensions.insert(person);
        }
        if is_for_a_team {
            let is_new = desk.setup_code().is_some() && !options.entrance.recover;
            extensions.insert(if is_new { Door::Setup } else { Door::SignIn });
        }
    }
    next.run(request).await
}

/// Done when the process is told to stop: by Ctrl-C or, on Unix, by `SIGTERM`.
pub async fn stop_asked() {
    let interrupted = async {
        // Where no signal can be waited for, the process ends without good order.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => tokio::select! {
                () = interrupted => {}
                _ = terminated.recv() => {}
            },
            Err(_) => interrupted.await,
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}
