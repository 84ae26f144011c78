//! A running server: it notices what changes, and goes down in good order.

use super::fixture::{Case, act};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};
use web::Server;
use web::api::Settings;

/// A server on a free port, and the way to stop it.
struct Running {
    address: SocketAddr,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<web::Result<()>>>,
}

impl Running {
    fn start(case: &Case, settings: Settings) -> Self {
        let server = Server::bind_with_api("127.0.0.1:0".parse().unwrap(), case.options(), settings).unwrap();
        let address = server.address();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let thread = std::thread::spawn(move || {
            server.run(async {
                let _ = stopped.await;
            })
        });
        Self { address, stop: Some(stop), thread: Some(thread) }
    }

    /// The status and the body of an answer.
    fn get(&self, path: &str, key: Option<&str>) -> (u16, String) {
        let key = key.map(|key| format!("X-API-Key: {key}\r\n")).unwrap_or_default();
        let mut stream = TcpStream::connect(self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n{key}Connection: close\r\n\r\n").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let end = Instant::now() + Duration::from_secs(60);
        while !holds(self) {
            assert!(Instant::now() < end, "it never came: {what}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn finish(mut self) {
        self.stop.take().unwrap().send(()).unwrap();
        self.thread.take().unwrap().join().unwrap().unwrap();
    }
}

#[test]
fn changes_of_the_ledger_are_noticed_and_the_end_is_orderly() {
    let case = Case::new();
    let server = Running::start(&case, Settings::default());
    server.until("readiness", |server| server.get("/readyz", None).0 == 200);
    let total = |server: &Running| -> Value {
        let (status, body) = server.get("/search/shown?q=exemplar", None);
        if status == 404 {
            return Value::Null;
        }
        serde_json::from_str::<Value>(&body).unwrap()["total"]["value"].clone()
    };
    assert_eq!(total(&server), 1);
    let workspace = case.open_for_writing();
    engine::remove_list(&workspace, &act(), "shown").unwrap();
    drop(workspace);
    server.until("a list that was taken out of use", |server| total(server).is_null());
    let address = server.address;
    server.finish();
    assert!(TcpStream::connect(address).is_err(), "nobody listens any more");
}

#[test]
fn a_key_that_is_taken_out_of_the_file_is_let_in_no_more() {
    let case = Case::new();
    let (path, key) = case.key_file();
    let server = Running::start(&case, Settings { key_file: Some(path.clone()), ..Settings::default() });
    assert_eq!(server.get("/catalog", Some(&key)).0, 200);
    let other = web::api::make_key([8; 32], "another").unwrap();
    std::fs::write(&path, &other.line).unwrap();
    server.until("the end of the key", |server| server.get("/catalog", Some(&key)).0 == 401);
    assert_eq!(server.get("/catalog", Some(&other.key)).0, 200);
    server.finish();
}
