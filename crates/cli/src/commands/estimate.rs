use crate::app::{App, End};
use crate::format::{number, one_line, short};
use crate::output::write_whole;
use crate::table::{Column, wrap, write_table};
use anstyle::Style;
use anyhow::Context;
use clap::Args;
use engine::{Estimate, EstimatePlace, Group, Question};
use model::{Clearance, Kind, Measure};
use std::io::Write;
use std::path::PathBuf;

/// Put the figures for one question side by side, by independent root; pool them only where that is asked.
///
/// Example: `manumit estimate worker_count --place RU --year 2015`. The answer is `figures`, `conflicting` or `insufficient`;
/// what was left out is told with the reason. `--json` holds everything to compute it again with `manumit recompute`.
#[derive(Debug, Args)]
pub(crate) struct EstimateArgs {
    /// What is counted, such as worker_count, revenue or wage_gross.
    kind: Kind,
    /// Where: a country by code (RU) or English name, `world`, or any name.
    #[arg(long, value_name = "PLACE")]
    place: String,
    /// When.
    #[arg(long, value_name = "YEAR")]
    year: Option<i32>,
    /// Only this measure: stock, flow, quota, change, planned.
    #[arg(long, value_name = "MEASURE")]
    measure: Option<Measure>,
    /// Only workers of this country, by code (KP) or English name; otherwise those of each country apart.
    #[arg(long, value_name = "COUNTRY")]
    origin: Option<String>,
    /// Pool three or more roots of one measure: opinion, random-effects.
    #[arg(long, value_name = "METHOD")]
    pool: Option<engine::Pool>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Write a chart to this file, as SVG.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Overwrite the file of the chart.
    #[arg(long, requires = "svg")]
    force: bool,
}

pub(crate) fn run_estimate(app: &App, args: &EstimateArgs) -> anyhow::Result<End> {
    let workspace = app.open()?;
    let question = Question {
        kind: args.kind,
        place: engine::place_in_claims(&args.place),
        year: args.year,
        measure: args.measure,
        origin: args.origin.as_deref().map(engine::place_in_claims),
        pool: args.pool,
    };
    let material = engine::figure_material(&workspace, Clearance::Workspace)?;
    let estimate = material.map(|material| engine::estimate(&engine::fold(&material), &question));
    if let Some(path) = &args.svg {
        let chart = engine::chart(estimate.get());
        write_whole(path, args.force, |out| Ok(out.write_all(chart.as_bytes())?))?;
    }
    if args.json {
        publish::write_json_lines(&mut app.rows(), [estimate])?;
        return Ok(End::Done);
    }
    write_estimate(app, estimate.get())?;
    Ok(End::Done)
}

/// Compute an estimate again from the file that `estimate --json` wrote, and compare.
#[derive(Debug, Args)]
pub(crate) struct RecomputeArgs {
    /// The file.
    file: PathBuf,
}

/// Largest file that is read.
const LARGEST: u64 = 64 << 20;

pub(crate) fn run_recompute(app: &App, args: &RecomputeArgs) -> anyhow::Result<End> {
    let name = crate::format::path(&args.file);
    let failed = || format!("cannot read {name}");
    let size = std::fs::metadata(&args.file).with_context(failed)?.len();
    anyhow::ensure!(size <= LARGEST, "{name}: larger than {} MiB, so it is no estimate", LARGEST >> 20);
    let text = std::fs::read_to_string(&args.file).with_context(failed)?;
    let estimate: Estimate = serde_json::from_str(&text).with_context(|| format!("{name} is no estimate"))?;
    let differences = engine::recompute(&estimate).map_err(|reason| anyhow::anyhow!("{name}: {reason}"))?;
    for difference in &differences {
        writeln!(app.text(), "{}", one_line(difference))?;
    }
    if differences.is_empty() {
        writeln!(app.text(), "the same result from {} figures", estimate.inputs.len())?;
    }
    Ok(End::of(differences.len()))
}

fn write_estimate(app: &App, estimate: &Estimate) -> anyhow::Result<()> {
    let (mut out, width) = (app.text(), app.width());
    let bold = Style::new().bold();
    let answer = estimate.outcome.answer.meaning();
    writeln!(out, "{bold}{answer}{bold:#}\n")?;
    for group in &estimate.outcome.groups {
        write_group(app, &mut out, estimate, group)?;
    }
    let says = |figure: &str| {
        let input = estimate.inputs.iter().find(|input| input.figure == figure);
        input.map(|input| format!("{} ({})", input.says, input.root_name)).unwrap_or_default()
    };
    let mut section = |title: &str, lines: Vec<String>| -> std::io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        writeln!(out, "{bold}{title}{bold:#}")?;
        for line in lines.iter().flat_map(|line| wrap(&one_line(line), width.saturating_sub(2))) {
            writeln!(out, "  {line}")?;
        }
        writeln!(out)
    };
    let mismatches = estimate.outcome.scope_mismatches.iter();
    section(
        "scope mismatch",
        mismatches
            .map(|pair| format!("{} against {}: {}", says(&pair.one), says(&pair.other), pair.why))
            .collect(),
    )?;
    let left = estimate.left_out.iter();
    section(
        "left out",
        left.map(|left| format!("{} {}: {}", short(&left.figure), left.says, left.reason)).collect(),
    )?;
    Ok(())
}

fn write_group(app: &App, out: &mut impl Write, estimate: &Estimate, group: &Group) -> anyhow::Result<()> {
    let columns = [
        Column::fixed("figure").styled(Style::new().dimmed()),
        Column::flexible("says", 28).styled(Style::new().bold()),
        Column::fixed("from").right(),
        Column::fixed("to").right(),
        Column::flexible("root", 24),
        Column::fixed("mentions").right(),
        Column::flexible("note", 16),
    ];
    let end = |end: Option<f64>| end.map_or_else(|| "open".to_owned(), |end| number(end.round()));
    let inputs = estimate
        .inputs
        .iter()
        .filter(|input| input.place == EstimatePlace::Asked && group.figures.contains(&input.figure));
    let rows: Vec<Vec<String>> = inputs
        .map(|input| {
            let root =
                if input.root_named { input.root_name.clone() } else { format!("({})", input.root_name) };
            vec![
                short(&input.figure).to_owned(),
                input.says.clone(),
                end(input.low),
                end(input.high),
                root,
                input.mentions.to_string(),
                input.notes.join("; "),
            ]
        })
        .collect();
    let measure = group.measure.map_or(String::new(), |measure| format!(" of measure {measure}"));
    let of_others = estimate.outcome.groups.iter().any(|other| other.origin != group.origin);
    let origin = match &group.origin {
        Some(origin) if of_others => format!(", people from {origin}"),
        _ => String::new(),
    };
    writeln!(
        out,
        "{} independent {}{measure}{origin}; all lie within {} to {}",
        group.roots,
        if group.roots == 1 { "root" } else { "roots" },
        end(group.hull_low),
        end(group.hull_high)
    )?;
    write_table(out, app.width(), &columns, &rows)?;
    for pair in &group.conflicts {
        writeln!(out, "conflict: {}", one_line(&pair.why))?;
    }
    if let Some(reason) = &group.not_pooled {
        writeln!(out, "not pooled: {}", one_line(reason))?;
    }
    if let Some(pooled) = &group.pooled {
        let method = pooled.method.meaning();
        let whole = |value: f64| number(value.round());
        writeln!(
            out,
            "pooled: {} ({} to {}), {method}",
            whole(pooled.number),
            whole(pooled.low),
            whole(pooled.high)
        )?;
        if let (Some(i2), Some(tau2)) = (pooled.i2, pooled.tau2) {
            writeln!(out, "  I² {:.0} %, τ {}", i2 * 100.0, whole(tau2.sqrt()))?;
        }
        for assumption in &pooled.assumptions {
            for line in wrap(&one_line(assumption), app.width().saturating_sub(4)) {
                writeln!(out, "  assumes: {line}")?;
            }
        }
        for left in &pooled.leave_one_out {
            writeln!(
                out,
                "  without {}: {} ({} to {})",
                one_line(&left.without),
                whole(left.number),
                whole(left.low),
                whole(left.high)
            )?;
        }
    }
    writeln!(out)?;
    Ok(())
}
