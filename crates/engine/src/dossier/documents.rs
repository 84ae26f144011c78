//! What documents say of a party: passages, replies, indicators, figures, and the sources they stand in.

use crate::{Ground, Result, claims, figure_material, figure_rows};
use ::figures::RootBasis;
use archive::{ClaimFilter, Workspace};
use model::{Clearance, Cleared, CodePoints, ReviewState, SourceId};
use publish::{
    DossierFigureRow, DossierSourceRow, EvidenceRow, IndicatorRow, LedgerClaim, PassageRow, QueryRow,
    QuotedPassage, SourceText,
};
use std::collections::{BTreeMap, BTreeSet};

/// What documents say, with what proves it.
pub(super) struct Said {
    pub(super) evidence: EvidenceRow,
    pub(super) indicators: Vec<IndicatorRow>,
    pub(super) figures: Vec<DossierFigureRow>,
    pub(super) passages: Vec<QuotedPassage>,
    pub(super) sources: Vec<DossierSourceRow>,
    pub(super) texts: Vec<SourceText>,
}

pub(super) fn said(
    workspace: &Workspace,
    clearance: Clearance,
    ground: &Ground,
    members: &BTreeSet<&str>,
    asked: &QueryRow,
    with_texts: bool,
) -> Result<Said> {
    let evidence = joined(ground, members);
    let quoted: BTreeSet<&str> = evidence
        .passages
        .iter()
        .chain(&evidence.replies)
        .chain(
            asked
                .results
                .iter()
                .filter_map(|one| one.evidence.as_ref())
                .flat_map(|one| one.passages.iter().chain(&one.replies)),
        )
        .map(|row| row.claim.as_str())
        .collect();
    let filter = ClaimFilter { zones: workspace.settings().zones.clone(), ..ClaimFilter::default() };
    let quoted_claims: BTreeMap<String, LedgerClaim> = if quoted.is_empty() {
        BTreeMap::new()
    } else {
        let all = claims(workspace, clearance, &filter)?.into_iter().map(Cleared::into_inner);
        all.filter(|one| quoted.contains(one.claim.id.as_str()))
            .map(|one| (one.claim.id.to_string(), one))
            .collect()
    };
    // What somebody with an office says about others is not about the speaker.
    let about = evidence.passages.iter().chain(&evidence.replies).filter(|row| row.shown_by.is_none());
    let own: BTreeSet<&str> = about.map(|row| row.claim.as_str()).collect();
    let own_claims: Vec<&LedgerClaim> =
        quoted_claims.iter().filter(|(id, _)| own.contains(id.as_str())).map(|(_, claim)| claim).collect();
    let figures = figures(workspace, clearance, &own)?;
    let indicators = indicators(&own_claims);

    let mut texts: BTreeMap<SourceId, SourceText> = BTreeMap::new();
    let mut sources: BTreeMap<SourceId, DossierSourceRow> = BTreeMap::new();
    let mut passages = Vec::new();
    for (id, claim) in &quoted_claims {
        let source = claim.source.id.clone();
        sources.entry(source.clone()).or_insert_with(|| source_row(claim));
        let documents = workspace.documents_of(clearance, &source)?;
        let stands = |text: &str| {
            let span = CodePoints::new(text).to_span(claim.claim.passage.start, claim.claim.passage.end);
            span.is_some_and(|span| span.of(text) == Some(claim.claim.passage.exact.as_str()))
        };
        let document = documents.iter().map(Cleared::get).find(|one| stands(&one.document.text));
        if let Some(document) = document.filter(|_| with_texts) {
            let text = || SourceText { source: source.clone(), text: document.document.text.clone() };
            texts.entry(source.clone()).or_insert_with(text);
        }
        passages.push(QuotedPassage {
            claim: id.clone(),
            source,
            reader: document.map(|one| one.reader_version.clone()).unwrap_or_default(),
            passage: claim.claim.passage.clone(),
        });
    }
    Ok(Said {
        evidence,
        indicators,
        figures,
        passages,
        sources: sources.into_values().collect(),
        texts: texts.into_values().collect(),
    })
}

/// What is said of every entity that the party is.
fn joined(ground: &Ground, members: &BTreeSet<&str>) -> EvidenceRow {
    let mut joined = EvidenceRow::default();
    let Some(evidence) = &ground.evidence else { return joined };
    let add = |rows: &mut Vec<PassageRow>, more: &[PassageRow]| {
        for row in more {
            if !rows.iter().any(|known| known.claim == row.claim) {
                rows.push(row.clone());
            }
        }
    };
    for one in members.iter().filter_map(|id| evidence.entities.get(*id)) {
        add(&mut joined.passages, &one.evidence.passages);
        add(&mut joined.replies, &one.evidence.replies);
        joined.disputed |= one.evidence.disputed;
        joined.withdrawn += one.evidence.withdrawn;
    }
    joined
}

fn indicators(claims: &[&LedgerClaim]) -> Vec<IndicatorRow> {
    let mut rows: BTreeMap<String, IndicatorRow> = BTreeMap::new();
    for claim in claims {
        let Some(indicator) = claim.claim.ilo else { continue };
        let row = rows.entry(indicator.to_string()).or_insert_with(|| IndicatorRow {
            code: indicator.to_string(),
            title: indicator.title().to_owned(),
            claims: Vec::new(),
            reviewed: 0,
        });
        row.claims.push(claim.claim.id.to_string());
        row.reviewed += usize::from(matches!(claim.state, ReviewState::Confirmed | ReviewState::Corrected));
    }
    rows.into_values().collect()
}

fn figures(
    workspace: &Workspace,
    clearance: Clearance,
    own: &BTreeSet<&str>,
) -> Result<Vec<DossierFigureRow>> {
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let material = figure_material(workspace, clearance)?;
    let rows = figure_rows(&crate::fold(material.get()));
    let of_it = rows.into_iter().filter_map(|row| {
        let claims: Vec<String> =
            row.claims.iter().map(|claim| claim.id.clone()).filter(|id| own.contains(id.as_str())).collect();
        let basis = |basis: RootBasis| match basis {
            RootBasis::Named => "named".to_owned(),
            RootBasis::Carrier => "carrier".to_owned(),
        };
        (!claims.is_empty()).then(|| DossierFigureRow {
            id: row.id,
            says: format!("{}: {}", row.kind, row.says),
            root: row.root_name.map(|name| match row.root_year {
                Some(year) => format!("{name} {year}"),
                None => name,
            }),
            root_basis: row.root_basis.map(basis),
            mentions: row.mentions,
            independent_roots: row.independent_roots,
            problems: row.problems,
            claims,
        })
    });
    Ok(of_it.collect())
}

fn source_row(claim: &LedgerClaim) -> DossierSourceRow {
    let card = claim.source.as_ref();
    DossierSourceRow {
        id: card.id.clone(),
        title: card.heading().to_owned(),
        // Whoever gets a dossier need not know whose computer it was.
        file_name: card.file_name().to_owned(),
        size: card.size,
        media_type: card.media_type.clone(),
        url: card.url.clone().filter(|url| url.starts_with("http://") || url.starts_with("https://")),
        published: card.published.as_ref().map(ToString::to_string),
        acquired: card.acquired.clone(),
        sensitivity: claim.sensitivity,
    }
}
