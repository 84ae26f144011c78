//! CPU seconds of estimates and of scheme runs, on one thread.
//!
//! `cargo bench -p manumit-figures --bench models`; tables of one's own can be named after `--`.

#![allow(clippy::print_stdout, reason = "a benchmark prints")]
#![allow(clippy::unwrap_used, reason = "a benchmark may end there")]

use figures::instruments::Register;
use figures::mse::{MOST_LISTS, MseOptions, OverlapTable, hidden_population};
use figures::scheme::{DEMONSTRATION, RunOptions, Scheme, run};

/// Seconds of processor time this process has used, from the kernel's books; 0 where there are none.
fn cpu_seconds() -> f64 {
    let books = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    books.split(' ').next().and_then(|field| field.parse::<f64>().ok()).unwrap_or_default() / 1e9
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = cpu_seconds();
    let result = work();
    println!("{:9.3} s  {what}", cpu_seconds() - start);
    result
}

/// A table of so many lists whose counts fall by three with each further list, and some of which are empty.
fn table(lists: usize) -> OverlapTable {
    let names = (0..lists).map(|list| format!("L{list}")).collect();
    let rows = (1_usize..1 << lists).map(|at| {
        let spread = (at.wrapping_mul(2_654_435_761) >> 7) % 7;
        let people = 1500 / 3_usize.pow(at.count_ones() * 2 - 2) * (spread + 2) / 4;
        (at, if spread == 0 && at.count_ones() > 1 { 0 } else { people as u64 })
    });
    OverlapTable::new(names, rows).unwrap()
}

fn estimated(name: &str, table: &OverlapTable, replicates: usize) {
    let options = MseOptions { replicates, ..MseOptions::default() };
    let what = format!(
        "{name}: {} lists, {} people, {replicates} BCa samples",
        table.lists().len(),
        table.observed()
    );
    match timed(&what, || hidden_population(table, &options)) {
        Ok(found) => println!("             estimate {:.0}, {} pairs", found.estimate, found.selected.len()),
        Err(error) => println!("             {error}"),
    }
}

fn main() {
    let files: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    for path in &files {
        let table = OverlapTable::parse(&std::fs::read_to_string(path).unwrap(), None).unwrap();
        estimated(path, &table, 0);
        estimated(path, &table, 1000);
    }
    if files.is_empty() {
        estimated("five lists", &table(5), 0);
        estimated("five lists", &table(5), 1000);
        estimated("eight lists", &table(8), 0);
        estimated("most lists", &table(MOST_LISTS), 0);
        let scheme = Scheme::parse(DEMONSTRATION, &Register::official().unwrap()).unwrap();
        let names: Vec<String> = scheme.scenarios.iter().map(|scenario| scenario.name.clone()).collect();
        timed("demonstration scheme, all scenarios, 1,000 draws", || {
            run(&scheme, &names, &RunOptions::default())
        })
        .unwrap();
    }
}
