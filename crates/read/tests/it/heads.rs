//! Titles, authors, sites and dates of plain text in the shapes in which it comes. All pages are made up.

use crate::support::{read_text, zone_of};
use model::{Document, Zone};

/// Prose enough to be the body of a page.
const BODY: &str = "\
Workers hand over most of what they earn, say three men who left the site in the spring of that year.

The company says that it pays what the contract provides, and that nobody has ever complained about it.

Inspectors went to the site on 14 February 2011 and, according to their report, found nothing against the law.
";

struct Expected {
    title: Option<&'static str>,
    byline: Option<&'static str>,
    site: Option<&'static str>,
    published: Option<&'static str>,
    modified: Option<&'static str>,
}

fn check(head: &str, foot: &str, expected: &Expected) -> Document {
    let document = read_text(&format!("{head}\n\n{BODY}\n{foot}"));
    let found = &document.metadata;
    assert_eq!(found.title.as_deref(), expected.title, "title of {head}");
    assert_eq!(found.byline.as_deref(), expected.byline, "byline of {head}");
    assert_eq!(found.site.as_deref(), expected.site, "site of {head}");
    assert_eq!(found.published.as_ref().map(|time| time.as_str()), expected.published, "published of {head}");
    assert_eq!(found.modified.as_ref().map(|time| time.as_str()), expected.modified, "modified of {head}");
    assert_eq!(zone_of(&document, "Workers hand over"), Some(Zone::Main), "{head}");
    assert_eq!(zone_of(&document, "Inspectors went"), Some(Zone::Main), "{head}");
    if let Some(title) = expected.title {
        assert_eq!(zone_of(&document, title), Some(Zone::Title), "{head}");
    }
    document
}

#[test]
fn an_agency_report_with_masthead_and_dateline() {
    let document = check(
        "PAPERWIRE\nWorld | Business | Sport | Weather\n\nCrews of three ships go without pay, union says\n\nBy Paperwire staff\nHAMBURG, March 3, 2011 (Paperwire)",
        "READ NEXT\nOil slips below $48\nFerry runs aground, all safe\n\n(c) Paperwire 2011. Republication requires consent.\n",
        &Expected {
            title: Some("Crews of three ships go without pay, union says"),
            byline: Some("Paperwire staff"),
            site: Some("Paperwire"),
            published: Some("2011-03-03"),
            modified: None,
        },
    );
    assert_eq!(zone_of(&document, "World | Business"), Some(Zone::Chrome));
    assert_eq!(zone_of(&document, "HAMBURG"), Some(Zone::Meta));
}

#[test]
fn a_dateline_in_the_first_paragraph() {
    let document = read_text(&format!(
        "Crews of three ships go without pay\n\nHAMBURG, 3 March 2011 – The crews of three ships in the port have had no pay since the autumn.\n\n{BODY}"
    ));
    assert_eq!(document.metadata.title.as_deref(), Some("Crews of three ships go without pay"));
    assert_eq!(document.metadata.published.as_ref().map(|time| time.as_str()), Some("2011-03-03"));
    assert_eq!(zone_of(&document, "HAMBURG"), Some(Zone::Main));
}

#[test]
fn a_notice_of_a_public_body_under_a_path() {
    let document = check(
        "Home > Publications > Committee on Ports > Notes\nPrint this page\n\nThis page is kept for the record\nThe committee was dissolved later and its papers are no longer kept up to date.\n\nReplies received from the owners of three ships\n\nNote by the secretariat\nDate: 4 October 2012\nStatus: for information",
        "Related documents\nAgenda of the 11th meeting\nBack to top\nAccessibility   Contact   Legal notice\n",
        &Expected {
            title: Some("Replies received from the owners of three ships"),
            byline: Some("the secretariat"),
            site: None,
            published: Some("2012-10-04"),
            modified: None,
        },
    );
    assert_eq!(zone_of(&document, "Home >"), Some(Zone::Chrome));
    assert_eq!(zone_of(&document, "The committee was"), Some(Zone::Meta));
    assert_eq!(zone_of(&document, "Status:"), Some(Zone::Meta));
}

#[test]
fn a_department_that_names_itself_again_at_the_foot() {
    check(
        "Skip navigation\nOffice for Ship Papers | Guidance\nSearch\n\nWhat owners must have done by 22 December 2019\n\nIssued: 11 November 2019\nApplies to: all ports",
        "Was this page useful? Yes / No\nLast reviewed 12 November 2019\nOffice for Ship Papers\n",
        &Expected {
            title: Some("What owners must have done by 22 December 2019"),
            byline: None,
            site: Some("Office for Ship Papers"),
            published: Some("2019-11-11"),
            modified: Some("2019-11-12"),
        },
    );
}

#[test]
fn an_explainer_with_the_owner_in_the_last_line() {
    check(
        "Skip to content\nOpen Harbour Group\nWhat we do   Stories   Campaigns   Donate\n\nExplainer: who is paid when a ship is sold\n\nPublished on 12 September 2016\nCategory: Pay\nReading time: 4 minutes",
        "Share this:\nFacebook   Twitter   Email\n\nYou may also like\nTen questions before you sign on\n\n© 2016 Open Harbour Group\n",
        &Expected {
            title: Some("Explainer: who is paid when a ship is sold"),
            byline: None,
            site: Some("Open Harbour Group"),
            published: Some("2016-09-12"),
            modified: None,
        },
    );
}

#[test]
fn a_change_is_no_publication() {
    check(
        "Port Watch\nCountries   Rankings   Methods   Blog\n\nTwo ways of counting ships\n\nBy the Port Watch team\nUpdated 8 August 2023",
        "Related posts\nWhy the Gulf ports moved up\n12 May 2020\n",
        &Expected {
            title: Some("Two ways of counting ships"),
            byline: Some("the Port Watch team"),
            site: Some("Port Watch"),
            published: None,
            modified: Some("2023-08-08"),
        },
    );
}

#[test]
fn both_dates_on_one_line_and_a_window_title() {
    check(
        "Three ships held in port - Harbour Letter\n\nThree ships held in port\n\nBy Some Body | Published 3 May 2016 | Updated 4 June 2016",
        "",
        &Expected {
            title: Some("Three ships held in port"),
            byline: Some("Some Body"),
            site: Some("Harbour Letter"),
            published: Some("2016-05-03"),
            modified: Some("2016-06-04"),
        },
    );
}

#[test]
fn a_report_without_a_page_around_it() {
    check(
        "The pay of crews in three ports",
        "Annex\n\nDate of the first visit: 3 May 2019\nShips seen: 14\n",
        &Expected {
            title: Some("The pay of crews in three ports"),
            byline: None,
            site: None,
            published: None,
            modified: None,
        },
    );
}

#[test]
fn dates_of_others_are_not_the_page_s_own() {
    check(
        "The pay of crews in three ports",
        "Figure 2. Ships by year, 3 May 2019\n\nRelated articles\nPublished on 4 May 2019\nFerry runs aground\n\n2 Comments\nReader One\nMay 5, 2019 at 9:12 am\nMy uncle sailed on one of them for years.\n",
        &Expected {
            title: Some("The pay of crews in three ports"),
            byline: None,
            site: None,
            published: None,
            modified: None,
        },
    );
}

#[test]
fn heads_in_other_languages() {
    let cases = [
        (
            "Startseite | Politik | Wirtschaft | Sport\n\nDrei Schiffe liegen fest\n\nVon Eine Person\nVeröffentlicht am 3. Mai 2016, aktualisiert am 4. Mai 2016",
            "Drei Schiffe liegen fest",
            Some("Eine Person"),
            Some("2016-05-03"),
            Some("2016-05-04"),
        ),
        (
            "3. Mai 2016, 10:20 Uhr\nSchifffahrt\nDrei Schiffe liegen fest\n\nVon Eine Person, Hamburg",
            "Drei Schiffe liegen fest",
            Some("Eine Person, Hamburg"),
            Some("2016-05-03"),
            None,
        ),
        (
            "Trois navires retenus au port\n\nPar Une Personne\nPublié le 3 mai 2016 à 10h20",
            "Trois navires retenus au port",
            Some("Une Personne"),
            Some("2016-05-03"),
            None,
        ),
        (
            "Tres barcos retenidos en el puerto\n\nPor Una Persona\n3 de mayo de 2016",
            "Tres barcos retenidos en el puerto",
            Some("Una Persona"),
            Some("2016-05-03"),
            None,
        ),
        (
            "Главная · Новости · Архив\n\nТри судна задержаны в порту\n\nАвтор: Некто Некий\nОпубликовано: 3 мая 2016 г.",
            "Три судна задержаны в порту",
            Some("Некто Некий"),
            Some("2016-05-03"),
            None,
        ),
        (
            "홈   자료   문의\n\n항구에 묶인 배 세 척\n\n아무개 기자\n입력 2019년 3월 26일 | 수정 2019년 3월 27일",
            "항구에 묶인 배 세 척",
            Some("아무개"),
            Some("2019-03-26"),
            Some("2019-03-27"),
        ),
        (
            "三艘船被扣留在港口\n\n作者：某某\n发布时间：2019年3月26日",
            "三艘船被扣留在港口",
            Some("某某"),
            Some("2019-03-26"),
            None,
        ),
        (
            "港に止められた三隻の船\n\n2019年3月26日 公開",
            "港に止められた三隻の船",
            None,
            Some("2019-03-26"),
            None,
        ),
    ];
    for (head, title, byline, published, modified) in cases {
        check(head, "", &Expected { title: Some(title), byline, site: None, published, modified });
    }
}

#[test]
fn a_short_first_paragraph_is_no_notice() {
    let document = read_text(&format!(
        "Crews without pay\n\nThree ships lie in the port, and nobody on board has been paid.\n\nWhat the owners say\n\n{BODY}"
    ));
    assert_eq!(document.metadata.title.as_deref(), Some("Crews without pay"));
    assert_eq!(zone_of(&document, "Three ships lie"), Some(Zone::Main));
    assert_eq!(zone_of(&document, "What the owners say"), Some(Zone::Main));
}

#[test]
fn a_press_release_and_a_subtitle() {
    let document = read_text(&format!(
        "FOR IMMEDIATE RELEASE\n\nUnion asks for the pay of three crews\n\nHAMBURG (3 March 2011) – The crews of three ships in the port have had no pay since the autumn.\n\n{BODY}"
    ));
    assert_eq!(document.metadata.title.as_deref(), Some("Union asks for the pay of three crews"));
    assert_eq!(document.metadata.published.as_ref().map(|time| time.as_str()), Some("2011-03-03"));
    assert_eq!(zone_of(&document, "FOR IMMEDIATE"), Some(Zone::Meta));
    check(
        "HARBOUR LETTER\n\nCrews without pay for a year\nWhat the owners say\n\nMay 3, 2016 10:20 am",
        "\u{a9} 2016 Harbour Letter. All rights reserved.\n",
        &Expected {
            title: Some("Crews without pay for a year"),
            byline: None,
            site: Some("Harbour Letter"),
            published: Some("2016-05-03"),
            modified: None,
        },
    );
}

#[test]
fn the_day_on_which_a_copy_was_made_is_not_the_page_s() {
    check(
        "Crews without pay for a year\nAccessed 3 May 2020\nRetrieved from the archive of the paper on 4 May 2020",
        "",
        &Expected {
            title: Some("Crews without pay for a year"),
            byline: None,
            site: None,
            published: None,
            modified: None,
        },
    );
}
