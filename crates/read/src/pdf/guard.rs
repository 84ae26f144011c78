//! What is looked at before a parser sees the bytes: streams that unpack to more than anybody needs.
//!
//! A parser unpacks a stream whole, keeps object streams until it is closed, and knows no limit. So everything that a
//! file packs is counted first, without keeping it; in an encrypted file, once it is decrypted ([`sealed`]).

use super::sealed::{self, Packed};
use flate2::read::{DeflateDecoder, ZlibDecoder};
use memchr::memmem;
use std::io::Read;

/// Largest unpacked size in bytes of one stream that is no picture.
const LARGEST_STREAM: u64 = 128 << 20;
/// Largest unpacked size in bytes of one picture; a sheet of A0 at 300 points an inch in colour has 400 MiB.
const LARGEST_PICTURE: u64 = 512 << 20;
/// Largest unpacked size in bytes of all streams together that are no pictures.
const LARGEST_TOTAL: u64 = 2 << 30;
/// Largest unpacked size in bytes of all object streams together, which a parser keeps. They hold what is not drawn;
/// a report of a thousand pages has some 10 MiB.
const LARGEST_OBJECTS: u64 = 160 << 20;
/// Largest unpacked size in bytes of all streams together that are packed more than [`THICK`] times.
const LARGEST_THICK: u64 = 256 << 20;
/// Text and drawing instructions are packed three to twenty times.
const THICK: u64 = 100;
/// Streams that are packed in several ways are not unpacked here; none may be larger than this.
const LARGEST_REPACKED: usize = 256 << 10;
/// How often a byte of data can be repeated by deflate at most, and by LZW with codes of 12 bits.
const MOST_REPEATED: u64 = 1032;
const MOST_REPEATED_BY_LZW: u64 = 2560;

/// A stream of the file.
struct Found<'f> {
    object: Option<(u32, u16)>,
    packing: Packing,
    holds_objects: bool,
    data: &'f [u8],
    /// Bytes it unpacks to, as far as they were counted; `None` where nothing can be unpacked.
    unpacked: Option<u64>,
}

/// Says why a file is not to be opened, if it is not.
pub(super) fn refuse(bytes: &[u8]) -> Option<String> {
    let mut streams = streams(bytes);
    for stream in &mut streams {
        stream.unpacked = counted(stream.packing, stream.data);
    }
    if sealed::is_encrypted(bytes)
        && let Err(why) = count_decrypted(bytes, &mut streams)
    {
        return Some(why);
    }
    let (mut total, mut objects, mut thick) = (0_u64, 0_u64, 0_u64);
    for stream in &streams {
        let packed = stream.data.len() as u64;
        if matches!(stream.packing, Packing::Several) && stream.data.len() > LARGEST_REPACKED {
            return Some(format!(
                "a stream of {packed} bytes is packed in several ways at once; what it unpacks to could not be bounded"
            ));
        }
        // What cannot be unpacked here might be unpacked elsewhere.
        let most = match stream.packing {
            Packing::Deflate => MOST_REPEATED,
            Packing::Lzw => MOST_REPEATED_BY_LZW,
            Packing::Picture | Packing::None | Packing::Several => 0,
        };
        let unpacked = stream.unpacked.unwrap_or(packed.saturating_mul(most));
        let largest =
            if matches!(stream.packing, Packing::Picture) { LARGEST_PICTURE } else { LARGEST_STREAM };
        if unpacked > largest {
            return Some(format!(
                "a stream of {packed} bytes unpacks to more than {} MiB (a decompression bomb, or a damaged file)",
                largest >> 20
            ));
        }
        if !matches!(stream.packing, Packing::Picture) {
            total = total.saturating_add(unpacked);
            objects += if stream.holds_objects { unpacked } else { 0 };
            thick += if unpacked / packed.max(1) > THICK { unpacked } else { 0 };
        }
    }
    let over = |sum: u64, most: u64, what: &str| {
        (sum > most).then(|| {
            format!(
                "{what} unpack to more than {} MiB in all (a decompression bomb, or a file that is to be split)",
                most >> 20
            )
        })
    };
    over(objects, LARGEST_OBJECTS, "its object streams")
        .or_else(|| over(thick, LARGEST_THICK, "its streams that are packed more than a hundred times"))
        .or_else(|| over(total, LARGEST_TOTAL, "its streams"))
}

/// All that look like streams of a file.
fn streams(bytes: &[u8]) -> Vec<Found<'_>> {
    let mut streams = Vec::new();
    let mut from = 0;
    let finder = memmem::Finder::new(b"stream");
    while let Some(found) = bytes.get(from..).and_then(|rest| finder.find(rest)) {
        let at = from + found;
        from = at + 6;
        let before = bytes.get(..at).unwrap_or_default();
        if before.ends_with(b"end") {
            continue;
        }
        let data = bytes.get(from..).unwrap_or_default();
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let end = memmem::find(data, b"endstream").unwrap_or(data.len());
        let (object, dictionary) = head_of(before);
        streams.push(Found {
            object,
            packing: packing(dictionary),
            holds_objects: memmem::find(&sealed::plain_names(dictionary), b"/ObjStm").is_some(),
            data: data.get(..end).unwrap_or(data),
            unpacked: None,
        });
        // Nothing inside a stream's data is looked at as another stream.
        from += end;
    }
    streams
}

/// Counts the streams of an encrypted file as they are once decrypted, where that is more.
fn count_decrypted(bytes: &[u8], streams: &mut [Found<'_>]) -> Result<(), String> {
    let places: Vec<usize> = (0..streams.len())
        .filter(|at| {
            streams.get(*at).is_some_and(|stream| {
                stream.object.is_some() && !matches!(stream.packing, Packing::None | Packing::Several)
            })
        })
        .collect();
    let packed: Vec<Packed<'_>> = places
        .iter()
        .filter_map(|at| streams.get(*at))
        .filter_map(|stream| stream.object.map(|(number, generation)| (number, generation, stream.data)))
        .collect();
    // Any data are packed with LZW somehow, so what was counted before says nothing.
    for stream in streams.iter_mut().filter(|stream| matches!(stream.packing, Packing::Lzw)) {
        stream.unpacked = None;
    }
    sealed::decrypted(bytes, &packed, |at, data| {
        if let Some(stream) = places.get(at).and_then(|at| streams.get_mut(*at)) {
            stream.unpacked = stream.unpacked.max(counted(stream.packing, data));
        }
    })
}

/// Unpacked size of packed data, counted until it is too large; broken data counts as far as it goes.
fn counted(packing: Packing, data: &[u8]) -> Option<u64> {
    match packing {
        Packing::None | Packing::Several => Some(0),
        Packing::Lzw => Some(lzw_size(data)).filter(|size| *size > 0),
        // Some pictures are packed so, most in ways of their own.
        Packing::Picture => Some(length(ZlibDecoder::new(data), LARGEST_PICTURE)),
        Packing::Deflate => {
            let sizes = [
                length(ZlibDecoder::new(data), LARGEST_STREAM),
                length(DeflateDecoder::new(data.get(2..).unwrap_or_default()), LARGEST_STREAM),
            ];
            sizes.into_iter().find(|size| *size > 0).or(data.is_empty().then_some(0))
        }
    }
}

fn length(mut reader: impl Read, most: u64) -> u64 {
    let mut buffer = [0_u8; 16 << 10];
    let mut size = 0_u64;
    while size <= most {
        match reader.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(read) => size += read as u64,
        }
    }
    size
}

/// The number of the object that a stream is, and its dictionary, from what stands before it.
fn head_of(before: &[u8]) -> (Option<(u32, u16)>, &[u8]) {
    let head = before.get(before.len().saturating_sub(2048)..).unwrap_or(before);
    let Some(end) = memmem::rfind(head, b" obj") else { return (None, head) };
    let mut numbers = head.get(..end).unwrap_or_default().rsplit(|byte| !byte.is_ascii_digit());
    let generation = numbers.next().and_then(number);
    let object = numbers.next().and_then(number);
    (object.zip(generation), head.get(end + 4..).unwrap_or_default())
}

fn number<N: std::str::FromStr>(digits: &[u8]) -> Option<N> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[derive(Clone, Copy)]
enum Packing {
    /// A picture, which is unpacked only to be recognised.
    Picture,
    None,
    Deflate,
    Lzw,
    Several,
}

/// How a stream is packed, by its dictionary.
fn packing(dictionary: &[u8]) -> Packing {
    let dictionary = sealed::plain_names(dictionary);
    let count = |name: &[u8]| memmem::find_iter(&dictionary, name).count();
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
    fn object_streams_are_bounded_together_and_names_may_be_spelt_oddly() {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        let zeros = vec![0_u8; 1 << 20];
        (0..100).for_each(|_| encoder.write_all(&zeros).unwrap());
        let bomb = encoder.finish().unwrap();
        let one = file_with("/Type/ObjStm/Filter/FlateDecode", &bomb);
        assert_eq!(refuse(&one), None);
        let two = [one, file_with("/Type/#4fbjStm/Filter/Fl#61teDecode", &bomb)].concat();
        assert!(refuse(&two).unwrap().contains("object streams"));
        let three = file_with("/Filter/FlateDecode", &bomb).repeat(3);
        assert!(refuse(&three).unwrap().contains("hundred times"));
        // What cannot be unpacked is taken to be the worst it can be.
        assert!(
            refuse(&file_with("/Filter/FlateDecode", &vec![255; 200 << 10])).unwrap().contains("128 MiB")
        );
    }

    #[test]
    fn sizes_of_lzw_data_are_right() {
        // The example of ISO 32000-1, 7.4.4.2: 45 45 45 45 45 65 45 45 45 66.
        assert_eq!(lzw_size(&[0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01]), 10);
    }
}
