//! What a cell says of place, time and amount, in the words in which people fill tables.

use claims::gazetteer::{CountryForm, Entry, Gazetteer};
use claims::quantity::{self, Dimension, QuantityMention};
use claims::time::{self, Anchor};
use claims::token::tokenize;
use model::{Edtf, Hedge, Period, Quantity, Unit};

/// A place as claims hold it: codes of countries and names, and the site where the words name one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PlaceCell {
    pub(crate) places: Vec<String>,
    pub(crate) site: Option<String>,
}

/// Words that mean every country.
const WORLD: &[&str] = &["world", "worldwide", "global", "overseas", "abroad", "all countries", "total"];

/// Reads `Szczecin shipyard, Poland`, `Dandong, China`, `World`, `NE China`. What stands in brackets is a remark. A part of
/// a country that no table knows keeps its words, so that it is never taken for the whole country.
pub(crate) fn places(cell: &str) -> PlaceCell {
    let mut found = PlaceCell::default();
    let (mut countries, mut names): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for part in without_brackets(cell).split([',', ';']) {
        let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
        if part.is_empty() {
            continue;
        }
        if WORLD.contains(&part.to_lowercase().as_str()) {
            countries.push("world".to_owned());
            continue;
        }
        if let Some(code) = whole_country(&part) {
            countries.push(code);
            continue;
        }
        match named_in(&part) {
            Some(Named::Country(code)) => {
                countries.push(code);
                names.push(part);
            }
            Some(Named::Local { name, country, whole }) => {
                if !whole {
                    found.site.get_or_insert(part);
                }
                names.push(name);
                countries.extend(country);
            }
            Some(Named::Region(name)) => names.push(name),
            None => names.push(part),
        }
    }
    // The country that a city lies in is a guess where another country is named.
    for place in countries.into_iter().chain(names) {
        if !found.places.contains(&place) {
            found.places.push(place);
        }
    }
    found
}

fn without_brackets(cell: &str) -> String {
    let mut depth = 0_usize;
    cell.chars()
        .filter(|character| {
            match character {
                '(' | '[' => depth += 1,
                ')' | ']' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

fn whole_country(part: &str) -> Option<String> {
    let code = crate::place_in_claims(part);
    Gazetteer::embedded().country(&code).map(|country| country.code.to_owned())
}

enum Named {
    Country(String),
    Local { name: String, country: Option<String>, whole: bool },
    Region(String),
}

/// The first name in the words that some table knows.
fn named_in(part: &str) -> Option<Named> {
    let words: Vec<&str> = part.split(' ').collect();
    for start in 0..words.len() {
        let Some(found) = Gazetteer::embedded().longest_match(words.get(start..)?) else { continue };
        let whole = found.words == words.len();
        for entry in &found.entries {
            match entry {
                Entry::Country { country, form: CountryForm::Name | CountryForm::Adjective } => {
                    return Some(Named::Country(country.code.to_owned()));
                }
                Entry::City { city } => {
                    let country = Some(city.country.to_owned());
                    return Some(Named::Local { name: city.name().to_owned(), country, whole });
                }
                Entry::Region { .. } => {
                    let country = entry.country_code().map(str::to_owned);
                    return Some(Named::Local { name: entry.name().to_owned(), country, whole });
                }
                Entry::WorldRegion { .. } => return Some(Named::Region(entry.name().to_owned())),
                Entry::Country { .. } | Entry::Organisation { .. } => {}
            }
        }
    }
    None
}

/// Reads `2016`, `Dec 2017`, `end 2017`, `2013-2015`, `Sep 2017-Aug 2018`, `c2018`, or EDTF as it is.
pub(crate) fn time(cell: &str) -> Option<Edtf> {
    if let Ok(time) = cell.parse() {
        return Some(time);
    }
    if let Some(time) = part_of_year(cell) {
        return Some(time);
    }
    let tokens = tokenize(cell);
    let found = time::find(cell, &tokens, 0..tokens.len(), &Anchor::default());
    let (first, last) = years(cell)?;
    let spans: Vec<&Edtf> = found.iter().map(|mention| &mention.time).collect();
    match spans.as_slice() {
        // Both years of "2017/2019" must be in it, or the reading has lost one.
        [only] if only.first_year() == Some(first) && only.last_year() == Some(last) => {
            Some(perhaps_about(cell, only))
        }
        [from, to] if from.first_year() == Some(first) && to.last_year() == Some(last) && first <= last => {
            Some(Edtf::between(from, to))
        }
        _ if first == last => Some(perhaps_about(cell, &Edtf::year(first)?)),
        _ => Some(Edtf::between(&Edtf::year(first)?, &Edtf::year(last)?)),
    }
}

/// "early 2018", "mid-2017", "end of 2017": the months that are meant.
fn part_of_year(cell: &str) -> Option<Edtf> {
    let (part, year) = cell.trim().rsplit_once([' ', '-'])?;
    let year: i32 = year.parse().ok().filter(|year| (1900..2100).contains(year))?;
    let part = part.to_lowercase();
    let months = match part.trim().trim_end_matches(" of").trim_start_matches("the ") {
        "early" | "beginning" | "start" => (1, 4),
        "mid" | "middle" => (5, 8),
        "late" => (9, 12),
        "end" => (12, 12),
        _ => return None,
    };
    let (from, to) = (Edtf::month(year, months.0)?, Edtf::month(year, months.1)?);
    Some(if from == to { from } else { Edtf::between(&from, &to) })
}

/// The time, as approximate if the cell says so and it can be written.
fn perhaps_about(cell: &str, time: &Edtf) -> Edtf {
    let about = if is_about(cell) { format!("{time}~").parse().ok() } else { None };
    about.unwrap_or_else(|| time.clone())
}

/// "c2018", "circa 2018", "about 2018", "~2018".
fn is_about(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    let marks = ["circa", "c.", "ca.", "about", "around", "~"];
    let before_digit = |mark: char| {
        lower.char_indices().any(|(at, found)| {
            found == mark
                && lower[at + found.len_utf8()..].starts_with(|next: char| next.is_ascii_digit())
                && !lower[..at].ends_with(char::is_alphabetic)
        })
    };
    marks.iter().any(|mark| lower.contains(mark)) || before_digit('c')
}

/// The earliest and latest year that the words name.
fn years(cell: &str) -> Option<(i32, i32)> {
    let digits: Vec<i32> = cell
        .split(|character: char| !character.is_ascii_digit())
        .filter(|run| run.len() == 4)
        .filter_map(|run| run.parse().ok())
        .filter(|year| (1900..2100).contains(year))
        .collect();
    Some((digits.iter().copied().min()?, digits.iter().copied().max()?))
}

/// Reads an amount as a text writes it: `50,000–60,000`, `up to 3,000`, `$700 a month`, `70 %`.
pub(crate) fn amount(cell: &str) -> Option<Quantity> {
    let tokens = tokenize(cell);
    let found = quantity::find(cell, &tokens, 0..tokens.len());
    let mut real = found.into_iter().filter(|mention| !matches!(mention.dimension, Dimension::NoClaim(_)));
    let mention: QuantityMention = real.next().filter(|_| real.next().is_none())?;
    let unit = match &mention.dimension {
        Dimension::Money(code) => Some(Unit::Currency(code.clone())),
        Dimension::Share => Some(Unit::Fraction),
        Dimension::Hours => Some(Unit::Hour),
        _ => None,
    };
    Some(Quantity {
        amount: Some(mention.amount),
        unit,
        period: mention.period,
        hedges: mention.hedges,
        equivalent: mention.equivalent,
        ..Quantity::default()
    })
}

/// Hedges by their words in claims or as a text writes them: `more_than`, `roughly`, `up to`.
pub(crate) fn hedges(cell: &str) -> Option<Vec<Hedge>> {
    let mut all = Vec::new();
    for part in cell.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        match part.to_lowercase().replace(' ', "_").parse() {
            Ok(hedge) => all.push(hedge),
            Err(_) => {
                let found = amount(&format!("{part} 1,000"))?.hedges;
                if found.is_empty() {
                    return None;
                }
                all.extend(found);
            }
        }
    }
    Some(all)
}

/// A period by its word in claims or as a text writes it: `month`, `per month`, `a year`, `monthly`.
pub(crate) fn period(cell: &str) -> Option<Period> {
    let lower = cell.trim().to_lowercase();
    if let Ok(period) = lower.parse() {
        return Some(period);
    }
    amount(&format!("$100 {lower}")).and_then(|quantity| quantity.period)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_never_wider_than_their_words() {
        let read = |cell: &str| {
            let found = places(cell);
            (found.places.join("|"), found.site)
        };
        for (cell, expected) in [
            ("World", "world"),
            ("Russia", "RU"),
            ("UAE", "AE"),
            ("Dandong, China", "CN|Dandong"),
            ("NE China", "CN|NE China"),
            ("China (garment)", "CN"),
            ("Mongolia, one large city (perhaps the capital)", "MN|one large city"),
            ("somewhere", "somewhere"),
        ] {
            assert_eq!(read(cell).0, expected, "{cell}");
        }
        assert_eq!(
            read("Szczecin shipyard, Poland"),
            ("PL|Szczecin".to_owned(), Some("Szczecin shipyard".to_owned()))
        );
    }

    #[test]
    fn times_keep_both_ends() {
        for (cell, expected) in [
            ("2016", "2016"),
            ("1950/..", "1950/.."),
            ("Apr 2018", "2018-04"),
            ("n.d.(c2018)", "2018~"),
            ("2013-2015", "2013/2015"),
            ("2017/2019", "2017/2019"),
            ("Sep 2017-Aug 2018", "2017-09/2018-08"),
            ("peak c2022", "2022~"),
            ("end 2017", "2017-12"),
            ("early 2018", "2018-01/2018-04"),
            ("mid-2019", "2019-05/2019-08"),
        ] {
            assert_eq!(time(cell).map(|time| time.to_string()).as_deref(), Some(expected), "{cell}");
        }
        assert_eq!(time("last year"), None);
    }

    #[test]
    fn amounts_are_those_of_texts() {
        let read = |cell: &str| {
            amount(cell).map(|quantity| (quantity.amount.unwrap().low(), quantity.amount.unwrap().high()))
        };
        assert_eq!(read("50,000–60,000"), Some((Some(50_000.0), Some(60_000.0))));
        assert_eq!(read("up to 3,000"), Some((None, Some(3000.0))));
        assert_eq!(read("some"), None);
        assert_eq!(hedges("more_than"), Some(vec![Hedge::MoreThan]));
        assert_eq!(hedges("roughly"), Some(vec![Hedge::Approximately]));
        assert_eq!(hedges("blue"), None);
        assert_eq!(
            (period("year"), period("per month"), period("often")),
            (Some(Period::Year), Some(Period::Month), None)
        );
    }
}
