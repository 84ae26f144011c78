//! Where the text of a group goes.

/// Where the text of a group goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    Body,
    Note,
    Remark,
    /// Heads and feet of pages.
    Margin,
    Title,
    Author,
    RemarkAuthor,
    /// The day it was made.
    Made,
    /// The day it was last changed.
    Changed,
    Fonts,
    /// Properties, of which some are known.
    About,
    /// Nowhere.
    Nowhere,
}

impl Destination {
    /// Whether it is text of the document.
    pub(super) const fn is_text(self) -> bool {
        matches!(self, Self::Body | Self::Note | Self::Remark | Self::Margin)
    }
}

/// Groups whose content is no text.
const NOWHERE: &[&str] = &[
    "colortbl",
    "stylesheet",
    "pict",
    "objdata",
    "fldinst",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "themedata",
    "colorschememapping",
    "latentstyles",
    "datastore",
    "nonshppict",
    "bkmkstart",
    "bkmkend",
    "mmathPr",
    "filetbl",
    "revtbl",
    "template",
    "private",
    "passwordhash",
    "atnid",
    "atndate",
    "atnref",
    "atnparent",
    "annotationref",
    "listtext",
    "pntext",
    "tc",
    "xe",
];

/// The destination that a word names, if it names one. `ignorable` destinations that are not known lead nowhere.
pub(super) fn destination_of(name: &str, ignorable: bool, current: Destination) -> Option<Destination> {
    if name == "shptxt" {
        return Some(Destination::Body);
    }
    if current == Destination::Nowhere {
        return None;
    }
    if current == Destination::About {
        return match name {
            "title" => Some(Destination::Title),
            "author" => Some(Destination::Author),
            "creatim" => Some(Destination::Made),
            "revtim" => Some(Destination::Changed),
            "printim" | "buptim" | "subject" | "operator" | "keywords" | "comment" | "doccomm"
            | "company" | "manager" | "category" | "hlinkbase" => Some(Destination::Nowhere),
            _ => None,
        };
    }
    Some(match name {
        "info" => Destination::About,
        "fonttbl" => Destination::Fonts,
        "footnote" => Destination::Note,
        "annotation" => Destination::Remark,
        "atnauthor" => Destination::RemarkAuthor,
        "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr" | "footerf" => {
            Destination::Margin
        }
        name if NOWHERE.contains(&name) => Destination::Nowhere,
        _ if ignorable => Destination::Nowhere,
        _ => return None,
    })
}
