use crate::app::{App, End};
use crate::format::printable;
use clap::Args;
use jiff::Timestamp;
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use web::api::{Limits, RequestLine, RequestLog, Settings};
use web::{Entrance, Offer, Options, Server};

/// Show the workspace as pages in a browser, or offer it to other programs.
///
/// Everything runs on this computer; nothing is loaded from elsewhere. Stop it with Ctrl-C.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// The address to listen on.
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// The port to listen on; 0 takes a free one.
    #[arg(long, value_name = "PORT", default_value_t = PORT)]
    port: u16,
    /// Only the API for other programs, no pages: matching, search and entities, in the shapes of yente.
    #[arg(long)]
    api: bool,
    #[command(flatten)]
    api_args: ApiArgs,
    #[command(flatten)]
    entrance: EntranceArgs,
}

/// How other programs get to ask.
#[derive(Debug, Args)]
#[command(next_help_heading = "API")]
struct ApiArgs {
    /// The file with the hashes of keys that are let in, as `manumit api-key` makes it. Without it, only what is open is told, and only to
    /// this computer.
    #[arg(long, value_name = "FILE")]
    api_key_file: Option<PathBuf>,
    /// Most queries of one request.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    max_queries: u32,
    /// Most requests under way; more are told to come back.
    #[arg(long, value_name = "N", default_value_t = 1_024, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    max_requests: u32,
    /// Seconds that a request may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    max_seconds: u64,
    /// Write a line for each request to the standard error: time, route, status, number of queries; never what was asked.
    #[arg(long)]
    log_requests: bool,
}

impl ApiArgs {
    fn settings(&self) -> Settings {
        let limits = Limits {
            queries: self.max_queries as usize,
            requests: self.max_requests as usize,
            time: Duration::from_secs(self.max_seconds),
            ..Limits::default()
        };
        let log = self.log_requests.then(|| Arc::new(log_line) as RequestLog);
        Settings { key_file: self.api_key_file.clone(), limits, log }
    }
}

fn log_line(line: &RequestLine) {
    let RequestLine { method, route, status, queries, .. } = line;
    let milliseconds = line.took.as_secs_f64() * 1000.0;
    let key = line.key.as_deref().map(|label| format!(" key=\"{}\"", printable(label))).unwrap_or_default();
    // With the standard error gone there is nobody left to tell.
    let _ = writeln!(
        anstream::stderr(),
        "{:.3} {method} {route} {status} {milliseconds:.1}ms queries={queries}{key}",
        Timestamp::now()
    );
}

/// Who is let in, and how.
#[derive(Debug, Args)]
#[command(next_help_heading = "People")]
struct EntranceArgs {
    /// People sign in, each with an account and a role. A workspace with accounts is always served so.
    #[arg(long, conflicts_with = "api")]
    team: bool,
    /// Strangers may read what is open: library, documents, ledger, claims, search.
    #[arg(long, conflicts_with = "api")]
    public: bool,
    /// A proxy in front speaks TLS with browsers and names who asks in X-Forwarded-For. Only with it may pages that people
    /// sign in to be reached from other computers.
    #[arg(long)]
    behind_tls: bool,
    /// Print a code that makes one more admin: for when nobody can sign in any more.
    #[arg(long, requires = "team")]
    recover: bool,
}

impl EntranceArgs {
    const fn entrance(&self) -> Entrance {
        let Self { team, public, behind_tls, recover } = *self;
        Entrance { team, public, behind_tls, recover }
    }
}

/// The port where nothing else is said.
pub(crate) const PORT: u16 = 7373;

pub(crate) fn run_serve(app: &App, args: &ServeArgs) -> anyhow::Result<End> {
    let offer = if args.api { Offer::Api } else { Offer::Pages };
    let (api, entrance) = (args.api_args.settings(), args.entrance.entrance());
    serve(app, app.folder()?, SocketAddr::new(args.host, args.port), offer, api, entrance)
}

/// Serves the pages of the workspace in `workspace` to this computer until told to stop.
pub(crate) fn serve_locally(app: &App, workspace: std::path::PathBuf, port: u16) -> anyhow::Result<End> {
    let address = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
    serve(app, workspace, address, Offer::Pages, Settings::default(), Entrance::default())
}

/// Serves the workspace in `workspace` until told to stop.
fn serve(
    app: &App,
    workspace: std::path::PathBuf,
    address: SocketAddr,
    offer: Offer,
    api: Settings,
    entrance: Entrance,
) -> anyhow::Result<End> {
    let options = Options {
        workspace,
        actor: app.actor().to_owned(),
        offer,
        local: address.ip().is_loopback(),
        entrance,
        threads: app.threads(),
        clock: Timestamp::now,
    };
    let server = Server::bind_with_api(address, options, api).map_err(plain)?;
    let address = server.address();
    let what = match offer {
        Offer::Pages => "Pages",
        Offer::Api => "API",
    };
    writeln!(app.messages(), "{what} of this workspace: http://{address}  (Ctrl-C stops)")?;
    if let Some(code) = server.setup_code() {
        writeln!(
            app.messages(),
            "To make an admin, open http://{address}/setup and give this code, once: {code}"
        )?;
    }
    server.run(web::stop_asked())?;
    Ok(End::Done)
}

/// The error beneath one of serving, where it is that of another part: hints go by it.
fn plain(error: web::Error) -> anyhow::Error {
    match error {
        web::Error::Engine(error) => error.into(),
        other => other.into(),
    }
}
