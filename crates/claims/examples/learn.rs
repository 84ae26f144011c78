//! Learns the weights of the learned part from marked texts.
//!
//! ```text
//! cargo run --release -p manumit-claims --example learn -- [--write] FOLDER…
//! ```
//!
//! A FOLDER holds either a marked set (`claims.jsonl` with `docs/`, as in `eval/`) or marked texts (`*.marked`): plain text
//! in which every number that is a claim stands as `{worker_count:flow|about 3,000 workers}` and every other number
//! is none; a line `---` ends a text. The examples of the bundled frames are learned from as well.
//!
//! Marks without a number teach what clauses say. Prints how well kinds are told apart on texts left out in turn (five parts, by text) and, with `--write`, replaces
//! `data/numbers.model` and `data/clauses.model`. The same texts give the same weights.
//!
//! Method: one linear separator for each class against all others, squared hinge loss, dual coordinate descent (Hsieh, Chang,
//! Lin, Keerthi, Sundararajan: A Dual Coordinate Descent Method for Large-scale Linear SVM, ICML 2008); features that only
//! one text has are left out.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use claims::{Extractor, NumberSeen};
use read::Context;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The set that the examples of frames are of.
const EXAMPLES: &str = "examples";
/// What clauses may say besides the ILO's indicators.
const SAYINGS: [&str; 4] = ["presence", "denial", "history", "legal_act"];
/// Parts that texts are divided into to measure.
const FOLDS: usize = 5;
/// Times every number is looked at.
const EPOCHS: usize = 30;
/// What an error costs against large weights.
const COST: f32 = 0.02;
/// Texts that a feature must be in.
const RARE: usize = 2;
/// Weights nearer to zero than this are not kept.
const SMALLEST: f32 = 0.015;

/// A number with the class somebody gave it, or a clause with all that it says.
struct Example {
    text: usize,
    classes: Vec<usize>,
    form: &'static str,
    features: Vec<(String, f32)>,
}

/// A text with its marks.
struct Text {
    set: String,
    document: model::Document,
}

/// Everything marked, with the names of classes.
#[derive(Default)]
struct Marked {
    classes: Vec<String>,
    texts: Vec<Text>,
    examples: Vec<Example>,
    /// What clauses may say, and the clauses.
    sayings: Vec<String>,
    clauses: Vec<Example>,
    /// Marks in which no number was found.
    lost: usize,
}

/// A mark in a text: code points and class.
struct Mark {
    start: usize,
    end: usize,
    class: String,
    /// The ends of the amount, where they are known.
    values: Vec<f64>,
    /// The words, where the set says no place: they occur once.
    quote: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut folders: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let write = folders.iter().any(|folder| folder == Path::new("--write"));
    folders.retain(|folder| folder != Path::new("--write"));
    let extractor = Extractor::embedded()?;
    let sayings =
        (1..=11).map(|number| format!("ILO-{number:02}")).chain(SAYINGS.map(str::to_owned)).collect();
    let mut marked = Marked { classes: vec!["none".to_owned()], sayings, ..Marked::default() };
    for folder in &folders {
        add_folder(&extractor, folder, &mut marked)?;
    }
    for (text, quote, class) in extractor.number_examples() {
        let document = read::read(text.as_bytes(), &Context { name: "example.txt", ..Context::default() });
        let mark = Mark { start: usize::MAX, end: usize::MAX, class, values: Vec::new(), quote };
        add_text(&extractor, document, vec![mark], EXAMPLES, &mut marked);
    }
    println!(
        "{} numbers in {} texts, {} classes; {} marks without a number",
        marked.examples.len(),
        marked.texts.len(),
        marked.classes.len(),
        marked.lost
    );
    measure(&extractor, &marked);
    measure_clauses(&marked);
    if write {
        for (examples, classes, name) in [
            (&marked.examples, &marked.classes, "data/numbers.model"),
            (&marked.clauses, &marked.sayings, "data/clauses.model"),
        ] {
            let all: Vec<&Example> = examples.iter().collect();
            let learned = Learned::from(&all, classes.len());
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
            std::fs::write(&path, learned.written(classes))?;
            println!("wrote {}", path.display());
        }
    }
    Ok(())
}

fn add_folder(extractor: &Extractor, folder: &Path, marked: &mut Marked) -> Result<(), Box<dyn Error>> {
    let set = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let gold = ["claims.jsonl", "expected.jsonl"]
        .map(|name| folder.join(name))
        .into_iter()
        .find(|path| path.exists());
    if let Some(gold) = gold {
        let mut by_text: BTreeMap<String, Vec<Mark>> = BTreeMap::new();
        for line in std::fs::read_to_string(&gold)?.lines() {
            let row: Value = serde_json::from_str(line)?;
            let text = row["doc"].as_str().unwrap_or_default().to_owned();
            let marks = by_text.entry(text).or_default();
            marks.extend(mark_of(&row));
        }
        for (name, marks) in by_text {
            let path = Some(folder.join("docs").join(&name)).filter(|path| path.exists());
            let path = path.unwrap_or_else(|| folder.join(&name));
            let bytes = std::fs::read(&path)?;
            let document = read::read(&bytes, &Context { name: &name, ..Context::default() });
            add_text(extractor, document, marks, &set, marked);
        }
        return Ok(());
    }
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    files.retain(|path| path.extension().is_some_and(|end| end == "marked"));
    files.sort();
    for path in files {
        for text in std::fs::read_to_string(&path)?.split("\n---\n") {
            let (plain, marks) = unmarked(text).map_err(|error| format!("{}: {error}", path.display()))?;
            let document = read::read(plain.as_bytes(), &Context { name: "text.txt", ..Context::default() });
            let marks = if document.text == plain { marks } else { Vec::new() };
            add_text(extractor, document, marks, &set, marked);
        }
    }
    Ok(())
}

/// The class of a row of a marked set; `None` where it has no number or stands outside the main text.
fn mark_of(row: &Value) -> Option<Mark> {
    let kind = row["ilo"].as_str().or(row["kind"].as_str())?;
    let values: Vec<f64> = ["low", "point", "high"].iter().filter_map(|end| row[*end].as_f64()).collect();
    let numeric = is_numeric(kind);
    if numeric && (values.is_empty() || row["derived"] == true)
        || row["zone"].as_str().is_some_and(|zone| zone != "main")
    {
        return None;
    }
    let detail = match kind {
        "worker_count" | "victim_count" | "employer_count" | "list_size" => {
            row["measure"].as_str().or(Some("stock"))
        }
        "wage_share" => row["direction"].as_str().or(Some("retained")),
        _ => None,
    };
    let class = detail.map_or_else(|| kind.to_owned(), |detail| format!("{kind}:{detail}"));
    let place = |name: &str| row[name].as_u64().map_or(usize::MAX, |at| at as usize);
    let quote = row["quote"].as_str()?.to_owned();
    Some(Mark { start: place("start"), end: place("end"), class, values, quote })
}

/// A marked text without its marks, and the marks.
fn unmarked(text: &str) -> Result<(String, Vec<Mark>), String> {
    let (mut plain, mut marks, mut length) = (String::new(), Vec::new(), 0);
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '{' => {
                let (class, after) = rest.split_once('|').ok_or("a mark without `|`")?;
                if class.len() > 40 || class.contains(['{', '}', '\n']) {
                    return Err(format!("no class: `{}`", class.chars().take(40).collect::<String>()));
                }
                open.push((length, class.to_owned()));
                rest = after;
            }
            '}' => {
                let (start, class) =
                    open.pop().ok_or_else(|| format!("`}}` without `{{` after `{}`", tail(&plain)))?;
                marks.push(Mark { start, end: length, class, values: Vec::new(), quote: String::new() });
            }
            _ => {
                plain.push(c);
                length += 1;
            }
        }
    }
    if open.is_empty() {
        Ok((plain, marks))
    } else {
        Err(format!("`{{` is never closed before `{}`", tail(&plain)))
    }
}

fn tail(text: &str) -> String {
    let mut last: Vec<char> = text.chars().rev().take(30).collect();
    last.reverse();
    last.into_iter().collect()
}

fn add_text(
    extractor: &Extractor,
    document: model::Document,
    marks: Vec<Mark>,
    set: &str,
    marked: &mut Marked,
) {
    let text = marked.texts.len();
    let mut left: Vec<&Mark> = marks.iter().filter(|mark| is_numeric(&mark.class)).collect();
    let (classes, examples) = (&mut marked.classes, &mut marked.examples);
    extractor.numbers(&document, |number| {
        if number.zone != model::Zone::Main {
            return "none";
        }
        let found = left.iter().position(|mark| is_marked(&number, mark, &document.text));
        // In an example only one number is spoken of.
        if found.is_none() && set == EXAMPLES {
            return "none";
        }
        let name = found.map_or("none", |place| left.remove(place).class.as_str());
        let class = classes.iter().position(|known| known == name).unwrap_or_else(|| {
            classes.push(name.to_owned());
            classes.len() - 1
        });
        examples.push(Example { text, classes: vec![class], form: number.form, features: number.features });
        name
    });
    marked.lost += left.len();
    if set != EXAMPLES {
        add_clauses(extractor, &document, &marks, marked);
    }
    marked.texts.push(Text { set: set.to_owned(), document });
}

/// What the clauses of a text say: the marks that cover at least half of the clause, or lie in it for at least half.
fn add_clauses(extractor: &Extractor, document: &model::Document, marks: &[Mark], marked: &mut Marked) {
    let text = marked.texts.len();
    let places: Vec<(usize, usize, usize)> = marks
        .iter()
        .filter_map(|mark| {
            let saying = marked.sayings.iter().position(|known| *known == mark.class)?;
            let (start, end) = place_of(mark, &document.text)?;
            Some((start, end, saying))
        })
        .collect();
    extractor.clauses(document, |clause| {
        if clause.zone != model::Zone::Main {
            return;
        }
        let says = |(start, end, saying): &(usize, usize, usize)| {
            let both = clause.end.min(*end).saturating_sub(clause.start.max(*start));
            (both * 2 >= (end - start).min(clause.end - clause.start) && both > 0).then_some(*saying)
        };
        let classes = places.iter().filter_map(says).collect();
        marked.clauses.push(Example { text, classes, form: "clause", features: clause.features });
    });
}

/// Whether a mark is about a number: it lies inside, and has one of its values where the set gives values.
fn is_marked(number: &NumberSeen, mark: &Mark, text: &str) -> bool {
    let Some((start, end)) = place_of(mark, text) else { return false };
    let ends = [number.amount.low(), number.amount.as_point(), number.amount.high()];
    let same = |end: f64| mark.values.iter().any(|value| (end - value).abs() <= 0.01 * value.abs());
    number.start < end
        && start < number.end
        && (mark.values.is_empty() || ends.into_iter().flatten().any(same))
}

/// Whether a class is one of a kind with a number.
fn is_numeric(class: &str) -> bool {
    class.split(':').next().and_then(|kind| kind.parse().ok()).is_some_and(model::Kind::is_numeric)
}

/// Code points of a mark.
fn place_of(mark: &Mark, text: &str) -> Option<(usize, usize)> {
    if mark.start != usize::MAX {
        return Some((mark.start, mark.end));
    }
    let start = text[..text.find(&mark.quote)?].chars().count();
    Some((start, start + mark.quote.chars().count()))
}

/// Weights by feature, one for each class.
struct Learned {
    names: Vec<String>,
    scales: Vec<f32>,
    places: HashMap<String, usize>,
    classes: usize,
    weights: Vec<f32>,
}

impl Learned {
    fn from(examples: &[&Example], classes: usize) -> Self {
        let mut texts: HashMap<&str, BTreeSet<usize>> = HashMap::new();
        for example in examples {
            for (feature, _) in &example.features {
                let known = texts.entry(feature).or_default();
                if known.len() < RARE {
                    known.insert(example.text);
                }
            }
        }
        let mut names: Vec<String> = texts
            .iter()
            .filter(|(_, texts)| texts.len() >= RARE)
            .map(|(name, _)| (*name).to_owned())
            .collect();
        names.sort_unstable();
        let known: HashMap<&str, f32> = examples
            .iter()
            .flat_map(|example| example.features.iter().map(|(name, scale)| (name.as_str(), *scale)))
            .collect();
        let scales: Vec<f32> =
            names.iter().map(|name| known.get(name.as_str()).copied().unwrap_or(1.0)).collect();
        let places: HashMap<String, usize> =
            names.iter().enumerate().map(|(place, name)| (name.clone(), place)).collect();
        let rows: Vec<Row> = examples
            .iter()
            .map(|example| {
                let known = example.features.iter();
                known.filter_map(|(name, scale)| Some((*places.get(name)?, *scale))).collect()
            })
            .collect();
        let mut weights = vec![0.0_f32; names.len() * classes];
        for class in 0..classes {
            let sides: Vec<f32> = examples
                .iter()
                .map(|example| if example.classes.contains(&class) { 1.0 } else { -1.0 })
                .collect();
            for (place, weight) in separate(&rows, &sides, names.len()).into_iter().enumerate() {
                weights[place * classes + class] = weight;
            }
        }
        Self { names, scales, places, classes, weights }
    }

    /// The margin of each class.
    fn margins(&self, features: &[(String, f32)]) -> Vec<f32> {
        let mut scores = vec![0.0; self.classes];
        for (feature, scale) in features {
            let Some(place) = self.places.get(feature) else { continue };
            for (score, weight) in scores.iter_mut().zip(&self.weights[place * self.classes..]) {
                *score += weight * scale;
            }
        }
        scores
    }

    /// The likeliest class.
    fn guess(&self, features: &[(String, f32)]) -> usize {
        let margins = self.margins(features);
        margins.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(class, _)| class)
    }

    fn written(&self, classes: &[String]) -> String {
        let mut out = String::from(
            "# Weights of the learned part, made by examples/learn.rs; not to be edited.\nclasses",
        );
        for class in classes {
            let _ = write!(out, "\t{class}");
        }
        out.push('\n');
        for (place, name) in self.names.iter().enumerate() {
            let scale = self.scales[place];
            let weights: Vec<f32> = self.weights[place * self.classes..(place + 1) * self.classes]
                .iter()
                .map(|w| w * scale)
                .collect();
            if weights.iter().all(|weight| weight.abs() < SMALLEST) || name.contains('\t') {
                continue;
            }
            out.push_str(name);
            for (class, weight) in weights.iter().enumerate().filter(|(_, weight)| weight.abs() >= SMALLEST) {
                let _ = write!(out, "\t{class}:{weight:.3}");
            }
            out.push('\n');
        }
        out
    }
}

/// Learns without one part of the texts at a time and guesses what the clauses of that part say.
fn measure_clauses(marked: &Marked) {
    let mut counts = vec![[0_usize; 3]; marked.sayings.len()];
    for fold in 0..FOLDS {
        let learn: Vec<&Example> =
            marked.clauses.iter().filter(|example| example.text % FOLDS != fold).collect();
        let learned = Learned::from(&learn, marked.sayings.len());
        for example in marked.clauses.iter().filter(|example| example.text % FOLDS == fold) {
            for (class, margin) in learned.margins(&example.features).into_iter().enumerate() {
                let (is, guessed) = (example.classes.contains(&class), margin > 0.0);
                counts[class][0] += usize::from(is);
                counts[class][1] += usize::from(guessed);
                counts[class][2] += usize::from(is && guessed);
            }
        }
    }
    for (name, [is, guessed, right]) in marked.sayings.iter().zip(&counts) {
        println!(
            "{name:12} clauses {is:5}: precision {:.3}, recall {:.3}",
            share(*right, *guessed),
            share(*right, *is)
        );
    }
    let all = |which: usize| counts[..11].iter().map(|count| count[which]).sum::<usize>();
    println!("indicators   F1 {:.3}", share(2 * all(2), all(0) + all(1)));
}

fn share(part: usize, of: usize) -> f64 {
    part as f64 / of.max(1) as f64
}

/// Features of one number with their values.
type Row = Vec<(usize, f32)>;

/// The weights that tell one class from all others.
fn separate(rows: &[Row], sides: &[f32], features: usize) -> Vec<f32> {
    let mut weights = vec![0.0_f32; features];
    let mut shares = vec![0.0_f32; rows.len()];
    let slack = 0.5 / COST;
    let lengths: Vec<f32> =
        rows.iter().map(|row| row.iter().map(|(_, value)| value * value).sum::<f32>() + slack).collect();
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    for _ in 0..EPOCHS {
        for at in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(at, (random % (at as u64 + 1)) as usize);
        }
        for &row in &order {
            let margin: f32 = rows[row].iter().map(|(feature, value)| weights[*feature] * value).sum();
            let slope = sides[row] * margin - 1.0 + slack * shares[row];
            let share = (shares[row] - slope / lengths[row]).max(0.0);
            let change = (share - shares[row]) * sides[row];
            shares[row] = share;
            if change != 0.0 {
                for (feature, value) in &rows[row] {
                    weights[*feature] += change * value;
                }
            }
        }
    }
    weights
}

/// Learns without one part of the texts at a time and guesses that part, number after number.
fn measure(extractor: &Extractor, marked: &Marked) {
    let mut counts: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    let mut confused: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    let kind = |class: &str| class.split(':').next().unwrap_or_default().to_owned();
    for fold in 0..FOLDS {
        let learn: Vec<&Example> =
            marked.examples.iter().filter(|example| example.text % FOLDS != fold).collect();
        let learned = Learned::from(&learn, marked.classes.len());
        let held_out = |place: usize, text: &Text| place % FOLDS == fold && text.set != EXAMPLES;
        for (place, text) in marked.texts.iter().enumerate().filter(|(place, text)| held_out(*place, text)) {
            let mut gold = marked.examples.iter().filter(|example| example.text == place);
            extractor.numbers(&text.document, |number| {
                if number.zone != model::Zone::Main {
                    return "none";
                }
                let guess = marked.classes[learned.guess(&number.features)].as_str();
                let Some(example) = gold.next() else { return guess };
                let class = example.classes.first().map_or("none", |class| marked.classes[*class].as_str());
                for set in [text.set.as_str(), "all"] {
                    let [claimed, guessed, right, whole] = counts.entry(set).or_default();
                    *claimed += usize::from(class != "none");
                    *guessed += usize::from(guess != "none");
                    *right += usize::from(class != "none" && kind(class) == kind(guess));
                    *whole += usize::from(class != "none" && class == guess);
                }
                if class != guess {
                    *confused.entry((class, guess, example.form)).or_default() += 1;
                }
                guess
            });
        }
    }
    for (set, [claimed, guessed, right, whole]) in counts {
        println!(
            "{set:12} numbers that are claims {claimed:5}: precision {:.3}, recall {:.3}, F1 {:.3}; with measure {:.3}",
            share(right, guessed),
            share(right, claimed),
            share(2 * right, claimed + guessed),
            share(2 * whole, claimed + guessed)
        );
    }
    let mut confused: Vec<_> = confused.into_iter().collect();
    confused.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for ((is, taken_for, form), count) in confused.into_iter().take(15) {
        println!("{count:5} {is} taken for {taken_for} ({form})");
    }
}
