//! `demo`: a workspace with the bundled demonstration documents.

use crate::context::context_of;
use crate::pipeline::{Bounds, in_order};
use crate::reading::Reader;
use crate::{Error, Result};
use archive::{Act, Content, NewSource, Settings, Workspace, Writer};
use model::{AcquisitionFacts, AcquisitionRoute, Sensitivity, SourceId};
use std::num::NonZeroUsize;
use std::path::Path;

macro_rules! demo_documents {
    ($($name:literal,)+) => {
        &[$(($name, include_bytes!(concat!("../../../demo/", $name)))),+]
    };
}

/// Name and bytes of each demonstration document, in the order of their names.
pub const DEMO_DOCUMENTS: &[(&str, &[u8])] = demo_documents![
    "after-the-broadcast.html",
    "agency-dispatch.txt",
    "committee-note-denials.txt",
    "counting-heads.html",
    "deadline-note.txt",
    "encyclopaedia-entry.html",
    "explainer-state-sent-workers.txt",
    "interview-summary.txt",
    "ko-figures.txt",
    "labour-transfers.html",
    "medical-missions.html",
    "ratings-note.txt",
    "ru-otchety.html",
    "russia-reports.html",
    "seafood-chain.html",
    "shipyard-news.html",
];

/// Makes a workspace in `dir`, which must be empty or not exist, and adds the demonstration documents to it.
///
/// # Errors
/// If there is something in the folder, or it cannot be written to.
pub fn demo(
    dir: &Path,
    reader: &Reader,
    writer: Writer,
    act: &Act,
    threads: NonZeroUsize,
    tool_version: &str,
) -> Result<Workspace> {
    if std::fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Error::FolderNotEmpty(dir.to_owned()));
    }
    let settings = Settings { programme: "demonstration".to_owned(), ..Settings::default() };
    let workspace = crate::init(dir, &settings, writer, act)?;
    in_order(
        DEMO_DOCUMENTS,
        Bounds { threads, budget: u64::MAX },
        |_| 0,
        |(name, bytes)| reader.reading(&SourceId::of(bytes), bytes, &context_of(Path::new(name))),
        |(name, bytes), reading| -> Result<()> {
            let item = NewSource {
                content: Content::Bytes(bytes),
                facts: AcquisitionFacts::default(),
                route: AcquisitionRoute::Demo { name: (*name).to_owned() },
                tool_version: tool_version.to_owned(),
                sensitivity: Some(Sensitivity::Open),
                reading,
            };
            workspace.add_source(act, &item)?;
            Ok(())
        },
    )?;
    workspace.flush()?;
    Ok(workspace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_of_the_manifest_is_bundled() {
        let manifest = include_str!("../../../demo/manifest.toml");
        let listed = manifest.lines().filter_map(|line| {
            line.strip_prefix("file = \"").and_then(|rest| rest.strip_suffix('"')).map(str::to_owned)
        });
        let mut listed: Vec<String> = listed.collect();
        listed.sort_unstable();
        let bundled: Vec<&str> = DEMO_DOCUMENTS.iter().map(|(name, _)| *name).collect();
        assert_eq!(bundled, listed);
    }
}
