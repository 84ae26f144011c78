//! Words with a tilde: `word~` stands for itself and for the words of the index that differ from it by a letter or two.
//!
//! The words near it take its place in the search, so that passages show which of them were found. A change is a letter put in,
//! left out, taken for another, or two neighbours swapped (Damerau and Levenshtein).

use super::tokens;
use crate::Result;
use std::collections::BTreeMap;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// Most words that one stands for; those in the most documents stay.
const MOST_WORDS: usize = 50;
/// Most words of a search that are widened.
const MOST_TILDES: usize = 8;
/// Words up to so many letters may differ by one, longer ones by two: two changes make `plant` of `poland`.
const SHORT: usize = 7;

/// The search with each `word~`, `word~1` and `word~2` replaced by the words near it; what stands in quotation marks stays.
pub(super) fn widened(query: &str, searcher: &Searcher, fields: [Field; 2]) -> Result<String> {
    let mut written = String::with_capacity(query.len());
    let mut widened = 0;
    for part in parts(query) {
        match part {
            Part::Plain(text) => written.push_str(text),
            Part::Near { word, changes } if widened < MOST_TILDES => {
                widened += 1;
                let words = near(word, changes, searcher, fields)?;
                written.push_str(&if words.is_empty() {
                    word.to_owned()
                } else {
                    format!("({})", words.join(" OR "))
                });
            }
            Part::Near { word, .. } => written.push_str(word),
        }
    }
    Ok(written)
}

#[derive(Debug, PartialEq, Eq)]
enum Part<'q> {
    Plain(&'q str),
    Near { word: &'q str, changes: u8 },
}

/// Cuts a search at its words with a tilde.
fn parts(query: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut plain_from, mut word_from) = (0, None);
    let mut quoted = false;
    for (at, sign) in query.char_indices() {
        match sign {
            '"' => {
                quoted = !quoted;
                word_from = None;
            }
            _ if quoted => {}
            '~' => {
                let rest = query.get(at + 1..).unwrap_or_default();
                let given = rest.chars().next().filter(|sign| matches!(sign, '1' | '2'));
                let behind = rest.get(given.map_or(0, char::len_utf8)..).unwrap_or_default();
                let ends = behind.chars().next().is_none_or(|next| next.is_whitespace() || next == ')');
                if let Some((from, word)) =
                    word_from.and_then(|from| Some((from, query.get(from..at)?))).filter(|_| ends)
                {
                    parts.push(Part::Plain(query.get(plain_from..from).unwrap_or_default()));
                    let changes = match given {
                        Some('1') => 1,
                        Some(_) => 2,
                        None if word.chars().count() <= SHORT => 1,
                        None => 2,
                    };
                    parts.push(Part::Near { word, changes });
                    plain_from = at + 1 + given.map_or(0, char::len_utf8);
                }
                word_from = None;
            }
            _ if tokens::is_word(sign) => word_from = word_from.or(Some(at)),
            _ => word_from = None,
        }
    }
    parts.push(Part::Plain(query.get(plain_from..).unwrap_or_default()));
    parts.retain(|part| *part != Part::Plain(""));
    parts
}

/// The words of the index near `word`; none where it is cut into pairs of characters.
fn near(word: &str, changes: u8, searcher: &Searcher, fields: [Field; 2]) -> Result<Vec<String>> {
    let mut cut = Vec::new();
    let mut analyzer = tokens::analyzer();
    analyzer.token_stream(word).process(&mut |token| cut.push(token.text.clone()));
    let [token] = cut.as_slice() else { return Ok(Vec::new()) };
    if token.chars().any(tokens::is_paired) {
        return Ok(Vec::new());
    }
    let mut found: BTreeMap<String, u32> = BTreeMap::new();
    for field in fields {
        let fuzzy = FuzzyTermQuery::new(Term::from_field_text(field, token), changes, true);
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut terms = index.terms().search(fuzzy.automaton()?).into_stream().map_err(unread)?;
            while let Some((term, info)) = terms.next() {
                if let Ok(term) = std::str::from_utf8(term) {
                    *found.entry(term.to_owned()).or_default() += info.doc_freq;
                }
            }
        }
    }
    let mut words: Vec<(String, u32)> = found.into_iter().collect();
    words.sort_by_key(|(word, documents)| (word != token, std::cmp::Reverse(*documents)));
    Ok(words.into_iter().take(MOST_WORDS).map(|(word, _)| word).collect())
}

fn unread(error: std::io::Error) -> crate::Error {
    crate::Error::Index(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::{Part, parts};

    #[test]
    fn a_search_is_cut_at_its_tildes() {
        let near = |word, changes| Part::Near { word, changes };
        assert_eq!(parts("wage~ AND poland"), [near("wage", 1), Part::Plain(" AND poland")]);
        assert_eq!(
            parts("(shipyard~ OR title:mlta~1)"),
            [
                Part::Plain("("),
                near("shipyard", 2),
                Part::Plain(" OR title:"),
                near("mlta", 1),
                Part::Plain(")")
            ]
        );
        for plain in ["\"wage~ x\"", "\"exit visa\"~2", "~", "a ~2", "wage~3", "wage~x"] {
            assert_eq!(parts(plain), [Part::Plain(plain)]);
        }
        assert!(parts("").is_empty());
    }
}
