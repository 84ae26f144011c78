//! Compares the text of PDFs with that of `pdftotext` (poppler-utils), page by page.
//!
//! ```text
//! cargo run --release --example pdf_words -- FILE.pdf…
//! cargo run --release --example pdf_words -- --set FOLDER      the files of pdf_words.tsv, in packages unpacked there
//! cargo run --release --example pdf_words -- --pages FILE.pdf  a line for each page too
//! cargo run --release --example pdf_words -- --show 7 FILE.pdf the text of page 7 as it is read
//! cargo run --release --example pdf_words -- --texts FOLDER …  texts into a folder, pages parted by form feeds
//! ```
//!
//! *Recall* is the share of pdftotext's words that the reader has too, on the same page, in any order. *Order* is the
//! length of the longest common subsequence of words, page by page, as a share of pdftotext's words. A word is
//! a run of letters and digits, or one character of a script without spaces. Hyphens within words, soft or hard, with
//! or without a line end behind them, are left out on both sides: who keeps them is not what is compared.
//! How to get the files of the set is in `docs/pdf.md`.

use model::PageText;
use std::collections::HashMap;
use std::path::Path;
use std::process::Command;
use unicode_normalization::UnicodeNormalization;

/// Kind of file and its path below a folder with unpacked packages, the package first.
const SET: &str = include_str!("pdf_words.tsv");

/// Least share of words, and of words in order, that a file should reach.
const LEAST: (f64, f64) = (0.98, 0.95);

#[derive(Default)]
struct Wanted {
    files: Vec<(String, String)>,
    each_page: bool,
    show: Option<usize>,
    texts: Option<String>,
}

fn main() {
    let mut wanted = Wanted::default();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--pages" => wanted.each_page = true,
            "--show" => wanted.show = words.next().and_then(|number| number.parse().ok()),
            "--texts" => wanted.texts = words.next(),
            "--set" => {
                let folder = words.next().unwrap_or_default();
                let lines = SET.lines().filter(|line| !line.starts_with('#'));
                wanted.files.extend(lines.filter_map(|line| line.split_once('\t')).map(|(kind, path)| {
                    (Path::new(&folder).join(path).display().to_string(), kind.to_owned())
                }));
            }
            path => wanted.files.push((path.to_owned(), String::new())),
        }
    }
    let (mut failed, mut met) = (0, 0);
    print("pages  words  recall   order  scanned    s/page  file");
    for (path, kind) in &wanted.files {
        match compare(path, &wanted) {
            Ok(score) => {
                met += usize::from(score.recall >= LEAST.0 && score.order >= LEAST.1);
                print(&score.line(path, kind));
            }
            Err(error) => {
                failed += 1;
                print(&format!("{path}: {error}"));
            }
        }
    }
    let files = wanted.files.len();
    print(&format!(
        "{met} of {files} files reach {} and {}; {failed} could not be compared",
        LEAST.0, LEAST.1
    ));
    std::process::exit(i32::from(failed > 0));
}

#[expect(clippy::print_stdout, reason = "the table is what this program is for")]
fn print(line: &str) {
    println!("{line}");
}

struct Score {
    pages: usize,
    words: usize,
    recall: f64,
    order: f64,
    scanned: usize,
    seconds_a_page: f64,
}

impl Score {
    fn line(&self, path: &str, kind: &str) -> String {
        let Self { pages, words, recall, order, scanned, seconds_a_page } = self;
        let miss = if *recall >= LEAST.0 && *order >= LEAST.1 { ' ' } else { '!' };
        let name = Path::new(path).file_name().unwrap_or_default().to_string_lossy();
        format!(
            "{pages:>5} {words:>6} {recall:>7.4} {order:>7.4}{miss} {scanned:>7} {seconds_a_page:>9.4}  {name}  {kind}"
        )
    }
}

fn compare(path: &str, wanted: &Wanted) -> Result<Score, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let output = Command::new("pdftotext")
        .args(["-enc", "UTF-8", path, "-"])
        .output()
        .map_err(|error| error.to_string())?;
    let theirs = String::from_utf8_lossy(&output.stdout).into_owned();
    let start = std::time::Instant::now();
    let document = read::read(&bytes, &read::Context { name: path, ..read::Context::default() });
    let seconds = start.elapsed().as_secs_f64();
    if document.text.is_empty() {
        return Err(document.reason.unwrap_or_default());
    }
    let pages = &document.metadata.pages;
    let text_of =
        |index: usize| pages.get(index).and_then(|page| page.span.of(&document.text)).unwrap_or_default();
    if let Some(page) = wanted.show {
        print(text_of(page - 1));
    }
    if let Some(folder) = &wanted.texts {
        let all: Vec<&str> = (0..pages.len()).map(text_of).collect();
        let name = format!("{}.txt", path.replace('/', "_"));
        std::fs::write(Path::new(folder).join(name), all.join("\u{c}")).map_err(|error| error.to_string())?;
    }
    let (mut total, mut found, mut ordered) = (0, 0, 0);
    for (index, page) in theirs.split('\u{c}').enumerate() {
        let (theirs, ours) = (words(page), words(text_of(index)));
        let hit = common(&theirs, &ours);
        let longest = longest_common_subsequence(&theirs, &ours);
        (total, found, ordered) = (total + theirs.len(), found + hit, ordered + longest);
        if wanted.each_page && !theirs.is_empty() {
            let (recall, order) = (share(hit, theirs.len()), share(longest, theirs.len()));
            print(&format!("    page {:>4} {:>6} words {recall:.3} {order:.3}", index + 1, theirs.len()));
        }
    }
    Ok(Score {
        pages: pages.len(),
        words: total,
        recall: share(found, total),
        order: share(ordered, total),
        scanned: pages.iter().filter(|page| page.text != PageText::Own).count(),
        seconds_a_page: seconds / pages.len().max(1) as f64,
    })
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{ad}' | '\u{2010}' | '\u{2011}')
}

fn words(text: &str) -> Vec<String> {
    let text: Vec<char> = text.nfkc().collect();
    let mut words = Vec::new();
    let mut word = String::new();
    let mut at = 0;
    while let Some(c) = text.get(at).copied() {
        at += 1;
        let alone =
            matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
        if c.is_alphanumeric() && !alone {
            word.push(c);
            continue;
        }
        if is_hyphen(c) && !word.is_empty() {
            let line_end = usize::from(text.get(at) == Some(&'\n'));
            if text.get(at + line_end).is_some_and(|next| next.is_alphanumeric()) {
                at += line_end;
                continue;
            }
        }
        if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if alone && c.is_alphanumeric() {
            words.push(c.to_string());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

fn common(wanted: &[String], ours: &[String]) -> usize {
    let mut left: HashMap<&str, usize> = HashMap::new();
    ours.iter().for_each(|word| *left.entry(word).or_default() += 1);
    wanted
        .iter()
        .filter(|word| match left.get_mut(word.as_str()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        })
        .count()
}

fn longest_common_subsequence(a: &[String], b: &[String]) -> usize {
    let mut row = vec![0_usize; b.len() + 1];
    for wanted in a {
        let mut diagonal = 0;
        for (at, word) in b.iter().enumerate() {
            let above = row.get(at + 1).copied().unwrap_or_default();
            let left = row.get(at).copied().unwrap_or_default();
            let best = if wanted == word { diagonal + 1 } else { above.max(left) };
            diagonal = above;
            if let Some(cell) = row.get_mut(at + 1) {
                *cell = best;
            }
        }
    }
    row.last().copied().unwrap_or_default()
}
