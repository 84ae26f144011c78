//! With a proxy, nothing goes past it: no connection, and no name.

use crate::server::{Names, Server, TestClock, answer, path, settings};
use fetch::{Address, Answer, Fetcher, PrivateAddresses, Proxy, Request, Settings};
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A proxy that sends every connection to one server, and writes down what it was asked for.
struct TestProxy {
    at: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl TestProxy {
    fn new(shake: fn(&mut TcpStream) -> io::Result<String>, target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let log = Arc::clone(&log);
                std::thread::spawn(move || pass(stream, shake, target, &log));
            }
        });
        Self { at, asked }
    }
}

fn pass(
    mut stream: TcpStream,
    shake: fn(&mut TcpStream) -> io::Result<String>,
    target: SocketAddr,
    log: &Mutex<Vec<String>>,
) -> io::Result<()> {
    let asked = shake(&mut stream)?;
    log.lock().unwrap().push(asked);
    let server = TcpStream::connect(target)?;
    let (mut from, mut to) = (stream.try_clone()?, server.try_clone()?);
    std::thread::spawn(move || io::copy(&mut from, &mut to));
    let mut server = server;
    io::copy(&mut server, &mut stream)?;
    stream.shutdown(std::net::Shutdown::Both)
}

fn bytes<const N: usize>(stream: &mut TcpStream) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn text(stream: &mut TcpStream) -> io::Result<String> {
    let [length] = bytes(stream)?;
    let mut text = vec![0; usize::from(length)];
    stream.read_exact(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// SOCKS 5 with a password (RFC 1928, RFC 1929): gives who asked for which host.
fn socks(stream: &mut TcpStream) -> io::Result<String> {
    let [_, methods] = bytes(stream)?;
    let mut offered = vec![0; usize::from(methods)];
    stream.read_exact(&mut offered)?;
    let mut who = "anybody".to_owned();
    if offered.contains(&2) {
        stream.write_all(&[5, 2])?;
        bytes::<1>(stream)?;
        let (user, password) = (text(stream)?, text(stream)?);
        who = format!("{user}:{password}");
        stream.write_all(&[1, 0])?;
    } else {
        stream.write_all(&[5, 0])?;
    }
    let [_, _, _, kind] = bytes(stream)?;
    let host = match kind {
        3 => text(stream)?,
        1 => bytes::<4>(stream)?.map(|byte| byte.to_string()).join("."),
        _ => "?".to_owned(),
    };
    let port = u16::from_be_bytes(bytes(stream)?);
    stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])?;
    Ok(format!("{who} {host}:{port}"))
}

/// CONNECT (RFC 9110, 9.3.6).
fn connect(stream: &mut TcpStream) -> io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.extend(bytes::<1>(stream)?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let who = crate::server::header(&head, "proxy-authorization").unwrap_or("anybody").to_owned();
    stream.write_all(b"HTTP/1.1 200 Connected\r\n\r\n")?;
    Ok(format!("{who} {}", path(&head)))
}

fn through(proxy: &str, private: PrivateAddresses) -> (Fetcher, Arc<Names>) {
    let names = Arc::new(Names::default());
    let settings = Settings { proxy: Some(Proxy::parse(proxy).unwrap()), private, ..settings() };
    let lookup: Arc<dyn fetch::Lookup> = Arc::clone(&names) as Arc<dyn fetch::Lookup>;
    (Fetcher::with(settings, Arc::new(TestClock::default()), lookup).unwrap(), names)
}

#[test]
fn names_go_to_the_proxy_and_are_never_looked_up_here() {
    let server = Server::always(answer("200 OK", "", "page"));
    for scheme in ["socks5", "socks5h"] {
        let proxy = TestProxy::new(socks, server.at);
        let address = format!("{scheme}://me:pass%20word@{}", proxy.at);
        let (fetcher, names) = through(&address, PrivateAddresses::Refused);
        let address = Address::parse("http://watched.example/page").unwrap();
        let Answer::Content(content) = fetcher.fetch(&Request::of(&address)).unwrap() else { panic!() };
        assert_eq!((content.body.as_slice(), content.through_proxy), (&b"page"[..], true));
        assert!(proxy.asked.lock().unwrap().iter().all(|asked| asked == "me:pass word watched.example:80"));
        assert!(names.asked.lock().unwrap().is_empty(), "{:?}", names.asked);
    }
    let proxy = TestProxy::new(connect, server.at);
    let (fetcher, names) = through(&format!("http://me:word@{}", proxy.at), PrivateAddresses::Refused);
    let hidden = Address::parse("http://exampleonionaddress.onion/page").unwrap();
    fetcher.fetch(&Request::of(&hidden)).unwrap();
    assert!(
        proxy
            .asked
            .lock()
            .unwrap()
            .iter()
            .all(|asked| asked == "Basic bWU6d29yZA== exampleonionaddress.onion:80")
    );
    assert!(names.asked.lock().unwrap().is_empty());
}

#[test]
fn the_proxy_is_not_asked_for_private_addresses() {
    let server = Server::always(answer("200 OK", "", "inside"));
    let proxy = TestProxy::new(socks, server.at);
    let (fetcher, _) = through(&format!("socks5h://{}", proxy.at), PrivateAddresses::Refused);
    for address in ["http://10.0.0.1/", "http://2130706433/", "http://localhost/", "http://[::1]/"] {
        let error = fetcher.fetch(&Request::of(&Address::parse(address).unwrap())).unwrap_err();
        assert!(matches!(error, fetch::Error::Private { .. }), "{error}");
    }
    assert!(proxy.asked.lock().unwrap().is_empty());
}

#[test]
fn a_proxy_that_is_not_there_is_no_reason_to_go_without() {
    let server = Server::always(answer("200 OK", "", "page"));
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for scheme in ["socks5h", "http"] {
        let (fetcher, _) = through(&format!("{scheme}://me:secret@{closed}"), PrivateAddresses::Allowed);
        let error = fetcher.fetch(&Request::of(&server.url("/"))).unwrap_err().to_string();
        assert!(error.contains("the proxy did not connect to 127.0.0.1"), "{error}");
        assert!(!error.contains("secret") && !error.contains(&closed.to_string()), "{error}");
    }
    assert!(server.heads().is_empty());
}

#[test]
fn a_proxy_that_refuses() {
    fn refuses(stream: &mut TcpStream) -> io::Result<String> {
        connect_refused(stream, b"HTTP/1.1 403 Forbidden\r\n\r\n")
    }
    fn talks_nonsense(stream: &mut TcpStream) -> io::Result<String> {
        connect_refused(stream, b"\0\0\0\0\0\0\0\0\0\0\r\n\r\n")
    }
    for (scheme, shake) in
        [("http", refuses as fn(&mut TcpStream) -> io::Result<String>), ("socks5", talks_nonsense)]
    {
        let proxy = TestProxy::new(shake, "127.0.0.1:9".parse().unwrap());
        let (fetcher, _) = through(&format!("{scheme}://{}", proxy.at), PrivateAddresses::Refused);
        let error = fetcher.fetch(&Request::of(&Address::parse("http://a.example/").unwrap())).unwrap_err();
        assert!(error.to_string().contains("a.example"), "{error}");
        assert!(error.may_pass(), "{error}");
    }
}

fn connect_refused(stream: &mut TcpStream, answer: &[u8]) -> io::Result<String> {
    stream.read(&mut [0; 512])?;
    stream.write_all(answer)?;
    Err(io::Error::other("refused"))
}
