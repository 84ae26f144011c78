//! robots.txt, pauses, and servers that ask to wait.

use crate::server::{Server, TestClock, answer, fetcher, not_found, path, reason, settings};
use fetch::{Answer, Fetcher, Limits, Request, Settings};
use std::io::{Read, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A server with this robots.txt and a page at every other address.
fn with_robots(robots: &'static [u8]) -> Server {
    Server::new(move |head, stream| match path(head) {
        "/robots.txt" => stream.write_all(robots),
        _ => stream.write_all(&answer("200 OK", "", "page")),
    })
}

fn robots(text: &str) -> &'static [u8] {
    Box::leak(answer("200 OK", "", text).into_boxed_slice())
}

fn get(fetcher: &Fetcher, server: &Server, path: &str) -> Result<Vec<u8>, String> {
    match fetcher.fetch(&Request::of(&server.url(path))) {
        Ok(Answer::Content(content)) => Ok(content.body),
        Ok(Answer::Unchanged(_)) => panic!("unchanged"),
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn what_robots_txt_asks_is_done() {
    let server = with_robots(robots("User-agent: *\nAllow: /\n\nUser-agent: manumit\nDisallow: /private\n"));
    let clock = Arc::new(TestClock::default());
    let fetcher = fetcher(settings(), &clock);
    assert_eq!(get(&fetcher, &server, "/news"), Ok(b"page".to_vec()));
    assert_eq!(
        get(&fetcher, &server, "/private/x").unwrap_err(),
        "robots.txt of 127.0.0.1 asks programs not to fetch it (line 5: `/private`); a page saved with a browser can be added as a file"
    );
    // It is read once, and the refused address was never asked.
    assert_eq!(server.paths(), ["/robots.txt", "/news"]);
    let named = Settings { user_agent: Some("ourpaper/2.1".to_owned()), ..settings() };
    assert_eq!(get(&crate::server::fetcher(named, &clock), &server, "/private/x"), Ok(b"page".to_vec()));
}

#[test]
fn a_robots_txt_that_cannot_be_read_is_a_no_and_one_that_is_not_there_a_yes() {
    let unread = |why: &str| {
        format!(
            "robots.txt of 127.0.0.1 could not be read ({why}), so nothing of it is fetched now; try again later"
        )
    };
    for (robots, told) in [
        (&b"HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n"[..], None),
        (b"HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n", None),
        (
            b"HTTP/1.1 500 No\r\nConnection: close\r\n\r\n",
            Some("the server answers 500 (Internal Server Error)"),
        ),
        (
            b"HTTP/1.1 503 No\r\nConnection: close\r\n\r\n",
            Some("the server answers 503 (Service Unavailable)"),
        ),
        (b"HTTP/1.1 429 No\r\nConnection: close\r\n\r\n", Some("the server answers 429 (Too Many Requests)")),
        (b"", Some("the connection ended before the answer was complete")),
        (b"HTTP/1.1 302 Found\r\nLocation: /robots.txt\r\nConnection: close\r\n\r\n", None),
        (
            b"HTTP/1.1 302 Found\r\nLocation: file:///x\r\nConnection: close\r\n\r\n",
            Some("the server sends on to file:///x: only http and https are fetched, not `file`"),
        ),
    ] {
        let server = with_robots(robots);
        let got = get(&fetcher(settings(), &Arc::new(TestClock::default())), &server, "/x");
        assert_eq!(got.err(), told.map(unread));
        if told.is_some() {
            assert_eq!(server.paths(), ["/robots.txt"], "nothing else was asked");
        }
    }
}

#[test]
fn a_robots_txt_that_never_comes_or_never_ends() {
    let silent = Server::new(|_, stream| {
        let _ = stream.read_to_end(&mut Vec::new());
        Ok(())
    });
    let limits = Limits { silence: Duration::from_millis(150), ..crate::server::limits() };
    assert_eq!(
        reason(&silent, Settings { limits, ..settings() }, "/x"),
        "robots.txt of 127.0.0.1 could not be read (waiting for the next byte took longer than 0.1 s), so nothing of it is fetched now; try again later"
    );
    // Of one without end, the first 512 KiB count.
    let endless = Server::new(|head, stream| {
        if path(head) != "/robots.txt" {
            return stream.write_all(&answer("200 OK", "", "page"));
        }
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /private\n")?;
        loop {
            stream.write_all(b"Disallow: /private/more\n")?;
        }
    });
    let fetcher = fetcher(settings(), &Arc::new(TestClock::default()));
    assert_eq!(get(&fetcher, &endless, "/x"), Ok(b"page".to_vec()));
    assert!(get(&fetcher, &endless, "/private").unwrap_err().contains("line 2: `/private`"));
}

#[test]
fn robots_txt_decides_at_every_redirection() {
    let server = Server::new(|head, stream| match path(head) {
        "/robots.txt" => stream.write_all(robots("User-agent: *\nDisallow: /private\n")),
        "/open" => stream.write_all(&answer("302 Found", "Location: /private\r\n", "")),
        _ => stream.write_all(&answer("200 OK", "", "secret")),
    });
    let told = reason(&server, settings(), "/open");
    assert!(
        told.starts_with("the server sends on to http://SERVER/private: robots.txt of 127.0.0.1 asks"),
        "{told}"
    );
    assert_eq!(server.paths(), ["/robots.txt", "/open"]);
}

#[test]
fn pauses_between_requests_to_one_site() {
    let clock = Arc::new(TestClock::default());
    let quick = with_robots(b"HTTP/1.1 404 No\r\nConnection: close\r\n\r\n");
    let slow = with_robots(robots("User-agent: *\nCrawl-delay: 7.5\n"));
    let fetcher = fetcher(settings(), &clock);
    for path in ["/1", "/2", "/3"] {
        get(&fetcher, &quick, path).unwrap();
    }
    assert_eq!(clock.sleeps(), [1.0, 1.0]);
    for path in ["/1", "/2", "/3"] {
        get(&fetcher, &slow, path).unwrap();
    }
    assert_eq!(clock.sleeps()[2..], [7.5, 7.5], "another site does not wait for the first");
}

#[test]
fn a_pause_that_is_too_long_is_told_and_not_waited_for() {
    let server = with_robots(robots("User-agent: *\nCrawl-delay: 86400\n"));
    assert_eq!(
        reason(&server, settings(), "/x"),
        "127.0.0.1 asks to wait 86400 s, longer than 120 s: try again later"
    );
    assert_eq!(server.paths(), ["/robots.txt"]);
}

/// A server that refuses `times` times with these headers.
fn busy(times: usize, status: &'static str, headers: &'static str) -> Server {
    let asked = AtomicUsize::new(0);
    Server::new(move |head, stream| {
        if path(head) == "/robots.txt" {
            return not_found(stream);
        }
        match asked.fetch_add(1, Ordering::SeqCst) {
            number if number < times => stream.write_all(&answer(status, headers, "later")),
            _ => stream.write_all(&answer("200 OK", "", "page")),
        }
    })
}

#[test]
fn servers_that_ask_to_wait() {
    let sleeps = |server: &Server| {
        let clock = Arc::new(TestClock::default());
        let got = get(&fetcher(settings(), &clock), server, "/x");
        (got.map(|body| String::from_utf8(body).unwrap()), clock.sleeps())
    };
    let page = || Ok("page".to_owned());
    let seconds = busy(1, "429 Too Many Requests", "Retry-After: 42\r\n");
    assert_eq!(sleeps(&seconds), (page(), vec![42.0]));
    let date = busy(1, "503 Service Unavailable", "Retry-After: Wed, 01 Jan 2020 00:01:30 GMT\r\n");
    assert_eq!(sleeps(&date), (page(), vec![90.0]));
    let past = busy(1, "503 Service Unavailable", "Retry-After: Fri, 01 Jan 2010 00:00:00 GMT\r\n");
    assert_eq!(sleeps(&past), (page(), vec![1.0]));
    let nothing = busy(2, "503 Service Unavailable", "");
    assert_eq!(sleeps(&nothing), (page(), vec![5.0, 10.0]));
    let always = busy(9, "429 Too Many Requests", "Retry-After: soon\r\n");
    assert_eq!(
        sleeps(&always),
        (Err("the server answers 429 (Too Many Requests)".to_owned()), vec![5.0, 10.0])
    );
    assert_eq!(always.paths().len(), 4, "robots.txt and three tries");
}

#[test]
fn a_site_that_asks_for_an_hour_is_left_alone() {
    let server = busy(9, "429 Too Many Requests", "Retry-After: 3600\r\n");
    let clock = Arc::new(TestClock::default());
    let fetcher = fetcher(settings(), &clock);
    for path in ["/1", "/2"] {
        assert_eq!(
            get(&fetcher, &server, path).unwrap_err(),
            "127.0.0.1 asks to wait 3600 s, longer than 120 s: try again later"
        );
    }
    assert_eq!(server.paths(), ["/robots.txt", "/1"], "the second page was not asked for");
    assert!(clock.sleeps().is_empty());
}

#[test]
fn one_request_at_a_time_goes_to_a_site() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (counting, seen) = (Arc::clone(&now), Arc::clone(&most));
    let server = Server::new(move |_, stream| {
        seen.fetch_max(counting.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(2));
        counting.fetch_sub(1, Ordering::SeqCst);
        not_found(stream)
    });
    let fetcher = fetcher(settings(), &Arc::new(TestClock::default()));
    std::thread::scope(|scope| {
        for number in 0..6 {
            let (fetcher, server) = (&fetcher, &server);
            scope.spawn(move || get(fetcher, server, &format!("/{number}")).unwrap_err());
        }
    });
    assert_eq!(most.load(Ordering::SeqCst), 1);
    assert_eq!(server.paths().len(), 7);
}

#[test]
fn waits_are_told() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let tell = Arc::clone(&told);
    let listener: fetch::Listener = Arc::new(move |event| {
        if let fetch::Event::Waiting { host, how_long } = event {
            tell.lock().unwrap().push(format!("{host} {}", how_long.as_secs()));
        }
    });
    let server = busy(1, "429 No", "Retry-After: 42\r\n");
    let settings = Settings { listener: Some(listener), ..settings() };
    get(&fetcher(settings, &Arc::new(TestClock::default())), &server, "/x").unwrap();
    assert_eq!(*told.lock().unwrap(), ["127.0.0.1 42"]);
}
