//! The API from the command line: keys, a port, a request, the end.

use crate::support::Desk;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

const LIST: &str = concat!(
    r#"{"id":"x-2","schema":"Company","properties":{"name":["Exemplar General Trading Company Limited"],"country":["cn"]},"datasets":["example"]}"#,
    "\n",
);

fn case() -> Desk {
    let desk = Desk::new();
    desk.write("list.json", LIST);
    assert_eq!(desk.run(&["init", "case"]).code, 0);
    let added = desk.case(&["lists", "add", "shown", "list.json", "--published", "2026-01-02"]);
    assert_eq!(added.code, 0, "{}", added.err);
    desk
}

/// A served case, and where it listens.
struct Served {
    child: Child,
    address: String,
    messages: BufReader<std::process::ChildStderr>,
}

impl Served {
    fn start(desk: &Desk, more: &[&str]) -> Self {
        let args = ["--workspace", "case", "serve", "--api", "--port", "0"];
        let mut command = desk.command(&[&args, more].concat());
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut messages = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        messages.read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split_whitespace().next());
        let address = address.unwrap_or_else(|| panic!("{line}")).to_owned();
        Self { child, address, messages }
    }

    /// The whole answer.
    fn send(&self, method: &str, path: &str, key: Option<&str>, body: &str) -> String {
        let key = key.map(|key| format!("Authorization: ApiKey {key}\r\n")).unwrap_or_default();
        let length = body.len();
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: screening.example\r\n{key}Connection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_program_with_a_key_is_answered_and_the_log_does_not_say_about_whom() {
    let desk = case();
    let made = desk.run(&["api-key", "-o", "keys", "customs desk"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let key = made.out.trim();
    assert!(
        key.starts_with("manumit_") && !std::fs::read_to_string(desk.path("keys")).unwrap().contains(key)
    );
    let mut served = Served::start(&desk, &["--api-key-file", "keys", "--log-requests"]);
    let body = r#"{"queries":{"q":{"schema":"Company","properties":{"name":["Exemplar General Trading"]}}}}"#;
    let answer = served.send("POST", "/match/default", Some(key), body);
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains(r#""id":"x-2""#) && answer.contains(r#""match":true"#), "{answer}");
    let refused = served.send("POST", "/match/default", None, body);
    assert!(refused.starts_with("HTTP/1.1 401 Unauthorized\r\n"), "{refused}");
    #[cfg(unix)]
    {
        let id = served.child.id().to_string();
        assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert_eq!(served.child.wait().unwrap().code(), Some(0), "it goes down in good order");
        let mut log = String::new();
        served.messages.read_to_string(&mut log).unwrap();
        assert!(
            log.contains(" POST /match/{dataset} 200 ") && log.contains("queries=1 key=\"customs desk\""),
            "{log}"
        );
        assert!(
            log.contains(" POST /match/{dataset} 401 ") && !log.contains("Exemplar") && !log.contains(key),
            "{log}"
        );
    }
}

#[test]
fn what_cannot_be_served_is_told() {
    let desk = case();
    let open = desk.case(&["serve", "--api", "--host", "0.0.0.0", "--port", "0"]);
    assert_eq!(open.code, 2);
    assert_eq!(
        open.err.lines().next(),
        Some("error: 0.0.0.0:0 can be reached from other computers, and the API would answer whoever asks")
    );
    assert!(open.err.contains("hint: make a key with `manumit api-key -o keys LABEL`"), "{}", open.err);
    let first = Served::start(&desk, &[]);
    let port = first.address.rsplit(':').next().unwrap();
    let taken = desk.case(&["serve", "--api", "--port", port]);
    assert_eq!(taken.code, 1);
    assert!(taken.err.starts_with(&format!("error: cannot listen on 127.0.0.1:{port}: ")), "{}", taken.err);
    let keys = desk.case(&["serve", "--api", "--port", "0", "--api-key-file", "nowhere"]);
    assert_eq!(keys.code, 1);
    assert!(
        keys.err.starts_with("error: nowhere: ") && keys.err.contains("hint: `manumit api-key"),
        "{}",
        keys.err
    );
    let label = desk.run(&["api-key", "-o", "keys", "two\nlines"]);
    assert_eq!(label.code, 1);
    assert!(label.err.contains("one line of at most 100 characters"), "{}", label.err);
    let nowhere = desk.run(&["--workspace", "none", "serve", "--api", "--port", "0"]);
    assert_eq!(nowhere.code, 2, "{}", nowhere.err);
}
