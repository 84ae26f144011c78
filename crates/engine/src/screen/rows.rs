//! Answers as rows: lists and evidence together, with decisions, judgements, listings, passages and context.

use super::ScreenRequest;
use super::context::in_force;
use super::ground::{Ground, print_of_evidence};
use super::queries::ReadQuery;
use super::trade::Trade;
use ::screen::{Answer, Basis, Part, Query, Reason, ScreenResult, Standing, THRESHOLD};
use model::{DecisionVerdict, MatchId, ScreenedAlert, ScreenedQuery, fingerprint};
use publish::{DecisionRow, MatchRow, QueryRow};
use std::collections::BTreeMap;

/// A query's row, and what is kept of it.
pub(crate) struct Screened {
    pub(crate) row: QueryRow,
    pub(crate) kept: ScreenedQuery,
}

/// Hash of all that a query asks, whatever it is called.
pub(super) fn print_of(query: &Query) -> String {
    let mut fields: Vec<String> = vec![query.entity.schema.clone()];
    for (property, values) in &query.entity.properties {
        let mut values = values.clone();
        values.sort_unstable();
        fields.push(format!("{property}={}", values.join("\u{1f}")));
    }
    fields.push(query.numbers.join("\u{1f}"));
    fields.extend(query.line.clone());
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    fingerprint("query", &fields)
}

pub(super) fn row(
    ground: &Ground,
    asked: ReadQuery,
    lists: Answer,
    evidence: Option<Answer>,
    request: &ScreenRequest,
) -> Screened {
    let print = print_of(&asked.query);
    let evidence = evidence.map(|answer| answer.results).unwrap_or_default();
    let mut results: Vec<ScreenResult> = lists.results;
    results.extend(evidence);
    // A documented namesake below the threshold of notice tells nothing and would crowd out entries of lists.
    results.retain(|result| result.basis != Basis::Documented || result.score >= THRESHOLD);
    results.sort_by(|a, b| {
        b.score.total_cmp(&a.score).then(a.basis.cmp(&b.basis)).then_with(|| a.id.cmp(&b.id))
    });
    results.truncate(request.limit);
    let kept_alerts: Vec<ScreenedAlert> = results
        .iter()
        .filter(|result| result.score >= THRESHOLD && result.basis != Basis::Documented)
        .map(|result| ScreenedAlert {
            match_id: MatchId::derive(&print, &result.id),
            entity: result.id.clone(),
            caption: result.caption.clone(),
            entity_print: ground.entries.print(&result.id),
            score: result.score,
        })
        .collect();
    let documented: Vec<String> = results
        .iter()
        .filter(|result| result.basis == Basis::Documented)
        .filter_map(|result| ground.evidence.as_ref()?.entities.get(&result.id))
        .map(print_of_evidence)
        .collect();
    let rows: Vec<MatchRow> = results.into_iter().map(|result| match_row(ground, &print, result)).collect();
    let standing = standing(lists.standing, &rows);
    let mut warnings: Vec<String> =
        ground.lists.iter().filter(|list| list.overdue).filter_map(|list| list.warning.clone()).collect();
    warnings.extend(asked.notices.iter().map(|notice| format!("not understood: {notice}")));
    if ground.lists.is_empty() {
        warnings.push("no list is in use: nothing listed can be found".to_owned());
    }
    let kept = ScreenedQuery {
        id: asked.query.id.clone(),
        asked: serde_json::json!({
            "entity": asked.query.entity, "numbers": asked.query.numbers, "line": asked.query.line,
            "trade": asked.trade,
        })
        .to_string(),
        standing: standing.to_owned(),
        alerts: kept_alerts,
        evidence: (!documented.is_empty()).then(|| {
            let prints: Vec<&str> = documented.iter().map(String::as_str).collect();
            fingerprint("documented alerts", &prints)
        }),
        print,
    };
    let row = QueryRow {
        id: asked.query.id.clone(),
        results: rows,
        standing: standing.to_owned(),
        empty: asked.empty,
        warnings,
        context: context(ground, &asked.query, &asked.trade),
        asked: asked_fields(&asked.query, &asked.trade),
    };
    Screened { row, kept }
}

fn asked_fields(query: &Query, trade: &Trade) -> BTreeMap<String, Vec<String>> {
    let mut asked = query.entity.properties.clone();
    if !query.entity.schema.is_empty() {
        asked.insert("schema".to_owned(), vec![query.entity.schema.clone()]);
    }
    if !query.numbers.is_empty() {
        asked.insert("number".to_owned(), query.numbers.clone());
    }
    if let Some(line) = &query.line {
        asked.insert("line".to_owned(), vec![line.clone()]);
    }
    let date: Vec<String> = trade.date.iter().map(ToString::to_string).collect();
    for (field, values) in [("hs", &trade.codes), ("goods", &trade.goods), ("date", &date)] {
        if !values.is_empty() {
            asked.insert(field.to_owned(), values.clone());
        }
    }
    asked
}

fn context(ground: &Ground, query: &Query, trade: &Trade) -> Vec<String> {
    let countries = ["country", "nationality", "jurisdiction", "flag"];
    let mut codes: Vec<String> =
        countries.iter().flat_map(|property| query.entity.values(property)).cloned().collect();
    codes.sort_unstable();
    codes.dedup();
    let mut lines = ground.context.lines(&codes, trade);
    // A day of its own; that of the whole screening is told once.
    lines.extend(trade.date.map(|day| in_force(&ground.register, day, "")));
    lines
}

/// What the rows say together, decisions taken in.
fn standing(of_lists: Standing, rows: &[MatchRow]) -> &'static str {
    let documented = || {
        let of_note = rows.iter().filter(|row| row.score >= THRESHOLD && row.suppressed.is_none());
        of_note.filter_map(|row| row.evidence.as_ref())
    };
    if of_lists == Standing::Insufficient {
        "insufficient"
    } else if rows.iter().any(|row| row.is_match) {
        "match"
    } else if documented().any(|evidence| evidence.disputed) {
        "conflicting"
    } else if documented().next().is_some() {
        "documented_not_listed"
    } else {
        "nothing"
    }
}

fn match_row(ground: &Ground, print: &str, result: ScreenResult) -> MatchRow {
    let is_alert = result.score >= THRESHOLD;
    let match_id = MatchId::derive(print, &result.id);
    let decision = ground.decisions.get(match_id.as_str()).map(|decision| DecisionRow {
        verdict: decision.verdict.to_string(),
        by: decision.by.clone(),
        at: decision.at.clone(),
        note: decision.note.clone(),
        case: decision.case.clone(),
        outdated: decision.entity_print != entity_print(ground, &result),
    });
    let silenced = decision
        .as_ref()
        .filter(|decision| decision.verdict == DecisionVerdict::False.as_str() && !decision.outdated);
    let suppressed = silenced.filter(|_| is_alert).map(|decision| {
        let note = decision.note.as_deref().map(|note| format!(": {note}")).unwrap_or_default();
        format!("suppressed by decision of {} on {}{note}", decision.by, decision.at)
    });
    let listing = ground.entries.0.get(&result.id).filter(|_| is_alert).map(|entry| {
        let dates = entry.listing.dates.iter().map(|date| format!("{} {}", date.event, date.date));
        entry.listing.programmes.iter().map(|name| format!("programme {name}")).chain(dates).collect()
    });
    let evidence = ground.evidence.as_ref().and_then(|evidence| evidence.entities.get(&result.id));
    let canonical = ground.canon.id_of(&result.id);
    MatchRow {
        is_match: result.is_match && suppressed.is_none(),
        basis: result.basis.to_string(),
        why: why(&result.reasons),
        reasons: values(&result.reasons),
        entries: values(&result.entries),
        ownership: result.ownership.as_ref().and_then(|one| serde_json::to_value(one).ok()),
        match_id: is_alert.then(|| match_id.to_string()),
        canonical: (canonical != result.id).then(|| canonical.to_owned()),
        listing: listing.unwrap_or_default(),
        evidence: evidence.map(|one| one.evidence.clone()),
        id: result.id,
        caption: result.caption,
        schema: result.schema,
        score: result.score,
        datasets: result.datasets,
        words: result.words,
        decision,
        suppressed,
    }
}

/// Hash of an entity as it is now.
pub(super) fn entity_print(ground: &Ground, result: &ScreenResult) -> String {
    let documented = ground.evidence.as_ref().and_then(|evidence| evidence.entities.get(&result.id));
    documented.map_or_else(|| ground.entries.print(&result.id), print_of_evidence)
}

fn values<T: serde::Serialize>(items: &[T]) -> Vec<serde_json::Value> {
    items.iter().filter_map(|item| serde_json::to_value(item).ok()).collect()
}

/// The reasons in a few words: `name Kim Yong Chol ~ KIM, Yong-chol 0.95; date agrees 1969-07-16 +0.04`.
fn why(reasons: &[Reason]) -> String {
    let one = |reason: &Reason| match reason.part {
        Part::Name => format!("name {} ~ {} {:.2}", reason.query, reason.entity, reason.effect),
        Part::Rarity => format!("rarity {} {:+.2}", reason.entity, reason.effect),
        part if reason.query == reason.entity => {
            format!("{part} {} {} {:+.2}", reason.agreement, reason.entity, reason.effect)
        }
        part => {
            format!("{part} {} {} / {} {:+.2}", reason.agreement, reason.query, reason.entity, reason.effect)
        }
    };
    reasons.iter().map(one).collect::<Vec<_>>().join("; ")
}
