//! The verbs of manumit, one module each: functions from what a person asks and a workspace to plain results.
//!
//! ```text
//! read, extract   files ─▶ rows, without a workspace
//! init, demo      a new workspace
//! web             addresses, feeds, what is watched ─fetch─▶ bytes, then as add
//! add, reextract  bytes ─read─▶ document ─claims─▶ claims ─▶ archive, on many threads, written in order
//! claims, explain, search, sources, stories, custody, export    archive ─Clearance─▶ what people see
//! feeds           archive ─Clearance::Public─▶ what anyone may read along
//! label, import_labels    tags, categories, notes of people ─▶ archive
//! review, add_claim, import_claims, seal, unseal, …          people ─▶ archive
//! figures, findings, estimate    claims ─figures─▶ figures, roots, findings; decisions of people ─▶ archive
//! names           pairs of names ─names─▶ scores and reasons, without a workspace
//! mse             a table of overlapping lists ─figures─▶ a hidden population, without a workspace
//! scheme, instruments   a scheme file and a register ─figures─▶ what acts do to workers and revenue
//! lists           official files ─lists─▶ versions in the archive; how old they are; what changed
//! screen          queries ─screen─▶ results with reasons, against lists and evidence; decide, rescreen, judge
//! dossier         all that is known of one party ─publish─▶ a bundle that can be checked without the workspace
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
mod deadlines;
mod demo;
mod dossier;
mod error;
pub mod eval;
mod evaluate;
mod evidence;
mod explain;
mod export;
mod extract;
mod feeds;
mod figure_rows;
mod figures;
mod folded;
mod hidden_population;
mod import;
mod init;
mod instruments;
mod judge;
mod keep;
mod labels;
mod ledger;
mod lists;
mod names;
mod officials;
mod pipeline;
mod places;
mod progress;
mod read_limited;
mod reading;
mod recognise;
mod reextract;
mod review;
mod rules;
mod scheme;
mod screen;
mod seal;
mod search;
mod slots;
mod sources;
mod stories;
mod sum;
mod unfold;
mod walk;
mod web;

pub use self::lists::{
    Accept, ListInUse, ListLoaded, ListOfFiles, NewFiles, NewList, VersionDiff, add_list, diff_lists,
    fetch_list, list_standings, list_versions, lists_in_use, lists_with_address, load_list_files,
    remove_list, update_list,
};
pub use self::names::{compare_names, explain_names};
pub use self::screen::{
    Around, ColumnMeaning, ColumnUse, DecideRequest, FIELDS, Facet, Facets, Filter, Ground, HeldDataset,
    HeldEntity, Holdings, MOST_RESULTS, MatchRequest, Matched, Nested, QueryFile, QueryReading, ReadQuery,
    RescreenChange, RescreenRequest, Rescreening, Scope, ScreenRequest, Screeners, SearchRequest,
    SearchResult, Trade, decide, meaning_of, query_of_entity, read_queries, ready_lists, rescreen, screen,
    screen_and_keep,
};
pub use ::figures::estimate::{
    Answer, Estimate, Group, Input as EstimateInput, Place as EstimatePlace, Pool, Pooled, Question, chart,
    estimate, recompute,
};
pub use ::figures::instruments as register;
pub use ::figures::mse;
pub use ::figures::relation::noun;
pub use ::figures::scheme as schemes;
pub use ::figures::{
    Figure, FigureClaim, Figures, Finding as FigureFinding, Material, Mention, Page as FigurePage, RootBasis,
    Step as ChainStep, Topic, Word, findings, fold,
};
pub use ::lists::{ListDiff, OfficialList, country_name, official_lists};
pub use ::names::{Agreement, Comparison, NameKind, Reason, Role, SAME_NAME};
pub use ::screen::{ALGORITHM, Basis, Query, THRESHOLD};
pub use add::{AddRequest, FileEnd, FileReport, add};
pub use checked::{CheckedSlots, check_slots};
pub use claims::isic::branches as sector_branches;
pub use claims::{FrameTrace, Lint, Outcome, SentenceTrace};
pub use context::context_of;
pub use custody::{Arrival, Custody, CustodyLink, custody};
pub use deadlines::{AfterDeadline, Datable, HostAfter, after_deadline, claims_on};
pub use demo::{DEMO_DOCUMENTS, demo};
pub use dossier::{DossierRequest, check_dossier, dossier};
pub use error::{Error, Result};
pub use evaluate::{eval_claims, eval_reading, eval_zones};
pub use evidence::{DocumentedEntity, documented_entities};
pub use explain::{Explanation, LinkedClaim, explain};
pub use export::{ExportForm, export, export_columns};
pub use extract::{FileClaims, extract_files, read_files};
pub use feeds::{FeedOf, feed, feeds};
pub use figure_rows::{
    ChainRow, FigureClaimRow, FigureRow, FindingRow, ProbableRow, StepRow, figure_claim_row, figure_row,
    figure_rows, finding_rows,
};
pub use figures::{claims_of_figure, correct_figure, figure_material, resolve_figure};
pub use folded::{Folded, KnownQuestion, Tally, folded};
pub use hidden_population::estimate_hidden_population;
pub use import::{ImportReport, ImportRequest, Refused, SupersededRow, claims_of_table, import_claims};
pub use init::init;
pub use instruments::{OWN_REGISTER, instruments};
pub use judge::{Canon, Tombstone, judge, judgements};
pub use keep::{AuditReport, backup, rebuild_index, restore, verify};
pub use labels::{
    LabelReport, LabelledRow, SourceLabels, category_of, import_labels, label, labels_of, note_of, tags_of,
};
pub use ledger::{
    OrphanedReview, SlotChange, card, card_of, claim_order, claims, corrected, first_name, ledger_claim,
    listed_card, orphans, orphans_of,
};
pub use places::{place_in_claims, place_name, places_like};
pub use progress::Progress;
pub use reading::Reader;
pub use recognise::Tesseract;
pub use reextract::{Reread, RereadSummary, Unread, reextract};
pub use review::{NewClaim, add_claim, review};
pub use rules::{FrameSummary, check_rules, frames, lint_rules, trace_file};
pub use scheme::{load_scheme, run_scheme, scheme_chart};
pub use seal::{keygen, seal, unseal};
pub use search::{Finding, search, search_narrowed};
pub use slots::{SLOTS, parse_slot, set_slots};
pub use sources::{set_sensitivity, sources};
pub use stories::{STORY_SIMILARITY, Story, StorySource, StoryText, stories, told_stories};
pub use walk::{Found, walk};
pub use web::{
    FeedSummary, ITEMS_A_RUN, WatchRequest, WebAnswer, WebReport, WebRequest, add_from_web, add_watch,
    remove_watch, run_watches, watches,
};
