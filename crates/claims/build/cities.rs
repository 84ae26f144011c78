//! The table of cities to an index by name; `src/gazetteer/cities.rs` says how it lies.

use super::pieces::{EMPTY, LONGEST, chain, pieces};
use std::collections::BTreeMap;

/// What is known of a beginning of names.
#[derive(Default)]
struct Node {
    /// Whether a longer name begins with it.
    longer: bool,
    /// The names that end with it, in the order they are found.
    names: Vec<Name>,
}

/// Where the row of a city begins, and which pieces of its name must begin with a capital or be capitals throughout.
type Name = (u32, u16, u16);

/// Packs the index of a table of cities: the largest of one name is found first.
pub(super) fn pack(table: &str) -> Vec<u8> {
    let mut nodes: BTreeMap<u64, Node> = BTreeMap::new();
    let mut start = 0;
    for line in table.split_inclusive('\n') {
        let names = line.split('\t').next().filter(|_| !line.starts_with('#') && line.contains('\t'));
        for name in names.into_iter().flat_map(|names| names.split('|')) {
            insert(&mut nodes, name, start);
            if name.contains('\'') {
                insert(&mut nodes, &name.replace('\'', ""), start);
            }
        }
        start += line.len() as u32;
    }
    laid_out(&nodes)
}

fn insert(nodes: &mut BTreeMap<u64, Node>, name: &str, row: u32) {
    let (mut hash, mut capitals, mut acronyms) = (EMPTY, 0_u16, 0_u16);
    let mut ahead = pieces(name).take(LONGEST).enumerate().peekable();
    while let Some((position, piece)) = ahead.next() {
        hash = chain(hash, piece.hash);
        capitals |= u16::from(piece.capital) << position;
        acronyms |= u16::from(piece.acronym) << position;
        let node = nodes.entry(hash).or_default();
        if ahead.peek().is_some() {
            node.longer = true;
        } else if !node.names.contains(&(row, capitals, acronyms)) {
            // Of the names of one city the last is found first.
            let place = node.names.iter().position(|(other, ..)| *other == row).unwrap_or(node.names.len());
            node.names.insert(place, (row, capitals, acronyms));
        }
    }
}

fn laid_out(nodes: &BTreeMap<u64, Node>) -> Vec<u8> {
    let (mut packed, mut names) = ((nodes.len() as u32).to_le_bytes().to_vec(), Vec::new());
    let mut count = 0_u32;
    for (hash, node) in nodes {
        packed.extend(hash.to_le_bytes());
        packed.extend((count << 1 | u32::from(node.longer)).to_le_bytes());
        for (row, capitals, acronyms) in &node.names {
            names.extend(row.to_le_bytes());
            names.extend(capitals.to_le_bytes());
            names.extend(acronyms.to_le_bytes());
            count += 1;
        }
    }
    packed.extend(names);
    packed
}
