use crate::app::{App, End};
use crate::format::{count, number, one_line, short};
use clap::Args;
use engine::{Arrival, Custody, CustodyLink};
use model::{AcquisitionRoute, Clearance, Cleared, Sensitivity, SourceId};
use serde::Serialize;
use std::io::Write;

/// Show how a source came: from which file or address, through which archives and mails, when, by whom.
///
/// Each source on the way is shown with its hash, which is compared with the stored bytes, with the headers of the server or
/// mail that it came with, and with the entries of the log about it.
#[derive(Debug, Args)]
pub(crate) struct CustodyArgs {
    /// The source, by the beginning of its id.
    source: String,
    /// Print one JSON object for each source on the way.
    #[arg(long)]
    json: bool,
}

/// A source on the way, as JSON.
#[derive(Serialize)]
struct CustodyRow {
    id: SourceId,
    sha256: Option<SourceId>,
    sensitivity: Option<Sensitivity>,
    media_type: Option<String>,
    size: Option<u64>,
    /// Whether the stored bytes have this hash; null where nobody may look.
    intact: Option<bool>,
    damage: Option<String>,
    acquisitions: Vec<ArrivalRow>,
    log: Vec<LogRow>,
}

#[derive(Serialize)]
struct ArrivalRow {
    id: String,
    acquired: String,
    actor: Option<String>,
    tool_version: String,
    #[serde(flatten)]
    route: AcquisitionRoute,
    #[serde(flatten)]
    facts: FactsRow,
}

#[derive(Serialize)]
struct FactsRow {
    fetched_from: Option<String>,
    redirects: Vec<model::Redirect>,
    through_proxy: bool,
    http_status: Option<u16>,
    file_modified: Option<String>,
    headers: Vec<(String, String)>,
}

#[derive(Serialize)]
struct LogRow {
    sequence: i64,
    time: String,
    actor: String,
    action: String,
}

pub(crate) fn run_custody(app: &App, args: &CustodyArgs) -> anyhow::Result<End> {
    let workspace = app.open()?;
    let source = workspace.resolve_source(&args.source)?;
    let chain = engine::custody(&workspace, Clearance::Workspace, &source)?;
    let is_damaged = |part: &&Custody| matches!(part, Custody::Visible(link) if link.get().damage.is_some());
    let damaged = chain.iter().filter(is_damaged).count();
    if args.json {
        let rows = chain.into_iter().filter_map(|part| match part {
            Custody::Visible(link) => Some((*link).map(row)),
            // That the way goes through something sealed is no secret; all else about it is.
            Custody::Sealed(id) => hidden_row(id, Some(Sensitivity::Sealed)),
            Custody::Missing(id) => hidden_row(id, None),
        });
        publish::write_json_lines(&mut app.rows(), rows)?;
    } else {
        let mut text = app.text();
        for (place, part) in chain.iter().enumerate() {
            if place > 0 {
                writeln!(text)?;
            }
            match part {
                Custody::Visible(link) => write_link(&mut text, link.get())?,
                Custody::Sealed(id) => writeln!(text, "source {id}\n  sealed: nothing of it is shown")?,
                Custody::Missing(id) => {
                    writeln!(text, "source {id}\n  not here: adding it was broken off; add the file again")?
                }
            }
        }
    }
    if damaged > 0 {
        writeln!(app.messages(), "{} damaged", count(damaged, "stored file"))?;
    }
    Ok(End::of(damaged))
}

fn hidden_row(id: SourceId, sensitivity: Option<Sensitivity>) -> Option<Cleared<CustodyRow>> {
    let row = CustodyRow {
        id,
        sha256: None,
        sensitivity,
        media_type: None,
        size: None,
        intact: None,
        damage: None,
        acquisitions: Vec::new(),
        log: Vec::new(),
    };
    Clearance::Workspace.admit(row, Sensitivity::Internal)
}

fn row(link: CustodyLink) -> CustodyRow {
    let CustodyLink { source, damage, arrivals, log } = link;
    let arrival = |Arrival { acquisition, actor }: Arrival| ArrivalRow {
        id: acquisition.id.to_string(),
        acquired: acquisition.acquired,
        actor,
        tool_version: acquisition.tool_version,
        route: acquisition.route,
        facts: FactsRow {
            fetched_from: acquisition.facts.url,
            redirects: acquisition.facts.redirects,
            through_proxy: acquisition.facts.through_proxy,
            http_status: acquisition.facts.status,
            file_modified: acquisition.facts.modified,
            headers: acquisition.facts.headers,
        },
    };
    CustodyRow {
        sha256: Some(source.id.clone()),
        id: source.id,
        sensitivity: Some(source.sensitivity),
        media_type: Some(source.media_type),
        size: Some(source.size),
        intact: Some(damage.is_none()),
        damage,
        acquisitions: arrivals.into_iter().map(arrival).collect(),
        log: log
            .into_iter()
            .map(|entry| LogRow {
                sequence: entry.sequence,
                time: entry.time,
                actor: entry.actor,
                action: entry.action,
            })
            .collect(),
    }
}

fn write_link(text: &mut impl Write, link: &CustodyLink) -> std::io::Result<()> {
    let source = &link.source;
    writeln!(text, "source {}", source.id)?;
    let state = match &link.damage {
        None => "the stored bytes have this hash (SHA-256)".to_owned(),
        Some(damage) => format!("DAMAGED: {}", one_line(damage)),
    };
    let (size, kind) = (number(source.size as f64), one_line(&source.media_type));
    writeln!(text, "  {size} bytes, {kind}, {}; {state}", source.sensitivity)?;
    for arrival in &link.arrivals {
        write_arrival(text, arrival)?;
    }
    for entry in &link.log {
        let (actor, action) = (one_line(&entry.actor), one_line(&entry.action));
        writeln!(text, "  log   {:>5}  {}  {actor}: {action}", entry.sequence, entry.time)?;
    }
    Ok(())
}

fn write_arrival(text: &mut impl Write, arrival: &Arrival) -> std::io::Result<()> {
    let way = &arrival.acquisition;
    let from = match &way.route {
        AcquisitionRoute::Path { path } => format!("the file {}", crate::format::path(path.as_ref())),
        AcquisitionRoute::Url { url, .. } => format!("the address {}", one_line(url)),
        AcquisitionRoute::Parent { parent, name, .. } => {
            format!("inside of {} as “{}”", short(parent.as_str()), one_line(name))
        }
        AcquisitionRoute::Demo { name } => format!("the demonstration, {}", one_line(name)),
    };
    let actor = arrival.actor.as_deref().map(|actor| format!(" by {}", one_line(actor))).unwrap_or_default();
    writeln!(text, "  came  {}{actor} with manumit {}: {from}", way.acquired, one_line(&way.tool_version))?;
    let (captured, fetched) = match &way.route {
        AcquisitionRoute::Parent { captured, .. } => (captured.clone(), None),
        AcquisitionRoute::Url { fetched, .. } => (None, fetched.clone()),
        _ => (None, None),
    };
    let facts = &way.facts;
    let said = [
        ("captured", captured),
        ("fetched", fetched),
        ("from the address", facts.url.clone()),
        ("HTTP status", facts.status.map(|status| status.to_string())),
        ("last changed", facts.modified.clone()),
    ];
    for (what, value) in said {
        if let Some(value) = value {
            writeln!(text, "          {what}: {}", one_line(&value))?;
        }
    }
    for model::Redirect { status, to } in &facts.redirects {
        writeln!(text, "          sent on ({status}) to: {}", one_line(to))?;
    }
    if facts.through_proxy {
        writeln!(text, "          through a proxy")?;
    }
    for (name, value) in &facts.headers {
        writeln!(text, "          {}: {}", one_line(name), one_line(value))?;
    }
    Ok(())
}
