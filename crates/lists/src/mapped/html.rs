//! Tables of a web page.
//!
//! Only tokens are looked at, no tree is built: a table is what stands between its tags, cells end where the next begins. Cells that span
//! rows or columns stand in each of them.

use super::grid::{Grid, GridRow, check_row};
use crate::Limits;
use crate::error::{Error, Place, Result};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use std::cell::RefCell;

/// Rows or columns that one cell may span.
const LONGEST_SPAN: usize = 1000;

/// Elements that part words in a cell.
const BLOCKS: &[&str] = &["br", "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"];

/// All tables, in the order in which they end.
pub(super) fn tables(file: &str, text: &str, limits: &Limits) -> Result<Vec<Grid>> {
    let sink = Tables { file, limits, state: RefCell::new(State::default()) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(text));
    // Scripts are not run; whatever stops the tokenizer, it goes on.
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
        if tokenizer.sink.state.borrow().failed.is_some() {
            break;
        }
    }
    tokenizer.end();
    let state = tokenizer.sink.state.into_inner();
    match state.failed {
        Some(error) => Err(error),
        None if !state.open.is_empty() => Err(Error::truncated(Place::whole(file), "a table does not end")),
        None => Ok(state.done),
    }
}

struct Tables<'t> {
    file: &'t str,
    limits: &'t Limits,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    open: Vec<OpenTable>,
    done: Vec<Grid>,
    cells: usize,
    failed: Option<Error>,
}

#[derive(Default)]
struct OpenTable {
    grid: Grid,
    row: Option<OpenRow>,
    /// For each column: the text of a cell that reaches down, and for how many rows more.
    hanging: Vec<Option<(String, usize)>>,
}

struct OpenRow {
    line: u64,
    cells: Vec<String>,
    cell: Option<OpenCell>,
}

struct OpenCell {
    text: String,
    columns: usize,
    rows: usize,
}

impl TokenSink for Tables<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        if state.failed.is_some() {
            return TokenSinkResult::Continue;
        }
        let outcome = match token {
            Token::TagToken(tag) => {
                if tag.kind == TagKind::StartTag && matches!(&*tag.name, "script" | "style") {
                    let kind = if &*tag.name == "script" { RawKind::ScriptData } else { RawKind::Rawtext };
                    return TokenSinkResult::RawData(kind);
                }
                self.tag(&mut state, &tag, line)
            }
            Token::CharacterTokens(text) => self.characters(&mut state, &text, line),
            _ => Ok(()),
        };
        state.failed = outcome.err();
        TokenSinkResult::Continue
    }
}

impl Tables<'_> {
    fn characters(&self, state: &mut State, text: &str, line: u64) -> Result<()> {
        let row = state.open.last_mut().and_then(|table| table.row.as_mut());
        let Some(cell) = row.and_then(|row| row.cell.as_mut()) else { return Ok(()) };
        cell.text.push_str(text);
        Limits::check(|| Place::new(self.file, line), cell.text.len(), self.limits.row, "bytes in a cell")
    }

    fn tag(&self, state: &mut State, tag: &Tag, line: u64) -> Result<()> {
        let place = || Place::new(self.file, line);
        let opens = tag.kind == TagKind::StartTag;
        match &*tag.name {
            "table" if opens => {
                Limits::check(place, state.open.len() + 1, self.limits.depth, "levels of tables")?;
                state.open.push(OpenTable::default());
            }
            "table" => {
                if let Some(mut table) = state.open.pop() {
                    self.end_row(&mut table, &mut state.cells)?;
                    state.done.push(table.grid);
                }
            }
            "tr" | "thead" | "tbody" | "tfoot" => {
                let Some(table) = state.open.last_mut() else { return Ok(()) };
                self.end_row(table, &mut state.cells)?;
                if opens && &*tag.name == "tr" {
                    table.row = Some(OpenRow { line, cells: Vec::new(), cell: None });
                }
            }
            "td" | "th" => {
                let Some(table) = state.open.last_mut() else { return Ok(()) };
                end_cell(table, self.limits.row);
                if opens {
                    let cell = OpenCell {
                        text: String::new(),
                        columns: span(tag, "colspan"),
                        rows: span(tag, "rowspan"),
                    };
                    let row =
                        table.row.get_or_insert_with(|| OpenRow { line, cells: Vec::new(), cell: None });
                    row.cell = Some(cell);
                    check_row(place, row.cells.len() + 1, 0, self.limits)?;
                }
            }
            name if BLOCKS.contains(&name) => self.characters(state, "\n", line)?,
            _ => {}
        }
        Ok(())
    }

    fn end_row(&self, table: &mut OpenTable, cells: &mut usize) -> Result<()> {
        end_cell(table, self.limits.row);
        let Some(mut row) = table.row.take() else { return Ok(()) };
        hang_down(&mut table.hanging, &mut row.cells);
        let place = || Place::new(self.file, row.line);
        let bytes = row.cells.iter().map(String::len).sum();
        check_row(place, row.cells.len(), bytes, self.limits)?;
        // Cells that span rows are copied; so all of them are counted.
        *cells += row.cells.len() + bytes / 64;
        Limits::check(place, *cells, self.limits.bytes / 64, "cells")?;
        if row.cells.iter().any(|cell| !cell.trim().is_empty()) {
            table.grid.rows.push(GridRow::of_cells(row.line, row.cells));
        }
        Ok(())
    }
}

fn span(tag: &Tag, name: &str) -> usize {
    let value = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
    value.and_then(|attribute| attribute.value.trim().parse().ok()).unwrap_or(1).clamp(1, LONGEST_SPAN)
}

/// Puts the cells that hang from rows above where this row has come to.
fn hang_down(hanging: &mut [Option<(String, usize)>], cells: &mut Vec<String>) {
    while let Some(slot) = hanging.get_mut(cells.len()).filter(|slot| slot.is_some()) {
        if let Some((text, rows)) = slot.take() {
            cells.push(text.clone());
            if rows > 1 {
                *slot = Some((text, rows - 1));
            }
        }
    }
}

/// Ends the open cell; once the row is larger than `longest`, its copies are no longer made, and the row is refused at its end.
fn end_cell(table: &mut OpenTable, longest: usize) {
    let Some(row) = table.row.as_mut() else { return };
    let Some(cell) = row.cell.take() else { return };
    hang_down(&mut table.hanging, &mut row.cells);
    let text = crate::text::one_line(&cell.text).into_owned();
    let mut bytes: usize = row.cells.iter().map(String::len).sum();
    for _ in 0..cell.columns.min(LONGEST_SPAN.saturating_sub(row.cells.len())) {
        bytes += text.len();
        if cell.rows > 1 {
            if table.hanging.len() <= row.cells.len() {
                table.hanging.resize(row.cells.len() + 1, None);
            }
            if let Some(slot) = table.hanging.get_mut(row.cells.len()) {
                *slot = Some((text.clone(), cell.rows - 1));
            }
        }
        row.cells.push(text.clone());
        if bytes > longest {
            break;
        }
    }
}
