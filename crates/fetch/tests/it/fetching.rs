//! What is asked and what comes back when all goes well.

use crate::server::{Server, TestClock, answer, content, fetch, fetcher, header, path, settings};
use fetch::{Answer, Known, Request, Settings};
use flate2::Compression;
use flate2::write::GzEncoder;
use model::Redirect;
use std::io::Write;
use std::sync::Arc;

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn content_comes_with_what_the_server_said() {
    let server = Server::always(answer(
        "200 OK",
        "Content-Type: text/html; charset=euc-kr\r\nETag: \"a1\"\r\nSet-Cookie: session=secret\r\nX-Odd: caf\u{e9}\r\n",
        "page",
    ));
    let content = content(&server.url("/a?b=c"));
    assert_eq!((content.status, content.body.as_slice()), (200, &b"page"[..]));
    assert_eq!(content.at.to_string(), "2020-01-01T00:00:00Z");
    assert_eq!(content.media_type().as_deref(), Some("text/html"));
    assert_eq!(content.charset().as_deref(), Some("euc-kr"));
    assert_eq!(content.header("etag"), Some("\"a1\""));
    assert_eq!(content.header("x-odd"), Some("café"));
    assert_eq!(content.header("set-cookie"), None, "cookies are not kept");
    assert_eq!(server.paths(), ["/robots.txt", "/a?b=c"]);
}

#[test]
fn requests_say_who_asks_and_nothing_else() {
    let server = Server::always(answer("200 OK", "", ""));
    let named = Settings { user_agent: Some("ourpaper/2.1 (desk@paper.example)".to_owned()), ..settings() };
    fetch(settings(), &server.url("/x")).unwrap();
    fetch(named, &server.url("/x")).unwrap();
    let names = |head: &String| {
        let mut names: Vec<_> = head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(':'))
            .map(|(name, _)| name.to_ascii_lowercase())
            .collect();
        names.sort();
        names
    };
    let heads = server.heads();
    let agents: Vec<_> = heads.iter().filter_map(|head| header(head, "user-agent")).collect();
    let own = concat!("manumit/", env!("CARGO_PKG_VERSION"));
    assert_eq!(agents, [own, own, "ourpaper/2.1 (desk@paper.example)", "ourpaper/2.1 (desk@paper.example)"]);
    for head in &heads {
        assert_eq!(names(head), ["accept", "accept-encoding", "host", "user-agent"]);
    }
}

#[test]
fn packed_and_chunked_answers_are_unpacked() {
    let page = "word ".repeat(1000);
    let gzip = packed(page.as_bytes());
    let whole = answer("200 OK", "Content-Encoding: gzip\r\n", &gzip);
    assert_eq!(content(&Server::always(whole).url("/")).body, page.as_bytes());
    let mut chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n".to_vec();
    for chunk in page.as_bytes().chunks(700) {
        chunked.extend(format!("{:x};note=x\r\n", chunk.len()).as_bytes());
        chunked.extend(chunk);
        chunked.extend(b"\r\n");
    }
    chunked.extend(b"0\r\n\r\n");
    assert_eq!(content(&Server::always(chunked).url("/")).body, page.as_bytes());
    let until_closed = b"HTTP/1.0 200 OK\r\n\r\nas long as it goes".to_vec();
    assert_eq!(content(&Server::always(until_closed).url("/")).body, b"as long as it goes");
}

#[test]
fn redirections_are_followed_and_written_down() {
    let server = Server::new(|head, stream| {
        let (status, location) = match path(head) {
            "/a" => ("301 Moved Permanently", "/b?x=1"),
            "/b?x=1" => ("302 Found", "http://me:secret@localhost.example/c#part"),
            "/robots.txt" => return stream.write_all(&answer("200 OK", "", "User-agent: *\nDisallow: /no")),
            _ => return stream.write_all(&answer("200 OK", "", "there")),
        };
        stream.write_all(&answer(status, &format!("Location: {location}\r\n"), ""))
    });
    let names =
        crate::server::Names { known: vec![("localhost.example", vec![server.at])], ..Default::default() };
    let fetcher = fetch::Fetcher::with(settings(), Arc::new(TestClock::default()), Arc::new(names)).unwrap();
    let Answer::Content(content) = fetcher.fetch(&Request::of(&server.url("/a"))).unwrap() else { panic!() };
    assert_eq!(content.body, b"there");
    assert_eq!(content.address.as_str(), "http://localhost.example/c");
    let to = |status, to: &str| Redirect { status, to: to.to_owned() };
    assert_eq!(
        content.redirects,
        [to(301, server.url("/b?x=1").as_str()), to(302, "http://localhost.example/c")]
    );
    assert!(server.heads().iter().all(|head| header(head, "authorization").is_none()));
    // Each site has a robots.txt of its own.
    assert_eq!(server.paths(), ["/robots.txt", "/a", "/b?x=1", "/robots.txt", "/c"]);
}

#[test]
fn what_did_not_change_is_not_sent_again() {
    let server = Server::new(|head, stream| match path(head) {
        "/robots.txt" => crate::server::not_found(stream),
        "/moved" => stream.write_all(&answer("302 Found", "Location: /page\r\n", "")),
        _ if header(head, "if-none-match") == Some("\"v1\"")
            && header(head, "if-modified-since") == Some("Mon, 19 Nov 2018 08:00:00 GMT") =>
        {
            stream.write_all(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n")
        }
        _ => stream.write_all(&answer(
            "200 OK",
            "ETag: \"v1\"\r\nLast-Modified: Mon, 19 Nov 2018 08:00:00 GMT\r\n",
            "page",
        )),
    });
    let fetcher = fetcher(settings(), &Arc::new(TestClock::default()));
    let moved = server.url("/moved");
    let Answer::Content(first) = fetcher.fetch(&Request::of(&moved)).unwrap() else { panic!() };
    let known = Known::of(first.address.as_str(), &first.headers).unwrap();
    let again = fetcher.fetch(&Request { known: Some(&known), ..Request::of(&moved) }).unwrap();
    let Answer::Unchanged(unchanged) = again else { panic!("{again:?}") };
    assert_eq!(unchanged.address, server.url("/page"));
    // The address that only sends on is not asked with the marks of another.
    let asked_with = |path: &str| {
        let heads = server.heads();
        heads
            .iter()
            .filter(|head| crate::server::path(head) == path)
            .filter(|head| header(head, "if-none-match").is_some())
            .count()
    };
    assert_eq!((asked_with("/moved"), asked_with("/page")), (0, 1));
}
