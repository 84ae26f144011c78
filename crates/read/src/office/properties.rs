//! What office files say about themselves: title, author, when made and changed.

use super::package::Package;
use super::xml::{Step, walk};
use model::{DateSignal, Edtf, Metadata};

/// From `docProps/core.xml` (ISO/IEC 29500-2), `meta.xml` (OpenDocument), or the package file of an EPUB: all use the
/// words of Dublin Core.
pub(crate) fn properties(package: &Package<'_>, part: &str) -> Metadata {
    package.text(part).map(|xml| from_xml(&xml)).unwrap_or_default()
}

fn from_xml(xml: &str) -> Metadata {
    let mut metadata = Metadata::default();
    let mut authors: Vec<String> = Vec::new();
    let mut first_author: Option<String> = None;
    let mut current: Option<(String, String)> = None;
    walk(xml, &mut |step| {
        match step {
            Step::Open(element) => {
                let is_modified =
                    element.attribute("property").is_some_and(|property| property == "dcterms:modified");
                let name = if is_modified { "modified".to_owned() } else { element.name().to_owned() };
                current = Some((name, String::new()));
            }
            Step::Text(text) => {
                if let Some((_, value)) = &mut current {
                    value.push_str(text);
                }
            }
            Step::Close(_) => {
                let Some((name, value)) = current.take() else { return true };
                let value = super::flow::folded(&value).replace(['\n', '\t'], " ");
                if value.is_empty() {
                    return true;
                }
                match name.as_str() {
                    "title" if metadata.title.is_none() => metadata.title = Some(value),
                    "creator" => authors.push(value),
                    "initial-creator" => first_author = Some(value),
                    "publisher" => metadata.site = Some(value),
                    "created" | "creation-date" => metadata.published = day(&value),
                    "date" if metadata.published.is_none() => metadata.published = day(&value),
                    "modified" => metadata.modified = day(&value),
                    "language" => {
                        let code = value.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
                        metadata.language = Some(code).filter(|code| code.len() == 2);
                    }
                    _ => {}
                }
            }
        }
        true
    });
    // In OpenDocument `creator` is who changed it last, and `date` when that was.
    if xml.contains("opendocument:xmlns:office") || xml.contains("<office:document-meta") {
        let changed = element_text(xml, "date").and_then(|value| day(&value));
        let created = element_text(xml, "creation-date").and_then(|value| day(&value));
        metadata.published = created;
        metadata.modified = changed;
    }
    authors.dedup();
    metadata.byline = first_author.or_else(|| (!authors.is_empty()).then(|| authors.join("; ")));
    metadata.modified = metadata.modified.take().filter(|day| metadata.published.as_ref() != Some(day));
    metadata.date_signal = metadata.published.as_ref().map(|_| DateSignal::Header);
    metadata.modified_signal = metadata.modified.as_ref().map(|_| DateSignal::Header);
    metadata
}

fn element_text(xml: &str, name: &str) -> Option<String> {
    let mut found = None;
    let mut inside = false;
    walk(xml, &mut |step| {
        match step {
            Step::Open(element) => inside = element.name() == name,
            Step::Text(text) if inside && found.is_none() => found = Some(text.trim().to_owned()),
            Step::Text(_) => {}
            Step::Close(_) => inside = false,
        }
        true
    });
    found
}

/// The day of `2019-03-05T12:00:00Z`, or what there is of it. Programs write 1601, 1899 or 1970 for "unknown".
fn day(value: &str) -> Option<Edtf> {
    let date = value.trim().split(['T', ' ']).next().unwrap_or_default();
    let time: Edtf = date.parse().ok()?;
    time.first_year().is_some_and(|year| (1980..=2200).contains(&year)).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_and_changed_are_told_apart() {
        let core = "<cp:coreProperties><dc:title>Pay</dc:title><dc:creator>A. Writer</dc:creator>\
            <dcterms:created>2019-03-05T12:00:00Z</dcterms:created><dcterms:modified>2020-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>";
        let about = from_xml(core);
        assert_eq!((about.title.as_deref(), about.byline.as_deref()), (Some("Pay"), Some("A. Writer")));
        assert_eq!(about.published.map(|day| day.to_string()).as_deref(), Some("2019-03-05"));
        assert_eq!(about.modified.map(|day| day.to_string()).as_deref(), Some("2020-01-01"));
        let meta = "<office:document-meta><office:meta><meta:initial-creator>First</meta:initial-creator><dc:creator>Last</dc:creator>\
            <meta:creation-date>2018-01-01T10:00:00</meta:creation-date><dc:date>2018-02-02T10:00:00</dc:date></office:meta></office:document-meta>";
        let about = from_xml(meta);
        assert_eq!(about.byline.as_deref(), Some("First"));
        assert_eq!(about.published.map(|day| day.to_string()).as_deref(), Some("2018-01-01"));
        assert_eq!(about.modified.map(|day| day.to_string()).as_deref(), Some("2018-02-02"));
    }
}
