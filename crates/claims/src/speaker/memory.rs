//! Who has spoken so far, for pronouns and nouns that mean them again.

use model::{Speaker, SpeakerType};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// What has been said so far, as the reader of the page has it in mind.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// The last named or described speaker, with the tokens of the cue.
    pub(super) last: Option<(Speaker, Range<usize>)>,
    /// The last speaker of each gender of pronoun: a body or work ("it"), somebody ("he", "she"), several ("they").
    pub(super) body: Option<Speaker>,
    /// The body that a sentence last opened with, and the token where.
    pub(super) subject: Option<(Speaker, usize)>,
    pub(super) someone: Option<Speaker>,
    pub(super) several: Option<Speaker>,
    /// The last work with an author, for "the report".
    pub(super) work: Option<Speaker>,
    /// Who investigates, reports or interviews in what follows: the outer speaker of anonymous voices.
    pub(super) investigation: Option<(Speaker, usize)>,
    /// The last speaker that each head noun introduced, for "the team", "the foreman".
    pub(super) nouns: FxHashMap<String, Speaker>,
}

/// Offices that one person holds: "she" may be who holds it.
const OFFICES: &[&str] = &[
    "rapporteur",
    "minister",
    "ambassador",
    "spokesman",
    "spokeswoman",
    "official",
    "attaché",
    "secretary",
    "prosecutor",
    "president",
    "senator",
    "lawmaker",
    "commissioner",
    "adviser",
    "envoy",
];

impl Memory {
    /// The last speaker, if the cue stands in this sentence.
    pub(super) fn last_in(&self, sentence: &Range<usize>) -> Option<Speaker> {
        self.last
            .as_ref()
            .filter(|(_, cue)| sentence.contains(&cue.start))
            .map(|(speaker, _)| speaker.clone())
    }

    pub(super) fn remember(&mut self, speaker: &Speaker, head: &str, cue: &Range<usize>) {
        match speaker.kind {
            SpeakerType::Anonymous | SpeakerType::Person | SpeakerType::Researcher => {
                self.someone = Some(speaker.clone());
            }
            SpeakerType::Group if speaker.name.ends_with('s') || speaker.name.ends_with("staff") => {}
            SpeakerType::Government
                if OFFICES.iter().any(|office| speaker.name.to_lowercase().contains(office)) =>
            {
                self.someone = Some(speaker.clone());
                self.body = Some(speaker.clone());
            }
            _ => self.body = Some(speaker.clone()),
        }
        self.several = Some(speaker.clone());
        if !head.is_empty() {
            self.nouns.insert(head.to_lowercase(), speaker.clone());
        }
        self.last = Some((speaker.clone(), cue.clone()));
    }
}
