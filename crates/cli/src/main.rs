//! The binary `manumit`.
fn main() {}
