//! Packs the weights of the learned part and the names of cities, so that nothing of them has to be read when the program
//! starts.

#![allow(clippy::print_stdout, reason = "this is how a build script speaks to Cargo")]

#[path = "build/cities.rs"]
mod cities;
#[path = "src/learned/hash.rs"]
mod hash;
#[path = "src/gazetteer/pieces.rs"]
#[allow(dead_code, reason = "the program asks where a piece ends, this script does not")]
mod pieces;
#[path = "build/weights.rs"]
mod weights;

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    for path in ["build", "src/learned/hash.rs", "src/gazetteer/pieces.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let out = std::env::var("OUT_DIR")?;
    let out = Path::new(&out);
    for name in ["numbers", "clauses"] {
        let path = format!("data/{name}.model");
        let packed = weights::pack(&read(&path)?).map_err(|error| format!("{path}:{error}"))?;
        std::fs::write(out.join(format!("{name}.weights")), packed)?;
    }
    std::fs::write(out.join("cities.index"), cities::pack(&read("data/cities.tsv")?))?;
    Ok(())
}

fn read(path: &str) -> std::io::Result<String> {
    println!("cargo::rerun-if-changed={path}");
    std::fs::read_to_string(path)
}
