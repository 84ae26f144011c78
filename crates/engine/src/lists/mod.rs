//! `lists`: official lists of the workspace, each loading a version; the last one is in use.
//!
//! A new version is looked at before it is used: a changed layout, a cut file, a sudden fall in what there is, or a version older than
//! the one in use are errors, and the version in use stays. What a person has looked at can be accepted ([`Accept`]).

mod online;
mod standing;

pub use online::{fetch_list, lists_with_address};
pub use standing::list_standings;
pub(crate) use standing::standing_of_files;

use standing::standing;

use crate::{Error, Result};
use archive::{Act, ListChange, ListVersionRecord, NewListVersion, Workspace};
use lists::{Format, List, ListDiff, ListFile, LoadOptions};
use model::{Clearance, Cleared, KeptList, ListEntry, ListStanding, ListVersion, Sensitivity};
use std::path::PathBuf;

/// An irregularity of a new version that a person has looked at and accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Accept {
    /// New columns or elements.
    Drift,
    /// A missing end mark.
    Truncation,
    /// A sudden fall in what there is.
    Fall,
    /// A version published before the one in use.
    Older,
}

impl Accept {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Drift, Self::Truncation, Self::Fall, Self::Older];

    /// Its word on the command line and in the ledger.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Drift => "drift",
            Self::Truncation => "truncation",
            Self::Fall => "fall",
            Self::Older => "older",
        }
    }
}

/// The files of a new version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewFiles {
    /// Where they are.
    pub paths: Vec<PathBuf>,
    /// When they were published, where they do not say so: `2026-03-15`.
    pub published: Option<String>,
    /// What is accepted.
    pub accept: Vec<Accept>,
}

/// A list to be added. What is not given is that of the official list of this name, or shows in the files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewList {
    /// Its short name.
    pub name: String,
    /// The name of a format.
    pub format: Option<String>,
    /// A mapping file.
    pub mapping: Option<PathBuf>,
    /// Its title.
    pub title: Option<String>,
    /// Days within which a new version is expected.
    pub rhythm_days: Option<u32>,
    /// How far its entries may travel; official lists are open, others internal, where it is not given.
    pub sensitivity: Option<Sensitivity>,
}

/// What loading did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListLoaded {
    /// Whether a new version is in use, and which.
    pub change: ListChange,
    /// How the list stands now.
    pub standing: ListStanding,
    /// Numbers of entries that came, went and changed; `None` for the first version and for an unchanged one.
    pub difference: Option<[usize; 3]>,
}

/// Days after which a list without a rhythm of its own is too old.
const RHYTHM_DAYS: u32 = 31;

/// Longest name of a list.
const LONGEST_NAME: usize = 40;

/// Adds a list with its first version.
///
/// # Errors
/// If there is a list of this name, the files are not what the format says, or cannot be read.
pub fn add_list(workspace: &Workspace, act: &Act, new: &NewList, files: &NewFiles) -> Result<ListLoaded> {
    check_name(&new.name)?;
    add_read(workspace, act, new, files, read_files(&files.paths)?)
}

fn add_read(
    workspace: &Workspace,
    act: &Act,
    new: &NewList,
    files: &NewFiles,
    read: ReadFiles,
) -> Result<ListLoaded> {
    let official = lists::official_list(&new.name);
    let mapping = new.mapping.as_ref().map(|path| {
        std::fs::read_to_string(path).map(|text| (path, text)).map_err(|error| Error::file(path, &error))
    });
    let mapping = mapping.transpose()?;
    let format = if let Some((path, text)) = &mapping {
        Format::of("mapped", Some((&path.display().to_string(), text)))?
    } else if let Some(name) = new.format.as_deref().or(official.map(|official| official.format.as_str())) {
        Format::of(name, None)?
    } else {
        Format::detect(&read.files()).ok_or_else(|| Error::ListFormat(new.name.clone()))?
    };
    let public = !matches!(format, Format::Ftm | Format::Mapped(_));
    let default = match workspace.settings().sensitivity {
        _ if public => Sensitivity::Open,
        Sensitivity::Sealed => Sensitivity::Internal,
        unsealed => unsealed,
    };
    let sensitivity = new.sensitivity.unwrap_or(default);
    if sensitivity == Sensitivity::Sealed {
        return Err(Error::ListSealed);
    }
    let title = new.title.clone().or_else(|| official.map(|official| official.title.clone()));
    let list = KeptList {
        name: new.name.clone(),
        title: title.unwrap_or_else(|| new.name.clone()),
        format: format.name().to_owned(),
        mapping: mapping.map(|(_, text)| text),
        rhythm_days: new.rhythm_days.or(official.map(|official| official.rhythm_days)).unwrap_or(RHYTHM_DAYS),
        sensitivity,
    };
    let before = last_version(workspace, Clearance::Workspace, &list.name)?;
    let loaded = Loaded::of(&read, &format, files)?;
    let accepted = loaded.accepted(before.as_ref().map(|record| &record.get().version), &list.name, files)?;
    let load = loaded.new_version(&read, &accepted);
    let change = workspace.add_list(act, &list, &load.as_new())?;
    Ok(told(list, change, act, None))
}

/// Loads a new version of a list; the version in use stays where that fails.
///
/// # Errors
/// If there is no such list, or the new version is irregular and that is not accepted.
pub fn update_list(workspace: &Workspace, act: &Act, name: &str, files: &NewFiles) -> Result<ListLoaded> {
    let (list, before) = list_in_use(workspace, name)?;
    update_read(workspace, act, list, &before, files, read_files(&files.paths)?)
}

fn update_read(
    workspace: &Workspace,
    act: &Act,
    list: KeptList,
    before: &Cleared<ListVersionRecord>,
    files: &NewFiles,
    read: ReadFiles,
) -> Result<ListLoaded> {
    let name = list.name.as_str();
    let mapping = list.mapping.as_deref().map(|text| ("mapping", text));
    let format = Format::of(&list.format, mapping)?;
    let loaded = Loaded::of(&read, &format, files)?;
    let accepted = loaded.accepted(Some(&before.get().version), name, files)?;
    let load = loaded.new_version(&read, &accepted);
    let change = workspace.add_list_version(act, name, &load.as_new())?;
    let difference = match &change {
        ListChange::Same(_) => None,
        ListChange::New(_) => {
            let old = workspace.list_entries(Clearance::Workspace, before)?;
            let diff = lists::diff(old.get(), &load.list.entries);
            Some([diff.added.len(), diff.removed.len(), diff.changed.len()])
        }
    };
    Ok(told(list, change, act, difference))
}

/// Takes a list out of use; its versions stay.
///
/// # Errors
/// If there is no such list.
pub fn remove_list(workspace: &Workspace, act: &Act, name: &str) -> Result<()> {
    Ok(workspace.remove_list(act, name)?)
}

/// What changed from one version to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionDiff {
    /// The earlier version, or the first of the two that were named.
    pub before: ListVersionRecord,
    /// The later version, or the second.
    pub after: ListVersionRecord,
    /// What changed.
    pub diff: ListDiff,
}

/// Compares two versions, each named by the beginning of its id or by the name of its list for the one in use. With one name only, the
/// version in use is compared with the one before.
///
/// # Errors
/// If there is no such version.
pub fn diff_lists(
    workspace: &Workspace,
    clearance: Clearance,
    first: &str,
    second: Option<&str>,
) -> Result<Cleared<VersionDiff>> {
    let (before, after) = match second {
        Some(second) => (version(workspace, clearance, first)?, version(workspace, clearance, second)?),
        None => {
            let after = version(workspace, clearance, first)?;
            let all = workspace.list_versions(clearance, &after.get().list)?;
            let earlier = all.into_iter().rfind(|record| record.get().sequence < after.get().sequence);
            let earlier = earlier.ok_or_else(|| Error::NoEarlierVersion(after.get().list.clone()))?;
            (earlier, after)
        }
    };
    let old = workspace.list_entries(clearance, &before)?;
    let new = workspace.list_entries(clearance, &after)?;
    let diff = lists::diff(old.get(), new.get());
    let before = before.into_inner();
    Ok(after.map(|after| VersionDiff { before, after, diff }))
}

/// The versions of a list, oldest first.
///
/// # Errors
/// If there is no such list, or the clearance does not let it be seen.
pub fn list_versions(
    workspace: &Workspace,
    clearance: Clearance,
    name: &str,
) -> Result<Vec<Cleared<ListVersionRecord>>> {
    Ok(workspace.list_versions(clearance, name)?)
}

/// The entries of a list, and how it stands: what screening asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListInUse {
    /// How old it is, and the warning that belongs to every result made with it.
    pub standing: ListStanding,
    /// Its entries, in order of id.
    pub entries: Vec<ListEntry>,
}

/// Every list in use that the clearance lets be seen, as it stands when `act` is done.
///
/// # Errors
/// If the ledger cannot be read.
pub fn lists_in_use(
    workspace: &Workspace,
    clearance: Clearance,
    act: &Act,
) -> Result<Vec<Cleared<ListInUse>>> {
    let mut all = Vec::new();
    for (list, version) in in_use(workspace, clearance)? {
        let standing = standing(&list, version.get(), act.at);
        let entries = workspace.list_entries(clearance, &version)?;
        all.push(entries.map(|entries| ListInUse { standing, entries }));
    }
    Ok(all)
}

/// A list that stands in files and in no workspace.
#[derive(Debug, Clone, PartialEq)]
pub struct ListOfFiles {
    /// What the files are.
    pub version: ListVersion,
    /// The format they are in.
    pub format: String,
    /// Its entries, in order of id.
    pub entries: Vec<ListEntry>,
}

/// Loads the files of a list without a workspace; the format is the one given, or shows in the files.
///
/// # Errors
/// If the files cannot be read, or are not what the format says.
pub fn load_list_files(paths: &[PathBuf], format: Option<&str>) -> Result<ListOfFiles> {
    let read = read_files(paths)?;
    let files = read.files();
    let format = match format {
        Some(name) => Format::of(name, None)?,
        None => Format::detect(&files).ok_or_else(|| Error::ListFormat(read.names()))?,
    };
    let list = lists::load(&files, &format, &LoadOptions::default())?;
    let version = lists::describe(&files, &format, &list, None);
    Ok(ListOfFiles { version, format: format.name().to_owned(), entries: list.entries })
}

fn check_name(name: &str) -> Result<()> {
    let word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let begins = name.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    // A name of hexadecimal digits only could be the beginning of a version's id.
    let like_an_id = name.bytes().all(|byte| byte.is_ascii_hexdigit());
    if begins && !like_an_id && name.len() <= LONGEST_NAME && name.bytes().all(word) {
        return Ok(());
    }
    Err(Error::ListName(name.to_owned()))
}

/// The lists in use, each with its version in use, in order of name.
fn in_use(
    workspace: &Workspace,
    clearance: Clearance,
) -> Result<Vec<(KeptList, Cleared<ListVersionRecord>)>> {
    let mut lists = Vec::new();
    for record in workspace.lists(clearance)? {
        let record = record.into_inner();
        let last = workspace.list_versions(clearance, &record.list.name)?.pop();
        lists.extend(last.filter(|_| record.removed.is_none()).map(|version| (record.list, version)));
    }
    Ok(lists)
}

fn list_in_use(workspace: &Workspace, name: &str) -> Result<(KeptList, Cleared<ListVersionRecord>)> {
    let found = in_use(workspace, Clearance::Workspace)?.into_iter().find(|(list, _)| list.name == name);
    found.ok_or_else(|| archive::Error::NotFound { what: "list", id: name.to_owned() }.into())
}

/// The last version of a list, also of one out of use; `None` where there is no such list.
fn last_version(
    workspace: &Workspace,
    clearance: Clearance,
    name: &str,
) -> Result<Option<Cleared<ListVersionRecord>>> {
    match workspace.list_versions(clearance, name) {
        Ok(mut versions) => Ok(versions.pop()),
        Err(archive::Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn version(workspace: &Workspace, clearance: Clearance, named: &str) -> Result<Cleared<ListVersionRecord>> {
    match last_version(workspace, clearance, named)? {
        Some(version) => Ok(version),
        None => Ok(workspace.list_version(clearance, named)?),
    }
}

fn told(list: KeptList, change: ListChange, act: &Act, difference: Option<[usize; 3]>) -> ListLoaded {
    let standing = standing(&list, change.record(), act.at);
    ListLoaded { change, standing, difference }
}

/// Files with their bytes.
struct ReadFiles {
    files: Vec<(String, Vec<u8>)>,
}

impl ReadFiles {
    fn files(&self) -> Vec<ListFile<'_>> {
        self.files.iter().map(|(name, bytes)| ListFile { name, bytes }).collect()
    }

    fn names(&self) -> String {
        self.files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// Reads the files; their names are those without folders.
fn read_files(paths: &[PathBuf]) -> Result<ReadFiles> {
    let most = lists::Limits::default().bytes as u64;
    let read = |path: &PathBuf| {
        let size = std::fs::metadata(path).map_err(|error| Error::file(path, &error))?.len();
        if size > most {
            return Err(Error::File { path: path.clone(), reason: format!("more than {most} bytes") });
        }
        let bytes = std::fs::read(path).map_err(|error| Error::file(path, &error))?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Ok((name, bytes))
    };
    Ok(ReadFiles { files: paths.iter().map(read).collect::<Result<_>>()? })
}

/// A list as loaded, not yet compared with the version in use.
struct Loaded {
    list: List,
    version: ListVersion,
}

impl Loaded {
    fn of(read: &ReadFiles, format: &Format, new: &NewFiles) -> Result<Self> {
        if let Some(published) = &new.published {
            check_date(published)?;
        }
        let options = LoadOptions {
            accept_drift: new.accept.contains(&Accept::Drift),
            accept_truncation: new.accept.contains(&Accept::Truncation),
            ..LoadOptions::default()
        };
        let files = read.files();
        let list = lists::load(&files, format, &options)?;
        let version = lists::describe(&files, format, &list, new.published.as_deref());
        Ok(Self { list, version })
    }

    /// What of the accepted irregularities there is; an error where there is one that is not accepted.
    fn accepted(&self, before: Option<&ListVersion>, name: &str, new: &NewFiles) -> Result<Vec<String>> {
        let Some(before) = before.filter(|before| before.id != self.version.id) else {
            return Ok(Vec::new());
        };
        let mut accepted: Vec<String> = self.version.notices.clone();
        let falls: Vec<String> =
            lists::falls(before, &self.version).iter().map(ToString::to_string).collect();
        if !falls.is_empty() {
            if !new.accept.contains(&Accept::Fall) {
                return Err(Error::ListFall { list: name.to_owned(), falls });
            }
            accepted.extend(falls);
        }
        if let (Some(old), Some(now)) = (&before.published, &self.version.published)
            && now < old
        {
            if !new.accept.contains(&Accept::Older) {
                return Err(Error::ListOlder { list: name.to_owned(), now: now.clone(), old: old.clone() });
            }
            accepted.push(format!("published {now}, before the version of {old}"));
        }
        Ok(accepted)
    }

    fn new_version<'a>(self, read: &'a ReadFiles, accepted: &'a [String]) -> Load<'a> {
        let bytes = |name: &str| {
            read.files.iter().find(|(known, _)| known == name).map_or(&[][..], |(_, bytes)| bytes.as_slice())
        };
        let files = self.version.files.iter().map(|file| bytes(&file.name)).collect();
        Load { list: self.list, version: self.version, files, accepted }
    }
}

/// All that becomes a version.
struct Load<'a> {
    list: List,
    version: ListVersion,
    files: Vec<&'a [u8]>,
    accepted: &'a [String],
}

impl Load<'_> {
    fn as_new(&self) -> NewListVersion<'_> {
        NewListVersion {
            version: &self.version,
            files: &self.files,
            entries: &self.list.entries,
            accepted: self.accepted,
        }
    }
}

fn check_date(text: &str) -> Result<()> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let date = text.parse::<model::Edtf>().ok().filter(|_| plain && text.len() == 10);
    let reason = "give a day, such as 2026-03-15".to_owned();
    let wrong = || Error::Slot { slot: "published".to_owned(), value: text.to_owned(), reason };
    date.map(|_| ()).ok_or_else(wrong)
}
