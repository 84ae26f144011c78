//! Dossiers: all that the workspace knows of one party, to look at and to take along in a form that others can check.

use super::asked::filled;
use super::extract::{Path, Query};
use super::source::download;
use super::{Frame, Place, page};
use crate::{Desk, Fault, Visitor};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use engine::DossierRequest;
use model::Cleared;
use publish::{Dossier, DossierBundle};
use serde::{Deserialize, Serialize};

/// Of whom a dossier is wanted, and whether the texts go along.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
pub(crate) struct Asked {
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    about: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    texts: Option<String>,
}

#[derive(Template)]
#[template(path = "dossier.html")]
struct DossierPage {
    frame: Frame,
    dossier: Option<Dossier>,
    query: String,
}

impl DossierPage {
    /// Lists that were asked and have a hit, of all that were asked.
    fn hits(&self) -> (usize, usize) {
        let lists = self.dossier.as_ref().map_or(&[][..], |dossier| &dossier.lists);
        (lists.iter().filter(|list| !list.hits.is_empty()).count(), lists.len())
    }
}

/// What is in a dossier, before it is taken along.
pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let dossier = match &asked.about {
        Some(about) => Some(made(&desk, &visitor, about, false).await?.into_inner().dossier),
        None => None,
    };
    let title =
        dossier.as_ref().map_or("Dossier".to_owned(), |dossier| format!("Dossier: {}", dossier.caption));
    let query = serde_urlencoded::to_string(&Asked { texts: None, ..asked.clone() }).unwrap_or_default();
    page(&DossierPage { frame: Frame::new(&visitor, Place::Screening, title), dossier, query })
}

/// The dossier as a file.
pub(crate) async fn file(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(form): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let media_type = match form.as_str() {
        "zip" => "application/zip",
        "html" => "text/html; charset=utf-8",
        _ => return Err(Fault::NotFound("form of a dossier".to_owned())),
    };
    let about = asked.about.ok_or_else(|| Fault::Invalid("say of whom: an entity or a match".to_owned()))?;
    let bundle = made(&desk, &visitor, &about, asked.texts.is_some()).await?;
    let mut bytes = Vec::new();
    let written = match form.as_str() {
        "zip" => publish::dossier_bytes(&bundle).map(|zip| bytes = zip),
        _ => publish::write_dossier_html(&mut bytes, &bundle),
    };
    written.map_err(engine::Error::from)?;
    let name = format!("dossier-{}.{form}", stem(&bundle.get().dossier.about));
    desk.note_export(&visitor, &name).await?;
    Ok(download(media_type, &name, bytes))
}

/// Makes the dossier, and notes which sources it shows.
async fn made(
    desk: &Desk,
    visitor: &Visitor,
    about: &str,
    texts: bool,
) -> Result<Cleared<DossierBundle>, Fault> {
    let (clearance, act) = (visitor.clearance(), desk.act(&visitor.name));
    let request = DossierRequest { about: about.to_owned(), texts };
    let bundle =
        desk.look(move |workspace| Ok(engine::dossier(workspace, clearance, &act, &request)?)).await?;
    let sources = bundle.get().dossier.sources.iter().map(|source| source.id.clone());
    desk.note_reads(visitor, sources.collect()).await?;
    Ok(bundle)
}

/// Most characters of the id in the name of a file.
const LONGEST_STEM: usize = 80;

/// The id as part of the name of a file: ids of lists may hold what no name of a file or header can.
fn stem(about: &str) -> String {
    let harmless = |character: char| {
        if character.is_ascii_alphanumeric() || "-_.".contains(character) { character } else { '_' }
    };
    about.chars().take(LONGEST_STEM).map(harmless).collect()
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn names_of_files_hold_nothing_of_the_id_that_could_act() {
        assert_eq!(stem("ofac-36\"\r\n/../ü"), "ofac-36____..__");
    }
}
