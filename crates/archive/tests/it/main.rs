//! The archive as its callers see it.

mod adding;
mod damage;
mod keeping;
mod opening;
mod reviewing;
mod sealing;
mod searching;
mod support;
