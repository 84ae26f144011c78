//! Office files: text, zones, pages, what is left out, and files that mean harm.

use crate::office_file::{TYPES, docx, package, relations};
use crate::support::read_covered;
use model::{Document, DocumentStatus};
use read::{Context, Limits, read};

fn read_office(bytes: &[u8]) -> Document {
    read_covered(bytes, "file")
}

/// Lines with the zone each stands in; `!` marks what is hidden.
fn labelled(document: &Document) -> Vec<String> {
    let mut lines = Vec::new();
    for stretch in &document.zones {
        let mark = if stretch.hidden { "!" } else { "" };
        for line in stretch.span.of(&document.text).unwrap().trim_end_matches('\n').split('\n') {
            lines.push(format!("{mark}{}: {line}", stretch.zone));
        }
    }
    lines
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>")
}

#[test]
fn a_word_document_with_everything_in_it() {
    let body = "<w:p><w:pPr><w:pStyle w:val='Titel1'/></w:pPr><w:r><w:t>Pay withheld</w:t></w:r></w:p>\
        <w:p><w:r><w:t>Workers &amp; minders</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t xml:space='preserve"
        .to_owned()
        + "'> lived </w:t></w:r><w:ins><w:r><w:t>together.</w:t></w:r></w:ins><w:del><w:r><w:delText>apart.</w:delText></w:r></w:del>\
        <w:r><w:commentReference w:id='0'/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>Not shown.</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:tc>"
        + &p("Country")
        + "</w:tc><w:tc>"
        + &p("Workers")
        + "</w:tc></w:tr><w:tr><w:tc>"
        + &p("Poland")
        + "</w:tc><w:tc>"
        + &p("800")
        + "</w:tc></w:tr></w:tbl>"
        + "<w:p><mc:AlternateContent><mc:Choice><w:txbxContent>"
        + &p("In a box.")
        + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>"
        + &p("In a box.")
        + "</w:txbxContent></mc:Fallback></mc:AlternateContent><w:r><w:t>After the box.</w:t></w:r></w:p>";
    let links = [
        ("s", "styles", "styles.xml"),
        ("f", "footnotes", "footnotes.xml"),
        ("c", "comments", "comments.xml"),
        ("h", "header", "header1.xml"),
    ];
    let notes = format!(
        "<w:footnotes><w:footnote w:type='separator' w:id='0'>{}</w:footnote><w:footnote w:id='2'>{}</w:footnote></w:footnotes>",
        p("---"),
        p("Interview, 2016.")
    );
    let remarks = format!(
        "<w:comments><w:comment w:id='0' w:author='Second reader'>{}</w:comment></w:comments>",
        p("Since when?")
    );
    let head = format!("<w:hdr>{}</w:hdr>", p("Draft of a report"));
    let core = "<cp:coreProperties><dc:creator>A. Writer</dc:creator><dcterms:created>2019-03-05T10:00:00Z</dcterms:created></cp:coreProperties>";
    let file = docx(
        &body,
        &links,
        &[
            (
                "word/styles.xml",
                "<w:styles><w:style w:styleId='Titel1'><w:name w:val='Title'/></w:style></w:styles>",
            ),
            ("word/footnotes.xml", &notes),
            ("word/comments.xml", &remarks),
            ("word/header1.xml", &head),
            ("docProps/core.xml", core),
        ],
    );
    let document = read_office(&file);
    assert_eq!(document.status, DocumentStatus::Read, "{:?}", document.reason);
    let expected = [
        "title: Pay withheld",
        "main: Workers & minders lived together.",
        "!main: Not shown.",
        "caption: Interview, 2016.",
        "comment: Second reader: Since when?",
        "main: Country\tWorkers",
        "main: Poland\t800",
        "main: After the box.",
        "main: In a box.",
        "chrome: Draft of a report",
    ];
    assert_eq!(labelled(&document), expected);
    assert_eq!(document.metadata.title.as_deref(), Some("Pay withheld"));
    assert_eq!(document.metadata.byline.as_deref(), Some("A. Writer"));
    assert_eq!(document.metadata.published.as_ref().map(|day| day.as_str()), Some("2019-03-05"));
    assert_eq!(document.metadata.notes, ["1 stretch of text deleted with changes tracked left out"]);
}

fn open_document(kind: &str, body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:automatic-styles><style:style style:name='P1' style:parent-style-name='Title'/>\
         </office:automatic-styles><office:body>{body}</office:body></office:document-content>"
    );
    let styles = "<office:document-styles><style:style style:name='Title'/><style:master-page><style:footer><text:p>A report</text:p></style:footer></style:master-page></office:document-styles>";
    package(&[("mimetype", kind), ("content.xml", &content), ("styles.xml", styles)])
}

#[test]
fn an_open_document_text() {
    let body = "<office:text><text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>X</dc:creator></office:change-info>\
        <text:p>Gone.</text:p></text:deletion></text:changed-region></text:tracked-changes>\
        <text:p text:style-name='P1'>Pay withheld</text:p>\
        <text:p>Workers<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Interview.</text:p></text:note-body></text:note>\
        and<text:s text:c='2'/>minders<office:annotation><dc:creator>Reader</dc:creator><dc:date>2019-01-01</dc:date><text:p>Who?</text:p></office:annotation>.</text:p>\
        <table:table><table:table-row><table:table-cell><text:p>Poland</text:p></table:table-cell><table:table-cell><text:p>800</text:p></table:table-cell></table:table-row></table:table>\
        </office:text>";
    let document = read_office(&open_document("application/vnd.oasis.opendocument.text", body));
    let expected = [
        "title: Pay withheld",
        "main: Workersand minders.",
        "caption: Interview.",
        "comment: Reader: Who?",
        "main: Poland\t800",
        "chrome: A report",
    ];
    assert_eq!(labelled(&document), expected);
    assert_eq!(document.metadata.notes.len(), 1);
    assert_eq!(document.status, DocumentStatus::Read, "{:?}", document.reason);
}

#[test]
fn an_open_document_sheet_is_pages_and_a_million_empty_rows_are_nothing() {
    let body = "<office:spreadsheet><table:table table:name='Pay'><table:table-row><table:table-cell><text:p>Malta</text:p></table:table-cell>\
        <table:table-cell table:number-columns-repeated='2'><text:p>40</text:p></table:table-cell></table:table-row>\
        <table:table-row table:number-rows-repeated='1048576'><table:table-cell table:number-columns-repeated='16384'/></table:table-row></table:table>\
        <table:table table:name='Hours'><table:table-row><table:table-cell><text:p>12</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>";
    let document = read_office(&open_document("application/vnd.oasis.opendocument.spreadsheet", body));
    assert_eq!(document.text, "Malta\t40\t40\n12\nA report");
    let names: Vec<_> = document.metadata.pages.iter().map(|page| page.label.as_deref().unwrap()).collect();
    assert_eq!(names, ["Pay", "Hours"]);
    assert_eq!(document.metadata.page_of(model::Span::new(12, 14)).unwrap().number, 2);
}

#[test]
fn slides_are_pages_with_notes_and_remarks() {
    let shape = |kind: &str, text: &str| {
        format!(
            "<p:sp><p:nvSpPr><p:nvPr><p:ph type='{kind}'/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
        )
    };
    let first = format!("<p:sld>{}{}</p:sld>", shape("ctrTitle", "Pay withheld"), shape("sldNum", "1"));
    let second = format!("<p:sld show='0'>{}</p:sld>", shape("body", "Left out of the show."));
    let notes = format!("<p:notes>{}</p:notes>", shape("body", "Say it slowly."));
    let file = package(&[
        TYPES,
        ("_rels/.rels", &relations(&[("r", "officeDocument", "ppt/presentation.xml")])),
        (
            "ppt/presentation.xml",
            "<p:presentation><p:sldIdLst><p:sldId id='256' r:id='b'/><p:sldId id='257' r:id='a'/></p:sldIdLst></p:presentation>",
        ),
        (
            "ppt/_rels/presentation.xml.rels",
            &relations(&[("a", "slide", "slides/slide2.xml"), ("b", "slide", "slides/slide1.xml")]),
        ),
        ("ppt/slides/slide1.xml", &first),
        ("ppt/slides/slide2.xml", &second),
        (
            "ppt/slides/_rels/slide1.xml.rels",
            &relations(&[
                ("n", "notesSlide", "../notesSlides/n1.xml"),
                ("c", "comments", "../comments/c1.xml"),
            ]),
        ),
        ("ppt/notesSlides/n1.xml", &notes),
        ("ppt/comments/c1.xml", "<p:cmLst><p:cm authorId='0'><p:text>Too long</p:text></p:cm></p:cmLst>"),
        ("ppt/commentAuthors.xml", "<p:cmAuthorLst><p:cmAuthor id='0' name='Reader'/></p:cmAuthorLst>"),
    ]);
    let document = read_office(&file);
    let expected = [
        "title: Pay withheld",
        "chrome: 1",
        "caption: Say it slowly.",
        "comment: Reader: Too long",
        "!main: Left out of the show.",
    ];
    assert_eq!(labelled(&document), expected);
    assert_eq!(document.metadata.pages.len(), 2);
}

#[test]
fn a_workbook_shows_its_numbers_as_the_sheet_does() {
    let sheet = "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='inlineStr'><is><t>Share</t></is></c><c r='D1' t='s'><v>1</v></c></row>\
        <row r='2'><c r='A2' t='s'><v>2</v></c><c r='B2' s='1'><v>0.9</v></c><c r='D2' s='2'><v>43529</v></c></row><row r='3'><c r='A3'/></row></sheetData></worksheet>";
    let file = package(&[
        TYPES,
        ("_rels/.rels", &relations(&[("r", "officeDocument", "xl/workbook.xml")])),
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name='Pay' r:id='a'/><sheet name='Old' state='hidden' r:id='b'/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &relations(&[
                ("a", "worksheet", "worksheets/sheet1.xml"),
                ("b", "worksheet", "/xl/worksheets/sheet2.xml"),
                ("s", "sharedStrings", "sharedStrings.xml"),
                ("t", "styles", "styles.xml"),
            ]),
        ),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/worksheets/_rels/sheet1.xml.rels", &relations(&[("c", "comments", "../comments1.xml")])),
        (
            "xl/comments1.xml",
            "<comments><authors><author>Reader</author></authors><commentList><comment ref='B2' authorId='0'><text><r><t>Of gross pay?</t></r></text></comment></commentList></comments>",
        ),
        (
            "xl/worksheets/sheet2.xml",
            "<worksheet><sheetData><row><c><v>7</v></c></row></sheetData></worksheet>",
        ),
        (
            "xl/sharedStrings.xml",
            "<sst><si><t>Country</t></si><si><r><t>Paid </t></r><r><t>on</t></r></si><si><t>Poland</t></si></sst>",
        ),
        (
            "xl/styles.xml",
            "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='9'/><xf numFmtId='14'/></cellXfs></styleSheet>",
        ),
    ]);
    let document = read_office(&file);
    let expected = [
        "main: Country\tShare\t\tPaid on",
        "main: Poland\t90%\t\t2019-03-05",
        "comment: Reader: Of gross pay?",
        "!main: 7",
    ];
    assert_eq!(labelled(&document), expected);
}

#[test]
fn rich_text() {
    let file = br"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}}{\colortbl;\red0;}
{\info{\title Pay withheld}{\author A. Writer}{\creatim\yr2019\mo3\dy5\hr1\min2}}
{\header\pard A report\par}\pard\plain Caf\'e9 \u1087?\u-10179?\u-8704? {\b bold}{\v Not shown}{\deleted Gone}.{\footnote\pard Interview.\par} {\f1\'c4\'e0.}\par
\trowd\cellx1\cellx2\pard\intbl Poland\cell 800\cell\row\trowd\pard\intbl Malta\cell 40\cell\row\pard After {\*\atnauthor Reader}{\*\annotation Who?}\{it\}.\par{\*\unknown no}}";
    let document = read_office(file);
    let expected = [
        "main: Café п😀 bold. Да.",
        "!main: Not shown",
        "chrome: A report",
        "caption: Interview.",
        "main: Poland\t800",
        "main: Malta\t40",
        "main: After {it}.",
        "comment: Reader: Who?",
    ];
    assert_eq!(labelled(&document), expected);
    assert_eq!(document.metadata.title.as_deref(), Some("Pay withheld"));
    assert_eq!(document.metadata.published.as_ref().map(|day| day.as_str()), Some("2019-03-05"));
    assert_eq!(document.status, DocumentStatus::Read, "{:?}", document.reason);
    let cut = read_office(&file[..420]);
    assert_eq!(cut.status, DocumentStatus::Partial);
    assert!(cut.reason.unwrap().contains("truncated"));
}

#[test]
fn a_book_is_read_in_its_order() {
    let chapter = |text: &str| {
        format!(
            "<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>{text}</h1><p>{text} was paid late, and in part.</p></body></html>"
        )
    };
    let file = package(&[
        ("mimetype", "application/epub+zip"),
        (
            "META-INF/container.xml",
            "<container><rootfiles><rootfile full-path='OEBPS/book.opf'/></rootfiles></container>",
        ),
        (
            "OEBPS/book.opf",
            "<package><metadata><dc:title>Pay withheld</dc:title><dc:creator>A. Writer</dc:creator><dc:date>2019</dc:date></metadata>\
             <manifest><item id='a' href='a%201.xhtml'/><item id='b' href='../OEBPS/b.xhtml'/><item id='c' href='gone.xhtml'/></manifest>\
             <spine><itemref idref='b'/><itemref idref='a'/><itemref idref='c'/></spine></package>",
        ),
        ("OEBPS/a 1.xhtml", &chapter("August")),
        ("OEBPS/b.xhtml", &chapter("July")),
    ]);
    let document = read_office(&file);
    assert_eq!(
        document.text,
        "July\nJuly was paid late, and in part.\nAugust\nAugust was paid late, and in part."
    );
    assert_eq!(document.reason.as_deref(), Some("chapter 3 is missing"));
    assert_eq!(document.metadata.title.as_deref(), Some("Pay withheld"));
    assert_eq!(document.metadata.published.as_ref().map(|year| year.as_str()), Some("2019"));
    assert_eq!(document.metadata.pages.len(), 3);
}

#[test]
fn hostile_files_end_with_a_reason() {
    // A part that unpacks to far more than the file.
    let bomb = docx(&p(&" ".repeat(3 << 20)), &[], &[]);
    let limits = Limits { max_unpacked_bytes: 1 << 20, ..Limits::default() };
    let document = read(&bomb, &Context { limits, ..Context::default() });
    assert!(document.reason.as_ref().unwrap().contains("bomb"), "{:?}", document.reason);

    // Entities that stand for each other.
    let bomb =
        docx("</w:body><!DOCTYPE x [<!ENTITY a 'ha'>]><w:p><w:r><w:t>a&a;b</w:t></w:r></w:p>", &[], &[]);
    assert_eq!(read_office(&bomb).text, "ab");

    // Markup nested without end, and tables in tables.
    let deep = format!("{}<w:t>core</w:t>{}", "<w:p><w:r>".repeat(50_000), "</w:r></w:p>".repeat(50_000));
    assert_eq!(read_office(&docx(&deep, &[], &[])).text, "core");
    let tables = format!(
        "{}{}{}",
        "<w:tbl><w:tr><w:tc>".repeat(3000),
        p("core"),
        "</w:tc></w:tr></w:tbl>".repeat(3000)
    );
    assert!(read_office(&docx(&tables, &[], &[])).text.contains("core"));

    // Parts that name places outside of the archive.
    let root = relations(&[("r", "officeDocument", "../../../../etc/passwd")]);
    let document = read_office(&package(&[TYPES, ("_rels/.rels", &root), ("word/x", "")]));
    assert_eq!(document.reason.as_deref(), Some("its main part is missing"));

    // One cell at the end of the last row of a sheet.
    let sheet =
        "<worksheet><sheetData><row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData></worksheet>";
    let file = package(&[
        TYPES,
        ("_rels/.rels", &relations(&[("r", "officeDocument", "xl/workbook.xml")])),
        ("xl/workbook.xml", "<workbook><sheets><sheet name='S' r:id='a'/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", &relations(&[("a", "worksheet", "s.xml")])),
        ("xl/s.xml", sheet),
    ]);
    assert_eq!(read_office(&file).text, "1");

    let nested = format!("{{\\rtf1 {}core{}}}", "{".repeat(100_000), "}".repeat(100_000));
    assert_eq!(read_office(nested.as_bytes()).text, "core");
}

#[test]
fn damaged_files_end_with_a_reason() {
    let whole = docx(&p("The workers were paid late."), &[], &[]);
    for at in (4..whole.len()).step_by(11) {
        let document = read_office(&whole[..at]);
        // The first bytes could be those of any archive.
        let is_archive = document.media_type == "application/zip";
        assert!(document.reason.is_some() || is_archive, "cut at {at}: {document:?}");
    }
    for at in (0..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        let document = read_office(&damaged);
        assert!(document.status == DocumentStatus::Read || document.reason.is_some());
    }
    let mislabelled = package(&[("mimetype", "application/epub+zip"), ("word/document.xml", "<w:t>x</w:t>")]);
    assert_eq!(read_office(&mislabelled).status, DocumentStatus::Failed);
    let encrypted = package(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"),
        ("content.xml", "rubbish"),
    ]);
    assert!(read_office(&encrypted).reason.unwrap().contains("password"));
}
