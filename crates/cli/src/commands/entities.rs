use crate::app::{App, End};
use crate::format::{count, one_line};
use crate::table::{Column, write_table};
use clap::Args;
use engine::Canon;
use model::{Clearance, Cleared, Sameness};
use publish::write_json_lines;
use serde::Serialize;
use std::io::Write;

/// Show the entities that documents name: employers, agencies, sites, ships, and persons whom they name with an office; never people who
/// work there.
#[derive(Debug, Args)]
pub(crate) struct EntitiesArgs {
    /// Also those of which every claim was withdrawn.
    #[arg(long)]
    all: bool,
    /// Show retired ids and judgements instead.
    #[arg(long)]
    judgements: bool,
    /// Only what may be shown to anyone.
    #[arg(long)]
    public: bool,
    /// Print one JSON object for each.
    #[arg(long)]
    json: bool,
}

/// Judge whether two entities are one, on lists or from documents. A later judgement on the two counts instead; none is overwritten.
#[derive(Debug, Args)]
pub(crate) struct JudgeArgs {
    /// One entity's id.
    left: String,
    /// The other's.
    right: String,
    /// same, different or unsure.
    verdict: Sameness,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// An entity as `entities --json` prints it.
#[derive(Serialize)]
struct EntityRow {
    #[serde(flatten)]
    entity: model::Entity,
    basis: &'static str,
    #[serde(rename = "match")]
    is_match: bool,
    canonical: String,
    withdrawn: bool,
    evidence: publish::EvidenceRow,
}

pub(crate) fn run_entities(app: &App, args: &EntitiesArgs) -> anyhow::Result<End> {
    let workspace = app.open()?;
    let clearance = if args.public { Clearance::Public } else { Clearance::Workspace };
    let judgements = engine::judgements(&workspace, clearance)?;
    let canon = Canon::of(judgements.iter().map(Cleared::get));
    if args.judgements {
        return show_judgements(app, args, judgements, &canon);
    }
    let mut entities = engine::documented_entities(&workspace, clearance)?;
    entities.retain(|one| args.all || !one.get().is_withdrawn());
    if args.json {
        let rows = entities.into_iter().map(|one| {
            one.map(|one| EntityRow {
                basis: "documented",
                is_match: false,
                canonical: canon.id_of(&one.entity.id).to_owned(),
                withdrawn: one.is_withdrawn(),
                evidence: one.evidence,
                entity: one.entity,
            })
        });
        write_json_lines(&mut app.rows(), rows)?;
        return Ok(End::Done);
    }
    let columns = [
        Column::flexible("id", 12),
        Column::flexible("name", 20),
        Column::fixed("countries"),
        Column::fixed("passages").right(),
        Column::fixed("state"),
        Column::flexible("same as", 12),
    ];
    let rows: Vec<Vec<String>> = entities
        .iter()
        .map(Cleared::get)
        .map(|one| {
            let state = match (one.is_withdrawn(), one.evidence.disputed) {
                (true, _) => "withdrawn",
                (false, true) => "disputed",
                (false, false) => "",
            };
            let canonical = canon.id_of(&one.entity.id);
            vec![
                one.entity.id.clone(),
                one.entity.caption().to_owned(),
                one.entity.values("country").join(" "),
                one.evidence.passages.len().to_string(),
                state.to_owned(),
                if canonical == one.entity.id { String::new() } else { canonical.to_owned() },
            ]
        })
        .collect();
    write_table(&mut app.text(), app.width(), &columns, &rows)?;
    let number = rows.len();
    let told = if number == 1 { "1 entity".to_owned() } else { format!("{number} entities") };
    writeln!(app.messages(), "{told} named in documents, which is no finding of guilt")?;
    Ok(End::Done)
}

fn show_judgements(
    app: &App,
    args: &EntitiesArgs,
    judgements: Vec<Cleared<model::Judgement>>,
    canon: &Canon,
) -> anyhow::Result<End> {
    let number = judgements.len();
    if args.json {
        write_json_lines(&mut app.rows(), judgements)?;
        return Ok(End::Done);
    }
    let mut text = app.text();
    for one in judgements.iter().map(Cleared::get) {
        let note = one.note.as_deref().map(|note| format!(": {}", one_line(note))).unwrap_or_default();
        writeln!(text, "{} {} {} ({}, {}){note}", one.left, one.verdict, one.right, one.judge, one.judged)?;
    }
    for one in &canon.tombstones {
        let until = one.until.as_deref().map(|until| format!(" until {until}")).unwrap_or_default();
        writeln!(text, "{} stands for {} since {}{until}", one.id, one.canonical, one.since)?;
    }
    writeln!(app.messages(), "{}", count(number, "judgement"))?;
    Ok(End::Done)
}

pub(crate) fn run_judge(app: &App, args: &JudgeArgs) -> anyhow::Result<End> {
    let workspace = app.open_for_writing("judge")?;
    let note = args.note.as_deref();
    let one = engine::judge(&workspace, &app.act(), &args.left, &args.right, args.verdict, note)?;
    writeln!(app.messages(), "{} {} {}, by {}", one.left, one.verdict, one.right, one.judge)?;
    Ok(End::Done)
}
