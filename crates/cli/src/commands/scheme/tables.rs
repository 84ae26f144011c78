//! Results as tables for people.

use crate::format::{count, number, one_line};
use crate::table::{Column, wrap, write_table};
use engine::schemes::{LevyRule, Outcome, Outcomes, Pay, Range, SchemeExplanation, SchemeRun};
use publish::{brief as amount, exact, rounded, signed};
use std::io::{self, Write};

pub(super) fn one_scenario(text: &mut dyn Write, width: usize, found: &SchemeRun) -> io::Result<()> {
    let Some(scenario) = found.scenarios.last() else { return Ok(()) };
    heading(text, width, found)?;
    writeln!(text, "\n{}: {}", scenario.name, one_line(&scenario.about))?;
    let against = !scenario.against_baseline.is_empty();
    let rows = Outcome::ALL.iter().map(|outcome| {
        let range = |outcomes: &Outcomes| outcomes.get(outcome).copied().flatten();
        let total = range(&scenario.total);
        let difference = range(&scenario.against_baseline);
        vec![
            label(*outcome, &found.currency),
            total.map_or_else(|| "unknown".to_owned(), |range| amount(range.median)),
            total.map(ends).unwrap_or_default(),
            if against {
                difference.map(|range| signed(range.median)).unwrap_or_default()
            } else {
                String::new()
            },
        ]
    });
    let columns = [
        Column::flexible("all hosts", 18),
        Column::fixed("median").right(),
        Column::fixed("5 to 95 %").right(),
        Column::fixed("against baseline").right(),
    ];
    write_table(&mut Dyn(text), width, &columns, &rows.collect::<Vec<_>>())?;
    writeln!(text)?;
    let shown = [
        Outcome::Workers,
        Outcome::WageBill,
        Outcome::StateTake,
        Outcome::ForeignExchange,
        Outcome::TakeHome,
    ];
    let rows = scenario.hosts.iter().map(|host| {
        let mut row = vec![host.host.clone()];
        for outcome in shown {
            let range = host.outcomes.get(&outcome).copied().flatten();
            row.push(range.map_or_else(|| "unknown".to_owned(), |range| amount(range.median)));
        }
        row
    });
    let columns = [
        Column::flexible("host (medians)", 10),
        Column::fixed("workers").right(),
        Column::fixed("wage bill").right(),
        Column::fixed("state's take").right(),
        Column::fixed("foreign exchange").right(),
        Column::fixed("kept a month").right(),
    ];
    write_table(&mut Dyn(text), width, &columns, &rows.collect::<Vec<_>>())?;
    hang_on(text, width, found)?;
    assumed(text, width, &found.assumed)
}

pub(super) fn comparison(text: &mut dyn Write, width: usize, found: &SchemeRun) -> io::Result<()> {
    heading(text, width, found)?;
    writeln!(text)?;
    let shown =
        [Outcome::Workers, Outcome::StateTake, Outcome::ForeignExchange, Outcome::TakeHome, Outcome::Debt];
    let rows = found.scenarios.iter().map(|scenario| {
        let baseline = scenario.against_baseline.is_empty();
        let mut row = vec![scenario.name.clone()];
        for outcome in shown {
            let from = if baseline { &scenario.total } else { &scenario.against_baseline };
            let range = from.get(&outcome).copied().flatten();
            let told = range.map(|range| if baseline { amount(range.median) } else { signed(range.median) });
            row.push(told.unwrap_or_else(|| "unknown".to_owned()));
        }
        row
    });
    let columns = [
        Column::flexible("scenario", 14),
        Column::fixed("workers at the end").right(),
        Column::fixed("state's take").right(),
        Column::fixed("foreign exchange").right(),
        Column::fixed("kept a month").right(),
        Column::fixed("owed a month").right(),
    ];
    write_table(&mut Dyn(text), width, &columns, &rows.collect::<Vec<_>>())?;
    writeln!(text, "\nMedians; below the first row, medians of the difference from it, draw by draw.")?;
    for scenario in &found.scenarios {
        for (at, line) in
            wrap(&format!("{}: {}", scenario.name, one_line(&scenario.about)), width.saturating_sub(2))
                .iter()
                .enumerate()
        {
            writeln!(text, "{}{line}", if at == 0 { "" } else { "  " })?;
        }
    }
    assumed(text, width, &found.assumed)
}

fn heading(text: &mut dyn Write, width: usize, found: &SchemeRun) -> io::Result<()> {
    let told = format!(
        "{}: from the end of {} to {}, {} with seed {}, money in {}.",
        one_line(&found.scheme),
        found.start,
        found.end,
        count(found.draws, "draw"),
        found.seed,
        one_line(&found.currency)
    );
    for line in wrap(&told, width) {
        writeln!(text, "{line}")?;
    }
    writeln!(text, "Sums are over all months; what is kept and owed is an average.")
}

/// Influences that are shown for each outcome.
const STRONGEST: usize = 3;

fn hang_on(text: &mut dyn Write, width: usize, found: &SchemeRun) -> io::Result<()> {
    writeln!(text, "\nWhat the baseline hangs on most, one at a time (others central)")?;
    let mut rows = Vec::new();
    for outcome in Outcome::ALL {
        let of_it = found.influences.iter().filter(|influence| influence.outcome == *outcome).take(STRONGEST);
        rows.extend(of_it.map(|influence| {
            vec![
                label(*outcome, &found.currency),
                influence.parameter.clone(),
                amount(influence.at_low),
                amount(influence.at_high),
                influence.rank_correlation.map(|value| format!("{value:+.2}")).unwrap_or_default(),
                if influence.assumed { "assumed" } else { "" }.to_owned(),
            ]
        }));
    }
    let columns = [
        Column::flexible("outcome", 14),
        Column::flexible("parameter", 12),
        Column::fixed("at its least").right(),
        Column::fixed("at its greatest").right(),
        Column::fixed("rank correlation").right().shown_from(90),
        Column::fixed(""),
    ];
    write_table(&mut Dyn(text), width, &columns, &rows)
}

fn assumed(text: &mut dyn Write, width: usize, names: &[String]) -> io::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let told = format!("Assumed, with nobody who says so: {}.", names.join(", "));
    writeln!(text)?;
    for line in wrap(&told, width) {
        writeln!(text, "{line}")?;
    }
    Ok(())
}

pub(super) fn explanation(text: &mut dyn Write, width: usize, told: &SchemeExplanation) -> io::Result<()> {
    writeln!(text, "{} (money in {})", one_line(&told.scheme), one_line(&told.currency))?;
    for line in wrap(&one_line(&told.about), width) {
        writeln!(text, "{line}")?;
    }
    writeln!(text, "\nEquations")?;
    let rows: Vec<Vec<String>> = told
        .equations
        .iter()
        .map(|equation| vec![equation.of.to_owned(), equation.equation.to_owned()])
        .collect();
    write_table(&mut Dyn(text), width, &[Column::fixed("gives"), Column::flexible("how", 20)], &rows)?;
    writeln!(text, "\nParameters")?;
    for told in &told.parameters {
        let parameter = &told.parameter;
        let range = if parameter.low < parameter.high {
            format!(", from {} to {}", exact(parameter.low), exact(parameter.high))
        } else {
            String::new()
        };
        writeln!(text, "{} = {}{range}: {}", told.name, exact(parameter.central), told.meaning)?;
        let note = parameter.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
        let counts = parameter.counts.map(|counts| {
            let [earlier, later, months] = [counts.earlier, counts.later, counts.months].map(number);
            format!("; {earlier} became {later} in {months} months")
        });
        let source = one_line(&format!("{}{note}{}", parameter.source, counts.unwrap_or_default()));
        for line in wrap(&source, width.saturating_sub(4)) {
            writeln!(text, "    {line}")?;
        }
    }
    for host in &told.hosts {
        writeln!(text, "\n{} at central values", one_line(&host.name))?;
        let mut parts = vec![format!("leaving by rotation {:.4} a month", host.rotation_hazard)];
        parts.extend(
            host.repatriation_hazard.map(|hazard| format!("sent home beyond that {hazard:.4} a month")),
        );
        parts.push(format!("{} new workers wanted a month", rounded(host.demand)));
        for (act, what) in
            [(&host.ban, "ban"), (&host.repatriation, "repatriation from"), (&host.deadline, "deadline")]
        {
            parts.extend(act.as_ref().map(|act| {
                let by = act.instrument.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
                format!("{what} {}{by}", act.month)
            }));
        }
        for line in wrap(&parts.join("; "), width) {
            writeln!(text, "{line}")?;
        }
        let month = |name: &str, pay: &Pay| {
            let amounts = [pay.wage, pay.agency, pay.living, pay.levy, pay.take_home, pay.debt];
            std::iter::once(name.to_owned()).chain(amounts.map(rounded)).collect::<Vec<String>>()
        };
        let rows = vec![
            month(&format!("as it is ({})", host.levy), &host.pay),
            month(&format!("wage −20 %, {} levy", word(LevyRule::Fixed)), &host.after_cut_fixed),
            month(
                &format!("wage −20 %, {} levy", word(LevyRule::Proportional)),
                &host.after_cut_proportional,
            ),
        ];
        let columns = [
            Column::flexible("a worker's month", 12),
            Column::fixed("wage").right(),
            Column::fixed("agency").right(),
            Column::fixed("living").right(),
            Column::fixed("levy").right(),
            Column::fixed("kept").right(),
            Column::fixed("owed").right(),
        ];
        write_table(&mut Dyn(text), width, &columns, &rows)?;
        if !host.not_modelled.is_empty() {
            writeln!(text, "not given, so left out: {}", host.not_modelled.join(", "))?;
        }
    }
    assumed(text, width, &told.assumed)
}

const fn word(rule: LevyRule) -> &'static str {
    match rule {
        LevyRule::Fixed => "fixed",
        LevyRule::Proportional => "proportional",
    }
}

/// A writer behind a reference, for functions that take one by type.
struct Dyn<'a>(&'a mut dyn Write);

impl Write for Dyn<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn label(outcome: Outcome, currency: &str) -> String {
    if outcome.is_money() {
        format!("{} ({})", outcome.meaning(), one_line(currency))
    } else {
        outcome.meaning().to_owned()
    }
}

fn ends(range: Range) -> String {
    format!("{} – {}", amount(range.low), amount(range.high))
}
