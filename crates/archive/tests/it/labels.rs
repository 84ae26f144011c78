//! Tags, categories and notes; the searches that people keep; what is newest.

use crate::support::{Desk, act, edit_ledger};
use archive::{
    Edit, Error, LabelChange, MediaFamily, Newest, SavedSearch, SearchFilter, ShortName, SourceFilter,
    SourceListing,
};
use model::{Clearance, Sensitivity, SourceId};

pub(crate) fn name(text: &str) -> ShortName {
    text.parse().unwrap()
}

fn tags(add: &[&str], remove: &[&str]) -> LabelChange {
    let names = |list: &[&str]| list.iter().map(|tag| name(tag)).collect();
    LabelChange { add: names(add), remove: names(remove), ..LabelChange::default() }
}

fn found(desk: &Desk, filter: &SourceFilter) -> Vec<SourceId> {
    let listings = desk.workspace.sources(Clearance::Workspace, filter).unwrap();
    let id = |listing| match listing {
        SourceListing::Visible(record) => record.get().source.id.clone(),
        SourceListing::Sealed(id) => id,
    };
    listings.into_iter().map(id).collect()
}

#[test]
fn the_newest_change_counts_and_none_is_lost() {
    let desk = Desk::new();
    let source = desk.add("a.txt", "A", &[]).source;
    let label = |second, change: &LabelChange| desk.workspace.label(&act(second), &source, change).unwrap();
    let first = LabelChange {
        category: Edit::Set(name("Report")),
        note: Edit::Set("Ask the institute.".to_owned()),
        ..tags(&["Shipyards", "poland"], &[])
    };
    assert_eq!(label(2, &first).unwrap().number, 1);
    assert_eq!(label(3, &first), None, "it is so already");
    label(4, &tags(&["poland", "wages"], &["shipyards", "never"])).unwrap();
    label(5, &LabelChange { note: Edit::Clear, ..LabelChange::default() }).unwrap();
    let labels = desk.workspace.labels(Clearance::Workspace, &source).unwrap().into_inner();
    let tags: Vec<(&str, &str)> =
        labels.tags.iter().map(|(tag, since)| (tag.as_str(), since.as_str())).collect();
    assert_eq!(tags, [("poland", "2026-01-02T03:04:02Z"), ("wages", "2026-01-02T03:04:04Z")]);
    assert_eq!((labels.category, labels.note), (Some(name("report")), None));
    let history = desk.workspace.label_history(Clearance::Workspace, &source).unwrap();
    let history: Vec<_> = history.into_iter().map(|record| record.into_inner()).collect();
    assert_eq!(history.len(), 3);
    assert_eq!(history[0].change.note, Edit::Set("Ask the institute.".to_owned()));
    assert_eq!(history[1].change.remove, [name("shipyards")]);
    assert_eq!((history[2].by.as_str(), history[2].at.as_str()), ("reviewer", "2026-01-02T03:04:05Z"));
    let log = format!("{:?}", desk.workspace.audit_log().unwrap());
    assert_eq!(log.matches("\"label\"").count(), 3);
    assert!(!log.contains("institute") && !log.contains("shipyards"), "{log}");
    assert!(desk.workspace.verify_records().unwrap().findings.is_empty());
}

#[test]
fn labels_are_for_people_of_the_workspace_alone() {
    let desk = Desk::new();
    let source = desk.add("a.txt", "A", &[]).source;
    desk.workspace.label(&act(2), &source, &tags(&["poland"], &[])).unwrap();
    desk.workspace.set_sensitivity(&act(3), &source, Sensitivity::Open).unwrap();
    assert!(desk.workspace.labels(Clearance::Public, &source).is_err());
    assert!(desk.workspace.label_history(Clearance::Public, &source).unwrap().is_empty());
}

#[test]
fn too_much_is_refused_whole() {
    let desk = Desk::new();
    let source = desk.add("a.txt", "A", &[]).source;
    let long = LabelChange { note: Edit::Set("x".repeat(10_001)), ..tags(&["a"], &[]) };
    assert!(matches!(desk.workspace.label(&act(2), &source, &long), Err(Error::Label(_))));
    let many =
        LabelChange { add: (0..51).map(|n| name(&format!("t{n}"))).collect(), ..LabelChange::default() };
    assert!(matches!(desk.workspace.label(&act(2), &source, &many), Err(Error::Label(_))));
    assert!(desk.workspace.labels(Clearance::Workspace, &source).unwrap().get().tags.is_empty());
    let unknown = SourceId::of(b"never");
    assert!(matches!(desk.workspace.label(&act(2), &unknown, &many), Err(Error::NotFound { .. })));
}

#[test]
fn what_somebody_did_behind_the_back_of_the_log_is_found() {
    for (sql, what) in [
        ("update labels set body = replace(body, 'poland', 'malta')", "not what the log says"),
        ("delete from labels", "in the log and not here"),
        ("update source_tags set tag = 'malta'", "not what the changes of its labels come to"),
    ] {
        let desk = Desk::new();
        let source = desk.add("a.txt", "A", &[]).source;
        desk.workspace.label(&act(2), &source, &tags(&["poland"], &[])).unwrap();
        let desk = desk.reopened(|root| edit_ledger(root, sql));
        let findings = format!("{:?}", desk.workspace.verify_records().unwrap().findings);
        assert!(findings.contains(what), "{sql}: {findings}");
    }
}

#[test]
fn lists_are_narrowed_by_tag_category_region_and_kind() {
    let desk = Desk::new();
    let workers = desk.add("a.txt", "A\n800 workers", &["800 workers"]).source;
    let other = desk.add("b.txt", "B", &[]).source;
    let change = LabelChange { category: Edit::Set(name("report")), ..tags(&["poland"], &[]) };
    desk.workspace.label(&act(2), &workers, &change).unwrap();
    let all = SourceFilter::default;
    let both = [workers.clone(), other];
    for (filter, expected) in [
        (SourceFilter { tag: Some(name("poland")), ..all() }, &both[..1]),
        (SourceFilter { tag: Some(name("malta")), ..all() }, &[]),
        (SourceFilter { category: Some(name("report")), ..all() }, &both[..1]),
        (SourceFilter { region: Some("PL".to_owned()), ..all() }, &both[..1]),
        (
            SourceFilter { region: Some("PL".to_owned()), region_zones: vec![model::Zone::Teaser], ..all() },
            &[],
        ),
        (SourceFilter { region: Some("RU".to_owned()), ..all() }, &[]),
        (SourceFilter { kind: Some(MediaFamily::Text), ..all() }, &both[..]),
        (SourceFilter { kind: Some(MediaFamily::Pdf), ..all() }, &[]),
        (SourceFilter { kind: Some(MediaFamily::Other), ..all() }, &[]),
    ] {
        assert_eq!(found(&desk, &filter).len(), expected.len(), "{filter:?}");
        assert!(found(&desk, &filter).iter().all(|id| expected.contains(id)), "{filter:?}");
        assert_eq!(
            desk.workspace.count_sources(Clearance::Workspace, &filter).unwrap(),
            expected.len() as u64
        );
    }
    let counts = desk.workspace.source_counts(Clearance::Workspace).unwrap();
    assert_eq!(counts.kinds, [(MediaFamily::Text, 2)]);
    assert_eq!(counts.regions, [("PL".to_owned(), 1)]);
    let counts = desk.workspace.label_counts(Clearance::Workspace).unwrap();
    assert_eq!((counts.tags, counts.categories), (vec![(name("poland"), 1)], vec![(name("report"), 1)]));
    assert!(desk.workspace.label_counts(Clearance::Public).unwrap().tags.is_empty());
}

#[test]
fn the_newest_is_what_changed_last_and_may_be_seen() {
    let desk = Desk::new();
    let first = desk.add("a.txt", "A\n800 workers", &["800 workers"]).source;
    let second = desk.add("b.txt", "B", &[]).source;
    let newest = |clearance, which: &Newest| -> Vec<(SourceId, String)> {
        let newest = desk.workspace.newest(clearance, which, 0, 10).unwrap();
        newest.into_iter().map(|found| found.into_inner()).map(|(id, at)| (id, at.to_string())).collect()
    };
    assert!(newest(Clearance::Public, &Newest::All).is_empty());
    desk.workspace.set_sensitivity(&act(7), &second, Sensitivity::Open).unwrap();
    desk.workspace.set_sensitivity(&act(8), &first, Sensitivity::Open).unwrap();
    desk.workspace.label(&act(9), &second, &tags(&["poland"], &[])).unwrap();
    let at = |second| format!("2026-01-02T03:04:{second:02}Z");
    assert_eq!(newest(Clearance::Public, &Newest::All), [(first.clone(), at(8)), (second.clone(), at(7))]);
    assert_eq!(newest(Clearance::Public, &Newest::Tag(name("poland"))), [(second, at(9))]);
    assert_eq!(newest(Clearance::Public, &Newest::Region("PL".to_owned())), [(first, at(8))]);
    assert!(newest(Clearance::Public, &Newest::Tag(name("malta"))).is_empty());
}

#[test]
fn searches_are_kept_under_one_name() {
    let desk = Desk::new();
    let source = desk.add("a.txt", "A\nWages in Poland.", &[]).source;
    let other = desk.add("b.txt", "B\nNothing.", &[]).source;
    let search = |text: &str, feed| SavedSearch {
        name: name(text),
        query: "wages".to_owned(),
        filter: SearchFilter { from: "2018".parse().ok(), ..SearchFilter::default() },
        feed,
        by: String::new(),
        at: String::new(),
    };
    desk.workspace.save_search(&act(2), &search("Wages", false)).unwrap();
    desk.workspace.save_search(&act(3), &search("Public", true)).unwrap();
    let twice = desk.workspace.save_search(&act(3), &search("wages", true));
    assert!(matches!(twice, Err(Error::SearchExists(_))));
    let kept = desk.workspace.saved_searches(Clearance::Workspace).unwrap();
    let names: Vec<&str> = kept.iter().map(|search| search.get().name.as_str()).collect();
    assert_eq!(names, ["public", "wages"]);
    assert_eq!(kept[1].get().filter, search("x", false).filter);
    assert_eq!(kept[1].get().by, "reviewer");
    let public = desk.workspace.saved_searches(Clearance::Public).unwrap();
    assert_eq!(public.len(), 1);
    desk.workspace.flush().unwrap();
    let found = &public[0].get();
    let fits = desk.workspace.fits(&found.query, &found.filter, &[source.clone(), other]).unwrap();
    assert_eq!(fits.into_iter().collect::<Vec<_>>(), [source]);
    desk.workspace.drop_search(&act(4), &name("wages")).unwrap();
    assert!(matches!(desk.workspace.drop_search(&act(4), &name("wages")), Err(Error::NotFound { .. })));
    let log = format!("{:?}", desk.workspace.audit_log().unwrap());
    assert!(log.contains("search_save") && log.contains("search_drop"), "{log}");
    assert_eq!(desk.workspace.origin().unwrap().len(), 64);
}

proptest::proptest! {
    #[test]
    fn a_name_that_is_read_reads_as_itself(text in "\\PC{0,70}") {
        if let Ok(name) = text.parse::<ShortName>() {
            proptest::prop_assert_eq!(name.as_str().parse::<ShortName>(), Ok(name.clone()));
            proptest::prop_assert!(!name.as_str().contains([',', ';', '/', '\\', '\n']));
        }
    }
}
