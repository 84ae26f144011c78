//! Tables of list overlaps: who stands on which lists, counted.

mod parse;

use serde::Serialize;
use std::fmt;

/// Fewest lists that an estimate can be made of.
pub const FEWEST_LISTS: usize = 2;
/// Most lists that a table may have; the work doubles with each.
pub const MOST_LISTS: usize = 12;
/// Most people that a table may count.
pub const MOST_PEOPLE: u64 = 1_000_000_000;
/// Most rows that are read.
pub const MOST_ROWS: usize = 1_000_000;

/// How many people stand on each combination of lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlapTable {
    lists: Vec<String>,
    /// People by combination: bit `i` of the index tells whether they stand on list `i`. Index 0 (on no list) is 0.
    counts: Vec<u64>,
    notes: Vec<String>,
}

impl OverlapTable {
    /// A table from the names of the lists and rows of (combination, people); bit `i` of a combination is list `i`. Rows of
    /// one combination are added up; combinations without a row have nobody.
    ///
    /// # Errors
    /// If there are too few or too many lists, two of one name, too many people, or people on no list.
    pub fn new(lists: Vec<String>, rows: impl IntoIterator<Item = (usize, u64)>) -> Result<Self, TableError> {
        if lists.len() < FEWEST_LISTS {
            return Err(TableError::TooFewLists(lists.len()));
        }
        if lists.len() > MOST_LISTS {
            return Err(TableError::TooManyLists(lists.len()));
        }
        if let Some(twice) = lists.iter().enumerate().find(|(at, name)| lists[..*at].contains(name)) {
            return Err(TableError::SameName(twice.1.clone()));
        }
        let mut counts = vec![0_u64; 1 << lists.len()];
        let mut observed = 0_u64;
        for (combination, people) in rows {
            let count = counts.get_mut(combination).ok_or(TableError::Combination(combination))?;
            *count = count.saturating_add(people);
            observed = observed.saturating_add(people);
        }
        if observed > MOST_PEOPLE {
            return Err(TableError::TooManyPeople);
        }
        if counts.first().is_some_and(|on_none| *on_none > 0) {
            return Err(TableError::OnNoList);
        }
        if observed == 0 {
            return Err(TableError::Nobody);
        }
        Ok(Self { lists, counts, notes: Vec::new() })
    }

    /// Reads a table with one column a list and one row a combination (with a column of counts) or a person (without).
    ///
    /// Separators `,`, `;` and tab are told apart by the header. The column of counts is found by its name (`count`, `n`,
    /// `frequency`, …) unless it is given. On a list: `1`, `1.0`, `true`, `yes`, `y`, `x`; not on it: `0`, `0.0`, `false`, `no`,
    /// `n`, `-`; an empty cell is the latter in columns that use no word for it.
    ///
    /// # Errors
    /// If anything in it is not that; bad rows are named with their line and column. Nothing is left out silently.
    pub fn parse(text: &str, count_column: Option<&str>) -> Result<Self, TableError> {
        parse::parse(text, count_column)
    }

    /// Names of the lists, in the order of the columns.
    #[must_use]
    pub fn lists(&self) -> &[String] {
        &self.lists
    }

    /// People by combination; see [`OverlapTable::new`].
    #[must_use]
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// What reading the table took for granted.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// People on at least one list.
    #[must_use]
    pub fn observed(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// People who stand on all lists of the combination, whatever else they stand on.
    #[must_use]
    pub fn on_all(&self, combination: usize) -> u64 {
        let on_all = |(at, _): &(usize, &u64)| at & combination == combination;
        self.counts.iter().enumerate().filter(on_all).map(|(_, people)| people).sum()
    }

    /// People who stand on two lists or more.
    #[must_use]
    pub fn on_several(&self) -> u64 {
        self.counts.iter().enumerate().filter(|(at, _)| at.count_ones() > 1).map(|(_, people)| people).sum()
    }

    /// The table without a list; who stood on that one only is no longer in it. `None` where too few lists or nobody would be
    /// left.
    #[must_use]
    pub fn without(&self, list: usize) -> Option<Self> {
        let below = (1 << list) - 1;
        let squeeze = |at: usize| (at & below) | ((at >> 1) & !below);
        let lists: Vec<String> = self
            .lists
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != list)
            .map(|(_, name)| name.clone())
            .collect();
        let rows = self.counts.iter().enumerate().map(|(at, people)| (squeeze(at), *people));
        Self::new(lists, rows.filter(|(at, _)| *at != 0)).ok()
    }

    /// The name of two lists together: `A:B`.
    #[must_use]
    pub fn pair_name(&self, pair: Pair) -> String {
        let name = |list: usize| self.lists.get(list).map_or("?", String::as_str);
        format!("{}:{}", name(pair.first), name(pair.second))
    }
}

/// Two lists by their places, the first before the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Pair {
    /// Place of one list.
    pub first: usize,
    /// Place of the other, which is greater.
    pub second: usize,
}

impl Pair {
    /// All pairs of so many lists, in order.
    pub fn all(lists: usize) -> impl Iterator<Item = Self> {
        (0..lists).flat_map(move |first| (first + 1..lists).map(move |second| Self { first, second }))
    }

    /// The combination of both lists.
    #[must_use]
    pub fn combination(self) -> usize {
        1 << self.first | 1 << self.second
    }
}

/// Why a table cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// No header, or nothing beneath it.
    #[error("the table has no rows")]
    Empty,
    /// One list or none.
    #[error(
        "{0} lists: at least {FEWEST_LISTS} are needed, and three or more to see whether they depend on each other"
    )]
    TooFewLists(usize),
    /// More lists than can be worked with.
    #[error("{0} lists: at most {MOST_LISTS} can be used; join lists that are much alike")]
    TooManyLists(usize),
    /// More rows than are read.
    #[error("more than {MOST_ROWS} rows: count people by combination of lists first")]
    TooManyRows,
    /// More people than can be counted.
    #[error("more than {MOST_PEOPLE} people")]
    TooManyPeople,
    /// Two lists of one name.
    #[error("two columns are called `{0}`")]
    SameName(String),
    /// A combination with a list that there is not.
    #[error("combination {0} has a list that the table does not have")]
    Combination(usize),
    /// People who stand on no list.
    #[error("a row counts people who stand on no list: those are what is to be estimated")]
    OnNoList,
    /// All counts are 0.
    #[error("the table counts nobody")]
    Nobody,
    /// The column of counts that was asked for is not there.
    #[error("there is no column `{0}`; the columns are {1}")]
    NoCountColumn(String, String),
    /// Rows that are not what they should be.
    #[error("{}", named(.0, *.1))]
    Rows(Vec<BadCell>, usize),
}

/// Bad cells that are named one by one; of more, the number is told.
const MOST_NAMED: usize = 10;

fn named(cells: &[BadCell], all: usize) -> String {
    let mut told: Vec<String> = cells.iter().take(MOST_NAMED).map(ToString::to_string).collect();
    if all > told.len() {
        told.push(format!("and {} more", all - told.len()));
    }
    told.join("; ")
}

/// A cell that is not what its column needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCell {
    /// Line of the table, from 1.
    pub line: u64,
    /// Title of the column; empty where the whole row is meant.
    pub column: String,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for BadCell {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}", self.line)?;
        if !self.column.is_empty() {
            write!(formatter, ", column `{}`", self.column)?;
        }
        write!(formatter, ": {}", self.reason)
    }
}
