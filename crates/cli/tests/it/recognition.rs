//! Scanned pages and character recognition: asked for once, and not undone by what comes later.

#![cfg(unix)]

use crate::support::{Desk, Ran};
use std::os::unix::fs::PermissionsExt;

/// Stands in for the program, so that the test needs no other and knows the text.
const PROGRAM: &str = "#!/bin/sh
case \"$1\" in
--list-langs) printf 'List of available languages (1):\\neng\\n' ;;
*) /bin/cat >/dev/null; printf 'Nearly 800 North Korean workers were employed at a shipyard in Poland in 2016.\\n' ;;
esac
";

/// A page that is a picture of 8 by 8 points, and nothing else.
const SCAN: &str = "%PDF-1.4
1 0 obj
<</Type/Catalog/Pages 2 0 R>>
endobj
2 0 obj
<</Type/Pages/Count 1/Kids[3 0 R]>>
endobj
3 0 obj
<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>
endobj
4 0 obj
<</Length 133>>
stream
q 595 0 0 842 0 0 cm BI /W 8 /H 8 /CS /G /BPC 8 ID ................................0000000000000000................ EI Q           
endstream
endobj
trailer
<</Root 1 0 R>>
";

fn with_program(desk: &Desk, args: &[&str], installed: bool) -> Ran {
    let mut all = vec!["--workspace", "case"];
    all.extend(args);
    let folder = desk.path(if installed { "bin" } else { "nothing" });
    Ran::of(desk.command(&all).env("PATH", folder).output().unwrap())
}

fn text_of(desk: &Desk) -> String {
    let rows = desk.case(&["search", "--json", "shipyard"]).rows();
    rows.first().map(|row| row["passages"][0]["text"].as_str().unwrap().to_owned()).unwrap_or_default()
}

#[test]
fn recognised_text_stays_when_documents_are_brought_up_to_date() {
    let desk = Desk::new();
    desk.write("bin/tesseract", PROGRAM);
    std::fs::set_permissions(desk.path("bin/tesseract"), std::fs::Permissions::from_mode(0o755)).unwrap();
    desk.write("in/scan.pdf", SCAN);
    assert_eq!(desk.run(&["init", "case"]).code, 0);

    let refused = with_program(&desk, &["add", "--ocr", "eng", "in"], false);
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert!(refused.err.contains("`tesseract` cannot be run"), "{}", refused.err);

    let plain = with_program(&desk, &["add", "in"], false);
    assert!(plain.out.contains("page 1: scanned"), "{}", plain.out);
    assert_eq!(text_of(&desk), "");

    let added = with_program(&desk, &["add", "--ocr", "eng", "in"], true);
    assert_eq!(added.code, 0, "{}{}", added.out, added.err);
    assert!(text_of(&desk).contains("workers were employed"));

    // Nobody asks for recognition any more, with and without the program: what is there is up to date.
    for installed in [true, false] {
        let again = with_program(&desk, &["add", "in"], installed);
        assert_eq!(again.code, 0, "{}{}", again.out, again.err);
        let current = with_program(&desk, &["reextract"], installed);
        assert!(current.err.starts_with("0 documents made anew, 1 up to date"), "{}", current.err);
    }

    // A new version of the rules: without the program it stays as it is, and says so.
    desk.write("case/rules/own.frames", "lexicon own\n  charcoal burner/n\n");
    let kept = with_program(&desk, &["reextract"], false);
    assert_eq!(kept.code, 1, "{}", kept.err);
    assert!(kept.err.contains("it keeps the text that was recognised before"), "{}", kept.err);
    assert!(kept.err.contains("1 document not brought up to date"), "{}", kept.err);
    assert!(text_of(&desk).contains("workers were employed"));

    // With it, it is read in the same languages.
    let renewed = with_program(&desk, &["reextract"], true);
    assert_eq!(renewed.code, 0, "{}", renewed.err);
    assert!(renewed.err.starts_with("1 document made anew, 0 up to date; 2 claims"), "{}", renewed.err);
    assert!(renewed.err.contains("1 of them with character recognition"), "{}", renewed.err);
    assert!(text_of(&desk).contains("workers were employed"));
}
