//! The rows of `manumit extract --json` and of the ledger's exports.

use crate::SourceCard;
use crate::number::{serialize_number, serialize_optional};
use model::{
    Amount, AttributionMode, Claim, ClaimId, Direction, Edtf, Hedge, Indicator, Kind, Measure, Period,
    ReviewState, RuleId, Sensitivity, SourceId, SpeakerType, Stance, TimeBasis, Trend, Unit, Zone,
};
use serde::Serialize;
use std::sync::Arc;

/// The same amount in another currency.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EquivalentRow {
    /// The number.
    #[serde(serialize_with = "serialize_number")]
    pub value: f64,
    /// ISO 4217 code.
    pub currency: String,
}

/// One speaker of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AttributionRow {
    /// The name, made of words of the document.
    pub name: String,
    /// What the speaker is.
    #[serde(rename = "type")]
    pub kind: SpeakerType,
    /// The year of the cited work.
    pub year: Option<i32>,
    /// The words that show that this speaker says it.
    pub cue: String,
    /// The organisation a person speaks for.
    pub affiliation: Option<String>,
}

/// One claim: the contract of `extract --json`. The quantity's fields are flattened into it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the fields are those of the contract, documented where it is")]
pub struct ClaimRow {
    pub doc: String,
    pub id: ClaimId,
    pub kind: Kind,
    pub quote: String,
    pub start: usize,
    pub end: usize,
    pub zone: Zone,
    #[serde(serialize_with = "serialize_optional")]
    pub low: Option<f64>,
    #[serde(serialize_with = "serialize_optional")]
    pub point: Option<f64>,
    #[serde(serialize_with = "serialize_optional")]
    pub high: Option<f64>,
    pub unit: Option<String>,
    pub currency: Option<String>,
    pub period: Option<Period>,
    pub measure: Option<Measure>,
    pub direction: Option<Direction>,
    pub hedges: Vec<Hedge>,
    pub derived: bool,
    pub equivalent: Option<EquivalentRow>,
    pub subject: Option<String>,
    pub origin: Option<String>,
    pub places: Vec<String>,
    pub site: Option<String>,
    pub sectors: Vec<String>,
    pub isic: Vec<String>,
    pub employer: Option<String>,
    pub role: Option<String>,
    pub grade: Option<String>,
    pub market: Option<String>,
    pub act: Option<String>,
    pub trend: Option<Trend>,
    pub time: Option<Edtf>,
    pub time_basis: Option<TimeBasis>,
    pub attribution: Vec<AttributionRow>,
    pub attribution_mode: AttributionMode,
    pub stance: Stance,
    pub denies: Vec<ClaimId>,
    pub ilo: Option<Indicator>,
    pub rule: RuleId,
}

impl ClaimRow {
    /// The row of `claim`, which stands in the document named `doc`.
    #[must_use]
    pub fn of(doc: &str, claim: Claim) -> Self {
        let quantity = claim.quantity.unwrap_or_default();
        let currency = quantity.unit.as_ref().and_then(Unit::currency).map(str::to_owned);
        let attribution = claim.attribution.speakers.into_iter().map(|speaker| AttributionRow {
            name: speaker.name,
            kind: speaker.kind,
            year: speaker.year,
            cue: speaker.cue,
            affiliation: speaker.affiliation,
        });
        Self {
            doc: doc.to_owned(),
            id: claim.id,
            kind: claim.kind,
            quote: claim.passage.exact,
            start: claim.passage.start,
            end: claim.passage.end,
            zone: claim.zone,
            low: quantity.amount.and_then(Amount::low),
            point: quantity.amount.and_then(Amount::as_point),
            high: quantity.amount.and_then(Amount::high),
            unit: quantity.unit.map(String::from),
            currency,
            period: quantity.period,
            measure: quantity.measure,
            direction: quantity.direction,
            hedges: quantity.hedges,
            derived: quantity.derived,
            equivalent: quantity
                .equivalent
                .map(|equivalent| EquivalentRow { value: equivalent.value, currency: equivalent.currency }),
            subject: claim.subject,
            origin: claim.origin,
            places: claim.places,
            site: claim.site,
            sectors: claim.sectors,
            isic: claim.isic,
            employer: claim.employer,
            role: claim.role,
            grade: claim.grade,
            market: claim.market,
            act: claim.act,
            trend: claim.trend,
            time: claim.time,
            time_basis: claim.time_basis,
            attribution: attribution.collect(),
            attribution_mode: claim.attribution.mode,
            stance: claim.stance,
            denies: claim.denies,
            ilo: claim.ilo,
            rule: claim.rule,
        }
    }
}

/// A claim of the ledger with where it stands and what people made of it.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerClaim {
    /// The claim, with the corrections of its reviews.
    pub claim: Claim,
    /// Where its reviews leave it.
    pub state: ReviewState,
    /// How far its source may travel.
    pub sensitivity: Sensitivity,
    /// The source it stands in.
    pub source: Arc<SourceCard>,
}

/// One claim of the ledger: a [`ClaimRow`] with its source and state.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LedgerRow {
    /// The claim itself.
    #[serde(flatten)]
    pub claim: ClaimRow,
    /// Where its reviews leave it.
    pub state: ReviewState,
    /// How far its source may travel.
    pub sensitivity: Sensitivity,
    /// SHA-256 of the source.
    pub source_id: SourceId,
    /// The source's headline.
    pub title: Option<String>,
    /// The publishing site.
    pub publisher: Option<String>,
    /// When it was published.
    pub published: Option<Edtf>,
    /// Its address.
    pub url: Option<String>,
}

impl From<LedgerClaim> for LedgerRow {
    fn from(claim: LedgerClaim) -> Self {
        let LedgerClaim { claim, state, sensitivity, source } = claim;
        Self {
            claim: ClaimRow::of(&source.name, claim),
            state,
            sensitivity,
            source_id: source.id.clone(),
            title: source.title.clone(),
            publisher: source.site.clone(),
            published: source.published.clone(),
            url: source.url.clone(),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use model::{Attribution, Clearance, CodePoints, Equivalent, Passage, Quantity, Span, Speaker};

    /// A levy as a page might state it, with every slot that a levy can have.
    pub(crate) fn ledger_claim() -> LedgerClaim {
        let text =
            "Рабочий: a worker handed 15,000 roubles ($640) a month to the captain, said Example Watch.";
        let quote = "handed 15,000 roubles ($640) a month to the captain";
        let start = text.find(quote).unwrap();
        let passage =
            Passage::at(text, &CodePoints::new(text), Span::new(start, start + quote.len())).unwrap();
        let source = SourceId::of(text.as_bytes());
        let claim = Claim {
            id: ClaimId::derive(&source, Kind::Levy, None, None, quote, 0),
            kind: Kind::Levy,
            passage,
            zone: Zone::Main,
            quantity: Some(Quantity {
                amount: Some(Amount::point(15_000.0).unwrap()),
                unit: Some(Unit::Currency("RUB".to_owned())),
                period: Some(Period::Month),
                hedges: vec![Hedge::Reported],
                equivalent: Some(Equivalent { value: 640.0, currency: "USD".to_owned() }),
                ..Quantity::default()
            }),
            subject: Some("workers".to_owned()),
            origin: Some("KP".to_owned()),
            places: vec!["RU".to_owned(), "Vladivostok".to_owned()],
            site: None,
            sectors: vec!["construction".to_owned()],
            isic: vec!["F".to_owned()],
            employer: Some("Example Building Company".to_owned()),
            role: None,
            grade: None,
            market: None,
            act: None,
            trend: None,
            time: Some("2008".parse().unwrap()),
            time_basis: Some(TimeBasis::Stated),
            attribution: Attribution {
                speakers: vec![Speaker {
                    name: "Example Watch".to_owned(),
                    kind: SpeakerType::Ngo,
                    year: None,
                    cue: "said".to_owned(),
                    affiliation: None,
                }],
                mode: AttributionMode::Explicit,
            },
            stance: Stance::Asserted,
            denies: Vec::new(),
            ilo: None,
            rule: RuleId::new("levy/handed"),
            evidence: Vec::new(),
            row: None,
        };
        let source = SourceCard {
            id: source,
            name: "reports/captain.html".to_owned(),
            media_type: "text/html".to_owned(),
            size: 120,
            title: Some("The captain's {share}".to_owned()),
            byline: Some("Staff & friends".to_owned()),
            site: Some("Example Weekly".to_owned()),
            published: Some("2018-04-03".parse().unwrap()),
            language: Some("en".to_owned()),
            url: Some("https://weekly.example/captain".to_owned()),
            acquired: Some("2024-05-31T08:00:00Z".to_owned()),
        };
        LedgerClaim {
            claim,
            state: ReviewState::Confirmed,
            sensitivity: Sensitivity::Internal,
            source: Arc::new(source),
        }
    }

    #[test]
    fn the_row_has_the_fields_of_the_contract() {
        let claim = Clearance::Workspace.admit(ledger_claim(), Sensitivity::Internal).unwrap();
        let mut lines = Vec::new();
        crate::write_json_lines(&mut lines, [claim.map(LedgerRow::from)]).unwrap();
        let line = String::from_utf8(lines).unwrap().replace(",\"", ",\n\"");
        insta::assert_snapshot!(line, @r#"
        {"doc":"reports/captain.html",
        "id":"d5ffd72b3304143c",
        "kind":"levy",
        "quote":"handed 15,000 roubles ($640) a month to the captain",
        "start":18,
        "end":69,
        "zone":"main",
        "low":null,
        "point":15000,
        "high":null,
        "unit":"RUB",
        "currency":"RUB",
        "period":"month",
        "measure":null,
        "direction":null,
        "hedges":["reported"],
        "derived":false,
        "equivalent":{"value":640,
        "currency":"USD"},
        "subject":"workers",
        "origin":"KP",
        "places":["RU",
        "Vladivostok"],
        "site":null,
        "sectors":["construction"],
        "isic":["F"],
        "employer":"Example Building Company",
        "role":null,
        "grade":null,
        "market":null,
        "act":null,
        "trend":null,
        "time":"2008",
        "time_basis":"stated",
        "attribution":[{"name":"Example Watch",
        "type":"ngo",
        "year":null,
        "cue":"said",
        "affiliation":null}],
        "attribution_mode":"explicit",
        "stance":"asserted",
        "denies":[],
        "ilo":null,
        "rule":"levy/handed",
        "state":"confirmed",
        "sensitivity":"internal",
        "source_id":"6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9",
        "title":"The captain's {share}",
        "publisher":"Example Weekly",
        "published":"2018-04-03",
        "url":"https://weekly.example/captain"}
        "#);
    }

    #[test]
    fn what_is_missing_is_null_or_an_empty_list() {
        let mut claim = ledger_claim().claim;
        claim.quantity = None;
        claim.places.clear();
        let row = serde_json::to_value(ClaimRow::of("a", claim)).unwrap();
        for field in
            ["low", "point", "high", "unit", "currency", "period", "measure", "equivalent", "site", "ilo"]
        {
            assert_eq!(row.get(field), Some(&serde_json::Value::Null), "{field}");
        }
        for field in ["hedges", "places", "denies"] {
            assert_eq!(row.get(field), Some(&serde_json::json!([])), "{field}");
        }
        assert_eq!(row.get("derived"), Some(&serde_json::json!(false)));
    }
}
