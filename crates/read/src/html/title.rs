//! A page's headline.

use super::head::Head;
use super::site::{SEPARATORS, first_part, fold, squeeze, without_site, without_site_only};
use super::tree::NodeId;

/// Words of the longest heading that is taken for a headline without another witness, on an article and elsewhere.
const MOST_WORDS: (usize, usize) = (25, 14);

/// Words with which a page names itself the first of its site.
const HOME: &[&str] = &["home", "homepage", "startseite", "accueil", "inicio", "главная", "首页"];

/// A headline, and the heading element it stands in.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Title {
    /// The words.
    pub(crate) text: Option<String>,
    /// The `h1` with these words.
    pub(crate) node: Option<NodeId>,
}

/// Chooses the headline: a heading that the window title or the structured data confirms, else these.
pub(crate) fn choose_title(head: &Head<'_>, site: Option<&str>, is_article: bool) -> Title {
    let mut title = choose(head, site, is_article);
    title.text = title.text.map(|text| without_count(&text).to_owned());
    let is_home = title.text.as_deref().is_some_and(|text| HOME.contains(&text.to_lowercase().as_str()));
    if let Some(site) = site.filter(|_| is_home) {
        title.text = Some(site.to_owned());
    }
    title
}

/// The part of a window title that says in more words what a heading of one word names: "Coupons" over a page that is
/// called "Plumbing repair coupons | A firm". A part that is that word alone confirms the heading.
fn spelled_out(heading: &str, window: &str) -> Option<String> {
    let word = fold(heading);
    if heading.split_whitespace().count() != 1 || word.is_empty() {
        return None;
    }
    let mut parts = vec![window];
    for separator in SEPARATORS {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    if parts.iter().any(|part| fold(part) == word) {
        return None;
    }
    parts.into_iter().map(str::trim).find_map(|part| {
        let words = words(part);
        let opens = words.first() == Some(&word);
        let fits = words.len() >= 3 && words.contains(&word) && (opens || words.len() == 3);
        fits.then(|| part.to_owned())
    })
}

/// A headline without the number of things that the page lists: "All shirts (1,204 items)".
fn without_count(title: &str) -> &str {
    let Some((before, inside)) = title.strip_suffix(')').and_then(|text| text.rsplit_once('(')) else {
        return title;
    };
    let mut words = inside.split_whitespace();
    let number = words.next().unwrap_or_default();
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '+'));
    let unit = words.next();
    let is_count = unit.map_or(number.ends_with('+'), |unit| {
        unit.chars().all(|c| c.is_lowercase()) && words.next().is_none()
    });
    if is_number && is_count && !before.trim().is_empty() { before.trim_end() } else { title }
}

fn choose(head: &Head<'_>, site: Option<&str>, is_article: bool) -> Title {
    // Some systems call every page an article where social networks look, and only a page in the structured data.
    let is_work = is_article && !head.structured.is_page;
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
    if let Some(text) =
        best.filter(|_| !is_article).and_then(|(_, heading)| spelled_out(heading, window.as_deref()?))
    {
        return Title { text: Some(text), node: None };
    }
    let numbered = best.and_then(|(node, heading)| {
        let text = without_site(social.as_ref().or(window.as_ref())?, &site);
        has_number_before(&text, heading).then_some(Title { text: Some(text), node: Some(*node) })
    });
    if let Some(title) = numbered {
        return title;
    }
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
    // A heading may praise what the page is called elsewhere: "Sturdy shoes Walker 3" over "Walker 3 | A Shop".
    let called = lone.filter(|_| !is_work).and_then(|(node, heading)| {
        let parts = [&social, &window].into_iter().flatten().map(|text| first_part(text));
        let name = parts.into_iter().find(|part| fold(part) != site && is_named_within(heading, part))?;
        Some(Title { text: Some(name.to_owned()), node: Some(*node) })
    });
    if let Some(title) = called {
        return title;
    }
    // The only heading of its rank is the headline of an article, whatever search engines are told; elsewhere it may
    // be a slogan and must share words with what they are told.
    if let Some((node, text)) = lone
        && !names_site(text)
        && text.split_whitespace().count() <= if is_work { MOST_WORDS.0 } else { MOST_WORDS.1 }
        && (is_work
            || [&social, &window]
                .into_iter()
                .flatten()
                .any(|witness| shares_words(text, witness, is_article)))
    {
        return Title { text: Some(without_site_only(text, &site)), node: Some(*node) };
    }
    let site = match lone {
        Some((_, text)) if site.is_empty() && names_site(text) => fold(text),
        _ => site,
    };
    let agreed = social.as_deref().zip(window.as_deref()).and_then(|(one, other)| {
        let (part, same) = (first_part(one), first_part(other));
        let is_agreed = fold(part) == fold(same) && fold(one) != fold(other) && part.len() < one.len();
        (is_agreed && part.split_whitespace().count() >= 2 && same.len() < other.len() && fold(part) != site)
            .then(|| part.to_owned())
    });
    let names_more = |text: &String| !fold(text).is_empty() && fold(text) != site;
    let in_window = window.map(|text| without_site(&text, &site));
    let from_head = agreed
        .or_else(|| social.map(|text| without_site(&text, &site)))
        .or(structured.filter(names_more))
        .or_else(|| in_window.clone())
        .map(|text| if names_more(&text) { text } else { in_window.filter(names_more).unwrap_or(text) });
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

/// Words in lower case.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Whether a title is a number and then the words of a heading: "8 trends in shipping" over "Trends in shipping".
fn has_number_before(title: &str, heading: &str) -> bool {
    let words = words(title);
    words.split_first().is_some_and(|(first, rest)| {
        first.len() <= 3 && first.bytes().all(|byte| byte.is_ascii_digit()) && rest == self::words(heading)
    })
}

/// Whether a heading ends with a name of several words, or begins with it and runs on without a space, as lines do that
/// only a style sheet parts.
fn is_named_within(heading: &str, name: &str) -> bool {
    let (heading_words, name_words) = (words(heading), words(name));
    let is_end = heading_words.len() > name_words.len() && heading_words.ends_with(&name_words);
    let runs_on = heading.strip_prefix(name).is_some_and(|rest| rest.starts_with(char::is_uppercase));
    name_words.len() >= 2 && (is_end || runs_on)
}

/// Half of the words or more in common.
fn similar(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let common = one.iter().filter(|word| other.contains(word)).count();
    common * 2 >= one.len().max(other.len()) && common > 0
}

/// Whether half of a heading's words or more are in a witness, or any where `one_is_enough`.
fn shares_words(heading: &str, witness: &str, one_is_enough: bool) -> bool {
    let (heading, witness) = (words(heading), words(witness));
    let common = heading.iter().filter(|word| witness.contains(word)).count();
    (one_is_enough || common * 2 >= heading.len()) && common > 0
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::super::site::site_name;
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

    #[test]
    fn a_heading_of_one_word_is_spelled_out_by_the_window_title() {
        let cases = [
            (
                "<title>Plumbing repair coupons | A Firm</title><h1>Coupons</h1><h1>Prices</h1>",
                "Plumbing repair coupons",
            ),
            (
                "<title>Coupons for repairs of all kinds | A Firm</title><h1>Coupons</h1>",
                "Coupons for repairs of all kinds",
            ),
            ("<title>Coupons | A firm of plumbers</title><h1>Coupons</h1>", "Coupons"),
            ("<title>Latest news about coupons | A Firm</title><h1>Coupons</h1>", "Coupons"),
        ];
        for (page, expected) in cases {
            assert_eq!(title(page).as_deref(), Some(expected), "{page}");
        }
    }

    #[test]
    fn a_heading_and_the_window_title_may_name_a_page_differently() {
        let cases = [
            // A number that only the window title has.
            (
                "<title>8 trends in shipping - A Firm</title><h1>Trends in shipping</h1>",
                "8 trends in shipping",
            ),
            // Praise before the name, and a second line that runs on.
            (
                "<title>Walker Three | A shop for every foot and road</title><h1>Sturdy shoes Walker Three</h1>",
                "Walker Three",
            ),
            (
                "<title>Walker Three | A shop for every foot</title><h1>Walker Three<span>Shoes for the road</span></h1>",
                "Walker Three",
            ),
            // Where both agree up to a mark, what follows is no part of it.
            (
                "<meta property=og:title content='In the news - Shoes, Boots'><title>In the news - Boots on every road - A Shop</title><h1>One step at a time</h1><h1>Ours</h1>",
                "In the news",
            ),
        ];
        for (page, expected) in cases {
            assert_eq!(title(page).as_deref(), Some(expected), "{page}");
        }
    }

    #[test]
    fn a_slogan_is_no_headline_of_a_page_that_only_social_networks_are_told_is_an_article() {
        let told = "<meta property=og:title content='Walker - A Shop'><title>Walker - A Shop</title>";
        let structured =
            |kind: &str| format!("<script type=application/ld+json>{{\"@type\":\"{kind}\"}}</script>");
        for (kind, expected) in [("WebPage", "Walker"), ("NewsArticle", "The best shoes")] {
            let tree = parse(&format!("{}{told}<h1>The best shoes</h1>", structured(kind)), 100);
            let title = choose_title(&Head::collect(&tree), Some("A Shop"), true);
            assert_eq!(title.text.as_deref(), Some(expected), "{kind}");
        }
    }

    #[test]
    fn labels_counts_and_hidden_words_are_no_part_of_a_headline() {
        let cases = [
            (
                "<title>Three ships held at sea | A Paper</title><h1><span class=label>News</span> Three ships held at sea</h1>",
                "Three ships held at sea",
            ),
            (
                "<title>Shop lamps at a firm</title><h1><span class=visually-hidden>Collection: </span>Lamps</h1>",
                "Lamps",
            ),
            ("<title>Ships of a year (77,141 ships)</title>", "Ships of a year"),
            ("<title>Ships of a year (2019)</title>", "Ships of a year (2019)"),
            ("<meta property=og:title content='The owner&amp;#039;s ships'>", "The owner's ships"),
            ("<meta property=og:site_name content='A Paper'><title>Home | A Paper</title>", "A Paper"),
        ];
        for (page, expected) in cases {
            assert_eq!(title(page).as_deref(), Some(expected), "{page}");
        }
    }
}
