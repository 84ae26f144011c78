//! Branches of work by the codes of ISIC Rev.4 (United Nations Statistics Division, Series M No. 4/Rev.4, 2008).

/// Sector, code and title; see `data/README.md`.
const TABLE: &str = include_str!("../data/isic.tsv");

/// The codes of a sector, each with its title: a section (`F`), division (`02`), group (`301`) or class (`2392`). None for a
/// sector that is no branch, or that a workspace's own rules name.
pub fn branches(sector: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(move |line| {
        let (name, branch) = line.split_once('\t')?;
        branch.split_once('\t').filter(|_| name == sector)
    })
}

/// The codes of sectors, in their order, each once.
#[must_use]
pub fn codes(sectors: &[String]) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for (code, _) in sectors.iter().flat_map(|sector| branches(sector)) {
        if codes.iter().all(|known| known != code) {
            codes.push(code.to_owned());
        }
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sector_has_the_codes_of_its_branches() {
        assert_eq!(branches("shipbuilding").collect::<Vec<_>>(), [("301", "Building of ships and boats")]);
        assert_eq!(codes(&["textiles".to_owned(), "construction".to_owned()]), ["13", "14", "F"]);
        assert_eq!(branches("prison").count(), 0);
    }

    #[test]
    fn every_sector_of_the_rules_is_a_branch_or_known_to_be_none() {
        let rules = crate::rules::Rules::compile(crate::EMBEDDED_RULES).unwrap();
        let sectors = rules.vocabulary.lexicon_names().iter().filter_map(|name| name.strip_prefix("sector-"));
        let without: Vec<&str> = sectors.filter(|sector| branches(sector).next().is_none()).collect();
        assert_eq!(without, ["prison"]);
    }
}
