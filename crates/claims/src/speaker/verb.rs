//! Reporting verbs: where their subject stands, and how far what they report reaches.

use super::SpeakerLexicons;
use super::names::coordinated;
use super::subject::DETERMINERS;
use crate::analysis::Analysis;
use crate::rules::vocabulary::LexiconId;
use std::ops::Range;

/// Words before a reporting verb that belong to it.
pub(super) const AUXILIARIES: &[&str] = &[
    "has",
    "have",
    "had",
    "also",
    "further",
    "later",
    "then",
    "recently",
    "previously",
    "already",
    "still",
    "once",
    "repeatedly",
    "publicly",
    "did",
    "does",
    "do",
    "not",
    "never",
    "now",
    "often",
    "explicitly",
    "both",
    "all",
    "himself",
    "herself",
    "itself",
    "themselves",
    "anonymously",
    "however",
    "first",
    "since",
    "thus",
    "would",
    "could",
    "today",
    "reportedly",
    "always",
    "consistently",
    "flatly",
    "nevertheless",
];

/// "the Strategic Policy Institute (ASPI) estimated": where the words before a bracket end.
fn before_bracket(analysis: &Analysis<'_>, sentence: &Range<usize>, end: usize) -> usize {
    if end <= sentence.start + 1 || analysis.word_at(end - 1) != ")" {
        return end;
    }
    let opens = (sentence.start..end - 1).rev().find(|token| analysis.word_at(*token) == "(");
    opens.filter(|opens| *opens > sentence.start).unwrap_or(end)
}

/// Longest aside between a speaker and the verb, in tokens.
const LONGEST_ASIDE: usize = 40;

/// Reporting verbs that are as often nouns: they count as verbs right after a speaker only.
fn is_noun_too(word: &str) -> bool {
    matches!(
        word,
        "report"
            | "reports"
            | "claim"
            | "claims"
            | "estimate"
            | "estimates"
            | "charge"
            | "charges"
            | "record"
            | "records"
            | "list"
            | "lists"
            | "note"
            | "notes"
            | "document"
            | "documents"
            | "detail"
            | "details"
            | "dispute"
            | "stress"
            | "find"
            | "documented"
            | "reported"
            | "estimated"
            | "expected"
            | "recorded"
            | "identified"
            | "listed"
            | "detailed"
            | "count"
            | "counts"
            | "counted"
            | "give"
            | "gives"
            | "gave"
            | "put"
            | "puts"
            | "place"
            | "places"
            | "placed"
            | "name"
            | "names"
            | "named"
    )
}

/// Where a source phrase on the left of its verb starts: after punctuation or a conjunction.
const PHRASE_OPENERS: &[&str] = &[
    "that", "although", "though", "but", "while", "because", "whereas", "if", "as", "what", "so", "and",
    "when", "even", "where", "which", "or", "whether", "how",
];

/// What a reporting verb joins, in tokens.
pub(super) struct Reported {
    /// The words for who says it; empty where the speaker is that of the verb before.
    pub(super) subject: Range<usize>,
    /// What is said.
    pub(super) content: Range<usize>,
    /// Subject and verb.
    pub(super) cue: Range<usize>,
}

/// Subject, content and cue of a reporting verb at `verb..end`.
pub(super) fn around_verb(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    sentence: &Range<usize>,
    verb: usize,
    end: usize,
) -> Option<Reported> {
    let word = |token: usize| analysis.word_at(token);
    if verb > sentence.start
        && matches!(
            word(verb - 1),
            "to" | "a"
                | "an"
                | "the"
                | "A"
                | "An"
                | "The"
                | "this"
                | "This"
                | "that"
                | "That"
                | "no"
                | "of"
                | "be"
                | "is"
                | "are"
                | "been"
                | "being"
                | "its"
                | "their"
                | "by"
        )
    {
        return None;
    }
    let mut subject_end = verb;
    while subject_end > sentence.start && AUXILIARIES.contains(&word(subject_end - 1)) {
        subject_end -= 1;
    }
    if !reports(analysis, lexicons, &(subject_end..verb), verb, end) {
        return None;
    }
    let passive = subject_end > sentence.start
        && matches!(word(subject_end - 1), "was" | "were" | "is" | "are" | "been" | "be" | "being");
    if passive {
        return told(analysis, lexicons, sentence, verb, end);
    }
    let noun_end = subject_end - usize::from(subject_end > sentence.start && word(subject_end - 1) == ",");
    let speaker_ends = || lexicons.ends_speaker(analysis, before_bracket(analysis, sentence, noun_end));
    if is_noun_too(word(verb)) && end == verb + 1 && !speaker_ends() {
        return None;
    }
    let name_or_noun = analysis.is_capitalised(verb) && verb > sentence.start
        || matches!(word(verb), "state" | "states") && word(end) != "that";
    if name_or_noun {
        return None;
    }
    if subject_end > sentence.start && matches!(word(subject_end - 1), "and" | "but") && subject_end == verb {
        return Some(Reported { subject: verb..verb, content: end..sentence.end, cue: verb..end });
    }
    let before_is_comma =
        subject_end > sentence.start && matches!(word(subject_end - 1), "," | "”" | "\"" | "’" | "»");
    if (before_is_comma || subject_end == sentence.start)
        && let Some(inverted) = inverted(analysis, sentence, verb, end)
    {
        return Some(inverted);
    }
    // "The former envoy, Thae Yong Ho, says": the phrase right before the verb closes with a comma.
    let mut apposition = subject_end > sentence.start && word(subject_end - 1) == ",";
    if apposition {
        subject_end -= 1;
        if let Some(opens) = opens_aside(analysis, sentence, subject_end) {
            subject_end = opens;
            apposition = false;
        }
    }
    subject_end = before_bracket(analysis, sentence, subject_end);
    let mut start = subject_end;
    let mut commas = usize::from(apposition);
    while start > sentence.start {
        let before = word(start - 1);
        if before == "," {
            if commas == 0 || !analysis.is_capitalised(start) && !apposition {
                break;
            }
            commas -= 1;
            start -= 1;
            continue;
        }
        // "a toll that campaigners link to work": between it and the verb stands who says so.
        let object = subject_end <= start + 3 && lexicons.ends_speaker(analysis, subject_end);
        if matches!(before, "that" | "which")
            && !object
            && opens_relative(analysis, lexicons, sentence, start - 1)
        {
            start -= 1;
            continue;
        }
        let conjunction = PHRASE_OPENERS.contains(&before.to_ascii_lowercase().as_str())
            && !(before == "and" && start > sentence.start + 1 && joins_names(analysis, start - 1));
        if conjunction || matches!(before, ";" | ":" | "“" | "”" | "\"" | "(" | ")" | "—" | "–" | "»" | "«")
        {
            break;
        }
        start -= 1;
    }
    if start >= subject_end {
        return None;
    }
    let phrase = start..subject_end;
    let is_final = (end..sentence.end).all(|token| matches!(word(token), "." | "," | "”" | "\"" | "!" | "?"))
        || word(end) == "."
        || end + 2 >= sentence.end;
    let quoted_before =
        start > sentence.start && matches!(word(start - 1), "," | "”" | "\"") && start > sentence.start + 3;
    let as_said = start > sentence.start && word(start - 1) == "as";
    let whole = is_final || as_said || quoted_before && word(end) != "that";
    // What the writer sets against the report is the writer's: ", despite federal law …".
    let aside = (end..sentence.end)
        .find(|token| word(*token) == "," && matches!(word(token + 1), "despite" | "notwithstanding"));
    let content = if whole { sentence.clone() } else { end..aside.unwrap_or(sentence.end) };
    Some(Reported { subject: phrase, content, cue: start..end })
}

/// Whether a verb with these words before it reports what somebody says, rather than what somebody does.
fn reports(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    auxiliaries: &Range<usize>,
    verb: usize,
    end: usize,
) -> bool {
    let word = |token: usize| analysis.word_at(token);
    let is = |list: Option<LexiconId>| list.is_some_and(|list| analysis.lexicon_at(verb, list).is_some());
    let next = word(end);
    let before = auxiliaries.start.checked_sub(1).map(word).unwrap_or_default();
    if matches!(before, "or" | "nor" | "than") {
        return false;
    }
    // "did not inform them", "never reported it": what was not said is nobody's statement.
    let negated = auxiliaries.clone().any(|token| matches!(word(token), "not" | "never"));
    if negated
        && matches!(word(verb), "inform" | "informed" | "tell" | "told" | "report" | "reported" | "disclose")
    {
        return false;
    }
    if matches!(before, "will" | "may" | "might" | "can" | "must" | "should") {
        return false;
    }
    // "a lie told at recruitment", "counts as abandoned", "maintains a list".
    match word(verb) {
        "told" if matches!(next, "at" | "by" | "in" | "on" | "to" | "when" | "during") => return false,
        "denied" if before.ends_with("ed") => return false,
        "maintain" | "maintains" | "maintained" => return next == "that",
        _ => {}
    }
    let party = auxiliaries.start.saturating_sub(8)..auxiliaries.start;
    let is_party = || lexicons.party.is_some_and(|list| analysis.lexicon_in(&party, list).is_some());
    let counted = || (end..end + 4).any(|token| analysis.quantity_at(token).is_some());
    // "put the men's pay at 30 dinars".
    let put_at = || {
        (end..end + 8).any(|token| {
            word(token) == "at" && (token..token + 5).any(|at| analysis.quantity_at(at).is_some())
        })
    };
    if end == verb + 1 && is(lexicons.counts) {
        return counted() || word(verb).starts_with("put") && put_at();
    }
    // "calls the report a slander" reports where the words are in marks; "showed photographs" does not.
    if is(lexicons.calls) {
        return (end..end + 8).any(|token| matches!(word(token), "“" | "\"" | "‘" | "«"));
    }
    if matches!(word(verb), "show" | "shows" | "showed") && next != "that" && is_party() {
        return false;
    }
    // "The broker had spoken of a canning job": what those who take part in a scheme said then is part of the story.
    let earlier = auxiliaries.clone().chain([verb]).any(|token| word(token) == "had");
    !(earlier && is_party())
}

/// Whether "that" or "which" opens a relative clause after a noun ("the company that ran the mine"), not what is said.
fn opens_relative(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    sentence: &Range<usize>,
    token: usize,
) -> bool {
    let (next, before) = (analysis.word_at(token + 1), token.saturating_sub(1));
    let clause = DETERMINERS.contains(&next)
        || matches!(next, "he" | "she" | "it" | "they" | "we" | "I" | "there" | "no" | "all" | "more")
        || analysis.is_capitalised(token + 1);
    let said = lexicons.say.is_some_and(|say| analysis.lexicon_at(before, say).is_some());
    let determined = (sentence.start.max(token.saturating_sub(5))..before).any(|token| {
        matches!(analysis.word_at(token), "the" | "The" | "a" | "A" | "an" | "An" | "One" | "one")
    });
    !clause && !said && determined && analysis.word_at(before) != ","
}

/// Where an aside opens that closes with the comma at `closes`: ", who did not give his name,", ", once the largest
/// host,"; none where a name stands there, which says who speaks.
fn opens_aside(analysis: &Analysis<'_>, sentence: &Range<usize>, closes: usize) -> Option<usize> {
    let reach = sentence.start.max(closes.saturating_sub(LONGEST_ASIDE));
    let opens = |token: &usize| analysis.word_at(*token) == ",";
    let nearest = (reach..closes).rev().find(opens)?;
    let relative = |comma: &usize| {
        opens(comma)
            && matches!(
                analysis.word_at(*comma + 1),
                "who" | "whose" | "which" | "where" | "when" | "speaking" | "once" | "asked" | "asking"
            )
    };
    let comma = (reach..closes).rev().find(relative).unwrap_or(nearest);
    let named = (comma + 1..closes).all(|token| analysis.is_capitalised(token));
    (comma > sentence.start && !named).then_some(comma)
}

/// "The Panel was told that …": a body passes on what it was told.
fn told(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    sentence: &Range<usize>,
    verb: usize,
    end: usize,
) -> Option<Reported> {
    let body = lexicons.government.and_then(|list| analysis.lexicon_in(&(sentence.start..verb), list));
    let is_told = matches!(analysis.word_at(verb), "told" | "informed") && body.is_some();
    let phrase = sentence.start..verb.saturating_sub(1);
    let content = end..sentence.end;
    (is_told && phrase.len() <= 5 && !phrase.is_empty()).then_some(Reported {
        subject: phrase,
        content,
        cue: sentence.start..end,
    })
}

/// "X and Y" where both sides are names: one phrase.
fn joins_names(analysis: &Analysis<'_>, conjunction: usize) -> bool {
    analysis.is_capitalised(conjunction - 1) && analysis.is_capitalised(conjunction + 1)
        || analysis.word_at(conjunction - 1).ends_with('s') && !analysis.is_capitalised(conjunction + 1)
}

/// "…, said X." and "“…” says X, who …": the speaker follows its verb.
fn inverted(analysis: &Analysis<'_>, sentence: &Range<usize>, verb: usize, end: usize) -> Option<Reported> {
    let first = analysis.word_at(end);
    let starts_phrase = analysis.is_capitalised(end)
        || matches!(first, "the" | "a" | "an" | "one" | "its" | "another" | "human-rights");
    if verb == sentence.start || !starts_phrase || end >= sentence.end {
        return None;
    }
    let listed = coordinated(analysis, end, sentence.end);
    let stop = (listed.max(end + 1)..sentence.end)
        .find(|token| {
            matches!(
                analysis.word_at(*token),
                "," | "." | ";" | "who" | "in" | "after" | "“" | "\"" | "on" | "during"
            )
        })
        .unwrap_or(sentence.end);
    Some(Reported { subject: end..stop, content: sentence.clone(), cue: verb..stop })
}
