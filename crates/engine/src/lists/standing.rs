//! How old a list is, and whether that is too old.

use crate::Result;
use archive::{ListVersionRecord, Workspace};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use lists::OfficialList;
use model::{Clearance, Cleared, KeptList, ListStanding, ListVersion, PublicationBasis};

/// How every list in use stands at `now`, in order of name.
///
/// # Errors
/// If the ledger cannot be read.
pub fn list_standings(
    workspace: &Workspace,
    clearance: Clearance,
    now: Timestamp,
) -> Result<Vec<Cleared<ListStanding>>> {
    let lists = super::in_use(workspace, clearance)?;
    Ok(lists
        .into_iter()
        .map(|(list, version)| version.map(|version| standing(&list, &version, now)))
        .collect())
}

/// How a list stands at `now` with this version in use.
///
/// Its age counts from the day of publication. Where that is not known, it counts from the day on which these files came last: whoever
/// fetches a list again and finds it unchanged knows that it is current.
#[must_use]
pub(crate) fn standing(list: &KeptList, record: &ListVersionRecord, now: Timestamp) -> ListStanding {
    let version = &record.version;
    let published = version.published.as_deref().and_then(first_day);
    let since = published.or_else(|| record.checked.parse::<Timestamp>().ok().map(day_of));
    let age_days = since.map(|since| days_between(since, now));
    let mut warnings: Vec<String> = too_old(&list.title, age_days, list.rhythm_days).into_iter().collect();
    let overdue = !warnings.is_empty();
    if version.published_basis == PublicationBasis::Unknown {
        warnings.push(format!(
            "the day on which {} was published is not known; its age counts from loading",
            list.title
        ));
    }
    ListStanding {
        list: list.name.clone(),
        title: list.title.clone(),
        version: version.id.clone(),
        entries: version.entries(),
        published: version.published.clone(),
        published_basis: version.published_basis,
        loaded: record.loaded.clone(),
        age_days,
        rhythm_days: list.rhythm_days,
        overdue,
        warning: (!warnings.is_empty()).then(|| warnings.join("; ")),
    }
}

/// How a list in files stands at `now`; `official` is the list of the address book that has this format. What nobody says is not known.
pub(crate) fn standing_of_files(
    name: &str,
    version: &ListVersion,
    official: Option<&OfficialList>,
    now: Timestamp,
) -> ListStanding {
    let published = version.published.as_deref().and_then(first_day);
    let age_days = published.map(|since| days_between(since, now));
    let rhythm_days = official.map_or(0, |official| official.rhythm_days);
    let too_old = official.and_then(|_| too_old(name, age_days, rhythm_days));
    let unknown = (version.published_basis == PublicationBasis::Unknown).then(|| {
        format!(
            "the day on which {name} was published is not known, and so is its age: entries may be missing"
        )
    });
    ListStanding {
        list: name.to_owned(),
        title: name.to_owned(),
        version: version.id.clone(),
        entries: version.entries(),
        published: version.published.clone(),
        published_basis: version.published_basis,
        loaded: now.to_string(),
        age_days,
        rhythm_days,
        overdue: too_old.is_some(),
        warning: too_old.or(unknown),
    }
}

/// What is to be told of a list that is older than its rhythm.
fn too_old(title: &str, age_days: Option<i64>, rhythm_days: u32) -> Option<String> {
    let age = age_days.filter(|age| *age > i64::from(rhythm_days))?;
    Some(format!(
        "{title} is {age} days old, and a new version is expected within {rhythm_days}: entries may be missing"
    ))
}

fn days_between(since: Date, now: Timestamp) -> i64 {
    i64::from((day_of(now) - since).get_days())
}

fn day_of(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

/// The first day of what a prefix of an ISO 8601 date names.
fn first_day(text: &str) -> Option<Date> {
    let number = |part: Option<&str>| part.map_or(Some(1), |part| part.parse().ok());
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let (month, day) = (number(parts.next())?, number(parts.next())?);
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{ListVersion, ListVersionId, Sensitivity};

    fn stands(published: Option<&str>, now: &str) -> ListStanding {
        let list = KeptList {
            name: "alpha".to_owned(),
            title: "The list".to_owned(),
            format: "ftm".to_owned(),
            mapping: None,
            rhythm_days: 7,
            sensitivity: Sensitivity::Open,
        };
        let basis = if published.is_some() { PublicationBasis::Stated } else { PublicationBasis::Unknown };
        let record = ListVersionRecord {
            sequence: 1,
            list: "alpha".to_owned(),
            version: ListVersion {
                id: ListVersionId::derive([], "test"),
                files: Vec::new(),
                loader: "test".to_owned(),
                published: published.map(str::to_owned),
                published_basis: basis,
                counts: [("Person".to_owned(), 3)].into(),
                filled: [].into(),
                notices: Vec::new(),
            },
            loaded: "2026-03-01T10:00:00Z".to_owned(),
            loaded_by: "reviewer".to_owned(),
            checked: "2026-03-05T10:00:00Z".to_owned(),
            accepted: Vec::new(),
        };
        standing(&list, &record, now.parse().unwrap())
    }

    #[test]
    fn a_list_is_overdue_after_its_rhythm() {
        let fresh = stands(Some("2026-03-01"), "2026-03-08T23:00:00Z");
        assert_eq!((fresh.age_days, fresh.overdue, fresh.warning, fresh.entries), (Some(7), false, None, 3));
        let old = stands(Some("2026-03-01"), "2026-03-09T00:30:00Z");
        assert_eq!(
            old.warning.as_deref(),
            Some("The list is 8 days old, and a new version is expected within 7: entries may be missing")
        );
        assert_eq!(stands(Some("2026-01"), "2026-01-31T00:00:00Z").age_days, Some(30));
    }

    #[test]
    fn without_a_day_of_publication_age_counts_from_the_last_check() {
        let unknown = stands(None, "2026-03-06T10:00:00Z");
        assert_eq!((unknown.age_days, unknown.overdue), (Some(1), false));
        assert_eq!(
            unknown.warning.as_deref(),
            Some("the day on which The list was published is not known; its age counts from loading")
        );
    }
}
