//! Every component that pages are made of, with its states: to look at before one makes a new page, and after one changed the styles.

use super::asked::Choice;
use super::{Frame, Place, page};
use crate::{Fault, Visitor};
use askama::Template;
use axum::Extension;
use axum::response::Response;

#[derive(Template)]
#[template(path = "design.html")]
struct DesignPage {
    frame: Frame,
    /// Colours of the palette by their names in the styles, and what they are for.
    colours: &'static [(&'static str, &'static str)],
    choices: Vec<Choice>,
}

const COLOURS: &[(&str, &str)] = &[
    ("ground", "the page"),
    ("raised", "cards, fields"),
    ("sunken", "filters, rows under the pointer"),
    ("line", "edges of things"),
    ("line-strong", "edges of fields"),
    ("ink", "text"),
    ("ink-soft", "text that stands back"),
    ("accent", "links, what is chosen"),
    ("accent-soft", "ground of what is chosen"),
    ("good", "done, confirmed"),
    ("good-soft", "ground of it"),
    ("warn", "look at this"),
    ("warn-soft", "ground of it"),
    ("bad", "refused, overdue, failed"),
    ("bad-soft", "ground of it"),
    ("mark", "words that were looked for"),
];

pub(crate) async fn show(Extension(visitor): Extension<Visitor>) -> Result<Response, Fault> {
    let choice =
        |(value, chosen): (&str, bool)| Choice { value: value.to_owned(), name: value.to_owned(), chosen };
    page(&DesignPage {
        frame: Frame::new(&visitor, Place::Elsewhere, "Design"),
        colours: COLOURS,
        choices: [("first", false), ("second", true)].map(choice).to_vec(),
    })
}
