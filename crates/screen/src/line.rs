//! Parties, ships and numbers in a free line, as of a bill of lading: `SHIPPER: EXAMPLE TRADING CO LTD, DALIAN / MV EXAMPLE STAR`.
//!
//! Nothing says where a name begins. So the line is looked up in stretches; names of the index that a stretch has most parts of are
//! compared with every run of words that may be them, and the best run counts.

use crate::candidates::{Candidate, Scratch};
use crate::index::{Index, IndexedName};
use crate::record::Family;
use crate::score::THRESHOLD;
use crate::screener::{Found, name_score};
use names::identifiers::recognise;
use names::{Name, NameKind, analyse};
use std::collections::HashMap;

/// A party found in a line.
pub(crate) struct Party {
    pub(crate) record: u32,
    pub(crate) found: Found,
}

/// Longest line that is read, in bytes, and most words of it.
const LONGEST: usize = 8192;
const MOST_WORDS: usize = 400;

/// Words of a stretch that are looked up together, and how far stretches are apart.
const STRETCH: usize = 12;
const STEP: usize = 6;

/// So much of a name's parts must stand in the stretch.
const COVERED: f32 = 0.7;

/// Most names that are compared for one stretch.
const MOST_COMPARED: usize = 48;

/// Words that say that a ship's name follows.
const SHIP_LABELS: &[&str] =
    &["vessel", "vsl", "ship", "mv", "m/v", "mt", "m/t", "ss", "s/s", "fv", "f/v", "motor"];

/// A word of the line.
struct Word<'t> {
    text: &'t str,
    /// Whether a separator stands before it, or after it.
    opens: bool,
    closes: bool,
    /// Whether the word before says that a ship follows.
    after_ship: bool,
}

/// The parties that the line may name.
pub(crate) fn parties(index: &Index, scratch: &mut Scratch, text: &str) -> Vec<Party> {
    let words = words(text);
    let mut best: HashMap<u32, Found> = HashMap::new();
    let mut analysed: HashMap<(usize, usize, NameKind), Name> = HashMap::new();
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut start = 0;
    loop {
        let end = (start + STRETCH).min(words.len());
        let stretch: Vec<&str> =
            words.get(start..end).unwrap_or_default().iter().map(|word| word.text).collect();
        let name = analyse(&stretch.join(" "), NameKind::Organisation);
        scratch.candidates(index, &name, Family::Any, &mut candidates);
        candidates.retain(|one| one.covered >= COVERED);
        candidates.sort_unstable_by(|a, b| {
            (b.covered * b.bits).total_cmp(&(a.covered * a.bits)).then(a.name.cmp(&b.name))
        });
        for one in candidates.iter().take(MOST_COMPARED) {
            let Some(known) = index.names.get(one.name as usize) else { continue };
            let Some((score, from, to)) = best_run(&words, start, end, known, &mut analysed) else {
                continue;
            };
            let found = Found {
                names: Some((0, one.name)),
                name_score: score,
                bits: f64::from(one.bits),
                score,
                slips: u8::MAX,
                words: Some(written(&words, from, to)),
            };
            let is_better =
                best.get(&known.record).is_none_or(|old| (score, found.bits) > (old.name_score, old.bits));
            if is_better {
                best.insert(known.record, found);
            }
        }
        if end >= words.len() {
            break;
        }
        start += STEP;
    }
    let mut parties: Vec<Party> = best.into_iter().map(|(record, found)| Party { record, found }).collect();
    parties.sort_by_key(|party| party.record);
    parties
}

/// The run of words that is most like a name, and how alike; none where no run is the same name.
fn best_run(
    words: &[Word<'_>],
    start: usize,
    end: usize,
    known: &IndexedName,
    analysed: &mut HashMap<(usize, usize, NameKind), Name>,
) -> Option<(f64, usize, usize)> {
    let parts = known.name.get().tokens().len();
    let kind = known.kind;
    let mut best: Option<(f64, usize, usize)> = None;
    for length in parts.saturating_sub(2).max(1)..=(parts + 2).min(end - start) {
        for from in start..=end - length {
            let to = from + length;
            if length == 1 && !stands_alone(words, from) || crosses(words, from, to) {
                continue;
            }
            let name =
                analysed.entry((from, to, kind)).or_insert_with(|| analyse(&written(words, from, to), kind));
            let score = name_score(name, known);
            // Of runs that are equally alike the shorter has less that belongs elsewhere.
            if score >= THRESHOLD && best.is_none_or(|(known, ..)| score > known) {
                best = Some((score, from, to));
            }
        }
    }
    best
}

/// One word is a name only where it is all that stands between separators, or where a ship's name is due.
fn stands_alone(words: &[Word<'_>], at: usize) -> bool {
    words.get(at).is_some_and(|word| word.opens && word.closes || word.after_ship)
}

/// Whether a run of words reaches over the end of a part of the line. Commas are within names (`X CO., LTD`).
fn crosses(words: &[Word<'_>], from: usize, to: usize) -> bool {
    let within = words.get(from..to.saturating_sub(1)).unwrap_or_default();
    within.iter().any(|word| word.closes && !word.text.ends_with([',', '.']))
}

fn written(words: &[Word<'_>], from: usize, to: usize) -> String {
    let run: Vec<&str> = words.get(from..to).unwrap_or_default().iter().map(|word| word.text).collect();
    run.join(" ").trim_matches(|c: char| matches!(c, ',' | '.' | ' ')).to_owned()
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut words: Vec<Word<'_>> = Vec::new();
    for part in text.get(..end).unwrap_or_default().split(['\n', '\r', ';', '|', '\t']) {
        let mut opens = true;
        for raw in part.split_whitespace() {
            let label = raw.ends_with(':') || raw == "/" || raw == "-";
            let text = raw.trim_matches(|c: char| matches!(c, ':' | '"' | '(' | ')' | '[' | ']' | '/'));
            let before = words.last().map(|word| word.text.trim_matches('.').to_lowercase());
            let after_ship = before.is_some_and(|before| SHIP_LABELS.contains(&before.as_str()));
            if label {
                words.last_mut().into_iter().for_each(|word| word.closes = true);
            }
            if !text.is_empty() && text != "-" && words.len() < MOST_WORDS {
                let closes = label || raw.ends_with(',');
                words.push(Word { text, opens, closes, after_ship });
            }
            opens = label || raw.ends_with(',');
        }
        words.last_mut().into_iter().for_each(|word| word.closes = true);
    }
    words
}

/// Shortest run of letters and figures of a line that may be an identifier without check digits that show it.
const SHORTEST_NUMBER: usize = 8;

/// The numbers in a line that may identify: those whose check digits are right, and long ones.
pub(crate) fn numbers(text: &str) -> Vec<String> {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end)
        .unwrap_or_default()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| {
            let figures = word.bytes().filter(u8::is_ascii_digit).count();
            !recognise(word).is_empty() || word.len() >= SHORTEST_NUMBER && figures >= 4
        })
        .take(MOST_WORDS)
        .map(str::to_owned)
        .collect()
}
