//! Packs the weights of the learned part, so that nothing of them has to be read when the program starts.

#![allow(clippy::print_stdout, reason = "this is how a build script speaks to Cargo")]

#[path = "src/learned/hash.rs"]
mod hash;
#[path = "build/pack.rs"]
mod pack;

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/learned/hash.rs");
    let out = std::env::var("OUT_DIR")?;
    for name in ["numbers", "clauses"] {
        let path = format!("data/{name}.model");
        println!("cargo::rerun-if-changed={path}");
        let packed =
            pack::pack(&std::fs::read_to_string(&path)?).map_err(|error| format!("{path}:{error}"))?;
        std::fs::write(Path::new(&out).join(format!("{name}.weights")), packed)?;
    }
    Ok(())
}
