//! What of the way a source came matters to reading it, as one line of text.
//!
//! `html`, or with what a server stated: `html; charset=euc-kr; type=text/html; url=https://a.example/b`. The line is part
//! of a document's key, so it holds nothing that does not matter.

use std::path::Path;

/// The parts of a reading context.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ReadingContext {
    /// Extension of the file's name in lower case, without that of a compression.
    pub(crate) extension: String,
    /// Character encoding that was declared.
    pub(crate) charset: Option<String>,
    /// Media type that was declared.
    pub(crate) media_type: Option<String>,
    /// Address it was fetched from.
    pub(crate) url: Option<String>,
    /// Whether it is a table of figures that a person explained with a mapping file: rules do not look into it.
    pub(crate) is_table: bool,
}

const TABLE: &str = "; table";
const CHARSET: &str = "; charset=";
const MEDIA_TYPE: &str = "; type=";
const URL: &str = "; url=";

impl ReadingContext {
    /// Reads the line back.
    pub(crate) fn parse(line: &str) -> Self {
        // An address comes last, because it may hold anything.
        let (line, url) = split(line, URL);
        let (line, media_type) = split(line, MEDIA_TYPE);
        let (line, charset) = split(line, CHARSET);
        let extension = line.strip_suffix(TABLE);
        Self {
            is_table: extension.is_some(),
            extension: extension.unwrap_or(line).to_owned(),
            charset: charset.map(str::to_owned),
            media_type: media_type.map(str::to_owned),
            url: url.map(str::to_owned),
        }
    }

    /// What matters of what a container says of a member.
    pub(crate) fn of_member(member: &read::container::Member) -> Self {
        let (media_type, charset) = (member.media_type.clone(), member.charset.clone());
        match member.facts.url.as_deref() {
            Some(url) => Self::of_answer(url, media_type, charset),
            None => Self {
                extension: extension_of(Path::new(last_part(&member.name))),
                charset,
                ..Self::default()
            },
        }
    }

    /// What matters of the answer of a server.
    pub(crate) fn of_answer(url: &str, media_type: Option<String>, charset: Option<String>) -> Self {
        // Of an address, what follows its path is no name.
        let name = last_part(url.split(['?', '#']).next().unwrap_or(url));
        Self {
            extension: extension_of(Path::new(name)),
            charset,
            media_type,
            url: Some(url.to_owned()),
            ..Self::default()
        }
    }
}

fn last_part(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

fn split<'l>(line: &'l str, mark: &str) -> (&'l str, Option<&'l str>) {
    line.split_once(mark).map_or((line, None), |(before, after)| (before, Some(after)))
}

impl std::fmt::Display for ReadingContext {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.extension)?;
        if self.is_table {
            f.write_str(TABLE)?;
        }
        for (mark, value) in [(CHARSET, &self.charset), (MEDIA_TYPE, &self.media_type), (URL, &self.url)] {
            if let Some(value) = value {
                write!(f, "{mark}{value}")?;
            }
        }
        Ok(())
    }
}

/// The extension of a name in lower case, without that of a compression; empty where it is none.
fn extension_of(name: &Path) -> String {
    const LONGEST: usize = 10;
    let extension = |path: &Path| {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        extension.to_lowercase()
    };
    let found = match extension(name).as_str() {
        "gz" | "xz" | "zst" => extension(Path::new(name.file_stem().unwrap_or_default())),
        extension => extension.to_owned(),
    };
    let is_plain = found.len() <= LONGEST && found.chars().all(char::is_alphanumeric);
    if is_plain { found } else { String::new() }
}

/// The context of a table of figures.
pub(crate) fn context_of_table(path: &Path) -> String {
    ReadingContext { extension: extension_of(path), is_table: true, ..ReadingContext::default() }.to_string()
}

/// What of a file's name matters to reading: its extension in lower case, without that of a compression.
#[must_use]
pub fn context_of(path: &Path) -> String {
    extension_of(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use read::container::Member;

    #[test]
    fn the_extension_is_the_context() {
        for (path, context) in [
            ("a/Page.HTML", "html"),
            ("page.html.gz", "html"),
            ("notes", ""),
            ("x.gz", ""),
            ("Letter to Mr. Example, 3 May", ""),
        ] {
            assert_eq!(context_of(Path::new(path)), context, "{path}");
        }
    }

    #[test]
    fn a_capture_is_read_with_its_address_and_what_the_server_stated() {
        let member = Member {
            name: "https://a.example/b/c.htm?x=1; url=y".to_owned(),
            captured: None,
            facts: model::AcquisitionFacts {
                url: Some("https://a.example/b/c.htm?x=1; url=y".to_owned()),
                ..Default::default()
            },
            media_type: Some("text/html".to_owned()),
            charset: Some("euc-kr".to_owned()),
            content: Ok(Vec::new()),
        };
        let context = ReadingContext::of_member(&member);
        let line = "htm; charset=euc-kr; type=text/html; url=https://a.example/b/c.htm?x=1; url=y";
        assert_eq!(context.to_string(), line);
        assert_eq!(ReadingContext::parse(line), context);
        for line in ["html", "csv; table", "; table"] {
            assert_eq!(ReadingContext::parse(line).to_string(), line);
        }
        assert!(ReadingContext::parse("csv; table").is_table);
    }
}
