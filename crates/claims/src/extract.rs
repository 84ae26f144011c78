//! Rules and a document to claims.

use crate::analysis::Analysis;
use crate::coreference::Coreference;
use crate::gazetteer::Gazetteer;
use crate::joined::Whole;
use crate::languages::{self, Language, OtherRules, RuleSet};
use crate::learned::{self, ClauseSeen, NumberSeen};
use crate::propose;
use crate::rules::{Example, Frame, Rules};
use crate::slots::{self, Filled, Scene, SlotLexicons};
use crate::speaker::{SpeakerLexicons, Speakers};
use crate::trace::{self, Outcome, SentenceTrace};
use crate::window;
use crate::{RuleError, RuleFile};
use model::{Claim, CodePoints, Document, DocumentStatus, Kind, Metadata, SourceId, Span, Zone, ZoneSpan};

/// The rule files that ship with the crate.
pub const EMBEDDED_RULES: &[RuleFile<'static>] = &[
    RuleFile { name: "people.frames", text: include_str!("../rules/people.frames") },
    RuleFile { name: "speech.frames", text: include_str!("../rules/speech.frames") },
    RuleFile { name: "work.frames", text: include_str!("../rules/work.frames") },
    RuleFile { name: "counts.frames", text: include_str!("../rules/counts.frames") },
    RuleFile { name: "money.frames", text: include_str!("../rules/money.frames") },
    RuleFile { name: "acts.frames", text: include_str!("../rules/acts.frames") },
    RuleFile { name: "presence.frames", text: include_str!("../rules/presence.frames") },
    RuleFile { name: "indicators.frames", text: include_str!("../rules/indicators.frames") },
    RuleFile { name: "indicators-general.frames", text: include_str!("../rules/indicators-general.frames") },
    RuleFile { name: "denials.frames", text: include_str!("../rules/denials.frames") },
    RuleFile { name: "answers.frames", text: include_str!("../rules/answers.frames") },
    RuleFile { name: "meaning.frames", text: include_str!("../rules/meaning.frames") },
    RuleFile { name: "learned.frames", text: include_str!("../rules/learned.frames") },
];

/// Claims that are taken from one document. A report of a thousand pages has a few thousand; a file with more than this
/// is a table or no document at all, and must not fill the memory.
pub const MOST_CLAIMS: usize = 50_000;

/// Tokens below which a text is taken to be on the topic.
const SHORT_NOTE: usize = 80;
/// Tokens below which one word of the topic is enough.
const SHORT_PAGE: usize = 320;

/// Compiled rules, ready to read claims out of documents.
#[derive(Debug, Clone)]
pub struct Extractor {
    rules: Rules,
    slots: SlotLexicons,
    speakers: SpeakerLexicons,
    /// The rules of the other languages.
    others: Vec<OtherRules>,
}

/// An example in a rule file that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: frame {frame}: {problem}: {example}")]
pub struct ExampleFailure {
    /// The rule file.
    pub file: String,
    /// The example's line.
    pub line: usize,
    /// The frame.
    pub frame: String,
    /// What is wrong.
    pub problem: String,
    /// The example.
    pub example: String,
}

impl Extractor {
    /// The embedded rules alone.
    ///
    /// # Errors
    /// If an embedded rule file does not compile, which a test rules out.
    pub fn embedded() -> Result<Self, RuleError> {
        Self::with_rules(&[])
    }

    /// The embedded rules and `own` ones, which may extend lexicons, add frames, and replace frames by name.
    ///
    /// # Errors
    /// If a rule file does not compile, with file, line and column.
    pub fn with_rules(own: &[RuleFile<'_>]) -> Result<Self, RuleError> {
        let english = [EMBEDDED_RULES.to_vec(), Language::English.files_of(own)].concat();
        let others = Language::OTHERS.into_iter().map(|language| OtherRules::with(language, own));
        Self::of(&english, others.collect::<Result<_, _>>()?)
    }

    /// These rules and no others. Slots and speakers that lexicons of certain names are asked for stay empty without them.
    ///
    /// # Errors
    /// As [`Extractor::with_rules`].
    pub fn with_only(files: &[RuleFile<'_>]) -> Result<Self, RuleError> {
        let others = Language::OTHERS.into_iter().map(|language| (language, language.files_of(files)));
        let others = others
            .filter(|(_, files)| !files.is_empty())
            .map(|(language, files)| Ok(OtherRules::Compiled(Box::new(RuleSet::compile(language, &files)?))));
        Self::of(&Language::English.files_of(files), others.collect::<Result<_, _>>()?)
    }

    fn of(english: &[RuleFile<'_>], others: Vec<OtherRules>) -> Result<Self, RuleError> {
        let rules = Rules::compile(english)?;
        Ok(Self {
            slots: SlotLexicons::of(&rules),
            speakers: SpeakerLexicons::of(&rules.vocabulary),
            rules,
            others,
        })
    }

    pub(crate) const fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Changes whenever the rules or the code behind them may give other claims.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let others = self.others.iter().map(|other| format!("+{}", other.fingerprint()));
        format!("{}+{}{}", env!("CARGO_PKG_VERSION"), self.rules.fingerprint, others.collect::<String>())
    }

    /// Whether there are rules for a language, given as an ISO 639-1 code. A document of unknown language is tried.
    #[must_use]
    pub fn knows_language(&self, language: Option<&str>) -> bool {
        match Language::of(language) {
            Some(Language::English) => true,
            Some(other) => self.others.iter().any(|known| known.language() == other),
            None => false,
        }
    }

    /// The rules that a document asks for, if they are not the English ones.
    fn other(&self, document: &Document) -> Option<&RuleSet> {
        let language = Language::of(document.metadata.language.as_deref())?;
        self.others.iter().find(|other| other.language() == language)?.set()
    }

    /// The claims of a document, in text order, at most [`MOST_CLAIMS`]; none for a document in a language without rules.
    #[must_use]
    pub fn extract(&self, source: &SourceId, document: &Document) -> Vec<Claim> {
        if !self.knows_language(document.metadata.language.as_deref()) {
            return Vec::new();
        }
        let found = match Whole::of(document) {
            None => self.extract_windows(source, document),
            Some(whole) => {
                let back = whole.way_back();
                let mut found = self.extract_windows(source, &whole.document);
                found.claims = found.claims.into_iter().map(|claim| back.claim(claim)).collect();
                found
            }
        };
        slots::name(source, found)
    }

    /// The claims of a document stretch by stretch; their ids are not final.
    fn extract_windows(&self, source: &SourceId, document: &Document) -> Filled {
        let windows = window::windows(&document.text);
        let mut whole = if let [_] = windows[..] {
            self.extract_part(source, document)
        } else {
            let points = CodePoints::new(&document.text);
            let mut whole = Filled::default();
            for window in windows {
                let found = self.extract_part(source, &window::part(document, window));
                whole.add(found, |claim| window::moved(claim, &document.text, &points, window));
                if whole.claims.len() >= MOST_CLAIMS {
                    break;
                }
            }
            whole
        };
        whole.claims.truncate(MOST_CLAIMS);
        whole
    }

    /// The claims of a document that is short enough to be looked at in one go; their ids are not final.
    fn extract_part(&self, source: &SourceId, document: &Document) -> Filled {
        let other = self.other(document);
        let rules = other.map_or(&self.rules, |set| &set.rules);
        let analysis = match other {
            Some(set) => Analysis::in_language(document, set),
            None => Analysis::of(document, &self.rules.vocabulary, Gazetteer::embedded()),
        };
        let mut proposals = propose::propose(rules, &analysis);
        if !is_on_topic(rules, &analysis) {
            proposals.retain(|proposal| {
                !matches!(rules.frames[proposal.frame].kind, Kind::Indicator | Kind::Denial)
            });
        }
        if proposals.is_empty() {
            return Filled::default();
        }
        let names = Coreference::of(&analysis, rules.vocabulary.lexicon("firm_word"));
        let speakers = match other {
            Some(set) => languages::speech::of(set.language, &analysis, &set.lexicons.speech),
            None => Speakers::of(&analysis, &self.speakers, &names),
        };
        let scene = match other {
            Some(set) => Scene { origin: languages::slots::origin(set, &analysis), ..Scene::default() },
            None => self.slots.scene(&analysis),
        };
        let points = CodePoints::new(&document.text);
        let context = slots::Context {
            source,
            document,
            analysis: &analysis,
            points: &points,
            rules,
            lexicons: other.map_or(&self.slots, |set| &set.slots),
            speakers: &speakers,
            names: &names,
            scene: &scene,
            other,
        };
        slots::fill(&context, &proposals)
    }

    /// Why a document gave the claims it gave, sentence by sentence: for authors of rules. Holds all of the document in
    /// memory, and does not ask for its language.
    #[must_use]
    pub fn trace(&self, document: &Document) -> Vec<SentenceTrace> {
        let Some(whole) = Whole::of(document) else { return self.trace_whole(document) };
        let back = whole.way_back();
        let mut sentences = self.trace_whole(&whole.document);
        for sentence in &mut sentences {
            if let Some((span, (start, end))) = back.place(sentence.start, sentence.end) {
                (sentence.start, sentence.end, sentence.text) = (start, end, back.words(span));
            }
        }
        sentences
    }

    fn trace_whole(&self, document: &Document) -> Vec<SentenceTrace> {
        let points = CodePoints::new(&document.text);
        match self.other(document) {
            Some(set) => trace::trace(&set.rules, &Analysis::in_language(document, set), &points),
            None => {
                let analysis = Analysis::of(document, &self.rules.vocabulary, Gazetteer::embedded());
                trace::trace(&self.rules, &analysis, &points)
            }
        }
    }

    /// Calls `each` with the numbers of a document as the learned part sees them, in order; it gives the class of each, which
    /// those after it see. To learn from.
    pub fn numbers<'c>(&self, document: &Document, each: impl FnMut(NumberSeen) -> &'c str) {
        let analysis = Analysis::of(document, &self.rules.vocabulary, Gazetteer::embedded());
        learned::numbers(&self.rules, &analysis, &CodePoints::new(&document.text), each);
    }

    /// Calls `each` with the clauses of a document as the learned part sees them, in order. To learn from.
    pub fn clauses(&self, document: &Document, each: impl FnMut(ClauseSeen)) {
        let analysis = Analysis::of(document, &self.rules.vocabulary, Gazetteer::embedded());
        learned::clauses(&self.rules, &analysis, &CodePoints::new(&document.text), each);
    }

    /// The examples of frames that claim numbers, to learn from: the sentence, the words that are claimed, and their class.
    #[must_use]
    pub fn number_examples(&self) -> Vec<(String, String, String)> {
        let mut examples = Vec::new();
        for frame in self.rules.frames.iter().filter(|frame| frame.likely.is_none()) {
            for example in frame.examples.iter().filter(|example| example.claimed) {
                let Some(class) = learned::class_of(frame) else { continue };
                let traces = self.trace(&plain(&example.text));
                let own = |found: &&crate::FrameTrace| {
                    found.rule == frame.id
                        && !matches!(found.outcome, Outcome::Missing(_) | Outcome::Excluded(_))
                };
                if let Some(found) = traces.iter().flat_map(|sentence| &sentence.frames).find(own) {
                    examples.push((example.text.clone(), found.words.clone(), class));
                }
            }
        }
        examples
    }

    /// Frame names with their kind and what they are about, in file order.
    pub fn frames(&self) -> impl Iterator<Item = (&str, model::Kind, &str)> {
        self.all_frames().map(|frame| (frame.id.as_str(), frame.kind, frame.about.as_str()))
    }

    fn all_frames(&self) -> impl Iterator<Item = &Frame> {
        let others = self.others.iter().filter_map(OtherRules::set);
        self.rules.frames.iter().chain(others.flat_map(|set| &set.rules.frames))
    }

    /// Tries every example of every frame; returns those that do not hold.
    #[must_use]
    pub fn check_examples(&self) -> Vec<ExampleFailure> {
        self.all_frames()
            .flat_map(|frame| frame.examples.iter().filter_map(|example| self.check(frame, example)))
            .collect()
    }

    fn check(&self, frame: &Frame, example: &Example) -> Option<ExampleFailure> {
        let language = Language::of_rules(&frame.file);
        let document = plain_in(language, &example.text);
        let claims = self.extract(&SourceId::of(example.text.as_bytes()), &document);
        // Where frames overlap, another frame of the same assertion may be the one that claims a `yes`.
        let same = |claim: &Claim| {
            claim.kind == frame.kind && claim.ilo == frame.fixed.ilo && claim.role == frame.fixed.role
        };
        let fits = |claim: &&Claim| if example.claimed { same(claim) } else { claim.rule == frame.id };
        let own: Vec<&Claim> = claims.iter().filter(fits).collect();
        let problem = match (example.claimed, own.is_empty()) {
            (true, true) => {
                let others: Vec<String> =
                    claims.iter().map(|claim| format!("{} by {}", claim.kind, claim.rule)).collect();
                Some(format!("should claim, but does not (claimed: {})", others.join(", ")))
            }
            (false, false) => Some(format!("should not claim, but does: {}", own[0].passage.exact)),
            (true, false) => {
                let wrong = |claim: &Claim| {
                    let json = serde_json::to_value(claim).unwrap_or_default();
                    let bad = example.slots.iter().find(|(slot, value)| slot_text(&json, slot) != *value);
                    bad.map(|(slot, value)| {
                        format!("{slot} should be {value}, is {}", slot_text(&json, slot))
                    })
                };
                let problems: Vec<Option<String>> = own.iter().map(|claim| wrong(claim)).collect();
                if problems.iter().any(Option::is_none) {
                    None
                } else {
                    problems.into_iter().flatten().next()
                }
            }
            (false, true) => None,
        };
        problem.map(|problem| ExampleFailure {
            file: frame.file.clone(),
            line: example.line,
            frame: frame.id.to_string(),
            problem,
            example: example.text.clone(),
        })
    }
}

/// A slot of a claim as text: numbers without needless zeros, lists joined by `+`, nothing as the empty string.
fn slot_text(claim: &serde_json::Value, slot: &str) -> String {
    let quantity = &claim["quantity"];
    let value = match slot {
        "low" | "point" | "high" => &quantity["amount"][slot],
        "unit" | "period" | "measure" | "direction" | "hedges" | "derived" => &quantity[slot],
        "speaker" => claim["attribution"]["speakers"]
            .as_array()
            .and_then(|list| list.last())
            .map_or(&serde_json::Value::Null, |last| &last["name"]),
        "mode" => &claim["attribution"]["mode"],
        "quote" => &claim["passage"]["exact"],
        _ => &claim[slot],
    };
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Number(number) => {
            number.as_f64().map_or_else(|| number.to_string(), |number| number.to_string())
        }
        serde_json::Value::Array(list) => {
            list.iter().map(|item| item.as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>().join("+")
        }
        other => other.to_string(),
    }
}

/// Whether a text is about labour of the kind the rules know: notes are taken to be, longer texts show it by a word of
/// the lexicon `topic`, whole pages by two.
fn is_on_topic(rules: &Rules, analysis: &Analysis<'_>) -> bool {
    let Some(topic) = rules.vocabulary.lexicon("topic") else { return true };
    let length = analysis.tokens.len();
    let wanted = usize::from(length >= SHORT_NOTE) + usize::from(length >= SHORT_PAGE);
    (0..length).filter(|token| analysis.lexicon_at(*token, topic).is_some()).take(wanted).count() == wanted
}

/// A text as a document of main text in English, without a date.
pub(crate) fn plain(text: &str) -> Document {
    plain_in(Language::English, text)
}

/// A text as a document of main text in a language, without a date.
fn plain_in(language: Language, text: &str) -> Document {
    Document {
        media_type: "text/plain".to_owned(),
        status: DocumentStatus::Read,
        reason: None,
        text: text.to_owned(),
        zones: vec![ZoneSpan { span: Span::new(0, text.len()), zone: Zone::Main, hidden: false }],
        metadata: Metadata { language: Some(language.code().to_owned()), ..Metadata::default() },
    }
}
