//! The verbs of manumit, one module each: functions from what a person asks and a workspace to plain results.
//!
//! ```text
//! read, extract   files ─▶ rows, without a workspace
//! init, demo      a new workspace
//! add, reextract  bytes ─read─▶ document ─claims─▶ claims ─▶ archive, on many threads, written in order
//! claims, explain, search, sources, stories, custody, export    archive ─Clearance─▶ what people see
//! review, add_claim, import_claims, seal, unseal, …          people ─▶ archive
//! figures, findings, estimate    claims ─figures─▶ figures, roots, findings; decisions of people ─▶ archive
//! names           pairs of names ─names─▶ scores and reasons, without a workspace
//! lists           official files ─lists─▶ versions in the archive; how old they are; what changed
//! eval            gold ─▶ figures
//! ```
//!
//! Nothing here prints, asks the clock or reads the environment: who acts and when is handed in as [`archive::Act`], how
//! far a long verb has come is told to a [`Progress`], and what leaves carries its [`model::Clearance`].

#![forbid(unsafe_code)]

mod add;
mod batch;
mod checked;
mod context;
mod custody;
mod demo;
mod error;
pub mod eval;
mod evaluate;
mod explain;
mod export;
mod extract;
mod figure_rows;
mod figures;
mod import;
mod init;
mod keep;
mod ledger;
mod lists;
mod names;
mod pipeline;
mod places;
mod progress;
mod reading;
mod recognise;
mod reextract;
mod review;
mod rules;
mod seal;
mod search;
mod slots;
mod sources;
mod stories;
mod sum;
mod unfold;
mod walk;

pub use self::lists::{
    Accept, ListInUse, ListLoaded, NewFiles, NewList, VersionDiff, add_list, diff_lists, list_standings,
    list_versions, lists_in_use, load_list_files, remove_list, update_list,
};
pub use self::names::{compare_names, explain_names};
pub use ::figures::estimate::{
    Answer, Estimate, Group, Place as EstimatePlace, Pool, Question, chart, estimate, recompute,
};
pub use ::figures::{Figure, Figures, Material, RootBasis, Topic, findings, fold};
pub use ::lists::{ListDiff, OfficialList, official_lists};
pub use ::names::{Agreement, Comparison, NameKind, Reason, Role, SAME_NAME};
pub use add::{AddRequest, FileEnd, FileReport, add};
pub use checked::{CheckedSlots, check_slots};
pub use claims::{FrameTrace, Lint, Outcome, SentenceTrace};
pub use context::context_of;
pub use custody::{Arrival, Custody, CustodyLink, custody};
pub use demo::{DEMO_DOCUMENTS, demo};
pub use error::{Error, Result};
pub use evaluate::{eval_claims, eval_reading, eval_zones};
pub use explain::{Explanation, explain};
pub use export::{ExportForm, export};
pub use extract::{FileClaims, extract_files, read_files};
pub use figure_rows::{FigureClaimRow, FigureRow, FindingRow, StepRow, figure_rows, finding_rows};
pub use figures::{claims_of_figure, correct_figure, figure_material, resolve_figure};
pub use import::{ImportReport, ImportRequest, import_claims};
pub use init::init;
pub use keep::{AuditReport, backup, rebuild_index, restore, verify};
pub use ledger::{OrphanedReview, SlotChange, claims, corrected, first_name, orphans, orphans_of};
pub use places::{place_in_claims, places_like};
pub use progress::Progress;
pub use reading::Reader;
pub use recognise::Tesseract;
pub use reextract::{Reread, RereadSummary, reextract};
pub use review::{NewClaim, add_claim, review};
pub use rules::{FrameSummary, check_rules, frames, lint_rules, trace_file};
pub use seal::{keygen, seal, unseal};
pub use search::{Finding, search};
pub use slots::{SLOTS, parse_slot, set_slots};
pub use sources::{set_sensitivity, sources};
pub use stories::{STORY_SIMILARITY, Story, StoryText, stories};
pub use walk::{Found, walk};
