//! What the learned part sees of a number: the words, lexicons and frames around it.

use super::words;
use crate::analysis::Analysis;
use crate::propose::{self, Proposal};
use crate::quantity::{Dimension, QuantityMention};
use crate::rules::vocabulary::LexiconId;
use crate::rules::{Frame, Rules};
use model::{Amount, Zone};
use std::ops::Range;

/// How far words are looked at one by one, in tokens.
const CLOSE: usize = 4;
/// How far back and ahead words of the sentence are looked at, in tokens.
const REACH: usize = 30;
/// How many earlier sentences of the same zone tell what the text is about.
const EARLIER: usize = 4;
/// How many numbers back one of the same form is looked for.
const FAR: usize = 64;
/// Most tokens between two numbers of a series.
const CLOSE_SERIES: usize = 8;

/// A number among the others of its sentence.
pub(crate) struct Number<'n, 'd> {
    pub(crate) rules: &'n Rules,
    pub(crate) analysis: &'n Analysis<'d>,
    pub(crate) sentence: usize,
    /// Its place in [`Analysis::quantities`].
    pub(crate) quantity: usize,
    /// What the frames propose for the sentence.
    pub(crate) proposals: &'n [Proposal],
    /// The numbers before it in the document, with their class, the nearest last.
    pub(crate) earlier: &'n [(usize, &'n str)],
    /// What the whole document is about.
    pub(crate) topic: &'n Topic,
}

/// What a whole document is about, for its numbers.
#[derive(Debug, Default)]
pub(crate) struct Topic {
    /// Lexicons of its title or, where it has none, of its first sentence.
    opening: Vec<LexiconId>,
    /// Roughly how often it speaks of labour of the kind the rules know.
    labour: &'static str,
}

impl Topic {
    /// Looks over a document.
    pub(crate) fn of(rules: &Rules, analysis: &Analysis<'_>) -> Self {
        let mut opening = Vec::new();
        let title = analysis.sentences.iter().find(|sentence| sentence.zone == Zone::Title);
        if let Some(first) = title.or(analysis.sentences.first()) {
            first
                .tokens
                .clone()
                .for_each(|token| analysis.lexicons_at(token, |lexicon| opening.push(lexicon)));
        }
        opening.sort_unstable();
        opening.dedup();
        let topic = rules.vocabulary.lexicon("topic");
        let count = topic.map_or(0, |topic| {
            (0..analysis.tokens.len())
                .filter(|token| analysis.lexicon_at(*token, topic).is_some())
                .take(6)
                .count()
        });
        let labour = match count {
            0 => "none",
            1 => "once",
            2..=5 => "some",
            _ => "much",
        };
        Self { opening, labour }
    }

    /// Roughly how often it speaks of labour of the kind the rules know.
    pub(crate) const fn labour(&self) -> &'static str {
        self.labour
    }
}

impl Number<'_, '_> {
    /// Names each feature by its template and its words; `each` may get the same one twice.
    pub(crate) fn features(&self, mut each: impl FnMut(&'static str, &str)) {
        let found = &self.analysis.quantities[self.quantity];
        let form = form(&found.mention);
        let names = self.rules.vocabulary.lexicon_names();
        let mut heads: Vec<&str> = Vec::new();
        match &found.head {
            Some(head) => {
                self.analysis.lexicons_at(head.start, |lexicon| heads.push(&names[lexicon.index()]))
            }
            None => heads.push("bare"),
        }
        let mut pair = String::new();
        self.single(|template, word| {
            each(template, word);
            if let Some(paired) = with_form(template) {
                pair.clear();
                pair.extend([form, "&", word]);
                each(paired, &pair);
            }
            if let Some(paired) = with_head(template) {
                for head in &heads {
                    pair.clear();
                    pair.extend([head, "&", word]);
                    each(paired, &pair);
                }
            }
        });
    }

    /// The features that are not pairs of others.
    fn single(&self, mut each: impl FnMut(&'static str, &str)) {
        let Self { analysis, sentence, quantity, .. } = *self;
        let found = &analysis.quantities[quantity];
        let mention = &found.mention;
        let range = analysis.sentences[sentence].tokens.clone();
        each("bias", "");
        each("size", size(mention.amount));
        if let Some(period) = mention.period {
            each("period", period.as_str());
        }
        each("form", form(mention));
        if mention.partitive {
            each("partitive", "");
        }
        self.votes(&mut each);
        if let Some(head) = &found.head {
            self.lexicons(head.start, |name| each("head-of", name));
            for token in head.clone() {
                self.word(token, |word| each("head", word));
            }
            for mention in analysis.mentions_in(&(mention.core.end..head.end)) {
                if mention.nationality().is_some() {
                    each("nationality", "");
                }
            }
        } else {
            each("bare", "");
        }
        self.series(&mut each);
        let names = self.rules.vocabulary.lexicon_names();
        for lexicon in &self.topic.opening {
            each("opening", &names[lexicon.index()]);
        }
        each("labour", self.topic.labour);
        let end = found.head.as_ref().map_or(0, |head| head.end).max(mention.tokens.end);
        let (before, after) = (range.start..mention.tokens.start.max(range.start), end..range.end.max(end));
        self.close(before.clone().rev(), BEFORE, BEFORE_LEXICON, "b12", &mut each);
        self.close(after.clone(), AFTER, AFTER_LEXICON, "a12", &mut each);
        if before.is_empty() {
            each("first", "");
        }
        let clause = analysis.clauses.get(mention.core.start).copied();
        for (side, tokens) in [(Side::Before, before), (Side::After, after)] {
            self.side(side, tokens, clause, &mut each);
        }
        self.earlier(&mut each);
    }

    /// The words right beside the number, one by one, and the first two together.
    fn close(
        &self,
        tokens: impl Iterator<Item = usize>,
        words: [&'static str; CLOSE],
        lexicons: [&'static str; CLOSE],
        both: &'static str,
        each: &mut impl FnMut(&'static str, &str),
    ) {
        let mut two = String::new();
        for (place, token) in tokens.take(CLOSE).enumerate() {
            self.word(token, |word| {
                each(words[place], word);
                if place < 2 {
                    two.push(' ');
                    two.push_str(word);
                }
            });
            self.lexicons(token, |name| each(lexicons[place], name));
        }
        each(both, two.trim_start());
    }

    /// What the frames say of this number.
    fn votes(&self, each: &mut impl FnMut(&'static str, &str)) {
        if let Some(winner) = propose::winner(self.rules, self.proposals, self.quantity) {
            each("win", winner.kind.as_str());
            each("win-frame", winner.id.as_str());
        }
        let mut any = false;
        for proposal in self.proposals.iter().filter(|proposal| proposal.quantity == Some(self.quantity)) {
            let frame: &Frame = &self.rules.frames[proposal.frame];
            if frame.likely.is_some() {
                continue;
            }
            any = true;
            each("frame", frame.id.as_str());
            each("vote", frame.kind.as_str());
        }
        if !any {
            each("no-vote", "");
        }
    }

    /// The numbers before this one: in a series they are of one kind.
    fn series(&self, each: &mut impl FnMut(&'static str, &str)) {
        let analysis = self.analysis;
        let here = &analysis.quantities[self.quantity];
        let sentence = &analysis.sentences[self.sentence];
        let kind_of =
            |number: usize| form(&analysis.quantities[number].mention).split('-').next().unwrap_or_default();
        let own = kind_of(self.quantity);
        let bare = here.head.is_none();
        let paragraph = self.paragraph_start();
        let in_paragraph = |number: usize| analysis.quantities[number].mention.tokens.start >= paragraph;
        let mut places = ["last", "last-2", "last-3"].into_iter();
        for (number, class) in self.earlier.iter().rev().take_while(|(number, _)| in_paragraph(*number)) {
            let Some(place) = places.next() else { break };
            each(place, class);
            if place == "last" {
                let tokens = &analysis.quantities[*number].mention.tokens;
                each(
                    if tokens.start >= sentence.tokens.start { "last-in-sentence" } else { "last-before" },
                    class,
                );
                if tokens.start >= sentence.tokens.start
                    && here.mention.tokens.start.saturating_sub(tokens.end) <= CLOSE_SERIES
                {
                    for token in tokens.end..here.mention.tokens.start {
                        self.word(token, |word| each("between", word));
                    }
                    each(if bare { "next-bare" } else { "next" }, class);
                }
            }
        }
        let same = self.earlier.iter().rev().take(FAR).find(|(number, _)| kind_of(*number) == own);
        if let Some((number, class)) = same {
            each(if in_paragraph(*number) { "same" } else { "same-far" }, class);
            if bare {
                each(if in_paragraph(*number) { "bare-same" } else { "bare-same-far" }, class);
            }
        } else {
            each("first-of-form", own);
        }
    }

    /// The first token of the paragraph.
    fn paragraph_start(&self) -> usize {
        let sentences = &self.analysis.sentences;
        let paragraph = sentences[self.sentence].paragraph;
        let first = sentences.partition_point(|sentence| sentence.paragraph < paragraph);
        sentences.get(first).map_or(0, |sentence| sentence.tokens.start)
    }

    /// Words and lexicons on one side of the number, those of its clause apart.
    fn side(
        &self,
        side: Side,
        tokens: Range<usize>,
        clause: Option<u16>,
        each: &mut impl FnMut(&'static str, &str),
    ) {
        let analysis = self.analysis;
        let near = match side {
            Side::Before => tokens.start.max(tokens.end.saturating_sub(REACH))..tokens.end,
            Side::After => tokens.start..tokens.end.min(tokens.start + REACH),
        };
        for token in near {
            let here = analysis.clauses.get(token).copied() == clause;
            let (word, lexicon) = side.templates(here);
            self.word(token, |text| each(word, text));
            self.lexicons(token, |name| each(lexicon, name));
            if let Some(other) = analysis.quantity_at(token) {
                each(side.number(here), form(&analysis.quantities[other].mention));
            }
        }
    }

    /// Lexicons of the sentences before: what the text is about.
    fn earlier(&self, each: &mut impl FnMut(&'static str, &str)) {
        let analysis = self.analysis;
        let zone = analysis.sentences[self.sentence].zone;
        let reach = (0..self.sentence).rev().take(EARLIER);
        for sentence in reach.take_while(|sentence| analysis.sentences[*sentence].zone == zone) {
            for token in analysis.sentences[sentence].tokens.clone() {
                self.lexicons(token, |name| each("earlier", name));
            }
        }
    }

    fn word(&self, token: usize, mut each: impl FnMut(&str)) {
        let opens = self.analysis.sentences[self.sentence].tokens.start == token;
        if token < self.analysis.tokens.len() {
            each(&words::word(self.analysis, token, opens));
        }
    }

    fn lexicons(&self, token: usize, mut each: impl FnMut(&str)) {
        let names = self.rules.vocabulary.lexicon_names();
        self.analysis.lexicons_at(token, |lexicon| {
            if let Some(name) = names.get(lexicon.index()) {
                each(name);
            }
        });
    }
}

/// The template of a feature together with what the number is a number of.
fn with_form(template: &str) -> Option<&'static str> {
    Some(match template {
        "al" => "form&al",
        "bl" => "form&bl",
        "b1" => "form&b1",
        "a1" => "form&a1",
        "last" => "form&last",
        "same" => "form&same",
        "win" => "form&win",
        "vote" => "form&vote",
        _ => return None,
    })
}

/// The template of a feature together with the noun that is counted.
fn with_head(template: &str) -> Option<&'static str> {
    Some(match template {
        "al" => "head&al",
        "bl" => "head&bl",
        "b1" => "head&b1",
        "b2" => "head&b2",
        "a1" => "head&a1",
        "a2" => "head&a2",
        "last" => "head&last",
        "same" => "head&same",
        _ => return None,
    })
}

/// How much a feature counts beside others: what stands far off says less, what the frames say more.
#[must_use]
pub(crate) fn scale(feature: &str) -> f32 {
    match feature.split('=').next().unwrap_or_default() {
        "BW" | "AW" | "BL" | "AL" => 0.5,
        "earlier" | "opening" => 0.4,
        "win" => 3.0,
        "vote" | "win-frame" => 2.25,
        "frame" | "last" | "last-2" | "last-3" | "same" | "same-far" | "bare-same" | "bare-same-far" => 1.5,
        _ => 1.0,
    }
}

const BEFORE: [&str; CLOSE] = ["b1", "b2", "b3", "b4"];
const AFTER: [&str; CLOSE] = ["a1", "a2", "a3", "a4"];
const BEFORE_LEXICON: [&str; CLOSE] = ["bl1", "bl2", "bl3", "bl4"];
const AFTER_LEXICON: [&str; CLOSE] = ["al1", "al2", "al3", "al4"];

#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

impl Side {
    /// Templates of words and of lexicons, in the number's clause or beyond it.
    const fn templates(self, in_clause: bool) -> (&'static str, &'static str) {
        match (self, in_clause) {
            (Self::Before, true) => ("bw", "bl"),
            (Self::After, true) => ("aw", "al"),
            (Self::Before, false) => ("BW", "BL"),
            (Self::After, false) => ("AW", "AL"),
        }
    }

    const fn number(self, in_clause: bool) -> &'static str {
        match (self, in_clause) {
            (Self::Before, true) => "bn",
            (Self::After, true) => "an",
            (Self::Before, false) => "BN",
            (Self::After, false) => "AN",
        }
    }
}

/// The order of magnitude.
fn size(amount: Amount) -> &'static str {
    let value = amount.as_point().or_else(|| amount.high()).or_else(|| amount.low()).unwrap_or(0.0);
    match value {
        v if v < 1.0 => "<1",
        v if v < 10.0 => "<10",
        v if v < 100.0 => "<100",
        v if v < 1e3 => "<1e3",
        v if v < 1e4 => "<1e4",
        v if v < 1e5 => "<1e5",
        v if v < 1e6 => "<1e6",
        v if v < 1e8 => "<1e8",
        _ => "more",
    }
}

/// What the number is a number of.
pub(crate) fn form(mention: &QuantityMention) -> &'static str {
    match (&mention.dimension, mention.amount.as_point().is_some()) {
        (Dimension::Count, true) => "count",
        (Dimension::Count, false) => "count-range",
        (Dimension::Money(_), true) => "money",
        (Dimension::Money(_), false) => "money-range",
        (Dimension::Share, _) => "share",
        (Dimension::Hours, _) => "hours",
        (Dimension::Duration(_), _) => "duration",
        (Dimension::NoClaim(_), _) => "none",
    }
}
