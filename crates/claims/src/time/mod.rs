//! Times in a sentence, as EDTF: absolute ones as they stand, relative ones anchored at the day of publication.

mod absolute;
pub(crate) mod anchored;
pub(crate) mod date;
mod relative;
mod role;
mod year;

use crate::quantity::number_words::number_word;
use crate::quantity::piece::{Pieces, may_matter};
use crate::token::Token;
use absolute::Named;
use anchored::Publication;
use model::Edtf;
use std::ops::Range;

/// What relative times are reckoned from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anchor {
    /// When the text was published; without it relative times are not given.
    pub published: Option<Edtf>,
}

/// How a time bears on what the sentence says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeRole {
    /// At or in it: "in 2016".
    At,
    /// From it on: "since 2012".
    Since,
    /// Up to it: "until 2015".
    Until,
    /// At the latest: "by the end of 2019".
    By,
    /// Earlier: "before 2015".
    Before,
    /// Later: "after 2012".
    After,
    /// All through it: "between 2012 and 2015", "over the past decade".
    During,
    /// The state of things then: "as of March 2018".
    AsOf,
    /// The time is part of the name of a work, or its year in a citation: "a 2017 report", "(Smith, 2018)".
    WorkTitle,
    /// The time of writing: "now", "currently".
    Present,
}

/// An expression of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeMention {
    /// The expression with its preposition.
    pub tokens: Range<usize>,
    /// When.
    pub time: Edtf,
    /// How it bears on the sentence.
    pub role: TimeRole,
    /// Whether it was reckoned from the anchor.
    pub relative: bool,
}

/// Finds the times of one sentence: the tokens at `range`.
///
/// Months and days without a year, and relative times, are given only with an anchor that is fine enough.
#[must_use]
pub fn find(text: &str, tokens: &[Token], range: Range<usize>, anchor: &Anchor) -> Vec<TimeMention> {
    let sentence = tokens.get(range.clone()).unwrap_or_default();
    let matters = |token: &Token| may_matter(text, token) || relative::may_begin(token.text(text));
    if !sentence.iter().any(matters) {
        return Vec::new();
    }
    in_pieces(&Pieces::new(text, tokens, range), anchor)
}

/// Whether a word may begin a time that has neither number nor month; a quick look.
pub(crate) fn may_begin(word: &str) -> bool {
    relative::may_begin(word)
}

/// The same for a sentence in pieces.
pub(crate) fn in_pieces(pieces: &Pieces<'_>, anchor: &Anchor) -> Vec<TimeMention> {
    let published = Publication::new(anchor);
    let mut found: Vec<(TimeMention, bool)> = Vec::new();
    let mut apart: Vec<(Range<usize>, i32)> = Vec::new();
    let tells_apart = (0..pieces.len()).any(|at| relative::tells_apart(pieces.word(at)));
    let (mut at, mut floor) = (0, 0);
    while at < pieces.len() {
        if tells_apart
            && begins(pieces, at)
            && let Some((range, years)) = relative::apart(pieces, at)
        {
            apart.push((pieces.tokens(range), years));
        }
        let mention = if begins(pieces, at) {
            absolute_at(pieces, at, floor, published)
                .map(|mention| (mention, false))
                .or_else(|| relative_at(pieces, at, floor, published))
        } else {
            None
        };
        if let Some(((range, time, role, relative), dependent)) = mention {
            at = pieces.token_boundary(range.end.max(at + 1));
            floor = at;
            found.push((TimeMention { tokens: pieces.tokens(range), time, role, relative }, dependent));
        } else {
            at += 1;
        }
    }
    // "Two years earlier" is told from another time of the sentence, if there is one.
    let other = found.iter().any(|(mention, _)| !mention.relative && mention.role != TimeRole::WorkTitle);
    found.retain(|(_, dependent)| !(other && *dependent));
    let mut found: Vec<TimeMention> = found.into_iter().map(|(mention, _)| mention).collect();
    for (tokens, years) in apart {
        add_apart(&mut found, tokens, years);
    }
    found
}

/// "a year later": so many years from the time that stands before it, or else after it.
fn add_apart(found: &mut Vec<TimeMention>, tokens: Range<usize>, years: i32) {
    let tells = |mention: &&TimeMention| !mention.relative && mention.role != TimeRole::WorkTitle;
    let place = found.partition_point(|mention| mention.tokens.start < tokens.start);
    let other = found[..place].iter().rev().find(tells).or_else(|| found[place..].iter().find(tells));
    let year = other.and_then(|other| other.time.first_year()?.checked_add(years)).and_then(Edtf::year);
    if let Some(time) = year {
        found.insert(place, TimeMention { tokens, time, role: TimeRole::At, relative: false });
    }
}

/// Whether a time may begin here; a quick look.
fn begins(pieces: &Pieces<'_>, at: usize) -> bool {
    if !pieces.is_word(at) {
        return pieces.is_number(at) || matches!(pieces.word(at), "'" | "’" | "‘");
    }
    let word = pieces.word(at);
    let lead = |words: &[&str]| words.contains(&word);
    date::month(word).is_some()
        || relative::may_begin(word)
        || number_word(word).is_some()
        || lead(&["Q", "H", "few", "several", "many"])
}

/// The pieces of a time with its preposition, the time, its role, and whether it is relative.
type Parts = (Range<usize>, Edtf, TimeRole, bool);

/// A date, or a stretch between two of them, with its preposition.
fn absolute_at(
    pieces: &Pieces<'_>,
    at: usize,
    floor: usize,
    published: Option<Publication>,
) -> Option<Parts> {
    let first = absolute::named(pieces, at, floor, published)?;
    let lead = role::before(pieces, first.range.start, floor);
    let opened = lead.opens_range;
    if let Some(second) = second_end(pieces, first.range.end, lead, published)
        && let Some((first, second)) = in_order(first.clone(), second)
    {
        let time = Edtf::between(&first.time, &second.time);
        let role = if lead.role == TimeRole::WorkTitle { lead.role } else { TimeRole::During };
        return Some((lead.start..second.range.end, time, role, first.relative || second.relative));
    }
    if opened && let Some(end) = role::up_to_present(pieces, first.range.end) {
        return Some((lead.start..end, Edtf::since(&first.time), TimeRole::Since, first.relative));
    }
    if let Some(work) = role::of_work(pieces, &first) {
        return Some((work, first.time, TimeRole::WorkTitle, first.relative));
    }
    let (end, role) = match role::after(pieces, first.range.end) {
        Some((end, role)) => (end, role),
        None => (first.range.end, lead.role),
    };
    Some((lead.start..end, role::applied(role, &first.time), role, first.relative))
}

/// The second end of a stretch: "(from March 2012) to April 2015", "(2012)–2015", "(between 2012) and 2015".
fn second_end(
    pieces: &Pieces<'_>,
    at: usize,
    lead: role::Lead,
    published: Option<Publication>,
) -> Option<Named> {
    let dash = pieces.is_dash(at);
    let linked = dash
        || pieces.is_any(at, &["to", "until", "till", "through"])
        || lead.opens_range && lead.role == TimeRole::During && pieces.is(at, "and");
    if !linked {
        return None;
    }
    let mut next = at + 1;
    for filler in ["the", "early", "mid", "late", "end", "of", "-"] {
        next += usize::from(pieces.is(next, filler));
    }
    let named = absolute::named(pieces, next, at + 1, published)?;
    (dash || lead.opens_range || !named.relative).then_some(named)
}

/// Both ends if the first does not lie after the second; the first takes its year from the second if it has none.
fn in_order(first: Named, second: Named) -> Option<(Named, Named)> {
    let mut first = first;
    if first.relative && !second.relative {
        let year = second.time.first_year()?;
        let rest = first.time.as_str().get(4..)?.to_owned();
        let time: Edtf = format!("{year:04}{rest}").parse().ok()?;
        first = Named { time, relative: false, ..first };
    }
    let begins = first.time.as_str().split('/').next()?;
    let ends = second.time.as_str().rsplit('/').next()?;
    let length = begins.len().min(ends.len());
    (begins.get(..length)? <= ends.get(..length)?).then_some((first, second))
}

/// A relative time with its preposition; whether it depends on another time of the sentence.
fn relative_at(
    pieces: &Pieces<'_>,
    at: usize,
    floor: usize,
    published: Option<Publication>,
) -> Option<(Parts, bool)> {
    let mut found = relative::relative_at(pieces, at, published?)?;
    if found.named.bare_year {
        found.named = absolute::refined(pieces, found.named, floor);
    }
    let lead = role::before(pieces, found.named.range.start, floor);
    let role = match found.role {
        Some(TimeRole::Present) if lead.role == TimeRole::Until || lead.role == TimeRole::By => lead.role,
        Some(role) => role,
        None => lead.role,
    };
    let start = if found.role == Some(TimeRole::Present) && role == TimeRole::Present {
        found.named.range.start
    } else {
        lead.start
    };
    let time = role::applied(role, &found.named.time);
    Some(((start..found.named.range.end, time, role, true), found.dependent))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokenize;

    fn roles(text: &str) -> Vec<(&str, TimeRole, String)> {
        let tokens = tokenize(text);
        let anchor = Anchor { published: "2018-04-16".parse().ok() };
        let words = |range: &Range<usize>| {
            let span = tokens[range.start].span.hull(tokens[range.end - 1].span);
            span.of(text).unwrap()
        };
        find(text, &tokens, 0..tokens.len(), &anchor)
            .iter()
            .map(|mention| (words(&mention.tokens), mention.role, mention.time.to_string()))
            .collect()
    }

    fn one(text: &str) -> (&str, TimeRole, String) {
        let found = roles(text);
        assert_eq!(found.len(), 1, "{found:?}");
        found.into_iter().next().unwrap()
    }

    #[test]
    fn the_preposition_makes_the_role() {
        for (text, words, role, time) in [
            ("They left in 2016.", "in 2016", TimeRole::At, "2016"),
            ("They left since at least 2009.", "since at least 2009", TimeRole::Since, "2009/.."),
            ("It dates back to the 1950s.", "dates back to the 1950s", TimeRole::Since, "1950/.."),
            ("It ran until March 2015.", "until March 2015", TimeRole::Until, "../2015-03"),
            ("Leave by the end of 2019.", "by the end of 2019", TimeRole::By, "2019-12"),
            (
                "Go no later than 22 December 2019.",
                "no later than 22 December 2019",
                TimeRole::By,
                "2019-12-22",
            ),
            ("It was legal before 2008.", "before 2008", TimeRole::Before, "../2008"),
            ("It grew after 2011.", "after 2011", TimeRole::After, "2011/.."),
            ("As of March 2018 none.", "As of March 2018", TimeRole::AsOf, "2018-03"),
            ("It grew from 2012 to 2015.", "from 2012 to 2015", TimeRole::During, "2012/2015"),
            ("It grew over the past decade.", "over the past decade", TimeRole::During, "2008/2018"),
            ("Now 800 work there.", "Now", TimeRole::Present, "2018-04-16"),
            ("A 2016 report says so.", "2016", TimeRole::WorkTitle, "2016"),
            ("It is said (Smith, 2017).", "2017", TimeRole::WorkTitle, "2017"),
        ] {
            assert_eq!(one(text), (words, role, time.to_owned()), "{text}");
        }
    }

    #[test]
    fn without_an_anchor_nothing_relative_is_given() {
        let text = "Last year, in March and ten years ago, but also in 2016.";
        let tokens = tokenize(text);
        let found = find(text, &tokens, 0..tokens.len(), &Anchor::default());
        assert_eq!(found.len(), 1);
        assert!(!found[0].relative);
    }
}
