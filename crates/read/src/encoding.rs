//! Bytes to characters: byte order mark, valid UTF-8, UTF-16 without mark, declarations, then statistics.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};

/// Decoded text, and how many places could not be decoded.
pub(crate) struct Decoded {
    /// The text, without byte order mark; undecodable bytes are U+FFFD.
    pub(crate) text: String,
    /// Number of replacement characters that stand for undecodable bytes.
    pub(crate) replaced: usize,
    /// The encoding's name, such as `EUC-KR`.
    pub(crate) encoding: &'static str,
}

/// Bytes in which a page's own declaration is looked for (HTML standard: 1024; real pages need a little more).
const DECLARATION_WINDOW: usize = 4096;

/// Bytes shown to the statistical detector; more does not change its mind.
const DETECTION_WINDOW: usize = 256 << 10;

/// Decodes; `declared` is what a server or a mail said.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(bytes.get(mark..).unwrap_or_default(), encoding);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return decode_as(bytes, encoding);
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && !bytes.contains(&0x1b)
    {
        return Decoded { text: text.to_owned(), replaced: 0, encoding: UTF_8.name() };
    }
    if is_mostly_utf8(bytes) {
        return decode_as(bytes, UTF_8);
    }
    let declared = declared.and_then(encoding_of_label).or_else(|| declared_in_page(bytes));
    if let Some(encoding) = declared {
        let decoded = decode_as(bytes, encoding);
        if decoded.replaced == 0 {
            return decoded;
        }
        let detected = decode_as(bytes, detect(bytes));
        return if detected.replaced * 4 < decoded.replaced { detected } else { decoded };
    }
    decode_as(bytes, detect(bytes))
}

fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let replaced = if broken {
        let written = if encoding == UTF_8 {
            bytes.windows(3).filter(|at| *at == "\u{fffd}".as_bytes()).count()
        } else {
            0
        };
        text.matches('\u{fffd}').count().saturating_sub(written)
    } else {
        0
    };
    Decoded { text: text.into_owned(), replaced, encoding: encoding.name() }
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes.get(..DETECTION_WINDOW).unwrap_or(bytes), true);
    detector.guess(None, Utf8Detection::Allow)
}

fn encoding_of_label(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.trim().as_bytes()).filter(|encoding| *encoding != REPLACEMENT)
}

/// UTF-8 with a few broken places, as by a cut in the middle of a character, rather than another encoding.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    good > broken * 4
}

/// UTF-16 without a mark betrays itself by zero bytes on one side of every pair of a space or a line end.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..4096).unwrap_or(bytes);
    if sample.len() < 4 || !sample.contains(&0) {
        return None;
    }
    let plausible = |encoding: &'static Encoding| -> Option<usize> {
        let (text, broken) =
            encoding.decode_without_bom_handling(sample.get(..sample.len() & !1).unwrap_or_default());
        let text = if bytes.len() > sample.len() { text.trim_end_matches('\u{fffd}') } else { &text };
        let odd = |c: char| {
            (c.is_control() && !c.is_whitespace())
                || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{ffff}')
        };
        if (broken && text.contains('\u{fffd}')) || text.chars().any(odd) {
            return None;
        }
        Some(
            text.chars()
                .filter(|c| matches!(c, ' ' | '\n' | '.' | ',' | '。' | '，' | 'e' | 'a' | 'о' | '다' | '的'))
                .count(),
        )
    };
    match (plausible(UTF_16LE), plausible(UTF_16BE)) {
        (Some(little), Some(big)) if little == big => None,
        (Some(little), Some(big)) => Some(if little > big { UTF_16LE } else { UTF_16BE }),
        (Some(common), None) if common > 0 => Some(UTF_16LE),
        (None, Some(common)) if common > 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding that a page's `meta` element or XML declaration names.
fn declared_in_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let window = bytes.get(..DECLARATION_WINDOW).unwrap_or(bytes).to_ascii_lowercase();
    let window = String::from_utf8_lossy(&window);
    let in_meta = window.split("<meta").skip(1).filter_map(|tag| {
        let tag = tag.split('>').next()?;
        label_after(tag, "charset")
    });
    let in_xml =
        window.strip_prefix("<?xml").and_then(|rest| label_after(rest.split("?>").next()?, "encoding"));
    let encoding = in_meta.chain(in_xml).find_map(encoding_of_label)?;
    // The HTML standard: a page whose declaration could be read as ASCII is not UTF-16, whatever it says.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

fn label_after<'t>(tag: &'t str, key: &str) -> Option<&'t str> {
    let rest = tag.get(tag.find(key)? + key.len()..)?.trim_start().strip_prefix('=')?;
    let rest = rest.trim_start().trim_start_matches(['"', '\'']);
    rest.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/')).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KOREAN: &str = "해외에 파견된 로동자들은 임금의 대부분을 국가에 바친다고 보고서는 밝혔다. 조사에 따르면 여러 나라에서 일하고 있다.";
    const CHINESE: &str = "报告称，在海外工作的工人每月必须将大部分工资上交给国家，他们的护照也被没收。";
    const RUSSIAN: &str =
        "По данным доклада, рабочие отдают большую часть заработка государству, а паспорта у них отбирают.";
    const JAPANESE: &str = "報告書によると、海外で働く労働者は賃金の大半を国家に納めなければならないという。";

    fn encoded(text: &str, label: &str) -> Vec<u8> {
        Encoding::for_label(label.as_bytes()).unwrap().encode(text).0.into_owned()
    }

    #[test]
    fn finds_encodings_without_declaration() {
        let cases = [
            (KOREAN, "euc-kr"),
            (CHINESE, "gb18030"),
            (RUSSIAN, "windows-1251"),
            (RUSSIAN, "koi8-r"),
            (JAPANESE, "shift_jis"),
            (JAPANESE, "euc-jp"),
        ];
        for (text, label) in cases {
            let decoded = decode(&encoded(text, label), None);
            assert_eq!((decoded.text.as_str(), decoded.replaced), (text, 0), "{label}");
        }
    }

    #[test]
    fn reads_utf16_with_and_without_mark() {
        for text in ["Plain pay: 150 dollars a month.\r\n", KOREAN, RUSSIAN] {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            for (mark, bytes) in
                [(&b"\xff\xfe"[..], &little), (b"\xfe\xff", &big), (b"", &little), (b"", &big)]
            {
                assert_eq!(decode(&[mark, bytes].concat(), None).text, text);
            }
        }
    }

    #[test]
    fn declarations_help_and_do_not_override_valid_utf8() {
        let page = encoded(&format!("<meta charset=\"windows-1251\"><p>{RUSSIAN}"), "windows-1251");
        assert_eq!(decode(&page, None).encoding, "windows-1251");
        assert_eq!(decode("zarabiają więcej".as_bytes(), Some("iso-8859-1")).text, "zarabiają więcej");
        assert_eq!(decode(&encoded("zarabiają", "iso-8859-2"), Some("ISO-8859-2")).text, "zarabiają");
    }

    #[test]
    fn broken_places_are_counted() {
        let mut bytes = "임금은 매달 국가에 바친다".as_bytes().to_vec();
        bytes.truncate(bytes.len() - 1);
        let decoded = decode(&bytes, None);
        assert_eq!((decoded.replaced, decoded.encoding), (1, "UTF-8"));
        assert!(decoded.text.ends_with('\u{fffd}'));
    }
}
