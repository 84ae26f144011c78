//! What is looked at before a parser sees the bytes: streams that unpack to more than anybody needs.

use flate2::read::ZlibDecoder;
use memchr::memmem;
use std::io::Read;

/// Largest unpacked size in bytes of one stream that is no picture.
const LARGEST_STREAM: u64 = 128 << 20;
/// Largest unpacked size in bytes of all such streams together.
const LARGEST_TOTAL: u64 = 2 << 30;
/// Streams that are packed in several ways are not unpacked here; none may be larger than this.
const LARGEST_REPACKED: usize = 256 << 10;

/// Says why a file is not to be opened, if it is not.
pub(crate) fn refuse(bytes: &[u8]) -> Option<String> {
    let mut total = 0_u64;
    let mut from = 0;
    let finder = memmem::Finder::new(b"stream");
    while let Some(found) = bytes.get(from..).and_then(|rest| finder.find(rest)) {
        let at = from + found;
        from = at + 6;
        if bytes.get(..at).is_some_and(|before| before.ends_with(b"end")) {
            continue;
        }
        let data = bytes.get(from..).unwrap_or_default();
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let end = memmem::find(data, b"endstream").unwrap_or(data.len());
        let data = data.get(..end).unwrap_or(data);
        let unpacked = match packing(bytes.get(..at).unwrap_or_default()) {
            Packing::Picture | Packing::None => 0,
            Packing::Deflate => counted(ZlibDecoder::new(data)),
            Packing::Lzw => lzw_size(data),
            Packing::Several if data.len() > LARGEST_REPACKED => {
                return Some(format!(
                    "a stream of {} bytes is packed in several ways at once; what it unpacks to could not be bounded",
                    data.len()
                ));
            }
            Packing::Several => 0,
        };
        total = total.saturating_add(unpacked);
        if unpacked > LARGEST_STREAM {
            return Some(format!(
                "a stream of {} bytes unpacks to more than {} MiB (a decompression bomb, or a damaged file)",
                data.len(),
                LARGEST_STREAM >> 20
            ));
        }
        if total > LARGEST_TOTAL {
            return Some(format!("its streams unpack to more than {} GiB in all", LARGEST_TOTAL >> 30));
        }
        // Nothing inside a stream's data is looked at as another stream.
        from += end;
    }
    None
}

/// Unpacked size, counted until it is too large; broken data counts as far as it goes.
fn counted(mut reader: impl Read) -> u64 {
    let mut buffer = [0_u8; 16 << 10];
    let mut size = 0_u64;
    while size <= LARGEST_STREAM {
        match reader.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(read) => size += read as u64,
        }
    }
    size
}

enum Packing {
    /// A picture, which is unpacked only to be recognised, under limits of its own.
    Picture,
    None,
    Deflate,
    Lzw,
    Several,
}

/// How the stream after `before` is packed, by its dictionary.
fn packing(before: &[u8]) -> Packing {
    let head = before.get(before.len().saturating_sub(2048)..).unwrap_or(before);
    let start = memmem::rfind(head, b" obj").map_or(0, |at| at + 4);
    let dictionary = head.get(start..).unwrap_or_default();
    let count = |name: &[u8]| memmem::find_iter(dictionary, name).count();
    if count(b"/Image") > 0 && count(b"/Width") > 0 {
        return Packing::Picture;
    }
    let deflate = count(b"FlateDecode") + count(b"/Fl ") + count(b"/Fl]") + count(b"/Fl/");
    let lzw = count(b"LZWDecode") + count(b"/LZW ") + count(b"/LZW]");
    let other = count(b"RunLengthDecode") + count(b"ASCII85Decode") + count(b"ASCIIHexDecode");
    match (deflate, lzw, other) {
        (0, 0, _) => Packing::None,
        (1, 0, 0) => Packing::Deflate,
        (0, 1, 0) => Packing::Lzw,
        _ => Packing::Several,
    }
}

/// Unpacked size of data packed with LZW as PDF has it (codes of 9 to 12 bits, early change), from the lengths
/// of its strings alone.
fn lzw_size(data: &[u8]) -> u64 {
    let mut lengths: Vec<u64> = vec![1; 258];
    let (mut bits, mut held, mut width) = (0_u32, 0_u32, 9);
    let mut previous: Option<u64> = None;
    let mut size = 0_u64;
    for byte in data {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        if bits < width {
            continue;
        }
        bits -= width;
        let code = (held >> bits) as usize & ((1 << width) - 1);
        held &= (1 << bits) - 1;
        match code {
            256 => {
                lengths.truncate(258);
                (width, previous) = (9, None);
                continue;
            }
            257 => break,
            _ => {}
        }
        let length = match (lengths.get(code), previous) {
            (Some(length), _) => *length,
            (None, Some(previous)) => previous + 1,
            (None, None) => break,
        };
        size += length;
        if size > LARGEST_STREAM {
            break;
        }
        if let Some(previous) = previous
            && lengths.len() < 4096
        {
            lengths.push(previous + 1);
        }
        width = match lengths.len() + 1 {
            ..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
        previous = Some(length);
    }
    size
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::ZlibEncoder};
    use std::io::Write;

    fn file_with(dictionary: &str, data: &[u8]) -> Vec<u8> {
        let mut file = format!("%PDF-1.4\n1 0 obj\n<<{dictionary}>>\nstream\n").into_bytes();
        file.extend_from_slice(data);
        file.extend_from_slice(b"\nendstream\nendobj\n");
        file
    }

    #[test]
    fn bombs_are_refused_and_ordinary_streams_are_not() {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        let zeros = vec![0_u8; 1 << 20];
        (0..130).for_each(|_| encoder.write_all(&zeros).unwrap());
        let bomb = encoder.finish().unwrap();
        assert!(refuse(&file_with("/Filter/FlateDecode", &bomb)).unwrap().contains("128 MiB"));
        assert_eq!(refuse(&file_with("/Subtype/Image/Width 9/Filter/FlateDecode", &bomb)), None);
        assert_eq!(refuse(&file_with("/Filter/FlateDecode", bomb.get(..1000).unwrap())), None);
        let large = vec![b'0'; 300 << 10];
        assert!(refuse(&file_with("/Filter[/FlateDecode/FlateDecode]", &large)).unwrap().contains("several"));
        assert_eq!(refuse(&file_with("/Filter/Crypt", &large)), None);
    }

    #[test]
    fn sizes_of_lzw_data_are_right() {
        // The example of ISO 32000-1, 7.4.4.2: 45 45 45 45 45 65 45 45 45 66.
        assert_eq!(lzw_size(&[0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01]), 10);
    }
}
