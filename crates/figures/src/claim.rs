//! Claims as figures need them: a tenth of what the ledger holds of each, so that those of a large ledger can be kept in memory.

use crate::note::{self, Cues};
use model::{
    Attribution, Claim, ClaimId, Edtf, Kind, Quantity, RuleId, Speaker, Stance, TableRow, TimeBasis, Zone,
};
use std::collections::hash_map::RandomState;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

/// A word or name that many claims share.
pub type Word = Arc<str>;

/// A claim on a page, as people's corrections leave it.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Number of its page in [`crate::Material::pages`].
    pub page: usize,
    /// The claim.
    pub claim: FigureClaim,
}

/// What figures know of a claim. The words around its quote are read once, for what they say of its origin, and not kept.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureClaim {
    id: u64,
    /// Where its quote begins in [`Packer`], and how many bytes it has.
    quote: (usize, u32),
    /// First code point of the quote in the document's text, and one past its last.
    pub(crate) span: (u32, u32),
    /// What is asserted.
    pub kind: Kind,
    /// The zone the passage stands in.
    pub zone: Zone,
    /// Whether the text stands by it.
    pub stance: Stance,
    /// Whether a person wrote it down, and no rule.
    pub is_by_person: bool,
    /// Where its time comes from.
    pub time_basis: Option<TimeBasis>,
    /// How much.
    pub quantity: Option<Arc<Quantity>>,
    /// The workers' country, as an ISO 3166-1 alpha-2 code.
    pub origin: Option<Word>,
    /// Countries as ISO 3166-1 alpha-2 codes or `world`; other places by name.
    pub places: Arc<[Word]>,
    /// Branches of work.
    pub sectors: Arc<[Word]>,
    /// The time it speaks of.
    pub time: Option<Arc<Edtf>>,
    /// Who says so, without the words that show it.
    pub attribution: Arc<Attribution>,
    /// The row of a table that it was made from.
    pub row: Option<Box<TableRow>>,
    named: Option<Arc<Named>>,
    pub(crate) cues: Option<Box<Cues>>,
}

/// What few claims name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
struct Named {
    site: Option<Word>,
    employer: Option<Word>,
    role: Option<Word>,
    act: Option<Word>,
}

impl FigureClaim {
    /// The claim's id.
    #[must_use]
    pub fn id(&self) -> ClaimId {
        ClaimId::from_number(self.id)
    }

    pub(crate) const fn number(&self) -> u64 {
        self.id
    }

    /// First code point of its quote in the document's text, and one past its last.
    #[must_use]
    pub fn span(&self) -> (usize, usize) {
        (self.span.0 as usize, self.span.1 as usize)
    }

    /// A place of work.
    #[must_use]
    pub fn site(&self) -> Option<&str> {
        self.named.as_ref()?.site.as_deref()
    }

    /// The employer, as named.
    #[must_use]
    pub fn employer(&self) -> Option<&str> {
        self.named.as_ref()?.employer.as_deref()
    }

    /// What an entity does in the scheme.
    #[must_use]
    pub fn role(&self) -> Option<&str> {
        self.named.as_ref()?.role.as_deref()
    }

    /// The act a deadline belongs to, as named.
    #[must_use]
    pub fn act(&self) -> Option<&str> {
        self.named.as_ref()?.act.as_deref()
    }
}

/// Makes mentions of claims, and holds what they share: every word once, and their quotes in one piece.
#[derive(Debug, Clone, Default)]
pub struct Packer {
    quotes: String,
    shared: Shared,
}

/// What mentions share; needed only while they are made.
#[derive(Debug, Clone, Default)]
struct Shared {
    words: HashSet<Word>,
    lists: HashSet<Arc<[Word]>>,
    times: HashSet<Arc<Edtf>>,
    named: HashSet<Arc<Named>>,
    /// By the bits of their numbers, which have no order or hash of their own.
    quantities: HashMap<[Option<u64>; 3], Vec<Arc<Quantity>>>,
    /// By a hash of names.
    attributions: HashMap<u64, Vec<Arc<Attribution>>>,
    hasher: RandomState,
}

impl Packer {
    /// The claim as a mention on a page.
    pub fn mention(&mut self, page: usize, claim: &Claim) -> Mention {
        let passage = &claim.passage;
        let quote = (self.quotes.len(), u32::try_from(passage.exact.len()).unwrap_or(u32::MAX));
        self.quotes.push_str(&passage.exact);
        let cues = match &claim.row {
            Some(row) => row.note.as_deref().map(note::cues),
            None => note::of_text(&passage.prefix, &passage.suffix),
        };
        let bounded = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let shared = &mut self.shared;
        Mention {
            page,
            claim: FigureClaim {
                id: claim.id.number(),
                quote,
                span: (bounded(passage.start), bounded(passage.end)),
                kind: claim.kind,
                zone: claim.zone,
                stance: claim.stance,
                is_by_person: claim.rule == RuleId::person(),
                time_basis: claim.time_basis,
                quantity: claim.quantity.as_ref().map(|quantity| shared.quantity(quantity)),
                origin: shared.optional(claim.origin.as_deref()),
                places: shared.list(&claim.places),
                sectors: shared.list(&claim.sectors),
                time: claim.time.as_ref().map(|time| one_of(&mut shared.times, time.clone())),
                attribution: shared.attribution(&claim.attribution),
                row: claim.row.clone().map(Box::new),
                named: shared.named(claim),
                cues: cues.map(Box::new),
            },
        }
    }

    /// A word or name, the same one for all that have it.
    pub fn word(&mut self, word: &str) -> Word {
        self.shared.word(word)
    }

    pub(crate) fn quote(&self, claim: &FigureClaim) -> &str {
        let (start, length) = claim.quote;
        self.quotes.get(start..start + length as usize).unwrap_or_default()
    }

    /// Gives up what only making mentions needs.
    pub(crate) fn finish(&mut self) {
        self.shared = Shared::default();
        self.quotes.shrink_to_fit();
    }
}

/// A word, the same one for all that are equal.
pub(crate) fn one_word(known: &mut HashSet<Word>, word: &str) -> Word {
    if let Some(known) = known.get(word) {
        return Arc::clone(known);
    }
    let word: Word = Arc::from(word);
    known.insert(Arc::clone(&word));
    word
}

/// A value, the same one for all that are equal.
pub(crate) fn one_of<T: Hash + Eq>(known: &mut HashSet<Arc<T>>, value: T) -> Arc<T> {
    if let Some(known) = known.get(&value) {
        return Arc::clone(known);
    }
    let value = Arc::new(value);
    known.insert(Arc::clone(&value));
    value
}

impl Shared {
    fn word(&mut self, word: &str) -> Word {
        one_word(&mut self.words, word)
    }

    fn optional(&mut self, word: Option<&str>) -> Option<Word> {
        word.map(|word| self.word(word))
    }

    fn list(&mut self, words: &[String]) -> Arc<[Word]> {
        let words: Arc<[Word]> = words.iter().map(|word| self.word(word)).collect();
        if let Some(known) = self.lists.get(&words) {
            return Arc::clone(known);
        }
        self.lists.insert(Arc::clone(&words));
        words
    }

    fn named(&mut self, claim: &Claim) -> Option<Arc<Named>> {
        let named = Named {
            site: self.optional(claim.site.as_deref()),
            employer: self.optional(claim.employer.as_deref()),
            role: self.optional(claim.role.as_deref()),
            act: self.optional(claim.act.as_deref()),
        };
        (named != Named::default()).then(|| one_of(&mut self.named, named))
    }

    fn quantity(&mut self, quantity: &Quantity) -> Arc<Quantity> {
        let ends = quantity.amount.map(|amount| [amount.low(), amount.as_point(), amount.high()]);
        let key = ends.unwrap_or_default().map(|end| end.map(f64::to_bits));
        let known = self.quantities.entry(key).or_default();
        one_in(known, quantity)
    }

    fn attribution(&mut self, attribution: &Attribution) -> Arc<Attribution> {
        // No figure asks which words show who speaks.
        let speaker = |speaker: &Speaker| Speaker { cue: String::new(), ..speaker.clone() };
        let speakers: Vec<Speaker> = attribution.speakers.iter().map(speaker).collect();
        let names: Vec<&str> = speakers.iter().map(|speaker| speaker.name.as_str()).collect();
        let known = self.attributions.entry(self.hasher.hash_one(names)).or_default();
        one_in(known, &Attribution { speakers, mode: attribution.mode })
    }
}

fn one_in<T: Clone + PartialEq>(known: &mut Vec<Arc<T>>, value: &T) -> Arc<T> {
    if let Some(known) = known.iter().find(|known| known.as_ref() == value) {
        return Arc::clone(known);
    }
    let value = Arc::new(value.clone());
    known.push(Arc::clone(&value));
    value
}
