//! Keys under which spellings of the same sounds meet.
//!
//! *Sound*: vowels and consonants in classes, so that the usual romanisations of Cyrillic (ISO 9, BGN/PCGN, passport,
//! scientific, German, French) and of Arabic names give one key. *Consonants*: what is left without vowels, for
//! scripts that write few of them.

/// Consonant clusters of romanisations, longest first, and the class they stand for.
const CLUSTERS: &[(&str, u8)] = &[
    ("schtsch", b'S'),
    ("shch", b'S'),
    ("stch", b'S'),
    ("tsch", b'C'),
    ("sch", b'S'),
    ("tch", b'C'),
    ("dzh", b'J'),
    ("sh", b'S'),
    ("ch", b'C'),
    ("cz", b'C'),
    ("zh", b'Z'),
    ("kh", b'H'),
    ("gh", b'g'),
    ("ph", b'f'),
    ("th", b't'),
    ("dh", b'd'),
    ("ts", b'T'),
    ("tz", b'T'),
    ("ck", b'k'),
    ("dj", b'J'),
    ("ks", b'X'),
];

/// The class of sounds at the beginning of a word, and how many letters it takes.
fn class(rest: &[u8]) -> (u8, usize) {
    if let Some((cluster, class)) = CLUSTERS.iter().find(|(cluster, _)| rest.starts_with(cluster.as_bytes()))
    {
        return (*class, cluster.len());
    }
    let class = match rest.first().copied().unwrap_or(0) {
        b'e' | b'i' | b'y' | b'j' => b'i',
        b'o' | b'u' => b'u',
        b'c' | b'q' | b'k' => b'k',
        b'w' | b'v' => b'v',
        b'x' => b'X',
        b'h' => b'H',
        other => other,
    };
    (class, 1)
}

/// The sounds of a folded word, as a hash; 0 for a word without any.
///
/// Neighbours of one class count once, so `Sergei`, `Sergey` and `Sergej` give one key, as do `Usama` and `Osama`.
#[must_use]
pub(crate) fn sound(word: &[u8]) -> u64 {
    let mut hash = Fnv::default();
    let (mut at, mut last) = (0, 0);
    while let Some(rest) = word.get(at..).filter(|rest| !rest.is_empty()) {
        let (class, length) = class(rest);
        if class != last {
            hash.push(class);
        }
        last = class;
        at += length;
    }
    hash.finish()
}

/// The consonants of a folded word in fourteen classes, four bits each, first one highest; at most sixteen.
///
/// Arabic and Hebrew write consonants and some long vowels; a name in these scripts meets its Latin spelling here.
/// A vowel at the beginning counts as a consonant of its own (alif, alef, ayin). `h` at the end is dropped, since
/// it mostly stands for tāʾ marbūṭa or a final he.
#[must_use]
pub(crate) fn consonants(word: &[u8]) -> u64 {
    let (mut key, mut at, mut last, mut count) = (0u64, 0, 0u8, 0);
    while let Some(rest) = word.get(at..).filter(|rest| !rest.is_empty()) {
        let (class, length) = class(rest);
        let is_end = rest.len() == length;
        let is_vowel = |byte: u8| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'w');
        let code = match class {
            _ if rest.first() == Some(&b'j') => 7,
            // A w or y at the beginning is a consonant, any other stands for a long vowel as often as not.
            _ if rest.first().is_some_and(|byte| is_vowel(*byte)) => u8::from(at == 0),
            // Arabic has no p and writes b for it.
            b'b' | b'v' | b'p' => 2,
            b'f' => 3,
            b't' => 4,
            b'd' => 5,
            b'k' => 6,
            b'g' | b'J' => 7,
            b'H' if is_end => 0,
            b'H' => 8,
            b's' | b'S' | b'T' | b'C' => 9,
            b'z' | b'Z' => 10,
            b'l' => 11,
            b'm' => 12,
            b'n' => 13,
            b'r' => 14,
            b'X' => 15,
            _ => 0,
        };
        if code != 0 && code != last && count < 16 {
            key = key << 4 | u64::from(code);
            count += 1;
        }
        last = code;
        at += length;
    }
    key
}

/// Which vowels a folded word has after its first letter: 1 for a, 2 for e, i, y, 4 for o, u, w, 8 for w.
#[must_use]
pub(crate) fn vowels(word: &[u8]) -> u8 {
    word.iter().skip(1).fold(0, |set, byte| {
        set | match byte {
            b'a' => 1,
            b'e' => 3,
            b'i' | b'y' | b'j' => 2,
            b'o' | b'u' => 4,
            b'w' => 12,
            _ => 0,
        }
    })
}

/// FNV-1a, 64 bit: the same on every machine and in every build, since keys are stored.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// Takes one byte.
    pub(crate) fn push(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }

    /// The hash of what was taken; 0 only for nothing.
    pub(crate) fn finish(self) -> u64 {
        if self.0 == Fnv::default().0 { 0 } else { self.0 | 1 }
    }

    /// The hash of some bytes.
    #[must_use]
    pub(crate) fn of(bytes: &[u8]) -> u64 {
        let mut hash = Fnv::default();
        bytes.iter().for_each(|byte| hash.push(*byte));
        hash.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::folded;

    fn same_sound(a: &str, b: &str) -> bool {
        sound(folded(a).as_bytes()) == sound(folded(b).as_bytes())
    }

    #[test]
    fn romanisations_meet() {
        for (a, b) in [
            ("Сергей", "Sergej"),
            ("Sergei", "Sergey"),
            ("Щукин", "Schtschukin"),
            ("Usama", "Osama"),
            ("Ladin", "Laden"),
            ("Зеленський", "Zelenskyy"),
            ("Хрущев", "Khrushchev"),
        ] {
            assert!(same_sound(a, b), "{a} {b}");
        }
        assert!(!same_sound("Lavrov", "Navrov"));
    }

    #[test]
    fn consonants_of_arabic_meet_latin() {
        let key = |word: &str| consonants(folded(word).as_bytes());
        assert_eq!(key("محمد"), key("Mohammed"));
        assert_eq!(key("خالد"), key("Khaled"));
        assert_ne!(key("خالد"), key("Walid"));
    }
}
