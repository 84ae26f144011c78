//! Rich Text Format (specification 1.9.1).

mod destination;
mod token;

use super::OfficeReading;
use super::flow::Flow;
use crate::Limits;
use destination::{Destination, destination_of};
use encoding_rs::{Encoding, WINDOWS_1252};
use model::{DateSignal, Edtf, Zone};
use std::collections::HashMap;
use token::{Token, Tokens};

/// Deepest nesting of groups; deeper ones are read as part of the group around them.
const DEEPEST: usize = 2048;

/// What holds inside a group.
#[derive(Debug, Clone, Copy)]
struct Group {
    destination: Destination,
    hidden: bool,
    deleted: bool,
    /// Characters to skip after a character by its Unicode number.
    fallback: usize,
    encoding: &'static Encoding,
}

/// Reads a document of bytes.
pub(crate) fn read(bytes: &[u8], limits: Limits) -> OfficeReading {
    let mut reader = Reader {
        flow: Flow::default(),
        reading: OfficeReading::default(),
        group: Group {
            destination: Destination::Body,
            hidden: false,
            deleted: false,
            fallback: 1,
            encoding: WINDOWS_1252,
        },
        outer: Vec::new(),
        too_deep: 0,
        bytes: Vec::new(),
        skip: 0,
        surrogate: None,
        ignorable: false,
        fonts: HashMap::new(),
        font: 0,
        default_encoding: WINDOWS_1252,
        in_table: false,
        leaves_table: false,
        side_text: String::new(),
        remark_author: String::new(),
        date: [None; 3],
    };
    let mut tokens = Tokens::new(bytes);
    let mut whole = false;
    for token in &mut tokens {
        if reader.flow.len() > limits.max_unpacked_bytes {
            reader.reading.gaps.push("the text is longer than one source may be and was cut off".to_owned());
            whole = true;
            break;
        }
        reader.take(token);
        if reader.outer.is_empty() && token == Token::Close {
            whole = true;
            break;
        }
    }
    if !whole {
        reader.reading.gaps.push("the text breaks off: the file is truncated or damaged".to_owned());
    }
    reader.finish()
}

struct Reader {
    flow: Flow,
    reading: OfficeReading,
    group: Group,
    outer: Vec<Group>,
    /// Groups that are open beyond the deepest that is kept.
    too_deep: usize,
    /// Bytes of text that wait to be decoded together.
    bytes: Vec<u8>,
    /// Characters still to be skipped after a character by its number.
    skip: usize,
    /// First half of a pair of UTF-16.
    surrogate: Option<u16>,
    /// Whether the group may be left out by who does not know it.
    ignorable: bool,
    fonts: HashMap<i32, &'static Encoding>,
    font: i32,
    default_encoding: &'static Encoding,
    in_table: bool,
    /// Whether the paragraph that begins stands outside the table, unless it says otherwise.
    leaves_table: bool,
    /// Text of a destination that is no text of the document, such as the title.
    side_text: String,
    remark_author: String,
    /// Year, month, day being read.
    date: [Option<i32>; 3],
}

impl Reader {
    fn take(&mut self, token: Token<'_>) {
        match token {
            Token::Open => {
                self.flush();
                if self.outer.len() < DEEPEST {
                    self.outer.push(self.group)
                } else {
                    self.too_deep += 1
                }
                (self.ignorable, self.skip) = (false, 0);
            }
            Token::Close => {
                self.flush();
                self.close();
            }
            Token::Ignorable => self.ignorable = true,
            Token::Byte(byte) if self.skip == 0 => self.bytes.push(byte),
            Token::Text(text) if self.skip == 0 => self.bytes.extend_from_slice(text),
            Token::Text(text) => {
                let skipped = self.skip.min(text.len());
                self.skip -= skipped;
                self.bytes.extend_from_slice(text.get(skipped..).unwrap_or_default());
            }
            Token::Byte(_) => self.skip -= 1,
            Token::Word { name, number } => {
                let ignorable = std::mem::take(&mut self.ignorable);
                self.word(name, number, ignorable);
            }
        }
    }

    fn close(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(outer) = self.outer.pop() else { return };
        if outer.destination != self.group.destination {
            self.leave(self.group.destination);
        }
        self.group = outer;
    }

    fn leave(&mut self, destination: Destination) {
        let side = std::mem::take(&mut self.side_text);
        let side = side.trim().trim_end_matches(';').trim();
        match destination {
            Destination::Note | Destination::Margin | Destination::Remark => self.flow.end_aside(),
            Destination::Title if !side.is_empty() => self.reading.metadata.title = Some(side.to_owned()),
            Destination::Author if !side.is_empty() => self.reading.metadata.byline = Some(side.to_owned()),
            Destination::RemarkAuthor => self.remark_author = side.to_owned(),
            Destination::Made => self.reading.metadata.published = self.take_day(),
            Destination::Changed => self.reading.metadata.modified = self.take_day(),
            _ => {}
        }
    }

    fn take_day(&mut self) -> Option<Edtf> {
        match std::mem::take(&mut self.date) {
            [Some(year), Some(month), Some(day)] if (1980..=2200).contains(&year) => {
                Edtf::day(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
            }
            _ => None,
        }
    }

    fn word(&mut self, name: &str, number: Option<i32>, ignorable: bool) {
        if let Some(destination) = destination_of(name, ignorable, self.group.destination) {
            self.flush();
            self.enter(destination);
            return;
        }
        let on = number != Some(0);
        match name {
            "par" | "sect" | "page" | "column" => self.end_paragraph(),
            "line" | "softline" => self.text("\n"),
            "tab" => self.text("\t"),
            "trowd" => self.begin_table(),
            "pard" => {
                self.flush();
                self.leaves_table = true;
            }
            "intbl" => self.leaves_table = false,
            "cell" | "nestcell" => {
                self.flush();
                self.leaves_table = false;
                self.begin_table();
                self.flow.end_cell();
            }
            "row" | "nestrow" => {
                self.flush();
                self.flow.end_row();
            }
            "plain" => {
                self.flush();
                (self.group.hidden, self.group.deleted) = (false, false);
            }
            "v" => {
                self.flush();
                self.group.hidden = on;
            }
            "deleted" => {
                self.flush();
                self.reading.deletions += usize::from(on && !self.group.deleted);
                self.group.deleted = on;
            }
            "uc" => {
                self.group.fallback =
                    number.and_then(|count| usize::try_from(count).ok()).unwrap_or(1).min(64)
            }
            "u" => self.unicode(number.unwrap_or_default()),
            "ansicpg" => {
                if let Some(encoding) = number.and_then(encoding_of_page) {
                    (self.default_encoding, self.group.encoding) = (encoding, encoding);
                }
            }
            "mac" => self.group.encoding = encoding_rs::MACINTOSH,
            "f" => {
                self.flush();
                self.font = number.unwrap_or_default();
                if self.group.destination != Destination::Fonts {
                    self.group.encoding =
                        self.fonts.get(&self.font).copied().unwrap_or(self.default_encoding);
                }
            }
            "fcharset" => {
                if let Some(encoding) = number.and_then(encoding_of_set) {
                    self.fonts.insert(self.font, encoding);
                }
            }
            "yr" => self.date = [number, None, None],
            "mo" => self.date[1] = number,
            "dy" => self.date[2] = number,
            _ => {
                if let Some(character) = character_of(name) {
                    self.text(character);
                }
            }
        }
    }

    fn enter(&mut self, destination: Destination) {
        self.group.destination = destination;
        match destination {
            Destination::Note => self.flow.begin_aside(Zone::Caption),
            Destination::Margin => self.flow.begin_aside(Zone::Chrome),
            Destination::Remark => {
                self.flow.begin_aside(Zone::Comment);
                let author = std::mem::take(&mut self.remark_author);
                if !author.is_empty() {
                    self.flow.text(&format!("{author}: "));
                }
            }
            _ => self.side_text.clear(),
        }
    }

    fn begin_table(&mut self) {
        if !self.in_table && !self.flow.is_aside() {
            self.flush();
            self.flow.begin_table();
            self.in_table = true;
        }
    }

    fn end_paragraph(&mut self) {
        self.flush();
        if !self.group.destination.is_text() {
            return;
        }
        self.leave_table_if_over();
        self.flow.end_paragraph(Zone::Main);
    }

    fn leave_table_if_over(&mut self) {
        if self.in_table && self.leaves_table && !self.flow.is_aside() {
            self.flow.end_table();
            self.in_table = false;
        }
    }

    /// Decodes the bytes that wait.
    fn flush(&mut self) {
        if !self.bytes.is_empty() {
            let bytes = std::mem::take(&mut self.bytes);
            let text = self.group.encoding.decode_without_bom_handling(&bytes).0;
            self.add(&text);
        }
    }

    fn text(&mut self, text: &str) {
        self.flush();
        self.add(text);
    }

    fn add(&mut self, text: &str) {
        if self.group.deleted {
            return;
        }
        match self.group.destination {
            destination if destination.is_text() => {
                self.leave_table_if_over();
                if self.group.hidden { self.flow.hidden_text(text) } else { self.flow.text(text) }
            }
            Destination::Title | Destination::Author | Destination::RemarkAuthor => {
                self.side_text.push_str(text)
            }
            _ => {}
        }
    }

    fn unicode(&mut self, number: i32) {
        self.flush();
        self.skip = self.group.fallback;
        let code = u16::try_from(if number < 0 { number + 65_536 } else { number });
        let mut buffer = [0; 4];
        match (code, self.surrogate.take()) {
            (Ok(high @ 0xd800..=0xdbff), _) => self.surrogate = Some(high),
            (Ok(code), high) => {
                let pair = high.into_iter().chain(std::iter::once(code));
                for character in char::decode_utf16(pair).map(|character| character.unwrap_or('\u{fffd}')) {
                    self.text(character.encode_utf8(&mut buffer));
                }
            }
            (Err(_), _) => {
                let character = u32::try_from(number).ok().and_then(char::from_u32).unwrap_or('\u{fffd}');
                self.text(character.encode_utf8(&mut buffer));
            }
        }
    }

    fn finish(mut self) -> OfficeReading {
        self.flush();
        let about = &mut self.reading.metadata;
        about.modified = about.modified.take().filter(|day| about.published.as_ref() != Some(day));
        about.date_signal = about.published.as_ref().map(|_| DateSignal::Header);
        about.modified_signal = about.modified.as_ref().map(|_| DateSignal::Header);
        self.reading.pieces = self.flow.finish();
        self.reading
    }
}

/// Characters that have names.
fn character_of(name: &str) -> Option<&'static str> {
    Some(match name {
        "emdash" => "—",
        "endash" => "–",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        "bullet" => "•",
        "emspace" | "enspace" | "qmspace" | "~" => "\u{a0}",
        "_" => "-",
        "-" => "\u{ad}",
        "zwj" => "\u{200d}",
        "zwnj" => "\u{200c}",
        _ => return None,
    })
}

/// The encoding of a Windows code page.
fn encoding_of_page(page: i32) -> Option<&'static Encoding> {
    let label = match page {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        65_001 => "utf-8".to_owned(),
        10_000 => "macintosh".to_owned(),
        866 => "ibm866".to_owned(),
        page => format!("windows-{page}"),
    };
    Encoding::for_label(label.as_bytes())
}

/// The encoding of a font's character set (`\fcharset`).
fn encoding_of_set(set: i32) -> Option<&'static Encoding> {
    encoding_of_page(match set {
        0 => 1252,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}
