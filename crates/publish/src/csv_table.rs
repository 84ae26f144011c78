//! Rows as a table for spreadsheets.

use crate::workbook::{Cell, Workbook};
use crate::{LedgerRow, PublishError, plain_number};
use model::Cleared;
use std::io::Write;

/// Joins the members of a list inside one cell.
const LIST_SEPARATOR: &str = "; ";

/// Writes the claims as CSV (RFC 4180, UTF-8, one header line) and returns how many there were.
///
/// Lists stand in one cell, separated by `; `; chains of speakers are separated by ` > `, outermost first. A text that
/// a spreadsheet would take for a formula gets an apostrophe in front, since its words come from strangers.
///
/// # Errors
/// If the output takes no more bytes.
pub fn write_csv(
    output: &mut impl Write,
    rows: impl IntoIterator<Item = Cleared<LedgerRow>>,
) -> Result<usize, PublishError> {
    write_ledger_csv(output, LEDGER_COLUMNS, rows)
}

/// The same with the columns of these names, in this order; names that are none are left out.
///
/// # Errors
/// If the output takes no more bytes.
pub fn write_ledger_csv(
    output: &mut impl Write,
    columns: &[&str],
    rows: impl IntoIterator<Item = Cleared<LedgerRow>>,
) -> Result<usize, PublishError> {
    let columns = chosen(columns);
    let mut table = csv::Writer::from_writer(output);
    table.write_record(columns.iter().map(|(name, _)| name))?;
    let mut count = 0;
    for row in rows {
        table.write_record(columns.iter().map(|(name, cell)| {
            let text = cell(row.get());
            if PLAIN.contains(name) { text } else { guarded(text) }
        }))?;
        count += 1;
    }
    table.flush()?;
    Ok(count)
}

/// Writes the claims as a workbook with one sheet, its columns chosen as for [`write_ledger_csv`], and returns how many there were.
/// Amounts are numbers; everything else is text, which no spreadsheet takes for a formula.
///
/// # Errors
/// If the output takes no more bytes, or a sheet cannot hold so many rows.
pub fn write_ledger_xlsx(
    output: &mut impl Write,
    columns: &[&str],
    rows: impl IntoIterator<Item = Cleared<LedgerRow>>,
) -> Result<usize, PublishError> {
    let columns = chosen(columns);
    let cells = |row: Cleared<LedgerRow>| {
        let cell = |(name, cell): &&(&str, Content)| match (*name, row.get()) {
            ("low", row) => row.claim.low.map_or(Cell::Text(String::new()), Cell::Number),
            ("point", row) => row.claim.point.map_or(Cell::Text(String::new()), Cell::Number),
            ("high", row) => row.claim.high.map_or(Cell::Text(String::new()), Cell::Number),
            (_, row) => Cell::Text(cell(row)),
        };
        columns.iter().map(cell).collect()
    };
    let header = columns.iter().map(|(name, _)| Cell::Text((*name).to_owned())).collect();
    let mut book = Workbook::begin(&["Ledger"])?;
    let count = book.sheet(1, std::iter::once(header).chain(rows.into_iter().map(cells)))? - 1;
    output.write_all(&book.into_bytes()?)?;
    output.flush()?;
    Ok(count)
}

fn chosen(names: &[&str]) -> Vec<&'static (&'static str, Content)> {
    names.iter().filter_map(|wanted| COLUMNS.iter().find(|(name, _)| name == wanted)).collect()
}

/// Columns of numbers and times, in which a minus is a minus.
const PLAIN: [&str; 7] = ["low", "point", "high", "time", "start", "end", "published"];

type Content = fn(&LedgerRow) -> String;

/// The names of all columns of the ledger's tables, in order.
pub const LEDGER_COLUMNS: &[&str] = &{
    let mut names = [""; COLUMNS.len()];
    let mut at = 0;
    while at < COLUMNS.len() {
        names[at] = COLUMNS[at].0;
        at += 1;
    }
    names
};

/// Header and content of each column, in order.
const COLUMNS: &[(&str, Content)] = &[
    ("id", |row| row.claim.id.to_string()),
    ("state", |row| row.state.to_string()),
    ("kind", |row| row.claim.kind.to_string()),
    ("low", |row| number(row.claim.low)),
    ("point", |row| number(row.claim.point)),
    ("high", |row| number(row.claim.high)),
    ("unit", |row| text(row.claim.unit.as_deref())),
    ("period", |row| word(row.claim.period)),
    ("measure", |row| word(row.claim.measure)),
    ("direction", |row| word(row.claim.direction)),
    ("hedges", |row| list(row.claim.hedges.iter().map(ToString::to_string))),
    ("equivalent", |row| {
        row.claim.equivalent.as_ref().map_or_else(String::new, |equivalent| {
            format!("{} {}", plain_number(equivalent.value), equivalent.currency)
        })
    }),
    ("subject", |row| text(row.claim.subject.as_deref())),
    ("origin", |row| text(row.claim.origin.as_deref())),
    ("places", |row| list(row.claim.places.iter().cloned())),
    ("site", |row| text(row.claim.site.as_deref())),
    ("sectors", |row| list(row.claim.sectors.iter().cloned())),
    ("isic", |row| list(row.claim.isic.iter().cloned())),
    ("employer", |row| text(row.claim.employer.as_deref())),
    ("role", |row| text(row.claim.role.as_deref())),
    ("grade", |row| text(row.claim.grade.as_deref())),
    ("market", |row| text(row.claim.market.as_deref())),
    ("act", |row| text(row.claim.act.as_deref())),
    ("trend", |row| word(row.claim.trend)),
    ("time", |row| word(row.claim.time.as_ref())),
    ("time_basis", |row| word(row.claim.time_basis)),
    ("speakers", |row| {
        let names: Vec<&str> = row.claim.attribution.iter().map(|speaker| speaker.name.as_str()).collect();
        names.join(" > ")
    }),
    ("attribution_mode", |row| row.claim.attribution_mode.to_string()),
    ("stance", |row| row.claim.stance.to_string()),
    ("denies", |row| list(row.claim.denies.iter().map(ToString::to_string))),
    ("ilo", |row| word(row.claim.ilo)),
    ("quote", |row| row.claim.quote.clone()),
    ("start", |row| row.claim.start.to_string()),
    ("end", |row| row.claim.end.to_string()),
    ("zone", |row| row.claim.zone.to_string()),
    ("title", |row| text(row.title.as_deref())),
    ("publisher", |row| text(row.publisher.as_deref())),
    ("published", |row| word(row.published.as_ref())),
    ("url", |row| text(row.url.as_deref())),
    ("document", |row| row.claim.doc.clone()),
    ("source_id", |row| row.source_id.to_string()),
    ("rule", |row| row.claim.rule.to_string()),
];

fn number(value: Option<f64>) -> String {
    value.map(plain_number).unwrap_or_default()
}

fn word(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn text(value: Option<&str>) -> String {
    value.unwrap_or_default().to_owned()
}

fn list(members: impl Iterator<Item = String>) -> String {
    members.collect::<Vec<_>>().join(LIST_SEPARATOR)
}

/// Keeps a spreadsheet from running a text as a formula
/// (<https://owasp.org/www-community/attacks/CSV_Injection>).
pub(crate) fn guarded(text: String) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text }
}

/// What a formula can begin with.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim_row::tests::ledger_claim;
    use model::{Clearance, Sensitivity};

    #[test]
    fn a_row_has_a_cell_for_every_column() {
        let row = Clearance::Workspace.admit(ledger_claim(), Sensitivity::Internal).unwrap();
        let mut table = Vec::new();
        write_csv(&mut table, [row.map(LedgerRow::from)]).unwrap();
        insta::assert_snapshot!(String::from_utf8(table).unwrap(), @r#"
        id,state,kind,low,point,high,unit,period,measure,direction,hedges,equivalent,subject,origin,places,site,sectors,isic,employer,role,grade,market,act,trend,time,time_basis,speakers,attribution_mode,stance,denies,ilo,quote,start,end,zone,title,publisher,published,url,document,source_id,rule
        d5ffd72b3304143c,confirmed,levy,,15000,,RUB,month,,,reported,640 USD,workers,KP,RU; Vladivostok,,construction,F,Example Building Company,,,,,,2008,stated,Example Watch,explicit,asserted,,,"handed 15,000 roubles ($640) a month to the captain",18,69,main,The captain's {share},Example Weekly,2018-04-03,https://weekly.example/captain,reports/captain.html,6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9,levy/handed
        "#);
    }

    #[test]
    fn the_names_are_those_of_the_columns() {
        assert!(LEDGER_COLUMNS.iter().eq(COLUMNS.iter().map(|(name, _)| name)));
    }

    #[test]
    fn columns_are_chosen_and_a_workbook_has_numbers_and_texts() {
        let mut claim = ledger_claim();
        claim.claim.passage.exact = "=HYPERLINK(\"x\")".to_owned();
        let row = Clearance::Workspace.admit(claim, Sensitivity::Internal).unwrap().map(LedgerRow::from);
        let columns = ["quote", "nothing", "point", "id"];
        let mut table = Vec::new();
        write_ledger_csv(&mut table, &columns, [row.clone()]).unwrap();
        assert_eq!(
            String::from_utf8(table).unwrap(),
            "quote,point,id\n\"'=HYPERLINK(\"\"x\"\")\",15000,d5ffd72b3304143c\n"
        );
        let mut book = Vec::new();
        assert_eq!(write_ledger_xlsx(&mut book, &columns, [row]).unwrap(), 1);
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
        let mut sheet = zip.by_name("xl/worksheets/sheet1.xml").unwrap();
        let mut xml = String::new();
        std::io::Read::read_to_string(&mut sheet, &mut xml).unwrap();
        assert!(xml.contains("preserve\">=HYPERLINK(&quot;x&quot;)</t>"), "{xml}");
        assert!(xml.contains("<v>15000</v>") && !xml.contains("<f"), "{xml}");
    }

    #[test]
    fn a_quote_is_never_a_formula() {
        let mut claim = ledger_claim();
        claim.claim.passage.exact = "=HYPERLINK(\"x\")".to_owned();
        let row = Clearance::Workspace.admit(claim, Sensitivity::Internal).unwrap();
        let mut table = Vec::new();
        write_csv(&mut table, [row.map(LedgerRow::from)]).unwrap();
        assert!(String::from_utf8(table).unwrap().contains("\"'=HYPERLINK(\"\"x\"\")\""));
    }
}
