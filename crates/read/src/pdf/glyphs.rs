//! One page as glyphs with their places, as its drawing instructions set them.

use super::collections::Collections;
use super::tables::{Grid, MOST_LINES, Rule, Upright};
use hayro_interpret::font::{Glyph as FontGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Shape, Vec2};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

/// Which way a piece of text runs on the page as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Turn {
    /// From left to right.
    Level,
    /// Downwards.
    Down,
    /// Upside down.
    Over,
    /// Upwards.
    Up,
    /// Across: mostly stamps such as "draft".
    Slanted,
}

/// One glyph. Lengths are in points (1/72 inch); `y` grows downwards. Both are measured along the text, so that
/// turned text looks level.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glyph {
    /// Where its characters stand in [`PageGlyphs::text`].
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) left: f32,
    pub(crate) right: f32,
    /// Its base line.
    pub(crate) base: f32,
    /// Height of the font.
    pub(crate) size: f32,
    pub(crate) turn: Turn,
    /// Whether it is drawn so that nobody sees it.
    pub(crate) invisible: bool,
}

/// What a page draws, as far as it matters to a reader of text.
#[derive(Debug, Default)]
pub(crate) struct PageGlyphs {
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) text: String,
    pub(crate) glyphs: Vec<Glyph>,
    /// Thin level lines.
    pub(crate) rules: Vec<Rule>,
    /// Lines and edges of boxes that may part the cells of tables.
    pub(crate) grid: Grid,
    /// Glyphs that no table of the file turns into characters.
    pub(crate) unknown: usize,
    /// Share of the page that pictures cover, 0 to 1 or more where they overlap.
    pub(crate) pictures: f32,
    /// Number of lines and areas drawn.
    pub(crate) strokes: usize,
}

/// Thrown out of the interpreter when a page costs more than it may; caught where the page is read.
pub(crate) struct TooMuch;

/// Collects glyphs while a page is interpreted.
pub(crate) struct Collector<'c> {
    pub(crate) page: PageGlyphs,
    collections: &'c Collections,
    /// Drawing instructions that may still follow.
    budget: usize,
    /// What was drawn where: some producers draw text several times to make it look bold.
    drawn: HashSet<(u64, i32, i32)>,
}

impl<'c> Collector<'c> {
    pub(crate) fn new(width: f32, height: f32, collections: &'c Collections, budget: usize) -> Self {
        let page = PageGlyphs { width, height, ..PageGlyphs::default() };
        Self { page, collections, budget, drawn: HashSet::new() }
    }

    /// Counts instructions. The interpreter has no way to be stopped but to unwind, which is silent here: no
    /// panic hook runs.
    fn spend(&mut self, instructions: usize) {
        match self.budget.checked_sub(instructions) {
            Some(left) => self.budget = left,
            None => std::panic::resume_unwind(Box::new(TooMuch)),
        }
    }

    /// What may still be spent.
    pub(crate) fn left(&self) -> usize {
        self.budget
    }

    fn add(&mut self, characters: &str, place: Affine, advance: f32, least_size: f32, invisible: bool) {
        let origin = place * Point::ZERO;
        let along = place * Point::new(f64::from(advance.max(1.0)), 0.0) - origin;
        let upwards = place * Point::new(0.0, 1000.0) - origin;
        let Some((turn, direction)) = turn_of(along) else { return };
        if ![origin.x, origin.y, along.x, along.y, upwards.x, upwards.y].iter().all(|n| n.is_finite()) {
            return;
        }
        let down = Vec2::new(-direction.y, direction.x);
        let at = origin.to_vec2();
        let left = at.dot(direction) as f32;
        let base = at.dot(down) as f32;
        let width = if advance > 0.0 { along.hypot() as f32 } else { 0.0 };
        let size = (upwards.hypot() as f32).max(least_size);
        let key = (hash(characters), (left * 2.0).round() as i32, (base * 2.0).round() as i32);
        if !characters.trim().is_empty() && !self.drawn.insert(key) {
            return;
        }
        let from = self.page.text.len();
        push_plain(&mut self.page.text, characters);
        let to = self.page.text.len();
        let right = left + width;
        self.page.glyphs.push(Glyph { from, to, left, right, base, size, turn, invisible });
    }
}

/// What a glyph of a bitmap font without names shows: such fonts come from TeX, whose text fonts have letters
/// and figures where ASCII has them, and ligatures at 11 to 15 (D. E. Knuth, The TeXbook, appendix F).
fn bitmap_character(glyph: &FontGlyph<'_>) -> Option<&'static str> {
    const ASCII: &str =
        "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
    const LIGATURES: [&str; 5] = ["ff", "fi", "fl", "ffi", "ffl"];
    let FontGlyph::Type3(drawn) = glyph else { return None };
    let code = drawn.char_code() as usize;
    match code {
        11..=15 => LIGATURES.get(code - 11).copied(),
        0x20 => Some(" "),
        _ => code.checked_sub(0x21).and_then(|at| ASCII.get(at..=at)),
    }
}

fn hash(characters: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    characters.hash(&mut hasher);
    hasher.finish()
}

/// The quarter turn nearest to a direction, and the direction of text so turned.
fn turn_of(along: Vec2) -> Option<(Turn, Vec2)> {
    let length = along.hypot();
    if !length.is_finite() || length <= 0.0 {
        return None;
    }
    let unit = along / length;
    let near = 0.97;
    Some(if unit.x > near {
        (Turn::Level, Vec2::new(1.0, 0.0))
    } else if unit.x < -near {
        (Turn::Over, Vec2::new(-1.0, 0.0))
    } else if unit.y > near {
        (Turn::Down, Vec2::new(0.0, 1.0))
    } else if unit.y < -near {
        (Turn::Up, Vec2::new(0.0, -1.0))
    } else {
        (Turn::Slanted, unit)
    })
}

/// Ligatures and the shapes of Arabic letters are how characters look, not what they are: a search for
/// "field" must find a "field" that was set with a ligature. Fonts' private characters say nothing.
fn push_plain(text: &mut String, characters: &str) {
    for character in characters.chars() {
        match character {
            '\u{fb00}'..='\u{fb06}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => {
                text.extend(std::iter::once(character).nfkc());
            }
            '\0' | '\u{feff}' => {}
            '\u{e000}'..='\u{f8ff}' => text.push('\u{fffd}'),
            _ if character.is_control() => text.push(' '),
            _ => text.push(character),
        }
    }
}

impl<'a> Device<'a> for Collector<'_> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.spend(run.glyphs().len() + 1);
        let invisible = matches!(mode, DrawMode::Invisible);
        let mut buffer = [0_u8; 4];
        for glyph in run.glyphs() {
            let place = props.transform * glyph.transform();
            let (advance, least_size) = match &**glyph {
                FontGlyph::Outline(outline) => (outline.advance_width().unwrap_or(500.0), 0.0),
                // A bitmap font has any size it likes; its letters are about half as wide as high.
                FontGlyph::Type3(drawn) => {
                    let advance = drawn.advance_width().unwrap_or(500.0);
                    let width = place * Point::new(f64::from(advance), 0.0) - place * Point::ZERO;
                    (advance, (width.hypot() as f32).min(200.0))
                }
            };
            match glyph.as_unicode().or_else(|| self.collections.characters(glyph)) {
                Some(BfString::Char(character)) => {
                    self.add(character.encode_utf8(&mut buffer), place, advance, least_size, invisible);
                }
                Some(BfString::String(characters)) => {
                    self.add(&characters, place, advance, least_size, invisible);
                }
                None => match bitmap_character(glyph) {
                    Some(characters) => self.add(characters, place, advance, least_size, invisible),
                    None => self.page.unknown += 1,
                },
            }
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, _: &DrawMode) {
        self.spend(1 + path.elements().len() / 16);
        self.page.strokes += 1;
        if path.elements().len() > 8 {
            return;
        }
        let bounds = props.transform.transform_rect_bbox(path.bounding_box());
        let Rect { x0, x1, y0, y1 } = bounds;
        let rule = |y: f64| Rule { left: x0 as f32, right: x1 as f32, y: y as f32 };
        let grid = &mut self.page.grid;
        if bounds.height() < 3.0 {
            if bounds.width() > 30.0 {
                self.page.rules.push(rule(y0));
            }
            if bounds.width() > 8.0 && grid.rules.len() < MOST_LINES {
                grid.rules.push(rule(y0));
            }
        } else if bounds.width() < 3.0 {
            if grid.uprights.len() < MOST_LINES {
                grid.uprights.push(Upright { x: x0 as f32, top: y0 as f32, bottom: y1 as f32 });
            }
        } else if grid.rules.len() < MOST_LINES {
            grid.rules.extend([rule(y0), rule(y1)]);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.spend(1);
        let page = Rect::new(0.0, 0.0, f64::from(self.page.width), f64::from(self.page.height));
        let pixels = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let place = props.transform.transform_rect_bbox(pixels).intersect(page);
        let area = page.area();
        if area > 0.0 && place.area().is_finite() {
            self.page.pictures += (place.area() / area) as f32;
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.spend(1);
    }
    fn push_clip_rect(&mut self, _: &Rect) {
        self.spend(1);
    }
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.spend(1);
    }
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
