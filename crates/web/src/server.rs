//! One process, one port: listening, the layers around every request, going down in good order.

use crate::{Desk, Error, Result, Role, Routes, Visitor, api, assets, guard, pages};
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
        options.local = address.ip().is_loopback();
        match options.offer {
            Offer::Pages if !options.local => return Err(Error::OpenToOthers(address)),
            Offer::Api if !options.local && settings.key_file.is_none() => {
                return Err(Error::NoKeys(address));
            }
            Offer::Api if settings.key_file.is_some() => {
                // Whoever asks has a key to show: the address may well stand behind another name.
                options.local = false;
            }
            Offer::Pages | Offer::Api => {}
        }
        let desk = Desk::open_with_api(options, settings)?;
        let listening = std::net::TcpListener::bind(address).and_then(|listener| {
            listener.set_nonblocking(true)?;
            let address = listener.local_addr()?;
            Ok((listener, address))
        });
        let (listener, address) = listening.map_err(|reason| Error::Listen { address, reason })?;
        Ok(Self { listener, address, desk })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
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
            let serving = axum::serve(listener, application(self.desk)).with_graceful_shutdown(stop);
            let late = async move {
                while !*stopping.borrow_and_update() {
                    if stopping.changed().await.is_err() {
                        break;
                    }
                }
                tokio::time::sleep(LAST_CALL).await;
            };
            tokio::select! {
                ended = serving.into_future() => ended,
                () = late => Ok(()),
            }
        });
        runtime.shutdown_timeout(LAST_CALL);
        drop(desk);
        Ok(outcome?)
    }
}

/// All routes of what is offered.
pub(crate) fn routes(offer: Offer) -> Routes {
    match offer {
        Offer::Pages => pages::routes().and(assets::routes()).and(api::routes()),
        Offer::Api => api::routes(),
    }
}

/// Everything that answers, as one service; tests call it without a port.
pub fn application(desk: Desk) -> Router {
    let router = routes(desk.options().offer).into_router();
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
    let visitor = if options.local && options.offer == Offer::Pages {
        Visitor { name: options.actor.clone(), role: Role::Admin }
    } else {
        Visitor::stranger()
    };
    request.extensions_mut().insert(visitor);
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
