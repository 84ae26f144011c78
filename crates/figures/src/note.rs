//! What a researcher's note says of where a figure comes from.
//!
//! Taught by notes such as "the committee repeats it", "same 100,000 already quoted in 2018: stale repetition", "see B2-B4
//! drift", "not his own count". A note counts only where its clause has a word of origin; "conflicts with B7" names a row
//! and says nothing of origin.

/// Words that say: this figure is taken from elsewhere.
const REPEATS: &[&str] = &[
    "repeats",
    "repeat",
    "repeated from",
    "repetition",
    "echo of",
    "echoes",
    "echoing",
    "already quoted",
    "already cited",
    "not his own",
    "not her own",
    "not its own",
    "not their own",
    "taken from",
    "copied from",
    "recycles",
    "recycled",
    "stale",
    "by one estimate",
];

/// Words that say: these rows come from one origin.
const SAME: &[&str] = &[
    "drift",
    "same programme",
    "same program",
    "same broadcast",
    "same report",
    "same study",
    "same survey",
    "same source",
    "same article",
    "same estimate",
    "same figure",
    "same number",
    "echo",
    "same origin",
    "same interview",
];

/// Words that say: this is where it begins.
const ROOT: &[&str] = &["root of", "origin of", "source of the echo", "original of", "first published"];

/// Words that set a clause apart from any of these.
const AGAINST: &[&str] = &[
    "conflict",
    "contradict",
    "versus",
    "differs",
    "disagree",
    "unlike",
    "refute",
    "separate",
    "not the same",
    "exceeds",
];

/// Words that say: these are other people than those of the other rows.
const SEPARATE: &[&str] = &[
    "separate scheme",
    "separate programme",
    "separate program",
    "separate group",
    "not comparable",
    "different scheme",
    "other scheme",
];

/// Words beside a number in a text that say: whoever speaks here has it from elsewhere.
const PASSED_ON: &[&str] = &[
    "repeats",
    "repeated",
    "echoes",
    "echoing",
    "recycles",
    "recycled",
    "already quoted",
    "already cited",
    "by one estimate",
];

/// What one note says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Cues {
    /// The figure is taken from elsewhere, in the words that say so.
    pub(crate) repeats: Option<String>,
    /// Whether these words stand in the text itself, and in no researcher's note.
    pub(crate) is_text: bool,
    /// Years in which it was said before.
    pub(crate) years: Option<(i32, i32)>,
    /// Numbers beside these words: the note may speak of a pair of figures.
    pub(crate) numbers: Vec<f64>,
    /// The figure is where an echo begins.
    pub(crate) is_root: bool,
    /// The figure is of other people than the rest: "separate scheme".
    pub(crate) is_separate: bool,
    /// Clauses that say that rows or names in them share an origin.
    pub(crate) same: Vec<String>,
}

/// Reads a note.
pub(crate) fn cues(note: &str) -> Cues {
    let mut cues = Cues::default();
    for clause in note.split([';', '\n']) {
        let lower = clause.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| contains_words(&lower, word));
        cues.is_separate |= has(SEPARATE);
        if AGAINST.iter().any(|word| lower.contains(word)) {
            continue;
        }
        if has(ROOT) {
            cues.is_root = true;
            continue;
        }
        if has(REPEATS) {
            cues.repeats = Some(clause.trim().to_owned());
            cues.years = years_in(clause);
            cues.numbers = numbers_in(clause);
        }
        if has(SAME) {
            cues.same.push(clause.trim().to_owned());
        }
    }
    cues
}

/// What the words around a number in a text say of its origin, within its sentence; none where they say nothing.
pub(crate) fn of_text(before: &str, after: &str) -> Option<Cues> {
    let is_end = |character: char| matches!(character, '.' | '!' | '?' | ';' | '\n');
    let before = before.rsplit(is_end).next().unwrap_or_default().trim();
    let after = after.split(is_end).next().unwrap_or_default().trim();
    let says = |words: &&str| {
        let lower = words.to_lowercase();
        !AGAINST.iter().any(|word| lower.contains(word))
            && PASSED_ON.iter().any(|passed| contains_words(&lower, passed))
    };
    let words = [before, after].into_iter().find(says)?;
    Some(Cues { repeats: Some(words.to_owned()), is_text: true, ..Cues::default() })
}

/// Whether the words stand in the text as words.
fn contains_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
        let is_letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
        !is_letter(before) && !is_letter(after)
    })
}

/// "2018-19" is 2018 to 2019.
fn years_in(clause: &str) -> Option<(i32, i32)> {
    let runs: Vec<&str> = clause.split(|character: char| !character.is_ascii_digit()).collect();
    let mut years = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        let Some(year) = run.parse().ok().filter(|year| run.len() == 4 && (1900..2100).contains(year)) else {
            continue;
        };
        years.push(year);
        let short = runs.get(at + 1).filter(|next| next.len() == 2).and_then(|next| next.parse::<i32>().ok());
        let dashed = clause.contains(&format!("{run}-")) || clause.contains(&format!("{run}–"));
        if let Some(end) = short.map(|short| year / 100 * 100 + short).filter(|end| *end >= year && dashed) {
            years.push(end);
        }
    }
    Some((years.iter().copied().min()?, years.iter().copied().max()?))
}

/// `100,000`, `500m`, `$2.4bn`, `24k`.
pub(crate) fn numbers_in(text: &str) -> Vec<f64> {
    let mut numbers = Vec::new();
    let characters: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < characters.len() {
        if !characters.get(at).is_some_and(char::is_ascii_digit) {
            at += 1;
            continue;
        }
        let mut digits = String::new();
        while let Some(character) = characters.get(at) {
            let next_is_digit = characters.get(at + 1).is_some_and(char::is_ascii_digit);
            match character {
                '0'..='9' => digits.push(*character),
                '.' if next_is_digit => digits.push('.'),
                ',' if next_is_digit => {}
                _ => break,
            }
            at += 1;
        }
        let suffix: String =
            characters.iter().skip(at).skip_while(|c| **c == ' ').take(8).collect::<String>().to_lowercase();
        let word: String = suffix.chars().take_while(|c| c.is_alphabetic()).collect();
        let scale = match word.as_str() {
            "k" => 1e3,
            "m" | "million" => 1e6,
            "bn" | "b" | "billion" => 1e9,
            _ => 1.0,
        };
        numbers.extend(digits.parse::<f64>().ok().map(|value| value * scale));
    }
    numbers
}

/// The ids of rows that a clause names, also as `B2-B4`; `known` has all ids in the order of the table.
pub(crate) fn ids_in<'k>(clause: &str, known: &[&'k str]) -> Vec<&'k str> {
    let place = |word: &str| known.iter().position(|id| *id == word);
    let mut found = Vec::new();
    for word in clause.split(|character: char| {
        character.is_whitespace() || matches!(character, ',' | '(' | ')' | ':' | '.')
    }) {
        if let Some(at) = place(word) {
            found.push(at);
        } else if let Some((first, last)) = word.split_once(['-', '–'])
            && let (Some(first), Some(last)) = (place(first), place(last))
            && first <= last
        {
            found.extend(first..=last);
        }
    }
    found.sort_unstable();
    found.dedup();
    found.into_iter().filter_map(|at| known.get(at).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_speaks_of_origin_in_its_own_clause_only() {
        let pair = cues("same 100,000/500m pair already quoted in 2018-19: stale repetition");
        assert_eq!((pair.years, pair.repeats.is_some()), (Some((2018, 2019)), true));
        assert!(pair.numbers.contains(&100_000.0) && pair.numbers.contains(&5e8));
        assert!(cues("\"by one estimate\": the committee REPEATS it").repeats.is_some());
        assert!(cues("ROOT of the echo").is_root);
        assert_eq!(cues("lists differ; see B2-B4 drift").same, ["see B2-B4 drift"]);
        assert!(cues("separate scheme").is_separate);
        for silent in [
            "conflicts with B1-B2",
            "a FLOW often misquoted as stock",
            "same house as the other",
            "quoted independently",
        ] {
            assert_eq!(cues(silent), Cues::default(), "{silent}");
        }
    }

    #[test]
    fn a_text_says_that_a_number_is_repeated_only_in_its_own_sentence() {
        let says = |before, after| of_text(before, after).and_then(|cues| cues.repeats);
        assert_eq!(
            says("it. The centre repeats the estimate of ", " a year"),
            Some("The centre repeats the estimate of".to_owned())
        );
        assert_eq!(
            says("earns between ", " a year, by one estimate. [2]"),
            Some("a year, by one estimate".to_owned())
        );
        assert_eq!(says("He repeats it. There are ", " workers. By one estimate"), None);
        assert_eq!(says("there were ", " repeatedly"), None);
    }

    #[test]
    fn ranges_of_ids_follow_the_table() {
        let known = ["A1", "B2", "B3", "B4", "C1"];
        assert_eq!(ids_in("see B2-B4 drift (and C1)", &known), ["B2", "B3", "B4", "C1"]);
        assert_eq!(ids_in("B4-B2, B22", &known), Vec::<&str>::new());
    }
}
