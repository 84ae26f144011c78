//! The archive as its callers see it.

#![allow(clippy::unwrap_used)]

mod accounts;
mod adding;
mod damage;
mod keeping;
mod labels;
mod listing;
mod lists;
mod opening;
mod records;
mod reviewing;
mod sealing;
mod searching;
mod support;
