//! A bar on the standard error while something long goes on.

use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// Shows how far the work has come and hands each item to `each`, which may print.
pub(crate) struct Bar<F> {
    bar: ProgressBar,
    each: F,
}

impl<F> Bar<F> {
    pub(crate) fn new(each: F) -> Self {
        // The bar stays hidden where the standard error is no terminal.
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files, {eta} left");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        Self { bar, each }
    }
}

impl<T, F: FnMut(T)> engine::Progress<T> for Bar<F> {
    fn begin(&mut self, total: usize) {
        self.bar.set_length(total as u64);
        self.bar.enable_steady_tick(Duration::from_millis(200));
    }

    fn more(&mut self, count: usize) {
        self.bar.inc_length(count as u64);
    }

    fn item(&mut self, item: T) {
        self.bar.inc(1);
        let each = &mut self.each;
        self.bar.suspend(|| each(item));
    }
}

impl<F> Drop for Bar<F> {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
