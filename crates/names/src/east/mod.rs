//! Korean and Chinese names of persons, syllable by syllable.
//!
//! ```text
//! 김정은, Kim Chŏng-ŭn, Kim Jong Un ─▶ syllables of Hangul, each a set of letters it may stand for
//! 习近平, 習近平, Hsi Chin-p'ing    ─▶ syllables of Pinyin, each a small set
//! 金正恩                            ─▶ both, by its characters
//! ```
//!
//! Two such names are the same if every syllable can be: one differing syllable is another person. That is
//! stricter than edit distance, since these names are short and differ by single letters.

mod han;
mod korean;
mod pinyin;

use serde::{Deserialize, Serialize};

use crate::Script;
use crate::analyse::Word;
use crate::reason::Agreement;
use crate::sound::Fnv;
use han::Character;
use korean::Syllable;
use pinyin::Sounds;

/// Most ways to cut one name into syllables that are kept.
const MOST_READINGS: usize = 6;

/// A name of a person as syllables: all the ways it can be read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct Syllables {
    korean: Vec<Vec<Syllable>>,
    mandarin: Vec<Vec<Sounds>>,
    characters: Vec<Character>,
    is_latin: bool,
}

impl Syllables {
    /// Whether it is one that reading could have made: every reading has syllables.
    pub(crate) fn is_sound(&self) -> bool {
        self.korean.iter().all(|reading| !reading.is_empty())
            && self.mandarin.iter().all(|reading| !reading.is_empty())
    }

    /// Keys of the ways to read the name: two names that [`compare`] finds the same in one language share one.
    pub(crate) fn keys(&self) -> impl Iterator<Item = u64> + '_ {
        let korean = self.korean.iter().map(|name| {
            let mut key = Fnv::default();
            key.push(b'k');
            korean::push_key(name, &mut key);
            key.finish()
        });
        let mandarin = self.mandarin.iter().map(|name| {
            let mut key = Fnv::default();
            key.push(b'm');
            pinyin::push_key(name, &mut key);
            key.finish()
        });
        korean.chain(mandarin)
    }
}

/// What the syllables of two names say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Verdict {
    /// Every syllable agrees.
    Same(Agreement, f32),
    /// Read in one language, at least one syllable differs; how large a part agrees.
    Different(f32),
}

/// Reads a name as Korean or Chinese, if all of it can be read so.
#[must_use]
pub(crate) fn syllables(words: &[&Word]) -> Option<Syllables> {
    let script = words.first()?.script?;
    if words.iter().any(|word| word.script != Some(script)) {
        return None;
    }
    let found = match script {
        Script::Han => han::read(words),
        Script::Hangul => Syllables { korean: korean::read_hangul(words), ..Syllables::default() },
        Script::Latin => Syllables {
            korean: korean::read_latin(words),
            mandarin: pinyin::read(words),
            is_latin: true,
            ..Syllables::default()
        },
        _ => return None,
    };
    (!found.korean.is_empty() || !found.mandarin.is_empty()).then_some(found)
}

/// A key of Chinese characters: the same for their traditional and simplified forms.
#[must_use]
pub(crate) fn characters_key(written: &str) -> u64 {
    let mut key = Fnv::default();
    let standard = written.chars().map(han::standard);
    standard.flat_map(|c| (c as u32).to_be_bytes()).for_each(|byte| key.push(byte));
    key.finish()
}

/// Compares two names syllable by syllable; none where they cannot be read in one language.
#[must_use]
pub(crate) fn compare(a: &Syllables, b: &Syllables) -> Option<Verdict> {
    if !a.characters.is_empty() && !b.characters.is_empty() {
        let same = han::agreeing(&a.characters, &b.characters);
        let longer = a.characters.len().max(b.characters.len());
        return Some(if same == longer {
            Verdict::Same(Agreement::Syllables, 0.98)
        } else {
            Verdict::Different(same as f32 / longer as f32)
        });
    }
    let mut part: Option<f32> = None;
    let both_latin = a.is_latin && b.is_latin;
    let (mut near, mut same) = (false, false);
    for (left, right) in pairs(&a.korean, &b.korean) {
        let found = korean::agreeing(left, right);
        let longer = left.len().max(right.len());
        same |= found.same == longer;
        near |= both_latin && found.same + 1 == longer && found.near == 1;
        part = Some(part.unwrap_or(0.0).max(found.same as f32 / longer as f32));
    }
    for (left, right) in pairs(&a.mandarin, &b.mandarin) {
        let found = pinyin::agreeing(left, right);
        let longer = left.len().max(right.len());
        same |= found == longer;
        part = Some(part.unwrap_or(0.0).max(found as f32 / longer as f32));
    }
    if same {
        return Some(Verdict::Same(Agreement::Syllables, 0.95));
    }
    if near {
        return Some(Verdict::Same(Agreement::Spelling, 0.75));
    }
    if part.is_none() && (a.mandarin.is_empty() || b.mandarin.is_empty()) {
        let crossed = pairs(&a.korean, &b.mandarin)
            .any(|(korean, mandarin)| han::may_share_characters(korean, mandarin))
            || pairs(&b.korean, &a.mandarin)
                .any(|(korean, mandarin)| han::may_share_characters(korean, mandarin));
        return crossed.then_some(Verdict::Same(Agreement::Reading, 0.75));
    }
    part.map(Verdict::Different)
}

fn pairs<'a, A, B>(left: &'a [A], right: &'a [B]) -> impl Iterator<Item = (&'a A, &'a B)> {
    left.iter().flat_map(move |one| right.iter().map(move |other| (one, other)))
}

/// Every way to take one reading of each word, in order; at most [`MOST_READINGS`].
fn combine<T: Clone>(words: &[Vec<Vec<T>>]) -> Vec<Vec<T>> {
    let mut combined: Vec<Vec<T>> = vec![Vec::new()];
    for readings in words {
        combined = combined
            .iter()
            .flat_map(|begun| {
                readings.iter().map(move |reading| [begun.as_slice(), reading.as_slice()].concat())
            })
            .take(MOST_READINGS)
            .collect();
    }
    combined
}

/// Puts the family name first where the writing shows that it stands last: `Chang-Su Han`, `Han, Chang-Su` as is.
///
/// `is_family` tells of the reading of a word whether it can be a family name. None where no word in the right
/// place can be one.
fn family_first<T>(
    words: &[&Word],
    mut readings: Vec<Vec<Vec<T>>>,
    is_family: impl Fn(&[T]) -> bool,
) -> Option<Vec<Vec<Vec<T>>>> {
    let can_be_family =
        |at: usize| readings.get(at).is_some_and(|word| word.iter().any(|reading| is_family(reading)));
    let last = words.len() - 1;
    let given_is_joined = match words.len() {
        2 => readings.first().is_some_and(|word| word.iter().all(|reading| reading.len() > 1)),
        3 => words.get(1).is_some_and(|word| word.hyphen_before),
        _ => false,
    };
    let comma = words.iter().take(last).position(|word| word.comma_after);
    // A comma after two words, before one: `Yong Chol, Jo`.
    let family_after_comma = comma.is_some_and(|at| at > 0 && at + 1 == last);
    if (given_is_joined && comma.is_none() || family_after_comma) && can_be_family(last) {
        readings.rotate_right(1);
        return Some(readings);
    }
    can_be_family(0).then_some(readings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::words;

    fn read(text: &str) -> Option<Syllables> {
        let words = words(text);
        syllables(&words.iter().collect::<Vec<_>>())
    }

    fn verdict(a: &str, b: &str) -> Option<Verdict> {
        compare(&read(a)?, &read(b)?)
    }

    fn shares_key(a: &str, b: &str) -> bool {
        let keys: Vec<u64> = read(a).iter().flat_map(Syllables::keys).collect();
        read(b).iter().flat_map(Syllables::keys).any(|key| keys.contains(&key))
    }

    fn is_same(a: &str, b: &str) -> bool {
        matches!(verdict(a, b), Some(Verdict::Same(..)))
    }

    #[test]
    fn one_korean_name_in_its_spellings() {
        let spellings =
            ["김영철", "KIM YONG CHOL", "Kim Young-Cheol", "Kim Yŏng-ch'ŏl", "Kim Yo'ng-ch'o'l", "金英哲"];
        for a in spellings {
            for b in spellings {
                assert!(is_same(a, b), "{a} {b}");
                assert!(shares_key(a, b), "{a} {b}");
            }
        }
        for (a, b) in [
            ("RI JE-SON", "Lee Che-son"),
            ("Yi Sun-sin", "이순신"),
            ("Rhee Sun-sin", "李舜臣"),
            ("HAN JANG SU", "Chang-Su Han"),
            ("CHO IL U", "Cho Il Woo"),
            ("JO YONG-WON", "Cho Yongwon"),
            ("Roh Moo-hyun", "노무현"),
            ("Paek Se Pong", "PAEK SE BONG"),
            ("Park Chung-hee", "朴正熙"),
        ] {
            assert!(is_same(a, b) && shares_key(a, b), "{a} {b}");
        }
    }

    #[test]
    fn one_syllable_makes_another_person() {
        for (a, b) in [
            ("KIM SONG MIN", "KIM SONG CHOL"),
            ("김종은", "김정은"),
            ("이재형", "이재명"),
            ("习近朋", "习近平"),
            ("Chen Jieshi", "Jiang Jieshi"),
            ("KIM JONG SIK", "김정만"),
        ] {
            assert!(matches!(verdict(a, b), Some(Verdict::Different(_))), "{a} {b}");
        }
    }

    #[test]
    fn one_chinese_name_in_its_spellings() {
        for (a, b) in [
            ("习近平", "Xi Jinping"),
            ("習近平", "习近平"),
            ("Mao Zedong", "Mao Tse-tung"),
            ("Hsi Chin-p'ing", "Xi Jinping"),
            ("Deng Xiaoping", "鄧小平"),
            ("Jinping Xi", "Xi Jinping"),
        ] {
            assert!(is_same(a, b) && shares_key(a, b), "{a} {b}");
        }
    }

    #[test]
    fn korean_names_meet_their_chinese_reading() {
        for (a, b) in
            [("KIM CHOL SAM", "Jin Tiesan"), ("RI SONG HYOK", "Li Cheng He"), ("김철삼", "Jin Tiesan")]
        {
            assert_eq!(verdict(a, b), Some(Verdict::Same(Agreement::Reading, 0.75)), "{a} {b}");
        }
        assert!(!is_same("KIM CHOL SAM", "Li Cheng He"));
    }
}
