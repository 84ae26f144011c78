//! What commands that use the network have in common: how to ask, and what came of it.

use crate::app::App;
use crate::commands::add::words;
use crate::format::{count, one_line, short};
use crate::table::{Column, write_table};
use anyhow::Context;
use archive::{Fetching, Workspace};
use clap::Args;
use engine::{FeedSummary, FileEnd, FileReport, WebReport};
use fetch::{Event, Fetcher, Limits, PrivateAddresses, Proxy, Settings};
use indicatif::{ProgressBar, ProgressStyle};
use model::{Clearance, DocumentStatus, Sensitivity};
use serde::Serialize;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How the web is asked.
#[derive(Debug, Args)]
#[command(next_help_heading = "How the web is asked")]
pub(crate) struct WebArgs {
    /// Go through this proxy: http://, https://, socks5:// or socks5h://; `none` for none. Names are then looked up by the proxy only.
    /// Otherwise as `manumit.toml` (`[fetching]`) or ALL_PROXY, HTTPS_PROXY or HTTP_PROXY say.
    #[arg(long, value_name = "ADDRESS", env = "MANUMIT_PROXY", hide_env_values = true)]
    proxy: Option<String>,
    /// What the program calls itself; the part before `/` is the name that robots.txt goes by.
    #[arg(long, value_name = "NAME")]
    user_agent: Option<String>,
    /// Ask also what is not on the public network: all of it, or these hosts (`host` or `host:port`, with commas between).
    #[arg(long, value_name = "HOSTS", num_args = 0..=1, require_equals = true, value_delimiter = ',', default_missing_value = "*")]
    allow_private: Option<Vec<String>>,
    /// Trust the certificates in this PEM file instead of those that browsers trust.
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Largest answer in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=96))]
    max_size: u64,
    /// Longest time for one answer, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
}

impl WebArgs {
    /// A fetcher that tells the bar what it does.
    pub(crate) fn fetcher(&self, workspace: &Workspace, bar: &WebBar) -> anyhow::Result<Fetcher> {
        let Fetching { proxy, user_agent } = &workspace.settings().fetching;
        let by_environment = || {
            ["ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"]
                .iter()
                .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        };
        let proxy = self.proxy.clone().or_else(|| proxy.clone()).or_else(by_environment);
        let proxy = proxy.filter(|proxy| proxy != "none").map(|proxy| Proxy::parse(&proxy)).transpose()?;
        let certificates = self
            .ca
            .as_ref()
            .map(|path| std::fs::read(path).with_context(|| format!("cannot read {}", path.display())));
        let whole = Duration::from_secs(self.timeout);
        let usual = Limits::default();
        let limits = Limits {
            body_bytes: self.max_size << 20,
            whole,
            answer: usual.answer.min(whole),
            silence: usual.silence.min(whole),
            connect: usual.connect.min(whole),
            ..usual
        };
        let told = bar.bar.clone();
        let settings = Settings {
            limits,
            private: match &self.allow_private {
                None => PrivateAddresses::Refused,
                Some(hosts) if hosts.iter().any(|host| host == "*") => PrivateAddresses::Allowed,
                Some(hosts) => PrivateAddresses::Of(hosts.clone()),
            },
            proxy,
            user_agent: self.user_agent.clone().or_else(|| user_agent.clone()),
            certificates: certificates.transpose()?,
            listener: Some(Arc::new(move |event| match event {
                Event::Asking { address } => told.set_message(one_line(address)),
                Event::Waiting { host, how_long } => {
                    let message = format!("{} asks for a pause: {} s", one_line(host), how_long.as_secs());
                    told.println(message.clone());
                    told.set_message(message);
                }
            })),
        };
        Ok(Fetcher::new(settings)?)
    }
}

/// Shows on the standard error what is being fetched, and keeps what came of it.
pub(crate) struct WebBar {
    bar: ProgressBar,
    pub(crate) reports: Vec<WebReport>,
}

impl WebBar {
    pub(crate) fn new() -> Self {
        // It stays hidden where the standard error is no terminal.
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{pos}/{len}  {wide_msg}") {
            bar.set_style(style);
        }
        Self { bar, reports: Vec::new() }
    }
}

impl engine::Progress<WebReport> for WebBar {
    fn begin(&mut self, total: usize) {
        self.bar.inc_length(total as u64);
        self.bar.enable_steady_tick(Duration::from_millis(200));
    }

    fn more(&mut self, more: usize) {
        self.bar.inc_length(more as u64);
    }

    fn item(&mut self, item: WebReport) {
        self.bar.inc(1);
        self.reports.push(item);
    }
}

impl Drop for WebBar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// What became of an address, as JSON.
#[derive(Serialize)]
struct WebRow<'a> {
    url: &'a str,
    feed: Option<&'a str>,
    end: &'static str,
    reason: Option<&'a str>,
    final_url: Option<&'a str>,
    http_status: Option<u16>,
    redirects: Option<usize>,
    bytes: Option<u64>,
    source_id: Option<&'a str>,
    claims: Option<usize>,
}

/// Prints what came of addresses, as a table or as JSON lines; gives how many failed.
pub(crate) fn print_reports(
    app: &App,
    reports: &[WebReport],
    feeds: &[FeedSummary],
    json: bool,
) -> anyhow::Result<usize> {
    if json {
        let rows = reports
            .iter()
            .filter_map(|report| Clearance::Workspace.admit(row(report), Sensitivity::Internal));
        publish::write_json_lines(&mut app.rows(), rows)?;
    } else if !reports.is_empty() {
        let columns = [
            Column::fixed("end"),
            Column::fixed("HTTP").right(),
            Column::fixed("bytes").right(),
            Column::fixed("source"),
            Column::fixed("claims").right(),
            Column::flexible("address", 30),
            Column::flexible("reason", 40),
        ];
        let cells: Vec<_> = reports.iter().map(cells).collect();
        write_table(&mut app.text(), app.width(), &columns, &cells)?;
        // A table may cut a reason, and nobody can act on half of one.
        for report in reports {
            if let FileEnd::Skipped { reason } = &report.end {
                writeln!(app.messages(), "{}: {}", one_line(&report.address), one_line(reason))?;
            }
        }
    }
    for feed in feeds {
        if let Some(told) = told(feed) {
            writeln!(app.messages(), "{}: {told}", one_line(&feed.address))?;
        }
    }
    Ok(reports.iter().filter(|report| failed(&report.end)).count())
}

fn failed(end: &FileEnd) -> bool {
    match end {
        FileEnd::Skipped { .. } => true,
        FileEnd::Added { status, .. } | FileEnd::Unchanged { status, .. } => {
            *status == DocumentStatus::Failed
        }
        FileEnd::Sealed { .. } => false,
    }
}

fn told(feed: &FeedSummary) -> Option<String> {
    if feed.unchanged {
        return Some("unchanged".to_owned());
    }
    let kind = feed.kind.as_deref().filter(|kind| *kind != "page")?;
    let title = feed.title.as_deref().map(|title| format!(" “{}”", one_line(title))).unwrap_or_default();
    let mut parts = vec![format!("{kind}{title}, {}: {} fetched", count(feed.items, "item"), feed.new)];
    if feed.known > 0 {
        parts.push(format!("{} known before", feed.known));
    }
    if feed.left > 0 {
        parts.push(format!("{} left for another run (--limit)", feed.left));
    }
    if feed.beyond > 0 {
        parts.push(format!("{} more than is read of one feed", feed.beyond));
    }
    Some(parts.join(", "))
}

/// The word for how an address ended, and why.
fn ending(report: &WebReport) -> (&'static str, Option<String>) {
    if matches!(&report.answer, Some(answer) if answer.status == 304) {
        return ("unchanged", None);
    }
    let (word, reason) = words(&report.end);
    (word, reason.map(str::to_owned))
}

fn source_of(end: &FileEnd) -> (Option<&str>, Option<usize>) {
    match end {
        FileEnd::Added { source, claims, .. } => (Some(source.as_str()), *claims),
        FileEnd::Unchanged { source, .. } | FileEnd::Sealed { source } => (Some(source.as_str()), None),
        FileEnd::Skipped { .. } => (None, None),
    }
}

fn row(report: &WebReport) -> WebRow<'_> {
    let (end, _) = ending(report);
    let reason = words(&report.end).1;
    let answer = report.answer.as_ref();
    let (source_id, claims) = source_of(&report.end);
    WebRow {
        url: &report.address,
        feed: report.named_by.as_deref(),
        end,
        reason,
        final_url: answer.map(|answer| answer.address.as_str()),
        http_status: answer.map(|answer| answer.status),
        redirects: answer.map(|answer| answer.redirects),
        bytes: answer.and_then(|answer| answer.bytes),
        source_id,
        claims,
    }
}

fn cells(report: &WebReport) -> Vec<String> {
    let (end, reason) = ending(report);
    let answer = report.answer.as_ref();
    let sent_on =
        answer.filter(|answer| answer.redirects > 0).map(|answer| format!("sent on to {}", answer.address));
    let (source, claims) = source_of(&report.end);
    let notes: Vec<String> = [reason, sent_on].into_iter().flatten().collect();
    vec![
        end.to_owned(),
        answer.map(|answer| answer.status.to_string()).unwrap_or_default(),
        answer.and_then(|answer| answer.bytes).map(|bytes| bytes.to_string()).unwrap_or_default(),
        source.map(|source| short(source).to_owned()).unwrap_or_default(),
        claims.map(|claims| claims.to_string()).unwrap_or_default(),
        report.address.clone(),
        notes.join("; "),
    ]
}

/// The report of an address as that of a file, for the sum at the end.
pub(crate) fn as_file(report: &WebReport) -> FileReport {
    FileReport { path: PathBuf::from(&report.address), end: report.end.clone() }
}
