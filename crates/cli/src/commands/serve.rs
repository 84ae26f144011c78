use crate::app::{App, End};
use clap::Args;
use jiff::Timestamp;
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use web::{Offer, Options, Server};

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
}

/// The port where nothing else is said.
pub(crate) const PORT: u16 = 7373;

pub(crate) fn run_serve(app: &App, args: &ServeArgs) -> anyhow::Result<End> {
    let offer = if args.api { Offer::Api } else { Offer::Pages };
    serve(app, app.folder()?, SocketAddr::new(args.host, args.port), offer)
}

/// Serves the pages of the workspace in `workspace` to this computer until told to stop.
pub(crate) fn serve_locally(app: &App, workspace: std::path::PathBuf, port: u16) -> anyhow::Result<End> {
    let address = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
    serve(app, workspace, address, Offer::Pages)
}

/// Serves the workspace in `workspace` until told to stop.
fn serve(app: &App, workspace: std::path::PathBuf, address: SocketAddr, offer: Offer) -> anyhow::Result<End> {
    let options = Options {
        workspace,
        actor: app.actor().to_owned(),
        offer,
        local: address.ip().is_loopback(),
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
    server.run(web::stop_asked())?;
    Ok(End::Done)
}
