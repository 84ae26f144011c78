//! Plain text: lines to units, units to zones and metadata, without any markup to lean on.

mod frame;
mod head;
mod headline;
mod items;
mod masthead;
mod units;
mod zones;

pub(crate) use zones::read_plain;
