//! What reports speech in a sentence.

use super::described;
use super::subject::{self, Found};
use super::{Memory, SpeakerLexicons, Utterance};
use crate::analysis::Analysis;
use crate::token::TokenKind;
use model::{Attribution, AttributionMode, Speaker, SpeakerType};
use std::ops::Range;

/// The utterances of one sentence, in text order.
pub(super) fn utterances(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    number: usize,
    memory: &mut Memory,
) -> Vec<Utterance> {
    let sentence = analysis.sentences[number].tokens.clone();
    let mut found = Vec::new();
    let own =
        |phrase: &Range<usize>| matches!(analysis.word_at(phrase.start), "We" | "we" | "Our" | "our" | "I");
    if let Some(phrase) = investigated(analysis, lexicons, &sentence).filter(|phrase| !own(phrase)) {
        let investigator = subject::read(analysis, lexicons, &phrase, memory, number)
            .filter(|found| !matches!(found.speaker.kind, SpeakerType::Government | SpeakerType::Person));
        if let Some(Found { mut speaker, head }) = investigator {
            speaker.cue = analysis.words_of(&phrase).to_owned();
            memory.remember(&speaker, &head, &phrase);
            memory.investigation = Some((speaker.clone(), analysis.sentences[number].paragraph));
            let attribution = Attribution { speakers: vec![speaker], mode: AttributionMode::Explicit };
            found.push(Utterance { content: sentence.clone(), cue: phrase, attribution });
        }
    }
    if let Some((phrase, verb)) = named_by(analysis, lexicons, &sentence) {
        let speaker = subject::read(analysis, lexicons, &phrase, memory, number);
        add(analysis, &mut found, speaker, sentence.clone(), verb..phrase.end, memory, number);
    }
    if let Some(phrase) = transcript(analysis, &sentence) {
        let speaker = subject::read(analysis, lexicons, &phrase, memory, number)
            .or_else(|| described::plainly_speaking(analysis, lexicons, &phrase, true));
        add(analysis, &mut found, speaker, sentence.clone(), phrase.start..phrase.end + 1, memory, number);
    }
    let mut token = sentence.start;
    let mut verb_end = sentence.start;
    while token < sentence.end {
        if let Some(phrase) = according_to(analysis, &sentence, token) {
            let speaker = subject::read(analysis, lexicons, &phrase, memory, number);
            let cue = token..phrase.end;
            token = phrase.end;
            let names_work = lexicons.work.and_then(|work| analysis.lexicon_in(&cue, work)).is_some();
            if speaker.is_none() && names_work {
                found.push(Utterance { content: sentence.clone(), cue, attribution: Attribution::none() });
                continue;
            }
            let content = clause_before(analysis, &sentence, cue.start)..sentence.end;
            add(analysis, &mut found, speaker, content, cue, memory, number);
            continue;
        }
        if let Some(end) =
            lexicons.say.and_then(|say| analysis.lexicon_at(token, say)).filter(|_| token >= verb_end)
        {
            if let Some((phrase, content, cue)) = around_verb(analysis, lexicons, &sentence, token, end) {
                let same = phrase.is_empty().then(|| memory.last_in(&sentence)).flatten();
                let speaker = match same {
                    Some(speaker) => Some(Found { speaker, head: String::new() }),
                    None => subject::read(analysis, lexicons, &phrase, memory, number).or_else(|| {
                        let spoken = lexicons
                            .speaks
                            .is_some_and(|speaks| analysis.lexicon_at(token, speaks).is_some());
                        described::plainly_speaking(analysis, lexicons, &phrase, spoken)
                    }),
                };
                verb_end = end;
                add(analysis, &mut found, speaker, content, cue, memory, number);
            }
            token = end;
            continue;
        }
        token += 1;
    }
    if let Some(tokens) = lexicons.passive.and_then(|passive| analysis.lexicon_in(&sentence, passive))
        && found.is_empty()
    {
        let attribution = Attribution { speakers: Vec::new(), mode: AttributionMode::Passive };
        found.push(Utterance { content: sentence, cue: tokens, attribution });
    }
    found
}

fn add(
    analysis: &Analysis<'_>,
    found: &mut Vec<Utterance>,
    speaker: Option<Found>,
    content: Range<usize>,
    cue: Range<usize>,
    memory: &mut Memory,
    number: usize,
) {
    let Some(Found { mut speaker, head }) = speaker else { return };
    speaker.cue = analysis.words_of(&cue).to_owned();
    memory.remember(&speaker, &head, &cue);
    let mut mode = if speaker.kind == SpeakerType::Anonymous {
        AttributionMode::Anonymous
    } else {
        AttributionMode::Explicit
    };
    if is_quoted(analysis, &content) {
        mode = AttributionMode::Quote;
    }
    let mut chain: Vec<Speaker> = Vec::new();
    let paragraph = analysis.sentences[number].paragraph;
    if let Some((outer, since)) = &memory.investigation {
        let near = paragraph <= since + 3;
        if near && speaker.kind == SpeakerType::Anonymous && outer.name != speaker.name {
            chain.push(outer.clone());
        }
    }
    chain.push(speaker);
    if chain.len() > 1 && mode == AttributionMode::Anonymous {
        mode = AttributionMode::Explicit;
    }
    found.push(Utterance { content, cue, attribution: Attribution { speakers: chain, mode } });
}

/// Whether some tokens hold a quotation of three words or more.
fn is_quoted(analysis: &Analysis<'_>, content: &Range<usize>) -> bool {
    let opens = content.clone().find(|token| matches!(analysis.word_at(*token), "“" | "\"" | "«" | "„"));
    opens.is_some_and(|opens| {
        let closes =
            (opens + 1..content.end).find(|token| matches!(analysis.word_at(*token), "”" | "\"" | "»" | "“"));
        closes.unwrap_or(content.end) > opens + 3
    })
}

/// "according to X": the tokens of X.
fn according_to(analysis: &Analysis<'_>, sentence: &Range<usize>, token: usize) -> Option<Range<usize>> {
    let lower = |token: usize| analysis.word_at(token).to_ascii_lowercase();
    let start = match lower(token).as_str() {
        "according" if lower(token + 1) == "to" => token + 2,
        "citing" => token + 1,
        "per" if token == sentence.start => token + 1,
        _ => return None,
    };
    let end =
        (start..sentence.end).find(|token| ends_phrase(analysis, *token, start)).unwrap_or(sentence.end);
    (start < end).then_some(start..end)
}

/// Where what a trailing "according to" speaks of begins: after the last semicolon, or at the participle clause
/// before it ("…, raising millions each year, according to …").
fn clause_before(analysis: &Analysis<'_>, sentence: &Range<usize>, cue: usize) -> usize {
    let opens = |token: &usize| match analysis.word_at(*token) {
        ";" => true,
        "," => analysis.word_at(token + 1).ends_with("ing") && token + 4 < cue,
        _ => false,
    };
    (sentence.start..cue).rev().find(opens).unwrap_or(sentence.start)
}

/// A source phrase to the right ends at punctuation or at a finite verb's auxiliary.
fn ends_phrase(analysis: &Analysis<'_>, token: usize, start: usize) -> bool {
    let word = analysis.word_at(token);
    let sign = analysis.tokens[token].kind == TokenKind::Sign;
    sign && !matches!(word, "&" | "’" | "'" | "-" | "/")
        && token > start
        && !(word == "."
            && analysis.word_at(token - 1).len() <= 3
            && analysis.tokens.get(token + 1).is_some_and(|next| !next.line_start)
            && analysis.is_capitalised(token + 1))
        || token > start
            && matches!(
                word,
                "which" | "who" | "that" | "is" | "are" | "were" | "was" | "have" | "has" | "had" | "said"
            )
}

/// Words before a reporting verb that belong to it.
const AUXILIARIES: &[&str] = &[
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
];

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
    )
}

/// Where a source phrase on the left of its verb starts: after punctuation or a conjunction.
const PHRASE_OPENERS: &[&str] = &[
    "that", "although", "though", "but", "while", "because", "whereas", "if", "as", "what", "so", "and",
    "when", "even", "where", "which",
];

/// Subject phrase, content and cue of a reporting verb at `verb..end`.
fn around_verb(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    sentence: &Range<usize>,
    verb: usize,
    end: usize,
) -> Option<(Range<usize>, Range<usize>, Range<usize>)> {
    let word = |token: usize| analysis.word_at(token);
    if verb > sentence.start
        && matches!(
            word(verb - 1),
            "to" | "a"
                | "an"
                | "the"
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
    let passive = subject_end > sentence.start
        && matches!(word(subject_end - 1), "was" | "were" | "is" | "are" | "been" | "be" | "being");
    if passive {
        return told(analysis, lexicons, sentence, verb, end);
    }
    if is_noun_too(word(verb)) && end == verb + 1 && !lexicons.ends_speaker(analysis, subject_end) {
        return None;
    }
    let name_or_noun = analysis.is_capitalised(verb) && verb > sentence.start
        || matches!(word(verb), "state" | "states") && word(end) != "that";
    if name_or_noun {
        return None;
    }
    if subject_end > sentence.start && matches!(word(subject_end - 1), "and" | "but") && subject_end == verb {
        return Some((verb..verb, end..sentence.end, verb..end));
    }
    let before_is_comma =
        subject_end > sentence.start && matches!(word(subject_end - 1), "," | "”" | "\"" | "’" | "»");
    if (before_is_comma || subject_end == sentence.start)
        && let Some(inverted) = inverted(analysis, sentence, verb, end)
    {
        return Some(inverted);
    }
    // "The former envoy, Thae Yong Ho, says": the phrase right before the verb closes with a comma.
    let apposition = subject_end > sentence.start && word(subject_end - 1) == ",";
    if apposition {
        subject_end -= 1;
    }
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
    Some((phrase, content, start..end))
}

/// "The Panel was told that …": a body passes on what it was told.
fn told(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    sentence: &Range<usize>,
    verb: usize,
    end: usize,
) -> Option<(Range<usize>, Range<usize>, Range<usize>)> {
    let body = lexicons.government.and_then(|list| analysis.lexicon_in(&(sentence.start..verb), list));
    let is_told = matches!(analysis.word_at(verb), "told" | "informed") && body.is_some();
    let phrase = sentence.start..verb.saturating_sub(1);
    (is_told && phrase.len() <= 5 && !phrase.is_empty()).then_some((
        phrase,
        end..sentence.end,
        sentence.start..end,
    ))
}

/// "X and Y" where both sides are names: one phrase.
fn joins_names(analysis: &Analysis<'_>, conjunction: usize) -> bool {
    analysis.is_capitalised(conjunction - 1) && analysis.is_capitalised(conjunction + 1)
        || analysis.word_at(conjunction - 1).ends_with('s') && !analysis.is_capitalised(conjunction + 1)
}

/// "…, said X." and "“…” says X, who …": the speaker follows its verb.
fn inverted(
    analysis: &Analysis<'_>,
    sentence: &Range<usize>,
    verb: usize,
    end: usize,
) -> Option<(Range<usize>, Range<usize>, Range<usize>)> {
    let first = analysis.word_at(end);
    let starts_phrase = analysis.is_capitalised(end)
        || matches!(first, "the" | "a" | "an" | "one" | "its" | "another" | "human-rights");
    if verb == sentence.start || !starts_phrase || end >= sentence.end {
        return None;
    }
    let stop = (end + 1..sentence.end)
        .find(|token| {
            matches!(
                analysis.word_at(*token),
                "," | "." | ";" | "who" | "in" | "after" | "“" | "\"" | "on" | "during"
            )
        })
        .unwrap_or(sentence.end);
    Some((end..stop, sentence.clone(), verb..stop))
}

/// "a team of journalists with the BBC has been investigating": the words for who does.
fn investigated(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    sentence: &Range<usize>,
) -> Option<Range<usize>> {
    let verb = analysis.lexicon_in(sentence, lexicons.investigate?)?.start;
    let mut subject_end = verb;
    while subject_end > sentence.start
        && (AUXILIARIES.contains(&analysis.word_at(subject_end - 1))
            || analysis.word_at(subject_end - 1) == "been")
    {
        subject_end -= 1;
    }
    let start = (sentence.start..subject_end)
        .rev()
        .find(|token| matches!(analysis.word_at(*token), "," | ";" | ":" | "“" | "”" | "(" | ")"))
        .map_or(sentence.start, |token| token + 1);
    (start < subject_end).then_some(start..subject_end)
}

/// "The witness: …", "Mr Smith: …": a transcript names who speaks before a colon at the start of a line.
fn transcript(analysis: &Analysis<'_>, sentence: &Range<usize>) -> Option<Range<usize>> {
    let colon = (sentence.start + 1..sentence.end.min(sentence.start + 6))
        .find(|token| analysis.word_at(*token) == ":")?;
    let at_line_start = analysis.tokens[sentence.start].line_start;
    let is_name = analysis.is_capitalised(sentence.start)
        && (colon > sentence.start + 1 || analysis.word_at(sentence.start) == "Q");
    // "On fees:", "Case study:", "Overseas workers of the state:" are headings, "The witness:", "Mr Lee:" are not.
    let first = analysis.word_at(sentence.start);
    let short =
        colon <= sentence.start + 3 && matches!(first, "The" | "A" | "Mr" | "Mrs" | "Ms" | "Dr" | "Q");
    (at_line_start && is_name && short && colon + 2 < sentence.end).then_some(sentence.start..colon)
}

/// "put forward by a network of groups", "compiled by the embassy": the words for who, and where the verb starts.
fn named_by(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    sentence: &Range<usize>,
) -> Option<(Range<usize>, usize)> {
    let verb = analysis.lexicon_in(sentence, lexicons.by_whom?)?;
    let by = (verb.end..sentence.end.min(verb.end + 6)).find(|token| analysis.word_at(*token) == "by")?;
    let end =
        (by + 1..sentence.end).find(|token| ends_phrase(analysis, *token, by + 1)).unwrap_or(sentence.end);
    let is_number = (by + 1..end).any(|token| analysis.tokens[token].kind == TokenKind::Number);
    (by + 1 < end && !is_number).then_some((by + 1..end, verb.start))
}
