//! A page's headline and the name of its site.

use super::head::Head;
use super::tree::NodeId;

/// Marks that set a site's name apart from a headline in a window title.
const SEPARATORS: &[&str] =
    &[" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / ", " // ", "｜", " ∣ "];

/// Words of the longest heading that is taken for a headline without another witness.
const MOST_WORDS: usize = 25;

/// A headline, and the heading element it stands in.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Title {
    /// The words.
    pub(crate) text: Option<String>,
    /// The `h1` with these words.
    pub(crate) node: Option<NodeId>,
}

/// Letters and digits only, lower case: for comparing headlines.
pub(crate) fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Chooses the headline: a heading that the window title or the structured data confirms, else these.
pub(crate) fn choose_title(head: &Head<'_>, site: Option<&str>, is_article: bool) -> Title {
    let window = head.window_title.as_deref().map(squeeze);
    let social = head
        .meta(&[
            "og:title",
            "twitter:title",
            "dc.title",
            "dcterms.title",
            "citation_title",
            "parsely-title",
            "sailthru.title",
        ])
        .map(squeeze);
    let structured = head.structured.headline.as_deref().map(squeeze);
    let witnesses: Vec<String> = [&window, &social, &structured]
        .into_iter()
        .flatten()
        .map(|text| fold(text))
        .filter(|text| !text.is_empty())
        .collect();
    let site = site.map(fold).unwrap_or_default();
    let fits = |text: &str| {
        let folded = fold(text);
        !folded.is_empty()
            && folded != site
            && text.chars().count() <= 300
            && witnesses.iter().any(|witness| {
                witness.contains(&folded)
                    || (folded.contains(witness.as_str()) && witness.len() * 2 > folded.len())
            })
    };
    let opens = |text: &str| {
        let folded = fold(text);
        text.split_whitespace().count() >= 3 && witnesses.iter().any(|witness| witness.starts_with(&folded))
    };
    // A site's name, too, may be a heading and part of the window title; the headline comes first there.
    let best =
        head.headings.iter().filter(|(_, text)| fits(text)).max_by_key(|(_, text)| (opens(text), text.len()));
    if let Some((node, text)) = best.filter(|(_, text)| opens(text)) {
        return Title { text: Some(without_site_only(text, &site)), node: Some(*node) };
    }
    let headline = [&social, &window]
        .into_iter()
        .flatten()
        .map(|text| fold(&without_site(text, &site)))
        .find(|text| !text.is_empty());
    if let Some((node, text)) = head.subheadings.iter().find(|(_, text)| Some(fold(text)) == headline) {
        return Title { text: Some(text.clone()), node: Some(*node) };
    }
    let mut ranked = head.headings.iter().filter(|(_, text)| !text.is_empty());
    let lone = ranked.next().filter(|_| ranked.next().is_none());
    // A lone heading that only repeats the end of the window title names the site.
    let names_site = |text: &str| {
        let folded = fold(text);
        folded == site
            || window.as_deref().is_some_and(|window| {
                let end = SEPARATORS.iter().filter_map(|mark| window.rsplit_once(mark)).map(|(_, end)| end);
                lone.is_some() && end.min_by_key(|end| end.len()).is_some_and(|end| fold(end) == folded)
            })
    };
    if let Some((node, text)) = best.filter(|(_, text)| !names_site(text)) {
        return Title { text: Some(without_site_only(text, &site)), node: Some(*node) };
    }
    // The only heading of its rank is the headline of an article, whatever search engines are told; elsewhere it may
    // be a slogan and must share words with what they are told.
    if let Some((node, text)) = lone
        && !names_site(text)
        && text.split_whitespace().count() <= MOST_WORDS
        && (is_article || [&social, &window].into_iter().flatten().any(|witness| shares_words(text, witness)))
    {
        return Title { text: Some(without_site_only(text, &site)), node: Some(*node) };
    }
    let site = match lone {
        Some((_, text)) if site.is_empty() && names_site(text) => fold(text),
        _ => site,
    };
    let from_head = social
        .map(|text| without_site(&text, &site))
        .or(structured)
        .or_else(|| window.map(|text| without_site(&text, &site)));
    let only_heading =
        head.headings.iter().filter(|(_, text)| !text.is_empty() && fold(text) != site).collect::<Vec<_>>();
    match (from_head, only_heading.as_slice()) {
        (Some(text), [(node, heading)]) if similar(&text, heading) => {
            Title { text: Some(heading.clone()), node: Some(*node) }
        }
        (Some(text), _) if !text.is_empty() => Title { text: Some(text), node: None },
        (_, [(node, heading), ..]) => Title { text: Some(heading.clone()), node: Some(*node) },
        _ => Title::default(),
    }
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words in lower case.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Half of the words or more in common.
fn similar(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let common = one.iter().filter(|word| other.contains(word)).count();
    common * 2 >= one.len().max(other.len()) && common > 0
}

/// Whether half of a heading's words or more are in a witness.
fn shares_words(heading: &str, witness: &str) -> bool {
    let (heading, witness) = (words(heading), words(witness));
    let common = heading.iter().filter(|word| witness.contains(word)).count();
    common * 2 >= heading.len() && common > 0
}

/// A heading without the site's name after it.
fn without_site_only(heading: &str, site: &str) -> String {
    let found = SEPARATORS.iter().find_map(|separator| {
        let (before, after) = heading.rsplit_once(separator)?;
        let after = fold(after);
        (!site.is_empty() && !after.is_empty() && (site.contains(&after) || after.contains(site)))
            .then_some(before)
    });
    found.unwrap_or(heading).trim_matches(|c: char| c.is_whitespace() || matches!(c, '¶' | '#')).to_owned()
}

/// A window title without the site's name before or after it.
fn without_site(title: &str, site: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::*;

    fn title(html: &str) -> Option<String> {
        let tree = parse(html, 100);
        let head = Head::collect(&tree);
        choose_title(&head, site_name(&head).as_deref(), false).text
    }

    #[test]
    fn headlines_are_told_from_site_names() {
        assert_eq!(title("<title>A Paper - Crews held at sea for a year</title><h1>A Paper</h1><h2>x</h2><h1>Crews held at sea for a year</h1>").as_deref(), Some("Crews held at sea for a year"));
        assert_eq!(
            title("<meta property=og:site_name content='A Paper'><title>Crews held at sea | A Paper</title>")
                .as_deref(),
            Some("Crews held at sea")
        );
        assert_eq!(
            title("<title>Crews held at sea for a year | A Paper</title>").as_deref(),
            Some("Crews held at sea for a year")
        );
        assert_eq!(title("<h1>Only a heading</h1>").as_deref(), Some("Only a heading"));
        assert_eq!(title("<p>nothing"), None);
    }
}
