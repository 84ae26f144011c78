//! Measures the whole of a process that screens one name with a ready snapshot: processor time and memory.
//!
//! `cargo run --release -p manumit-cli --example screen_start -- target/release/manumit WORKSPACE [NAME]`
//!
//! Processor time (user and system) is that of fifty processes, as the kernel counts it in hundredths of a second; memory is the most that one of
//! them held (`VmHWM`). Linux only.

#![allow(clippy::print_stdout, reason = "a measurement prints")]

use std::error::Error;
use std::process::{Command, Stdio};

type Outcome<T> = Result<T, Box<dyn Error>>;

const RUNS: u32 = 50;

/// Ticks a second that the kernel tells processes of (`getconf CLK_TCK`).
const TICKS: f64 = 100.0;

/// Seconds of processor time of all processes that this one has waited for.
fn seconds_of_children() -> Outcome<f64> {
    let line = std::fs::read_to_string("/proc/self/stat")?;
    // The name in brackets may hold spaces.
    let (_, rest) = line.rsplit_once(')').ok_or("no such line")?;
    let ticks: u64 =
        rest.split_whitespace().skip(13).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Ok(ticks as f64 / TICKS)
}

/// The most memory that a process held, in kilobytes; looked at until it ends.
fn most_memory(mut command: Command) -> Outcome<u64> {
    let mut child = command.spawn()?;
    let path = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait()?.is_none() {
        let status = std::fs::read_to_string(&path).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
        most = most.max(line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(0));
    }
    Ok(most)
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (Some(binary), Some(workspace)) = (arguments.first(), arguments.get(1)) else {
        return Err("usage: screen_start BINARY WORKSPACE [NAME]".into());
    };
    let name = arguments.get(2).map_or("Example Trading Co", String::as_str);
    let command = || {
        let mut command = Command::new(binary);
        command.args(["-w", workspace, "screen", "--name", name, "--json"]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    // The first run makes the snapshot where there is none; the file is in the kernel's memory after it.
    if !command().status()?.success() {
        return Err("the screening failed; run it by hand to see why".into());
    }
    let before = seconds_of_children()?;
    for _ in 0..RUNS {
        command().status()?;
    }
    let each = (seconds_of_children()? - before) / f64::from(RUNS);
    let most = (0..5).map(|_| most_memory(command())).collect::<Outcome<Vec<u64>>>()?;
    let most = most.into_iter().max().unwrap_or(0);
    println!("{:.0} ms of processor time a process, {} MB at most", each * 1000.0, most / 1000);
    Ok(())
}
