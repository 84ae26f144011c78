//! Mailboxes in one file: mails behind lines that begin with `From ` (RFC 4155 and its common variants).

use super::{Member, Visit};
use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;

/// Whether the bytes begin with a line that separates mails, and a header after it.
pub(super) fn is_mbox(head: &[u8]) -> bool {
    let start = head.trim_ascii_start();
    let mut lines = start.split(|byte| *byte == b'\n');
    let separates = lines.next().is_some_and(is_separator);
    separates
        && lines.next().is_some_and(|line| crate::mail::is_header_line(line) || line.starts_with(b">From "))
}

/// `From ADDRESS WEEKDAY MONTH DAY TIME YEAR`: the time of day and the year tell it from prose.
fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let words: Vec<&[u8]> =
        rest.trim_ascii().split(|byte| *byte == b' ').filter(|word| !word.is_empty()).collect();
    let is_time = |word: &&&[u8]| {
        word.len() >= 4
            && word.contains(&b':')
            && word.iter().all(|byte| byte.is_ascii_digit() || *byte == b':')
    };
    let is_year = |word: &&&[u8]| word.len() == 4 && word.iter().all(u8::is_ascii_digit);
    (3..=10).contains(&words.len())
        && words.iter().any(|word| is_time(&word))
        && words.iter().any(|word| is_year(&word))
}

pub(super) fn visit(stream: impl Read, visit: &mut Visit<'_, '_>) {
    let limit = visit.budget.limits().member_bytes;
    let mut input = BufReader::with_capacity(64 << 10, stream);
    let mut mail: Option<Mail> = None;
    let mut count = 0_usize;
    let mut after_blank = true;
    let mut at_line_start = true;
    let mut piece = Vec::new();
    loop {
        piece.clear();
        // A line of any length comes in pieces of at most this many bytes.
        match input.by_ref().take(64 << 10).read_until(b'\n', &mut piece) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) => {
                visit.miss(super::plain(&error));
                break;
            }
        }
        let starts_line = at_line_start;
        at_line_start = piece.ends_with(b"\n");
        if starts_line && after_blank && is_separator(&piece) {
            if let Some(mail) = mail.take()
                && visit.hand_over(mail.member(count)) == ControlFlow::Break(())
            {
                return;
            }
            count += 1;
            mail = Some(Mail { bytes: Vec::new(), size: 0, limit });
            continue;
        }
        after_blank = starts_line && matches!(piece.as_slice(), b"\n" | b"\r\n");
        let line = if starts_line { unquoted(&piece) } else { &piece };
        if let Some(mail) = &mut mail {
            mail.push(line);
        }
    }
    if let Some(mail) = mail {
        let _ = visit.hand_over(mail.member(count));
    }
}

/// A line of a mail that began with `From ` got a `>` before it.
fn unquoted(line: &[u8]) -> &[u8] {
    let quotes = line.iter().take_while(|byte| **byte == b'>').count();
    let is_quoted = quotes > 0 && line.get(quotes..).is_some_and(|rest| rest.starts_with(b"From "));
    if is_quoted { line.get(1..).unwrap_or_default() } else { line }
}

/// A mail as it grows.
struct Mail {
    bytes: Vec<u8>,
    size: u64,
    limit: u64,
}

impl Mail {
    fn push(&mut self, line: &[u8]) {
        self.size += line.len() as u64;
        if self.size <= self.limit {
            self.bytes.extend_from_slice(line);
        }
    }

    fn member(mut self, number: usize) -> Member {
        // The blank line before the next mail belongs to the mailbox.
        for end in [&b"\n\r\n"[..], b"\n\n"] {
            if self.bytes.ends_with(end) {
                self.bytes.truncate(self.bytes.len() - end.len() + 1);
                break;
            }
        }
        let content = if self.size > self.limit {
            Err(format!(
                "larger than {} MiB, the limit for one mail: save it from the mail program and add it by itself",
                self.limit >> 20
            ))
        } else {
            Ok(self.bytes)
        };
        let mut member = Member::new(format!("mail-{number:05}.eml"), content);
        member.media_type = Some("message/rfc822".to_owned());
        member
    }
}
