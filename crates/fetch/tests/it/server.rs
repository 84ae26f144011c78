//! A server that answers as it is told, and a clock that stands still unless it is pushed.

use fetch::{
    Address, Answer, Clock, Content, Error, Fetcher, Limits, Lookup, PrivateAddresses, Request, Settings,
};
use jiff::Timestamp;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// What a server does with the head of a request.
pub(crate) type Play = dyn Fn(&str, &mut TcpStream) -> io::Result<()> + Send + Sync;

/// A server on this computer; each connection has one request.
pub(crate) struct Server {
    pub(crate) at: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    ending: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Answers each request by its path; `/robots.txt` is absent unless `play` writes something for it.
    pub(crate) fn new(play: impl Fn(&str, &mut TcpStream) -> io::Result<()> + Send + Sync + 'static) -> Self {
        let play: Arc<Play> = Arc::new(play);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let ending = Arc::new(AtomicBool::new(false));
        let (log, end) = (Arc::clone(&asked), Arc::clone(&ending));
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if end.load(Ordering::SeqCst) {
                    return;
                }
                let (Ok(mut stream), play, log) = (stream, Arc::clone(&play), Arc::clone(&log)) else {
                    continue;
                };
                std::thread::spawn(move || {
                    let Some(head) = read_head(&mut stream) else { return };
                    log.lock().unwrap().push(head.clone());
                    // That the client goes away in the middle is what many tests are about.
                    let _ = play(&head, &mut stream);
                });
            }
        });
        Self { at, asked, ending, thread: Some(thread) }
    }

    /// Answers every request but those for `/robots.txt` with these bytes.
    pub(crate) fn always(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::new(
            move |head, stream| {
                if path(head) == "/robots.txt" { not_found(stream) } else { stream.write_all(&answer) }
            },
        )
    }

    pub(crate) fn url(&self, path: &str) -> Address {
        Address::parse(&format!("http://{}{path}", self.at)).unwrap()
    }

    /// The heads of all requests so far.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// The paths of all requests so far.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.heads().iter().map(|head| path(head).to_owned()).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.at);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    String::from_utf8(head).ok()
}

pub(crate) fn path(head: &str) -> &str {
    head.split(' ').nth(1).unwrap_or_default()
}

/// A header of a request.
pub(crate) fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

pub(crate) fn not_found(stream: &mut TcpStream) -> io::Result<()> {
    stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
}

/// An answer with a body of stated length.
pub(crate) fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head =
        format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// A clock that moves when somebody sleeps, and a step at each look.
#[derive(Debug, Default)]
pub(crate) struct TestClock {
    state: Mutex<(Duration, Vec<Duration>)>,
    /// How far it moves at each look.
    step: Duration,
}

impl TestClock {
    pub(crate) fn stepping(step: Duration) -> Self {
        Self { step, ..Self::default() }
    }

    /// The sleeps so far, in seconds.
    pub(crate) fn sleeps(&self) -> Vec<f64> {
        self.state.lock().unwrap().1.iter().map(Duration::as_secs_f64).collect()
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let start: Timestamp = "2020-01-01T00:00:00Z".parse().unwrap();
        start.checked_add(jiff::SignedDuration::try_from(self.state.lock().unwrap().0).unwrap()).unwrap()
    }

    fn since_start(&self) -> Duration {
        let mut state = self.state.lock().unwrap();
        state.0 += self.step;
        state.0
    }

    fn sleep(&self, how_long: Duration) {
        let mut state = self.state.lock().unwrap();
        state.0 += how_long;
        state.1.push(how_long);
    }
}

/// A name service that knows what it is told, and counts.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Names with the answers to the first, second, … question; the last one stays.
    pub(crate) known: Vec<(&'static str, Vec<SocketAddr>)>,
    pub(crate) asked: Mutex<Vec<String>>,
}

impl Lookup for Names {
    fn lookup(&self, host: &str, _port: u16) -> io::Result<Vec<SocketAddr>> {
        let mut asked = self.asked.lock().unwrap();
        let times = asked.iter().filter(|name| *name == host).count();
        asked.push(host.to_owned());
        let found = self.known.iter().find(|(name, _)| *name == host);
        let Some((_, answers)) = found else { return Err(io::Error::other("no such name")) };
        Ok(answers.get(times).or(answers.last()).copied().into_iter().collect())
    }
}

/// Limits that are small, and times that only a test which waits for one in vain meets.
pub(crate) fn limits() -> Limits {
    Limits { body_bytes: 100_000, header_bytes: 8 << 10, ..Limits::default() }
}

pub(crate) fn settings() -> Settings {
    Settings { limits: limits(), private: PrivateAddresses::Allowed, ..Settings::default() }
}

pub(crate) fn fetcher(settings: Settings, clock: &Arc<TestClock>) -> Fetcher {
    let clock: Arc<dyn Clock> = Arc::clone(clock) as Arc<dyn Clock>;
    Fetcher::with(settings, clock, Arc::new(Names::default())).unwrap()
}

/// Fetches with a clock that only moves when somebody sleeps.
pub(crate) fn fetch(settings: Settings, address: &Address) -> Result<Answer, Error> {
    fetcher(settings, &Arc::new(TestClock::default())).fetch(&Request::of(address))
}

/// Fetches what is content.
pub(crate) fn content(address: &Address) -> Content {
    match fetch(settings(), address).unwrap() {
        Answer::Content(content) => content,
        Answer::Unchanged(_) => panic!("unchanged"),
    }
}

/// Why an address cannot be fetched, with the port of the server taken out.
pub(crate) fn reason(server: &Server, settings: Settings, path: &str) -> String {
    let error = fetch(settings, &server.url(path)).unwrap_err();
    error.to_string().replace(&server.at.to_string(), "SERVER")
}
