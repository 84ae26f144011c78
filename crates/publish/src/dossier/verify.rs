//! Checking a dossier: of the bytes of a ZIP alone, without workspace, network, clock or disk.

use super::bundle::{DATA, LOG, MANIFEST, Manifest, MemberRow, PAGE, PASSAGES, sha256, text_name};
use super::page::page;
use super::{DOSSIER_FORMAT, Dossier, LogExcerpt, LoggedRecord};
use crate::screening::PassageRow;
use model::{CodePoints, Passage, SourceId};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// How much a dossier may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DossierLimits {
    /// Most bytes of the file.
    pub file: u64,
    /// Most members.
    pub members: usize,
    /// Most bytes of a member, unpacked.
    pub member: u64,
    /// Most bytes of all members together, unpacked.
    pub total: u64,
}

impl Default for DossierLimits {
    fn default() -> Self {
        Self { file: 256 << 20, members: 4096, member: 64 << 20, total: 256 << 20 }
    }
}

/// What checking a dossier found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DossierCheck {
    /// What does not hold; none where the dossier is whole.
    pub faults: Vec<String>,
    /// What could not be looked at, and why.
    pub notes: Vec<String>,
    /// What the dossier is about, when and by whom and with what it was made, where that can be read.
    pub made: Vec<String>,
    /// SHA-256 of the manifest: two who have the same have the same dossier.
    pub fingerprint: Option<String>,
    /// Members whose hashes are right.
    pub members: usize,
    /// Passages in it, and how many of them were found in a text that it holds.
    pub passages: (usize, usize),
    /// Decisions and judgements whose rows and entries hold.
    pub records: usize,
    /// The log's number of entries and the hash of its last one.
    pub log: Option<(u64, String)>,
    /// The passages by source: the source's SHA-256, the version that read it, position and quote.
    pub quotes: Vec<(SourceId, String, Passage)>,
}

impl DossierCheck {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.faults.is_empty()
    }

    fn fault(&mut self, fault: impl Into<String>) {
        // A file made to fill a screen does not.
        const MOST: usize = 200;
        match self.faults.len() {
            MOST => self.faults.push("and more".to_owned()),
            count if count < MOST => self.faults.push(fault.into()),
            _ => {}
        }
    }
}

/// Checks the bytes of a dossier: that every member is as the manifest says, none missing, none more; that the passages stand in the texts
/// that it holds, and are those that the data quote; that decisions and judgements are the rows that their entries of the audit log record,
/// and the entries a chain; and that the page is the one that the data make.
#[must_use]
pub fn verify_dossier(bytes: &[u8], limits: &DossierLimits) -> DossierCheck {
    let mut check = DossierCheck::default();
    let Some(members) = unpack(bytes, limits, &mut check) else { return check };
    let Some(manifest) = manifest(&members, &mut check) else { return check };
    hold_against_manifest(&members, &manifest, &mut check);
    let dossier: Option<Dossier> = parsed(&members, DATA, &mut check);
    let annotations: Vec<Annotation> = parsed(&members, PASSAGES, &mut check).unwrap_or_default();
    let log: Option<LogExcerpt> = parsed(&members, LOG, &mut check);
    let passages = find_passages(&members, annotations, &mut check);
    if let Some(dossier) = &dossier {
        hold_quotes(dossier, &passages, &mut check);
        hold_page(dossier, &manifest, &members, &mut check);
        if (&dossier.made, &dossier.by, &dossier.about) != (&manifest.made, &manifest.by, &manifest.about) {
            check.fault(format!(
                "{DATA} and {MANIFEST} do not say the same of when, by whom and about whom it was made"
            ));
        }
    }
    if let Some(log) = log {
        follow_log(&log, &mut check);
        hold_decisions(dossier.as_ref(), &log, &mut check);
    }
    check
}

type Members = BTreeMap<String, Vec<u8>>;

fn unpack(bytes: &[u8], limits: &DossierLimits, check: &mut DossierCheck) -> Option<Members> {
    if bytes.len() as u64 > limits.file {
        check.fault(format!("the file has more than {} bytes", limits.file));
        return None;
    }
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => {
            check.fault(format!("the file is no ZIP that can be read: {error}"));
            return None;
        }
    };
    if archive.len() > limits.members {
        check.fault(format!("it has {} members, and {} are the most", archive.len(), limits.members));
        return None;
    }
    let mut members = Members::new();
    let mut left = limits.total;
    let mut reaches = Vec::new();
    for at in 0..archive.len() {
        let file = match archive.by_index(at) {
            Ok(file) => file,
            Err(error) => {
                check.fault(format!("member {} cannot be read: {error}", at + 1));
                continue;
            }
        };
        let name = match file.name() {
            Ok(name) => name.into_owned(),
            Err(error) => {
                check.fault(format!("member {} has a name that cannot be read: {error}", at + 1));
                continue;
            }
        };
        let end = file.data_start().map(|start| start.saturating_add(file.compressed_size()));
        reaches.push((file.header_start(), end));
        let most = limits.member.min(left);
        let mut content = Vec::new();
        // What a member says of its size is not believed.
        if let Err(error) = file.take(most + 1).read_to_end(&mut content) {
            check.fault(format!("{}: cannot be unpacked: {error}", shown(&name)));
            continue;
        }
        if content.len() as u64 > most {
            check.fault(format!("{}: it unpacks to more than a dossier may hold", shown(&name)));
            return None;
        }
        left -= content.len() as u64;
        if members.insert(name.clone(), content).is_some() {
            check.fault(format!("{}: two members have this name", shown(&name)));
        }
    }
    reaches.sort_unstable();
    // Every byte up to the list of members belongs to one: a second member of a name, or one that the list keeps silent about, leaves a gap.
    let mut at = 0;
    for (start, end) in reaches {
        if start != at {
            check.fault(format!("there are bytes at {at} that belong to no member"));
        }
        at = end.unwrap_or(start);
    }
    let ends_itself = end_of_list(bytes) == Some(archive.central_directory_start());
    if at != archive.central_directory_start() || archive.offset() != 0 || !ends_itself {
        check.fault("there are bytes before, between or behind the members that belong to none");
    }
    Some(members)
}

/// Where the list of members begins, by the record that ends the file (APPNOTE 4.3.16: 22 bytes where there is no comment), if that record
/// comes right behind the list and nothing comes behind it.
fn end_of_list(bytes: &[u8]) -> Option<u64> {
    const RECORD: usize = 22;
    let at = bytes.len().checked_sub(RECORD)?;
    let record = bytes.get(at..)?;
    let number = |at: usize| {
        let bytes: [u8; 4] = record.get(at..at + 4)?.try_into().ok()?;
        Some(u64::from(u32::from_le_bytes(bytes)))
    };
    let (size, start) = (number(12)?, number(16)?);
    (record.starts_with(b"PK\x05\x06") && start + size == at as u64).then_some(start)
}

/// The beginning of a name from outside, on one line.
fn shown(name: &str) -> String {
    let mut shown: String = name.chars().take(120).flat_map(char::escape_default).collect();
    if name.chars().nth(120).is_some() {
        shown.push('…');
    }
    shown
}

fn manifest(members: &Members, check: &mut DossierCheck) -> Option<Manifest> {
    let Some(bytes) = members.get(MANIFEST) else {
        check.fault(format!("there is no {MANIFEST}: this is no dossier, or its heart is missing"));
        return None;
    };
    /// What every version has.
    #[derive(Deserialize)]
    struct Head {
        format: String,
    }
    match serde_json::from_slice::<Head>(bytes) {
        Err(error) => {
            check.fault(format!("{MANIFEST}: {error}"));
            return None;
        }
        Ok(head) if head.format != DOSSIER_FORMAT => {
            check.fault(format!(
                "{MANIFEST}: the format is {}, and this version knows {DOSSIER_FORMAT}",
                shown(&head.format)
            ));
            return None;
        }
        Ok(_) => {}
    }
    let manifest: Manifest = match serde_json::from_slice(bytes) {
        Ok(manifest) => manifest,
        Err(error) => {
            check.fault(format!("{MANIFEST}: {error}"));
            return None;
        }
    };
    check.fingerprint = Some(sha256(bytes));
    check.made = vec![
        format!("about {}", manifest.about),
        format!("made {} by {}", manifest.made, manifest.by),
        format!("with {}", manifest.program),
    ];
    Some(manifest)
}

fn hold_against_manifest(members: &Members, manifest: &Manifest, check: &mut DossierCheck) {
    let mut listed: BTreeMap<&str, &MemberRow> = BTreeMap::new();
    for row in &manifest.members {
        if listed.insert(&row.name, row).is_some() {
            check.fault(format!("{}: the manifest names it twice", shown(&row.name)));
        }
    }
    for needed in [DATA, PASSAGES, LOG, PAGE].into_iter().filter(|name| !listed.contains_key(name)) {
        check.fault(format!("{needed}: the manifest does not name it, and no dossier is without it"));
    }
    let extra: Vec<(&String, String)> = members
        .iter()
        .filter(|(name, _)| *name != MANIFEST && !listed.contains_key(name.as_str()))
        .map(|(name, content)| (name, sha256(content)))
        .collect();
    let mut renamed: BTreeSet<&str> = BTreeSet::new();
    for (name, row) in &listed {
        match members.get(*name) {
            None => match extra.iter().find(|(_, hash)| *hash == row.sha256) {
                Some((other, _)) => {
                    renamed.insert(other);
                    check.fault(format!(
                        "{}: missing; {} has its content under another name",
                        shown(name),
                        shown(other)
                    ));
                }
                None => check.fault(format!("{}: missing", shown(name))),
            },
            Some(content) if content.len() as u64 != row.size => check.fault(format!(
                "{}: changed: {} bytes, and the manifest says {}",
                shown(name),
                content.len(),
                row.size
            )),
            Some(content) => {
                let hash = sha256(content);
                if hash == row.sha256 {
                    check.members += 1;
                } else {
                    check.fault(format!(
                        "{}: changed: SHA-256 is {hash}, and the manifest says {}",
                        shown(name),
                        shown(&row.sha256)
                    ));
                }
            }
        }
    }
    for (name, _) in extra.iter().filter(|(name, _)| !renamed.contains(name.as_str())) {
        check.fault(format!("{}: the manifest does not know it", shown(name)));
    }
}

fn parsed<T: for<'d> Deserialize<'d>>(members: &Members, name: &str, check: &mut DossierCheck) -> Option<T> {
    match serde_json::from_slice(members.get(name)?) {
        Ok(value) => Some(value),
        Err(error) => {
            check.fault(format!("{name}: {error}"));
            None
        }
    }
}

/// A passage as `passages.json` has it.
#[derive(Deserialize)]
struct Annotation {
    id: String,
    target: Target,
    #[serde(default)]
    reader: String,
    #[serde(default)]
    text: Option<String>,
}

#[derive(Deserialize)]
struct Target {
    source: String,
    selector: Vec<Selector>,
}

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Selector {
    #[serde(rename = "TextPositionSelector")]
    Position { start: usize, end: usize },
    #[serde(rename = "TextQuoteSelector")]
    Quote {
        exact: String,
        #[serde(default)]
        prefix: String,
        #[serde(default)]
        suffix: String,
    },
    #[serde(other)]
    Other,
}

impl Annotation {
    fn passage(&self) -> Option<Passage> {
        let position = self.target.selector.iter().find_map(|one| match one {
            Selector::Position { start, end } => Some((*start, *end)),
            _ => None,
        });
        let quote = self.target.selector.iter().find_map(|one| match one {
            Selector::Quote { exact, prefix, suffix } => Some((exact, prefix, suffix)),
            _ => None,
        });
        let ((start, end), (exact, prefix, suffix)) = position.zip(quote)?;
        Some(Passage { start, end, exact: exact.clone(), prefix: prefix.clone(), suffix: suffix.clone() })
    }
}

/// Passages by claim, each with its source.
type Passages = BTreeMap<String, Vec<(String, Passage)>>;

fn find_passages(members: &Members, annotations: Vec<Annotation>, check: &mut DossierCheck) -> Passages {
    let mut texts: BTreeMap<&str, Option<(&str, CodePoints<'_>)>> = BTreeMap::new();
    for (name, content) in members.iter().filter(|(name, _)| name.starts_with("texts/")) {
        let text = std::str::from_utf8(content).ok();
        if text.is_none() {
            check.fault(format!("{}: it is no text in UTF-8", shown(name)));
        }
        texts.insert(name, text.map(|text| (text, CodePoints::new(text))));
    }
    let mut passages = Passages::new();
    let mut used: BTreeSet<String> = BTreeSet::new();
    for one in annotations {
        let claim = one.id.strip_prefix("urn:manumit:claim:").unwrap_or(&one.id).to_owned();
        let source = one.target.source.strip_prefix("urn:sha256:").unwrap_or_default();
        let (Some(passage), Ok(source)) = (one.passage(), source.parse::<SourceId>()) else {
            check.fault(format!("{PASSAGES}: {} has no position, quote or source", shown(&claim)));
            continue;
        };
        check.passages.0 += 1;
        let length = passage.exact.chars().count();
        if passage.end.checked_sub(passage.start) != Some(length) {
            check.fault(format!(
                "{PASSAGES}: the quote of {} has {length} code points, and its position says otherwise",
                shown(&claim)
            ));
        }
        if let Some(name) = &one.text {
            if *name != text_name(&source) {
                check.fault(format!("{PASSAGES}: {} points to the text of another source", shown(&claim)));
            }
            match texts.get(name.as_str()) {
                None => {
                    check.fault(format!("{}: missing, and {} is to stand in it", shown(name), shown(&claim)))
                }
                Some(None) => {}
                Some(Some((text, points))) if stands(&passage, text, points) => check.passages.1 += 1,
                Some(Some(_)) => check.fault(format!(
                    "{}: the words of {} do not stand at {} to {}",
                    shown(name),
                    shown(&claim),
                    passage.start,
                    passage.end
                )),
            }
            used.insert(name.clone());
        }
        check.quotes.push((source.clone(), one.reader.clone(), passage.clone()));
        passages.entry(claim).or_default().push((source.to_string(), passage));
    }
    for name in texts.keys().filter(|name| !used.contains(**name)) {
        check.fault(format!("{}: no passage stands in it", shown(name)));
    }
    let (all, found) = check.passages;
    if found < all {
        check.notes.push(format!(
            "{} of {all} passages were not held against a text: the dossier holds none of them; `--source FILE` takes the originals",
            all - found
        ));
    }
    passages
}

/// Whether a passage stands at its position, with what stands before and after it.
fn stands(passage: &Passage, text: &str, points: &CodePoints<'_>) -> bool {
    let Some(span) = points.to_span(passage.start, passage.end) else { return false };
    span.of(text) == Some(passage.exact.as_str())
        && text.get(..span.start).is_some_and(|before| before.ends_with(&passage.prefix))
        && text.get(span.end..).is_some_and(|after| after.starts_with(&passage.suffix))
}

/// What the data quote must be the passages.
fn hold_quotes(dossier: &Dossier, passages: &Passages, check: &mut DossierCheck) {
    let mut quoted: BTreeSet<&str> = BTreeSet::new();
    let of_results = dossier.asked.results.iter().filter_map(|one| one.evidence.as_ref());
    for evidence in of_results.chain([&dossier.evidence]) {
        for row in evidence.passages.iter().chain(&evidence.replies) {
            quoted.insert(&row.claim);
            let fits = |(source, passage): &(String, Passage)| {
                *source == row.source_id && passage.exact == row.quote
            };
            let known: Option<&Vec<(String, Passage)>> = passages.get(&row.claim);
            if !known.is_some_and(|known| known.iter().any(fits)) {
                check.fault(other_words(row));
            }
        }
    }
    for claim in passages.keys().filter(|claim| !quoted.contains(claim.as_str())) {
        check.fault(format!("{PASSAGES}: {} is quoted nowhere in {DATA}", shown(claim)));
    }
}

fn other_words(row: &PassageRow) -> String {
    format!("{DATA}: what it quotes for {} is not what {PASSAGES} has for it", shown(&row.claim))
}

fn hold_page(dossier: &Dossier, manifest: &Manifest, members: &Members, check: &mut DossierCheck) {
    let own = format!("manumit {}", env!("CARGO_PKG_VERSION"));
    if manifest.program != own {
        check.notes.push(format!(
            "{PAGE} was not held against {DATA}: {} made it, and this is {own}",
            shown(&manifest.program)
        ));
    } else if members.get(PAGE).is_some_and(|content| *content != page(dossier).into_bytes()) {
        check.fault(format!("{PAGE}: it is not the page that {DATA} makes"));
    }
}

/// The rows and their entries: each entry has its own hash and that of its row, and follows those before it.
fn follow_log(log: &LogExcerpt, check: &mut DossierCheck) {
    check.log = Some((log.entries, log.head.clone()));
    let mut before: Option<&LoggedRecord> = None;
    for one in &log.records {
        let id = shown(&one.id);
        let entry = &one.entry;
        let faults = check.faults.len();
        if entry.digest() != entry.hash {
            check.fault(format!("{LOG}: the entry of {id} was changed after it was written"));
        }
        let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap_or_default();
        let says = |key: &str| detail.get(key).and_then(serde_json::Value::as_str);
        if says("id") != Some(&one.id) {
            check.fault(format!("{LOG}: the entry of {id} speaks of something else"));
        }
        if says("sha256") != Some(&sha256(one.body.as_bytes())) {
            check.fault(format!("{LOG}: {id} is not what its entry says was written"));
        }
        if u64::try_from(entry.sequence).map_or(true, |sequence| sequence == 0 || sequence > log.entries) {
            check.fault(format!(
                "{LOG}: the entry of {id} has number {}, and the log has {}",
                entry.sequence, log.entries
            ));
        }
        if u64::try_from(entry.sequence) == Ok(log.entries) && entry.hash != log.head {
            check.fault(format!(
                "{LOG}: the entry of {id} is the last, and its hash is not the head of the log"
            ));
        }
        if let Some(before) = before {
            let last = &before.entry;
            if entry.sequence <= last.sequence {
                check.fault(format!("{LOG}: the entry of {id} does not come after the one before it"));
            } else if entry.sequence == last.sequence + 1 && entry.previous != last.hash {
                check.fault(format!("{LOG}: the entry of {id} does not follow the one before it"));
            }
        }
        before = Some(one);
        check.records += usize::from(check.faults.len() == faults);
    }
}

/// Decisions and judgements that the data tell must be the rows of the log, all of them and none more.
fn hold_decisions(dossier: Option<&Dossier>, log: &LogExcerpt, check: &mut DossierCheck) {
    let Some(dossier) = dossier else { return };
    let decisions =
        dossier.decided.decisions.iter().map(|one| (one.id.to_string(), serde_json::to_value(one)));
    let judgements =
        dossier.decided.judgements.iter().map(|one| (one.id.to_string(), serde_json::to_value(one)));
    let mut told: BTreeMap<String, serde_json::Value> = BTreeMap::new();
    for (id, value) in decisions.chain(judgements) {
        told.insert(id, value.unwrap_or_default());
    }
    for one in &log.records {
        let body: serde_json::Value = serde_json::from_str(&one.body).unwrap_or_default();
        match told.remove(&one.id) {
            None => check.fault(format!("{DATA}: {} is in {LOG} and not here", shown(&one.id))),
            Some(value) if value != body => {
                check.fault(format!("{DATA}: what it says of {} is not what was written", shown(&one.id)));
            }
            Some(_) => {}
        }
    }
    for id in told.keys() {
        check.fault(format!("{DATA}: {} has no entry in {LOG}", shown(id)));
    }
}
