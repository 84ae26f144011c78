//! Dates in the lines at the head of a document: which of them say when it was published, and which when it was changed.

use crate::byline::byline_name;
use crate::cues::ends_sentence;
use crate::dates::{DayOrder, find_date, is_clock_word, only_date};
use crate::lexicon::HEAD;
use model::Edtf;

/// What a date in a head says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateRole {
    /// Labelled as the date of publication.
    Published,
    /// Labelled as the date of the last change.
    Modified,
    /// Labelled as the day whose state the text describes: "Stand: 3. Mai 2016", "Date of last revision: …".
    Edition,
    /// Without a label, alone or beside an author.
    Bare,
}

impl DateRole {
    /// Whether the document may be older than this day.
    pub(crate) fn is_change(self) -> bool {
        matches!(self, Self::Modified | Self::Edition)
    }
}

/// Longest line of a head that is searched for dates, in bytes.
const LONGEST_LINE: usize = 300;

/// The dates of a line with their roles. `carried` is the label that the line before ended with.
pub(crate) fn dates_of_line(line: &str, carried: Option<DateRole>, order: DayOrder) -> Vec<(DateRole, Edtf)> {
    let mut dates = Vec::new();
    if line.len() > LONGEST_LINE {
        return dates;
    }
    let mut rest = line;
    while let Some(found) = find_date(rest, order) {
        let before = rest.get(..found.span.start).unwrap_or_default();
        let after = rest.get(found.span.end..).unwrap_or_default();
        let is_first = dates.is_empty();
        let role = label_before(before)
            .or_else(|| label_after(after))
            .or_else(|| carried.filter(|_| is_first && is_filler(before)))
            .or_else(|| (is_first && stands_bare(line, before)).then_some(DateRole::Bare));
        if let Some(role) = role {
            dates.push((role, found.time));
        }
        rest = after;
    }
    dates
}

/// The label that a line without a date ends with: "Published on".
pub(crate) fn label_at_end(line: &str) -> Option<DateRole> {
    (line.len() <= 60 && find_date(line, DayOrder::default()).is_none()).then(|| label_before(line)).flatten()
}

/// The label at the end of what stands before a date.
fn label_before(before: &str) -> Option<DateRole> {
    let piece = before
        .rsplit(['|', '·', '•', ';', ',', '(', '[', '/'])
        .find(|piece| !is_filler(piece))
        .unwrap_or_default()
        .to_lowercase();
    let mut words: Vec<&str> =
        piece.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_extra = |word: &str| is_time_word(word) || word.chars().all(|c| c.is_ascii_digit());
    let name_follows = words.iter().position(|word| *word == "by").filter(|at| *at > 0);
    words.truncate(name_follows.unwrap_or(words.len()));
    let written = words.join(" ");
    while words.last().is_some_and(|word| is_extra(word)) {
        words.pop();
    }
    let label = words.join(" ");
    for whole in [&written, &label] {
        if HEAD.date.contains(whole.as_str()) {
            return Some(DateRole::Published);
        }
    }
    // The longest label wins: "last updated" and "date modified" are more than "updated" and "date".
    (0..words.len()).find_map(|from| {
        let end = words.get(from..)?.join(" ");
        let role = |end: &str| {
            if HEAD.modified.contains(end) {
                Some(DateRole::Modified)
            } else if HEAD.edition.contains(end) {
                Some(DateRole::Edition)
            } else {
                HEAD.published.contains(end).then_some(DateRole::Published)
            }
        };
        role(&end).or_else(|| (from == 0).then(|| role(&written)).flatten())
    })
}

/// A label after the date, as in "2019年3月26日 公開".
fn label_after(after: &str) -> Option<DateRole> {
    let word = after
        .split(|c: char| !c.is_alphanumeric())
        .find(|word| word.chars().any(char::is_alphabetic) && !is_time_word(&word.to_lowercase()))?;
    // Only scripts without inflection put it there.
    let is_east_asian = word.chars().all(|c| c >= '\u{1100}');
    if word.is_empty() || !is_east_asian {
        return None;
    }
    if HEAD.modified.contains(word) {
        return Some(DateRole::Modified);
    }
    HEAD.published.contains(word).then_some(DateRole::Published)
}

/// Nothing but marks, numbers and words of the clock.
fn is_filler(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().any(char::is_alphabetic))
        .all(|word| is_time_word(&word.to_lowercase()))
}

/// A word of the clock or the week; "updated", which may stand among them, is a label here.
fn is_time_word(word: &str) -> bool {
    word != "updated" && is_clock_word(word)
}

/// Whether an unlabelled date is the line's subject: alone, beside an author, or set off at the end.
fn stands_bare(line: &str, before: &str) -> bool {
    if only_date(line.trim_start_matches(|c: char| !c.is_alphanumeric()), DayOrder::default()).is_some() {
        return true;
    }
    if ends_sentence(line) && line.split_whitespace().count() > 9 || before.contains([':', '：']) {
        return false;
    }
    let set_off = before.trim_end().ends_with([',', '|', '·', '•', '–', '—', '-', '(']);
    set_off || is_filler(before) || byline_name(line).is_some()
}

/// Whether a line ends in a full date that is set off: "Summary of the hearing, 9 March 2017".
pub(crate) fn ends_in_date(line: &str) -> bool {
    line.split_whitespace().count() <= 14
        && find_date(line, DayOrder::default()).is_some_and(|found| {
            let before = line.get(..found.span.start).unwrap_or_default();
            let after = line.get(found.span.end..).unwrap_or_default();
            found.time.as_str().len() == 10
                && is_filler(after)
                && !before.contains([':', '：'])
                && before.trim_end().ends_with([',', '|', '·', '•', '–', '—'])
        })
}

/// The day of a dateline, the place and date before the first words of a report: "NEW YORK, October 29, 2015
/// (Agency) – " or "GENEVA (29 October 2015) – ".
pub(crate) fn dateline(text: &str) -> Option<Edtf> {
    /// Furthest place of the date, in bytes.
    const REACH: usize = 90;
    const DASHES: [char; 6] = ['–', '—', '-', '―', '－', ':'];
    let found = find_date(text, DayOrder::default())
        .filter(|found| found.span.start <= REACH && found.time.as_str().len() == 10)?;
    let before = text.get(..found.span.start)?.trim_end();
    let after = text.get(found.span.end..)?.trim_start();
    if let Some(place) = before.strip_suffix(['(', '（']) {
        let rest = after.strip_prefix([')', '）'])?.trim_start();
        return (is_place(place.trim_end()) && rest.starts_with(DASHES)).then_some(found.time);
    }
    let place = before.trim_end_matches([',', '，', '.', ' ', '-', '–', '—']);
    if place.len() == before.len() && !place.ends_with(')') || !is_place(place) {
        return None;
    }
    let after = ["года", "г."].iter().find_map(|year| after.strip_prefix(year)).unwrap_or(after);
    let after = after.trim_start_matches(|c: char| c.is_whitespace() || c == '.' || c == ',');
    if after.is_empty() {
        return Some(found.time);
    }
    for (open, close) in [('(', ')'), ('/', '/'), ('（', '）'), ('[', ']')] {
        if let Some((agency, rest)) = after.strip_prefix(open).and_then(|inside| inside.split_once(close)) {
            let rest = rest.trim_start();
            let follows = rest.is_empty() || rest.starts_with(DASHES) || rest.starts_with('.');
            let is_short = agency.split_whitespace().count() <= 5 && agency.chars().count() <= 40;
            return (follows && is_short).then_some(found.time);
        }
    }
    after.starts_with(DASHES).then_some(found.time)
}

/// A few capitalised words, or words of a script without capitals.
fn is_place(text: &str) -> bool {
    const NOT_FIRST: &[&str] = &[
        "in", "on", "at", "by", "since", "until", "from", "am", "im", "seit", "en", "le", "el", "em", "в",
        "с", "до",
    ];
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '(' | ')'))
        .filter(|word| !word.is_empty())
        .collect();
    let is_name = |word: &str| {
        word.chars().next().is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()))
    };
    let joins = |word: &str| {
        matches!(
            word,
            "de" | "del" | "of" | "am" | "an" | "der" | "la" | "and" | "und" | "et" | "y" | "do" | "da"
        )
    };
    (1..=7).contains(&words.len())
        && !text.contains([':', ';', '?', '!'])
        && words
            .first()
            .is_some_and(|first| is_name(first) && !NOT_FIRST.contains(&first.to_lowercase().as_str()))
        && words.iter().all(|word| is_name(word) || joins(word))
        && words.iter().all(|word| !is_clock_word(&word.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(line: &str) -> Vec<(DateRole, String)> {
        dates_of_line(line, None, DayOrder::default())
            .into_iter()
            .map(|(role, time)| (role, time.to_string()))
            .collect()
    }

    #[test]
    fn labels_tell_publication_from_change() {
        use DateRole::{Bare, Edition, Modified, Published};
        let cases: &[(&str, &[(DateRole, &str)])] = &[
            ("Published on 12 September 2016", &[(Published, "2016-09-12")]),
            ("Date: 4 October 2018", &[(Published, "2018-10-04")]),
            ("Issued: 11 November 2019", &[(Published, "2019-11-11")]),
            ("Updated 8 August 2023", &[(Modified, "2023-08-08")]),
            ("Page last updated: 8 August 2023", &[(Modified, "2023-08-08")]),
            (
                "Published 3 May 2016 | Last updated 4 June 2016",
                &[(Published, "2016-05-03"), (Modified, "2016-06-04")],
            ),
            ("Posted by Some Body on 3 May 2016", &[(Published, "2016-05-03")]),
            ("By Some Body, updated 10:20 AM ET, Tue May 3, 2016", &[(Modified, "2016-05-03")]),
            ("By Some Body | May 3, 2016", &[(Bare, "2016-05-03")]),
            ("Tuesday, 3 May 2016", &[(Bare, "2016-05-03")]),
            ("Veröffentlicht am 3. Mai 2016", &[(Published, "2016-05-03")]),
            ("Stand: 3. Mai 2016", &[(Edition, "2016-05-03")]),
            (
                "Publié le 3 mai 2016, mis à jour le 4 mai 2016",
                &[(Published, "2016-05-03"), (Modified, "2016-05-04")],
            ),
            ("Fecha de publicación: 3 de mayo de 2016", &[(Published, "2016-05-03")]),
            ("Опубликовано 3 мая 2016 г.", &[(Published, "2016-05-03")]),
            (
                "입력 2019년 3월 26일 | 수정 2019년 3월 27일",
                &[(Published, "2019-03-26"), (Modified, "2019-03-27")],
            ),
            ("发布时间：2019年3月26日", &[(Published, "2019-03-26")]),
            ("2019/03/26 10:20 송고", &[(Published, "2019-03-26")]),
            ("2019年3月26日 公開", &[(Published, "2019-03-26")]),
            ("Deadline for comments: 3 May 2016", &[]),
            ("Date of the first visit: 3 May 2016", &[]),
            ("What must have happened by 22 December 2019", &[]),
        ];
        for (line, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|(role, time)| (*role, (*time).to_owned())).collect();
            assert_eq!(roles(line), expected, "{line}");
        }
        assert_eq!(label_at_end("• Published on"), Some(Published));
        assert_eq!(label_at_end("Last updated:"), Some(Modified));
        assert_eq!(label_at_end("Nothing of the kind"), None);
    }

    #[test]
    fn datelines_open_a_report() {
        let found = |text| dateline(text).map(|time| time.to_string());
        for text in [
            "NEW YORK, October 29, 2015 (Paperwire)",
            "GENEVA, 29 October 2015 – Three experts asked the government for an answer.",
            "GENEVA (29 October 2015) – Three experts asked the government for an answer.",
            "Berlin, 29. Oktober 2015 (Papierdienst) - Die Firma weist alles zurück.",
            "МОСКВА, 29 октября 2015 г. /ПИСЬМО/. Министерство ответило.",
            "서울, 2015년 10월 29일 (가상통신) -- 정부는 이를 부인했다.",
        ] {
            assert_eq!(found(text).as_deref(), Some("2015-10-29"), "{text}");
        }
        for text in [
            "On 29 October 2015 – a Thursday – the ministry answered.",
            "In Warsaw, 29 October 2015 – the national day – nobody worked.",
            "The ministry said on October 29, 2015 – for the first time – that it had no figures.",
            "October 29, 2015 – a Thursday",
            "Warsaw, 29 October 2015 was a cold day.",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
