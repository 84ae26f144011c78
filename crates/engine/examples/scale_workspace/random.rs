//! Numbers that are the same on every run.

/// Knuth's MMIX generator.
pub(crate) struct Random(u64);

impl Random {
    /// Numbers for one purpose of one document.
    pub(crate) fn of(number: usize, purpose: &str) -> Self {
        let seed = purpose.bytes().fold(number as u64 ^ 0x9e37_79b9_7f4a_7c15, |seed, byte| {
            (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut random = Self(seed);
        random.below(2);
        random
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound.max(1)
    }

    /// Low numbers far more often than high ones, about as words and places are in texts.
    pub(crate) fn often_low(&mut self, bound: usize) -> usize {
        let share = self.below(1 << 20) as f64 / f64::from(1 << 20);
        ((bound as f64).powf(share) as usize).saturating_sub(1).min(bound.saturating_sub(1))
    }

    pub(crate) fn of_list<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }
}
