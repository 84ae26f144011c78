//! Fetching with manners: robots.txt, pauses, redirections, conditional requests.
//!
//! ```text
//! address ─▶ may it be asked? ─▶ robots.txt of its site ─▶ wait for our turn ─▶ ask ─▶ 2xx content
//!               ▲                                                               ├▶ 304 unchanged
//!               └───────────────────── the next address ◀─ allowed? ◀───────────┤ 3xx
//!                                                            again after a wait ◀┘ 429, 503
//! ```

use crate::address::Address;
use crate::answer::{Answer, Content, Request, Unchanged, Wanted};
use crate::client::{Client, Question, Reply};
use crate::clock::{Clock, SystemClock};
use crate::error::{Error, Result};
use crate::resolve::{Lookup, SystemLookup};
use crate::robots::{LARGEST_ROBOTS, Robots};
use crate::settings::{Event, Settings};
use model::Redirect;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Redirections that are followed to a robots.txt (RFC 9309 asks for five).
const ROBOTS_REDIRECTS: usize = 5;

/// Waits shorter than that are not worth telling.
const WORTH_TELLING: Duration = Duration::from_secs(2);

/// Fetches. Shared by all threads; one request at a time goes to one site.
#[derive(Debug)]
pub struct Fetcher {
    client: Client,
    settings: Arc<Settings>,
    clock: Arc<dyn Clock>,
    sites: Mutex<HashMap<String, Arc<Mutex<Site>>>>,
}

/// What is known of a site in this run.
#[derive(Debug, Default)]
struct Site {
    robots: Option<Result<Robots>>,
    /// When the next request may go out, by [`Clock::since_start`].
    ready: Duration,
    /// Why it is not asked any more.
    closed: Option<Error>,
}

impl Fetcher {
    /// A fetcher with the clock and the name service of this computer.
    ///
    /// # Errors
    /// [`Error::Setting`] where a setting cannot be used.
    pub fn new(settings: Settings) -> Result<Self> {
        Self::with(settings, Arc::new(SystemClock::default()), Arc::new(SystemLookup))
    }

    /// A fetcher with a clock and a name service of one's own.
    ///
    /// # Errors
    /// [`Error::Setting`] where a setting cannot be used.
    pub fn with(settings: Settings, clock: Arc<dyn Clock>, lookup: Arc<dyn Lookup>) -> Result<Self> {
        let settings = Arc::new(settings);
        let client = Client::new(Arc::clone(&settings), Arc::clone(&clock), lookup)?;
        Ok(Self { client, settings, clock, sites: Mutex::new(HashMap::new()) })
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Fetches what is at an address.
    ///
    /// # Errors
    /// If it may not be asked, does not answer, or answers with anything but content.
    pub fn fetch(&self, request: &Request<'_>) -> Result<Answer> {
        let mut address = request.address.clone();
        let mut redirects: Vec<Redirect> = Vec::new();
        let mut seen = vec![address.clone()];
        loop {
            let sent_on = |error: Error| {
                if redirects.is_empty() {
                    return error;
                }
                Error::SentOn { address: address.to_string(), reason: Box::new(error) }
            };
            let reply = self.visit(request, &address).map_err(sent_on)?;
            match reply.status {
                304 => {
                    if known_of(request, &address).is_none() {
                        return Err(sent_on(Error::UnaskedUnchanged));
                    }
                    return Ok(Answer::Unchanged(Unchanged { address, at: self.clock.now() }));
                }
                200 | 203 => {
                    let through_proxy = self.settings.proxy.is_some();
                    return Ok(Answer::Content(Content {
                        address,
                        redirects,
                        status: reply.status,
                        headers: reply.headers,
                        at: self.clock.now(),
                        through_proxy,
                        body: reply.body,
                    }));
                }
                status @ (301 | 302 | 303 | 307 | 308) => {
                    let next = next_address(&address, &reply)?;
                    redirects.push(Redirect { status, to: next.to_string() });
                    if redirects.len() > self.settings.limits.redirects {
                        return Err(Error::TooManyRedirects(self.settings.limits.redirects));
                    }
                    if seen.contains(&next) {
                        return Err(Error::RedirectLoop(next.to_string()));
                    }
                    seen.push(next.clone());
                    address = next;
                }
                status => return Err(sent_on(Error::Status { status })),
            }
        }
    }

    /// One address of the way, when its turn has come.
    fn visit(&self, request: &Request<'_>, address: &Address) -> Result<Reply> {
        let site = self.site(address);
        let mut site = lock(&site);
        if let Some(error) = &site.closed {
            return Err(error.clone());
        }
        if site.robots.is_none() {
            site.robots = Some(self.robots_of(address));
        }
        let pause = match &site.robots {
            Some(Ok(robots)) => self.allowed(robots, address)?,
            Some(Err(error)) => return Err(error.clone()),
            None => self.settings.limits.pause,
        };
        let limit = self.settings.limits.body_bytes;
        let question = Question {
            address,
            wanted: request.wanted,
            known: known_of(request, address),
            most_bytes: request.most_bytes.map_or(limit, |most| most.min(limit)),
            may_cut: false,
        };
        for attempt in 0.. {
            self.wait_until(site.ready, address.host());
            self.settings.tell(&Event::Asking { address: address.to_string() });
            let reply = self.client.ask(&question);
            site.ready = self.clock.since_start() + pause;
            let reply = reply?;
            let wanted = match reply.status {
                429 | 503 => self.retry_after(&reply),
                _ => return Ok(reply),
            };
            if let Some(wanted) = wanted.filter(|wanted| *wanted > self.settings.limits.wait) {
                let (host, limit) = (address.host().to_owned(), self.settings.limits.wait);
                let busy = Error::Busy { host, wanted, limit };
                // Whoever asks for an hour shall not be asked for the next page of the feed either.
                site.closed = Some(busy.clone());
                return Err(busy);
            }
            if attempt >= self.settings.limits.retries {
                return Ok(reply);
            }
            // Without a wish of the server: twice as long each time.
            let own = self.settings.limits.pause * 5 * (1 << attempt.min(8));
            site.ready = self.clock.since_start() + wanted.unwrap_or(own).max(pause);
        }
        Err(Error::Status { status: 503 })
    }

    fn site(&self, address: &Address) -> Arc<Mutex<Site>> {
        Arc::clone(lock(&self.sites).entry(address.origin()).or_default())
    }

    /// Whether the site allows the address, and the pause it wants.
    fn allowed(&self, robots: &Robots, address: &Address) -> Result<Duration> {
        let host = address.host().to_owned();
        if let Some(rule) = robots.refusal(address.path_and_query()) {
            let text: String = rule.text().chars().take(100).collect();
            return Err(Error::Robots { host, line: rule.line(), rule: text });
        }
        let limits = &self.settings.limits;
        let delay = robots.crawl_delay().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        match delay {
            Some(wanted) if wanted > limits.wait => Err(Error::Busy { host, wanted, limit: limits.wait }),
            Some(wanted) => Ok(wanted.max(limits.pause)),
            None => Ok(limits.pause),
        }
    }

    /// What the site asks of programs. What cannot be found out is taken for a no; that there is no such file is a yes.
    fn robots_of(&self, address: &Address) -> Result<Robots> {
        let host = address.host().to_owned();
        let unread = |error: Error| match error {
            // These are about the host, not about its robots.txt.
            Error::Private { .. } | Error::Onion(_) | Error::UnknownHost { .. } => error,
            error => Error::RobotsUnread { host: host.clone(), reason: error.to_string() },
        };
        let mut address = address.join("/robots.txt")?;
        for _ in 0..=ROBOTS_REDIRECTS {
            self.settings.tell(&Event::Asking { address: address.to_string() });
            let reply = self.client.ask(&Question {
                address: &address,
                wanted: Wanted::Robots,
                known: None,
                most_bytes: LARGEST_ROBOTS as u64,
                may_cut: true,
            });
            let reply = reply.map_err(unread)?;
            match reply.status {
                200..=299 => return Ok(Robots::parse(&reply.body, self.settings.program())),
                301 | 302 | 303 | 307 | 308 => match next_address(&address, &reply) {
                    Ok(next) => address = next,
                    Err(error) => return Err(unread(error)),
                },
                429 => return Err(unread(Error::Status { status: 429 })),
                400..=499 => return Ok(Robots::default()),
                status => return Err(unread(Error::Status { status })),
            }
        }
        // RFC 9309, 2.3.1.2: after five redirections it may be taken for absent.
        Ok(Robots::default())
    }

    fn wait_until(&self, ready: Duration, host: &str) {
        let how_long = ready.saturating_sub(self.clock.since_start());
        if how_long.is_zero() {
            return;
        }
        if how_long >= WORTH_TELLING {
            self.settings.tell(&Event::Waiting { host: host.to_owned(), how_long });
        }
        self.clock.sleep(how_long);
    }

    /// `Retry-After`: seconds, or a date (RFC 9110, 10.2.3).
    fn retry_after(&self, reply: &Reply) -> Option<Duration> {
        let value = reply.header("retry-after")?.trim();
        if let Ok(seconds) = value.parse::<u64>() {
            return Some(Duration::from_secs(seconds));
        }
        let date = crate::clock::mail_date(value)?;
        let wait = date.duration_since(self.clock.now());
        Some(Duration::try_from(wait).unwrap_or(Duration::ZERO))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is known of the address that is being asked.
fn known_of<'r>(request: &Request<'r>, address: &Address) -> Option<&'r crate::Known> {
    request.known.filter(|known| known.address == address.as_str())
}

/// Where a server sends on to, if that may be followed.
fn next_address(address: &Address, reply: &Reply) -> Result<Address> {
    let Some(location) = reply.header("location") else { return Err(Error::RedirectNowhere(reply.status)) };
    let next = address.join(location).map_err(|error| Error::SentOn {
        address: crate::address::without_credentials(location).chars().take(200).collect(),
        reason: Box::new(error.into()),
    })?;
    if address.is_encrypted() && !next.is_encrypted() {
        return Err(Error::Downgrade(next.to_string()));
    }
    Ok(next)
}
