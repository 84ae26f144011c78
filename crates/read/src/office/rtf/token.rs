//! Bytes to groups, words and text.

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'b> {
    Open,
    Close,
    /// `\*`: what follows may be left out by who does not know it.
    Ignorable,
    /// A control word or sign, and its number.
    Word {
        name: &'b str,
        number: Option<i32>,
    },
    /// `\'e4`: one byte of text.
    Byte(u8),
    /// Bytes of text as they stand.
    Text(&'b [u8]),
}

/// Tokens of a document; ends at its end, whole or not.
pub(super) struct Tokens<'b> {
    rest: &'b [u8],
}

impl<'b> Tokens<'b> {
    pub(super) const fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    fn skip(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    fn control(&mut self) -> Option<Token<'b>> {
        let after = self.rest.get(1..)?;
        let length = after.iter().take(32).take_while(|byte| byte.is_ascii_alphabetic()).count();
        if length == 0 {
            let sign = *after.first()?;
            self.skip(2);
            return Some(match sign {
                b'\'' => {
                    let code = self.rest.get(..2).and_then(|code| std::str::from_utf8(code).ok());
                    let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
                    self.skip(if byte.is_some() { 2 } else { 0 });
                    Token::Byte(byte.unwrap_or(b'?'))
                }
                b'*' => Token::Ignorable,
                b'\\' => Token::Text(b"\\"),
                b'{' => Token::Text(b"{"),
                b'}' => Token::Text(b"}"),
                b'\n' | b'\r' => Token::Word { name: "par", number: None },
                b'~' => Token::Word { name: "~", number: None },
                b'_' => Token::Word { name: "_", number: None },
                b'-' => Token::Word { name: "-", number: None },
                _ => Token::Word { name: "", number: None },
            });
        }
        let name = std::str::from_utf8(after.get(..length)?).ok()?;
        let digits = after.get(length..)?;
        let signed = usize::from(digits.first() == Some(&b'-'));
        let count = digits.iter().skip(signed).take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let end = if count == 0 { 0 } else { signed + count };
        let number = digits
            .get(..end)
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| digits.parse().ok());
        let space = usize::from(digits.get(end) == Some(&b' '));
        self.skip(1 + length + end + space);
        if name == "bin" {
            let count = number.and_then(|count: i32| usize::try_from(count).ok()).unwrap_or_default();
            self.skip(count.min(self.rest.len()));
        }
        Some(Token::Word { name, number })
    }
}

impl<'b> Iterator for Tokens<'b> {
    type Item = Token<'b>;

    fn next(&mut self) -> Option<Token<'b>> {
        loop {
            return match self.rest.first()? {
                b'{' => {
                    self.skip(1);
                    Some(Token::Open)
                }
                b'}' => {
                    self.skip(1);
                    Some(Token::Close)
                }
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => {
                    self.skip(1);
                    continue;
                }
                _ => {
                    let end = self
                        .rest
                        .iter()
                        .position(|byte| matches!(byte, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0));
                    let text = self.rest.get(..end.unwrap_or(self.rest.len()))?;
                    self.skip(text.len());
                    Some(Token::Text(text))
                }
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_text() {
        let word = |name, number| Token::Word { name, number };
        let tokens: Vec<Token<'_>> = Tokens::new(b"{\\u-10180?a b\\'e4\\*\\par\n\\bin3xyzend}").collect();
        let expected = [
            Token::Open,
            word("u", Some(-10180)),
            Token::Text(b"?a b"),
            Token::Byte(0xe4),
            Token::Ignorable,
            word("par", None),
            word("bin", Some(3)),
            Token::Text(b"end"),
            Token::Close,
        ];
        assert_eq!(tokens, expected);
        assert_eq!(Tokens::new(b"\\").count(), 0);
    }
}
