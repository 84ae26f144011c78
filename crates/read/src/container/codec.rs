//! Compression around a whole file: gzip, xz, Zstandard, read through.

use flate2::bufread::GzDecoder;
use lzma_rust2::XzReader;
use ruzstd::decoding::errors::{FrameDecoderError, FrameHeaderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, BufRead, BufReader, ErrorKind, Read};

/// Memory that a decoder may take for its window: what `xz -9` and `zstd --ultra -22` need, and no more.
const MAX_WINDOW: u32 = 128 << 20;

/// Bytes decoded at once.
const PIECE: usize = 64 << 10;

/// A form of compression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Codec {
    /// RFC 1952.
    Gzip,
    /// LZMA2 in its own container.
    Xz,
    /// RFC 8878.
    Zstd,
}

impl Codec {
    /// The compression by the first bytes.
    pub(crate) fn of(head: &[u8]) -> Option<Self> {
        let magic: [(&[u8], Self); 3] = [
            // Two magic bytes and the deflate method.
            (&[0x1f, 0x8b, 0x08], Self::Gzip),
            (b"\xfd7zXZ\0", Self::Xz),
            (b"\x28\xb5\x2f\xfd", Self::Zstd),
        ];
        magic.into_iter().find_map(|(magic, codec)| head.starts_with(magic).then_some(codec))
    }

    /// Its name for a person.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Xz => "xz",
            Self::Zstd => "Zstandard",
        }
    }

    /// IANA media type, or the one in use.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Gzip => "application/gzip",
            Self::Xz => "application/x-xz",
            Self::Zstd => "application/zstd",
        }
    }

    /// Reads through this compression.
    pub(crate) fn open<'r>(self, input: Box<dyn Read + 'r>) -> Box<dyn Read + 'r> {
        let input = BufReader::with_capacity(PIECE, input);
        match self {
            Self::Gzip => Box::new(GzipMembers { state: Gzip::Between(input), is_first: true }),
            Self::Xz => Box::new(XzReader::new_mem_limit(input, true, MAX_WINDOW >> 10)),
            Self::Zstd => Box::new(ZstdFrames::new(input)),
        }
    }
}

/// All members of a gzip file, one after the other, and not what follows the last of them: padding, signatures.
struct GzipMembers<R: BufRead> {
    state: Gzip<R>,
    is_first: bool,
}

enum Gzip<R: BufRead> {
    Between(R),
    Inside(Box<GzDecoder<R>>),
    Ended,
}

impl<R: BufRead> Read for GzipMembers<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, Gzip::Ended) {
                Gzip::Ended => return Ok(0),
                Gzip::Between(mut input) => {
                    let next = input.fill_buf()?.first().copied();
                    if next == Some(0x1f) || (self.is_first && next.is_some()) {
                        self.state = Gzip::Inside(Box::new(GzDecoder::new(input)));
                    }
                }
                Gzip::Inside(mut member) => match member.read(buffer) {
                    Ok(0) if !buffer.is_empty() => {
                        self.is_first = false;
                        self.state = Gzip::Between(member.into_inner());
                    }
                    Ok(read) => {
                        self.state = Gzip::Inside(member);
                        return Ok(read);
                    }
                    Err(error) if error.kind() == ErrorKind::Interrupted => {
                        self.state = Gzip::Inside(member);
                        return Err(error);
                    }
                    Err(error) if error.kind() == ErrorKind::InvalidInput && member.header().is_none() => {
                        if self.is_first {
                            return Err(error);
                        }
                    }
                    Err(error) => return Err(error),
                },
            }
        }
    }
}

/// Whether a frame needs a window that is larger than is allowed.
fn asks_for_too_much(error: &FrameDecoderError) -> bool {
    matches!(
        error,
        FrameDecoderError::WindowSizeTooBig { .. }
            | FrameDecoderError::FrameHeaderError(FrameHeaderError::WindowTooBig { .. })
            | FrameDecoderError::FailedToInitialize(FrameHeaderError::WindowTooBig { .. })
    )
}

/// All frames of a Zstandard file; frames that hold no data are skipped.
struct ZstdFrames<R> {
    input: R,
    decoder: FrameDecoder,
    is_inside: bool,
    is_first: bool,
}

impl<R: BufRead> ZstdFrames<R> {
    fn new(input: R) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(u64::from(MAX_WINDOW));
        Self { input, decoder, is_inside: false, is_first: true }
    }

    /// Begins the next frame; false where there is none.
    fn begin(&mut self) -> io::Result<bool> {
        loop {
            if self.input.fill_buf()?.is_empty() {
                return Ok(false);
            }
            match self.decoder.reset(&mut self.input) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let skipped = io::copy(&mut (&mut self.input).take(u64::from(length)), &mut io::sink())?;
                    if skipped < u64::from(length) {
                        return Err(ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) if asks_for_too_much(&error) => {
                    let reason = "it needs more memory to unpack than is allowed: unpack it by hand";
                    return Err(io::Error::new(ErrorKind::OutOfMemory, reason));
                }
                Err(_) if !self.is_first => return Ok(false),
                Err(error) => return Err(io::Error::new(ErrorKind::InvalidData, error.to_string())),
            }
        }
    }
}

impl<R: BufRead> Read for ZstdFrames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.is_inside {
                let read = self.decoder.read(buffer)?;
                if read > 0 || buffer.is_empty() {
                    return Ok(read);
                }
                if self.decoder.is_finished() {
                    self.is_inside = false;
                    self.is_first = false;
                    continue;
                }
                let piece = BlockDecodingStrategy::UptoBytes(PIECE);
                self.decoder.decode_blocks(&mut self.input, piece).map_err(|error| {
                    let text = error.to_string();
                    let cut_off = self.input.fill_buf().is_ok_and(<[u8]>::is_empty);
                    io::Error::new(
                        if cut_off { ErrorKind::UnexpectedEof } else { ErrorKind::InvalidData },
                        text,
                    )
                })?;
            } else if self.begin()? {
                self.is_inside = true;
            } else {
                return Ok(0);
            }
        }
    }
}
