//! Errors for people: what went wrong, and what to do next.

use archive::Error as ArchiveError;
use engine::Error as EngineError;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

const USAGE: u8 = 2;
const FAILED: u8 = 1;

/// Tells the error on the standard error and gives the exit code: 2 for wrong usage, 1 for anything else. A reader that
/// went away is no error.
pub(crate) fn report(error: &anyhow::Error) -> ExitCode {
    if is_broken_pipe(error) {
        return ExitCode::SUCCESS;
    }
    let mut messages = anstream::stderr();
    // With the standard error gone there is nobody left to tell.
    let _ = writeln!(messages, "error: {}", crate::format::printable(&told(error)));
    if let Some(hint) = hint(error) {
        let _ = writeln!(messages, "hint: {hint}");
    }
    ExitCode::from(if is_usage(error) { USAGE } else { FAILED })
}

/// The error and its causes, each only where its words are not in those before.
fn told(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |told, cause| {
        match (told.is_empty(), told.contains(&cause)) {
            (true, _) => cause,
            (false, true) => told,
            (false, false) => format!("{told}: {cause}"),
        }
    })
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
    })
}

fn archive_error(error: &anyhow::Error) -> Option<&ArchiveError> {
    error.downcast_ref::<ArchiveError>().or_else(|| match error.downcast_ref::<EngineError>() {
        Some(EngineError::Archive(error)) => Some(error),
        _ => None,
    })
}

fn is_usage(error: &anyhow::Error) -> bool {
    let engine = matches!(
        error.downcast_ref::<EngineError>(),
        Some(
            EngineError::Slot { .. }
                | EngineError::QuoteNotFound { .. }
                | EngineError::QuoteAmbiguous { .. }
                | EngineError::FolderNotEmpty(_)
                | EngineError::ListName(_)
                | EngineError::ListFormat(_)
                | EngineError::ListSealed
                | EngineError::Scheme(_)
                | EngineError::Address { .. }
                | EngineError::WatchSealed
                | EngineError::NoListAddress(_)
        )
    );
    if matches!(error.downcast_ref::<fetch::Error>(), Some(fetch::Error::Setting(_))) {
        return true;
    }
    let archive = matches!(
        archive_error(error),
        Some(
            ArchiveError::NoWorkspace(_)
                | ArchiveError::AlreadyWorkspace(_)
                | ArchiveError::NotFound { .. }
                | ArchiveError::Ambiguous { .. }
                | ArchiveError::Query { .. }
        )
    );
    let web = matches!(error.downcast_ref::<web::Error>(), Some(web::Error::NoKeys(_)));
    engine || archive || web
}

fn hint(error: &anyhow::Error) -> Option<&'static str> {
    match error.downcast_ref::<web::Error>() {
        Some(web::Error::NoKeys(_)) => {
            return Some(
                "make a key with `manumit api-key -o keys LABEL`, and serve with `--api-key-file keys`; only what stands before it can \
                 encrypt what is sent",
            );
        }
        Some(web::Error::Keys(web::api::KeyError::Empty(_) | web::api::KeyError::File { .. })) => {
            return Some("`manumit api-key -o FILE LABEL` makes a key and adds it to the file");
        }
        Some(web::Error::Listen { .. }) => return Some("another `--port`, or 0 for a free one"),
        _ => {}
    }
    if let Some(error) = error.downcast_ref::<EngineError>() {
        let hint = match error {
            EngineError::QuoteNotFound { .. } => Some(
                "copy the words from the document's text, as `manumit search` or `manumit explain` show it",
            ),
            EngineError::QuoteAmbiguous { .. } => Some("add `--occurrence N`, or quote more words"),
            EngineError::Rules(_) => Some("mend the rule file, or move it out of the folder `rules`"),
            EngineError::ListName(_) => {
                Some("use lower-case letters, digits and `-`, beginning with a letter")
            }
            EngineError::ListFormat(_) => {
                Some("say it with `--format`, or with `--mapping FILE` for a table")
            }
            EngineError::ListFall { .. } => {
                Some("look at the file; where the fall is real, repeat with `--accept fall`")
            }
            EngineError::ListOlder { .. } => Some("where that is meant, repeat with `--accept older`"),
            EngineError::List(error) => error.hint(),
            EngineError::NoListAddress(_) => {
                Some("give its files; `manumit lists official` shows the lists whose publishers are known")
            }
            EngineError::WatchSealed => Some("say `--sensitivity internal` or `--sensitivity open`"),
            EngineError::Line { .. } => Some("each line of the file must be one JSON object"),
            _ => None,
        };
        if hint.is_some() {
            return hint;
        }
    }
    match archive_error(error)? {
        ArchiveError::Locked { .. } => {
            Some("try again when it is done, or wait longer with `--wait SECONDS`; reading is never blocked")
        }
        ArchiveError::NotFound { what: "claim", .. } => Some("`manumit claims` lists the ids"),
        ArchiveError::NotFound { what: "list" | "version of a list", .. } => {
            Some("`manumit lists status` shows the lists, with a name their versions")
        }
        ArchiveError::NotFound { what: "match" | "screening", .. } => {
            Some("`manumit screen FILE` keeps a screening and shows the ids of its matches")
        }
        ArchiveError::NotFound { what: "entity or match", .. } => Some(
            "`manumit entities` shows whom documents name, `manumit screen FILE` the ids of entities and matches",
        ),
        ArchiveError::NotFound { what: "watch", .. } => Some("`manumit watch list` shows what is watched"),
        ArchiveError::ListExists(_) => Some("load a new version of it with `manumit lists update`"),
        ArchiveError::NotFound { what: "source", .. } => Some("`manumit sources` lists the ids"),
        ArchiveError::Ambiguous { .. } => Some("give one more digit"),
        ArchiveError::AlreadyWorkspace(_) => Some("use it as it is, or give another folder"),
        ArchiveError::ClaimExists(_) => {
            Some("look at it with `manumit explain`, change it with `manumit review`")
        }
        _ => None,
    }
}
