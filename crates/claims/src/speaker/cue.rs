//! What reports speech in a sentence.

use super::described;
use super::names::coordinated;
use super::subject::{self, Found};
use super::verb::{AUXILIARIES, Reported, around_verb};
use super::{Memory, SpeakerLexicons, Utterance};
use crate::analysis::Analysis;
use crate::coreference::Coreference;
use crate::rules::vocabulary::LexiconId;
use crate::token::TokenKind;
use model::{Attribution, AttributionMode, Speaker, SpeakerType};
use std::ops::Range;

/// The utterances of one sentence, in text order.
pub(super) fn utterances(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    names: &Coreference,
    number: usize,
    memory: &mut Memory,
) -> Vec<Utterance> {
    let sentence = analysis.sentences[number].tokens.clone();
    let mut listener = Listener { analysis, lexicons, names, memory, number, sentence, found: Vec::new() };
    listener.investigator();
    listener.author();
    listener.turn_of_transcript();
    listener.in_text_order();
    if listener.found.is_empty() {
        listener.nobody();
    }
    listener.found
}

/// One sentence on the way to its utterances.
struct Listener<'l, 'd> {
    analysis: &'l Analysis<'d>,
    lexicons: &'l SpeakerLexicons,
    names: &'l Coreference,
    memory: &'l mut Memory,
    number: usize,
    sentence: Range<usize>,
    found: Vec<Utterance>,
}

impl Listener<'_, '_> {
    fn read(&mut self, phrase: &Range<usize>) -> Option<Found> {
        // "the group": a body that was named, if no speaker was introduced by that noun.
        let noun = self.analysis.word_at(phrase.end.saturating_sub(1));
        let definite = phrase.len() == 2 && matches!(self.analysis.word_at(phrase.start), "the" | "The");
        if definite
            && !self.memory.nouns.contains_key(noun)
            && let Some(body) = self.names.taken_up(self.analysis, noun, phrase.start)
        {
            return subject::read(self.analysis, self.lexicons, &body.tokens, self.memory, self.number);
        }
        subject::read(self.analysis, self.lexicons, phrase, self.memory, self.number)
    }

    /// "A team of journalists has been investigating": who speaks through the anonymous voices that follow.
    fn investigator(&mut self) {
        let analysis = self.analysis;
        let own = |phrase: &Range<usize>| {
            matches!(
                analysis.word_at(phrase.start),
                "We" | "we"
                    | "Our"
                    | "our"
                    | "I"
                    | "Her"
                    | "her"
                    | "His"
                    | "his"
                    | "Its"
                    | "its"
                    | "Their"
                    | "their"
            )
        };
        let phrase = investigated(analysis, self.lexicons, &self.sentence).filter(|phrase| !own(phrase));
        let Some(phrase) = phrase else { return };
        let investigator = self
            .read(&phrase)
            .filter(|found| !matches!(found.speaker.kind, SpeakerType::Government | SpeakerType::Person));
        let Some(Found { mut speaker, head }) = investigator else { return };
        speaker.cue = analysis.words_of(&phrase).to_owned();
        self.memory.remember(&speaker, &head, &phrase);
        self.memory.investigation = Some((speaker.clone(), analysis.sentences[self.number].paragraph));
        let attribution = Attribution { speakers: vec![speaker], mode: AttributionMode::Explicit };
        self.found.push(Utterance { content: self.sentence.clone(), cue: phrase, attribution });
    }

    /// "compiled by the embassy".
    fn author(&mut self) {
        if let Some((phrase, verb)) = named_by(self.analysis, self.lexicons, &self.sentence) {
            let speaker = self.read(&phrase);
            self.add(speaker, self.sentence.clone(), verb..phrase.end);
        }
    }

    /// "The witness: …".
    fn turn_of_transcript(&mut self) {
        if let Some(phrase) = transcript(self.analysis, &self.sentence) {
            let speaker = self
                .read(&phrase)
                .or_else(|| described::plainly_speaking(self.analysis, self.lexicons, &phrase, true));
            self.add(speaker, self.sentence.clone(), phrase.start..phrase.end + 1);
        }
    }

    /// "according to …" and verbs of saying, as they come.
    fn in_text_order(&mut self) {
        let mut token = self.sentence.start;
        while token < self.sentence.end {
            let say = self.lexicons.say.and_then(|say| self.analysis.lexicon_at(token, say));
            if let Some(phrase) = according_to(self.analysis, self.lexicons.work, &self.sentence, token) {
                self.source(token, &phrase);
                token = phrase.end;
            } else if let Some(whose) =
                self.lexicons.work.and_then(|work| possessed(self.analysis, work, &self.sentence, token))
            {
                let speaker = self.read(&whose);
                let opens = whose.start == self.sentence.start;
                let end = if opens { self.sentence.end } else { token + 2 };
                self.add(speaker, self.sentence.start..end, whose.start..token + 2);
                token += 2;
            } else if let Some(end) = say {
                self.said(token, end);
                token = end;
            } else if let Some(phrase) = self.also(token) {
                let speaker = self.read(&phrase);
                self.add(speaker, token + 1..self.sentence.end, phrase.start..token + 1);
                token += 1;
            } else {
                token += 1;
            }
        }
    }

    /// "Qatar said that …, and Poland that 37 persons …": whose words a "that" opens, where the verb is that of the clause before.
    fn also(&self, that: usize) -> Option<Range<usize>> {
        let (analysis, sentence) = (self.analysis, &self.sentence);
        if analysis.word_at(that) != "that" || self.found.is_empty() {
            return None;
        }
        let name = (sentence.start..that).rev().take_while(|token| analysis.is_capitalised(*token)).last()?;
        let article = name > sentence.start && analysis.word_at(name - 1) == "the";
        let start = name - usize::from(article);
        let link = start.checked_sub(1).filter(|link| *link > sentence.start)?;
        let joined = matches!(analysis.word_at(link), "and" | "while" | ";" | ",");
        let is_state = analysis.mentions_in(&(start..that)).iter().any(|mention| {
            mention.tokens.end == that && (mention.country().is_some() || mention.is_organisation())
        });
        let listed = joins_list(analysis, link);
        (joined && is_state && !listed).then_some(start..that)
    }

    /// "according to" at `start` and the words for whom.
    fn source(&mut self, start: usize, phrase: &Range<usize>) {
        let cue = start..phrase.end;
        let speaker = self.read(phrase).filter(|_| !is_vague(self.analysis, self.lexicons, phrase));
        let names_work = self.lexicons.work.and_then(|work| self.analysis.lexicon_in(&cue, work)).is_some();
        if speaker.is_none() && names_work {
            let attribution = Attribution::none();
            self.found.push(Utterance { content: self.sentence.clone(), cue, attribution });
            return;
        }
        // "according to the same estimate": whoever spoke last.
        if speaker.is_none() && matches!(self.analysis.word_at(phrase.start + 1), "same" | "latter") {
            let last = self.memory.last.as_ref().map(|(speaker, _)| speaker.clone());
            self.add(last.map(|speaker| Found { speaker, head: String::new() }), self.sentence.clone(), cue);
            return;
        }
        let content = clause_before(self.analysis, &self.sentence, cue.start)..self.sentence.end;
        let citing = matches!(self.analysis.word_at(start), "citing" | "quoting");
        let carrier = self
            .found
            .iter()
            .rposition(|utterance| citing && utterance.cue.end + 4 >= start && utterance.cue.end <= start);
        self.add(speaker, content, cue);
        if let Some(carrier) = carrier {
            self.passed_on_by(carrier);
        }
    }

    /// "Tass reported, citing the ministry": who was found last is who says it, and the one at `carrier` passes it on.
    fn passed_on_by(&mut self, carrier: usize) {
        let Some([.., last]) = self.found.get(carrier + 1..) else { return };
        let (inner, cue) = (last.attribution.speakers.clone(), last.cue.clone());
        let outer = &mut self.found[carrier];
        let known = |speaker: &Speaker| inner.iter().any(|other| other.name == speaker.name);
        outer.attribution.speakers.retain(|speaker| !known(speaker));
        outer.attribution.speakers.extend(inner);
        outer.cue.end = cue.end;
        self.found.truncate(carrier + 1);
    }

    /// A verb of saying at `verb..end`.
    fn said(&mut self, verb: usize, end: usize) {
        if is_participle_with_agent(self.analysis, self.lexicons, &self.sentence, verb, end) {
            return;
        }
        let reported = around_verb(self.analysis, self.lexicons, &self.sentence, verb, end);
        let Some(Reported { subject, content, cue }) = reported else { return };
        let same = subject.is_empty().then(|| self.memory.last_in(&self.sentence)).flatten();
        let speaker = match same {
            Some(speaker) => Some(Found { speaker, head: String::new() }),
            None => self.read(&subject).or_else(|| {
                let speaks = self.lexicons.speaks;
                let spoken = speaks.is_some_and(|speaks| self.analysis.lexicon_at(verb, speaks).is_some());
                described::plainly_speaking(self.analysis, self.lexicons, &subject, spoken)
            }),
        };
        self.add(speaker, content, cue);
    }

    /// "it is believed".
    fn nobody(&mut self) {
        let passive = self.lexicons.passive;
        if let Some(cue) = passive.and_then(|passive| self.analysis.lexicon_in(&self.sentence, passive)) {
            let attribution = Attribution { speakers: Vec::new(), mode: AttributionMode::Passive };
            self.found.push(Utterance { content: self.sentence.clone(), cue, attribution });
        }
    }

    /// Gives a speaker named by acronym or surname the full name that stands before.
    fn in_full(&self, speaker: &mut Speaker, cue: &Range<usize>) {
        let names = self.names;
        let (full, person) = match names.of_acronym(&speaker.name) {
            Some(full) => (Some(full), false),
            None => (names.of_surname(&speaker.name, cue.start), true),
        };
        let Some(full) = full else { return };
        self.analysis.words_of(&full).clone_into(&mut speaker.name);
        if person && speaker.kind == SpeakerType::Anonymous {
            speaker.kind = SpeakerType::Person;
        }
    }

    fn add(&mut self, speaker: Option<Found>, content: Range<usize>, cue: Range<usize>) {
        let Some(Found { mut speaker, head }) = speaker else { return };
        self.in_full(&mut speaker, &cue);
        speaker.cue = self.analysis.words_of(&cue).to_owned();
        self.memory.remember(&speaker, &head, &cue);
        let anonymous = speaker.kind == SpeakerType::Anonymous;
        let paragraph = self.analysis.sentences[self.number].paragraph;
        let outer = self
            .memory
            .investigation
            .as_ref()
            .filter(|(outer, since)| anonymous && paragraph <= since + 3 && outer.name != speaker.name);
        let mode = if is_quoted(self.analysis, &content) {
            AttributionMode::Quote
        } else if anonymous && outer.is_none() {
            AttributionMode::Anonymous
        } else {
            AttributionMode::Explicit
        };
        let speakers = outer.map(|(outer, _)| outer.clone()).into_iter().chain([speaker]).collect();
        self.found.push(Utterance { content, cue, attribution: Attribution { speakers, mode } });
    }
}

/// "China and Poland that …": the word before is one of two names, not the beginning of what another says.
fn joins_list(analysis: &Analysis<'_>, link: usize) -> bool {
    let before = link.checked_sub(1);
    matches!(analysis.word_at(link), "and" | ",")
        && before.is_some_and(|before| analysis.is_capitalised(before))
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

/// "new research", "a recent study": a work that the text says more of, if at all, in what follows.
fn is_vague(analysis: &Analysis<'_>, lexicons: &SpeakerLexicons, phrase: &Range<usize>) -> bool {
    let new =
        phrase.clone().any(|token| matches!(analysis.word_at(token), "new" | "recent" | "latest" | "fresh"));
    let work = lexicons.work.and_then(|work| analysis.lexicon_in(phrase, work));
    let last = |work: &Range<usize>| work.end == phrase.end && phrase.len() <= 3;
    new && work.as_ref().is_some_and(last) && analysis.word_at(phrase.end - 2) != "global"
}

/// "according to X": the tokens of X.
fn according_to(
    analysis: &Analysis<'_>,
    work: Option<LexiconId>,
    sentence: &Range<usize>,
    token: usize,
) -> Option<Range<usize>> {
    let lower = |token: usize| analysis.word_at(token).to_ascii_lowercase();
    let cited = |from: usize| {
        let reach = from..sentence.end.min(from + 5);
        work.is_some_and(|work| analysis.lexicon_in(&reach, work).is_some())
    };
    let start = match lower(token).as_str() {
        "according" if lower(token + 1) == "to" => token + 2,
        "citing" | "quoting" => token + 1,
        // "comes from the 2021 estimates of …", "by one count".
        "comes" | "come" | "came" | "taken" | "drawn" if lower(token + 1) == "from" && cited(token + 2) => {
            token + 2
        }
        "per" if token == sentence.start => token + 1,
        _ => return None,
    };
    let end =
        (start..sentence.end).find(|token| ends_phrase(analysis, *token, start)).unwrap_or(sentence.end);
    // "the ILO, Walk Free and the IOM": a list of names is one source.
    let listed =
        (start..end).rev().find(|token| !analysis.is_capitalised(*token)).map_or(start, |token| token + 1);
    let end = end.max(coordinated(analysis, listed, sentence.end).min(sentence.end));
    (start < end).then_some(start..end)
}

/// "the Asan Institute's figure for 2014 is …", "on the Foreign Office's own assessment": whose figure it is, where it
/// opens a sentence or stands after "on" or "by".
fn possessed(
    analysis: &Analysis<'_>,
    work: LexiconId,
    sentence: &Range<usize>,
    token: usize,
) -> Option<Range<usize>> {
    if !matches!(analysis.word_at(token), "'s" | "’s" | "’" | "'") {
        return None;
    }
    let own = usize::from(analysis.word_at(token + 1) == "own");
    let noun = analysis.lexicon_at(token + 1 + own, work)?;
    let name = |at: &usize| analysis.is_capitalised(*at) || matches!(analysis.word_at(*at), "of" | "for");
    let mut start = token - (sentence.start..token).rev().take_while(name).count();
    if start == token {
        return None;
    }
    let article = start > sentence.start && matches!(analysis.word_at(start - 1), "the" | "The");
    start -= usize::from(article);
    let opens = start == sentence.start;
    let is = (noun..sentence.end.min(noun + 5))
        .any(|at| matches!(analysis.word_at(at), "is" | "was" | "stood" | "stands"));
    let after = start > sentence.start && matches!(analysis.word_at(start - 1), "on" | "by" | "On" | "By");
    (opens && is || after).then_some(start..token)
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

/// "a team of journalists with the BBC has been investigating": the words for who does.
fn investigated(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    sentence: &Range<usize>,
) -> Option<Range<usize>> {
    let verb = analysis.lexicon_in(sentence, lexicons.investigate?)?.start;
    if matches!(analysis.word_at(verb), "interview" | "interviews") {
        return None;
    }
    let mut subject_end = verb;
    while subject_end > sentence.start
        && (AUXILIARIES.contains(&analysis.word_at(subject_end - 1))
            || analysis.word_at(subject_end - 1) == "been")
    {
        subject_end -= 1;
    }
    // "a researcher at an institute that interviews returned workers": says what they are, not that they do so here.
    let relative =
        subject_end > sentence.start && matches!(analysis.word_at(subject_end - 1), "that" | "which" | "who");
    if relative {
        return None;
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

/// "the estimate, first put forward in 2012 by a network": a participle, whose speaker comes after it.
fn is_participle_with_agent(
    analysis: &Analysis<'_>,
    lexicons: &SpeakerLexicons,
    sentence: &Range<usize>,
    verb: usize,
    end: usize,
) -> bool {
    let first = (sentence.start..verb).rev().find(|token| !AUXILIARIES.contains(&analysis.word_at(*token)));
    let after_comma =
        first.is_some_and(|before| matches!(analysis.word_at(before), "," | "(" | "figure" | "estimate"));
    let passive = lexicons.by_whom.is_some_and(|list| analysis.lexicon_at(verb, list).is_some());
    let mut reach = end..sentence.end.min(end + 6);
    after_comma
        && passive
        && reach.any(|token| {
            analysis.word_at(token) == "by"
                && analysis.tokens.get(token + 1).is_some_and(|next| next.kind == TokenKind::Word)
        })
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
