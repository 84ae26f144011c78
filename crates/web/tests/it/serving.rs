//! What holds for every page: where requests may come from, and what answers carry.

use crate::house::House;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::num::NonZeroUsize;
use std::time::Duration;
use web::{Entrance, Offer, Options, Patience, Server};

#[test]
fn the_overview_is_there_and_carries_what_it_must() {
    let house = House::with_demonstration(Offer::Pages);
    let answer = house.get("/");
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    for name in ["content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy"] {
        assert!(answer.headers.contains_key(name), "{name}");
    }
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert!(house.folder.path().join("case").is_dir());
}

#[test]
fn a_name_that_points_here_is_not_this_computer() {
    let house = House::with_demonstration(Offer::Pages);
    let request = Request::get("/").header("host", "rebound.example").body(Body::empty()).unwrap();
    assert_eq!(house.send(request).status, StatusCode::FORBIDDEN);
}

#[test]
fn pages_of_other_sites_change_nothing() {
    let house = House::with_demonstration(Offer::Pages);
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://elsewhere.example")] {
        let request = Request::post("/").header("host", "localhost").header(name, value);
        let answer = house.send(request.body(Body::empty()).unwrap());
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}");
    }
}

/// A server on a port of its own, that waits for nobody for long.
fn hasty(
    folder: &tempfile::TempDir,
) -> (SocketAddr, tokio::sync::oneshot::Sender<()>, std::thread::JoinHandle<()>) {
    let options = Options {
        workspace: folder.path().join("case"),
        actor: "tester".to_owned(),
        offer: Offer::Api,
        local: true,
        entrance: Entrance::default(),
        threads: NonZeroUsize::MIN,
        clock: crate::house::now,
    };
    let patience =
        Patience { head: Duration::from_millis(200), body: Duration::from_millis(200), connections: 2 };
    let server = Server::bind("127.0.0.1:0".parse().unwrap(), options).unwrap().with_patience(patience);
    let address = server.address();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = std::thread::spawn(move || {
        let stop = async move {
            let _ = stopped.await;
        };
        server.run(stop).unwrap();
    });
    (address, stop, running)
}

/// What comes back until the other side hangs up.
fn all_that_comes(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A connection that is reset has said all it will.
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn whoever_opens_a_connection_and_says_nothing_more_is_let_go_and_the_next_one_served() {
    let folder = tempfile::TempDir::new().unwrap();
    let (case, act) = (folder.path().join("case"), archive::Act::new("tester", crate::house::now()));
    let writer = archive::Writer::new("test", crate::house::now());
    drop(engine::init(&case, &archive::Settings::default(), writer, &act).unwrap());
    let (address, stop, running) = hasty(&folder);
    let mut silent = TcpStream::connect(address).unwrap();
    let mut slow = TcpStream::connect(address).unwrap();
    slow.write_all(b"GET /healthz HTTP/1.1\r\nHost: loc").unwrap();
    // Both seats are taken: this one is served once one of them is free again.
    let mut third = TcpStream::connect(address).unwrap();
    third.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let answer = all_that_comes(&mut third);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(all_that_comes(&mut silent), "");
    assert!(!all_that_comes(&mut slow).contains("200 OK"));

    let mut cut_off = TcpStream::connect(address).unwrap();
    let head = "POST /match/all HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{";
    cut_off.write_all(head.as_bytes()).unwrap();
    let answer = all_that_comes(&mut cut_off);
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    stop.send(()).unwrap();
    running.join().unwrap();
}
