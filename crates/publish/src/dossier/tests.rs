use super::*;
use model::{Cleared, CodePoints, Span};
use proptest::prelude::*;

const TEXT: &str = "At Exämple Yard 40 workers from abroad were employed.";

fn dossier() -> Dossier {
    let source = SourceId::of(b"page").to_string();
    serde_json::from_value(serde_json::json!({
        "format": DOSSIER_FORMAT, "made": "2026-03-04T05:06:07Z", "by": "A", "program": concat!("manumit ", env!("CARGO_PKG_VERSION")),
        "algorithm": "rule", "threshold": 0.7, "clearance": "workspace", "about": "documented-1", "caption": "<b>Exämple Yard</b>",
        "standing": "documented_not_listed", "lists": [], "evidence_asked": 1, "screened": [], "indicators": [], "figures": [],
        "decided": {"decisions": [], "judgements": []}, "context": [], "unanswered": ["its reply"], "sources": [],
        "identities": [{"entity": {"id": "documented-1", "schema": "Organization", "properties": {"name": ["Exämple Yard"]}},
            "basis": "documented", "list": null, "names": [{"name": "Exämple Yard", "script": "latin", "property": "name"}],
            "numbers": [], "listing": null}],
        "asked": {"id": "documented-1", "results": [], "standing": "documented_not_listed", "asked": {"name": ["Exämple Yard"]},
            "empty": [], "warnings": []},
        "evidence": {"passages": [{"claim": "c1", "kind": "worker_count", "quote": "40 workers", "source": "At the yard",
            "source_id": source, "url": null, "published": null, "time": null, "said_by": [], "stance": "asserted", "state": "proposed"}],
            "replies": [], "disputed": false, "withdrawn": 0},
    }))
    .unwrap()
}

fn bundle() -> Cleared<DossierBundle> {
    let start = TEXT.find("40 workers").unwrap();
    let passage = Passage::at(TEXT, &CodePoints::new(TEXT), Span::new(start, start + 10)).unwrap();
    let source = SourceId::of(b"page");
    let bundle = DossierBundle {
        dossier: dossier(),
        passages: vec![QuotedPassage {
            claim: "c1".to_owned(),
            source: source.clone(),
            reader: "1".to_owned(),
            passage,
        }],
        log: LogExcerpt { entries: 3, head: "00".to_owned(), records: Vec::new() },
        texts: vec![SourceText { source, text: TEXT.to_owned() }],
    };
    Clearance::Workspace.admit(bundle, Sensitivity::Internal).unwrap()
}

#[test]
fn what_is_written_is_whole_and_the_same_each_time() {
    let bytes = dossier_bytes(&bundle()).unwrap();
    assert_eq!(bytes, dossier_bytes(&bundle()).unwrap());
    let check = verify_dossier(&bytes, &DossierLimits::default());
    assert_eq!(check.faults, [] as [String; 0]);
    assert_eq!((check.members, check.passages), (5, (1, 1)));
    let mut page = Vec::new();
    write_dossier_html(&mut page, &bundle()).unwrap();
    let page = String::from_utf8(page).unwrap();
    assert!(page.contains("&lt;b&gt;Exämple Yard&lt;/b&gt;") && !page.contains("<b>"), "{page}");
}

#[test]
fn every_changed_byte_of_a_member_is_noticed() {
    let bytes = dossier_bytes(&bundle()).unwrap();
    // The list of members, which follows them, also says what no member depends on: versions, dates, rights.
    let end = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    for start in bytes.windows(4).enumerate().filter(|(_, window)| *window == b"PK\x03\x04").map(|(at, _)| at)
    {
        let length = |at: usize| usize::from(u16::from_le_bytes([bytes[start + at], bytes[start + at + 1]]));
        let data = start + 30 + length(26) + length(28);
        let size = u32::from_le_bytes(bytes[start + 18..start + 22].try_into().unwrap()) as usize;
        assert!(data + size <= end);
        for at in data..data + size {
            let mut changed = bytes.clone();
            changed[at] ^= 0x20;
            assert!(!verify_dossier(&changed, &DossierLimits::default()).is_whole(), "byte {at}");
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(!verify_dossier(&bytes, &DossierLimits::default()).is_whole());
    }

    #[test]
    fn no_damage_makes_it_panic(at in 0usize..9000, damage in proptest::collection::vec(any::<u8>(), 1..12), cut in 0usize..3) {
        let mut bytes = dossier_bytes(&bundle()).unwrap();
        let at = at % bytes.len();
        match cut {
            0 => bytes.truncate(at),
            1 => drop(bytes.splice(at..at, damage)),
            _ => damage.iter().enumerate().for_each(|(place, byte)| {
                if let Some(old) = bytes.get_mut(at + place) {
                    *old = *byte;
                }
            }),
        }
        let check = verify_dossier(&bytes, &DossierLimits { file: 1 << 20, members: 9, member: 1 << 18, total: 1 << 19 });
        prop_assert!(cut == 2 || !check.is_whole());
    }
}
