//! robots.txt: what a site asks programs to leave alone (RFC 9309), and how long they shall wait between requests.
//!
//! ```text
//! bytes ─▶ lines ─▶ groups that name us, or those for all ─▶ rules ─ longest match ─▶ may this path be asked?
//! ```
//!
//! Patterns may hold `*` for anything and end in `$`. They are compared as octets, percent-encoded one way.

use memchr::memmem;

/// Bytes that are read; RFC 9309 asks for at least 500 KiB.
pub const LARGEST_ROBOTS: usize = 512 << 10;

/// Longest pattern that is looked at, in bytes.
const LONGEST_PATTERN: usize = 4 << 10;

/// What a robots.txt says to one program.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Robots {
    rules: Vec<Rule>,
    crawl_delay: Option<f64>,
}

/// One line `Allow:` or `Disallow:`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    is_allowed: bool,
    /// As it stands in the file.
    text: String,
    /// Percent-encoded one way, without the `$` at its end.
    pattern: Vec<u8>,
    is_anchored: bool,
    /// The line, from 1.
    line: usize,
}

impl Rule {
    /// The line it stands on, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The pattern as it stands in the file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    fn matches(&self, path: &[u8]) -> bool {
        let mut pieces = self.pattern.split(|byte| *byte == b'*').peekable();
        let first = pieces.next().unwrap_or_default();
        let Some(mut rest) = path.strip_prefix(first) else { return false };
        if pieces.peek().is_none() {
            return !self.is_anchored || rest.is_empty();
        }
        while let Some(piece) = pieces.next() {
            if pieces.peek().is_none() && self.is_anchored {
                return rest.ends_with(piece);
            }
            let Some(at) = memmem::find(rest, piece) else { return false };
            rest = rest.get(at + piece.len()..).unwrap_or_default();
        }
        true
    }

    /// Octets that the rule is about: the longest of the rules that match decides.
    fn weight(&self) -> usize {
        self.pattern.len() + usize::from(self.is_anchored)
    }
}

impl Robots {
    /// Reads what a robots.txt says to the program of this name (the part of its User-Agent before `/`). No bytes make it fail: what is
    /// not understood is passed over.
    ///
    /// ```
    /// let robots = fetch::Robots::parse(b"User-agent: *\nDisallow: /private/\nAllow: /private/press\n", "manumit");
    /// assert!(robots.refusal("/private/press/1.html").is_none());
    /// assert_eq!(robots.refusal("/private/x").unwrap().line(), 2);
    /// ```
    #[must_use]
    pub fn parse(bytes: &[u8], program: &str) -> Self {
        let bytes = bytes.get(..LARGEST_ROBOTS).unwrap_or(bytes);
        let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
        let mut ours = Self::default();
        let mut for_all = Self::default();
        let mut is_named = false;
        let mut group = Group::default();
        for (number, line) in lines(&text) {
            let Some((key, value)) = key_and_value(line) else { continue };
            match key.to_ascii_lowercase().as_str() {
                "user-agent" => {
                    if group.has_rules {
                        group = Group::default();
                    }
                    let agent: &str = value.split(|c: char| !is_token(c)).next().unwrap_or_default();
                    group.is_ours |= !agent.is_empty() && agent.eq_ignore_ascii_case(program);
                    group.is_for_all |= value.starts_with('*');
                    is_named |= group.is_ours;
                }
                key @ ("allow" | "disallow" | "crawl-delay") => {
                    group.has_rules = true;
                    for (said, applies) in [(&mut ours, group.is_ours), (&mut for_all, group.is_for_all)] {
                        if applies {
                            said.take(key, value, number);
                        }
                    }
                }
                _ => {}
            }
        }
        if is_named { ours } else { for_all }
    }

    fn take(&mut self, key: &str, value: &str, line: usize) {
        if key == "crawl-delay" {
            let seconds = value.parse::<f64>().ok().filter(|seconds| seconds.is_finite() && *seconds >= 0.0);
            self.crawl_delay = self.crawl_delay.or(seconds);
            return;
        }
        // An empty `Disallow:` allows all, as if it were not there.
        if value.is_empty() || value.len() > LONGEST_PATTERN {
            return;
        }
        let (pattern, is_anchored) = match value.strip_suffix('$') {
            Some(pattern) => (pattern, true),
            None => (value, false),
        };
        let mut pattern = normal(pattern);
        pattern.dedup_by(|a, b| *a == b'*' && *b == b'*');
        if !pattern.starts_with(b"/") && !pattern.starts_with(b"*") {
            pattern.insert(0, b'/');
        }
        self.rules.push(Rule {
            is_allowed: key == "allow",
            text: value.to_owned(),
            pattern,
            is_anchored,
            line,
        });
    }

    /// The rule that forbids this path (with its query); `None` where it may be asked.
    #[must_use]
    pub fn refusal(&self, path_and_query: &str) -> Option<&Rule> {
        if path_and_query == "/robots.txt" {
            return None;
        }
        let path = normal(path_and_query);
        let matching = self.rules.iter().filter(|rule| rule.matches(&path));
        // Of two rules of one length, the one that allows.
        let decisive = matching.max_by_key(|rule| (rule.weight(), rule.is_allowed))?;
        (!decisive.is_allowed).then_some(decisive)
    }

    /// Seconds that the site asks to wait between two requests; not of the RFC, and widely used.
    #[must_use]
    pub fn crawl_delay(&self) -> Option<f64> {
        self.crawl_delay
    }
}

#[derive(Debug, Default)]
struct Group {
    is_ours: bool,
    is_for_all: bool,
    has_rules: bool,
}

/// Lines with their numbers, from 1; each of CR, LF and CR LF ends one.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let line_ends = text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'));
    line_ends.enumerate().map(|(index, line)| (index + 1, line))
}

fn key_and_value(line: &str) -> Option<(&str, &str)> {
    let line = line.split('#').next().unwrap_or_default();
    let (key, value) = line.split_once(':')?;
    Some((key.trim(), value.trim()))
}

/// A character of a product token (RFC 9309, 2.2.1); digits and dots are allowed, since they occur.
fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

/// A path or pattern in one spelling: what need not be percent-encoded is not, what must be is, in capitals.
fn normal(text: &str) -> Vec<u8> {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut normal = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let (octet, was_encoded) = match (byte, after) {
            (b'%', [high, low, after @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    rest = after;
                    (high << 4 | low, true)
                }
                _ => (byte, false),
            },
            _ => (byte, false),
        };
        let is_unreserved = octet.is_ascii_alphanumeric() || b"-._~".contains(&octet);
        let stays = if was_encoded { is_unreserved } else { octet.is_ascii_graphic() };
        if stays {
            normal.push(octet);
        } else {
            normal.push(b'%');
            normal.extend([octet >> 4, octet & 15].iter().filter_map(|digit| HEX.get(usize::from(*digit))));
        }
    }
    normal
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn allows(robots: &str, path: &str) -> bool {
        Robots::parse(robots.as_bytes(), "manumit").refusal(path).is_none()
    }

    fn rule(pattern: &str, path: &str) -> bool {
        !allows(&format!("User-agent: *\nDisallow: {pattern}\n"), path)
    }

    #[test]
    fn patterns_match_as_in_the_table_of_the_rfc_and_of_google() {
        for (pattern, matching, others) in [
            ("/", &["/", "/x"][..], &[][..]),
            (
                "/fish",
                &["/fish", "/fish.html", "/fishheads/yummy.html", "/fish.php?id=x"],
                &["/Fish", "/catfish"],
            ),
            ("/fish*", &["/fish", "/fish.html"], &["/Fish.asp", "/catfish"]),
            ("/fish/", &["/fish/", "/fish/?id=1", "/fish/salmon.htm"], &["/fish", "/fish.html"]),
            ("/*.php", &["/index.php", "/a/b.php?x", "/filename.php/"], &["/", "/windows.PHP"]),
            ("/*.php$", &["/a.php", "/folder/b.php"], &["/a.php?x", "/a.php/", "/a.php5"]),
            ("/fish*.php", &["/fish.php", "/fishheads/catfish.php?p"], &["/Fish.PHP"]),
            ("/$", &["/"], &["/x"]),
            ("/a*b*c$", &["/abc", "/a1b2bc", "/abcc"], &["/abcd", "/acb"]),
            ("/****x", &["/x", "/yx"], &["/y"]),
            ("fish", &["/fish"], &["/x/fish"]),
            ("*.gif$", &["/a/b.gif"], &["/a/b.gif?x"]),
        ] {
            for path in matching {
                assert!(rule(pattern, path), "{pattern} matches {path}");
            }
            for path in others {
                assert!(!rule(pattern, path), "{pattern} does not match {path}");
            }
        }
    }

    #[test]
    fn octets_are_compared_in_one_spelling() {
        assert!(rule("/foo/bar?baz=http://foo.bar", "/foo/bar?baz=http://foo.bar"));
        assert!(rule("/foo/bar/ツ", "/foo/bar/%E3%83%84"));
        assert!(rule("/foo/bar/%e3%83%84", "/foo/bar/%E3%83%84"));
        assert!(rule("/foo/bar/%62%61%7A", "/foo/bar/baz"));
        assert!(!rule("/foo%2Fbar", "/foo/bar"));
        assert!(rule("/100%", "/100%25") || rule("/100%", "/100%"));
    }

    #[test]
    fn the_longest_rule_decides_and_of_two_the_one_that_allows() {
        let robots = "user-agent: manumit\nallow: /p\ndisallow: /\nallow: /page\ndisallow: /*.htm\ndisallow: /folder\nallow: /folder\n";
        for (path, allowed) in [
            ("/page", true),
            ("/p", true),
            ("/x", false),
            ("/page.htm", false),
            ("/folder/page", true),
            ("/robots.txt", true),
        ] {
            assert_eq!(allows(robots, path), allowed, "{path}");
        }
    }

    #[test]
    fn groups_are_joined_and_ours_goes_before_that_for_all() {
        let robots = "Disallow: /nobody\n\nUser-agent: *\nDisallow: /everyone\nCrawl-delay: 2\n\nUser-agent: Other\nUser-agent: MANUMIT/2.0 (x)\n\
                      Disallow: /a # why\nSitemap: https://a.example/s.xml\nCrawl-delay: 1.5\nUser-agent: third\nDisallow: /third\n\
                      \nUser-agent: manumit\nDisallow: /b\n";
        for (path, allowed) in
            [("/a", false), ("/b", false), ("/everyone", true), ("/third", true), ("/nobody", true)]
        {
            assert_eq!(allows(robots, path), allowed, "{path}");
        }
        assert_eq!(Robots::parse(robots.as_bytes(), "manumit").crawl_delay(), Some(1.5));
        let third = Robots::parse(robots.as_bytes(), "somebody");
        assert_eq!((third.crawl_delay(), third.refusal("/everyone").map(Rule::line)), (Some(2.0), Some(4)));
        // A name that only begins like ours is not ours.
        assert!(allows("User-agent: manumitter\nDisallow: /\n", "/x"));
    }

    #[test]
    fn all_kinds_of_lines_are_read_and_nonsense_is_passed_over() {
        assert!(!allows("\u{feff}User-agent: *\rDisallow: /x\r\n", "/x"));
        assert!(!allows("User-Agent:*\nfoo\n:\nDisallow:/x", "/x"));
        assert!(allows("User-agent: *\nDisallow:\n", "/x"));
        assert!(allows("<html><body>Disallow: /</body></html>", "/x"));
        assert!(allows("", "/x"));
        assert_eq!(
            Robots::parse(b"User-agent: *\nCrawl-delay: NaN\nCrawl-delay: -1\nCrawl-delay: 1e999", "m")
                .crawl_delay(),
            None
        );
        let late = format!("User-agent: *\n{}Disallow: /x\n", "#\n".repeat(LARGEST_ROBOTS / 2));
        assert!(allows(&late, "/x"), "what lies behind the limit is not read");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..400), path in "/[ -~]{0,40}") {
            let _ = Robots::parse(&bytes, "manumit").refusal(&path);
        }

        #[test]
        fn a_pattern_without_signs_is_a_prefix(pattern in "/[a-z/]{0,8}", path in "/[a-z/]{0,12}") {
            prop_assert_eq!(rule(&pattern, &path), path.starts_with(&pattern));
        }
    }
}
