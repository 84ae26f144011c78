//! What is not public is not asked, however it is called.

use crate::server::{Names, Server, TestClock, answer, not_found, path, settings};
use fetch::{Address, Error, Fetcher, PrivateAddresses, Request, Settings};
use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;

fn guarded(private: PrivateAddresses, names: Names) -> (Fetcher, Arc<Names>) {
    let names = Arc::new(names);
    let lookup: Arc<dyn fetch::Lookup> = Arc::clone(&names) as Arc<dyn fetch::Lookup>;
    let settings = Settings { private, ..settings() };
    (Fetcher::with(settings, Arc::new(TestClock::default()), lookup).unwrap(), names)
}

fn told(fetcher: &Fetcher, address: &str) -> String {
    fetcher.fetch(&Request::of(&Address::parse(address).unwrap())).unwrap_err().to_string()
}

#[test]
fn private_addresses_are_refused_in_every_spelling() {
    let server = Server::always(answer("200 OK", "", "inside"));
    let port = server.at.port();
    let (fetcher, _) = guarded(PrivateAddresses::Refused, Names::default());
    for host in [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "localhost",
        "LOCALHOST.",
        "anything.localhost",
    ] {
        let reason = told(&fetcher, &format!("http://{host}:{port}/"));
        assert!(reason.contains("is not on the public network but this computer"), "{host}: {reason}");
    }
    let metadata = told(&fetcher, "http://169.254.169.254/latest/meta-data/");
    assert_eq!(
        metadata,
        "169.254.169.254 is not on the public network but the local link, where clouds hand out keys: not asked (--allow-private allows it)"
    );
    assert!(told(&fetcher, "http://[fd00:ec2::254]/").contains("a private network"));
    assert!(server.heads().is_empty(), "nobody was asked");
}

#[test]
fn names_that_lead_to_private_addresses_are_refused() {
    let server = Server::always(answer("200 OK", "", "inside"));
    let mapped: SocketAddr = format!("[::ffff:127.0.0.1]:{}", server.at.port()).parse().unwrap();
    let known = vec![("evil.example", vec![server.at]), ("mapped.example", vec![mapped])];
    let (fetcher, _) = guarded(PrivateAddresses::Refused, Names { known, ..Names::default() });
    for name in ["evil.example", "mapped.example"] {
        let reason = told(&fetcher, &format!("http://{name}:{}/", server.at.port()));
        assert_eq!(
            reason,
            format!(
                "{name} is not on the public network but this computer: not asked (--allow-private allows it)"
            )
        );
    }
    assert!(server.heads().is_empty());
}

#[test]
fn a_name_that_changes_its_address_gains_nothing() {
    let server = Server::always(answer("200 OK", "", "inside"));
    let port = server.at.port();
    // First an address that may be asked, then the one that may not: what is connected to is what was looked at.
    let allowed = Server::always(answer("200 OK", "", "outside"));
    let known = vec![("rebind.example", vec![allowed.at, server.at])];
    let only = PrivateAddresses::Of(vec![]);
    let (fetcher, names) = guarded(only, Names { known, ..Names::default() });
    for _ in 0..2 {
        let reason = told(&fetcher, &format!("http://rebind.example:{port}/"));
        assert!(reason.contains("is not on the public network"), "{reason}");
    }
    assert!(!names.asked.lock().unwrap().is_empty());
    assert!(server.heads().is_empty() && allowed.heads().is_empty());
}

#[test]
fn redirections_to_private_addresses_are_refused() {
    let inside = Server::always(answer("200 OK", "", "inside"));
    let at = inside.at;
    let outside = Server::new(move |head, stream| match path(head) {
        "/robots.txt" => not_found(stream),
        "/name" => stream.write_all(&answer(
            "302 Found",
            &format!("Location: http://evil.example:{}/\r\n", at.port()),
            "",
        )),
        _ => stream.write_all(&answer("302 Found", &format!("Location: http://{at}/\r\n"), "")),
    });
    let known = vec![("evil.example", vec![inside.at])];
    let allowed = PrivateAddresses::Of(vec![outside.at.to_string()]);
    let (fetcher, _) = guarded(allowed, Names { known, ..Names::default() });
    for (path, host) in [("/ip", "127.0.0.1"), ("/name", "evil.example")] {
        let reason = told(&fetcher, outside.url(path).as_str());
        assert!(
            reason.ends_with(&format!(
                "{host} is not on the public network but this computer: not asked (--allow-private allows it)"
            )),
            "{reason}"
        );
        assert!(reason.starts_with("the server sends on to http://"), "{reason}");
    }
    assert!(inside.heads().is_empty());
}

#[test]
fn a_robots_txt_does_not_lead_inside_either() {
    let inside = Server::always(answer("200 OK", "", "User-agent: *\nAllow: /"));
    let at = inside.at;
    let outside = Server::new(move |_, stream| {
        stream.write_all(&answer("302 Found", &format!("Location: http://{at}/x\r\n"), ""))
    });
    let (fetcher, _) = guarded(PrivateAddresses::Of(vec![outside.at.to_string()]), Names::default());
    let error = fetcher.fetch(&Request::of(&outside.url("/"))).unwrap_err();
    assert!(matches!(error, Error::Private { .. }), "{error}");
    assert!(inside.heads().is_empty());
}

#[test]
fn hidden_services_are_not_looked_up() {
    let (fetcher, names) = guarded(PrivateAddresses::Refused, Names::default());
    let reason = told(&fetcher, "http://exampleonionaddress.onion/");
    assert!(reason.contains("is a hidden service of Tor: it needs --proxy"), "{reason}");
    assert!(names.asked.lock().unwrap().is_empty());
}
