//! Numbers that name one of a row: "Resolution 2397", "paragraphs 8 and 9", "Office 39".

use super::numeral::is_plural;
use super::piece::Pieces;

/// Words that number what follows, in any case.
const LABELS: [&str; 49] = [
    "no",
    "nos",
    "№",
    "#",
    "resolution",
    "resolutions",
    "paragraph",
    "paragraphs",
    "para",
    "paras",
    "article",
    "articles",
    "section",
    "sections",
    "§",
    "tier",
    "page",
    "pages",
    "p",
    "pp",
    "chapter",
    "chapters",
    "form",
    "table",
    "tables",
    "figure",
    "figures",
    "fig",
    "appendix",
    "annex",
    "vol",
    "volume",
    "issue",
    "clause",
    "note",
    "notes",
    "footnote",
    "version",
    "v",
    "ver",
    "category",
    "exhibit",
    "schedule",
    "episode",
    "chap",
    "sec",
    "e.o.",
    "h.r.",
    "p.l.",
];

/// Words that number what follows when they begin with a capital.
const CAPITAL_LABELS: [&str; 47] = [
    "Part",
    "Phase",
    "Level",
    "Step",
    "Item",
    "Rule",
    "Line",
    "Room",
    "Unit",
    "Building",
    "Title",
    "Bill",
    "Case",
    "File",
    "Docket",
    "Flight",
    "Route",
    "Highway",
    "Bus",
    "Bureau",
    "Office",
    "Camp",
    "Zone",
    "Law",
    "Decree",
    "Order",
    "Regulation",
    "Directive",
    "Convention",
    "Protocol",
    "Division",
    "Battalion",
    "Channel",
    "Type",
    "Class",
    "Grade",
    "Stage",
    "Round",
    "Day",
    "Rev",
    "Box",
    "Suite",
    "Apartment",
    "Block",
    "Fortune",
    "Number",
    "Top",
];

const PRODUCTS: [&str; 10] =
    ["Windows", "iPhone", "Boeing", "Airbus", "Formula", "Apollo", "Android", "Galaxy", "Bill", "Act"];

/// Whether the word numbers what follows.
pub(crate) fn is_label(pieces: &Pieces<'_>, at: usize) -> bool {
    pieces.is_any(at, &LABELS)
        || CAPITAL_LABELS.contains(&pieces.word(at))
        || PRODUCTS.contains(&pieces.word(at))
}

/// "Resolution 2397", "No. 5", "paragraphs 8 and 9": from the label to the last number.
pub(crate) fn label(pieces: &Pieces<'_>, at: usize, floor: usize) -> Option<(usize, usize)> {
    let before = at.checked_sub(1).filter(|before| *before >= floor)?;
    let dotted = pieces.word(before) == "." || matches!(pieces.word(before), "(" | "#" | "-");
    let named = before.checked_sub(1).filter(|named| dotted && *named >= floor && is_label(pieces, *named));
    // "they number 300" says how many.
    let verb = before.checked_sub(1).is_some_and(|who| {
        is_plural(pieces.word(who)) || pieces.is_any(who, &["they", "now", "who", "that", "which"])
    });
    let number = pieces.is(before, "number") && !verb;
    let label =
        named.or_else(|| is_label(pieces, before).then_some(before)).or_else(|| number.then_some(before))?;
    let word = pieces.word(label);
    let grouped = pieces.word(at).contains(',');
    // "No 300 workers" and "they number 300" are counts; so are "the figures 3,000 and 5,000".
    let abbreviation = pieces.is_any(label, &["no", "nos", "p", "pp", "v", "fig", "sec", "note", "notes"]);
    let counts = pieces.is_small(at + 1) && is_plural(pieces.word(at + 1));
    let no_label = grouped && !pieces.is_any(label, &["no", "nos", "№", "resolution"])
        || abbreviation
            && label == before
            && (counts || !pieces.is_any(label, &["p", "pp", "v"]) && word == "no")
        || number && (grouped || counts || pieces.word(at).len() > 3)
        || pieces.is_any(label, &["figure", "figures", "issue", "issues", "form", "note", "notes"]) && counts;
    if no_label {
        return None;
    }
    Some((label, label_list(pieces, at + 1, word.ends_with('s'))))
}

/// Past ", 4 and 5", "(a)", "–15".
fn label_list(pieces: &Pieces<'_>, mut end: usize, plural: bool) -> usize {
    loop {
        if pieces.word(end) == "("
            && pieces.word(end + 2) == ")"
            && pieces.word(end + 1).len() <= 3
            && !pieces.spaced(end)
        {
            end += 3;
            continue;
        }
        let comma = usize::from(pieces.word(end) == "," && pieces.is_any(end + 1, &["and", "or"]));
        let link = pieces.is_dash(end) && !pieces.spaced(end + 1)
            || plural && (pieces.is_any(end + comma, &["and", "or", "to", "&"]) || pieces.word(end) == ",");
        let next = end + comma + 1;
        if !link || !pieces.is_number(next) || pieces.word(next).contains(',') {
            return end;
        }
        end = next + 1;
    }
}
