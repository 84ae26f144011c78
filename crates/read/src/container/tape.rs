//! TAR archives: the old form, ustar, GNU and pax, read as they come.
//!
//! A reader of our own, because names and attributes stand in entries of their own here, whose size an archive may state
//! at will; POSIX.1-2017 (pax) and the manual of GNU tar describe the form.

use super::{Member, Visit, name_of};
use std::io::{self, Read};
use std::ops::ControlFlow;

const BLOCK: usize = 512;

/// Bytes of an entry that holds names and attributes of the next.
const MAX_ATTRIBUTES: u64 = 1 << 20;

/// Whether the bytes begin with the header of an entry: its sum fits.
pub(super) fn is_tar(head: &[u8]) -> bool {
    head.first_chunk::<BLOCK>().is_some_and(|block| block.iter().any(|byte| *byte != 0) && sum_fits(block))
}

fn sum_fits(block: &[u8; BLOCK]) -> bool {
    let stated = block.get(148..156).and_then(number);
    // The field of the sum itself counts as spaces.
    let sum: u64 = block
        .iter()
        .enumerate()
        .map(|(at, byte)| if (148..156).contains(&at) { u64::from(b' ') } else { u64::from(*byte) })
        .sum();
    stated == Some(sum)
}

/// A number in octal digits, or in binary with the highest bit set.
fn number(field: &[u8]) -> Option<u64> {
    if field.first().is_some_and(|byte| byte & 0x80 != 0) {
        let (first, rest) = field.split_first()?;
        return rest.iter().try_fold(u64::from(first & 0x7f), |value, byte| {
            Some(value.checked_mul(256)? | u64::from(*byte))
        });
    }
    let digits: &[u8] = field.trim_ascii().split(|byte| *byte == 0).next().unwrap_or_default().trim_ascii();
    if digits.is_empty() || digits.len() > 21 {
        return None;
    }
    digits.iter().try_fold(0_u64, |value, digit| match digit {
        b'0'..=b'7' => value.checked_mul(8)?.checked_add(u64::from(digit - b'0')),
        _ => None,
    })
}

fn text_of(field: Option<&[u8]>) -> &[u8] {
    field.unwrap_or_default().split(|byte| *byte == 0).next().unwrap_or_default()
}

/// What entries before an entry say of it.
#[derive(Debug, Default)]
struct Attributes {
    name: Option<Vec<u8>>,
    size: Option<u64>,
    modified: Option<i64>,
    is_sparse: bool,
}

impl Attributes {
    /// Takes in pax records: `LENGTH KEY=VALUE\n`.
    fn take_pax(&mut self, mut records: &[u8]) {
        while let Some(space) = records.iter().position(|byte| *byte == b' ') {
            let length =
                records.get(..space).and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
            let Some((record, rest)) = length.and_then(|length: usize| records.split_at_checked(length))
            else {
                return;
            };
            records = rest;
            let record = record.get(space + 1..).unwrap_or_default();
            let record = record.strip_suffix(b"\n").unwrap_or(record);
            let Some(equals) = record.iter().position(|byte| *byte == b'=') else { continue };
            let (key, value) = (record.get(..equals), record.get(equals + 1..).unwrap_or_default());
            let text = std::str::from_utf8(value).unwrap_or_default();
            match key.unwrap_or_default() {
                b"path" | b"GNU.sparse.name" => self.name = Some(value.to_vec()),
                b"size" => self.size = text.parse().ok(),
                b"mtime" => self.modified = text.split('.').next().and_then(|seconds| seconds.parse().ok()),
                key if key.starts_with(b"GNU.sparse.") => self.is_sparse = true,
                _ => {}
            }
        }
    }
}

/// What was left out.
#[derive(Default)]
struct LeftOut {
    links: usize,
    devices: usize,
    hidden: usize,
}

pub(super) fn visit(mut stream: impl Read, visit: &mut Visit<'_, '_>) {
    let mut left_out = LeftOut::default();
    if let Err(reason) = entries(&mut stream, visit, &mut left_out) {
        visit.miss(reason);
    }
    visit.note_count(left_out.links, "link, which is not followed", "links, which are not followed");
    visit.note_count(left_out.devices, "device, which holds nothing", "devices, which hold nothing");
    visit.note_count(left_out.hidden, "hidden file left out", "hidden files left out");
}

fn entries(stream: &mut impl Read, visit: &mut Visit<'_, '_>, left_out: &mut LeftOut) -> Result<(), String> {
    let mut attributes = Attributes::default();
    let mut block = [0; BLOCK];
    let mut count = 0_usize;
    loop {
        match fill(stream, &mut block) {
            Ok(0) => return Ok(()),
            Ok(BLOCK) => {}
            Ok(_) => return Err(cut_off(count)),
            Err(error) => return Err(super::plain(&error)),
        }
        if block.iter().all(|byte| *byte == 0) {
            return Ok(());
        }
        if !sum_fits(&block) {
            return Err(format!(
                "after {count} entries the archive is damaged; the rest was not read: get the file again"
            ));
        }
        count += 1;
        let own_size = block.get(124..136).and_then(number).unwrap_or(0);
        let kind = block[156];
        if matches!(kind, b'x' | b'L' | b'K' | b'g') {
            let mut bytes = Vec::new();
            let read = stream.by_ref().take(own_size.min(MAX_ATTRIBUTES)).read_to_end(&mut bytes);
            read.map_err(|error| super::plain(&error))?;
            skip(stream, own_size.saturating_sub(bytes.len() as u64) + padding(own_size), count)?;
            match kind {
                b'x' => attributes.take_pax(&bytes),
                b'L' => attributes.name = Some(text_of(Some(&bytes)).to_vec()),
                _ => {}
            }
            continue;
        }
        let attributes = std::mem::take(&mut attributes);
        let size = attributes.size.unwrap_or(own_size);
        let name = attributes.name.unwrap_or_else(|| name_in(&block));
        match kind {
            b'0' | 0 | b'7' | b'S' => {}
            b'1' | b'2' => left_out.links += 1,
            b'3' | b'4' | b'6' => left_out.devices += 1,
            _ => {}
        }
        let is_file = matches!(kind, b'0' | 0 | b'7' | b'S') && !name.ends_with(b"/");
        let name = name_of(&name);
        let is_hidden = super::is_hidden(&name);
        if is_file && is_hidden {
            left_out.hidden += 1;
        }
        if !is_file || is_hidden {
            let has_content = !matches!(kind, b'1' | b'2' | b'3' | b'4' | b'5' | b'6');
            skip(stream, if has_content { padded(size) } else { 0 }, count)?;
            continue;
        }
        let mut content = stream.by_ref().take(size);
        let collected = if attributes.is_sparse || kind == b'S' {
            Err("it is stored with holes (a sparse file): unpack it with tar and add it by itself".to_owned())
        } else {
            visit.collect(&mut content)
        };
        let left = content.limit();
        let is_short = collected.as_ref().is_ok_and(|bytes| (bytes.len() as u64) < size);
        let mut member = Member::new(
            name,
            if is_short {
                Err("the archive ends in the middle of it: get the file again".to_owned())
            } else {
                collected
            },
        );
        let modified = attributes.modified.or_else(|| block.get(136..148).and_then(number)?.try_into().ok());
        member.facts.modified = modified.and_then(super::moment);
        let taken = visit.hand_over(member);
        if is_short {
            return Err(cut_off(count));
        }
        if taken == ControlFlow::Break(()) {
            return Ok(());
        }
        skip(stream, left + padding(size), count)?;
    }
}

fn cut_off(count: usize) -> String {
    format!("the archive ends too early, in entry {count}: the file was cut off, get it again")
}

/// The name in a header, with the prefix that ustar has for long ones.
fn name_in(block: &[u8; BLOCK]) -> Vec<u8> {
    let name = text_of(block.get(..100));
    let is_ustar = block.get(257..263) == Some(b"ustar\0");
    let prefix = if is_ustar { text_of(block.get(345..500)) } else { &[] };
    if prefix.is_empty() { name.to_vec() } else { [prefix, b"/", name].concat() }
}

const fn padding(size: u64) -> u64 {
    size.wrapping_neg() % BLOCK as u64
}

fn padded(size: u64) -> u64 {
    size.saturating_add(padding(size))
}

fn skip(stream: &mut impl Read, bytes: u64, entry: usize) -> Result<(), String> {
    match io::copy(&mut stream.by_ref().take(bytes), &mut io::sink()) {
        Ok(skipped) if skipped < bytes => Err(cut_off(entry)),
        Ok(_) => Ok(()),
        Err(error) => Err(super::plain(&error)),
    }
}

/// Reads a whole block, or what is left.
fn fill(stream: &mut impl Read, block: &mut [u8; BLOCK]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = block.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match stream.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
