//! A made-up document, and the claims that its sentences make.

use crate::random::Random;
use model::{
    Amount, Attribution, AttributionMode, Claim, ClaimId, CodePoints, Document, DocumentStatus, Edtf, Hedge,
    Indicator, Kind, Measure, Metadata, Passage, Period, Quantity, RuleId, SlotEvidence, SourceId, Span,
    Speaker, SpeakerType, TimeBasis, Unit, Zone, ZoneSpan,
};

/// Countries, those that claims speak of most first.
const COUNTRIES: &[(&str, &str)] = &[
    ("RU", "Russia"),
    ("CN", "China"),
    ("QA", "Qatar"),
    ("KW", "Kuwait"),
    ("PL", "Poland"),
    ("AE", "the United Arab Emirates"),
    ("MN", "Mongolia"),
    ("MY", "Malaysia"),
    ("TH", "Thailand"),
    ("BR", "Brazil"),
    ("SA", "Saudi Arabia"),
    ("ER", "Eritrea"),
    ("CU", "Cuba"),
    ("UZ", "Uzbekistan"),
    ("TM", "Turkmenistan"),
    ("IT", "Italy"),
    ("ES", "Spain"),
    ("AO", "Angola"),
    ("SN", "Senegal"),
    ("NG", "Nigeria"),
    ("VN", "Vietnam"),
    ("KH", "Cambodia"),
    ("MM", "Myanmar"),
    ("BD", "Bangladesh"),
    ("IN", "India"),
    ("NP", "Nepal"),
    ("PK", "Pakistan"),
    ("TR", "Turkey"),
    ("DE", "Germany"),
    ("CZ", "Czechia"),
    ("LY", "Libya"),
    ("ET", "Ethiopia"),
    ("MX", "Mexico"),
    ("PE", "Peru"),
    ("TW", "Taiwan"),
    ("ID", "Indonesia"),
];
const ORIGINS: &[(&str, &str)] =
    &[("KP", "North Korean"), ("CU", "Cuban"), ("NP", "Nepali"), ("BD", "Bangladeshi")];
const SECTORS: &[&str] =
    &["construction", "fishing", "forestry", "textiles", "mining", "agriculture", "shipbuilding", "medicine"];
const ROLES: &[&str] = &["employer", "host_site", "agency", "broker", "minder", "exporting_state"];
const SYLLABLES: &[&str] = &[
    "ba", "ker", "lo", "min", "ta", "ran", "ve", "sul", "do", "pel", "ga", "tor", "ni", "mes", "ul", "kan",
    "fe", "ros", "hi", "dal", "zo", "ten", "wa", "rim",
];
const COMMON: &[&str] = &[
    "the",
    "of",
    "and",
    "in",
    "to",
    "a",
    "that",
    "was",
    "for",
    "with",
    "report",
    "contract",
    "people",
    "month",
    "company",
    "official",
    "camp",
    "passport",
    "wages",
    "ship",
    "harbour",
    "letter",
    "before",
    "after",
    "between",
    "inspection",
    "labour",
    "ministry",
    "permit",
    "visa",
    "guard",
    "family",
    "money",
    "work",
    "hours",
    "night",
];

/// A document before it has a source.
pub(crate) struct Page {
    number: usize,
    title: String,
    sentences: Vec<Sentence>,
    metadata: Metadata,
}

/// A document with its claims.
pub(crate) struct Made {
    pub(crate) document: Document,
    pub(crate) claims: Vec<Claim>,
}

struct Sentence {
    text: String,
    zone: Zone,
    claim: Option<Said>,
}

/// What a sentence asserts: slots are named with the words that fill them.
struct Said {
    kind: Kind,
    quote: String,
    words: Vec<(&'static str, String)>,
    body: Body,
}

#[derive(Default)]
struct Body {
    quantity: Option<Quantity>,
    origin: Option<String>,
    places: Vec<String>,
    sectors: Vec<String>,
    employer: Option<String>,
    role: Option<String>,
    ilo: Option<Indicator>,
    time: Option<Edtf>,
    speaker: Option<Speaker>,
}

impl Page {
    /// Document `number`: one in nine is a copy of one before it, under another headline and without a sentence.
    pub(crate) fn of(number: usize) -> Self {
        let mut random = Random::of(number, "page");
        let is_copy = number > 0 && random.below(9) == 0;
        let original = if is_copy { number - 1 - random.below(number.min(400)) } else { number };
        let mut sentences = sentences(&mut Random::of(original, "text"));
        if is_copy {
            sentences.remove(random.below(sentences.len()));
        }
        let (_, country) = COUNTRIES[random.often_low(COUNTRIES.len())];
        let title = format!("{} in {country}: document {number}", capital(&phrase(&mut random, 4)));
        let year = 2024 - random.often_low(20);
        let day = format!("{year}-{:02}-{:02}", 1 + random.below(12), 1 + random.below(28));
        let published = if random.below(8) == 0 { None } else { day.parse().ok() };
        let languages = ["en", "en", "en", "en", "en", "en", "en", "ko", "ru", "zh", "es"];
        let metadata = Metadata {
            title: Some(title.clone()),
            site: (random.below(3) > 0).then(|| format!("Site {}", random.often_low(300))),
            published,
            language: Some((*random.of_list(&languages)).to_owned()),
            ..Metadata::default()
        };
        Self { number, title, sentences, metadata }
    }

    /// The text, which stands for the original too.
    pub(crate) fn text(&self) -> String {
        let lines = self.sentences.iter().map(|sentence| sentence.text.as_str());
        [self.title.as_str()].into_iter().chain(lines).collect::<Vec<_>>().join("\n")
    }

    pub(crate) fn made(self, source: &SourceId) -> Made {
        let text = self.text();
        let points = CodePoints::new(&text);
        let mut zones =
            vec![ZoneSpan { span: Span::new(0, self.title.len()), zone: Zone::Title, hidden: false }];
        let mut claims: Vec<Claim> = Vec::new();
        let mut at = self.title.len();
        for sentence in &self.sentences {
            let start = at + 1;
            at = start + sentence.text.len();
            zones.push(ZoneSpan { span: Span::new(start, at), zone: sentence.zone, hidden: false });
            if let Some(said) = &sentence.claim
                && let Some(claim) = said.claim(source, &text, &points, start, sentence.zone)
                && claims.iter().all(|other| other.id != claim.id)
            {
                claims.push(claim);
            }
        }
        let status = match self.number % 100 {
            7 => DocumentStatus::Partial,
            _ => DocumentStatus::Read,
        };
        let reason = (status == DocumentStatus::Partial).then(|| "two pages could not be read".to_owned());
        let document = Document {
            media_type: media_type(self.number).to_owned(),
            status,
            reason,
            text,
            zones,
            metadata: self.metadata,
        };
        Made { document, claims }
    }
}

fn media_type(number: usize) -> &'static str {
    match number % 20 {
        0..=11 => "text/html",
        12..=15 => "application/pdf",
        16 | 17 => "text/plain",
        18 => "message/rfc822",
        _ => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
}

fn sentences(random: &mut Random) -> Vec<Sentence> {
    // Most documents say little, some say very much: three claims on the average.
    let claims = match random.below(20) {
        0..=4 => 0,
        5..=16 => 1 + random.below(4),
        17 | 18 => 5 + random.below(5),
        _ => 10 + random.below(16),
    };
    let plain = 8 + random.below(22);
    let mut sentences: Vec<Sentence> = (0..plain).map(|_| filler(random)).collect();
    for _ in 0..claims {
        let zone = if random.below(12) == 0 { Zone::Related } else { Zone::Main };
        let (text, said) = assertion(random);
        let place = if zone == Zone::Related { sentences.len() } else { random.below(plain) };
        sentences.insert(place, Sentence { text, zone, claim: Some(said) });
    }
    sentences
}

fn filler(random: &mut Random) -> Sentence {
    let length = 9 + random.below(14);
    Sentence { text: format!("{}.", capital(&phrase(random, length))), zone: Zone::Main, claim: None }
}

/// Words as they are in texts: few very often, many once.
fn phrase(random: &mut Random, words: usize) -> String {
    let word = |random: &mut Random| {
        if random.below(5) < 3 {
            return COMMON[random.often_low(COMMON.len())].to_owned();
        }
        let mut rank = random.often_low(40_000);
        let mut word = String::new();
        for _ in 0..3 {
            word.push_str(SYLLABLES[rank % SYLLABLES.len()]);
            rank /= SYLLABLES.len();
        }
        word
    };
    (0..words).map(|_| word(random)).collect::<Vec<_>>().join(" ")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A third of the numbers are odd, the others are those that everybody writes.
fn value(random: &mut Random, step: f64) -> f64 {
    if random.below(3) == 0 {
        (101 + random.below(90_000)) as f64
    } else {
        step * (1 + random.often_low(120)) as f64
    }
}

fn assertion(random: &mut Random) -> (String, Said) {
    let kind = *random.of_list(KINDS);
    let (code, country) = COUNTRIES[random.often_low(COUNTRIES.len())];
    let (origin, people) = ORIGINS[random.often_low(ORIGINS.len())];
    let sector = SECTORS[random.often_low(SECTORS.len())];
    let firm = format!("Firm {}", random.often_low(5_000));
    let year = 2023 - random.often_low(25);
    let speaker = speaker(random);
    let head = speaker.as_ref().map_or_else(String::new, |speaker| format!("{} said that ", speaker.name));
    let site = (random.below(4) == 0).then(|| format!("port {}", random.often_low(900)));
    let place = site.as_ref().map_or_else(|| country.to_owned(), |site| format!("{site} in {country}"));
    let mut body = Body {
        places: [code.to_owned()].into_iter().chain(site).collect(),
        sectors: if random.below(3) == 0 { vec![sector.to_owned()] } else { Vec::new() },
        time: if random.below(4) == 0 { None } else { year.to_string().parse().ok() },
        origin: (random.below(3) > 0).then(|| origin.to_owned()),
        speaker,
        ..Body::default()
    };
    let mut words = vec![("places", country.to_owned()), ("time", year.to_string())];
    let counted = |random: &mut Random, step: f64, unit: Unit, period, measure, hedge: Option<Hedge>| {
        let number = value(random, step);
        let amount =
            if random.below(6) == 0 { Amount::between(number, number * 1.5) } else { Amount::point(number) };
        let quantity = Quantity {
            amount: amount.ok(),
            unit: Some(unit),
            period,
            measure,
            hedges: hedge.into_iter().collect(),
            ..Quantity::default()
        };
        (number, quantity)
    };
    let dollars = || Unit::Currency("USD".to_owned());
    let hedge = (random.below(3) == 0).then_some(Hedge::Approximately);
    let (number, quantity) = match kind {
        Kind::WorkerCount => {
            let measure = *random.of_list(&[
                Measure::Stock,
                Measure::Stock,
                Measure::Stock,
                Measure::Flow,
                Measure::Quota,
            ]);
            counted(random, 1_000.0, Unit::Person, None, Some(measure), hedge)
        }
        Kind::VictimCount | Kind::DeathCount => counted(random, 100.0, Unit::Person, None, None, hedge),
        Kind::EmployerCount => counted(random, 1.0, Unit::Company, None, None, hedge),
        Kind::Revenue => counted(random, 1_000_000.0, dollars(), Some(Period::Year), None, hedge),
        Kind::WageGross | Kind::WageReceived | Kind::Levy => {
            counted(random, 50.0, dollars(), Some(Period::Month), None, hedge)
        }
        Kind::WorkingHours => counted(random, 1.0, Unit::Hour, Some(Period::Day), None, hedge),
        _ => (0.0, Quantity::default()),
    };
    let quote = match kind {
        Kind::WorkerCount => format!("{number} {people} workers were employed in {place} in {year}"),
        Kind::VictimCount => format!("{number} people were held in forced labour in {place} in {year}"),
        Kind::DeathCount => format!("{number} workers died in {place} in {year}"),
        Kind::EmployerCount => format!("{number} companies in {place} used this labour in {year}"),
        Kind::Revenue => format!("work in {place} brought {number} dollars a year in {year}"),
        Kind::WageGross => {
            format!("{firm} paid {number} dollars a month for each worker in {place} in {year}")
        }
        Kind::WageReceived => format!("a worker in {place} kept {number} dollars a month in {year}"),
        Kind::Levy => format!("each had to hand over {number} dollars a month in {place} in {year}"),
        Kind::WorkingHours => format!("they worked {number} hours a day in {place} in {year}"),
        Kind::EntityRole => format!("{firm} employed {people} workers in {place} in {year}"),
        Kind::Indicator => {
            format!("their passports were kept by the managers of {firm} in {place} in {year}")
        }
        Kind::LegalAct => format!("{country} passed act {} in {year}", random.below(400)),
        Kind::GoodsLink => format!("{sector} goods of {firm} in {place} reached buyers abroad in {year}"),
        Kind::History => format!("workers were first sent to {place} in {year}"),
        _ => format!("{people} workers were in {place} in {year}"),
    };
    if kind.is_numeric() {
        words.push(("amount", number.to_string()));
        body.quantity = Some(quantity);
    }
    match kind {
        Kind::EntityRole => {
            body.role = Some((*random.of_list(ROLES)).to_owned());
            body.employer = Some(firm);
        }
        Kind::Indicator => body.ilo = Some(*random.of_list(Indicator::ALL)),
        Kind::WageGross | Kind::GoodsLink => body.employer = Some(firm),
        _ => {}
    }
    if let Some(speaker) = &body.speaker {
        words.push(("speaker", speaker.name.clone()));
    }
    (format!("{head}{quote}."), Said { kind, quote, words, body })
}

/// Kinds by their weight.
const KINDS: &[Kind] = &[
    Kind::WorkerCount,
    Kind::WorkerCount,
    Kind::WorkerCount,
    Kind::WorkerCount,
    Kind::WorkerCount,
    Kind::WorkerCount,
    Kind::VictimCount,
    Kind::DeathCount,
    Kind::EmployerCount,
    Kind::Revenue,
    Kind::WageGross,
    Kind::WageGross,
    Kind::WageReceived,
    Kind::Levy,
    Kind::WorkingHours,
    Kind::Presence,
    Kind::Presence,
    Kind::Presence,
    Kind::Presence,
    Kind::Presence,
    Kind::EntityRole,
    Kind::EntityRole,
    Kind::EntityRole,
    Kind::Indicator,
    Kind::Indicator,
    Kind::Indicator,
    Kind::Indicator,
    Kind::LegalAct,
    Kind::GoodsLink,
    Kind::History,
];

fn speaker(random: &mut Random) -> Option<Speaker> {
    let (name, kind) = match random.below(10) {
        0..=3 => return None,
        4 => (format!("the Ministry of Labour of {}", random.of_list(COUNTRIES).1), SpeakerType::Government),
        5 | 6 => (format!("Institute {}", random.often_low(1_500)), SpeakerType::Academic),
        7 => (format!("Agency {}", random.often_low(400)), SpeakerType::News),
        _ => (format!("Network {}", random.often_low(800)), SpeakerType::Ngo),
    };
    let year = (random.below(4) == 0).then(|| 2023 - i32::try_from(random.often_low(20)).unwrap_or_default());
    Some(Speaker { name, kind, year, cue: "said".to_owned(), affiliation: None })
}

impl Said {
    fn claim(
        &self,
        source: &SourceId,
        text: &str,
        points: &CodePoints<'_>,
        start: usize,
        zone: Zone,
    ) -> Option<Claim> {
        let at = start + text.get(start..)?.find(&self.quote)?;
        let Body { quantity, origin, places, sectors, employer, role, ilo, time, speaker } = &self.body;
        let id = ClaimId::derive(source, self.kind, *ilo, role.as_deref(), &self.quote, 0);
        let evidence = self.words.iter().filter_map(|(slot, words)| {
            let from = start + text.get(start..)?.find(words.as_str())?;
            Some(SlotEvidence {
                slot: (*slot).to_owned(),
                start: points.at_byte(from),
                end: points.at_byte(from + words.len()),
                words: words.clone(),
                note: None,
            })
        });
        let mode = if speaker.is_some() { AttributionMode::Explicit } else { AttributionMode::None };
        Some(Claim {
            zone,
            quantity: quantity.clone(),
            subject: Some("workers".to_owned()),
            origin: origin.clone(),
            places: places.clone(),
            sectors: sectors.clone(),
            employer: employer.clone(),
            role: role.clone(),
            ilo: *ilo,
            time_basis: time.as_ref().map(|_| TimeBasis::Stated),
            time: time.clone(),
            attribution: Attribution { speakers: speaker.iter().cloned().collect(), mode },
            evidence: evidence.collect(),
            ..Claim::bare(
                id,
                self.kind,
                Passage::at(text, points, Span::new(at, at + self.quote.len()))?,
                RuleId::new(format!("{}/measure", self.kind)),
            )
        })
    }
}
