//! Random numbers that are the same on every machine and for any number of threads.
//!
//! Each replicate of a simulation has a stream of its own in one ChaCha8 sequence, so that it does not matter who draws it or
//! when. Only whole numbers are drawn; what is made of them uses no function of the platform's mathematics library.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::num::NonZeroUsize;

/// One stream of random numbers.
#[derive(Debug, Clone)]
pub(crate) struct Draws(ChaCha8Rng);

impl Draws {
    /// The stream of this number beneath the seed.
    pub(crate) fn of(seed: u64, stream: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(stream);
        Self(generator)
    }

    /// A number from 0 to below 1, in steps of 2⁻⁵³.
    pub(crate) fn unit(&mut self) -> f64 {
        const STEP: f64 = 1.0 / 9_007_199_254_740_992.0;
        (self.0.next_u64() >> 11) as f64 * STEP
    }

    /// A whole number from 0 to below `bound`, each equally likely; 0 where `bound` is 0.
    ///
    /// Lemire, Fast random integer generation in an interval, ACM TOMACS 29 (2019).
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        let biased_under = bound.wrapping_neg() % bound;
        loop {
            let product = u128::from(self.0.next_u64()) * u128::from(bound);
            // The lower half of the product decides whether this draw is among those that would favour some numbers.
            if product as u64 >= biased_under {
                return (product >> 64) as u64;
            }
        }
    }
}

/// What `draw` makes of each stream from 0 to below `number`, in order.
pub(crate) fn replicate<T: Send>(
    seed: u64,
    number: usize,
    threads: NonZeroUsize,
    draw: impl Fn(&mut Draws) -> T + Sync,
) -> Vec<T> {
    on_threads(number, threads, |at| draw(&mut Draws::of(seed, at as u64)))
}

/// What `make` makes of each number from 0 to below `number`, in order. With one thread it is that of the caller.
pub(crate) fn on_threads<T: Send>(
    number: usize,
    threads: NonZeroUsize,
    make: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    if threads == NonZeroUsize::MIN {
        return (0..number).map(make).collect();
    }
    let share = number.div_ceil(threads.get()).max(1);
    let mut results: Vec<Option<T>> = (0..number).map(|_| None).collect();
    std::thread::scope(|scope| {
        for (place, part) in results.chunks_mut(share).enumerate() {
            let make = &make;
            scope.spawn(move || {
                for (offset, result) in part.iter_mut().enumerate() {
                    *result = Some(make(place * share + offset));
                }
            });
        }
    });
    results.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_numbers_for_any_number_of_threads() {
        let drawn = |threads| {
            replicate(7, 11, NonZeroUsize::new(threads).unwrap_or(NonZeroUsize::MIN), |draws| {
                (draws.below(1000), draws.unit())
            })
        };
        assert_eq!(drawn(1), drawn(4));
        assert_eq!(drawn(1).len(), 11);
        // Known numbers: a change of the generator would change every seeded result ever published.
        let first: Vec<u64> = drawn(1).iter().take(4).map(|(whole, _)| *whole).collect();
        assert_eq!(first, [157, 992, 300, 181]);
    }

    #[test]
    fn numbers_are_spread_evenly() {
        let mut draws = Draws::of(1, 0);
        let mut counts = [0_u32; 6];
        for _ in 0..60_000 {
            counts[draws.below(6) as usize] += 1;
        }
        assert!(counts.iter().all(|count| (9_500..10_500).contains(count)), "{counts:?}");
        assert_eq!(draws.below(0), 0);
    }
}
