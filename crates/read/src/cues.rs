//! What the wording of one line gives away about its role, whatever page it stands on.
//!
//! The phrases are in `lexicons/lines.txt`; here is what counts as a line of each kind.

use crate::byline::is_byline;
use crate::lexicon::LINES;

/// The role that a line's own words show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cue {
    /// A button, a menu entry, a notice about the page's workings.
    Button,
    /// A paragraph about cookies, comment rules, newsletters, donations.
    Notice,
    /// A heading over comments: "12 comments".
    CommentHead,
    /// A heading over pointers to other articles on the subject.
    RelatedHead,
    /// A heading over other articles: "This week", "Most read".
    TeaserHead,
    /// "Related: …" or "READ MORE: …" on one line.
    RelatedLine,
    /// "Read more" standing alone.
    ReadMore,
    /// "TAGS: …", "Filed under …".
    Tags,
    /// The text of a picture or a table.
    Caption,
    /// Who took the picture or owns the text.
    Credit,
    /// Author, date or category of the document.
    Meta,
}

/// What the words of `line` show, if anything. The line is trimmed; long prose seldom shows anything.
pub(crate) fn cue_of(line: &str) -> Option<Cue> {
    let length = line.chars().count();
    if length == 0 || length > 1200 {
        return None;
    }
    let lower = line.to_lowercase();
    let core = lower.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '☞' | '*'));
    if length <= 60
        && let Some(cue) = short_cue(core, &lower)
    {
        return Some(cue);
    }
    // Lists begin with a bullet; what it marks counts.
    let start = lower.trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '•' | '·' | '-' | '–' | '|' | '*' | '▶' | '►' | '■' | '▲' | '(' | '[')
    });
    if length <= 300 && LINES.credit.begin(start) && !reads_like_prose(line) {
        return Some(Cue::Credit);
    }
    if is_rights_notice(&lower, length) {
        return Some(Cue::Credit);
    }
    if ends_in_picture_credit(line) {
        let bare = line.split_whitespace().count() <= 8;
        return Some(if bare { Cue::Credit } else { Cue::Caption });
    }
    let names_related =
        start.starts_with("related ") && lower.find(": ").is_some_and(|at| at < 40) && !ends_sentence(line);
    if length <= 250 && (names_related || LINES.related.begin(start)) {
        return Some(Cue::RelatedLine);
    }
    if length <= 300 && LINES.tags.begin(start) && !ends_sentence(line) {
        return Some(Cue::Tags);
    }
    if length <= 160 && LINES.meta.begin(start) && !reads_like_prose(line) {
        return Some(Cue::Meta);
    }
    if length <= 160 && is_byline(line) {
        return Some(Cue::Meta);
    }
    if length <= 300 && is_numbered_caption(line) {
        return Some(Cue::Caption);
    }
    is_notice(&lower, length).then_some(Cue::Notice)
}

fn short_cue(core: &str, lower: &str) -> Option<Cue> {
    if LINES.buttons.contains(core) {
        return Some(Cue::Button);
    }
    if LINES.read_more.contains(core) || LINES.read_more.contains(lower) {
        return Some(Cue::ReadMore);
    }
    if LINES.related_heads.contains(core) {
        return Some(Cue::RelatedHead);
    }
    if LINES.teaser_heads.contains(core)
        || ["more from ", "more in ", "latest from ", "latest on "]
            .iter()
            .any(|start| core.starts_with(start))
    {
        return Some(Cue::TeaserHead);
    }
    let without_count =
        core.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | ' ' | ',' | '[' | ']'));
    let counted = without_count.len() < core.len();
    if LINES.comment_heads.contains(without_count)
        || (counted
            && matches!(
                without_count,
                "comment" | "reply" | "replies" | "response" | "responses" | "thoughts on"
            ))
    {
        return Some(Cue::CommentHead);
    }
    if let Some(cue) = head_by_shape(core) {
        return Some(cue);
    }
    if core.starts_with("loading") || core.ends_with(" min read") || core.ends_with(" minute read") {
        return Some(if core.starts_with("loading") { Cue::Button } else { Cue::Meta });
    }
    (counted && matches!(without_count, "shares" | "views" | "likes" | "share" | "retweets"))
        .then_some(Cue::Button)
}

/// Headings in the site's own words: "Top rated comments", "More great stories".
fn head_by_shape(core: &str) -> Option<Cue> {
    let words: Vec<&str> = core.split_whitespace().collect();
    let (first, last) = (words.first()?, words.last()?);
    let listed =
        matches!(*last, "stories" | "articles" | "news" | "posts" | "headlines" | "coverage" | "reads");
    match *first {
        _ if *last == "comments"
            && matches!(*first, "top" | "latest" | "recent" | "all" | "reader" | "best")
            && words.len() <= 4 =>
        {
            Some(Cue::CommentHead)
        }
        "more" | "latest" | "recent" | "top" | "popular" | "other"
            if listed && (2..=6).contains(&words.len()) =>
        {
            Some(Cue::TeaserHead)
        }
        "related" if listed && words.len() <= 5 => Some(Cue::RelatedHead),
        _ => None,
    }
}

/// The last characters of a line.
fn end_of(line: &str, characters: usize) -> &str {
    let start = line.char_indices().rev().take(characters).last().map_or(0, |(at, _)| at);
    line.get(start..).unwrap_or_default()
}

/// Whether the line ends as a sentence does.
pub(crate) fn ends_sentence(line: &str) -> bool {
    let end = line.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '”' | '’' | '»' | ')' | '\'' | ']' | '」')
    });
    end.ends_with(['.', '!', '?', '。', '！', '？', '؟', '۔', '।', '…']) && !is_cut_off(end)
}

/// Whether the line was cut off by a publishing system: "some of…", "severe economic dis...Read More".
pub(crate) fn is_cut_off(line: &str) -> bool {
    let end = line.trim_end();
    // A plain full stop, as most prose ends, needs no closer look.
    if end.ends_with(['.', '"', '”']) && !end.ends_with("...") && !end.ends_with("more.") {
        return false;
    }
    let lower_end = end_of(end, 20).to_lowercase();
    ["read more", "continue reading", "[…]", "[...]", "&hellip;", "[&hellip;]", "(more…)", "more »"]
        .iter()
        .any(|mark| lower_end.ends_with(mark))
        || end.ends_with("...")
}

/// A full sentence of some length, whatever its first words.
fn reads_like_prose(line: &str) -> bool {
    ends_sentence(line) && line.split_whitespace().count() > 14
}

fn is_rights_notice(lower: &str, length: usize) -> bool {
    let others =
        || ["무단전재", "版权所有", "все права защищены"].iter().any(|notice| lower.contains(notice));
    length <= 400 && (lower.contains("all rights reserved") || !lower.is_ascii() && others())
}

/// "Figure 3. …", "Table 2: …", "Map 1 – …" as a line of its own.
fn is_numbered_caption(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let kind = words.next().unwrap_or_default().to_lowercase();
    let number = words.next().unwrap_or_default();
    let numbered = number.trim_end_matches([':', '.', '—', '–', ')']);
    let is_kind = matches!(
        kind.as_str(),
        "figure"
            | "fig."
            | "table"
            | "map"
            | "chart"
            | "graph"
            | "photo"
            | "image"
            | "exhibit"
            | "abbildung"
            | "tabelle"
            | "рис."
            | "таблица"
            | "рисунок"
            | "그림"
            | "표"
            | "图"
            | "表"
    );
    let is_number = !numbered.is_empty()
        && numbered.len() <= 5
        && numbered.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | 'a' | 'b' | 'c'));
    // "Figure 3 shows that …" is prose about a figure.
    is_kind
        && is_number
        && (number != numbered
            || words
                .next()
                .is_some_and(|word| word.starts_with(|c: char| c.is_uppercase() || c == '–' || c == '-')))
}

/// Whether the line ends in who took a picture: "… 2014. Jane Roe / Reuters", "… (AP Photo/Jane Roe)", "Jane Roe/Getty Images".
pub(crate) fn ends_in_picture_credit(line: &str) -> bool {
    let line = line.trim_end();
    if line.chars().count() > 700 {
        return false;
    }
    let last = end_of(line, 90);
    let tail = last.trim_end_matches(['.', ' ']);
    if let Some(open) = tail.rfind(['(', '['])
        && tail.ends_with([')', ']'])
    {
        let inside = tail.get(open + 1..tail.len() - 1).unwrap_or_default().to_lowercase();
        let first = inside.split([':', '/', '|', ',']).next().unwrap_or_default().trim();
        let last_part = inside.rsplit(['/', '|', ',']).next().unwrap_or_default().trim();
        let photo = ["photo", "image", "picture", "foto", "фото", "credit", "사진", "©"]
            .iter()
            .any(|mark| inside.starts_with(mark));
        return photo
            || (inside.contains('/')
                && (LINES.agencies.contains(first) || LINES.agencies.contains(last_part)));
    }
    let lower = tail.to_lowercase();
    let may_name = lower.contains([':', '©']) || lower.contains("photo by ");
    if may_name
        && [
            "photo: ",
            "photograph: ",
            "image: ",
            "credit: ",
            "picture: ",
            "photo by ",
            "photo credit: ",
            "©",
            "image credit: ",
            "фото: ",
        ]
        .iter()
        .any(|mark| {
            lower
                .rfind(mark)
                .is_some_and(|at| at > 0 && lower.len() - at < 60 && preceded_by_stop(&lower, at))
        })
    {
        return true;
    }
    if line.ends_with(['.', '!', '?', '”', '"']) && !lower.ends_with("commons") {
        return false;
    }
    let Some(at) = lower.rfind(['/', '|', '—', '–']) else { return false };
    let agency =
        lower.get(at..).unwrap_or_default().trim_start_matches(|c: char| !c.is_alphanumeric()).trim();
    let agency = agency.split(" via ").next().unwrap_or(agency);
    LINES.agencies.contains(agency)
}

fn preceded_by_stop(lower: &str, at: usize) -> bool {
    lower.get(..at).is_some_and(|before| {
        before.trim_end().ends_with(['.', '!', '?', '|', ')', ']', '"', '”', '-', '–', '/'])
    })
}

fn is_notice(lower: &str, length: usize) -> bool {
    if length > 900 {
        return false;
    }
    let score = LINES.notice_score(lower);
    let needed = match length {
        0..=120 => 3,
        121..=300 => 4,
        301..=600 => 5,
        _ => 7,
    };
    if score < needed {
        return false;
    }
    // What speaks to the reader about the page says "you" or "we"; a report about donations does not.
    let addresses = [
        " you ",
        "your ",
        " we ",
        "we ",
        "our ",
        " us ",
        "this site",
        "this website",
        "click here",
        "must be ",
    ]
    .iter()
    .any(|word| lower.contains(word));
    addresses || score >= needed + 3
}

/// "6 years ago", "2 hrs", "3 days ago", "vor 2 Tagen", "2시간 전", "5 часов назад".
pub(crate) fn is_relative_time(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    // "2 days ago at 07:52 am"
    let lower = lower
        .split_once("ago at ")
        .map_or(lower.as_str(), |(before, _)| lower.get(..before.len() + 3).unwrap_or(before));
    if lower.chars().count() > 40 {
        return false;
    }
    const UNITS: &[&str] = &[
        "second",
        "minute",
        "min",
        "hour",
        "hr",
        "day",
        "week",
        "month",
        "year",
        "yr",
        "час",
        "дн",
        "ден",
        "день",
        "недел",
        "месяц",
        "год",
        "лет",
        "минут",
        "tag",
        "stunde",
        "woche",
        "monat",
        "jahr",
        "heure",
        "jour",
        "semaine",
        "mois",
        "an ",
        "ans",
        "hora",
        "día",
        "semana",
        "mes",
        "año",
    ];
    let counted = lower.starts_with(|c: char| c.is_ascii_digit())
        || ["a ", "an ", "one ", "about ", "vor ", "il y a ", "hace "]
            .iter()
            .any(|start| lower.starts_with(start));
    let ago = ["ago", "назад", "тому"].iter().any(|end| lower.ends_with(end))
        || ["vor ", "il y a ", "hace "].iter().any(|start| lower.starts_with(start));
    (counted && ago && UNITS.iter().any(|unit| lower.contains(unit)))
        || (lower.ends_with('전') || lower.ends_with('前')) && lower.chars().any(|c| c.is_ascii_digit())
        || matches!(lower, "just now" | "yesterday" | "gestern" | "hier" | "ayer" | "вчера")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_show_their_role() {
        let cases = [
            ("Share this article", Some(Cue::Button)),
            ("Loading, please wait...", Some(Cue::Button)),
            ("We use cookies to improve your browsing experience.", Some(Cue::Notice)),
            ("12 Comments", Some(Cue::CommentHead)),
            ("See also", Some(Cue::RelatedHead)),
            ("Trending now", Some(Cue::TeaserHead)),
            ("READ MORE: Port workers strike for a third week", Some(Cue::RelatedLine)),
            ("Read more", Some(Cue::ReadMore)),
            ("TAGS: Asia, Labour", Some(Cue::Tags)),
            ("Photo courtesy of the port authority.", Some(Cue::Credit)),
            ("Workers leave a plant at dusk, May 3, 2011. A. Person / Reuters", Some(Cue::Caption)),
            ("Workers leave a plant at dusk. (AP Photo/A. Person)", Some(Cue::Caption)),
            ("Figure 2: Wages by year", Some(Cue::Caption)),
            ("© 2019 A Newspaper. All rights reserved.", Some(Cue::Credit)),
            ("By Some Body", Some(Cue::Meta)),
            ("Published on 3 May 2011", Some(Cue::Meta)),
            ("관련기사", Some(Cue::RelatedHead)),
            ("Читать далее", Some(Cue::ReadMore)),
        ];
        for (line, cue) in cases {
            assert_eq!(cue_of(line), cue, "{line}");
        }
    }

    #[test]
    fn prose_shows_nothing() {
        for line in [
            "By the end of the year the number of workers had fallen by half.",
            "Figure 3 shows that wages fell in the second half of the year.",
            "Related parties own most of the firms that hire the workers.",
            "The company told investors that cookies and biscuits made up half of its revenue in the region.",
            "Published accounts differ on how many were sent, and nobody has been able to check the figures on the ground.",
            "The ministry told AP/Reuters reporters that it had no comment.",
            "Workers said that they could not subscribe to a union.",
        ] {
            assert_eq!(cue_of(line), None, "{line}");
        }
    }

    #[test]
    fn relative_times_are_told_from_prose() {
        for line in ["6 years ago", "2 hrs ago", "an hour ago", "5 часов назад", "3시간 전"] {
            assert!(is_relative_time(line), "{line}");
        }
        assert!(!is_relative_time("long ago"));
        assert!(!is_relative_time("They left 6 years ago and never came back to it."));
    }
}
