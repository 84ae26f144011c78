//! How pages of a large workspace hold up: how soon the first comes, how long each kind of page takes, what memory it needs, and many
//! readers at once.
//!
//! ```text
//! cargo build --release -p manumit-cli
//! cargo run --release -p manumit-engine --example scale_workspace -- FOLDER 100000
//! cargo run --release -p manumit-web --example scale_load -- FOLDER [--program target/release/manumit] [--readers 50] [--seconds 60]
//!     [--rounds 3] [--most 100] [--only WORD]
//! ```
//!
//! The program serves the workspace on a free port. Each kind of page is asked for by one reader at all its addresses, `--rounds` times after
//! the first; then `--readers` ask for pages of all kinds without a pause. Told are milliseconds, kilobytes, and resident megabytes (on Linux).
//! It ends with 1 where a page fails, or where p95 of a kind is above `--most`.

mod addresses;
#[path = "../served/mod.rs"]
mod served;

use addresses::{Group, groups};
use served::{Outcome, ServerProcess, ask, share, write_line};
use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// Pages that lists of figures lead to.
const OF_LISTS: [(&str, &str, &str); 3] = [
    ("figure", "/figures", "/figures/"),
    ("site", "/sites", "/sites/"),
    ("instrument", "/instruments", "/instruments/"),
];

struct Plan {
    folder: String,
    program: String,
    readers: usize,
    seconds: u64,
    rounds: usize,
    most: f64,
    only: String,
}

impl Plan {
    fn of(arguments: &[String]) -> Outcome<Self> {
        let [folder, options @ ..] = arguments else {
            return Err("usage: scale_load FOLDER [OPTIONS]".into());
        };
        let mut plan = Self {
            folder: folder.clone(),
            program: "target/release/manumit".to_owned(),
            readers: 50,
            seconds: 60,
            rounds: 3,
            most: 100.0,
            only: String::new(),
        };
        for pair in options.chunks(2) {
            let [name, value] = pair else { return Err("an option needs a value".into()) };
            match name.as_str() {
                "--program" => plan.program.clone_from(value),
                "--readers" => plan.readers = value.parse()?,
                "--seconds" => plan.seconds = value.parse()?,
                "--rounds" => plan.rounds = value.parse()?,
                "--most" => plan.most = value.parse()?,
                "--only" => plan.only.clone_from(value),
                other => return Err(format!("no option {other}").into()),
            }
        }
        Ok(plan)
    }
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let plan = Plan::of(&arguments)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let begun = Instant::now();
    let mut server = ServerProcess::start_with_messages(Command::new(&plan.program).args([
        "-w",
        &plan.folder,
        "serve",
        "--port",
        "0",
    ]))?;
    let outcome = runtime.block_on(measure(&plan, &server, begun));
    server.stop();
    match outcome? {
        0 => Ok(()),
        failures => Err(format!("{failures} of what was asked failed, or took too long").into()),
    }
}

/// Gives how much failed.
async fn measure(plan: &Plan, server: &ServerProcess, begun: Instant) -> Outcome<usize> {
    let mut reader = Reader::at(server.address);
    reader.get("/").await?;
    write_line(&format!("first page {} ms after start, {}", begun.elapsed().as_millis(), memory(server)));
    let sources = reader.get("/library?page=7").await?;
    let claims = reader.get("/ledger?zone=all&page=11").await?;
    let texts: Vec<String> = links(&sources, "/sources/").into_iter().take(20).collect();
    let cards: Vec<String> = links(&claims, "/claims/").into_iter().take(20).collect();
    let (sources, claims) = (total(&sources, "sources"), total(&claims, "claims"));
    write_line(&format!("{sources} sources, {claims} claims"));
    let groups: Vec<Group> = groups(sources, claims, texts, cards)
        .into_iter()
        .filter(|group| group.name.contains(&plan.only) && !group.paths.is_empty())
        .collect();
    write_line(
        "milliseconds                        first     p50     p95     p99    most  kilobytes  resident",
    );
    let mut failures = 0;
    let mut is_counted = false;
    let mut groups = groups;
    let mut at = 0;
    while at < groups.len() {
        if groups.get(at).is_some_and(|group| group.name == "stories") {
            let begun = Instant::now();
            server.wait_for("/library/stories").await?;
            write_line(&format!("stories are folded after {:.1} s", begun.elapsed().as_secs_f64()));
        }
        if groups.get(at).is_some_and(|group| group.is_of_figures) && !is_counted {
            let begun = Instant::now();
            server.wait_for("/figures").await?;
            let counted = begun.elapsed().as_secs_f64();
            write_line(&format!("figures are counted after {counted:.1} s, {}", memory(server)));
            is_counted = true;
            for (name, list, path) in OF_LISTS {
                let paths = links(&reader.get(list).await?, path);
                let paths = paths.into_iter().filter(|path| !path.contains("page")).take(20).collect();
                groups.push(Group { name, paths, is_of_figures: true });
            }
        }
        if let Some(group) = groups.get(at) {
            failures += reader.group(plan, group, server).await;
        }
        at += 1;
    }
    write_line(&format!("after all pages: {}", memory(server)));
    if plan.seconds > 0 {
        failures += together(plan, server, groups).await;
    }
    Ok(failures)
}

fn memory(server: &ServerProcess) -> String {
    let of = |name| server.memory(name).unwrap_or_default();
    format!(
        "{} MB resident ({} of its own, {} of files), {} at most",
        of("VmRSS:"),
        of("RssAnon:"),
        of("RssFile:"),
        of("VmHWM:")
    )
}

/// The number before a noun at the head of a list.
fn total(page: &str, noun: &str) -> usize {
    let before = page.split(&format!("</strong> {noun}")).next().unwrap_or_default();
    let number = before.rsplit("<strong>").next().unwrap_or_default();
    number.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or_default()
}

/// Addresses of pages beneath `path` that a page links to.
fn links(page: &str, path: &str) -> std::collections::BTreeSet<String> {
    let link = |rest: &str| rest.split(['"', '#', '?']).next().map(|id| format!("{path}{id}"));
    page.split(&format!("href=\"{path}"))
        .skip(1)
        .filter_map(link)
        .filter(|link| !link.ends_with("import"))
        .collect()
}

/// One who asks one page after another, on one connection.
struct Reader {
    address: SocketAddr,
    stream: Option<TcpStream>,
    page: Vec<u8>,
}

impl Reader {
    fn at(address: SocketAddr) -> Self {
        Self { address, stream: None, page: Vec::new() }
    }

    async fn get(&mut self, path: &str) -> Outcome<String> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        let was_open = self.stream.is_some();
        let mut asked = ask(self.address, &mut self.stream, request.as_bytes(), &mut self.page).await;
        if asked.is_err() && was_open && self.page.is_empty() {
            // A connection that was not used for a while is closed.
            self.stream = None;
            asked = ask(self.address, &mut self.stream, request.as_bytes(), &mut self.page).await;
        }
        if let Err(error) = asked {
            self.stream = None;
            return Err(format!("{path}: {error}").into());
        }
        Ok(String::from_utf8_lossy(&self.page).into_owned())
    }

    /// Asks for all addresses of a group and tells how long they took.
    async fn group(&mut self, plan: &Plan, group: &Group, server: &ServerProcess) -> usize {
        let mut failures = 0;
        let mut took = Vec::new();
        let (mut first, mut largest) = (None, 0);
        for _ in 0..=plan.rounds {
            for path in &group.paths {
                let begun = Instant::now();
                match self.get(path).await {
                    Ok(page) => {
                        let micros = u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX);
                        first.get_or_insert(micros);
                        took.push(micros);
                        largest = largest.max(page.len());
                    }
                    Err(error) => {
                        write_line(&format!("failed: {error}"));
                        failures += 1;
                    }
                }
            }
        }
        let p95 = share(&mut took, 0.95);
        write_line(&format!(
            "{:32} {:>8.1} {:>7.1} {p95:>7.1} {:>7.1} {:>7.1} {:>10} {:>9}{}",
            group.name,
            f64::from(first.unwrap_or_default()) / 1000.0,
            share(&mut took, 0.5),
            share(&mut took, 0.99),
            share(&mut took, 1.0),
            largest / 1024,
            server.memory("VmRSS:").unwrap_or_default(),
            if p95 > plan.most { "  too slow" } else { "" },
        ));
        failures + usize::from(p95 > plan.most)
    }
}

/// Many readers at once, each with all pages in an order of its own.
async fn together(plan: &Plan, server: &ServerProcess, groups: Vec<Group>) -> usize {
    // Each kind of page as often as any other.
    let most = groups.iter().map(|group| group.paths.len()).max().unwrap_or_default();
    let turn =
        |at: usize| groups.iter().filter_map(move |group| group.paths.get(at % group.paths.len()).cloned());
    let paths: Arc<Vec<String>> = Arc::new((0..most).flat_map(turn).collect());
    let before = server.processor_time();
    let begun = Instant::now();
    let end = begun + Duration::from_secs(plan.seconds);
    let readers: Vec<_> = (0..plan.readers)
        .map(|number| {
            let (paths, address) = (Arc::clone(&paths), server.address);
            tokio::spawn(async move { read(address, &paths, number * 37, end).await })
        })
        .collect();
    let (mut took, mut errors): (Vec<u32>, Vec<String>) = (Vec::new(), Vec::new());
    for reader in readers {
        match reader.await {
            Ok((times, failed)) => {
                took.extend(times);
                errors.extend(failed);
            }
            Err(error) => errors.push(error.to_string()),
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    let used = server.processor_time().zip(before).map_or(0.0, |(after, before)| after - before);
    write_line(&format!(
        "{} readers without a pause, {seconds:.0} s: {} pages, {:.0} a second, {} errors; {:.1} ms of processor time a page",
        plan.readers,
        took.len(),
        took.len() as f64 / seconds,
        errors.len(),
        used / took.len().max(1) as f64 * 1000.0
    ));
    write_line(&format!(
        "milliseconds: p50 {:.1}, p95 {:.1}, p99 {:.1}, most {:.1}; {}",
        share(&mut took, 0.5),
        share(&mut took, 0.95),
        share(&mut took, 0.99),
        share(&mut took, 1.0),
        memory(server)
    ));
    for error in errors.iter().take(5) {
        write_line(&format!("error: {error}"));
    }
    errors.len()
}

async fn read(address: SocketAddr, paths: &[String], first: usize, end: Instant) -> (Vec<u32>, Vec<String>) {
    let mut reader = Reader::at(address);
    let (mut took, mut errors) = (Vec::new(), Vec::new());
    for number in first.. {
        let begun = Instant::now();
        if begun >= end {
            break;
        }
        let Some(path) = paths.get(number % paths.len().max(1)) else { break };
        match reader.get(path).await {
            Ok(_) => took.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX)),
            Err(error) => errors.push(error.to_string()),
        }
    }
    (took, errors)
}
