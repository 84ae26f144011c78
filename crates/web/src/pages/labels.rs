//! Labels of a source: the form beside its document, their history, and labels of many sources from a table.

use super::extract::{Form, Multipart, Path};
use super::figures::encoded;
use super::upload::receive;
use super::{Frame, Place, page};
use crate::{Desk, Fault, Role, Visitor};
use archive::{Edit, LabelChange, LabelRecord, Labels, ShortName};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use engine::{LabelReport, SourceLabels};
use model::Clearance;
use publish::SourceCard;
use serde::Deserialize;

/// The labels of a source as the form shows them.
pub(crate) struct LabelForm {
    pub(crate) now: Labels,
    /// The tags as they are edited.
    pub(crate) tags: String,
    /// The number of the last change that the form knows of.
    pub(crate) seen: i64,
    /// Tags and categories in use, to choose from.
    pub(crate) known_tags: Vec<ShortName>,
    pub(crate) known_categories: Vec<ShortName>,
}

impl LabelForm {
    /// Where the library shows what else has it.
    pub(crate) fn link(&self, field: &str, name: &ShortName) -> String {
        format!("/library?{field}={}", encoded(name.as_str()))
    }

    /// The form for a source; none for those who may not see labels.
    pub(crate) fn of(
        workspace: &archive::Workspace,
        clearance: Clearance,
        source: &model::SourceId,
    ) -> Result<Option<Self>, Fault> {
        if clearance == Clearance::Public {
            return Ok(None);
        }
        let labels = engine::labels_of(workspace, clearance, source)?.into_inner();
        let counts = workspace.label_counts(clearance)?;
        let tags: Vec<&str> = labels.now.tags.keys().map(ShortName::as_str).collect();
        Ok(Some(Self {
            tags: tags.join(", "),
            seen: last(&labels.history),
            now: labels.now,
            known_tags: counts.tags.into_iter().map(|(tag, _)| tag).take(OFFERED).collect(),
            known_categories: counts.categories.into_iter().map(|(name, _)| name).take(OFFERED).collect(),
        }))
    }
}

/// Names offered to choose from.
const OFFERED: usize = 100;

fn last(history: &[LabelRecord]) -> i64 {
    history.last().map_or(0, |record| record.number)
}

#[derive(Template)]
#[template(path = "labels.html")]
struct LabelsPage {
    frame: Frame,
    card: SourceCard,
    labels: Option<LabelForm>,
    history: Vec<LabelRecord>,
    may_edit: bool,
}

/// The labels of a source and every change that made them so.
pub(crate) async fn history(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let clearance = visitor.clearance();
    let (card, labels, history) = desk
        .look(move |workspace| {
            let source = workspace.resolve_source(&id)?;
            let card = engine::card(workspace, clearance, &source)?.into_inner();
            let SourceLabels { history, .. } = engine::labels_of(workspace, clearance, &source)?.into_inner();
            Ok((card, LabelForm::of(workspace, clearance, &source)?, history))
        })
        .await?;
    let title = format!("Labels of {}", card.heading());
    let may_edit = visitor.may(Role::Editor);
    page(&LabelsPage { frame: Frame::new(&visitor, Place::Library, title), card, labels, history, may_edit })
}

/// The labels as they should be.
#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    tags: String,
    #[serde(default)]
    category: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    seen: i64,
}

impl Wanted {
    /// What changes `now` into what is wanted.
    fn change(&self, now: &Labels) -> Result<LabelChange, String> {
        let tags = engine::tags_of(&self.tags)?;
        let gone = now.tags.keys().filter(|tag| !tags.add.contains(tag)).cloned();
        let category = match self.category.trim() {
            "" => Edit::Clear,
            _ => engine::category_of(&self.category)?,
        };
        let note = match self.note.trim() {
            "" => Edit::Clear,
            // Browsers send line ends as CR LF.
            note => Edit::Set(note.replace("\r\n", "\n")),
        };
        Ok(LabelChange { remove: gone.chain(tags.remove).collect(), add: tags.add, category, note })
    }
}

/// Sets the labels of a source.
pub(crate) async fn set(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
    Form(wanted): Form<Wanted>,
) -> Result<Response, Fault> {
    let (clearance, act) = (visitor.clearance(), desk.act(&visitor.name));
    let source = desk
        .change("label", move |workspace| {
            let source = workspace.resolve_source(&id)?;
            let labels = engine::labels_of(workspace, clearance, &source)?.into_inner();
            if wanted.seen != last(&labels.history) {
                return Err(Fault::Invalid(
                    "somebody changed these labels meanwhile: look at the source again, then change them"
                        .to_owned(),
                ));
            }
            let change = wanted.change(&labels.now).map_err(Fault::Invalid)?;
            engine::label(workspace, &act, &source, &change)?;
            Ok(source)
        })
        .await?;
    Ok(Redirect::to(&format!("/sources/{source}#labels")).into_response())
}

#[derive(Template)]
#[template(path = "labels_import.html")]
struct ImportPage {
    frame: Frame,
    report: Option<LabelReport>,
    tried: bool,
}

/// Where a table of labels is sent.
pub(crate) async fn import_form(Extension(visitor): Extension<Visitor>) -> Result<Response, Fault> {
    let frame = Frame::new(&visitor, Place::Library, "Labels from a table");
    page(&ImportPage { frame, report: None, tried: false })
}

/// Takes labels from a table, or says what would be taken.
pub(crate) async fn import(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    form: Multipart,
) -> Result<Response, Fault> {
    let upload = receive(form).await?;
    let [table] = upload.files.as_slice() else {
        return Err(Fault::Invalid("choose one file, a CSV table".to_owned()));
    };
    let (table, tried, act) = (table.clone(), upload.field("try").is_some(), desk.act(&visitor.name));
    let report = if tried {
        desk.look(move |workspace| Ok(engine::import_labels(workspace, &act, &table, true)?)).await
    } else {
        desk.change("labels", move |workspace| Ok(engine::import_labels(workspace, &act, &table, false)?))
            .await
    };
    let report = match report {
        // The path is one of ours, not one that the visitor knows.
        Err(Fault::Engine(engine::Error::File { reason, .. })) => return Err(Fault::Invalid(reason)),
        other => other?,
    };
    drop(upload);
    let frame = Frame::new(&visitor, Place::Library, "Labels from a table");
    page(&ImportPage { frame, report: Some(report), tried })
}
