//! What became of the things in a container, summed up for the container.

use model::{Document, DocumentStatus};
use read::container::{ContainerKind, Ending};

/// Things that are named in a reason; of more, only their number is told.
const NAMED: usize = 20;

/// Characters of the reason of one of them.
const LONGEST_REASON: usize = 200;

/// Ends of the things in one container.
#[derive(Debug, Default)]
pub(crate) struct Sum {
    /// What the container is called in reports.
    label: String,
    read: usize,
    partial: usize,
    failed: usize,
    /// Pictures, sounds, films and what is made for browsers: nothing to read is lost with them.
    wordless: usize,
    sealed: usize,
    /// Names and reasons of the first that are not read in full.
    named: Vec<String>,
}

/// Whether something of this media type has no words of its own.
fn is_wordless(media_type: &str) -> bool {
    ["image/", "audio/", "video/", "font/", "text/css"].iter().any(|kind| media_type.starts_with(kind))
        || media_type.ends_with("javascript")
        || media_type.starts_with("application/font")
}

impl Sum {
    /// An empty sum for the container of this label.
    pub(crate) fn of(label: String) -> Self {
        Self { label, ..Self::default() }
    }

    /// Takes in how one thing ended, by its label in reports.
    pub(crate) fn count(
        &mut self,
        label: &str,
        media_type: &str,
        status: DocumentStatus,
        reason: Option<&str>,
    ) {
        match status {
            DocumentStatus::Read => self.read += 1,
            DocumentStatus::Failed if is_wordless(media_type) => self.wordless += 1,
            DocumentStatus::Partial => {
                self.partial += 1;
                self.name(label, "in part", reason);
            }
            DocumentStatus::Failed => {
                self.failed += 1;
                self.name(label, "not", reason);
            }
        }
    }

    /// Takes in something of which nobody may know how it ended.
    pub(crate) fn count_sealed(&mut self) {
        self.sealed += 1;
    }

    /// Takes in something that could not be taken out.
    pub(crate) fn count_untaken(&mut self, label: &str, reason: &str) {
        self.failed += 1;
        self.name(label, "not", Some(reason));
    }

    fn name(&mut self, label: &str, how: &str, reason: Option<&str>) {
        let name = label.strip_prefix(&self.label).unwrap_or(label).trim_start_matches('/');
        if self.named.len() < NAMED {
            let reason: String =
                reason.unwrap_or("for an unknown reason").chars().take(LONGEST_REASON).collect();
            self.named.push(format!("“{name}” {how}: {reason}"));
        }
    }

    fn total(&self) -> usize {
        self.read + self.partial + self.failed + self.wordless + self.sealed
    }

    /// `9 items: 5 read, 1 read in part, 2 not read, 1 without words`.
    fn words(&self) -> String {
        let total = self.total();
        if total == 0 {
            return "no items".to_owned();
        }
        let parts = [
            (self.read, "read"),
            (self.partial, "read in part"),
            (self.failed, "not read"),
            (self.wordless, "without words (pictures and the like)"),
            (self.sealed, "sealed"),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(
                |(count, word)| {
                    if count == total { format!("all {word}") } else { format!("{count} {word}") }
                },
            )
            .collect();
        let items = if total == 1 { "1 item".to_owned() } else { format!("{total} items") };
        format!("{items}: {}", parts.join(", "))
    }

    /// Puts the sum into the container's document: its status, the reason for it, and notes.
    pub(crate) fn put_into(self, document: &mut Document, kind: ContainerKind, ending: Ending) {
        let total = self.total();
        let is_mail = kind == ContainerKind::Mail;
        let has_gaps = !ending.missing.is_empty() || self.failed > 0 || self.partial > 0;
        let words = self.words();
        let mut reasons: Vec<String> = document.reason.take().into_iter().collect();
        reasons.extend(ending.missing);
        if total > 0 && has_gaps {
            let rest = (self.failed + self.partial).saturating_sub(self.named.len());
            let more = if rest > 0 { format!("; and {rest} more") } else { String::new() };
            let named = if self.named.is_empty() {
                String::new()
            } else {
                format!(": {}{more}", self.named.join("; "))
            };
            // Of one thing there is nothing to count, and containers of one container would hide their reason.
            let only = self.named.first().filter(|_| total == 1);
            reasons.push(only.cloned().unwrap_or_else(|| format!("{words}{named}")));
        } else if total > 0 {
            document.metadata.notes.push(words.clone());
        }
        document.metadata.notes.extend(ending.notes);
        let came_of_it = self.read + self.partial + self.sealed;
        document.status = match document.status {
            DocumentStatus::Failed => DocumentStatus::Failed,
            before if is_mail => {
                if has_gaps {
                    DocumentStatus::Partial
                } else {
                    before
                }
            }
            _ if came_of_it == 0 => {
                if reasons.is_empty() {
                    reasons.push(format!("it holds nothing that could be read ({words})"));
                }
                DocumentStatus::Failed
            }
            _ if has_gaps => DocumentStatus::Partial,
            before => before,
        };
        document.reason = (!reasons.is_empty()).then(|| reasons.join("; "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Metadata;

    fn document(media_type: &str) -> Document {
        Document {
            media_type: media_type.to_owned(),
            status: DocumentStatus::Read,
            reason: None,
            text: String::new(),
            zones: Vec::new(),
            metadata: Metadata::default(),
        }
    }

    fn summed(
        kind: ContainerKind,
        missing: &[&str],
        count: impl Fn(&mut Sum),
    ) -> (DocumentStatus, String, String) {
        let mut sum = Sum::default();
        count(&mut sum);
        let mut document = document(kind.media_type());
        let missing = missing.iter().map(|missing| (*missing).to_owned()).collect();
        sum.put_into(&mut document, kind, Ending { missing, notes: Vec::new() });
        (document.status, document.reason.unwrap_or_default(), document.metadata.notes.join("; "))
    }

    #[test]
    fn the_sum_says_what_became_of_each() {
        use DocumentStatus::{Failed, Partial, Read};
        let all_well = |sum: &mut Sum| {
            sum.count("a", "text/plain", Read, None);
            sum.count("b.png", "image/png", Failed, Some("PNG image is not read yet"));
        };
        let notes = "2 items: 1 read, 1 without words (pictures and the like)".to_owned();
        assert_eq!(summed(ContainerKind::Zip, &[], all_well), (Read, String::new(), notes));
        let some_fail = |sum: &mut Sum| {
            sum.count("a", "text/plain", Read, None);
            sum.count_untaken("b.doc", "it is encrypted");
        };
        let reason = "2 items: 1 read, 1 not read: “b.doc” not: it is encrypted".to_owned();
        assert_eq!(summed(ContainerKind::Zip, &[], some_fail), (Partial, reason, String::new()));
        assert_eq!(summed(ContainerKind::Zip, &["cut off"], all_well).0, Partial);
        assert_eq!(summed(ContainerKind::Zip, &["cut off"], |_| ()).0, Failed);
        assert_eq!(summed(ContainerKind::Zip, &[], |_| ()).0, Failed);
        assert_eq!(summed(ContainerKind::Mail, &[], |_| ()), (Read, String::new(), String::new()));
        let one_fails =
            |sum: &mut Sum| sum.count("a.bin", "application/octet-stream", Failed, Some("binary"));
        assert_eq!(summed(ContainerKind::Mail, &[], one_fails).0, Partial);
        assert_eq!(summed(ContainerKind::Tar, &[], one_fails).0, Failed);
    }

    #[test]
    fn only_the_first_are_named() {
        let (_, reason, _) = summed(ContainerKind::Tar, &[], |sum| {
            for index in 0..100 {
                sum.count_untaken(&format!("{index}.doc"), "it is encrypted");
            }
        });
        assert!(reason.contains("“19.doc”") && !reason.contains("“20.doc”"));
        assert!(
            reason.starts_with("100 items: all not read: ") && reason.ends_with("; and 80 more"),
            "{reason}"
        );
    }
}
