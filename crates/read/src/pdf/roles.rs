//! Which lines are running heads, page numbers, footnotes, captions, the title.

use super::PageLines;
use super::lines::{Line, Role};
use std::collections::{BTreeMap, HashMap};

/// Lines looked at from either end of a page.
const OUTER: usize = 3;
/// Pages on which a line has to recur to be a running head.
const RECURS: usize = 3;

/// Labels all lines of a document.
pub(crate) fn label(pages: &mut [PageLines]) {
    let body = body_size(pages);
    label_running_heads(pages);
    for page in pages.iter_mut() {
        label_notes(page, body);
        label_captions(page, body);
    }
}

/// The size in which most of the text is set.
fn body_size(pages: &[PageLines]) -> f32 {
    let mut by_size: BTreeMap<i32, usize> = BTreeMap::new();
    for line in pages.iter().flat_map(|page| &page.lines) {
        *by_size.entry((line.size * 4.0).round() as i32).or_default() += line.text.len();
    }
    by_size
        .into_iter()
        .max_by_key(|(size, bytes)| (*bytes, *size))
        .map_or(10.0, |(size, _)| size as f32 / 4.0)
}

/// Lines at the top or the bottom, outermost first, by level: at most one more than [`OUTER`].
fn outer_levels(page: &PageLines, top: bool) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..page.lines.len()).collect();
    let base = |at: &usize| page.lines.get(*at).map_or(0.0, |line| line.base);
    order.sort_by(|a, b| if top { base(a).total_cmp(&base(b)) } else { base(b).total_cmp(&base(a)) });
    let mut levels: Vec<Vec<usize>> = Vec::new();
    // One more than wanted, to see how far the last is from what follows.
    for at in order {
        let same = |level: &Vec<usize>| level.last().is_some_and(|last| (base(last) - base(&at)).abs() < 3.0);
        let count = levels.len();
        match levels.last_mut().filter(|level| same(level)) {
            Some(level) => level.push(at),
            None if count > OUTER => break,
            None => levels.push(vec![at]),
        }
    }
    levels
}

fn label_running_heads(pages: &mut [PageLines]) {
    let levels: Vec<[Vec<Vec<usize>>; 2]> =
        pages.iter().map(|page| [outer_levels(page, true), outer_levels(page, false)]).collect();
    let mut recurring: HashMap<(bool, String), usize> = HashMap::new();
    let mut offsets: HashMap<i64, usize> = HashMap::new();
    for (index, (page, sides)) in pages.iter().zip(&levels).enumerate() {
        let mut seen: Vec<(bool, String)> = Vec::new();
        let mut offsets_here: Vec<i64> = Vec::new();
        for (side, at) in sides
            .iter()
            .enumerate()
            .flat_map(|(side, levels)| levels.iter().take(OUTER).flatten().map(move |at| (side, at)))
        {
            let Some(line) = page.lines.get(*at) else { continue };
            if let Some(shape) = shape(&line.text) {
                seen.push((side == 0, shape));
            }
            offsets_here.extend(numbers_at_the_ends(&line.text).map(|number| number - index as i64));
        }
        seen.sort();
        seen.dedup();
        seen.into_iter().for_each(|key| *recurring.entry(key).or_default() += 1);
        offsets_here.sort_unstable();
        offsets_here.dedup();
        offsets_here.into_iter().for_each(|offset| *offsets.entry(offset).or_default() += 1);
    }
    let enough = RECURS.min(pages.len().max(2));
    let numbered: Vec<i64> =
        offsets.into_iter().filter(|(_, count)| *count >= enough).map(|(offset, _)| offset).collect();
    for (index, (page, sides)) in pages.iter_mut().zip(&levels).enumerate() {
        let height = page.height;
        for (side, levels) in sides.iter().enumerate() {
            let apart = levels_apart(page, levels);
            for (depth, level) in levels.iter().enumerate().take(OUTER) {
                let is_chrome = |line: &Line| {
                    let recurs = shape(&line.text).is_some_and(|shape| {
                        recurring.get(&(side == 0, shape)).is_some_and(|count| *count >= enough)
                    });
                    let counts = numbers_at_the_ends(&line.text)
                        .any(|number| numbered.contains(&(number - index as i64)));
                    let at_the_edge = line.base < height * 0.12 || line.base > height * 0.88;
                    (recurs && depth < apart)
                        || (counts && at_the_edge && line.text.chars().count() < 100)
                        || (is_page_number(&line.text) && at_the_edge)
                };
                let all = level.iter().all(|at| page.lines.get(*at).is_some_and(&is_chrome));
                if !all {
                    break;
                }
                for at in level {
                    if let Some(line) = page.lines.get_mut(*at) {
                        line.role = Role::Chrome;
                    }
                }
            }
        }
    }
}

/// How many levels stand together at the edge, with white space between them and the text.
fn levels_apart(page: &PageLines, levels: &[Vec<usize>]) -> usize {
    let line = |level: &Vec<usize>| level.first().and_then(|at| page.lines.get(*at));
    let parted = levels.windows(2).position(|pair| match pair {
        [outer, inner] => match (line(outer), line(inner)) {
            (Some(outer), Some(inner)) => (outer.base - inner.base).abs() > outer.size.max(inner.size) * 1.6,
            _ => false,
        },
        _ => false,
    });
    // A page with nothing but a head: all of it stands apart.
    parted.map_or(if levels.len() <= OUTER { levels.len() } else { 0 }, |last| last + 1)
}

/// A line with its numbers blanked, to compare across pages; `None` for one that says nothing.
fn shape(text: &str) -> Option<String> {
    let mut shape = String::new();
    for c in text.chars().take(160) {
        if c.is_ascii_digit() {
            if !shape.ends_with('#') {
                shape.push('#');
            }
        } else if c.is_alphabetic() {
            shape.extend(c.to_lowercase());
        }
    }
    (shape.chars().filter(|c| *c != '#').count() >= 3).then_some(shape)
}

/// Numbers with which a line begins or ends.
fn numbers_at_the_ends(text: &str) -> impl Iterator<Item = i64> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let ends = [words.first().copied(), words.last().copied().filter(|_| words.len() > 1)];
    ends.into_iter()
        .flatten()
        .filter_map(|word| page_value(word.trim_matches(|c: char| !c.is_alphanumeric())))
        .collect::<Vec<_>>()
        .into_iter()
}

fn page_value(word: &str) -> Option<i64> {
    if word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit()) {
        return word.parse().ok();
    }
    roman(word)
}

/// The value of a Roman numeral below 100, in one case throughout.
fn roman(word: &str) -> Option<i64> {
    let lower = word.to_ascii_lowercase();
    if lower.is_empty() || lower.len() > 8 || (word != lower && word != word.to_ascii_uppercase()) {
        return None;
    }
    let value = |c: char| {
        Some(match c {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            _ => return None,
        })
    };
    let digits: Vec<i64> = lower.chars().map(value).collect::<Option<_>>()?;
    let next = digits.iter().skip(1).chain(std::iter::once(&0));
    Some(digits.iter().zip(next).map(|(digit, next)| if digit < next { -digit } else { *digit }).sum())
}

/// Whether a line holds a page number and nothing else: "7", "– 7 –", "Page 7 of 12", "7/12".
fn is_page_number(text: &str) -> bool {
    let mut numbers = 0;
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        match word.to_lowercase().as_str() {
            "page" | "p" | "of" | "seite" | "von" | "página" | "de" | "sur" | "стр" | "страница" | "из"
            | "strona" | "z" => {}
            other if page_value(other).is_some() => numbers += 1,
            _ => return false,
        }
    }
    (1..=2).contains(&numbers)
}

/// Footnotes: smaller lines at the end of a column that begin with the sign of a note, or stand under a rule.
fn label_notes(page: &mut PageLines, body: f32) {
    let regions = page.lines.iter().map(|line| line.region).max().map_or(0, |last| last + 1);
    for region in 0..regions {
        let here: Vec<usize> = (0..page.lines.len())
            .filter(|at| {
                page.lines.get(*at).is_some_and(|line| line.region == region && line.role == Role::Body)
            })
            .collect();
        let is_small = |at: &usize| page.lines.get(*at).is_some_and(|line| line.size <= body * 0.93);
        let small = here.iter().rev().take_while(|at| is_small(at)).count();
        let tail = here.get(here.len() - small..).unwrap_or_default();
        let starts = |at: &usize| {
            let Some(line) = page.lines.get(*at) else { return false };
            let above = at
                .checked_sub(1)
                .and_then(|before| page.lines.get(before))
                .filter(|above| above.region == region);
            begins_note(line)
                || page.rules.iter().any(|rule| {
                    let touches = rule.left < line.right && rule.right > line.left;
                    let is_short = rule.right - rule.left < page.width * 0.6;
                    let over = rule.y < line.base && rule.y > line.base - line.size * 2.5;
                    touches && is_short && over && above.is_none_or(|above| above.base < rule.y)
                })
        };
        let Some(first) = tail.iter().position(starts) else { continue };
        let low_enough = tail
            .get(first)
            .and_then(|at| page.lines.get(*at))
            .is_some_and(|line| line.base > page.height * 0.35);
        // A page that is small print all through has no notes under it.
        if !low_enough || (first == 0 && tail.len() == here.len() && region == 0 && regions == 1) {
            continue;
        }
        for at in tail.get(first..).unwrap_or_default().to_vec() {
            if let Some(line) = page.lines.get_mut(at) {
                line.role = Role::Note;
            }
        }
    }
}

fn begins_note(line: &Line) -> bool {
    let mut characters = line.text.chars();
    let Some(first) = characters.next() else { return false };
    if matches!(first, '*' | '†' | '‡' | '§' | '¶' | '¹' | '²' | '³' | '⁴'..='⁹') {
        return true;
    }
    let digits = line.text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&digits) {
        return line.raised_start;
    }
    let rest = line.text.get(digits..).unwrap_or_default();
    let rest = rest.trim_start_matches(['.', ')', ' ']);
    line.raised_start
        || rest
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || matches!(c, '“' | '"' | '‘' | '«' | '(') || !c.is_ascii())
}

/// Lines that begin like "Table 3:" or "Figure 2." and those that go on in the same size.
fn label_captions(page: &mut PageLines, body: f32) {
    let mut open: Option<(f32, f32, usize)> = None;
    for line in page.lines.iter_mut().filter(|line| line.role == Role::Body) {
        let continues = open.is_some_and(|(base, size, region)| {
            region == line.region
                && (line.size - size).abs() < 0.3
                && size < body * 0.97
                && (0.0..size * 1.6).contains(&(line.base - base))
                && !line.is_row
        });
        if continues || begins_caption(&line.text) {
            line.role = Role::Caption;
            open = Some((line.base, line.size, line.region));
        } else {
            open = None;
        }
    }
}

fn begins_caption(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "figure",
        "fig",
        "table",
        "chart",
        "box",
        "map",
        "photo",
        "рисунок",
        "рис",
        "таблица",
        "табл",
        "tabelle",
        "abbildung",
        "abb",
        "tableau",
        "tabla",
        "figura",
        "表",
        "图",
        "圖",
        "図",
        "표",
        "그림",
    ];
    let Some((first, rest)) = text.split_once(|c: char| !c.is_alphabetic()) else { return false };
    if !WORDS.contains(&first.to_lowercase().as_str()) {
        return false;
    }
    let rest = rest.trim_start_matches(['.', ' ', '\u{a0}']);
    let number = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')).count();
    let counted = rest.get(..number).is_some_and(|word| {
        word.bytes().any(|b| b.is_ascii_digit()) || roman(word.trim_end_matches('.')).is_some()
    });
    let after = rest.get(number..).unwrap_or_default();
    let ended = rest.get(..number).is_some_and(|word| word.ends_with('.'));
    counted
        && (ended
            || after.starts_with([':', '.', '—', '–', '|', ')'])
            || after.trim_start().starts_with(|c: char| c.is_uppercase()) && after.len() > 1
            || after.is_empty())
}

/// Labels the lines of the first page that are set largest, or that say what the file gives as its title.
/// Returns the title, from the lines where the file gives none that a person would.
pub(crate) fn label_title(pages: &mut [PageLines], stated: Option<&str>) -> Option<String> {
    let body = body_size(pages);
    let stated = stated.filter(|title| is_real_title(title));
    let Some(page) = pages.first_mut() else { return stated.map(str::to_owned) };
    let plain = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let wanted = stated.map(plain);
    let mut largest = 0.0_f32;
    for line in page.lines.iter().filter(|line| {
        line.role == Role::Body && line.text.chars().filter(|c| c.is_alphabetic()).count() >= 3
    }) {
        largest = largest.max(line.size);
    }
    let is_large = largest > body * 1.2;
    let mut found = String::new();
    let mut last: Option<f32> = None;
    for line in page.lines.iter_mut().filter(|line| line.role == Role::Body) {
        let here = plain(&line.text);
        let says_it = wanted
            .as_ref()
            .is_some_and(|wanted| here.chars().count() >= 4 && wanted.contains(&here) && line.size >= body);
        let set_large = is_large && line.size > largest * 0.95 && line.base < page.height * 0.7;
        let follows = last.is_none_or(|base| (line.base - base).abs() < line.size * 3.0);
        if (says_it || (wanted.is_none() && set_large)) && follows && found.len() < 300 {
            line.role = Role::Title;
            last = Some(line.base);
            if !found.is_empty() {
                found.push(' ');
            }
            found.push_str(&line.text);
        }
    }
    stated.map(str::to_owned).or((!found.is_empty()).then_some(found))
}

/// What programs put where a title belongs: file names, their own names.
fn is_real_title(title: &str) -> bool {
    let lower = title.trim().to_lowercase();
    let is_file = [
        ".doc", ".docx", ".indd", ".tex", ".pdf", ".dvi", ".qxd", ".odt", ".pptx", ".xls", ".xlsx", ".rtf",
        ".ps", ".eps", ".wpd",
    ]
    .iter()
    .any(|extension| lower.ends_with(extension));
    let letters = lower.chars().filter(|c| c.is_alphabetic()).count();
    !is_file
        && letters >= 3
        && !lower.starts_with("microsoft word - ")
        && !lower.starts_with("untitled")
        && lower != "title"
}
