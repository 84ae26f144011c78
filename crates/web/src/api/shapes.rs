//! Answers in the shapes of yente, with what more there is to say beside them: basis, evidence, reasons, lists and their age.

use engine::{Basis, Facet, Facets, HeldEntity, Matched, Nested, country_name};
use model::{Cleared, ListStanding, Listing, Schema};
use publish::{DecisionRow, EvidenceRow, MatchRow};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// An entity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct EntityShape {
    id: String,
    caption: String,
    schema: String,
    properties: BTreeMap<String, Vec<Value>>,
    datasets: Vec<String>,
    referents: Vec<String>,
    /// Whether it is listed itself.
    target: bool,
    /// Not known here; other services tell when they saw an entity.
    first_seen: Option<String>,
    last_seen: Option<String>,
    last_change: Option<String>,
    basis: Basis,
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    listing: Option<Listing>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<EvidenceRow>,
}

impl EntityShape {
    pub(crate) fn of(held: HeldEntity) -> Self {
        let caption = held.entity.caption().to_owned();
        let schema = Schema::named(&held.entity.schema);
        let is_known = |name: &str| schema.is_none_or(|schema| schema.property(name).is_some());
        let mut datasets = held.entity.datasets;
        datasets
            .extend(held.list.iter().filter(|list| !datasets.contains(list)).cloned().collect::<Vec<_>>());
        Self {
            id: held.entity.id,
            caption,
            schema: held.entity.schema,
            // Clients refuse entities with properties that their schema does not have.
            properties: held
                .entity
                .properties
                .into_iter()
                .filter(|(name, _)| is_known(name))
                .map(|(name, values)| (name, values.into_iter().map(Value::from).collect()))
                .collect(),
            datasets,
            referents: held.referents,
            target: held.basis == Basis::Listed,
            first_seen: None,
            last_seen: None,
            last_change: None,
            basis: held.basis,
            list: held.list,
            listing: held.listing,
            evidence: held.evidence,
        }
    }

    /// An entity with those around it in the place of their ids.
    pub(crate) fn nested(nested: Nested) -> Self {
        let mut shape = Self::of(nested.held);
        for (property, others) in nested.around {
            let told: Vec<Self> = others.into_iter().map(Self::nested).collect();
            let values = shape.properties.entry(property).or_default();
            values.retain(|value| !told.iter().any(|other| value.as_str() == Some(&other.id)));
            values.extend(told.iter().filter_map(|other| serde_json::to_value(other).ok()));
        }
        shape
    }
}

/// An entity as the result of a query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct ScoredShape {
    #[serde(flatten)]
    entity: EntityShape,
    score: f64,
    #[serde(rename = "match")]
    is_match: bool,
    explanations: BTreeMap<String, Explanation>,
    why: String,
    reasons: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    entries: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ownership: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    match_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    canonical: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<DecisionRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed: Option<String>,
}

/// What a part did to a score.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Explanation {
    detail: Option<String>,
    score: f64,
    query: Option<String>,
    candidate: Option<String>,
}

impl ScoredShape {
    fn of(row: MatchRow, held: HeldEntity) -> Self {
        let mut explanations = BTreeMap::new();
        for reason in &row.reasons {
            let text = |key: &str| reason.get(key).and_then(Value::as_str).map(str::to_owned);
            let filled = |key: &str| text(key).filter(|text| !text.is_empty());
            let explanation = Explanation {
                detail: text("agreement"),
                score: reason.get("effect").and_then(Value::as_f64).unwrap_or_default(),
                query: filled("query"),
                candidate: filled("entity"),
            };
            explanations.entry(text("part").unwrap_or_default()).or_insert(explanation);
        }
        let mut entity = EntityShape::of(held);
        for name in row.datasets {
            if !entity.datasets.contains(&name) {
                entity.datasets.push(name);
            }
        }
        Self {
            entity,
            score: row.score,
            is_match: row.is_match,
            explanations,
            why: row.why,
            reasons: row.reasons,
            entries: row.entries,
            ownership: row.ownership,
            match_id: row.match_id,
            canonical: row.canonical,
            decision: row.decision,
            suppressed: row.suppressed,
        }
    }
}

/// How many there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Total {
    value: usize,
    relation: &'static str,
}

impl Total {
    pub(crate) fn of(value: usize, is_cut: bool) -> Self {
        Self { value, relation: if is_cut { "gte" } else { "eq" } }
    }
}

/// What was asked, told back.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct ExampleShape {
    pub(crate) id: Option<String>,
    pub(crate) schema: String,
    pub(crate) properties: BTreeMap<String, Vec<String>>,
}

/// The answer to a query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct MatchesShape {
    status: u16,
    results: Vec<ScoredShape>,
    total: Total,
    query: ExampleShape,
    standing: String,
    warnings: Vec<String>,
    context: Vec<String>,
}

impl MatchesShape {
    pub(crate) fn of(matched: Cleared<Matched>, query: ExampleShape, mut warnings: Vec<String>) -> Self {
        let matched = matched.into_inner();
        warnings.extend(matched.row.warnings);
        let results = matched.row.results.into_iter().zip(matched.entities);
        Self {
            status: 200,
            results: results.map(|(row, held)| ScoredShape::of(row, held)).collect(),
            total: Total::of(matched.matches, matched.is_cut),
            query,
            standing: matched.row.standing,
            warnings,
            context: matched.row.context,
        }
    }
}

/// The answer to a batch of queries.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct MatchShape {
    pub(crate) responses: BTreeMap<String, MatchesShape>,
    pub(crate) limit: usize,
    pub(crate) threshold: f64,
    pub(crate) algorithm: &'static str,
    #[serde(flatten)]
    pub(crate) asked: AskedShape,
}

/// Of whom it was asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct AskedShape {
    /// Every list that was asked, with its version and age.
    pub(crate) lists: Vec<ListStanding>,
    /// Number of entities that documents name; null where documents were not asked.
    pub(crate) documented: Option<usize>,
    /// When lists and documents were looked at last, RFC 3339 in UTC.
    pub(crate) as_of: String,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct SearchShape {
    pub(crate) results: Vec<EntityShape>,
    pub(crate) facets: Value,
    pub(crate) total: Total,
    pub(crate) limit: usize,
    pub(crate) offset: usize,
    #[serde(flatten)]
    pub(crate) asked: AskedShape,
}

/// Counts as yente tells them: the most frequent first.
pub(crate) fn facets(counted: Facets, title: impl Fn(&str) -> Option<String>) -> Value {
    let mut told = serde_json::Map::new();
    for (facet, counts) in counted {
        let label = match facet {
            Facet::Countries => "Countries",
            Facet::Topics => "Topics",
            Facet::Datasets => "Data sets",
            Facet::Schema => "Schemata",
            Facet::Genders => "Genders",
        };
        let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let values: Vec<Value> = counts
            .into_iter()
            .map(|(name, count)| {
                let shown = match facet {
                    Facet::Countries => country_name(&name).map(str::to_owned),
                    Facet::Datasets => title(&name),
                    _ => None,
                };
                json!({"name": name, "label": shown.unwrap_or_else(|| name.clone()), "count": count})
            })
            .collect();
        told.insert(facet.as_str().to_owned(), json!({"label": label, "values": values}));
    }
    Value::Object(told)
}
