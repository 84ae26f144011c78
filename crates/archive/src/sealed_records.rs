//! Which judgements and decisions are sealed with a source: those about what only sealed words may name, and those whose notes quote them.

use crate::ledger::{ScreeningRow, StoredClaim};
use crate::types::StoredReview;
use crate::{DocumentRecord, Result, ledger::ScreeningRows};
use model::documented_id;
use serde_json::Value;
use std::collections::BTreeSet;

/// So many words in a row are a quote.
const QUOTE: usize = 3;

/// Fields of a row that hold ids of entities.
const ENTITIES: &[&str] = &["entity", "left", "right"];

/// What a source says that must not be left behind elsewhere.
pub(crate) struct Said {
    /// Ids of the entities it may name.
    entities: BTreeSet<String>,
    /// Names in it, as words.
    names: Vec<Vec<String>>,
    /// Every run of [`QUOTE`] words of it.
    runs: BTreeSet<Vec<String>>,
}

impl Said {
    pub(crate) fn by(documents: &[DocumentRecord], claims: &[StoredClaim], reviews: &[StoredReview]) -> Said {
        let mut names: BTreeSet<&str> = BTreeSet::new();
        for claim in claims.iter().map(|stored| &stored.claim) {
            names.extend(claim.employer.as_deref());
            names.extend(claim.site.as_deref());
            for speaker in &claim.attribution.speakers {
                names.insert(&speaker.name);
                names.extend(speaker.affiliation.as_deref());
            }
        }
        // A person may have put in a name that no rule found.
        for slot in reviews.iter().flat_map(|stored| &stored.review.corrections) {
            if ["employer", "site", "speaker", "affiliation"].contains(&slot.slot.as_str()) {
                names.insert(&slot.value);
            }
        }
        let texts = documents.iter().map(|record| words(&record.document.text));
        Said {
            entities: names.iter().map(|name| documented_id(name)).collect(),
            names: names.iter().map(|name| words(name)).filter(|name| !name.is_empty()).collect(),
            runs: texts
                .flat_map(|text| text.windows(QUOTE).map(<[String]>::to_vec).collect::<Vec<_>>())
                .collect(),
        }
    }

    /// Whether a row speaks of it: it is about an entity that the source names, or its note has a name or some words of it.
    fn is_in(&self, row: &ScreeningRow) -> bool {
        let Ok(body) = serde_json::from_str::<Value>(&row.body) else { return false };
        let text = |field: &str| body.get(field).and_then(Value::as_str);
        let about = ENTITIES.iter().filter_map(|field| text(field)).any(|id| self.entities.contains(id));
        about || ["note", "case"].iter().filter_map(|field| text(field)).any(|note| self.is_quoted_in(note))
    }

    fn is_quoted_in(&self, note: &str) -> bool {
        let note = words(note);
        note.windows(QUOTE).any(|run| self.runs.contains(run))
            || self.names.iter().any(|name| note.windows(name.len()).any(|run| run == name.as_slice()))
    }
}

/// The rows that go with a source, oldest first of each kind.
pub(crate) async fn of(ledger: &mut impl ScreeningRows, said: &Said) -> Result<Vec<ScreeningRow>> {
    let mut found = Vec::new();
    for kind in ["judgement", "decision"] {
        found.extend(ledger.screening_rows(Some(kind)).await?.into_iter().filter(|row| said.is_in(row)));
    }
    Ok(found)
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_taken_for_a_quote_by_three_words_or_a_name() {
        let said = Said {
            entities: [documented_id("Quillwort Timber")].into(),
            names: vec![words("Quillwort Timber")],
            runs: words("he kept the passports there").windows(QUOTE).map(<[String]>::to_vec).collect(),
        };
        let row = |body: Value| ScreeningRow {
            sequence: 1,
            kind: "decision".to_owned(),
            id: "1".to_owned(),
            body: body.to_string(),
        };
        for (body, expected) in [
            (serde_json::json!({"entity": documented_id("QUILLWORT  timber")}), true),
            (serde_json::json!({"entity": "ofac-1", "note": "another firm"}), false),
            (serde_json::json!({"entity": "ofac-1", "note": "Kept the passports!"}), true),
            (serde_json::json!({"left": "a", "right": "b", "note": "not quillwort-timber"}), true),
            (serde_json::json!({"entity": "ofac-1", "note": "kept passports"}), false),
        ] {
            assert_eq!(said.is_in(&row(body.clone())), expected, "{body}");
        }
    }
}
