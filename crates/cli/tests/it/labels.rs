//! Labels from the command line, one by one and from a table.

use crate::support::Desk;

fn id(desk: &Desk, name: &str) -> String {
    let rows = desk.case(&["sources", "--json"]).rows();
    let row = rows.iter().find(|row| row["name"].as_str().unwrap().ends_with(name)).unwrap();
    row["id"].as_str().unwrap().to_owned()
}

#[test]
fn labels_of_a_source_are_set_and_shown_with_their_history() {
    let desk = Desk::with_case();
    let id = id(&desk, "welders.html");
    let ran = desk.case(&[
        "label",
        &id,
        "--tag",
        "+Shipyards",
        "--tag",
        "poland",
        "--category",
        "report",
        "--note",
        "Ask again.",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("+poland +shipyards, category report, note “Ask again.”"), "{}", ran.err);
    let ran = desk.case(&["label", &id, "--tag", "-poland", "--note", "-"]);
    assert!(ran.err.contains("-poland, no note"), "{}", ran.err);
    assert!(desk.case(&["label", &id, "--tag", "shipyards"]).err.contains("has these labels already"));
    let shown = desk.case(&["label", &id]);
    assert!(shown.out.starts_with("tags      shipyards\ncategory  report\nnote      \n"), "{}", shown.out);
    assert!(shown.err.contains("2 changes"), "{}", shown.err);
    let rows = desk.case(&["label", &id, "--json"]).rows();
    assert_eq!(rows[0]["change"]["note"]["set"], "Ask again.");
    assert_eq!(rows[1]["by"], "tester");
    assert_eq!(desk.case(&["sources", "--tag", "Shipyards", "--json"]).rows().len(), 1);
    assert!(desk.case(&["sources", "--tag", "poland"]).err.contains("No source has that label."));
    let wrong = desk.case(&["label", &id, "--tag", "a/b"]);
    assert_ne!(wrong.code, 0);
    assert!(wrong.err.contains("“a/b” is no tag"), "{}", wrong.err);
    assert_eq!(desk.case(&["audit", "verify"]).code, 0);
}

#[test]
fn a_table_changes_labels_and_names_the_rows_it_cannot_use() {
    let desk = Desk::with_case();
    let id = id(&desk, "welders.html");
    desk.write(
        "labels.csv",
        format!(
            "sha256;path;tags;category;note\n{};;wages, -old;report;\n;note.txt;visit;;\"Line one\nand two\"\n;never.txt;x;;\n{};;a/b;;\n",
            &id[..8],
            id
        ),
    );
    let tried = desk.case(&["labels", "import", "labels.csv", "--dry-run"]);
    assert_eq!(tried.code, 1);
    assert!(tried.err.contains("2 sources would be changed, 0 so already"), "{}", tried.err);
    assert!(desk.case(&["label", &id]).err.contains("0 changes"));
    let ran = desk.case(&["labels", "import", "labels.csv"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains(&format!("labels.csv:2  {}  +wages, category report", &id[..8])), "{}", ran.out);
    assert!(ran.err.contains("labels.csv:5: no source came as never.txt"), "{}", ran.err);
    assert!(ran.err.contains("labels.csv:6: “a/b” is no tag"), "{}", ran.err);
    assert!(ran.err.contains("2 sources changed, 0 so already"), "{}", ran.err);
    let again = desk.case(&["labels", "import", "labels.csv"]);
    assert!(again.err.contains("0 sources changed, 2 so already"), "{}", again.err);
    desk.write("none.csv", "a,b\n1,2\n");
    let none = desk.case(&["labels", "import", "none.csv"]);
    assert!(none.err.contains("no column names sources"), "{}", none.err);
}
