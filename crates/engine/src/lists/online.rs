//! Official lists from where they are published: all files of a version, or none.

use super::{
    ListLoaded, NewFiles, NewList, ReadFiles, add_read, check_name, in_use, list_in_use, update_read,
};
use crate::web::facts_of;
use crate::{Error, Result};
use archive::{Act, ListFetch, ListVersionRecord, Workspace};
use fetch::{Address, Answer, Fetcher, Known, Request, Wanted};
use lists::OfficialList;
use model::{Clearance, Cleared, SourceId};

/// The lists in use whose publisher's addresses are known, in order of name.
///
/// # Errors
/// If the ledger cannot be read.
pub fn lists_with_address(workspace: &Workspace) -> Result<Vec<String>> {
    let lists = in_use(workspace, Clearance::Workspace)?.into_iter().map(|(list, _)| list.name);
    Ok(lists.filter(|name| lists::official_list(name).is_some()).collect())
}

/// Fetches an official list from its publisher: its first version, or a new one. Where a file did not change since it was fetched
/// last, the one that is here is taken. The version in use stays where anything fails.
///
/// # Errors
/// If it is not known where the list is published, a file cannot be fetched, or what comes is not what a new version may be.
pub fn fetch_list(
    workspace: &Workspace,
    fetcher: &Fetcher,
    act: &Act,
    new: &NewList,
    files: &NewFiles,
) -> Result<ListLoaded> {
    check_name(&new.name)?;
    let official = lists::official_list(&new.name).ok_or_else(|| Error::NoListAddress(new.name.clone()))?;
    fetch_official(workspace, fetcher, act, official, new, files)
}

fn fetch_official(
    workspace: &Workspace,
    fetcher: &Fetcher,
    act: &Act,
    official: &OfficialList,
    new: &NewList,
    files: &NewFiles,
) -> Result<ListLoaded> {
    let name = new.name.as_str();
    let before = match list_in_use(workspace, name) {
        Ok(found) => Some(found),
        Err(Error::Archive(archive::Error::NotFound { .. })) => None,
        Err(error) => return Err(error),
    };
    let (read, fetches) =
        fetch_files(workspace, fetcher, official, before.as_ref().map(|(_, version)| version))?;
    let loaded = match before {
        Some((list, version)) => update_read(workspace, act, list, &version, files, read)?,
        None => add_read(workspace, act, new, files, read)?,
    };
    workspace.put_list_fetches(name, &fetches)?;
    Ok(loaded)
}

fn fetch_files(
    workspace: &Workspace,
    fetcher: &Fetcher,
    official: &OfficialList,
    before: Option<&Cleared<ListVersionRecord>>,
) -> Result<(ReadFiles, Vec<ListFetch>)> {
    let mut read = Vec::new();
    let mut fetches = Vec::new();
    for file in &official.files {
        let failed = |reason: String| Error::ListFetch {
            list: official.name.clone(),
            file: file.name.clone(),
            address: file.url.clone(),
            reason,
        };
        let address = Address::parse(&file.url).map_err(|error| failed(error.to_string()))?;
        // Only what is part of the version in use can stand for what did not change.
        let is_in_use = |fetch: &ListFetch| {
            before.is_some_and(|version| {
                version.get().version.files.iter().any(|known| known.sha256 == fetch.sha256)
            })
        };
        let last = workspace.last_list_fetch(&official.name, &file.name)?.filter(is_in_use);
        let known = last.as_ref().and_then(|last| Known::of(last.facts.url.as_deref()?, &last.facts.headers));
        let request = Request {
            wanted: Wanted::Page,
            known: known.as_ref(),
            most_bytes: Some(lists::Limits::default().bytes as u64),
            ..Request::of(&address)
        };
        let answer = fetcher.fetch(&request).map_err(|error| failed(error.to_string()))?;
        let (bytes, fetch) = match (answer, last, before) {
            (Answer::Content(content), ..) => {
                let fetch = ListFetch {
                    file: file.name.clone(),
                    sha256: SourceId::of(&content.body),
                    fetched: content.at.to_string(),
                    confirmed: None,
                    facts: facts_of(&content),
                };
                (content.body, fetch)
            }
            (Answer::Unchanged(unchanged), Some(last), Some(before)) => {
                let bytes = workspace.list_file(Clearance::Workspace, before, &last.sha256)?.into_inner();
                (bytes, ListFetch { confirmed: Some(unchanged.at.to_string()), ..last })
            }
            (Answer::Unchanged(_), ..) => return Err(failed(fetch::Error::UnaskedUnchanged.to_string())),
        };
        read.push((file.name.clone(), bytes));
        fetches.push(fetch);
    }
    Ok((ReadFiles { files: read }, fetches))
}

#[cfg(test)]
mod tests {
    use super::*;
    use archive::{ListChange, Settings as CaseSettings, Writer};
    use fetch::{Limits, PrivateAddresses, Settings};
    use jiff::Timestamp;
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpListener};
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    /// Paths with the body and the mark of what is there; without a body, the server fails.
    type Files = Arc<Mutex<Vec<(&'static str, Option<Vec<u8>>, u32)>>>;

    /// A publisher that sends a file only to those who have not got it yet, and writes down what it answered.
    fn publisher(files: &Files) -> (SocketAddr, Arc<Mutex<Vec<u16>>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let answered = Arc::new(Mutex::new(Vec::new()));
        let (files, log) = (Arc::clone(files), Arc::clone(&answered));
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut head = [0; 4096];
                let read = stream.read(&mut head).unwrap_or(0);
                let head = String::from_utf8_lossy(&head[..read]).into_owned();
                let files = files.lock().unwrap();
                let found = files.iter().find(|(path, ..)| head.starts_with(&format!("GET /{path} ")));
                let (status, body, mark) = match found {
                    None => (404, &[][..], 0),
                    Some((_, None, _)) => (500, &[][..], 0),
                    Some((_, Some(_), mark)) if head.contains(&format!("if-none-match: \"{mark}\"")) => {
                        (304, &[][..], *mark)
                    }
                    Some((_, Some(body), mark)) => (200, body.as_slice(), *mark),
                };
                if found.is_some() {
                    log.lock().unwrap().push(status);
                }
                let length =
                    if status == 304 { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
                let head =
                    format!("HTTP/1.1 {status} X\r\n{length}ETag: \"{mark}\"\r\nConnection: close\r\n\r\n");
                let _ = stream.write_all(&[head.as_bytes(), body].concat());
            }
        });
        (at, answered)
    }

    #[test]
    fn all_files_of_a_version_come_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let start: Timestamp = "2026-01-02T03:04:05Z".parse().unwrap();
        let act = Act::new("tester", start);
        let writer = Writer::new("test", start);
        let workspace =
            Workspace::init(&folder.path().join("case"), &CaseSettings::default(), writer, &act).unwrap();
        let sdn = include_bytes!("../../../lists/tests/data/ofac/sdn.csv").to_vec();
        let alt = include_bytes!("../../../lists/tests/data/ofac/alt.csv").to_vec();
        let add = include_bytes!("../../../lists/tests/data/ofac/add.csv").to_vec();
        let files: Files = Arc::new(Mutex::new(vec![
            ("sdn.csv", Some(sdn.clone()), 1),
            ("alt.csv", Some(alt), 1),
            ("add.csv", None, 1),
        ]));
        let (at, answered) = publisher(&files);
        let answered = || std::mem::take(&mut *answered.lock().unwrap());
        let mut official = lists::official_list("ofac-sdn").unwrap().clone();
        official.files.retain(|file| file.name != "sdn_comments.csv");
        for file in &mut official.files {
            file.url = format!("http://{at}/{}", file.name);
        }
        let settings = Settings {
            private: PrivateAddresses::Allowed,
            limits: Limits { pause: Duration::ZERO, ..Limits::default() },
            ..Settings::default()
        };
        let fetcher = Fetcher::new(settings).unwrap();
        let new = NewList { name: "ofac-sdn".to_owned(), ..NewList::default() };
        let fetch = || fetch_official(&workspace, &fetcher, &act, &official, &new, &NewFiles::default());

        let error = fetch().unwrap_err().to_string().replace(&at.to_string(), "PUBLISHER");
        assert_eq!(
            error,
            "add.csv of the list `ofac-sdn` could not be fetched from http://PUBLISHER/add.csv: the server answers 500 (Internal Server Error)"
        );
        assert!(workspace.lists(Clearance::Workspace).unwrap().is_empty());

        files.lock().unwrap()[2].1 = Some(add);
        answered();
        let first = fetch().unwrap();
        assert!(matches!(first.change, ListChange::New(_)));
        assert_eq!(answered(), [200, 200, 200]);
        // Nothing changed: nothing is sent, and the day of the check is new.
        assert!(matches!(fetch().unwrap().change, ListChange::Same(_)));
        assert_eq!(answered(), [304, 304, 304]);
        // One file changed: the others are those that are here.
        let changed = String::from_utf8(sdn)
            .unwrap()
            .replace("EXAMPLE TRADING CORPORATION\"", "EXAMPLE TRADING COMPANY\"");
        files.lock().unwrap()[0] = ("sdn.csv", Some(changed.into_bytes()), 2);
        let second = fetch().unwrap();
        assert_eq!(answered(), [200, 304, 304]);
        assert!(matches!(second.change, ListChange::New(_)));
        assert!(second.difference.is_some_and(|[added, removed, changed]| added + removed + changed > 0));
        // A publisher that fails in the middle changes nothing.
        files.lock().unwrap()[1].1 = None;
        assert!(fetch().is_err());
        let versions = workspace.list_versions(Clearance::Workspace, "ofac-sdn").unwrap();
        assert_eq!(versions.len(), 2);
        assert!(workspace.verify_lists().unwrap().is_empty());
    }
}
