//! Encrypted connections: who the server is has to be shown.

use crate::server::{Names, TestClock, answer, settings};
use fetch::{Address, Answer, Error, Fetcher, Request, Settings};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

/// An authority of the test's own.
fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A server whose certificate is for `name`, and ends in `year`.
fn server(
    authority: &CertifiedIssuer<'static, KeyPair>,
    name: &str,
    year: i32,
    answer: Vec<u8>,
) -> SocketAddr {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.not_before = date_time_ymd(2000, 1, 1);
    params.not_after = date_time_ymd(year, 1, 1);
    let certificate = params.signed_by(&key, authority).unwrap();
    let key = PrivatePkcs8KeyDer::from(key.serialize_der());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key.into())
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let config = Arc::new(config);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let Ok(connection) = ServerConnection::new(Arc::clone(&config)) else { continue };
            let mut stream = StreamOwned::new(connection, stream);
            let mut head = [0; 4096];
            if stream.read(&mut head).is_ok_and(|read| read > 0) {
                let _ = stream.write_all(&answer);
                stream.conn.send_close_notify();
                let _ = stream.flush();
            }
        }
    });
    at
}

fn get(authority: Option<&CertifiedIssuer<'static, KeyPair>>, at: SocketAddr) -> Result<Vec<u8>, Error> {
    let names = Names { known: vec![("news.example", vec![at])], ..Names::default() };
    let certificates = authority.map(|authority| authority.pem().into_bytes());
    let settings = Settings { certificates, ..settings() };
    let fetcher = Fetcher::with(settings, Arc::new(TestClock::default()), Arc::new(names)).unwrap();
    let address = Address::parse(&format!("https://news.example:{}/", at.port())).unwrap();
    match fetcher.fetch(&Request::of(&address))? {
        Answer::Content(content) => Ok(content.body),
        Answer::Unchanged(_) => panic!("unchanged"),
    }
}

#[test]
fn a_certificate_that_is_right() {
    let authority = authority();
    let at = server(&authority, "news.example", 2100, answer("200 OK", "", "page"));
    assert_eq!(get(Some(&authority), at).unwrap(), b"page");
}

#[test]
fn certificates_that_are_wrong() {
    let (own, other) = (authority(), authority());
    let page = || answer("200 OK", "", "page");
    for (trusted, name, year, told) in [
        (None, "news.example", 2100, "its certificate is signed by nobody who is trusted"),
        (Some(&other), "news.example", 2100, "its certificate is signed by nobody who is trusted"),
        (Some(&own), "other.example", 2100, "its certificate is for another name"),
        (Some(&own), "news.example", 2010, "its certificate has expired"),
    ] {
        let error = get(trusted, server(&own, name, year, page())).unwrap_err().to_string();
        assert!(
            error.contains(&format!("news.example does not show that it is news.example: {told}")),
            "{error}"
        );
    }
}

#[test]
fn a_server_that_does_not_encrypt() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    let error = get(None, at).unwrap_err();
    assert!(matches!(error, Error::RobotsUnread { .. }), "{error}");
}

#[test]
fn from_encrypted_to_plain_is_not_followed_quietly() {
    let authority = authority();
    let away = answer("302 Found", "Location: http://news.example/x\r\n", "");
    let at = server(&authority, "news.example", 2100, away);
    let error = get(Some(&authority), at).unwrap_err().to_string();
    assert!(
        error.contains("the server sends from https on to http://news.example/x, which is not encrypted"),
        "{error}"
    );
}

#[test]
fn certificates_that_cannot_be_read() {
    for pem in [&b"nothing"[..], b"-----BEGIN CERTIFICATE-----\nAAAA\n"] {
        let settings = Settings { certificates: Some(pem.to_vec()), ..settings() };
        let error = Fetcher::new(settings).unwrap_err().to_string();
        assert!(error.starts_with("the certificates cannot be used: "), "{error}");
    }
}
