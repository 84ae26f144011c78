//! A scheme as a TOML file: what it may say, and what is wrong with it.

use super::cited::from_cited;
use super::month::Month;
use super::parameter::{Parameter, Quantity, Spread, TwoCounts};
use super::scenario::{Change, LevyRule, Scenario};
use super::{Act, Cited, Host, MOST_HOSTS, MOST_MONTHS, Reference, Scheme, SchemeError};
use crate::instruments::Register;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    #[serde(default)]
    about: String,
    currency: String,
    start: Spanned<String>,
    months: Spanned<usize>,
    #[serde(default)]
    defaults: BTreeMap<String, Spanned<Value>>,
    #[serde(default)]
    host: Vec<Spanned<HostTable>>,
    #[serde(default)]
    scenario: Vec<Spanned<ScenarioTable>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HostTable {
    id: Spanned<String>,
    name: String,
    ban: Option<Spanned<String>>,
    repatriation_act: Option<Spanned<String>>,
    deadline: Option<Spanned<String>>,
    #[serde(default)]
    parameters: BTreeMap<String, Spanned<Value>>,
}

/// A parameter as the file gives it: a value, a range, both, two counts, or a claim or figure of the ledger.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Value {
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    earlier: Option<f64>,
    later: Option<f64>,
    months: Option<f64>,
    claim: Option<String>,
    figure: Option<String>,
    #[serde(default)]
    source: String,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScenarioTable {
    name: Spanned<String>,
    #[serde(default)]
    about: String,
    #[serde(default)]
    hosts: Vec<String>,
    from: Option<Spanned<String>>,
    wage_factor: Option<f64>,
    levy: Option<Spanned<String>>,
    compliance: Option<f64>,
    deadline: Option<Spanned<String>>,
    expulsion: Option<Spanned<String>>,
    relabelled: Option<f64>,
    #[serde(default)]
    without_acts: bool,
}

/// Longest text that a file may have for a name or a source.
const LONGEST_TEXT: usize = 2000;

/// What a claim or a figure of the ledger says; the error says why it cannot be had.
pub(super) type Claims<'a> = dyn Fn(Reference<'_>) -> Result<Cited, String> + 'a;

pub(super) fn parse(text: &str, register: &Register, claims: &Claims<'_>) -> Result<Scheme, SchemeError> {
    let file: File = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        fault_in(text, at, error.message().to_owned())
    })?;
    let reader = Reader { text, register, claims, currency: &file.currency };
    let months = *file.months.get_ref();
    if months == 0 || months > MOST_MONTHS {
        return Err(reader.fault(file.months.span().start, format!("months must be from 1 to {MOST_MONTHS}")));
    }
    if file.host.is_empty() || file.host.len() > MOST_HOSTS {
        return Err(reader.fault(0, format!("from 1 to {MOST_HOSTS} hosts are needed, as [[host]]")));
    }
    let start = reader.month(&file.start)?;
    let defaults = reader.parameters(&file.defaults)?;
    let mut hosts: Vec<Host> = Vec::new();
    for table in &file.host {
        let host = reader.host(table, &defaults)?;
        if hosts.iter().any(|other| other.id == host.id) {
            let at = table.get_ref().id.span().start;
            return Err(reader.fault(at, format!("two hosts have the id `{}`", host.id)));
        }
        hosts.push(host);
    }
    let mut scenarios = Scenario::standard(start, months, &hosts);
    for table in &file.scenario {
        let scenario = reader.scenario(table.get_ref(), &hosts)?;
        if scenario.name == "baseline" || scenarios.iter().any(|other| other.name == scenario.name) {
            let at = table.get_ref().name.span().start;
            return Err(reader.fault(at, format!("there is a scenario `{}` already", scenario.name)));
        }
        scenarios.push(scenario);
    }
    Ok(Scheme {
        name: file.name,
        about: file.about,
        currency: file.currency,
        start,
        months,
        hosts,
        scenarios,
    })
}

struct Reader<'a> {
    text: &'a str,
    register: &'a Register,
    claims: &'a Claims<'a>,
    /// The currency of the file.
    currency: &'a str,
}

/// A fault at a byte of the text.
fn fault_in(text: &str, at: usize, reason: String) -> SchemeError {
    let before = text.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    SchemeError { line, column, reason: reason.replace('\n', " ") }
}

impl Reader<'_> {
    fn fault(&self, at: usize, reason: String) -> SchemeError {
        fault_in(self.text, at, reason)
    }

    fn month(&self, text: &Spanned<String>) -> Result<Month, SchemeError> {
        text.get_ref().parse().map_err(|reason| self.fault(text.span().start, reason))
    }

    fn parameters(
        &self,
        tables: &BTreeMap<String, Spanned<Value>>,
    ) -> Result<BTreeMap<Quantity, Parameter>, SchemeError> {
        let mut read = BTreeMap::new();
        for (key, value) in tables {
            let fault = |reason| self.fault(value.span().start, reason);
            let quantity = Quantity::ALL.iter().find(|quantity| quantity.key() == key).ok_or_else(|| {
                let known: Vec<&str> = Quantity::ALL.iter().map(|quantity| quantity.key()).collect();
                fault(format!("`{key}` is no parameter; they are {}", known.join(", ")))
            })?;
            let parameter = value
                .get_ref()
                .parameter(*quantity, self)
                .map_err(|reason| fault(format!("{key}: {reason}")))?;
            read.insert(*quantity, parameter);
        }
        Ok(read)
    }

    fn host(
        &self,
        table: &Spanned<HostTable>,
        defaults: &BTreeMap<Quantity, Parameter>,
    ) -> Result<Host, SchemeError> {
        let at = table.span().start;
        let table = table.get_ref();
        let id = table.id.get_ref();
        if id.is_empty() || !id.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-') {
            return Err(self.fault(table.id.span().start, "an id has letters, digits and `-`".to_owned()));
        }
        let own = self.parameters(&table.parameters)?;
        let mut parameters = defaults.clone();
        let mut shared: BTreeSet<Quantity> = defaults.keys().copied().collect();
        shared.retain(|quantity| !own.contains_key(quantity));
        // What a host says about the levy or about leaving takes the place of either form in the defaults.
        for forms in [[Quantity::Duty, Quantity::LevyShare], [Quantity::Repatriation, Quantity::ObservedFall]]
        {
            if forms.iter().any(|form| own.contains_key(form)) {
                parameters.retain(|quantity, _| !forms.contains(quantity));
                shared.retain(|quantity| !forms.contains(quantity));
            }
        }
        parameters.extend(own);
        let has = |quantity| parameters.contains_key(&quantity);
        for needed in [Quantity::Stock, Quantity::Rotation, Quantity::Wage] {
            if !has(needed) {
                return Err(
                    self.fault(at, format!("host `{id}` needs `{}`: {}", needed.key(), needed.meaning()))
                );
            }
        }
        if has(Quantity::Duty) == has(Quantity::LevyShare) {
            return Err(self.fault(at, format!("host `{id}` needs either `duty` or `levy_share`")));
        }
        if has(Quantity::Repatriation) && has(Quantity::ObservedFall) {
            return Err(self.fault(at, format!("host `{id}` has both `repatriation` and `observed_fall`")));
        }
        let host = Host {
            id: id.clone(),
            name: table.name.clone(),
            parameters,
            shared,
            ban: self.act(table.ban.as_ref(), |instrument| instrument.effective)?,
            repatriation: self.act(table.repatriation_act.as_ref(), |instrument| instrument.effective)?,
            deadline: self.act(table.deadline.as_ref(), |instrument| instrument.deadline)?,
        };
        for (act, named, needed) in [
            (&host.ban, "ban", vec![Quantity::BanCompliance]),
            (&host.deadline, "deadline", vec![Quantity::DeadlineCompliance]),
            (&host.repatriation, "repatriation_act", vec![Quantity::Repatriation, Quantity::ObservedFall]),
        ] {
            if act.is_some() && !needed.iter().any(|quantity| host.parameters.contains_key(quantity)) {
                let keys: Vec<&str> = needed.iter().map(|quantity| quantity.key()).collect();
                return Err(
                    self.fault(at, format!("host `{id}` has `{named}` and needs `{}`", keys.join("` or `")))
                );
            }
        }
        Ok(host)
    }

    /// An act by the id of an instrument, or by a month.
    fn act(
        &self,
        text: Option<&Spanned<String>>,
        day: impl Fn(&crate::instruments::Instrument) -> Option<Date>,
    ) -> Result<Option<Act>, SchemeError> {
        let Some(spanned) = text else { return Ok(None) };
        let text = spanned.get_ref();
        if let Some(instrument) = self.register.get(text) {
            let day = day(instrument).ok_or_else(|| {
                self.fault(spanned.span().start, format!("the instrument `{text}` has no such day"))
            })?;
            return Ok(Some(Act { month: Month::of(day), instrument: Some(text.clone()) }));
        }
        let month = text.parse().map_err(|_| {
            self.fault(
                spanned.span().start,
                format!("`{text}` is no instrument of the register and no month such as 2017-12"),
            )
        })?;
        Ok(Some(Act { month, instrument: None }))
    }

    fn scenario(&self, table: &ScenarioTable, hosts: &[Host]) -> Result<Scenario, SchemeError> {
        let at = table.name.span().start;
        let month = |text: &Option<Spanned<String>>| text.as_ref().map(|text| self.month(text)).transpose();
        for host in &table.hosts {
            if !hosts.iter().any(|known| known.id == *host) {
                return Err(self.fault(at, format!("there is no host `{host}`")));
            }
        }
        for (name, value, greatest) in [
            ("wage_factor", table.wage_factor, 100.0),
            ("compliance", table.compliance, 1.0),
            ("relabelled", table.relabelled, 1.0),
        ] {
            if value.is_some_and(|value| !(0.0..=greatest).contains(&value)) {
                return Err(self.fault(at, format!("{name} must be from 0 to {greatest}")));
            }
        }
        let levy = table.levy.as_ref().map(|name| {
            let wrong = || self.fault(name.span().start, "levy is `fixed` or `proportional`".to_owned());
            LevyRule::named(name.get_ref()).ok_or_else(wrong)
        });
        Ok(Scenario {
            name: table.name.get_ref().clone(),
            about: table.about.clone(),
            hosts: table.hosts.clone(),
            change: Change {
                from: month(&table.from)?,
                wage_factor: table.wage_factor,
                levy: levy.transpose()?,
                compliance: table.compliance,
                deadline: month(&table.deadline)?,
                expulsion: month(&table.expulsion)?,
                relabelled: table.relabelled,
                without_acts: table.without_acts,
            },
        })
    }
}

impl Value {
    /// The value with what a claim or figure says filled in where the file gives nothing.
    fn with_cited(
        &self,
        named: Reference<'_>,
        quantity: Quantity,
        reader: &Reader<'_>,
    ) -> Result<Parameter, String> {
        let cited = (reader.claims)(named)?;
        let from = from_cited(&cited, quantity, reader.currency).map_err(|why| format!("{named} {why}"))?;
        // A point of a figure has the room of its hedge; a claim is taken as it is written.
        let is_figure = matches!(named, Reference::Figure(_));
        let room = from.room.filter(|_| is_figure && self.value.is_none());
        let exact = from.point.is_none();
        let [least, greatest] = quantity.bounds();
        let low = room.map(|(low, _)| low.max(least)).or(from.low.filter(|_| exact));
        let high = room.map(|(_, high)| high.min(greatest)).or(from.high.filter(|_| exact));
        let notes = [self.note.clone(), cited.note, from.note];
        let note = notes.into_iter().flatten().collect::<Vec<_>>().join("; ");
        let filled = Self {
            value: self.value.or(from.point),
            low: self.low.or(low),
            high: self.high.or(high),
            claim: None,
            figure: None,
            source: if self.source.is_empty() { cited.source } else { self.source.clone() },
            note: Some(note).filter(|note| !note.is_empty()),
            ..self.clone()
        };
        let open = |reason| format!("{named}: {reason}; give the open end beside it");
        filled.parameter(quantity, reader).map_err(open)
    }

    fn parameter(&self, quantity: Quantity, reader: &Reader<'_>) -> Result<Parameter, String> {
        match (&self.claim, &self.figure) {
            (Some(_), Some(_)) => return Err("`claim` or `figure`, not both".to_owned()),
            (Some(id), None) => return self.with_cited(Reference::Claim(id), quantity, reader),
            (None, Some(id)) => return self.with_cited(Reference::Figure(id), quantity, reader),
            (None, None) => {}
        }
        if self.source.trim().is_empty() || self.source.len() > LONGEST_TEXT {
            return Err("a source is needed; write `assumed` where there is none".to_owned());
        }
        let counts = [self.earlier, self.later, self.months];
        let mut parameter = if quantity == Quantity::ObservedFall {
            let [Some(earlier), Some(later), Some(months)] = counts else {
                return Err("`earlier`, `later` and `months` are needed".to_owned());
            };
            if !(later > 0.0 && later <= earlier && earlier <= 1e9 && months > 0.0 && months <= 1200.0) {
                return Err("`later` must be above 0 and not above `earlier`, `months` above 0".to_owned());
            }
            let counts = TwoCounts { earlier, later, months };
            let hazard = super::flow::hazard(earlier, later, months);
            Parameter { counts: Some(counts), ..Parameter::known(hazard, &self.source) }
        } else if counts.iter().any(Option::is_some) {
            return Err("`earlier`, `later` and `months` are for observed_fall".to_owned());
        } else {
            match (self.value, self.low, self.high) {
                (Some(value), None, None) => Parameter::known(value, &self.source),
                (None, Some(low), Some(high)) => Parameter::range(low, high, &self.source),
                (Some(value), Some(low), Some(high)) => Parameter {
                    central: value,
                    spread: if low < high { Spread::Triangle } else { Spread::Known },
                    ..Parameter::range(low, high, &self.source)
                },
                _ => return Err("`value`, or `low` and `high`, or all three are needed".to_owned()),
            }
        };
        let [least, greatest] = quantity.bounds();
        let within = |value: f64| (least..=greatest).contains(&value);
        if !(within(parameter.low) && within(parameter.central) && within(parameter.high)) {
            return Err(format!("must be from {least} to {greatest}"));
        }
        if !(parameter.low <= parameter.central && parameter.central <= parameter.high) {
            return Err("`low`, `value` and `high` must stand in this order".to_owned());
        }
        parameter.note.clone_from(&self.note);
        Ok(parameter)
    }
}
