//! What nobody has asked or answered about a party, as far as its dossier shows.

use model::{PublicationBasis, Stance};
use publish::Dossier;

pub(super) fn unanswered(dossier: &Dossier) -> Vec<String> {
    let mut open = vec![
        "sealed sources: whatever there may be of them, nothing of it was asked or is in here".to_owned(),
    ];
    open.extend(facts(dossier));
    for list in &dossier.lists {
        let standing = &list.standing;
        if standing.overdue {
            open.push(format!(
                "list {}: what its publisher changed since this version is not known",
                standing.title
            ));
        } else if standing.published_basis == PublicationBasis::Unknown {
            open.push(format!("list {}: when this version was published is not known", standing.title));
        }
    }
    open.extend(judgements(dossier));
    open.extend(evidence(dossier));
    if dossier.clearance == model::Clearance::Public {
        open.push(
            "internal sources, decisions, judgements and screenings: not in a dossier for anyone".to_owned(),
        );
    }
    open
}

/// What would tell the party from its namesakes.
fn facts(dossier: &Dossier) -> Vec<String> {
    let schema = dossier.identities.first().map_or("", |one| one.entity.schema.as_str());
    let wanted: &[(&str, &[&str])] = match schema {
        "Person" => {
            &[("day of birth", &["birthDate"]), ("nationality", &["nationality", "country", "citizenship"])]
        }
        "Vessel" => &[("IMO number", &["imoNumber"]), ("flag", &["flag", "country"])],
        _ => &[("country", &["country", "jurisdiction", "mainCountry"]), ("address", &["address"])],
    };
    let has = |property: &&str| dossier.identities.iter().any(|one| !one.entity.values(property).is_empty());
    let mut open: Vec<String> = wanted
        .iter()
        .filter(|(_, properties)| !properties.iter().any(has))
        .map(|(what, _)| format!("{what}: not known, so nothing of it tells the party from its namesakes"))
        .collect();
    if dossier.identities.iter().all(|one| one.numbers.is_empty()) {
        open.push("numbers: none is known that would identify the party".to_owned());
    }
    open
}

/// Hits on which nobody decided, and pairs that nobody judged.
fn judgements(dossier: &Dossier) -> Vec<String> {
    let mut open = Vec::new();
    let hits = dossier.asked.results.iter().filter(|one| one.score >= dossier.threshold);
    for hit in hits {
        let is_member = dossier.identities.iter().any(|one| one.entity.id == hit.id);
        if !is_member {
            open.push(format!("whether {} ({}) is the same: nobody has judged", hit.caption, hit.id));
        }
        match &hit.decision {
            None if hit.match_id.as_deref() == Some(&dossier.about) => {
                open.push("the match: nobody has decided on it".to_owned());
            }
            Some(decision) if decision.outdated => {
                open.push(format!("{}: it has changed since the last decision on it", hit.caption));
            }
            _ => {}
        }
    }
    open
}

fn evidence(dossier: &Dossier) -> Vec<String> {
    let mut open = Vec::new();
    let evidence = &dossier.evidence;
    if evidence.passages.is_empty() {
        return open;
    }
    if evidence.replies.is_empty() {
        open.push(
            "its reply: none is in the documents, and whether anybody asked for one is not on record here"
                .to_owned(),
        );
    }
    let proposed = evidence.passages.iter().filter(|row| row.state == "proposed").count();
    if proposed > 0 {
        open.push(format!(
            "review: {proposed} of {} passages were proposed by a rule and seen by no person",
            evidence.passages.len()
        ));
    }
    let nameless = evidence.passages.iter().filter(|row| row.said_by.is_empty()).count();
    if nameless > 0 {
        open.push(format!("who says so: {nameless} passages name nobody"));
    }
    let undated =
        evidence.passages.iter().filter(|row| row.published.is_none() && row.time.is_none()).count();
    if undated > 0 {
        open.push(format!("when: {undated} passages have neither a time nor a day of publication"));
    }
    let doubted = evidence.passages.iter().filter(|row| row.stance == Stance::Doubted.as_str()).count();
    if doubted > 0 {
        open.push(format!("{doubted} passages are told as doubtful by the documents themselves"));
    }
    for figure in dossier.figures.iter().filter(|figure| figure.root_basis.as_deref() != Some("named")) {
        open.push(format!("where this comes from: {}", figure.says));
    }
    open
}
