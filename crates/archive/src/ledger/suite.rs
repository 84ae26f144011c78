//! What every ledger must do, whatever database it is in. Each test is generic over [`Ledger`]; the list at the end runs
//! them all on one.

use super::{IdTable, Ledger, ScreeningRow, SealedRow, StoredClaim, StoredListEntry, Window};
use crate::fetching::{Watch, WatchRecord};
use crate::labels::{Edit, LabelChange, LabelCounts, LabelRecord, Labels, Newest, ShortName};
use crate::lists::ListVersionRecord;
use crate::types::StoredReview;
use crate::{
    Account, AccountName, AccountRole, ApiToken, ClaimFilter, ClaimKey, ClaimOrder, DocumentRecord,
    Invitation, Result, Session, SourceFilter,
};
use model::{
    Acquisition, AcquisitionFacts, AcquisitionId, AcquisitionRoute, Amount, Claim, ClaimId, Clearance,
    CodePoints, Document, DocumentId, DocumentStatus, FigureAction, FigureCorrection, KeptList, Kind,
    ListVersion, ListVersionId, Measure, Metadata, Passage, PublicationBasis, Quantity, Review, ReviewId,
    ReviewState, RuleId, Sensitivity, Source, SourceId, Span, Verdict, Zone, ZoneSpan,
};

const TEXT: &str = "In Poland 800 workers.";

fn source(bytes: &[u8], sensitivity: Sensitivity) -> Source {
    Source {
        id: SourceId::of(bytes),
        size: bytes.len() as u64,
        media_type: "text/plain".to_owned(),
        sensitivity,
        first_acquired: "2026-01-02T03:04:05Z".to_owned(),
    }
}

fn document(source: &Source, reader_version: &str) -> DocumentRecord {
    DocumentRecord {
        id: DocumentId::derive(&source.id, "", reader_version),
        source: source.id.clone(),
        context: String::new(),
        reader_version: reader_version.to_owned(),
        document: Document {
            media_type: "text/plain".to_owned(),
            status: DocumentStatus::Read,
            reason: None,
            text: TEXT.to_owned(),
            zones: vec![ZoneSpan { span: Span::new(0, TEXT.len()), zone: Zone::Main, hidden: false }],
            metadata: Metadata { title: Some("A title".to_owned()), ..Metadata::default() },
        },
    }
}

fn claim(record: &DocumentRecord) -> StoredClaim {
    let passage = Passage::at(TEXT, &CodePoints::new(TEXT), Span::new(10, 21)).unwrap();
    let claim = Claim {
        places: vec!["PL".to_owned(), "Szczecin".to_owned()],
        ..Claim::bare(
            ClaimId::derive(&record.source, Kind::WorkerCount, None, None, &passage.exact, 0),
            Kind::WorkerCount,
            passage,
            RuleId::new("worker_count/plain"),
        )
    };
    StoredClaim {
        claim,
        source: record.source.clone(),
        document: record.id.clone(),
        state: ReviewState::Proposed,
        anchored: true,
    }
}

/// All that a filter means, as it says of a window.
async fn listed(
    ledger: &mut impl Ledger,
    clearance: Clearance,
    filter: &ClaimFilter,
) -> Result<Vec<(StoredClaim, Sensitivity)>> {
    let window = Window { offset: filter.offset, limit: filter.limit.unwrap_or(usize::MAX), behind: None };
    Ok(ledger.claims(clearance, filter, &window).await?.0)
}

async fn sources_come_back_as_they_went_in(ledger: &mut impl Ledger) -> Result<()> {
    let (open, internal) = (source(b"a", Sensitivity::Open), source(b"b", Sensitivity::Internal));
    ledger.insert_source(&open).await?;
    ledger.insert_source(&internal).await?;
    assert_eq!(ledger.source(&open.id).await?.as_ref(), Some(&open));
    let filter = SourceFilter { sensitivity: Some(Sensitivity::Internal), ..SourceFilter::default() };
    assert_eq!(ledger.sources(Clearance::Workspace, &filter).await?, std::slice::from_ref(&internal));
    assert_eq!(ledger.sources(Clearance::Workspace, &SourceFilter::failed()).await?, []);
    ledger.set_sensitivity(&internal.id, Sensitivity::Open, "2026-01-03T00:00:00Z").await?;
    assert_eq!(ledger.sources(Clearance::Workspace, &filter).await?, []);
    let beginning = &open.id.as_str()[..4];
    assert_eq!(ledger.ids_beginning(IdTable::Sources, beginning, 5).await?, [open.id.as_str()]);
    ledger.delete_source(&open.id).await?;
    assert_eq!(ledger.source(&open.id).await?, None);
    Ok(())
}

async fn a_sealed_sensitivity_has_no_row_in_the_clear(ledger: &mut impl Ledger) -> Result<()> {
    assert!(ledger.insert_source(&source(b"s", Sensitivity::Sealed)).await.is_err());
    let row = SealedRow {
        id: SourceId::of(b"s"),
        sealed_at: "2026-01-02T03:04:05Z".to_owned(),
        recipient: "age1".to_owned(),
        file_hash: "00".to_owned(),
    };
    ledger.insert_sealed(&row).await?;
    assert_eq!(ledger.sealed(&row.id).await?, Some(row.clone()));
    assert_eq!(ledger.all_sealed().await?, std::slice::from_ref(&row));
    ledger.delete_sealed(&row.id).await?;
    assert_eq!(ledger.all_sealed().await?, []);
    Ok(())
}

async fn one_route_is_kept_once(ledger: &mut impl Ledger) -> Result<()> {
    let (parent, child) = (source(b"mail", Sensitivity::Open), source(b"part", Sensitivity::Open));
    ledger.insert_source(&parent).await?;
    ledger.insert_source(&child).await?;
    let way = Acquisition {
        id: AcquisitionId::derive(&child.id, "route", "then"),
        source: child.id.clone(),
        route: AcquisitionRoute::Parent {
            parent: parent.id.clone(),
            name: "part.txt".to_owned(),
            captured: None,
        },
        acquired: "2026-01-02T03:04:05Z".to_owned(),
        tool_version: "0".to_owned(),
        facts: AcquisitionFacts { url: Some("https://a.example/".to_owned()), ..AcquisitionFacts::default() },
    };
    ledger.insert_acquisition(&way, Some(&parent.id)).await?;
    let again = Acquisition { id: AcquisitionId::derive(&child.id, "route", "later"), ..way.clone() };
    assert!(ledger.insert_acquisition(&again, Some(&parent.id)).await.is_err());
    assert_eq!(ledger.acquisitions(&child.id).await?, std::slice::from_ref(&way));
    assert_eq!(ledger.acquisitions_from(&parent.id).await?, std::slice::from_ref(&way));
    ledger.delete_acquisition(&way).await?;
    assert_eq!(ledger.acquisitions(&child.id).await?, []);
    Ok(())
}

async fn a_newer_reading_takes_the_place_of_the_older(ledger: &mut impl Ledger) -> Result<()> {
    let source = source(b"page", Sensitivity::Open);
    ledger.insert_source(&source).await?;
    let (old, new) = (document(&source, "1"), document(&source, "2"));
    ledger.put_document(&old, 1).await?;
    ledger.insert_claim(&claim(&old)).await?;
    assert_eq!(ledger.document(&old.id).await?, Some((old.clone(), Sensitivity::Open)));
    assert_eq!(ledger.summaries_of(&source.id).await?[0].claims, 1);
    ledger.put_signature(&old.id, "1:ab").await?;
    ledger.put_document(&new, 2).await?;
    // What was said of the old one goes with it.
    assert_eq!(ledger.signatures(Clearance::Workspace, None, 9).await?, []);
    ledger.put_signature(&new.id, "1:ab").await?;
    ledger.put_signature(&new.id, "1:cd").await?;
    assert_eq!(ledger.signatures(Clearance::Public, None, 9).await?, [(new.id.clone(), "1:cd".to_owned())]);
    assert_eq!(ledger.signatures(Clearance::Public, Some(&new.id), 9).await?, []);
    ledger.set_sensitivity(&source.id, Sensitivity::Internal, "2026-01-03T00:00:00Z").await?;
    assert_eq!(ledger.signatures(Clearance::Public, None, 9).await?, []);
    assert_eq!(ledger.document(&old.id).await?, None);
    assert_eq!(ledger.documents_of(&source.id).await?, std::slice::from_ref(&new));
    assert_eq!(ledger.claims_of(&source.id).await?, []);
    assert_eq!(ledger.documents_after(1, 10).await?, [(new.id, 2)]);
    assert_eq!(ledger.documents_after(2, 10).await?, []);
    Ok(())
}

async fn claims_are_filtered_and_cleared(ledger: &mut impl Ledger) -> Result<()> {
    let source = source(b"page", Sensitivity::Internal);
    ledger.insert_source(&source).await?;
    let record = document(&source, "1");
    ledger.put_document(&record, 1).await?;
    let stored = claim(&record);
    ledger.insert_claim(&stored).await?;
    let all = ClaimFilter::default();
    assert_eq!(listed(ledger, Clearance::Public, &all).await?, []);
    let fits = [
        ClaimFilter { kinds: vec![Kind::Levy, Kind::WorkerCount], ..all.clone() },
        ClaimFilter { place: Some("szczecin".to_owned()), ..all.clone() },
        ClaimFilter { place: Some("pl".to_owned()), zones: vec![Zone::Main], ..all.clone() },
        ClaimFilter { states: vec![ReviewState::Proposed], source: Some(source.id.clone()), ..all.clone() },
    ];
    for filter in &fits {
        let found = listed(ledger, Clearance::Workspace, filter).await?;
        assert_eq!(found, [(stored.clone(), Sensitivity::Internal)], "{filter:?}");
    }
    let fits_not = [
        ClaimFilter { kinds: vec![Kind::Levy], ..all.clone() },
        ClaimFilter { place: Some("RU".to_owned()), ..all.clone() },
        ClaimFilter { zones: vec![Zone::Teaser], ..all.clone() },
        ClaimFilter { states: vec![ReviewState::Rejected], ..all.clone() },
        ClaimFilter { source: Some(SourceId::of(b"other")), ..all.clone() },
    ];
    for filter in &fits_not {
        assert_eq!(listed(ledger, Clearance::Workspace, filter).await?, [], "{filter:?}");
    }
    ledger.set_claim_state(&source.id, &stored.claim.id, ReviewState::Confirmed).await?;
    assert_eq!(ledger.claim(&stored.claim.id).await?[0].0.state, ReviewState::Confirmed);
    Ok(())
}

async fn claims_stand_in_the_order_that_is_asked_for(ledger: &mut impl Ledger) -> Result<()> {
    let amount = |low, high| Amount::from_bounds(low, None, high).unwrap();
    let said = [
        ("a", ["PL", "2016-03"], Some(Amount::point(500.0).unwrap()), Some("2019")),
        ("b", ["DE", "2012"], Some(amount(Some(100.0), Some(300.0))), None),
        ("c", ["Szczecin", "2016"], None, Some("2017-05-01")),
    ];
    for (bytes, [place, time], amount, published) in said {
        let source = source(bytes.as_bytes(), Sensitivity::Open);
        ledger.insert_source(&source).await?;
        let mut record = document(&source, "1");
        record.document.metadata.published = published.map(|day| day.parse().unwrap());
        ledger.put_document(&record, 1).await?;
        let mut stored = claim(&record);
        stored.claim.places = vec![place.to_owned(), "RU".to_owned()];
        stored.claim.time = Some(time.parse().unwrap());
        stored.claim.quantity = Some(Quantity { amount, ..Quantity::default() });
        ledger.insert_claim(&stored).await?;
    }
    let names = [("pl", "alpha"), ("szczecin", "beta")].map(|(one, name)| (one.to_owned(), name.to_owned()));
    let by = |by, descending| ClaimOrder { by, descending, names: names.clone().into() };
    for (order, expected) in [
        (by(ClaimKey::Place, false), ["PL", "Szczecin", "DE"]),
        (by(ClaimKey::Place, true), ["DE", "Szczecin", "PL"]),
        (by(ClaimKey::Time, false), ["DE", "Szczecin", "PL"]),
        // What says nothing stands at the end, whichever way.
        (by(ClaimKey::Value, false), ["DE", "PL", "Szczecin"]),
        (by(ClaimKey::Value, true), ["PL", "DE", "Szczecin"]),
        (by(ClaimKey::Published, true), ["PL", "Szczecin", "DE"]),
    ] {
        let filter = ClaimFilter { order: order.clone(), ..ClaimFilter::default() };
        let found = listed(ledger, Clearance::Public, &filter).await?;
        let places: Vec<&str> = found.iter().map(|(stored, _)| stored.claim.places[0].as_str()).collect();
        assert_eq!(places, expected, "{order:?}");
        let second = ClaimFilter { offset: 1, limit: Some(1), ..filter };
        assert_eq!(listed(ledger, Clearance::Public, &second).await?, [found[1].clone()], "{order:?}");
    }
    // The years that are asked for and those that are spoken of touch.
    let years = |from_year, to_year| ClaimFilter { from_year, to_year, ..ClaimFilter::default() };
    for (filter, number) in [
        (years(Some(2016), None), 2),
        (years(None, Some(2015)), 1),
        (years(Some(2013), Some(2015)), 0),
        (ClaimFilter { measures: vec![Measure::Stock], ..ClaimFilter::default() }, 0),
        (ClaimFilter { text: Some("800 WORKERS".to_owned()), ..ClaimFilter::default() }, 3),
        (ClaimFilter { text: Some("nobody".to_owned()), ..ClaimFilter::default() }, 0),
    ] {
        assert_eq!(ledger.count_claims(Clearance::Public, &filter).await?, number, "{filter:?}");
        assert_eq!(listed(ledger, Clearance::Public, &filter).await?.len() as u64, number, "{filter:?}");
    }
    // A correction moves it, and its body stays what was proposed.
    let mut moved = claim(&document(&source(b"a", Sensitivity::Open), "1")).claim;
    moved.places = vec!["Zanzibar".to_owned()];
    ledger.set_claim_order(&SourceId::of(b"a"), &moved).await?;
    let filter = ClaimFilter { order: by(ClaimKey::Place, true), ..ClaimFilter::default() };
    assert_eq!(listed(ledger, Clearance::Public, &filter).await?[0].0.claim.places[0], "PL");
    let at = |place: &str| ClaimFilter { place: Some(place.to_owned()), ..ClaimFilter::default() };
    assert_eq!(ledger.count_claims(Clearance::Public, &at("zanzibar")).await?, 1);
    assert_eq!(ledger.count_claims(Clearance::Public, &at("PL")).await?, 0);
    Ok(())
}

async fn reviews_outlive_their_claims(ledger: &mut impl Ledger) -> Result<()> {
    let source = source(b"page", Sensitivity::Open);
    ledger.insert_source(&source).await?;
    let record = document(&source, "1");
    ledger.put_document(&record, 1).await?;
    let stored = claim(&record);
    ledger.insert_claim(&stored).await?;
    let review = StoredReview {
        sequence: 1,
        review: Review {
            id: ReviewId::derive(&stored.claim.id, "A", "then", 1),
            claim: stored.claim.id.clone(),
            source: source.id.clone(),
            kind: stored.claim.kind,
            passage: stored.claim.passage.clone(),
            verdict: Verdict::Confirm,
            corrections: Vec::new(),
            note: None,
            reviewer: "A".to_owned(),
            reviewed: "2026-01-02T03:04:05Z".to_owned(),
        },
        bound: Some(stored.claim.id.clone()),
    };
    ledger.insert_review(&source.id, &review).await?;
    assert_eq!(ledger.orphans(Clearance::Workspace).await?, []);
    ledger.put_document(&document(&source, "2"), 2).await?;
    ledger.bind_review(&review.review.id, None).await?;
    let orphan = StoredReview { bound: None, ..review };
    assert_eq!(ledger.reviews_of(&source.id).await?, std::slice::from_ref(&orphan));
    assert_eq!(ledger.orphans(Clearance::Public).await?, [(orphan, Sensitivity::Open)]);
    let totals = ledger.totals().await?;
    assert_eq!((totals.sources, totals.documents, totals.claims, totals.orphaned), (1, 1, 0, 1));
    Ok(())
}

async fn versions_of_a_list_share_what_did_not_change(ledger: &mut impl Ledger) -> Result<()> {
    let list = KeptList {
        name: "alpha".to_owned(),
        title: "Alpha".to_owned(),
        format: "ftm".to_owned(),
        mapping: None,
        rhythm_days: 7,
        sensitivity: Sensitivity::Open,
    };
    ledger.put_list(&list, "2026-01-02T03:04:05Z").await?;
    ledger.set_list_removed("alpha", Some("2026-01-03T03:04:05Z")).await?;
    assert_eq!(ledger.lists().await?[0].removed.as_deref(), Some("2026-01-03T03:04:05Z"));
    ledger.put_list(&list, "2026-01-04T03:04:05Z").await?;
    let kept = ledger.lists().await?.remove(0);
    assert_eq!((kept.added.as_str(), kept.removed, kept.list), ("2026-01-02T03:04:05Z", None, list));

    let entry = |entity: &str, body: &str| StoredListEntry {
        entity: entity.to_owned(),
        hash: body.to_owned(),
        lines: "[1]".to_owned(),
        body: body.to_owned(),
    };
    for sequence in [1, 2] {
        let record = ListVersionRecord {
            sequence,
            list: "alpha".to_owned(),
            version: ListVersion {
                id: ListVersionId::derive([], &sequence.to_string()),
                files: Vec::new(),
                loader: sequence.to_string(),
                published: None,
                published_basis: PublicationBasis::Unknown,
                counts: [("Person".to_owned(), 2)].into(),
                filled: [].into(),
                notices: Vec::new(),
            },
            loaded: "2026-01-02T03:04:05Z".to_owned(),
            loaded_by: "reviewer".to_owned(),
            checked: "2026-01-02T03:04:05Z".to_owned(),
            accepted: Vec::new(),
        };
        ledger.insert_list_version(&record, "hash").await?;
        ledger.insert_list_entry(sequence, &entry("b", "same")).await?;
        ledger.insert_list_entry(sequence, &entry("a", &format!("body {sequence}"))).await?;
        assert_eq!(ledger.list_versions("alpha").await?.pop(), Some(record));
    }
    assert_eq!(ledger.list_entries(2).await?, [entry("a", "body 2"), entry("b", "same")]);
    assert_eq!(ledger.list_entries(1).await?, [entry("a", "body 1"), entry("b", "same")]);
    assert_eq!(ledger.list_entry(2, "a").await?, Some(entry("a", "body 2")));
    assert_eq!(ledger.list_entry(2, "c").await?, None);
    assert_eq!(ledger.list_versions_beginning("").await?.len(), 2);
    let file = SourceId::of(b"file");
    ledger.put_list_file(&file, 4, b"packed").await?;
    ledger.put_list_file(&file, 4, b"packed again").await?;
    assert_eq!(ledger.list_file(&file).await?.as_deref(), Some(&b"packed"[..]));
    assert_eq!(ledger.list_files().await?, [file]);
    Ok(())
}

async fn an_address_is_known_by_what_it_brought_last(ledger: &mut impl Ledger) -> Result<()> {
    let url = "https://a.example/page";
    let bring = |bytes: &[u8], fetched: &str| {
        let source = source(bytes, Sensitivity::Open);
        let route = AcquisitionRoute::Url { url: url.to_owned(), fetched: Some(fetched.to_owned()) };
        let way = Acquisition {
            id: AcquisitionId::derive(&source.id, "url", fetched),
            source: source.id.clone(),
            route,
            acquired: "2026-01-02T03:04:05Z".to_owned(),
            tool_version: "0".to_owned(),
            facts: AcquisitionFacts { status: Some(200), ..AcquisitionFacts::default() },
        };
        (source, way)
    };
    assert_eq!(ledger.last_fetch(url).await?, None);
    let ((old, first), (new, second)) =
        (bring(b"old", "2026-01-02T03:04:06Z"), bring(b"new", "2026-01-03T03:04:06Z"));
    let (_, third) = bring(b"old", "2026-01-01T00:00:00Z");
    ledger.insert_source(&old).await?;
    ledger.insert_source(&new).await?;
    for way in [&first, &second, &third] {
        ledger.insert_acquisition(way, None).await?;
    }
    let last = ledger.last_fetch(url).await?.unwrap();
    assert_eq!((&last.source, last.facts.status, &last.confirmed), (&new.id, Some(200), &None));
    ledger.confirm_fetch(&last, url, "2026-01-04T00:00:00Z").await?;
    assert_eq!(ledger.last_fetch(url).await?.unwrap().confirmed.as_deref(), Some("2026-01-04T00:00:00Z"));
    // What is taken away leaves no trace of its address.
    ledger.delete_source(&new.id).await?;
    assert_eq!(ledger.last_fetch(url).await?.unwrap().source, old.id);
    ledger.delete_source(&old.id).await?;
    assert_eq!(ledger.last_fetch(url).await?, None);
    Ok(())
}

async fn what_is_watched_goes_with_its_items(ledger: &mut impl Ledger) -> Result<()> {
    let record = |url: &str| WatchRecord {
        url: url.to_owned(),
        added: "2026-01-02T03:04:05Z".to_owned(),
        added_by: "reviewer".to_owned(),
        watch: Watch::default(),
    };
    assert!(ledger.insert_watch(&record("b")).await?);
    assert!(ledger.insert_watch(&record("a")).await?);
    assert!(!ledger.insert_watch(&record("b")).await?);
    assert_eq!(ledger.watches().await?, [record("a"), record("b")]);
    let changed = Watch { title: Some("News".to_owned()), ..Watch::default() };
    ledger.put_watch("a", &changed).await?;
    assert_eq!(ledger.watches().await?[0].watch, changed);
    assert_eq!(ledger.watch_item("a", "x").await?, None);
    ledger.put_watch_item("a", "x", 2, false).await?;
    assert_eq!(ledger.watch_item("a", "x").await?, Some(Some(2)));
    ledger.put_watch_item("a", "x", 2, true).await?;
    assert_eq!(ledger.watch_item("a", "x").await?, Some(None));
    assert!(ledger.delete_watch("a").await?);
    assert!(!ledger.delete_watch("a").await?);
    assert!(ledger.insert_watch(&record("a")).await?);
    assert_eq!(ledger.watch_item("a", "x").await?, None);
    Ok(())
}

async fn what_is_said_of_matches_keeps_its_order_and_goes_alone(ledger: &mut impl Ledger) -> Result<()> {
    let row = |sequence: i64, kind: &str| ScreeningRow {
        sequence,
        kind: kind.to_owned(),
        id: format!("id-{sequence}"),
        body: format!("{{\"number\":{sequence}}}"),
    };
    let rows = [row(1, "judgement"), row(2, "decision"), row(3, "screening"), row(4, "decision")];
    for row in rows.iter().rev() {
        ledger.insert_screening_row(row).await?;
    }
    assert_eq!(ledger.screening_rows(None).await?, rows);
    assert_eq!(ledger.screening_rows(Some("decision")).await?, [rows[1].clone(), rows[3].clone()]);
    assert!(ledger.insert_screening_row(&row(2, "decision")).await.is_err());
    assert!(ledger.insert_screening_row(&row(9, "rumour")).await.is_err());
    ledger.delete_screening_row(2).await?;
    assert_eq!(ledger.screening_rows(None).await?, [rows[0].clone(), rows[2].clone(), rows[3].clone()]);
    ledger.insert_screening_row(&rows[1]).await?;
    assert_eq!(ledger.screening_rows(None).await?, rows);
    Ok(())
}

async fn decisions_on_figures_keep_their_order_and_their_hashes(ledger: &mut impl Ledger) -> Result<()> {
    let correction = |number: i64| FigureCorrection {
        number,
        action: FigureAction::Split(vec![ClaimId::derive(
            &SourceId::of(b"page"),
            Kind::WorkerCount,
            None,
            None,
            "800 workers",
            0,
        )]),
        note: Some("as its report says".to_owned()),
        by: "reviewer".to_owned(),
        at: "2026-01-02T03:04:05Z".to_owned(),
    };
    for number in [2, 1] {
        ledger.insert_figure_correction(&correction(number)).await?;
    }
    assert!(ledger.insert_figure_correction(&correction(1)).await.is_err());
    assert_eq!(ledger.figure_corrections().await?, [correction(1), correction(2)]);
    let prints = ledger.figure_correction_prints().await?;
    let numbers: Vec<i64> = prints.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [1, 2]);
    assert!(prints.iter().all(|(_, hash)| hash.len() == 64) && prints[0].1 != prints[1].1);
    Ok(())
}

fn account(name: &str, role: AccountRole) -> Account {
    Account {
        name: name.parse().unwrap(),
        role,
        disabled: false,
        created: "2026-01-02T03:04:05Z".parse().unwrap(),
        created_by: "setup".to_owned(),
    }
}

async fn accounts_come_back_as_they_went_in(ledger: &mut impl Ledger) -> Result<()> {
    let (anna, ben) = (account("anna", AccountRole::Admin), account("ben", AccountRole::Reader));
    ledger.insert_account(&ben, "hash of ben").await?;
    ledger.insert_account(&anna, "hash of anna").await?;
    assert!(ledger.insert_account(&anna, "another").await.is_err());
    assert_eq!(ledger.accounts().await?, [anna.clone(), ben.clone()]);
    assert_eq!(ledger.account(&anna.name).await?, Some((anna.clone(), "hash of anna".to_owned())));
    ledger.set_account(&ben.name, AccountRole::Editor, true).await?;
    ledger.set_account_password(&ben.name, "newer").await?;
    let changed = Account { role: AccountRole::Editor, disabled: true, ..ben.clone() };
    assert_eq!(ledger.account(&ben.name).await?, Some((changed, "newer".to_owned())));
    assert_eq!(ledger.account(&"nobody".parse().unwrap()).await?, None);
    Ok(())
}

async fn sessions_tokens_and_invitations_go_one_by_one(ledger: &mut impl Ledger) -> Result<()> {
    let anna = account("anna", AccountRole::Admin);
    let time = |text: &str| text.parse().unwrap();
    let session = |hash: &str| Session {
        hash: hash.to_owned(),
        account: anna.name.clone(),
        begun: anna.created,
        seen: anna.created,
        ends: time("2026-01-09T00:00:00Z"),
    };
    assert!(ledger.insert_session(&session("orphan")).await.is_err());
    ledger.insert_account(&anna, "hash").await?;
    for hash in ["a", "b", "c"] {
        ledger.insert_session(&session(hash)).await?;
    }
    ledger.touch_session("a", time("2026-01-03T00:00:00.5Z")).await?;
    let touched = Session { seen: time("2026-01-03T00:00:00.5Z"), ..session("a") };
    assert_eq!(ledger.session("a").await?, Some(touched.clone()));
    ledger.delete_session("b").await?;
    assert_eq!(ledger.sessions(None).await?, [touched.clone(), session("c")]);
    ledger.delete_sessions(Some(&anna.name), Some("a")).await?;
    assert_eq!(ledger.sessions(Some(&anna.name)).await?, [touched]);

    let token = ApiToken {
        hash: "t".to_owned(),
        account: anna.name.clone(),
        label: "nightly".to_owned(),
        role: AccountRole::Reader,
        created: anna.created,
        ends: time("2026-02-01T00:00:00Z"),
    };
    ledger.insert_token(&token).await?;
    assert_eq!(ledger.token("t").await?.as_ref(), Some(&token));
    assert_eq!(ledger.tokens(&anna.name).await?, [token]);
    ledger.delete_token("t").await?;
    assert_eq!(ledger.tokens(&anna.name).await?, []);

    let invitation = |hash: &str, name: Option<&AccountName>| Invitation {
        hash: hash.to_owned(),
        role: AccountRole::Analyst,
        account: name.cloned(),
        made: anna.created,
        made_by: "ben".to_owned(),
        ends: time("2026-02-01T00:00:00Z"),
    };
    ledger.insert_invitation(&invitation("new", None)).await?;
    let by_anna = Invitation { made_by: "anna".to_owned(), ..invitation("by anna", None) };
    ledger.insert_invitation(&by_anna).await?;
    ledger.insert_invitation(&invitation("known", Some(&anna.name))).await?;
    assert_eq!(
        ledger.invitations().await?,
        [by_anna, invitation("known", Some(&anna.name)), invitation("new", None)]
    );
    ledger.delete_invitations_of(&anna.name).await?;
    assert_eq!(ledger.invitations().await?, [invitation("new", None)]);
    ledger.delete_invitation("new").await?;
    assert_eq!(ledger.invitation("new").await?, None);
    Ok(())
}

async fn labels_go_with_their_source(ledger: &mut impl Ledger) -> Result<()> {
    let source = source(b"a", Sensitivity::Open);
    ledger.insert_source(&source).await?;
    let tag = |text: &str| text.parse::<ShortName>().unwrap();
    let record = |number, change| LabelRecord {
        number,
        change,
        by: "reviewer".to_owned(),
        at: "2026-01-04T00:00:00Z".to_owned(),
    };
    let records = [
        record(1, LabelChange { add: vec![tag("wages")], ..LabelChange::default() }),
        record(2, LabelChange { category: Edit::Set(tag("report")), ..LabelChange::default() }),
    ];
    for record in &records {
        ledger.insert_label(&source.id, record).await?;
    }
    assert!(ledger.insert_label(&source.id, &records[0]).await.is_err());
    assert_eq!(ledger.labels_of(&source.id).await?, records);
    assert_eq!(ledger.label_prints(&source.id).await?.len(), 2);
    let labels = Labels::of(&records);
    ledger.set_labels(&source.id, &labels).await?;
    ledger.set_labels(&source.id, &labels).await?;
    assert_eq!(ledger.current_labels(&source.id).await?, (labels.tags, labels.category));
    let tagged = SourceFilter { tag: Some(tag("wages")), ..SourceFilter::default() };
    assert_eq!(ledger.count_sources(Clearance::Public, &tagged).await?, 1);
    let newest = ledger.newest(Clearance::Public, &Newest::Tag(tag("wages")), &[], 0, 9).await?;
    assert_eq!(newest, [(source.id.clone(), Sensitivity::Open, "2026-01-04T00:00:00Z".to_owned())]);
    ledger.delete_source(&source.id).await?;
    assert_eq!(ledger.labels_of(&source.id).await?, []);
    assert_eq!(ledger.label_counts(Clearance::Workspace).await?, LabelCounts::default());
    Ok(())
}

async fn what_is_rolled_back_was_never_there(ledger: &mut impl Ledger) -> Result<()> {
    ledger.begin().await?;
    ledger.set_meta("key", "1").await?;
    ledger.insert_source(&source(b"a", Sensitivity::Open)).await?;
    ledger.rollback().await?;
    assert_eq!(ledger.meta("key").await?, None);
    assert_eq!(ledger.totals().await?.sources, 0);
    ledger.begin().await?;
    ledger.set_meta("key", "1").await?;
    ledger.set_meta("key", "2").await?;
    ledger.commit().await?;
    assert_eq!(ledger.meta("key").await?.as_deref(), Some("2"));
    ledger.check().await?;
    ledger.scrub().await
}

mod on_sqlite {
    use crate::ledger::{Access, SqliteLedger};

    macro_rules! run {
        ($($test:ident,)+) => { $(
            #[test]
            fn $test() {
                let folder = tempfile::tempdir().unwrap();
                let runtime = crate::workspace::runtime().unwrap();
                runtime.block_on(async {
                    let path = folder.path().join("ledger.db");
                    let mut ledger = SqliteLedger::open(&path, Access::Create).await.unwrap();
                    super::$test(&mut ledger).await.unwrap();
                });
            }
        )+ };
    }

    run! {
        sources_come_back_as_they_went_in,
        a_sealed_sensitivity_has_no_row_in_the_clear,
        one_route_is_kept_once,
        a_newer_reading_takes_the_place_of_the_older,
        claims_are_filtered_and_cleared,
        claims_stand_in_the_order_that_is_asked_for,
        reviews_outlive_their_claims,
        versions_of_a_list_share_what_did_not_change,
        an_address_is_known_by_what_it_brought_last,
        what_is_watched_goes_with_its_items,
        what_is_said_of_matches_keeps_its_order_and_goes_alone,
        decisions_on_figures_keep_their_order_and_their_hashes,
        accounts_come_back_as_they_went_in,
        sessions_tokens_and_invitations_go_one_by_one,
        labels_go_with_their_source,
        what_is_rolled_back_was_never_there,
    }
}
