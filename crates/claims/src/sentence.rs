//! Tokens to sentences, paragraphs and clauses.
//!
//! A **paragraph** ends at a line end, unless the line looks wrapped (a text file of fixed width). A
//! **sentence** ends at `.`, `!`, `?` or `…` before what can start another, and at the end of its paragraph or
//! zone; very long ones are cut. A **clause** is a stretch of a sentence between `;`, `:`, spaced dashes, brackets,
//! words that open a subordinate clause, and commas before a conjunction or a relative pronoun.

use crate::token::{Token, TokenKind};
use model::{Zone, ZoneSpan};
use std::ops::Range;

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sentence {
    /// Its tokens.
    pub(crate) tokens: Range<usize>,
    /// Number of its paragraph in the document, from 0.
    pub(crate) paragraph: usize,
    pub(crate) zone: Zone,
    pub(crate) hidden: bool,
}

/// Abbreviations whose dot ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "adm", "art", "brig", "ca", "capt", "cf", "co", "col", "corp", "cpl", "dr", "e.g", "eds", "esp", "et",
    "fig", "gen", "gov", "hon", "i.e", "inc", "jr", "lt", "ltd", "maj", "messrs", "mr", "mrs", "ms", "mt",
    "no", "nos", "para", "paras", "pp", "prof", "rep", "rev", "sec", "sen", "sgt", "sr", "st", "vol", "vs",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "approx", "dept",
    "est", "al",
];

/// Words that begin a sentence after initials such as `U.S.` far more often than they continue one.
const STARTERS: &[&str] = &[
    "The",
    "It",
    "In",
    "A",
    "An",
    "This",
    "These",
    "Those",
    "That",
    "But",
    "However",
    "He",
    "She",
    "They",
    "We",
    "There",
    "According",
    "Some",
    "Many",
    "Most",
    "At",
    "On",
    "Since",
    "After",
    "Although",
    "While",
    "If",
    "When",
    "As",
    "For",
];

/// Line length, in bytes, above which a line is a whole paragraph rather than a wrapped piece of one.
const WIDEST_WRAPPED_LINE: usize = 140;
const NARROWEST_WRAPPED_LINE: usize = 50;

/// Longest sentence, in tokens and in bytes: what goes on without a full stop (a table, a list of links) is cut
/// there, so that stages that look at a whole sentence for each of its words stay linear in the text.
const MOST_TOKENS: usize = 512;
const MOST_BYTES: usize = 16_384;

fn is_opening(text: &str) -> bool {
    matches!(text, "“" | "\"" | "‘" | "«" | "(" | "[" | "„" | "'" | "¿" | "¡")
}

fn is_closing(text: &str) -> bool {
    matches!(text, "”" | "\"" | "’" | "»" | ")" | "]" | "'")
}

fn is_terminal(text: &str) -> bool {
    matches!(text, "." | "!" | "?" | "…" | "。" | "！" | "？")
}

/// Whether the line end before `token` ends a paragraph.
fn ends_paragraph(text: &str, before: &Token, token: &Token) -> bool {
    let gap = text.get(before.span.end..token.span.start).unwrap_or_default();
    if gap.bytes().filter(|byte| *byte == b'\n').count() > 1 {
        return true;
    }
    // Further back than the widest wrapped line there is nothing to learn, and a text may be one line.
    let reach = text.floor_char_boundary(before.span.start.saturating_sub(WIDEST_WRAPPED_LINE + 1));
    let line_start = text[reach..before.span.start].rfind('\n').map_or(reach, |at| reach + at + 1);
    let length = before.span.end - line_start;
    let wrapped = (NARROWEST_WRAPPED_LINE..=WIDEST_WRAPPED_LINE).contains(&length);
    let bullet = token.kind == TokenKind::Sign && !is_opening(token.text(text));
    !wrapped || bullet || is_terminal(before.text(text)) && length < 60
}

/// Splits the tokens of a text into sentences; zones never share one.
pub(crate) fn split(text: &str, tokens: &[Token], zones: &[ZoneSpan]) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut zone = 0;
    let mut paragraph = 0;
    let mut start = 0;
    for (index, token) in tokens.iter().enumerate() {
        let zone_before = zone;
        while zones.get(zone).is_some_and(|stretch| stretch.span.end <= token.span.start) {
            zone += 1;
        }
        if index > start {
            let new_zone = zones.get(zone).map(|z| (z.zone, z.hidden))
                != zones.get(zone_before).map(|z| (z.zone, z.hidden));
            let new_paragraph = token.line_start && ends_paragraph(text, &tokens[index - 1], token);
            let too_long =
                index - start >= MOST_TOKENS || token.span.end - tokens[start].span.start > MOST_BYTES;
            if new_zone || new_paragraph || too_long || ends_sentence(text, tokens, start, index) {
                sentences.push(sentence(start..index, paragraph, zones.get(zone_before)));
                start = index;
            }
            if new_zone || new_paragraph {
                paragraph += 1;
            }
        }
    }
    if start < tokens.len() {
        sentences.push(sentence(start..tokens.len(), paragraph, zones.get(zone)));
    }
    sentences
}

fn sentence(tokens: Range<usize>, paragraph: usize, stretch: Option<&ZoneSpan>) -> Sentence {
    let (zone, hidden) = stretch.map_or((Zone::Main, false), |stretch| (stretch.zone, stretch.hidden));
    Sentence { tokens, paragraph, zone, hidden }
}

/// Whether the sentence that began at `start` ends right before `next`.
fn ends_sentence(text: &str, tokens: &[Token], start: usize, next: usize) -> bool {
    let word = |index: usize| tokens[index].text(text);
    if !tokens[next].spaced {
        return matches!(word(next - 1), "。" | "！" | "？") && !is_closing(word(next));
    }
    let first = word(next).chars().next().unwrap_or(' ');
    let can_start = first.is_uppercase() || first.is_numeric() || is_opening(word(next)) || !first.is_ascii();
    // Step back over closing quotation marks, brackets and footnote marks.
    let mut last = next - 1;
    while last > start {
        let footnote = tokens[last].kind == TokenKind::Number && !tokens[last].spaced;
        if is_closing(word(last)) || footnote || (word(last) == "[" && last + 1 < next) {
            last -= 1;
        } else {
            break;
        }
    }
    if is_terminal(word(last)) {
        if word(last) == "." && last > start && is_abbreviation(word(last - 1)) {
            return false;
        }
        return can_start;
    }
    tokens[last].kind == TokenKind::Word
        && word(last).ends_with('.')
        && last + 1 == next
        && STARTERS.contains(&word(next))
}

fn is_abbreviation(word: &str) -> bool {
    let single = word.chars().count() == 1 && word.chars().all(char::is_uppercase) && word != "I";
    single || word.len() <= 7 && ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

/// Words that open a clause wherever they stand.
const OPENERS: &[&str] = &["although", "though", "whereas", "while", "because", "but", "unless", "so"];
/// Words that open a clause after a comma.
const OPENERS_AFTER_COMMA: &[&str] = &[
    "and",
    "or",
    "which",
    "who",
    "whom",
    "where",
    "when",
    "with",
    "as",
    "if",
    "then",
    "while",
    "yet",
    "some",
    "most",
    "many",
    "of",
    "both",
    "none",
    "leaving",
    "according",
    "after",
    "before",
    "since",
];

/// The clause of each token of a sentence, numbered from 0.
pub(crate) fn clauses(text: &str, tokens: &[Token], range: &Range<usize>, out: &mut Vec<u16>) {
    let mut clause = 0u16;
    for index in range.clone() {
        let token = &tokens[index];
        let word = token.text(text);
        let opens = index > range.start && opens_clause(text, tokens, index, range);
        if opens {
            clause = clause.saturating_add(1);
        }
        out.push(clause);
        let closes = matches!(word, ";" | ":" | "(" | ")" | "—" | "[" | "]")
            || word == "–" && token.spaced && tokens.get(index + 1).is_some_and(|next| next.spaced);
        if closes {
            clause = clause.saturating_add(1);
        }
    }
}

fn opens_clause(text: &str, tokens: &[Token], index: usize, range: &Range<usize>) -> bool {
    let word = tokens[index].text(text);
    let after_comma = tokens[index - 1].text(text) == ",";
    // "5, and 6" and "China, Russia, and Poland" are lists: the conjunction is followed by one short item.
    let list = matches!(word, "and" | "or")
        && (index + 2..(index + 4).min(range.end))
            .any(|end| matches!(tokens[end].text(text), "," | "." | ";"));
    OPENERS.contains(&word) || after_comma && OPENERS_AFTER_COMMA.contains(&word) && !list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokenize;
    use model::Span;

    fn sentences(text: &str) -> Vec<String> {
        let tokens = tokenize(text);
        let zones = [ZoneSpan { span: Span::new(0, text.len()), zone: Zone::Main, hidden: false }];
        let join = |s: &Sentence| {
            tokens[s.tokens.clone()].iter().map(|t| t.text(text)).collect::<Vec<_>>().join(" ")
        };
        split(text, &tokens, &zones).iter().map(join).collect()
    }

    #[test]
    fn ends_of_sentences() {
        let text = "Mr. Kim left. “We work,” he said. It paid $1.2 million in the U.S. The rest stayed.[3] No. 5 closed.";
        assert_eq!(
            sentences(text),
            [
                "Mr . Kim left .",
                "“ We work , ” he said .",
                "It paid $ 1.2 million in the U.S.",
                "The rest stayed . [ 3 ]",
                "No . 5 closed ."
            ]
        );
    }

    #[test]
    fn wrapped_lines_belong_together_and_headlines_stand_apart() {
        let text = "Slave Gangs Abroad\n\nThe men who work at the yard are paid less than the others and\nsend money home. They may not leave.\nBanner";
        assert_eq!(
            sentences(text),
            [
                "Slave Gangs Abroad",
                "The men who work at the yard are paid less than the others and send money home .",
                "They may not leave .",
                "Banner"
            ]
        );
    }

    fn clause_starts(text: &str) -> Vec<String> {
        let tokens = tokenize(text);
        let mut clauses_of = Vec::new();
        clauses(text, &tokens, &(0..tokens.len()), &mut clauses_of);
        (0..tokens.len())
            .filter(|&i| i == 0 || clauses_of[i] != clauses_of[i - 1])
            .map(|i| tokens[i].text(text).to_owned())
            .collect()
    }

    #[test]
    fn clauses_open_at_subordinators_not_in_lists() {
        assert_eq!(
            clause_starts("They earn $700 although they keep $150, and the rest goes home."),
            ["They", "although", "and"]
        );
        assert_eq!(clause_starts("Men sent to China, Russia, and Poland work."), ["Men"]);
    }
}
