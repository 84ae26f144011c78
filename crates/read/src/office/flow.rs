//! Paragraphs, tables and asides of a word processor to blocks of text.

use crate::pieces::Pieces;
use model::{PageText, Zone};

/// Longest cell in bytes that is set beside others on one line; longer ones are blocks of their own.
const LONGEST_CELL: usize = 200;
/// Deepest nesting of tables; deeper ones are read as part of the cell around them.
const DEEPEST_TABLE: usize = 16;

/// Takes text as it comes and writes blocks.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    pieces: Pieces,
    line: Line,
    tables: Vec<Table>,
    /// Tables that are open beyond the deepest that is kept.
    too_deep: usize,
    /// Paragraphs that were interrupted by an aside, with the aside's zone.
    interrupted: Vec<(Zone, Line, Vec<Table>)>,
    /// Asides that wait for the end of the block they belong to.
    waiting: Vec<(Zone, String)>,
    /// All blocks are out of sight: a slide that is not shown.
    hidden: bool,
}

/// A paragraph being written.
#[derive(Debug, Default)]
struct Line {
    text: String,
    /// Stretches of it that are not shown: they become blocks of their own.
    hidden: Vec<String>,
}

#[derive(Debug, Default)]
struct Table {
    row: Vec<Vec<String>>,
    cell: Vec<String>,
}

impl Flow {
    /// Bytes written so far.
    pub(crate) fn len(&self) -> usize {
        self.pieces.len() + self.line.text.len()
    }

    /// Text inside a paragraph.
    pub(crate) fn text(&mut self, text: &str) {
        self.line.text.push_str(text);
    }

    /// Text inside a paragraph that is not shown.
    pub(crate) fn hidden_text(&mut self, text: &str) {
        match self.line.hidden.last_mut() {
            Some(last) if self.line.text.is_empty() => last.push_str(text),
            _ => self.line.hidden.push(text.to_owned()),
        }
    }

    /// Ends the paragraph.
    pub(crate) fn end_paragraph(&mut self, zone: Zone) {
        let line = std::mem::take(&mut self.line);
        let text = folded(&line.text);
        if let Some((aside, ..)) = self.interrupted.last() {
            if !text.is_empty() {
                self.waiting.push((*aside, text));
            }
        } else if let Some(table) = self.tables.last_mut() {
            if !text.is_empty() {
                table.cell.push(text);
            }
        } else {
            self.pieces.add(&text, zone, self.hidden);
        }
        for hidden in line.hidden {
            self.pieces.add(&folded(&hidden), zone, true);
        }
        self.flush();
    }

    fn flush(&mut self) {
        if self.tables.is_empty() && self.interrupted.is_empty() {
            for (zone, text) in std::mem::take(&mut self.waiting) {
                self.pieces.add(&text, zone, self.hidden);
            }
        }
    }

    /// Adds an aside (a footnote, a remark) after the block that is being written.
    pub(crate) fn aside(&mut self, zone: Zone, text: &str) {
        let text = folded(text);
        if !text.is_empty() {
            self.waiting.push((zone, text));
        }
    }

    /// What comes until [`Self::end_aside`] interrupts the paragraph.
    pub(crate) fn begin_aside(&mut self, zone: Zone) {
        let line = std::mem::take(&mut self.line);
        self.interrupted.push((zone, line, std::mem::take(&mut self.tables)));
    }

    /// Goes on with the paragraph that was interrupted.
    pub(crate) fn end_aside(&mut self) {
        if !self.line.text.trim().is_empty() {
            self.end_paragraph(Zone::Main);
        }
        if let Some((_, line, tables)) = self.interrupted.pop() {
            (self.line, self.tables) = (line, tables);
        }
    }

    /// Whether an aside is being read.
    pub(crate) fn is_aside(&self) -> bool {
        !self.interrupted.is_empty()
    }

    pub(crate) fn begin_table(&mut self) {
        if self.tables.len() < DEEPEST_TABLE {
            if !self.line.text.trim().is_empty() {
                self.end_paragraph(Zone::Main);
            }
            self.tables.push(Table::default());
        } else {
            self.too_deep += 1;
        }
    }

    /// Puts text before what the paragraph has so far.
    pub(crate) fn text_before(&mut self, text: &str) {
        self.line.text.insert_str(0, text);
    }

    pub(crate) fn end_cell(&mut self) {
        self.end_cells(1, usize::MAX);
    }

    /// Ends a cell that stands for several, as long as the row has fewer than `most`.
    pub(crate) fn end_cells(&mut self, repeats: usize, most: usize) {
        if self.too_deep > 0 {
            return;
        }
        if !self.line.text.trim().is_empty() {
            self.end_paragraph(Zone::Main);
        }
        if let Some(table) = self.tables.last_mut() {
            let cell = std::mem::take(&mut table.cell);
            for _ in 0..repeats.min(most.saturating_sub(table.row.len())) {
                table.row.push(cell.clone());
            }
        }
    }

    pub(crate) fn end_row(&mut self) {
        self.end_rows(1);
    }

    /// Ends a row that stands for several.
    pub(crate) fn end_rows(&mut self, repeats: usize) {
        if self.too_deep > 0 {
            return;
        }
        let Some(table) = self.tables.last_mut() else { return };
        let row = std::mem::take(&mut table.row);
        if row.iter().all(Vec::is_empty) {
            return;
        }
        let is_long = |cell: &Vec<String>| cell.iter().map(String::len).sum::<usize>() > LONGEST_CELL;
        let blocks: Vec<String> = if row.iter().any(is_long) {
            row.into_iter().flatten().collect()
        } else {
            let cells: Vec<String> =
                row.iter().map(|cell| cell.join(" ").replace(['\t', '\n'], " ")).collect();
            vec![cells.join("\t").trim_end_matches('\t').to_owned()]
        };
        for _ in 0..repeats {
            self.add_blocks(blocks.clone());
        }
    }

    fn add_blocks(&mut self, blocks: Vec<String>) {
        let blocks = blocks.into_iter().filter(|block| !block.trim().is_empty());
        let depth = self.tables.len();
        if let Some(outer) = depth.checked_sub(2).and_then(|at| self.tables.get_mut(at)) {
            outer.cell.extend(blocks);
            return;
        }
        if let Some((aside, ..)) = self.interrupted.last() {
            self.waiting.extend(blocks.map(|block| (*aside, block)));
            return;
        }
        for block in blocks {
            self.pieces.add(&block, Zone::Main, self.hidden);
        }
        // What belongs to a row stands after it, not after the table.
        if self.interrupted.is_empty() {
            for (zone, text) in std::mem::take(&mut self.waiting) {
                self.pieces.add(&text, zone, self.hidden);
            }
        }
    }

    pub(crate) fn end_table(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        if self.tables.last().is_some_and(|table| !table.row.is_empty() || !table.cell.is_empty()) {
            self.end_cell();
            self.end_row();
        }
        self.tables.pop();
        self.flush();
    }

    /// Adds a block that stands by itself.
    pub(crate) fn block(&mut self, text: &str, zone: Zone) {
        self.pieces.add(&folded(text), zone, self.hidden);
    }

    /// Adds a line of a sheet as it is.
    pub(crate) fn row(&mut self, row: &str) {
        self.pieces.add(row, Zone::Main, self.hidden);
    }

    /// Begins a slide or sheet.
    pub(crate) fn begin_page(&mut self, number: usize, label: Option<String>, hidden: bool) {
        self.hidden = hidden;
        self.pieces.begin_page(number, label, PageText::Own);
    }

    /// Closes all that is open and gives what was written.
    pub(crate) fn finish(mut self) -> Pieces {
        while !self.interrupted.is_empty() {
            self.end_aside();
        }
        while !self.tables.is_empty() {
            self.end_table();
        }
        self.end_paragraph(Zone::Main);
        self.pieces
    }
}

/// White space folded to one space; cells and lines stay apart.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap: Option<char> = None;
    for c in text.chars() {
        match c {
            '\n' | '\u{2028}' | '\u{b}' => gap = Some('\n'),
            '\t' => gap = gap.filter(|gap| *gap == '\n').or(Some('\t')),
            c if c.is_whitespace() || (c.is_control() && c != '\u{ad}') => gap = gap.or(Some(' ')),
            c => {
                if let Some(gap) = gap.take().filter(|_| !folded.is_empty()) {
                    folded.push(gap);
                }
                folded.push(c);
            }
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_lines_and_asides_follow_their_block() {
        let mut flow = Flow::default();
        flow.text("Pay  was ");
        flow.begin_aside(Zone::Caption);
        flow.text("A note.");
        flow.end_paragraph(Zone::Main);
        flow.end_aside();
        flow.text("low.");
        flow.end_paragraph(Zone::Main);
        flow.begin_table();
        for cells in [["Poland", "800"], ["Malta", "40"]] {
            for cell in cells {
                flow.text(cell);
                flow.end_paragraph(Zone::Main);
                flow.end_cell();
            }
            flow.end_row();
        }
        flow.end_table();
        let (text, zones, _) = flow.finish().finish();
        assert_eq!(text, "Pay was low.\nA note.\nPoland\t800\nMalta\t40");
        assert_eq!(
            zones.iter().map(|zone| zone.zone).collect::<Vec<_>>(),
            [Zone::Main, Zone::Caption, Zone::Main]
        );
    }

    #[test]
    fn white_space_is_folded_and_lines_stay() {
        assert_eq!(folded("  a \u{a0} b\t\tc \n d\n"), "a b\tc\nd");
    }
}
