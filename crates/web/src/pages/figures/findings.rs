//! Everything that figures show together, with the passages it rests on.

use super::super::asked::{Choice, Window, choices, filled, meant};
use super::super::extract::Query;
use super::super::{Frame, Place, page};
use super::{Evidence, FindingView, read, shown_with};
use crate::{Desk, Fault, Visitor};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use engine::{FigureFinding, Topic};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Findings on a page: each brings its passages.
const ROWS: usize = 25;

/// Which findings are asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Asked {
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing)]
    page: Option<String>,
}

#[derive(Template)]
#[template(path = "figures/findings.html")]
struct FindingsPage {
    frame: Frame,
    findings: Vec<FindingView>,
    window: Window,
    topics: Vec<Choice>,
    is_filtered: bool,
}

fn topic_named(word: &str) -> Result<Topic, Fault> {
    let named = Topic::ALL.iter().find(|topic| topic.as_str() == word).copied();
    named.ok_or_else(|| Fault::Invalid(format!("“{word}” is no topic of findings")))
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let number = meant::<u64>("page", asked.page.as_deref())?;
    let topic = asked.topic.as_deref().map(topic_named).transpose()?;
    let frame = Frame::new(&visitor, Place::Figures, "Findings");
    let view = desk
        .look_at_figures(visitor.clearance(), move |folded, workspace| {
            let evidence = Evidence::new(folded, workspace);
            let folded = evidence.folded;
            let fits = |finding: &&FigureFinding| topic.is_none_or(|topic| finding.topic == topic);
            let found: Vec<&FigureFinding> = folded.findings.iter().filter(fits).collect();
            let mut topics: BTreeMap<Topic, u64> = BTreeMap::new();
            for finding in &folded.findings {
                *topics.entry(finding.topic).or_default() += 1;
            }
            let before = usize::try_from(number.unwrap_or(1).saturating_sub(1)).unwrap_or(usize::MAX);
            let shown = found.iter().skip(before.saturating_mul(ROWS)).take(ROWS).copied();
            let title = |word: &str| {
                topic_named(word).map_or_else(|_| word.to_owned(), |topic| topic.title().to_owned())
            };
            Ok(FindingsPage {
                frame,
                findings: evidence.findings(shown),
                window: Window::new("/findings", &asked, number, found.len() as u64).of_size(ROWS),
                topics: choices(topics, asked.topic.as_deref(), title),
                is_filtered: topic.is_some(),
            })
        })
        .await?;
    desk.note_reads(&visitor, read(shown_with(&view.findings))).await?;
    page(&view)
}
