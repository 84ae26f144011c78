//! Character recognition, which this crate can ask for and not do.

use crate::PagePicture;
use std::fmt::Debug;

/// Turns the picture of a page into text. Whoever implements it may run programs; reading itself never does.
///
/// The same picture must give the same text, or documents will not be the same on every machine.
pub trait Recogniser: Debug + Sync {
    /// The text on the picture: lines as they stand, paragraphs parted by an empty line.
    ///
    /// # Errors
    /// Why it could not be done, for the document's reason.
    fn recognise(&self, picture: &PagePicture) -> Result<String, String>;
}
