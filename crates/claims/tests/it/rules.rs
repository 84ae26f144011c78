//! The embedded rules: they compile, and every example beside them holds.

use claims::Extractor;

#[test]
fn every_example_of_every_frame_holds() {
    let extractor = Extractor::embedded().unwrap();
    let failures: Vec<String> = extractor.check_examples().iter().map(ToString::to_string).collect();
    assert!(failures.is_empty(), "{} examples do not hold:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_kind_has_a_frame() {
    let extractor = Extractor::embedded().unwrap();
    for kind in model::Kind::ALL {
        assert!(extractor.frames().any(|(_, found, _)| found == *kind), "no frame proposes {kind}");
    }
}
