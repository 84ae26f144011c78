//! Words that weaken or bound a number: before it ("up to around"), and after it ("or so", "-plus").

use super::piece::Pieces;
use model::Hedge;
use std::ops::Range;

/// What a phrase right before a number does to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// Hedges it.
    Hedges(Hedge),
    /// Nothing, but hedges may stand before it: "approximately *only* 10".
    Passes,
}

use Effect::{Hedges, Passes};

/// Phrases before a number; of those that end alike the longest stands first.
static BEFORE: &[(&[&str], Effect)] = &[
    (&["no", "more", "than"], Hedges(Hedge::AtMost)),
    (&["not", "more", "than"], Hedges(Hedge::AtMost)),
    (&["never", "more", "than"], Hedges(Hedge::AtMost)),
    (&["no", "longer", "than"], Hedges(Hedge::AtMost)),
    (&["no", "higher", "than"], Hedges(Hedge::AtMost)),
    (&["no", "greater", "than"], Hedges(Hedge::AtMost)),
    (&["no", "fewer", "than"], Hedges(Hedge::AtLeast)),
    (&["no", "less", "than"], Hedges(Hedge::AtLeast)),
    (&["not", "less", "than"], Hedges(Hedge::AtLeast)),
    (&["not", "fewer", "than"], Hedges(Hedge::AtLeast)),
    (&["no", "lower", "than"], Hedges(Hedge::AtLeast)),
    (&["not", "lower", "than"], Hedges(Hedge::AtLeast)),
    (&["not", "be", "lower", "than"], Hedges(Hedge::AtLeast)),
    (&["not", "be", "less", "than"], Hedges(Hedge::AtLeast)),
    (&["not", "be", "fewer", "than"], Hedges(Hedge::AtLeast)),
    (&["not", "be", "more", "than"], Hedges(Hedge::AtMost)),
    (&["not", "be", "below"], Hedges(Hedge::AtLeast)),
    (&["not", "fall", "below"], Hedges(Hedge::AtLeast)),
    (&["not", "be", "under"], Hedges(Hedge::AtLeast)),
    (&["not", "below"], Hedges(Hedge::AtLeast)),
    (&["slightly", "less", "than"], Hedges(Hedge::Nearly)),
    (&["slightly", "fewer", "than"], Hedges(Hedge::Nearly)),
    (&["a", "little", "less", "than"], Hedges(Hedge::Nearly)),
    (&["more", "than"], Hedges(Hedge::MoreThan)),
    (&["greater", "than"], Hedges(Hedge::MoreThan)),
    (&["higher", "than"], Hedges(Hedge::MoreThan)),
    (&["larger", "than"], Hedges(Hedge::MoreThan)),
    (&["longer", "than"], Hedges(Hedge::MoreThan)),
    (&["bigger", "than"], Hedges(Hedge::MoreThan)),
    (&["better", "than"], Hedges(Hedge::MoreThan)),
    (&["less", "than"], Hedges(Hedge::AtMost)),
    (&["fewer", "than"], Hedges(Hedge::AtMost)),
    (&["lower", "than"], Hedges(Hedge::AtMost)),
    (&["smaller", "than"], Hedges(Hedge::AtMost)),
    (&["shorter", "than"], Hedges(Hedge::AtMost)),
    (&["in", "excess", "of"], Hedges(Hedge::MoreThan)),
    (&["upwards", "of"], Hedges(Hedge::MoreThan)),
    (&["upward", "of"], Hedges(Hedge::MoreThan)),
    (&["north", "of"], Hedges(Hedge::MoreThan)),
    (&["south", "of"], Hedges(Hedge::AtMost)),
    (&["a", "minimum", "of"], Hedges(Hedge::AtLeast)),
    (&["minimum", "of"], Hedges(Hedge::AtLeast)),
    (&["a", "maximum", "of"], Hedges(Hedge::AtMost)),
    (&["maximum", "of"], Hedges(Hedge::AtMost)),
    (&["just", "short", "of"], Hedges(Hedge::Nearly)),
    (&["just", "shy", "of"], Hedges(Hedge::Nearly)),
    (&["short", "of"], Hedges(Hedge::Nearly)),
    (&["shy", "of"], Hedges(Hedge::Nearly)),
    (&["in", "the", "region", "of"], Hedges(Hedge::Approximately)),
    (&["in", "the", "neighborhood", "of"], Hedges(Hedge::Approximately)),
    (&["in", "the", "neighbourhood", "of"], Hedges(Hedge::Approximately)),
    (&["in", "the", "vicinity", "of"], Hedges(Hedge::Approximately)),
    (&["on", "the", "order", "of"], Hedges(Hedge::Approximately)),
    (&["of", "the", "order", "of"], Hedges(Hedge::Approximately)),
    (&["in", "the", "order", "of"], Hedges(Hedge::Approximately)),
    (&["an", "average", "of"], Hedges(Hedge::Generally)),
    (&["average", "of"], Hedges(Hedge::Generally)),
    (&["a", "total", "of"], Passes),
    (&["total", "of"], Passes),
    (&["at", "least"], Hedges(Hedge::AtLeast)),
    (&["at", "the", "least"], Hedges(Hedge::AtLeast)),
    (&["at", "minimum"], Hedges(Hedge::AtLeast)),
    (&["at", "a", "minimum"], Hedges(Hedge::AtLeast)),
    (&["at", "most"], Hedges(Hedge::AtMost)),
    (&["at", "the", "most"], Hedges(Hedge::AtMost)),
    (&["up", "to"], Hedges(Hedge::UpTo)),
    (&["as", "many", "as"], Hedges(Hedge::UpTo)),
    (&["as", "much", "as"], Hedges(Hedge::UpTo)),
    (&["as", "high", "as"], Hedges(Hedge::UpTo)),
    (&["as", "long", "as"], Hedges(Hedge::UpTo)),
    (&["as", "few", "as"], Hedges(Hedge::AtLeast)),
    (&["as", "little", "as"], Hedges(Hedge::AtLeast)),
    (&["as", "low", "as"], Hedges(Hedge::AtLeast)),
    (&["close", "to"], Hedges(Hedge::Nearly)),
    (&["not", "to", "exceed"], Hedges(Hedge::AtMost)),
    (&["not", "exceed"], Hedges(Hedge::AtMost)),
    (&["not", "exceeding"], Hedges(Hedge::AtMost)),
    (&["never", "exceed"], Hedges(Hedge::AtMost)),
    (&["exceed"], Hedges(Hedge::MoreThan)),
    (&["exceeds"], Hedges(Hedge::MoreThan)),
    (&["exceeded"], Hedges(Hedge::MoreThan)),
    (&["exceeding"], Hedges(Hedge::MoreThan)),
    (&["surpassing"], Hedges(Hedge::MoreThan)),
    (&["surpassed"], Hedges(Hedge::MoreThan)),
    (&["surpasses"], Hedges(Hedge::MoreThan)),
    (&["topping"], Hedges(Hedge::MoreThan)),
    (&["topped"], Hedges(Hedge::MoreThan)),
    (&["something", "like"], Hedges(Hedge::Approximately)),
    (&["just", "under"], Hedges(Hedge::Nearly)),
    (&["just", "below"], Hedges(Hedge::Nearly)),
    (&["slightly", "under"], Hedges(Hedge::Nearly)),
    (&["slightly", "below"], Hedges(Hedge::Nearly)),
    (&["a", "little", "under"], Hedges(Hedge::Nearly)),
    (&["little", "over"], Hedges(Hedge::MoreThan)),
    (&["over"], Hedges(Hedge::MoreThan)),
    (&["above"], Hedges(Hedge::MoreThan)),
    (&["beyond"], Hedges(Hedge::MoreThan)),
    (&["under"], Hedges(Hedge::AtMost)),
    (&["below"], Hedges(Hedge::AtMost)),
    (&["minimum"], Hedges(Hedge::AtLeast)),
    (&["maximum"], Hedges(Hedge::AtMost)),
    (&["about"], Hedges(Hedge::Approximately)),
    (&["around"], Hedges(Hedge::Approximately)),
    (&["roughly"], Hedges(Hedge::Approximately)),
    (&["approximately"], Hedges(Hedge::Approximately)),
    (&["approx"], Hedges(Hedge::Approximately)),
    (&["approx", "."], Hedges(Hedge::Approximately)),
    (&["circa"], Hedges(Hedge::Approximately)),
    (&["ca"], Hedges(Hedge::Approximately)),
    (&["ca", "."], Hedges(Hedge::Approximately)),
    (&["c", "."], Hedges(Hedge::Approximately)),
    (&["~"], Hedges(Hedge::Approximately)),
    (&["≈"], Hedges(Hedge::Approximately)),
    (&["∼"], Hedges(Hedge::Approximately)),
    (&["±"], Hedges(Hedge::Approximately)),
    (&[">"], Hedges(Hedge::MoreThan)),
    (&["<"], Hedges(Hedge::AtMost)),
    (&["≥"], Hedges(Hedge::AtLeast)),
    (&["≤"], Hedges(Hedge::AtMost)),
    (&["some"], Hedges(Hedge::Approximately)),
    (&["an", "approximate"], Hedges(Hedge::Approximately)),
    (&["nearly"], Hedges(Hedge::Nearly)),
    (&["almost"], Hedges(Hedge::Nearly)),
    (&["nearing"], Hedges(Hedge::Nearly)),
    (&["approaching"], Hedges(Hedge::Nearly)),
    (&["virtually"], Hedges(Hedge::Nearly)),
    (&["not", "quite"], Hedges(Hedge::Nearly)),
    (&["an", "estimated"], Hedges(Hedge::Estimated)),
    (&["estimated"], Hedges(Hedge::Estimated)),
    (&["a", "reported"], Hedges(Hedge::Reported)),
    (&["reportedly"], Hedges(Hedge::Reported)),
    (&["an", "alleged"], Hedges(Hedge::Alleged)),
    (&["allegedly"], Hedges(Hedge::Alleged)),
    (&["perhaps"], Hedges(Hedge::Possible)),
    (&["possibly"], Hedges(Hedge::Possible)),
    (&["maybe"], Hedges(Hedge::Possible)),
    (&["potentially"], Hedges(Hedge::Possible)),
    (&["generally"], Hedges(Hedge::Generally)),
    (&["typically"], Hedges(Hedge::Generally)),
    (&["usually"], Hedges(Hedge::Generally)),
    (&["normally"], Hedges(Hedge::Generally)),
    (&["on", "average"], Hedges(Hedge::Generally)),
    (&["averaging"], Hedges(Hedge::Generally)),
    (&["averaged"], Hedges(Hedge::Generally)),
    (&["averages"], Hedges(Hedge::Generally)),
    (&["only"], Passes),
    (&["just"], Passes),
    (&["merely"], Passes),
    (&["a", "mere"], Passes),
    (&["mere"], Passes),
    (&["even"], Passes),
    (&["another"], Passes),
    (&["a", "further"], Passes),
    (&["further"], Passes),
    (&["an", "additional"], Passes),
    (&["additional"], Passes),
    (&["probably"], Passes),
    (&["likely"], Passes),
    (&["a"], Passes),
    (&["an"], Passes),
    (&["the"], Passes),
    (&[","], Passes),
];

/// Words that only strengthen the hedge after them: "*well* over".
const STRENGTHENERS: [&str; 11] = [
    "well",
    "far",
    "slightly",
    "just",
    "little",
    "somewhat",
    "way",
    "considerably",
    "significantly",
    "much",
    "not",
];

/// The hedges right before `start`, and where they begin. Nothing before `floor` is looked at.
pub(crate) fn before(pieces: &Pieces<'_>, start: usize, floor: usize) -> (usize, Vec<Hedge>) {
    let (mut begin, mut at, mut hedges) = (start, start, Vec::new());
    let mut passed = 0;
    while let Some((length, effect)) = phrase_before(pieces, at, floor) {
        at -= length;
        match effect {
            Hedges(hedge) => {
                hedges.push(hedge);
                passed = 0;
                if at > floor && pieces.is_any(at - 1, &STRENGTHENERS) && bounds(hedge) {
                    at -= 1;
                    at -= usize::from(at > floor && pieces.is(at, "little") && pieces.is(at - 1, "a"));
                }
                begin = at;
            }
            Passes if passed < 2 => passed += 1,
            Passes => break,
        }
    }
    (begin, hedges)
}

const fn bounds(hedge: Hedge) -> bool {
    matches!(hedge, Hedge::MoreThan | Hedge::AtMost | Hedge::AtLeast)
}

fn phrase_before(pieces: &Pieces<'_>, end: usize, floor: usize) -> Option<(usize, Effect)> {
    let last = end.checked_sub(1).filter(|last| *last >= floor)?;
    let word = pieces.word(last);
    let fits = |phrase: &[&str]| {
        phrase.last().is_some_and(|other| word.eq_ignore_ascii_case(other))
            && end - floor >= phrase.len()
            && pieces.ends_with(end, phrase).is_some()
    };
    // "hand over $100", "took over 20 firms", "spread over 12 sites"
    const HANDED: [&str; 14] = [
        "hand",
        "turn",
        "took",
        "take",
        "taki",
        "pass",
        "sign",
        "carr",
        "paid",
        "spread",
        "scatter",
        "distribut",
        "divid",
        "dispers",
    ];
    let verb = last.checked_sub(1).is_some_and(|verb| {
        let verb = pieces.lower(verb);
        HANDED.iter().any(|stem| verb.as_str().starts_with(stem))
    });
    if verb && pieces.is(last, "over") {
        return None;
    }
    // "ca." and "c." are written small; "CA" is a place.
    if matches!(word, "CA" | "Ca" | "C") {
        return None;
    }
    let longest = BEFORE.iter().filter(|(phrase, _)| fits(phrase)).max_by_key(|(phrase, _)| phrase.len())?;
    // "40 percent less than the $1,000", "$200 more than $500": how much less or more is what is said.
    let compared = word.eq_ignore_ascii_case("than")
        && (end - longest.0.len()).checked_sub(1).is_some_and(|before| {
            pieces.is_number(before) || pieces.is_any(before, &["%", "percent", "cent", "times", "much"])
        });
    if compared {
        return None;
    }
    Some((longest.0.len(), longest.1))
}

/// A hedge right after a number or its unit, and the pieces it consists of.
pub(crate) fn after(pieces: &Pieces<'_>, at: usize) -> Option<(Hedge, Range<usize>)> {
    static AFTER: &[(&[&str], Hedge)] = &[
        (&["+"], Hedge::AtLeast),
        (&["-", "plus"], Hedge::AtLeast),
        (&["plus"], Hedge::AtLeast),
        (&["or", "more"], Hedge::AtLeast),
        (&["or", "over"], Hedge::AtLeast),
        (&["or", "above"], Hedge::AtLeast),
        (&["or", "higher"], Hedge::AtLeast),
        (&["or", "longer"], Hedge::AtLeast),
        (&["and", "more"], Hedge::AtLeast),
        (&["and", "above"], Hedge::AtLeast),
        (&["and", "over"], Hedge::AtLeast),
        (&["and", "up"], Hedge::AtLeast),
        (&["at", "least"], Hedge::AtLeast),
        (&["at", "minimum"], Hedge::AtLeast),
        (&["at", "a", "minimum"], Hedge::AtLeast),
        (&["at", "the", "very", "least"], Hedge::AtLeast),
        (&["minimum"], Hedge::AtLeast),
        (&["or", "less"], Hedge::AtMost),
        (&["or", "fewer"], Hedge::AtMost),
        (&["or", "under"], Hedge::AtMost),
        (&["or", "below"], Hedge::AtMost),
        (&["at", "most"], Hedge::AtMost),
        (&["at", "the", "most"], Hedge::AtMost),
        (&["tops"], Hedge::AtMost),
        (&["maximum"], Hedge::AtMost),
        (&["or", "so"], Hedge::Approximately),
        (&["-", "odd"], Hedge::Approximately),
        (&["odd"], Hedge::Approximately),
        (&["or", "thereabouts"], Hedge::Approximately),
        (&["give", "or", "take"], Hedge::Approximately),
        (&[",", "give", "or", "take"], Hedge::Approximately),
        (&["more", "or", "less"], Hedge::Approximately),
        (&["on", "average"], Hedge::Generally),
    ];
    let (phrase, hedge) = AFTER.iter().find(|(phrase, _)| pieces.are(at, phrase))?;
    // "3,000 at least" ends a clause; "40 at least partly owned firms" does not speak of the number.
    let end = at + phrase.len();
    let joined = matches!(phrase[0], "+" | "-");
    let adverb = matches!(phrase[0], "at" | "plus" | "odd") && phrase.len() < 4 && pieces.is_small(end);
    let plus = phrase[0] == "plus"
        && (!pieces.is_small(end) || pieces.is_any(end, &["a", "the", "his", "an", "other"]));
    let fits = joined && !pieces.spaced(at)
        || !joined && (!adverb || phrase[0] != "at" || pieces.is_any(end, &["of", "a", "per", "in", "to"]));
    (fits && !plus && !(phrase[0] == "+" && pieces.is_number(end))).then_some((*hedge, at..end))
}
