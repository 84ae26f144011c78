//! Words to pieces: the units in which names are compared.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// A run of letters and digits of a word, without case, diacritics and dots: `U.S.` is one piece, `Timor-Leste` two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Hash of the folded letters.
    pub(super) hash: u64,
    /// Whether it begins with a capital letter or a digit.
    pub(super) capital: bool,
    /// Whether it has two or more letters, all of them capitals.
    pub(super) acronym: bool,
    /// Byte of the word at which the piece ends.
    pub(super) end: usize,
}

/// Signs inside a word that part its pieces.
fn parts_pieces(c: char) -> bool {
    matches!(c, '-' | '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '/' | '–' | '\u{2010}' | '\u{2011}')
        || c.is_whitespace()
}

/// Most pieces of a name.
pub(super) const LONGEST: usize = 16;

/// Hash of no letters (offset basis of FNV-1a, 64 bits; Fowler, Noll, Vo).
pub(super) const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;

fn mix(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
}

/// Hash of a sequence of pieces, from the hash of the pieces before and the next piece.
pub(super) fn chain(before: u64, piece: u64) -> u64 {
    let mixed = (before.rotate_left(23) ^ piece).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

/// Letters that Unicode does not decompose but that texts write without their mark.
fn plain(c: char) -> &'static str {
    match c {
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ħ' => "h",
        'ə' => "a",
        _ => "",
    }
}

fn fold(mut hash: u64, letter: char) -> u64 {
    if letter.is_ascii() {
        return mix(hash, letter.to_ascii_lowercase() as u8);
    }
    for lower in letter.to_lowercase() {
        decompose_canonical(lower, |part| {
            if !is_combining_mark(part) {
                let known = plain(part);
                let mut buffer = [0; 4];
                let bytes = if known.is_empty() {
                    part.encode_utf8(&mut buffer).as_bytes()
                } else {
                    known.as_bytes()
                };
                hash = bytes.iter().fold(hash, |hash, byte| mix(hash, *byte));
            }
        });
    }
    hash
}

/// The pieces of one word, or of a whole name.
pub(super) fn pieces(word: &str) -> impl Iterator<Item = Piece> + '_ {
    // Nearly all names and words are ASCII; the table has tens of thousands of names.
    let is_ascii = word.is_ascii();
    let mut at = 0;
    std::iter::from_fn(move || if is_ascii { ascii(word.as_bytes(), &mut at) } else { any(word, &mut at) })
}

/// The piece of a word at a byte, which is moved behind it.
fn any(word: &str, at: &mut usize) -> Option<Piece> {
    let (mut hash, mut letters, mut lower, mut capital, mut end) = (EMPTY, 0_u32, false, false, *at);
    let mut characters = word.get(*at..)?.chars().peekable();
    while let Some(c) = characters.next() {
        *at += c.len_utf8();
        if c.is_alphanumeric() {
            let upper = c.is_uppercase();
            if letters == 0 {
                capital = upper || c.is_numeric();
            }
            lower |= !upper;
            letters += 1;
            hash = fold(hash, c);
        } else if letters > 0 && parts_pieces(c) {
            break;
        }
        end = *at;
        if letters > 0 && characters.peek().is_none_or(|next| parts_pieces(*next)) {
            break;
        }
    }
    (letters > 0).then_some(Piece { hash, capital, acronym: !lower && letters > 1, end })
}

/// The same for a word of ASCII.
fn ascii(word: &[u8], at: &mut usize) -> Option<Piece> {
    let (mut hash, mut letters, mut lower, mut capital, mut end) = (EMPTY, 0_u32, false, false, *at);
    let parts = |byte: u8| !byte.is_ascii_alphanumeric() && parts_pieces(char::from(byte));
    while let Some(byte) = word.get(*at) {
        *at += 1;
        if byte.is_ascii_alphanumeric() {
            let upper = byte.is_ascii_uppercase();
            if letters == 0 {
                capital = upper || byte.is_ascii_digit();
            }
            lower |= !upper;
            letters += 1;
            hash = mix(hash, byte.to_ascii_lowercase());
        } else if letters > 0 && parts(*byte) {
            break;
        }
        end = *at;
        if letters > 0 && word.get(*at).is_none_or(|next| parts(*next)) {
            break;
        }
    }
    (letters > 0).then_some(Piece { hash, capital, acronym: !lower && letters > 1, end })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(name: &str) -> Vec<u64> {
        pieces(name).map(|piece| piece.hash).collect()
    }

    #[test]
    fn spelling_does_not_matter() {
        for (one, other) in [
            ("Türkiye", "TURKIYE"),
            ("Côte d’Ivoire", "cote d'ivoire"),
            ("Timor-Leste", "timor leste"),
            ("U.S.", "US"),
            ("Łódź", "lodz"),
            ("Su\u{308}d", "süd"),
            ("People's", "people s"),
        ] {
            assert_eq!(hashes(one), hashes(other), "{one} and {other}");
        }
        assert_ne!(hashes("Niger"), hashes("Nigeria"));
        assert!(hashes("?!").is_empty());
    }

    #[test]
    fn ascii_words_have_the_same_pieces_either_way() {
        for word in
            ["US-based", "U.S.", "Timor-Leste", "People's", "-a", "a--b", "G7", "?!", "x ", " .a. b", "A/B_c"]
        {
            let all = |next: &dyn Fn(&mut usize) -> Option<Piece>| {
                let mut at = 0;
                std::iter::from_fn(|| next(&mut at)).collect::<Vec<_>>()
            };
            assert_eq!(all(&|at| ascii(word.as_bytes(), at)), all(&|at| any(word, at)), "{word}");
        }
    }

    #[test]
    fn a_piece_knows_its_capitals_and_its_end() {
        let found: Vec<_> =
            pieces("US-based").map(|piece| (piece.capital, piece.acronym, piece.end)).collect();
        assert_eq!(found, [(true, true, 2), (false, false, 8)]);
        let found: Vec<_> = pieces("U.S.").map(|piece| (piece.capital, piece.acronym, piece.end)).collect();
        assert_eq!(found, [(true, true, 4)]);
        assert_eq!(pieces("Us").map(|piece| piece.acronym).collect::<Vec<_>>(), [false]);
    }
}
