//! Lines that say who wrote the document, and the name in them.

use crate::cues::ends_sentence;
use crate::dates::{DayOrder, find_date};
use crate::lexicon::HEAD;

/// Longest name that is taken, in characters; several authors may share a line.
const LONGEST_NAME: usize = 120;

/// Marks between the parts of a line such as "By Some Body | 3 May 2016".
const SEPARATORS: [&str; 10] = [" | ", "|", " · ", " • ", " – ", " — ", " / ", "\t", "   ", "｜"];

/// What follows "By", "Von", "Par" or their like at the beginning of a line.
fn after_by(line: &str) -> Option<&str> {
    ["By ", "BY ", "by ", "Von ", "VON ", "Par ", "PAR ", "Por ", "POR ", "Door ", "Av "]
        .iter()
        .find_map(|by| line.strip_prefix(by))
}

/// "By Jane Roe", "BY JANE ROE AND JOHN DOE, STAFF WRITER", "By the night desk".
pub(crate) fn is_byline(line: &str) -> bool {
    after_by(line).is_some_and(|rest| names_author(rest) && !ends_sentence(line))
}

/// Whether words after "by" are names, offices and what joins them.
fn names_author(rest: &str) -> bool {
    let words: Vec<&str> = rest.split_whitespace().collect();
    let is_name = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let named = |word: &str| {
        word.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_alphabetic())
            || matches!(
                word,
                "and" | "for" | "in" | "de" | "van" | "von" | "the" | "of" | "und" | "et" | "y" | "al"
            )
            || matches!(word, "bin" | "at" | "on" | "der" | "la" | "del" | "da" | "dos" | "e" | "i" | "with")
            || HEAD.staff.contains(bare(word).as_str())
    };
    // "the night desk"
    let is_office = matches!(words.as_slice(), ["the" | "our", .., last] if words.len() <= 5 && HEAD.staff.contains(bare(last).as_str()));
    if is_office {
        return true;
    }
    let opens = match words.as_slice() {
        ["the" | "our" | "a" | "an", second, ..] => {
            is_name(second) || HEAD.staff.contains(bare(second).as_str())
        }
        [first, ..] => is_name(first),
        [] => false,
    };
    opens && words.len() <= 16 && words.iter().all(|word| named(word))
}

/// The name in a line of the head that says who wrote the document.
pub(crate) fn byline_name(line: &str) -> Option<String> {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric()).trim();
    if line.chars().count() > 200 || ends_sentence(line) && line.split_whitespace().count() > 14 {
        return None;
    }
    whole_line(line)
        .or_else(|| {
            SEPARATORS.iter().filter(|mark| line.contains(**mark)).find_map(|mark| {
                line.split(mark).map(str::trim).find_map(|part| after_by(part).filter(|_| is_byline(part)))
            })
        })
        .or_else(|| after_date(line))
        .and_then(tidy)
}

/// "By …", "Author: …", "Note by …", "… 기자".
fn whole_line(line: &str) -> Option<&str> {
    if let Some(rest) = HEAD.author.strip(line) {
        return Some(rest.trim()).filter(|rest| !rest.starts_with(char::is_lowercase) || names_author(rest));
    }
    if is_byline(line) {
        return after_by(line);
    }
    if let Some((work, rest)) = line.split_once(" by ")
        && work.split_whitespace().count() <= 4
        && [work.split_whitespace().next(), work.split_whitespace().last()]
            .into_iter()
            .flatten()
            .any(|word| HEAD.works.contains(word.to_lowercase().as_str()))
        && names_author(before_date(rest))
    {
        return Some(rest);
    }
    korean_reporter(line)
}

/// "Posted on 12 October 2011 by Jane Roe".
fn after_date(line: &str) -> Option<&str> {
    let found = find_date(line, DayOrder::default())?;
    let rest = line.get(found.span.end..)?;
    let (before, name) = rest.split_once(" by ")?;
    (before.split_whitespace().count() <= 3 && names_author(name)).then_some(name)
}

/// A name of two to four syllables before the word for a reporter.
fn korean_reporter(line: &str) -> Option<&str> {
    let (name, rest) = line.split_once("기자")?;
    let name = name.trim();
    let is_name =
        (2..=4).contains(&name.chars().count()) && name.chars().all(|c| matches!(c, '\u{ac00}'..='\u{d7a3}'));
    let rest = rest.trim();
    let only_address =
        rest.chars().next().is_none_or(|c| !c.is_alphanumeric() || rest.contains('@') || c.is_ascii_digit());
    (is_name && only_address).then_some(name)
}

fn before_date(text: &str) -> &str {
    find_date(text, DayOrder::default())
        .and_then(|found| text.get(..found.span.start))
        .unwrap_or(text)
        .trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')')
}

/// A name without the date, section or address that shares its line.
fn tidy(name: &str) -> Option<String> {
    let mut name = before_date(name);
    for mark in SEPARATORS {
        name = name.split(mark).next().unwrap_or(name);
    }
    let mut words: Vec<&str> = name.split_whitespace().collect();
    let is_label = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        word.is_empty()
            || matches!(word.as_str(), "on" | "last" | "at" | "am" | "le" | "el")
            || HEAD.published.contains(word.as_str())
            || HEAD.modified.contains(word.as_str())
    };
    while words.last().is_some_and(|word| is_label(word) || word.contains('@')) {
        words.pop();
    }
    let name = words.join(" ");
    let name =
        name.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '–' | '—'));
    let fits = name.chars().any(char::is_alphabetic)
        && name.chars().count() <= LONGEST_NAME
        && !name.contains("://")
        && !name.to_lowercase().starts_with("www.");
    fits.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_from_lines() {
        let cases = [
            ("By Some Body", "Some Body"),
            ("BY SOME BODY AND ANOTHER BODY, STAFF WRITERS", "SOME BODY AND ANOTHER BODY, STAFF WRITERS"),
            ("By Some Body | 3 May 2016", "Some Body"),
            ("3 May 2016 | By Some Body", "Some Body"),
            ("By the night desk", "the night desk"),
            ("By Paperwire staff", "Paperwire staff"),
            ("Posted on 12 October 2011 by Some Body", "Some Body"),
            ("Note by the secretariat", "the secretariat"),
            ("Summary prepared by the archive, 9 March 2017", "the archive"),
            ("Prepared for the union by Some Body and Another Body", "Some Body and Another Body"),
            ("Author: Some Body, 3 May 2016", "Some Body"),
            ("Written by Some Body, updated on 3 May 2016", "Some Body"),
            ("Von Eine Person, 3. Mai 2016", "Eine Person"),
            ("Par Une Personne", "Une Personne"),
            ("Texte : Une Personne", "Une Personne"),
            ("Por Una Persona y Otra Persona", "Una Persona y Otra Persona"),
            ("Автор: Некто Некий", "Некто Некий"),
            ("아무개 기자 someone@paper.test", "아무개"),
            ("作者：某某", "某某"),
        ];
        for (line, name) in cases {
            assert_eq!(byline_name(line).as_deref(), Some(name), "{line}");
        }
    }

    #[test]
    fn other_lines_name_nobody() {
        for line in [
            "By the end of the year the number had fallen by half",
            "Workers paid by the kilo",
            "Crews held by their captain, report says",
            "A report by researchers finds that pay is withheld",
            "기자 회견에서 밝힌 내용",
            "Published on 3 May 2016",
            "Text of the resolution",
        ] {
            assert_eq!(byline_name(line), None, "{line}");
        }
    }
}
