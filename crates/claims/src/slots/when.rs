//! When: the time a claim speaks of, and what that is taken from.

use super::Context;
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
    evidence: &mut Vec<SlotEvidence>,
) -> (Option<Edtf>, Option<TimeBasis>) {
    let (analysis, kind) = (context.analysis, context.frame(proposal).kind);
    let sentence = analysis.sentences[proposal.sentence].tokens.clone();
    let (_, cue) = context.speakers.of_quote(proposal.sentence, &proposal.quote);
    let clause = super::clause_of(analysis, proposal);
    let usable = |time: &&TimeMention| {
        let in_cue = cue.as_ref().is_some_and(|cue| cue.contains(&time.tokens.start));
        let of_work = time.role == TimeRole::WorkTitle || time.role == TimeRole::Present;
        !of_work && !in_cue && fits(kind, time)
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
        let after_noun_phrase = token > clause.start && token < proposal.quote.start;
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
