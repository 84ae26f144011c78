//! Finding the address of a host, and looking at it before it is connected to.
//!
//! What is looked at is what is connected to: a name server that answers differently the second time gains nothing.

use crate::error::Error;
use crate::network::{PrivateAddresses, special_use};
use crate::proxy::Proxy;
use std::fmt::Debug;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::sync::mpsc;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// A name service.
pub trait Lookup: Debug + Send + Sync {
    /// The addresses of a host.
    ///
    /// # Errors
    /// If the name is not known, or the service does not answer.
    fn lookup(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>>;
}

/// The name service of this computer.
#[derive(Debug, Default)]
pub struct SystemLookup;

impl Lookup for SystemLookup {
    fn lookup(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        Ok((host, port).to_socket_addrs()?.collect())
    }
}

/// Looks hosts up and lets only those pass that may be asked.
#[derive(Debug)]
pub(crate) struct GuardedResolver {
    pub(crate) lookup: Arc<dyn Lookup>,
    pub(crate) private: PrivateAddresses,
    pub(crate) proxy: Option<Proxy>,
}

/// An error of ours on its way through the client.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub(crate) struct Carried(pub(crate) Error);

pub(crate) fn carried(error: Error) -> ureq::Error {
    ureq::Error::Io(io::Error::other(Carried(error)))
}

impl Resolver for GuardedResolver {
    fn resolve(
        &self,
        uri: &Uri,
        _config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        if let Some(proxy) = &self.proxy {
            if !proxy.is_at(uri) {
                // Whoever uses a proxy does not want this name to be seen.
                return Err(ureq::Error::ConnectionFailed);
            }
            // Where the proxy is, is the person's own choice.
            return self.addresses(proxy.host(), proxy.port(), timeout, |_| Ok(()));
        }
        let host = uri.host().unwrap_or_default();
        let is_encrypted = uri.scheme_str() == Some("https");
        let port = uri.port_u16().unwrap_or(if is_encrypted { 443 } else { 80 });
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let allowed = self.private.allow(bare, port);
        self.addresses(host, port, timeout, |ip| if allowed { Ok(()) } else { check(bare, ip) })
    }
}

impl GuardedResolver {
    fn addresses(
        &self,
        host: &str,
        port: u16,
        timeout: NextTimeout,
        check: impl Fn(IpAddr) -> Result<(), Error>,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let found = match bare.parse::<IpAddr>() {
            Ok(ip) => vec![SocketAddr::new(ip, port)],
            Err(_) => self.in_time(bare, port, timeout)?,
        };
        let mut refused = None;
        let mut allowed = self.empty();
        for address in found {
            match check(address.ip()) {
                Ok(()) if allowed.len() < MOST_ADDRESSES => allowed.push(address),
                Ok(()) => {}
                Err(error) => refused = Some(error),
            }
        }
        match (allowed.is_empty(), refused) {
            (false, _) => Ok(allowed),
            (true, Some(refused)) => Err(carried(refused)),
            (true, None) => Err(ureq::Error::HostNotFound),
        }
    }

    /// The name service of a computer has no limit of its own, so it is asked on a thread that may be left behind.
    fn in_time(&self, host: &str, port: u16, timeout: NextTimeout) -> Result<Vec<SocketAddr>, ureq::Error> {
        let (tell, told) = mpsc::sync_channel(1);
        let (lookup, name) = (Arc::clone(&self.lookup), host.to_owned());
        std::thread::spawn(move || tell.send(lookup.lookup(&name, port)).ok());
        match told.recv_timeout(*timeout.after) {
            Ok(Ok(found)) => Ok(found),
            Ok(Err(error)) => {
                Err(carried(Error::UnknownHost { host: host.to_owned(), reason: error.to_string() }))
            }
            Err(_) => Err(ureq::Error::Timeout(timeout.reason)),
        }
    }
}

/// Addresses of one host that are tried.
const MOST_ADDRESSES: usize = 8;

/// Refuses what is not on the public network.
pub(crate) fn check(host: &str, ip: IpAddr) -> Result<(), Error> {
    match special_use(ip) {
        Some(what) => Err(Error::Private { host: host.to_owned(), what }),
        None => Ok(()),
    }
}
