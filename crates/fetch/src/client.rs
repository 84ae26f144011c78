//! One question and one answer, within limits. Redirections, robots.txt and pauses are the business of [`crate::Fetcher`].

use crate::address::Address;
use crate::answer::{Known, Wanted};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::resolve::{Carried, GuardedResolver, Lookup, check};
use crate::settings::{Limits, Settings};
use flate2::read::MultiGzDecoder;
use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;
use ureq::config::Config;
use ureq::http::header;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Timeout};

/// What one server said.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    /// Only of statuses in the 200s.
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// How one answer is asked for.
pub(crate) struct Question<'q> {
    pub(crate) address: &'q Address,
    pub(crate) wanted: Wanted,
    pub(crate) known: Option<&'q Known>,
    pub(crate) most_bytes: u64,
    /// Whether what goes beyond `most_bytes` is left out instead of being an error.
    pub(crate) may_cut: bool,
}

#[derive(Debug)]
pub(crate) struct Client {
    agent: Agent,
    settings: Arc<Settings>,
    clock: Arc<dyn Clock>,
}

impl Client {
    pub(crate) fn new(
        settings: Arc<Settings>,
        clock: Arc<dyn Clock>,
        lookup: Arc<dyn Lookup>,
    ) -> Result<Self> {
        let limits = &settings.limits;
        let usize_of = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
        check_user_agent(settings.user_agent())?;
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(settings.user_agent())
            .proxy(settings.proxy.as_ref().map(|proxy| proxy.inner().clone()))
            .tls_config(TlsConfig::builder().root_certs(roots(settings.certificates.as_deref())?).build())
            .max_response_header_size(usize_of(limits.header_bytes))
            // The buffer has to hold the headers as a whole.
            .input_buffer_size(usize_of(limits.header_bytes).saturating_add(1024))
            .timeout_global(Some(limits.whole))
            .timeout_resolve(Some(limits.lookup))
            .timeout_connect(Some(limits.connect))
            .timeout_send_request(Some(limits.answer))
            .timeout_recv_response(Some(limits.answer))
            .timeout_recv_body(Some(limits.whole))
            .timeout_per_read(Some(limits.silence))
            .timeout_per_write(Some(limits.silence))
            .max_idle_age(Duration::from_secs(15))
            .build();
        let resolver =
            GuardedResolver { lookup, private: settings.private.clone(), proxy: settings.proxy.clone() };
        let agent = Agent::with_parts(config, DefaultConnector::default(), resolver);
        Ok(Self { agent, settings, clock })
    }

    /// Asks, and takes in the answer.
    pub(crate) fn ask(&self, question: &Question<'_>) -> Result<Reply> {
        let address = question.address;
        self.look_at(address)?;
        let started = self.clock.since_start();
        let mut request = self
            .agent
            .get(address.as_str())
            .header(header::ACCEPT, question.wanted.accept())
            .header(header::ACCEPT_ENCODING, "gzip");
        if let Some(known) = question.known {
            if let Some(etag) = &known.etag {
                request = request.header(header::IF_NONE_MATCH, etag);
            }
            if let Some(date) = &known.last_modified {
                request = request.header(header::IF_MODIFIED_SINCE, date);
            }
        }
        let response = request.call().map_err(|error| self.told(address, error))?;
        let status = response.status().as_u16();
        let headers: Vec<(String, String)> = response
            .headers()
            .iter()
            // Cookies are keys to a session, not facts about a page.
            .filter(|(name, _)| !matches!(name.as_str(), "set-cookie" | "set-cookie2"))
            .map(|(name, value)| (name.as_str().to_owned(), latin(value.as_bytes())))
            .collect();
        let mut reply = Reply { status, headers, body: Vec::new() };
        if !(200..300).contains(&status) {
            return Ok(reply);
        }
        let stated = reply.header("content-length").and_then(|length| length.trim().parse::<u64>().ok());
        let limit = question.most_bytes;
        if stated.is_some_and(|stated| stated > limit) && !question.may_cut {
            return Err(Error::TooLarge { limit, unpacked: false });
        }
        let coding = reply.header("content-encoding").unwrap_or_default().trim().to_ascii_lowercase();
        let raw = Metered {
            inner: response.into_body().into_reader(),
            clock: &*self.clock,
            until: started + self.settings.limits.whole,
            whole: self.settings.limits.whole,
            left: limit,
            limit,
            may_cut: question.may_cut,
        };
        let taken = match coding.as_str() {
            "" | "identity" => take(raw, limit, question.may_cut),
            "gzip" | "x-gzip" => take(MultiGzDecoder::new(raw), limit, question.may_cut),
            other => return Err(Error::Coding(other.chars().take(40).collect())),
        };
        reply.body = taken.map_err(|error| self.told(address, error.into()))?;
        Ok(reply)
    }

    /// Looks at the host before anything is sent. Names are looked at when they are looked up, which the proxy does if there is one.
    fn look_at(&self, address: &Address) -> Result<()> {
        let host = address.host().trim_matches(['[', ']']);
        let name = host.trim_end_matches('.').to_ascii_lowercase();
        if (name == "onion" || name.ends_with(".onion")) && self.settings.proxy.is_none() {
            return Err(Error::Onion(host.to_owned()));
        }
        if self.settings.private.allow(host, address.port()) {
            return Ok(());
        }
        if let Some(ip) = address.ip() {
            return check(host, ip);
        }
        if name == "localhost" || name.ends_with(".localhost") {
            return Err(Error::Private { host: host.to_owned(), what: "this computer" });
        }
        Ok(())
    }

    /// An error of the client in our words.
    fn told(&self, address: &Address, error: ureq::Error) -> Error {
        let limits = &self.settings.limits;
        let host = address.host().to_owned();
        match error {
            ureq::Error::Io(error) => self.told_of_io(host, error),
            ureq::Error::Timeout(what) => too_slow(limits, what),
            ureq::Error::HostNotFound => Error::UnknownHost { host, reason: "it has no address".to_owned() },
            ureq::Error::ConnectionFailed => {
                Error::Connection { host, reason: "it could not be reached".to_owned() }
            }
            ureq::Error::ConnectProxyFailed(reason) => Error::Proxy { host, reason },
            ureq::Error::LargeResponseHeader(..) => Error::HeadersTooLarge { limit: limits.header_bytes },
            ureq::Error::Tls(reason) => Error::Encryption { host, reason: reason.to_owned() },
            ureq::Error::Rustls(error) => told_of_tls(host, &error),
            ureq::Error::BodyStalled => Error::CutOff,
            ureq::Error::Protocol(error) => told_of_protocol(limits, &error),
            other => Error::Protocol(other.to_string()),
        }
    }

    fn told_of_io(&self, host: String, error: io::Error) -> Error {
        let limits = &self.settings.limits;
        let kind = error.kind();
        let reason = match error.downcast::<Carried>() {
            Ok(Carried(error)) => return error,
            Err(error) => match error.downcast::<ureq::Error>() {
                Ok(ureq::Error::Timeout(what)) => return too_slow(limits, what),
                Ok(ureq::Error::Protocol(error)) => return told_of_protocol(limits, &error),
                Ok(error) => error.to_string(),
                Err(error) => match error.downcast::<rustls::Error>() {
                    Ok(error) => return told_of_tls(host, &error),
                    Err(error) => error.to_string(),
                },
            },
        };
        match kind {
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted => Error::CutOff,
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => {
                Error::TooSlow { what: "waiting for the next byte", limit: limits.silence }
            }
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => Error::Unpacking(reason),
            _ if self.settings.proxy.is_some() => Error::Proxy { host, reason },
            _ => Error::Connection { host, reason },
        }
    }
}

fn told_of_tls(host: String, error: &rustls::Error) -> Error {
    use rustls::CertificateError as Wrong;
    let rustls::Error::InvalidCertificate(wrong) = error else {
        return Error::Encryption { host, reason: error.to_string() };
    };
    let reason = match wrong {
        Wrong::UnknownIssuer | Wrong::BadSignature => {
            "its certificate is signed by nobody who is trusted (--ca names the certificates of a network of its own)".to_owned()
        }
        Wrong::Expired | Wrong::ExpiredContext { .. } => "its certificate has expired".to_owned(),
        Wrong::NotValidYet | Wrong::NotValidYetContext { .. } => "its certificate is not valid yet".to_owned(),
        Wrong::NotValidForName | Wrong::NotValidForNameContext { .. } => {
            "its certificate is for another name".to_owned()
        }
        other => format!("its certificate is refused ({other:?})").chars().take(200).collect(),
    };
    Error::Certificate { host, reason }
}

fn told_of_protocol(limits: &Limits, error: &impl std::fmt::Display) -> Error {
    let reason = error.to_string();
    // Only its words tell that there are more headers than the parser holds.
    if reason.to_ascii_lowercase().contains("too many headers") {
        return Error::HeadersTooLarge { limit: limits.header_bytes };
    }
    Error::Protocol(reason)
}

fn too_slow(limits: &Limits, what: Timeout) -> Error {
    let (what, limit) = match what {
        Timeout::Resolve => ("finding the address of its name", limits.lookup),
        Timeout::Connect => ("connecting", limits.connect),
        Timeout::SendRequest => ("asking", limits.answer),
        Timeout::RecvResponse => ("waiting for an answer", limits.answer),
        Timeout::PerRead | Timeout::PerWrite => ("waiting for the next byte", limits.silence),
        _ => ("the whole answer", limits.whole),
    };
    Error::TooSlow { what, limit }
}

fn check_user_agent(user_agent: &str) -> Result<()> {
    let is_plain = user_agent.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    if user_agent.trim().is_empty() || !is_plain || user_agent.len() > 300 {
        let reason =
            "a User-Agent is a name in plain ASCII letters, such as `ourname/1.0 (mail@ours.example)`";
        return Err(Error::Setting(reason.to_owned()));
    }
    Ok(())
}

fn roots(pem: Option<&[u8]>) -> Result<RootCerts> {
    let Some(pem) = pem else { return Ok(RootCerts::WebPki) };
    let wrong = |reason: String| Error::Setting(format!("the certificates cannot be used: {reason}"));
    let mut certificates: Vec<Certificate<'static>> = Vec::new();
    for item in parse_pem(pem) {
        if let PemItem::Certificate(certificate) = item.map_err(|error| wrong(error.to_string()))? {
            certificates.push(certificate);
        }
    }
    if certificates.is_empty() {
        return Err(wrong(
            "there is none in the file; they begin with `-----BEGIN CERTIFICATE-----`".to_owned(),
        ));
    }
    Ok(RootCerts::new_with_certs(&certificates))
}

/// Bytes of a header as text: what is not UTF-8 was written in anything.
fn latin(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// What comes over the network: no more than is enough, and no longer.
struct Metered<'m, R> {
    inner: R,
    clock: &'m dyn Clock,
    until: Duration,
    whole: Duration,
    left: u64,
    limit: u64,
    may_cut: bool,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && self.may_cut {
            return Ok(0);
        }
        let read = self.inner.read(buffer)?;
        if self.clock.since_start() > self.until {
            let error = Error::TooSlow { what: "the whole answer", limit: self.whole };
            return Err(io::Error::other(Carried(error)));
        }
        match self.left.checked_sub(read as u64) {
            Some(left) => self.left = left,
            None if self.may_cut => {
                let read = usize::try_from(self.left).unwrap_or(read);
                self.left = 0;
                return Ok(read);
            }
            None => {
                let error = Error::TooLarge { limit: self.limit, unpacked: false };
                return Err(io::Error::other(Carried(error)));
            }
        }
        Ok(read)
    }
}

/// Takes in at most `limit` bytes.
fn take(stream: impl Read, limit: u64, may_cut: bool) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        if !may_cut {
            return Err(io::Error::other(Carried(Error::TooLarge { limit, unpacked: true })));
        }
        bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    }
    bytes.shrink_to_fit();
    Ok(bytes)
}
