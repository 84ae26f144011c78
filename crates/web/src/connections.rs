//! Connections: how long each may keep the house waiting, and how many there are at a time.
//!
//! A visitor who opens a connection and says nothing, or one byte a minute, takes a seat from the others (the attack is known as Slowloris).
//! So the head of a request has to come within a time, and so has each further piece of its body; connections beyond a number wait outside.

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;
use tower_http::timeout::TimeoutBody;

/// How long a connection may keep the house waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For the head of a request: of the first one since the connection was opened, of the next ones since the last answer. More than 0.
    pub head: Duration,
    /// For each next piece of a request's body. More than 0.
    pub body: Duration,
    /// Most connections at a time; more wait until one is closed. At least 1.
    pub connections: usize,
}

impl Default for Patience {
    /// 20 seconds, 30 seconds, 2,048 connections.
    fn default() -> Self {
        Self { head: Duration::from_secs(20), body: Duration::from_secs(30), connections: 2048 }
    }
}

/// How long to wait before the next connection is taken, where taking one failed: mostly, too many files are open.
const AFTER_A_FAILURE: Duration = Duration::from_millis(500);

/// Answers on a listener until `stop` is done, then ends once all requests under way are finished.
pub(crate) async fn serve(
    listener: TcpListener,
    application: Router,
    patience: Patience,
    stop: impl Future<Output = ()>,
) {
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience.head);
    let open = GracefulShutdown::new();
    let seats = Arc::new(Semaphore::new(patience.connections.min(Semaphore::MAX_PERMITS)));
    tokio::pin!(stop);
    loop {
        let arrival = async {
            // The semaphore is never closed.
            let seat = seats.clone().acquire_owned().await.ok();
            (seat, listener.accept().await)
        };
        let (seat, arrived) = tokio::select! {
            arrival = arrival => arrival,
            () = &mut stop => break,
        };
        let (stream, address) = match arrived {
            Ok(connection) => connection,
            Err(error) if is_of_one_connection(&error) => continue,
            Err(_) => {
                tokio::time::sleep(AFTER_A_FAILURE).await;
                continue;
            }
        };
        // Without it small answers wait for others; where it cannot be set they only come later.
        let _ = stream.set_nodelay(true);
        let application = application.clone();
        let answer = hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let mut request: Request = request.map(|body| Body::new(TimeoutBody::new(patience.body, body)));
            request.extensions_mut().insert(ConnectInfo(address));
            application.clone().oneshot(request)
        });
        let connection = open.watch(http.serve_connection(TokioIo::new(stream), answer));
        tokio::spawn(async move {
            // A connection that breaks off concerns its visitor alone.
            let _ = connection.await;
            drop(seat);
        });
    }
    drop(listener);
    open.shutdown().await;
}

/// Whether only the connection that was about to be taken is gone, and the next one may be taken at once.
fn is_of_one_connection(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
