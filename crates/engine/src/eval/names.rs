//! When two spellings of a speaker count as the same.

use std::collections::BTreeSet;

/// Words that say nothing about who it is.
const EMPTY_WORDS: &[&str] = &["the", "a", "an", "of", "for", "in", "and", "us", "u", "s", "by"];

/// Words an acronym leaves out.
const SKIPPED_BY_ACRONYMS: &[&str] = &["the", "of", "for", "in", "and"];

/// More words than this are a sentence, not a name.
const MOST_WORDS: usize = 10;

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|character: char| !(character.is_alphanumeric() || character == '_'))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// The words of a text that tell it from others.
pub(super) fn telling_words(text: &str) -> BTreeSet<String> {
    words(text).filter(|word| !EMPTY_WORDS.contains(&word.as_str())).collect()
}

fn acronym(name: &str) -> String {
    words(name)
        .filter(|word| !SKIPPED_BY_ACRONYMS.contains(&word.as_str()))
        .filter_map(|word| word.chars().next())
        .collect()
}

/// Whether half of the words agree, or one is the acronym of the other.
pub(super) fn same_name(left: &str, right: &str) -> bool {
    let (left_words, right_words) = (telling_words(left), telling_words(right));
    let longer = left_words.len().max(right_words.len());
    if left_words.is_empty() || right_words.is_empty() || longer > MOST_WORDS {
        return false;
    }
    let shared = left_words.intersection(&right_words).count();
    shared * 2 >= longer || right_words.contains(&acronym(left)) || left_words.contains(&acronym(right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_agree_by_half_of_their_words_or_as_acronyms() {
        assert!(same_name("Example Watch", "the Example Watch of Europe"));
        assert!(same_name("International Labour Organization", "ILO"));
        assert!(!same_name("Example Watch", "a report on watch towers of the north"));
        assert!(!same_name("Example Watch", "Other Bureau"));
        assert!(!same_name("", "Example"));
    }
}
