//! Claims in few words: `said("50,000 workers", WorkerCount).at(50_000.0).in_("RU").year(2015).by("Example Institute")`.

use figures::{Bodies, Figures, Material, Page};
use model::{
    Amount, AttributionMode, Claim, ClaimId, Direction, Equivalent, Hedge, Kind, Measure, Passage, Period,
    Quantity, RuleId, SourceId, Speaker, SpeakerType, TableRow, TimeBasis, Unit, Zone,
};

/// A claim being written.
#[derive(Debug, Clone)]
pub(crate) struct Said(pub(crate) Claim);

pub(crate) fn said(quote: &str, kind: Kind) -> Said {
    let source = SourceId::of(b"");
    let id = ClaimId::derive(&source, kind, None, None, quote, 0);
    let end = quote.chars().count();
    let passage =
        Passage { start: 0, end, exact: quote.to_owned(), prefix: String::new(), suffix: String::new() };
    let mut claim = Claim::bare(id, kind, passage, RuleId::new("test/said"));
    let unit = match kind {
        Kind::WageShare => Unit::Fraction,
        Kind::WageGross | Kind::WageReceived | Kind::Revenue | Kind::Levy => Unit::Currency("USD".to_owned()),
        _ => Unit::Person,
    };
    let measure = (kind == Kind::WorkerCount).then_some(Measure::Stock);
    claim.quantity = Some(Quantity { unit: Some(unit), measure, ..Quantity::default() });
    Said(claim)
}

impl Said {
    fn quantity(mut self, set: impl FnOnce(&mut Quantity)) -> Self {
        set(self.0.quantity.get_or_insert_with(Quantity::default));
        self
    }

    pub(crate) fn at(self, point: f64) -> Self {
        self.quantity(|quantity| quantity.amount = Amount::point(point).ok())
    }

    pub(crate) fn between(self, low: f64, high: f64) -> Self {
        self.quantity(|quantity| quantity.amount = Amount::between(low, high).ok())
    }

    pub(crate) fn up_to(self, high: f64) -> Self {
        self.quantity(|quantity| quantity.amount = Amount::up_to(high).ok())
    }

    pub(crate) fn more_than(self, low: f64) -> Self {
        self.quantity(|quantity| quantity.amount = Amount::from(low).ok())
    }

    pub(crate) fn per(self, period: Period) -> Self {
        self.quantity(|quantity| quantity.period = Some(period))
    }

    pub(crate) fn measured(self, measure: Measure) -> Self {
        self.quantity(|quantity| quantity.measure = Some(measure))
    }

    pub(crate) fn hedged(self, hedge: Hedge) -> Self {
        self.quantity(|quantity| quantity.hedge(hedge))
    }

    pub(crate) fn kept(self) -> Self {
        self.quantity(|quantity| quantity.direction = Some(Direction::Received))
    }

    pub(crate) fn in_currency(self, code: &str) -> Self {
        self.quantity(|quantity| quantity.unit = Some(Unit::Currency(code.to_owned())))
    }

    pub(crate) fn same_as(self, value: f64, currency: &str) -> Self {
        let equivalent = Equivalent { value, currency: currency.to_owned() };
        self.quantity(|quantity| quantity.equivalent = Some(equivalent))
    }

    pub(crate) fn in_(mut self, place: &str) -> Self {
        self.0.places.extend(place.split(", ").map(str::to_owned));
        self
    }

    pub(crate) fn from(mut self, country: &str) -> Self {
        self.0.origin = Some(country.to_owned());
        self
    }

    pub(crate) fn when(mut self, time: &str) -> Self {
        self.0.time = Some(time.parse().unwrap());
        self.0.time_basis = Some(TimeBasis::Stated);
        self
    }

    pub(crate) fn by(mut self, name: &str) -> Self {
        self.0.attribution.mode = AttributionMode::Explicit;
        let kind =
            if name.starts_with(char::is_lowercase) { SpeakerType::Anonymous } else { SpeakerType::Ngo };
        let speaker =
            Speaker { name: name.to_owned(), kind, year: None, cue: name.to_owned(), affiliation: None };
        self.0.attribution.speakers.push(speaker);
        self
    }

    pub(crate) fn in_zone(mut self, zone: Zone) -> Self {
        self.0.zone = zone;
        self
    }

    pub(crate) fn row(mut self, id: &str, citation: &str, note: &str) -> Self {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        self.0.rule = RuleId::person();
        self.0.row = Some(TableRow {
            id: id.to_owned(),
            citation: text(citation),
            note: text(note),
            ..TableRow::default()
        });
        self
    }

    pub(crate) fn copied_from(mut self, document: &str) -> Self {
        if let Some(row) = &mut self.0.row {
            row.document = Some(document.to_owned());
        }
        self
    }
}

/// A material from pages, each with its file name, year of publication (0 for none) and claims.
pub(crate) fn material(pages: &[(&str, i32, &[Said])]) -> Material {
    let mut material = Material {
        bodies: Bodies::of([vec!["Example Broadcasting", "Example Broadcasting Night"]]),
        countries: [("PL", "Poland"), ("RU", "Russia"), ("MN", "Mongolia")]
            .map(|(code, name)| (code.to_owned(), name.to_owned()))
            .into(),
        ..Material::default()
    };
    for (number, (name, year, claims)) in pages.iter().enumerate() {
        material.pages.push(Page {
            source: SourceId::of(name.as_bytes()),
            name: format!("in/{name}").into(),
            title: None,
            publisher: None,
            published: model::Edtf::year(*year).filter(|_| *year > 0),
            url: None,
            story: None,
        });
        let mut at = 0;
        for Said(claim) in *claims {
            let mut claim = claim.clone();
            claim.id = ClaimId::derive(
                &SourceId::of(name.as_bytes()),
                claim.kind,
                None,
                None,
                &claim.passage.exact,
                0,
            );
            let length = claim.passage.end;
            (claim.passage.start, claim.passage.end) = (at, at + length);
            at += length + 1;
            let mention = material.packer.mention(number, &claim);
            if mention.claim.zone == Zone::Main {
                material.mentions.push(mention)
            } else {
                material.aside.push(mention)
            }
        }
    }
    material
}

/// Each figure with its root, mentions and claims: `800 in Poland <- Example, 2015 x1 [a b]`.
pub(crate) fn told(figures: &Figures<'_>) -> Vec<String> {
    let line = |figure: &figures::Figure| {
        let quotes: Vec<String> = figure
            .claims
            .iter()
            .filter_map(|mention| figures.material.claim(*mention))
            .map(|claim| match &claim.row {
                Some(row) => row.id.clone(),
                None => figures.material.quote(claim).to_owned(),
            })
            .collect();
        let basis = if figure.basis == Some(figures::RootBasis::Carrier) { " (carrier)" } else { "" };
        let root = figures.root_label(figure);
        format!("{} <- {root}{basis} x{} [{}]", figures.say(figure), figure.mentions, quotes.join(", "))
    };
    let mut lines: Vec<String> = figures.all.iter().map(line).collect();
    lines.sort();
    lines
}

/// The topics of all findings with their sentences.
pub(crate) fn found(material: &Material) -> Vec<(&'static str, String)> {
    let figures = figures::fold(material);
    figures::findings(&figures)
        .into_iter()
        .map(|finding| (finding.topic.as_str(), finding.sentence))
        .collect()
}

/// The sentences of one topic.
pub(crate) fn of_topic(material: &Material, topic: &str) -> Vec<String> {
    found(material).into_iter().filter(|(found, _)| *found == topic).map(|(_, sentence)| sentence).collect()
}
