//! The web from the command line, against a server on this computer.

use crate::support::{Desk, PAGE, Ran};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Pages by path: status and headers, and the body. They can be changed while the server runs.
type Pages = Arc<Mutex<Vec<(&'static str, String, Vec<u8>)>>>;

struct Site {
    at: SocketAddr,
    pages: Pages,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let pages: Pages = Arc::default();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (shown, log) = (Arc::clone(&pages), Arc::clone(&asked));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serve(stream, &shown, &log);
            }
        });
        Self { at, pages, asked }
    }

    /// Shows a page at a path from now on. `head` is the status with headers, each on a line.
    fn show(&self, path: &'static str, head: &str, body: impl Into<Vec<u8>>) {
        let mut pages = self.pages.lock().unwrap();
        pages.retain(|(known, ..)| *known != path);
        pages.push((path, head.to_owned(), body.into()));
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }

    /// What was asked for since the last look, without robots.txt.
    fn asked(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut *self.asked.lock().unwrap());
        asked.retain(|path| path != "/robots.txt");
        asked
    }

    fn steady(&self, text: &str) -> String {
        text.replace(&self.at.to_string(), "SITE")
    }
}

fn serve(mut stream: TcpStream, pages: &Pages, log: &Mutex<Vec<String>>) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).unwrap_or(0) == 0 {
            return;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let pages = pages.lock().unwrap();
    let found = pages.iter().find(|(known, ..)| *known == path);
    let (status, body) = match found {
        // Whoever knows the mark of the page gets no page.
        Some((_, shown, _)) if mark(shown).is_some_and(|mark| head.contains(mark)) => {
            ("304 Not Modified", &[][..])
        }
        Some((_, shown, body)) => (shown.as_str(), body.as_slice()),
        None => ("404 Not Found", &[][..]),
    };
    log.lock().unwrap().push(path);
    let length =
        if status.starts_with("304") { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let answer = format!("HTTP/1.1 {}\r\n{length}Connection: close\r\n\r\n", status.replace('\n', "\r\n"));
    let _ = stream.write_all(&[answer.as_bytes(), body].concat());
}

fn mark(head: &str) -> Option<&str> {
    head.split_once("ETag: ").map(|(_, mark)| mark.lines().next().unwrap_or(mark))
}

fn case() -> (Desk, Site) {
    let desk = Desk::new();
    assert_eq!(desk.run(&["init", "case"]).code, 0);
    (desk, Site::new())
}

fn add(desk: &Desk, args: &[&str]) -> Ran {
    desk.case(&[&["add", "--allow-private", "--proxy", "none"], args].concat())
}

fn watch(desk: &Desk, args: &[&str]) -> Ran {
    desk.case(&[&["watch", "run", "--allow-private", "--proxy", "none"], args].concat())
}

#[test]
fn a_page_comes_with_the_way_it_came() {
    let (desk, site) = case();
    site.show("/old", "301 Moved Permanently\nLocation: /welders.html", "");
    site.show(
        "/welders.html",
        "200 OK\nContent-Type: text/html; charset=utf-8\nETag: \"v1\"\nSet-Cookie: who=secret",
        PAGE,
    );
    let added = add(&desk, &[&site.url("/old"), "--json"]);
    assert_eq!((added.code, added.err.as_str()), (0, "1 file read, 6 claims\n"), "{}", added.out);
    let row = added.rows().remove(0);
    let source = row["source_id"].as_str().unwrap().to_owned();
    assert_eq!(row["url"], site.url("/old"));
    assert_eq!(row["final_url"], site.url("/welders.html"));
    assert_eq!((row["http_status"].as_u64(), row["redirects"].as_u64()), (Some(200), Some(1)));
    assert_eq!(row["bytes"].as_u64(), Some(PAGE.len() as u64));

    let custody = desk.case(&["custody", &source]);
    let told = site.steady(&custody.out);
    for line in [
        "the address http://SITE/old",
        "from the address: http://SITE/welders.html",
        "HTTP status: 200",
        "sent on (301) to: http://SITE/welders.html",
        "etag: \"v1\"",
        "the stored bytes have this hash",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert!(!told.contains("secret"), "{told}");

    // Nothing changed: nothing is sent, and that it was asked is on record.
    let again = add(&desk, &[&site.url("/old"), "--json"]);
    assert_eq!((again.code, again.rows()[0]["end"].as_str()), (0, Some("unchanged")), "{}", again.err);
    assert!(desk.case(&["custody", &source]).out.contains("tester: unchanged"));

    // The same bytes under another mark: the same source, and one more way it came.
    site.show("/welders.html", "200 OK\nETag: \"v2\"", PAGE);
    let third = add(&desk, &[&site.url("/old"), "--json"]);
    assert_eq!(third.rows()[0]["source_id"].as_str(), Some(source.as_str()));
    assert_eq!(desk.case(&["custody", &source]).out.matches("came  ").count(), 2);
    // Other bytes: another source.
    site.show("/welders.html", "200 OK\nETag: \"v3\"", PAGE.replace("800", "700"));
    let fourth = add(&desk, &[&site.url("/old"), "--json"]);
    assert_ne!(fourth.rows()[0]["source_id"].as_str(), Some(source.as_str()));
    assert_eq!(desk.case(&["audit", "verify"]).code, 0);
}

#[test]
fn what_fails_is_named_and_costs_nothing_else() {
    let (desk, site) = case();
    site.show("/good.html", "200 OK\nContent-Type: text/html", PAGE);
    site.show("/robots.txt", "200 OK", "User-agent: *\nDisallow: /private\n");
    desk.write("note.txt", "A note.");
    let good = site.url("/good.html");
    let added = add(
        &desk,
        &[
            "note.txt",
            &site.url("/gone"),
            &good,
            &site.url("/private/x"),
            "ftp://me:secret@a.example/x",
            "https://me:secret@a.example/",
        ],
    );
    assert_eq!(added.code, 1);
    let told = site.steady(&added.err);
    for line in [
        "http://SITE/gone: the server answers 404 (Not Found)",
        "http://SITE/private/x: robots.txt of 127.0.0.1 asks programs not to fetch it (line 2: `/private`)",
        "ftp://a.example/x: only http and https are fetched, not `ftp`",
        "https://a.example/: it has a user name or a password in it",
        "2 files read, 6 claims; 4 could not be opened",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert!(!added.err.contains("secret") && !added.out.contains("secret"), "{}{}", added.out, added.err);
    assert_eq!(desk.case(&["sources", "--json"]).rows().len(), 2);
    assert_eq!(site.asked(), ["/gone", "/good.html"]);
}

#[test]
fn this_computer_is_not_asked_unless_that_is_said() {
    let (desk, site) = case();
    site.show("/x", "200 OK", "inside");
    let refused = desk.case(&["add", "--proxy", "none", &site.url("/x")]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("is not on the public network but this computer"), "{}", refused.err);
    let other = desk.case(&[
        "add",
        "--proxy",
        "none",
        "--allow-private=127.0.0.1:1,intranet.example",
        &site.url("/x"),
    ]);
    assert_eq!(other.code, 1);
    assert!(site.asked.lock().unwrap().is_empty());
    let host = format!("--allow-private={}", site.at);
    assert_eq!(desk.case(&["add", "--proxy", "none", &host, &site.url("/x")]).code, 0);
}

#[test]
fn archives_and_feeds_bring_what_lies_in_them() {
    let (desk, site) = case();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("inner/page.html", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(PAGE.as_bytes()).unwrap();
    site.show("/all.zip", "200 OK\nContent-Type: application/zip", zip.finish().unwrap().into_inner());
    let added = add(&desk, &[&site.url("/all.zip"), "--json"]);
    let ends: Vec<_> = added.rows().iter().map(|row| site.steady(row["url"].as_str().unwrap())).collect();
    assert_eq!(ends, ["http://SITE/all.zip/inner/page.html", "http://SITE/all.zip"], "{}", added.err);

    let feed = format!(
        "<rss><channel><title>Reports</title><item><link>{0}</link></item><item><link>{1}</link></item></channel></rss>",
        site.url("/1.html"),
        site.url("/2.html"),
    );
    site.show("/feed", "200 OK\nContent-Type: application/rss+xml", feed);
    site.show("/1.html", "200 OK\nContent-Type: text/html", "<p>One</p>");
    site.show("/2.html", "200 OK\nContent-Type: text/html", "<p>Two</p>");
    let first = add(&desk, &["--feed", &site.url("/feed"), "--limit", "1"]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(
        site.steady(&first.err).starts_with(
            "http://SITE/feed: RSS “Reports”, 2 items: 1 fetched, 1 left for another run (--limit)\n1 file read"
        ),
        "{}",
        first.err
    );
    let second = add(&desk, &["--feed", &site.url("/feed")]);
    assert!(second.err.contains("2 items: 1 fetched, 1 known before"), "{}", second.err);
    site.show("/feed", "200 OK", "<rss><channel><item>");
    let broken = add(&desk, &["--feed", &site.url("/feed")]);
    assert_eq!(broken.code, 1);
    assert!(broken.err.contains("the feed is damaged at line 1: it breaks off"), "{}", broken.err);
}

#[test]
fn what_is_watched_is_looked_at_and_nothing_comes_twice() {
    let (desk, site) = case();
    let feed = |items: &[&str]| {
        let items: String =
            items.iter().map(|path| format!("<entry><link href='{path}'/></entry>")).collect();
        format!("<feed><title>News</title>{items}</feed>")
    };
    site.show("/feed", "200 OK\nETag: \"f1\"", feed(&["/1", "/2"]));
    site.show("/page", "200 OK\nContent-Type: text/html\nETag: \"p1\"", "<p>As it was</p>");
    site.show("/1", "200 OK\nContent-Type: text/html", "<p>One</p>");
    let (feed_url, page_url) = (site.url("/feed"), site.url("/page"));
    assert_eq!(watch(&desk, &[]).err, "nothing new\n");
    assert_eq!(desk.case(&["watch", "add", &feed_url, &page_url]).code, 0);
    assert!(desk.case(&["watch", "add", &feed_url]).err.contains("watched already"));

    // The second item is not there yet: it is tried again.
    let first = watch(&desk, &[]);
    assert_eq!(first.code, 1, "{}", first.err);
    assert_eq!(site.asked(), ["/feed", "/1", "/2", "/page"]);
    assert!(first.err.contains("Atom “News”, 2 items: 2 fetched"), "{}", first.err);
    site.show("/2", "200 OK\nContent-Type: text/html", "<p>Two</p>");
    assert_eq!(watch(&desk, &[]).code, 0);
    assert_eq!(site.asked(), ["/feed", "/2", "/page"]);

    // All is settled, so the servers are only asked whether something changed.
    let quiet = watch(&desk, &["--json"]);
    assert_eq!((quiet.code, site.asked()), (0, vec!["/feed".to_owned(), "/page".to_owned()]));
    assert_eq!(quiet.rows().len(), 1, "{}", quiet.out);
    assert_eq!(quiet.rows()[0]["end"], "unchanged");

    site.show("/feed", "200 OK\nETag: \"f2\"", feed(&["/3", "/1", "/2"]));
    site.show("/3", "200 OK\nContent-Type: text/html", "<p>Three</p>");
    site.show("/page", "200 OK\nContent-Type: text/html\nETag: \"p2\"", "<p>As it is</p>");
    assert_eq!(watch(&desk, &[]).code, 0);
    assert_eq!(site.asked(), ["/feed", "/3", "/page"]);
    assert_eq!(desk.case(&["sources", "--json"]).rows().len(), 5);

    let rows = desk.case(&["watch", "list", "--json"]).rows();
    let kinds: Vec<_> = rows.iter().map(|row| row["kind"].as_str().unwrap_or_default()).collect();
    assert_eq!(kinds, ["Atom", "page"]);
    site.show("/feed", "503 Service Unavailable\nRetry-After: 9999", "");
    assert_eq!(watch(&desk, &[&feed_url]).code, 1);
    let failure = desk.case(&["watch", "list", "--json"]).rows()[0]["failure"].as_str().unwrap().to_owned();
    assert!(failure.contains("asks to wait 9999 s"), "{failure}");

    assert_eq!(desk.case(&["watch", "remove", &feed_url]).code, 0);
    let missing = desk.case(&["watch", "remove", &feed_url]);
    assert_eq!(
        (missing.code, missing.err.lines().next()),
        (2, Some(format!("error: no watch `{feed_url}` here").as_str()))
    );
    assert_eq!(desk.case(&["audit", "verify"]).code, 0);
}

#[test]
fn addresses_leave_no_trace_of_what_is_sealed() {
    let (desk, site) = case();
    site.show("/testimony", "200 OK\nContent-Type: text/html", "<p>Sealed words</p>");
    let public = desk.run(&["keygen", "-o", "identity.txt"]).out.trim().to_owned();
    let settings = std::fs::read_to_string(desk.path("case/manumit.toml")).unwrap();
    let recipient = format!("sealing_recipient = \"{public}\"\n");
    desk.write("case/manumit.toml", format!("{recipient}{settings}"));
    let added = add(&desk, &[&site.url("/testimony"), "--sensitivity", "sealed"]);
    assert_eq!(added.code, 0, "{}{}", added.out, added.err);
    let watched = desk.case(&["watch", "add", &site.url("/testimony"), "--sensitivity", "sealed"]);
    assert_eq!(watched.code, 2);
    for file in crate::support::files_beneath(&desk.path("case")) {
        let bytes = std::fs::read(&file).unwrap();
        let holds = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
        assert!(!holds(b"/testimony") && !holds(b"Sealed words"), "{}", file.display());
    }
}

#[test]
fn wrong_settings_are_wrong_usage() {
    let (desk, _site) = case();
    for (option, value) in [("--proxy", "ftp://me:secret@a.example"), ("--user-agent", "two\nlines")] {
        let ran = desk.case(&["add", option, value, "https://a.example/"]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(!ran.err.contains("secret"), "{}", ran.err);
    }
    desk.write("case/manumit.toml", "[fetching]\nproxy = \"gopher://x\"\n");
    let ran = desk.case(&["add", "https://a.example/"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("the proxy cannot be used"), "{}", ran.err);
}
