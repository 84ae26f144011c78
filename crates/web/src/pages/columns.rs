//! The columns that the table of the ledger can have, and what it can be put in order by.

use super::asked::Choice;
use crate::Fault;
use archive::ClaimKey;
use publish::{ClaimRow, LedgerClaim};

/// A claim with its row, from which cells are made.
pub(crate) struct Seen {
    pub(crate) row: ClaimRow,
    pub(crate) claim: LedgerClaim,
}

impl Seen {
    pub(crate) fn of(claim: LedgerClaim) -> Self {
        Self { row: ClaimRow::of("", claim.claim.clone()), claim }
    }

    /// Name of the kind, in words.
    pub(crate) fn kind(&self) -> String {
        self.row.kind.to_string().replace('_', " ")
    }
}

/// A column beside the kind, which leads to the claim.
pub(crate) struct Column {
    /// Its word in addresses.
    pub(crate) name: &'static str,
    pub(crate) heading: &'static str,
    /// The word by which it sorts, where it does.
    pub(crate) sort: Option<&'static str>,
    /// What stands in it.
    pub(crate) cell: fn(&Seen) -> String,
    /// The columns of an exported table that say the same.
    pub(crate) exported: &'static [&'static str],
    /// Whether a table has it where nobody chose.
    pub(crate) usual: bool,
}

const fn column(
    name: &'static str,
    heading: &'static str,
    cell: fn(&Seen) -> String,
    exported: &'static [&'static str],
) -> Column {
    Column { name, heading, sort: None, cell, exported, usual: false }
}

impl Column {
    const fn usual(self) -> Self {
        Self { usual: true, ..self }
    }

    const fn sorts(self, word: &'static str) -> Self {
        Self { sort: Some(word), ..self }
    }

    /// Whether its cells are words of a document, with the source beneath.
    pub(crate) fn is_passage(&self) -> bool {
        self.name == "passage"
    }

    /// Whether its cells are never cut into lines.
    pub(crate) fn is_whole(&self) -> bool {
        matches!(self.name, "when" | "published" | "state")
    }

    /// Whether its cells say how much.
    pub(crate) fn is_amount(&self) -> bool {
        self.name == "says"
    }
}

/// All columns, in the order of the table.
pub(crate) const COLUMNS: [Column; 16] = [
    column(
        "says",
        "Says",
        |seen| publish::gist(&seen.row),
        &["low", "point", "high", "unit", "period", "measure", "direction", "hedges", "equivalent"],
    )
    .usual()
    .sorts("value"),
    column("subject", "Of whom", |seen| text(&seen.row.subject), &["subject"]),
    column("where", "Where", |seen| places(&seen.row.places), &["places"]).usual().sorts("place"),
    column("site", "Place of work", |seen| text(&seen.row.site), &["site"]),
    column("origin", "From", |seen| place(seen.row.origin.as_deref()), &["origin"]),
    column("sector", "Sector", |seen| seen.row.sectors.join(", "), &["sectors", "isic"]),
    column("employer", "Employer", |seen| text(&seen.row.employer), &["employer", "role"]),
    column("act", "Act", |seen| text(&seen.row.act), &["act"]),
    column("indicator", "Indicator", indicator, &["ilo"]),
    column("when", "When", |seen| word(seen.row.time.as_ref()), &["time", "time_basis"])
        .usual()
        .sorts("time"),
    column("who", "Who says it", speakers, &["speakers", "attribution_mode", "stance"]).usual(),
    column(
        "passage",
        "Passage",
        |seen| seen.row.quote.clone(),
        &["quote", "title", "url", "document", "source_id"],
    )
    .usual(),
    column("published", "Published", |seen| word(seen.claim.source.published.as_ref()), &["published"])
        .sorts("published"),
    column("publisher", "Published by", |seen| text(&seen.claim.source.site), &["publisher"]),
    column("part", "Part of the page", |seen| seen.row.zone.to_string(), &["zone"]),
    column("state", "State", |seen| seen.claim.state.to_string(), &["state"]).usual(),
];

fn text(value: &Option<String>) -> String {
    value.clone().unwrap_or_default()
}

fn word(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn place(code: Option<&str>) -> String {
    code.map(engine::place_name).unwrap_or_default()
}

fn places(codes: &[String]) -> String {
    codes.iter().map(|code| engine::place_name(code)).collect::<Vec<_>>().join(", ")
}

fn indicator(seen: &Seen) -> String {
    seen.row.ilo.map(|indicator| format!("{indicator} {}", indicator.title())).unwrap_or_default()
}

fn speakers(seen: &Seen) -> String {
    seen.row.attribution.iter().map(|speaker| speaker.name.as_str()).collect::<Vec<_>>().join(" › ")
}

/// The columns of these words, in the order of the table; the usual ones where none is chosen.
///
/// # Errors
/// Where a word is none of a column.
pub(crate) fn chosen(words: Option<&str>) -> Result<Vec<&'static Column>, Fault> {
    let Some(words) = words else { return Ok(COLUMNS.iter().filter(|column| column.usual).collect()) };
    let words: Vec<&str> = words.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    if let Some(unknown) = words.iter().find(|word| !COLUMNS.iter().any(|column| column.name == **word)) {
        return Err(Fault::Invalid(format!("“{unknown}” is no column of the ledger")));
    }
    Ok(COLUMNS.iter().filter(|column| words.contains(&column.name)).collect())
}

/// The columns of an exported table that say what these say, with what names the claim.
pub(crate) fn exported(columns: &[&Column]) -> Vec<&'static str> {
    let of_columns = columns.iter().flat_map(|column| column.exported.iter().copied());
    ["id", "kind"].into_iter().chain(of_columns).collect()
}

/// Orders in words, as a form offers them.
const ORDERS: [(&str, &str); 9] = [
    ("", "As sources came"),
    ("kind", "Kind"),
    ("place", "Place"),
    ("time", "Time, earliest first"),
    ("-time", "Time, latest first"),
    ("value", "Value, smallest first"),
    ("-value", "Value, largest first"),
    ("published", "Date of source, oldest first"),
    ("-published", "Date of source, newest first"),
];

/// What `sort` asks for: a word, with `-` in front for the other way round.
///
/// # Errors
/// Where the word means nothing.
pub(crate) fn order(sort: Option<&str>) -> Result<(ClaimKey, bool), Fault> {
    let Some(sort) = sort else { return Ok((ClaimKey::Source, false)) };
    let (word, descending) = sort.strip_prefix('-').map_or((sort, false), |word| (word, true));
    let key = match word {
        "kind" => ClaimKey::Kind,
        "place" => ClaimKey::Place,
        "time" => ClaimKey::Time,
        "value" => ClaimKey::Value,
        "published" => ClaimKey::Published,
        _ => return Err(Fault::Invalid(format!("“{sort}” is nothing to sort by"))),
    };
    Ok((key, descending))
}

/// The orders to choose from.
pub(crate) fn orders(sort: Option<&str>) -> Vec<Choice> {
    let choice = |(value, name): &(&str, &str)| Choice {
        value: (*value).to_owned(),
        name: (*name).to_owned(),
        chosen: sort.unwrap_or_default() == *value,
    };
    let mut choices: Vec<Choice> = ORDERS.iter().map(choice).collect();
    if let Some(sort) = sort.filter(|sort| !ORDERS.iter().any(|(value, _)| value == sort)) {
        let name = format!("{}, the other way round", sort.trim_start_matches('-'));
        choices.push(Choice { value: sort.to_owned(), name, chosen: true });
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_in_the_order_of_the_table_and_unknown_ones_are_said() {
        let names = |words| chosen(words).map(|found| found.iter().map(|one| one.name).collect::<Vec<_>>());
        assert_eq!(names(Some("when, says")).unwrap(), ["says", "when"]);
        assert_eq!(names(None).unwrap(), ["says", "where", "when", "who", "passage", "state"]);
        assert!(names(Some("says,gossip")).is_err());
        assert_eq!(exported(&chosen(Some("where")).unwrap()), ["id", "kind", "places"]);
    }

    #[test]
    fn every_exported_column_is_one() {
        let unknown = |name: &&&str| !publish::LEDGER_COLUMNS.contains(*name);
        assert_eq!(COLUMNS.iter().flat_map(|column| column.exported).find(unknown), None);
    }

    #[test]
    fn a_minus_turns_the_order_round() {
        assert_eq!(order(Some("-time")).unwrap(), (ClaimKey::Time, true));
        assert_eq!(order(None).unwrap(), (ClaimKey::Source, false));
        assert!(order(Some("gossip")).is_err());
    }
}
