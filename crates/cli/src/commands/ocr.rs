use clap::Args;
use engine::{Reader, Tesseract};

/// Reading pages that are pictures.
#[derive(Debug, Args)]
pub(crate) struct OcrArgs {
    /// Read scanned pages of PDFs with `tesseract`, in these languages: `eng`, or several as in `eng+rus`. The text says so.
    #[arg(long, value_name = "LANGS")]
    ocr: Option<String>,
}

impl OcrArgs {
    /// The reader, which can recognise characters where that was asked for.
    pub(crate) fn equip(&self, reader: Reader) -> anyhow::Result<Reader> {
        Ok(match &self.ocr {
            Some(languages) => reader.with_recogniser(Tesseract::new(languages)?),
            None => reader,
        })
    }
}
