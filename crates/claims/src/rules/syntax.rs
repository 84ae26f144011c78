//! The text of a rule file to blocks: lexicons and frames, each with its place for error messages.
//!
//! A block starts at the margin with `lexicon NAME` or `frame NAME`; its lines are indented. `#` starts a
//! comment. A line that begins with `|` continues the line before it. See `rules/README.md` for the language.

use super::RuleError;

/// A piece of a rule file and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located<T> {
    pub(crate) value: T,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// One line of a block: a key and the rest of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: Located<String>,
    pub(crate) value: Located<String>,
}

/// What a block defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Lexicon,
    Frame,
}

/// One lexicon or frame as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) kind: BlockKind,
    pub(crate) name: Located<String>,
    /// For a frame, its keys and values; for a lexicon, lines whose key is empty.
    pub(crate) entries: Vec<Entry>,
}

/// Splits a rule file into its blocks.
pub(crate) fn parse(file: &str, text: &str) -> Result<Vec<Block>, RuleError> {
    let mut blocks: Vec<Block> = Vec::new();
    for (index, raw) in text.lines().enumerate() {
        let line = index + 1;
        let content = without_comment(raw).trim_end();
        let trimmed = content.trim_start();
        if trimmed.is_empty() {
            continue;
        }
        let column = content.chars().count() - trimmed.chars().count() + 1;
        let located = |value: &str, column| Located { value: value.to_owned(), line, column };
        let error = |message: String| RuleError::at(file, line, column, message);
        if column == 1 {
            let (word, name) = trimmed.split_once(char::is_whitespace).unwrap_or((trimmed, ""));
            let kind = match word {
                "lexicon" => BlockKind::Lexicon,
                "frame" => BlockKind::Frame,
                _ => return Err(error(format!("expected `lexicon NAME` or `frame NAME`, found `{word}`"))),
            };
            let name = name.trim();
            if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || "_-/".contains(c)) {
                return Err(error(format!("`{name}` is not a name: letters, digits, `-`, `_` and `/`")));
            }
            blocks.push(Block { kind, name: located(name, word.len() + 2), entries: Vec::new() });
            continue;
        }
        let Some(block) = blocks.last_mut() else {
            return Err(error("an indented line before the first `lexicon` or `frame`".to_owned()));
        };
        match (block.kind, trimmed.strip_prefix('|')) {
            (BlockKind::Lexicon, rest) => {
                let rest = rest.unwrap_or(trimmed);
                block.entries.push(Entry { key: located("", column), value: located(rest, column) });
            }
            (BlockKind::Frame, Some(rest)) => {
                let Some(last) = block.entries.last_mut() else {
                    return Err(error("a continuation `|` with nothing before it".to_owned()));
                };
                last.value.value.push_str(" | ");
                last.value.value.push_str(rest.trim());
            }
            (BlockKind::Frame, None) => {
                let (key, value) = trimmed.split_once(char::is_whitespace).unwrap_or((trimmed, ""));
                let value_column = column + key.chars().count() + 1;
                let entry = Entry { key: located(key, column), value: located(value.trim(), value_column) };
                block.entries.push(entry);
            }
        }
    }
    Ok(blocks)
}

/// A `#` starts a comment at the margin or after white space, so that `C#` or an address stays whole.
fn without_comment(line: &str) -> &str {
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        if c == '#' && before.is_whitespace() {
            return &line[..at];
        }
        before = c;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_lines_and_comments() {
        let blocks = parse("t", "# top\nlexicon minder # who collects\n  captain/n | minder/n\n\nframe levy/a\n  kind levy\n  match <money>\n    | x\n").unwrap();
        assert_eq!(blocks.len(), 2);
        assert_eq!(blocks[0].name.value, "minder");
        assert_eq!(blocks[0].entries[0].value.value, "captain/n | minder/n");
        assert_eq!(blocks[1].entries[1].value.value, "<money> | x");
        assert_eq!(blocks[1].entries[1].key.line, 7);
    }

    #[test]
    fn errors_point_at_line_and_column() {
        let error = parse("my.frames", "frame a\n  kind levy\nfame b\n").unwrap_err();
        assert_eq!(error.to_string(), "my.frames:3:1: expected `lexicon NAME` or `frame NAME`, found `fame`");
    }
}
