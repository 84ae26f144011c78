//! Text to tokens, losslessly: every character that is not white space belongs to exactly one token.

use model::Span;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with inner hyphens and apostrophes: `modern-day`, `U.S.`, `don't`, `’s`.
    Word,
    /// Digits, with inner separators: `15,000`, `1.2`, `30.023`.
    Number,
    /// One sign of punctuation or any other symbol: `,`, `$`, `–`, `“`.
    Sign,
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where, in bytes of the text.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
    /// Whether white space or the start of the text comes right before it.
    pub spaced: bool,
    /// Whether a line end lies between it and the token before.
    pub line_start: bool,
}

impl Token {
    /// The token's characters.
    #[must_use]
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        self.span.of(text).unwrap_or_default()
    }
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// Hyphens that join the parts of a compound; dashes between numbers or clauses are signs of their own.
const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn is_letter(c: char) -> bool {
    // Letters of Russian and Korean, which `is_alphabetic` finds in a long table.
    matches!(c, 'А'..='я' | '가'..='힣') || c.is_alphabetic() || is_mark(c)
}

/// Combining marks continue the letter before them; the ranges of Unicode blocks made of such marks.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{20D0}'..='\u{20FF}')
}

/// Splits `text` into tokens in one pass.
#[must_use]
pub fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let (mut spaced, mut line_start) = (true, true);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            spaced = true;
            line_start |= matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}');
            at += c.len_utf8();
            continue;
        }
        let (kind, length) = if c.is_numeric() {
            (TokenKind::Number, number_length(&text[at..]))
        } else if is_ideograph(c) {
            (TokenKind::Word, c.len_utf8())
        } else if is_letter(c) {
            (TokenKind::Word, word_length(&text[at..]))
        } else if is_apostrophe(c) && !spaced && is_possessive(&text[at..]) {
            (TokenKind::Word, c.len_utf8() + 1)
        } else {
            (TokenKind::Sign, c.len_utf8())
        };
        tokens.push(Token { span: Span::new(at, at + length), kind, spaced, line_start });
        (spaced, line_start) = (false, false);
        at += length;
    }
    tokens
}

/// Whether `rest` begins with an apostrophe and a lone `s`.
fn is_possessive(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    matches!(chars.next(), Some('s' | 'S')) && !chars.next().is_some_and(char::is_alphanumeric)
}

fn number_length(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let separator = matches!(c, ',' | '.' | '\u{66B}' | '\u{66C}');
        if c.is_numeric() {
            end = at + c.len_utf8();
        } else if !(separator && end == at && chars.peek().is_some_and(|(_, next)| next.is_numeric())) {
            break;
        }
    }
    end
}

/// Whether a hyphen joins capitals and a number into one name, as in `COVID-19`; `mid-2016` is none.
fn joins_code(before: &str, next: Option<char>) -> bool {
    let is_code = !before.is_empty() && before.len() <= LONGEST_CODE;
    is_code && next.is_some_and(char::is_numeric) && before.chars().all(char::is_uppercase)
}

/// Longest run of capitals that a number can be joined to, in bytes.
const LONGEST_CODE: usize = 64;

fn word_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let letters = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    // Most words are plain letters; hyphens, apostrophes, initials and other letters are looked at one by one.
    match bytes.get(letters) {
        Some(b'-' | b'\'' | 0x80..) => {}
        Some(b'.') if letters == 1 => {}
        _ if letters > 0 => return letters,
        _ => {}
    }
    let mut end = 0;
    let mut letters_since_dot = 0;
    let mut dotted = false;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let before_letter = next.is_some_and(|next| is_letter(next) && !is_ideograph(next));
        let joins = is_hyphen(c) && (before_letter || joins_code(&rest[..end], next))
            || is_apostrophe(c) && before_letter && !is_possessive(&rest[at..]);
        if is_letter(c) && !is_ideograph(c) {
            letters_since_dot += 1;
        } else if joins {
            letters_since_dot = 2;
        } else if c == '.' && letters_since_dot == 1 && (dotted || before_letter) {
            // Initials: "U.S.", "D.C.", "E.U."; a single letter before a dot, more of the same around it.
            dotted = true;
            letters_since_dot = 0;
        } else if c.is_numeric()
            && (rest[..end].ends_with(is_hyphen) || rest[..end].ends_with(char::is_numeric))
        {
            letters_since_dot = 2;
        } else {
            break;
        }
        end = at + c.len_utf8();
    }
    end.max(rest.chars().next().map_or(0, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        tokenize(text).iter().map(|token| token.text(text)).collect()
    }

    #[test]
    fn numbers_keep_their_separators() {
        assert_eq!(
            words("$1.2–$2.3 billion, 15,000."),
            ["$", "1.2", "–", "$", "2.3", "billion", ",", "15,000", "."]
        );
        assert_eq!(words("1.2bn 16-hour days"), ["1.2", "bn", "16", "-", "hour", "days"]);
    }

    #[test]
    fn possessives_stand_apart_and_contractions_do_not() {
        assert_eq!(words("Russia’s workers’ pay don't"), ["Russia", "’s", "workers", "’", "pay", "don't"]);
    }

    #[test]
    fn compounds_and_initials_hold_together() {
        assert_eq!(
            words("the U.S. and Washington, D.C. said"),
            ["the", "U.S.", "and", "Washington", ",", "D.C.", "said"]
        );
        assert_eq!(words("state-run Timor-Leste E.U.'s"), ["state-run", "Timor-Leste", "E.U.", "'s"]);
        assert_eq!(words("COVID-19 mid-2016"), ["COVID-19", "mid", "-", "2016"]);
        assert_eq!(words("He left. I stay."), ["He", "left", ".", "I", "stay", "."]);
    }

    #[test]
    fn scripts_without_spaces_are_cut_by_character() {
        assert_eq!(words("朝鲜工人2万 북한 노동자"), ["朝", "鲜", "工", "人", "2", "万", "북한", "노동자"]);
    }

    proptest! {
        #[test]
        fn nothing_but_white_space_lies_between_tokens(text in "\\PC{0,200}") {
            let mut at = 0;
            for token in tokenize(&text) {
                prop_assert!(!token.span.is_empty());
                prop_assert!(text[at..token.span.start].chars().all(char::is_whitespace));
                prop_assert!(token.span.of(&text).is_some_and(|t| !t.contains(char::is_whitespace)));
                at = token.span.end;
            }
            prop_assert!(text[at..].chars().all(char::is_whitespace));
        }
    }
}
