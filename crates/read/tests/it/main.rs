//! Reading from the outside: bytes in, documents out.

#![allow(clippy::unwrap_used)]

mod failures;
mod heads;
mod html_pages;
mod metadata;
mod office;
mod office_file;
mod pdf;
mod pdf_file;
mod plain_pages;
mod properties;
mod support;
