//! Reading against parsing alone.

fn main() {
    divan::main();
}
