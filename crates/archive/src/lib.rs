//! The workspace on disk: blobs, ledger, index, locks, audit chain.

#![forbid(unsafe_code)]
