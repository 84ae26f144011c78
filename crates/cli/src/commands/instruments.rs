use crate::app::{App, End};
use crate::format::one_line;
use crate::table::{Column, wrap, write_table};
use clap::Args;
use engine::register::{Instrument, InstrumentFilter, Standing};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::io::{self, Write};

/// List legal instruments on forced labour abroad: who has to do what, since when, and by when.
///
/// The register comes with manumit; a file instruments.csv in the workspace adds to it. Each entry names its official source and
/// what nobody has held against that source yet. It is no legal advice.
#[derive(Debug, Args)]
pub(crate) struct InstrumentsArgs {
    /// Only those in force on this day, such as 2018-06-30.
    #[arg(long, value_name = "DAY")]
    in_force: Option<Date>,
    /// Only those that bind an addressee whose name has this in it.
    #[arg(long, value_name = "TEXT")]
    addressee: Option<String>,
    /// Only those whose deadline is on this day or before.
    #[arg(long, value_name = "DAY")]
    deadline_by: Option<Date>,
    /// Only those whose id, title or obligation has this in it.
    text: Option<String>,
    /// Show each in full, one after the other.
    #[arg(long)]
    full: bool,
    /// Print one JSON object a line.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    instrument: &'a Instrument,
    on: Date,
    standing: Standing,
}

pub(crate) fn run_instruments(app: &App, args: &InstrumentsArgs) -> anyhow::Result<End> {
    let workspace = app.open_if_any()?;
    let register = engine::instruments(workspace.as_ref())?;
    let day = args.in_force.unwrap_or_else(|| Timestamp::now().to_zoned(TimeZone::UTC).date());
    let filter = InstrumentFilter {
        in_force_on: args.in_force,
        addressee: args.addressee.clone(),
        deadline_by: args.deadline_by,
        text: args.text.clone(),
    };
    let found = register.select(&filter);
    if args.json {
        let mut rows = app.rows();
        for instrument in &found {
            let row = Row { instrument, on: day, standing: instrument.standing(day) };
            serde_json::to_writer(&mut rows, &row)?;
            writeln!(rows)?;
        }
        rows.flush()?;
        return Ok(End::Done);
    }
    let mut text = app.text();
    if found.is_empty() {
        writeln!(app.messages(), "no instrument of the register fits")?;
        return Ok(End::Done);
    }
    if args.full {
        for instrument in &found {
            in_full(&mut text, app.width(), instrument, instrument.standing(day))?;
        }
        return Ok(End::Done);
    }
    let told = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let rows = found.iter().map(|instrument| {
        vec![
            instrument.id.clone(),
            told(instrument.effective),
            told(instrument.deadline),
            instrument.standing(day).as_str().to_owned(),
            one_line(&instrument.addressee),
            one_line(&instrument.obligation),
        ]
    });
    let columns = [
        Column::fixed("id"),
        Column::fixed("in force"),
        Column::fixed("deadline"),
        Column::flexible("on that day", 12).shown_from(100),
        Column::flexible("who", 12),
        Column::flexible("what", 20),
    ];
    write_table(&mut text, app.width(), &columns, &rows.collect::<Vec<_>>())?;
    for instrument in found {
        if let Some(doubt) = &instrument.unverified {
            writeln!(
                text,
                "{}: still to be held against {}: {}",
                instrument.id,
                one_line(&instrument.source),
                one_line(doubt)
            )?;
        }
    }
    Ok(End::Done)
}

fn in_full(
    text: &mut impl Write,
    width: usize,
    instrument: &Instrument,
    standing: Standing,
) -> io::Result<()> {
    let told = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    writeln!(text, "{}: {}", instrument.id, one_line(&instrument.title))?;
    for (name, value) in [
        ("adopted", told(instrument.adopted)),
        ("in force", told(instrument.effective)),
        ("deadline", told(instrument.deadline)),
        ("ends", told(instrument.ends)),
        ("standing", standing.as_str().to_owned()),
        ("who", instrument.addressee.clone()),
        ("what", instrument.obligation.clone()),
        ("except", instrument.exceptions.clone()),
        ("source", instrument.source.clone()),
        ("to be checked", instrument.unverified.clone().unwrap_or_default()),
        ("register", instrument.register.clone()),
    ] {
        for (at, line) in wrap(&one_line(&value), width.saturating_sub(17)).iter().enumerate() {
            writeln!(text, "  {:15}{line}", if at == 0 { name } else { "" })?;
        }
    }
    Ok(())
}
