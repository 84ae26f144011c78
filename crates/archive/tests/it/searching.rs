//! Full-text search, and an index that can be deleted.

use crate::support::{Desk, act, document, edit_ledger, reading};
use archive::{Error, Hit, IndexRepair, IndexState, MediaFamily, Mode, SearchFilter, Workspace};
use model::Clearance;

const POLAND: &str = "Shipyards\nWelders in Poland had their wages withheld.";
const KOREAN: &str = "기사\n북한 노동자들의 임금은 당국이 가져간다.";
const RUSSIAN: &str = "Статья\nЗарплата рабочих удерживается.";

fn library() -> Desk {
    let desk = Desk::new();
    desk.add("reports/shipyards.txt", POLAND, &[]);
    desk.add("reports/korean.txt", KOREAN, &[]);
    desk.add("reports/russian.txt", RUSSIAN, &[]);
    desk
}

fn found(desk: &Desk, query: &str) -> Vec<Hit> {
    let hits = desk.workspace.search(Clearance::Workspace, query, 10).unwrap();
    hits.into_iter().map(|hit| hit.into_inner()).collect()
}

fn titles(desk: &Desk, query: &str) -> Vec<String> {
    let mut titles: Vec<_> = found(desk, query).into_iter().filter_map(|hit| hit.title).collect();
    titles.sort();
    titles
}

#[test]
fn words_phrases_and_operators() {
    let desk = library();
    for query in
        ["wages AND Poland", "wage poland", "\"wages withheld\"", "welder -malta", "(malta OR poland) wages"]
    {
        assert_eq!(titles(&desk, query), ["Shipyards"], "{query}");
    }
    for query in ["wages NOT Poland", "\"withheld wages\"", "malta"] {
        assert!(titles(&desk, query).is_empty(), "{query}");
    }
    assert_eq!(titles(&desk, "노동자"), ["기사"]);
    assert_eq!(titles(&desk, "зарплата"), ["Статья"]);
    assert_eq!(titles(&desk, "노동자 OR зарплата OR welder").len(), 3);
}

#[test]
fn fields_narrow_a_search() {
    let desk = library();
    assert_eq!(titles(&desk, "title:shipyards"), ["Shipyards"]);
    assert_eq!(titles(&desk, "source:korean"), ["기사"]);
    for query in ["date:2018", "date:2018-04", "date:2018-04-03", "date:[2017 TO 2019]"] {
        assert_eq!(titles(&desk, query).len(), 3, "{query}");
    }
    assert!(titles(&desk, "date:2019").is_empty());
}

#[test]
fn passages_equal_the_text_of_the_ledger() {
    let desk = library();
    let hit = &found(&desk, "임금")[0];
    let record = desk.workspace.document(Clearance::Workspace, &hit.document).unwrap();
    let text: Vec<char> = record.get().document.text.chars().collect();
    let snippet = &hit.snippets[0];
    assert_eq!(text[snippet.start..snippet.end].iter().collect::<String>(), snippet.text);
    let (start, end) = snippet.marks[0];
    assert_eq!(text[start..end].iter().collect::<String>(), "임금");
}

#[test]
fn a_word_that_a_line_end_cut_is_found_as_a_whole() {
    let desk = Desk::new();
    let text = "Shipyards\nWel\u{ad}ders in Po\u{ad}land had their wages with\u{ad}held.";
    desk.add("reports/shipyards.txt", text, &[]);
    for query in ["welder AND Poland", "\"wages withheld\"", "wel\u{ad}ders"] {
        assert_eq!(titles(&desk, query), ["Shipyards"], "{query}");
    }
    for query in ["wel", "land", "held"] {
        assert!(titles(&desk, query).is_empty(), "{query}");
    }
    let characters: Vec<char> = text.chars().collect();
    let (start, end) = found(&desk, "welders")[0].snippets[0].marks[0];
    assert_eq!(characters[start..end].iter().collect::<String>(), "Wel\u{ad}ders");
}

#[test]
fn a_search_that_does_not_read_says_why() {
    let desk = library();
    let reason = |query: &str| match desk.workspace.search(Clearance::Workspace, query, 10) {
        Err(Error::Query { reason, .. }) => reason,
        other => panic!("{query}: {other:?}"),
    };
    assert_eq!(reason("  "), "it is empty");
    assert!(reason("author:Kim").starts_with("there is no field `author`"));
    assert!(reason("NOT wages").contains("name at least one word"));
    assert!(reason("\"wages").contains("quotation marks"));
}

#[test]
fn a_deleted_index_is_made_anew() {
    let desk = library();
    desk.workspace.flush().unwrap();
    let desk = desk.reopened(|root| std::fs::remove_dir_all(root.join(".manumit/index")).unwrap());
    assert_eq!(desk.workspace.index_state().unwrap(), IndexState::Missing);
    assert_eq!(desk.workspace.index_repair().unwrap(), IndexRepair::Rebuilt(3));
    assert_eq!(desk.workspace.index_state().unwrap(), IndexState::Current);
    assert_eq!(desk.workspace.index_repair().unwrap(), IndexRepair::Nothing);
    assert_eq!(titles(&desk, "poland"), ["Shipyards"]);
    assert_eq!(desk.workspace.index_rebuild().unwrap(), 3);
    assert_eq!(titles(&desk, "poland"), ["Shipyards"]);
}

#[test]
fn an_index_that_lags_is_noticed_and_catches_up() {
    let desk = library();
    desk.workspace.flush().unwrap();
    // A crash before the index was committed looks like this.
    desk.add("late.txt", "Late\nLoggers in Siberia.", &[]);
    assert_eq!(desk.workspace.index_state().unwrap(), IndexState::Behind);
    let desk = desk.reopened(|root| {
        let reader = Workspace::open(root, Mode::Read).unwrap();
        assert_eq!(reader.index_state().unwrap(), IndexState::Behind);
        assert!(reader.search(Clearance::Workspace, "loggers", 10).unwrap().is_empty());
    });
    assert_eq!(desk.workspace.index_repair().unwrap(), IndexRepair::CaughtUp(1));
    assert_eq!(titles(&desk, "loggers"), ["Late"]);
    assert_eq!(titles(&desk, "poland"), ["Shipyards"]);
}

#[test]
fn a_damaged_index_is_made_anew() {
    let desk = library();
    desk.workspace.flush().unwrap();
    let desk = desk.reopened(|root| std::fs::write(root.join(".manumit/index/meta.json"), "{}").unwrap());
    assert_eq!(titles(&desk, "poland"), ["Shipyards"]);
}

#[test]
fn a_newer_reading_is_what_is_found() {
    let desk = Desk::new();
    let source = desk.add("a.txt", POLAND, &[]).source;
    assert_eq!(titles(&desk, "welders").len(), 1);
    desk.workspace
        .put_reading(&act(2), &source, &reading(&source, "reader 2", "Shipyards\nFitters.", &[]))
        .unwrap();
    assert!(titles(&desk, "welders").is_empty());
    assert_eq!(titles(&desk, "fitters").len(), 1);
    let mut failed = reading(&source, "reader 3", "Shipyards\nFitters.", &[]);
    failed.document = model::Document { status: model::DocumentStatus::Failed, ..document("Fitters.") };
    desk.workspace.put_reading(&act(3), &source, &failed).unwrap();
    assert!(titles(&desk, "fitters").is_empty());
}

#[test]
fn what_the_ledger_does_not_have_is_no_hit() {
    let desk = library();
    desk.workspace.flush().unwrap();
    let desk = desk.reopened(|root| {
        edit_ledger(root, "delete from documents where text like '%Poland%'");
    });
    assert!(titles(&desk, "poland").is_empty());
}

#[test]
fn a_tilde_finds_words_that_differ_by_a_letter_or_two() {
    let desk = library();
    for query in ["pland~", "polnad~", "Wedlers~ -malta", "(malta OR wgae~) poland", "title:shpiyards~1"] {
        assert_eq!(titles(&desk, query), ["Shipyards"], "{query}");
    }
    for query in ["pland", "plnd~1", "\"pland~ wages\"", "shipyrads~0"] {
        assert!(titles(&desk, query).is_empty(), "{query}");
    }
    assert_eq!(titles(&desk, "зарплта~"), ["Статья"]);
    assert_eq!(titles(&desk, "노동자~"), ["기사"], "words cut into pairs stand for themselves");
    let hit = &found(&desk, "pland~")[0];
    let text: Vec<char> = POLAND.chars().collect();
    let (start, end) = hit.snippets[0].marks[0];
    assert_eq!(text[start..end].iter().collect::<String>(), "Poland");
}

#[test]
fn a_search_is_narrowed_by_day_language_and_kind() {
    let desk = Desk::new();
    for (name, text, published, language) in [
        ("a.txt", "First\nwages", "2018-04-03", "en"),
        ("b.txt", "Second\nwages", "2019-01", "ru"),
        ("c.txt", "Third\nwages", "", "en"),
    ] {
        let mut item = crate::support::item(name, text, &[]);
        item.reading.document.metadata.published = published.parse().ok();
        item.reading.document.metadata.language = Some(language.to_owned());
        desk.workspace.add_source(&act(1), &item).unwrap();
    }
    let titles = |filter: SearchFilter| -> Vec<String> {
        let hits = desk.workspace.search_narrowed(Clearance::Workspace, "wages", &filter, 10).unwrap();
        let mut titles: Vec<_> = hits.into_iter().filter_map(|hit| hit.into_inner().title).collect();
        titles.sort();
        titles
    };
    let days = |from: &str, to: &str| SearchFilter {
        from: from.parse().ok(),
        to: to.parse().ok(),
        ..SearchFilter::default()
    };
    assert_eq!(titles(SearchFilter::default()).len(), 3);
    assert_eq!(titles(days("2018-04-03", "2018-04-03")), ["First"]);
    assert_eq!(titles(days("2018-04-04", "")), ["Second"]);
    assert_eq!(titles(days("", "2018")), ["First"]);
    assert_eq!(titles(days("2019-01-20", "2019-01-25")), ["Second"], "on one of those days, maybe");
    assert_eq!(titles(days("2019-02", "")), [""; 0]);
    let russian = SearchFilter { language: Some("ru".to_owned()), ..SearchFilter::default() };
    assert_eq!(titles(russian), ["Second"]);
    let kind = |kind| SearchFilter { kind: Some(kind), ..SearchFilter::default() };
    assert_eq!((titles(kind(MediaFamily::Text)).len(), titles(kind(MediaFamily::Pdf)).len()), (3, 0));
}
