//! The scheme model as a form: every parameter with its source, scenarios to choose, results with chart and tables.
//!
//! Everything that is asked stands in the address, so that a result can be sent to somebody who looks at the same.

use super::super::extract::Query;
use super::super::{Frame, Place, page};
use crate::{Desk, Fault, Visitor};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use engine::schemes::{
    ExplainedParameter, Outcome, Outcomes, RunOptions, Scheme, SchemeExplanation, SchemeRun, explain,
};
use model::{Cleared, Sensitivity};
use publish::{brief, line_chart, plain_number, signed};
use std::collections::{BTreeMap, HashMap};

/// Most draws on a page; the command line takes more.
const MOST_DRAWS: usize = 2_000;
/// Draws where none are given.
const DRAWS: usize = 500;
/// Most scenarios beside the baseline.
const MOST_SCENARIOS: usize = 6;
/// Influences shown for each outcome.
const STRONGEST: usize = 3;
/// Before the name of a parameter in a field's name.
const PREFIX: &str = "p.";
/// The ends of a parameter, as fields name them.
const ENDS: [&str; 3] = ["low", "value", "high"];

/// What is asked, by the fields of the form.
struct Asked {
    scenarios: Vec<String>,
    draws: usize,
    seed: u64,
    /// What was typed for a parameter's low, central and high value.
    values: HashMap<String, [Option<f64>; 3]>,
    is_blank: bool,
}

impl Asked {
    fn of(fields: &[(String, String)]) -> Result<Self, Fault> {
        let mut asked = Self {
            scenarios: Vec::new(),
            draws: DRAWS,
            seed: engine::schemes::SEED,
            values: HashMap::new(),
            is_blank: fields.is_empty(),
        };
        for (field, text) in fields {
            let text = text.trim();
            match (field.as_str(), text.is_empty()) {
                (_, true) => {}
                ("scenario", _) if asked.scenarios.iter().any(|name| name == text) => {}
                ("scenario", _) => asked.scenarios.push(text.to_owned()),
                ("draws", _) => {
                    let draws = text.parse().ok().filter(|draws| (1..=MOST_DRAWS).contains(draws));
                    asked.draws = draws.ok_or_else(|| {
                        Fault::Invalid(format!("draws are a whole number from 1 to {MOST_DRAWS} here; the command line takes more"))
                    })?;
                }
                ("seed", _) => {
                    let wrong = |_| Fault::Invalid("a seed is a whole number, not below 0".to_owned());
                    asked.seed = text.parse().map_err(wrong)?;
                }
                (field, _) => asked.take_value(field, text)?,
            }
        }
        if asked.scenarios.len() > MOST_SCENARIOS {
            return Err(Fault::Invalid(format!("at most {MOST_SCENARIOS} scenarios at a time")));
        }
        Ok(asked)
    }

    fn take_value(&mut self, field: &str, text: &str) -> Result<(), Fault> {
        let parts = field.strip_prefix(PREFIX).and_then(|rest| rest.rsplit_once('.'));
        let end = parts.and_then(|(name, end)| Some((name, ENDS.iter().position(|known| *known == end)?)));
        let (name, end) = end.ok_or_else(|| Fault::Invalid(format!("“{field}” is no field of this form")))?;
        let value: Option<f64> = text.replace(',', "").parse().ok().filter(|value: &f64| value.is_finite());
        let value = value.ok_or_else(|| Fault::Invalid(format!("“{text}” for {name} is no number")))?;
        if let Some(place) = self.values.entry(name.to_owned()).or_default().get_mut(end) {
            *place = Some(value);
        }
        Ok(())
    }

    /// Sets what differs from the file.
    fn apply(&self, scheme: &mut Scheme) -> Result<Vec<String>, Fault> {
        let known: BTreeMap<String, [f64; 3]> = scheme
            .parameters()
            .iter()
            .map(|named| (named.name(), [named.parameter.low, named.parameter.central, named.parameter.high]))
            .collect();
        let mut changed = Vec::new();
        for (name, typed) in &self.values {
            let own =
                known.get(name).ok_or_else(|| Fault::Invalid(format!("there is no parameter “{name}”")))?;
            let values: [f64; 3] = std::array::from_fn(|at| typed[at].unwrap_or(own[at]));
            // What the form shows is rounded no more than a number in full is.
            if values == *own {
                continue;
            }
            scheme.assume(name, values).map_err(Fault::Invalid)?;
            changed.push(name.clone());
        }
        changed.sort_unstable();
        Ok(changed)
    }
}

/// A parameter as a line of the form.
struct Field {
    name: String,
    meaning: &'static str,
    low: String,
    value: String,
    high: String,
    source: String,
    note: String,
    is_assumed: bool,
    is_changed: bool,
}

/// Parameters of one host, or of all.
struct FieldGroup {
    title: String,
    fields: Vec<Field>,
    is_open: bool,
}

/// A scenario to choose.
struct ScenarioChoice {
    name: String,
    about: String,
    is_chosen: bool,
}

/// A line of results: an outcome under each scenario.
struct ResultRow {
    outcome: String,
    cells: Vec<Cell>,
}

/// A median with its ends.
struct Cell {
    scenario: String,
    median: String,
    ends: String,
}

/// An influence on the baseline.
struct InfluenceRow {
    outcome: String,
    parameter: String,
    at_low: String,
    at_high: String,
    is_assumed: bool,
}

#[derive(Template)]
#[template(path = "figures/scheme.html")]
struct SchemePage {
    frame: Frame,
    told: SchemeExplanation,
    run: SchemeRun,
    chart: Cleared<String>,
    months: Vec<(String, Vec<String>)>,
    names: Vec<String>,
    results: Vec<ResultRow>,
    influences: Vec<InfluenceRow>,
    groups: Vec<FieldGroup>,
    scenarios: Vec<ScenarioChoice>,
    changed: Vec<String>,
    draws: usize,
    seed: u64,
    is_blank: bool,
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    let asked = Asked::of(&fields)?;
    let frame = Frame::new(&visitor, Place::Figures, "Scheme model");
    let threads = desk.options().threads;
    let clearance = visitor.clearance();
    let view = desk
        .look(move |workspace| {
            let mut scheme = engine::load_scheme(None, Some(workspace))?;
            let changed = asked.apply(&mut scheme)?;
            let options = RunOptions { draws: asked.draws, seed: asked.seed, threads };
            let run = engine::run_scheme(&scheme, &asked.scenarios, &options)?;
            // The demonstration rests on published figures and on what was typed here.
            let chart = clearance.admit(engine::scheme_chart(&run), Sensitivity::Open).map(line_chart);
            let chart = chart.ok_or(Fault::Broken)?;
            Ok(view(frame, asked, &scheme, run, chart, changed))
        })
        .await?;
    page(&view)
}

fn view(
    frame: Frame,
    asked: Asked,
    scheme: &Scheme,
    run: SchemeRun,
    chart: Cleared<String>,
    changed: Vec<String>,
) -> SchemePage {
    let told = explain(scheme);
    let scenarios = scheme.scenarios.iter().map(|scenario| ScenarioChoice {
        name: scenario.name.clone(),
        about: scenario.about.clone(),
        is_chosen: asked.scenarios.contains(&scenario.name),
    });
    SchemePage {
        groups: groups(&told, &changed),
        scenarios: scenarios.collect(),
        months: months(&run),
        names: run.scenarios.iter().map(|scenario| scenario.name.clone()).collect(),
        results: results(&run),
        influences: influences(&run),
        draws: asked.draws,
        seed: asked.seed,
        is_blank: asked.is_blank,
        frame,
        told,
        chart,
        run,
        changed,
    }
}

fn groups(told: &SchemeExplanation, changed: &[String]) -> Vec<FieldGroup> {
    let field = |parameter: &ExplainedParameter| {
        let number = |value: f64| plain_number((value * 1e6).round() / 1e6);
        let own = &parameter.parameter;
        Field {
            is_changed: changed.contains(&parameter.name),
            name: parameter.name.clone(),
            meaning: parameter.meaning,
            low: number(own.low),
            value: number(own.central),
            high: number(own.high),
            source: own.source.clone(),
            note: own.note.clone().unwrap_or_default(),
            is_assumed: parameter.assumed,
        }
    };
    let hosts = told.hosts.iter().map(|host| (Some(host.host.as_str()), host.name.clone()));
    let all = std::iter::once((None, "All hosts".to_owned())).chain(hosts);
    let group = |(host, title): (Option<&str>, String)| {
        let is_own = |told: &&ExplainedParameter| told.name.split_once('.').map(|(host, _)| host) == host;
        let fields: Vec<Field> = told.parameters.iter().filter(is_own).map(field).collect();
        FieldGroup { title, is_open: fields.iter().any(|field| field.is_changed), fields }
    };
    all.map(group).filter(|group| !group.fields.is_empty()).collect()
}

/// Medians of workers by month: every third month, as the chart has them.
fn months(run: &SchemeRun) -> Vec<(String, Vec<String>)> {
    let first = run.scenarios.first().map(|scenario| scenario.stock.as_slice()).unwrap_or_default();
    let at = |(number, month): (usize, &engine::schemes::MonthlyStock)| {
        let cell = |scenario: &engine::schemes::ScenarioResult| {
            let stock = scenario.stock.get(number);
            stock.map(|stock| brief(stock.workers.median)).unwrap_or_default()
        };
        (month.month.to_string(), run.scenarios.iter().map(cell).collect())
    };
    first.iter().enumerate().step_by(3).map(at).collect()
}

fn label(outcome: Outcome, currency: &str) -> String {
    let money = if outcome.is_money() { format!(" ({currency})") } else { String::new() };
    format!("{}{money}", outcome.meaning())
}

fn results(run: &SchemeRun) -> Vec<ResultRow> {
    let row = |outcome: &Outcome| {
        let cells = run.scenarios.iter().map(|scenario| {
            let is_baseline = scenario.against_baseline.is_empty();
            let from: &Outcomes = if is_baseline { &scenario.total } else { &scenario.against_baseline };
            let range = from.get(outcome).copied().flatten();
            let told = if is_baseline { brief } else { signed };
            Cell {
                scenario: scenario.name.clone(),
                median: range.map_or_else(|| "unknown".to_owned(), |range| told(range.median)),
                ends: range
                    .map(|range| format!("{} to {}", told(range.low), told(range.high)))
                    .unwrap_or_default(),
            }
        });
        ResultRow { outcome: label(*outcome, &run.currency), cells: cells.collect() }
    };
    Outcome::ALL.iter().map(row).collect()
}

fn influences(run: &SchemeRun) -> Vec<InfluenceRow> {
    let of = |outcome: &Outcome| {
        let own = run.influences.iter().filter(|influence| influence.outcome == *outcome).take(STRONGEST);
        let row = |influence: &engine::schemes::Influence| InfluenceRow {
            outcome: label(influence.outcome, &run.currency),
            parameter: influence.parameter.clone(),
            at_low: brief(influence.at_low),
            at_high: brief(influence.at_high),
            is_assumed: influence.assumed,
        };
        own.map(row).collect::<Vec<_>>()
    };
    Outcome::ALL.iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn refusal(pairs: &[(&str, &str)]) -> String {
        Asked::of(&fields(pairs)).err().map(|fault| fault.to_string()).unwrap_or_default()
    }

    #[test]
    fn fields_are_read_and_what_is_none_is_said() {
        let asked = Asked::of(&fields(&[
            ("scenario", "no-acts"),
            ("scenario", "no-acts"),
            ("draws", " 20 "),
            ("seed", ""),
            ("p.russia.wage.high", "1,000"),
        ]))
        .unwrap();
        assert_eq!((asked.scenarios.len(), asked.draws, asked.seed), (1, 20, 1));
        assert_eq!(asked.values["russia.wage"], [None, None, Some(1000.0)]);
        assert_eq!(
            refusal(&[("draws", "2001")]),
            "draws are a whole number from 1 to 2000 here; the command line takes more"
        );
        assert_eq!(refusal(&[("p.russia.wage.high", "inf")]), "“inf” for russia.wage is no number");
        assert_eq!(refusal(&[("x", "1")]), "“x” is no field of this form");
    }
}
