//! Who says so, in the other languages.
//!
//! Verbs of saying, nouns of speakers and the words that frame a source stand in lexicons; where speakers stand beside
//! them is code, by language: Chinese puts them before the verb at the head of a clause, Korean before 은/는/이/가 with
//! the verb at the end, Russian on either side. A name is words of the text with particles and adverbs taken off. Where
//! none of this shows a speaker, nobody speaks.

mod chinese;
mod korean;
mod russian;

use super::Language;
use crate::analysis::Analysis;
use crate::rules::vocabulary::{LexiconId, Vocabulary};
use crate::speaker::{Speakers, Utterance};
use crate::time::TimeRole;
use model::{Attribution, AttributionMode, Edtf, Speaker, SpeakerType};
use std::ops::Range;

/// The lexicons that speech asks for by name.
#[derive(Debug, Clone, Default)]
pub(crate) struct SpeechLexicons {
    /// Verbs of saying.
    say: Option<LexiconId>,
    /// Words before and behind a source: 据, `по данным`; 에 따르면, 报道.
    source_before: Option<LexiconId>,
    source_after: Option<LexiconId>,
    /// "It is said", by nobody in particular.
    passive: Option<LexiconId>,
    /// Nouns of speakers with what they are: lexicons named `speaker-TYPE`.
    speakers: Vec<(SpeakerType, LexiconId)>,
    /// Words that begin a speaker's words without being part of the name, and words that end it.
    name_lead: Option<LexiconId>,
    name_end: Option<LexiconId>,
    /// Pronouns of somebody who spoke before; with a source: `по его словам`.
    pronoun: Option<LexiconId>,
    source_pronoun: Option<LexiconId>,
    /// Words of acts and rules: nobody says what follows, and they are no speakers.
    act: Option<LexiconId>,
    /// Words that show a sentence to go on with what somebody says.
    continues: Option<LexiconId>,
}

impl SpeechLexicons {
    pub(crate) fn of(vocabulary: &Vocabulary) -> Self {
        let lexicon = |name: &str| vocabulary.lexicon(name);
        let kinds = SpeakerType::ALL.iter();
        Self {
            say: lexicon("say"),
            source_before: lexicon("source-before"),
            source_after: lexicon("source-after"),
            passive: lexicon("said-by-nobody"),
            speakers: kinds.filter_map(|kind| Some((*kind, lexicon(&format!("speaker-{kind}"))?))).collect(),
            name_lead: lexicon("name-lead"),
            name_end: lexicon("name-end"),
            pronoun: lexicon("pronoun"),
            source_pronoun: lexicon("source-pronoun"),
            act: lexicon("act"),
            continues: lexicon("continues"),
        }
    }
}

/// A speaker that a sentence shows: the tokens of the name and of the whole cue.
#[derive(Debug, Clone)]
struct Voice {
    name: Range<usize>,
    cue: Range<usize>,
    kind: SpeakerType,
    is_pronoun: bool,
}

/// What the finders of each language look at.
struct Scene<'s, 'd> {
    analysis: &'s Analysis<'d>,
    lexicons: &'s SpeechLexicons,
}

impl Scene<'_, '_> {
    /// The longest entry of a lexicon at a token, and its end.
    fn entry(&self, lexicon: Option<LexiconId>, at: usize) -> Option<usize> {
        self.analysis.lexicon_at(at, lexicon?)
    }

    /// Where an entry of a lexicon that ends at `end` begins.
    fn entry_before(&self, lexicon: Option<LexiconId>, end: usize, floor: usize) -> Option<usize> {
        let lexicon = lexicon?;
        (end.saturating_sub(8).max(floor)..end)
            .find(|start| self.analysis.lexicon_ends_at(*start, lexicon, end))
    }

    /// The last noun of a speaker in a range, and its kind.
    fn speaker_in(&self, range: &Range<usize>) -> Option<(Range<usize>, SpeakerType)> {
        let nouns = self.lexicons.speakers.iter().flat_map(|(kind, lexicon)| {
            range.clone().filter_map(move |at| {
                let end = self.analysis.lexicon_at(at, *lexicon)?;
                (end <= range.end).then_some((at..end, *kind))
            })
        });
        nouns.max_by_key(|(noun, _)| (noun.end, noun.len()))
    }

    /// Whether a country named as such stands in a range: a government that speaks.
    fn country_in(&self, range: &Range<usize>) -> Option<Range<usize>> {
        self.analysis
            .mentions_in(range)
            .iter()
            .rev()
            .find(|mention| mention.country().is_some())
            .map(|mention| mention.tokens.clone())
    }

    fn is_sign(&self, at: usize) -> bool {
        self.analysis.tokens.get(at).is_some_and(|token| token.kind == crate::token::TokenKind::Sign)
    }
}

/// What is remembered from sentence to sentence.
#[derive(Default)]
struct Memory {
    last: Option<Speaker>,
    /// Everybody who spoke by name so far.
    named: Vec<Speaker>,
    paragraph: usize,
}

/// Speakers that are remembered for short forms of their names.
const MOST_NAMED: usize = 64;

impl Memory {
    /// The earlier speaker that a short name stands for: 패널 after 전문가패널; 报告 after the body that wrote it.
    fn known_as(&self, name: &str, kind: SpeakerType) -> Option<Speaker> {
        let is_short = name.chars().count() <= 4;
        let longer = |speaker: &&Speaker| speaker.name.len() > name.len() && speaker.name.ends_with(name);
        let by_name = self.named.iter().rev().find(longer).filter(|_| is_short);
        let author = self
            .last
            .as_ref()
            .filter(|last| is_short && kind == SpeakerType::Report && last.kind != SpeakerType::Report);
        by_name.or(author).cloned()
    }
}

/// How many sentences a speaker is carried on without a sign that the text goes on with what they say.
const FREE_CARRY: usize = 1;

/// Reads the speakers of a document. Cost is linear in its tokens.
pub(crate) fn of(language: Language, analysis: &Analysis<'_>, lexicons: &SpeechLexicons) -> Speakers {
    let scene = Scene { analysis, lexicons };
    let mut memory = Memory::default();
    let (mut all, mut carried) = (Vec::new(), Vec::new());
    // The last attribution, its cue, and how many sentences ago it was given.
    let mut going_on: Option<(Attribution, Range<usize>, usize)> = None;
    for sentence in &analysis.sentences {
        if sentence.paragraph != memory.paragraph {
            memory.paragraph = sentence.paragraph;
            going_on = None;
        }
        let range = &sentence.tokens;
        let voices = match language {
            Language::Chinese => chinese::voices(&scene, range),
            Language::Korean => korean::voices(&scene, range),
            Language::Russian | Language::English => russian::voices(&scene, range),
        };
        let found = utterances(&scene, range, voices, &mut memory);
        let is_passive =
            lexicons.passive.is_some_and(|passive| analysis.lexicon_in(range, passive).is_some());
        let mut on = None;
        if let Some(last) = found.iter().rev().find(|utterance| !utterance.attribution.speakers.is_empty()) {
            going_on = Some((last.attribution.clone(), last.cue.clone(), 0));
        } else if is_passive {
            going_on = None;
        } else if let Some((attribution, cue, age)) = &mut going_on {
            *age += 1;
            let opening = range.start..(range.start + 16).min(range.end);
            let sign = lexicons
                .continues
                .is_some_and(|continues| analysis.lexicon_in(&opening, continues).is_some());
            let is_steady = attribution.speakers.last().is_some_and(|speaker| {
                matches!(
                    speaker.kind,
                    SpeakerType::Government
                        | SpeakerType::Group
                        | SpeakerType::Academic
                        | SpeakerType::Report
                )
            });
            let acts = lexicons.act.is_some_and(|act| analysis.lexicon_in(range, act).is_some());
            if acts {
                going_on = None;
            } else if sign || *age <= FREE_CARRY && is_steady {
                on = Some((
                    Attribution { speakers: attribution.speakers.clone(), mode: AttributionMode::Carried },
                    cue.clone(),
                ));
            } else {
                going_on = None;
            }
        }
        carried.push(on);
        let nobody = Attribution { speakers: Vec::new(), mode: AttributionMode::Passive };
        let passive = Utterance::of(range.clone(), range.start..range.start, nobody);
        all.push(if found.is_empty() && is_passive { vec![passive] } else { found });
    }
    Speakers::found(all, carried)
}

/// What each voice of a sentence vouches for: from its cue to the next; the first one also what stands before it.
fn utterances(
    scene: &Scene<'_, '_>,
    sentence: &Range<usize>,
    mut voices: Vec<Voice>,
    memory: &mut Memory,
) -> Vec<Utterance> {
    let analysis = scene.analysis;
    voices.sort_by_key(|voice| voice.cue.start);
    voices.dedup_by(|later, earlier| later.cue.start < earlier.cue.end);
    let starts: Vec<usize> = voices.iter().map(|voice| voice.cue.start).collect();
    let mut found = Vec::with_capacity(voices.len());
    for (number, voice) in voices.into_iter().enumerate() {
        let start = if number == 0 { sentence.start } else { voice.cue.start };
        let content = start..starts.get(number + 1).copied().unwrap_or(sentence.end);
        let speaker = if voice.is_pronoun {
            let Some(last) = memory.last.clone() else { continue };
            last
        } else {
            let name = analysis.words_of(&voice.name).to_owned();
            if name.is_empty() {
                continue;
            }
            if scene.lexicons.act.is_some_and(|act| analysis.lexicon_in(&voice.name, act).is_some()) {
                continue;
            }
            let reach = voice.cue.start..(voice.cue.end + 8).min(sentence.end);
            let work = analysis.times_in(&reach).iter().find(|time| time.role == TimeRole::WorkTitle);
            let known = memory.known_as(&name, voice.kind);
            known.unwrap_or(Speaker {
                name,
                kind: voice.kind,
                year: work.and_then(|time| Edtf::first_year(&time.time)),
                cue: analysis.words_of(&voice.cue).to_owned(),
                affiliation: None,
            })
        };
        memory.last = Some(speaker.clone());
        if memory.named.len() < MOST_NAMED && !memory.named.contains(&speaker) {
            memory.named.push(speaker.clone());
        }
        let quoted =
            content.clone().any(|token| matches!(analysis.word_at(token), "“" | "\"" | "«" | "「" | "‘"));
        let mode = match speaker.kind {
            SpeakerType::Anonymous if !quoted => AttributionMode::Anonymous,
            _ if quoted => AttributionMode::Quote,
            _ => AttributionMode::Explicit,
        };
        found.push(Utterance::of(content, voice.cue, Attribution { speakers: vec![speaker], mode }));
    }
    found
}
