//! Any bytes as a dossier, as they are and as members of a ZIP: no panic, little memory, and what is whole has a manifest.
#![no_main]

use libfuzzer_sys::fuzz_target;
use publish::{DossierLimits, verify_dossier};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fuzz_target!(|input: (&[u8], Vec<(u8, &[u8])>)| {
    let limits = DossierLimits { file: 1 << 20, members: 16, member: 1 << 18, total: 1 << 19 };
    let check = verify_dossier(input.0, &limits);
    assert!(!check.is_whole() || check.fingerprint.is_some());

    let names = ["manifest.json", "dossier.json", "passages.json", "log.json", "index.html", "texts/a.txt", "b"];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in &input.1 {
        let name = names[usize::from(*name) % names.len()];
        if zip.start_file(name, SimpleFileOptions::default()).is_ok() {
            let _ = zip.write_all(content);
        }
    }
    if let Ok(bytes) = zip.finish() {
        let check = verify_dossier(bytes.get_ref(), &limits);
        assert!(!check.is_whole() || check.fingerprint.is_some());
    }
});
