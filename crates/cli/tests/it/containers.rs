//! Archives, mails and web captures: what lies in them becomes sources, with the way they came.

use crate::support::{Desk, PAGE};
use serde_json::Value;

/// A TAR archive in its oldest form: name, size and sum in a block, content padded to blocks.
pub(crate) fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = Vec::new();
    for (name, content) in files {
        let mut block = [0; 512];
        block[..name.len()].copy_from_slice(name.as_bytes());
        block[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
        block[156] = b'0';
        block[148..156].copy_from_slice(b"        ");
        let sum: u64 = block.iter().map(|byte| u64::from(*byte)).sum();
        block[148..154].copy_from_slice(format!("{sum:06o}").as_bytes());
        archive.extend_from_slice(&block);
        archive.extend_from_slice(content);
        archive.resize(archive.len().next_multiple_of(512), 0);
    }
    archive.resize(archive.len() + 1024, 0);
    archive
}

pub(crate) fn mail(subject: &str, attachment: &str) -> String {
    format!(
        "From: Anna <anna@a.example>\r\nTo: desk@b.example\r\nDate: Mon, 7 May 2018 10:11:12 +0000\r\n\
         Subject: {subject}\r\nMessage-ID: <{subject}@a.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n\
         About 200 North Korean workers were employed at a factory in China, she said.\r\n--b\r\n\
         Content-Type: text/html; name=notes.html\r\nContent-Disposition: attachment; filename=notes.html\r\n\r\n\
         {attachment}\r\n--b--\r\n"
    )
}

fn capture() -> Vec<u8> {
    let page = PAGE.replace("Welders", "Riveters");
    let answer =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nServer: s\r\n\r\n{page}");
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://weekly.example/2018/welders.html\r\n\
         WARC-Date: 2019-03-04T05:06:07Z\r\nContent-Type: application/http;msgtype=response\r\n\
         Content-Length: {}\r\n\r\n",
        answer.len()
    );
    format!("{head}{answer}\r\n\r\n").into_bytes()
}

fn source<'r>(rows: &'r [Value], name: &str) -> &'r Value {
    let named = |row: &&Value| row["name"].as_str().is_some_and(|found| found.ends_with(name));
    rows.iter().find(named).unwrap_or_else(|| panic!("{name} is not among {rows:#?}"))
}

#[test]
fn what_lies_in_archives_and_mails_becomes_sources_once() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["init", "case"]).code, 0);
    let (first, second) = (mail("One", PAGE), mail("Two", PAGE));
    let inner = tar(&[("inner/second.eml", second.as_bytes()), ("inner/rubbish.bin", &[1, 2, 3, 0, 0, 4])]);
    desk.write("in/first.eml", &first);
    desk.write("in/outer.tar", tar(&[("folder/inner.tar", &inner), ("../../escape.txt", b"Some words.")]));
    desk.write("in/web.warc", capture());
    let added = desk.case(&["add", "in"]);
    let lines = desk.steady(&added.out);
    for (start, end) in [
        ("read", "in/first.eml/notes.html"),
        ("read", "in/first.eml"),
        ("known", "in/outer.tar/folder/inner.tar/inner/second.eml/notes.html"),
        ("failed", "in/outer.tar/folder/inner.tar/inner/rubbish.bin"),
        ("partial", "in/outer.tar/folder/inner.tar"),
        ("read", "in/outer.tar/../../escape.txt"),
        ("partial", "in/outer.tar"),
        ("read", "in/web.warc/https://weekly.example/2018/welders.html"),
        ("read", "in/web.warc"),
    ] {
        let fits = |line: &str| {
            let mut words = line.split_whitespace();
            words.next() == Some(start) && words.next() == Some(end)
        };
        assert!(lines.lines().any(fits), "{start} {end}\n{lines}");
    }
    assert!(!desk.path("escape.txt").exists() && !desk.path("../escape.txt").exists());
    let rows = desk.case(&["sources", "--json"]).rows();
    assert_eq!(source(&rows, "first.eml")["published"], "2018-05-07");
    assert_eq!(source(&rows, "first.eml")["title"], "One");
    let reason = source(&rows, "folder/inner.tar")["reason"].as_str().unwrap();
    assert!(
        reason.starts_with("2 items: 1 read, 1 not read: “inner/rubbish.bin” not: this is binary"),
        "{reason}"
    );
    // The attachment came with both mails, and it is one source.
    let attachment = source(&rows, "notes.html");
    assert_eq!(attachment["routes"], serde_json::json!(["notes.html", "notes.html"]));
    assert!(attachment["claims"].as_u64().unwrap() > 0);
    let again = desk.case(&["add", "in"]);
    assert!(
        again.out.lines().all(|line| line.starts_with("known") || line.starts_with("failed")),
        "{}",
        again.out
    );
    assert_eq!(desk.case(&["sources", "--json"]).rows(), rows);
    assert_eq!(desk.case(&["audit", "verify"]).code, 0);
}

#[test]
fn custody_leads_back_to_the_file_through_everything_between() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["init", "case"]).code, 0);
    let inner = tar(&[("mails/one.eml", mail("One", PAGE).as_bytes())]);
    desk.write("outer.tar", tar(&[("inner.tar", &inner)]));
    desk.write("web.warc", capture());
    assert_eq!(desk.case(&["add", "outer.tar", "web.warc"]).code, 0);
    let attachment = desk.source_of("notes.html");
    let chain = desk.case(&["custody", &attachment[..8], "--json"]).rows();
    let names: Vec<&str> = chain
        .iter()
        .map(|row| {
            row["acquisitions"][0]["name"].as_str().or(row["acquisitions"][0]["path"].as_str()).unwrap()
        })
        .collect();
    assert_eq!(names[..3], ["notes.html", "mails/one.eml", "inner.tar"]);
    assert!(names[3].ends_with("outer.tar"));
    for (row, parent) in chain.iter().zip(&chain[1..]) {
        assert_eq!(row["acquisitions"][0]["by"], "parent");
        assert_eq!(row["acquisitions"][0]["parent"], parent["id"]);
    }
    assert_eq!(chain[3]["acquisitions"][0]["by"], "path");
    for row in &chain {
        assert_eq!((&row["intact"], &row["acquisitions"][0]["actor"]), (&true.into(), &"tester".into()));
        assert_eq!(row["log"][0]["action"], "add");
    }
    assert_eq!(chain[0]["acquisitions"][0]["headers"][0][0], "Content-Type");
    let page = desk.source_of("welders.html");
    let told = desk.case(&["custody", &page]);
    for words in [
        "inside of ",
        "captured: 2019-03-04T05:06:07Z",
        "from the address: https://weekly.example/2018/welders.html",
        "HTTP status: 200",
        "Server: s",
        "the stored bytes have this hash",
        "by tester with manumit",
    ] {
        assert!(told.out.contains(words), "{words}\n{}", told.out);
    }
    let blob = desk.path(&format!("case/.manumit/blobs/{}/{page}", &page[..2]));
    std::fs::write(&blob, "changed").unwrap();
    let told = desk.case(&["custody", &page]);
    assert_eq!(told.code, 1);
    assert!(told.out.contains("DAMAGED"), "{}", told.out);
}

#[test]
fn files_are_read_through_without_a_workspace_too() {
    let desk = Desk::new();
    desk.write("outer.tar", tar(&[("one.eml", mail("One", PAGE).as_bytes())]));
    let rows = desk.run(&["read", "--json", "outer.tar"]).rows();
    let told: Vec<_> =
        rows.iter().map(|row| (row["path"].as_str().unwrap(), row["media_type"].as_str().unwrap())).collect();
    assert_eq!(
        told,
        [
            ("outer.tar/one.eml/notes.html", "text/html"),
            ("outer.tar/one.eml", "message/rfc822"),
            ("outer.tar", "application/x-tar")
        ]
    );
    let claims = desk.run(&["extract", "--json", "outer.tar"]).rows();
    assert!(claims.iter().any(|row| row["doc"] == "outer.tar/one.eml" && row["kind"] == "worker_count"));
}

#[test]
fn nothing_of_what_lies_in_a_sealed_archive_is_told_or_stored_in_the_clear() {
    const CANARY: &str = "Zerafshana";
    let desk = Desk::new();
    assert_eq!(desk.run(&["init", "case"]).code, 0);
    desk.write("attached.html", PAGE);
    assert_eq!(desk.case(&["add", "attached.html"]).code, 0);
    let key = desk.run(&["keygen", "-o", "identity.txt"]).out.trim().to_owned();
    let settings = std::fs::read_to_string(desk.path("case/manumit.toml")).unwrap();
    desk.write("case/manumit.toml", format!("sealing_recipient = \"{key}\"\n{settings}"));
    let secret = mail(&format!("Testimony of {CANARY}"), &PAGE.replace("Welders", CANARY));
    // The first attachment is here already in the clear; that it lies here too is nobody's business.
    let known = mail(CANARY, PAGE.trim_end()).replace("notes.html", &format!("{CANARY}.html"));
    let files = [
        ("statement.eml", secret.as_bytes()),
        ("known.eml", known.as_bytes()),
        ("Zerafshana.bin", &[0, 1, 2, 3][..]),
    ];
    desk.write("secret.tar", tar(&files));
    let added = desk.case(&["add", "--sensitivity", "sealed", "secret.tar"]);
    assert!(!added.out.contains(CANARY) && !added.err.contains(CANARY), "{}{}", added.out, added.err);
    assert!(added.out.contains("secret.tar/#1"), "{}", added.out);
    for file in crate::support::files_beneath(&desk.path("case")) {
        let bytes = std::fs::read(&file).unwrap();
        let holds = bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes());
        assert!(!holds, "{}", file.display());
    }
    let sealed = desk.case(&["sources", "--sensitivity", "sealed", "--json"]).rows();
    assert!(sealed.len() >= 5, "{sealed:#?}");
    assert_eq!(desk.case(&["audit", "verify"]).code, 0);
}
