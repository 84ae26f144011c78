//! Currencies by code, sign and noun.

use rustc_hash::FxHashMap;

const CURRENCIES: &str = include_str!("../../data/currencies.tsv");
const SUPPLEMENT: &str = include_str!("../../data/currencies_supplement.tsv");

/// A currency that has been tender somewhere since 2000.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Currency {
    /// ISO 4217 code.
    pub code: &'static str,
    /// English name in the singular: `Russian ruble`.
    pub name: &'static str,
    /// ISO 3166-1 alpha-2 codes of the countries that use it or used it.
    pub countries: Vec<&'static str>,
    /// Whether it still is tender.
    pub tender: bool,
}

/// A currency found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrencyMatch<'g> {
    /// Number of words it takes up.
    pub words: usize,
    /// The currency meant; `None` where the noun alone does not tell and the country must come from elsewhere.
    pub currency: Option<&'g Currency>,
    /// Every currency that the noun may mean, those in use first.
    pub candidates: Vec<&'g Currency>,
}

#[derive(Debug, Default)]
struct Noun {
    /// Rows of the currencies of that noun, those in use first.
    rows: Vec<usize>,
    /// The one meant where no country is named.
    bare: Option<usize>,
}

/// The table of currencies, with its look-ups.
#[derive(Debug, Default)]
pub(super) struct Currencies {
    currencies: Vec<Currency>,
    symbols: FxHashMap<&'static str, usize>,
    nouns: FxHashMap<String, Noun>,
}

fn rows(text: &'static str) -> impl Iterator<Item = [&'static str; 6]> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut columns = line.split('\t');
        std::array::from_fn(|_| columns.next().unwrap_or_default())
    })
}

fn list(column: &'static str) -> impl Iterator<Item = &'static str> {
    column.split('|').filter(|name| !name.is_empty())
}

/// Nouns are compared in lower case, with straight apostrophes.
fn fold(word: &str) -> String {
    word.to_lowercase().replace('’', "'")
}

impl Currencies {
    pub(super) fn load() -> Self {
        let mut table = Self::default();
        for [code, name, nouns, symbols, countries, tender] in rows(CURRENCIES) {
            let row = table.currencies.len();
            let countries = list(countries).collect();
            table.currencies.push(Currency { code, name, countries, tender: !tender.is_empty() });
            table.add(row, nouns, symbols);
        }
        for [code, nouns, symbols, bare, ..] in rows(SUPPLEMENT) {
            let Some(row) = table.currencies.iter().position(|currency| currency.code == code) else {
                continue;
            };
            table.add(row, nouns, symbols);
            list(bare).for_each(|noun| table.nouns.entry(fold(noun)).or_default().bare = Some(row));
        }
        for noun in table.nouns.values_mut() {
            let in_use = |row: &usize| table.currencies.get(*row).is_some_and(|currency| currency.tender);
            noun.rows.sort_by_key(|row| (!in_use(row), *row));
            let only = match noun.rows.as_slice() {
                [row] => Some(*row),
                [row, next, ..] if in_use(row) && !in_use(next) => Some(*row),
                _ => None,
            };
            noun.bare = noun.bare.or(only);
        }
        table
    }

    fn add(&mut self, row: usize, nouns: &'static str, symbols: &'static str) {
        for noun in list(nouns) {
            let known = self.nouns.entry(fold(noun)).or_default();
            if !known.rows.contains(&row) {
                known.rows.push(row);
            }
        }
        for symbol in list(symbols) {
            self.symbols.entry(symbol).or_insert(row);
        }
    }

    pub(super) fn by_code(&self, code: &str) -> Option<&Currency> {
        let row = self.currencies.binary_search_by_key(&code, |currency| currency.code).ok()?;
        self.currencies.get(row)
    }

    pub(super) fn by_symbol(&self, symbol: &str) -> Option<&Currency> {
        self.currencies.get(*self.symbols.get(symbol)?)
    }

    /// The noun at the beginning of `words`, of two words (`CFA francs`) or one.
    fn noun(&self, words: &[&str]) -> Option<(usize, &Noun)> {
        let first = fold(words.first()?);
        if let Some(second) = words.get(1)
            && let Some(noun) = self.nouns.get(&format!("{first} {}", fold(second)))
        {
            return Some((2, noun));
        }
        self.nouns.get(&first).map(|noun| (1, noun))
    }

    fn found(&self, words: usize, rows: &[usize], meant: Option<usize>) -> CurrencyMatch<'_> {
        CurrencyMatch {
            words,
            currency: meant.and_then(|row| self.currencies.get(row)),
            candidates: rows.iter().filter_map(|row| self.currencies.get(*row)).collect(),
        }
    }

    /// The currency at the beginning of `words`, where no country is named: a code or a noun.
    pub(super) fn at(&self, words: &[&str]) -> Option<CurrencyMatch<'_>> {
        if let Some((words, noun)) = self.noun(words) {
            return Some(self.found(words, &noun.rows, noun.bare));
        }
        let currency = self.by_code(words.first()?)?;
        Some(CurrencyMatch { words: 1, currency: Some(currency), candidates: vec![currency] })
    }

    /// The noun at the beginning of `words` as one of these countries uses it.
    pub(super) fn of_countries(&self, words: &[&str], countries: &[&str]) -> Option<CurrencyMatch<'_>> {
        let (words, noun) = self.noun(words)?;
        let used_there = |row: &&usize| {
            let currency = self.currencies.get(**row);
            currency
                .is_some_and(|currency| countries.iter().any(|country| currency.countries.contains(country)))
        };
        let rows: Vec<usize> = noun.rows.iter().filter(used_there).copied().collect();
        let meant = *rows.first()?;
        Some(self.found(words, &rows, Some(meant)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_whole() {
        let table = Currencies::load();
        assert!(table.currencies.len() > 180);
        assert!(table.currencies.is_sorted_by_key(|currency| currency.code));
        for currency in &table.currencies {
            assert!(currency.code.len() == 3 && !currency.name.is_empty() && !currency.countries.is_empty());
        }
        for [code, ..] in rows(SUPPLEMENT) {
            assert!(table.by_code(code).is_some(), "{code}");
        }
    }

    #[test]
    fn a_bare_noun_means_one_currency_only_where_that_is_usual() {
        let table = Currencies::load();
        let code =
            |word: &str| table.at(&[word]).map(|found| found.currency.map_or("?", |currency| currency.code));
        for (noun, expected) in [
            ("dollars", "USD"),
            ("pounds", "GBP"),
            ("won", "KRW"),
            ("yuan", "CNY"),
            ("RMB", "CNY"),
            ("renminbi", "CNY"),
            ("roubles", "RUB"),
            ("rubles", "RUB"),
            ("złoty", "PLN"),
            ("zlotys", "PLN"),
            ("euros", "EUR"),
            ("ringgit", "MYR"),
            ("EUR", "EUR"),
            ("KPW", "KPW"),
            ("dinars", "?"),
            ("dirhams", "?"),
            ("pesos", "?"),
            ("francs", "?"),
        ] {
            assert_eq!(code(noun), Some(expected), "{noun}");
        }
        assert_eq!(code("workers"), None);
    }

    #[test]
    fn signs_stand_for_currencies() {
        let table = Currencies::load();
        let code = |symbol: &str| table.by_symbol(symbol).map(|currency| currency.code);
        for (symbol, expected) in [
            ("$", "USD"),
            ("US$", "USD"),
            ("€", "EUR"),
            ("£", "GBP"),
            ("¥", "JPY"),
            ("₩", "KRW"),
            ("₽", "RUB"),
        ] {
            assert_eq!(code(symbol), Some(expected), "{symbol}");
        }
        assert_eq!(code("%"), None);
    }
}
