//! What stands beside results: documented labour where and in what a query belongs to, and instruments in force. Never part of a score.

use super::trade::{Trade, goods_of_code};
use crate::{Result, claims};
use ::figures::instruments::{InstrumentFilter, Register};
use archive::{ClaimFilter, Workspace};
use jiff::civil::Date;
use model::{Clearance, Kind, Stance};
use std::collections::{BTreeMap, BTreeSet};

/// Claims about such labour, by where and in what branch of work.
#[derive(Debug, Default)]
pub(super) struct LabourContext {
    by_country: BTreeMap<String, usize>,
    by_sector: BTreeMap<String, usize>,
    by_both: BTreeMap<(String, String), usize>,
    goods: BTreeMap<String, usize>,
}

/// What is documented in a workspace.
pub(super) fn labour_context(workspace: &Workspace, clearance: Clearance) -> Result<LabourContext> {
    let filter = ClaimFilter {
        kinds: vec![Kind::Presence, Kind::WorkerCount, Kind::GoodsLink, Kind::Indicator],
        zones: workspace.settings().zones.clone(),
        ..ClaimFilter::default()
    };
    let mut context = LabourContext::default();
    for claim in claims(workspace, clearance, &filter)? {
        let claim = claim.get();
        if claim.state.is_out() || claim.claim.stance == Stance::Denied {
            continue;
        }
        let places = claim.claim.places.iter().filter(|place| place.len() == 2);
        let places: BTreeSet<String> = places.map(|place| place.to_lowercase()).collect();
        let sectors: BTreeSet<&String> = claim.claim.sectors.iter().collect();
        for sector in &sectors {
            *context.by_sector.entry((*sector).clone()).or_default() += 1;
            if claim.claim.kind == Kind::GoodsLink {
                *context.goods.entry((*sector).clone()).or_default() += 1;
            }
        }
        for place in &places {
            *context.by_country.entry(place.clone()).or_default() += 1;
            for sector in &sectors {
                *context.by_both.entry((place.clone(), (*sector).clone())).or_default() += 1;
            }
        }
    }
    Ok(context)
}

impl LabourContext {
    /// What is documented where a query belongs, and in what it trades.
    pub(super) fn lines(&self, countries: &[String], trade: &Trade) -> Vec<String> {
        let mut lines: Vec<String> =
            countries.iter().filter_map(|country| self.of_country(country)).collect();
        for code in &trade.codes {
            lines.extend(self.of_code(code, countries));
        }
        lines
    }

    fn of_country(&self, country: &str) -> Option<String> {
        let count = self.by_country.get(country)?;
        let of_it = self.by_both.iter().filter(|((place, _), _)| place == country);
        let sectors: Vec<String> = of_it.map(|((_, sector), count)| format!("{sector} ({count})")).collect();
        let sectors = if sectors.is_empty() { String::new() } else { format!(": {}", sectors.join(", ")) };
        Some(format!("{}{sectors}", speak(*count, &format!("in {}", country.to_uppercase()))))
    }

    fn of_code(&self, code: &str, countries: &[String]) -> Option<String> {
        let row = goods_of_code(code)?;
        let told: Vec<String> = row
            .sectors
            .iter()
            .map(|sector| {
                let wanted =
                    |place: &str| countries.is_empty() || countries.iter().any(|country| country == place);
                let places = self.by_both.iter().filter(|((place, of), _)| of == sector && wanted(place));
                let places: Vec<String> =
                    places.map(|((place, _), count)| format!("{} ({count})", place.to_uppercase())).collect();
                let all = self.by_sector.get(sector).copied().unwrap_or_default();
                let goods = self.goods.get(sector).copied().unwrap_or_default();
                let goods = if goods > 0 {
                    format!(", {goods} of them of goods that reach a market")
                } else {
                    String::new()
                };
                match (places.is_empty(), countries.is_empty()) {
                    (false, _) => {
                        format!("{}{goods}", speak(all, &format!("in {sector}: {}", places.join(", "))))
                    }
                    (true, true) => format!("{}{goods}", speak(all, &format!("in {sector}"))),
                    (true, false) => {
                        let there: Vec<String> =
                            countries.iter().map(|country| country.to_uppercase()).collect();
                        format!("none in {sector} in {}, {} elsewhere{goods}", there.join(", "), all)
                    }
                }
            })
            .collect();
        Some(format!("HS {code}, {}: {}", row.name, told.join("; ")))
    }
}

fn speak(count: usize, of_what: &str) -> String {
    match count {
        1 => format!("1 claim of this workspace speaks of such labour {of_what}"),
        count => format!("{count} claims of this workspace speak of such labour {of_what}"),
    }
}

/// The instruments in force on a day, in one line; `why` tells whose day it is.
pub(super) fn in_force(register: &Register, day: Date, why: &str) -> String {
    let filter = InstrumentFilter { in_force_on: Some(day), ..InstrumentFilter::default() };
    let told: Vec<String> = register
        .select(&filter)
        .into_iter()
        .map(|one| {
            let deadline = one.deadline.map(|deadline| {
                let word = if day <= deadline { "deadline to come on" } else { "deadline passed on" };
                format!(", {word} {deadline}")
            });
            let unverified = one.unverified.as_ref().map(|what| format!(", not verified: {what}"));
            format!("{}{}{}", one.id, deadline.unwrap_or_default(), unverified.unwrap_or_default())
        })
        .collect();
    let told = if told.is_empty() { "none of the register".to_owned() } else { told.join("; ") };
    format!("instruments in force on {day}{why}: {told}")
}
