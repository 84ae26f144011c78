//! Official lists: which are in use and how old, one with its versions and entries, what changed between two; adding and
//! updating by upload.

use super::asked::{ROWS, Window, filled, meant, rows_before};
use super::extract::{Form, Multipart, Path, Query};
use super::upload::{Upload, receive};
use super::{Frame, Place, page};
use crate::{Desk, Fault, Role, Visitor};
use archive::{ListVersionRecord, Workspace};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use engine::{Accept, ListDiff, NewFiles, NewList, OfficialList};
use model::{Clearance, Cleared, KeptList, ListStanding, Sensitivity};
use serde::{Deserialize, Serialize};

/// A list that was taken out of use.
struct Gone {
    name: String,
    title: String,
    since: String,
}

#[derive(Template)]
#[template(path = "lists.html")]
struct ListsPage {
    frame: Frame,
    lists: Vec<ListStanding>,
    gone: Vec<Gone>,
    /// Known official lists that are not in use.
    known: Vec<&'static OfficialList>,
    may_edit: bool,
}

pub(crate) async fn list(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, Fault> {
    let (clearance, now) = (visitor.clearance(), (desk.options().clock)());
    let (lists, records) = desk
        .look(move |workspace| {
            Ok((engine::list_standings(workspace, clearance, now)?, workspace.lists(clearance)?))
        })
        .await?;
    let lists: Vec<ListStanding> = lists.into_iter().map(Cleared::into_inner).collect();
    let gone = records.into_iter().map(Cleared::into_inner).filter_map(|record| {
        let since = record.removed?;
        Some(Gone { name: record.list.name, title: record.list.title, since })
    });
    let is_in_use = |official: &&OfficialList| lists.iter().any(|list| list.list == official.name);
    let view = ListsPage {
        frame: Frame::new(&visitor, Place::Screening, "Lists"),
        gone: gone.collect(),
        known: engine::official_lists().iter().filter(|official| !is_in_use(official)).collect(),
        may_edit: visitor.may(Role::Editor),
        lists,
    };
    page(&view)
}

/// A version as the page of its list shows it.
struct VersionRow {
    record: ListVersionRecord,
    /// The version before it.
    before: Option<String>,
    in_use: bool,
}

impl VersionRow {
    fn id(&self) -> &str {
        self.record.version.id.as_str()
    }
}

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    frame: Frame,
    list: KeptList,
    /// None where it is not in use.
    standing: Option<ListStanding>,
    versions: Vec<VersionRow>,
    official: Option<&'static OfficialList>,
    may_edit: bool,
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
) -> Result<Response, Fault> {
    let (clearance, now) = (visitor.clearance(), (desk.options().clock)());
    let (list, standing, versions) = desk
        .look(move |workspace| {
            let list = list_named(workspace, clearance, &name)?;
            let standings = engine::list_standings(workspace, clearance, now)?;
            let standing = standings.into_iter().map(Cleared::into_inner).find(|one| one.list == name);
            Ok((list, standing, engine::list_versions(workspace, clearance, &name)?))
        })
        .await?;
    let versions: Vec<ListVersionRecord> = versions.into_iter().map(Cleared::into_inner).collect();
    let ids: Vec<String> = versions.iter().map(|record| record.version.id.to_string()).collect();
    let last = versions.len();
    let row = |(at, record): (usize, ListVersionRecord)| VersionRow {
        before: at.checked_sub(1).and_then(|at| ids.get(at).cloned()),
        in_use: standing.is_some() && at + 1 == last,
        record,
    };
    let mut rows: Vec<VersionRow> = versions.into_iter().enumerate().map(row).collect();
    rows.reverse();
    let view = ListPage {
        frame: Frame::new(&visitor, Place::Screening, &list.title),
        official: engine::official_lists().iter().find(|official| official.name == list.name),
        versions: rows,
        standing,
        list,
        may_edit: visitor.may(Role::Editor),
    };
    page(&view)
}

fn list_named(workspace: &Workspace, clearance: Clearance, name: &str) -> Result<KeptList, Fault> {
    let found = workspace.lists(clearance)?.into_iter().map(Cleared::into_inner);
    found
        .map(|record| record.list)
        .find(|list| list.name == name)
        .ok_or_else(|| Fault::NotFound(format!("list called “{name}”")))
}

/// Which entries are asked for.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
pub(crate) struct AskedEntries {
    #[serde(default, deserialize_with = "filled", skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, deserialize_with = "filled", skip_serializing)]
    page: Option<String>,
}

/// An entry of a list.
struct EntryRow {
    id: String,
    schema: String,
    caption: String,
    /// Other names.
    names: String,
    countries: String,
    programmes: String,
}

#[derive(Template)]
#[template(path = "list_entries.html")]
struct EntriesPage {
    frame: Frame,
    list: KeptList,
    version: String,
    asked: AskedEntries,
    rows: Vec<EntryRow>,
    window: Window,
}

/// Other names shown of an entry.
const NAMES: usize = 6;

pub(crate) async fn entries(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
    Query(asked): Query<AskedEntries>,
) -> Result<Response, Fault> {
    let number = meant::<u64>("page", asked.page.as_deref())?;
    let (clearance, words) = (visitor.clearance(), asked.text.as_ref().map(|text| text.to_lowercase()));
    let (list, version, rows, total) = desk
        .look(move |workspace| {
            let list = list_named(workspace, clearance, &name)?;
            let version = engine::list_versions(workspace, clearance, &name)?.pop();
            let version = version.ok_or_else(|| Fault::NotFound("version of this list".to_owned()))?;
            let entries = workspace.list_entries(clearance, &version)?.into_inner();
            let fits = |entry: &&model::ListEntry| {
                words.as_ref().is_none_or(|words| {
                    entry.entity.id.to_lowercase().contains(words)
                        || entry.entity.names().any(|(_, name)| name.to_lowercase().contains(words))
                })
            };
            let found: Vec<&model::ListEntry> = entries.iter().filter(fits).collect();
            let shown = found.iter().skip(rows_before(number)).take(ROWS).map(|entry| entry_row(entry));
            Ok((list, version.get().version.id.to_string(), shown.collect(), found.len()))
        })
        .await?;
    let view = EntriesPage {
        frame: Frame::new(&visitor, Place::Screening, format!("Entries of {}", list.title)),
        window: Window::new(&format!("/lists/{}/entries", list.name), &asked, number, total as u64),
        list,
        version,
        asked,
        rows,
    };
    page(&view)
}

fn entry_row(entry: &model::ListEntry) -> EntryRow {
    let caption = entry.entity.caption().to_owned();
    let others = entry.entity.names().map(|(_, name)| name).filter(|name| *name != caption);
    let countries = entry.entity.values("country").iter().map(|code| engine::place_name(code));
    EntryRow {
        id: entry.entity.id.clone(),
        schema: entry.entity.schema.clone(),
        names: others.take(NAMES).collect::<Vec<_>>().join("; "),
        countries: countries.collect::<Vec<_>>().join(", "),
        programmes: entry.listing.programmes.join("; "),
        caption,
    }
}

/// Which versions are compared.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Compared {
    #[serde(default, deserialize_with = "filled")]
    from: Option<String>,
    #[serde(default, deserialize_with = "filled")]
    to: Option<String>,
}

#[derive(Template)]
#[template(path = "list_changes.html")]
struct ChangesPage {
    frame: Frame,
    list: KeptList,
    before: ListVersionRecord,
    after: ListVersionRecord,
    diff: ListDiff,
}

/// Entries shown of each sort of change.
const CHANGES: usize = 200;

pub(crate) async fn changes(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
    Query(compared): Query<Compared>,
) -> Result<Response, Fault> {
    let clearance = visitor.clearance();
    let (list, compared) = desk
        .look(move |workspace| {
            let list = list_named(workspace, clearance, &name)?;
            let (first, second) = match (&compared.from, &compared.to) {
                (Some(from), to) => (from.as_str(), Some(to.as_deref().unwrap_or(&name))),
                (None, to) => (to.as_deref().unwrap_or(&name), None),
            };
            let found = engine::diff_lists(workspace, clearance, first, second)?.into_inner();
            if found.before.list != name || found.after.list != name {
                return Err(Fault::NotFound("such version of this list".to_owned()));
            }
            Ok((list, found))
        })
        .await?;
    let view = ChangesPage {
        frame: Frame::new(&visitor, Place::Screening, format!("What changed in {}", list.title)),
        list,
        before: compared.before,
        after: compared.after,
        diff: compared.diff,
    };
    page(&view)
}

/// The files of a version, as the forms send them.
fn new_files(upload: &Upload) -> Result<NewFiles, Fault> {
    let paths = upload.files_of("files");
    if paths.is_empty() {
        return Err(Fault::Invalid("choose the files of the list".to_owned()));
    }
    let accept = Accept::ALL.iter().filter(|one| upload.field(&format!("accept_{}", one.as_str())).is_some());
    Ok(NewFiles {
        paths,
        published: upload.field("published").map(str::to_owned),
        accept: accept.copied().collect(),
    })
}

pub(crate) async fn add(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    form: Multipart,
) -> Result<Response, Fault> {
    let upload = receive(form).await?;
    let text = |name: &str| upload.field(name).map(str::to_owned);
    let new = NewList {
        name: text("name").ok_or_else(|| Fault::Invalid("give the list a short name".to_owned()))?,
        format: text("format"),
        mapping: upload.files_of("mapping").into_iter().next(),
        title: text("title"),
        rhythm_days: meant::<u32>("number of days", upload.field("rhythm_days"))?,
        sensitivity: meant::<Sensitivity>("sensitivity", upload.field("sensitivity"))?,
    };
    let next = format!("/lists/{}", new.name);
    load(desk, visitor, upload, move |workspace, act, files| {
        engine::add_list(workspace, act, &new, files).map(|_| ())
    })
    .await?;
    Ok(Redirect::to(&next).into_response())
}

pub(crate) async fn update(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
    form: Multipart,
) -> Result<Response, Fault> {
    let upload = receive(form).await?;
    let known = desk.look({
        let (clearance, name) = (visitor.clearance(), name.clone());
        move |workspace| list_named(workspace, clearance, &name)
    });
    let next = format!("/lists/{}", known.await?.name);
    load(desk, visitor, upload, move |workspace, act, files| {
        engine::update_list(workspace, act, &name, files).map(|_| ())
    })
    .await?;
    Ok(Redirect::to(&next).into_response())
}

/// Loads a version, and makes ready what screening asks.
async fn load<L>(desk: Desk, visitor: Visitor, upload: Upload, load: L) -> Result<(), Fault>
where
    L: FnOnce(&Workspace, &archive::Act, &NewFiles) -> engine::Result<()> + Send + 'static,
{
    let (files, act) = (new_files(&upload)?, desk.act(&visitor.name));
    desk.change("lists", move |workspace| {
        load(workspace, &act, &files).map_err(|error| upload.fault(error))?;
        ready(workspace, &act);
        Ok(())
    })
    .await
}

/// Makes ready what screening asks. The change is kept already, so a failure is none of it: the next screening makes it.
fn ready(workspace: &Workspace, act: &archive::Act) {
    let _ = engine::ready_lists(workspace, act);
}

/// Nothing is asked beside the name in the path.
#[derive(Debug, Deserialize)]
pub(crate) struct Nothing {}

pub(crate) async fn remove(
    State(desk): State<Desk>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Fault> {
    let act = desk.act(&visitor.name);
    desk.change("lists", move |workspace| {
        engine::remove_list(workspace, &act, &name)?;
        ready(workspace, &act);
        Ok(())
    })
    .await?;
    Ok(Redirect::to("/lists").into_response())
}
