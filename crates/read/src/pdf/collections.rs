//! Characters of fonts that do not say which characters they show.
//!
//! Fonts for Chinese, Japanese and Korean number their glyphs, mostly as one of Adobe's character collections does
//! (GB1, CNS1, Japan1, Korea1), and many files leave it at that. The tables from these numbers to characters are those
//! that come with the parser (Adobe's mapping resources, BSD-3-Clause).

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier, Stream, String as PdfString};
use hayro_syntax::page::Resources;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// Forms within forms in which fonts are looked for.
const DEEPEST: usize = 4;
/// Forms of one page in which fonts are looked for.
const MOST_FORMS: usize = 200;

/// Fonts of a document whose glyphs are numbered as in a collection, by name.
#[derive(Default)]
pub(super) struct Collections {
    fonts: HashMap<String, Numbered>,
    looked_at: HashSet<ObjectIdentifier>,
    tables: HashMap<CidFamily, Option<Rc<CMap>>>,
}

/// How codes of a font become characters.
struct Numbered {
    /// From codes to numbers; absent where they are the same.
    numbers: Option<CMap>,
    /// From numbers to characters.
    characters: Rc<CMap>,
}

impl Collections {
    /// Looks at the fonts that a page may use.
    pub(super) fn learn(&mut self, resources: &Resources<'_>) {
        let mut forms = MOST_FORMS;
        self.learn_from(resources, DEEPEST, &mut forms);
    }

    fn learn_from(&mut self, resources: &Resources<'_>, depth: usize, forms: &mut usize) {
        for name in resources.fonts.keys() {
            let is_new = resources
                .fonts
                .get_ref(name.as_ref())
                .is_none_or(|reference| self.looked_at.insert(reference.into()));
            if let Some(font) = resources.fonts.get::<Dict<'_>>(name.as_ref()).filter(|_| is_new) {
                self.add(&font);
            }
        }
        for name in resources.x_objects.keys() {
            if depth == 0 || *forms == 0 {
                return;
            }
            let is_new = resources
                .x_objects
                .get_ref(name.as_ref())
                .is_none_or(|reference| self.looked_at.insert(reference.into()));
            let Some(form) = resources.x_objects.get::<Stream<'_>>(name.as_ref()).filter(|_| is_new) else {
                continue;
            };
            if let Some(own) = form.dict().get::<Dict<'_>>(b"Resources") {
                *forms -= 1;
                self.learn_from(&Resources::new(own), depth - 1, forms);
            }
        }
    }

    fn add(&mut self, font: &Dict<'_>) -> Option<()> {
        if font.contains_key(b"ToUnicode") {
            return None;
        }
        let descendant = font.get::<Array<'_>>(b"DescendantFonts")?.iter::<Dict<'_>>().next()?;
        let system = descendant.get::<Dict<'_>>(b"CIDSystemInfo")?;
        let text = |key: &[u8]| system.get::<PdfString<'_>>(key).map(|text| text.as_bytes().to_vec());
        let family = CidFamily::from_registry_ordering(&text(b"Registry")?, &text(b"Ordering")?);
        let characters = self.table(family)?;
        let encoding = font.get::<Name<'_>>(b"Encoding")?;
        let numbers = match encoding.as_ref() {
            b"Identity-H" | b"Identity-V" => None,
            name => Some(CMap::parse(load_embedded(CMapName::from_bytes(name))?, load_embedded)?),
        };
        let base = font.get::<Name<'_>>(b"BaseFont")?;
        let name = String::from_utf8_lossy(without_prefix(base.as_ref())).into_owned();
        self.fonts.insert(name, Numbered { numbers, characters });
        Some(())
    }

    fn table(&mut self, family: CidFamily) -> Option<Rc<CMap>> {
        let name = family.ucs2_cmap()?;
        let table = self.tables.entry(family);
        table.or_insert_with(|| CMap::parse(load_embedded(name)?, load_embedded).map(Rc::new)).clone()
    }

    /// The characters of a glyph of which its font says nothing.
    pub(super) fn characters(&self, glyph: &Glyph<'_>) -> Option<BfString> {
        let Glyph::Outline(outline) = glyph else { return None };
        if self.fonts.is_empty() {
            return None;
        }
        self.of_code(outline.font_data()?.postscript_name.as_deref()?, outline.char_code())
    }

    fn of_code(&self, font: &str, code: u32) -> Option<BfString> {
        let font = self.fonts.get(font)?;
        let number = match &font.numbers {
            None => code,
            Some(numbers) => (1..=4).find_map(|bytes| numbers.lookup_cid_code(code, bytes))?,
        };
        font.characters.lookup_bf_string(number)
    }
}

/// A font's name without the mark of a font that has some of its glyphs only: six capitals and a plus sign.
fn without_prefix(name: &[u8]) -> &[u8] {
    match name.split_at_checked(7) {
        Some((prefix, rest)) if prefix.ends_with(b"+") && prefix[..6].iter().all(u8::is_ascii_uppercase) => {
            rest
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_syntax::Pdf;

    /// A page with one font for Chinese that has such entries.
    fn file(font: &str) -> Vec<u8> {
        format!(
            "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n\
             3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</Font<</F1 4 0 R>>>>>>\nendobj\n\
             4 0 obj\n<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Song/DescendantFonts[5 0 R]{font}>>\nendobj\n\
             5 0 obj\n<</Type/Font/Subtype/CIDFontType0/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 5>>>>\nendobj\n\
             trailer\n<</Root 1 0 R>>\n"
        )
        .into_bytes()
    }

    fn character(font: &str, code: u32) -> Option<BfString> {
        let pdf = Pdf::new(file(font)).ok()?;
        let mut collections = Collections::default();
        pdf.pages().iter().for_each(|page| collections.learn(page.resources()));
        collections.of_code("Song", code)
    }

    #[test]
    fn numbers_of_glyphs_and_codes_of_an_old_encoding_become_characters() {
        assert_eq!(character("/Encoding/Identity-H", 0x0ec9), Some(BfString::Char('魏')));
        // GB 2312: 中 is D6 D0.
        assert_eq!(character("/Encoding/GBK-EUC-H", 0xd6d0), Some(BfString::Char('中')));
        assert_eq!(character("/Encoding/Identity-H/ToUnicode 9 0 R", 0x0ec9), None);
        assert_eq!(character("/Encoding/Unheard-Of", 0x0ec9), None);
    }
}
