//! Figures and findings of a workspace, made once to be asked many times, with what there is to ask about.

use crate::deadlines::Datable;
use crate::{Result, figure_material};
use ::figures::estimate::{Answer, Question, estimate};
use ::figures::scope::{Level, Scope};
use ::figures::{FigureClaim, Figures, Finding, Word, findings, fold_whole};
use archive::Workspace;
use model::{Clearance, Cleared, Kind};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Figures with what follows from them; everything in it passed one clearance.
#[derive(Debug)]
pub struct Folded {
    /// The figures, with the claims they are made of.
    pub figures: Figures<'static>,
    /// What they show, the most consequential first.
    pub findings: Vec<Finding>,
    /// The figures by number of mentions, the most first.
    pub by_mentions: Vec<usize>,
    /// The figures of each place, by the place in lower case, those with the most mentions first.
    pub of_place: HashMap<String, Vec<usize>>,
    /// Places of figures as they are written, with the number of figures, the most first.
    pub figure_places: Vec<(String, u64)>,
    /// Number of figures of each kind.
    pub figure_kinds: BTreeMap<Kind, u64>,
    /// Questions that figures answer, those with the most independent roots first.
    pub questions: Vec<KnownQuestion>,
    /// What is known of each place: a country by its code, `world`, or a name in lower case.
    pub places: BTreeMap<String, Tally>,
    /// What is known of each sector.
    pub sectors: BTreeMap<String, Tally>,
    /// What is known of workers of each country, by its code.
    pub programmes: BTreeMap<String, Tally>,
    /// What is known of each place of work, by its name in lower case, as it is written first.
    pub sites: BTreeMap<String, (Word, Tally)>,
    /// The claims that deadlines can be held against.
    pub datable: Datable,
}

/// What claims there are about one thing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// The claims, by their numbers in the material.
    pub mentions: Vec<usize>,
    /// Number of sources that carry them.
    pub sources: usize,
    /// Number of figures.
    pub figures: usize,
}

/// A question with figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownQuestion {
    /// What is counted.
    pub kind: Kind,
    /// Where: a code, `world` or a name.
    pub place: String,
    /// Number of figures.
    pub figures: usize,
    /// Number of independent roots.
    pub roots: usize,
    /// How often they are written.
    pub mentions: usize,
    /// First and last year they are for.
    pub years: Option<(i32, i32)>,
    /// The answer over all years; worked out for the first sixty questions only.
    pub answer: Option<Answer>,
}

/// Questions that are answered beforehand.
const ANSWERED: usize = 60;

impl KnownQuestion {
    /// The question over all years and measures.
    #[must_use]
    pub fn question(&self) -> Question {
        Question {
            kind: self.kind,
            place: self.place.clone(),
            year: None,
            measure: None,
            origin: None,
            pool: None,
        }
    }
}

/// Folds the claims that a clearance lets through.
///
/// # Errors
/// If the ledger cannot be read.
pub fn folded(workspace: &Workspace, clearance: Clearance) -> Result<Cleared<Folded>> {
    Ok(figure_material(workspace, clearance)?.map(|material| {
        let figures = fold_whole(material);
        let findings = findings(&figures);
        let mut by_mentions: Vec<usize> = (0..figures.all.len()).collect();
        let mentions = |place: &usize| figures.all.get(*place).map_or(0, |figure| figure.mentions);
        by_mentions.sort_by_key(|place| std::cmp::Reverse(mentions(place)));
        let mut of_place: HashMap<String, Vec<usize>> = HashMap::new();
        let mut figure_places: BTreeMap<String, u64> = BTreeMap::new();
        let mut figure_kinds: BTreeMap<Kind, u64> = BTreeMap::new();
        for (number, figure) in by_mentions.iter().filter_map(|at| Some((*at, figures.all.get(*at)?))) {
            *figure_kinds.entry(figure.kind).or_default() += 1;
            for place in figure.scope.places() {
                of_place.entry(place.to_lowercase()).or_default().push(number);
                *figure_places.entry(place).or_default() += 1;
            }
        }
        let mut figure_places: Vec<(String, u64)> = figure_places.into_iter().collect();
        figure_places.sort_by(|one, other| (other.1, &one.0).cmp(&(one.1, &other.0)));
        let questions = questions(&figures);
        let places = tallies(&figures, |claim, take| {
            claim.places.iter().for_each(|place| match is_code(place) {
                true => take(place),
                false => take(&place.to_lowercase()),
            });
        });
        let sectors = tallies(&figures, |claim, take| claim.sectors.iter().for_each(|sector| take(sector)));
        let programmes = tallies(&figures, |claim, take| claim.origin.iter().for_each(|origin| take(origin)));
        let sites = tallies(&figures, |claim, take| {
            claim.site().into_iter().for_each(|site| take(&site.to_lowercase()));
        });
        let written = |tally: &Tally| {
            let first = tally.mentions.first().and_then(|first| figures.material.claim(*first));
            first.and_then(FigureClaim::site).map(Word::from).unwrap_or_default()
        };
        let sites = sites.into_iter().map(|(name, tally)| (name, (written(&tally), tally))).collect();
        let datable = Datable::of(&figures.material);
        Folded {
            figures,
            findings,
            by_mentions,
            of_place,
            figure_places,
            figure_kinds,
            questions,
            places,
            sectors,
            programmes,
            sites,
            datable,
        }
    }))
}

fn is_code(place: &str) -> bool {
    place.len() == 2 && place.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Tallies by what claims name; `keys` hands over each name of one claim.
fn tallies(
    figures: &Figures<'_>,
    keys: impl Fn(&FigureClaim, &mut dyn FnMut(&str)),
) -> BTreeMap<String, Tally> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for (number, mention) in figures.material.mentions.iter().enumerate() {
        keys(&mention.claim, &mut |key| {
            if let Some(tally) = tallies.get_mut(key) {
                // A claim may name the same twice.
                if tally.mentions.last() != Some(&number) {
                    tally.mentions.push(number);
                }
                return;
            }
            tallies.insert(key.to_owned(), Tally { mentions: vec![number], ..Tally::default() });
        });
    }
    let number_of = |found: &mut Vec<usize>| {
        found.sort_unstable();
        found.dedup();
        found.len()
    };
    for tally in tallies.values_mut() {
        let page = |number: &usize| figures.material.mentions.get(*number).map(|mention| mention.page);
        tally.sources = number_of(&mut tally.mentions.iter().filter_map(page).collect());
        let figure = |number: &usize| figures.of_mention(*number);
        tally.figures = number_of(&mut tally.mentions.iter().filter_map(figure).collect());
        tally.mentions.shrink_to_fit();
    }
    tallies
}

/// The place that a question can name: one country, the world, or one place by name.
fn place_of(scope: &Scope) -> Option<String> {
    match (scope.level(), scope.countries.as_slice(), scope.locals.as_slice()) {
        (Level::World, ..) => Some("world".to_owned()),
        (Level::Country, [code], _) => Some(code.clone()),
        (Level::Several, [], [name]) => Some(name.clone()),
        _ => None,
    }
}

fn questions(figures: &Figures<'_>) -> Vec<KnownQuestion> {
    let mut known: HashMap<(Kind, String), (KnownQuestion, HashSet<&str>)> = HashMap::new();
    for figure in &figures.all {
        let Some(place) = place_of(&figure.scope) else { continue };
        let (question, roots) = known.entry((figure.kind, place.clone())).or_insert_with(|| {
            let (kind, answer) = (figure.kind, None);
            let question =
                KnownQuestion { kind, place, figures: 0, roots: 0, mentions: 0, years: None, answer };
            (question, HashSet::new())
        });
        question.figures += 1;
        question.mentions += figure.mentions;
        roots.extend(figure.root.as_ref().map(|root| root.as_str()));
        if let Some((first, last)) = figure.years() {
            let (least, most) = question.years.unwrap_or((first, last));
            question.years = Some((least.min(first), most.max(last)));
        }
    }
    let count =
        |(question, roots): (KnownQuestion, HashSet<&str>)| KnownQuestion { roots: roots.len(), ..question };
    let mut questions: Vec<KnownQuestion> = known.into_values().map(count).collect();
    questions.sort_by(|one, other| {
        (other.roots, other.figures, other.mentions)
            .cmp(&(one.roots, one.figures, one.mentions))
            .then_with(|| (one.kind, &one.place).cmp(&(other.kind, &other.place)))
    });
    for question in questions.iter_mut().take(ANSWERED) {
        question.answer = Some(estimate(figures, &question.question()).outcome.answer);
    }
    questions
}
