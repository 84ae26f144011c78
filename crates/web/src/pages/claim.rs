//! A claim's card: its passage, the words that filled its slots, who says it, what people made of it; and reviewing.

use super::asked::{claim_named, filled};
use super::extract::{Form, Path, Query};
use super::figures::{place_link, programme_link, sector_link, site_link};
use super::{Frame, Place, ledger, linked_data, page};
use crate::site::site;
use crate::{Desk, Fault, Role, Visitor};
use archive::{ClaimFilter, NewReview};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use engine::{Explanation, SLOTS};
use model::{ClaimId, Clearance, ReviewState, Speaker, Verdict};
use publish::ClaimRow;
use serde::Deserialize;

/// A slot with its value, for the table of a card.
pub(crate) struct Slot {
    pub(crate) name: &'static str,
    pub(crate) value: Vec<Named>,
    /// The words that filled it, and a note.
    pub(crate) words: Vec<(String, Option<String>)>,
    /// Who set it, where a person did.
    pub(crate) by: Option<String>,
}

/// What stands in a slot, and the page that says more of it.
pub(crate) struct Named {
    pub(crate) words: String,
    pub(crate) link: Option<String>,
}

/// What a card shows.
pub(crate) struct Card {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) says: String,
    pub(crate) explanation: Explanation,
    pub(crate) slots: Vec<Slot>,
    /// Where in its source it stands.
    pub(crate) link: String,
}

impl Card {
    /// All about one claim.
    pub(crate) fn of(
        desk: &Desk,
        workspace: &archive::Workspace,
        clearance: Clearance,
        id: &ClaimId,
    ) -> Result<Self, Fault> {
        let reader = desk.reader(workspace)?;
        let explanation = engine::explain(workspace, reader, clearance, id)?.into_inner();
        let row = ClaimRow::of("", explanation.now.claim.clone());
        // Pages about places, sites, sectors and programmes are made of the claims that count, for people of the workspace.
        let has_pages = clearance == Clearance::Workspace
            && explanation.now.state != ReviewState::Rejected
            && workspace.settings().zones.contains(&row.zone);
        let mut slots = slots(&row, &explanation, has_pages);
        if clearance == Clearance::Public {
            // Who set it is for people of the workspace.
            slots.iter_mut().for_each(|slot| slot.by = None);
        }
        Ok(Self {
            id: row.id.to_string(),
            kind: row.kind.to_string().replace('_', " "),
            says: publish::gist(&row),
            slots,
            link: format!("/sources/{}#c-{}", explanation.now.source.id, row.id),
            explanation,
        })
    }

    pub(crate) fn speakers(&self) -> &[Speaker] {
        &self.explanation.now.claim.attribution.speakers
    }
}

fn slots(row: &ClaimRow, explanation: &Explanation, has_pages: bool) -> Vec<Slot> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let word = |value: Option<&dyn std::fmt::Display>| value.map(ToString::to_string).unwrap_or_default();
    let hedges: Vec<String> = row.hedges.iter().map(|hedge| hedge.to_string().replace('_', " ")).collect();
    let places: Vec<String> = row.places.iter().map(|place| engine::place_name(place)).collect();
    let time = row.time.as_ref().map(|time| match row.time_basis {
        Some(basis) => format!("{time} ({})", basis.to_string().replace('_', " ")),
        None => time.to_string(),
    });
    let equivalent =
        row.equivalent.as_ref().map(|same| format!("{} {}", publish::number(same.value), same.currency));
    let values: [(&'static str, String); 18] = [
        ("amount", publish::amount(row)),
        ("equivalent", equivalent.unwrap_or_default()),
        ("period", word(row.period.as_ref().map(|value| value as _))),
        ("measure", word(row.measure.as_ref().map(|value| value as _))),
        ("direction", word(row.direction.as_ref().map(|value| value as _))),
        ("hedges", hedges.join(", ")),
        ("subject", text(&row.subject)),
        ("origin", row.origin.as_deref().map(engine::place_name).unwrap_or_default()),
        ("places", places.join(", ")),
        ("site", text(&row.site)),
        ("sectors", row.sectors.join(", ")),
        ("employer", text(&row.employer)),
        ("role", text(&row.role)),
        ("grade", text(&row.grade)),
        ("market", row.market.as_deref().map(engine::place_name).unwrap_or_default()),
        ("act", text(&row.act)),
        ("time", time.unwrap_or_default()),
        (
            "indicator",
            row.ilo.map(|indicator| format!("{indicator} {}", indicator.title())).unwrap_or_default(),
        ),
    ];
    let filled = values.into_iter().filter(|(_, value)| !value.is_empty());
    filled
        .map(|(name, value)| {
            let evidence = explanation.evidence.iter().filter(|words| words.slot == name);
            let by = explanation.changes.iter().find(|change| {
                change.slot == name
                    || (name == "amount" && matches!(change.slot.as_str(), "low" | "point" | "high" | "unit"))
            });
            Slot {
                name,
                value: named(row, name, value, has_pages),
                words: evidence.map(|words| (words.words.clone(), words.note.clone())).collect(),
                by: by.map(|change| change.reviewer.clone()),
            }
        })
        .collect()
}

/// What stands in a slot, each thing that has a page with the way there.
fn named(row: &ClaimRow, slot: &str, value: String, has_pages: bool) -> Vec<Named> {
    let linked = |words: String, link: String| Named { words, link: has_pages.then_some(link) };
    match slot {
        "places" => {
            row.places.iter().map(|place| linked(engine::place_name(place), place_link(place))).collect()
        }
        "origin" => {
            row.origin.iter().map(|code| linked(engine::place_name(code), programme_link(code))).collect()
        }
        "site" => row.site.iter().map(|site| linked(site.clone(), site_link(site))).collect(),
        "sectors" => row.sectors.iter().map(|sector| linked(sector.clone(), sector_link(sector))).collect(),
        _ => vec![Named { words: value, link: None }],
    }
}

#[derive(Template)]
#[template(path = "claim.html")]
struct ClaimPage {
    frame: Frame,
    card: Card,
    may_review: bool,
    /// The claim as JSON-LD, as it may stand in a page.
    linked: String,
    /// Who reviewed is for people of the workspace.
    sees_people: bool,
    names: &'static [(&'static str, &'static str)],
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    if let Some(id) = linked_data::asked(&id, &headers) {
        return linked_data::of_claim(&desk, &visitor, &headers, id).await;
    }
    let (clearance, own, site) = (visitor.clearance(), desk.clone(), site(&headers));
    let (card, linked) = desk
        .look(move |workspace| {
            let id = claim_named(workspace, clearance, &id)?;
            let linked = publish::claim_json_ld(&engine::ledger_claim(workspace, clearance, &id)?, &site);
            Ok((Card::of(&own, workspace, clearance, &id)?, publish::embedded(&linked)))
        })
        .await?;
    desk.note_reads(&visitor, vec![card.explanation.now.source.id.clone()]).await?;
    let title = format!("{} {}", card.kind, card.says);
    let view = ClaimPage {
        frame: Frame::new(&visitor, Place::Ledger, title),
        sees_people: visitor.may(Role::Reader),
        may_review: visitor.may(Role::Editor),
        card,
        linked,
        names: SLOTS,
    };
    page(&view)
}

/// What a reviewer sends.
#[derive(Debug, Deserialize)]
pub(crate) struct Judged {
    verdict: String,
    #[serde(default, deserialize_with = "filled")]
    note: Option<String>,
    /// Lines of `slot=value`.
    #[serde(default, deserialize_with = "filled")]
    slots: Option<String>,
    /// The query of the queue to go on with; a queue of everything has an empty one.
    #[serde(default)]
    queue: Option<String>,
}

pub(crate) async fn review(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
    Form(judged): Form<Judged>,
) -> Result<Response, Fault> {
    let verdict: Verdict = judged
        .verdict
        .parse()
        .map_err(|_| Fault::Invalid("a verdict is confirm, correct or reject".to_owned()))?;
    let corrections = super::asked::slots(judged.slots.as_deref())?;
    let corrections = if verdict == Verdict::Correct { corrections } else { Vec::new() };
    let act = desk.act(&visitor.name);
    let claim = desk
        .change("review", move |workspace| {
            let claim = workspace.resolve_claim(&id)?;
            let new = NewReview { claim: claim.clone(), verdict, corrections, note: judged.note };
            engine::review(workspace, &act, &new)?;
            Ok(claim)
        })
        .await?;
    let next = match judged.queue {
        Some(query) => format!("/review?{query}&after={claim}"),
        None => format!("/claims/{claim}"),
    };
    Ok(Redirect::to(&next).into_response())
}

/// Which claims are reviewed, and which was the last.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Queue {
    #[serde(flatten)]
    asked: ledger::Asked,
    #[serde(default, deserialize_with = "filled")]
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage {
    frame: Frame,
    card: Option<Card>,
    left: u64,
    last: Option<String>,
    query: String,
    skip: String,
}

/// One claim after the other, of those that nobody looked at.
pub(crate) async fn queue(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Query(Queue { asked, after }): Query<Queue>,
) -> Result<Response, Fault> {
    let (clearance, own, wanted, last) = (visitor.clearance(), desk.clone(), asked.clone(), after.clone());
    let (card, left) = desk
        .look(move |workspace| {
            let mut filter = wanted.filter(workspace, clearance)?;
            filter.states = vec![ReviewState::Proposed];
            let left = own.claim_number(workspace, clearance, &filter)?;
            let next = next_in_queue(workspace, clearance, &filter, last.as_deref())?;
            let card = next.map(|id| Card::of(&own, workspace, clearance, &id)).transpose()?;
            Ok((card, left))
        })
        .await?;
    let read = card.iter().map(|card| card.explanation.now.source.id.clone()).collect();
    desk.note_reads(&visitor, read).await?;
    let query = asked.query();
    let skip = card.as_ref().map(|card| format!("/review?{query}&after={}", card.id)).unwrap_or_default();
    page(&ReviewPage {
        frame: Frame::new(&visitor, Place::Ledger, "Review"),
        card,
        left,
        last: after,
        query,
        skip,
    })
}

/// The first claim after `last` in the ledger's order; from the beginning where there is none.
fn next_in_queue(
    workspace: &archive::Workspace,
    clearance: Clearance,
    filter: &ClaimFilter,
    last: Option<&str>,
) -> Result<Option<ClaimId>, Fault> {
    let first_after = |after: Option<ClaimId>| -> Result<Option<ClaimId>, Fault> {
        let one = ClaimFilter { after, limit: Some(1), ..filter.clone() };
        let found = workspace.claims(clearance, &one)?.into_iter().next();
        Ok(found.map(|record| record.into_inner().claim.id))
    };
    let last = last.and_then(|id| id.parse::<ClaimId>().ok());
    let next = if last.is_some() { first_after(last)? } else { None };
    next.map_or_else(|| first_after(None), |next| Ok(Some(next)))
}
