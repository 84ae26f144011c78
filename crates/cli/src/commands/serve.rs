use crate::app::{App, End};
use clap::Args;
use jiff::Timestamp;
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
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
    /// Only the API for other programs, no pages.
    #[arg(long)]
    api: bool,
    #[command(flatten)]
    entrance: EntranceArgs,
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
    serve(app, app.folder()?, SocketAddr::new(args.host, args.port), offer, args.entrance.entrance())
}

/// Serves the pages of the workspace in `workspace` to this computer until told to stop.
pub(crate) fn serve_locally(app: &App, workspace: std::path::PathBuf, port: u16) -> anyhow::Result<End> {
    let address = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
    serve(app, workspace, address, Offer::Pages, Entrance::default())
}

/// Serves the workspace in `workspace` until told to stop.
fn serve(
    app: &App,
    workspace: std::path::PathBuf,
    address: SocketAddr,
    offer: Offer,
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
    let server = Server::bind(address, options)?;
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
