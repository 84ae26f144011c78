//! Text of strangers in pages of ours.

/// The text as it may stand in an element or a quoted attribute of HTML: nothing in it is markup, and control characters, which no page
/// may have, are shown as what they are: something that is not to be read.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' | '\t' => safe.push(character),
            // Marks that turn the direction of writing reach past the words they stand in.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => safe.push('\u{fffd}'),
            character if character.is_control() => safe.push('\u{fffd}'),
            character => safe.push(character),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup() {
        let hostile = "<script>x('\u{202e}\")&\u{0}";
        assert_eq!(escaped(hostile), "&lt;script&gt;x(&#39;\u{fffd}&quot;)&amp;\u{fffd}");
    }
}
