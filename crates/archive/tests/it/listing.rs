//! Pages of long lists: what a filter means, counted and cut into windows.

use crate::support::{Desk, act};
use archive::{ClaimFilter, SourceFilter, SourceListing};
use model::{Clearance, Kind, ReviewState, Sensitivity};

fn names(desk: &Desk, clearance: Clearance, filter: &SourceFilter) -> Vec<String> {
    let listings = desk.workspace.sources(clearance, filter).unwrap();
    let name = |listing| match listing {
        SourceListing::Visible(record) => record.get().acquisitions[0].route.label().to_owned(),
        SourceListing::Sealed(id) => id.to_string(),
    };
    listings.into_iter().map(name).collect()
}

#[test]
fn sources_come_page_by_page() {
    let desk = Desk::new();
    for number in 1..=5 {
        let text = format!("Title {number}\n800 workers");
        desk.workspace
            .add_source(&act(number), &crate::support::item(&format!("{number}.txt"), &text, &[]))
            .unwrap();
    }
    let page = |offset, latest_first| {
        let filter = SourceFilter { offset, limit: Some(2), latest_first, ..SourceFilter::default() };
        names(&desk, Clearance::Workspace, &filter)
    };
    assert_eq!(page(0, false), ["1.txt", "2.txt"]);
    assert_eq!(page(4, false), ["5.txt"]);
    assert_eq!(page(1, true), ["4.txt", "3.txt"]);
    assert_eq!(page(9, false), [""; 0]);
    let of = |text: &str| SourceFilter { text: Some(text.to_owned()), ..SourceFilter::default() };
    assert_eq!(names(&desk, Clearance::Workspace, &of("title 3")), ["3.txt"]);
    assert_eq!(names(&desk, Clearance::Workspace, &of("4.TXT")), ["4.txt"]);
    assert_eq!(
        names(&desk, Clearance::Workspace, &of("%")),
        [""; 0],
        "a sign of the pattern is a sign like any other"
    );
    let year = |year| SourceFilter { year: Some(year), ..SourceFilter::default() };
    assert_eq!(names(&desk, Clearance::Workspace, &year(2018)).len(), 5);
    assert_eq!(desk.workspace.count_sources(Clearance::Workspace, &year(2019)).unwrap(), 0);
    assert_eq!(desk.workspace.count_sources(Clearance::Workspace, &of("title")).unwrap(), 5);
    assert_eq!(desk.workspace.count_sources(Clearance::Public, &of("title")).unwrap(), 0);
    let counts = desk.workspace.source_counts(Clearance::Workspace).unwrap();
    assert_eq!(counts.years, [("2018".to_owned(), 5)]);
}

#[test]
fn claims_come_page_by_page_and_are_counted() {
    let desk = Desk::new();
    let added = desk.add(
        "a.txt",
        "A\n800 workers, then 800 workers, then 900 workers",
        &["800 workers", "900 workers"],
    );
    let quotes = |filter: &ClaimFilter| -> Vec<String> {
        let claims = desk.workspace.claims(Clearance::Workspace, filter).unwrap();
        claims.into_iter().map(|claim| claim.into_inner().claim.passage.exact).collect()
    };
    let window = |text: Option<&str>, offset| ClaimFilter {
        text: text.map(str::to_owned),
        offset,
        limit: Some(1),
        ..ClaimFilter::default()
    };
    assert_eq!(quotes(&window(None, 2)), ["900 workers"]);
    assert_eq!(quotes(&window(Some("900"), 0)), ["900 workers"]);
    assert_eq!(quotes(&window(Some("800"), 1)), ["800 workers"]);
    assert_eq!(quotes(&window(Some("800"), 2)), [""; 0]);
    let ids: Vec<_> = desk.workspace.claims(Clearance::Workspace, &ClaimFilter::default()).unwrap();
    let after = |at: usize| ClaimFilter {
        after: Some(ids[at].get().claim.id.clone()),
        limit: Some(1),
        ..ClaimFilter::default()
    };
    assert_eq!(quotes(&after(0)), ["800 workers"]);
    assert_eq!(quotes(&after(1)), ["900 workers"]);
    assert_eq!(quotes(&after(2)), [""; 0]);
    let count = |clearance, filter: &ClaimFilter| desk.workspace.count_claims(clearance, filter).unwrap();
    assert_eq!(count(Clearance::Workspace, &window(None, 2)), 3);
    assert_eq!(count(Clearance::Workspace, &window(Some("800"), 0)), 2);
    assert_eq!(count(Clearance::Public, &window(None, 0)), 0);
    let counts = desk.workspace.claim_counts(Clearance::Workspace).unwrap();
    assert_eq!(counts.kinds, [(Kind::WorkerCount, 3)]);
    assert_eq!(counts.states, [(ReviewState::Proposed, 3)]);
    assert_eq!(counts.places, [("pl".to_owned(), 3)]);
    desk.workspace.set_sensitivity(&act(2), &added.source, Sensitivity::Open).unwrap();
    assert_eq!(count(Clearance::Public, &window(None, 0)), 3);
}
