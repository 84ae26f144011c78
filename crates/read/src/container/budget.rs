//! How much one file may become.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Unpacked bytes that any file may become, whatever its size.
const FREE_BYTES: u64 = 256 << 20;

/// Unpacked bytes for each byte of the file. Text packs to a tenth, tables to a fiftieth; what packs to less than this is
/// made to fill disks.
const RATIO: u64 = 200;

/// Limits of one outermost file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BudgetLimits {
    /// Bytes of one member.
    pub(crate) member_bytes: u64,
    /// Number of members.
    pub(crate) members: u64,
    /// Unpacked bytes of all members, those of nested containers counted again.
    pub(crate) total_bytes: u64,
    /// Bytes of the file itself.
    packed: u64,
}

/// What is left of the limits of one outermost file, shared by all containers nested in it: a clone is
/// another handle to the same budget.
#[derive(Debug, Clone)]
pub struct Budget {
    limits: BudgetLimits,
    members_left: Rc<Cell<u64>>,
    bytes_left: Rc<Cell<u64>>,
}

impl Budget {
    /// Deepest nesting of containers in containers.
    pub const DEPTH: usize = 8;

    /// The budget of a file of `size` bytes: 64 GiB or 200 times its size (at least 256 MiB) unpacked, a million members of
    /// at most 96 MiB each.
    #[must_use]
    pub fn of_size(size: u64) -> Self {
        let total = size.saturating_mul(RATIO).clamp(FREE_BYTES, 64 << 30).max(size.saturating_mul(2));
        Self::new(size, 96 << 20, 1_000_000, total)
    }

    /// A budget with limits of one's own: of bytes of one member, of members, of unpacked bytes of all together.
    #[must_use]
    pub fn new(packed: u64, member_bytes: u64, members: u64, total_bytes: u64) -> Self {
        Self {
            limits: BudgetLimits { member_bytes, members, total_bytes, packed },
            members_left: Rc::new(Cell::new(members)),
            bytes_left: Rc::new(Cell::new(total_bytes)),
        }
    }

    pub(crate) fn limits(&self) -> BudgetLimits {
        self.limits
    }

    pub(crate) fn take_member(&self) -> bool {
        let left = self.members_left.get().checked_sub(1);
        self.members_left.set(left.unwrap_or(0));
        left.is_some()
    }

    pub(crate) fn is_spent(&self) -> bool {
        self.bytes_left.get() == 0
    }

    pub(crate) fn shared(&self) -> Allowance {
        Allowance { left: Rc::clone(&self.bytes_left), limits: self.limits }
    }
}

/// The unpacked bytes that are left.
#[derive(Debug, Clone)]
pub(crate) struct Allowance {
    left: Rc<Cell<u64>>,
    limits: BudgetLimits,
}

/// Counts unpacked bytes and stops where the budget ends.
pub(crate) struct Meter<R> {
    inner: R,
    allowance: Allowance,
}

impl<R: Read> Meter<R> {
    pub(crate) fn new(inner: R, allowance: Allowance) -> Self {
        Self { inner, allowance }
    }
}

impl<R: Read> Read for Meter<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let left = self.allowance.left.get();
        let spent = read as u64;
        self.allowance.left.set(left.saturating_sub(spent));
        if spent > left {
            let limits = self.allowance.limits;
            let reason = format!(
                "{} bytes unpack to more than {} MiB, which only files made to fill disks do: unpack by hand what is needed of it",
                limits.packed,
                limits.total_bytes >> 20
            );
            return Err(io::Error::new(io::ErrorKind::QuotaExceeded, reason));
        }
        Ok(read)
    }
}
