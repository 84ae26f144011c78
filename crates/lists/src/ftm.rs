//! Entities that are in the form of FollowTheMoney already: one JSON object a line.

use crate::collect::{finish, only_file};
use crate::error::{Error, Place, Result};
use crate::text::decode;
use crate::{Limits, List, ListFile, LoadOptions};
use model::{Entity, ListEntry, Listing, ListingDate, ListingEvent, OriginalRow};
use std::collections::HashMap;

pub(crate) fn load(files: &[ListFile<'_>], options: &LoadOptions) -> Result<List> {
    let file = only_file(files, "a FollowTheMoney list", "one file of JSON lines")?;
    let text = decode(file.name, file.bytes, &options.limits)?;
    let mut entries = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let number = index as u64 + 1;
        let place = || Place::new(file.name, number);
        Limits::check(place, line.len(), options.limits.row, "bytes in a line")?;
        let entity = read(line).map_err(|reason| {
            let last = text.trim_end().ends_with(line.trim_end()) && !text.ends_with('\n');
            if last { Error::truncated(place(), reason) } else { Error::malformed(place(), reason) }
        })?;
        let original = vec![OriginalRow { file: file.name.to_owned(), line: number, text: line.to_owned() }];
        let listing = Listing { original, ..listing_of(&entity) };
        entries.push(ListEntry { entity, listing });
        Limits::check(place, entries.len(), options.limits.entries, "entries")?;
    }
    tell_sanctioned(&mut entries);
    finish(file.name, entries, None, Vec::new(), &options.limits)
}

fn read(line: &str) -> Result<Entity, String> {
    let mut entity: Entity = serde_json::from_str(line).map_err(|error| error.to_string())?;
    if entity.id.trim().is_empty() || entity.schema.trim().is_empty() {
        return Err("an entity needs an id and a schema".to_owned());
    }
    entity.properties.retain(|_, values| !values.is_empty());
    Ok(entity)
}

/// What the properties say of a listing. An entity of the schema `Sanction` is the listing of another one.
fn listing_of(entity: &Entity) -> Listing {
    let values = |property: &str| entity.values(property).to_vec();
    let dates = [
        ("listingDate", ListingEvent::Listed),
        ("startDate", ListingEvent::Listed),
        ("modifiedAt", ListingEvent::Amended),
        ("endDate", ListingEvent::Ends),
    ];
    let mut found = Vec::new();
    for (property, event) in dates {
        if entity.schema == "Sanction" || property == "modifiedAt" {
            found.extend(values(property).into_iter().map(|date| ListingDate { event, date }));
        }
    }
    found.dedup();
    Listing { programmes: values("program"), reasons: values("reason"), dates: found, ..Listing::default() }
}

/// Gives what `Sanction` entities say to the entries that they are about.
fn tell_sanctioned(entries: &mut [ListEntry]) {
    let mut about: HashMap<String, Vec<Listing>> = HashMap::new();
    for sanction in entries.iter().filter(|entry| entry.entity.schema == "Sanction") {
        for id in sanction.entity.values("entity") {
            about
                .entry(id.clone())
                .or_default()
                .push(Listing { original: Vec::new(), ..sanction.listing.clone() });
        }
    }
    for entry in entries {
        for sanction in about.remove(&entry.entity.id).into_iter().flatten() {
            for (to, from) in [
                (&mut entry.listing.programmes, &sanction.programmes),
                (&mut entry.listing.reasons, &sanction.reasons),
            ] {
                from.iter().for_each(|text| crate::collect::once(to, text));
            }
            for date in sanction.dates {
                if !entry.listing.dates.contains(&date) {
                    entry.listing.dates.push(date);
                }
            }
        }
    }
}
