//! `dossier`, `verify`: all that a workspace knows of one party, and checking what somebody gave out.
//!
//! ```text
//! entity or match ─▶ Subject: its identities on lists and in documents, by judgements
//!                       ├─ asked again of lists and evidence ─▶ hits and non-hits
//!                       ├─ passages, indicators, figures, replies
//!                       ├─ decisions and judgements with their entries of the log
//!                       └─ what was not asked ─▶ Cleared<DossierBundle> ─publish─▶ ZIP, page
//! ```

mod check;
mod documents;
mod identities;
mod record;
mod unanswered;

pub use check::check_dossier;

use crate::lists::ListInUse;
use crate::screen::{FoundMatch, ScreenRequest, find_match, not_asked, query_of, screen_all};
use crate::{Error, Ground, MOST_RESULTS, QueryReading, ReadQuery, Result, Trade, lists_in_use};
use ::screen::{ALGORITHM, Query, THRESHOLD};
use archive::{Act, Workspace};
use model::{Clearance, Cleared, DOCUMENTED, Entity};
use publish::{AskedListRow, DOSSIER_FORMAT, Dossier, DossierBundle, QueryRow};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

/// What a dossier is wanted of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierRequest {
    /// The id of an entity, on a list or from documents, or the beginning of the id of a match of a kept screening.
    pub about: String,
    /// Whether the texts of the sources go along, so that a stranger can hold the quotes against them.
    pub texts: bool,
}

/// Results below the threshold that are told, so that a non-hit can be judged.
const BELOW: usize = 3;

/// The party, and how it was asked for.
struct Subject {
    /// Ids of the entities that it is, those on lists first.
    members: Vec<String>,
    /// The match, where one was asked for.
    matched: Option<FoundMatch>,
}

/// Gathers a dossier. Sealed sources are never in it; with [`Clearance::Public`] only open ones are, and neither decisions nor screenings.
///
/// The same workspace, act and request give the same bundle.
///
/// # Errors
/// If there is no such entity or match that the clearance lets be seen, or the ledger cannot be read.
pub fn dossier(
    workspace: &Workspace,
    clearance: Clearance,
    act: &Act,
    request: &DossierRequest,
) -> Result<Cleared<DossierBundle>> {
    let mut ground = Ground::of_workspace(workspace, clearance, act)?;
    let lists: Vec<ListInUse> =
        lists_in_use(workspace, clearance, act)?.into_iter().map(Cleared::into_inner).collect();
    let list_of: BTreeMap<String, String> = lists
        .iter()
        .flat_map(|list| {
            list.entries.iter().map(|entry| (entry.entity.id.clone(), list.standing.list.clone()))
        })
        .collect();
    ground.entries = crate::screen::Entries::of(lists.into_iter().flat_map(|list| list.entries).collect());

    let subject = subject(workspace, clearance, &ground, request.about.trim())?;
    let identities: Vec<_> =
        subject.members.iter().filter_map(|id| identities::identity(&ground, &list_of, id)).collect();
    let entities: Vec<&Entity> = identities.iter().map(|one| &one.entity).collect();
    let caption = entities.first().map_or(request.about.as_str(), |entity| entity.caption()).to_owned();

    let asking = asking(question(&subject, &entities)?);
    let mut asked: Vec<QueryRow> =
        screen_all(&mut ground, Some(workspace), act, &asking)?.into_iter().map(|one| one.row).collect();
    let mut asked = asked.pop().ok_or_else(|| not_found(&request.about))?;
    let lists = asked_lists(workspace, clearance, &ground, &list_of, &asked)?;
    let mut below = 0;
    asked.results.retain(|one| {
        below += usize::from(one.score < THRESHOLD);
        one.score >= THRESHOLD || below <= BELOW
    });

    let members: BTreeSet<&str> = subject.members.iter().map(String::as_str).collect();
    let said = documents::said(workspace, clearance, &ground, &members, &asked, request.texts)?;
    let decided = record::decided(workspace, clearance, &members)?;
    let log = record::excerpt(workspace, clearance, &decided)?;
    let mut context = asked.context.clone();
    context.push(ground.in_force(None, act));
    let mut dossier = Dossier {
        format: DOSSIER_FORMAT.to_owned(),
        made: act.at.to_string(),
        by: act.actor.clone(),
        program: format!("manumit {}", env!("CARGO_PKG_VERSION")),
        algorithm: ALGORITHM.to_owned(),
        threshold: THRESHOLD,
        clearance,
        about: subject.matched.as_ref().map_or_else(
            || subject.members.first().cloned().unwrap_or_default(),
            |found| found.match_id.to_string(),
        ),
        caption,
        standing: asked.standing.clone(),
        evidence_asked: ground.evidence.as_ref().map_or(0, |evidence| evidence.entities.len()),
        screened: record::screened(workspace, clearance, &ground, &members)?,
        identities,
        lists,
        asked,
        evidence: said.evidence,
        indicators: said.indicators,
        figures: said.figures,
        decided,
        context,
        unanswered: not_asked(&ground, &asking),
        sources: said.sources,
    };
    dossier.unanswered.extend(unanswered::unanswered(&dossier));
    let bundle = DossierBundle { dossier, passages: said.passages, log, texts: said.texts };
    ground.cleared(bundle).ok_or(Error::ListSealed)
}

fn not_found(about: &str) -> Error {
    archive::Error::NotFound { what: "entity or match", id: about.to_owned() }.into()
}

fn subject(workspace: &Workspace, clearance: Clearance, ground: &Ground, about: &str) -> Result<Subject> {
    let evidence = ground.evidence.as_ref();
    let is_known = |id: &str| {
        ground.entries.0.contains_key(id) || evidence.is_some_and(|one| one.entities.contains_key(id))
    };
    let mut named: Vec<&str> = Vec::new();
    if is_known(about) || ground.canon.id_of(about) != about {
        named.push(about);
    } else if about.len() > DOCUMENTED.len() && about.starts_with(DOCUMENTED) {
        let ids = evidence.into_iter().flat_map(|one| one.entities.keys());
        named.extend(ids.map(String::as_str).filter(|id| id.starts_with(about)));
    }
    let matched = match (named.as_slice(), clearance) {
        ([], Clearance::Workspace) => Some(find_match(workspace, about).map_err(|error| match error {
            Error::Archive(archive::Error::NotFound { .. }) => not_found(about),
            error => error,
        })?),
        ([], Clearance::Public) => return Err(not_found(about)),
        ([_], _) => None,
        (several, _) => {
            return Err(Error::Archive(archive::Error::Ambiguous {
                what: "entity",
                prefix: about.to_owned(),
                candidates: several.iter().map(|id| (*id).to_owned()).collect(),
            }));
        }
    };
    let id = match (&matched, named.first()) {
        (Some(found), _) => found.entity.as_str(),
        (None, Some(id)) => id,
        (None, None) => about,
    };
    let mut members: Vec<String> = ground.canon.members(id).into_iter().collect();
    members.sort_by_key(|id| (id.starts_with(DOCUMENTED), id.clone()));
    Ok(Subject { members, matched })
}

/// What is asked of lists and documents: the query of the match, or all that is known of the entities.
fn question(subject: &Subject, entities: &[&Entity]) -> Result<ReadQuery> {
    if let Some(found) = &subject.matched {
        return query_of(&found.query).ok_or_else(|| not_found(found.match_id.as_str()));
    }
    let id = subject.members.first().cloned().unwrap_or_default();
    let schema = entities.first().map_or("", |entity| entity.schema.as_str());
    let mut query = Query { entity: Entity::new(schema, id.as_str()), id, ..Query::default() };
    for entity in entities {
        for (property, values) in entity.properties.iter().filter(|(name, _)| is_asked(name)) {
            values.iter().for_each(|value| query.entity.add(property, value.as_str()));
        }
    }
    Ok(ReadQuery { query, line: 0, empty: Vec::new(), notices: Vec::new(), trade: Trade::default() })
}

fn is_asked(property: &str) -> bool {
    crate::FIELDS.iter().any(|(_, properties)| properties.contains(&property))
}

fn asking(query: ReadQuery) -> ScreenRequest {
    ScreenRequest {
        queries: vec![query],
        columns: Vec::new(),
        fields: Vec::new(),
        limit: MOST_RESULTS,
        reading: QueryReading::default(),
        date: None,
        threads: NonZeroUsize::MIN,
    }
}

/// What came of each list: its entries at or above the threshold, or what comes closest below.
fn asked_lists(
    workspace: &Workspace,
    clearance: Clearance,
    ground: &Ground,
    list_of: &BTreeMap<String, String>,
    asked: &QueryRow,
) -> Result<Vec<AskedListRow>> {
    let mut rows = Vec::new();
    for standing in &ground.lists {
        let versions = workspace.list_versions(clearance, &standing.list)?;
        let version = versions.iter().map(Cleared::get).find(|one| one.version.id == standing.version);
        let is_of_it = |id: &str| list_of.get(id) == Some(&standing.list);
        let mut hits = BTreeSet::new();
        for one in asked.results.iter().filter(|one| one.score >= THRESHOLD) {
            if is_of_it(&one.id) {
                hits.insert(one.id.clone());
            }
            let grouped = one.entries.iter().filter_map(|entry| entry.get("id")?.as_str());
            hits.extend(grouped.filter(|id| is_of_it(id)).map(str::to_owned));
        }
        let below = asked.results.iter().filter(|one| one.score < THRESHOLD && is_of_it(&one.id));
        let nearest = below.map(|one| (one.caption.clone(), one.score)).next();
        rows.push(AskedListRow {
            standing: standing.clone(),
            files: version.map(|one| one.version.files.clone()).unwrap_or_default(),
            hits: hits.into_iter().collect(),
            nearest,
        });
    }
    Ok(rows)
}
