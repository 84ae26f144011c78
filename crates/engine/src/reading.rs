//! Bytes to a reading: the document and the claims in it.

use crate::Tesseract;
use crate::context::ReadingContext;
use archive::Reading;
use model::{Claim, Document, SourceId, Zone};
use read::container::ContainerKind;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads sources and finds the claims in them, with one set of rules. Shared by all threads.
pub struct Reader {
    extractor: claims::Extractor,
    version: String,
    recogniser: Option<Tesseract>,
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
        Self { extractor, version, recogniser: None }
    }

    /// The same reader, which also reads pages that are pictures. That is another version, since it makes other documents.
    #[must_use]
    pub fn with_recogniser(mut self, recogniser: Tesseract) -> Self {
        self.version = format!("{}+ocr={}", self.version, recogniser.languages());
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
        let parts = ReadingContext::parse(context);
        let name = format!("source.{}", parts.extension);
        let read_context = read::Context {
            name: &name,
            url: parts.url.as_deref(),
            declared_charset: parts.charset.as_deref(),
            declared_type: parts.media_type.as_deref(),
            recogniser: self.recogniser.as_ref().map(|recogniser| recogniser as &dyn read::Recogniser),
            ..read::Context::default()
        };
        catch_unwind(AssertUnwindSafe(|| read::read(bytes, &read_context))).unwrap_or_else(|_| {
            Document::failed("application/octet-stream", "the reader failed on it; please report this file")
        })
    }

    /// Reads a source and finds its claims; of a table of figures, people make the claims, and all of it is main text.
    #[must_use]
    pub fn reading(&self, source: &SourceId, bytes: &[u8], context: &str) -> Reading {
        let mut document = self.read(bytes, context);
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
