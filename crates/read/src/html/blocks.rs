//! A page's text in document order, cut into blocks.

use super::signs::{DateMark, Signs, signs_of};
use super::tree::{Data, NodeId, Tree};
use crate::dates::{DayOrder, find_date};
use crate::lexicon::Words;
use model::Span;

/// A stretch of text without a break in it.
#[derive(Debug)]
pub(crate) struct Block {
    /// Where in the text, without the newline after it.
    pub(crate) span: Span,
    /// The innermost element that holds all of it.
    pub(crate) node: NodeId,
    /// Bytes of it inside links.
    pub(crate) link_bytes: usize,
    /// Whether the page does not show it.
    pub(crate) hidden: bool,
}

/// A page as text, with what each element says.
pub(crate) struct Page {
    /// All readable text.
    pub(crate) text: String,
    /// Blocks in order.
    pub(crate) blocks: Vec<Block>,
    /// Signs by node.
    pub(crate) signs: Vec<Signs>,
    /// By node, the block that is being written where the node begins.
    pub(crate) place: Vec<usize>,
    /// Elements that say to hold a date, in order.
    pub(crate) dated: Vec<NodeId>,
}

/// Most elements with dates that are looked at.
const MOST_DATED: usize = 400;

/// Elements that stand inside a line; all others break it.
fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "math"
            | "mi"
            | "mn"
            | "mo"
            | "mrow"
            | "q"
            | "rp"
            | "rt"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "br"
            | "td"
            | "th"
            | "nobr"
            | "picture"
            | "source"
            | "input"
    )
}

/// Whether a script is nothing but a call that writes a date into the page: `showDate("2016/07/07 10:20")`.
fn writes_date(tree: &Tree, script: NodeId) -> bool {
    /// Longest such call, in bytes.
    const LONGEST: usize = 100;
    let call = || {
        let child = tree.get(tree.get(script)?.first_child?)?;
        let Data::Text(text) = &child.data else { return None };
        let text = Some(text.trim()).filter(|text| text.len() <= LONGEST)?;
        let (name, rest) = text.split_once('(')?;
        let value = rest.trim_end_matches(';').strip_suffix(')')?.trim();
        let inner = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote))?;
        let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '$'));
        Some(is_name && find_date(inner, DayOrder::default()).is_some_and(|found| found.span.start == 0))
    };
    call().unwrap_or(false)
}

/// Elements whose text is no text of the page.
fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "template"
            | "iframe"
            | "object"
            | "embed"
            | "noembed"
            | "noframes"
            | "link"
            | "meta"
            | "base"
            | "canvas"
            | "audio"
            | "video"
    )
}

/// Longest cell, in bytes, that is set beside others on one line; longer ones are blocks of a page laid out by tables.
const LONGEST_CELL: usize = 200;

struct Writer {
    text: String,
    blocks: Vec<Block>,
    start: usize,
    space: bool,
    breaks: usize,
    node: Option<NodeId>,
    link_bytes: usize,
    hidden: bool,
}

impl Writer {
    /// Ends the block that is being written, if there is anything in it.
    fn end_block(&mut self) {
        if let Some(node) = self.node.take() {
            let end = self.text.trim_end_matches([' ', '\t', '\n']).len().max(self.start);
            self.text.truncate(end);
            self.blocks.push(Block {
                span: Span::new(self.start, end),
                node,
                link_bytes: self.link_bytes,
                hidden: self.hidden,
            });
        }
        self.link_bytes = 0;
        self.space = false;
        self.breaks = 0;
    }

    fn push(&mut self, piece: &str, holder: NodeId, in_link: bool, hidden: bool, keeps_lines: bool) {
        for (index, line) in piece.split('\n').enumerate() {
            if index > 0 {
                if keeps_lines {
                    self.breaks = self.breaks.max(1);
                } else {
                    self.space = true;
                }
            }
            self.push_line(line, holder, in_link, hidden);
        }
    }

    fn push_line(&mut self, line: &str, holder: NodeId, in_link: bool, hidden: bool) {
        // No-break space is white space of a block like any other.
        let is_space = |c: char| c.is_whitespace();
        if line.starts_with(is_space) {
            self.space = true;
        }
        let mut words = line.split(is_space).filter(|word| !word.is_empty()).peekable();
        if words.peek().is_none() {
            return;
        }
        if self.node.is_some() && self.hidden != hidden {
            self.end_block();
        }
        for (index, word) in words.enumerate() {
            self.space |= index > 0;
            self.begin_word(holder, hidden);
            self.text.push_str(word);
            self.link_bytes += if in_link { word.len() + 1 } else { 0 };
        }
        if line.ends_with(is_space) {
            self.space = true;
        }
    }

    fn begin_word(&mut self, holder: NodeId, hidden: bool) {
        if self.node.is_none() {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            (self.start, self.node, self.hidden) = (self.text.len(), Some(holder), hidden);
        } else if self.breaks > 0 {
            self.text.push('\n');
        } else if self.space && !self.text.ends_with('\t') {
            self.text.push(' ');
        }
        (self.space, self.breaks) = (false, 0);
    }

    /// A line break inside a block; two of them end it.
    fn line_break(&mut self) {
        self.breaks += 1;
        if self.breaks >= 2 {
            self.end_block();
        }
    }

    /// Sets the next cell apart from the one before.
    fn cell(&mut self) {
        if self.node.is_some() && !self.text.ends_with('\t') {
            self.text.push('\t');
        }
        self.space = false;
    }
}

/// State that holds inside an element.
#[derive(Clone, Copy)]
struct Inside {
    holder: NodeId,
    in_link: bool,
    hidden: bool,
    keeps_lines: bool,
}

/// Writes a tree as text.
pub(crate) fn linearise(tree: &Tree) -> Page {
    let mut signs = vec![Signs::default(); tree.len()];
    let mut place = vec![0; tree.len()];
    let mut dated = Vec::new();
    let mut words = Words::default();
    let mut writer = Writer {
        text: String::new(),
        blocks: Vec::new(),
        start: 0,
        space: false,
        breaks: 0,
        node: None,
        link_bytes: 0,
        hidden: false,
    };
    let mut open: Vec<(NodeId, Inside, bool)> = Vec::new();
    let mut inside = Inside { holder: 0, in_link: false, hidden: false, keeps_lines: false };
    let mut next = Some(0);
    while let Some(id) = next {
        let Some(node) = tree.get(id) else { break };
        let mut enters = node.first_child.is_some();
        match &node.data {
            Data::Text(piece) => {
                writer.push(piece, inside.holder, inside.in_link, inside.hidden, inside.keeps_lines)
            }
            Data::Element { name, .. } => {
                let name: &str = &name.local;
                if is_skipped(name) {
                    enters = false;
                    if name == "script" && dated.len() < MOST_DATED && writes_date(tree, id) {
                        dated.push(id);
                        if let (Some(slot), Some(signs)) = (place.get_mut(id), signs.get_mut(id)) {
                            *slot = writer.blocks.len();
                            signs.date = Some(DateMark::Some);
                        }
                    }
                } else {
                    let own = signs_of(tree, id, &mut words);
                    if let Some(slot) = signs.get_mut(id) {
                        *slot = own;
                    }
                    let is_long_cell = matches!(name, "td" | "th") && is_long_cell(tree, id);
                    let breaks = !is_inline(name)
                        || is_long_cell
                        || (own.zone.is_some()
                            && name != "time"
                            && name != "label"
                            && own.content == 0
                            && is_set_apart(name));
                    if name == "br" {
                        writer.line_break();
                    } else if breaks {
                        writer.end_block();
                    } else if matches!(name, "td" | "th") {
                        writer.cell();
                    } else if name == "img" || name == "input" || name == "wbr" {
                        writer.space |= name != "wbr";
                    }
                    if let Some(slot) = place.get_mut(id) {
                        *slot = writer.blocks.len();
                    }
                    if own.date.is_some() && dated.len() < MOST_DATED {
                        dated.push(id);
                    }
                    if enters {
                        open.push((id, inside, breaks));
                        inside = Inside {
                            holder: if breaks { id } else { inside.holder },
                            in_link: inside.in_link || name == "a",
                            hidden: inside.hidden || own.hidden,
                            keeps_lines: inside.keeps_lines || name == "pre" || name == "textarea",
                        };
                    }
                }
            }
            Data::Other => {
                if enters {
                    open.push((id, inside, false));
                }
            }
        }
        next = if enters { node.first_child } else { leave(tree, id, &mut open, &mut inside, &mut writer) };
    }
    writer.end_block();
    if hides_most(&writer) {
        writer.blocks.iter_mut().for_each(|block| block.hidden = false);
    }
    Page { text: writer.text, blocks: writer.blocks, signs, place, dated }
}

/// Whether a page hides most of its own paragraphs: then a script shows them, and hiding says nothing.
fn hides_most(writer: &Writer) -> bool {
    let is_paragraph = |block: &&Block| block.span.len() >= 100 && block.link_bytes * 3 < block.span.len();
    let bytes = |hidden: bool| {
        writer
            .blocks
            .iter()
            .filter(is_paragraph)
            .filter(|block| block.hidden == hidden)
            .map(|block| block.span.len())
            .sum::<usize>()
    };
    bytes(true) > bytes(false) * 4
}

/// A span of inline elements with a role of its own, such as a byline inside a paragraph, is its own block.
fn is_set_apart(name: &str) -> bool {
    matches!(name, "span" | "small" | "cite")
}

/// Closes elements until there is a next sibling.
fn leave(
    tree: &Tree,
    from: NodeId,
    open: &mut Vec<(NodeId, Inside, bool)>,
    inside: &mut Inside,
    writer: &mut Writer,
) -> Option<NodeId> {
    let mut id = from;
    loop {
        if let Some(next) = tree.get(id)?.next {
            return Some(next);
        }
        let (parent, outside, breaks) = open.pop()?;
        if breaks {
            writer.end_block();
        }
        *inside = outside;
        id = parent;
    }
}

/// Whether a cell holds more text than stands beside others on a line.
fn is_long_cell(tree: &Tree, cell: NodeId) -> bool {
    /// Nodes after which a cell is long, whatever is in them: they lay out a page.
    const MOST_NODES: usize = 100;
    let mut length = 0;
    for (count, id) in tree.walk(cell).enumerate() {
        if let Some(Data::Text(piece)) = tree.get(id).map(|node| &node.data) {
            length += piece.trim().len();
        }
        if length > LONGEST_CELL || count > MOST_NODES {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::*;

    fn text(html: &str) -> String {
        linearise(&parse(html, 256)).text
    }

    #[test]
    fn blocks_stand_on_lines_and_spaces_are_folded() {
        assert_eq!(text("<p>One  \n two &amp;&nbsp;<b>th</b>ree</p><p>four</p>"), "One two & three\nfour");
        assert_eq!(text("<ul><li>a<li>b</ul>tail"), "a\nb\ntail");
        assert_eq!(text("<table><tr><th>Year<th>Pay<tr><td>2016<td>$150</table>"), "Year\tPay\n2016\t$150");
        assert_eq!(text("first<br>second<br><br>third"), "first\nsecond\nthird");
        assert_eq!(text("<pre>a\n  b</pre>"), "a\nb");
        assert_eq!(text("a<script>b</script><style>c</style><template>d</template>e"), "ae");
        assert_eq!(text("zl\u{301}o\u{302}ty"), "zl\u{301}o\u{302}ty");
    }

    #[test]
    fn hidden_text_is_kept_and_marked() {
        let page = linearise(&parse("<p>seen <span style='display:none'>unseen</span> again", 256));
        let blocks: Vec<(&str, bool)> =
            page.blocks.iter().map(|block| (block.span.of(&page.text).unwrap(), block.hidden)).collect();
        assert_eq!(blocks, [("seen", false), ("unseen", true), ("again", false)]);
    }
}
