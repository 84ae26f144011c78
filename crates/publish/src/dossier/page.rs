//! The page of a dossier: one file, nothing loaded, no script, no links; it prints, and reads on a telephone.

use super::{AskedListRow, Dossier, IdentityRow};
use crate::html_text::escaped;
use crate::screening::{MatchRow, PassageRow, age, speaks};
use std::fmt::Write;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:58rem;margin:1.5rem auto;padding:0 1rem;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}\
h1{font-size:1.5rem;margin-bottom:.2rem}h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #ccc}h3{font-size:1rem;margin:1.2rem 0 .2rem}\
dl{display:grid;grid-template-columns:minmax(7rem,13rem) 1fr;gap:.15rem 1rem;margin:.4rem 0}dt{color:#555}dd{margin:0}\
.standing{display:inline-block;border:2px solid #333;padding:.15rem .6rem;font-weight:600}\
.note{background:#fff4d6;border-left:4px solid #c77d00;padding:.4rem .7rem;margin:.4rem 0}\
.row{border-left:3px solid #bbb;padding:.1rem 0 .1rem .7rem;margin:.6rem 0}.match{border-left-color:#b00020}.documented{border-left-color:#4a5bb5}\
blockquote{margin:.4rem 0;padding-left:.7rem;border-left:2px solid #bbb;white-space:pre-wrap}small,.small{color:#555;font-size:.88rem}\
code{font-size:.85rem}@media(max-width:36rem){dl{grid-template-columns:1fr}dt{margin-top:.4rem}}\
@media print{body{margin:0;max-width:none;font-size:11pt}.row,blockquote{break-inside:avoid}h2{break-after:avoid}}";

/// The page. Whatever names and documents say, none of it is markup.
pub(super) fn page(dossier: &Dossier) -> String {
    let mut page = Page(String::new());
    page.head(dossier);
    page.identities(dossier);
    page.lists(dossier);
    page.results(dossier);
    page.evidence(dossier);
    page.decided(dossier);
    page.items("Not asked, not answered", &dossier.unanswered, "Nothing was left out that is known here.");
    page.items("Context, no part of any score", &dossier.context, "None.");
    page.sources(dossier);
    page.close(dossier);
    page.0
}

/// A name as it is shown: its direction of writing does not reach past it.
fn name(text: &str) -> String {
    format!("<bdi>{}</bdi>", escaped(text))
}

struct Page(String);

impl Page {
    fn put(&mut self, markup: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.0.write_fmt(markup);
        self.0.push('\n');
    }

    fn head(&mut self, dossier: &Dossier) {
        self.put(format_args!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\">\
             <title>Dossier: {}</title><style>{STYLE}</style></head><body>",
            escaped(&dossier.caption)
        ));
        self.put(format_args!("<h1>{}</h1>", name(&dossier.caption)));
        self.put(format_args!("<p class=\"standing\">{}</p>", escaped(&dossier.standing.replace('_', " "))));
        self.put(format_args!("<p>{}</p>", escaped(said(dossier))));
        self.pairs(&[
            ("asked for", &dossier.about),
            ("made", &dossier.made),
            ("by", &dossier.by),
            ("for", audience(dossier)),
            ("program", &dossier.program),
            ("rule", &format!("{}, alert from {}", dossier.algorithm, dossier.threshold)),
        ]);
    }

    fn pairs(&mut self, pairs: &[(&str, &str)]) {
        self.0.push_str("<dl>");
        for (term, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            self.put(format_args!("<dt>{}</dt><dd>{}</dd>", escaped(term), name(value)));
        }
        self.put(format_args!("</dl>"));
    }

    fn items(&mut self, title: &str, items: &[String], none: &str) {
        self.put(format_args!("<h2>{}</h2>", escaped(title)));
        if items.is_empty() {
            self.put(format_args!("<p>{}</p>", escaped(none)));
            return;
        }
        self.put(format_args!("<ul>"));
        for item in items {
            self.put(format_args!("<li>{}</li>", name(item)));
        }
        self.put(format_args!("</ul>"));
    }

    fn identities(&mut self, dossier: &Dossier) {
        self.put(format_args!("<h2>Who this is</h2>"));
        if dossier.identities.is_empty() {
            self.put(format_args!("<p>No entity of a list or document.</p>"));
        }
        for identity in &dossier.identities {
            self.identity(identity);
        }
    }

    fn identity(&mut self, identity: &IdentityRow) {
        let list = identity.list.as_deref().map(|list| format!(" on {list}")).unwrap_or_default();
        self.put(format_args!(
            "<h3>{} <small>{} {}{}</small></h3>",
            name(identity.entity.caption()),
            escaped(&identity.entity.schema),
            escaped(&identity.basis),
            escaped(&list)
        ));
        let mut pairs: Vec<(String, String)> = vec![("id".to_owned(), identity.entity.id.clone())];
        for row in &identity.names {
            pairs.push((format!("{} ({})", row.property, row.script), row.name.clone()));
        }
        for row in &identity.numbers {
            let check = match row.check {
                Some(true) => ", check digits right",
                Some(false) => ", check digits wrong",
                None => "",
            };
            pairs.push((row.kind.clone(), format!("{}{check}", row.value)));
        }
        let told: Vec<&str> = identity.names.iter().map(|row| row.property.as_str()).collect();
        for (property, values) in &identity.entity.properties {
            let is_number = identity.numbers.iter().any(|row| row.kind == *property);
            if !told.contains(&property.as_str()) && !is_number {
                pairs.push((property.clone(), values.join("; ")));
            }
        }
        if let Some(listing) = &identity.listing {
            pairs.push(("programmes".to_owned(), listing.programmes.join("; ")));
            pairs.push(("reasons".to_owned(), listing.reasons.join("; ")));
            for date in &listing.dates {
                pairs.push((date.event.to_string(), date.date.clone()));
            }
        }
        let pairs: Vec<(&str, &str)> =
            pairs.iter().map(|(term, value)| (term.as_str(), value.as_str())).collect();
        self.pairs(&pairs);
    }

    fn lists(&mut self, dossier: &Dossier) {
        self.put(format_args!("<h2>Asked: hits and non-hits</h2>"));
        if dossier.lists.is_empty() {
            self.put(format_args!("<p class=\"note\">No list was in use: nothing listed can be found.</p>"));
        }
        for list in &dossier.lists {
            self.list(list);
        }
        let documents = dossier.evidence.passages.len();
        self.put(format_args!(
            "<div class=\"row\"><strong>Documents of the workspace</strong>: {} entities named in them; {}</div>",
            dossier.evidence_asked,
            if documents == 0 { "none is this one".to_owned() } else { format!("{documents} passages below") }
        ));
        self.put(format_args!("<p class=\"small\">Asked with: {}</p>", name(&asked(dossier))));
    }

    fn list(&mut self, list: &AskedListRow) {
        let standing = &list.standing;
        let hits = match list.hits.as_slice() {
            [] => "no hit".to_owned(),
            hits => format!("hit: {}", hits.join(", ")),
        };
        let nearest = list.nearest.as_ref().filter(|_| list.hits.is_empty());
        let nearest =
            nearest.map(|(caption, score)| format!("; closest below the threshold: {caption}, {score:.3}"));
        self.put(format_args!(
            "<div class=\"row{}\"><strong>{}</strong>: {}{}<br><small>version <code>{}</code>, published {}, age {}{}, {} entries</small>",
            if list.hits.is_empty() { "" } else { " match" },
            name(&standing.title),
            escaped(&hits),
            escaped(&nearest.unwrap_or_default()),
            escaped(standing.version.as_str()),
            escaped(standing.published.as_deref().unwrap_or("on a day that is not known")),
            escaped(&age(standing)),
            if standing.overdue { ", <strong>overdue</strong>" } else { "" },
            standing.entries
        ));
        for file in &list.files {
            self.put(format_args!(
                "<br><small>{} SHA-256 <code>{}</code></small>",
                name(&file.name),
                escaped(file.sha256.as_str())
            ));
        }
        self.put(format_args!("</div>"));
    }

    fn results(&mut self, dossier: &Dossier) {
        self.put(format_args!("<h2>Results with their reasons</h2>"));
        for warning in &dossier.asked.warnings {
            self.put(format_args!("<p class=\"note\">{}</p>", name(warning)));
        }
        if dossier.asked.results.is_empty() {
            self.put(format_args!("<p>Nothing comes near.</p>"));
        }
        for result in &dossier.asked.results {
            self.result(result, dossier.threshold);
        }
        if !dossier.screened.is_empty() {
            self.put(format_args!("<h3>Kept screenings in which it came up</h3>"));
        }
        for one in &dossier.screened {
            let score = one.score.map(|score| format!(", score {score:.3}")).unwrap_or_default();
            self.put(format_args!(
                "<p class=\"small\">{} by {}: query {}, {}{}; match <code>{}</code>, screening <code>{}</code>, rule {}</p>",
                escaped(&one.at),
                name(&one.by),
                name(&one.query),
                escaped(&one.standing.replace('_', " ")),
                escaped(&score),
                escaped(&one.match_id),
                escaped(&one.screening),
                escaped(&one.algorithm)
            ));
        }
    }

    fn result(&mut self, result: &MatchRow, threshold: f64) {
        let class = if result.is_match {
            " match"
        } else if result.basis == "documented" {
            " documented"
        } else {
            ""
        };
        let below = if result.score < threshold { ", below the threshold: no hit" } else { "" };
        self.put(format_args!(
            "<div class=\"row{class}\"><strong>{}</strong> {:.3} {}{below}<br><small><code>{}</code> {}</small><br><small>{}</small>",
            name(&result.caption),
            result.score,
            escaped(&result.basis),
            escaped(&result.id),
            escaped(&result.datasets.join(", ")),
            name(&result.why)
        ));
        if let Some(suppressed) = &result.suppressed {
            self.put(format_args!("<br>{}", name(suppressed)));
        }
        self.put(format_args!("</div>"));
    }

    fn passage(&mut self, passage: &PassageRow) {
        let who = if passage.said_by.is_empty() {
            "nobody named".to_owned()
        } else {
            passage.said_by.join(" › ")
        };
        self.put(format_args!(
            "<blockquote>{}\n<small>{}{}, published {}; said by {}; {}, {}, {}; claim <code>{}</code>, source <code>{}</code></small></blockquote>",
            name(&passage.quote),
            name(&speaks(passage)),
            name(&passage.source),
            escaped(passage.published.as_deref().unwrap_or("on a day that is not known")),
            name(&who),
            escaped(&passage.kind),
            escaped(&passage.stance),
            escaped(&passage.state),
            escaped(&passage.claim),
            escaped(&passage.source_id)
        ));
    }

    fn evidence(&mut self, dossier: &Dossier) {
        let evidence = &dossier.evidence;
        self.put(format_args!("<h2>What documents say</h2>"));
        if evidence.passages.is_empty() {
            self.put(format_args!("<p>No document of the workspace that may be shown here names it.</p>"));
        } else {
            self.put(format_args!(
                "<p class=\"note\">Documented, which is no finding of guilt and no match.</p>"
            ));
        }
        for passage in &evidence.passages {
            self.passage(passage);
        }
        if evidence.withdrawn > 0 {
            self.put(format_args!("<p>Withdrawn after review: {} claims.</p>", evidence.withdrawn));
        }
        self.put(format_args!("<h3>Replies and denials</h3>"));
        if evidence.replies.is_empty() {
            self.put(format_args!("<p>None is known here.</p>"));
        }
        for reply in &evidence.replies {
            self.passage(reply);
        }
        self.put(format_args!("<h2>Indicators of forced labour</h2>"));
        if dossier.indicators.is_empty() {
            self.put(format_args!("<p>No passage about it shows one.</p>"));
        }
        for one in &dossier.indicators {
            self.put(format_args!(
                "<p>{} {}: {} passages, {} reviewed by a person <small>({})</small></p>",
                escaped(&one.code),
                escaped(&one.title),
                one.claims.len(),
                one.reviewed,
                escaped(&one.claims.join(", "))
            ));
        }
        self.put(format_args!("<h2>Figures</h2>"));
        if dossier.figures.is_empty() {
            self.put(format_args!("<p>No passage about it states one.</p>"));
        }
        for one in &dossier.figures {
            let root = match (&one.root, one.root_basis.as_deref()) {
                (Some(root), Some("carrier")) => format!("carried by {root}, no origin named"),
                (Some(root), _) => format!("from {root}"),
                (None, _) => "origin not known".to_owned(),
            };
            self.put(format_args!(
                "<div class=\"row\">{}<br><small>{}; written {} times, {} independent roots; figure <code>{}</code></small></div>",
                name(&one.says),
                name(&root),
                one.mentions,
                one.independent_roots,
                escaped(&one.id)
            ));
            for problem in &one.problems {
                self.put(format_args!("<p class=\"note\">{}</p>", name(problem)));
            }
        }
    }

    fn decided(&mut self, dossier: &Dossier) {
        self.put(format_args!("<h2>Decisions and judgements</h2>"));
        if dossier.decided.decisions.is_empty() && dossier.decided.judgements.is_empty() {
            self.put(format_args!("<p>None.</p>"));
        }
        for one in &dossier.decided.decisions {
            let note = one.note.as_deref().map(|note| format!(": {note}")).unwrap_or_default();
            let case = one.case.as_deref().map(|case| format!(", case {case}")).unwrap_or_default();
            self.put(format_args!(
                "<p>{} {}: query {} is {} — <strong>{}</strong>{}{} <small>score {:.3}, rule {}, match <code>{}</code></small></p>",
                escaped(&one.at),
                name(&one.by),
                name(&one.query),
                escaped(&one.entity),
                escaped(one.verdict.as_str()),
                name(&note),
                name(&case),
                one.score,
                escaped(&one.algorithm),
                escaped(one.match_id.as_str())
            ));
        }
        for one in &dossier.decided.judgements {
            let note = one.note.as_deref().map(|note| format!(": {note}")).unwrap_or_default();
            self.put(format_args!(
                "<p>{} {}: {} and {} — <strong>{}</strong>{}</p>",
                escaped(&one.judged),
                name(&one.judge),
                escaped(&one.left),
                escaped(&one.right),
                escaped(one.verdict.as_str()),
                name(&note)
            ));
        }
    }

    fn sources(&mut self, dossier: &Dossier) {
        self.put(format_args!("<h2>Sources</h2>"));
        if dossier.sources.is_empty() {
            self.put(format_args!("<p>None.</p>"));
        }
        for source in &dossier.sources {
            self.put(format_args!("<h3>{}</h3>", name(&source.title)));
            self.pairs(&[
                ("SHA-256", source.id.as_str()),
                ("file", &source.file_name),
                ("address", source.url.as_deref().unwrap_or_default()),
                ("published", source.published.as_deref().unwrap_or("not known")),
                ("came here", source.acquired.as_deref().unwrap_or_default()),
                ("kind", &format!("{}, {} bytes, {}", source.media_type, source.size, source.sensitivity)),
            ]);
        }
    }

    fn close(&mut self, dossier: &Dossier) {
        self.put(format_args!(
            "<h2>How to check this</h2>\n<p>The bundle that this page comes in holds the data, the passages with their positions, the \
             decisions with their entries of the audit log, and the hash of each. <code>manumit verify FILE.zip</code> checks all of it \
             without the workspace and without a network; <code>--source FILE</code> holds an original against its hash.</p>\n\
             <p class=\"small\">Format {}.</p>\n</body></html>",
            escaped(&dossier.format)
        ));
    }
}

fn said(dossier: &Dossier) -> &'static str {
    match dossier.standing.as_str() {
        "match" => "At least one entry of an official list is an alert that no decision silences.",
        "documented_not_listed" => {
            "Documents name it; no list that was asked does. To be documented is no finding of guilt."
        }
        "conflicting" => {
            "Documents name it, and what they say is disputed. To be documented is no finding of guilt."
        }
        "insufficient" => "Too little is known of it to look for it.",
        _ => "Neither the lists nor the documents that were asked have an alert that no decision silences.",
    }
}

fn audience(dossier: &Dossier) -> &'static str {
    match dossier.clearance {
        model::Clearance::Public => "anyone: open sources only",
        model::Clearance::Workspace => {
            "people of the workspace and whom they give it to: open and internal sources, none that is sealed"
        }
    }
}

fn asked(dossier: &Dossier) -> String {
    let fields = dossier.asked.asked.iter();
    fields.map(|(field, values)| format!("{field} {}", values.join(" / "))).collect::<Vec<_>>().join("; ")
}
