//! Feeds of what is new among open sources: Atom (RFC 4287) and JSON Feed 1.1.
//!
//! Ids are `urn:sha256:…`: of an entry the SHA-256 of its source, of a feed a hash of the workspace and the feed's name. They
//! stay the same wherever the workspace is served. An entry tells the source, and what its claims say, with their words; no
//! tag, note or category of the people who work with it.

mod atom;
mod json;

pub use atom::write_atom;
pub use json::write_json_feed;

use crate::{ClaimRow, PublishError, SourceCard, count, gist};
use model::{Clearance, Cleared};
use sha2::{Digest, Sha256};

/// Claims of one source that an entry tells.
const TOLD: usize = 6;

/// What a feed is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedHead {
    /// Its id: see [`feed_id`].
    pub id: String,
    /// Its title.
    pub title: String,
    /// What is in it, in a sentence.
    pub about: String,
    /// When it last changed, RFC 3339 in UTC.
    pub updated: String,
    /// Scheme and host that it is read from, such as `https://manumit.example`.
    pub site: String,
    /// Its path without the ending, percent-encoded, such as `/feeds/tag/ship%20yards`.
    pub path: String,
}

/// A source in a feed.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedItem {
    /// The source.
    pub source: SourceCard,
    /// When it came, became open or got the tag, whatever was last; RFC 3339 in UTC.
    pub updated: String,
    /// Claims in it.
    pub claims: Vec<ClaimRow>,
}

/// The id of a feed for ever: of the workspace's `origin` (the hash that its log begins with), the kind of feed and its name.
#[must_use]
pub fn feed_id(origin: &str, kind: &str, name: &str) -> String {
    let mut hasher = Sha256::new();
    for part in [origin, kind, name] {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    format!("urn:sha256:{}", model::hex(&hasher.finalize()))
}

/// The items, if each of them may be seen by anyone.
fn public(items: Vec<Cleared<FeedItem>>) -> Result<Vec<FeedItem>, PublishError> {
    let public = Clearance::Public.join(items, |items| items).ok_or(PublishError::NotPublic)?;
    Ok(public.into_inner())
}

impl FeedItem {
    fn id(&self) -> String {
        format!("urn:sha256:{}", self.source.id)
    }

    /// Its page in the workspace.
    fn page(&self, site: &str) -> String {
        format!("{site}/sources/{}", self.source.id)
    }

    /// Who wrote it, or else who published it.
    fn author(&self) -> Option<&str> {
        self.source.byline.as_deref().or(self.source.site.as_deref())
    }

    /// Where it was published, and what its claims say.
    fn summary(&self) -> String {
        let mut from: Vec<String> = Vec::new();
        from.extend(self.source.site.clone());
        from.extend(self.source.published.as_ref().map(ToString::to_string));
        from.push(count(self.claims.len(), "claim"));
        let mut lines = vec![from.join(", ")];
        for claim in self.claims.iter().take(TOLD) {
            let kind = claim.kind.to_string().replace('_', " ");
            let says = gist(claim);
            let says = if says.is_empty() { kind } else { format!("{kind}: {says}") };
            lines.push(format!("{says} – “{}”", claim.quote));
        }
        if self.claims.len() > TOLD {
            lines.push(format!("and {} more", self.claims.len() - TOLD));
        }
        lines.join("\n")
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::claim_row::tests::ledger_claim;
    use model::Sensitivity;

    pub(crate) fn head() -> FeedHead {
        FeedHead {
            id: feed_id("00", "tag", "ship yards"),
            title: "Tag “ship yards” & more".to_owned(),
            about: "Open sources with the tag “ship yards”.".to_owned(),
            updated: "2026-01-02T03:04:05Z".to_owned(),
            site: "https://manumit.example".to_owned(),
            path: "/feeds/tag/ship%20yards".to_owned(),
        }
    }

    pub(crate) fn item(clearance: Clearance) -> Cleared<FeedItem> {
        let claim = ledger_claim();
        let source = SourceCard::clone(&claim.source).shown_under(clearance);
        let item = FeedItem {
            source,
            updated: "2026-01-02T03:04:05Z".to_owned(),
            claims: vec![ClaimRow::of("", claim.claim)],
        };
        clearance.admit(item, Sensitivity::Open).unwrap()
    }

    #[test]
    fn what_was_cleared_for_people_of_the_workspace_is_in_no_feed() {
        for write in [write_atom, write_json_feed] {
            let items = vec![item(Clearance::Public), item(Clearance::Workspace)];
            assert!(matches!(write(&head(), items), Err(PublishError::NotPublic)));
        }
    }

    #[test]
    fn ids_of_feeds_differ_by_workspace_kind_and_name() {
        let ids = [("a", "tag", "b"), ("a", "tagb", ""), ("b", "tag", "b"), ("a", "place", "b")];
        let ids: std::collections::BTreeSet<String> =
            ids.iter().map(|(origin, kind, name)| feed_id(origin, kind, name)).collect();
        assert_eq!(ids.len(), 4);
    }
}
