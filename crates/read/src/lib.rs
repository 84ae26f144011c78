//! Bytes to documents: formats, zones, metadata, language.

#![forbid(unsafe_code)]
