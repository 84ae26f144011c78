//! What the learned part sees of a number: the words, lexicons and frames around it.

use super::words::{Feature, Part, Template, template};
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
    /// Lexicons that the sentences before have words of.
    pub(crate) before: &'n [LexiconId],
}

/// Lexicons that the sentences before one have words of, each once: what the text is about.
pub(crate) fn lexicons_before(analysis: &Analysis<'_>, sentence: usize) -> Vec<LexiconId> {
    let zone = analysis.sentences[sentence].zone;
    let mut found = Vec::new();
    let reach = (0..sentence).rev().take(EARLIER);
    for earlier in reach.take_while(|earlier| analysis.sentences[*earlier].zone == zone) {
        for token in analysis.sentences[earlier].tokens.clone() {
            analysis.lexicons_at(token, |lexicon| found.push(lexicon));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
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
    /// Gives each feature; `each` may get the same one twice.
    pub(crate) fn features(&self, mut each: impl FnMut(Feature<'_>)) {
        let found = &self.analysis.quantities[self.quantity];
        let form = Part::Text(form(&found.mention));
        let mut heads: Vec<Part<'_>> = Vec::new();
        match &found.head {
            Some(head) => self.analysis.lexicons_at(head.start, |lexicon| heads.push(Part::Lexicon(lexicon))),
            None => heads.push(Part::Text("bare")),
        }
        self.single(|template, part| {
            each(Feature::of(template, part));
            let Some((with_form, with_head)) = pairs(template) else { return };
            if let Some(template) = with_form {
                each(Feature { template, with: Some(form), part });
            }
            if let Some(template) = with_head {
                heads.iter().for_each(|head| each(Feature { template, with: Some(*head), part }));
            }
        });
    }

    /// The features that are not pairs of others.
    fn single(&self, mut each: impl FnMut(Template, Part<'_>)) {
        let Self { analysis, sentence, quantity, .. } = *self;
        let found = &analysis.quantities[quantity];
        let mention = &found.mention;
        let range = analysis.sentences[sentence].tokens.clone();
        each(template!("bias"), Part::Text(""));
        each(template!("size"), Part::Text(size(mention.amount)));
        if let Some(period) = mention.period {
            each(template!("period"), Part::Text(period.as_str()));
        }
        each(template!("form"), Part::Text(form(mention)));
        if mention.partitive {
            each(template!("partitive"), Part::Text(""));
        }
        self.votes(&mut each);
        if let Some(head) = &found.head {
            self.lexicons(head.start, |part| each(template!("head-of"), part));
            for token in head.clone() {
                each(template!("head"), Part::Token(token));
            }
            for mention in analysis.mentions_in(&(mention.core.end..head.end)) {
                if mention.nationality().is_some() {
                    each(template!("nationality"), Part::Text(""));
                }
            }
        } else {
            each(template!("bare"), Part::Text(""));
        }
        self.series(&mut each);
        for lexicon in &self.topic.opening {
            each(template!("opening"), Part::Lexicon(*lexicon));
        }
        each(template!("labour"), Part::Text(self.topic.labour));
        let end = found.head.as_ref().map_or(0, |head| head.end).max(mention.tokens.end);
        let (before, after) = (range.start..mention.tokens.start.max(range.start), end..range.end.max(end));
        self.close(before.clone().rev(), BEFORE, BEFORE_LEXICON, template!("b12"), &mut each);
        self.close(after.clone(), AFTER, AFTER_LEXICON, template!("a12"), &mut each);
        if before.is_empty() {
            each(template!("first"), Part::Text(""));
        }
        let clause = analysis.clauses.get(mention.core.start).copied();
        for (side, tokens) in [(Side::Before, before), (Side::After, after)] {
            self.side(side, tokens, clause, &mut each);
        }
        for lexicon in self.before {
            each(template!("earlier"), Part::Lexicon(*lexicon));
        }
    }

    /// The words right beside the number, one by one, and the first two together.
    fn close(
        &self,
        tokens: impl Iterator<Item = usize>,
        words: [Template; CLOSE],
        lexicons: [Template; CLOSE],
        both: Template,
        each: &mut impl FnMut(Template, Part<'_>),
    ) {
        let mut together = Part::Text("");
        for (place, token) in tokens.take(CLOSE).enumerate() {
            each(words[place], Part::Token(token));
            together = match (place, together) {
                (0, _) => Part::Token(token),
                (1, Part::Token(before)) => Part::Pair(Some(before), token),
                (_, together) => together,
            };
            self.lexicons(token, |part| each(lexicons[place], part));
        }
        each(both, together);
    }

    /// What the frames say of this number.
    fn votes(&self, each: &mut impl FnMut(Template, Part<'_>)) {
        if let Some(winner) = propose::winner(self.rules, self.proposals, self.quantity) {
            each(template!("win"), Part::Text(winner.kind.as_str()));
            each(template!("win-frame"), Part::Text(winner.id.as_str()));
        }
        let mut any = false;
        for proposal in self.proposals.iter().filter(|proposal| proposal.quantity == Some(self.quantity)) {
            let frame: &Frame = &self.rules.frames[proposal.frame];
            if frame.likely.is_some() {
                continue;
            }
            any = true;
            each(template!("frame"), Part::Text(frame.id.as_str()));
            each(template!("vote"), Part::Text(frame.kind.as_str()));
        }
        if !any {
            each(template!("no-vote"), Part::Text(""));
        }
    }

    /// The numbers before this one: in a series they are of one kind.
    fn series(&self, each: &mut impl FnMut(Template, Part<'_>)) {
        let analysis = self.analysis;
        let here = &analysis.quantities[self.quantity];
        let sentence = &analysis.sentences[self.sentence];
        let kind_of =
            |number: usize| form(&analysis.quantities[number].mention).split('-').next().unwrap_or_default();
        let own = kind_of(self.quantity);
        let bare = here.head.is_none();
        let paragraph = self.paragraph_start();
        let in_paragraph = |number: usize| analysis.quantities[number].mention.tokens.start >= paragraph;
        let mut places = [template!("last"), template!("last-2"), template!("last-3")].into_iter();
        for (number, class) in self.earlier.iter().rev().take_while(|(number, _)| in_paragraph(*number)) {
            let Some(place) = places.next() else { break };
            let class = Part::Text(class);
            each(place, class);
            if place.name == "last" {
                let tokens = &analysis.quantities[*number].mention.tokens;
                let same_sentence = tokens.start >= sentence.tokens.start;
                each(
                    if same_sentence { template!("last-in-sentence") } else { template!("last-before") },
                    class,
                );
                let gap = here.mention.tokens.start.saturating_sub(tokens.end);
                if same_sentence && gap <= CLOSE_SERIES {
                    for token in tokens.end..here.mention.tokens.start {
                        each(template!("between"), Part::Token(token));
                    }
                    each(if bare { template!("next-bare") } else { template!("next") }, class);
                }
            }
        }
        let same = self.earlier.iter().rev().take(FAR).find(|(number, _)| kind_of(*number) == own);
        if let Some((number, class)) = same {
            let (class, near) = (Part::Text(class), in_paragraph(*number));
            each(if near { template!("same") } else { template!("same-far") }, class);
            if bare {
                each(if near { template!("bare-same") } else { template!("bare-same-far") }, class);
            }
        } else {
            each(template!("first-of-form"), Part::Text(own));
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
        each: &mut impl FnMut(Template, Part<'_>),
    ) {
        let analysis = self.analysis;
        let near = match side {
            Side::Before => tokens.start.max(tokens.end.saturating_sub(REACH))..tokens.end,
            Side::After => tokens.start..tokens.end.min(tokens.start + REACH),
        };
        for token in near {
            let here = analysis.clauses.get(token).copied() == clause;
            let (word, lexicon) = side.templates(here);
            each(word, Part::Token(token));
            self.lexicons(token, |part| each(lexicon, part));
            if let Some(other) = analysis.quantity_at(token) {
                each(side.number(here), Part::Text(form(&analysis.quantities[other].mention)));
            }
        }
    }

    fn lexicons(&self, token: usize, mut each: impl FnMut(Part<'_>)) {
        self.analysis.lexicons_at(token, |lexicon| each(Part::Lexicon(lexicon)));
    }
}

/// The templates of a feature together with what the number is a number of, and together with the noun that is counted.
fn pairs(template: Template) -> Option<(Option<Template>, Option<Template>)> {
    Some(match template.name {
        "al" => (Some(template!("form&al")), Some(template!("head&al"))),
        "bl" => (Some(template!("form&bl")), Some(template!("head&bl"))),
        "b1" => (Some(template!("form&b1")), Some(template!("head&b1"))),
        "b2" => (None, Some(template!("head&b2"))),
        "a1" => (Some(template!("form&a1")), Some(template!("head&a1"))),
        "a2" => (None, Some(template!("head&a2"))),
        "last" => (Some(template!("form&last")), Some(template!("head&last"))),
        "same" => (Some(template!("form&same")), Some(template!("head&same"))),
        "win" => (Some(template!("form&win")), None),
        "vote" => (Some(template!("form&vote")), None),
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

const BEFORE: [Template; CLOSE] =
    [Template::new("b1"), Template::new("b2"), Template::new("b3"), Template::new("b4")];
const AFTER: [Template; CLOSE] =
    [Template::new("a1"), Template::new("a2"), Template::new("a3"), Template::new("a4")];
const BEFORE_LEXICON: [Template; CLOSE] =
    [Template::new("bl1"), Template::new("bl2"), Template::new("bl3"), Template::new("bl4")];
const AFTER_LEXICON: [Template; CLOSE] =
    [Template::new("al1"), Template::new("al2"), Template::new("al3"), Template::new("al4")];

#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

impl Side {
    /// Templates of words and of lexicons, in the number's clause or beyond it.
    const fn templates(self, in_clause: bool) -> (Template, Template) {
        match (self, in_clause) {
            (Self::Before, true) => (template!("bw"), template!("bl")),
            (Self::After, true) => (template!("aw"), template!("al")),
            (Self::Before, false) => (template!("BW"), template!("BL")),
            (Self::After, false) => (template!("AW"), template!("AL")),
        }
    }

    const fn number(self, in_clause: bool) -> Template {
        match (self, in_clause) {
            (Self::Before, true) => template!("bn"),
            (Self::After, true) => template!("an"),
            (Self::Before, false) => template!("BN"),
            (Self::After, false) => template!("AN"),
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
