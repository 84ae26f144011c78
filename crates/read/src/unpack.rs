//! Compression read through: what a `.gz`, `.xz` or `.zst` file holds.

use crate::container::Codec;
use std::borrow::Cow;
use std::io::{ErrorKind, Read};

/// Layers of compression that are opened; more is no honest file.
const MAX_LAYERS: usize = 3;

/// Content after unpacking, with what went wrong on the way.
pub(crate) struct Unpacked<'b> {
    /// The content; borrowed where there was nothing to unpack.
    pub(crate) bytes: Cow<'b, [u8]>,
    /// Media type of the outermost compression.
    pub(crate) media_type: &'static str,
    /// What is missing, in words for a person.
    pub(crate) missing: Option<String>,
}

/// Opens layers of compression, at most [`MAX_LAYERS`], never past `limit` bytes.
pub(crate) fn unpack(bytes: &[u8], limit: usize) -> Unpacked<'_> {
    let media_type = Codec::of(bytes).map_or("application/octet-stream", Codec::media_type);
    let mut unpacked = Unpacked { bytes: Cow::Borrowed(bytes), media_type, missing: None };
    for _ in 0..MAX_LAYERS {
        let Some(codec) = Codec::of(&unpacked.bytes).filter(|_| unpacked.missing.is_none()) else { break };
        let (content, missing) = content_of(codec, &unpacked.bytes, limit);
        unpacked = Unpacked { bytes: Cow::Owned(content), media_type, missing };
    }
    unpacked
}

fn content_of(codec: Codec, bytes: &[u8], limit: usize) -> (Vec<u8>, Option<String>) {
    let mut content = Vec::new();
    let name = codec.name();
    let mut decoder = codec.open(Box::new(bytes)).take((limit as u64).saturating_add(1));
    let missing = match decoder.read_to_end(&mut content) {
        _ if content.len() > limit => {
            content.truncate(limit);
            format!("unpacked content goes over the limit of {limit} bytes; the rest was not read")
        }
        Ok(_) => return (content, None),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
            format!("the {name} data ends too early (truncated file); what came before was read")
        }
        Err(error) if error.kind() == ErrorKind::OutOfMemory => {
            format!("the {name} data needs more memory to unpack than is allowed: unpack it by hand")
        }
        Err(error) => format!("the {name} data is damaged ({error}); what came before was read"),
    };
    (content, Some(missing))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn gzip(content: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn reads_through_members_and_layers() {
        let members = [gzip(b"one "), gzip(b"two")].concat();
        assert_eq!(&*unpack(&members, 100).bytes, b"one two");
        let layers = gzip(&gzip(b"deep"));
        assert_eq!(&*unpack(&layers, 100).bytes, b"deep");
        assert_eq!(&*unpack(b"plain", 100).bytes, b"plain");
    }

    #[test]
    fn bytes_after_the_last_member_are_no_loss() {
        for trail in [&b"\0\0\0"[..], b"x", b"\n", &[0; 600], b"a signature of thirty bytes ..."] {
            let padded = [&gzip(b"one "), &gzip(b"two"), trail].concat();
            let unpacked = unpack(&padded, 100);
            assert_eq!((&*unpacked.bytes, unpacked.missing), (&b"one two"[..], None), "{trail:?}");
        }
    }

    #[test]
    fn a_truncated_file_keeps_what_came_before() {
        let content: String = (0..5000).map(|line| format!("line {line}\n")).collect();
        let packed = gzip(content.as_bytes());
        let unpacked = unpack(&packed[..packed.len() / 2], 1 << 20);
        assert!(unpacked.bytes.starts_with(b"line 0\nline 1\n"));
        assert!(unpacked.missing.unwrap().contains("truncated"));
        let second_is_cut = [&gzip(b"one "), &packed[..packed.len() / 2]].concat();
        assert!(unpack(&second_is_cut, 1 << 20).missing.unwrap().contains("truncated"));
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let bomb = gzip(&vec![b'a'; 10 << 20]);
        let unpacked = unpack(&bomb, 1000);
        assert_eq!(unpacked.bytes.len(), 1000);
        assert!(unpacked.missing.unwrap().contains("limit of 1000 bytes"));
    }
}
