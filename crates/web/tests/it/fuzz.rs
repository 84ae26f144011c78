//! Every route is sent what nobody would send: fields of every form with values of no sense, bodies broken in every way.
//!
//! Whatever comes: no answer is a defect of the program, each carries what it must, a page stays a page, a refusal has changed nothing,
//! and the workspace is whole at the end. The names of fields are those that the pages' own forms have, so that a new form is
//! tried as well. Seeded: the same requests each time.

use crate::house::Answer;
use crate::team::{Card, Team};
use axum::http::{Method, StatusCode};
use std::collections::BTreeSet;
use web::{Entrance, Need, Offer, route_table};

/// Requests to each route that changes something, and to each that does not.
const CHANGES: usize = 14;
const LOOKS: usize = 6;

/// Xorshift64 (Marsaglia 2003).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }

    fn one_of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// Values of fields. What begins with a quote must never stand in a page as it is.
const VALUES: &[&str] = &[
    "",
    " ",
    "0",
    "-1",
    "18446744073709551616",
    "NaN",
    "1e400",
    "true",
    "all",
    "yes",
    "worker_count",
    "confirm",
    "correct",
    "open",
    "sealed",
    "internal",
    "admin",
    "Person",
    "name",
    "PL",
    "2016",
    "9999-99-99",
    "2026-02-30",
    "point=5",
    "=\n==\npoint",
    "a AND (",
    "\"a\" OR b~9 date:x",
    "../../etc/passwd",
    "/\\..",
    "\u{202e}gnp.exe",
    "\u{0}\u{1}\u{7f}",
    "e\u{301}\u{fe0f}👩‍👩‍👧",
    "북조선 노동자",
    "\"'><script>zap()</script>",
    "{{ 7*7 }} ${7*7} %s%n",
    "x'; drop table claims; --",
    "http://127.0.0.1:1/",
    "kind=levy&sort=-value",
];

/// Parts of paths as they stand in an address.
const PARTS: &[&str] = &[
    "x",
    "0",
    "-1",
    "%FF%FE",
    "%00",
    "%2F..%2F",
    "..%2f",
    "%F0%9F%92%A9",
    "%22%27%3E%3Cscript%3Ezap()",
    "csv",
    "xlsx",
    "zip",
    "tag",
    "all.atom",
    "KP",
    "shipbuilding",
    "editor",
    "nobody",
];

/// What a route is called with in the place of its variable parts.
fn path_of(chance: &mut Chance, route: &str, known: &[String]) -> String {
    let mut path = String::new();
    for part in route.split('/').skip(1) {
        path.push('/');
        match (part.starts_with('{'), chance.below(5)) {
            (false, _) => path.push_str(part),
            (true, 0) => path.push_str(&"z".repeat(5000)),
            (true, 1) => path.push_str(chance.one_of(PARTS)),
            (true, _) => path.push_str(&known[chance.below(known.len())]),
        }
    }
    path
}

fn value(chance: &mut Chance, known: &[String]) -> String {
    match chance.below(12) {
        0 => "ü".repeat(chance.below(3000)),
        1 => known[chance.below(known.len())].clone(),
        _ => (*chance.one_of(VALUES)).to_owned(),
    }
}

fn fields(chance: &mut Chance, names: &[String], known: &[String]) -> Vec<(String, String)> {
    let many = chance.below(9);
    let mut fields: Vec<(String, String)> = Vec::new();
    for _ in 0..many {
        let name = match chance.below(12) {
            0 => "no such field".to_owned(),
            1 if !fields.is_empty() => fields[chance.below(fields.len())].0.clone(),
            _ => names[chance.below(names.len())].clone(),
        };
        fields.push((name, value(chance, known)));
    }
    fields
}

/// A form with files: whole, or broken in one of several ways.
fn multipart(chance: &mut Chance, names: &[String], known: &[String]) -> (Option<String>, Vec<u8>) {
    let mut body = Vec::new();
    for (name, value) in fields(chance, names, known) {
        let file = match chance.below(4) {
            0 => "; filename=\"../../\u{202e}a.csv\"",
            1 => "; filename=\"\"",
            2 => "; filename=\"a.ftm.json\"",
            _ => "",
        };
        let name = name.replace(['"', '\r', '\n'], "_");
        body.extend(
            format!("--limit\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n").into_bytes(),
        );
        if chance.below(6) == 0 {
            body.extend(b"content-type: text/\xff; charset=utf-7\r\nx-\x01: y\r\n");
        }
        body.extend(b"\r\n");
        match chance.below(4) {
            0 => body.extend((0..chance.below(4000)).map(|_| u8::try_from(chance.below(256)).unwrap())),
            1 => body.extend(b"name,country\n\"a,b\n=1+1,\xff\n"),
            _ => body.extend(value.into_bytes()),
        }
        body.extend(b"\r\n");
    }
    body.extend(b"--limit--\r\n");
    let kind = |text: &str| Some(text.to_owned());
    match chance.below(7) {
        0 => {
            body.truncate(chance.below(body.len()));
            (kind("multipart/form-data; boundary=limit"), body)
        }
        1 => (kind("multipart/form-data"), body),
        2 => (kind("multipart/form-data; boundary=other"), body),
        3 => (kind("multipart/mixed; boundary=\"lim it\""), body),
        _ => (kind("multipart/form-data; boundary=limit"), body),
    }
}

/// A body with what its header says of it.
fn body(chance: &mut Chance, names: &[String], known: &[String]) -> (Option<String>, Vec<u8>) {
    let form = "application/x-www-form-urlencoded";
    let plain = fields(chance, names, known);
    let encoded: String =
        plain.iter().map(|(name, value)| format!("{}={}&", percent(name), percent(value))).collect();
    match chance.below(12) {
        0..=4 => (Some(form.to_owned()), encoded.into_bytes()),
        5 => {
            let wide = encoded.encode_utf16().flat_map(u16::to_le_bytes);
            (Some(format!("{form}; charset=utf-16")), wide.collect())
        }
        6 => (Some(form.to_owned()), [b"a=%FF%zz&=&&".as_slice(), b"\xff\x00=\xfe"].concat()),
        7 => (Some("application/json".to_owned()), b"{\"verdict\":[1,{\"a\":null}]".to_vec()),
        8 => (None, encoded.into_bytes()),
        _ => multipart(chance, names, known),
    }
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}

/// The names of fields of forms on a page.
fn names_on(page: &str) -> impl Iterator<Item = String> {
    page.split(" name=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned)
}

/// Elements that have no end.
const VOID: [&str; 8] = ["meta", "link", "input", "br", "img", "hr", "col", "source"];

/// Asserts that every element that begins in the page ends in it, in order, and that nobody's words became elements.
fn assert_is_a_page(text: &str, asked: &str) {
    assert!(
        text.starts_with("<!doctype html>") && text.trim_end().ends_with("</html>"),
        "{asked}: {text:.200}"
    );
    assert!(!text.contains("<script>zap"), "{asked}: words of a request became a script");
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with('!') {
            continue;
        }
        let end = rest.find('>').unwrap_or(rest.len());
        let (tag, closes_itself) = (&rest[..end], rest[..end].ends_with('/'));
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{asked}: wrong end in {text}");
        } else if !VOID.contains(&name) && !closes_itself {
            open.push(name);
        }
        if name == "script" && !tag.starts_with('/') {
            rest = &rest[rest.find("</script>").unwrap()..];
        }
    }
    assert_eq!(open, [""; 0], "{asked}");
}

/// What every answer must be, whatever was asked.
fn assert_is_sound(answer: &Answer, asked: &str) {
    let is_ready_later = answer.status == StatusCode::SERVICE_UNAVAILABLE && is_api(asked);
    assert!(!answer.status.is_server_error() || is_ready_later, "{asked}: {} {}", answer.status, answer.body);
    for name in [
        "content-security-policy",
        "x-content-type-options",
        "x-frame-options",
        "referrer-policy",
        "cache-control",
    ] {
        assert!(answer.headers.contains_key(name), "{asked}: {name} is missing");
    }
    let kind = answer.headers.get("content-type").map_or("", |kind| kind.to_str().unwrap());
    if !answer.body.is_empty() {
        assert!(
            !kind.is_empty() && !kind.starts_with("text/plain; charset=utf-8") || asked.contains("/text"),
            "{asked}: {kind}"
        );
    }
    if kind.starts_with("text/html") && !answer.headers.contains_key("content-disposition") {
        assert_is_a_page(&answer.body, asked);
    }
}

/// Paths that answer programs, in JSON, once what they answer from is ready.
fn is_api(asked: &str) -> bool {
    let paths = [
        "/match/",
        "/search/",
        "/entities/",
        "/catalog",
        "/algorithms",
        "/openapi.json",
        "/healthz",
        "/readyz",
        "/metrics",
    ];
    let kept = ["/search/keep", "/search/forget"];
    let path = asked.split_whitespace().nth(1).unwrap_or_default();
    paths.iter().any(|begin| path.starts_with(begin)) && !kept.contains(&path)
}

/// Whatever the log has, but for looks and tries.
fn written(team: &Team) -> usize {
    let is_change = |action: &str| !matches!(action, "read" | "export") && !action.starts_with("sign");
    team.log().iter().filter(|(_, action, _)| is_change(action)).count()
}

/// Ids that are here: of sources, claims, and what pages link to.
fn known_ids(team: &Team) -> Vec<String> {
    let canaries = team.canaries.iter();
    let mut ids: Vec<String> =
        canaries.flat_map(|canary| [Some(canary.source.clone()), canary.claim.clone()]).flatten().collect();
    ids.extend(["reader", "editor", "KP", "PL", "shipbuilding", "csv", "alpha-x"].map(str::to_owned));
    ids
}

#[test]
fn whatever_is_sent_no_page_breaks_and_no_refusal_changes_anything() {
    let team = Team::new(Entrance { team: true, ..Entrance::default() });
    let mut chance = Chance(0x5eed_2026_1130);
    let known = known_ids(&team);
    let card = |need: Need| match need {
        Need::Nothing => Card::default(),
        _ => team.signed_in("admin"),
    };
    let table = route_table(Offer::Pages, false);
    let looks = || table.iter().filter(|route| route.method == Method::GET);

    let mut names: BTreeSet<String> = ["q", "page", "seen", "next", "texts"].map(str::to_owned).into();
    let admin = team.signed_in("admin");
    for route in looks() {
        let path = route.path.replace("{id}", &known[0]).replace("{name}", "alpha-x");
        if !path.contains('{') {
            names.extend(names_on(&team.get(&admin, &path).body));
        }
    }
    let names: Vec<String> = names.into_iter().collect();
    assert!(names.len() > 40, "{names:?}");

    for route in looks() {
        for _ in 0..LOOKS {
            let mut path = path_of(&mut chance, route.path, &known);
            let asked = fields(&mut chance, &names, &known);
            let query: Vec<String> =
                asked.iter().map(|(name, value)| format!("{}={}", percent(name), percent(value))).collect();
            if !query.is_empty() {
                path = format!("{path}?{}", query.join("&"));
            }
            let answer = team.get(&card(route.need), &path);
            assert_is_sound(&answer, &format!("GET {path:.300}"));
        }
    }
    for route in table.iter().filter(|route| route.method == Method::POST) {
        for _ in 0..CHANGES {
            let path = path_of(&mut chance, route.path, &known);
            let (kind, sent) = body(&mut chance, &names, &known);
            let asked = format!("POST {path:.200} {kind:?} {:.500}", String::from_utf8_lossy(&sent));
            let card = card(route.need);
            let before = written(&team);
            let answer = team.send(&card, &path, kind.as_deref(), sent);
            assert_is_sound(&answer, &asked);
            let next = answer.location();
            if ["/progress/", "/screening/", "/rescreening/"].iter().any(|begin| next.starts_with(begin)) {
                let (path, done) = team.once_done(&card, next);
                assert_is_sound(&done, &format!("GET {path} after {asked}"));
            } else if answer.status.is_client_error() {
                assert_eq!(written(&team), before, "{asked}: {} and something was written", answer.status);
            }
        }
    }
    let workspace = archive::Workspace::open(&team.house.case(), archive::Mode::Read).unwrap();
    let report = engine::verify(&workspace).unwrap();
    assert!(report.is_whole(), "{report:?}");
}
