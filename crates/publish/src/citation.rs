//! Citations to copy: as a line of text, for BibTeX, and as CSL-JSON.

use crate::SourceCard;
use model::{Cleared, Edtf};
use serde_json::{Value, json};

/// A form of citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitationStyle {
    /// One line for a footnote.
    Plain,
    /// An `@online` entry of BibLaTeX.
    Bibtex,
    /// One item of CSL-JSON (<https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html>).
    CslJson,
}

/// The citation of a source: title, byline, site, date, address, day of access, SHA-256.
#[must_use]
pub fn cite(source: &Cleared<SourceCard>, style: CitationStyle) -> String {
    match style {
        CitationStyle::Plain => plain(source.get()),
        CitationStyle::Bibtex => bibtex(source.get()),
        CitationStyle::CslJson => csl(source.get()).to_string(),
    }
}

fn plain(source: &SourceCard) -> String {
    let mut parts = Vec::new();
    parts.extend(source.byline.clone());
    parts.push(format!("“{}”", source.heading()));
    parts.extend(source.site.clone());
    parts.extend(source.published.as_ref().map(ToString::to_string));
    parts.extend(source.url.clone());
    parts.extend(source.accessed().map(|day| format!("accessed {day}")));
    parts.push(format!("SHA-256 {}", source.id));
    parts.join(", ")
}

/// The year and the first digits of the hash: stable, and unique in practice.
fn citation_key(source: &SourceCard) -> String {
    let year = source.published.as_ref().and_then(Edtf::first_year);
    let hash = source.id.as_str().get(..8).unwrap_or_default();
    year.map_or_else(|| format!("source-{hash}"), |year| format!("source-{year}-{hash}"))
}

fn bibtex(source: &SourceCard) -> String {
    let mut entry = format!("@online{{{},\n", citation_key(source));
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            entry.push_str(&format!("  {name} = {{{}}},\n", escaped_for_tex(&value)));
        }
    };
    // Double braces keep BibTeX from taking an author line for "Given Family".
    field("title", Some(source.heading().to_owned()));
    field("organization", source.site.clone());
    field("date", source.published.as_ref().map(ToString::to_string));
    field("urldate", source.accessed().map(str::to_owned));
    field("note", Some(format!("SHA-256 {}", source.id)));
    if let Some(byline) = &source.byline {
        entry.push_str(&format!("  author = {{{{{}}}}},\n", escaped_for_tex(byline)));
    }
    if let Some(url) = &source.url {
        // BibLaTeX reads `url` to the letter; only braces would break the entry.
        entry.push_str(&format!("  url = {{{}}},\n", url.replace('{', "%7B").replace('}', "%7D")));
    }
    entry.push('}');
    entry
}

fn escaped_for_tex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '{' | '}' | '$' | '&' | '#' | '%' | '_' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '\n' | '\r' => escaped.push(' '),
            _ => escaped.push(character),
        }
    }
    escaped
}

fn csl(source: &SourceCard) -> Value {
    let kind = if source.url.is_some() { "webpage" } else { "document" };
    let mut item = json!({
        "id": citation_key(source),
        "type": kind,
        "title": source.heading(),
        "note": format!("SHA-256 {}", source.id),
    });
    let mut set = |name: &str, value: Option<Value>| {
        if let (Some(fields), Some(value)) = (item.as_object_mut(), value) {
            fields.insert(name.to_owned(), value);
        }
    };
    set("author", source.byline.as_ref().map(|byline| json!([{ "literal": byline }])));
    set("container-title", source.site.as_ref().map(|site| json!(site)));
    set("issued", source.published.as_ref().map(|time| csl_date(time.as_str())));
    set("accessed", source.accessed().map(csl_date));
    set("URL", source.url.as_ref().map(|url| json!(url)));
    set("language", source.language.as_ref().map(|language| json!(language)));
    item
}

/// A date as CSL-JSON wants it: numbers where it is a plain date, else the EDTF text as it stands.
fn csl_date(text: &str) -> Value {
    let parts: Option<Vec<u32>> = text.split('-').map(|part| part.parse().ok()).collect();
    match parts {
        Some(parts) => json!({ "date-parts": [parts] }),
        None => json!({ "raw": text }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim_row::tests::ledger_claim;
    use model::{Clearance, Sensitivity};

    fn source() -> Cleared<SourceCard> {
        let source = ledger_claim().source.as_ref().clone();
        Clearance::Workspace.admit(source, Sensitivity::Internal).unwrap()
    }

    #[test]
    fn plain_citation() {
        insta::assert_snapshot!(cite(&source(), CitationStyle::Plain), @"Staff & friends, “The captain's {share}”, Example Weekly, 2018-04-03, https://weekly.example/captain, accessed 2024-05-31, SHA-256 6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9");
    }

    #[test]
    fn bibtex_escapes_what_tex_would_read() {
        insta::assert_snapshot!(cite(&source(), CitationStyle::Bibtex), @r"
        @online{source-2018-6c982ffd,
          title = {The captain's \{share\}},
          organization = {Example Weekly},
          date = {2018-04-03},
          urldate = {2024-05-31},
          note = {SHA-256 6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9},
          author = {{Staff \& friends}},
          url = {https://weekly.example/captain},
        }
        ");
    }

    #[test]
    fn csl_json_has_dates_in_parts() {
        insta::assert_snapshot!(cite(&source(), CitationStyle::CslJson), @r#"{"URL":"https://weekly.example/captain","accessed":{"date-parts":[[2024,5,31]]},"author":[{"literal":"Staff & friends"}],"container-title":"Example Weekly","id":"source-2018-6c982ffd","issued":{"date-parts":[[2018,4,3]]},"language":"en","note":"SHA-256 6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9","title":"The captain's {share}","type":"webpage"}"#);
    }

    #[test]
    fn a_source_without_metadata_is_cited_by_file_name_and_hash() {
        let mut card = source().into_inner();
        (card.title, card.byline, card.site) = (None, None, None);
        (card.published, card.url, card.acquired) = (None, None, None);
        let card = Clearance::Workspace.admit(card, Sensitivity::Open).unwrap();
        insta::assert_snapshot!(cite(&card, CitationStyle::Plain), @"“captain.html”, SHA-256 6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9");
    }
}
