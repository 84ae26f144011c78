//! What a reader needs to find a source again.

use model::{Clearance, Edtf, SourceId};

/// A source as citations and tables show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceCard {
    /// SHA-256 of its bytes.
    pub id: SourceId,
    /// Path, address or member name it came by.
    pub name: String,
    /// IANA media type.
    pub media_type: String,
    /// Number of bytes.
    pub size: u64,
    /// Headline.
    pub title: Option<String>,
    /// Author line.
    pub byline: Option<String>,
    /// Name of the publishing site.
    pub site: Option<String>,
    /// When it was published.
    pub published: Option<Edtf>,
    /// ISO 639-1 code of its language.
    pub language: Option<String>,
    /// Its address on the web.
    pub url: Option<String>,
    /// When it first came to the workspace, RFC 3339 in UTC.
    pub acquired: Option<String>,
}

impl SourceCard {
    /// The card as readers of this clearance may see it.
    ///
    /// A path tells whose computer it was and how the work is ordered: anyone gets its last part alone, people of the
    /// workspace the path without detours (`case/../in/a.html` is `in/a.html`). Addresses on the web stay as they are.
    #[must_use]
    pub fn shown_under(mut self, clearance: Clearance) -> Self {
        if is_web_address(&self.name) {
            return self;
        }
        self.name = match clearance {
            Clearance::Public => self.file_name().to_owned(),
            Clearance::Workspace => without_detours(&self.name),
        };
        if clearance == Clearance::Public {
            // A page saved from a browser may name the file it was saved as.
            self.url = self.url.filter(|url| is_web_address(url));
        }
        self
    }

    /// The headline, or the file's name where there is none.
    #[must_use]
    pub fn heading(&self) -> &str {
        self.title.as_deref().unwrap_or_else(|| self.file_name())
    }

    /// The last part of the path or address.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.name.trim_end_matches('/').rsplit(['/', '\\']).next().unwrap_or(&self.name)
    }

    /// The day it came to the workspace, `2024-05-31`.
    #[must_use]
    pub fn accessed(&self) -> Option<&str> {
        self.acquired.as_deref().map(|moment| moment.get(..10).unwrap_or(moment))
    }
}

fn is_web_address(name: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| name.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// The path without `.` and without parts that a following `..` takes back. Links are not looked at.
fn without_detours(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for (place, part) in path.split('/').enumerate() {
        match (part, parts.last()) {
            (".", _) => {}
            ("", _) if place > 0 => {}
            // Above the root there is nothing.
            ("..", Some(&"")) => {}
            ("..", Some(last)) if *last != ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim_row::tests::ledger_claim;
    use crate::{LedgerClaim, LedgerRow, entities_of, write_csv, write_json_lines};
    use model::{Cleared, Sensitivity};
    use std::sync::Arc;

    fn card(name: &str, clearance: Clearance) -> SourceCard {
        let card = SourceCard::clone(&ledger_claim().source);
        SourceCard { name: name.to_owned(), title: None, ..card }.shown_under(clearance)
    }

    #[test]
    fn only_the_last_part_of_a_path_is_public() {
        for (path, public, workspace) in [
            ("/cases/someone/case/../in/a.html", "a.html", "/cases/someone/in/a.html"),
            ("case/../in//./a.html", "a.html", "in/a.html"),
            ("../in/a.html", "a.html", "../in/a.html"),
            ("/../a.html", "a.html", "/a.html"),
            (r"C:\Users\someone\a.html", "a.html", r"C:\Users\someone\a.html"),
            (
                "https://weekly.example/x/../a",
                "https://weekly.example/x/../a",
                "https://weekly.example/x/../a",
            ),
        ] {
            assert_eq!(card(path, Clearance::Public).name, public, "{path}");
            assert_eq!(card(path, Clearance::Workspace).name, workspace, "{path}");
        }
    }

    #[test]
    fn no_public_form_of_a_claim_has_the_path_in_it() {
        let mut claim = ledger_claim();
        let mut source = card("/cases/someone/case/page.html", Clearance::Public);
        source.url = Some("file:///cases/someone/case/page.html".to_owned());
        claim.source = Arc::new(source.shown_under(Clearance::Public));
        let cleared: Cleared<LedgerClaim> = Clearance::Public.admit(claim, Sensitivity::Open).unwrap();
        let mut output = Vec::new();
        write_csv(&mut output, [cleared.clone().map(LedgerRow::from)]).unwrap();
        write_json_lines(&mut output, [cleared.clone().map(LedgerRow::from)]).unwrap();
        write_json_lines(&mut output, entities_of([cleared])).unwrap();
        let written = String::from_utf8(output).unwrap();
        assert!(!written.contains("someone") && !written.contains("case/"), "{written}");
        assert_eq!(written.matches("page.html").count(), 4, "{written}");
    }
}
