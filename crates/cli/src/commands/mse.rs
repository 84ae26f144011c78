use crate::app::{App, End};
use crate::format::{count, number, one_line};
use crate::table::{Column, wrap, write_table};
use clap::Args;
use engine::mse::{HiddenPopulation, Interval, ModelOrigin, MseOptions, SEED, THRESHOLD};
use std::io::{self, Write};
use std::path::PathBuf;

/// Estimate how many people stand on no list, from how lists of people overlap.
///
/// The table has one column a list (1 on it, 0 not) and one row a combination with a column of counts, or one row a person.
/// Pairs of lists that depend on each other are found and taken into account (multiple-systems estimation). It needs lists on
/// which the same person can be recognised; published head-counts are no such lists.
#[derive(Debug, Args)]
pub(crate) struct MseArgs {
    /// The table, as CSV.
    table: PathBuf,
    /// The column of counts, where it has an unusual title.
    #[arg(long, value_name = "COLUMN")]
    count: Option<String>,
    /// P-value below which a pair of lists is taken in; 0 for independent lists.
    #[arg(long, value_name = "P", default_value_t = THRESHOLD, value_parser = p_value)]
    threshold: f64,
    /// Samples of a bootstrap (BCa): an interval that holds the doubt about the model too. 1000 are usual.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=MOST_REPLICATES))]
    bootstrap: u32,
    /// Seed of the bootstrap.
    #[arg(long, value_name = "N", default_value_t = SEED)]
    seed: u64,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

const MOST_REPLICATES: i64 = engine::mse::MOST_REPLICATES as i64;

fn p_value(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(value),
        _ => Err("a number from 0 to 1 is needed".to_owned()),
    }
}

pub(crate) fn run_mse(app: &App, args: &MseArgs) -> anyhow::Result<End> {
    let options = MseOptions {
        threshold: args.threshold,
        replicates: args.bootstrap as usize,
        seed: args.seed,
        threads: app.threads(),
    };
    let found = engine::estimate_hidden_population(&args.table, args.count.as_deref(), &options)?;
    if args.json {
        let mut rows = app.rows();
        serde_json::to_writer(&mut rows, &found)?;
        writeln!(rows)?;
        rows.flush()?;
    } else {
        report(&mut app.text(), app.width(), &found)?;
    }
    Ok(End::Done)
}

fn report(text: &mut impl Write, width: usize, found: &HiddenPopulation) -> io::Result<()> {
    let estimate = whole(found.estimate);
    writeln!(
        text,
        "About {estimate} people in all (95 % interval {}): {} on at least one list, about {} on none.",
        interval(found.interval95),
        number(found.observed as f64),
        whole(found.hidden)
    )?;
    if !found.warnings.is_empty() {
        writeln!(text, "\nReasons for doubt")?;
        bullets(text, width, found.warnings.iter().map(|warning| warning.text.as_str()))?;
    }
    writeln!(text, "\nIntervals (95 %)")?;
    let mut rows = vec![
        vec!["Wald: observed + exp(intercept ± 1.96 se)".to_owned(), interval(found.interval95)],
        vec!["profile likelihood".to_owned(), interval(found.profile95)],
    ];
    if let Some(bootstrap) = &found.bootstrap {
        let drawn =
            format!("bootstrap, BCa ({}, seed {})", count(bootstrap.replicates, "sample"), bootstrap.seed);
        rows.push(vec![drawn, interval(bootstrap.interval95)]);
        rows.push(vec!["bootstrap, percentiles".to_owned(), interval(bootstrap.percentile95)]);
        if bootstrap.without_estimate > 0 {
            let text = format!("{} without a finite estimate", count(bootstrap.without_estimate, "sample"));
            rows.push(vec![text, String::new()]);
        }
    }
    rows.push(vec![
        "independent lists, Wald".to_owned(),
        format!("{}, point {}", interval(found.main_effects_interval95), whole(found.main_effects)),
    ]);
    write_table(text, width, &[Column::flexible("method", 20), Column::fixed("interval")], &rows)?;
    writeln!(text, "\nLists")?;
    let sizes = found.lists.iter().zip(&found.list_sizes).enumerate().map(|(at, (list, size))| {
        let left_out = found.left_out.get(at);
        let without = left_out.map(|left_out| left_out.estimate.map_or_else(|| "none".to_owned(), whole));
        let range = left_out.filter(|left_out| left_out.estimate.is_some());
        vec![
            list.clone(),
            number(*size as f64),
            without.unwrap_or_default(),
            range.map(|left_out| interval(left_out.interval95)).unwrap_or_default(),
        ]
    });
    let columns = [
        Column::flexible("list", 10),
        Column::fixed("people").right(),
        Column::fixed("estimate without it").right(),
        Column::fixed("interval"),
    ];
    write_table(text, width, &columns, &sizes.collect::<Vec<_>>())?;
    models(text, width, found)?;
    writeln!(text, "\nWhat this rests on")?;
    bullets(text, width, found.assumptions.iter().chain(&found.notes).map(String::as_str))
}

fn models(text: &mut impl Write, width: usize, found: &HiddenPopulation) -> io::Result<()> {
    writeln!(text, "\nModels (pairs added while p < {}; × marks the chosen one)", found.threshold)?;
    let rows = found.models.iter().map(|model| {
        let name = match (&model.added, model.origin) {
            (Some(added), _) => format!("+ {}", added.pair),
            (None, ModelOrigin::Step) => "independent lists".to_owned(),
            (None, ModelOrigin::Neighbour) => neighbour(&found.selected, &model.pairs),
        };
        let surprise = model
            .added
            .as_ref()
            .map(|added| format!("{} on both, {:.1} expected", number(added.on_both as f64), added.expected));
        vec![
            if model.chosen { "×" } else { "" }.to_owned(),
            name,
            surprise.unwrap_or_default(),
            model.added.as_ref().map(|added| format!("{:.2e}", added.p_value)).unwrap_or_default(),
            model.estimate.map_or_else(|| "none".to_owned(), whole),
            if model.estimate.is_some() { interval(model.interval95) } else { String::new() },
            model.aic.map(|aic| format!("{aic:.1}")).unwrap_or_default(),
            model.bic.map(|bic| format!("{bic:.1}")).unwrap_or_default(),
        ]
    });
    let columns = [
        Column::fixed(""),
        Column::flexible("model", 16),
        Column::flexible("because", 10).shown_from(100),
        Column::fixed("p").right(),
        Column::fixed("estimate").right(),
        Column::fixed("interval"),
        Column::fixed("AIC").right(),
        Column::fixed("BIC").right(),
    ];
    write_table(text, width, &columns, &rows.collect::<Vec<_>>())
}

/// How a model differs from the chosen one.
fn neighbour(chosen: &[String], pairs: &[String]) -> String {
    let more = pairs.iter().find(|pair| !chosen.contains(pair));
    let less = chosen.iter().find(|pair| !pairs.contains(pair));
    match (more, less) {
        (Some(pair), _) => format!("chosen, with {pair}"),
        (None, Some(pair)) => format!("chosen, without {pair}"),
        (None, None) => "chosen".to_owned(),
    }
}

fn bullets<'a>(text: &mut impl Write, width: usize, points: impl Iterator<Item = &'a str>) -> io::Result<()> {
    for point in points {
        for (at, line) in wrap(&one_line(point), width.saturating_sub(2)).iter().enumerate() {
            writeln!(text, "{}{line}", if at == 0 { "- " } else { "  " })?;
        }
    }
    Ok(())
}

fn whole(value: f64) -> String {
    number(value.round())
}

fn interval([low, high]: Interval) -> String {
    let end = |end: Option<f64>| end.map_or_else(|| "open".to_owned(), whole);
    format!("{} – {}", end(low), end(high))
}
