//! What kind of content the bytes are: by content first, the name only breaks ties.

use memchr::memmem;

/// Content that is recognised but not read.
pub(crate) struct Unread {
    /// IANA media type.
    pub(crate) media_type: &'static str,
    /// The format's name for a person.
    pub(crate) name: &'static str,
    /// What to do about it.
    pub(crate) advice: &'static str,
}

/// What helps with most formats.
const CONVERT: &str = "is not read yet; convert it to text or HTML";

/// The beginning of a compound file of OLE 2, which holds streams as a file system does
/// ([MS-CFB](https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb)).
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// What a compound file is, by the name of a stream that only this kind has: name, media type, name for people, advice.
const COMPOUNDS: [(&str, &str, &str, &str); 7] = [
    (
        "EncryptedPackage",
        "application/x-ole-storage",
        "this Office file",
        "is encrypted and opens only with a password; save a copy without one",
    ),
    ("WordDocument", "application/msword", "old Word (DOC)", "is not read yet; save it as DOCX or PDF"),
    (
        "PowerPoint Document",
        "application/vnd.ms-powerpoint",
        "old PowerPoint (PPT)",
        "is not read yet; save it as PPTX or PDF",
    ),
    ("__substg1.0_", "application/vnd.ms-outlook", "Outlook MSG", "is not read yet; save it as EML"),
    (
        "HwpSummaryInformation",
        "application/x-hwp",
        "Hangul word processor (HWP)",
        "is not read yet; save it as DOCX or PDF",
    ),
    ("Workbook", "application/vnd.ms-excel", "old Excel (XLS)", "is not read yet; save it as XLSX or CSV"),
    ("Book", "application/vnd.ms-excel", "old Excel (XLS)", "is not read yet; save it as XLSX or CSV"),
];

/// Which kind of compound file it is. Names of streams stand in it in UTF-16.
fn compound_format(bytes: &[u8]) -> Option<Unread> {
    if !bytes.starts_with(COMPOUND) {
        return None;
    }
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &name).is_some()
    };
    let found = COMPOUNDS.iter().find(|(stream, ..)| holds(stream));
    Some(found.map_or(
        Unread {
            media_type: "application/x-ole-storage",
            name: "old Office (DOC, XLS, PPT) or Outlook MSG",
            advice: "is not read yet; save it as DOCX, XLSX, PPTX or PDF",
        },
        |(_, media_type, name, advice)| Unread { media_type, name, advice },
    ))
}

/// Formats with a fixed beginning: offset, bytes, media type, name.
const SIGNATURES: &[(usize, &[u8], &str, &str)] = &[
    (0, b"%!PS", "application/postscript", "PostScript"),
    (0, b"\x89PNG\r\n", "image/png", "PNG image"),
    (0, b"\xff\xd8\xff", "image/jpeg", "JPEG image"),
    (0, b"GIF87a", "image/gif", "GIF image"),
    (0, b"GIF89a", "image/gif", "GIF image"),
    (0, b"II*\0", "image/tiff", "TIFF image"),
    (0, b"MM\0*", "image/tiff", "TIFF image"),
    (0, b"AT&TFORM", "image/vnd.djvu", "DjVu"),
    (8, b"WEBP", "image/webp", "WebP image"),
    (8, b"WAVE", "audio/wav", "WAV sound"),
    (8, b"AVI ", "video/x-msvideo", "AVI video"),
    (4, b"ftyp", "video/mp4", "MP4 video"),
    (0, b"\x1aE\xdf\xa3", "video/x-matroska", "Matroska video"),
    (0, b"ID3", "audio/mpeg", "MP3 sound"),
    (0, b"OggS", "application/ogg", "Ogg media"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", "7-Zip archive"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar", "RAR archive"),
    (0, b"BZh", "application/x-bzip2", "bzip2 archive"),
    (0, b"\x7fELF", "application/x-executable", "program"),
    (0, b"MZ\x90\0", "application/x-msdownload", "program"),
    (0, b"SQLite format 3\0", "application/vnd.sqlite3", "SQLite database"),
    (0, b"!BDN", "application/vnd.ms-outlook", "Outlook mail folder (PST)"),
];

/// Recognises content that this version does not read.
pub(crate) fn unread_format(bytes: &[u8]) -> Option<Unread> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let head = bytes.get(..64 << 10).unwrap_or(bytes);
        return Some(if contains(head, b"Contents/content.hpf") {
            Unread {
                media_type: "application/hwp+zip",
                name: "Hangul word processor (HWPX)",
                advice: CONVERT,
            }
        } else {
            Unread { media_type: "application/zip", name: "ZIP archive", advice: CONVERT }
        });
    }
    compound_format(bytes).or_else(|| {
        let (_, _, media_type, name) = SIGNATURES
            .iter()
            .find(|(offset, mark, ..)| bytes.get(*offset..).is_some_and(|at| at.starts_with(mark)))?;
        Some(Unread { media_type, name, advice: CONVERT })
    })
}

/// Whether it is a PDF. Some producers put a few bytes before the first line.
pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    let start = bytes.get(..1024).unwrap_or(bytes);
    bytes.starts_with(b"%PDF-") || (contains(start, b"%PDF-1.") && contains(start, b"obj"))
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

/// Whether the bytes are no text in any single-byte or multi-byte encoding: too many control characters.
///
/// UTF-16 must have been ruled out before; there every second byte may be zero.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..64 << 10).unwrap_or(bytes);
    // Counted in bytes, and without branches, so that many are compared at once.
    let is_control = |byte: &u8| {
        let is_written = (*byte >= 0x20) & (*byte != 0x7f) | (*byte >= 9) & (*byte <= 0x0d) | (*byte == 0x1b);
        u8::from(!is_written)
    };
    let in_piece = |piece: &[u8]| usize::from(piece.iter().map(is_control).sum::<u8>());
    let controls: usize = sample.chunks(usize::from(u8::MAX)).map(in_piece).sum();
    controls * 50 > sample.len()
}

/// Decoded text by what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextFormat {
    /// HTML or XHTML.
    Html,
    /// Plain text.
    Plain,
    /// XML that is not XHTML; not read yet.
    Xml,
}

const BLOCK_TAGS: &[&str] = &[
    "html",
    "head",
    "body",
    "p",
    "div",
    "span",
    "a",
    "table",
    "tr",
    "td",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "article",
    "section",
    "main",
    "script",
    "style",
    "meta",
    "link",
    "title",
    "br",
    "img",
    "b",
    "strong",
    "em",
    "header",
    "footer",
    "nav",
    "form",
    "iframe",
    "font",
    "center",
    "blockquote",
    "base",
];

/// Tells HTML, other markup and plain text apart.
pub(crate) fn text_format(text: &str, name: &str) -> TextFormat {
    let mut start = text.trim_start();
    let mut declared_xml = false;
    while let Some(rest) = start.strip_prefix("<!--").or_else(|| start.strip_prefix("<?")) {
        declared_xml |= start.starts_with("<?xml");
        let Some(end) = rest.find('>') else { break };
        start = rest.get(end + 1..).unwrap_or_default().trim_start();
    }
    let lower: String = start.chars().take(64).collect::<String>().to_ascii_lowercase();
    if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
        return TextFormat::Html;
    }
    let sample = text.get(..text.floor_char_boundary(64 << 10)).unwrap_or(text);
    let (known, other) = count_tags(sample);
    if declared_xml || (other > known && lower.starts_with('<') && lower.contains("xmlns")) {
        return if sample.contains("<html") { TextFormat::Html } else { TextFormat::Xml };
    }
    let named_html = [".html", ".htm", ".xhtml", ".html.gz", ".htm.gz"]
        .iter()
        .any(|extension| name.to_ascii_lowercase().ends_with(extension));
    let starts_with_tag = lower.strip_prefix('<').is_some_and(|rest| {
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        BLOCK_TAGS.contains(&name.as_str()) || rest.starts_with("!doctype") || rest.starts_with("!--")
    });
    let tagged = match (starts_with_tag, named_html) {
        (true, true) | (false, true) => known >= 1,
        (true, false) => known >= 2,
        // Prose about HTML quotes a tag or two; a fragment of a page is full of them.
        (false, false) => known >= 10 && known * 400 > sample.len(),
    };
    if tagged { TextFormat::Html } else { TextFormat::Plain }
}

/// Number of start and end tags of HTML elements, and of other elements.
fn count_tags(text: &str) -> (usize, usize) {
    let (mut known, mut other) = (0, 0);
    for piece in text.split('<').skip(1) {
        let piece = piece.strip_prefix('/').unwrap_or(piece);
        let length = piece.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let ends_well = piece
            .as_bytes()
            .get(length)
            .is_some_and(|byte| matches!(byte, b'>' | b' ' | b'/' | b'\n' | b'\t' | b'\r'));
        if length == 0 || length > 12 || !ends_well {
            continue;
        }
        let tag = piece.get(..length).unwrap_or_default().to_ascii_lowercase();
        if BLOCK_TAGS.contains(&tag.as_str()) { known += 1 } else { other += 1 }
    }
    (known, other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_over_the_name() {
        assert_eq!(text_format("<!DOCTYPE html><p>Hi", "notes.txt"), TextFormat::Html);
        assert_eq!(text_format("Just a line of prose.", "page.html"), TextFormat::Plain);
        assert_eq!(text_format("<div><p>A fragment</p></div>", "x"), TextFormat::Html);
        assert_eq!(text_format("The <b> element is bold, a < b, and c > d.", "x.txt"), TextFormat::Plain);
        assert_eq!(text_format("<?xml version='1.0'?><rss><channel/></rss>", "feed"), TextFormat::Xml);
        assert_eq!(
            text_format("<?xml version='1.0'?>\n<html xmlns='x'><body/></html>", "feed"),
            TextFormat::Html
        );
    }

    #[test]
    fn formats_are_named() {
        assert!(is_pdf(b"%PDF-1.7 rest") && is_pdf(b"\n\n%PDF-1.4\n1 0 obj"));
        let hwpx = b"PK\x03\x04....Contents/content.hpf";
        assert_eq!(unread_format(hwpx).unwrap().name, "Hangul word processor (HWPX)");
        assert_eq!(unread_format(b"PK\x03\x04....a.txt").unwrap().name, "ZIP archive");
        assert!(!is_pdf("PDF files begin with %PDF-1.4, they say".as_bytes()));
    }

    #[test]
    fn control_characters_make_rubbish() {
        assert!(is_binary(&(0..=255).collect::<Vec<u8>>()));
        assert!(!is_binary("Text\twith\r\nlines\x0c and pages".as_bytes()));
    }
}
