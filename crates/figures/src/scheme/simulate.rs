//! The scheme drawn many times, under the baseline and under scenarios.

use super::flow::{FlowTerms, Stock, excess_hazard, hazard_with_arrivals};
use super::money::{Levy, PayTerms};
use super::month::Month;
use super::outcome::{Outcomes, Range, Sums, range, summary};
use super::parameter::Quantity;
use super::scenario::Scenario;
use super::sensitivity::{Influence, influences};
use super::{Host, MOST_DRAWS, MOST_STEPS, RunError, RunOptions, Scheme};
use crate::random::{on_threads, replicate};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a scheme does under the baseline and under scenarios.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SchemeRun {
    /// The scheme's name.
    pub scheme: String,
    /// Its currency.
    pub currency: String,
    /// The month whose end the first stocks are of.
    pub start: Month,
    /// The last month modelled.
    pub end: Month,
    /// Draws.
    pub draws: usize,
    /// Seed.
    pub seed: u64,
    /// The baseline, then the scenarios asked for.
    pub scenarios: Vec<ScenarioResult>,
    /// Parameters that nobody is named for, by name: the results rest on them.
    pub assumed: Vec<String>,
    /// What each uncertain parameter does to the baseline, the strongest first.
    pub influences: Vec<Influence>,
}

/// What happens under one scenario.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScenarioResult {
    /// Its name.
    pub name: String,
    /// The question.
    pub about: String,
    /// All hosts together.
    pub total: Outcomes,
    /// Differences from the baseline, draw by draw; empty for the baseline.
    pub against_baseline: Outcomes,
    /// Host by host.
    pub hosts: Vec<HostResult>,
    /// Workers at the end of each month, at all hosts together.
    pub stock: Vec<MonthlyStock>,
}

/// What happens at one host.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HostResult {
    /// Its id.
    pub host: String,
    /// Its outcomes.
    pub outcomes: Outcomes,
}

/// Workers at the end of a month.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MonthlyStock {
    /// The month.
    pub month: Month,
    /// How many.
    pub workers: Range,
}

/// Runs the baseline and the scenarios of these names.
///
/// # Errors
/// If there is no such scenario, or the work is too much.
pub fn run(scheme: &Scheme, names: &[String], options: &RunOptions) -> Result<SchemeRun, RunError> {
    if options.draws == 0 || options.draws > MOST_DRAWS {
        return Err(RunError::Draws);
    }
    let mut scenarios = vec![Scenario::baseline()];
    for name in names.iter().filter(|name| *name != "baseline") {
        let known =
            || scheme.scenarios.iter().map(|scenario| scenario.name.as_str()).collect::<Vec<_>>().join(", ");
        scenarios.push(scheme.scenario(name).ok_or_else(|| RunError::NoScenario(name.clone(), known()))?);
    }
    let steps = [scheme.hosts.len(), scheme.months, options.draws, scenarios.len()];
    let steps = steps.iter().fold(1_usize, |product, factor| product.saturating_mul(*factor));
    if steps > MOST_STEPS {
        return Err(RunError::TooLarge(steps));
    }
    let model = Model::new(scheme);
    let central = model.central();
    let draws = model.draws(options);
    let mut results: Vec<ScenarioResult> = Vec::new();
    let mut baseline: Option<(Course, Vec<Course>)> = None;
    let mut strongest = Vec::new();
    for scenario in &scenarios {
        let middle = model.course(&central, scenario);
        let courses = model.courses(&draws, scenario, options);
        let against_baseline = baseline.as_ref().map_or_else(Outcomes::new, |(base_middle, base)| {
            summary(|outcome| {
                let difference = |course: &Course, base: &Course| {
                    Some(course.total.outcome(outcome)? - base.total.outcome(outcome)?)
                };
                let drawn = courses.iter().zip(base).map(|(course, base)| difference(course, base)).collect();
                (difference(&middle, base_middle), drawn)
            })
        });
        results.push(ScenarioResult {
            name: scenario.name.clone(),
            about: scenario.about.clone(),
            total: summary(|outcome| {
                (
                    middle.total.outcome(outcome),
                    courses.iter().map(|course| course.total.outcome(outcome)).collect(),
                )
            }),
            against_baseline,
            hosts: host_results(scheme, &middle, &courses),
            stock: stocks(scheme, &middle, &courses),
        });
        if baseline.is_none() {
            strongest = influences(&model, &draws, &courses);
            baseline = Some((middle, courses));
        }
    }
    let assumed = scheme
        .parameters()
        .iter()
        .filter(|named| named.parameter.assumed())
        .map(|named| named.name())
        .collect();
    Ok(SchemeRun {
        scheme: scheme.name.clone(),
        currency: scheme.currency.clone(),
        start: scheme.start,
        end: scheme.start.after(scheme.months),
        draws: options.draws,
        seed: options.seed,
        scenarios: results,
        assumed,
        influences: strongest,
    })
}

fn host_results(scheme: &Scheme, middle: &Course, courses: &[Course]) -> Vec<HostResult> {
    let hosts = scheme.hosts.iter().enumerate();
    hosts
        .map(|(at, host)| HostResult {
            host: host.id.clone(),
            outcomes: summary(|outcome| {
                let of = |course: &Course| course.hosts.get(at).and_then(|sums| sums.outcome(outcome));
                (of(middle), courses.iter().map(of).collect())
            }),
        })
        .collect()
}

fn stocks(scheme: &Scheme, middle: &Course, courses: &[Course]) -> Vec<MonthlyStock> {
    let months = middle.stock.iter().enumerate();
    months
        .filter_map(|(at, central)| {
            let drawn = courses.iter().map(|course| course.stock.get(at).copied()).collect();
            let workers = range(Some(*central), drawn)?;
            Some(MonthlyStock { month: scheme.start.after(at), workers })
        })
        .collect()
}

/// Which value of a draw belongs to which parameter of which host.
pub(super) struct Model<'a> {
    pub(super) scheme: &'a Scheme,
    pub(super) parameters: Vec<super::NamedParameter<'a>>,
    places: Vec<BTreeMap<Quantity, usize>>,
}

impl<'a> Model<'a> {
    pub(super) fn new(scheme: &'a Scheme) -> Self {
        let parameters = scheme.parameters();
        let places = scheme.hosts.iter().map(|host| {
            let place = |quantity: &Quantity| {
                let owner = (!host.shared.contains(quantity)).then_some(host.id.as_str());
                parameters.iter().position(|named| named.host == owner && named.quantity == *quantity)
            };
            host.parameters.keys().filter_map(|quantity| Some((*quantity, place(quantity)?))).collect()
        });
        let places = places.collect();
        Self { scheme, parameters, places }
    }

    pub(super) fn central(&self) -> Vec<f64> {
        self.parameters.iter().map(|named| named.parameter.central).collect()
    }

    fn draws(&self, options: &RunOptions) -> Vec<Vec<f64>> {
        replicate(options.seed, options.draws, options.threads, |draws| {
            self.parameters.iter().map(|named| named.parameter.at(draws.unit())).collect()
        })
    }

    fn courses(&self, draws: &[Vec<f64>], scenario: &Scenario, options: &RunOptions) -> Vec<Course> {
        on_threads(draws.len(), options.threads, |at| self.course(&draws[at], scenario))
    }

    /// All months under a scenario, with these values of the parameters.
    pub(super) fn course(&self, values: &[f64], scenario: &Scenario) -> Course {
        let mut course = Course { stock: vec![0.0; self.scheme.months + 1], ..Course::default() };
        for (host, places) in self.scheme.hosts.iter().zip(&self.places) {
            let value = |quantity: Quantity| places.get(&quantity).and_then(|at| values.get(*at)).copied();
            let mut flow = flow_terms(host, value);
            let pay = pay_terms(value);
            let exchange_known =
                value(Quantity::StateRemitted).is_some() && value(Quantity::WorkerRemitted).is_some();
            let concerned = scenario.concerns(host);
            if concerned {
                flow = scenario.flow(flow);
            }
            let mut sums = Sums { exchange_known, ..Sums::default() };
            let mut stock = Stock { declared: flow.stock, relabelled: 0.0 };
            course.stock[0] += stock.total();
            for at in 1..=self.scheme.months {
                let month = self.scheme.start.after(at);
                let (after, moves) = flow.step(stock, month);
                let terms = if concerned { scenario.pay(pay, month) } else { pay };
                sums.add(f64::midpoint(stock.total(), after.total()), &terms.pay());
                sums.dispatched += moves.dispatched + moves.dispatched_relabelled;
                sums.sent_home += moves.sent_home;
                sums.kept_away += moves.kept_away;
                stock = after;
                course.stock[at] += stock.total();
            }
            (sums.workers, sums.relabelled) = (stock.total(), stock.relabelled);
            course.total.join(&sums, course.hosts.is_empty());
            course.hosts.push(sums);
        }
        course
    }
}

pub(super) fn flow_terms(host: &Host, value: impl Fn(Quantity) -> Option<f64>) -> FlowTerms {
    let known = |quantity| value(quantity).unwrap_or_default();
    let mut terms = FlowTerms {
        stock: known(Quantity::Stock),
        quota: value(Quantity::Quota),
        dispatch: value(Quantity::Dispatch),
        rotation: value(Quantity::Rotation).unwrap_or(f64::INFINITY),
        repatriation: known(Quantity::Repatriation),
        ban_compliance: known(Quantity::BanCompliance),
        deadline_compliance: known(Quantity::DeadlineCompliance),
        relabelled: known(Quantity::Relabelled),
        ban: host.ban.as_ref().map(|act| act.month),
        repatriation_from: host.repatriation.as_ref().map(|act| act.month),
        deadline: host.deadline.as_ref().map(|act| act.month),
        expulsion: None,
    };
    let observed = host.parameters.get(&Quantity::ObservedFall);
    if let Some(counts) = observed.and_then(|parameter| parameter.counts) {
        let arrivals = terms.demand() * if terms.ban.is_some() { 1.0 - terms.ban_compliance } else { 1.0 };
        terms.repatriation = excess_hazard(hazard_with_arrivals(counts, arrivals), terms.rotation);
    }
    terms
}

pub(super) fn pay_terms(value: impl Fn(Quantity) -> Option<f64>) -> PayTerms {
    let known = |quantity| value(quantity).unwrap_or_default();
    let levy = value(Quantity::LevyShare).map_or_else(|| Levy::Duty(known(Quantity::Duty)), Levy::Share);
    PayTerms {
        wage: known(Quantity::Wage),
        agency: known(Quantity::Agency),
        living: known(Quantity::Living),
        levy,
        agency_to_state: known(Quantity::AgencyToState),
        state_remitted: known(Quantity::StateRemitted),
        worker_remitted: known(Quantity::WorkerRemitted),
    }
}

/// One draw under one scenario.
#[derive(Debug, Clone, Default)]
pub(super) struct Course {
    pub(super) total: Sums,
    hosts: Vec<Sums>,
    stock: Vec<f64>,
}
