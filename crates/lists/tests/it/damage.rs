//! What must not be taken for a list: changed layouts, cut files, traps.

use crate::support::{ADD, ALT, CSL, FTM, SDN, UN, file, loaded};
use lists::{Error, Format, Limits, ListFile, LoadOptions, load};
use proptest::prelude::*;

fn sdn_with(part: &str, bytes: &[u8]) -> Result<lists::List, Error> {
    let files: Vec<ListFile<'_>> = [("sdn.csv", SDN), ("alt.csv", ALT), ("add.csv", ADD)]
        .into_iter()
        .map(|(name, own)| file(name, if name == part { bytes } else { own }))
        .collect();
    loaded(&files, &Format::OfacSdn)
}

fn message(outcome: Result<lists::List, Error>) -> String {
    outcome.unwrap_err().to_string()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn all_parts_of_ofac_must_be_there_once() {
    let error = loaded(&[file("sdn.csv", SDN), file("alt.csv", ALT)], &Format::OfacSdn);
    assert_eq!(
        message(error),
        "OFAC's SDN list consists of sdn.csv, alt.csv, add.csv (and sdn_comments.csv): the part `add` is missing"
    );
    let error = loaded(&[file("sdn.csv", SDN), file("old/sdn.csv", SDN)], &Format::OfacSdn);
    assert!(message(error).ends_with("`sdn.csv` and `old/sdn.csv` are the same part"));
    let error = loaded(&[file("sdn.pip", SDN)], &Format::OfacSdn);
    assert!(message(error).ends_with("`sdn.pip` is none of them"));
}

#[test]
fn ofac_files_that_are_cut_are_told_wherever_they_are_cut() {
    let whole = sdn_with("", &[]).unwrap();
    for part in ["sdn.csv", "alt.csv", "add.csv"] {
        let bytes = match part {
            "sdn.csv" => SDN,
            "alt.csv" => ALT,
            _ => ADD,
        };
        for end in 0..bytes.len() {
            let outcome = sdn_with(part, &bytes[..end]);
            assert!(outcome.is_err(), "{part} cut at {end}");
        }
    }
    assert_eq!(whole.entries.len(), 5);
}

#[test]
fn a_missing_end_mark_can_be_accepted() {
    let unmarked = text(ALT).trim_end_matches('\u{1a}');
    let error = sdn_with("alt.csv", unmarked.as_bytes()).unwrap_err();
    assert!(matches!(error, Error::Truncated { acceptable: true, .. }));
    assert_eq!(
        error.to_string(),
        "alt.csv: the file is cut off: the mark 0x1A that OFAC's files end with is missing"
    );
    let options = LoadOptions { accept_truncation: true, ..LoadOptions::default() };
    let files = [file("sdn.csv", SDN), file("alt.csv", unmarked), file("add.csv", ADD)];
    assert_eq!(load(&files, &Format::OfacSdn, &options).unwrap().notices.len(), 2);
}

#[test]
fn a_changed_layout_of_ofac_is_told() {
    let narrower = text(ALT).replace(",-0- ", "");
    assert_eq!(
        message(sdn_with("alt.csv", narrower.as_bytes())),
        "alt.csv:1: the layout has changed: a row of this part has 5 columns and begins with a number, this one has 4"
    );
    let wider = text(ALT).replace(",-0- ", ",-0- ,-0- ");
    assert!(matches!(sdn_with("alt.csv", wider.as_bytes()), Err(Error::Drift { acceptable: true, .. })));
    let headed = format!("ent_num,alt_num,alt_type,alt_name,alt_remarks\r\n{}", text(ALT));
    assert!(matches!(sdn_with("alt.csv", headed.as_bytes()), Err(Error::Drift { acceptable: false, .. })));
    let strange = text(SDN).replace("\"vessel\"", "\"submarine\"");
    assert_eq!(
        message(sdn_with("sdn.csv", strange.as_bytes())),
        "sdn.csv:3: the layout has changed: `submarine` is no type of entry known"
    );
    let stranger = text(ALT).replace("102,903", "999,903");
    assert!(
        message(sdn_with("alt.csv", stranger.as_bytes()))
            .starts_with("alt.csv:3: it belongs to the entry 999")
    );
    let twice = text(SDN).replace("102,\"EXAMPLE", "101,\"EXAMPLE");
    assert_eq!(
        message(sdn_with("sdn.csv", twice.as_bytes())),
        "alt.csv:2: it belongs to the entry 102, which the primary file does not have: the files are not of the same day, or one is cut off"
    );
}

fn un(text: &str) -> Result<lists::List, Error> {
    loaded(&[file("un.xml", text)], &Format::UnSecurityCouncil)
}

#[test]
fn an_un_list_that_is_cut_is_told_wherever_it_is_cut() {
    let last = UN.trim_end().len();
    for end in (0..last).filter(|end| UN.is_char_boundary(*end)) {
        assert!(un(&UN[..end]).is_err(), "cut at {end}");
    }
    assert!(matches!(un(&UN[..last / 2]), Err(Error::Truncated { .. })));
}

#[test]
fn a_changed_layout_of_the_un_list_is_told() {
    for (from, to, expected) in [
        (
            "CONSOLIDATED_LIST",
            "LIST",
            "un.xml:2: the layout has changed: it begins with `LIST`, not with `CONSOLIDATED_LIST`",
        ),
        (
            "dateGenerated",
            "generated",
            "un.xml:2: the layout has changed: `dateGenerated` does not say when the list was made",
        ),
        ("FIRST_NAME", "GIVEN_NAME", "un.xml:4: the layout has changed: an entry has no `FIRST_NAME`"),
        (
            "ALIAS_NAME",
            "OTHER_NAME",
            "un.xml: the layout has changed: new elements: `ENTITY_ALIAS/OTHER_NAME`, `INDIVIDUAL_ALIAS/OTHER_NAME`",
        ),
        ("NATIONALITY", "CITIZENSHIP", "un.xml: the layout has changed: new elements: `CITIZENSHIP`"),
        ("ENTITIES", "GROUPS", "un.xml:34: the layout has changed: the group `GROUPS` is new"),
    ] {
        assert_eq!(message(un(&UN.replace(from, to))), expected);
    }
    let (before, _) = UN.split_once("<ENTITIES>").unwrap();
    assert_eq!(
        message(un(&format!("{before}</CONSOLIDATED_LIST>"))),
        "un.xml: the layout has changed: the group `ENTITIES` is missing"
    );
}

#[test]
fn entities_that_a_file_defines_itself_are_refused() {
    let bomb = UN.replace(
        "<CONSOLIDATED_LIST",
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]>\n<CONSOLIDATED_LIST",
    );
    assert_eq!(message(un(&bomb)), "un.xml:2: it has a document type declaration");
    let undefined = UN.replace("&amp;", "&lol;");
    assert_eq!(message(un(&undefined)), "un.xml:14: `&lol;` is not defined");
}

#[test]
fn limits_hold() {
    let deep =
        UN.replace("<VALUE>UN List</VALUE>", &format!("{}{}", "<VALUE>".repeat(40), "</VALUE>".repeat(40)));
    assert!(message(un(&deep)).ends_with("more than 32 levels of elements"));
    let few = Limits { entries: 1, ..Limits::default() };
    let options = LoadOptions { limits: few, ..LoadOptions::default() };
    let error = load(&[file("un.xml", UN)], &Format::UnSecurityCouncil, &options);
    assert!(message(error).ends_with("more than 1 entries"));
    let small = Limits { bytes: 100, ..Limits::default() };
    let options = LoadOptions { limits: small, ..LoadOptions::default() };
    for (name, bytes, format) in [
        ("un.xml", UN, Format::UnSecurityCouncil),
        ("csl.csv", CSL, Format::UsConsolidatedScreening),
        ("x.json", FTM, Format::Ftm),
    ] {
        let error = load(&[file(name, bytes)], &format, &options);
        assert_eq!(message(error), format!("{name}: more than 100 bytes"));
    }
}

fn csl(text: &str) -> Result<lists::List, Error> {
    loaded(&[file("csl.csv", text)], &Format::UsConsolidatedScreening)
}

#[test]
fn a_changed_layout_of_the_consolidated_screening_list_is_told() {
    assert_eq!(
        message(csl(&CSL.replacen("alt_names", "aliases", 1))),
        "csl.csv:1: the layout has changed: columns are missing: `alt_names`"
    );
    let wider: String = CSL
        .lines()
        .enumerate()
        .map(|(index, line)| format!("{line},{}\n", if index == 0 { "gender" } else { "" }))
        .collect();
    let error = csl(&wider).unwrap_err();
    assert!(matches!(error, Error::Drift { acceptable: true, .. }));
    assert_eq!(error.to_string(), "csl.csv:1: the layout has changed: new columns: `gender`");
    let numbered: String = CSL
        .lines()
        .enumerate()
        .map(|(index, line)| format!("{},{line}\n", if index == 0 { "_id" } else { "7" }))
        .collect();
    assert_eq!(csl(&numbered).unwrap().entries.len(), 5);
    assert!(matches!(csl(&CSL[..CSL.len() - 8]), Err(Error::Truncated { .. })));
    assert!(matches!(csl(""), Err(Error::Truncated { .. })));
}

#[test]
fn lines_that_are_no_entities_are_told() {
    let load = |text: &str| loaded(&[file("x.json", text)], &Format::Ftm);
    assert!(matches!(load(&FTM[..FTM.len() - 5]), Err(Error::Truncated { .. })));
    assert!(
        message(load(&FTM.replacen("\"schema\"", "\"scheme\"", 1)))
            .starts_with("x.json:1: missing field `schema`")
    );
    assert_eq!(message(load(&format!("{FTM}{FTM}"))), "x.json:5: the entry `x-1` stands in it twice");
    assert_eq!(message(load("\n")), "x.json: it has no entries");
    assert_eq!(message(load("\0\0")), "x.json: it is not a text file");
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_refused() {
    let mapping = "table = \"xlsx\"\ndataset = \"x\"\n[[column]]\nheading = \"Entity\"\nis = \"name\"\n";
    let format = Format::of("mapped", Some(("m.toml", mapping))).unwrap();
    let workbook = include_bytes!("../data/entities.xlsx");
    let options =
        LoadOptions { limits: Limits { bytes: 6000, ..Limits::default() }, ..LoadOptions::default() };
    let error = load(&[file("x.xlsx", workbook)], &format, &options);
    assert_eq!(message(error), "x.xlsx: more than 6000 bytes when unpacked");
    let error = loaded(&[file("x.xlsx", "not a workbook")], &format);
    assert!(message(error).starts_with("x.xlsx: it is no workbook"));
}

#[test]
fn a_cell_that_spans_much_is_refused() {
    let mapping = "table = \"html\"\ndataset = \"x\"\n[[column]]\nheading = \"Name\"\nis = \"name\"\n";
    let format = Format::of("mapped", Some(("m.toml", mapping))).unwrap();
    let table = |span: &str, text: &str| {
        format!("<table><tr><th>Name</th></tr><tr><td {span}>{text}</td></tr><tr></tr></table>")
    };
    let load = |page: &str| loaded(&[file("x.html", page)], &format);
    assert_eq!(load(&table("colspan=2 rowspan=2", "Example")).unwrap().entries.len(), 2);
    let wide = load(&table("colspan=1000 rowspan=1000", &"x".repeat(100_000)));
    assert_eq!(message(wide), "x.html:1: more than 4194304 bytes in a row");
    let deep = "<table><tr><td>".repeat(40);
    assert_eq!(message(load(&deep)), "x.html:1: more than 32 levels of tables");
    assert_eq!(message(load("<table><tr><th>Name")), "x.html: the file is cut off: a table does not end");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_damage_is_an_error_or_a_list(
        which in 0_usize..4,
        at in any::<prop::sample::Index>(),
        cut in 0_usize..40,
        put in "[<>&;,\"\\\\{}a0\n\u{1a}-]{0,12}",
    ) {
        let (name, whole, format) = [
            ("sdn.csv", text(SDN), Format::OfacSdn),
            ("un.xml", UN, Format::UnSecurityCouncil),
            ("csl.csv", CSL, Format::UsConsolidatedScreening),
            ("x.json", FTM, Format::Ftm),
        ][which].clone();
        let start = whole.floor_char_boundary(at.index(whole.len()));
        let end = whole.floor_char_boundary((start + cut).min(whole.len()));
        let damaged = format!("{}{put}{}", &whole[..start], &whole[end..]);
        let mut files = vec![file(name, &damaged)];
        if format == Format::OfacSdn {
            files.extend([file("alt.csv", ALT), file("add.csv", ADD)]);
        }
        if let Ok(list) = loaded(&files, &format) {
            prop_assert!(!list.entries.is_empty());
            prop_assert!(list.entries.is_sorted_by(|one, other| one.entity.id < other.entity.id));
        }
    }
}
