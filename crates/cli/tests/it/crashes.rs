//! Adding that is killed again and again ends with the ledger of a run that nobody disturbed.
//!
//! The test is small. The large run, at ten moments drawn from a number that it prints:
//!
//! ```text
//! MANUMIT_CRASH_FILES=20000 MANUMIT_CRASH_KILLS=10 MANUMIT_CRASH_SEED=$RANDOM \
//!     nice cargo test --release -p manumit-cli --test it crashes -- --nocapture
//! ```
//!
//! `MANUMIT_TEST_BINARY` names another binary to run than the one that was built for the tests.

use crate::containers::{mail, tar};
use crate::support::{Desk, NOTE, PAGE};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::{Duration, Instant};

fn setting(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

/// The moments at which runs are killed: reports that are waited for, in ascending order, and milliseconds after the last
/// of them. The same seed gives the same moments.
fn moments(files: usize, kills: usize, seed: u64) -> Vec<(usize, u64)> {
    let mut state = seed;
    // SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014).
    let mut drawn = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    let mut moments: Vec<(usize, u64)> =
        (0..kills).map(|_| (1 + drawn() as usize % (files - files / 20), drawn() % 60)).collect();
    moments.sort_unstable();
    moments
}

/// A page of its own for each number.
fn page(number: usize) -> String {
    let site = number % 97;
    PAGE.replace("Nearly 800", &format!("Nearly {}", 100 + number))
        .replace("weekly.example", &format!("site{site}.example"))
        .replace("Welders", &format!("Welders {number}"))
}

fn note(number: usize) -> String {
    NOTE.replace("About 300", &format!("About {}", 50 + number))
}

fn capture(number: usize) -> Vec<u8> {
    let mut records = Vec::new();
    for part in 0..4 {
        let answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{}",
            page(900_000 + number * 4 + part)
        );
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{number}/{part}\r\n\
             WARC-Date: 2019-03-04T05:06:07Z\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
            answer.len()
        );
        records.extend_from_slice(format!("{head}{answer}\r\n\r\n").as_bytes());
    }
    records
}

/// Writes `count` files of every kind into `in`: pages, notes, mails, archives in archives, captures, rubbish.
fn write_mixed_files(desk: &Desk, count: usize) {
    for number in 0..count {
        let name = |extension: &str| format!("in/{:02}/{number:05}.{extension}", number % 50);
        // Some attachments are the same under many mails.
        let message = |number: usize| mail(&format!("Mail {number}"), &page(number % 40));
        match number % 20 {
            0..=8 => desk.write(&name("html"), page(number)),
            9..=12 => desk.write(&name("txt"), note(number)),
            // The same words under another name.
            13 => desk.write(&name("txt"), note(number - 1)),
            14..=15 => desk.write(&name("eml"), message(number)),
            16 => {
                let inner = tar(&[
                    ("mail.eml", message(number + 1).as_bytes()),
                    ("page.html", page(number).as_bytes()),
                ]);
                desk.write(
                    &name("tar"),
                    tar(&[("inner.tar", &inner), ("note.txt", note(number).as_bytes())]),
                );
            }
            17 => desk.write(&name("warc"), capture(number)),
            18 => {
                let mails: Vec<String> = (0..3)
                    .map(|part| {
                        format!("From a Mon May  7 10:11:12 2018\n{}\n\n", message(number * 3 + part))
                    })
                    .collect();
                desk.write(&name("mbox"), mails.concat());
            }
            _ => desk.write(&name("bin"), number.to_le_bytes().repeat(9)),
        }
    }
}

/// All that the workspace tells, without what differs from run to run: times, and the ids made of them.
fn told(desk: &Desk, case: &str) -> Vec<String> {
    let run = |args: &[&str]| {
        let mut all = vec!["--workspace", case];
        all.extend(args);
        let ran = desk.run(&all);
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
        ran.rows()
    };
    let mut lines = Vec::new();
    let mut sources = run(&["sources", "--json"]);
    for row in &mut sources {
        row["acquired"] = Value::Null;
    }
    let mut sources: Vec<String> = sources.iter().map(Value::to_string).collect();
    sources.sort();
    lines.extend(sources);
    let mut claims: Vec<String> =
        run(&["claims", "--zone", "all", "--json"]).iter().map(Value::to_string).collect();
    claims.sort();
    lines.extend(claims);
    // The first entry is that of making the workspace.
    for entry in run(&["audit", "log", "--json"]).iter().skip(1) {
        lines.push(format!("{} {} {}", entry["sequence"], entry["action"], entry["detail"]));
    }
    lines
}

#[test]
fn killed_runs_end_with_the_ledger_of_an_undisturbed_one() {
    let (files, kills) = (setting("MANUMIT_CRASH_FILES", 150), setting("MANUMIT_CRASH_KILLS", 3));
    let moments = moments(files, kills, setting("MANUMIT_CRASH_SEED", 1) as u64);
    println!("killed after so many reports and milliseconds: {moments:?}");
    let desk = Desk::new();
    write_mixed_files(&desk, files);
    for case in ["whole", "killed"] {
        assert_eq!(desk.run(&["init", case]).code, 0);
    }
    let started = Instant::now();
    assert_eq!(desk.run(&["--workspace", "whole", "add", "in"]).code, 1);
    let undisturbed = started.elapsed();
    let mut added = Vec::new();
    for (reports, delay) in moments {
        let mut child = desk.command(&["--workspace", "killed", "add", "in"]);
        let mut child = child.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        // It reports in the order of the files, on those that are here already too; so no run ends earlier than the one
        // before, and each ends at some moment of the work that follows a report.
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert_eq!(lines.take(reports).count(), reports, "it was done before it could be killed");
        std::thread::sleep(Duration::from_millis(delay));
        child.kill().unwrap();
        child.wait().unwrap();
        added.push(desk.run(&["--workspace", "killed", "sources", "--json"]).out.lines().count());
    }
    assert_eq!(desk.run(&["--workspace", "killed", "add", "in"]).code, 1);
    let (whole, killed) = (told(&desk, "whole"), told(&desk, "killed"));
    println!(
        "{files} files in {undisturbed:.1?}; sources after each of {kills} kills: {added:?}, at the end {} lines of rows and log",
        whole.len()
    );
    for (whole, killed) in whole.iter().zip(&killed) {
        assert_eq!(whole, killed);
    }
    assert_eq!(whole.len(), killed.len());
    for case in ["whole", "killed"] {
        let verified = desk.run(&["--workspace", case, "audit", "verify"]);
        assert_eq!(verified.code, 0, "{}", verified.out);
    }
    let found = |case| desk.run(&["--workspace", case, "search", "--json", "shipyard"]).rows().len();
    assert_eq!(found("whole"), found("killed"));
}
