//! What a form or an address says: blank fields are none, and a word that means nothing is said, not passed over.

use crate::Fault;
use archive::Workspace;
use model::{ClaimId, Clearance, CorrectedSlot, SourceId};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt::Display;
use std::str::FromStr;

/// Reads a field; one that is there and blank is none.
pub(crate) fn filled<'de, D: Deserializer<'de>>(field: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(field)?;
    Ok(text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()))
}

/// The meaning of a field.
pub(crate) fn meant<T>(name: &str, field: Option<&str>) -> Result<Option<T>, Fault>
where
    T: FromStr,
    T::Err: Display,
{
    let read = |text: &str| {
        text.parse().map_err(|reason| Fault::Invalid(format!("“{text}” is no {name}: {reason}")))
    };
    field.map(read).transpose()
}

/// The source that an address names. Beginnings of ids are for those who see all sources: to others, whether one fits
/// would tell what is here.
pub(crate) fn source_named(workspace: &Workspace, clearance: Clearance, id: &str) -> Result<SourceId, Fault> {
    match clearance {
        Clearance::Workspace => Ok(workspace.resolve_source(id)?),
        Clearance::Public => id.parse().map_err(|_| Fault::NotFound("such source".to_owned())),
    }
}

/// The claim that an address names, likewise.
pub(crate) fn claim_named(workspace: &Workspace, clearance: Clearance, id: &str) -> Result<ClaimId, Fault> {
    match clearance {
        Clearance::Workspace => Ok(workspace.resolve_claim(id)?),
        Clearance::Public => id.parse().map_err(|_| Fault::NotFound("such claim".to_owned())),
    }
}

/// The slots that a field names, one a line, as `slot=value`.
pub(crate) fn slots(field: Option<&str>) -> Result<Vec<CorrectedSlot>, Fault> {
    let lines = field.unwrap_or_default().lines().filter(|line| !line.trim().is_empty());
    Ok(lines.map(engine::parse_slot).collect::<Result<_, _>>()?)
}

/// A window of a long list, with the addresses of those beside it.
#[derive(Debug, Clone)]
pub(crate) struct Window {
    /// The page, from 1.
    number: u64,
    size: u64,
    total: u64,
    base: String,
}

/// Rows of a page of a list.
pub(crate) const ROWS: usize = 50;

/// How many of a list come before its page `number`.
pub(crate) fn rows_before(number: Option<u64>) -> usize {
    usize::try_from(number.unwrap_or(1).saturating_sub(1)).unwrap_or(usize::MAX).saturating_mul(ROWS)
}

/// How many rows a page has that begins after `before` of `total`. Where the last rows are known to be the last, nobody looks for more.
pub(crate) fn rows_on_page(total: u64, before: usize) -> usize {
    ROWS.min(usize::try_from(total).unwrap_or(usize::MAX).saturating_sub(before))
}

impl Window {
    /// The page `number` of a list of `total` at `path`, which was asked for with `asked` (but for the page).
    pub(crate) fn new(path: &str, asked: &impl Serialize, number: Option<u64>, total: u64) -> Self {
        let query = serde_urlencoded::to_string(asked).unwrap_or_default();
        let base = if query.is_empty() { format!("{path}?") } else { format!("{path}?{query}&") };
        Self { number: number.unwrap_or(1).max(1), size: ROWS as u64, total, base }
    }

    /// The same with another number of rows a page.
    pub(crate) fn of_size(mut self, rows: usize) -> Self {
        self.size = rows.max(1) as u64;
        self
    }

    pub(crate) fn total(&self) -> String {
        publish::number(self.total as f64)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.total == 0
    }

    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    pub(crate) fn last(&self) -> u64 {
        self.total.div_ceil(self.size).max(1)
    }

    pub(crate) fn previous(&self) -> Option<String> {
        (self.number > 1).then(|| format!("{}page={}", self.base, self.number.min(self.last() + 1) - 1))
    }

    pub(crate) fn next(&self) -> Option<String> {
        (self.number < self.last()).then(|| format!("{}page={}", self.base, self.number + 1))
    }
}

/// One choice of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// What is sent.
    pub(crate) value: String,
    /// What is read.
    pub(crate) name: String,
    /// Whether it is the one chosen.
    pub(crate) chosen: bool,
}

/// The choices of a field, with how often each occurs; the one chosen is there even if it occurs nowhere.
pub(crate) fn choices<T: Display>(
    counts: impl IntoIterator<Item = (T, u64)>,
    chosen: Option<&str>,
    name: impl Fn(&str) -> String,
) -> Vec<Choice> {
    let choice = |value: String, count: Option<u64>| Choice {
        name: match count {
            Some(count) => format!("{} ({})", name(&value), publish::number(count as f64)),
            None => name(&value),
        },
        chosen: chosen.is_some_and(|chosen| chosen.eq_ignore_ascii_case(&value)),
        value,
    };
    let mut choices: Vec<Choice> =
        counts.into_iter().map(|(value, count)| choice(value.to_string(), Some(count))).collect();
    if let Some(missing) = chosen.filter(|_| !choices.iter().any(|choice| choice.chosen)) {
        choices.insert(0, choice(missing.to_owned(), None));
    }
    choices
}

/// The choices of a field whose words are a closed set.
pub(crate) fn plain<T: Display>(words: &[T], chosen: Option<&str>) -> Vec<Choice> {
    let choice = |word: &T| {
        let value = word.to_string();
        Choice { name: value.replace('_', " "), chosen: chosen == Some(value.as_str()), value }
    };
    words.iter().map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_know_what_is_beside_them() {
        #[derive(Serialize)]
        struct Asked {
            place: &'static str,
        }
        let window = |number, total| Window::new("/ledger", &Asked { place: "RU & x" }, number, total);
        let middle = window(Some(2), 120);
        assert_eq!(middle.previous().as_deref(), Some("/ledger?place=RU+%26+x&page=1"));
        assert_eq!(middle.next().as_deref(), Some("/ledger?place=RU+%26+x&page=3"));
        assert_eq!((window(None, 50).last(), window(None, 50).next()), (1, None));
        assert_eq!(window(Some(9), 51).previous().as_deref(), Some("/ledger?place=RU+%26+x&page=2"));
        assert!(window(None, 0).is_empty());
    }
}
