//! Whose words stand in the body of a mail: the sender's own, their signature, or an earlier mail's.
//!
//! There is no standard for quoting. The signs used here: `>` before each line (RFC 3676); the line before them that says
//! who wrote when; `-- ` before a signature (RFC 3676); and the block of From, Sent, To, Subject that mail programs of many
//! languages put over the mail that is answered or forwarded. What is forwarded is what the mail is about, so it counts as
//! its own content; what is only quoted beneath an answer does not, because it is another mail's.

use super::sheet::Sheet;
use model::{Span, Zone};

/// The text of a body.
pub(super) struct Body {
    pub(super) text: String,
    /// Stretches that the mail does not show.
    pub(super) hidden: Vec<Span>,
    pub(super) is_html: bool,
}

/// Beginnings of subjects of answers, as mail programs write them.
const REPLY: &[&str] =
    &["re", "aw", "sv", "antw", "odp", "ynt", "rif", "res", "回复", "回覆", "답장", "ответ", "отв"];

/// Beginnings of subjects of forwarded mails.
const FORWARD: &[&str] = &["fw", "fwd", "wg", "tr", "rv", "enc", "pd", "转发", "轉寄", "전달", "пересл"];

/// Words of lines over a forwarded mail.
const FORWARDED: &[&str] = &[
    "forwarded message",
    "forwarded by",
    "weitergeleitete nachricht",
    "message transféré",
    "mensaje reenviado",
    "пересылаемое сообщение",
    "пересланное сообщение",
    "전달된 메시지",
    "转发的邮件",
    "轉寄的郵件",
];

/// Names of the headers that are repeated over an earlier mail: sender, time, recipient, subject.
const HEADERS: &[&str] = &[
    "from",
    "sent",
    "date",
    "to",
    "cc",
    "subject", // English
    "von",
    "gesendet",
    "datum",
    "an",
    "betreff", // German
    "de",
    "envoyé",
    "à",
    "objet", // French
    "enviado",
    "para",
    "asunto",
    "fecha", // Spanish
    "от",
    "отправлено",
    "дата",
    "кому",
    "копия",
    "тема", // Russian
    "від",
    "надіслано", // Ukrainian
    "보낸 사람",
    "보낸사람",
    "보낸 날짜",
    "날짜",
    "받는 사람",
    "받는사람",
    "참조",
    "제목", // Korean
    "发件人",
    "发送时间",
    "日期",
    "收件人",
    "抄送",
    "主题", // Chinese
    "da",
    "inviato",
    "a",
    "oggetto",
    "van",
    "verzonden",
    "aan",
    "onderwerp",
    "od",
    "wysłano",
    "do",
    "temat",
];

fn begins_with(subject: &str, words: &[&str]) -> bool {
    let Some((word, _)) = subject.split_once([':', '：']) else { return false };
    let word = word
        .trim()
        .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | '(' | ')'))
        .to_lowercase();
    words.contains(&word.as_str())
}

pub(super) fn is_reply_subject(subject: &str) -> bool {
    begins_with(subject, REPLY)
}

pub(super) fn is_forward_subject(subject: &str) -> bool {
    begins_with(subject, FORWARD)
}

/// Puts the body on the sheet.
pub(super) fn lay_out(body: &Body, is_reply: bool, is_forward: bool, sheet: &mut Sheet) {
    let lines: Vec<&str> = body.text.lines().collect();
    let zones = zones_of(&lines, body.is_html, is_reply, is_forward);
    let mut hidden = body.hidden.iter().peekable();
    for (line, zone) in lines.iter().zip(zones) {
        let start = line.as_ptr() as usize - body.text.as_ptr() as usize;
        while hidden.peek().is_some_and(|span| span.end <= start) {
            hidden.next();
        }
        let is_hidden = hidden.peek().is_some_and(|span| span.start <= start && !line.is_empty());
        sheet.push_line(line, zone, is_hidden);
    }
}

fn zones_of(lines: &[&str], is_html: bool, is_reply: bool, is_forward: bool) -> Vec<Zone> {
    let mut zones = vec![Zone::Main; lines.len()];
    // What comes after the head of an earlier mail is that mail, to the end.
    let mut after = Zone::Main;
    let mut in_signature = false;
    let mut says_forwarded = false;
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        let trimmed = line.trim();
        let head = head_of_earlier_mail(lines, index);
        if head > 0 {
            let forwarded = says_forwarded || (is_forward && !is_reply);
            after = if forwarded { Zone::Main } else { Zone::Related };
            set(&mut zones, index, index + head, Zone::Meta);
            (in_signature, says_forwarded) = (false, false);
            index += head;
            continue;
        }
        let zone = if is_separator(trimmed) {
            let lower = trimmed.to_lowercase();
            says_forwarded = FORWARDED.iter().any(|words| lower.contains(words));
            Zone::Meta
        } else if trimmed.starts_with('>') {
            in_signature = false;
            Zone::Related
        } else if attribution_at(lines, index, is_html && is_reply) > 0 {
            let length = attribution_at(lines, index, is_html && is_reply);
            set(&mut zones, index, index + length, Zone::Related);
            // Without marks before its lines there is no telling where the earlier mail ends.
            if !lines.get(index + length..).is_some_and(|rest| first_words(rest).starts_with('>')) {
                after = Zone::Related;
            }
            index += length;
            continue;
        } else if matches!(line.trim_end_matches('\r'), "-- " | "--") {
            in_signature = true;
            Zone::Meta
        } else if in_signature {
            Zone::Meta
        } else {
            after
        };
        set(&mut zones, index, index + 1, zone);
        index += 1;
    }
    // Empty lines go with what stands before them.
    for index in 1..lines.len() {
        if lines.get(index).is_some_and(|line| line.trim().is_empty())
            && let Some(before) = zones.get(index - 1).copied()
        {
            set(&mut zones, index, index + 1, before);
        }
    }
    zones
}

fn set(zones: &mut [Zone], start: usize, end: usize, zone: Zone) {
    for place in zones.get_mut(start..end).unwrap_or_default() {
        *place = zone;
    }
}

fn first_words<'l>(lines: &[&'l str]) -> &'l str {
    lines.iter().map(|line| line.trim()).find(|line| !line.is_empty()).unwrap_or_default()
}

/// `-----Original Message-----` and the like: a line of dashes, with or without words.
fn is_separator(line: &str) -> bool {
    let is_dash = |c: &char| matches!(c, '-' | '_' | '—' | '–');
    let dashes = line.chars().take_while(|c| is_dash(c)).count();
    let ends = line.chars().rev().take_while(|c| is_dash(c)).count();
    dashes >= 4
        && (ends >= 4 || line.chars().all(|c| is_dash(&c) || c.is_whitespace()))
        && line.chars().count() < 100
}

/// Number of lines of the head of an earlier mail that begins here; 0 where none does.
fn head_of_earlier_mail(lines: &[&str], index: usize) -> usize {
    const LONGEST: usize = 12;
    let is_header = |line: &str| {
        let line = line.trim().trim_start_matches('*');
        let Some((name, value)) = line.split_once([':', '：']) else { return false };
        let name = name.trim().trim_end_matches('*').to_lowercase();
        HEADERS.contains(&name.as_str()) && !value.trim().is_empty()
    };
    let Some(block) = lines.get(index..) else { return 0 };
    if !block.first().is_some_and(|line| is_header(line)) {
        return 0;
    }
    let (mut headers, mut length) = (0, 0);
    let mut has_address_or_time = false;
    for (at, line) in block.iter().take(LONGEST).enumerate() {
        if is_header(line) {
            headers += 1;
            length = at + 1;
            has_address_or_time |= line.contains('@') || has_time_or_year(line);
        } else if !line.trim().is_empty() && at > length {
            // One line may go on where the one before was too long; two are the text.
            break;
        }
    }
    if headers >= 3 && has_address_or_time { length } else { 0 }
}

/// `12:30`, or a year.
fn has_time_or_year(line: &str) -> bool {
    let digits = |word: &str| word.chars().filter(char::is_ascii_digit).count();
    line.split(|c: char| !c.is_ascii_digit() && c != ':').any(|word| {
        (word.contains(':') && digits(word) >= 3)
            || (digits(word) == 4 && (word.starts_with("19") || word.starts_with("20")))
    })
}

/// Number of lines that say who wrote what follows and when: they end in a colon, have a time or an address, and stand
/// before quoted lines (or, where `alone`, before anything).
fn attribution_at(lines: &[&str], index: usize, alone: bool) -> usize {
    const LONGEST: usize = 3;
    let Some(block) = lines.get(index..) else { return 0 };
    if block.first().is_none_or(|line| line.trim().is_empty()) {
        return 0;
    }
    for length in 1..=LONGEST.min(block.len()) {
        let Some(last) = block.get(length - 1).map(|line| line.trim()) else { return 0 };
        if last.is_empty() {
            return 0;
        }
        if !last.ends_with([':', '：']) {
            continue;
        }
        let said = block.get(..length).unwrap_or_default().join(" ");
        let is_short = said.chars().count() < 300;
        let names_somebody =
            (has_time_or_year(&said) || said.contains('@')) && said.chars().any(|c| c.is_ascii_digit());
        let before_quote = block.get(length..).is_some_and(|rest| first_words(rest).starts_with('>'));
        let tells = said.contains('@') && has_time_or_year(&said);
        return if is_short && ((before_quote && (names_somebody || said.contains('@'))) || (alone && tells)) {
            length
        } else {
            0
        };
    }
    0
}
