//! A document in one of the other languages, looked at once.

use super::{Analysis, Label, Quantity};
use crate::languages::numeral::Words;
use crate::languages::{Language, RuleSet, places, quantity, time, token};
use crate::quantity::Dimension;
use crate::rules::vocabulary::{LexiconId, Word};
use crate::sentence::{self, Sentence};
use crate::time::Anchor;
use crate::time::TimeRole;
use crate::time::anchored::Publication;
use crate::token::{Token, TokenKind};
use model::Document;
use std::ops::Range;

/// How far behind a counter the noun may stand, and how far before the number.
const NOUN_BEHIND: usize = 8;
const NOUN_BEFORE: usize = 4;

impl<'d> Analysis<'d> {
    /// Looks at a document in the language of some rules. Cost is linear in its text.
    pub(crate) fn in_language(document: &'d Document, set: &RuleSet) -> Self {
        let (text, language, vocabulary) = (document.text.as_str(), set.language, &set.rules.vocabulary);
        let tokens = token::tokens(language, text);
        let words: Vec<Word> =
            tokens.iter().map(|word| vocabulary.get(&token::form(language, word.text(text)))).collect();
        let sentences = joined(language, text, &tokens, sentence::split(text, &tokens, &document.zones));
        let mut clauses = Vec::with_capacity(tokens.len());
        for sentence in &sentences {
            number_clauses(language, text, &tokens, &sentence.tokens, &mut clauses);
        }
        let mut analysis = Self::parted(text, tokens, words, clauses, sentences);
        analysis.person = vocabulary.person();
        analysis.find_lexicon_entries(vocabulary);
        if language == Language::Korean {
            analysis.keep_short_entries_at_word_starts();
        }
        let mut mentions = Vec::new();
        for sentence in &analysis.sentences {
            places::find(language, text, &analysis.tokens, sentence.tokens.clone(), &mut mentions);
        }
        for (number, mention) in mentions.iter().enumerate() {
            analysis.annotate(&mention.tokens, Label::Mention(number as u32));
        }
        analysis.mentions = mentions;
        analysis.sort_annotations();
        let anchor = Anchor { published: document.metadata.published.clone() };
        analysis.find_numbers_and_times(set, Publication::new(&anchor));
        analysis.take_up_currencies(vocabulary.lexicon("money-context"));
        analysis.sort_annotations();
        analysis
    }

    /// Whether an entry of a lexicon covers just these tokens.
    pub(crate) fn lexicon_ends_at(&self, start: usize, lexicon: LexiconId, end: usize) -> bool {
        self.annotations_at(start)
            .iter()
            .any(|annotation| annotation.label == Label::Lexicon(lexicon) && annotation.end as usize == end)
    }

    /// A word of one syllable is a word only where a word begins.
    fn keep_short_entries_at_word_starts(&mut self) {
        let Self { annotations, tokens, text, .. } = self;
        annotations.retain(|annotation| {
            let start = annotation.start as usize;
            let inside = start > 0
                && annotation.end == annotation.start + 1
                && !tokens[start].spaced
                && tokens[start - 1].text(text).starts_with(|c| matches!(c, '가'..='힣'));
            !inside
        });
    }

    fn find_numbers_and_times(&mut self, set: &RuleSet, published: Option<Publication>) {
        let (language, vocabulary) = (set.language, &set.rules.vocabulary);
        for index in 0..self.sentences.len() {
            let range = self.sentences[index].tokens.clone();
            let words = Words::new(self.text, &self.tokens, range.clone());
            let times = time::find(&time::Scene {
                language,
                words: &words,
                ids: &self.words,
                vocabulary,
                lexicons: &set.lexicons.time,
                published,
            });
            let taken: Vec<Range<usize>> = times.iter().map(|time| time.tokens.clone()).collect();
            let found = quantity::find(&quantity::Scene {
                language,
                words: &words,
                ids: &self.words,
                clauses: &self.clauses,
                vocabulary,
                lexicons: &set.lexicons.quantity,
                taken: &taken,
            });
            for found in found {
                let head = self.head_of(language, &found, &range, |lexicon| vocabulary.is_counted(lexicon));
                let label = Label::Quantity(self.quantities.len() as u32);
                self.annotate(&found.mention.tokens.clone(), label);
                self.quantities.push(Quantity { mention: found.mention, head });
            }
            for time in times {
                if time.role != TimeRole::Present {
                    self.annotate(&time.tokens.clone(), Label::Time(self.times.len() as u32));
                }
                self.times.push(time);
            }
        }
    }

    /// The noun that a number counts: behind its counter (10万多名朝鲜工人), before the number (노동자 300여 명), else the
    /// counter itself.
    fn head_of(
        &self,
        language: Language,
        found: &quantity::Found,
        sentence: &Range<usize>,
        is_counted: impl Fn(LexiconId) -> bool,
    ) -> Option<Range<usize>> {
        if found.mention.dimension != Dimension::Count {
            return None;
        }
        let noun_at = |at: usize| {
            self.annotations_at(at).iter().find_map(|annotation| match annotation.label {
                Label::Lexicon(lexicon) if is_counted(lexicon) => Some(at..annotation.end as usize),
                Label::Mention(number)
                    if self.person.is_some()
                        && self
                            .mentions
                            .get(number as usize)
                            .is_some_and(crate::mention::Mention::is_people) =>
                {
                    Some(at..annotation.end as usize)
                }
                _ => None,
            })
        };
        let mention = &found.mention;
        let is_word = |at: usize| self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Word);
        if language == Language::Russian {
            // At most four words, none of which is a preposition, conjunction or verb that ends the phrase.
            let reach = mention.core.end..(mention.core.end + 5).min(sentence.end);
            return reach
                .take_while(|at| {
                    is_word(*at) && !RUSSIAN_ENDS.contains(&self.word_at(*at).to_lowercase().as_str())
                })
                .find_map(noun_at);
        }
        let counter = found.counter.clone();
        if found.stands_alone {
            return counter;
        }
        let counted_to = counter.as_ref().map_or(mention.core.end, |counter| counter.end);
        let self_noun =
            counter.as_ref().is_some_and(|counter| counter.len() == 1 && self.word_at(counter.start) == "人");
        let linked = match language {
            // 5만 명의 노동자, 2천 명 가까운 노동자
            Language::Korean => {
                let (end, next) = (mention.tokens.end, self.word_at(mention.tokens.end));
                let is_particle =
                    !self.tokens.get(end).is_none_or(|token| token.spaced) && PARTICLES.contains(&next);
                next == "의" || counter.is_none() || end > counted_to && !is_particle
            }
            _ => !self_noun || self.word_at(mention.tokens.end) == "的",
        };
        if linked {
            let reach = mention.tokens.end..(mention.tokens.end + NOUN_BEHIND).min(sentence.end);
            let long = |at: usize| noun_at(at).filter(|noun| noun.len() > 1);
            if let Some(mut behind) = reach.take_while(|at| is_word(*at)).find_map(long) {
                while let Some(next) = long(behind.end) {
                    behind = next;
                }
                return Some(behind);
            }
        }
        // Between the noun and the number stand particles and words of quantity only.
        let start = mention.tokens.start;
        let before = (start.saturating_sub(NOUN_BEFORE + 6).max(sentence.start)..start).filter_map(|at| {
            let noun = noun_at(at).filter(|noun| noun.end <= start && noun.len() > 1)?;
            let gap = noun.end..start;
            let near = gap.len() <= NOUN_BEFORE
                && gap.clone().all(|at| is_word(at) && BEFORE_NUMBER.contains(&self.word_at(at)));
            near.then_some(noun)
        });
        before.fold(None, |_, noun| Some(noun)).or(counter)
    }

    /// A number without a noun where money is spoken of takes unit, currency and period from the sum before.
    fn take_up_currencies(&mut self, context: Option<LexiconId>) {
        let Some(context) = context else { return };
        let mut last: Option<(usize, crate::quantity::QuantityMention)> = None;
        let mut sentence = 0;
        for number in 0..self.quantities.len() {
            let start = self.quantities[number].mention.tokens.start;
            while self.sentences.get(sentence).is_some_and(|found| found.tokens.end <= start) {
                sentence += 1;
            }
            let Some(tokens) = self.sentences.get(sentence).map(|found| found.tokens.clone()) else { return };
            let Quantity { mention, head } = &self.quantities[number];
            match &mention.dimension {
                Dimension::Money(_) => last = Some((sentence, mention.clone())),
                Dimension::Count
                    if head.is_none()
                        && mention
                            .amount
                            .as_point()
                            .or(mention.amount.high())
                            .or(mention.amount.low())
                            .is_some_and(|value| value >= 100.0) =>
                {
                    let clause = self.clauses[start];
                    // Where nobody is counted in a sentence that names a sum, numbers behind it are sums too.
                    let is_of_sums = last.as_ref().is_some_and(|(at, _)| *at == sentence)
                        && !self.quantities[..number]
                            .iter()
                            .rev()
                            .take_while(|earlier| earlier.mention.tokens.start >= tokens.start)
                            .any(|earlier| earlier.mention.dimension == Dimension::Count);
                    let reach = tokens.start..tokens.end;
                    let speaks = reach
                        .clone()
                        .any(|at| self.clauses[at] == clause && self.lexicon_at(at, context).is_some());
                    let Some((at, sum)) =
                        last.as_ref().filter(|(at, _)| is_of_sums || speaks && sentence <= at + 2)
                    else {
                        continue;
                    };
                    let (dimension, period) = (sum.dimension.clone(), sum.period);
                    let period_tokens = sum.period_tokens.clone().filter(|_| *at == sentence);
                    let mention = &mut self.quantities[number].mention;
                    mention.dimension = dimension;
                    if mention.period.is_none() {
                        mention.period = period;
                        mention.period_tokens = period_tokens;
                    }
                }
                _ => {}
            }
        }
    }
}

/// What may stand between a noun and the number that counts it, in Korean and Chinese.
const BEFORE_NUMBER: &[&str] = &[
    "이", "가", "은", "는", "들", "도", "만", "수", "의", "총", "모", "두", "有", "共", "共有", "约", "达",
    "为", "近", "仍", "就", "已", "只", "数", "总", "量", "人", "员",
];

/// Korean particles that end the phrase of a number: 8만 명 이상이 신장 밖 공장으로.
const PARTICLES: &[&str] = &["이", "가", "은", "을", "를", "에", "으", "로", "도", "만", "씩", "과", "와"];

/// Russian words that end the phrase a number begins.
const RUSSIAN_ENDS: &[&str] = &[
    "в",
    "во",
    "на",
    "из",
    "с",
    "со",
    "и",
    "или",
    "а",
    "но",
    "что",
    "до",
    "от",
    "за",
    "к",
    "по",
    "при",
    "для",
    "у",
    "о",
    "об",
    "под",
    "было",
    "были",
    "есть",
    "которые",
    "который",
    "которых",
];

/// Russian words whose dot ends no sentence; before a small letter only, for those of the second list.
const RUSSIAN_ABBREVIATIONS: &[&str] = &["им", "ул", "ст", "стр", "рис", "см", "проф", "акад"];

/// Most sentences that an open quotation holds together.
const LONGEST_QUOTATION: usize = 5;

/// Joins what was parted wrongly: behind abbreviations and before small letters in Russian, inside quotation marks in
/// Korean and Chinese.
fn joined(language: Language, text: &str, tokens: &[Token], sentences: Vec<Sentence>) -> Vec<Sentence> {
    let mut out: Vec<Sentence> = Vec::with_capacity(sentences.len());
    let mut held = 0;
    for sentence in sentences {
        let joins = out.last().is_some_and(|last| {
            let same = last.paragraph == sentence.paragraph
                && last.zone == sentence.zone
                && last.hidden == sentence.hidden;
            same && held < LONGEST_QUOTATION
                && match language {
                    Language::Russian => goes_on(text, tokens, last, &sentence),
                    _ => is_open(text, tokens, &last.tokens),
                }
        });
        match out.last_mut().filter(|_| joins) {
            Some(last) => {
                last.tokens.end = sentence.tokens.end;
                held += 1;
            }
            None => {
                held = 0;
                out.push(sentence);
            }
        }
    }
    out
}

fn goes_on(text: &str, tokens: &[Token], last: &Sentence, next: &Sentence) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text(text));
    let end = last.tokens.end;
    if end < 2 || word(end - 1) != "." {
        return false;
    }
    let before = word(end - 2).to_lowercase();
    let small = word(next.tokens.start).chars().next().is_some_and(char::is_lowercase);
    let initial = before.chars().count() == 1 && word(end - 2).chars().all(char::is_uppercase);
    small || initial || RUSSIAN_ABBREVIATIONS.contains(&before.as_str())
}

/// Whether a quotation that begins in a sentence does not end there.
fn is_open(text: &str, tokens: &[Token], range: &Range<usize>) -> bool {
    let mut depth = 0i32;
    let mut straight = false;
    for token in tokens.get(range.clone()).unwrap_or_default() {
        match token.text(text) {
            "“" | "「" | "『" => depth += 1,
            "”" | "」" | "』" => depth -= 1,
            "\"" => straight = !straight,
            _ => {}
        }
    }
    depth > 0 || straight
}

/// Numbers the clauses of a sentence: parted by commas, colons, semicolons, brackets and dashes, in Korean and Chinese also by stops.
fn number_clauses(
    language: Language,
    text: &str,
    tokens: &[Token],
    range: &Range<usize>,
    out: &mut Vec<u16>,
) {
    let mut clause = 0u16;
    for at in range.clone() {
        out.push(clause);
        let token = &tokens[at];
        let parts = match token.text(text) {
            ";" | "；" | ":" | "：" | "(" | ")" | "（" | "）" | "—" => true,
            "," | "，" => true,
            // Inside a quotation, which is one sentence however many it has.
            "." | "。" | "?" | "？" | "!" | "！" => language.by_character(),
            "–" => token.spaced,
            // 지만, 며, 고 at the end of a Korean word join clauses.
            "만" | "며" | "면" => {
                language == Language::Korean
                    && tokens.get(at + 1).is_some_and(|next| next.spaced)
                    && !token.spaced
                    && (token.text(text) != "만"
                        || tokens.get(at - 1).is_some_and(|before| before.text(text) == "지"))
            }
            _ => false,
        };
        if parts {
            clause = clause.saturating_add(1);
        }
    }
}
