//! How alike two parts of names are.

use crate::NameKind;
use crate::edit::distance;
use crate::name::{Name, Role, Token};
use crate::reason::Agreement;
use crate::script::{Script, Scripts};

/// What two parts have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Likeness {
    /// How they agree.
    pub(crate) agreement: Agreement,
    /// How alike, 0..1.
    pub(crate) similarity: f32,
    /// Letters that differ.
    pub(crate) edits: u8,
}

const fn alike(agreement: Agreement, similarity: f32) -> Option<Likeness> {
    Some(Likeness { agreement, similarity, edits: 0 })
}

/// What of two names as wholes bears on their parts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Whole {
    /// How their scripts write vowels.
    vowels: Vowels,
    /// Whether it is a firm that one word names: then that word must agree more closely.
    is_one_word_firm: bool,
    /// Whether it is an organisation: words of three letters are mostly abbreviations there.
    is_organisation: bool,
}

impl Whole {
    /// Looks at two names.
    #[must_use]
    pub(crate) fn of(a: &Name, b: &Name, kind: NameKind) -> Whole {
        let telling = |name: &Name| name.tokens.iter().filter(|token| token.weight >= 0.3).count();
        let is_one_word_firm = kind == NameKind::Organisation && telling(a) < 2 && telling(b) < 2;
        Whole { vowels: Vowels::of(a, b), is_one_word_firm, is_organisation: kind == NameKind::Organisation }
    }

    /// Most letters that may differ in a part.
    fn letters_allowed(self, a: &Token, b: &Token) -> u8 {
        let shorter = a.text.len().min(b.text.len());
        match (self.vowels, shorter) {
            (_, 0..=2) => 0,
            (_, 3) if self.is_organisation => 0,
            (_, 3..=4) if self.is_one_word_firm => 0,
            (_, 3..=4) | (Vowels::Left, _) => 1,
            (_, 5..=7) if self.is_one_word_firm => 1,
            _ => 2,
        }
    }

    /// Whether a slip may have made one part of the other.
    ///
    /// The first letter is rarely mistaken, and seldom left out; a short name of a firm differs from others by one
    /// letter in another's place.
    fn is_slip(self, a: &Token, b: &Token, edits: u8) -> bool {
        let same_first = a.text.as_bytes().first() == b.text.as_bytes().first();
        let same_length = a.text.len() == b.text.len();
        let shorter = a.text.len().min(b.text.len());
        let is_other_firm = self.is_one_word_firm && shorter < 7 && (same_length || !same_first);
        !is_other_firm
            && (same_first || edits == 1 && (same_length || shorter > 4))
            && !differ_in_gender(a, b)
    }
}

/// How the scripts of two names bear on what is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Vowels {
    /// Both write vowels.
    Written,
    /// One of the two leaves most vowels out: consonants decide.
    OnOneSide,
    /// Both leave them out: every letter tells more.
    Left,
}

impl Vowels {
    /// How two names write vowels.
    #[must_use]
    fn of(a: &Name, b: &Name) -> Vowels {
        let leaves_out =
            |scripts: Scripts| scripts.contains(Script::Arabic) || scripts.contains(Script::Hebrew);
        match (leaves_out(a.scripts), leaves_out(b.scripts)) {
            (false, false) => Vowels::Written,
            (true, true) => Vowels::Left,
            _ => Vowels::OnOneSide,
        }
    }
}

/// Equal or equivalent parts, found by comparing keys only.
#[must_use]
pub(crate) fn same(a: &Token, b: &Token, kind: NameKind) -> Option<Likeness> {
    let both_han = a.script == Some(Script::Han) && b.script == Some(Script::Han);
    if a.hash == b.hash && (!both_han || a.consonants == b.consonants) {
        return alike(Agreement::Equal, 1.0);
    }
    if both_han {
        // Many characters sound alike: only known forms are left.
    } else if a.sound == b.sound && a.text.len().min(b.text.len()) > 2 && a.role != Role::Numeral {
        let is_short = kind == NameKind::Organisation && a.text.len().min(b.text.len()) < 5;
        if !is_short || a.script != b.script {
            return alike(Agreement::Romanisation, 0.95);
        }
    }
    if a.group_bits & b.group_bits == 0 || !a.groups.iter().any(|group| b.groups.binary_search(group).is_ok())
    {
        return None;
    }
    if a.role == Role::LegalForm {
        return alike(Agreement::LegalForm, 0.95);
    }
    // What is one name of a person in two languages is not one firm, nor is Antonio Antonia.
    let is_firm = kind == NameKind::Organisation && a.role == Role::Core && a.script == b.script;
    if is_firm || differ_in_gender(a, b) {
        return None;
    }
    alike(Agreement::KnownForm, 0.95)
}

/// Parts a few letters apart, or with equal consonants where a script leaves vowels out.
#[must_use]
pub(crate) fn similar(a: &Token, b: &Token, whole: Whole, limit: u8) -> Option<Likeness> {
    let limit = limit.min(whole.letters_allowed(a, b));
    let is_far = (a.letters ^ b.letters).count_ones() > 2 * u32::from(limit);
    if whole.vowels != Vowels::OnOneSide && (limit == 0 || is_far) || !is_spelled(a) || !is_spelled(b) {
        return None;
    }
    if whole.vowels == Vowels::OnOneSide {
        return if same_consonants(a, b) { alike(Agreement::Consonants, 0.9) } else { None };
    }
    let edits = distance(a.text.as_bytes(), b.text.as_bytes(), limit)?;
    if !whole.is_slip(a, b, edits) {
        return None;
    }
    let longer = a.text.len().max(b.text.len()) as f32;
    Some(Likeness { agreement: Agreement::Spelling, similarity: 1.0 - f32::from(edits) / longer, edits })
}

/// Whether letters tell a part: not a number, nor syllables that are written as such.
pub(crate) fn is_spelled(token: &Token) -> bool {
    token.role != Role::Numeral && !matches!(token.script, Some(Script::Han | Script::Hangul | Script::Kana))
}

/// Whether two given names are the man's and the woman's form of one: `Antonio`, `Antonia`; `Joaquin`, `Joaquina`.
///
/// Family names of East Slavs end so too and stay one name: `Ivanov`, `Ivanova`.
fn differ_in_gender(a: &Token, b: &Token) -> bool {
    let woman_of = |woman: &str, man: &str| {
        woman.strip_suffix('a').is_some_and(|stem| {
            let is_slavic_family = ["ov", "ev"].iter().any(|ending| stem.ends_with(ending));
            stem.len() > 3 && (man.strip_suffix('o') == Some(stem) || man == stem && !is_slavic_family)
        })
    };
    a.script == Some(Script::Latin)
        && b.script == Some(Script::Latin)
        && (woman_of(&a.text, &b.text) || woman_of(&b.text, &a.text))
}

/// Three or more consonants, all in the same class, and no long vowel that the other side cannot have.
///
/// Two parts that are both known, and not as forms of one name, are two names: `محمد` is Mohammed and not Mahmud.
fn same_consonants(a: &Token, b: &Token) -> bool {
    if !a.groups.is_empty() && !b.groups.is_empty() {
        return false;
    }
    let long_vowels_fit =
        |few: &Token, all: &Token| few.vowels & 7 & !all.vowels == 0 && all.vowels & 8 & !few.vowels == 0;
    let leaves_out = |token: &Token| matches!(token.script, Some(Script::Arabic | Script::Hebrew));
    a.consonants == b.consonants
        && a.consonants > 0xff
        && match (leaves_out(a), leaves_out(b)) {
            (true, false) => long_vowels_fit(a, b),
            (false, true) => long_vowels_fit(b, a),
            _ => false,
        }
}

/// An initial and a name that begins with it.
#[must_use]
pub(crate) fn initial(a: &Token, b: &Token) -> Option<Likeness> {
    let stands_for = |short: &Token, long: &Token| {
        short.role == Role::Initial && long.text.as_bytes().first() == short.text.as_bytes().first()
    };
    if stands_for(a, b) || stands_for(b, a) { alike(Agreement::Initial, 0.8) } else { None }
}
