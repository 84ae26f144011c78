//! How folding grows: `cargo run --release -p manumit-figures --example fold_speed`.
//!
//! Three sizes, each twice the one before; told are CPU-bound seconds, the ratio to the size before, and what n log n would give.
//! Run it under `/usr/bin/time -v` for memory.

#![expect(clippy::print_stdout, reason = "an example prints")]

use figures::{Bodies, Material, Page, findings, fold};
use model::{
    Amount, Attribution, AttributionMode, Claim, ClaimId, Edtf, Kind, Measure, Passage, Period, Quantity,
    RuleId, SourceId, Speaker, SpeakerType, TimeBasis, Unit,
};
use std::time::Instant;

const CLAIMS_ON_A_PAGE: usize = 20;
const PLACES: &[&str] = &["world", "RU", "CN", "PL", "QA", "KW", "MN", "AE"];

/// The same numbers on every run (Knuth's MMIX generator).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound
    }
}

fn material(claims: usize) -> Material {
    let mut random = Random(claims as u64);
    let mut material = Material { bodies: Bodies::of([vec!["Institute 1", "I1"]]), ..Material::default() };
    for number in 0..claims {
        if number % CLAIMS_ON_A_PAGE == 0 {
            let name = format!("page-{number}.html");
            material.pages.push(Page {
                source: SourceId::of(name.as_bytes()),
                name: name.into(),
                title: None,
                publisher: None,
                published: Edtf::year(2000 + i32::try_from(random.below(25)).unwrap_or_default()),
                url: None,
                story: None,
            });
        }
        let claim = claim(number, claims, &mut random);
        let mention = material.packer.mention(material.pages.len() - 1, &claim);
        material.mentions.push(mention);
    }
    material
}

fn claim(number: usize, claims: usize, random: &mut Random) -> Claim {
    let (kind, unit) = match random.below(4) {
        0 => (Kind::Revenue, Unit::Currency("USD".to_owned())),
        1 => (Kind::WageGross, Unit::Currency("USD".to_owned())),
        _ => (Kind::WorkerCount, Unit::Person),
    };
    // A tenth of the numbers are round and come again and again; the rest are as many as there are claims.
    let value = if random.below(10) == 0 {
        10_000.0 * (1 + random.below(20)) as f64
    } else {
        101.0 + random.below(claims / 2) as f64
    };
    let quote = format!("{value} of claim {number}");
    let source = SourceId::of(number.to_string().as_bytes());
    let id = ClaimId::derive(&source, kind, None, None, &quote, 0);
    let end = quote.chars().count();
    let passage = Passage {
        start: number * 100,
        end: number * 100 + end,
        exact: quote,
        prefix: String::new(),
        suffix: String::new(),
    };
    let speaker = |random: &mut Random| Speaker {
        name: format!("Institute {}", random.below(claims / 50 + 10)),
        kind: SpeakerType::Ngo,
        year: None,
        cue: "said".to_owned(),
        affiliation: None,
    };
    let speakers = (0..random.below(3)).map(|_| speaker(random)).collect();
    Claim {
        quantity: Some(Quantity {
            amount: Amount::point(value).ok(),
            unit: Some(unit),
            period: (kind != Kind::WorkerCount).then_some(Period::Month),
            measure: (kind == Kind::WorkerCount).then_some(Measure::Stock),
            ..Quantity::default()
        }),
        places: vec![PLACES[random.below(PLACES.len())].to_owned()],
        time: Edtf::year(2000 + i32::try_from(random.below(25)).unwrap_or_default()),
        time_basis: Some(TimeBasis::Stated),
        attribution: Attribution { speakers, mode: AttributionMode::Explicit },
        ..Claim::bare(id, kind, passage, RuleId::new("example"))
    }
}

fn main() {
    let sizes = [25_000_usize, 50_000, 100_000];
    let mut before: Option<(usize, f64, f64)> = None;
    for size in sizes {
        let material = material(size);
        let start = Instant::now();
        let figures = fold(&material);
        let folded = start.elapsed().as_secs_f64();
        let count = findings(&figures).len();
        let all = start.elapsed().as_secs_f64();
        let n_log_n = |size: usize| size as f64 * (size as f64).ln();
        let growth = before.map_or_else(String::new, |(other, fold_before, all_before)| {
            format!(
                "; grew {:.2}× and with findings {:.2}×, n log n is {:.2}×",
                folded / fold_before,
                all / all_before,
                n_log_n(size) / n_log_n(other)
            )
        });
        println!(
            "{size} claims: {} figures in {folded:.2} s, {count} findings in {all:.2} s{growth}",
            figures.all.len()
        );
        before = Some((size, folded, all));
    }
}
