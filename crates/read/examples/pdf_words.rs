//! Compares the text of PDFs with that of `pdftotext` (poppler-utils), page by page.
//!
//! ```text
//! cargo run --example pdf_words -- FILE.pdf…
//! ```
//!
//! *Recall* is the share of pdftotext's words that the reader has too, on the same page, in any order. *Order* is the
//! length of the longest common subsequence of words, page by page, as a share of pdftotext's words. A word is
//! a run of letters and digits, or one character of a script without spaces; soft hyphens are left out, line ends
//! after a hyphen are closed on both sides.

use model::PageText;
use std::collections::HashMap;
use std::process::Command;
use unicode_normalization::UnicodeNormalization;

fn main() {
    let mut failed = false;
    print("pages  words  recall   order  scanned    s/page  file");
    for path in std::env::args().skip(1) {
        match compare(&path) {
            Ok(line) => print(&line),
            Err(error) => {
                failed = true;
                print(&format!("{path}: {error}"));
            }
        }
    }
    std::process::exit(i32::from(failed));
}

#[expect(clippy::print_stdout, reason = "the table is what this program is for")]
fn print(line: &str) {
    println!("{line}");
}

fn compare(path: &str) -> Result<String, String> {
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
    let (mut total, mut found, mut ordered) = (0, 0, 0);
    for (index, page) in theirs.split('\u{c}').enumerate() {
        let wanted = words(page);
        let ours =
            pages.get(index).and_then(|page| page.span.of(&document.text)).map(words).unwrap_or_default();
        if std::env::var_os("SHOW_PAGE")
            .is_some_and(|number| number.to_string_lossy() == (index + 1).to_string())
        {
            print(pages.get(index).and_then(|page| page.span.of(&document.text)).unwrap_or_default());
        }
        total += wanted.len();
        let hit = common(&wanted, &ours);
        found += hit;
        let longest = longest_common_subsequence(&wanted, &ours);
        ordered += longest;
        if std::env::var_os("PER_PAGE").is_some() && !wanted.is_empty() {
            let share = |part: usize| part as f64 / wanted.len() as f64;
            print(&format!(
                "    page {:>4} {:>6} words {:.3} {:.3}",
                index + 1,
                wanted.len(),
                share(hit),
                share(longest)
            ));
        }
    }
    let share = |part: usize| if total == 0 { 1.0 } else { part as f64 / total as f64 };
    let scanned = pages.iter().filter(|page| page.text != PageText::Own).count();
    Ok(format!(
        "{:>5} {total:>6} {:>7.4} {:>7.4} {scanned:>8} {:>9.4}  {path}",
        pages.len(),
        share(found),
        share(ordered),
        seconds / pages.len().max(1) as f64
    ))
}

fn words(text: &str) -> Vec<String> {
    let text: String = text.nfkc().filter(|c| *c != '\u{ad}').collect();
    let text = text.replace("-\n", "").replace("\u{2010}\n", "");
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        let alone =
            matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
        if c.is_alphanumeric() && !alone {
            word.push(c);
            continue;
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
