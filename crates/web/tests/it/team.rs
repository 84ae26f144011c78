//! A workspace that people sign in to, with one source of each sensitivity, and browsers to look at it with.

use crate::house::{Answer, House, now};
use archive::{AccountName, AccountRole, Act, Mode, Session, Settings, Workspace, Writer};
use axum::body::Body;
use axum::http::{Method, Request};
use jiff::SignedDuration;
use model::Sensitivity;
use sha2::{Digest, Sha256};
use std::num::NonZeroUsize;
use std::path::Path;
use tempfile::TempDir;
use web::{Entrance, Offer};

/// A source, and what of it must be seen by some and not by others.
pub(crate) struct Canary {
    pub(crate) sensitivity: Sensitivity,
    /// A word that stands in its text alone.
    pub(crate) word: &'static str,
    /// The number in the words of its claim.
    pub(crate) number: &'static str,
    pub(crate) source: String,
    /// A claim of it; none for what is sealed.
    pub(crate) claim: Option<String>,
    /// The id of the employer that it names; likewise.
    pub(crate) entity: Option<String>,
}

/// The three canaries: a word of each, and the number of its claim.
pub(crate) const WORDS: [(Sensitivity, &str, &str); 3] = [
    (Sensitivity::Open, "Ostrevopen", "24,117"),
    (Sensitivity::Internal, "Intravesk", "24,131"),
    (Sensitivity::Sealed, "Sigilquorn", "24,159"),
];

/// People, a house, and its sources.
pub(crate) struct Team {
    pub(crate) house: House,
    pub(crate) canaries: Vec<Canary>,
}

/// What a browser or a program comes with.
#[derive(Debug, Clone, Default)]
pub(crate) struct Card {
    pub(crate) cookie: Option<String>,
    pub(crate) bearer: Option<String>,
}

pub(crate) fn hash_of(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn name(text: &str) -> AccountName {
    text.parse().unwrap()
}

/// Makes a workspace with the canaries in `folder`.
fn made(folder: &Path) -> Vec<Canary> {
    let recipient = archive::keygen(&folder.join("identity.txt")).unwrap();
    let settings = Settings { sealing_recipient: Some(recipient), ..Settings::default() };
    let act = Act::new("tester", now());
    let workspace = engine::init(&folder.join("case"), &settings, Writer::new("test", now()), &act).unwrap();
    let reader = engine::Reader::embedded().unwrap();
    let add = |(sensitivity, word, number): (Sensitivity, &'static str, &'static str)| {
        // A private place: strangers must not read the path either.
        let path = folder.join("privatepath").join(format!("{sensitivity}.txt"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let text = format!(
            "In 2016 about {number} North Korean workers were employed at a shipyard in Poland, {word} reports. \
             About 120 North Korean workers were employed by {word} Example Textiles in Russia in 2018, the Example \
             Labour Institute said.\n"
        );
        std::fs::write(&path, text).unwrap();
        let request = engine::AddRequest {
            paths: vec![path],
            sensitivity: Some(sensitivity),
            threads: NonZeroUsize::MIN,
            tool_version: "0".to_owned(),
            stop: None,
        };
        let mut reports: Vec<engine::FileReport> = Vec::new();
        engine::add(&workspace, &reader, &act, &request, &mut reports).unwrap();
        let claims = workspace.claims(model::Clearance::Workspace, &archive::ClaimFilter::default()).unwrap();
        let source = match &reports[0].end {
            engine::FileEnd::Added { source, .. } => source.clone(),
            engine::FileEnd::Sealed { source, .. } => source.clone(),
            other => panic!("{other:?}"),
        };
        let own = claims.iter().find(|claim| claim.get().source == source);
        let entities = engine::documented_entities(&workspace, model::Clearance::Workspace).unwrap();
        let mut named = entities.into_iter().map(|entity| entity.into_inner().entity);
        Canary {
            sensitivity,
            word,
            number,
            source: source.to_string(),
            claim: own.map(|claim| claim.get().claim.id.to_string()),
            entity: named.find(|entity| entity.caption().contains(word)).map(|entity| entity.id),
        }
    };
    let canaries = WORDS.into_iter().map(add).collect();
    workspace.flush().unwrap();
    canaries
}

impl Team {
    /// With accounts `reader`, `analyst`, `editor` and `admin`, none of which has a password that fits anything.
    pub(crate) fn new(entrance: Entrance) -> Self {
        let folder = TempDir::new().unwrap();
        let canaries = made(folder.path());
        let workspace = Workspace::open(&folder.path().join("case"), Mode::Beside).unwrap();
        for role in AccountRole::ALL {
            workspace.add_account(&Act::new("test", now()), &name(role.as_str()), role, "none").unwrap();
        }
        Self { house: House::opened(folder, Offer::Pages, entrance), canaries }
    }

    /// Without accounts.
    pub(crate) fn empty(entrance: Entrance) -> Self {
        let folder = TempDir::new().unwrap();
        let canaries = made(folder.path());
        Self { house: House::opened(folder, Offer::Pages, entrance), canaries }
    }

    /// The workspace, as the server has it open for accounts.
    pub(crate) fn beside(&self) -> Workspace {
        Workspace::open(&self.house.case(), Mode::Beside).unwrap()
    }

    /// A session of `account` that begins now.
    pub(crate) fn signed_in(&self, account: &str) -> Card {
        static NUMBER: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let token = format!("session {number}").replace(' ', "-");
        let session = Session {
            hash: hash_of(&token),
            account: name(account),
            begun: now(),
            seen: now(),
            ends: now() + SignedDuration::from_hours(24 * 7),
        };
        self.beside().begin_session(&Act::new(account, now()), &session).unwrap();
        Card { cookie: Some(format!("manumit={token}")), bearer: None }
    }

    /// A token of `account`, which lasts an hour.
    pub(crate) fn token(&self, account: &str, role: AccountRole) -> Card {
        let token = archive::ApiToken {
            hash: hash_of(account),
            account: name(account),
            label: "test".to_owned(),
            role,
            created: now(),
            ends: now() + SignedDuration::from_hours(1),
        };
        self.beside().add_token(&Act::new(account, now()), &token).unwrap();
        Card { cookie: None, bearer: Some(account.to_owned()) }
    }

    /// Asks as a browser or a program would.
    pub(crate) fn ask(&self, card: &Card, method: &Method, path: &str, form: &str) -> Answer {
        let mut request = Request::builder().method(method.clone()).uri(path).header("host", "localhost");
        if let Some(cookie) = &card.cookie {
            request = request.header("cookie", cookie);
        }
        if let Some(bearer) = &card.bearer {
            request = request.header("authorization", format!("Bearer {bearer}"));
        } else {
            request = request.header("sec-fetch-site", "same-origin");
        }
        if method == Method::POST {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        self.house.send(request.body(Body::from(form.to_owned())).unwrap())
    }

    /// Sends a form as it stands, of any type.
    pub(crate) fn send(&self, card: &Card, path: &str, content_type: Option<&str>, body: Vec<u8>) -> Answer {
        let mut request =
            Request::post(path).header("host", "localhost").header("sec-fetch-site", "same-origin");
        if let Some(cookie) = &card.cookie {
            request = request.header("cookie", cookie);
        }
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        self.house.send(request.body(Body::from(body)).unwrap())
    }

    /// The answer at `path` once the work it waits for is done.
    pub(crate) fn once_done(&self, card: &Card, path: &str) -> (String, Answer) {
        let mut path = path.to_owned();
        for _ in 0..600 {
            let answer = self.get(card, &path);
            let next = answer.location().to_owned();
            let is_working = next.starts_with("/progress/") || answer.body.contains("http-equiv=\"refresh\"");
            if !is_working && next.is_empty() {
                return (path, answer);
            }
            path = if next.is_empty() { path } else { next };
            self.house.wait();
        }
        panic!("the work at {path} never ends")
    }

    pub(crate) fn get(&self, card: &Card, path: &str) -> Answer {
        self.ask(card, &Method::GET, path, "")
    }

    pub(crate) fn post(&self, card: &Card, path: &str, form: &str) -> Answer {
        self.ask(card, &Method::POST, path, form)
    }

    /// Actions and details of the log, the oldest first, with the actors.
    pub(crate) fn log(&self) -> Vec<(String, String, String)> {
        let entries = self.beside().audit_log().unwrap();
        entries.into_iter().map(|entry| (entry.actor, entry.action, entry.detail)).collect()
    }
}

impl Answer {
    /// Where it leads.
    pub(crate) fn location(&self) -> &str {
        self.headers.get("location").map_or("", |place| place.to_str().unwrap())
    }

    /// What a browser sends back from now on, with the whole of the header.
    pub(crate) fn cookie(&self) -> Option<(Card, String)> {
        let set = self.headers.get("set-cookie")?.to_str().unwrap().to_owned();
        let pair = set.split(';').next().unwrap().to_owned();
        Some((Card { cookie: Some(pair), bearer: None }, set))
    }
}
