//! Blocks to rules: every name resolved, every pattern compiled, every set value checked.

use super::pattern::{Class, FramesByKey, KeySet, Need, Pattern};
use super::syntax::{self, Block, BlockKind, Entry};
use super::vocabulary::{MOST_PHRASES, Vocabulary};
use super::{LARGEST_RULE_FILE, RuleError, RuleFile, Rules};
use crate::languages::Language;
use crate::learned::{self, Weights};
use crate::lint::{Inventory, Term};
use model::{Direction, Hedge, Indicator, Kind, Measure, Period, RuleId, Stance, Trend};
use rustc_hash::FxHashMap;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// Where a condition looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The clause the match starts in.
    Clause,
    /// The whole sentence.
    Sentence,
    /// The sentence before the match.
    Before,
    /// The sentence after the match.
    After,
    /// Up to 12 tokens on either side of the match, within the sentence.
    Near,
    /// Inside the match.
    Inside,
    /// Earlier sentences of the same paragraph.
    Earlier,
    /// The sentence and earlier ones of the same paragraph.
    Paragraph,
    /// The sentence and the eight before it, in the same zone.
    Context,
}

impl Scope {
    /// Whether it lies within the sentence of the match.
    const fn is_in_sentence(self) -> bool {
        !matches!(self, Self::Earlier | Self::Paragraph | Self::Context)
    }
}

const SCOPES: [(&str, Scope); 9] = [
    ("clause", Scope::Clause),
    ("sentence", Scope::Sentence),
    ("before", Scope::Before),
    ("after", Scope::After),
    ("near", Scope::Near),
    ("inside", Scope::Inside),
    ("earlier", Scope::Earlier),
    ("paragraph", Scope::Paragraph),
    ("context", Scope::Context),
];

/// Something that must, or must not, stand around a match.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    /// As written, with its scope: `clause: @worker`.
    pub(crate) written: String,
    pub(crate) wanted: bool,
    pub(crate) scope: Scope,
    pub(crate) pattern: Pattern,
}

/// A number computed from one stated before in the paragraph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Derivation {
    /// The last amount times this factor.
    Times(f64),
    /// A share, given in the match, of the people counted before.
    Part,
    /// What is left of the people counted when the parts named after them are taken off.
    Remainder,
    /// What is left of the gross wage when the received wage is taken off, as a share.
    RestOfWage,
}

/// A sentence that shows what a frame does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Example {
    pub(crate) text: String,
    /// Whether the frame must propose a claim here.
    pub(crate) claimed: bool,
    /// Slots the claim must have, as in its JSON form.
    pub(crate) slots: Vec<(String, String)>,
    pub(crate) line: usize,
}

/// Slots that a frame fills by itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fixed {
    pub(crate) measure: Option<Measure>,
    pub(crate) direction: Option<Direction>,
    pub(crate) period: Option<Period>,
    pub(crate) ilo: Option<Indicator>,
    pub(crate) role: Option<String>,
    pub(crate) grade: Option<String>,
    pub(crate) trend: Option<Trend>,
    pub(crate) stance: Option<Stance>,
    pub(crate) unit: Option<String>,
    pub(crate) hedges: Vec<Hedge>,
    pub(crate) derive: Option<Derivation>,
}

/// One way of saying one kind of claim.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) id: RuleId,
    pub(crate) kind: Kind,
    pub(crate) about: String,
    pub(crate) pattern: Pattern,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) fixed: Fixed,
    /// Frames of higher priority win where two want the same words; 0 unless said.
    pub(crate) priority: i32,
    /// How likely the learned part must hold the frame's kind and measure of the number, where the frame asks for that.
    pub(crate) likely: Option<f32>,
    /// Whether that is all it asks for: a number or a clause as such, and how likely it is.
    pub(crate) only_likely: bool,
    /// What a sentence must have for its pattern and its conditions together.
    need: Need,
    /// The numbers it can be about.
    pub(crate) bounds: RangeInclusive<f64>,
    pub(crate) examples: Vec<Example>,
    pub(crate) file: String,
    pub(crate) line: usize,
}

impl Frame {
    /// Whether its pattern can match in a sentence with these keys; a quick look.
    pub(crate) fn may_match(&self, present: &KeySet) -> bool {
        self.pattern.need.is_met(present)
    }

    /// Whether it can propose something there; a quick look.
    pub(crate) fn may_propose(&self, present: &KeySet) -> bool {
        self.need.is_met(present)
    }
}

/// Most frames of a set of rules.
const MOST_FRAMES: usize = 5_000;

pub(crate) fn compile(language: Language, files: &[RuleFile<'_>]) -> Result<Rules, RuleError> {
    let mut parsed = Vec::new();
    for file in files {
        if file.text.len() > LARGEST_RULE_FILE {
            let message = format!("the file is larger than {LARGEST_RULE_FILE} bytes");
            return Err(RuleError::at(file.name, 1, 1, message));
        }
        parsed.extend(syntax::parse(file.name, file.text)?.into_iter().map(|block| (file.name, block)));
    }
    let mut vocabulary = Vocabulary::new(language);
    compile_lexicons(&parsed, &mut vocabulary)?;
    let mut frames: Vec<Frame> = Vec::new();
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    for (file, block) in parsed.iter().filter(|(_, block)| block.kind == BlockKind::Frame) {
        let frame = compile_frame(file, block, &mut vocabulary)?;
        match places.get(&block.name.value) {
            Some(place) => frames[*place] = frame,
            None if frames.len() == MOST_FRAMES => {
                let message = format!("more than {MOST_FRAMES} frames");
                return Err(RuleError::at(file, block.name.line, block.name.column, message));
            }
            None => {
                places.insert(block.name.value.clone(), frames.len());
                frames.push(frame);
            }
        }
    }
    let by_key = index(&frames)?;
    let asked = frames.iter().any(|frame| frame.likely.is_some());
    let weights =
        asked.then(|| Weights::of_numbers(&vocabulary).zip(Weights::of_clauses(&vocabulary))).flatten();
    let fingerprint = fingerprint(files);
    let files = files.iter().map(|file| (file.name.to_owned(), file.text.to_owned())).collect();
    let asks_of_clauses = frames.iter().any(|frame| frame.only_likely && !frame.kind.is_numeric());
    Ok(Rules { vocabulary, frames, by_key, weights, asks_of_clauses, files, fingerprint })
}

/// The start of the SHA-256 of rule files with their names.
pub(crate) fn fingerprint(files: &[RuleFile<'_>]) -> String {
    let all: String =
        files.iter().map(|file| format!("{}\n{}\n{}\n", file.name, file.text.len(), file.text)).collect();
    model::SourceId::of(all.as_bytes()).as_str()[..16].to_owned()
}

fn index(frames: &[Frame]) -> Result<FramesByKey, RuleError> {
    let mut pairs = Vec::new();
    for (number, frame) in frames.iter().enumerate() {
        let Some(keys) = frame.pattern.keys() else {
            let message = "`match` must start with a word, a lexicon or a class, not with a gap or nothing";
            return Err(RuleError::at(&frame.file, frame.line, 1, format!("frame {}: {message}", frame.id)));
        };
        pairs.extend(keys.into_iter().map(|key| (key, number as u32)));
    }
    Ok(FramesByKey::of(pairs))
}

fn compile_lexicons(parsed: &[(&str, Block)], vocabulary: &mut Vocabulary) -> Result<(), RuleError> {
    let lexicons: Vec<&(&str, Block)> =
        parsed.iter().filter(|(_, block)| block.kind == BlockKind::Lexicon).collect();
    let mut by_name: FxHashMap<&str, Vec<&(&str, Block)>> = FxHashMap::default();
    for lexicon in &lexicons {
        by_name.entry(lexicon.1.name.value.as_str()).or_default().push(lexicon);
    }
    for (file, block) in &lexicons {
        let name = &block.name;
        let id = vocabulary
            .declare_lexicon(&name.value)
            .map_err(|message| RuleError::at(file, name.line, name.column, message))?;
        let mut entries = Vec::new();
        collect_entries(file, block, &by_name, &mut vec![name.value.as_str()], &mut entries)?;
        for (file, entry, written) in entries {
            vocabulary
                .add_entry(id, &written)
                .map_err(|message| RuleError::at(file, entry.value.line, entry.value.column, message))?;
        }
    }
    Ok(())
}

/// The lexicons of some files as they are written, and the names that stand after `@` anywhere.
pub(super) fn inventory(files: &[(String, String)]) -> Inventory {
    let mut inventory = Inventory::default();
    let parsed = files.iter().flat_map(|(file, text)| {
        let blocks = syntax::parse(file, text).unwrap_or_default();
        blocks.into_iter().map(move |block| (file, block))
    });
    for (file, block) in parsed {
        let lexicon = &block.name.value;
        let term = |line: usize, written: &str| Term {
            file: file.clone(),
            line,
            lexicon: lexicon.clone(),
            written: written.to_owned(),
        };
        for entry in &block.entries {
            let named = entry.value.value.split('@').skip(1).map(|rest| {
                rest.chars()
                    .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/'))
                    .collect::<String>()
            });
            inventory.named.extend(named);
        }
        if block.kind == BlockKind::Lexicon {
            if inventory.lexicons.iter().all(|known| known.lexicon != *lexicon) {
                inventory.lexicons.push(term(block.name.line, lexicon));
            }
            for entry in &block.entries {
                let terms = entry.value.value.split('|').map(str::trim);
                let own = terms.filter(|written| !written.is_empty() && !written.starts_with('@'));
                inventory.terms.extend(own.map(|written| term(entry.value.line, written)));
            }
        }
    }
    inventory.named.sort_unstable();
    inventory.named.dedup();
    inventory
}

/// How deep lexicons may name each other.
const MOST_NESTED: usize = 16;

/// The entries of a lexicon, with those of the lexicons it names.
fn collect_entries<'b>(
    file: &'b str,
    block: &'b Block,
    by_name: &FxHashMap<&str, Vec<&'b (&'b str, Block)>>,
    inside: &mut Vec<&'b str>,
    out: &mut Vec<(&'b str, &'b Entry, String)>,
) -> Result<(), RuleError> {
    for entry in &block.entries {
        for written in entry.value.value.split('|').map(str::trim).filter(|written| !written.is_empty()) {
            let Some(name) = written.strip_prefix('@') else {
                if out.len() == MOST_PHRASES {
                    let message = format!("more than {MOST_PHRASES} entries");
                    return Err(RuleError::at(file, entry.value.line, entry.value.column, message));
                }
                out.push((file, entry, written.to_owned()));
                continue;
            };
            let error = |message| RuleError::at(file, entry.value.line, entry.value.column, message);
            let Some((&known, blocks)) = by_name.get_key_value(name) else {
                return Err(error(format!("no lexicon is named `{name}`")));
            };
            if inside.contains(&known) {
                return Err(error(format!("lexicon `{name}` contains itself")));
            }
            if inside.len() == MOST_NESTED {
                return Err(error(format!("lexicons name each other more than {MOST_NESTED} deep")));
            }
            for (file, block) in blocks {
                inside.push(block.name.value.as_str());
                collect_entries(file, block, by_name, inside, out)?;
                inside.pop();
            }
        }
    }
    Ok(())
}

fn word<T: FromStr<Err = model::UnknownWord>>(file: &str, entry: &Entry, text: &str) -> Result<T, RuleError> {
    text.parse().map_err(|error: model::UnknownWord| {
        RuleError::at(file, entry.value.line, entry.value.column, error.to_string())
    })
}

fn compile_frame(file: &str, block: &Block, vocabulary: &mut Vocabulary) -> Result<Frame, RuleError> {
    let mut kind = None;
    let mut about = String::new();
    let mut pattern = None;
    let mut conditions = Vec::new();
    let mut fixed = Fixed::default();
    let mut priority = 0;
    let (mut least, mut most) = (f64::NEG_INFINITY, f64::INFINITY);
    let mut likely = None;
    let mut examples = Vec::new();
    for entry in &block.entries {
        let value = entry.value.value.as_str();
        let error = |message: String| RuleError::at(file, entry.value.line, entry.value.column, message);
        let at_offset = |(message, offset): (String, usize)| {
            let (line, column) = entry.place(offset);
            RuleError::at(file, line, column, message)
        };
        match entry.key.value.as_str() {
            "kind" => kind = Some(word::<Kind>(file, entry, value)?),
            "about" => value.clone_into(&mut about),
            "match" => pattern = Some(Pattern::compile(value, vocabulary).map_err(at_offset)?),
            key @ ("needs" | "not") => {
                let (scope, rest) = value.split_once(':').unwrap_or((value, ""));
                let known = SCOPES.iter().find(|(name, _)| *name == scope.trim());
                let Some((_, scope_found)) = known else {
                    let names: Vec<_> = SCOPES.iter().map(|(name, _)| *name).collect();
                    return Err(error(format!(
                        "`{}` is no scope; write one of {} and a colon",
                        scope.trim(),
                        names.join(", ")
                    )));
                };
                let before = scope.chars().count() + 1;
                let pattern = Pattern::compile(rest, vocabulary)
                    .map_err(|(message, offset)| at_offset((message, before + offset)))?;
                conditions.push(Condition {
                    written: value.to_owned(),
                    wanted: key == "needs",
                    scope: *scope_found,
                    pattern,
                });
            }
            "set" => set_slots(file, entry, &mut fixed)?,
            "priority" => {
                priority = value.parse().map_err(|_| error(format!("`{value}` is not a whole number")))?;
            }
            key @ ("at-least" | "at-most") => {
                let number = value.parse().map_err(|_| error(format!("`{value}` is not a number")))?;
                if key == "at-least" { least = number } else { most = number }
            }
            "likely" => {
                let least = value.parse().ok().filter(|least| (0.0..=1.0).contains(least));
                likely =
                    Some(least.ok_or_else(|| error(format!("`{value}` is no probability from 0 to 1")))?);
            }
            key @ ("yes" | "no") => examples.push(example(value, key == "yes", entry.value.line)),
            other => {
                let message = format!(
                    "`{other}` is no key of a frame; there are kind, about, match, needs, not, set, priority, likely, at-least, at-most, yes, no"
                );
                return Err(RuleError::at(file, entry.key.line, entry.key.column, message));
            }
        }
    }
    let missing = |what: &str| {
        RuleError::at(
            file,
            block.name.line,
            block.name.column,
            format!("frame {} has no `{what}`", block.name.value),
        )
    };
    let kind = kind.ok_or_else(|| missing("kind"))?;
    if kind == Kind::Indicator && fixed.ilo.is_none() {
        return Err(missing("set ilo=ILO-…"));
    }
    let pattern = pattern.ok_or_else(|| missing("match"))?;
    let asked = conditions.iter().filter(|condition| condition.wanted && condition.scope.is_in_sentence());
    let need = Need::all_of([&pattern].into_iter().chain(asked.map(|condition| &condition.pattern)));
    let only_likely = likely.is_some()
        && fixed.derive.is_none()
        && match pattern.lone_class() {
            Some(Class::Clause) => learned::is_said_by_clauses(kind),
            Some(class) => kind.is_numeric() && class.is_of_numbers(),
            None => false,
        };
    Ok(Frame {
        id: RuleId::new(&block.name.value),
        kind,
        about,
        pattern,
        conditions,
        fixed,
        priority,
        likely,
        only_likely,
        need,
        bounds: least..=most,
        examples,
        file: file.to_owned(),
        line: block.name.line,
    })
}

/// `text => slot=value, slot=value`.
fn example(value: &str, claimed: bool, line: usize) -> Example {
    let (text, expected) = value.split_once("=>").unwrap_or((value, ""));
    let slots = expected
        .split(',')
        .filter_map(|pair| pair.split_once('='))
        .map(|(slot, value)| (slot.trim().to_owned(), value.trim().to_owned()))
        .collect();
    Example { text: text.trim().to_owned(), claimed, slots, line }
}

fn set_slots(file: &str, entry: &Entry, fixed: &mut Fixed) -> Result<(), RuleError> {
    for pair in entry.value.value.split_whitespace() {
        let error = |message: String| RuleError::at(file, entry.value.line, entry.value.column, message);
        let Some((slot, value)) = pair.split_once('=') else {
            return Err(error(format!("`{pair}` is not slot=value")));
        };
        match slot {
            "measure" => fixed.measure = Some(word(file, entry, value)?),
            "direction" => fixed.direction = Some(word(file, entry, value)?),
            "period" => fixed.period = Some(word(file, entry, value)?),
            "ilo" => fixed.ilo = Some(word(file, entry, value)?),
            "trend" => fixed.trend = Some(word(file, entry, value)?),
            "stance" => fixed.stance = Some(word(file, entry, value)?),
            "hedge" => fixed.hedges.push(word(file, entry, value)?),
            "role" => fixed.role = Some(value.to_owned()),
            "grade" => fixed.grade = Some(value.to_owned()),
            "unit" => fixed.unit = Some(value.to_owned()),
            "derive" => {
                fixed.derive = Some(match value {
                    "double" => Derivation::Times(2.0),
                    "triple" => Derivation::Times(3.0),
                    "half" => Derivation::Times(0.5),
                    "part" => Derivation::Part,
                    "remainder" => Derivation::Remainder,
                    "rest-of-wage" => Derivation::RestOfWage,
                    _ => {
                        return Err(error(format!(
                            "`{value}` is no derivation: double, triple, half, part, remainder, rest-of-wage"
                        )));
                    }
                });
            }
            _ => {
                return Err(error(format!(
                    "`{slot}` cannot be set; there are measure, direction, period, ilo, trend, stance, hedge, role, grade, unit, derive"
                )));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        compile(Language::English, &[RuleFile { name: "my.frames", text }]).unwrap_err().to_string()
    }

    #[test]
    fn mistakes_are_shown_where_they_stand() {
        assert_eq!(
            error("frame a\n  kind levi\n"),
            format!(
                "my.frames:2:8: `levi` is not a claim kind; known: {}",
                Kind::ALL.iter().map(|k| k.as_str()).collect::<Vec<_>>().join(", ")
            )
        );
        assert_eq!(
            error("frame a\n  kind levy\n  match @minder\n"),
            "my.frames:3:16: no lexicon is named `minder`"
        );
        assert_eq!(error("frame a\n  kind levy\n"), "my.frames:1:7: frame a has no `match`");
        assert_eq!(error("lexicon a\n  @b\nlexicon b\n  @a\n"), "my.frames:4:3: lexicon `a` contains itself");
        assert!(error("frame a\n  kind levy\n  match .. x\n").contains("must start with"));
    }

    #[test]
    fn later_files_extend_and_replace() {
        let first = RuleFile { name: "a", text: "lexicon x\n  one\nframe f\n  kind levy\n  match @x\n" };
        let second = RuleFile { name: "b", text: "lexicon x\n  two\nframe f\n  kind revenue\n  match @x\n" };
        let rules = compile(Language::English, &[first, second]).unwrap();
        assert_eq!(rules.frames.len(), 1);
        assert_eq!(rules.frames[0].kind, Kind::Revenue);
        let two = rules.vocabulary.get("two");
        let mut count = 0;
        rules.vocabulary.entries_at(&[two], |_, _| count += 1);
        assert_eq!(count, 1);
    }
}
