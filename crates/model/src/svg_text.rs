//! Text of strangers in drawings of ours.

/// The text as it may stand in an element or a quoted attribute of an SVG drawing: what markup would take for its own is replaced, and a
/// control character, which XML does not have, becomes a space.
#[must_use]
pub fn svg_text(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            control if control.is_control() => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::svg_text;

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(svg_text("<a b=\"c\">&\n\u{7}é"), "&lt;a b=&quot;c&quot;&gt;&amp;  é");
    }
}
