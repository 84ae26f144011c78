//! Lists of sources: which lines of `source_lines` a filter means.
//!
//! A source has a line in the list of all sources and one in each list that its documents and labels put it into. A list is walked in its
//! order; where two lists are asked for, the one that is likely shorter is walked, and the others are looked into.

use super::claim_lines::{all_of, one_of, permitted};
use super::sqlite::Query;
use crate::{MediaFamily, SourceFilter};
use model::{Clearance, ReviewState, Zone};

/// What names of lists begin with; the list of all sources has the empty name.
pub(super) const LANGUAGE: &str = "language ";
pub(super) const YEAR: &str = "year ";
pub(super) const STATUS: &str = "status ";
pub(super) const MEDIA: &str = "media ";
pub(super) const TAG: &str = "tag ";
pub(super) const CATEGORY: &str = "category ";

/// The lists that the source `$1` belongs to, once it has its row, its documents and its labels.
pub(super) const LISTS_OF: &str = "insert or ignore into source_lines (list, arrived, sensitivity)
    select lists.list, sources.arrived, sources.sensitivity from sources cross join (
        select '' as list
        union all select 'media ' || media_type from sources where id = $1
        union all select 'language ' || language from documents where source = $1 and language is not null
        union all select 'year ' || substr(published, 1, 4) from documents where source = $1 and published is not null
        union all select 'status ' || status from documents where source = $1
        union all select 'tag ' || tag from source_tags where source = $1
        union all select 'category ' || category from source_categories where source = $1
    ) as lists where sources.id = $1";

/// The claims that count for a region: not rejected, in one of `zones`.
pub(super) fn counts(line: &str, zones: &[Zone]) -> String {
    all_of([
        Some(format!("{line}.state <> '{}'", ReviewState::Rejected)),
        one_of(&format!("{line}.zone"), zones, Zone::as_str),
    ])
}

/// `list in (…)` for a family of media.
fn is_of_family(list: &str, family: MediaFamily) -> String {
    let lists: Vec<String> = family.types().iter().map(|name| format!("'{MEDIA}{name}'")).collect();
    format!("{list} in ({})", lists.join(", "))
}

/// The rows that are walked for a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Walked {
    /// Of one list.
    List,
    /// Of the lists of a family of media.
    Family,
    /// Of the claims of a region.
    Region,
    /// Of the names of all sources.
    Words,
}

impl Walked {
    const fn table(self) -> &'static str {
        match self {
            Self::List | Self::Family => "source_lines",
            Self::Region => "claim_lines",
            Self::Words => "source_words",
        }
    }

    /// Whether a source can have several of the rows.
    const fn repeats(self) -> bool {
        matches!(self, Self::Family | Self::Region)
    }
}

/// A filter for one clearance.
pub(super) struct Listing<'f> {
    clearance: Clearance,
    filter: &'f SourceFilter,
    /// Names of lists, the one to walk first.
    lists: Vec<String>,
}

impl<'f> Listing<'f> {
    pub(super) fn new(clearance: Clearance, filter: &'f SourceFilter) -> Self {
        let one = |prefix: &str, word: Option<&str>| word.map(|word| format!("{prefix}{word}"));
        let year = filter.year.map(|year| format!("{year:04}"));
        let lists = [
            one(TAG, filter.tag.as_ref().map(|tag| tag.as_str())),
            one(CATEGORY, filter.category.as_ref().map(|category| category.as_str())),
            one(STATUS, filter.status.map(model::DocumentStatus::as_str)),
            one(YEAR, year.as_deref()),
            one(LANGUAGE, filter.language.as_deref()),
        ];
        Self { clearance, filter, lists: lists.into_iter().flatten().collect() }
    }

    /// The rows that are walked, as `line`, and which of them.
    fn walked(&self) -> (Walked, Option<String>) {
        let family = self.filter.kind.filter(|family| *family != MediaFamily::Other);
        match (&self.filter.text, self.lists.first(), &self.filter.region, family) {
            (Some(_), ..) => (Walked::Words, Some("instr(line.words, $2) > 0".to_owned())),
            (None, None, Some(_), _) => {
                let counts = counts("line", &self.filter.region_zones);
                (Walked::Region, Some(format!("line.place = $1 and {counts}")))
            }
            (None, None, None, Some(family)) => (Walked::Family, Some(is_of_family("line.list", family))),
            (None, ..) => (Walked::List, Some("line.list = $3".to_owned())),
        }
    }

    /// `from … where …`; parameters are those of [`Listing::bind`].
    fn lines(&self) -> String {
        let (walked, condition) = self.walked();
        let others = self.lists.iter().enumerate().skip(usize::from(walked == Walked::List));
        let others = others.map(|(number, _)| {
            format!(
                "exists (select 1 from source_lines as other where other.list = ${} and other.arrived = line.arrived)",
                FIRST_LIST + number
            )
        });
        let region = self.filter.region.as_ref().filter(|_| walked != Walked::Region).map(|_| {
            format!(
                "exists (select 1 from claim_lines as told where told.place = $1 and told.arrived = line.arrived and {})",
                counts("told", &self.filter.region_zones)
            )
        });
        let family = self.filter.kind.filter(|_| walked != Walked::Family).map(|family| {
            let not = if family == MediaFamily::Other { "not " } else { "" };
            let is_of_family = is_of_family("media.list", family);
            format!(
                "{not}exists (select 1 from source_lines as media where media.arrived = line.arrived and {is_of_family})"
            )
        });
        let sensitivity =
            self.filter.sensitivity.map(|sensitivity| format!("line.sensitivity = '{sensitivity}'"));
        let conditions =
            [condition, region, family, sensitivity, permitted("line.sensitivity", self.clearance)];
        format!(
            "from {} as line where {}",
            walked.table(),
            all_of(conditions.into_iter().chain(others.map(Some)))
        )
    }

    /// Statement for the sources of the window in `$4` and `$5`.
    pub(super) fn sources(&self) -> String {
        let way = if self.filter.latest_first { "desc" } else { "asc" };
        let distinct = if self.walked().0.repeats() { "distinct " } else { "" };
        let admitted = all_of([permitted("sources.sensitivity", self.clearance)]);
        format!(
            "select sources.* from (select {distinct}line.arrived {} order by line.arrived {way} limit $4 offset $5) as page
             cross join sources on sources.arrived = page.arrived where {admitted}
             order by sources.arrived {way}, sources.id {way}",
            self.lines()
        )
    }

    /// Statement for the number of sources.
    pub(super) fn count(&self) -> String {
        let counted = if self.walked().0.repeats() { "distinct line.arrived" } else { "*" };
        format!("select count({counted}) as number {}", self.lines())
    }

    /// Binds what statements ask for: the region, the words, the list that is walked, the window, all lists.
    pub(super) fn bind<'q>(&self, query: Query<'q>, limit: i64, offset: i64) -> Query<'q> {
        let query = query
            .bind(self.filter.region.as_deref().map(str::to_lowercase))
            .bind(self.filter.text.as_deref().map(|words| words.trim().to_lowercase()))
            .bind(self.lists.first().cloned().unwrap_or_default())
            .bind(limit)
            .bind(offset);
        self.lists.iter().fold(query, |query, list| query.bind(list.clone()))
    }
}

/// The parameter of the first list.
const FIRST_LIST: usize = 6;
