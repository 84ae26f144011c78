//! Text of a page to a tree, with a limit on depth.

use super::tree::{NodeId, Sink, Tree};
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::TreeSink;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{LocalName, TokenizerResult};
use std::cell::RefCell;
use std::collections::HashMap;

/// Elements that hold no others, or whose start changes how the text after them is read: never left out.
const KEPT: &[&str] = &[
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
    "script",
    "style",
    "textarea",
    "title",
    "noscript",
    "iframe",
    "xmp",
    "noembed",
    "noframes",
    "plaintext",
    "template",
    "html",
    "head",
    "body",
];

/// Stands between tokenizer and tree builder and leaves out start tags that would nest too deep, with their end
/// tags. The parser's own steps look through all open elements, so without it deep nesting costs quadratic time.
struct DepthLimit {
    builder: TreeBuilder<NodeId, Sink>,
    max_depth: usize,
    left_out: RefCell<HashMap<LocalName, usize>>,
}

impl DepthLimit {
    fn leaves_out(&self, tag: &Tag) -> bool {
        match tag.kind {
            TagKind::StartTag => {
                if self.builder.sink.depth() < self.max_depth || KEPT.contains(&&*tag.name) {
                    return false;
                }
                *self.left_out.borrow_mut().entry(tag.name.clone()).or_default() += 1;
                true
            }
            TagKind::EndTag => match self.left_out.borrow_mut().get_mut(&tag.name) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    true
                }
                _ => false,
            },
        }
    }
}

impl TokenSink for DepthLimit {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line_number: u64) -> TokenSinkResult<NodeId> {
        if let Token::TagToken(tag) = &token
            && self.leaves_out(tag)
        {
            return TokenSinkResult::Continue;
        }
        self.builder.process_token(token, line_number)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Parses a page as a browser does, with scripting off, so that `noscript` holds elements.
pub(crate) fn parse(html: &str, max_depth: usize) -> Tree {
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let builder = TreeBuilder::new(Sink::for_bytes(html.len()), options);
    let sink = DepthLimit { builder, max_depth: max_depth.max(8), left_out: RefCell::default() };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    // The tokenizer stops at scripts and at declarations of an encoding; neither matters here.
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.builder.sink.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builds_what_a_browser_builds() {
        let tree = parse("<p>one<p>two <b>bold<i>both</b>italic</i><table>lost<tr><td>cell</table>", 256);
        assert_eq!(tree.text_of(0), "onetwo boldbothitaliclostcell");
    }

    #[test]
    fn deep_nesting_is_flattened_in_linear_time() {
        let deep = format!("{}end{}<p>after</p>", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let tree = parse(&deep, 256);
        let deepest = (0..tree.len()).map(|id| tree.ancestors(id).count()).max();
        assert!(deepest.unwrap() < 300);
        assert_eq!(tree.text_of(0), "endafter");
    }
}
