//! Passages of a found text, with the words that were looked for.

use super::tokens;
use crate::Snippet;
use model::{CodePoints, Joined, Span};
use std::collections::{BTreeSet, HashSet};

/// Bytes of text before the first word of a passage, and its length; both end at a space where there is one near.
const LEAD: usize = 80;
const LENGTH: usize = 280;
const MOST: usize = 3;

struct Mark {
    span: Span,
    word: String,
}

/// Up to three passages with the most of the different `words`, in text order. Without any of them (a find in title or
/// date), the beginning of the text.
pub(crate) fn snippets(text: &str, words: &BTreeSet<String>) -> Vec<Snippet> {
    let mut analyzer = tokens::analyzer();
    let joined = Joined::of(text);
    let mut stream = analyzer.token_stream(joined.text());
    let mut marks = Vec::new();
    stream.process(&mut |token| {
        if words.contains(&token.text)
            && let Some(span) = joined.to_original(Span::new(token.offset_from, token.offset_to))
        {
            marks.push(Mark { span, word: token.text.clone() });
        }
    });
    let points = CodePoints::new(text);
    let mut windows = best_windows(text, &marks);
    if windows.is_empty() && !text.trim().is_empty() {
        windows.push(Span::new(0, floor(text, LENGTH)));
    }
    windows.sort_unstable();
    windows.into_iter().map(|window| snippet(text, &points, window, &marks)).collect()
}

/// Windows that begin at a mark, those with the most different words first, without overlap.
fn best_windows(text: &str, marks: &[Mark]) -> Vec<Span> {
    let mut candidates: Vec<(usize, Span)> = marks
        .iter()
        .enumerate()
        .map(|(first, mark)| {
            let window = window(text, mark.span);
            let inside = marks[first..].iter().take_while(|mark| mark.span.end <= window.end);
            let different: HashSet<&str> = inside.map(|mark| mark.word.as_str()).collect();
            (different.len(), window)
        })
        .collect();
    candidates.sort_by_key(|(different, window)| (std::cmp::Reverse(*different), window.start));
    let mut chosen: Vec<Span> = Vec::new();
    for (_, window) in candidates {
        if chosen.len() < MOST && !chosen.iter().any(|other| other.overlaps(window)) {
            chosen.push(window);
        }
    }
    chosen
}

fn window(text: &str, mark: Span) -> Span {
    let from = floor(text, mark.start.saturating_sub(LEAD));
    let lead = text.get(from..mark.start).unwrap_or_default();
    let start = match lead.find(char::is_whitespace) {
        Some(space) if from > 0 => from + space,
        _ => from,
    };
    let to = floor(text, (start + LENGTH).max(mark.end));
    let tail = text.get(mark.end..to).unwrap_or_default();
    let end = match tail.rfind(char::is_whitespace) {
        Some(space) if to < text.len() => mark.end + space,
        _ => to,
    };
    let passage = text.get(start..end).unwrap_or_default();
    Span::new(start + (passage.len() - passage.trim_start().len()), end)
}

/// The last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn snippet(text: &str, points: &CodePoints<'_>, window: Span, marks: &[Mark]) -> Snippet {
    let mut merged: Vec<Span> = Vec::new();
    for mark in marks.iter().filter(|mark| window.contains(mark.span)) {
        match merged.last_mut() {
            Some(last) if last.end > mark.span.start => *last = last.hull(mark.span),
            _ => merged.push(mark.span),
        }
    }
    let (start, end) = points.of_span(window);
    Snippet {
        start,
        end,
        text: window.of(text).unwrap_or_default().to_owned(),
        marks: merged.into_iter().map(|span| points.of_span(span)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(list: &[&str]) -> BTreeSet<String> {
        list.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn marks_are_offsets_of_the_text() {
        let text = "Рабочие: 북한 노동자의 임금은 낮다. Wages were low.";
        let found = snippets(text, &words(&["노동", "동자", "wage"]));
        assert_eq!(found.len(), 1);
        let characters: Vec<char> = text.chars().collect();
        let marked: Vec<String> =
            found[0].marks.iter().map(|(start, end)| characters[*start..*end].iter().collect()).collect();
        assert_eq!(marked, ["노동자", "Wages"]);
    }

    #[test]
    fn a_word_cut_by_a_line_end_is_marked_as_a_whole() {
        let text = "They left the labour\u{ad}ers without wa\u{ad}ges.";
        let found = snippets(text, &words(&["labour", "wage"]));
        let characters: Vec<char> = text.chars().collect();
        let marked: Vec<String> =
            found[0].marks.iter().map(|(start, end)| characters[*start..*end].iter().collect()).collect();
        assert_eq!(marked, ["labour\u{ad}ers", "wa\u{ad}ges"]);
    }

    #[test]
    fn without_a_mark_the_beginning_is_shown() {
        let found = snippets("Nothing here.", &words(&["wage"]));
        assert_eq!((found[0].text.as_str(), found[0].marks.len()), ("Nothing here.", 0));
        assert!(snippets(" ", &words(&["wage"])).is_empty());
    }

    proptest! {
        #[test]
        fn passages_equal_the_text_at_their_offsets(text in "(a|임금| wage| wa\u{ad}ge|\u{ad}|\\PC){0,400}") {
            let points = CodePoints::new(&text);
            for snippet in snippets(&text, &words(&["wage", "임금", "a"])) {
                let span = points.to_span(snippet.start, snippet.end).unwrap();
                prop_assert_eq!(span.of(&text), Some(snippet.text.as_str()));
                for (start, end) in snippet.marks {
                    prop_assert!(snippet.start <= start && start < end && end <= snippet.end);
                }
            }
        }
    }
}
