//! What leaves: CSV, JSON lines, FtM, citations, each behind a clearance.

#![forbid(unsafe_code)]
