//! Legal instruments and their deadlines: who has to do what, since when, and until when.
//!
//! ```text
//! register.csv (the project's) ─┐
//! instruments.csv of a workspace ┴─parse─▶ Register ──filter──▶ instruments in force on a day
//!                                              └─ bans and deadlines of the scheme model
//! ```
//!
//! The project's register is a table, so that a lawyer can read and mend it. Each entry names its official source, and says
//! whether somebody has held it against that source.

mod parse;

use jiff::civil::Date;
use serde::Serialize;

/// The project's register, as a table.
const REGISTER: &str = include_str!("register.csv");
/// Most entries that a register may have.
pub const MOST_INSTRUMENTS: usize = 10_000;

/// A legal instrument, or one provision of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Instrument {
    /// Short name: `UNSCR-2397-8`.
    pub id: String,
    /// Title in full.
    pub title: String,
    /// The day it was adopted.
    pub adopted: Option<Date>,
    /// The day from which it is in force.
    pub effective: Option<Date>,
    /// The day by which, or from which, what it demands must be done.
    pub deadline: Option<Date>,
    /// The last day on which it is in force; `None` while no end is known.
    pub ends: Option<Date>,
    /// What it demands, in the project's words.
    pub obligation: String,
    /// Of whom.
    pub addressee: String,
    /// What it leaves out.
    pub exceptions: String,
    /// Where the official text is.
    pub source: String,
    /// What has not been held against the official text; `None` where all has.
    pub unverified: Option<String>,
    /// The register it stands in.
    pub register: String,
}

/// How an instrument stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Not yet in force.
    NotYet,
    /// In force, without a deadline.
    InForce,
    /// In force, the deadline is still to come.
    BeforeDeadline,
    /// In force, the deadline has passed.
    DeadlinePassed,
    /// No longer in force.
    Ended,
    /// The day from which it is in force is not known.
    Unknown,
}

impl Standing {
    /// In words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotYet => "not yet in force",
            Self::InForce => "in force",
            Self::BeforeDeadline => "in force, deadline to come",
            Self::DeadlinePassed => "in force, deadline passed",
            Self::Ended => "no longer in force",
            Self::Unknown => "unknown",
        }
    }

    /// Whether it binds.
    #[must_use]
    pub const fn in_force(self) -> bool {
        matches!(self, Self::InForce | Self::BeforeDeadline | Self::DeadlinePassed)
    }
}

impl Instrument {
    /// How it stands on a day.
    #[must_use]
    pub fn standing(&self, day: Date) -> Standing {
        let Some(effective) = self.effective else { return Standing::Unknown };
        if day < effective {
            return Standing::NotYet;
        }
        if self.ends.is_some_and(|ends| day > ends) {
            return Standing::Ended;
        }
        match self.deadline {
            None => Standing::InForce,
            Some(deadline) if day <= deadline => Standing::BeforeDeadline,
            Some(_) => Standing::DeadlinePassed,
        }
    }
}

/// Which instruments are asked for; what is not given asks for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InstrumentFilter {
    /// Those in force on this day.
    pub in_force_on: Option<Date>,
    /// Those that bind somebody whose name has this in it, in any case.
    pub addressee: Option<String>,
    /// Those whose deadline is on this day or before.
    pub deadline_by: Option<Date>,
    /// Those whose id, title or obligation has this in it, in any case.
    pub text: Option<String>,
}

impl InstrumentFilter {
    fn admits(&self, instrument: &Instrument) -> bool {
        let holds = |text: &str, part: &str| text.to_lowercase().contains(&part.to_lowercase());
        let in_force = self.in_force_on.is_none_or(|day| instrument.standing(day).in_force());
        let addressed = self.addressee.as_ref().is_none_or(|part| holds(&instrument.addressee, part));
        let due =
            self.deadline_by.is_none_or(|day| instrument.deadline.is_some_and(|deadline| deadline <= day));
        let told = self.text.as_ref().is_none_or(|part| {
            [&instrument.id, &instrument.title, &instrument.obligation].iter().any(|text| holds(text, part))
        });
        in_force && addressed && due && told
    }
}

/// Instruments by their ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    instruments: Vec<Instrument>,
}

impl Register {
    /// The project's own register.
    ///
    /// # Errors
    /// Never for the register that is compiled in; a test reads it.
    pub fn official() -> Result<Self, RegisterError> {
        Self::parse(REGISTER, "manumit")
    }

    /// Reads a register: CSV with the columns `id` and `title`, and any of `adopted`, `effective`, `deadline`, `ends` (days such
    /// as 2017-12-22), `obligation`, `addressee`, `exceptions`, `source`, `verified` (`yes`, or what is still to be looked at).
    ///
    /// # Errors
    /// If a column is missing or unknown, or a row has a day that is none, no id, or an id that another row has; bad rows
    /// are named.
    pub fn parse(text: &str, register: &str) -> Result<Self, RegisterError> {
        parse::parse(text, register)
    }

    /// The register with the entries of another, which stand in the place of those with the same id.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        self.instruments.retain(|instrument| other.get(&instrument.id).is_none());
        self.instruments.extend(other.instruments);
        self
    }

    /// The instrument of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Instrument> {
        self.instruments.iter().find(|instrument| instrument.id == id)
    }

    /// The instruments that a filter admits, by the day from which they are in force, then by id.
    #[must_use]
    pub fn select(&self, filter: &InstrumentFilter) -> Vec<&Instrument> {
        let mut found: Vec<&Instrument> =
            self.instruments.iter().filter(|instrument| filter.admits(instrument)).collect();
        found.sort_by(|one, other| (one.effective, &one.id).cmp(&(other.effective, &other.id)));
        found
    }
}

/// Why a register cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct RegisterError {
    /// Line of the table, from 1.
    pub line: u64,
    /// What is wrong.
    pub reason: String,
}

#[cfg(test)]
mod tests;
