//! When: the time a claim speaks of, and what that is taken from.

use super::{Before, Context};
use crate::propose::Proposal;
use crate::speaker::Speakers;
use crate::time::{TimeMention, TimeRole};
use model::{Attribution, Edtf, Kind, SlotEvidence, TimeBasis};
use std::ops::Range;

/// The time of a claim: stated; else, in the present tense, that of the work that says it or of the page.
pub(super) fn time(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    attribution: &Attribution,
    before: &Before<'_, '_>,
    evidence: &mut Vec<SlotEvidence>,
) -> (Option<Edtf>, Option<TimeBasis>) {
    let (analysis, kind) = (context.analysis, context.frame(proposal).kind);
    let sentence = analysis.sentences[proposal.sentence].tokens.clone();
    let (_, cue) = context.speakers.of_quote(proposal.sentence, &proposal.quote);
    let clause = super::clause_of(analysis, proposal);
    let usable = |time: &&TimeMention| {
        let in_cue = cue.as_ref().is_some_and(|cue| cue.contains(&time.tokens.start));
        let of_work = time.role == TimeRole::WorkTitle || time.role == TimeRole::Present;
        !of_work
            && !in_cue
            && fits(kind, time)
            && !is_in_dateline(context, &sentence, time)
            && !is_of_the_compared(context, proposal, time)
    };
    let nearest = |range: std::ops::Range<usize>| {
        analysis.times_in(&range).iter().filter(usable).min_by_key(|time| {
            if time.tokens.end <= proposal.quote.start {
                proposal.quote.start - time.tokens.end
            } else {
                time.tokens.start.saturating_sub(proposal.quote.end)
            }
        })
    };
    let reach = if kind.is_numeric() || matches!(kind, Kind::LegalAct | Kind::History) {
        between_semicolons(context, proposal, &sentence)
    } else {
        proposal.quote.clone()
    };
    if let Some(found) = nearest(clause).or_else(|| nearest(reach)) {
        evidence.extend(context.evidence(
            "time",
            &found.tokens,
            found.relative.then_some("reckoned from the publication date"),
        ));
        return (Some(found.time.clone()), Some(TimeBasis::Stated));
    }
    if let Some((time, basis)) = taken_up(context, proposal, before, evidence) {
        return (Some(time), Some(basis));
    }
    if kind == Kind::GoodsLink {
        return match Speakers::cited_year(attribution).and_then(Edtf::year) {
            Some(year) => (Some(year), Some(TimeBasis::CitedWork)),
            None => (None, None),
        };
    }
    if !kind.is_numeric() || kind == Kind::Deadline || !is_present(context, proposal) {
        return (None, None);
    }
    if let Some(year) = Speakers::cited_year(attribution).and_then(Edtf::year) {
        return (Some(year), Some(TimeBasis::CitedWork));
    }
    let published = context.document.metadata.published.as_ref();
    match published
        .and_then(|date| date.as_str().get(..4))
        .and_then(|year| year.parse().ok())
        .and_then(Edtf::year)
    {
        Some(year) => (Some(year), Some(TimeBasis::Published)),
        None => (None, None),
    }
}

/// "SEOUL, Feb. 8, 2024 - …": when a report was filed, not what it tells of.
fn is_in_dateline(context: &Context<'_, '_>, sentence: &Range<usize>, time: &TimeMention) -> bool {
    let analysis = context.analysis;
    let place = analysis.word_at(sentence.start);
    let capitals = place.chars().count() > 2 && place.chars().all(char::is_uppercase);
    let dash = (time.tokens.end..sentence.end.min(time.tokens.end + 2))
        .any(|token| matches!(analysis.word_at(token), "–" | "—" | "-" | "--"));
    capitals && dash && time.tokens.end <= sentence.start + DATELINE
}

/// Most tokens of a dateline.
const DATELINE: usize = 14;

/// "Fewer than 900 remain, compared with 6,000 three years ago": the time of the number that a count is compared with.
fn is_of_the_compared(context: &Context<'_, '_>, proposal: &Proposal, time: &TimeMention) -> bool {
    let analysis = context.analysis;
    let between = proposal.quote.end..time.tokens.start.max(proposal.quote.end);
    let compares = |token: usize| matches!(analysis.word_at(token), "compared" | "against" | "down" | "up");
    if between.is_empty() {
        return false;
    }
    let next = analysis.quantities.partition_point(|quantity| quantity.mention.core.start < between.start);
    let other = analysis.quantities.get(next).filter(|quantity| quantity.mention.core.start < between.end);
    other.is_some_and(|quantity| {
        let start = quantity.mention.core.start;
        (start.saturating_sub(3).max(between.start)..start).any(compares)
            && time.tokens.start <= quantity.mention.tokens.end + 3
    })
}

/// "of whom 24", "Of those": a part has the time of the whole; "that year", "at the end of the year": the year named last.
fn taken_up(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    before: &Before<'_, '_>,
    evidence: &mut Vec<SlotEvidence>,
) -> Option<(Edtf, TimeBasis)> {
    let analysis = context.analysis;
    if !context.frame(proposal).kind.is_numeric() || context.other.is_some() {
        return None;
    }
    let counts = |kind: Kind| {
        matches!(kind, Kind::WorkerCount | Kind::VictimCount | Kind::DeathCount | Kind::EmployerCount)
    };
    let here = &analysis.sentences[proposal.sentence];
    let word = |token: usize| analysis.word_at(token);
    let part = here.tokens.clone().find(|token| {
        matches!(word(*token), "of" | "Of")
            && matches!(word(token + 1), "whom" | "these" | "those" | "them")
            && *token <= proposal.quote.end
            && (word(token + 1) != "them" || !is_present(context, proposal))
    });
    if let Some(part) = part.filter(|_| counts(context.frame(proposal).kind)) {
        let whole = (0..before.claims.len()).rev().find(|number| {
            let claim = &before.claims[*number];
            before.sentence(*number) + 1 >= proposal.sentence && counts(claim.kind)
        })?;
        let claim = &before.claims[whole];
        let note = format!("the time of {}", claim.passage.exact);
        evidence.extend(context.evidence("time", &(part..part + 2), Some(&note)));
        return claim.time.clone().zip(claim.time_basis);
    }
    let clause = super::clause_of(analysis, proposal);
    let same_year = clause.clone().find(|token| {
        word(*token) == "year"
            && token.checked_sub(1).is_some_and(|before| match word(before) {
                "that" | "same" => true,
                "the" => before >= 2 && word(before - 1) == "of" && word(before - 2) == "end",
                _ => false,
            })
    })?;
    let first = (0..=proposal.sentence)
        .rev()
        .take_while(|number| analysis.sentences[*number].paragraph == here.paragraph)
        .last()?;
    let reach = analysis.sentences[first].tokens.start..same_year;
    let named = analysis.times_in(&reach).iter().rev().find_map(|time| time.time.first_year())?;
    evidence.extend(context.evidence("time", &(same_year - 1..same_year + 1), Some("the year named before")));
    Some((Edtf::year(named)?, TimeBasis::Stated))
}

/// The part of a sentence between semicolons that the quote is in: what stands beyond has times of its own.
fn between_semicolons(
    context: &Context<'_, '_>,
    proposal: &Proposal,
    sentence: &Range<usize>,
) -> Range<usize> {
    let is_semicolon = |token: &usize| context.analysis.word_at(*token) == ";";
    let start = (sentence.start..proposal.quote.start).rev().find(is_semicolon);
    let end = (proposal.quote.end..sentence.end).find(is_semicolon);
    start.unwrap_or(sentence.start)..end.unwrap_or(sentence.end)
}

/// When a number of months from `start` ends, as precisely as `start` is given; `None` for years alone and intervals.
pub(super) fn after_months(start: &Edtf, months: f64) -> Option<Edtf> {
    let mut parts = start.as_str().split('-').map(str::parse::<i32>);
    let (Ok(year), Ok(month), day) = (parts.next()?, parts.next()?, parts.next()) else { return None };
    let whole = (months.fract() == 0.0 && (0.0..=1200.0).contains(&months)).then_some(months as i32)?;
    let count = year * 12 + (month - 1) + whole;
    let (year, month) = (count.div_euclid(12), u8::try_from(count.rem_euclid(12) + 1).ok()?);
    match day {
        Some(day) => Edtf::day(year, month, u8::try_from(day.ok()?).ok()?),
        None => Edtf::month(year, month),
    }
}

/// A time that a claim of this kind can speak of.
fn fits(kind: Kind, time: &TimeMention) -> bool {
    match kind {
        Kind::History => true,
        _ => !matches!(time.role, TimeRole::Until) || kind.is_numeric(),
    }
}

/// Whether the words around the quote are in the present tense: no finite past verb governs it.
fn is_present(context: &Context<'_, '_>, proposal: &Proposal) -> bool {
    let analysis = context.analysis;
    if let Some(other) = context.other {
        return crate::languages::slots::is_present(context, &other.lexicons.slots, proposal);
    }
    let clause = super::clause_of(analysis, proposal);
    let word = |token: usize| analysis.word_at(token);
    let after = proposal.quote.end..(proposal.quote.end + 2).min(analysis.tokens.len());
    // "the 800 workers who are welders": what is said of the quote itself counts first.
    if after.clone().any(|token| matches!(word(token), "are" | "is")) {
        return true;
    }
    // Words that govern the quote stand before it or right after it; "50,000 workers abroad has drawn attention" is
    // not about them.
    let clause = clause.start..after.end.min(clause.end).max(clause.start);
    let past_auxiliary = clause.clone().any(|token| matches!(word(token), "was" | "were" | "had" | "did"));
    if past_auxiliary {
        return false;
    }
    let has_perfect = clause.clone().any(|token| {
        matches!(word(token), "have" | "has")
            && analysis.words.get(token + 1).is_some_and(|next| context.rules.vocabulary.is_past(*next))
    });
    if has_perfect && !clause.clone().any(|token| word(token) == "agreed") {
        return false;
    }
    // A past form counts as finite unless a form of "be" or "have" stands right before it.
    !clause.clone().any(|token| {
        let past = analysis.words.get(token).is_some_and(|id| context.rules.vocabulary.is_past(*id));
        let participle = (token.saturating_sub(3).max(clause.start)..token).any(|before| {
            matches!(word(before), "are" | "is" | "be" | "been" | "being" | "have" | "has" | "to" | "who")
        });
        // A clause may begin with its verb, after what stands in brackets: "The firm (HSW) hired 900 workers".
        let opens = token == clause.start && (token == 0 || word(token - 1) != ")");
        let after_noun_phrase = !opens && token < proposal.quote.start;
        past && !participle
            && after_noun_phrase
            && word(token) != "estimated"
            && word(token) != "said"
            && word(token) != "found"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_reckoned_from_the_act() {
        let end = |start: &str, months| {
            after_months(&start.parse().unwrap(), months).map(|time| time.as_str().to_owned())
        };
        assert_eq!(end("2017-12-22", 24.0).as_deref(), Some("2019-12-22"));
        assert_eq!(end("2017-12", 27.0).as_deref(), Some("2020-03"));
        assert_eq!(end("2017", 24.0), None);
        assert_eq!(end("2017-12/..", 24.0), None);
    }
}
