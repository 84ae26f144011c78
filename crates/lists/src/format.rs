//! What a list looks like: the formats by name, and which one files are in.

use crate::error::{Error, Place, Result};
use crate::{ListFile, Mapping};

/// What a list looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// Specially Designated Nationals of the US Treasury (OFAC): `sdn.csv`, `alt.csv`, `add.csv`, and `sdn_comments.csv` if at hand.
    OfacSdn,
    /// OFAC's lists that are not SDN: `cons_prim.csv`, `cons_alt.csv`, `cons_add.csv`, and `cons_comments.csv` if at hand.
    OfacNonSdn,
    /// The consolidated list of the UN Security Council: one XML file.
    UnSecurityCouncil,
    /// The US Consolidated Screening List: one CSV file with a header.
    UsConsolidatedScreening,
    /// Entities of FollowTheMoney: one file of JSON lines.
    Ftm,
    /// A table, as its mapping file describes it.
    Mapped(Box<Mapping>),
}

/// Beginning of a file in which its format shows.
const BEGINNING: usize = 4096;

impl Format {
    /// The names of all formats.
    pub const NAMES: &'static [&'static str] =
        &["ofac-sdn", "ofac-non-sdn", "un-sc", "us-csl", "ftm", "mapped"];

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::OfacSdn => "ofac-sdn",
            Self::OfacNonSdn => "ofac-non-sdn",
            Self::UnSecurityCouncil => "un-sc",
            Self::UsConsolidatedScreening => "us-csl",
            Self::Ftm => "ftm",
            Self::Mapped(_) => "mapped",
        }
    }

    /// The format of this name; `mapped` needs the name and text of a mapping file.
    ///
    /// # Errors
    /// [`Error::UnknownFormat`]; [`Error::Mapping`].
    pub fn of(name: &str, mapping: Option<(&str, &str)>) -> Result<Self> {
        match (name, mapping) {
            ("ofac-sdn", None) => Ok(Self::OfacSdn),
            ("ofac-non-sdn", None) => Ok(Self::OfacNonSdn),
            ("un-sc", None) => Ok(Self::UnSecurityCouncil),
            ("us-csl", None) => Ok(Self::UsConsolidatedScreening),
            ("ftm", None) => Ok(Self::Ftm),
            ("mapped", Some((file, text))) => Ok(Self::Mapped(Box::new(Mapping::read(file, text)?))),
            ("mapped", None) => Err(Error::Mapping {
                place: Place::whole("mapping"),
                column: 0,
                reason: "the format `mapped` needs a mapping file".to_owned(),
            }),
            (name, Some((file, _))) if Self::NAMES.contains(&name) => Err(Error::Mapping {
                place: Place::whole(file),
                column: 0,
                reason: format!("the format `{name}` has no mapping file"),
            }),
            _ => Err(Error::UnknownFormat(name.to_owned())),
        }
    }

    /// The format of these files, by their names and beginnings; `None` where it does not show.
    #[must_use]
    pub fn detect(files: &[ListFile<'_>]) -> Option<Self> {
        let first = files.first()?;
        let beginning = first.bytes.get(..BEGINNING.min(first.bytes.len()))?;
        let beginning = String::from_utf8_lossy(beginning);
        let beginning = beginning.trim_start_matches('\u{feff}').trim_start();
        let named = |words: &[&str]| {
            files.iter().any(|file| {
                let name = file.name.rsplit(['/', '\\']).next().unwrap_or(file.name).to_lowercase();
                words.contains(&name.as_str())
            })
        };
        if beginning.starts_with('{') && beginning.contains("\"schema\"") {
            Some(Self::Ftm)
        } else if beginning.contains("<CONSOLIDATED_LIST") {
            Some(Self::UnSecurityCouncil)
        } else if beginning.lines().next().is_some_and(|line| line.contains("federal_register_notice")) {
            Some(Self::UsConsolidatedScreening)
        } else if named(&["cons_prim.csv"]) {
            Some(Self::OfacNonSdn)
        } else if named(&["sdn.csv"]) {
            Some(Self::OfacSdn)
        } else {
            None
        }
    }
}
