//! Tries of signing in, counted by account and by address: after some failures the next try has to wait, each time longer.
//!
//! The counts are in memory, so a restart forgets them. A name that nobody has is counted like any other.

use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Failures in a row that cost nothing, for a name and for an address, behind which a whole office may sit.
const FREE_OF_NAME: u32 = 5;
const FREE_OF_ADDRESS: u32 = 20;
/// The first wait; each further failure doubles it.
const FIRST_WAIT: u64 = 2;
/// The longest wait: a name cannot be tried more than 96 times a day, nor shut out for longer.
const LONGEST_WAIT: u64 = 15 * 60;
/// After this long without a failure, all is forgotten.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(2);
/// Names and addresses that are remembered; the one that failed longest ago goes first.
const MOST: usize = 20_000;

/// Where tries come from. Of IPv6 the first 64 bits, which is what one customer gets (RFC 6177).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Address(Option<IpAddr>);

impl Address {
    pub(crate) fn of(address: Option<IpAddr>) -> Self {
        let network = |address: IpAddr| match address.to_canonical() {
            IpAddr::V6(long) => IpAddr::V6((u128::from(long) & !u128::from(u64::MAX)).into()),
            short => short,
        };
        Self(address.map(network))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Name(String),
    Address(Address),
}

#[derive(Debug, Clone, Copy)]
struct Count {
    failures: u32,
    last: Timestamp,
    until: Timestamp,
}

/// Further tries have to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hold {
    /// `account` or `address`.
    pub(crate) of: &'static str,
    pub(crate) failures: u32,
    /// How long, from now on.
    pub(crate) seconds: u64,
}

/// A try that is under way: counted as failed until it is known to be good.
#[derive(Debug)]
pub(crate) struct Try {
    keys: [Key; 2],
    /// What follows if it fails.
    pub(crate) hold: Option<Hold>,
}

/// All counts.
#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<HashMap<Key, Count>>);

impl Throttle {
    /// Begins a try. `name` is what was typed, whether or not it is anybody's.
    ///
    /// It is counted before its outcome is known: of a hundred tries at the same moment, the first few are let through.
    ///
    /// # Errors
    /// The seconds to wait.
    pub(crate) fn begin(&self, name: &str, address: Address, now: Timestamp) -> Result<Try, u64> {
        let keys = [Key::Name(super::Secret::hash_of(name)), Key::Address(address)];
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = |key: &Key| {
            let count = counts.get(key)?;
            let seconds = count.until.duration_since(now).as_secs();
            // At least one, so that nobody reads "wait 0 seconds".
            (count.until > now).then(|| u64::try_from(seconds).unwrap_or(0) + 1)
        };
        if let Some(seconds) = keys.iter().filter_map(wait).max() {
            return Err(seconds);
        }
        let mut hold: Option<Hold> = None;
        for (key, of, free) in [(&keys[0], "account", FREE_OF_NAME), (&keys[1], "address", FREE_OF_ADDRESS)] {
            let count = counts.entry(key.clone()).or_insert(Count { failures: 0, last: now, until: now });
            if now.duration_since(count.last) >= FORGOTTEN {
                count.failures = 0;
            }
            count.failures = count.failures.saturating_add(1);
            count.last = now;
            if let Some(over) = count.failures.checked_sub(free) {
                let seconds = FIRST_WAIT.checked_shl(over).unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT);
                let wait = SignedDuration::from_secs(seconds.cast_signed());
                count.until = now.saturating_add(wait).unwrap_or(now);
                let own = Hold { of, failures: count.failures, seconds };
                hold = hold.filter(|hold| hold.seconds >= seconds).or(Some(own));
            }
        }
        if counts.len() > MOST {
            counts.retain(|_, count| now.duration_since(count.last) < FORGOTTEN);
            let oldest = counts.iter().min_by_key(|(_, count)| count.last).map(|(key, _)| key.clone());
            if let Some(oldest) = oldest.filter(|_| counts.len() > MOST) {
                counts.remove(&oldest);
            }
        }
        Ok(Try { keys, hold })
    }

    /// The try was good. The name starts anew; the address gets back this one try only, or whoever has an account could try
    /// others without end.
    pub(crate) fn forgive(&self, good: &Try, now: Timestamp) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let [name, address] = &good.keys;
        counts.remove(name);
        if let Some(count) = counts.get_mut(address) {
            count.failures = count.failures.saturating_sub(1);
            count.until = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + seconds).unwrap()
    }

    fn home(last: u8) -> Address {
        Address::of(Some(IpAddr::from([192, 0, 2, last])))
    }

    #[test]
    fn waits_grow_from_the_fifth_failure_on() {
        let throttle = Throttle::default();
        let mut now = 0;
        let mut waits = Vec::new();
        // Each try from elsewhere: the name alone is held back.
        for number in 0..16 {
            let begun = throttle.begin("anna", home(number), at(now)).unwrap();
            let seconds = begun.hold.map_or(0, |hold| hold.seconds);
            waits.push(seconds);
            if seconds > 0 {
                assert!(throttle.begin("anna", home(99), at(now)).is_err());
                assert!(throttle.begin("ben", home(99), at(now)).is_ok());
            }
            now += seconds.cast_signed();
        }
        assert_eq!(waits, [0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    }

    #[test]
    fn an_address_is_held_back_whatever_names_it_tries() {
        let throttle = Throttle::default();
        let holds =
            (0..20).map(|number| throttle.begin(&format!("name {number}"), home(1), at(0)).unwrap().hold);
        assert_eq!(
            holds.flatten().map(|hold| (hold.of, hold.failures)).collect::<Vec<_>>(),
            [("address", 20)]
        );
        assert!(throttle.begin("one more", home(1), at(0)).is_err());
        assert!(throttle.begin("one more", home(2), at(0)).is_ok());
    }

    #[test]
    fn a_good_try_clears_the_name_and_time_clears_all() {
        let throttle = Throttle::default();
        for _ in 0..4 {
            throttle.begin("anna", home(1), at(0)).unwrap();
        }
        let good = throttle.begin("anna", home(1), at(0)).unwrap();
        throttle.forgive(&good, at(0));
        assert_eq!(throttle.begin("anna", home(1), at(1)).unwrap().hold, None);
        for _ in 0..4 {
            throttle.begin("anna", home(1), at(1)).unwrap();
        }
        assert!(throttle.begin("anna", home(1), at(1)).is_err());
        assert_eq!(throttle.begin("anna", home(1), at(3 * 3600)).unwrap().hold, None);
    }

    #[test]
    fn a_customer_of_ipv6_is_one_address() {
        let address = |text: &str| Address::of(Some(text.parse().unwrap()));
        assert_eq!(address("2001:db8:1:2:3::4"), address("2001:db8:1:2:ffff::1"));
        assert_ne!(address("2001:db8:1:2::"), address("2001:db8:1:3::"));
        assert_eq!(address("::ffff:192.0.2.1"), home(1));
    }
}
