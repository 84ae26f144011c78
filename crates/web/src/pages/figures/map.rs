//! A map of the world as SVG: each country a link, in a shade for how many claims speak of it. Nothing is ever placed more finely than a
//! country.

use model::svg_text;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;

/// Outlines; see `data/README.md`.
const WORLD: &str = include_str!("../../../data/world.tsv");
/// The grid of the outlines.
const WIDTH: u32 = 2000;
const HEIGHT: u32 = 870;
/// Radius of a country that is too small for an outline.
const DOT: u32 = 9;

/// A country as it is drawn.
enum Shape {
    Path(&'static str),
    Dot(&'static str, &'static str),
}

static SHAPES: LazyLock<Vec<(&'static str, Shape)>> = LazyLock::new(|| {
    let lines = WORLD.lines().filter(|line| !line.starts_with('#'));
    let shape = |line: &'static str| {
        let (code, shape) = line.split_once('\t')?;
        let shape = match shape.strip_prefix('@') {
            Some(middle) => middle.split_once(' ').map(|(x, y)| Shape::Dot(x, y))?,
            None => Shape::Path(shape),
        };
        Some((code, shape))
    };
    lines.filter_map(shape).collect()
});

/// Upper ends of the shades, as numbers of claims; beyond the last is the darkest.
pub(crate) const SHADES: [usize; 4] = [2, 9, 29, 99];

/// The shade for a number of claims: 0 for none, to 5.
pub(crate) fn shade(claims: usize) -> usize {
    if claims == 0 {
        return 0;
    }
    1 + SHADES.iter().take_while(|end| claims > **end).count()
}

/// What each shade stands for, in order.
pub(crate) fn legend() -> Vec<(usize, String)> {
    let mut from = 1;
    let mut entries = vec![(0, "none".to_owned())];
    for (at, end) in SHADES.iter().enumerate() {
        entries.push((at + 1, format!("{from}–{end}")));
        from = end + 1;
    }
    entries.push((SHADES.len() + 1, format!("{from} and more")));
    entries
}

/// Draws the map for numbers of claims and sources by country code.
///
/// A country without claims is a link too, but the keyboard passes over it.
pub(crate) fn world(known: &BTreeMap<String, (usize, usize)>) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" class=\"world\" role=\"group\" \
         aria-label=\"Map of the world: countries by number of claims. The table beneath has the same numbers.\">"
    );
    for (code, shape) in SHAPES.iter() {
        let (claims, sources) = known.get(*code).copied().unwrap_or_default();
        // A dot for each small island would only be clutter.
        if claims == 0 && matches!(shape, Shape::Dot(..)) {
            continue;
        }
        let name = svg_text(&engine::place_name(code));
        let title = match claims {
            0 => name,
            _ => {
                format!("{name}: {}, {}", publish::count(claims, "claim"), publish::count(sources, "source"))
            }
        };
        let order = if claims == 0 { " tabindex=\"-1\"" } else { "" };
        // Writing to a string cannot fail.
        let _ = write!(
            svg,
            "<a href=\"/places/{code}\"{order} aria-label=\"{title}\" class=\"k{}\"><title>{title}</title>",
            shade(claims)
        );
        let _ = match shape {
            Shape::Path(path) => write!(svg, "<path d=\"{path}\"/>"),
            Shape::Dot(x, y) => write!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{DOT}\"/>"),
        };
        svg.push_str("</a>");
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_has_a_shape_within_the_grid() {
        assert!(SHAPES.len() > 230);
        for (code, shape) in SHAPES.iter() {
            let known = engine::place_name(code);
            assert_ne!(known, *code, "{code} is no country that is known");
            let numbers: Vec<i64> = match shape {
                Shape::Path(path) => {
                    let starts = path.split('M').skip(1).filter_map(|ring| ring.split_once('l'));
                    starts
                        .flat_map(|(start, _)| start.split(' ').map(|number| number.parse().unwrap()))
                        .collect()
                }
                Shape::Dot(x, y) => vec![x.parse().unwrap(), y.parse().unwrap()],
            };
            assert!(
                !numbers.is_empty() && numbers.iter().all(|number| (0..=2000).contains(number)),
                "{code}: {numbers:?}"
            );
        }
    }

    #[test]
    fn shades_grow_with_claims() {
        assert_eq!([0, 1, 2, 3, 9, 10, 30, 99, 100].map(shade), [0, 1, 1, 2, 2, 3, 4, 4, 5]);
        assert_eq!(legend().len(), 6);
    }

    #[test]
    fn the_map_stays_small_and_small_countries_with_claims_are_on_it() {
        let known = BTreeMap::from([("SG".to_owned(), (3, 2)), ("RU".to_owned(), (40, 9))]);
        let svg = world(&known);
        assert!(svg.len() < 60_000, "{}", svg.len());
        assert!(svg.contains("aria-label=\"Singapore: 3 claims, 2 sources\" class=\"k2\""));
        assert!(
            svg.contains("<a href=\"/places/RU\" aria-label=\"Russia: 40 claims, 9 sources\" class=\"k4\">")
        );
        assert!(svg.contains("<a href=\"/places/BR\" tabindex=\"-1\" aria-label=\"Brazil\" class=\"k0\">"));
    }
}
