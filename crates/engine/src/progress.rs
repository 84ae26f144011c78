//! How far a long verb has come.

/// Hears of each item as it is done.
pub trait Progress<T> {
    /// The work begins; there are `total` items.
    fn begin(&mut self, total: usize);

    /// There are so many more items than was said.
    fn more(&mut self, _count: usize) {}

    /// One more item is done.
    fn item(&mut self, item: T);
}

/// Keeps the items in a list.
impl<T> Progress<T> for Vec<T> {
    fn begin(&mut self, total: usize) {
        self.reserve(total);
    }

    fn item(&mut self, item: T) {
        self.push(item);
    }
}
