//! One question: what the roots say, side by side, what speaks against comparing them, and what was left out.

use super::super::asked::{Choice, filled, meant, plain};
use super::super::extract::Query;
use super::super::source::download;
use super::super::{Frame, Place, page};
use super::timeline::{Bar, MOST_DRAWN, bars, inputs_of, timeline};
use super::{Evidence, FindingView, question_title, read, shown_with, whole};
use crate::{Desk, Fault, Visitor};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use engine::{Answer, Estimate, EstimateInput, EstimatePlace, Group, Pool, Pooled, Question};
use model::{Kind, Measure, SourceId};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// What is asked.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Asked {
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    year: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    measure: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    origin: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    pool: Option<String>,
}

impl Asked {
    fn question(&self) -> Result<Question, Fault> {
        let needed = || Fault::Invalid("a question names a kind of figure and a place".to_owned());
        Ok(Question {
            kind: meant::<Kind>("kind", self.kind.as_deref())?.ok_or_else(needed)?,
            place: engine::place_in_claims(self.place.as_deref().ok_or_else(needed)?),
            year: meant::<i32>("year", self.year.as_deref())?,
            measure: meant::<Measure>("measure", self.measure.as_deref())?,
            origin: self.origin.as_deref().map(engine::place_in_claims),
            pool: meant::<Pool>("way to pool", self.pool.as_deref())?,
        })
    }
}

/// A line of the table beneath the chart.
struct Row {
    bar: Bar,
    figure: String,
    says: String,
    low: String,
    high: String,
    time: String,
    claim: String,
    source: String,
    notes: Vec<String>,
    mentions: usize,
}

/// Figures of one measure.
struct GroupView {
    title: String,
    /// Where there is more than one figure to hold against another.
    chart: Option<String>,
    undrawn: usize,
    roots: String,
    hull: String,
    rows: Vec<Row>,
    conflicts: Vec<String>,
    /// How many pairs are not shown.
    more_conflicts: Option<String>,
    not_pooled: Option<String>,
    pooled: Option<PooledView>,
}

/// A pooled number in words.
struct PooledView {
    number: String,
    ends: String,
    method: &'static str,
    assumptions: Vec<String>,
    without: Vec<(String, String)>,
    /// Roots whose leaving out is not shown.
    more_without: usize,
}

/// What was left out for one reason.
struct LeftOutView {
    reason: String,
    total: String,
    figures: Vec<(String, String)>,
    /// Figures that are not shown.
    more: usize,
}

#[derive(Template)]
#[template(path = "figures/question.html")]
struct QuestionPage {
    frame: Frame,
    asked: Asked,
    place: String,
    /// The place as the form takes it.
    place_typed: String,
    answer: (&'static str, &'static str),
    sentence: String,
    groups: Vec<GroupView>,
    hidden: usize,
    /// Groups that are not shown.
    more_groups: usize,
    mismatches: Vec<String>,
    /// How many pairs are not shown.
    more_mismatches: Option<String>,
    elsewhere: Vec<(String, String, String)>,
    more_elsewhere: usize,
    left_out: Vec<LeftOutView>,
    findings: Vec<FindingView>,
    kinds: Vec<Choice>,
    measures: Vec<Choice>,
    pools: Vec<Choice>,
    query: String,
}

/// Rows of the tables of one page.
const MOST_ROWS: usize = 60;
const MOST_GROUPS: usize = 8;
const MOST_LEFT_OUT: usize = 12;
const MOST_WITHOUT: usize = 40;
const MOST_FINDINGS: usize = 8;

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let question = asked.question()?;
    let title = question_title(question.kind, &question.place);
    let year = question.year.map(|year| format!(", {year}")).unwrap_or_default();
    let frame = Frame::new(&visitor, Place::Figures, format!("{title}{year}"));
    let (view, cited) = desk
        .look_at_figures(visitor.clearance(), move |folded, workspace| {
            let evidence = Evidence::new(folded, workspace);
            let estimate = engine::estimate(evidence.figures(), &question);
            let view = answered(frame, asked, evidence, &estimate);
            let cited = sources_of(evidence.figures(), question.kind, &view);
            Ok((view, cited))
        })
        .await?;
    let shown = read(shown_with(&view.findings)).into_iter().chain(cited);
    desk.note_reads(&visitor, shown.collect()).await?;
    page(&view)
}

/// The sources that the rows of the tables cite.
fn sources_of(figures: &engine::Figures<'_>, kind: Kind, view: &QuestionPage) -> Vec<SourceId> {
    let rows = view.groups.iter().flat_map(|group| &group.rows);
    let shown: HashSet<&str> = rows.map(|row| row.figure.as_str()).collect();
    let of_kind = figures.all.iter().filter(|figure| figure.kind == kind);
    let cited = of_kind.filter(|figure| shown.contains(figure.id.as_str()));
    cited.filter_map(|figure| Some(figures.material.page_of(figure.lead)?.source.clone())).collect()
}

/// Everything the answer rests on, as `manumit recompute` takes it.
pub(crate) async fn estimate(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let question = asked.question()?;
    let bytes = desk
        .look_at_figures(visitor.clearance(), move |folded, _| {
            let estimate = folded.map(|folded| engine::estimate(&folded.figures, &question));
            let mut bytes = Vec::new();
            publish::write_json_lines(&mut bytes, [estimate]).map_err(engine::Error::from)?;
            Ok(bytes)
        })
        .await?;
    desk.note_export(&visitor, "estimate.json").await?;
    Ok(download("application/json", "estimate.json", bytes))
}

fn answered(frame: Frame, asked: Asked, evidence: Evidence<'_>, estimate: &Estimate) -> QuestionPage {
    let folded = evidence.folded;
    let inputs: HashMap<&str, &EstimateInput> =
        estimate.inputs.iter().map(|input| (input.figure.as_str(), input)).collect();
    let told = |figure: &str| {
        let input = inputs.get(figure);
        input.map(|input| format!("{} ({})", input.says, input.root_name)).unwrap_or_default()
    };
    let mismatches = estimate.outcome.scope_mismatches.iter().take(MOST_LEFT_OUT);
    let mismatches: Vec<String> = mismatches
        .map(|pair| format!("{} against {}: {}.", told(&pair.one), told(&pair.other), pair.why))
        .collect();
    let mut room = MOST_ROWS;
    let total: usize = estimate.outcome.groups.iter().map(|group| group.figures.len()).sum();
    // What most roots speak of comes first.
    let mut sorted: Vec<&Group> = estimate.outcome.groups.iter().collect();
    sorted.sort_by_key(|group| std::cmp::Reverse((group.roots, group.figures.len())));
    let more_groups: Vec<&Group> = sorted.split_off(sorted.len().min(MOST_GROUPS));
    let groups = sorted.into_iter().map(|group| {
        let view = group_view(estimate, group, &frame.title, room);
        room -= view.rows.len();
        view
    });
    let groups: Vec<GroupView> = groups.collect();
    let elsewhere = estimate.inputs.iter().filter(|input| input.place != EstimatePlace::Asked);
    let more_elsewhere = elsewhere.clone().count();
    let elsewhere = elsewhere.take(MOST_LEFT_OUT).map(|input| {
        let role = if input.place == EstimatePlace::Part { "a part" } else { "the whole" };
        (input.figure.clone(), format!("{} ({})", input.says, input.root_name), role.to_owned())
    });
    let kind = estimate.question.kind;
    let all = folded.figures.all.iter().enumerate().filter(|(_, figure)| figure.kind == kind);
    let own = all.filter(|(_, figure)| inputs.contains_key(figure.id.as_str()));
    let own: HashSet<usize> = own.map(|(number, _)| number).collect();
    let is_own = |finding: &&engine::FigureFinding| finding.figures.iter().any(|at| own.contains(at));
    let about = folded.findings.iter().filter(is_own).take(MOST_FINDINGS);
    QuestionPage {
        answer: super::answer_tag(estimate.outcome.answer),
        sentence: sentence(estimate),
        hidden: total.saturating_sub(groups.iter().map(|group| group.rows.len()).sum()),
        more_groups: more_groups.len(),
        groups,
        mismatches,
        more_mismatches: more_pairs(
            estimate.outcome.scope_mismatches.len(),
            estimate.outcome.more_mismatches,
        ),
        more_elsewhere: more_elsewhere.saturating_sub(MOST_LEFT_OUT),
        elsewhere: elsewhere.collect(),
        left_out: left_out(estimate),
        findings: evidence.findings(about),
        kinds: plain(
            &Kind::ALL.iter().filter(|kind| kind.is_numeric()).collect::<Vec<_>>(),
            Some(estimate.question.kind.as_str()),
        ),
        measures: plain(Measure::ALL, asked.measure.as_deref()),
        pools: plain(&["opinion", "random-effects"], asked.pool.as_deref()),
        query: serde_urlencoded::to_string(&asked).unwrap_or_default(),
        place_typed: match estimate.question.place.as_str() {
            "world" => "world".to_owned(),
            place => engine::place_name(place),
        },
        place: engine::place_name(&estimate.question.place),
        frame,
        asked,
    }
}

/// How many pairs are not shown; `are_more` says that not even all were counted.
fn more_pairs(pairs: usize, are_more: bool) -> Option<String> {
    let left = pairs.saturating_sub(MOST_LEFT_OUT);
    let counted = if are_more { format!("more than {}", whole(left)) } else { whole(left) };
    (left > 0).then_some(counted)
}

/// The answer in plain words.
fn sentence(estimate: &Estimate) -> String {
    let roots: usize = estimate.outcome.groups.iter().map(|group| group.roots).sum();
    let independent = if roots == 1 { "One root gives" } else { "Independent roots give" };
    let mut sentence = match estimate.outcome.answer {
        Answer::Figures if roots == 1 => {
            "One root gives figures; nobody else is known to have counted. A single root is not a confirmed number.".to_owned()
        }
        Answer::Figures => {
            format!("{} independent roots give figures, and none contradicts another of the same measure and time.", whole(roots))
        }
        Answer::Conflicting => format!(
            "{independent} figures for the same measure and time that cannot all be right. They stand side by side below; none is chosen."
        ),
        Answer::Insufficient => {
            "No root gives a figure for this. That is an answer about the documents here, not about the world.".to_owned()
        }
    };
    if !estimate.outcome.scope_mismatches.is_empty() {
        sentence.push_str(
            " Scope mismatch: some figures are for a part or a whole, and cannot be held against these.",
        );
    }
    sentence
}

fn end(end: Option<f64>) -> String {
    end.map_or_else(|| "open".to_owned(), publish::brief)
}

/// What a measure is, for a reader who has not met it.
fn measure_title(measure: Measure) -> &'static str {
    match measure {
        Measure::Stock => "Head count",
        Measure::Flow => "Arrivals within a time",
        Measure::Quota => "Agreed ceiling",
        Measure::Change => "Change of a number",
        Measure::Planned => "Planned",
    }
}

fn group_title(group: &Group) -> String {
    let measure = group.measure.map_or("Figures", measure_title);
    let unit = group.unit.as_ref().filter(|unit| unit.as_str() != "person");
    let period = group.period.map(|period| format!("per {period}"));
    let rest: Vec<String> = unit.cloned().into_iter().chain(period).collect();
    if rest.is_empty() { measure.to_owned() } else { format!("{measure}: {}", rest.join(" ")) }
}

/// Where all figures of a group lie, in words.
fn hull(group: &Group) -> String {
    match (group.hull_low, group.hull_high) {
        (Some(low), Some(high)) => {
            format!("all lie within {} to {}", publish::brief(low), publish::brief(high))
        }
        (Some(low), None) => format!("all are {} or more, without an upper end", publish::brief(low)),
        (None, Some(high)) => format!("all are {} or less, without a lower end", publish::brief(high)),
        (None, None) => "some have no lower end and some no upper end".to_owned(),
    }
}

fn group_view(estimate: &Estimate, group: &Group, question: &str, room: usize) -> GroupView {
    let all = bars(estimate, group);
    let without = |pooled: &Pooled| pooled.leave_one_out.len().saturating_sub(MOST_WITHOUT);
    let title = group_title(group);
    let label = format!(
        "{question}, {title}: {} figures over time, by root. The table beneath has the same numbers.",
        all.len().min(MOST_DRAWN)
    );
    let rows = inputs_of(estimate, group).zip(&all).take(room).map(|(input, bar)| Row {
        bar: bar.clone(),
        figure: input.figure.clone(),
        says: input.says.clone(),
        low: end(input.low),
        high: end(input.high),
        time: input.time.as_ref().map(ToString::to_string).unwrap_or_default(),
        claim: input.claim.clone(),
        source: input.source.clone(),
        notes: input.notes.clone(),
        mentions: input.mentions,
    });
    GroupView {
        chart: (all.len() > 1 && room > 0).then(|| timeline(&all, &label)),
        undrawn: all.len().saturating_sub(MOST_DRAWN),
        title,
        roots: publish::count(group.roots, "independent root"),
        hull: hull(group),
        rows: rows.collect(),
        conflicts: group.conflicts.iter().take(MOST_LEFT_OUT).map(|pair| pair.why.clone()).collect(),
        more_conflicts: more_pairs(group.conflicts.len(), group.more_conflicts),
        not_pooled: group.not_pooled.clone(),
        pooled: group.pooled.as_ref().map(|pooled| PooledView {
            number: publish::brief(pooled.number),
            ends: format!("{} to {}", publish::brief(pooled.low), publish::brief(pooled.high)),
            method: pooled.method.meaning(),
            assumptions: pooled.assumptions.clone(),
            more_without: without(pooled),
            without: pooled
                .leave_one_out
                .iter()
                .take(MOST_WITHOUT)
                .map(|left| {
                    let ends = format!("{} to {}", publish::brief(left.low), publish::brief(left.high));
                    (left.without.clone(), format!("{} ({ends})", publish::brief(left.number)))
                })
                .collect(),
        }),
    }
}

fn left_out(estimate: &Estimate) -> Vec<LeftOutView> {
    let mut views: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for left in &estimate.left_out {
        let figure = (left.figure.clone(), left.says.clone());
        match views.iter_mut().find(|(reason, _)| *reason == left.reason) {
            Some((_, figures)) => figures.push(figure),
            None => views.push((left.reason.clone(), vec![figure])),
        }
    }
    let view = |(reason, figures): (String, Vec<(String, String)>)| LeftOutView {
        reason,
        total: whole(figures.len()),
        more: figures.len().saturating_sub(MOST_LEFT_OUT),
        figures: figures.into_iter().take(MOST_LEFT_OUT).collect(),
    };
    views.into_iter().take(MOST_LEFT_OUT).map(view).collect()
}
