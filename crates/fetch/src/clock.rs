//! Time, handed in, so that tests do not wait.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use std::time::{Duration, Instant};

/// Tells the time and waits.
pub trait Clock: std::fmt::Debug + Send + Sync {
    /// The time of day.
    fn now(&self) -> Timestamp;
    /// Time since some fixed moment; never goes back.
    fn since_start(&self) -> Duration;
    /// Waits.
    fn sleep(&self, how_long: Duration);
}

/// The clock of this computer.
#[derive(Debug)]
pub struct SystemClock {
    start: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { start: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn since_start(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep(&self, how_long: Duration) {
        std::thread::sleep(how_long);
    }
}

/// A moment as mails and HTTP write it (RFC 2822, RFC 9110), whatever day of the week they take it for.
pub(crate) fn mail_date(text: &str) -> Option<Timestamp> {
    DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok()
}
