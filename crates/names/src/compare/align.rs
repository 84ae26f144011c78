//! Which part of one name answers to which part of the other.

use super::parts::{Likeness, Whole, initial, is_spelled, same, similar};
use crate::NameKind;
use crate::edit::distance;
use crate::name::{Name, Role, Token};
use crate::reason::Agreement;

/// Parts that answer each other; parts as bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pair {
    /// Parts of the first name.
    pub(crate) left: u32,
    /// Parts of the second name.
    pub(crate) right: u32,
    /// How they agree.
    pub(crate) agreement: Agreement,
    /// How alike they are, 0..1.
    pub(crate) similarity: f32,
}

/// Two names laid side by side.
#[derive(Debug, Clone, Default)]
pub(crate) struct Alignment {
    /// What answers what.
    pub(crate) pairs: Vec<Pair>,
    /// Parts that only the first has, as bits.
    pub(crate) left_alone: u32,
    /// Parts that only the second has, as bits.
    pub(crate) right_alone: u32,
}

impl Alignment {
    /// One pair of all parts of both.
    pub(crate) fn whole(a: &Name, b: &Name, agreement: Agreement, similarity: f32) -> Alignment {
        let pair = Pair { left: all(a), right: all(b), agreement, similarity };
        Alignment { pairs: vec![pair], ..Alignment::default() }
    }

    fn take(&mut self, left: u32, right: u32, likeness: Likeness) {
        self.left_alone &= !left;
        self.right_alone &= !right;
        self.pairs.push(Pair { left, right, agreement: likeness.agreement, similarity: likeness.similarity });
    }
}

/// All parts of a name, as bits.
fn all(name: &Name) -> u32 {
    if name.tokens.is_empty() { 0 } else { u32::MAX >> (32 - name.tokens.len().min(32) as u32) }
}

/// The places of the bits of a set, lowest first.
pub(crate) fn bits(set: u32) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(set), |rest| Some(rest & rest.wrapping_sub(1)))
        .take_while(|rest| *rest != 0)
        .map(|rest| rest.trailing_zeros() as usize)
}

/// The parts of a set.
pub(crate) fn parts(name: &Name, set: u32) -> impl Iterator<Item = &Token> {
    bits(set).filter_map(|at| name.tokens.get(at))
}

/// Most letters that may differ in two names, all parts together.
fn edits_allowed(a: &Name, b: &Name) -> u8 {
    let letters = |name: &Name| -> usize {
        name.tokens.iter().filter(|token| token.weight >= 0.5).map(|token| token.text.len()).sum()
    };
    match letters(a).min(letters(b)) {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// Lays two names side by side: equal parts first, then parts written together, slips of spelling, abbreviations.
#[must_use]
pub(crate) fn align(a: &Name, b: &Name, kind: NameKind) -> Alignment {
    let mut alignment = Alignment { left_alone: all(a), right_alone: all(b), ..Alignment::default() };
    one_to_one(a, b, &mut alignment, |left, right| same(left, right, kind));
    if alignment.left_alone == 0 || alignment.right_alone == 0 {
        return alignment;
    }
    let mut edits = edits_allowed(a, b);
    joined(a, b, &mut alignment, &mut edits);
    let whole = Whole::of(a, b, kind);
    for limit in 1..=2 {
        one_to_one(a, b, &mut alignment, |left, right| {
            let found = similar(left, right, whole, limit.min(edits))?;
            edits -= found.edits;
            Some(found)
        });
    }
    match kind {
        NameKind::Person => one_to_one(a, b, &mut alignment, initial),
        NameKind::Organisation => abbreviated(a, b, &mut alignment),
        _ => {}
    }
    alignment
}

fn one_to_one(
    a: &Name,
    b: &Name,
    alignment: &mut Alignment,
    mut test: impl FnMut(&Token, &Token) -> Option<Likeness>,
) {
    for i in bits(alignment.left_alone) {
        let Some(left) = a.tokens.get(i) else { continue };
        for j in bits(alignment.right_alone) {
            let Some(right) = b.tokens.get(j) else { continue };
            if let Some(likeness) = test(left, right) {
                alignment.take(1 << i, 1 << j, likeness);
                break;
            }
        }
    }
}

/// Finds a part of one name that neighbouring parts of the other give when written together.
fn joined(a: &Name, b: &Name, alignment: &mut Alignment, edits: &mut u8) {
    let likeness = |edits: u8| Likeness { agreement: Agreement::Joined, similarity: 0.95, edits };
    for i in bits(alignment.left_alone) {
        if let Some((parts, spent)) =
            a.tokens.get(i).and_then(|whole| parts_of(whole, b, alignment.right_alone, *edits))
        {
            *edits -= spent;
            alignment.take(1 << i, parts, likeness(spent));
        }
    }
    for j in bits(alignment.right_alone) {
        if let Some((parts, spent)) =
            b.tokens.get(j).and_then(|whole| parts_of(whole, a, alignment.left_alone, *edits))
        {
            *edits -= spent;
            alignment.take(parts, 1 << j, likeness(spent));
        }
    }
}

/// Shortest word that is found in pieces, and shortest that may have a letter wrong besides.
const SHORTEST_JOINED: usize = 4;
const SHORTEST_JOINED_WRONG: usize = 8;

/// Neighbouring parts that give `whole`, two to four, and how many letters differ.
fn parts_of(whole: &Token, many: &Name, alone: u32, edits: u8) -> Option<(u32, u8)> {
    let length = whole.text.len();
    if length < SHORTEST_JOINED || !is_spelled(whole) || whole.role == Role::LegalForm {
        return None;
    }
    let limit = if length < SHORTEST_JOINED_WRONG { 0 } else { edits.min(1) };
    let is_piece = |token: &&Token| !matches!(token.role, Role::Honorific | Role::Numeral);
    for start in bits(alone & (alone >> 1)) {
        let (mut letters, mut set) = (0, 0u32);
        for at in start..(start + 4).min(many.tokens.len()) {
            let part = many.tokens.get(at).filter(|_| alone & (1 << at) != 0).filter(is_piece);
            let Some(part) = part else { break };
            letters += part.text.len();
            set |= 1 << at;
            if letters > length + 1 {
                break;
            }
            if at > start && letters + 1 >= length {
                let text: String = parts(many, set).map(Token::text).collect();
                let has_form = parts(many, set).any(|token| token.role == Role::LegalForm);
                let limit = if has_form { 0 } else { limit };
                if let Some(spent) = distance(text.as_bytes(), whole.text.as_bytes(), limit) {
                    return Some((set, spent));
                }
            }
        }
    }
    None
}

/// Finds a part that is the first letters of the words of the other name: `PLA`, `People's Liberation Army`.
fn abbreviated(a: &Name, b: &Name, alignment: &mut Alignment) {
    let likeness = Likeness { agreement: Agreement::Abbreviation, similarity: 0.65, edits: 0 };
    for i in bits(alignment.left_alone) {
        if let Some(words) = a.tokens.get(i).and_then(|short| words_of(short, b, alignment.right_alone)) {
            alignment.take(1 << i, words, likeness);
        }
    }
    for j in bits(alignment.right_alone) {
        if let Some(words) = b.tokens.get(j).and_then(|short| words_of(short, a, alignment.left_alone)) {
            alignment.take(words, 1 << j, likeness);
        }
    }
}

/// The words, three to eight, whose first letters give an abbreviation; small words and legal forms may stand between.
fn words_of(short: &Token, long: &Name, alone: u32) -> Option<u32> {
    let letters = short.text.as_bytes();
    let is_upper = short.written.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
    if !(3..=8).contains(&letters.len()) || !is_upper || short.role == Role::Numeral {
        return None;
    }
    let mut words = 0u32;
    let mut rest = letters.iter();
    for at in bits(alone) {
        let word = long.tokens.get(at).filter(|word| !matches!(word.role, Role::Stop | Role::LegalForm));
        let Some(word) = word else { continue };
        if rest.next() != word.text.as_bytes().first() {
            return None;
        }
        words |= 1 << at;
    }
    (rest.next().is_none() && words.count_ones() > 2).then_some(words)
}
