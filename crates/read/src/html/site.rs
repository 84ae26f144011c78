//! The name of the site that a page is on, and headlines without it.

use super::head::Head;

/// Marks that set a site's name apart from a headline in a window title.
pub(crate) const SEPARATORS: &[&str] =
    &[" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / ", " // ", "｜", " ∣ "];

/// Letters and digits only, lower case: for comparing headlines.
pub(crate) fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// White space folded; entities that were escaped twice read as what they stand for.
pub(crate) fn squeeze(text: &str) -> String {
    const ENTITIES: [(&str, &str); 8] = [
        ("&#039;", "'"),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&quot;", "\""),
        ("&#8217;", "’"),
        ("&#8211;", "–"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.contains('&') {
        for (entity, character) in ENTITIES {
            text = text.replace(entity, character);
        }
    }
    text
}

/// Name of the publishing site, from what the page declares.
pub(crate) fn site_name(head: &Head<'_>) -> Option<String> {
    let declared = head
        .meta(&[
            "og:site_name",
            "application-name",
            "citation_journal_title",
            "dc.publisher",
            "dcterms.publisher",
            "apple-mobile-web-app-title",
        ])
        .map(squeeze);
    declared
        .or_else(|| head.structured.publisher.clone())
        .filter(|name| !name.is_empty() && name.chars().count() <= 120)
}

/// What stands before the first mark that sets a site's name apart.
pub(crate) fn first_part(title: &str) -> &str {
    let end = SEPARATORS.iter().filter_map(|mark| title.find(mark)).min().unwrap_or(title.len());
    title.get(..end).unwrap_or(title).trim()
}

/// A heading without the site's name after it.
pub(crate) fn without_site_only(heading: &str, site: &str) -> String {
    let found = SEPARATORS.iter().find_map(|separator| {
        let (before, after) = heading.rsplit_once(separator)?;
        let after = fold(after);
        (!site.is_empty() && !after.is_empty() && (site.contains(&after) || after.contains(site)))
            .then_some(before)
    });
    found.unwrap_or(heading).trim_matches(|c: char| c.is_whitespace() || matches!(c, '¶' | '#')).to_owned()
}

/// A window title without the site's name before or after it.
pub(crate) fn without_site(title: &str, site: &str) -> String {
    let mut best = title;
    // What follows a bar may itself have bars in it.
    for separator in SEPARATORS.iter().chain([" | "].iter()) {
        let Some((before, after)) = best.rsplit_once(separator) else { continue };
        let (folded_before, folded_after) = (fold(before), fold(after));
        if !after.chars().any(char::is_alphabetic) {
            continue;
        }
        if !site.is_empty()
            && (site.contains(&folded_after) || folded_after.contains(site))
            && !folded_before.is_empty()
        {
            best = before;
        } else if !site.is_empty() && folded_before == site {
            best = after;
        } else if (*separator == " | " && before.split_whitespace().count() >= 2)
            || (before.split_whitespace().count() >= 3
                && after.split_whitespace().count() <= 4
                && before.len() > after.len())
        {
            best = before;
        }
    }
    best.trim_matches(|c: char| c.is_whitespace() || matches!(c, '¶' | '#')).to_owned()
}
