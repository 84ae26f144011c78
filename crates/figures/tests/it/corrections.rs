//! What people decide about figures.

use crate::support::{Said, material, said, told};
use figures::fold;
use model::{ClaimId, FigureAction, FigureCorrection, Kind, NewRoot};

fn pages() -> figures::Material {
    let workers = |quote: &str, by: &str| -> Said {
        said(quote, Kind::WorkerCount).at(50_000.0).in_("RU").when("2015").by(by)
    };
    material(&[
        ("a.txt", 2015, &[workers("50,000 workers", "First Institute")]),
        ("b.txt", 2015, &[workers("some 50,000", "Second Institute")]),
    ])
}

fn id(material: &figures::Material, mention: usize) -> ClaimId {
    material.mentions[mention].claim.id()
}

fn decide(material: &mut figures::Material, action: FigureAction) {
    let number = material.corrections.len() as i64 + 1;
    let at = "2026-01-02T03:04:05Z".to_owned();
    material.corrections.push(FigureCorrection { number, action, note: None, by: "a reader".to_owned(), at });
}

#[test]
fn figures_are_merged_split_and_given_another_root() {
    let mut material = pages();
    let (one, other) = (id(&material, 0), id(&material, 1));
    decide(&mut material, FigureAction::Merge(vec![vec![one.clone()], vec![other.clone()]]));
    let merged = fold(&material);
    assert_eq!(
        told(&merged),
        ["50,000 in Russia in 2015 <- First Institute, 2015 x2 [50,000 workers, some 50,000]"]
    );
    assert_eq!(merged.all[0].decisions, ["merged by a reader on 2026-01-02"]);
    decide(&mut material, FigureAction::Split(vec![other.clone()]));
    assert_eq!(fold(&material).all.len(), 2);
    let root = NewRoot::Named { name: "Third Ministry".to_owned(), year: Some(2014) };
    decide(&mut material, FigureAction::Reroot { figure: vec![other.clone()], root });
    assert_eq!(
        told(&fold(&material)),
        [
            "50,000 in Russia in 2015 <- First Institute, 2015 x1 [50,000 workers]",
            "50,000 in Russia in 2015 <- Third Ministry, 2014 x1 [some 50,000]"
        ]
    );
    decide(&mut material, FigureAction::Reroot { figure: vec![other], root: NewRoot::Unknown });
    assert!(fold(&material).all.iter().any(|figure| figure.root.is_none()));
}

#[test]
fn a_decision_whose_claims_are_gone_is_told_and_changes_nothing() {
    let mut material = pages();
    let before = told(&fold(&material));
    let gone: ClaimId = "0000000000000000".parse().unwrap();
    decide(&mut material, FigureAction::Split(vec![gone.clone()]));
    let kept = id(&material, 0);
    decide(&mut material, FigureAction::Reroot { figure: vec![gone, kept], root: NewRoot::Unknown });
    let figures = fold(&material);
    assert_eq!(figures.unapplied.len(), 1);
    assert_eq!(figures.unapplied[0].reason, "none of its claims is here any more");
    assert_ne!(told(&figures), before);
}
