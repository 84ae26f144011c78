//! Servers that do harm: each costs this one address, with a reason.

use crate::server::{Names, Server, TestClock, answer, fetcher, limits, not_found, path, reason, settings};
use fetch::{Error, Limits, Request, Settings};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

/// Plays something for every address but `/robots.txt`.
fn playing(play: impl Fn(&mut TcpStream) -> std::io::Result<()> + Send + Sync + 'static) -> Server {
    Server::new(
        move |head, stream| if path(head) == "/robots.txt" { not_found(stream) } else { play(stream) },
    )
}

fn why(answer: impl Into<Vec<u8>>) -> String {
    reason(&Server::always(answer), settings(), "/")
}

/// Settings under which one step may take next to no time; for servers that never end that step.
fn impatient(change: impl FnOnce(&mut Limits)) -> Settings {
    let mut limits = limits();
    change(&mut limits);
    Settings { limits, ..settings() }
}

const MOMENT: Duration = Duration::from_millis(150);

/// Waits until the other side goes away.
fn hold(stream: &mut TcpStream) {
    let _ = stream.read_to_end(&mut Vec::new());
}

#[test]
fn a_body_without_end() {
    let server = playing(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
        loop {
            stream.write_all(&[b'x'; 4096])?;
        }
    });
    assert_eq!(reason(&server, settings(), "/"), "the answer is larger than 100000 bytes");
    let chunks = playing(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")?;
        loop {
            stream.write_all(b"400\r\n")?;
            stream.write_all(&[b'x'; 1024])?;
            stream.write_all(b"\r\n")?;
        }
    });
    assert_eq!(reason(&chunks, settings(), "/"), "the answer is larger than 100000 bytes");
}

#[test]
fn a_stated_length_that_is_too_much_is_not_waited_for() {
    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx".to_vec();
    assert_eq!(why(answer), "the answer is larger than 100000 bytes");
}

#[test]
fn lengths_that_are_wrong() {
    let short = b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\nConnection: close\r\n\r\nonly this".to_vec();
    assert_eq!(why(short), "the connection ended before the answer was complete");
    let nonsense = b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nx".to_vec();
    assert!(why(nonsense).starts_with("the answer is not what HTTP allows: "));
    let two = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy".to_vec();
    assert!(why(two).starts_with("the answer is not what HTTP allows: "));
    // What follows a body of stated length belongs to nobody.
    let long = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok, and much more".to_vec();
    assert_eq!(crate::server::content(&Server::always(long).url("/")).body, b"ok");
}

#[test]
fn chunks_that_are_none_and_chunks_that_break_off() {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    for body in ["zz\r\nabc", "-1\r\nabc\r\n0\r\n\r\n", "fffffffffffffffffff\r\nabc"] {
        let told = why(format!("{head}{body}"));
        assert!(told.starts_with("the answer is not what HTTP allows: "), "{body:?}: {told}");
    }
    for body in ["5\r\nabcde\r\n", "ff\r\nabc", ""] {
        assert_eq!(
            why(format!("{head}{body}")),
            "the connection ended before the answer was complete",
            "{body:?}"
        );
    }
}

#[test]
fn a_bomb_stops_at_the_limit() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..30 {
        encoder.write_all(&[0; 1 << 20]).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let packed = Settings { limits: Limits { body_bytes: 200_000, ..limits() }, ..settings() };
    assert!(bomb.len() < 200_000);
    let server = Server::always(answer("200 OK", "Content-Encoding: gzip\r\n", &bomb));
    assert_eq!(reason(&server, packed, "/"), "the answer is larger than 200000 bytes when it is unpacked");
}

#[test]
fn packings_that_are_none() {
    let gzip = |body: &[u8]| why(answer("200 OK", "Content-Encoding: gzip\r\n", body));
    assert!(gzip(b"this is not packed").starts_with("the answer cannot be unpacked ("));
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&b"some words".repeat(100)).unwrap();
    let whole = encoder.finish().unwrap();
    assert!(gzip(&whole[..whole.len() / 2]).starts_with("the connection ended before"));
    for coding in ["br", "gzip, gzip", "zstd", "evil\u{e9}"] {
        let told = why(answer("200 OK", &format!("Content-Encoding: {coding}\r\n"), "x"));
        assert_eq!(told, format!("the answer is packed as `{coding}`, which was not asked for"));
    }
}

#[test]
fn floods_of_headers() {
    let long = format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "y".repeat(20_000));
    assert_eq!(why(long), "the headers of the answer are larger than 8 KiB, or too many");
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "X: y\r\n".repeat(1000));
    assert_eq!(why(many), "the headers of the answer are larger than 8 KiB, or too many");
    let endless = playing(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
        loop {
            stream.write_all(b"X-Flood: and one more\r\n")?;
        }
    });
    assert_eq!(
        reason(&endless, settings(), "/"),
        "the headers of the answer are larger than 8 KiB, or too many"
    );
}

#[test]
fn answers_that_are_none() {
    for bytes in [
        &b"SSH-2.0-OpenSSH_9.6\r\n\r\n"[..],
        b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
    ] {
        let told = why(bytes);
        assert!(told.starts_with("the answer is not what HTTP allows: "), "{told}");
    }
    assert_eq!(why(b""), "the connection ended before the answer was complete");
    assert_eq!(why(b"HTTP/1.1 200 OK\r\nContent-Ty"), "the connection ended before the answer was complete");
}

#[test]
fn statuses_that_bring_nothing() {
    for (status, told) in [
        ("404 Not Found", "the server answers 404 (Not Found)"),
        ("410 Gone", "the server answers 410 (Gone)"),
        ("403 Forbidden", "the server answers 403 (Forbidden)"),
        ("500 Oh dear", "the server answers 500 (Internal Server Error)"),
        ("204 No Content", "the server answers 204 (No Content)"),
        ("206 Partial Content", "the server answers 206 (Partial Content)"),
        ("799 What", "the server answers 799"),
    ] {
        assert_eq!(why(answer(status, "", "")), told);
    }
    let unasked = b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".to_vec();
    assert_eq!(
        why(unasked),
        "the server says that nothing changed (304), though it was not asked whether something did"
    );
}

#[test]
fn redirections_that_lead_nowhere() {
    let sends = |location: &str| {
        let server = Server::always(answer("302 Found", &format!("Location: {location}\r\n"), ""));
        reason(&server, settings(), "/x")
    };
    assert_eq!(sends("/x"), "the servers send on in a circle, back to http://SERVER/x");
    for (location, told) in [
        (
            "file:///etc/passwd",
            "the server sends on to file:///etc/passwd: only http and https are fetched, not `file`",
        ),
        (
            "ftp://me:secret@a.example/x",
            "the server sends on to ftp://a.example/x: only http and https are fetched, not `ftp`",
        ),
        ("http://", "the server sends on to http://: it is no address: empty host"),
        (
            "data:text/html,x",
            "the server sends on to data:text/html,x: only http and https are fetched, not `data`",
        ),
    ] {
        assert_eq!(sends(location), told);
    }
    assert_eq!(why(answer("301 Moved", "", "")), "the server answers 301 and does not say where to go on");
    let long = sends(&format!("/{}", "x".repeat(9000)));
    assert!(long.contains("larger than 8 KiB") || long.contains("longer than 8192 bytes"), "{long}");
    let circle = Server::new(|head, stream| {
        let next = if path(head) == "/a" { "/b" } else { "/a" };
        if path(head) == "/robots.txt" {
            not_found(stream)
        } else {
            stream.write_all(&answer("302 Found", &format!("Location: {next}\r\n"), ""))
        }
    });
    assert_eq!(reason(&circle, settings(), "/a"), "the servers send on in a circle, back to http://SERVER/a");
    let endless = Server::new(|head, stream| {
        let number: u32 = path(head).trim_start_matches('/').parse().unwrap_or(0);
        stream.write_all(&answer("302 Found", &format!("Location: /{}\r\n", number + 1), ""))
    });
    // Its robots.txt sends on for ever too, which counts as none.
    assert_eq!(reason(&endless, settings(), "/0"), "it was sent on more than 10 times");
}

#[test]
fn a_server_that_never_answers() {
    let silent = playing(|stream| {
        hold(stream);
        Ok(())
    });
    let told = reason(&silent, impatient(|limits| limits.silence = MOMENT), "/");
    assert_eq!(told, "waiting for the next byte took longer than 0.1 s");
}

#[test]
fn headers_that_drip() {
    let dripping = playing(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nX: ")?;
        loop {
            stream.write_all(b"y")?;
            std::thread::sleep(Duration::from_millis(5));
        }
    });
    let told = reason(&dripping, impatient(|limits| limits.answer = MOMENT), "/");
    assert_eq!(told, "waiting for an answer took longer than 0.1 s");
}

#[test]
fn a_body_that_drips_ends_when_its_time_is_up() {
    let dripping = playing(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
        loop {
            stream.write_all(b"y")?;
            std::thread::sleep(Duration::from_millis(1));
        }
    });
    // The clock of the test moves by 30 s whenever it is looked at, so the time is up after some bytes.
    let clock = Arc::new(TestClock::stepping(Duration::from_secs(30)));
    let error = fetcher(settings(), &clock).fetch(&Request::of(&dripping.url("/"))).unwrap_err();
    assert_eq!(error.to_string(), "the whole answer took longer than 300 s");
}

#[test]
fn a_body_that_stops_is_not_waited_for() {
    let stopping = playing(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")?;
        hold(stream);
        Ok(())
    });
    let told = reason(&stopping, impatient(|limits| limits.silence = MOMENT), "/");
    assert_eq!(told, "waiting for the next byte took longer than 0.1 s");
}

#[test]
fn nobody_there() {
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let address = fetch::Address::parse(&format!("http://127.0.0.1:{port}/")).unwrap();
    let error = crate::server::fetch(settings(), &address).unwrap_err();
    assert!(
        matches!(&error, Error::RobotsUnread { reason, .. } if reason.starts_with("no connection to 127.0.0.1")),
        "{error}"
    );
    let unknown = fetch::Address::parse("http://nowhere.example/").unwrap();
    let error = crate::server::fetch(settings(), &unknown).unwrap_err();
    assert_eq!(error.to_string(), "the name nowhere.example was not found (no such name)");
}

#[test]
fn a_name_service_that_does_not_answer() {
    #[derive(Debug)]
    struct Silent;
    impl fetch::Lookup for Silent {
        fn lookup(&self, _: &str, _: u16) -> std::io::Result<Vec<std::net::SocketAddr>> {
            loop {
                std::thread::park();
            }
        }
    }
    let settings = impatient(|limits| limits.lookup = MOMENT);
    let fetcher = fetch::Fetcher::with(settings, Arc::new(TestClock::default()), Arc::new(Silent)).unwrap();
    let address = fetch::Address::parse("http://slow.example/").unwrap();
    let error = fetcher.fetch(&Request::of(&address)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "robots.txt of slow.example could not be read (finding the address of its name took longer than 0.1 s), so nothing of it is fetched now; try again later"
    );
}

#[test]
fn names_without_addresses() {
    let names = Names { known: vec![("empty.example", vec![])], ..Names::default() };
    let fetcher = fetch::Fetcher::with(settings(), Arc::new(TestClock::default()), Arc::new(names)).unwrap();
    let address = fetch::Address::parse("http://empty.example/").unwrap();
    let error = fetcher.fetch(&Request::of(&address)).unwrap_err();
    assert_eq!(error.to_string(), "the name empty.example was not found (it has no address)");
}
