//! What readers of a large workspace ask for: each group is one kind of page, with many addresses of it.

use std::collections::BTreeSet;

/// One kind of page.
pub(crate) struct Group {
    pub(crate) name: &'static str,
    pub(crate) paths: Vec<String>,
    /// Whether it shows folded figures, which are counted first.
    pub(crate) is_of_figures: bool,
}

const COUNTRIES: &[&str] = &["RU", "CN", "QA", "PL", "MN", "TH", "ER", "IT", "NG", "NP", "CZ", "ID"];
const KINDS: &[&str] = &["worker_count", "wage_gross", "presence", "indicator", "legal_act", "revenue"];
/// Words that are common, seldom, in titles, in speakers' names.
const WORDS: &[&str] = &[
    "passport",
    "workers Russia",
    "ministry permit inspection",
    "\"dollars a month\"",
    "pasport~",
    "title:camp",
    "Network 7",
    "\"Institute 12\" workers",
    "wages -ship",
    "forced labour Qatar",
    "harbour OR guard",
    "\"Firm 40\"",
    "banika",
    "rosvelo tavemin",
    "source:article-777",
    "date:2019 wages",
];

fn all(name: &'static str, paths: impl IntoIterator<Item = String>) -> Group {
    Group { name, paths: paths.into_iter().collect(), is_of_figures: false }
}

fn figures(name: &'static str, paths: impl IntoIterator<Item = String>) -> Group {
    Group { is_of_figures: true, ..all(name, paths) }
}

/// `pages` different pages of a list of `last`, spread over the whole of it.
fn deep(path: &str, last: usize, pages: usize) -> Vec<String> {
    let joint = if path.contains('?') { '&' } else { '?' };
    let page = |number: usize| 1 + (number * 7_919 + 13) % last.max(1);
    let numbers: BTreeSet<usize> = (0..pages).map(page).chain([last]).collect();
    numbers.into_iter().map(|number| format!("{path}{joint}page={number}")).collect()
}

fn with(path: &str, values: &[&str]) -> Vec<String> {
    values.iter().map(|value| format!("{path}{}", value.replace(' ', "+").replace('"', "%22"))).collect()
}

/// Everything that is asked; `sources` and `claims` are numbers of rows, `texts` and `cards` paths of sources and claims.
pub(crate) fn groups(sources: usize, claims: usize, texts: Vec<String>, cards: Vec<String>) -> Vec<Group> {
    let (source_pages, claim_pages) = (sources.div_ceil(50), claims.div_ceil(50));
    let years: Vec<String> = (2005..=2024).map(|year| year.to_string()).collect();
    let years: Vec<&str> = years.iter().map(String::as_str).collect();
    let tags = ["topic+0", "topic+1", "topic+5", "topic+20", "topic+50"];
    let states = ["proposed", "confirmed", "corrected", "rejected"];
    let two = |path: &str, one: &[&str], name: &str, other: &[&str]| -> Vec<String> {
        let both = |a: &&str| other.iter().map(move |b| format!("{path}{a}&{name}={b}")).collect::<Vec<_>>();
        one.iter().flat_map(both).collect()
    };
    vec![
        all("overview", ["/".to_owned()]),
        all("library", ["/library".to_owned()]),
        all("library, any page", deep("/library", source_pages, 40)),
        all("library by region", with("/library?region=", COUNTRIES)),
        all("library by region, any page", deep("/library?region=RU", source_pages / 8, 12)),
        all("library by language", with("/library?language=", &["en", "ko", "ru", "zh", "es", "fr"])),
        all("library by year", with("/library?year=", &years)),
        all("library by tag", with("/library?tag=", &tags)),
        all("library by category", with("/library?category=", &["category+0", "category+3", "category+7"])),
        all("library by media", with("/library?kind=", &["page", "pdf", "text", "mail", "office"])),
        all("library by status", with("/library?status=", &["read", "partial", "failed"])),
        all("library by sensitivity", with("/library?sensitivity=", &["open", "internal"])),
        all("library by words", with("/library?text=", &["document 77", "camp", "article-12", "nowhere"])),
        all("library, two filters", two("/library?region=", COUNTRIES, "year", &["2019", "2023"])),
        all("stories", deep("/library/stories", source_pages * 8 / 9, 12)),
        all("ledger", ["/ledger".to_owned()]),
        all("ledger, any page", deep("/ledger", claim_pages * 9 / 10, 40)),
        all("ledger by kind", with("/ledger?kind=", KINDS)),
        all("ledger by kind, any page", deep("/ledger?kind=presence", claim_pages / 7, 12)),
        all("ledger by place", with("/ledger?place=", COUNTRIES)),
        all("ledger by place, any page", deep("/ledger?place=RU", claim_pages / 7, 12)),
        all("ledger by state", with("/ledger?state=", &states)),
        all("ledger by zone", with("/ledger?zone=", &["all", "main", "related", "caption"])),
        all("ledger by words", with("/ledger?text=", &["passports", "port 17", "paid 350", "nowhere"])),
        all("ledger by year", with("/ledger?from=", &["2015&to=2016", "2023", "1990&to=1995"])),
        all("ledger by measure", with("/ledger?measure=", &["stock", "quota", "planned"])),
        all(
            "ledger in order",
            [
                "kind",
                "-kind",
                "place",
                "-place",
                "time",
                "-time",
                "value",
                "-value",
                "published",
                "-published",
            ]
            .iter()
            .flat_map(|order| deep(&format!("/ledger?sort={order}"), claim_pages * 9 / 10, 2)),
        ),
        all(
            "ledger by place, in order",
            two("/ledger?place=", &["RU", "CN"], "sort", &["value", "-time", "published"]),
        ),
        all("ledger, two filters", two("/ledger?place=", COUNTRIES, "kind", KINDS)),
        all("ledger, three filters", two("/ledger?state=corrected&place=", COUNTRIES, "kind", KINDS)),
        all("review queue", with("/review", &["", "?kind=worker_count", "?place=PL"])),
        all("search", with("/search?q=", WORDS)),
        all(
            "search, narrowed",
            two("/search?from=2012&to=2020&q=", &["passport", "wages"], "language", &["en", "ko"]),
        ),
        all("source", texts),
        all("claim", cards),
        all("feeds", ["/feeds".to_owned()]),
        all(
            "feed",
            ["/feeds/tag/topic+0.atom", "/feeds/tag/topic+9.json", "/feeds/place/RU.atom"]
                .map(|path| path.replace('+', "%20")),
        ),
        all("screening", ["/screening", "/decisions"].map(str::to_owned)),
        figures("figures", ["/figures".to_owned()]),
        figures("figures, any page", deep("/figures", claim_pages / 5, 20)),
        figures(
            "figures by kind and place",
            two("/figures?place=", COUNTRIES, "kind", &["worker_count", "levy"]),
        ),
        figures("findings", deep("/findings", 100, 8)),
        figures("question", two("/question?place=", COUNTRIES, "kind", &["worker_count", "wage_gross"])),
        figures("places", ["/places".to_owned()]),
        figures("place", with("/places/", COUNTRIES)),
        figures("sectors", ["/sectors".to_owned()]),
        figures("sector", ["/sectors/fishing", "/sectors/mining"].map(str::to_owned)),
        figures("programmes", ["/programmes".to_owned()]),
        figures("programme", ["/programmes/KP".to_owned()]),
        figures("sites", ["/sites", "/sites?page=2", "/sites?text=port"].map(str::to_owned)),
        figures("instruments", ["/instruments".to_owned()]),
    ]
}
