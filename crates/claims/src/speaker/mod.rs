//! Who says so: speakers, the cues that show them, and what they vouch for.
//!
//! Sentence by sentence, [`cue`] finds what reports speech ("X said that …", "according to X", "…, it said",
//! quotation marks, "it is believed"), [`subject`] reads the speaker out of the words beside it, and this module
//! carries speakers on to sentences that plainly continue what was said before. Where the text does not show who
//! speaks, nobody does.

mod cue;
mod described;
mod names;
mod quotes;
mod subject;
mod turns;
mod verb;
mod work;

use crate::analysis::Analysis;
use crate::coreference::Coreference;
use crate::gazetteer::CountryForm;
use crate::quantity::Dimension;
use crate::rules::vocabulary::{LexiconId, Vocabulary};
use crate::token::TokenKind;
use model::{Attribution, AttributionMode, Speaker, SpeakerType};
use quotes::Quotation;
use rustc_hash::FxHashMap;
use std::ops::Range;
use work::WorkOfPage;

/// The lexicons that speaker recognition asks for; a missing one finds nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct SpeakerLexicons {
    say: Option<LexiconId>,
    passive: Option<LexiconId>,
    group: Option<LexiconId>,
    person: Option<LexiconId>,
    government: Option<LexiconId>,
    news: Option<LexiconId>,
    ngo: Option<LexiconId>,
    academic: Option<LexiconId>,
    work: Option<LexiconId>,
    researcher: Option<LexiconId>,
    investigate: Option<LexiconId>,
    continues: Option<LexiconId>,
    speaks: Option<LexiconId>,
    by_whom: Option<LexiconId>,
    points_back: Option<LexiconId>,
    /// Verbs that report only where a number follows.
    counts: Option<LexiconId>,
    /// Verbs that report only where the words stand in marks.
    calls: Option<LexiconId>,
    /// Papers of a court, in which everything is one side's word.
    pleads: Option<LexiconId>,
    /// Those who take part in a scheme.
    party: Option<LexiconId>,
    company: Option<LexiconId>,
}

impl SpeakerLexicons {
    pub(crate) fn of(vocabulary: &Vocabulary) -> Self {
        let lexicon = |name| vocabulary.lexicon(name);
        Self {
            say: lexicon("say"),
            passive: lexicon("said_by_nobody"),
            group: lexicon("speaker_group"),
            person: lexicon("speaker_person"),
            government: lexicon("speaker_government"),
            news: lexicon("speaker_news"),
            ngo: lexicon("speaker_ngo"),
            academic: lexicon("speaker_academic"),
            work: lexicon("work"),
            researcher: lexicon("researcher"),
            investigate: lexicon("investigate"),
            continues: lexicon("continues"),
            speaks: lexicon("speaks"),
            by_whom: lexicon("by_whom"),
            points_back: lexicon("points_back"),
            counts: lexicon("counts"),
            calls: lexicon("calls"),
            pleads: lexicon("pleads"),
            party: lexicon("party"),
            company: lexicon("speaker_company"),
        }
    }

    /// Whether a noun or name of a speaker or a work ends at a token.
    fn ends_speaker(&self, analysis: &Analysis<'_>, end: usize) -> bool {
        let Some(last) = end.checked_sub(1) else { return false };
        let lists = [
            self.group,
            self.person,
            self.government,
            self.news,
            self.ngo,
            self.academic,
            self.work,
            self.researcher,
            self.company,
        ];
        analysis.is_capitalised(last)
            || matches!(analysis.word_at(last), "it" | "he" | "she" | "they" | "who" | "which" | "we")
            || lists.into_iter().flatten().any(|list| {
                (last.saturating_sub(2)..=last).any(|start| analysis.lexicon_at(start, list) == Some(end))
            })
    }
}

/// Somebody speaks: what they vouch for, and who they are.
#[derive(Debug, Clone)]
pub(crate) struct Utterance {
    /// Tokens that the speaker vouches for.
    pub(crate) content: Range<usize>,
    /// Tokens that show it: speaker and verb.
    pub(crate) cue: Range<usize>,
    pub(crate) attribution: Attribution,
}

impl Utterance {
    /// What somebody vouches for, shown by a cue.
    pub(crate) const fn of(content: Range<usize>, cue: Range<usize>, attribution: Attribution) -> Self {
        Self { content, cue, attribution }
    }
}

/// Who says what in a document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Speakers {
    /// By sentence.
    utterances: Vec<Vec<Utterance>>,
    /// By sentence: who goes on speaking from before, where nobody speaks in the sentence itself.
    carried: Vec<Option<(Attribution, Range<usize>)>>,
    /// By sentence: stretches that are the writer's, beside what somebody says.
    asides: Vec<Vec<Range<usize>>>,
    /// By sentence: who has the floor in a transcript.
    floor: Vec<Option<(Attribution, Range<usize>)>>,
    /// What stands in quotation marks, in text order.
    quotations: Vec<Quotation>,
    /// The work that the page as a whole reports on.
    work: Option<WorkOfPage>,
}

/// What has been said so far, as the reader of the page has it in mind.
#[derive(Debug, Default)]
struct Memory {
    /// The last named or described speaker, with the tokens of the cue.
    last: Option<(Speaker, Range<usize>)>,
    /// The last speaker of each gender of pronoun: a body or work ("it"), somebody ("he", "she"), several ("they").
    body: Option<Speaker>,
    /// The body that a sentence last opened with, and the token where.
    subject: Option<(Speaker, usize)>,
    someone: Option<Speaker>,
    several: Option<Speaker>,
    /// The last work with an author, for "the report".
    work: Option<Speaker>,
    /// Who investigates, reports or interviews in what follows: the outer speaker of anonymous voices.
    investigation: Option<(Speaker, usize)>,
    /// The last speaker that each head noun introduced, for "the team", "the foreman".
    nouns: FxHashMap<String, Speaker>,
}

/// Offices that one person holds: "she" may be who holds it.
const OFFICES: &[&str] = &[
    "rapporteur",
    "minister",
    "ambassador",
    "spokesman",
    "spokeswoman",
    "official",
    "attaché",
    "secretary",
    "prosecutor",
    "president",
    "senator",
    "lawmaker",
    "commissioner",
    "adviser",
    "envoy",
];

impl Memory {
    /// The last speaker, if the cue stands in this sentence.
    fn last_in(&self, sentence: &Range<usize>) -> Option<Speaker> {
        self.last
            .as_ref()
            .filter(|(_, cue)| sentence.contains(&cue.start))
            .map(|(speaker, _)| speaker.clone())
    }

    fn remember(&mut self, speaker: &Speaker, head: &str, cue: &Range<usize>) {
        match speaker.kind {
            SpeakerType::Anonymous | SpeakerType::Person | SpeakerType::Researcher => {
                self.someone = Some(speaker.clone());
            }
            SpeakerType::Group if speaker.name.ends_with('s') || speaker.name.ends_with("staff") => {}
            SpeakerType::Government
                if OFFICES.iter().any(|office| speaker.name.to_lowercase().contains(office)) =>
            {
                self.someone = Some(speaker.clone());
                self.body = Some(speaker.clone());
            }
            _ => self.body = Some(speaker.clone()),
        }
        self.several = Some(speaker.clone());
        if !head.is_empty() {
            self.nouns.insert(head.to_lowercase(), speaker.clone());
        }
        self.last = Some((speaker.clone(), cue.clone()));
    }
}

impl Speakers {
    /// Reads a document's speakers. Cost is linear in its tokens.
    pub(crate) fn of(analysis: &Analysis<'_>, lexicons: &SpeakerLexicons, names: &Coreference) -> Self {
        let mut memory = Memory::default();
        let mut speakers = Self::default();
        for (number, sentence) in analysis.sentences.iter().enumerate() {
            if number > 0 && analysis.sentences[number - 1].zone != sentence.zone {
                memory = Memory::default();
            }
            let found = cue::utterances(analysis, lexicons, names, number, &mut memory);
            // Who the sentence is about is who "it" means in the next one, whether or not they speak in it.
            if let Some(subject) = names.subject(analysis, &sentence.tokens) {
                let name = analysis.words_of(&subject.tokens);
                let kind = subject.kind.unwrap_or(SpeakerType::Ngo);
                let spoke = found
                    .iter()
                    .any(|utterance| utterance.attribution.speakers.iter().any(|s| s.name == name));
                memory.subject = Some((subject::speaker(name, kind), subject.tokens.start));
                if found.iter().all(|utterance| utterance.attribution.speakers.is_empty()) || spoke {
                    memory.body = Some(subject::speaker(name, kind));
                }
            }
            speakers.asides.push(found.iter().flat_map(|utterance| asides(analysis, utterance)).collect());
            let carried =
                if found.iter().any(|utterance| utterance.attribution.mode != AttributionMode::Passive) {
                    None
                } else {
                    speakers.continued(analysis, lexicons, number, &memory)
                };
            speakers.utterances.push(found);
            speakers.carried.push(carried);
        }
        speakers.look_ahead(analysis, lexicons);
        speakers.work = WorkOfPage::of(analysis, lexicons, &speakers.utterances);
        speakers.floor = turns::find(analysis, lexicons);
        speakers.quotations = quotes::find(analysis);
        quotes::attribute(analysis, &speakers.utterances, &mut speakers.quotations);
        speakers
    }

    /// Speakers that were found otherwise: by sentence, the utterances in it, and who goes on speaking from before.
    pub(crate) fn found(
        utterances: Vec<Vec<Utterance>>,
        carried: Vec<Option<(Attribution, Range<usize>)>>,
    ) -> Self {
        Self { utterances, carried, ..Self::default() }
    }

    /// Who vouches for some tokens of a sentence, and the tokens that show it.
    pub(crate) fn of_quote(
        &self,
        sentence: usize,
        quote: &Range<usize>,
    ) -> (Attribution, Option<Range<usize>>) {
        let touches = |range: &Range<usize>| range.start < quote.end && quote.start < range.end;
        let here = self.utterances.get(sentence).map(Vec::as_slice).unwrap_or_default();
        if let Some(quoted) = self.quoted(here, quote) {
            return quoted;
        }
        let named = |utterance: &&Utterance| !utterance.attribution.speakers.is_empty();
        let asides = self.asides.get(sentence).map(Vec::as_slice).unwrap_or_default();
        let within = |aside: &Range<usize>| aside.start < quote.start && quote.start < aside.end;
        let covering = |utterance: &&Utterance| {
            (touches(&utterance.content) || touches(&utterance.cue)) && !asides.iter().any(within)
        };
        let best = here.iter().filter(covering).filter(named).min_by_key(|utterance| utterance.content.len());
        if let Some(utterance) = best {
            return (utterance.attribution.clone(), Some(utterance.cue.clone()));
        }
        if let Some((attribution, cue)) = self.carried.get(sentence).and_then(Option::as_ref) {
            return (attribution.clone(), Some(cue.clone()));
        }
        if let Some((attribution, cue)) = self.floor.get(sentence).and_then(Option::as_ref) {
            return (attribution.clone(), Some(cue.clone()));
        }
        match here.iter().find(covering) {
            Some(utterance) => (utterance.attribution.clone(), Some(utterance.cue.clone())),
            None => (Attribution::none(), None),
        }
    }

    /// The work that the page reports on, for a sentence that gives no speaker and stands where the work speaks.
    pub(crate) fn of_page(&self, sentence: usize) -> Option<(Attribution, Range<usize>)> {
        self.work.as_ref()?.in_sentence(sentence)
    }

    /// Who speaks in the quotation that some tokens stand in. Bodies and works cited in it stay in the chain.
    fn quoted(
        &self,
        here: &[Utterance],
        quote: &Range<usize>,
    ) -> Option<(Attribution, Option<Range<usize>>)> {
        let at = self.quotations.partition_point(|quotation| quotation.tokens.end <= quote.start);
        let quotation = self.quotations.get(at).filter(|quotation| quotation.tokens.start <= quote.start)?;
        let (attribution, cue) = quotation.speaker.as_ref()?;
        let cited = here.iter().find(|utterance| {
            let inside =
                quotation.tokens.contains(&utterance.cue.start) && utterance.content.start < quote.end;
            let innermost = utterance.attribution.speakers.last();
            inside
                && quote.start < utterance.content.end
                && innermost.is_some_and(|speaker| {
                    matches!(
                        speaker.kind,
                        SpeakerType::Government
                            | SpeakerType::Ngo
                            | SpeakerType::Academic
                            | SpeakerType::News
                            | SpeakerType::Report
                            | SpeakerType::Index
                    ) && attribution.speakers.iter().all(|outer| outer.name != speaker.name)
                })
        });
        let mut chain = attribution.clone();
        if let Some(cited) = cited {
            chain.speakers.extend(cited.attribution.speakers.last().cloned());
        }
        Some((chain, Some(cue.clone())))
    }

    /// What to tell of words that show a speaker without naming it: "the group", "it", a sentence that goes on.
    pub(crate) fn note(attribution: &Attribution, cue: &str) -> Option<String> {
        let name = &attribution.speakers.last()?.name;
        if attribution.mode == AttributionMode::Document {
            return Some("the work that the page as a whole reports on".to_owned());
        }
        if !cue.contains(name.as_str()) {
            return Some(format!("{name}, named before"));
        }
        (attribution.mode == AttributionMode::Carried).then(|| "carried from a sentence before".to_owned())
    }

    /// The year of the work that a speaker of the chain is cited from.
    pub(crate) fn cited_year(attribution: &Attribution) -> Option<i32> {
        attribution.speakers.iter().rev().find_map(|speaker| speaker.year)
    }

    /// Whether a sentence plainly goes on with what was said before, and who says it then.
    fn continued(
        &self,
        analysis: &Analysis<'_>,
        lexicons: &SpeakerLexicons,
        number: usize,
        memory: &Memory,
    ) -> Option<(Attribution, Range<usize>)> {
        let sentence = &analysis.sentences[number];
        // What a source is said to do is its account; what a government or a company does is not.
        let accounts = |speaker: &Speaker| {
            matches!(
                speaker.kind,
                SpeakerType::Ngo
                    | SpeakerType::Academic
                    | SpeakerType::Report
                    | SpeakerType::Index
                    | SpeakerType::News
            )
        };
        if let Some((speaker, tokens)) =
            subject::named_again(analysis, &sentence.tokens, memory).filter(|(speaker, _)| accounts(speaker))
        {
            return Some((carried(vec![speaker]), tokens));
        }
        let previous = number.checked_sub(1)?;
        let before = &analysis.sentences[previous];
        if before.zone != sentence.zone || sentence.paragraph > before.paragraph + 1 {
            return None;
        }
        let (attribution, cue) = match self.carried.get(previous).and_then(Option::as_ref) {
            Some(carried) => carried.clone(),
            None => {
                let last = self.utterances.get(previous)?.iter().rev();
                let mut named = last.filter(|utterance| !utterance.attribution.speakers.is_empty());
                let utterance = named.next()?;
                (utterance.attribution.clone(), utterance.cue.clone())
            }
        };
        let first = sentence.tokens.start;
        let same_paragraph = sentence.paragraph == before.paragraph;
        // A quotation that goes on, or a turn of a transcript, needs no sign.
        let goes_on = matches!(analysis.word_at(first), "“" | "\"" | "‘")
            && attribution.mode == AttributionMode::Quote
            || analysis.word_at(cue.end.saturating_sub(1)) == ":";
        if same_paragraph && goes_on {
            let mode = if analysis.word_at(first) == "“" {
                AttributionMode::Quote
            } else {
                AttributionMode::Carried
            };
            return Some((Attribution { speakers: attribution.speakers, mode }, cue));
        }
        let pleads = lexicons.pleads.is_some_and(|list| analysis.lexicon_in(&cue, list).is_some());
        if pleads && !turns_away(analysis, lexicons, &sentence.tokens) {
            return Some((carried(attribution.speakers), cue));
        }
        if same_paragraph && goes_on_counting(analysis, &sentence.tokens) {
            return Some((carried(attribution.speakers), cue));
        }
        let testifies = attribution.speakers.last().is_some_and(|speaker| {
            matches!(speaker.kind, SpeakerType::Anonymous | SpeakerType::Person | SpeakerType::Researcher)
        });
        if same_paragraph && testifies && !turns_away(analysis, lexicons, &sentence.tokens) {
            return Some((carried(attribution.speakers), cue));
        }
        // A list: "2. Of these", "• Of those in forced labour".
        let mut first = first;
        while first + 1 < sentence.tokens.end
            && (matches!(analysis.tokens[first].kind, TokenKind::Sign)
                || analysis.tokens[first].kind == TokenKind::Number && analysis.word_at(first + 1) == ".")
        {
            first += 1;
        }
        let partitive = matches!(analysis.word_at(first), "Of" | "of");
        if !same_paragraph
            && !partitive
            && !matches!(
                analysis.word_at(first),
                "They" | "These" | "That" | "This" | "Those" | "Another" | "Meanwhile"
            )
        {
            return None;
        }
        let opening = first..(first + 3).min(sentence.tokens.end);
        let opens = lexicons.continues.and_then(|continues| analysis.lexicon_in(&opening, continues));
        let points_back = lexicons.points_back.and_then(|back| analysis.lexicon_in(&sentence.tokens, back));
        opens.or(points_back.filter(|_| same_paragraph))?;
        Some((carried(attribution.speakers), cue))
    }

    /// "According to new research, …": the next sentences say whose research it is.
    fn look_ahead(&mut self, analysis: &Analysis<'_>, lexicons: &SpeakerLexicons) {
        let Some(work) = lexicons.work else { return };
        for number in 0..self.utterances.len() {
            let unnamed = |utterance: &Utterance| {
                utterance.attribution.speakers.is_empty()
                    && analysis.lexicon_in(&utterance.cue, work).is_some()
            };
            let Some(place) = self.utterances[number].iter().position(unnamed) else { continue };
            let paragraph = analysis.sentences[number].paragraph;
            let next = number + 1;
            if analysis.sentences.get(next).is_none_or(|sentence| sentence.paragraph != paragraph) {
                continue;
            }
            let author = self.utterances[next]
                .iter()
                .find(|utterance| {
                    !utterance.attribution.speakers.is_empty()
                        && analysis.lexicon_in(&analysis.sentences[next].tokens, work).is_some()
                })
                .map(|utterance| utterance.attribution.clone());
            if let Some(mut author) = author {
                author.mode = AttributionMode::Explicit;
                self.utterances[number][place].attribution = author;
            }
        }
    }
}

/// "There were 1,221 in 2017": a number without a noun counts what the sentence before spoke of.
fn goes_on_counting(analysis: &Analysis<'_>, sentence: &Range<usize>) -> bool {
    let bare = |token: usize| {
        analysis.quantity_at(token).is_some_and(|number| {
            let quantity = &analysis.quantities[number];
            quantity.head.is_none() && quantity.mention.dimension == Dimension::Count
        })
    };
    sentence.clone().take(COUNT_OPENING).any(bare)
}

/// Whether a sentence after somebody's account opens with what is no part of it: another place, another actor, a time
/// that nobody of the account stands beside, the writer.
fn turns_away(analysis: &Analysis<'_>, lexicons: &SpeakerLexicons, sentence: &Range<usize>) -> bool {
    let word = |token: usize| analysis.word_at(token);
    let mut first = sentence.start;
    if matches!(word(first), "But" | "And" | "Yet" | "So" | "Then") {
        first += 1;
    }
    let opening = first..sentence.end.min(first + OPENING);
    let own = matches!(word(first), "My" | "Our" | "We" | "I");
    let article = usize::from(matches!(word(first), "The" | "the"));
    let names = analysis.mentions_in(&(first..first + 1 + article)).iter().any(|mention| {
        mention.is_organisation()
            || matches!(mention.country(), Some((_, CountryForm::Name | CountryForm::Capital)))
    });
    let rules = lexicons.government.is_some_and(|list| {
        (first..first + 2 + article).any(|token| analysis.lexicon_at(token, list).is_some())
    });
    let sets = matches!(
        word(first),
        "In" | "At" | "On" | "Under" | "Across" | "Since" | "By" | "Between" | "From" | "During" | "For"
    );
    let scene = sets
        && (!analysis.mentions_in(&opening).is_empty() || !analysis.times_in(&opening).is_empty())
        && !opening.clone().chain(opening.end..opening.end + OPENING).any(|token| {
            matches!(
                word(token),
                "he" | "she" | "they" | "I" | "we" | "his" | "her" | "their" | "him" | "them"
            )
        });
    own || names || rules || scene
}

/// How far into a sentence the number stands with which it goes on counting, in tokens.
const OPENING: usize = 6;

/// Where the number stands at the latest that a sentence goes on counting with: "There were some 1,221".
const COUNT_OPENING: usize = 4;

/// Where ", which once had 3,000 on its sites," stands before a cue: what the writer sets beside what a speaker says.
fn asides(analysis: &Analysis<'_>, utterance: &Utterance) -> Vec<Range<usize>> {
    let word = |token: usize| analysis.word_at(token);
    let before = utterance.content.start..utterance.cue.start.min(utterance.content.end);
    let opens = |token: &usize| word(*token) == "," && matches!(word(*token + 1), "which" | "who" | "where");
    let closed = |open: usize| {
        let close = (open + 1..before.end).find(|token| word(*token) == ",")?;
        (close + 2 < before.end).then_some(open..close)
    };
    before.clone().filter(opens).filter_map(closed).collect()
}

fn carried(speakers: Vec<Speaker>) -> Attribution {
    Attribution { speakers, mode: AttributionMode::Carried }
}
