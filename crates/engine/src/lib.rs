//! The verbs of manumit, one module each.

#![forbid(unsafe_code)]
