//! PDFs: order, zones, pages, words cut at line ends, and files that mean harm.

use crate::pdf_file::{Piece, drawn, file_of, pdf_of};
use crate::support::read_covered;
use model::{Document, DocumentStatus, PageText, Zone};
use read::{Context, Limits, PagePicture, Recogniser, read};

fn read_pdf(bytes: &[u8]) -> Document {
    read_covered(bytes, "report.pdf")
}

fn zone(document: &Document, zone: Zone) -> String {
    let stretches = document.zones.iter().filter(|stretch| stretch.zone == zone);
    stretches.map(|stretch| stretch.span.of(&document.text).unwrap().trim()).collect::<Vec<_>>().join("\n")
}

fn column(left: f32, top: f32, lines: &[&'static str]) -> Vec<Piece<'static>> {
    lines.iter().enumerate().map(|(at, line)| (left, top + 13.0 * at as f32, 10.0, *line)).collect()
}

const LEFT: &[&str] = &[
    "The workers were sent abroad by firms that",
    "belong to the state, and their passports were",
    "kept by minders from the first day on. What",
    "they were paid reached them months later, and",
    "a large part of it never reached them at all.",
];
const RIGHT: &[&str] = &[
    "A second group was employed at a dockyard in",
    "the north, where shifts of twelve hours were",
    "the rule in the summer months. Nobody had seen",
    "a contract, and nobody could say what would",
    "be left of the pay at the end of the stay.",
];

#[test]
fn columns_are_read_one_after_the_other() {
    let mut page = vec![(60.0, 60.0, 18.0, "What became of the wages")];
    page.extend(column(60.0, 110.0, LEFT));
    page.extend(column(310.0, 110.0, RIGHT));
    let document = read_pdf(&pdf_of(&[page]));
    assert_eq!(document.status, DocumentStatus::Read, "{:?}", document.reason);
    assert_eq!(document.media_type, "application/pdf");
    assert_eq!(document.metadata.title.as_deref(), Some("What became of the wages"));
    assert_eq!(document.text, format!("What became of the wages\n{}\n{}", LEFT.join(" "), RIGHT.join(" ")));
}

#[test]
fn a_table_is_read_row_by_row() {
    let rows: Vec<[&str; 3]> = vec![
        ["Country", "Workers", "Pay"],
        ["Poland", "800", "150"],
        ["Malta", "40", "170"],
        ["Kuwait", "3,000", "120"],
        ["Qatar", "1,800", "110"],
    ];
    let mut page = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            page.push((60.0 + 120.0 * column as f32, 80.0 + 14.0 * at as f32, 10.0, *cell));
        }
    }
    let lines: Vec<String> = rows.iter().map(|row| row.join("\t")).collect();
    assert_eq!(read_pdf(&pdf_of(&[page])).text, lines.join("\n"));
}

/// Lines of a ruled table: a rule at each of these heights from the top, and one between its columns.
fn ruled(heights: &[f32]) -> String {
    let mut lines: String = heights.iter().map(|top| format!("60 {} 300 0.5 re f\n", 842.0 - top)).collect();
    let (top, bottom) = (842.0 - heights[0], 842.0 - heights[heights.len() - 1]);
    lines.push_str(&format!("160 {bottom} 0.5 {} re f\n", top - bottom));
    lines
}

#[test]
fn cells_of_several_lines_stand_in_their_row() {
    let cells = [
        (65.0, 112.0, "Shipyard"),
        (65.0, 125.0, "in Poland"),
        (165.0, 112.0, "Two hundred welders, whose"),
        (165.0, 125.0, "wages were kept by the agency"),
        (165.0, 138.0, "until they left"),
        (65.0, 157.0, "Sawmill"),
        (165.0, 157.0, "Forty loggers"),
        (65.0, 177.0, "Bakery"),
        (165.0, 177.0, "Nine"),
    ];
    let pieces: Vec<Piece<'_>> = cells.iter().map(|(left, top, text)| (*left, *top, 10.0, *text)).collect();
    let page = format!("{}{}", ruled(&[100.0, 145.0, 165.0, 185.0]), drawn(&pieces));
    let document = read_pdf(&file_of(&[page], "", |_| String::new()).bytes());
    assert_eq!(
        document.text,
        "Shipyard in Poland\tTwo hundred welders, whose wages were kept by the agency until they left\n\
         Sawmill\tForty loggers\nBakery\tNine"
    );
}

#[test]
fn running_heads_page_numbers_and_footnotes_are_told_apart() {
    let numbers = ["7", "8", "9", "10"];
    let pages: Vec<Vec<Piece<'_>>> = numbers
        .iter()
        .map(|number| {
            let mut page = vec![(60.0, 30.0, 9.0, "Labour abroad: a report"), (290.0, 815.0, 9.0, *number)];
            page.extend(column(60.0, 90.0, LEFT));
            page.push((60.0, 760.0, 7.0, "12 Interview with a former fitter, spring 2016."));
            page
        })
        .collect();
    let document = read_pdf(&pdf_of(&pages));
    assert_eq!(zone(&document, Zone::Main), vec![LEFT.join(" "); 4].join("\n"));
    assert!(zone(&document, Zone::Chrome).starts_with("Labour abroad: a report"));
    assert!(zone(&document, Zone::Chrome).ends_with("10"));
    assert_eq!(zone(&document, Zone::Caption).lines().count(), 4);
    // A passage knows its page.
    let third = document.text.match_indices("The workers").nth(2).unwrap().0;
    let page = document.metadata.page_of(model::Span::new(third, third + 3)).unwrap();
    assert_eq!((page.number, page.text), (3, PageText::Own));
}

#[test]
fn a_word_cut_at_a_line_end_is_one_word_in_the_view() {
    let page = vec![
        (60.0, 100.0, 10.0, "Two hundred labour-"),
        (60.0, 113.0, 10.0, "ers in state-owned firms and in a state-"),
        (60.0, 126.0, 10.0, "owned yard."),
    ];
    let document = read_pdf(&pdf_of(&[page]));
    assert_eq!(document.text, "Two hundred labour\u{ad}ers in state-owned firms and in a state-owned yard.");
    let joined = model::Joined::of(&document.text);
    assert_eq!(joined.text(), "Two hundred labourers in state-owned firms and in a state-owned yard.");
    let at = joined.text().find("labourers").unwrap();
    let span = joined.to_original(model::Span::new(at, at + "labourers".len())).unwrap();
    assert_eq!(span.of(&document.text), Some("labour\u{ad}ers"));
}

#[test]
fn remarks_are_comments_and_metadata_has_its_signs() {
    let mut file = file_of(
        &[drawn(&column(60.0, 100.0, LEFT))],
        "/Annots[<</Type/Annot/Subtype/Text/Rect[10 10 20 20]/T(Second reader)/Contents(Which firms?)>>]",
        |_| String::new(),
    );
    let info = file.object("<</Title(Pay withheld)/Author(A. Writer)/CreationDate(D:20190305120000Z)/ModDate(D:20200101000000Z)>>");
    file.trailer(&format!("/Info {info} 0 R"));
    let document = read_pdf(&file.bytes());
    assert_eq!(zone(&document, Zone::Comment), "Second reader: Which firms?");
    let about = &document.metadata;
    assert_eq!((about.title.as_deref(), about.byline.as_deref()), (Some("Pay withheld"), Some("A. Writer")));
    assert_eq!(about.published.as_ref().map(|day| day.as_str()), Some("2019-03-05"));
    assert_eq!(about.modified.as_ref().map(|day| day.as_str()), Some("2020-01-01"));
    assert_eq!(
        (about.date_signal, about.modified_signal),
        (Some(model::DateSignal::Header), Some(model::DateSignal::Header))
    );
}

/// A page that shows a black bar as a picture of 8 by 8 pixels, and nothing else.
fn scanned_page() -> Vec<u8> {
    let picture = "q 595 0 0 842 0 0 cm BI /W 8 /H 8 /CS /G /BPC 8 ID \
                   ................................0000000000000000................ EI Q";
    file_of(&[drawn(&column(60.0, 100.0, LEFT)), picture.to_owned()], "", |_| String::new()).bytes()
}

#[derive(Debug)]
struct ReadsOneWord;

impl Recogniser for ReadsOneWord {
    fn recognise(&self, picture: &PagePicture) -> Result<String, String> {
        assert_eq!(picture.pixels.len(), picture.width * picture.height);
        assert!(picture.to_pgm().starts_with(b"P5\n"));
        Ok("Wages were with-\nheld.\n\nNobody asked.".to_owned())
    }
}

#[test]
fn a_scanned_page_is_reported_and_read_where_somebody_can() {
    let bytes = scanned_page();
    let document = read_pdf(&bytes);
    assert_eq!(document.status, DocumentStatus::Partial);
    assert!(document.reason.as_ref().unwrap().starts_with("page 2: scanned"), "{:?}", document.reason);
    assert_eq!(document.metadata.pages[1].text, PageText::Unread);

    let document = read(&bytes, &Context { recogniser: Some(&ReadsOneWord), ..Context::default() });
    assert_eq!(document.status, DocumentStatus::Read, "{:?}", document.reason);
    assert!(document.text.ends_with("Wages were with\u{ad}held.\nNobody asked."), "{}", document.text);
    assert_eq!(document.metadata.pages[1].text, PageText::Recognised);
    assert!(document.metadata.notes[0].contains("recognised"), "{:?}", document.metadata.notes);
}

#[test]
fn hostile_files_end_with_a_reason() {
    let whole = pdf_of(&[column(60.0, 100.0, LEFT)]);
    // Cut off anywhere: what can be found is read, and nothing panics.
    for at in (0..whole.len()).step_by(37) {
        let document = read_pdf(&whole[..at]);
        assert!(document.status == DocumentStatus::Read || document.reason.is_some());
    }
    // A page tree that holds itself, a form that draws itself, a page without end.
    let mut looping = file_of(&["/X Do ".to_owned()], "", |_| String::new());
    looping.object("<</Type/Pages/Count 9/Kids[2 0 R]>>");
    let document = read_pdf(&looping.bytes());
    assert_eq!(document.status, DocumentStatus::Failed);
    let recursive = file_of(&["/X Do ".repeat(3)], "/Resources<</XObject<</X 6 0 R>>>>", |file| {
        let form = file.stream(
            "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>",
            b"/X Do /X Do /X Do",
        );
        assert_eq!(form, 6);
        String::new()
    });
    let document = read_pdf(&recursive.bytes());
    assert!(document.reason.is_some());
    let deep = file_of(&[format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))], "", |_| String::new());
    assert!(read_pdf(&deep.bytes()).reason.is_some());
}

#[test]
fn what_is_small_on_disk_and_endless_to_draw_costs_its_page_only() {
    let fine = drawn(&column(60.0, 100.0, LEFT));
    // A form of a megabyte that draws nothing, drawn two hundred times.
    let idle = "q Q ".repeat(1 << 18);
    let again = file_of(
        &[fine.clone(), "/X Do ".repeat(200)],
        "/Resources<</Font<</F1 3 0 R>>/XObject<</X 8 0 R>>>>",
        |file| {
            let form = file.stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", idle.as_bytes());
            assert_eq!(form, 8);
            String::new()
        },
    );
    // The same instructions a thousand times as the content of one page.
    let contents = "6 0 R ".repeat(1000);
    let long = file_of(&[fine, String::new()], "", |file| {
        let stream = file.stream("", idle.as_bytes());
        file.object(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[{}]>>",
            contents.replace("6 0", &format!("{stream} 0"))
        ));
        String::new()
    });
    let long = String::from_utf8(long.bytes())
        .unwrap()
        .replace("/Count 2/Kids[5 0 R 7 0 R ]", "/Count 2/Kids[5 0 R 9 0 R ]");
    for bytes in [again.bytes(), long.into_bytes()] {
        let document = read_pdf(&bytes);
        assert_eq!(document.text, LEFT.join(" "));
        assert_eq!(document.reason.as_deref(), Some("page 2: draws more than a page may"));
    }
}

#[test]
fn encrypted_files_say_so() {
    let mut file = file_of(&[drawn(&column(60.0, 100.0, LEFT))], "", |_| String::new());
    let key = "00".repeat(32);
    file.trailer(&format!(
        "/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<{key}>/U<{key}>>>/ID[<00><00>]"
    ));
    let document = read_pdf(&file.bytes());
    assert_eq!(document.status, DocumentStatus::Failed);
    assert!(document.reason.as_ref().unwrap().contains("password"), "{:?}", document.reason);
}

#[test]
fn too_many_pages_are_counted_and_not_read() {
    let pages: Vec<Vec<Piece<'_>>> = (0..30).map(|_| column(60.0, 100.0, LEFT)).collect();
    let limits = Limits { max_pages: 20, ..Limits::default() };
    let document = read(&pdf_of(&pages), &Context { limits, ..Context::default() });
    assert_eq!(document.status, DocumentStatus::Partial);
    assert_eq!(document.metadata.pages.len(), 20);
    assert_eq!(
        document.reason.as_deref(),
        Some("only the first 20 of 30 pages were read: the limit is 20 pages for one source")
    );
}
