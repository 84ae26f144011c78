//! The library by story: copies of one text folded, the earliest publication first.

use super::asked::{ROWS, Window, filled, meant, rows_before};
use super::extract::Query;
use super::{Frame, Place, page};
use crate::{Desk, Fault, Visitor};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use model::{Clearance, SourceId};
use publish::SourceCard;
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Asked {
    #[serde(default, deserialize_with = "filled", skip_serializing)]
    page: Option<String>,
}

/// The sources of a story, each with how much of its wording is the first one's, 0..1.
pub(crate) type Told = Vec<(SourceId, f64)>;

/// The stories that the clearance lets be seen.
pub(crate) fn told_stories(workspace: &archive::Workspace, clearance: Clearance) -> Result<Vec<Told>, Fault> {
    let stories = engine::told_stories(workspace, clearance)?.into_inner().into_iter();
    let told = |story: Vec<engine::StorySource>| {
        story.into_iter().map(|text| (text.source, text.similarity)).collect()
    };
    Ok(stories.map(told).collect())
}

/// A text of a story.
struct Text {
    card: SourceCard,
    similarity: f64,
}

/// A story on the page.
struct Story {
    texts: Vec<Text>,
    /// Texts that are not shown.
    more: usize,
}

/// Texts shown of one story.
const SHOWN: usize = 12;

impl Story {
    fn first(&self) -> Option<&Text> {
        self.texts.first()
    }

    fn copies(&self) -> &[Text] {
        self.texts.get(1..).unwrap_or_default()
    }
}

impl Text {
    fn percent(&self) -> String {
        format!("{:.0} %", self.similarity * 100.0)
    }
}

#[derive(Template)]
#[template(path = "stories.html")]
struct StoriesPage {
    frame: Frame,
    stories: Vec<Story>,
    window: Window,
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let number = meant::<u64>("page", asked.page.as_deref())?;
    let clearance = visitor.clearance();
    let told = desk.found_stories(clearance).await?;
    let (stories, total) = desk
        .look(move |workspace| {
            let mut stories = Vec::new();
            for texts in told.iter().skip(rows_before(number)).take(ROWS) {
                stories.push(story(workspace, clearance, texts)?);
            }
            Ok((stories, told.len() as u64))
        })
        .await?;
    let window = Window::new("/library/stories", &asked, number, total);
    page(&StoriesPage { frame: Frame::new(&visitor, Place::Library, "Stories"), stories, window })
}

fn story(workspace: &archive::Workspace, clearance: Clearance, told: &Told) -> Result<Story, Fault> {
    let mut texts = Vec::new();
    for (id, similarity) in told.iter().take(SHOWN) {
        // One that was sealed since is gone.
        let Ok(record) = workspace.source(clearance, id) else { continue };
        let card = engine::listed_card(record).into_inner();
        texts.push(Text { card, similarity: *similarity });
    }
    Ok(Story { texts, more: told.len().saturating_sub(SHOWN) })
}
