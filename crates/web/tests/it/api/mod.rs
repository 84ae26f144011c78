//! The API: shapes, keys, what is told to whom, and what is told to nobody.

mod answers;
mod document;
mod fixture;
mod keys;
mod limits;
mod secrets;
mod upkeep;
