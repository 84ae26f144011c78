//! PDF: pages to lines, lines to text in reading order, with zones and page numbers.
//!
//! ```text
//! bytes ─guard─▶ hayro ─▶ glyphs ─▶ words ─▶ cells ─▶ rows ─▶ regions (columns) ─▶ lines ─▶ roles ─▶ blocks ─▶ text
//! ```
//!
//! The `hayro` crates parse the file, its fonts and drawing instructions; everything from glyphs on is ours. They
//! are kept at a distance: they see no file that [`guard`] refuses and no page that [`cost`] finds too dear, run on a
//! thread with a deep stack, spend from a budget of drawing instructions, and a panic in them costs one page.
//!
//! **Zones.** Running heads, page numbers and stamps are `chrome`; captions of figures and tables `caption`;
//! **footnotes are `caption` too**: words of the author beside the text, not of it. Remarks that readers put on
//! pages are `comment`. Text that is drawn to be invisible has the flag `hidden`, unless it is all there is: then it
//! is what a scanner made of the picture of a page.
//!
//! **Words cut at line ends.** The hyphen that a line end put into a word is kept as U+00AD SOFT HYPHEN, right
//! between its halves. It is shown as nothing and moves no offset; [`model::Joined`] is the view without it.

mod about;
mod collections;
mod columns;
mod cost;
mod glyphs;
mod guard;
mod lines;
mod paragraphs;
mod picture;
mod roles;
mod rows;
mod sealed;
mod tables;
mod words;
mod write;

pub use picture::PagePicture;

use crate::{Limits, Recogniser};
use collections::Collections;
use cost::Costs;
use glyphs::{Collector, PageGlyphs, TooMuch, Turn};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page};
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use lines::{Line, Role, line};
use model::{Document, Metadata};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use tables::Rule;

pub(crate) const MEDIA_TYPE: &str = "application/pdf";

/// Drawing instructions that one page may cost; a dense page of text has 10,000.
const PAGE_BUDGET: usize = 4_000_000;
/// Drawing instructions that a document may cost.
const DOCUMENT_BUDGET: usize = 400_000_000;
/// Unpacked pages are kept by the parser until it is closed; it is opened anew after so many bytes of them.
const REOPEN_AFTER: usize = 48 << 20;
/// Bytes of drawing instructions that one page may go through, forms counted each time they are drawn; a page of a
/// detailed map has 20 MiB.
const MOST_PAGE_CONTENT: u64 = 128 << 20;
/// Bytes of drawing instructions that a document may go through.
const MOST_CONTENT: u64 = 2 << 30;
/// Stack of the thread that reads, in bytes: objects of a file nest up to 512 deep.
const STACK: usize = 64 << 20;

/// Lines of one page and what is needed to label them.
#[derive(Debug, Default)]
pub(crate) struct PageLines {
    width: f32,
    height: f32,
    lines: Vec<Line>,
    rules: Vec<Rule>,
    remarks: Vec<String>,
    state: PageState,
}

impl PageLines {
    fn given_up(why: &'static str) -> Self {
        Self { state: PageState::GivenUp(why), ..Self::default() }
    }
}

/// Why a page is given up that costs more than it may.
const TOO_DEAR: &str = "draws more than a page may";

/// How reading one page ended.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
enum PageState {
    /// Its text is here, or it has none and shows nothing.
    #[default]
    Read,
    /// It shows pictures or drawings, and hardly any text.
    Picture,
    /// A scanner made its text, and hid it behind the picture.
    ScannersText,
    /// Character recognition by us.
    Recognised(String),
    /// It shows pictures, and character recognition failed on them.
    NotRecognised(String),
    /// Most of its glyphs stand for no known characters.
    NoCharacters,
    /// It was given up: it costs too much, or the parser failed on it.
    GivenUp(&'static str),
}

/// Everything read from a file, before it is written as text.
#[derive(Debug, Default)]
struct Reading {
    pages: Vec<PageLines>,
    /// Pages of the file, read or not.
    count: usize,
    metadata: Metadata,
    has_attachments: bool,
    /// Why pages at the end were not read.
    stopped: Option<String>,
}

/// Reads a PDF.
pub(crate) fn read_pdf(bytes: &[u8], limits: Limits, recogniser: Option<&dyn Recogniser>) -> Document {
    if let Some(reason) = guard::refuse(bytes) {
        return Document::failed(MEDIA_TYPE, reason);
    }
    let reading = std::thread::scope(|scope| {
        let reader = || read_pages(bytes, limits, recogniser);
        let thread = std::thread::Builder::new().name("pdf".to_owned()).stack_size(STACK);
        match thread.spawn_scoped(scope, reader) {
            Ok(running) => running.join().unwrap_or_else(|_| Err("the PDF parser failed on it".to_owned())),
            Err(error) => Err(format!("no thread to read it on: {error}")),
        }
    });
    match reading {
        Ok(reading) => write::document(reading),
        Err(reason) => Document::failed(MEDIA_TYPE, reason),
    }
}

/// Why a file does not open, as people are told.
enum OpenError {
    Encryption(&'static str),
    Structure(&'static str),
}

impl From<OpenError> for String {
    fn from(error: OpenError) -> Self {
        let (OpenError::Encryption(why) | OpenError::Structure(why)) = error;
        why.to_owned()
    }
}

fn open(data: &Arc<Vec<u8>>) -> Result<Pdf, OpenError> {
    let pdf = catch_unwind(AssertUnwindSafe(|| Pdf::new(Arc::clone(data))));
    let pdf = pdf.map_err(|_| OpenError::Structure("the PDF parser failed on its structure"))?;
    pdf.map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            OpenError::Encryption("it is encrypted and opens only with a password; save a copy without one")
        }
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => OpenError::Encryption(
            "it is encrypted in a way that is not known here; save a copy without encryption",
        ),
        LoadPdfError::Decryption(_) => OpenError::Encryption("its encryption is damaged"),
        LoadPdfError::Invalid => {
            OpenError::Structure("its structure is broken: no pages could be found in it")
        }
    })
}

fn read_pages(bytes: &[u8], limits: Limits, recogniser: Option<&dyn Recogniser>) -> Result<Reading, String> {
    let data = Arc::new(bytes.to_vec());
    let mut reading = Reading::default();
    let (mut budget, mut content) = (DOCUMENT_BUDGET, 0_u64);
    let mut costs = Costs::default();
    let mut text_bytes = 0_usize;
    loop {
        let pdf = open(&data)?;
        let about = catch_unwind(AssertUnwindSafe(|| {
            (pdf.pages().len(), about::metadata(&pdf), about::has_attachments(&pdf))
        }));
        let (count, metadata, has_attachments) =
            about.map_err(|_| "the PDF parser failed on its list of pages".to_owned())?;
        if count == 0 {
            return Err("it has no pages".to_owned());
        }
        (reading.count, reading.metadata, reading.has_attachments) = (count, metadata, has_attachments);
        let cache = InterpreterCache::new();
        let mut collections = Collections::default();
        let mut kept = 0_usize;
        while kept < REOPEN_AFTER {
            let Some(page) = pdf.pages().get(reading.pages.len()) else { return Ok(reading) };
            if reading.pages.len() >= limits.max_pages {
                reading.stopped = Some(format!("the limit is {} pages for one source", limits.max_pages));
            } else if budget == 0 || content > MOST_CONTENT {
                reading.stopped = Some("reading it costs more than one source may".to_owned());
            } else if text_bytes > limits.max_unpacked_bytes {
                reading.stopped = Some("its text is longer than one source may be".to_owned());
            }
            if reading.stopped.is_some() {
                return Ok(reading);
            }
            let cost = catch_unwind(AssertUnwindSafe(|| costs.of_page(page, MOST_PAGE_CONTENT)));
            let lines = match cost.unwrap_or(Some(0)) {
                Some(cost) => {
                    kept += usize::try_from(cost).unwrap_or(usize::MAX).max(1024);
                    content += cost;
                    read_page(page, &cache, &mut collections, &mut budget, recogniser)
                }
                None => {
                    content += MOST_PAGE_CONTENT;
                    PageLines::given_up(TOO_DEAR)
                }
            };
            text_bytes += lines.lines.iter().map(|line| line.text.len()).sum::<usize>();
            reading.pages.push(lines);
        }
    }
}

fn read_page<'a>(
    page: &'a Page<'a>,
    cache: &InterpreterCache<'a>,
    collections: &mut Collections,
    budget: &mut usize,
    recogniser: Option<&dyn Recogniser>,
) -> PageLines {
    let collected = catch_unwind(AssertUnwindSafe(|| {
        collections.learn(page.resources());
        collect(page, cache, collections, PAGE_BUDGET.min(*budget))
    }));
    let (glyphs, spent) = match collected {
        Ok(collected) => collected,
        Err(thrown) if thrown.is::<TooMuch>() => {
            *budget = budget.saturating_sub(PAGE_BUDGET);
            return PageLines::given_up(TOO_DEAR);
        }
        Err(_) => return PageLines::given_up("the PDF parser failed on it"),
    };
    *budget = budget.saturating_sub(spent);
    let mut lines = page_lines(&glyphs);
    lines.remarks = catch_unwind(AssertUnwindSafe(|| about::remarks(page))).unwrap_or_default();
    lines.state = state_of(&glyphs, &lines.lines);
    if let Some(recogniser) = recogniser.filter(|_| lines.state == PageState::Picture) {
        let picture = catch_unwind(AssertUnwindSafe(|| picture::picture_of(page))).ok().flatten();
        lines.state = match picture.map(|picture| recogniser.recognise(&picture)) {
            Some(Ok(text)) => PageState::Recognised(text),
            Some(Err(why)) => PageState::NotRecognised(why),
            None => PageState::NotRecognised("it is drawn, or its picture cannot be unpacked".to_owned()),
        };
    }
    lines
}

/// Glyphs of a page, and what collecting them cost.
fn collect<'a>(
    page: &'a Page<'a>,
    cache: &InterpreterCache<'a>,
    collections: &Collections,
    budget: usize,
) -> (PageGlyphs, usize) {
    let (width, height) = page.render_dimensions();
    let mut collector = Collector::new(width, height, collections, budget);
    let bounds = hayro_interpret::kurbo::Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut context = Context::new(
        page.initial_transform(true).to_kurbo(),
        bounds,
        cache,
        page.xref(),
        InterpreterSettings::default(),
    );
    interpret_page(page, &mut context, &mut collector);
    let spent = budget - collector.left();
    (collector.page, spent)
}

/// Lines of a page in reading order: level text, then turned text, then stamps across it.
fn page_lines(glyphs: &PageGlyphs) -> PageLines {
    let mut page = PageLines {
        width: glyphs.width,
        height: glyphs.height,
        rules: glyphs.rules.clone(),
        ..PageLines::default()
    };
    // Most text decides which way the page is up; some are laid on their sides.
    let mut turns = [Turn::Level, Turn::Down, Turn::Over, Turn::Up];
    let count = |turn: Turn| glyphs.glyphs.iter().filter(|glyph| glyph.turn == turn).count();
    turns.sort_by_key(|turn| std::cmp::Reverse(count(*turn)));
    if let [Turn::Down | Turn::Up, ..] = turns {
        (page.width, page.height) = (page.height, page.width);
        page.rules.clear();
    }
    let mut region = 0;
    for (place, turn) in turns.into_iter().enumerate() {
        let mut words = words::words(glyphs, turn);
        if turn == Turn::Level {
            words = tables::whole_cells(words, &glyphs.grid);
        }
        let first = page.lines.len();
        for part in columns::regions(words) {
            page.lines.extend(part.rows.iter().filter_map(|row| line(row, region)));
            region += 1;
        }
        // The origin of turned text is another one: what stands at the edge of the page must not seem to.
        let lowest = page.lines.iter().skip(first).map(|line| line.base).fold(f32::MAX, f32::min);
        let top = page.lines.iter().take(first).map(|line| line.base).fold(0.0, f32::max);
        if place > 0 {
            page.lines.iter_mut().skip(first).for_each(|line| line.base += top - lowest + 20.0);
        } else if matches!(turn, Turn::Over | Turn::Down | Turn::Up) {
            let shift = if lowest < 0.0 { page.height } else { 0.0 };
            page.lines.iter_mut().skip(first).for_each(|line| line.base += shift);
        }
    }
    let stamps = rows::rows(words::words(glyphs, Turn::Slanted));
    page.lines.extend(
        stamps.iter().filter_map(|row| line(row, region)).map(|line| Line { role: Role::Chrome, ..line }),
    );
    page
}

/// Fewest letters of a page that is more than a picture with a few words on it.
const FEW_LETTERS: usize = 30;

fn state_of(glyphs: &PageGlyphs, lines: &[Line]) -> PageState {
    let letters = |invisible: bool| {
        let here = lines.iter().filter(|line| line.invisible == invisible);
        here.flat_map(|line| line.text.chars()).filter(|c| c.is_alphanumeric()).count()
    };
    let (seen, unseen) = (letters(false), letters(true));
    let lost =
        lines.iter().flat_map(|line| line.text.chars()).filter(|c| *c == '\u{fffd}').count() + glyphs.unknown;
    if lost > seen + unseen && lost > FEW_LETTERS {
        PageState::NoCharacters
    } else if unseen > FEW_LETTERS && unseen > seen && glyphs.pictures > 0.3 {
        PageState::ScannersText
    } else if seen + unseen < FEW_LETTERS && (glyphs.pictures > 0.3 || glyphs.strokes > 400) {
        PageState::Picture
    } else {
        PageState::Read
    }
}
