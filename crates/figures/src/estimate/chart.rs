//! A chart of an estimate: one bar for each figure, the same data as the table beneath it.

use super::{Estimate, Place};
use crate::amount::number;
use model::svg_text;
use std::fmt::Write;

const WIDTH: f64 = 860.0;
const LABELS: f64 = 330.0;
const LINE: f64 = 26.0;
const TOP: f64 = 46.0;

/// Draws the figures in scope as SVG: a bar from low to high, an arrow where an end is open. Without any script or reference
/// to anything outside.
#[must_use]
pub fn chart(estimate: &Estimate) -> String {
    let inputs: Vec<_> = estimate.inputs.iter().filter(|input| input.place == Place::Asked).collect();
    let ends = inputs.iter().flat_map(|input| [input.low, input.high]).flatten();
    let most = ends.fold(0.0_f64, f64::max).max(1e-12) * 1.1;
    let rows = f64::from(u32::try_from(inputs.len().max(1)).unwrap_or(u32::MAX));
    let height = TOP + rows * LINE + 34.0;
    let at = |value: f64| LABELS + (value / most).clamp(0.0, 1.0) * (WIDTH - LABELS - 20.0);
    let mut svg = String::new();
    let title = title(estimate);
    // Writing to a string cannot fail.
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}\" \
         font-family=\"sans-serif\" font-size=\"13\"><title>{title}</title><rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\
         <text x=\"10\" y=\"24\" font-weight=\"bold\">{title}</text>"
    );
    if inputs.is_empty() {
        let _ = write!(svg, "<text x=\"10\" y=\"{}\">insufficient: no root in scope</text>", TOP + 14.0);
    }
    for (row, input) in inputs.iter().enumerate() {
        let y = TOP + f64::from(u32::try_from(row).unwrap_or(u32::MAX)) * LINE;
        let label = svg_text(&shortened(&format!("{} · {}", input.root_name, input.says)));
        let (left, right) = (at(input.low.unwrap_or(0.0)), at(input.high.unwrap_or(most)));
        let colour = if input.root_named { "#1f5f8b" } else { "#9aa7b0" };
        let _ = write!(
            svg,
            "<text x=\"10\" y=\"{}\">{label}</text><rect x=\"{left:.1}\" y=\"{}\" width=\"{:.1}\" height=\"12\" fill=\"{colour}\"/>",
            y + 14.0,
            y + 4.0,
            (right - left).max(2.0),
        );
        if input.high.is_none() {
            let _ = write!(svg, "<text x=\"{:.1}\" y=\"{}\">→</text>", right + 2.0, y + 15.0);
        }
        if input.low.is_none() {
            let _ =
                write!(svg, "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"end\">←</text>", left - 2.0, y + 15.0);
        }
    }
    let axis = TOP + rows * LINE + 6.0;
    let _ = write!(
        svg,
        "<line x1=\"{LABELS}\" y1=\"{axis}\" x2=\"{}\" y2=\"{axis}\" stroke=\"#444\"/>",
        WIDTH - 20.0
    );
    for quarter in 0..=4_u8 {
        let value = most / 1.1 * f64::from(quarter) / 4.0;
        let _ = write!(
            svg,
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\" font-size=\"11\">{}</text>",
            at(value),
            axis + 16.0,
            number(value)
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn title(estimate: &Estimate) -> String {
    let question = &estimate.question;
    let year = question.year.map_or(String::new(), |year| format!(", {year}"));
    svg_text(&format!("{} · {}{year}", question.kind, question.place))
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 46;
    if text.chars().count() <= LONGEST {
        text.to_owned()
    } else {
        text.chars().take(LONGEST - 1).chain(['…']).collect()
    }
}
