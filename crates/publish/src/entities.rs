//! Sources, claims and the organisations they document as FollowTheMoney (FtM) entities.
//!
//! Schemata and properties are those of FollowTheMoney 4 (<https://followthemoney.tech/explorer/>):
//!
//! ```text
//! Document ◀──entity── Note (one per claim)
//!     ▲
//!     └──document── Documentation ──entity──▶ Organization (only firms and agencies named as such)
//! ```
//!
//! Evidence is not guilt: an organisation gets no topic and no flag, only a link to the passage. Workers, relatives and
//! witnesses never become entities, and rejected claims are left out.

use crate::language::three_letters;
use crate::{ClaimRow, LedgerClaim, plain_number};
use model::{Claim, Cleared, Entity, Kind, ReviewState, Stance, documented_id};
use std::collections::BTreeSet;

/// Roles whose holder is a firm or an agency, so that it may become an entity.
const ORGANISATION_ROLES: &[&str] = &["employer", "agency", "broker", "host_site"];

/// The entities of these claims: each source once, each organisation once, each claim as a note.
#[must_use]
pub fn entities_of(claims: impl IntoIterator<Item = Cleared<LedgerClaim>>) -> Vec<Cleared<Entity>> {
    let mut seen = BTreeSet::new();
    let mut entities = Vec::new();
    for claim in claims {
        if claim.get().state.is_out() {
            continue;
        }
        for entity in entities_of_claim(claim.get()) {
            if seen.insert(entity.id.clone()) {
                entities.push(claim.clone().map(|_| entity));
            }
        }
    }
    entities
}

fn entities_of_claim(claim: &LedgerClaim) -> Vec<Entity> {
    let document = document(claim);
    let note = note(claim, &document.id);
    let mut entities = vec![document, note];
    if let Some(organisation) = documented_organisation(claim) {
        entities.push(documentation(claim, &entities[0].id, &organisation.id));
        entities.push(organisation);
    }
    entities
}

fn document(claim: &LedgerClaim) -> Entity {
    let source = claim.source.as_ref();
    let article = source.url.is_some() || source.media_type == "text/html";
    Entity::new(if article { "Article" } else { "Document" }, format!("source-{}", source.id))
        .with("fileName", [source.file_name()])
        .with("name", [one_line(source.heading())])
        .with("title", source.title.as_deref().map(one_line))
        .with("author", source.byline.as_deref())
        .with("publisher", source.site.as_deref())
        .with("sourceUrl", source.url.as_deref())
        .with("publishedAt", source.published.as_ref().and_then(|time| ftm_date(time.as_str())))
        .with("mimeType", [source.media_type.as_str()])
        .with("language", source.language.as_deref().and_then(three_letters))
        .with("fileSize", [source.size.to_string()])
        .with("notes", [format!("SHA-256 {}", source.id)])
}

fn note(claim: &LedgerClaim, document: &str) -> Entity {
    let row = ClaimRow::of(&claim.source.name, claim.claim.clone());
    let speakers: Vec<&str> = row.attribution.iter().map(|speaker| speaker.name.as_str()).collect();
    let says = if speakers.is_empty() {
        format!("nobody named ({})", row.attribution_mode)
    } else {
        format!("said by: {} ({})", speakers.join(" > "), row.attribution_mode)
    };
    Entity::new("Note", format!("claim-{}", row.id))
        .with("name", [caption(&row)])
        .with("description", [row.quote.as_str()])
        .with("entity", [document])
        .with("proof", [document])
        .with("country", countries(&row))
        .with("keywords", [row.kind.as_str(), claim.state.as_str(), row.stance.as_str()])
        .with("keywords", row.ilo.map(|indicator| indicator.as_str()))
        .with(
            "notes",
            [says, format!("rule: {}", row.rule), format!("code points {}–{}", row.start, row.end)],
        )
        .with("publisher", claim.source.site.as_deref())
        .with("sourceUrl", claim.source.url.as_deref())
}

/// Kind, amount and time in one line: `worker_count: 50000–60000 person (2012)`.
fn caption(row: &ClaimRow) -> String {
    let amount = match (row.low, row.point, row.high) {
        (_, Some(point), _) => plain_number(point),
        (Some(low), None, Some(high)) => format!("{}–{}", plain_number(low), plain_number(high)),
        (Some(low), None, None) => format!("≥ {}", plain_number(low)),
        (None, None, Some(high)) => format!("≤ {}", plain_number(high)),
        (None, None, None) => String::new(),
    };
    let mut words: Vec<String> = vec![format!("{}:", row.kind)];
    if row.stance != Stance::Asserted {
        words.push(format!("[{}]", row.stance));
    }
    if !amount.is_empty() {
        words.push(amount);
        words.extend(row.unit.clone());
        words.extend(row.period.map(|period| format!("per {period}")));
    }
    words.extend(row.role.clone());
    words.extend(row.ilo.map(|indicator| indicator.title().to_owned()));
    words.extend(row.time.as_ref().map(|time| format!("({time})")));
    words.join(" ").trim_end_matches(':').to_owned()
}

/// The organisation that the claim gives a part in the scheme; `None` for people, states and unnamed sites, for a denial, and for a word
/// that may be no name until a person says so.
#[must_use]
pub fn documented_organisation(claim: &LedgerClaim) -> Option<Entity> {
    let seen_by_a_person = matches!(claim.state, ReviewState::Confirmed | ReviewState::Corrected);
    let name = organisation_named(&claim.claim, seen_by_a_person)?;
    Some(Entity::new("Organization", documented_id(&name)).with("name", [name]))
}

/// The name of the organisation that a claim documents; none for people, for words that do not read like a name unless a person
/// looked at them, and where the text denies it.
#[must_use]
pub fn organisation_named(claim: &Claim, seen_by_a_person: bool) -> Option<String> {
    let employer = claim.employer.as_deref()?;
    organisation(employer, claim.kind, claim.role.as_deref(), claim.stance, seen_by_a_person)
}

/// The same, of the slots of a claim.
#[must_use]
pub fn organisation(
    employer: &str,
    kind: Kind,
    role: Option<&str>,
    stance: Stance,
    seen_by_a_person: bool,
) -> Option<String> {
    let name = one_line(employer);
    let has_role = kind != Kind::EntityRole || role.is_some_and(|role| ORGANISATION_ROLES.contains(&role));
    let named = seen_by_a_person || reads_like_a_name(&name);
    (!name.is_empty() && named && has_role && stance != Stance::Denied).then_some(name)
}

/// Whether nobody needs to look to see that this is a name: two words with a capital, or an acronym. A single
/// capitalised word may be the beginning of a sentence; it waits for a person.
fn reads_like_a_name(name: &str) -> bool {
    let capitals = |word: &str| word.chars().filter(|character| character.is_uppercase()).count();
    let capitalised =
        name.split(' ').filter(|word| word.chars().next().is_some_and(char::is_uppercase)).count();
    capitalised >= 2
        || name.split(' ').any(|word| capitals(word) >= 2)
        || name.chars().any(is_caseless_letter)
}

/// Han, Hangul and other scripts have no capitals that could tell.
fn is_caseless_letter(character: char) -> bool {
    character.is_alphabetic() && !character.is_uppercase() && !character.is_lowercase()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn documentation(claim: &LedgerClaim, document: &str, organisation: &str) -> Entity {
    let assertion = &claim.claim;
    let role = assertion.role.as_deref().unwrap_or("employer");
    Entity::new("Documentation", format!("documentation-{}", assertion.id))
        .with("document", [document])
        .with("entity", [organisation])
        .with("role", [role])
        .with("status", [claim.state.as_str()])
        .with("summary", [assertion.passage.exact.as_str()])
        .with("date", assertion.time.as_ref().and_then(|time| ftm_date(time.as_str())))
        .with("sourceUrl", claim.source.url.as_deref())
        .with("publisher", claim.source.site.as_deref())
}

/// Countries as FtM spells them: two letters in lower case.
fn countries(row: &ClaimRow) -> BTreeSet<String> {
    row.places
        .iter()
        .chain(&row.origin)
        .filter(|place| place.len() == 2 && place.bytes().all(|byte| byte.is_ascii_uppercase()))
        .map(|place| place.to_lowercase())
        .collect()
}

/// FtM dates are prefixes of ISO 8601; a time that is an interval or a season has none.
fn ftm_date(time: &str) -> Option<String> {
    let date = time.trim_end_matches(['~', '?', '%']);
    let season = date.get(5..7).and_then(|month| month.parse::<u32>().ok()).is_some_and(|month| month > 12);
    (!date.contains('/') && !season).then(|| date.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim_row::tests::ledger_claim;
    use model::{Clearance, Sensitivity};

    fn cleared(claim: LedgerClaim) -> Cleared<LedgerClaim> {
        Clearance::Workspace.admit(claim, Sensitivity::Internal).unwrap()
    }

    #[test]
    fn a_claim_becomes_a_note_on_its_document_and_its_employer_an_organisation() {
        let mut lines = Vec::new();
        crate::write_json_lines(&mut lines, entities_of([cleared(ledger_claim())])).unwrap();
        let lines = String::from_utf8(lines).unwrap().replace("],\"", "],\n  \"");
        insta::assert_snapshot!(lines, @r#"
        {"id":"source-6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9","schema":"Article","properties":{"author":["Staff & friends"],
          "fileName":["captain.html"],
          "fileSize":["120"],
          "language":["eng"],
          "mimeType":["text/html"],
          "name":["The captain's {share}"],
          "notes":["SHA-256 6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9"],
          "publishedAt":["2018-04-03"],
          "publisher":["Example Weekly"],
          "sourceUrl":["https://weekly.example/captain"],
          "title":["The captain's {share}"]}}
        {"id":"claim-d5ffd72b3304143c","schema":"Note","properties":{"country":["kp","ru"],
          "description":["handed 15,000 roubles ($640) a month to the captain"],
          "entity":["source-6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9"],
          "keywords":["levy","confirmed","asserted"],
          "name":["levy: 15000 RUB per month (2008)"],
          "notes":["said by: Example Watch (explicit)","rule: levy/handed","code points 18–69"],
          "proof":["source-6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9"],
          "publisher":["Example Weekly"],
          "sourceUrl":["https://weekly.example/captain"]}}
        {"id":"documentation-d5ffd72b3304143c","schema":"Documentation","properties":{"date":["2008"],
          "document":["source-6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9"],
          "entity":["documented-c5762e837c3b771af6fe"],
          "publisher":["Example Weekly"],
          "role":["employer"],
          "sourceUrl":["https://weekly.example/captain"],
          "status":["confirmed"],
          "summary":["handed 15,000 roubles ($640) a month to the captain"]}}
        {"id":"documented-c5762e837c3b771af6fe","schema":"Organization","properties":{"name":["Example Building Company"]}}
        "#);
    }

    #[test]
    fn rejected_claims_and_holders_of_personal_roles_stay_out() {
        let mut rejected = ledger_claim();
        rejected.state = ReviewState::Rejected;
        assert!(entities_of([cleared(rejected)]).is_empty());

        let mut minder = ledger_claim();
        minder.claim.kind = Kind::EntityRole;
        minder.claim.role = Some("minder".to_owned());
        let entities = entities_of([cleared(minder)]);
        assert!(entities.iter().all(|entity| entity.get().schema != "Organization"));
    }

    #[test]
    fn a_word_that_may_begin_a_sentence_is_no_organisation_until_a_person_says_so() {
        let organisations = |name: &str, state: ReviewState| {
            let mut claim = ledger_claim();
            claim.claim.employer = Some(name.to_owned());
            claim.state = state;
            entities_of([cleared(claim)])
                .iter()
                .filter(|entity| entity.get().schema == "Organization")
                .count()
        };
        assert_eq!(organisations("Companies", ReviewState::Proposed), 0);
        assert_eq!(organisations("Companies", ReviewState::Confirmed), 1);
        for name in ["Example Building Company", "EXB", "예시건설"] {
            assert_eq!(organisations(name, ReviewState::Proposed), 1, "{name}");
        }
    }

    #[test]
    fn intervals_and_seasons_are_no_ftm_dates() {
        assert_eq!(ftm_date("2016-03~"), Some("2016-03".to_owned()));
        assert_eq!(ftm_date("1950/.."), None);
        assert_eq!(ftm_date("2016-24"), None);
    }
}
