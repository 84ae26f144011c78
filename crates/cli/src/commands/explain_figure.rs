use super::explain::ExplainArgs;
use super::findings::told;
use crate::app::{App, End};
use crate::format::{count, one_line};
use crate::table::wrap;
use anstyle::Style;
use engine::FigureRow;
use model::Clearance;
use std::io::Write;

/// Explains a figure: its root, the chain of each mention with the words for each step, what it resembles, what people
/// decided, and the findings that speak of it. `None` where the id is that of no figure.
pub(super) fn explain_figure(
    app: &App,
    args: &ExplainArgs,
    workspace: &archive::Workspace,
) -> anyhow::Result<Option<End>> {
    let material = engine::figure_material(workspace, Clearance::Workspace)?;
    let figures = engine::fold(material.get());
    let Ok(place) = engine::resolve_figure(&figures, &args.id) else { return Ok(None) };
    let found = material.map(|material| {
        let figures = engine::fold(&material);
        let row = engine::figure_rows(&figures).swap_remove(place);
        let mut about = engine::findings(&figures);
        about.retain(|finding| finding.figures.contains(&place));
        (row, engine::finding_rows(&figures, about))
    });
    if args.json {
        publish::write_json_lines(&mut app.rows(), [found.map(|(row, _)| row)])?;
        return Ok(Some(End::Done));
    }
    let (row, about) = found.get();
    let (mut out, width) = (app.text(), app.width());
    let heading = Style::new().bold();
    let mut write = |title: &str, lines: Vec<String>| -> std::io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        writeln!(out, "{heading}{title}{heading:#}")?;
        for line in lines.iter().flat_map(|line| wrap(&one_line(line), width.saturating_sub(2))) {
            writeln!(out, "  {line}")?;
        }
        writeln!(out)
    };
    write(&format!("{}  {}", row.kind, row.says), vec![format!("figure {}", row.id)])?;
    write("Root", root_lines(row))?;
    write("Mentions", row.claims.iter().map(told).collect())?;
    write("How each leads back", chain_lines(row))?;
    write("Missing or wrong in the chains", row.problems.clone())?;
    let probable = row.probable.iter().map(|known| {
        format!(
            "{} {} ({}): {}",
            &known.figure[..8.min(known.figure.len())],
            known.says,
            known.root_name,
            known.reasons.join(", ")
        )
    });
    write("Probably repeats", probable.collect())?;
    write("Says the same, from another root", row.agrees.clone())?;
    write("Decisions", row.decisions.clone())?;
    write(
        "Findings",
        about.iter().map(|finding| format!("{}: {}", finding.topic, finding.sentence)).collect(),
    )?;
    Ok(Some(End::Done))
}

fn root_lines(row: &FigureRow) -> Vec<String> {
    let mut lines = vec![row.root_told()];
    if row.root_basis == Some(engine::RootBasis::Carrier) {
        lines.push("nobody is named as its origin: this only carries it".to_owned());
    }
    let roots = if row.independent_roots == 1 {
        "1 root".to_owned()
    } else {
        count(row.independent_roots, "independent root")
    };
    lines.push(format!("{}, {roots}", count(row.mentions, "mention")));
    lines
}

fn chain_lines(row: &FigureRow) -> Vec<String> {
    let mut lines = Vec::new();
    for chain in &row.chains {
        for (number, step) in chain.steps.iter().enumerate() {
            let claim = step.claim.get(..8).unwrap_or(&step.claim);
            let mark = if number == 0 {
                format!("{} ", chain.claim.get(..8).unwrap_or_default())
            } else {
                "  then ".to_owned()
            };
            lines.push(format!("{mark}{} → {}: {} [{claim} “{}”]", step.from, step.to, step.how, step.quote));
        }
    }
    lines
}
