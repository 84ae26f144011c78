//! The commands, one file each: `XArgs` is what it takes and its help, `run_x` what it does.

mod add;
mod audit;
mod backup;
mod claim;
mod claims;
mod claims_import;
mod custody;
mod decide;
mod demo;
mod dossier;
mod entities;
mod estimate;
mod eval;
mod explain;
mod explain_figure;
mod export;
mod extract;
mod figures;
mod findings;
mod index;
mod init;
mod instruments;
mod lists;
mod mse;
mod names;
mod ocr;
mod read;
mod reextract;
mod rescreen;
mod review;
mod rules;
mod scheme;
mod screen;
mod seal;
mod search;
mod serve;
mod sources;
mod verify;
mod watch;
mod web;

use crate::app::{App, End};
use clap::Subcommand;

/// What manumit can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Demo(demo::DemoArgs),
    Init(init::InitArgs),
    Add(add::AddArgs),
    Sources(sources::SourcesArgs),
    Watch(watch::WatchArgs),
    Custody(custody::CustodyArgs),
    Claims(claims::ClaimsArgs),
    Explain(explain::ExplainArgs),
    Figures(figures::FiguresArgs),
    Findings(findings::FindingsArgs),
    Estimate(estimate::EstimateArgs),
    Recompute(estimate::RecomputeArgs),
    Review(review::ReviewArgs),
    Claim(claim::ClaimArgs),
    Search(search::SearchArgs),
    Lists(lists::ListsArgs),
    Names(names::NamesArgs),
    Mse(mse::MseArgs),
    Scheme(scheme::SchemeArgs),
    Instruments(instruments::InstrumentsArgs),
    Screen(screen::ScreenArgs),
    Decide(decide::DecideArgs),
    Rescreen(rescreen::RescreenArgs),
    Dossier(dossier::DossierArgs),
    Verify(verify::VerifyArgs),
    Entities(entities::EntitiesArgs),
    Judge(entities::JudgeArgs),
    Export(export::ExportArgs),
    Serve(serve::ServeArgs),
    Read(read::ReadArgs),
    Extract(extract::ExtractArgs),
    Reextract(reextract::ReextractArgs),
    Seal(seal::SealArgs),
    Unseal(seal::UnsealArgs),
    Keygen(seal::KeygenArgs),
    Backup(backup::BackupArgs),
    Restore(backup::RestoreArgs),
    Index(index::IndexArgs),
    Audit(audit::AuditArgs),
    Rules(rules::RulesArgs),
    Eval(eval::EvalArgs),
}

/// Runs the command.
pub(crate) fn run(app: &App, command: Command) -> anyhow::Result<End> {
    match command {
        Command::Demo(args) => demo::run_demo(app, &args),
        Command::Init(args) => init::run_init(app, &args),
        Command::Add(args) => add::run_add(app, args),
        Command::Sources(args) => sources::run_sources(app, &args),
        Command::Watch(args) => watch::run_watch(app, args),
        Command::Custody(args) => custody::run_custody(app, &args),
        Command::Claims(args) => claims::run_claims(app, &args),
        Command::Explain(args) => explain::run_explain(app, &args),
        Command::Figures(args) => figures::run_figures(app, &args),
        Command::Findings(args) => findings::run_findings(app, &args),
        Command::Estimate(args) => estimate::run_estimate(app, &args),
        Command::Recompute(args) => estimate::run_recompute(app, &args),
        Command::Review(args) => review::run_review(app, args),
        Command::Claim(args) => claim::run_claim(app, args),
        Command::Lists(args) => lists::run_lists(app, args),
        Command::Search(args) => search::run_search(app, &args),
        Command::Names(args) => names::run_names(app, &args),
        Command::Mse(args) => mse::run_mse(app, &args),
        Command::Scheme(args) => scheme::run_scheme(app, &args),
        Command::Instruments(args) => instruments::run_instruments(app, &args),
        Command::Screen(args) => screen::run_screen(app, &args),
        Command::Decide(args) => decide::run_decide(app, args),
        Command::Rescreen(args) => rescreen::run_rescreen(app, &args),
        Command::Dossier(args) => dossier::run_dossier(app, &args),
        Command::Verify(args) => verify::run_verify(app, &args),
        Command::Entities(args) => entities::run_entities(app, &args),
        Command::Judge(args) => entities::run_judge(app, &args),
        Command::Serve(args) => serve::run_serve(app, &args),
        Command::Export(args) => export::run_export(app, &args),
        Command::Read(args) => read::run_read(app, &args),
        Command::Extract(args) => extract::run_extract(app, &args),
        Command::Reextract(args) => reextract::run_reextract(app, &args),
        Command::Seal(args) => seal::run_seal(app, &args),
        Command::Unseal(args) => seal::run_unseal(app, &args),
        Command::Keygen(args) => seal::run_keygen(app, &args),
        Command::Backup(args) => backup::run_backup(app, &args),
        Command::Restore(args) => backup::run_restore(app, &args),
        Command::Index(args) => index::run_index(app, &args),
        Command::Audit(args) => audit::run_audit(app, &args),
        Command::Rules(args) => rules::run_rules(app, &args),
        Command::Eval(args) => eval::run_eval(app, &args),
    }
}
