//! PDFs written for tests.

use std::fmt::Write;

/// A PDF made of objects as they are given; the first is the catalogue.
#[derive(Default)]
pub(crate) struct PdfFile {
    objects: Vec<Vec<u8>>,
    trailer: String,
}

impl PdfFile {
    /// Adds an object and returns its number.
    pub(crate) fn object(&mut self, body: impl Into<Vec<u8>>) -> usize {
        self.objects.push(body.into());
        self.objects.len()
    }

    /// Adds a stream and returns its number.
    pub(crate) fn stream(&mut self, dictionary: &str, data: &[u8]) -> usize {
        let mut body = format!("<<{dictionary}/Length {}>>\nstream\n", data.len()).into_bytes();
        body.extend_from_slice(data);
        body.extend_from_slice(b"\nendstream");
        self.object(body)
    }

    /// Adds entries to the trailer.
    pub(crate) fn trailer(&mut self, entries: &str) {
        self.trailer.push_str(entries);
    }

    /// The file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.objects.len() + 1);
        for (index, object) in self.objects.iter().enumerate() {
            writeln!(table, "{:010} 00000 n ", file.len()).unwrap();
            file.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
            file.extend_from_slice(object);
            file.extend_from_slice(b"\nendobj\n");
        }
        let start = file.len();
        file.extend_from_slice(table.as_bytes());
        let size = self.objects.len() + 1;
        let trailer = &self.trailer;
        file.extend_from_slice(
            format!("trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n").as_bytes(),
        );
        file
    }
}

/// Text at a place: points from the left and from the top of a page of A4, size, words.
pub(crate) type Piece<'t> = (f32, f32, f32, &'t str);

/// The height of a page of A4 in points.
const HEIGHT: f32 = 842.0;

/// The instructions that draw these pieces in Helvetica.
pub(crate) fn drawn(pieces: &[Piece<'_>]) -> String {
    let mut content = String::new();
    for (left, top, size, text) in pieces {
        let escaped = text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        writeln!(content, "BT /F1 {size} Tf {left} {} Td ({escaped}) Tj ET", HEIGHT - top).unwrap();
    }
    content
}

/// A PDF whose pages draw such contents; `extra` goes into every page's dictionary, `more` adds objects and returns
/// entries for the catalogue.
pub(crate) fn file_of(pages: &[String], extra: &str, more: impl FnOnce(&mut PdfFile) -> String) -> PdfFile {
    let mut file = PdfFile::default();
    file.object("");
    file.object("");
    let font = file.object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
    let mut kids = String::new();
    for content in pages {
        let stream = file.stream("", content.as_bytes());
        let page = file.object(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {stream} 0 R/Resources<</Font<</F1 {font} 0 R>>>>{extra}>>"
        ));
        write!(kids, "{page} 0 R ").unwrap();
    }
    let entries = more(&mut file);
    file.objects[0] = format!("<</Type/Catalog/Pages 2 0 R{entries}>>").into_bytes();
    file.objects[1] = format!("<</Type/Pages/Count {}/Kids[{kids}]>>", pages.len()).into_bytes();
    file
}

/// A PDF of pages with such pieces of text.
pub(crate) fn pdf_of(pages: &[Vec<Piece<'_>>]) -> Vec<u8> {
    let contents: Vec<String> = pages.iter().map(|pieces| drawn(pieces)).collect();
    file_of(&contents, "", |_| String::new()).bytes()
}
