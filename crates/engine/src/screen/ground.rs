//! What is asked: the entries of lists as an index, the evidence of a workspace as another, and how old both are.

use super::context::{LabourContext, in_force, labour_context};
use crate::evidence::{DocumentedEntity, documented_entities};
use crate::judge::Canon;
use crate::lists::standing_of_files;
use crate::{Result, instruments, lists_in_use, load_list_files};
use ::figures::instruments::Register;
use ::screen::{ALGORITHM, Basis, Entry, Index, SNAPSHOT_VERSION};
use archive::{Act, Workspace};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use model::{Clearance, Cleared, Decision, ListEntry, ListStanding, Sensitivity, fingerprint};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What a screening asks. Everything in it passed the clearance it was made under.
pub struct Ground {
    /// Entries of lists.
    pub(crate) index: Index,
    /// How each list stands.
    pub(crate) lists: Vec<ListStanding>,
    /// Entries of lists by id, where they are at hand; with a ready snapshot they are read only when an alert needs them.
    pub(crate) entries: Entries,
    /// Entities of documents; none where no workspace was asked.
    pub(crate) evidence: Option<Evidence>,
    /// What judgements make of entities.
    pub(crate) canon: Canon,
    /// The last decision on each match.
    pub(super) decisions: HashMap<String, Decision>,
    /// What is documented, by country and branch of work.
    pub(super) context: LabourContext,
    /// Legal instruments.
    pub(super) register: Register,
    pub(super) clearance: Clearance,
}

/// Entities of documents, to be found and by id.
pub(crate) struct Evidence {
    pub(crate) index: Index,
    pub(crate) entities: HashMap<String, DocumentedEntity>,
    /// Hash of all that can be found.
    pub(crate) print: String,
}

/// Entries of lists by id.
#[derive(Default)]
pub(crate) struct Entries(pub(crate) HashMap<String, ListEntry>);

impl Ground {
    /// The lists in these files, without a workspace. Files that belong together (`sdn.csv`, `alt.csv`, `add.csv` of one folder) are one
    /// list, every other file is one.
    ///
    /// # Errors
    /// If a file cannot be read, or nothing shows which format it is in.
    pub fn of_files(paths: &[PathBuf], act: &Act) -> Result<Ground> {
        let mut standings = Vec::new();
        let mut all: Vec<ListEntry> = Vec::new();
        for files in together(paths) {
            let list = load_list_files(&files, None)?;
            let name = files.first().and_then(|path| path.file_name()).unwrap_or_default();
            let official = lists::official_lists().iter().find(|one| one.format == list.format);
            standings.push(standing_of_files(&name.to_string_lossy(), &list.version, official, act.at));
            all.extend(list.entries);
        }
        let index = Index::build(Entry::of_list(all.iter().map(|entry| &entry.entity)));
        Ok(Ground {
            index,
            lists: standings,
            entries: Entries::of(all),
            evidence: None,
            canon: Canon::default(),
            decisions: HashMap::new(),
            context: LabourContext::default(),
            register: instruments(None)?,
            clearance: Clearance::Workspace,
        })
    }

    /// The lists in use and the evidence of a workspace. The index of the lists is taken from its snapshot where there is one that fits;
    /// where the workspace is open for writing, it is kept as one.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn of_workspace(workspace: &Workspace, clearance: Clearance, act: &Act) -> Result<Ground> {
        let standings = crate::list_standings(workspace, clearance, act.at)?;
        let lists: Vec<ListStanding> = standings.into_iter().map(Cleared::into_inner).collect();
        let key = snapshot_key(&lists, clearance);
        let kept = workspace.screening_snapshot(&key).and_then(|bytes| Index::from_bytes(&bytes).ok());
        let (index, entries) = match kept {
            Some(index) => (index, Entries::default()),
            None => {
                let all = entries_in_use(workspace, clearance, act)?;
                let index = Index::build(Entry::of_list(all.iter().map(|entry| &entry.entity)));
                if let Ok(bytes) = index.to_bytes() {
                    // A snapshot that cannot be kept is made again next time.
                    let _ = workspace.keep_screening_snapshot(&key, &bytes);
                }
                (index, Entries::of(all))
            }
        };
        let judgements = workspace.judgements(clearance)?;
        let decisions = workspace.decisions(clearance)?.into_iter().map(Cleared::into_inner);
        Ok(Ground {
            index,
            lists,
            entries,
            evidence: Some(Evidence::of_workspace(workspace, clearance)?),
            canon: Canon::of(judgements.iter().map(Cleared::get)),
            decisions: decisions.map(|decision| (decision.match_id.to_string(), decision)).collect(),
            context: labour_context(workspace, clearance)?,
            register: instruments(Some(workspace))?,
            clearance,
        })
    }

    /// Reads the entries of the lists where they are not at hand yet.
    pub(super) fn read_entries(&mut self, workspace: Option<&Workspace>, act: &Act) -> Result<()> {
        if let (true, Some(workspace)) = (self.entries.0.is_empty(), workspace) {
            self.entries = Entries::of(entries_in_use(workspace, self.clearance, act)?);
        }
        Ok(())
    }

    /// The instruments in force on the day asked for, or today where none was.
    pub(crate) fn in_force(&self, asked: Option<Date>, act: &Act) -> String {
        match asked {
            Some(day) => in_force(&self.register, day, ""),
            None => {
                let today = act.at.to_zoned(TimeZone::UTC).date();
                in_force(&self.register, today, " (today: no day was asked for)")
            }
        }
    }

    /// Something made of what was asked, under the clearance it was asked under.
    pub(crate) fn cleared<T>(&self, item: T) -> Option<Cleared<T>> {
        let sensitivity = match self.clearance {
            Clearance::Public => Sensitivity::Open,
            Clearance::Workspace => Sensitivity::Internal,
        };
        self.clearance.admit(item, sensitivity)
    }
}

impl Evidence {
    /// What documents of a workspace name, without what was withdrawn.
    pub(super) fn of_workspace(workspace: &Workspace, clearance: Clearance) -> Result<Evidence> {
        let documented = documented_entities(workspace, clearance)?.into_iter().map(Cleared::into_inner);
        Ok(Evidence::of(documented.filter(|one| !one.is_withdrawn()).collect()))
    }

    pub(super) fn of(documented: Vec<DocumentedEntity>) -> Evidence {
        let index = Index::build(documented.iter().map(|one| Entry::new(&one.entity, Basis::Documented)));
        let entities: HashMap<String, DocumentedEntity> =
            documented.into_iter().map(|one| (one.entity.id.clone(), one)).collect();
        let mut prints: Vec<String> = entities.values().map(print_of_evidence).collect();
        prints.sort_unstable();
        let prints: Vec<&str> = prints.iter().map(String::as_str).collect();
        let print = fingerprint("evidence", &prints);
        Evidence { index, entities, print }
    }
}

/// Hash of an entity of documents and of all that is said of it.
pub(crate) fn print_of_evidence(one: &DocumentedEntity) -> String {
    let mut fields: Vec<&str> = vec![one.entity.id.as_str()];
    for passage in one.evidence.passages.iter().chain(&one.evidence.replies) {
        fields.extend([passage.claim.as_str(), passage.state.as_str(), passage.stance.as_str()]);
    }
    fingerprint("documented entity", &fields)
}

impl Entries {
    pub(crate) fn of(all: Vec<ListEntry>) -> Entries {
        Entries(all.into_iter().map(|entry| (entry.entity.id.clone(), entry)).collect())
    }

    /// Hash of an entry as it is, so that a decision on an earlier form of it silences nothing.
    pub(crate) fn print(&self, id: &str) -> String {
        let entry = self.0.get(id);
        let entity = entry.and_then(|entry| serde_json::to_string(&entry.entity).ok()).unwrap_or_default();
        let programmes = entry.map(|entry| entry.listing.programmes.join("; ")).unwrap_or_default();
        fingerprint("listed entity", &[id, &entity, &programmes])
    }
}

fn entries_in_use(workspace: &Workspace, clearance: Clearance, act: &Act) -> Result<Vec<ListEntry>> {
    let lists = lists_in_use(workspace, clearance, act)?;
    Ok(lists.into_iter().flat_map(|list| list.into_inner().entries).collect())
}

fn snapshot_key(lists: &[ListStanding], clearance: Clearance) -> String {
    let version = SNAPSHOT_VERSION.to_string();
    let mut fields: Vec<&str> = vec![&version, ALGORITHM, env!("CARGO_PKG_VERSION"), clearance.as_str()];
    for list in lists {
        fields.extend([list.list.as_str(), list.version.as_str()]);
    }
    fingerprint("screening snapshot", &fields)
}

/// The folder of a part of a list of several files, and which list that is.
type Family = (PathBuf, usize);

/// Files that make one list, in the order given.
fn together(paths: &[PathBuf]) -> Vec<Vec<PathBuf>> {
    const PARTS: [&[&str]; 2] = [
        &["sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"],
        &["cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv"],
    ];
    let family = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        PARTS.iter().position(|parts| parts.contains(&name.as_str()))
    };
    let mut groups: Vec<(Option<Family>, Vec<PathBuf>)> = Vec::new();
    for path in paths {
        let key = family(path).map(|family| (path.parent().unwrap_or(Path::new("")).to_owned(), family));
        match groups.iter_mut().find(|(known, _)| key.is_some() && *known == key) {
            Some((_, files)) => files.push(path.clone()),
            None => groups.push((key, vec![path.clone()])),
        }
    }
    groups.into_iter().map(|(_, files)| files).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_one_list_go_together() {
        let paths = ["a/sdn.csv", "x.json", "a/ALT.csv", "b/sdn.csv", "a/add.csv"].map(PathBuf::from);
        let groups: Vec<usize> = together(&paths).iter().map(Vec::len).collect();
        assert_eq!(groups, [3, 1, 1]);
    }
}
