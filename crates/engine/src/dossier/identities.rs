//! The entities that a party is, with names by script and numbers with their check digits.

use crate::Ground;
use ::names::Script;
use ::names::identifiers::Scheme;
use ::screen::{Basis, IDENTIFIER_PROPERTIES};
use model::Entity;
use publish::{IdentityRow, NameRow, NumberRow};
use std::collections::{BTreeMap, BTreeSet};

/// An entity of a list or of documents; none where no list in use and no document that may be seen has it.
pub(super) fn identity(ground: &Ground, list_of: &BTreeMap<String, String>, id: &str) -> Option<IdentityRow> {
    if let Some(entry) = ground.entries.0.get(id) {
        let basis = ground.index.basis_of(id).unwrap_or(Basis::Linked);
        let mut numbers = numbers(&entry.entity);
        for number in &entry.listing.identifiers {
            if !numbers.iter().any(|known| known.value == number.value) {
                numbers.push(NumberRow {
                    kind: number.kind.clone(),
                    value: number.value.clone(),
                    check: None,
                });
            }
        }
        return Some(IdentityRow {
            names: names(&entry.entity),
            numbers,
            entity: entry.entity.clone(),
            basis: basis.to_string(),
            list: list_of.get(id).cloned(),
            listing: Some(entry.listing.clone()),
        });
    }
    let documented = ground.evidence.as_ref()?.entities.get(id)?;
    Some(IdentityRow {
        names: names(&documented.entity),
        numbers: numbers(&documented.entity),
        entity: documented.entity.clone(),
        basis: Basis::Documented.to_string(),
        list: None,
        listing: None,
    })
}

fn names(entity: &Entity) -> Vec<NameRow> {
    let row = |(property, name): (&str, &str)| NameRow {
        name: name.to_owned(),
        script: script_of(name),
        property: property.to_owned(),
    };
    entity.names().map(row).collect()
}

/// The scripts of a name's letters: `latin`, `han`, or `latin/han` where it has both.
fn script_of(name: &str) -> String {
    let scripts: BTreeSet<Script> = name.chars().filter_map(Script::of).collect();
    let names: Vec<String> = scripts.iter().map(|script| format!("{script:?}").to_lowercase()).collect();
    if names.is_empty() { "none".to_owned() } else { names.join("/") }
}

fn numbers(entity: &Entity) -> Vec<NumberRow> {
    let of_property = |property: &'static str| {
        let scheme = match property {
            "imoNumber" => Some(Scheme::Imo),
            "leiCode" => Some(Scheme::Lei),
            "uscCode" => Some(Scheme::Uscc),
            "ogrnCode" => Some(Scheme::Ogrn),
            "innCode" => Some(Scheme::Inn),
            _ => None,
        };
        entity.values(property).iter().map(move |value| NumberRow {
            kind: property.to_owned(),
            value: value.clone(),
            check: scheme.map(|scheme| scheme.read(value).is_some()),
        })
    };
    IDENTIFIER_PROPERTIES.iter().flat_map(|property| of_property(property)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_their_script_and_numbers_their_check() {
        let entity = Entity::new("Vessel", "v")
            .with("name", ["MORNING SAMPLE 5"])
            .with("alias", ["모닝 샘플", "例 Sample"])
            .with("imoNumber", ["9074729", "9074720"])
            .with("mmsi", ["123456789"]);
        let scripts: Vec<String> = names(&entity).into_iter().map(|row| row.script).collect();
        assert_eq!(scripts, ["latin", "hangul", "latin/han"]);
        let checks: Vec<Option<bool>> = numbers(&entity).into_iter().map(|row| row.check).collect();
        assert_eq!(checks, [Some(true), Some(false), None]);
    }
}
