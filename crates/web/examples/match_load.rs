//! How `/match` holds up: many clients at once, each asking one query after another.
//!
//! ```text
//! cargo run --release -p manumit-web --example match_load -- LIST.ftm.json [--clients 200] [--seconds 60] [--batch 1]
//! ```
//!
//! A workspace with the list is made in a temporary folder and served by a process of its own, so that its memory and processor time can be
//! told apart from those of the clients. Half of the queries are entities of the list with a slip in a name, half are made-up parties with
//! parts of several names. Told are requests per second, how long they took, errors, and what the server used (on Linux).

mod served;

use archive::{Act, Writer};
use engine::{NewFiles, NewList};
use jiff::Timestamp;
use model::{Entity, Sensitivity};
use serde_json::{Value, json};
use served::{Outcome, ServerProcess, ask, share, write_line};
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use web::{Offer, Options, Server};

const SERVE: &str = "--serve-only";

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [flag, folder] if flag == SERVE => serve(Path::new(folder)),
        [list, options @ ..] => load(Path::new(list), options),
        [] => Err("usage: match_load LIST.ftm.json [--clients N] [--seconds N] [--batch N]".into()),
    }
}

fn serve(folder: &Path) -> Outcome<()> {
    let options = Options {
        workspace: folder.to_owned(),
        actor: "load".to_owned(),
        offer: Offer::Api,
        local: true,
        entrance: web::Entrance::default(),
        threads: std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
        clock: Timestamp::now,
    };
    let server = Server::bind("127.0.0.1:0".parse()?, options)?;
    write_line(&server.address().to_string());
    server.run(web::stop_asked())?;
    Ok(())
}

struct Plan {
    clients: usize,
    seconds: u64,
    batch: usize,
}

impl Plan {
    fn of(options: &[String]) -> Outcome<Plan> {
        let mut plan = Plan { clients: 200, seconds: 60, batch: 1 };
        for pair in options.chunks(2) {
            let [name, value] = pair else { return Err("an option needs a number".into()) };
            match name.as_str() {
                "--clients" => plan.clients = value.parse()?,
                "--seconds" => plan.seconds = value.parse()?,
                "--batch" => plan.batch = value.parse()?,
                other => return Err(format!("no option {other}").into()),
            }
        }
        Ok(plan)
    }
}

fn load(list: &Path, options: &[String]) -> Outcome<()> {
    let plan = Plan::of(options)?;
    let folder = tempfile::tempdir()?;
    let case = folder.path().join("case");
    let act = Act::new("load", Timestamp::now());
    let workspace = engine::init(&case, &archive::Settings::default(), Writer::new("load", act.at), &act)?;
    let new = NewList {
        name: "list".to_owned(),
        sensitivity: Some(Sensitivity::Open),
        format: Some("ftm".to_owned()),
        ..NewList::default()
    };
    let files = NewFiles { paths: vec![list.to_owned()], ..NewFiles::default() };
    let loaded = engine::add_list(&workspace, &act, &new, &files)?;
    write_line(&format!("{} entries", loaded.standing.entries));
    drop(workspace);
    let bodies = Arc::new(bodies(list, plan.batch)?);

    let begun = Instant::now();
    let mut server = ServerProcess::start(Command::new(std::env::current_exe()?).arg(SERVE).arg(&case))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(server.wait_for("/readyz"))?;
    write_line(&format!(
        "ready after {} ms, {} MB",
        begun.elapsed().as_millis(),
        server.memory("VmRSS:").unwrap_or_default()
    ));
    let before = server.processor_time();
    let begun = Instant::now();
    let end = begun + Duration::from_secs(plan.seconds);
    let address = server.address;
    let told = runtime.block_on(async {
        let clients: Vec<_> = (0..plan.clients)
            .map(|number| tokio::spawn(client(address, bodies.clone(), number * 37, end)))
            .collect();
        let mut all = Told::default();
        for client in clients {
            match client.await {
                Ok(told) => all.add(told),
                Err(error) => all.errors.push(error.to_string()),
            }
        }
        all
    });
    let took = begun.elapsed();
    let used = server.processor_time().zip(before).map(|(after, before)| after - before);
    let peak = server.memory("VmHWM:");
    server.stop();
    report(&plan, told, took, used, peak);
    Ok(())
}

/// What clients saw.
#[derive(Default)]
struct Told {
    /// Microseconds of each request that was answered.
    took: Vec<u32>,
    errors: Vec<String>,
    listed: usize,
    listed_found: usize,
}

impl Told {
    fn add(&mut self, other: Told) {
        self.took.extend(other.took);
        self.errors.extend(other.errors);
        self.listed += other.listed;
        self.listed_found += other.listed_found;
    }
}

fn report(plan: &Plan, mut told: Told, took: Duration, used: Option<f64>, peak: Option<u64>) {
    let requests = told.took.len();
    let seconds = took.as_secs_f64();
    write_line(&format!(
        "{} clients, {seconds:.1} s, {} query a request: {requests} requests, {:.0} a second, {} errors",
        plan.clients,
        plan.batch,
        requests as f64 / seconds,
        told.errors.len()
    ));
    write_line(&format!(
        "milliseconds: p50 {:.1}, p90 {:.1}, p99 {:.1}, p99.9 {:.1}, most {:.1}",
        share(&mut told.took, 0.5),
        share(&mut told.took, 0.9),
        share(&mut told.took, 0.99),
        share(&mut told.took, 0.999),
        share(&mut told.took, 1.0)
    ));
    if let Some(used) = used {
        let each = used / (requests * plan.batch).max(1) as f64 * 1000.0;
        write_line(&format!("server: {used:.1} s of processor time, {each:.3} ms a query"));
    }
    if let Some(peak) = peak {
        write_line(&format!("server: {peak} MB at most"));
    }
    write_line(&format!("{} of {} queries with a slip found their entity", told.listed_found, told.listed));
    for error in told.errors.iter().take(5) {
        write_line(&format!("error: {error}"));
    }
}

/// A request, and the entity it should find.
struct Asked {
    request: Vec<u8>,
    finds: Option<String>,
}

fn bodies(list: &Path, batch: usize) -> Outcome<Vec<Asked>> {
    let text = std::fs::read_to_string(list)?;
    let entities: Vec<Entity> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let named: Vec<&Entity> = entities
        .iter()
        .filter(|one| ["Person", "Company", "Organization", "Vessel"].contains(&one.schema.as_str()))
        .filter(|one| one.first("name").is_some_and(|name| name.len() > 8))
        .collect();
    let query = |at: usize| -> (Value, Option<String>) {
        let Some(one) = named.get(at % named.len().max(1)) else { return (json!({}), None) };
        let name = one.first("name").unwrap_or_default();
        let (name, finds) = if at.is_multiple_of(2) {
            (slip(name, at), Some(one.id.clone()))
        } else {
            let other = named.get((at * 7919 + 13) % named.len()).and_then(|one| one.first("name"));
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            let (one, other) = (words(name), words(other.unwrap_or_default()));
            let mixed: Vec<String> = one.into_iter().take(1).chain(other.into_iter().rev().take(2)).collect();
            (mixed.join(" "), None)
        };
        let mut properties = json!({"name": [name]});
        for property in ["birthDate", "nationality", "country"] {
            if at.is_multiple_of(2) && !one.values(property).is_empty() {
                properties[property] = json!(one.values(property));
            }
        }
        (json!({"schema": one.schema, "properties": properties}), finds)
    };
    let count = 4_000;
    Ok((0..count)
        .map(|number| {
            let mut queries = serde_json::Map::new();
            let mut finds = None;
            for part in 0..batch {
                let (asked, wanted) = query(number * batch + part);
                queries.insert(format!("q{part}"), asked);
                finds = finds.or(wanted);
            }
            let body = json!({"queries": queries}).to_string();
            let request = format!(
                "POST /match/default HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            Asked { request: request.into_bytes(), finds }
        })
        .collect())
}

/// A name with one letter left out.
fn slip(name: &str, at: usize) -> String {
    let letters: Vec<char> = name.chars().collect();
    let place = 1 + at % letters.len().saturating_sub(1).max(1);
    let is_letter = letters.get(place).is_some_and(|letter| letter.is_alphabetic());
    letters
        .iter()
        .enumerate()
        .filter(|(number, _)| !is_letter || *number != place)
        .map(|(_, letter)| letter)
        .collect()
}

async fn client(address: SocketAddr, bodies: Arc<Vec<Asked>>, first: usize, end: Instant) -> Told {
    let mut told = Told::default();
    let mut stream: Option<TcpStream> = None;
    let mut buffer = Vec::new();
    for number in first.. {
        let begun = Instant::now();
        if begun >= end {
            break;
        }
        let Some(asked) = bodies.get(number % bodies.len().max(1)) else { break };
        match ask(address, &mut stream, &asked.request, &mut buffer).await {
            Ok(()) => {
                told.took.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
                if let Some(id) = &asked.finds {
                    told.listed += 1;
                    let wanted = format!("\"id\":\"{id}\"");
                    let found = buffer.windows(wanted.len()).any(|window| window == wanted.as_bytes());
                    told.listed_found += usize::from(found);
                }
            }
            Err(error) => {
                told.errors.push(error.to_string());
                stream = None;
            }
        }
    }
    told
}
