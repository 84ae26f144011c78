//! Literal texts in, what they name out.

use super::*;
use proptest::prelude::*;

/// `n words: what it may name`, the first four.
fn look(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let Some(found) = Gazetteer::embedded().longest_match(&words) else { return String::from("-") };
    let entry = |entry: &Entry<'_>| match entry {
        Entry::Country { country, form } => format!("{form:?} {}", country.code),
        Entry::Region { region } => format!("Region {} {}", entry.name(), region.country.unwrap_or("?")),
        Entry::WorldRegion { region, adjective: true } => {
            format!("WorldRegionAdjective {}", first(&region.names))
        }
        Entry::WorldRegion { region, adjective: false } => format!("WorldRegion {}", first(&region.names)),
        Entry::City { city } => format!("City {} {}", city.name(), city.country),
        Entry::Organisation { organisation } => {
            format!("{} {}", organisation.kind, first(&organisation.names))
        }
    };
    let entries: Vec<String> = found.entries.iter().take(4).map(entry).collect();
    let rest = found.rest.map(|rest| format!(" +{rest}")).unwrap_or_default();
    format!("{}{rest}: {}", found.words, entries.join(", "))
}

/// The country that the first entry names, and in which form.
fn country(text: &str) -> Option<(&'static str, CountryForm)> {
    let words: Vec<&str> = text.split(' ').collect();
    match Gazetteer::embedded().longest_match(&words)?.entries.first()? {
        Entry::Country { country, form } => Some((country.code, *form)),
        _ => None,
    }
}

#[test]
fn countries_by_all_their_names() {
    for (text, code) in [
        ("North Korea", "KP"),
        ("DPRK", "KP"),
        ("D.P.R.K.", "KP"),
        ("Democratic People ’s Republic of Korea", "KP"),
        ("Democratic People's Republic of Korea", "KP"),
        ("South Korea", "KR"),
        ("Republic of Korea", "KR"),
        ("Russia", "RU"),
        ("Russian Federation", "RU"),
        ("UAE", "AE"),
        ("United Arab Emirates", "AE"),
        ("Burma", "MM"),
        ("Myanmar", "MM"),
        ("Ivory Coast", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("Cote d'Ivoire", "CI"),
        ("U.S.", "US"),
        ("US", "US"),
        ("USA", "US"),
        ("United States", "US"),
        ("United States of America", "US"),
        ("America", "US"),
        ("UK", "GB"),
        ("U.K.", "GB"),
        ("Britain", "GB"),
        ("Türkiye", "TR"),
        ("Turkiye", "TR"),
        ("TURKEY", "TR"),
        ("Timor-Leste", "TL"),
        ("Timor Leste", "TL"),
        ("Guinea-Bissau", "GW"),
        ("Equatorial Guinea", "GQ"),
        ("Democratic Republic of the Congo", "CD"),
        ("DR Congo", "CD"),
        ("China", "CN"),
        ("People 's Republic of China", "CN"),
        ("Czech Republic", "CZ"),
        ("Viet Nam", "VN"),
        ("Macau", "MO"),
        ("Hong Kong", "HK"),
        ("The Gambia", "GM"),
        ("Eswatini", "SZ"),
        ("Cabo Verde", "CV"),
    ] {
        assert_eq!(country(text), Some((code, CountryForm::Name)), "{text}");
    }
}

#[test]
fn adjectives_people_and_capitals() {
    use CountryForm::{Adjective, Capital, People};
    for (text, code, form) in [
        ("North Korean", "KP", Adjective),
        ("North Koreans", "KP", People),
        ("South Korean", "KR", Adjective),
        ("Cuban", "CU", Adjective),
        ("Cubans", "CU", People),
        ("Polish", "PL", Adjective),
        ("Poles", "PL", People),
        ("Chinese", "CN", Adjective),
        ("Qatari", "QA", Adjective),
        ("Emirati", "AE", Adjective),
        ("Emiratis", "AE", People),
        ("Kuwaiti", "KW", Adjective),
        ("Mongolian", "MN", Adjective),
        ("Eritrean", "ER", Adjective),
        ("Uzbek", "UZ", Adjective),
        ("Uzbeks", "UZ", People),
        ("Turkmen", "TM", Adjective),
        ("Filipino", "PH", Adjective),
        ("Filipinos", "PH", People),
        ("Yemeni", "YE", Adjective),
        ("Bosnian", "BA", Adjective),
        ("American", "US", Adjective),
        ("British", "GB", Adjective),
        ("Pyongyang", "KP", Capital),
        ("Moscow", "RU", Capital),
        ("Astana", "KZ", Capital),
        ("Sana’a", "YE", Capital),
    ] {
        assert_eq!(country(text), Some((code, form)), "{text}");
    }
}

#[test]
fn what_may_be_several_things_names_all_of_them() {
    assert_eq!(look("Korea"), "1: Name KR, Name KP");
    assert_eq!(look("Korean"), "1: Adjective KR, Adjective KP");
    assert!(look("Georgia").starts_with("1: Name GE, Region Georgia US"), "{}", look("Georgia"));
    assert!(look("Congolese").starts_with("1: Adjective CD, Adjective CG"), "{}", look("Congolese"));
    assert!(look("Beijing").starts_with("1: Capital CN"), "{}", look("Beijing"));
}

#[test]
fn regions_and_cities() {
    assert_eq!(look("Siberia"), "1: Region Siberia RU");
    assert_eq!(look("Russian Far East"), "3: Region Russian Far East RU");
    assert!(look("Primorye").starts_with("1: Region Primorye RU"));
    assert!(look("Xinjiang").starts_with("1: Region Xinjiang CN"));
    assert!(look("Uyghurs").starts_with("1: People CN"), "{}", look("Uyghurs"));
    assert_eq!(look("Sarawak state"), "1: Region Sarawak MY");
    assert!(look("Liaoning province").starts_with("1: Region Liaoning CN"));
    assert_eq!(look("Middle East"), "2: WorldRegion Middle East");
    assert_eq!(look("Middle Eastern"), "2: WorldRegionAdjective Middle East");
    assert_eq!(look("African"), "1: WorldRegionAdjective Africa");
    assert_eq!(look("Southeast Asia"), "2: WorldRegion Southeast Asia");
    assert_eq!(look("Vladivostok ,"), "1: City Vladivostok RU");
    assert_eq!(look("Dandong"), "1: City Dandong CN");
    assert_eq!(look("Szczecin"), "1: City Szczecin PL");
    assert_eq!(look("Gdansk"), "1: City Gdańsk PL");
    assert_eq!(look("Lodz"), "1: Region Łódź PL, City Łódź PL");
    assert!(
        look("St. Petersburg").starts_with("2: City Saint Petersburg RU, "),
        "{}",
        look("St. Petersburg")
    );
    assert!(look("St . Petersburg").starts_with("3: City Saint Petersburg RU, "));
    assert!(look("Hunchun").starts_with("1: City Hunchun CN"));
}

#[test]
fn cities_that_are_words_say_so() {
    let largest_is_common = |name: &str| {
        let found = Gazetteer::embedded().longest_match(&[name]);
        found.into_iter().flat_map(|found| found.entries).find_map(|entry| match entry {
            Entry::City { city } => Some(city.common_word),
            _ => None,
        })
    };
    for name in [
        "Reading", "Mobile", "Bath", "Nice", "Of", "Split", "Police", "Most", "March", "Orange", "Young",
        "Same",
    ] {
        assert_eq!(largest_is_common(name), Some(true), "{name}");
    }
    for name in ["Vladivostok", "Szczecin", "Kaliningrad", "Dandong", "London", "Doha"] {
        assert_eq!(largest_is_common(name), Some(false), "{name}");
    }
}

#[test]
fn organisations_by_name_and_acronym() {
    assert_eq!(look("Human Rights Watch said"), "3: ngo Human Rights Watch");
    assert_eq!(look("Prisoners Defenders"), "2: ngo Prisoners Defenders");
    assert_eq!(look("ILO"), "1: government International Labour Organization, City Ilo PE");
    assert_eq!(look("38 North"), "2: academic 38 North");
    assert_eq!(look("U.S. State Department"), "3: government US Department of State");
    assert_eq!(look("UN Security Council 1718 Committee"), "5: government UN 1718 Committee");
    assert_eq!(look("Global Slavery Index"), "3: index Global Slavery Index");
    assert_eq!(look("RFA"), "1: news Radio Free Asia");
    assert_eq!(look("Ilo"), "1: City Ilo PE");
    assert_eq!(look("Rfa"), "-");
}

#[test]
fn compounds_give_their_beginning_and_their_rest() {
    assert_eq!(look("China-based"), "1 +based: Name CN");
    assert_eq!(look("US-China trade"), "1 +China: Name US");
    assert!(look("New York-based").starts_with("2 +based: "), "{}", look("New York-based"));
    assert_eq!(look("Cuba’s"), "1 +s: Name CU");
    assert_eq!(look("Kim Jong-un").split(':').next(), Some("1"));
}

#[test]
fn ordinary_words_are_not_names() {
    for text in ["us", "poles", "chad", "the", "north Korea", "turkey", "Workers", "It", ""] {
        assert_eq!(look(text), "-", "{text}");
    }
}

#[test]
fn currencies_with_and_without_their_country() {
    let code = |text: &str| {
        let words: Vec<&str> = text.split(' ').collect();
        let found = Gazetteer::embedded().currency_at(&words)?;
        Some((found.words, found.currency.map(|currency| currency.code)))
    };
    for (text, words, expected) in [
        ("US dollars", 2, "USD"),
        ("U.S. dollars", 2, "USD"),
        ("dollars a month", 1, "USD"),
        ("North Korean won", 3, "KPW"),
        ("South Korean won", 3, "KRW"),
        ("won", 1, "KRW"),
        ("Kuwaiti dinars", 2, "KWD"),
        ("UAE dirhams", 2, "AED"),
        ("Emirati dirham", 2, "AED"),
        ("Moroccan dirhams", 2, "MAD"),
        ("Hong Kong dollars", 3, "HKD"),
        ("Canadian dollars", 2, "CAD"),
        ("Russian roubles", 2, "RUB"),
        ("Chinese yuan", 2, "CNY"),
        ("Polish złotys", 2, "PLN"),
        ("Cuban pesos", 2, "CUP"),
        ("Cuban convertible pesos", 3, "CUC"),
        ("Iraqi dinars", 2, "IQD"),
        ("Qatari riyals", 2, "QAR"),
        ("Saudi riyals", 2, "SAR"),
        ("Omani rials", 2, "OMR"),
        ("pounds sterling", 2, "GBP"),
        ("Zambian kwacha", 2, "ZMW"),
        ("Mongolian tugriks", 2, "MNT"),
        ("Eritrean nakfa", 2, "ERN"),
        ("EUR", 1, "EUR"),
    ] {
        assert_eq!(code(text), Some((words, Some(expected))), "{text}");
    }
    assert_eq!(code("dinars"), Some((1, None)));
    assert_eq!(code("Polish workers"), None);
    assert_eq!(Gazetteer::embedded().currency_by_symbol("$").map(|currency| currency.code), Some("USD"));
}

#[test]
fn countries_by_code() {
    assert_eq!(Gazetteer::embedded().country("KP").map(Country::name), Some("North Korea"));
    assert_eq!(Gazetteer::embedded().country("XX"), None);
    assert!(Gazetteer::embedded().countries().len() == 250);
}

proptest! {
    #[test]
    fn a_match_lies_within_the_words_it_was_given(words in prop::collection::vec("\\PC{0,9}|North|Korea|Timor-Leste|U\\.S\\.|’s", 0..8)) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if let Some(found) = Gazetteer::embedded().longest_match(&words) {
            prop_assert!((1..=words.len()).contains(&found.words));
            prop_assert!(!found.entries.is_empty());
            prop_assert!(found.rest.is_none_or(|rest| words[found.words - 1].contains(rest)));
        }
        if let Some(found) = Gazetteer::embedded().currency_at(&words) {
            prop_assert!((1..=words.len()).contains(&found.words));
        }
    }
}
