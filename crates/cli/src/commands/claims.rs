use crate::app::{App, End};
use crate::format::{count, gist, one_line, printable, short, speakers, state_mark};
use crate::table::{Column, write_table};
use anstyle::{AnsiColor, Style};
use archive::{ClaimFilter, Workspace};
use clap::{Args, Subcommand};
use model::{Clearance, Cleared, Kind, Measure, ReviewState, RuleId, Zone};
use publish::{LedgerRow, write_csv, write_json_lines};
use std::io::Write;

/// Which claims.
#[derive(Debug, Args)]
pub(crate) struct FilterArgs {
    /// Only these kinds, such as worker_count or wage_received.
    #[arg(long, value_name = "KIND")]
    kind: Vec<Kind>,
    /// Only those about this place: a country by code (RU) or English name, `world`, or any name.
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,
    /// Only from these zones of a page, or `all`; otherwise those that the settings name.
    #[arg(long, value_name = "ZONE")]
    zone: Vec<ZoneChoice>,
    /// Only in these states: proposed, confirmed, corrected, rejected, superseded, orphaned.
    #[arg(long, value_name = "STATE")]
    state: Vec<ReviewState>,
    /// Only numbers that measure this: stock, flow, quota, change, planned.
    #[arg(long, value_name = "MEASURE")]
    measure: Vec<Measure>,
    /// Only those that speak of this year or a later one.
    #[arg(long, value_name = "YEAR")]
    from: Option<i32>,
    /// Only those that speak of this year or an earlier one.
    #[arg(long, value_name = "YEAR")]
    to: Option<i32>,
    /// Only from this source, by the beginning of its id.
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// Only those whose words contain this.
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Debug, Clone, Copy)]
enum ZoneChoice {
    All,
    One(Zone),
}

impl std::str::FromStr for ZoneChoice {
    type Err = model::UnknownWord;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        if word == "all" { Ok(Self::All) } else { word.parse().map(Self::One) }
    }
}

impl FilterArgs {
    pub(crate) fn filter(&self, workspace: &Workspace) -> anyhow::Result<ClaimFilter> {
        let all = self.zone.iter().any(|zone| matches!(zone, ZoneChoice::All));
        let named = self.zone.iter().filter_map(|zone| match zone {
            ZoneChoice::One(zone) => Some(*zone),
            ZoneChoice::All => None,
        });
        let zones = match (all, self.zone.is_empty()) {
            (true, _) => Vec::new(),
            (false, true) => workspace.settings().zones.clone(),
            (false, false) => named.collect(),
        };
        let source = self.source.as_deref().map(|prefix| workspace.resolve_source(prefix)).transpose()?;
        Ok(ClaimFilter {
            kinds: self.kind.clone(),
            place: self.place.as_deref().map(engine::place_in_claims),
            zones,
            states: self.state.clone(),
            measures: self.measure.clone(),
            from_year: self.from,
            to_year: self.to,
            source,
            text: self.text.clone(),
            after: None,
            offset: 0,
            limit: self.limit,
            order: archive::ClaimOrder::default(),
        })
    }
}

impl FilterArgs {
    /// Says so where the place is one that nobody knows: a slip of the fingers looks like a place without claims.
    fn tell_unknown_place(&self, app: &App, workspace: &Workspace) -> anyhow::Result<()> {
        let Some(place) = &self.place else { return Ok(()) };
        let Some(near) = engine::places_like(workspace, Clearance::Workspace, place)? else { return Ok(()) };
        let meant =
            if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) };
        let told = format!("“{place}” is no country, code or place that is known{meant}");
        writeln!(app.messages(), "note: {}", one_line(&told))?;
        Ok(())
    }
}

/// Show the ledger: every claim with what it says, where, when, and who says so.
///
/// Marks: ✓ confirmed, ✎ corrected, ✗ rejected by a person; + made by a person, not by a rule; ↷ superseded by a newer version
/// of its table; no mark: proposed by a rule. `manumit claims import` makes claims of the rows of a table.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct ClaimsArgs {
    #[command(subcommand)]
    command: Option<ClaimsCommand>,
    #[command(flatten)]
    filter: FilterArgs,
    /// Print one JSON object for each claim.
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print a table for spreadsheets.
    #[arg(long)]
    csv: bool,
}

#[derive(Debug, Subcommand)]
enum ClaimsCommand {
    Import(super::claims_import::ClaimsImportArgs),
}

pub(crate) fn run_claims(app: &App, args: &ClaimsArgs) -> anyhow::Result<End> {
    if let Some(ClaimsCommand::Import(args)) = &args.command {
        return super::claims_import::run_claims_import(app, args);
    }
    let workspace = app.open()?;
    let filter = args.filter.filter(&workspace)?;
    let claims = engine::claims(&workspace, Clearance::Workspace, &filter)?;
    if args.json || args.csv {
        let rows = claims.into_iter().map(|claim| claim.map(LedgerRow::from));
        let mut output = app.rows();
        let written =
            if args.json { write_json_lines(&mut output, rows)? } else { write_csv(&mut output, rows)? };
        if written == 0 {
            args.filter.tell_unknown_place(app, &workspace)?;
        }
        return Ok(End::Done);
    }
    let found = claims.len();
    if found > 0 {
        let rows: Vec<_> = claims.into_iter().map(|claim| claim.map(LedgerRow::from)).collect();
        write_ledger(app, &rows)?;
    }
    let mut messages = app.messages();
    let elsewhere =
        if args.filter.zone.is_empty() { "; `--zone all` also shows those from other zones" } else { "" };
    writeln!(messages, "{}{elsewhere}", count(found, "claim"))?;
    if found == 0 {
        args.filter.tell_unknown_place(app, &workspace)?;
    }
    if args.filter.state.is_empty() || args.filter.state.contains(&ReviewState::Orphaned) {
        tell_orphans(app, &workspace, &filter)?;
    }
    Ok(End::Done)
}

/// Writes the claims as a table, one line each.
pub(crate) fn write_ledger(app: &App, rows: &[Cleared<LedgerRow>]) -> anyhow::Result<()> {
    let dim = Style::new().dimmed();
    let columns = [
        Column::fixed("id").styled(dim),
        Column::fixed(""),
        Column::fixed("kind").styled(AnsiColor::Cyan.on_default()),
        Column::flexible("says", 24).styled(Style::new().bold()),
        Column::flexible("place", 8),
        Column::flexible("time", 7),
        Column::flexible("who says so", 20),
        Column::flexible("words", 24),
        Column::flexible("source", 16).styled(dim).shown_from(150),
    ];
    let rows: Vec<Vec<String>> = rows.iter().map(|row| cells(row.get())).collect();
    write_table(&mut app.text(), app.width(), &columns, &rows)?;
    Ok(())
}

fn cells(row: &LedgerRow) -> Vec<String> {
    let LedgerRow { claim, state, .. } = row;
    vec![
        short(claim.id.as_str()).to_owned(),
        format!("{}{}", if claim.rule == RuleId::person() { "+" } else { "" }, state_mark(*state)),
        claim.kind.to_string(),
        gist(claim),
        claim.places.join(", "),
        claim.time.as_ref().map(ToString::to_string).unwrap_or_default(),
        speakers(&claim.attribution),
        claim.quote.clone(),
        claim.doc.rsplit('/').next().unwrap_or_default().to_owned(),
    ]
}

/// Reviews whose claim is gone are never dropped silently.
fn tell_orphans(app: &App, workspace: &Workspace, filter: &ClaimFilter) -> anyhow::Result<()> {
    let orphans = engine::orphans(workspace, Clearance::Workspace, filter.source.as_ref())?;
    if orphans.is_empty() {
        return Ok(());
    }
    let mut text = app.text();
    writeln!(
        app.messages(),
        "{} without a claim (the words are no longer found as a claim):",
        count(orphans.len(), "review")
    )?;
    for orphan in orphans {
        let engine::OrphanedReview { review, source } = orphan.get();
        writeln!(
            text,
            "orphaned  {}  {}  {} by {} on {}: “{}” in {}{}",
            short(review.claim.as_str()),
            review.kind,
            review.verdict,
            printable(&review.reviewer),
            review.reviewed.get(..10).unwrap_or(&review.reviewed),
            one_line(&review.passage.exact),
            printable(source.file_name()),
            review.note.as_ref().map(|note| format!(" — {}", one_line(note))).unwrap_or_default(),
        )?;
    }
    Ok(())
}
