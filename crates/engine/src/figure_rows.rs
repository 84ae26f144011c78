//! Rows of figures and findings: the contract of `figures --json` and `findings --json`.

use ::figures::{Figure, Figures, Finding, Material, Mention, RootBasis, Word};
use model::{Amount, Direction, Edtf, Hedge, Kind, Measure, Period, SourceId, Unit};
use serde::Serialize;

/// A claim of a figure, with its passage.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the fields are those of the contract, documented where it is")]
pub struct FigureClaimRow {
    pub id: String,
    /// The id of the table's row that the claim was made from; null for a claim of a page.
    pub source_id: Option<String>,
    pub source: Option<SourceId>,
    pub doc: String,
    pub title: Option<String>,
    pub published: Option<Edtf>,
    pub url: Option<String>,
    pub citation: Option<String>,
    pub quote: String,
    pub start: usize,
    pub end: usize,
}

/// A step of a chain, with the words that show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields are those of the contract, documented where it is")]
pub struct StepRow {
    pub from: String,
    pub to: String,
    pub how: String,
    pub claim: String,
    pub quote: String,
}

/// A figure that another one probably repeats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProbableRow {
    /// Its id.
    pub figure: String,
    /// Its root.
    pub root_name: String,
    /// What it says.
    pub says: String,
    /// Why it is thought to be the same.
    pub reasons: Vec<String>,
}

/// How one claim leads back to the root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChainRow {
    /// The claim.
    pub claim: String,
    /// From its page to the root.
    pub steps: Vec<StepRow>,
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the fields are those of the contract, documented where it is")]
pub struct FigureRow {
    pub id: String,
    pub kind: Kind,
    pub says: String,
    pub low: Option<f64>,
    pub point: Option<f64>,
    pub high: Option<f64>,
    pub unit: Option<Unit>,
    pub period: Option<Period>,
    pub measure: Option<Measure>,
    pub direction: Option<Direction>,
    pub hedges: Vec<Hedge>,
    pub places: Vec<String>,
    pub time: Option<Edtf>,
    pub root: Option<String>,
    pub root_basis: Option<RootBasis>,
    pub root_name: Option<String>,
    pub root_year: Option<i32>,
    pub mentions: usize,
    pub independent_roots: usize,
    pub agrees: Vec<String>,
    pub probable: Vec<ProbableRow>,
    pub problems: Vec<String>,
    pub decisions: Vec<String>,
    pub chains: Vec<ChainRow>,
    pub claims: Vec<FigureClaimRow>,
}

/// A finding with the passages it rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the fields are those of the contract, documented where it is")]
pub struct FindingRow {
    pub topic: &'static str,
    pub weight: f64,
    pub sentence: String,
    pub details: Vec<String>,
    pub figures: Vec<String>,
    pub passages: Vec<FigureClaimRow>,
}

/// The rows of all figures.
#[must_use]
pub fn figure_rows(figures: &Figures<'_>) -> Vec<FigureRow> {
    figures.all.iter().map(|figure| figure_row(figures, figure)).collect()
}

/// The rows of findings.
#[must_use]
pub fn finding_rows(figures: &Figures<'_>, findings: Vec<Finding>) -> Vec<FindingRow> {
    let row = |finding: Finding| FindingRow {
        topic: finding.topic.as_str(),
        weight: finding.weight,
        sentence: finding.sentence,
        details: finding.details,
        figures: ids(figures, &finding.figures),
        passages: finding
            .mentions
            .iter()
            .filter_map(|mention| figure_claim_row(figures, *mention))
            .chain(finding.asides.iter().filter_map(|aside| {
                let mention = figures.material.aside.get(*aside)?;
                Some(row_of(&figures.material, mention))
            }))
            .collect(),
    };
    findings.into_iter().map(row).collect()
}

fn ids(figures: &Figures<'_>, places: &[usize]) -> Vec<String> {
    places.iter().filter_map(|place| figures.all.get(*place)).map(|figure| figure.id.to_string()).collect()
}

/// A claim that figures are made of, by its number in the material, with its passage.
#[must_use]
pub fn figure_claim_row(figures: &Figures<'_>, mention: usize) -> Option<FigureClaimRow> {
    Some(row_of(&figures.material, figures.material.mentions.get(mention)?))
}

fn row_of(material: &Material, mention: &Mention) -> FigureClaimRow {
    let (claim, page) = (&mention.claim, material.pages.get(mention.page));
    let row = claim.row.as_ref();
    let owned = |word: &Word| word.to_string();
    let (start, end) = claim.span();
    FigureClaimRow {
        id: claim.id().to_string(),
        source_id: row.map(|row| row.id.clone()),
        source: page.map(|page| page.source.clone()),
        doc: page.map_or_else(String::new, |page| owned(&page.name)),
        title: page.and_then(|page| page.title.as_ref().map(owned)),
        published: page.and_then(|page| page.published.clone()),
        url: row
            .and_then(|row| row.url.clone())
            .or_else(|| page.and_then(|page| page.url.as_ref().map(owned))),
        citation: row.and_then(|row| row.citation.clone()),
        quote: material.quote(claim).to_owned(),
        start,
        end,
    }
}

impl FigureRow {
    /// The root with its year; in brackets where it only carries the figure.
    #[must_use]
    pub fn root_told(&self) -> String {
        let Some(name) = &self.root_name else { return "unknown".to_owned() };
        let year = self.root_year.map(|year| year.to_string()).filter(|year| !name.contains(year.as_str()));
        let label = year.map_or_else(|| name.clone(), |year| format!("{name}, {year}"));
        if self.root_basis == Some(RootBasis::Carrier) { format!("({label})") } else { label }
    }
}

/// The row of one figure.
#[must_use]
pub fn figure_row(figures: &Figures<'_>, figure: &Figure) -> FigureRow {
    let quantity = figures.quantity(figure);
    let root = figures.root(figure);
    let passage = |mention: usize| {
        let claim = figures.material.claim(mention);
        claim
            .map(|claim| (claim.id().to_string(), figures.material.quote(claim).to_owned()))
            .unwrap_or_default()
    };
    let chains = figure.chains.iter().map(|chain| ChainRow {
        claim: passage(chain.mention).0,
        steps: chain
            .steps
            .iter()
            .map(|step| {
                let (claim, quote) = passage(step.mention);
                StepRow {
                    from: step.from.to_string(),
                    to: step.to.to_string(),
                    how: step.how.to_string(),
                    claim,
                    quote,
                }
            })
            .collect(),
    });
    let probable = figure.probable.iter().filter_map(|known| {
        let other = figures.all.get(known.figure)?;
        Some(ProbableRow {
            figure: other.id.to_string(),
            root_name: figures.root_label(other),
            says: figures.say(other),
            reasons: known.reasons.clone(),
        })
    });
    FigureRow {
        id: figure.id.to_string(),
        kind: figure.kind,
        says: figures.say(figure),
        low: quantity.amount.and_then(Amount::low),
        point: quantity.amount.and_then(Amount::as_point),
        high: quantity.amount.and_then(Amount::high),
        unit: quantity.unit,
        period: quantity.period,
        measure: quantity.measure,
        direction: quantity.direction,
        hedges: quantity.hedges,
        places: figure.scope.places(),
        time: figures.time(figure).cloned(),
        root: figure.root.as_ref().map(ToString::to_string),
        root_basis: figure.basis,
        root_name: root.map(|root| root.name.clone()),
        root_year: root.and_then(|root| root.year),
        mentions: figure.mentions,
        independent_roots: figures.independent_roots(figure),
        agrees: ids(figures, &figure.agrees),
        probable: probable.collect(),
        problems: figure.problems.clone(),
        decisions: figure.decisions.clone(),
        chains: chains.collect(),
        claims: figure.claims.iter().filter_map(|mention| figure_claim_row(figures, *mention)).collect(),
    }
}
