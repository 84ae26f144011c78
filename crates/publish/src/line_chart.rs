//! Lines over time as SVG, drawn without any library.

use crate::wording::grouped;
use model::{Cleared, svg_text};
use std::fmt::Write;

/// Lines over time with one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct LineChart {
    /// What it shows.
    pub title: String,
    /// What it rests on, beneath the chart.
    pub caption: String,
    /// Labels of the places on the time axis, evenly apart.
    pub times: Vec<String>,
    /// The lines, at most as many as there are colours that can be told apart; more are drawn in the last one.
    pub lines: Vec<ChartLine>,
}

/// One line, with the band that its uncertainty covers.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartLine {
    /// Its name.
    pub name: String,
    /// Its values, one for each time.
    pub values: Vec<f64>,
    /// Lower and upper end of the band at each time; none where it is empty.
    pub band: Vec<[f64; 2]>,
}

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 76.0;
const RIGHT: f64 = 200.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 62.0;
/// Colours that also people with colour blindness tell apart: Okabe and Ito, Color Universal Design, 2008.
const COLOURS: [&str; 7] = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"];
const DASHES: [&str; 3] = ["none", "6 3", "2 3"];
/// Most labels on the time axis.
const TIME_LABELS: usize = 7;

/// Draws the chart. The same chart gives the same bytes.
#[must_use]
pub fn line_chart(chart: Cleared<LineChart>) -> Cleared<String> {
    chart.map(|chart| drawn(&chart))
}

fn drawn(chart: &LineChart) -> String {
    let values = chart.lines.iter().flat_map(|line| line.values.iter().chain(line.band.iter().flatten()));
    let greatest = values.copied().filter(|value| value.is_finite()).fold(0.0, f64::max);
    let (top, step) = scale(greatest);
    let across = WIDTH - LEFT - RIGHT;
    let last = chart.times.len().saturating_sub(1).max(1) as f64;
    let x = |at: usize| LEFT + across * at as f64 / last;
    let y = |value: f64| TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - value.clamp(0.0, top) / top);
    let mut svg = String::new();
    let mut put = |text: String| {
        svg.push_str(&text);
        svg.push('\n');
    };
    put(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">"
    ));
    put(format!("<title>{}</title>", svg_text(&chart.title)));
    put(format!("<desc>{}</desc>", svg_text(&chart.caption)));
    put(format!("<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>"));
    put(format!(
        "<text x=\"{LEFT}\" y=\"22\" font-size=\"15\" font-weight=\"bold\">{}</text>",
        svg_text(&chart.title)
    ));
    let mut mark = 0.0;
    while mark <= top * 1.000_001 {
        let height = y(mark);
        put(format!(
            "<line x1=\"{LEFT}\" x2=\"{:.1}\" y1=\"{height:.1}\" y2=\"{height:.1}\" stroke=\"#ddd\"/>",
            LEFT + across
        ));
        put(format!(
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            LEFT - 8.0,
            height + 4.0,
            grouped(&format!("{:.0}", mark))
        ));
        mark += step;
    }
    let every = chart.times.len().div_ceil(TIME_LABELS).max(1);
    for (at, time) in chart.times.iter().enumerate().step_by(every) {
        let place = x(at);
        put(format!(
            "<text x=\"{place:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            HEIGHT - BOTTOM + 18.0,
            svg_text(time)
        ));
    }
    for (number, line) in chart.lines.iter().enumerate() {
        let colour = COLOURS[number.min(COLOURS.len() - 1)];
        let dash = DASHES[number % DASHES.len()];
        if !line.band.is_empty() {
            let there = line.band.iter().enumerate().map(|(at, [_, high])| (at, *high));
            let back = line.band.iter().enumerate().rev().map(|(at, [low, _])| (at, *low));
            let points = points(there.chain(back), x, y);
            put(format!("<polygon points=\"{points}\" fill=\"{colour}\" fill-opacity=\"0.12\"/>"));
        }
        let points = points(line.values.iter().copied().enumerate(), x, y);
        put(format!(
            "<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dash}\"/>"
        ));
        let height = TOP + 8.0 + 18.0 * number as f64;
        let place = WIDTH - RIGHT + 16.0;
        put(format!(
            "<line x1=\"{place:.1}\" x2=\"{:.1}\" y1=\"{height:.1}\" y2=\"{height:.1}\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dash}\"/>",
            place + 24.0
        ));
        put(format!(
            "<text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            place + 30.0,
            height + 4.0,
            svg_text(&line.name)
        ));
    }
    put(format!(
        "<text x=\"{LEFT}\" y=\"{:.1}\" fill=\"#555\" font-size=\"11\">{}</text>",
        HEIGHT - 14.0,
        svg_text(&chart.caption)
    ));
    svg.push_str("</svg>\n");
    svg
}

fn points(
    places: impl Iterator<Item = (usize, f64)>,
    x: impl Fn(usize) -> f64,
    y: impl Fn(f64) -> f64,
) -> String {
    let mut points = String::new();
    for (at, value) in places {
        let gap = if points.is_empty() { "" } else { " " };
        // Writing to a string cannot fail.
        let _ = write!(points, "{gap}{:.1},{:.1}", x(at), y(value));
    }
    points
}

/// A round number that is not below the greatest value, and the distance of the marks beneath it.
fn scale(greatest: f64) -> (f64, f64) {
    let mut step = 1.0;
    for factor in [2.0, 2.5, 2.0].iter().cycle().take(200) {
        if greatest <= 5.0 * step {
            break;
        }
        step *= factor;
    }
    let marks = (greatest / step).ceil().max(1.0);
    (marks * step, step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Clearance, Sensitivity};

    fn chart() -> LineChart {
        LineChart {
            title: "Workers <at> \"A\" & B\u{1}".to_owned(),
            caption: "5 to 95 % of draws".to_owned(),
            times: vec!["2017-12".to_owned(), "2018-01".to_owned(), "2018-02".to_owned()],
            lines: vec![ChartLine {
                name: "baseline".to_owned(),
                values: vec![10_000.0, 5000.0, 0.0],
                band: vec![[10_000.0, 10_000.0], [4000.0, 6000.0], [0.0, 900.0]],
            }],
        }
    }

    #[test]
    fn values_stand_at_their_places() {
        let cleared = Clearance::Public.admit(chart(), Sensitivity::Open).unwrap();
        let svg = line_chart(cleared).into_inner();
        // From the top mark of 10,000 at 44 down to 0 at 358, from 76 to 560 across.
        assert!(svg.contains("<polyline points=\"76.0,44.0 318.0,201.0 560.0,358.0\""), "{svg}");
        assert!(svg.contains("<text x=\"68.0\" y=\"48.0\" text-anchor=\"end\">10,000</text>"), "{svg}");
        assert!(svg.contains("Workers &lt;at&gt; &quot;A&quot; &amp; B </title>"), "{svg}");
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    }

    #[test]
    fn scales_end_on_round_numbers() {
        for (greatest, top, step) in
            [(0.0, 1.0, 1.0), (7.0, 8.0, 2.0), (30_023.0, 40_000.0, 10_000.0), (1e12, 1e12, 2e11)]
        {
            assert_eq!(scale(greatest), (top, step), "{greatest}");
        }
    }

    #[test]
    fn an_empty_chart_is_drawn_too() {
        let empty = LineChart { times: Vec::new(), lines: Vec::new(), ..chart() };
        assert!(drawn(&empty).ends_with("</svg>\n"));
    }
}
