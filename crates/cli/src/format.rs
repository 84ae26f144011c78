//! Values as people read them.

use model::ReviewState;
use publish::{AttributionRow, ClaimRow};
pub(crate) use publish::{amount, count, number};

/// The text without anything a terminal would act on: control characters become spaces, marks that turn the direction of
/// writing are dropped, and so are soft hyphens, which some terminals show. Texts come from strangers.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .filter(|character| !matches!(character, '\u{ad}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .map(|character| if character.is_control() && character != '\n' { ' ' } else { character })
        .collect()
}

/// A path on one line, to the letter: control characters are escaped as `\n` or `\u{1b}`, and so are marks that turn the
/// direction of writing.
pub(crate) fn path(path: &std::path::Path) -> String {
    let mut line = String::new();
    for character in path.display().to_string().chars() {
        let as_it_is = printable(character.encode_utf8(&mut [0; 4])).starts_with(character);
        if as_it_is && !character.is_control() {
            line.push(character);
        } else {
            line.extend(character.escape_default());
        }
    }
    line
}

/// The text on one line, runs of white space folded.
pub(crate) fn one_line(text: &str) -> String {
    printable(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a claim says in the fewest words, on one line.
pub(crate) fn gist(claim: &ClaimRow) -> String {
    one_line(&publish::gist(claim))
}

/// The chain of speakers, outermost first; `–` for nobody.
pub(crate) fn speakers(speakers: &[AttributionRow]) -> String {
    let names: Vec<&str> = speakers.iter().map(|speaker| speaker.name.as_str()).collect();
    if names.is_empty() { "–".to_owned() } else { one_line(&names.join(" › ")) }
}

/// The beginning of an id that is long enough to type.
pub(crate) fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

/// A mark for what people made of a claim; nothing where nobody looked yet.
pub(crate) fn state_mark(state: ReviewState) -> &'static str {
    match state {
        ReviewState::Proposed => "",
        ReviewState::Confirmed => "✓",
        ReviewState::Corrected => "✎",
        ReviewState::Rejected => "✗",
        ReviewState::Superseded => "↷",
        ReviewState::Orphaned => "?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_steer_the_terminal() {
        assert_eq!(printable("a\u{1b}[31mred\u{7}\u{9b}2J\u{202e}x\nb"), "a [31mred  2Jx\nb");
        assert_eq!(one_line(" a\n\t b "), "a b");
        let name = std::path::Path::new("a\nfailed  b\u{1b}[2J\u{202e} é.txt");
        assert_eq!(path(name), r"a\nfailed  b\u{1b}[2J\u{202e} é.txt");
    }
}
