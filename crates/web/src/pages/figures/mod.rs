//! Figures and places: what the claims of the workspace say together.
//!
//! ```text
//! /figures ─ /figures/{id} ─ /question ─ /findings          who says how much, since when, from which root, and what follows
//! /places ─ /places/{place} ─ /sites ─ /sites/{site}        the same by where
//! /sectors ─ /sectors/{sector}                              by what work
//! /programmes ─ /programmes/{programme}                     by where workers come from
//! /instruments ─ /instruments/{id} ─ /scheme                what law demands, and a model of what it does
//! ```
//!
//! All of it is read off [`engine::Folded`], which the desk keeps; charts and the map are drawn here as SVG.

mod figure;
mod findings;
mod gathered;
mod instruments;
mod map;
mod overview;
mod place;
mod places;
mod programmes;
mod question;
mod scheme;
mod sectors;
mod sites;
mod timeline;

pub(crate) use gathered::{place_link, programme_link, sector_link, site_link};

use crate::{Need, Role, Routes};
use archive::Workspace;
use engine::{FigureClaim, Figures, Folded, Mention};
use model::{Clearance, Cleared, Kind, SourceId};
use std::collections::{HashMap, HashSet};

/// All pages of this part.
pub(super) fn routes() -> Routes {
    let read = Need::Role(Role::Reader);
    Routes::new()
        .get("/figures", read, overview::show)
        .get("/figures/{id}", read, figure::show)
        .get("/question", read, question::show)
        .get("/question/estimate.json", read, question::estimate)
        .get("/findings", read, findings::show)
        .get("/places", read, places::show)
        .get("/places/{place}", read, place::show)
        .get("/sectors", read, sectors::list)
        .get("/sectors/{sector}", read, sectors::show)
        .get("/programmes", read, programmes::list)
        .get("/programmes/{programme}", read, programmes::show)
        .get("/sites", read, sites::list)
        .get("/sites/{site}", read, sites::show)
        .get("/instruments", read, instruments::list)
        .get("/instruments/{id}", read, instruments::show)
        .get("/scheme", read, scheme::show)
}

/// A finding as pages show it.
pub(crate) struct FindingView {
    pub(crate) topic: &'static str,
    pub(crate) sentence: String,
    pub(crate) details: Vec<String>,
    /// Details that are not shown.
    pub(crate) more_details: usize,
    pub(crate) figures: Vec<FigureLink>,
    pub(crate) passages: Vec<PassageView>,
    /// Passages that are not shown.
    pub(crate) more: usize,
}

/// The words of a claim with those around them, and where they stand.
pub(crate) struct PassageView {
    pub(crate) claim: String,
    pub(crate) before: String,
    pub(crate) quote: String,
    pub(crate) after: String,
    pub(crate) source: String,
    pub(crate) heading: String,
    pub(crate) published: String,
    /// What a row of a table cites.
    pub(crate) citation: Option<String>,
}

/// Figures, and the ledger from which the words around quotes are read: very many claims are kept without them.
#[derive(Clone, Copy)]
struct Evidence<'f> {
    folded: &'f Folded,
    workspace: &'f Workspace,
    clearance: Clearance,
}

impl<'f> Evidence<'f> {
    fn new(folded: Cleared<&'f Folded>, workspace: &'f Workspace) -> Self {
        let clearance = folded.clearance();
        Self { folded: folded.into_inner(), workspace, clearance }
    }

    fn figures(&self) -> &'f Figures<'static> {
        &self.folded.figures
    }

    /// The passage of a claim; none where it is gone since.
    fn passage(&self, mention: &Mention) -> Option<PassageView> {
        let material = &self.figures().material;
        let (claim, page) = (&mention.claim, material.pages.get(mention.page));
        let id = claim.id();
        let passage = self.workspace.claim(self.clearance, &id).ok()?.into_inner().claim.passage;
        let published = page.and_then(|page| page.published.as_ref());
        let heading =
            |page: &engine::FigurePage| page.title.as_deref().unwrap_or(page.file_name()).to_owned();
        Some(PassageView {
            claim: id.to_string(),
            before: passage.prefix,
            quote: passage.exact,
            after: passage.suffix,
            source: page.map(|page| page.source.to_string()).unwrap_or_default(),
            heading: page.map(heading).unwrap_or_default(),
            published: published.map(ToString::to_string).unwrap_or_default(),
            citation: claim.row.as_ref().and_then(|row| row.citation.clone()),
        })
    }

    /// The passages of mentions by their numbers in the material.
    fn passages<'n>(&self, numbers: impl IntoIterator<Item = &'n usize>) -> Vec<PassageView> {
        let material = &self.figures().material;
        let mentions = numbers.into_iter().filter_map(|number| material.mentions.get(*number));
        mentions.filter_map(|mention| self.passage(mention)).collect()
    }

    /// Findings, each with its passages.
    fn findings<'i>(&self, found: impl IntoIterator<Item = &'i engine::FigureFinding>) -> Vec<FindingView> {
        let material = &self.figures().material;
        let view = |finding: &engine::FigureFinding| {
            let places = finding.figures.iter().take(WITH_A_FINDING);
            let mentions = finding.mentions.iter().filter_map(|at| material.mentions.get(*at));
            let asides = finding.asides.iter().filter_map(|at| material.aside.get(*at));
            let passages = mentions.chain(asides).take(WITH_A_FINDING);
            let passages: Vec<PassageView> = passages.filter_map(|mention| self.passage(mention)).collect();
            FindingView {
                topic: finding.topic.title(),
                sentence: finding.sentence.clone(),
                more_details: finding.details.len().saturating_sub(MOST_DETAILS),
                details: finding.details.iter().take(MOST_DETAILS).cloned().collect(),
                figures: places.filter_map(|place| FigureLink::of(self.figures(), *place)).collect(),
                more: (finding.mentions.len() + finding.asides.len()).saturating_sub(passages.len()),
                passages,
            }
        };
        found.into_iter().map(view).collect()
    }
}

/// The sources of passages that are shown, for the note of who read them.
fn read<'p>(passages: impl IntoIterator<Item = &'p PassageView>) -> Vec<SourceId> {
    passages.into_iter().filter_map(|passage| passage.source.parse().ok()).collect()
}

/// The passages shown with findings.
fn shown_with(findings: &[FindingView]) -> impl Iterator<Item = &PassageView> {
    findings.iter().flat_map(|finding| &finding.passages)
}

/// A figure with what it says.
pub(crate) struct FigureLink {
    pub(crate) id: String,
    pub(crate) says: String,
    pub(crate) root: String,
}

/// Passages and figures shown with a finding.
const WITH_A_FINDING: usize = 6;
/// Steps of a calculation shown with it.
const MOST_DETAILS: usize = 24;

impl FigureLink {
    fn of(figures: &Figures<'_>, place: usize) -> Option<Self> {
        let figure = figures.all.get(place)?;
        let (id, says) = (figure.id.to_string(), figures.say(figure));
        Some(Self { id, says, root: figures.root_label(figure) })
    }
}

/// Something named, how often claims speak of it, and where to read on.
pub(crate) struct Counted {
    pub(crate) name: String,
    pub(crate) link: String,
    pub(crate) claims: String,
    pub(crate) sources: String,
}

/// Rows of the tables of countries, sectors and firms on one page.
const MOST_COUNTED: usize = 40;

/// Takes what a claim names, one by one.
type Taker<'t> = &'t mut dyn FnMut(&str);

/// What claims name, counted over claims and sources, the most first; `names` hands over what one claim names.
fn counted(
    figures: &Figures<'_>,
    mentions: &[usize],
    names: impl Fn(&FigureClaim, Taker<'_>),
    link: impl Fn(&str) -> String,
) -> Vec<Counted> {
    let mut found: HashMap<String, (usize, HashSet<usize>)> = HashMap::new();
    // A claim may name the same twice.
    let mut last: HashMap<String, usize> = HashMap::new();
    for number in mentions {
        let Some(mention) = figures.material.mentions.get(*number) else { continue };
        names(&mention.claim, &mut |name| {
            if let (Some((claims, sources)), Some(last)) = (found.get_mut(name), last.get_mut(name)) {
                *claims += usize::from(*last != *number);
                *last = *number;
                sources.insert(mention.page);
                return;
            }
            found.insert(name.to_owned(), (1, HashSet::from([mention.page])));
            last.insert(name.to_owned(), *number);
        });
    }
    let mut found: Vec<(String, (usize, HashSet<usize>))> = found.into_iter().collect();
    found.sort_by(|one, other| (other.1.0, &one.0).cmp(&(one.1.0, &other.0)));
    let row = |(name, (claims, sources)): (String, (usize, HashSet<usize>))| Counted {
        link: link(&name),
        name,
        claims: whole(claims),
        sources: whole(sources.len()),
    };
    found.into_iter().take(MOST_COUNTED).map(row).collect()
}

/// Firms, agencies and sites that claims name.
fn organisations(figures: &Figures<'_>, mentions: &[usize]) -> Vec<Counted> {
    counted(
        figures,
        mentions,
        |claim, take| {
            let name = claim.employer().and_then(|employer| {
                publish::organisation(employer, claim.kind, claim.role(), claim.stance, claim.is_by_person)
            });
            name.iter().for_each(|name| take(name));
        },
        |name| format!("/search?q={}", encoded(&format!("\"{name}\""))),
    )
}

/// A number of things with its thousands apart.
fn whole(number: usize) -> String {
    publish::number(number as f64)
}

/// A text as part of an address.
pub(crate) fn encoded(text: &str) -> String {
    serde_urlencoded::to_string([("", text)]).unwrap_or_default().trim_start_matches('=').replace('+', "%20")
}

/// `Workers in Russia`, `Revenue worldwide`.
fn question_title(kind: Kind, place: &str) -> String {
    let noun = engine::noun(kind);
    let mut letters = noun.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    let noun: String = first.chain(letters).collect();
    match place {
        "world" => format!("{noun} worldwide"),
        place => format!("{noun} in {}", engine::place_name(place)),
    }
}

/// The address of a question.
fn question_link(kind: Kind, place: &str) -> String {
    format!("/question?kind={kind}&place={}", encoded(place))
}

/// A question as tables show it.
pub(crate) struct QuestionRow {
    pub(crate) title: String,
    pub(crate) link: String,
    pub(crate) figures: String,
    pub(crate) roots: String,
    pub(crate) mentions: String,
    pub(crate) years: String,
    /// The class of the tag, and its word.
    pub(crate) answer: Option<(&'static str, &'static str)>,
}

impl QuestionRow {
    fn of(question: &engine::KnownQuestion) -> Self {
        Self {
            title: question_title(question.kind, &question.place),
            link: question_link(question.kind, &question.place),
            figures: whole(question.figures),
            roots: whole(question.roots),
            mentions: whole(question.mentions),
            years: question.years.map(years).unwrap_or_default(),
            answer: question.answer.map(answer_tag),
        }
    }
}

fn years((first, last): (i32, i32)) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}

fn answer_tag(answer: engine::Answer) -> (&'static str, &'static str) {
    match answer {
        engine::Answer::Figures => ("good", "figures"),
        engine::Answer::Conflicting => ("bad", "conflicting"),
        engine::Answer::Insufficient => ("warn", "insufficient"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_have_a_title_and_an_address() {
        assert_eq!(question_title(Kind::WorkerCount, "RU"), "Workers in Russia");
        assert_eq!(question_title(Kind::Revenue, "world"), "Revenue worldwide");
        assert_eq!(
            question_link(Kind::WageGross, "gulf & more"),
            "/question?kind=wage_gross&place=gulf%20%26%20more"
        );
        assert_eq!((years((2012, 2012)), years((2012, 2019))), ("2012".to_owned(), "2012–2019".to_owned()));
    }
}
