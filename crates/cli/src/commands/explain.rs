use crate::app::{App, End};
use crate::format::{gist, one_line, printable, short};
use crate::table::{cut, wrap};
use anstyle::{AnsiColor, Style};
use clap::Args;
use engine::{Explanation, LinkedClaim, Reader, SlotChange};
use model::{ClaimId, Clearance, Cleared, Kind, PageText, Review, ReviewState, SlotEvidence};
use publish::{AttributionRow, CitationStyle, ClaimRow, LedgerRow, SourceCard, cite};
use serde::Serialize;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Show where a claim comes from: its passage, the words behind each slot, who says so, the rule, the reviews, a citation. Of
/// a figure: its root, how each mention leads back to it, and what is found about it.
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The claim or figure, by the beginning of its id.
    #[arg(value_name = "CLAIM|FIGURE")]
    pub(super) id: String,
    /// Print one JSON object.
    #[arg(long)]
    pub(super) json: bool,
    /// Print only a citation, as BibTeX.
    #[arg(long, conflicts_with_all = ["json", "csl"])]
    bibtex: bool,
    /// Print only a citation, as CSL-JSON.
    #[arg(long, conflicts_with = "json")]
    csl: bool,
}

/// An explanation, as JSON.
#[derive(Serialize)]
struct ExplanationRow {
    #[serde(flatten)]
    claim: LedgerRow,
    proposed: ClaimRow,
    before: String,
    after: String,
    anchored: bool,
    evidence: Vec<SlotEvidence>,
    rule_about: Option<String>,
    denied: Vec<LinkedRow>,
    denied_by: Vec<LinkedRow>,
    changes: Vec<SlotChange>,
    reviews: Vec<Review>,
    citation: String,
    page: Option<PageRow>,
}

/// A claim at the other end of a denial.
#[derive(Serialize)]
struct LinkedRow {
    id: ClaimId,
    kind: Kind,
    quote: String,
    state: ReviewState,
    /// The innermost speaker.
    speaker: Option<String>,
    shown_by: Option<SlotEvidence>,
}

impl From<LinkedClaim> for LinkedRow {
    fn from(linked: LinkedClaim) -> Self {
        let LinkedClaim { claim, state, shown_by } = linked;
        Self {
            id: claim.id,
            kind: claim.kind,
            quote: claim.passage.exact,
            state,
            speaker: claim.attribution.speakers.into_iter().next_back().map(|speaker| speaker.name),
            shown_by,
        }
    }
}

impl LinkedRow {
    /// "indicator 1a2b3c4d “their passports were taken” (Example Watch), shown by “the allegations”".
    fn told(&self) -> String {
        let mut line = format!(
            "{} {} “{}”",
            self.kind,
            short(self.id.as_str()),
            cut(&one_line(&self.quote), QUOTE_SHOWN)
        );
        if let Some(speaker) = &self.speaker {
            line.push_str(&format!(" ({})", one_line(speaker)));
        }
        if let Some(words) = &self.shown_by {
            line.push_str(&format!(", shown by {}", evidence_words(words)));
        }
        if self.state.is_out() {
            line.push_str(&format!(", {}", self.state));
        }
        line
    }
}

/// The page a claim stands on.
#[derive(Serialize)]
struct PageRow {
    number: usize,
    label: Option<String>,
    text: PageText,
}

impl PageRow {
    /// "page 12", "Pay (page 2)"; said too where the text was recognised from a picture.
    fn told(&self) -> String {
        let name = match &self.label {
            Some(label) => format!("{} (page {})", one_line(label), self.number),
            None => format!("page {}", self.number),
        };
        if self.text == PageText::Recognised { format!("{name}, recognised from a picture") } else { name }
    }
}

impl From<Explanation> for ExplanationRow {
    fn from(explanation: Explanation) -> Self {
        Self {
            proposed: ClaimRow::of(&explanation.now.source.name, explanation.proposed),
            claim: LedgerRow::from(explanation.now),
            before: explanation.before,
            after: explanation.after,
            anchored: explanation.anchored,
            evidence: explanation.evidence,
            rule_about: explanation.rule_about,
            denied: explanation.denied.into_iter().map(LinkedRow::from).collect(),
            denied_by: explanation.denied_by.into_iter().map(LinkedRow::from).collect(),
            changes: explanation.changes,
            reviews: explanation.reviews,
            citation: explanation.citation,
            page: explanation.page.map(|page| PageRow {
                number: page.number,
                label: page.label,
                text: page.text,
            }),
        }
    }
}

pub(crate) fn run_explain(app: &App, args: &ExplainArgs) -> anyhow::Result<End> {
    let workspace = app.open()?;
    let claim = match workspace.resolve_claim(&args.id) {
        Err(missing @ archive::Error::NotFound { .. }) => {
            let reviews = engine::orphans_of(&workspace, Clearance::Workspace, &args.id)?;
            if reviews.is_empty()
                && let Some(end) = super::explain_figure::explain_figure(app, args, &workspace)?
            {
                return Ok(end);
            }
            return if reviews.is_empty() { Err(missing.into()) } else { tell_orphaned(app, args, reviews) };
        }
        resolved => resolved?,
    };
    let explanation =
        engine::explain(&workspace, &Reader::of_workspace(&workspace)?, Clearance::Workspace, &claim)?;
    if args.bibtex || args.csl {
        let style = if args.bibtex { CitationStyle::Bibtex } else { CitationStyle::CslJson };
        let source = explanation.map(|explanation| SourceCard::clone(&explanation.now.source));
        writeln!(app.text(), "{}", cite(&source, style))?;
        return Ok(End::Done);
    }
    let row = explanation.map(ExplanationRow::from);
    if args.json {
        publish::write_json_lines(&mut app.rows(), [row])?;
        return Ok(End::Done);
    }
    let page = Page { width: app.width(), row: row.get() };
    page.write(&mut app.text())?;
    Ok(End::Done)
}

/// What is left of a claim that is gone: the reviews of it.
#[derive(Serialize)]
struct OrphanedRow {
    id: ClaimId,
    state: ReviewState,
    doc: String,
    review: Review,
}

fn tell_orphaned(
    app: &App,
    args: &ExplainArgs,
    reviews: Vec<Cleared<engine::OrphanedReview>>,
) -> anyhow::Result<End> {
    if args.bibtex || args.csl {
        anyhow::bail!(
            "this claim is orphaned: there is nothing to cite; `manumit explain ID` shows its reviews"
        );
    }
    let rows: Vec<Cleared<OrphanedRow>> = reviews
        .into_iter()
        .map(|orphan| {
            orphan.map(|orphan| OrphanedRow {
                id: orphan.review.claim.clone(),
                state: ReviewState::Orphaned,
                doc: orphan.source.name.clone(),
                review: orphan.review,
            })
        })
        .collect();
    if args.json {
        publish::write_json_lines(&mut app.rows(), rows)?;
        return Ok(End::Done);
    }
    let (mut out, width) = (app.text(), app.width());
    for row in rows {
        let OrphanedRow { id, doc, review, .. } = row.get();
        writeln!(out, "{HEADING}{}{HEADING:#}  {DIM}{id} · orphaned{DIM:#}", review.kind)?;
        let words = one_line(&review.passage.exact);
        let told = format!(
            "This claim is gone: the present reading and rules do not find “{words}” in {} as such a claim.",
            one_line(doc)
        );
        for line in wrap(&told, width).into_iter().chain(wrap(&one_line(&review_line(review)), width)) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(End::Done)
}

/// Where headings end and what stands beneath them begins.
const INDENT: &str = "  ";

/// Columns of a linked claim's quote that are shown.
const QUOTE_SHOWN: usize = 72;

const HEADING: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const QUOTE: Style = AnsiColor::Yellow.on_default().bold();

struct Page<'a> {
    width: usize,
    row: &'a ExplanationRow,
}

impl Page<'_> {
    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        self.write_head(out)?;
        self.write_passage(out)?;
        self.write_slots(out)?;
        self.write_speakers(out)?;
        self.write_linked(out, "Denies", &self.row.denied)?;
        self.write_linked(out, "Denied by", &self.row.denied_by)?;
        self.write_reviews(out)?;
        writeln!(out, "{HEADING}Rule{HEADING:#}")?;
        writeln!(out, "{INDENT}{}", one_line(self.row.claim.claim.rule.as_str()))?;
        for line in wrap(self.row.rule_about.as_deref().unwrap_or_default(), self.width - INDENT.len()) {
            writeln!(out, "{INDENT}{DIM}{}{DIM:#}", printable(&line))?;
        }
        writeln!(out)?;
        writeln!(out, "{HEADING}To cite{HEADING:#}")?;
        for line in wrap(&printable(&self.row.citation), self.width.saturating_sub(INDENT.len())) {
            writeln!(out, "{INDENT}{line}")?;
        }
        Ok(())
    }

    fn write_head(&self, out: &mut impl Write) -> io::Result<()> {
        let LedgerRow { claim, state, source_id, title, publisher, published, .. } = &self.row.claim;
        let (says, stands) = (format!("{}  {}", claim.kind, gist(claim)), format!("{} · {state}", claim.id));
        let gap = if says.width() + stands.width() + 2 <= self.width { "  " } else { "\n" };
        writeln!(out, "{HEADING}{}{HEADING:#}{gap}{DIM}{stands}{DIM:#}", cut(&says, self.width))?;
        let source = [title.clone(), publisher.clone(), published.as_ref().map(ToString::to_string)];
        let source: Vec<String> = source.into_iter().flatten().map(|part| one_line(&part)).collect();
        let place =
            format!("{} · source {} · {} text", one_line(&claim.doc), short(source_id.as_str()), claim.zone);
        let place = match &self.row.page {
            Some(page) => format!("{place} · {}", page.told()),
            None => place,
        };
        if !source.is_empty() {
            for line in wrap(&source.join(" · "), self.width) {
                writeln!(out, "{line}")?;
            }
        }
        for line in wrap(&place, self.width) {
            writeln!(out, "{DIM}{line}{DIM:#}")?;
        }
        writeln!(out)
    }

    fn write_passage(&self, out: &mut impl Write) -> io::Result<()> {
        let ExplanationRow { before, after, claim, anchored, .. } = self.row;
        let clean = |text: &str| printable(text).replace(['▸', '◂'], " ");
        let quote = clean(&claim.claim.quote);
        let passage = format!("…{}▸{}◂{}…", clean(before), one_line(&quote), clean(after));
        let mut inside = false;
        for line in wrap(&passage, self.width.saturating_sub(INDENT.len())) {
            let begun = if inside { format!("{QUOTE}") } else { String::new() };
            inside = match (line.rfind('▸'), line.rfind('◂')) {
                (Some(open), Some(close)) => open > close,
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (None, None) => inside,
            };
            let ended = if inside { format!("{QUOTE:#}") } else { String::new() };
            let styled = line.replace('▸', &format!("{QUOTE}▸")).replace('◂', &format!("◂{QUOTE:#}"));
            writeln!(out, "{INDENT}{begun}{styled}{ended}")?;
        }
        if !anchored {
            writeln!(out, "{INDENT}(these words no longer stand in the newest reading of the source)")?;
        }
        writeln!(out)
    }

    /// Each slot with its value, and the words that filled it or the person who set it.
    fn write_slots(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "{HEADING}Slots{HEADING:#}")?;
        let values = slot_values(&self.row.claim.claim);
        let ExplanationRow { evidence, changes, .. } = self.row;
        for (slot, value) in &values {
            let set: Vec<String> =
                changes.iter().filter(|set| shown_in(&set.slot) == *slot).map(setter).collect();
            let words = evidence.iter().filter(|words| words.slot == *slot).map(evidence_words);
            let why = if set.is_empty() { words.collect() } else { set };
            self.write_slot(out, slot, &one_line(value), &why.join(", "))?;
        }
        let named = |slot: &str| values.iter().any(|(name, _)| *name == slot);
        for set in changes.iter().filter(|set| !named(shown_in(&set.slot))) {
            self.write_slot(out, &set.slot, "", &setter(set))?;
        }
        let set = |slot: &str| changes.iter().any(|set| shown_in(&set.slot) == slot);
        let apart = |slot: &str| slot == "denies" || named(slot) || set(slot);
        for words in evidence.iter().filter(|words| !apart(&words.slot)) {
            self.write_slot(out, &one_line(&words.slot), "", &evidence_words(words))?;
        }
        writeln!(out)
    }

    /// One slot; what does not fit beside its name goes on beneath.
    fn write_slot(&self, out: &mut impl Write, slot: &str, value: &str, why: &str) -> io::Result<()> {
        const NAME: usize = 12;
        let room = self.width.saturating_sub(INDENT.len() + NAME);
        if value.width() + why.width() + 2 <= room {
            let gap = if value.is_empty() || why.is_empty() { "" } else { "  " };
            return writeln!(out, "{INDENT}{slot:<NAME$}{value}{gap}{DIM}{why}{DIM:#}");
        }
        let values = wrap(value, room).into_iter().map(|line| (line, Style::new()));
        let lines: Vec<_> = values.chain(wrap(why, room).into_iter().map(|line| (line, DIM))).collect();
        for (number, (line, style)) in lines.iter().enumerate() {
            let name = if number == 0 { slot } else { "" };
            writeln!(out, "{INDENT}{name:<NAME$}{style}{line}{style:#}")?;
        }
        Ok(())
    }

    fn write_speakers(&self, out: &mut impl Write) -> io::Result<()> {
        let claim = &self.row.claim.claim;
        writeln!(out, "{HEADING}Who says so{HEADING:#}  {DIM}{}{DIM:#}", claim.attribution_mode)?;
        if claim.attribution.is_empty() {
            writeln!(out, "{INDENT}nobody is named")?;
        }
        for speaker in &claim.attribution {
            self.write_wrapped(out, &speaker_line(speaker), Style::new())?;
        }
        writeln!(out)
    }

    /// The other ends of denials, where there are any.
    fn write_linked(&self, out: &mut impl Write, heading: &str, linked: &[LinkedRow]) -> io::Result<()> {
        if linked.is_empty() {
            return Ok(());
        }
        writeln!(out, "{HEADING}{heading}{HEADING:#}")?;
        for row in linked {
            self.write_wrapped(out, &row.told(), Style::new())?;
        }
        writeln!(out)
    }

    fn write_reviews(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "{HEADING}Reviews{HEADING:#}")?;
        if self.row.reviews.is_empty() {
            let id = short(self.row.claim.claim.id.as_str());
            let none = format!("none yet: `manumit review {id} confirm`, `correct SLOT=VALUE` or `reject`");
            self.write_wrapped(out, &none, Style::new())?;
        }
        for review in &self.row.reviews {
            self.write_wrapped(out, &one_line(&review_line(review)), Style::new())?;
        }
        writeln!(out)
    }

    /// The text beneath a heading, in lines that fit.
    fn write_wrapped(&self, out: &mut impl Write, text: &str, style: Style) -> io::Result<()> {
        for line in wrap(text, self.width.saturating_sub(INDENT.len())) {
            writeln!(out, "{INDENT}{style}{line}{style:#}")?;
        }
        Ok(())
    }
}

/// When, what, by whom, which slots and why.
fn review_line(review: &Review) -> String {
    let changes: Vec<String> =
        review.corrections.iter().map(|slot| format!("{}={}", slot.slot, slot.value)).collect();
    let note = review.note.as_ref().map(|note| format!(" — {note}")).unwrap_or_default();
    format!(
        "{} {} by {} {}{note}",
        review.reviewed.get(..16).unwrap_or(&review.reviewed).replace('T', " "),
        review.verdict,
        review.reviewer,
        changes.join(" "),
    )
}

/// The line of the page that shows a slot.
fn shown_in(slot: &str) -> &str {
    match slot {
        "low" | "point" | "high" | "unit" => "amount",
        "time_basis" => "time",
        other => other,
    }
}

fn setter(set: &SlotChange) -> String {
    let SlotChange { slot, value, reviewer, reviewed } = set;
    let day = reviewed.get(..10).unwrap_or(reviewed);
    let done = if value.is_empty() { format!("{slot} cleared") } else { format!("{slot}={value}") };
    one_line(&format!("{done} by {reviewer} on {day}"))
}

fn evidence_words(words: &SlotEvidence) -> String {
    let note = words.note.as_ref().map(|note| format!(" ({})", one_line(note))).unwrap_or_default();
    format!("“{}”{note}", one_line(&words.words))
}

fn speaker_line(speaker: &AttributionRow) -> String {
    let mut line = format!("{} ({})", one_line(&speaker.name), speaker.kind);
    if let Some(affiliation) = &speaker.affiliation {
        line.push_str(&format!(", {}", one_line(affiliation)));
    }
    if let Some(year) = speaker.year {
        line.push_str(&format!(", {year}"));
    }
    if !speaker.cue.is_empty() {
        line.push_str(&format!("  shown by “{}”", one_line(&speaker.cue)));
    }
    line
}

/// The slots that have a value, in the order of the contract.
fn slot_values(claim: &ClaimRow) -> Vec<(&'static str, String)> {
    let word = |word: Option<&dyn std::fmt::Display>| word.map(ToString::to_string);
    let list = |words: &[String]| Some(words.join(", ")).filter(|words| !words.is_empty());
    let hedges: Vec<String> = claim.hedges.iter().map(ToString::to_string).collect();
    let equivalent = claim.equivalent.as_ref();
    let slots = [
        ("amount", Some(crate::format::amount(claim)).filter(|amount| !amount.is_empty())),
        ("period", word(claim.period.as_ref().map(|period| period as _))),
        ("measure", word(claim.measure.as_ref().map(|measure| measure as _))),
        ("direction", word(claim.direction.as_ref().map(|direction| direction as _))),
        ("hedges", list(&hedges)),
        ("derived", claim.derived.then(|| "computed from other numbers of the text".to_owned())),
        (
            "equivalent",
            equivalent.map(|same| format!("{} {}", crate::format::number(same.value), same.currency)),
        ),
        ("subject", claim.subject.clone()),
        ("origin", claim.origin.clone()),
        ("places", list(&claim.places)),
        ("site", claim.site.clone()),
        ("sectors", list(&claim.sectors)),
        ("isic", list(&claim.isic)),
        ("employer", claim.employer.clone()),
        ("role", claim.role.clone()),
        ("grade", claim.grade.clone()),
        ("market", claim.market.clone()),
        ("act", claim.act.clone()),
        ("trend", word(claim.trend.as_ref().map(|trend| trend as _))),
        ("time", time(claim)),
        ("stance", Some(claim.stance.to_string())),
        ("ilo", claim.ilo.map(|indicator| format!("{indicator} {}", indicator.title()))),
    ];
    slots.into_iter().filter_map(|(slot, value)| value.map(|value| (slot, value))).collect()
}

fn time(claim: &ClaimRow) -> Option<String> {
    let time = claim.time.as_ref()?;
    Some(match claim.time_basis {
        Some(basis) => format!("{time} ({basis})"),
        None => time.to_string(),
    })
}
