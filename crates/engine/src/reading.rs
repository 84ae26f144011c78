//! Bytes to a reading: the document and the claims in it.

use crate::Tesseract;
use crate::context::ReadingContext;
use archive::Reading;
use model::{Claim, Document, SourceId, Zone};
use read::container::ContainerKind;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

/// Reads sources and finds the claims in them, with one set of rules. Shared by all threads.
pub struct Reader {
    extractor: claims::Extractor,
    version: String,
    recogniser: Option<Tesseract>,
    /// What earlier readings recognised characters with, by languages, where that was asked for by them and not now.
    earlier: Mutex<BTreeMap<String, Result<Tesseract, String>>>,
}

/// Stands in a version between that of reader and rules and the languages in which characters were recognised.
const RECOGNISED: &str = "+ocr=";

/// The languages in which a reading of this version recognised characters.
fn languages_of(version: &str) -> Option<&str> {
    version.split_once(RECOGNISED).map(|(_, languages)| languages)
}

/// Whether a reader of version `own` has nothing to add to a reading of version `version`. One that is not asked to
/// recognise characters does not undo what an earlier reading recognised.
pub(crate) fn is_current(own: &str, version: &str) -> bool {
    version == own || version.split_once(RECOGNISED).is_some_and(|(reader, _)| reader == own)
}

impl Reader {
    /// A reader with the bundled rules.
    ///
    /// # Errors
    /// If a bundled rule file does not compile, which a test rules out.
    pub fn embedded() -> crate::Result<Self> {
        Ok(Self::new(claims::Extractor::embedded()?))
    }

    /// A reader that looks for no claims: it is ready sooner, since no rules are compiled.
    ///
    /// # Errors
    /// As [`Reader::embedded`].
    pub fn without_rules() -> crate::Result<Self> {
        Ok(Self::new(claims::Extractor::with_only(&[])?))
    }

    /// A reader with the bundled rules and those of a workspace.
    ///
    /// # Errors
    /// If a rule file cannot be read or does not compile; the place is named.
    pub fn of_workspace(workspace: &archive::Workspace) -> crate::Result<Self> {
        let files = workspace.rule_files()?;
        if files.is_empty() {
            return Self::embedded();
        }
        let mut texts = Vec::new();
        for path in files {
            let text = std::fs::read_to_string(&path).map_err(|error| crate::Error::file(&path, &error))?;
            texts.push((path.display().to_string(), text));
        }
        let rules: Vec<claims::RuleFile<'_>> =
            texts.iter().map(|(name, text)| claims::RuleFile { name, text }).collect();
        Ok(Self::new(claims::Extractor::with_rules(&rules)?))
    }

    fn new(extractor: claims::Extractor) -> Self {
        let version = format!("{}+{}", read::READER_VERSION, extractor.fingerprint());
        Self { extractor, version, recogniser: None, earlier: Mutex::default() }
    }

    /// The same reader, which also reads pages that are pictures. That is another version, since it makes other documents.
    #[must_use]
    pub fn with_recogniser(mut self, recogniser: Tesseract) -> Self {
        self.version = format!("{}{RECOGNISED}{}", self.version, recogniser.languages());
        self.recogniser = Some(recogniser);
        self
    }

    /// Version of reader and rules: the same version makes the same of the same bytes.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The rules.
    #[must_use]
    pub fn extractor(&self) -> &claims::Extractor {
        &self.extractor
    }

    /// Reads a source, without looking for claims. What goes wrong inside costs this source only.
    #[must_use]
    pub fn read(&self, bytes: &[u8], context: &str) -> Document {
        self.read_with(bytes, context, self.recogniser.as_ref())
    }

    fn read_with(&self, bytes: &[u8], context: &str, recogniser: Option<&Tesseract>) -> Document {
        let parts = ReadingContext::parse(context);
        let name = format!("source.{}", parts.extension);
        let read_context = read::Context {
            name: &name,
            url: parts.url.as_deref(),
            declared_charset: parts.charset.as_deref(),
            declared_type: parts.media_type.as_deref(),
            recogniser: recogniser.map(|recogniser| recogniser as &dyn read::Recogniser),
            ..read::Context::default()
        };
        catch_unwind(AssertUnwindSafe(|| read::read(bytes, &read_context))).unwrap_or_else(|_| {
            Document::failed("application/octet-stream", "the reader failed on it; please report this file")
        })
    }

    /// Reads a source and finds its claims; of a table of figures, people make the claims, and all of it is main text.
    #[must_use]
    pub fn reading(&self, source: &SourceId, bytes: &[u8], context: &str) -> Reading {
        self.reading_of(source, self.read(bytes, context), context)
    }

    /// Reads a source whose earlier reading had this version. Where that one recognised characters and this reader is not
    /// asked to, they are recognised again, in the same languages.
    ///
    /// # Errors
    /// If characters cannot be recognised in those languages here and now, why: a reading without them would lose text.
    pub(crate) fn reading_again(
        &self,
        source: &SourceId,
        bytes: &[u8],
        context: &str,
        version: &str,
    ) -> Result<Reading, String> {
        let Some(languages) = languages_of(version).filter(|_| self.recogniser.is_none()) else {
            return Ok(self.reading(source, bytes, context));
        };
        let recogniser = self.earlier_recogniser(languages)?;
        let document = self.read_with(bytes, context, Some(&recogniser));
        let reading = self.reading_of(source, document, context);
        Ok(Reading { reader_version: format!("{}{RECOGNISED}{languages}", self.version), ..reading })
    }

    /// `tesseract` is asked once for each set of languages.
    fn earlier_recogniser(&self, languages: &str) -> Result<Tesseract, String> {
        let mut earlier = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        let known = earlier.entry(languages.to_owned());
        known.or_insert_with(|| Tesseract::new(languages).map_err(|error| error.to_string())).clone()
    }

    fn reading_of(&self, source: &SourceId, mut document: Document, context: &str) -> Reading {
        if ReadingContext::parse(context).is_table {
            for stretch in &mut document.zones {
                stretch.zone = Zone::Main;
            }
            return self.wrap(context, document, Vec::new());
        }
        let claims = catch_unwind(AssertUnwindSafe(|| self.extractor.extract(source, &document)));
        let claims = claims.unwrap_or_else(|_| {
            document.status = model::DocumentStatus::Partial;
            document.reason =
                Some("read, not extracted: the rules failed on it; please report this file".to_owned());
            Vec::new()
        });
        if claims.len() >= claims::MOST_CLAIMS {
            document.status = model::DocumentStatus::Partial;
            add_reason(&mut document, format!("only the first {} claims were taken", claims::MOST_CLAIMS));
        }
        self.tell_what_was_not_extracted(&mut document);
        self.wrap(context, document, claims)
    }

    /// The reading of an archive, which has no text of its own.
    #[must_use]
    pub(crate) fn reading_of_container(&self, kind: ContainerKind, context: &str) -> Reading {
        let document = Document {
            media_type: kind.media_type().to_owned(),
            status: model::DocumentStatus::Read,
            reason: None,
            text: String::new(),
            zones: Vec::new(),
            metadata: model::Metadata::default(),
        };
        self.wrap(context, document, Vec::new())
    }

    /// A reading of this version.
    pub(crate) fn wrap(&self, context: &str, document: Document, claims: Vec<Claim>) -> Reading {
        Reading {
            context: context.to_owned(),
            reader_version: self.version.clone(),
            signature: crate::stories::stored_signature(&document),
            document,
            claims,
        }
    }
}

impl Reader {
    /// No claims because there are no rules is not the same as no claims because nothing is claimed.
    fn tell_what_was_not_extracted(&self, document: &mut Document) {
        let language = document.metadata.language.as_deref();
        if document.status == model::DocumentStatus::Failed || self.extractor.knows_language(language) {
            return;
        }
        let language = language.map_or("unknown language", publish::language_name);
        add_reason(document, format!("read, not extracted: {language}"));
    }
}

/// Adds to what is said of a document.
fn add_reason(document: &mut Document, reason: String) {
    document.reason = Some(match document.reason.take() {
        Some(earlier) => format!("{earlier}; {reason}"),
        None => reason,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_with_recognised_characters_is_current_for_a_reader_that_is_not_asked_for_them() {
        assert!(is_current("5+rules", "5+rules") && is_current("5+rules", "5+rules+ocr=eng+rus"));
        assert!(!is_current("6+rules", "5+rules+ocr=eng") && !is_current("5+rules+ocr=eng", "5+rules"));
        assert!(!is_current("5+rules+ocr=rus", "5+rules+ocr=eng"));
        assert_eq!(languages_of("5+rules+ocr=eng+rus"), Some("eng+rus"));
    }
}
