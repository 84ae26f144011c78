//! Labelled lines to a document.

use super::lines::Role;
use super::paragraphs::{Vocabulary, append, blocks};
use super::{MEDIA_TYPE, PageLines, PageState, Reading, roles};
use crate::language::language_of;
use crate::pieces::Pieces;
use model::{Document, DocumentStatus, PageText, Zone};

/// Writes a document of what was read.
pub(super) fn document(mut reading: Reading) -> Document {
    roles::label(&mut reading.pages);
    let stated = reading.metadata.title.take();
    let title = roles::label_title(&mut reading.pages, stated.as_deref());
    let vocabulary = Vocabulary::of(reading.pages.iter().flat_map(|page| &page.lines));
    let mut pieces = Pieces::default();
    for (index, page) in reading.pages.iter().enumerate() {
        let text = match page.state {
            PageState::Picture
            | PageState::NotRecognised(_)
            | PageState::NoCharacters
            | PageState::GivenUp(_) => PageText::Unread,
            PageState::ScannersText | PageState::Recognised(_) => PageText::Recognised,
            PageState::Read => PageText::Own,
        };
        pieces.begin_page(index + 1, None, text);
        write_page(page, &vocabulary, &mut pieces);
    }
    let mut metadata = reading.metadata;
    metadata.title = title;
    let (text, zones, pages) = pieces.finish();
    metadata.pages = pages;
    metadata.language = language_of(&crate::main_or_all(&text, &zones));
    metadata.notes = notes(&reading.pages);
    let mut gaps = gaps(&reading.pages);
    if let Some(why) = reading.stopped {
        gaps.push(format!(
            "only the first {} of {} pages were read: {why}",
            reading.pages.len(),
            reading.count
        ));
    }
    if reading.has_attachments {
        gaps.push("files are attached to it, which are not read".to_owned());
    }
    let status = match (text.is_empty(), gaps.is_empty()) {
        (true, _) => DocumentStatus::Failed,
        (false, true) => DocumentStatus::Read,
        (false, false) => DocumentStatus::Partial,
    };
    if gaps.is_empty() && text.is_empty() {
        gaps.push("none of its pages holds text".to_owned());
    }
    let reason = (!gaps.is_empty()).then(|| gaps.join("; "));
    Document { media_type: MEDIA_TYPE.to_owned(), status, reason, text, zones, metadata }
}

fn write_page(page: &PageLines, vocabulary: &Vocabulary, pieces: &mut Pieces) {
    let all_invisible = page.lines.iter().all(|line| line.invisible) || page.state == PageState::ScannersText;
    for block in blocks(&page.lines) {
        let mut text = String::new();
        for line in &block.lines {
            append(&mut text, &line.text, vocabulary);
        }
        let hidden = block.invisible && !all_invisible;
        pieces.add(text.trim(), zone_of(block.role), hidden);
    }
    if let PageState::Recognised(text) = &page.state {
        let mut block = String::new();
        for line in text.lines().chain(std::iter::once("")) {
            if !line.trim().is_empty() {
                append(&mut block, line, vocabulary);
            } else if !block.is_empty() {
                pieces.add(&std::mem::take(&mut block), Zone::Main, false);
            }
        }
    }
    for remark in &page.remarks {
        pieces.add(remark, Zone::Comment, false);
    }
}

const fn zone_of(role: Role) -> Zone {
    match role {
        Role::Body => Zone::Main,
        Role::Title => Zone::Title,
        Role::Chrome => Zone::Chrome,
        Role::Note | Role::Caption => Zone::Caption,
    }
}

/// What is missing, page by page.
fn gaps(pages: &[PageLines]) -> Vec<String> {
    let mut gaps = Vec::new();
    let mut tell = |wanted: &dyn Fn(&PageState) -> bool, what: &str| {
        if let Some(list) = listed(pages, wanted) {
            gaps.push(format!("{list}: {what}"));
        }
    };
    tell(
        &|state| *state == PageState::Picture,
        "scanned or drawn, no text to read (character recognition can: --ocr)",
    );
    tell(
        &|state| *state == PageState::NoCharacters,
        "its fonts do not say which characters they show (character recognition can: --ocr)",
    );
    let given_up = pages.iter().filter_map(|page| match &page.state {
        PageState::GivenUp(why) => Some((*why).to_owned()),
        PageState::NotRecognised(why) => Some(format!("scanned, and character recognition failed: {why}")),
        _ => None,
    });
    let reasons: std::collections::BTreeSet<String> = given_up.collect();
    for reason in reasons {
        let has_reason = |state: &PageState| match state {
            PageState::GivenUp(why) => *why == reason,
            PageState::NotRecognised(why) => reason.ends_with(why.as_str()) && reason.starts_with("scanned"),
            _ => false,
        };
        tell(&has_reason, &reason);
    }
    gaps
}

/// What a reader should know of the text.
fn notes(pages: &[PageLines]) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(list) = listed(pages, &|state| *state == PageState::ScannersText) {
        notes.push(format!("{list}: the text was recognised from a picture by whoever made the file; expect misread letters and figures"));
    }
    if let Some(list) = listed(pages, &|state| matches!(state, PageState::Recognised(_))) {
        notes.push(format!(
            "{list}: the text was recognised from a picture (OCR); expect misread letters and figures"
        ));
    }
    notes
}

/// The pages in such a state, as people write them: "pages 3–5, 9".
fn listed(pages: &[PageLines], wanted: &dyn Fn(&PageState) -> bool) -> Option<String> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for number in pages.iter().enumerate().filter(|(_, page)| wanted(&page.state)).map(|(index, _)| index + 1)
    {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let word = match runs.as_slice() {
        [] => return None,
        [(first, last)] if first == last => "page",
        _ => "pages",
    };
    /// Runs that are named before "and more".
    const NAMED: usize = 20;
    let mut list: Vec<String> = runs
        .iter()
        .take(NAMED)
        .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}–{last}") })
        .collect();
    if runs.len() > NAMED {
        list.push("and more".to_owned());
    }
    Some(format!("{word} {}", list.join(", ")))
}
