//! Competing figures over time as SVG: each a bar from its low to its high end at its years, with the key that it has in the table.
//!
//! Colours are classes of the style sheet, so that they fit a light and a dark ground; a root keeps its colour, and what a page only
//! carries is dashed, so that nothing hangs on colour alone.

use engine::{Estimate, EstimateInput, EstimatePlace, Group};
use model::svg_text;
use std::collections::{HashMap, HashSet};
use std::fmt::Write;

/// Figures drawn at most; the table beneath has all.
pub(crate) const MOST_DRAWN: usize = 24;

const WIDTH: f64 = 900.0;
const LEFT: f64 = 84.0;
/// Room at the right for keys with their roots.
const LEGEND: f64 = 270.0;
const TOP: f64 = 16.0;
const PLOT: f64 = 330.0;
const BOTTOM: f64 = 34.0;
const LEGEND_LINE: f64 = 16.0;
/// Bars of one year stand so far apart, where there is room.
const APART: f64 = 13.0;
/// Classes of colours, `s0` to `s6`; further roots share the last.
const COLOURS: usize = 7;
/// From this ratio of the greatest to the least number on, the scale is logarithmic.
const MANY_TIMES: f64 = 40.0;
/// A time that is longer has an open end.
const OPEN_YEARS: i32 = 100;

/// A figure of the chart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bar {
    /// The key: a number from 1.
    pub(crate) key: usize,
    /// The root.
    pub(crate) root: String,
    /// The root's colour.
    pub(crate) colour: usize,
    /// Whether only a page carries it.
    pub(crate) is_carrier: bool,
    /// First and last year; none where it has none.
    pub(crate) years: Option<(i32, i32)>,
    /// The ends; none where they are open.
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    /// The number as written.
    pub(crate) point: Option<f64>,
}

/// The bars of a group's figures, in the order of the estimate.
pub(crate) fn bars(estimate: &Estimate, group: &Group) -> Vec<Bar> {
    let mut roots: HashMap<&str, usize> = HashMap::new();
    let mut bars = Vec::new();
    for (at, input) in inputs_of(estimate, group).enumerate() {
        let next = roots.len();
        let colour = *roots.entry(&input.root_name).or_insert(next);
        bars.push(Bar {
            key: at + 1,
            root: input.root_name.clone(),
            colour: colour.min(COLOURS - 1),
            is_carrier: !input.root_named,
            years: input.first_year.zip(input.last_year),
            low: input.low,
            high: input.high,
            point: input.point,
        });
    }
    bars
}

/// The inputs of a group's figures.
pub(crate) fn inputs_of<'e>(
    estimate: &'e Estimate,
    group: &'e Group,
) -> impl Iterator<Item = &'e EstimateInput> {
    let inputs = estimate.inputs.iter().filter(|input| input.place == EstimatePlace::Asked);
    let figures: HashSet<&str> = group.figures.iter().map(String::as_str).collect();
    inputs.filter(move |input| figures.contains(input.figure.as_str()))
}

/// How numbers stand on the vertical axis.
struct Scale {
    least: f64,
    greatest: f64,
    is_logarithmic: bool,
}

impl Scale {
    fn of(bars: &[Bar]) -> Self {
        let values = || bars.iter().flat_map(|bar| [bar.low, bar.high, bar.point]).flatten();
        let greatest = values().fold(0.0_f64, f64::max).max(1e-9);
        let least = values().filter(|value| *value > 0.0).fold(f64::INFINITY, f64::min).min(greatest);
        if greatest / least >= MANY_TIMES {
            let least = 10_f64.powf(least.log10().floor());
            return Self { least, greatest: greatest * 1.2, is_logarithmic: true };
        }
        // An open end needs room to be seen as one.
        let room = if bars.iter().any(|bar| bar.high.is_none()) { 1.2 } else { 1.06 };
        Self { least: 0.0, greatest: greatest * room, is_logarithmic: false }
    }

    fn at(&self, value: f64) -> f64 {
        let share = if self.is_logarithmic {
            (value.max(self.least) / self.least).ln() / (self.greatest / self.least).ln()
        } else {
            value / self.greatest
        };
        TOP + PLOT * (1.0 - share.clamp(0.0, 1.0))
    }

    /// Round numbers to mark.
    fn marks(&self) -> Vec<f64> {
        if self.is_logarithmic {
            let decades = (self.greatest / self.least).log10().floor().clamp(0.0, 15.0);
            let mut marks = Vec::new();
            let mut decade = 0.0;
            while decade <= decades {
                marks.push(self.least * 10_f64.powf(decade));
                decade += 1.0;
            }
            return marks;
        }
        let raw = self.greatest / 6.0;
        let power = 10_f64.powf(raw.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].iter().map(|factor| factor * power).find(|step| *step >= raw);
        let step = step.unwrap_or(power * 10.0);
        (0..=6_u8).map(|at| f64::from(at) * step).filter(|mark| *mark <= self.greatest).collect()
    }
}

/// Where years stand on the horizontal axis.
struct Axis {
    first: i32,
    last: i32,
    left: f64,
    width: f64,
}

impl Axis {
    fn of(bars: &[Bar]) -> Self {
        let closed = |bar: &Bar| bar.years.filter(|(first, last)| last - first < OPEN_YEARS);
        let firsts = bars.iter().filter_map(|bar| {
            bar.years.map(
                |(first, last)| if last - first < OPEN_YEARS { first } else { last.min(first.max(1900)) },
            )
        });
        let first = firsts.min().unwrap_or(0);
        let last = bars.iter().filter_map(closed).map(|(_, last)| last).max().unwrap_or(first).max(first);
        let undated = if bars.iter().any(|bar| bar.years.is_none()) { 70.0 } else { 0.0 };
        let left = LEFT + undated;
        Self { first, last, left, width: WIDTH - LEGEND - left - 12.0 }
    }

    fn year_width(&self) -> f64 {
        self.width / f64::from(self.last - self.first + 1)
    }

    /// The middle of a year.
    fn at(&self, year: i32) -> f64 {
        self.left + (f64::from(year.clamp(self.first, self.last) - self.first) + 0.5) * self.year_width()
    }
}

/// The number of a place in a list, as a measure.
fn measure(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// Draws the first [`MOST_DRAWN`] bars; `label` is read out in place of the picture.
pub(crate) fn timeline(bars: &[Bar], label: &str) -> String {
    let bars = bars.get(..MOST_DRAWN).unwrap_or(bars);
    let (scale, axis) = (Scale::of(bars), Axis::of(bars));
    let height = (TOP + PLOT + BOTTOM).max(TOP + 8.0 + LEGEND_LINE * measure(bars.len()) + 10.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\" class=\"timeline\">",
        svg_text(label)
    );
    // Writing to a string cannot fail.
    for mark in scale.marks() {
        let y = scale.at(mark);
        let _ = write!(
            svg,
            "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{:.0}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/><text class=\"axis\" x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            WIDTH - LEGEND,
            LEFT - 8.0,
            y + 4.0,
            publish::brief(mark)
        );
    }
    years(&mut svg, &axis, bars.iter().any(|bar| bar.years.is_none()));
    for (bar, x) in bars.iter().zip(places(bars, &axis)) {
        draw(&mut svg, bar, x, &scale, &axis);
    }
    for (at, bar) in bars.iter().enumerate() {
        let (x, y) = (WIDTH - LEGEND + 18.0, TOP + 8.0 + LEGEND_LINE * measure(at));
        let root = if bar.is_carrier { format!("({})", bar.root) } else { bar.root.clone() };
        let _ = write!(
            svg,
            "<text class=\"key s{}\" x=\"{x:.0}\" y=\"{:.0}\" text-anchor=\"end\">{}</text><text class=\"root\" x=\"{:.0}\" y=\"{:.0}\">{}</text>",
            bar.colour,
            y + 4.0,
            bar.key,
            x + 8.0,
            y + 4.0,
            svg_text(&shortened(&root))
        );
    }
    svg.push_str("</svg>");
    svg
}

fn years(svg: &mut String, axis: &Axis, has_undated: bool) {
    let y = TOP + PLOT;
    let span = usize::try_from(axis.last - axis.first + 1).unwrap_or(1);
    let every = span.div_ceil(10).max(1);
    for year in (axis.first..=axis.last).step_by(every).filter(|year| *year > 0) {
        let _ = write!(
            svg,
            "<text class=\"axis\" x=\"{:.1}\" y=\"{:.0}\" text-anchor=\"middle\">{year}</text>",
            axis.at(year),
            y + 20.0
        );
    }
    if has_undated {
        let middle = f64::midpoint(LEFT, axis.left);
        let _ = write!(
            svg,
            "<text class=\"axis\" x=\"{middle:.0}\" y=\"{:.0}\" text-anchor=\"middle\">no year</text><line class=\"grid\" x1=\"{:.0}\" x2=\"{:.0}\" y1=\"{TOP}\" y2=\"{y:.0}\"/>",
            y + 20.0,
            axis.left,
            axis.left
        );
    }
}

/// The place of each bar: at the middle of its years, beside others that are there.
fn places(bars: &[Bar], axis: &Axis) -> Vec<f64> {
    let middle = |bar: &Bar| {
        bar.years.map(|(first, last)| {
            let (first, last) = (first.clamp(axis.first, axis.last), last.clamp(axis.first, axis.last));
            f64::midpoint(axis.at(first), axis.at(last))
        })
    };
    let middles: Vec<f64> =
        bars.iter().map(|bar| middle(bar).unwrap_or(f64::midpoint(LEFT, axis.left))).collect();
    let is_near = |one: f64, other: f64| (one - other).abs() < axis.year_width().min(APART) / 2.0 + 0.01;
    let place = |(at, own): (usize, &f64)| {
        let beside = middles.iter().filter(|other| is_near(**other, *own)).count();
        let before = middles.iter().take(at).filter(|other| is_near(**other, *own)).count();
        let room = if bars.get(at).is_some_and(|bar| bar.years.is_none()) { 64.0 } else { axis.year_width() };
        let apart = (room / measure(beside + 1)).min(APART * 2.0).max(APART.min(room / measure(beside)));
        own + (measure(before) - (measure(beside) - 1.0) / 2.0) * apart
    };
    middles.iter().enumerate().map(place).collect()
}

fn draw(svg: &mut String, bar: &Bar, x: f64, scale: &Scale, axis: &Axis) {
    let (top, bottom) =
        (bar.high.map_or(TOP, |high| scale.at(high)), bar.low.map_or(TOP + PLOT, |low| scale.at(low)));
    let dashed = if bar.is_carrier { " carried" } else { "" };
    let _ = write!(svg, "<g class=\"bar s{}{dashed}\">", bar.colour);
    let middle = bar.point.map_or(f64::midpoint(top, bottom), |point| scale.at(point));
    if let Some((first, last)) = bar.years.filter(|(first, last)| first < last) {
        let half = axis.year_width() / 2.0;
        let _ = write!(
            svg,
            "<line class=\"span\" x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{middle:.1}\" y2=\"{middle:.1}\"/>",
            axis.at(first) - half,
            axis.at(last) + half
        );
    }
    let _ = write!(svg, "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{top:.1}\" y2=\"{bottom:.1}\"/>");
    for (end, y, tip) in [(bar.high, top, 7.0), (bar.low, bottom, -7.0)] {
        let _ = match end {
            Some(_) => {
                write!(svg, "<line x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>", x - 4.0, x + 4.0)
            }
            // An open end has the head of an arrow.
            None => write!(
                svg,
                "<path d=\"M{:.1} {:.1}L{x:.1} {y:.1}L{:.1} {:.1}\"/>",
                x - 4.0,
                y + tip,
                x + 4.0,
                y + tip
            ),
        };
    }
    if bar.point.is_some() {
        let _ = write!(svg, "<circle cx=\"{x:.1}\" cy=\"{middle:.1}\" r=\"3.5\"/>");
    }
    let _ = write!(
        svg,
        "<text class=\"key\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text></g>",
        (top - 5.0).max(11.0),
        bar.key
    );
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 36;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(key: usize, years: Option<(i32, i32)>, low: Option<f64>, high: Option<f64>) -> Bar {
        Bar {
            key,
            root: format!("<Root {key}>"),
            colour: key - 1,
            is_carrier: key == 2,
            years,
            low,
            high,
            point: low,
        }
    }

    #[test]
    fn ends_stand_at_their_numbers_and_open_ends_have_arrows() {
        let bars = [bar(1, Some((2015, 2015)), Some(500.0), Some(1000.0)), bar(2, None, Some(500.0), None)];
        let svg = timeline(&bars, "a \"label\"");
        assert!(svg.contains("aria-label=\"a &quot;label&quot;\""), "{svg}");
        // The greatest is 1000 · 1.2; the plot reaches from 346 up to 16.
        assert!(svg.contains("y1=\"71.0\" y2=\"208.5\""), "{svg}");
        assert!(svg.contains("<g class=\"bar s1 carried\">") && svg.contains(">no year<"), "{svg}");
        assert!(svg.contains("&lt;Root 1&gt;") && !svg.contains("<Root"), "{svg}");
        assert_eq!(svg.matches("<path").count(), 1);
    }

    #[test]
    fn numbers_far_apart_stand_on_a_logarithmic_scale() {
        let scale = Scale::of(&[bar(1, None, Some(200.0), Some(250.0)), bar(2, None, Some(90_000.0), None)]);
        assert!(scale.is_logarithmic);
        assert_eq!(scale.marks(), [100.0, 1000.0, 10_000.0, 100_000.0]);
    }

    #[test]
    fn bars_of_one_year_stand_beside_each_other() {
        let same = [bar(1, Some((2015, 2015)), None, None), bar(2, Some((2015, 2015)), None, None)];
        let axis = Axis::of(&same);
        let found = places(&same, &axis);
        assert!(found[1] - found[0] > 10.0, "{found:?}");
    }

    #[test]
    fn nothing_and_anything_can_be_drawn() {
        assert!(timeline(&[], "nothing").ends_with("</svg>"));
        let odd =
            [bar(1, Some((1900, 2000)), None, Some(0.0)), bar(2, Some((-5, 2020)), Some(f64::MAX), None)];
        assert!(timeline(&odd, "odd").ends_with("</svg>"));
    }
}
