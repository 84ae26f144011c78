//! The members of a bundle, and the ZIP around them.

use super::page::page;
use super::{DOSSIER_FORMAT, DossierBundle, QuotedPassage};
use crate::PublishError;
use model::{Cleared, SourceId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::{self, Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const DATA: &str = "dossier.json";
pub(super) const PASSAGES: &str = "passages.json";
pub(super) const LOG: &str = "log.json";
pub(super) const PAGE: &str = "index.html";

/// What the manifest says of a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct MemberRow {
    pub(super) name: String,
    pub(super) size: u64,
    pub(super) sha256: String,
}

/// The manifest: the format, and every other member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) format: String,
    pub(super) program: String,
    pub(super) made: String,
    pub(super) by: String,
    pub(super) about: String,
    pub(super) members: Vec<MemberRow>,
}

/// Writes the page alone.
///
/// # Errors
/// If the output takes no more bytes.
pub fn write_dossier_html(
    output: &mut impl Write,
    bundle: &Cleared<DossierBundle>,
) -> Result<(), PublishError> {
    output.write_all(page(&bundle.get().dossier).as_bytes())?;
    output.flush()?;
    Ok(())
}

/// The whole bundle as a ZIP; the same bundle gives the same bytes.
///
/// # Errors
/// If a part cannot be written as JSON, or the bundle is too large for a ZIP.
pub fn dossier_bytes(bundle: &Cleared<DossierBundle>) -> Result<Vec<u8>, PublishError> {
    let members = members(bundle.get())?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    for (name, content) in &members {
        zip.start_file(name.as_str(), options).map_err(io::Error::other)?;
        zip.write_all(content)?;
    }
    Ok(zip.finish().map_err(io::Error::other)?.into_inner())
}

/// Members by name, the manifest first.
fn members(bundle: &DossierBundle) -> Result<Vec<(String, Vec<u8>)>, PublishError> {
    let with_text: BTreeSet<&SourceId> = bundle.texts.iter().map(|text| &text.source).collect();
    let passages: Vec<Value> =
        bundle.passages.iter().map(|one| annotation(one, with_text.contains(&one.source))).collect();
    let mut members = vec![
        (DATA.to_owned(), lines(&bundle.dossier)?),
        (PASSAGES.to_owned(), lines(&passages)?),
        (LOG.to_owned(), lines(&bundle.log)?),
    ];
    for text in &bundle.texts {
        members.push((text_name(&text.source), text.text.clone().into_bytes()));
    }
    members.push((PAGE.to_owned(), page(&bundle.dossier).into_bytes()));
    let dossier = &bundle.dossier;
    let manifest = Manifest {
        format: DOSSIER_FORMAT.to_owned(),
        program: dossier.program.clone(),
        made: dossier.made.clone(),
        by: dossier.by.clone(),
        about: dossier.about.clone(),
        members: members
            .iter()
            .map(|(name, content)| MemberRow {
                name: name.clone(),
                size: content.len() as u64,
                sha256: sha256(content),
            })
            .collect(),
    };
    members.insert(0, (MANIFEST.to_owned(), lines(&manifest)?));
    Ok(members)
}

fn lines(value: &impl Serialize) -> Result<Vec<u8>, PublishError> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The name of the member that holds the text of a source.
pub(super) fn text_name(source: &SourceId) -> String {
    format!("texts/{source}.txt")
}

/// A passage as an annotation of the W3C Web Annotation Data Model; positions count code points of the text.
fn annotation(one: &QuotedPassage, has_text: bool) -> Value {
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": format!("urn:manumit:claim:{}", one.claim),
        "type": "Annotation",
        "motivation": "identifying",
        "target": {
            "source": format!("urn:sha256:{}", one.source),
            "selector": [
                {"type": "TextPositionSelector", "start": one.passage.start, "end": one.passage.end},
                {
                    "type": "TextQuoteSelector",
                    "exact": one.passage.exact,
                    "prefix": one.passage.prefix,
                    "suffix": one.passage.suffix,
                },
            ],
        },
        "reader": one.reader,
        "text": has_text.then(|| text_name(&one.source)),
    })
}

/// SHA-256 as lower-case hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    model::hex(&Sha256::digest(bytes))
}
