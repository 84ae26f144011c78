//! Measures screening: what an index costs, and how many queries a second of one core answers.
//!
//! `cargo run --release -p manumit-screen --example measure -- LIST.ftm.json QUERIES.csv [--name-only] [--times 20] [--out RESULTS.jsonl]`
//!
//! Seconds are CPU time, as the machine may be busy. `--times N` makes the list N times larger by variation: of each entity N-1 more with
//! letters of its names changed. `--out` writes what `manumit screen --json` would, for scoring.

#![allow(clippy::print_stdout, reason = "a measurement prints")]

use model::Entity;
use screen::{Entry, Index, Options, Query, Screener};
use std::error::Error;
use std::io::Write;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Seconds of processor time this process has used, from the kernel's books.
fn cpu_seconds() -> Outcome<f64> {
    let books = std::fs::read_to_string("/proc/self/schedstat")?;
    let first = books.split(' ').next().unwrap_or_default();
    Ok(first.parse::<f64>()? / 1e9)
}

/// Kilobytes of memory this process holds, and the most it held.
fn memory() -> Outcome<(u64, u64)> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let value = |key: &str| {
        let line = status.lines().find(|line| line.starts_with(key)).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(0)
    };
    Ok((value("VmRSS:"), value("VmHWM:")))
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |flag: &str| {
        arguments.iter().position(|argument| argument == flag).and_then(|at| arguments.get(at + 1))
    };
    let (Some(list), Some(queries)) = (arguments.first(), arguments.get(1)) else {
        return Err("usage: measure LIST.ftm.json QUERIES.csv [--name-only] [--times N] [--out FILE]".into());
    };
    let times: u32 = value("--times").map_or(Ok(1), |times| times.parse())?;
    let name_only = arguments.iter().any(|argument| argument == "--name-only");
    let entities = entities(list, times)?;
    let before = memory()?.0;
    let start = cpu_seconds()?;
    let index = Index::build(Entry::of_list(&entities));
    let built = cpu_seconds()? - start;
    let size = index.size();
    let start = cpu_seconds()?;
    let bytes = index.to_bytes()?;
    let written = cpu_seconds()? - start;
    let start = cpu_seconds()?;
    let again = Index::from_bytes(&bytes)?;
    let loaded = cpu_seconds()? - start;
    assert_eq!(again.size().names, size.names);
    println!(
        "{} entities, {} names, {} parts: built in {built:.2} s, about {} MB; snapshot {} MB written in {written:.2} s, read in {:.0} ms",
        size.entities,
        size.names,
        size.terms,
        size.bytes >> 20,
        bytes.len() >> 20,
        loaded * 1e3
    );
    drop((again, bytes));
    let queries = queries_of(queries, name_only)?;
    let mut screener = Screener::new(&index);
    let mut answers = Vec::new();
    let start = cpu_seconds()?;
    let (mut compared, mut considered) = (0, 0);
    for query in &queries {
        let answer = screener.screen(query, &Options::default());
        compared += answer.compared;
        considered += answer.considered;
        if value("--out").is_some() {
            answers.push(answer);
        }
    }
    let seconds = cpu_seconds()? - start;
    let count = queries.len() as f64;
    println!(
        "{count} queries: {:.0} per CPU second; of {:.0} names that share something, {:.0} compared; {} MB in use more than before, {} MB at most",
        count / seconds,
        considered as f64 / count,
        compared as f64 / count,
        memory()?.0.saturating_sub(before) >> 10,
        memory()?.1 >> 10
    );
    if let Some(path) = value("--out") {
        let mut output = std::io::BufWriter::new(std::fs::File::create(path)?);
        for answer in &answers {
            serde_json::to_writer(&mut output, answer)?;
            output.write_all(b"\n")?;
        }
        output.flush()?;
    }
    Ok(())
}

fn entities(path: &str, times: u32) -> Outcome<Vec<Entity>> {
    let text = std::fs::read_to_string(path)?;
    let listed: Vec<Entity> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let mut all = listed.clone();
    for round in 1..times {
        for (place, entity) in listed.iter().enumerate() {
            let mut varied = entity.clone();
            varied.id = format!("{}-{round}", entity.id);
            for property in ["name", "alias", "weakAlias", "previousName"] {
                for value in varied.properties.get_mut(property).into_iter().flatten() {
                    *value = variation(value, u64::from(round) * 7919 + place as u64);
                }
            }
            all.push(varied);
        }
    }
    Ok(all)
}

/// A name with a vowel or consonant of most of its words changed, so that new words come about as in a larger list.
fn variation(name: &str, seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as usize % limit.max(1)
    };
    let words = name.split(' ').map(|word| {
        let mut letters: Vec<char> = word.chars().collect();
        if letters.len() > 3 && next(4) > 0 {
            let at = 1 + next(letters.len() - 1);
            let pool: &[char] = if "AEIOUaeiou".contains(letters[at]) {
                &['a', 'e', 'i', 'o', 'u']
            } else {
                &['b', 'd', 'k', 'l', 'm', 'n', 'r', 's', 't']
            };
            letters[at] = pool[next(pool.len())];
        }
        letters.into_iter().collect::<String>()
    });
    words.collect::<Vec<_>>().join(" ")
}

fn queries_of(path: &str, name_only: bool) -> Outcome<Vec<Query>> {
    let mut reader = csv::Reader::from_path(path)?;
    let header = reader.headers()?.clone();
    let mut queries = Vec::new();
    for row in reader.records() {
        let row = row?;
        let cell = |name: &str| {
            header.iter().position(|title| title == name).and_then(|at| row.get(at)).unwrap_or_default()
        };
        let mut query = Query::named(cell("id"), cell("schema"), cell("name"));
        let properties = ["birthDate", "nationality", "gender", "country", "imoNumber"];
        for property in properties.iter().filter(|_| !name_only) {
            query.entity.add(property, cell(property));
        }
        queries.push(query);
    }
    Ok(queries)
}
