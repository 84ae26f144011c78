use crate::app::{App, End};
use crate::format::one_line;
use crate::output::write_whole;
use clap::Args;
use engine::DossierRequest;
use jiff::Timestamp;
use model::{Clearance, Cleared};
use publish::{DossierBundle, dossier_bytes, write_dossier_html};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Make a dossier of an entity or a match: what is known of it, what was asked and what was not, in a form that others can check.
///
/// It is a ZIP with the data, the passages with their positions, the decisions with their entries of the log, and the hash of each, and a
/// page (HTML) on its own. Sealed sources are never in it. `manumit verify` checks the ZIP without the workspace.
#[derive(Debug, Args)]
pub(crate) struct DossierArgs {
    /// The id of an entity, on a list or from documents, or the beginning of the id of a match.
    about: String,
    /// The file to write, .zip or .html; may be given several times. Otherwise both, named after the entity or match.
    #[arg(long, short, value_name = "FILE")]
    output: Vec<PathBuf>,
    /// Put the texts of the sources into the ZIP, so that the quotes can be held against them.
    #[arg(long)]
    texts: bool,
    /// Only what may be shown to anyone: open sources, and neither decisions nor screenings.
    #[arg(long)]
    public: bool,
    /// The moment it is made, as it stands in it; the same moment and workspace give the same bytes. Otherwise now.
    #[arg(long, value_name = "TIME")]
    time: Option<Timestamp>,
    /// Overwrite existing files.
    #[arg(long)]
    force: bool,
}

/// Forms of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Zip,
    Html,
}

impl Form {
    fn of(path: &Path) -> anyhow::Result<Form> {
        match path.extension().unwrap_or_default().to_string_lossy().to_lowercase().as_str() {
            "zip" => Ok(Form::Zip),
            "html" | "htm" => Ok(Form::Html),
            _ => anyhow::bail!("{}: a dossier is .zip or .html", path.display()),
        }
    }
}

pub(crate) fn run_dossier(app: &App, args: &DossierArgs) -> anyhow::Result<End> {
    args.output.iter().try_for_each(|path| Form::of(path).map(|_| ()))?;
    let workspace = app.open()?;
    let clearance = if args.public { Clearance::Public } else { Clearance::Workspace };
    let mut act = app.act();
    act.at = args.time.unwrap_or(act.at);
    let request = DossierRequest { about: args.about.clone(), texts: args.texts };
    let bundle = engine::dossier(&workspace, clearance, &act, &request)?;
    let outputs = if args.output.is_empty() { names(&bundle) } else { args.output.clone() };
    for path in &outputs {
        write_whole(path, args.force, |output| {
            match Form::of(path)? {
                Form::Zip => output.write_all(&dossier_bytes(&bundle)?)?,
                Form::Html => write_dossier_html(output, &bundle)?,
            }
            Ok(())
        })?;
    }
    let dossier = &bundle.get().dossier;
    let hits = dossier.lists.iter().filter(|list| !list.hits.is_empty()).count();
    let mut text = app.text();
    writeln!(text, "{}: {}", one_line(&dossier.caption), dossier.standing.replace('_', " "))?;
    writeln!(
        text,
        "{} of {} lists with a hit; {} passages, {} replies or denials, {} indicators, {} figures; {} decisions, {} judgements; {} things not asked or not answered",
        hits,
        dossier.lists.len(),
        dossier.evidence.passages.len(),
        dossier.evidence.replies.len(),
        dossier.indicators.len(),
        dossier.figures.len(),
        dossier.decided.decisions.len(),
        dossier.decided.judgements.len(),
        dossier.unanswered.len()
    )?;
    let mut messages = app.messages();
    for list in dossier.lists.iter().filter_map(|list| list.standing.warning.as_ref()) {
        writeln!(messages, "WARNING: {}", one_line(list))?;
    }
    for path in &outputs {
        writeln!(messages, "dossier: {}", path.display())?;
    }
    Ok(End::Done)
}

/// `dossier-ofac-1234.zip` and the page, in the current folder.
fn names(bundle: &Cleared<DossierBundle>) -> Vec<PathBuf> {
    let about = bundle.get().dossier.about.chars();
    // Ids of lists may hold what no file name can.
    let stem: String = about
        .take(80)
        .map(
            |character| {
                if character.is_alphanumeric() || "-_.".contains(character) { character } else { '_' }
            },
        )
        .collect();
    ["zip", "html"].map(|form| PathBuf::from(format!("dossier-{stem}.{form}"))).to_vec()
}
