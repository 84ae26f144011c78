//! What the words around a time make of it: "since", "until", "by the end of", "as of", or part of a work's name.

use super::TimeRole;
use super::absolute::Named;
use crate::quantity::piece::Pieces;
use model::Edtf;
use std::ops::Range;

/// What leads up to a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lead {
    /// Where the preposition begins; where the time begins if there is none.
    pub(crate) start: usize,
    /// What it makes of the time.
    pub(crate) role: TimeRole,
    /// "from", "between": a second time may follow.
    pub(crate) opens_range: bool,
}

/// Phrases before a time; of those that end alike the longest stands first.
static LEADS: &[(&[&str], TimeRole, bool)] = &[
    (&["as", "far", "back", "as"], TimeRole::Since, false),
    (&["dating", "back", "to"], TimeRole::Since, false),
    (&["dates", "back", "to"], TimeRole::Since, false),
    (&["dated", "back", "to"], TimeRole::Since, false),
    (&["date", "back", "to"], TimeRole::Since, false),
    (&["going", "back", "to"], TimeRole::Since, false),
    (&["goes", "back", "to"], TimeRole::Since, false),
    (&["dating", "to"], TimeRole::Since, false),
    (&["starting", "in"], TimeRole::Since, false),
    (&["starting", "from"], TimeRole::Since, false),
    (&["beginning", "in"], TimeRole::Since, false),
    (&["as", "early", "as"], TimeRole::At, false),
    (&["as", "late", "as"], TimeRole::At, false),
    (&["as", "recently", "as"], TimeRole::At, false),
    (&["ever", "since"], TimeRole::Since, false),
    (&["since"], TimeRole::Since, false),
    (&["no", "later", "than"], TimeRole::By, false),
    (&["not", "later", "than"], TimeRole::By, false),
    (&["up", "until"], TimeRole::Until, false),
    (&["up", "to"], TimeRole::Until, false),
    (&["until"], TimeRole::Until, false),
    (&["till"], TimeRole::Until, false),
    (&["by"], TimeRole::By, false),
    (&["prior", "to"], TimeRole::Before, false),
    (&["earlier", "than"], TimeRole::Before, false),
    (&["before"], TimeRole::Before, false),
    (&["after"], TimeRole::After, false),
    (&["as", "of"], TimeRole::AsOf, false),
    (&["as", "at"], TimeRole::AsOf, false),
    (&["from"], TimeRole::At, true),
    (&["between"], TimeRole::During, true),
    (&["during"], TimeRole::During, false),
    (&["throughout"], TimeRole::During, false),
    (&["over"], TimeRole::During, false),
    (&["across"], TimeRole::During, false),
    (&["in"], TimeRole::At, false),
    (&["on"], TimeRole::At, false),
    (&["at"], TimeRole::At, false),
];

/// The preposition before the time that begins at `start`.
pub(crate) fn before(pieces: &Pieces<'_>, start: usize, floor: usize) -> Lead {
    const BETWEEN: [&str; 8] = ["the", "early", "mid", "late", "around", "about", "-", "least"];
    let mut at = start;
    for _ in 0..3 {
        if let Some(lead) = lead_before(pieces, at, floor) {
            return lead;
        }
        match at.checked_sub(1).filter(|word| *word >= floor && pieces.is_any(*word, &BETWEEN)) {
            // "since at least 2009"
            Some(word) if pieces.is(word, "least") => at = word.saturating_sub(1).max(floor),
            Some(word) => at = word,
            None => break,
        }
    }
    Lead { start, role: TimeRole::At, opens_range: false }
}

fn lead_before(pieces: &Pieces<'_>, end: usize, floor: usize) -> Option<Lead> {
    let fits = |phrase: &[&str]| pieces.ends_with(end, phrase).is_some_and(|start| start >= floor);
    let (phrase, role, opens_range) = LEADS.iter().find(|(phrase, ..)| fits(phrase))?;
    Some(Lead { start: end - phrase.len(), role: *role, opens_range: *opens_range })
}

/// "(from 2012) on", "(2012) onwards".
pub(crate) fn after(pieces: &Pieces<'_>, end: usize) -> Option<(usize, TimeRole)> {
    let since = Some((end + 1, TimeRole::Since));
    if pieces.is_any(end, &["onwards", "onward"]) {
        return since;
    }
    if pieces.is(end, "on") && !pieces.is_word(end + 1) { since } else { None }
}

/// Where "to the present", "until now", "to date" ends.
pub(crate) fn up_to_present(pieces: &Pieces<'_>, at: usize) -> Option<usize> {
    let linked = pieces.is_any(at, &["to", "until", "till", "through"]) || pieces.is_dash(at);
    let next = at + 1 + usize::from(pieces.is(at + 1, "the"));
    (linked && pieces.is_any(next, &["present", "today", "now", "date"])).then_some(next + 1)
}

/// The time as its role extends it.
pub(crate) fn applied(role: TimeRole, time: &Edtf) -> Edtf {
    match role {
        TimeRole::Since | TimeRole::After => Edtf::since(time),
        TimeRole::Until | TimeRole::Before => Edtf::until(time),
        _ => time.clone(),
    }
}

const WORKS: [&str; 26] = [
    "report",
    "reports",
    "study",
    "survey",
    "index",
    "paper",
    "book",
    "edition",
    "article",
    "assessment",
    "review",
    "statement",
    "documentary",
    "film",
    "investigation",
    "analysis",
    "briefing",
    "publication",
    "dossier",
    "yearbook",
    "memo",
    "testimony",
    "submission",
    "essay",
    "thesis",
    "database",
];

/// The pieces of a year that belongs to the name of a work or to a citation.
pub(crate) fn of_work(pieces: &Pieces<'_>, time: &Named) -> Option<Range<usize>> {
    const REACH: usize = 7;
    const LINKS: [&str; 8] = ["of", "on", "in", "and", "the", "for", "to", "annual"];
    let own = Some(time.range.clone());
    if !time.bare_year {
        let next = time.range.end;
        // "a March 2016 report"
        let article = time
            .range
            .start
            .checked_sub(1)
            .is_some_and(|at| pieces.is_any(at, &["a", "its", "the", "their", "his", "her", "this"]));
        return own.filter(|_| article && !time.relative && pieces.is_any(next, &WORKS));
    }
    let (start, end) = (time.range.start, time.range.end);
    for at in end..end + REACH {
        if !pieces.is_word(at) || pieces.is_any(at, &["law", "act"]) {
            break;
        }
        if pieces.is_any(at, &WORKS) {
            return own;
        }
        let name = pieces.is_capital(at)
            || pieces.is_any(at, &["’s", "'s"])
            || at > end && pieces.is_any(at, &LINKS);
        let adjective = at == end
            && !pieces.is_any(
                at,
                &["and", "the", "to", "when", "in", "with", "was", "were", "is", "as", "by", "after"],
            );
        if !name && !adjective {
            break;
        }
    }
    let before = start.checked_sub(1);
    let titled = before.is_some_and(|at| pieces.is_capital(at) && pieces.is_any(at, &WORKS));
    let author = start.checked_sub(2).is_some_and(|at| {
        pieces.is_word(at) && (pieces.is_capital(at) || pieces.is(at, "al") || pieces.word(at) == ".")
    });
    let cited = matches!(pieces.word(end), ")" | ";" | ":" | "]")
        || pieces.word(end) == "," && pieces.is_any(end + 1, &["p", "pp", "page", "para"]);
    let comma = before.is_some_and(|at| pieces.word(at) == ",") && author && cited;
    let bracket = before.is_some_and(|at| matches!(pieces.word(at), "(" | "[")) && cited && author;
    if titled || comma || bracket { own } else { None }
}
