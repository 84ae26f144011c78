//! Dossiers: made of an entity or a match, checked by somebody without the workspace, and found out where somebody changed them.

use crate::screening::case;
use crate::support::Desk;
use serde_json::Value;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const TIME: &str = "2026-03-04T05:06:07Z";

/// Members of a ZIP in order.
fn members(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            (file.name().unwrap().into_owned(), content)
        })
        .collect()
}

fn zip(members: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in members {
        writer.start_file(name.as_str(), options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn sha256(bytes: &[u8]) -> String {
    model::SourceId::of(bytes).to_string()
}

/// The manifest brought up to date, as somebody would who changes a member and knows how it is made.
fn with_new_manifest(mut members: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    let mut manifest: Value = serde_json::from_slice(&members[0].1).unwrap();
    manifest["members"] = members[1..]
        .iter()
        .map(|(name, content)| serde_json::json!({"name": name, "size": content.len(), "sha256": sha256(content)}))
        .collect();
    members[0].1 = serde_json::to_vec_pretty(&manifest).unwrap();
    members
}

/// A desk with `d.zip`, the dossier of a made-up employer, on which somebody decided and judged.
fn desk() -> (Desk, String) {
    let desk = case();
    let rows = desk.case(&["screen", "suppliers.csv", "--json"]).rows();
    let best = &rows[2]["results"][0];
    let (id, matched) = (best["id"].as_str().unwrap().to_owned(), best["match_id"].as_str().unwrap());
    let decided = desk.case(&["decide", matched, "true", "--note", "the same address", "--case", "c-9"]);
    assert_eq!(decided.code, 0, "{}", decided.err);
    assert_eq!(desk.case(&["judge", &id, "x-2", "different", "--note", "another country"]).code, 0);
    let made = desk.case(&["dossier", &id, "--texts", "--time", TIME, "-o", "d.zip", "-o", "d.html"]);
    assert_eq!(made.code, 0, "{}{}", made.out, made.err);
    assert!(made.out.starts_with("Northern Example Fisheries: documented not listed\n"), "{}", made.out);
    (desk, id)
}

#[test]
fn a_stranger_checks_a_dossier_without_the_workspace() {
    let (desk, id) = desk();
    let bytes = std::fs::read(desk.path("d.zip")).unwrap();
    desk.write("away/d.zip", &bytes);
    let checked = desk.run(&["verify", "away/d.zip", "--source", "in/cannery.html"]);
    assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
    for words in [
        format!("about {id}\nmade {TIME} by tester\n").as_str(),
        "5 members with the hash",
        "2 decisions and judgements as the log records them",
        "in/cannery.html: it is the original, and ",
        "stand at their positions",
        "nothing is wrong with it",
    ] {
        assert!(checked.out.contains(words), "{words}: {}", checked.out);
    }

    let members = members(&bytes);
    let data: Value = serde_json::from_slice(&members[1].1).unwrap();
    assert_eq!(
        (data["standing"].as_str(), data["caption"].as_str()),
        (Some("documented_not_listed"), Some("Northern Example Fisheries"))
    );
    assert_eq!(data["lists"][0]["hits"], serde_json::json!([]));
    assert_eq!(data["indicators"][0]["code"], "ILO-07");
    assert!(data["figures"][0]["says"].as_str().unwrap().contains("120"), "{}", data["figures"]);
    assert_eq!(data["screened"][0]["query"], "4");
    assert_eq!(data["decided"]["decisions"][0]["case"], "c-9");
    let open = data["unanswered"].to_string();
    for words in ["seen by no person", "its reply: none", "list un-sc", "sealed sources"] {
        assert!(open.contains(words), "{words}: {open}");
    }
    assert!(
        !String::from_utf8_lossy(&bytes).contains(desk.path("").to_str().unwrap()),
        "a path of the maker"
    );

    let again = desk.case(&["dossier", &id[..20], "--texts", "--time", TIME, "-o", "e.zip"]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(
        std::fs::read(desk.path("e.zip")).unwrap() == bytes,
        "the same moment and workspace give the same bytes"
    );
    let refused = desk.case(&["dossier", &id, "-o", "d.zip"]);
    assert_eq!(
        (refused.code, std::fs::read(desk.path("d.zip")).unwrap() == bytes),
        (1, true),
        "{}",
        refused.err
    );
}

#[test]
fn whoever_changes_a_dossier_is_found_out() {
    let (desk, _) = desk();
    let whole = members(&std::fs::read(desk.path("d.zip")).unwrap());
    let names: Vec<&str> = whole.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[..4], ["manifest.json", "dossier.json", "passages.json", "log.json"]);
    assert_eq!(names[5], "index.html");
    let replaced = |at: usize, from: &str, to: &str| {
        let mut members = whole.clone();
        let text = String::from_utf8(members[at].1.clone()).unwrap();
        assert!(text.contains(from), "{from} is not in {}", members[at].0);
        members[at].1 = text.replace(from, to).into_bytes();
        members
    };
    let checked = |members: &[(String, Vec<u8>)]| {
        desk.write("t.zip", zip(members));
        let ran = desk.run(&["verify", "t.zip"]);
        (ran.code, ran.err)
    };
    assert_eq!(checked(&whole).0, 0);
    let mut missing = whole.clone();
    missing.remove(4);
    let mut extra = whole.clone();
    extra.push(("more.txt".to_owned(), b"more".to_vec()));
    let mut renamed = whole.clone();
    renamed[5].0 = "page.html".to_owned();
    let mut rumour = extra.clone();
    rumour[6].0 = format!("texts/{}.txt", sha256(b"rumour"));
    for (members, words) in [
        (missing, "missing, and"),
        (extra, "more.txt: the manifest does not know it"),
        (renamed, "index.html: missing; page.html has its content under another name"),
        (replaced(1, "the same address", "another address"), "dossier.json: changed: "),
        (replaced(0, TIME, "2020-01-01T00:00:00Z"), "do not say the same"),
        (replaced(0, "manumit-dossier-1", "manumit-dossier-9"), "the format is manumit-dossier-9"),
        // With a manifest that fits, what the parts say of each other tells.
        (with_new_manifest(replaced(1, "the same address", "another address")), "is not what was written"),
        (
            with_new_manifest(replaced(3, "the same address", "another address")),
            "is not what its entry says was written",
        ),
        (with_new_manifest(replaced(3, "tester", "tester2")), "was changed after it was written"),
        (with_new_manifest(replaced(2, "120 North", "130 North")), "do not stand at"),
        (with_new_manifest(replaced(4, "120 North", "130 North")), "do not stand at"),
        (with_new_manifest(replaced(1, "120 North", "130 North")), "is not what passages.json has"),
        (
            with_new_manifest(replaced(5, "Replies and denials", "No replies")),
            "index.html: it is not the page",
        ),
        (with_new_manifest(rumour), "no passage stands in it"),
    ] {
        let (code, err) = checked(&members);
        assert!(
            code == 1 && err.contains(words) && err.contains("it is NOT what it says it is"),
            "{words}: {err}"
        );
    }
    let other = desk.run(&["verify", "d.zip", "--source", "suppliers.csv"]);
    assert!(other.code == 1 && other.err.contains("no source of the dossier has that"), "{}", other.err);
}

#[test]
fn bytes_that_are_no_dossier_end_with_a_reason() {
    let (desk, _) = desk();
    let bytes = std::fs::read(desk.path("d.zip")).unwrap();
    let mut hidden = bytes.clone();
    hidden.splice(0..0, b"before".iter().copied());
    let mut members = members(&bytes);
    let mut behind = bytes.clone();
    behind.extend(b"behind");
    members[1].1 = vec![b'['; 100_000];
    let bomb = {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("manifest.json", SimpleFileOptions::default()).unwrap();
        for _ in 0..100 {
            writer.write_all(&[b' '; 1 << 20]).unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    for (name, content, words) in [
        ("empty.zip", Vec::new(), "the file is no ZIP"),
        ("text.zip", b"only words".to_vec(), "the file is no ZIP"),
        ("short.zip", bytes[..bytes.len() / 2].to_vec(), "the file is no ZIP"),
        ("before.zip", hidden, "belong to"),
        ("behind.zip", behind, "belong to"),
        ("deep.zip", zip(&with_new_manifest(members)), "dossier.json: "),
        ("none.zip", zip(&[("a.txt".to_owned(), b"a".to_vec())]), "there is no manifest.json"),
        ("bomb.zip", bomb, "it unpacks to more than a dossier may hold"),
    ] {
        desk.write(name, content);
        let ran = desk.run(&["verify", name]);
        assert!(ran.code == 1 && ran.err.contains(words), "{name}: {} {}", ran.code, ran.err);
    }
    for (path, words) in [("nowhere.zip", "nowhere.zip: "), ("case", "it is a folder")] {
        let ran = desk.run(&["verify", path]);
        assert!(ran.code == 1 && ran.err.contains(words), "{path}: {}", ran.err);
    }
}

#[test]
fn a_match_has_a_dossier_and_hostile_names_are_no_markup() {
    let desk = case();
    let hostile = r#"{"id":"h-1/../x","schema":"Company","properties":{"name":["Evil <script>alert(1)</script> \"Trading\" Co"],"alias":["Evil Trading","邪恶贸易"],"innCode":["1234567890"]},"datasets":["h"]}"#;
    desk.write("h.json", hostile);
    assert_eq!(desk.case(&["lists", "add", "hostile", "h.json"]).code, 0);
    desk.write(
        "q.csv",
        "id,name,country,hs,date\n1,Evil Trading Co,RU,0303.89,2018-05-03\n2,Exemplar General Trading,CN,,\n",
    );
    let rows = desk.case(&["screen", "q.csv", "--json"]).rows();
    let matched = rows[0]["results"][0]["match_id"].as_str().unwrap();
    let made = desk.case(&["dossier", matched, "--time", TIME, "-o", "m.zip", "-o", "m.html"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let page = std::fs::read_to_string(desk.path("m.html")).unwrap();
    assert!(!page.contains("<script") && page.contains("Evil &lt;script&gt;alert(1)"), "{page}");
    assert!(!page.contains("<a ") && !page.contains("src="), "nothing is loaded and nothing leads away");
    for words in [
        "alias (han)",
        "check digits wrong",
        "nobody has decided on it",
        "published on a day that is not known",
        "HS 030389, fish and other seafood",
        "instruments in force on 2018-05-03",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let checked = desk.run(&["verify", "m.zip"]);
    assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);

    // Names of files are made of ids of strangers.
    let made = desk.case(&["dossier", "h-1/../x"]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(desk.path("dossier-h-1_.._x.zip").exists() && desk.path("dossier-h-1_.._x.html").exists());

    let public = desk.case(&["dossier", matched, "--public"]);
    assert_eq!(public.code, 2, "a match belongs to a screening, which is internal: {}", public.err);
    desk.write("open.json", hostile.replace("h-1/../x", "open-1"));
    assert_eq!(desk.case(&["lists", "add", "open", "open.json", "--sensitivity", "open"]).code, 0);
    let open = desk.case(&["dossier", "open-1", "--public", "-o", "o.zip"]);
    assert_eq!(open.code, 0, "{}", open.err);
    let inside = String::from_utf8_lossy(&std::fs::read(desk.path("o.zip")).unwrap()).into_owned();
    assert!(!inside.contains("h-1/../x") && !inside.contains("cannery"), "only what is open");
    assert_eq!(desk.case(&["dossier", "x-2", "--public"]).code, 2, "an internal list is not for anyone");
    for (about, words) in
        [("", "no entity or match"), ("nobody", "no entity or match"), ("documented-", "no entity or match")]
    {
        let ran = desk.case(&["dossier", about]);
        assert!(ran.code == 2 && ran.err.contains(words), "{about}: {} {}", ran.code, ran.err);
    }
    assert_eq!(desk.case(&["dossier", "x-2", "-o", "x.pdf"]).code, 1);
}
