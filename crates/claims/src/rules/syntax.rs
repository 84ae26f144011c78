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

/// One line of a block: a key and the rest of the line, with the lines that continue it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: Located<String>,
    pub(crate) value: Located<String>,
    /// Characters of the value.
    length: usize,
    continued: Vec<Continuation>,
}

/// Where a line that continues an entry begins: in the value, in characters, and in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Continuation {
    offset: usize,
    line: usize,
    column: usize,
}

impl Entry {
    fn new(key: Located<String>, value: Located<String>) -> Self {
        Self { key, length: value.value.chars().count(), value, continued: Vec::new() }
    }

    fn go_on(&mut self, more: &str, line: usize, column: usize) {
        self.value.value.push_str(" | ");
        self.value.value.push_str(more);
        self.continued.push(Continuation { offset: self.length + 3, line, column });
        self.length += 3 + more.chars().count();
    }

    /// Line and column of a character of the value.
    pub(crate) fn place(&self, offset: usize) -> (usize, usize) {
        // The sign that joins two lines is shown at the end of the first.
        let next = self.continued.partition_point(|part| part.offset <= offset);
        let end = self.continued.get(next).map_or(self.length, |part| part.offset - 3);
        match next.checked_sub(1).and_then(|last| self.continued.get(last)) {
            Some(part) => (part.line, part.column + offset.min(end).saturating_sub(part.offset)),
            None => (self.value.line, self.value.column + offset.min(end)),
        }
    }
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
        let characters = content.chars().count();
        let column = characters + 1 - trimmed.chars().count();
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
            let name_column = characters + 1 - name.chars().count();
            blocks.push(Block { kind, name: located(name, name_column), entries: Vec::new() });
            continue;
        }
        let Some(block) = blocks.last_mut() else {
            return Err(error("an indented line before the first `lexicon` or `frame`".to_owned()));
        };
        match (block.kind, trimmed.strip_prefix('|')) {
            (BlockKind::Lexicon, rest) => {
                let rest = rest.unwrap_or(trimmed);
                block.entries.push(Entry::new(located("", column), located(rest, column)));
            }
            (BlockKind::Frame, Some(rest)) => {
                let Some(last) = block.entries.last_mut() else {
                    return Err(error("a continuation `|` with nothing before it".to_owned()));
                };
                let more = rest.trim_start();
                last.go_on(more, line, characters + 1 - more.chars().count());
            }
            (BlockKind::Frame, None) => {
                let (key, value) = trimmed.split_once(char::is_whitespace).unwrap_or((trimmed, ""));
                let value = value.trim_start();
                let value_column = characters + 1 - value.chars().count();
                block.entries.push(Entry::new(located(key, column), located(value, value_column)));
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

    #[test]
    fn an_error_on_an_empty_continuation_stays_on_its_line() {
        let error = |text: &str| {
            let file = super::super::RuleFile { name: "f", text };
            let error = super::super::Rules::compile(&[file]).unwrap_err();
            (error.line, error.column, error.message)
        };
        let empty = "an empty alternative".to_owned();
        assert_eq!(error("frame a\n  kind levy\n  match e\n  |\n  | x\n"), (4, 4, empty.clone()));
        assert_eq!(error("frame a\n  kind levy\n  match e\n  |\n"), (4, 4, empty));
    }
}
