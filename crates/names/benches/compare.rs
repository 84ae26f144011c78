//! Pairs of analysed names compared per second of one core, and names analysed per second.
//!
//! `cargo bench -p manumit-names`: first in CPU time, as the machine may be busy, then as divan measures.

#![allow(clippy::print_stdout, reason = "a benchmark prints")]

use divan::counter::ItemsCount;
use names::{Name, NameKind, analyse, compare, score};
use std::sync::LazyLock;

const PERSONS: &[&str] = &[
    "Angela Dorothea Merkel",
    "MERKEL, Angela",
    "Сергей Лавров",
    "Sergey Viktorovich Lavrov",
    "KIM YONG CHOL",
    "Kim Young-Cheol",
    "习近平",
    "Xi Jinping",
    "محمد صلاح",
    "Mohamed Salah",
    "Gabriel García Márquez",
    "Nikita Khrushchev",
];
const FIRMS: &[&str] = &[
    "Example Trading Company Limited",
    "Exampel Trading Co., Ltd.",
    "OOO Primer",
    "Bank of Example (Norway)",
    "Beispielwerk Gesellschaft mit beschränkter Haftung",
    "Three Rivers Timber Holding",
    "Northwind Shipping LLC",
];

static NAMES: LazyLock<Vec<Name>> = LazyLock::new(|| {
    let persons = PERSONS.iter().map(|text| analyse(text, NameKind::Person));
    persons.chain(FIRMS.iter().map(|text| analyse(text, NameKind::Organisation))).collect()
});

fn all_pairs<T>(take: impl Fn(&Name, &Name) -> T) -> usize {
    for a in NAMES.iter() {
        for b in NAMES.iter() {
            divan::black_box(take(a, b));
        }
    }
    NAMES.len() * NAMES.len()
}

/// Seconds of processor time this process has used, from the kernel's books; none where there are none.
fn cpu_seconds() -> Option<f64> {
    let books = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    books.split(' ').next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds / 1e9)
}

fn main() {
    all_pairs(score);
    if let Some(start) = cpu_seconds() {
        let pairs: usize = (0..2000).map(|_| all_pairs(score)).sum();
        let seconds = cpu_seconds().unwrap_or(start) - start;
        println!("{:.0} pairs scored per CPU second", pairs as f64 / seconds);
    }
    divan::main();
}

#[divan::bench]
fn scored(bencher: divan::Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(NAMES.len() * NAMES.len())).bench(|| all_pairs(score));
}

#[divan::bench]
fn compared_with_reasons(bencher: divan::Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(NAMES.len() * NAMES.len())).bench(|| all_pairs(compare));
}

#[divan::bench]
fn analysed(bencher: divan::Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(PERSONS.len())).bench(|| {
        PERSONS.iter().map(|text| analyse(divan::black_box(text), NameKind::Person)).collect::<Vec<_>>()
    });
}
