//! Dates, names and languages, and where they must stay empty.

use crate::support::read_text;
use model::DateSignal;

fn published(html: &str) -> (Option<String>, Option<DateSignal>) {
    let metadata = read_text(html).metadata;
    (metadata.published.map(|time| time.to_string()), metadata.date_signal)
}

const BODY: &str = "<p>Workers hand over most of what they earn, say three men who left the site in spring.</p><p>The company says that it pays what the contract provides, and that nobody has complained.</p>";

#[test]
fn dates_come_from_the_best_sign() {
    let cases = [
        (
            format!(
                "<meta property='article:published_time' content='2016-07-07T01:02:03Z'><h1>A</h1>{BODY}"
            ),
            "2016-07-07",
            DateSignal::Meta,
        ),
        (
            format!("<h1>A title of the page</h1><time datetime='2016-07-07'>yesterday</time>{BODY}"),
            "2016-07-07",
            DateSignal::TimeElement,
        ),
        (
            format!("<link rel=canonical href='https://paper.test/2016/07/07/a'><h1>A</h1>{BODY}"),
            "2016-07-07",
            DateSignal::Url,
        ),
        (
            format!("<h1>A title of the page</h1><p>Published on 7 July 2016</p>{BODY}"),
            "2016-07-07",
            DateSignal::TextLabel,
        ),
        (
            format!("<h1>A title of the page</h1><p>7 July 2016</p>{BODY}"),
            "2016-07-07",
            DateSignal::TextNearTitle,
        ),
    ];
    for (html, time, signal) in cases {
        assert_eq!(published(&html), (Some(time.to_owned()), Some(signal)), "{html}");
    }
}

#[test]
fn days_of_the_visit_of_the_server_and_of_a_film_give_way() {
    let film = r#"<script type="application/ld+json">{"@type":"VideoObject","name":"A film","uploadDate":"2016-07-06"}</script>"#;
    let page = |before: &str, after: &str| {
        format!(
            "<title>A title of the page</title>{before}<h1>A title of the page</h1>{after}{BODY}<p>Nobody answered when they were asked.</p>"
        )
    };
    let cases = [
        // The head of the page says which day it is; the line under the headline when the report is from.
        (page("<span class=date>Friday, 8 July 2016</span>", "<p>7 July 2016</p>"), "2016-07-07"),
        // Systems put the day on which they served the page under a name that says nothing.
        (
            page("<meta name=Date content=2016-07-09>", "<time datetime=2016-07-07>7 July</time>"),
            "2016-07-07",
        ),
        (page("<meta name=Date content=2016-07-09>", ""), "2016-07-09"),
        // A film that is set into the page was there before.
        (page(film, "<time datetime=2016-07-07>7 July</time>"), "2016-07-07"),
    ];
    for (html, day) in cases {
        assert_eq!(published(&html).0.as_deref(), Some(day), "{html}");
    }
}

#[test]
fn the_day_is_the_one_on_the_page_s_own_calendar() {
    // Half past midnight in universal time is the day before where this was written, as the page shows.
    let script = r#"<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2016-07-08T00:30:00Z"}</script>"#;
    let page = |shown: &str| format!("{script}<h1>A title of the page</h1><p>{shown}</p>{BODY}");
    assert_eq!(
        published(&page("7 July 2016")),
        (Some("2016-07-07".to_owned()), Some(DateSignal::TextNearTitle))
    );
    assert_eq!(published(&page("3 July 2016")), (Some("2016-07-08".to_owned()), Some(DateSignal::JsonLd)));
    assert_eq!(published(&page("Updated 7 July 2016")).0.as_deref(), Some("2016-07-08"));
}

#[test]
fn where_no_day_is_shown_the_clocks_of_the_page_or_its_country_give_it() {
    let page = |time: &str, head: &str, body: &str| {
        format!(
            "<meta property='article:published_time' content='{time}'>{head}<h1>A title of the page</h1>{body}{BODY}"
        )
    };
    let of = |domain: &str| format!("<link rel=canonical href='https://paper.{domain}/story'>");
    let script = "<script>var next = {date: 'Fri, 08 Jul 2016 18:00:00 -0400'};</script>";
    let cases = [
        (page("2016-07-07T20:00:00Z", &of("co.kr"), ""), "2016-07-08"),
        (page("2016-07-07T20:00:00Z", &of("example"), ""), "2016-07-07"),
        (page("2016-07-07T12:00:00Z", &of("co.kr"), ""), "2016-07-07"),
        (page("2016-07-07T20:00:00+09:00", &of("co.kr"), ""), "2016-07-07"),
        (page("2017-01-01T01:00:00.000Z", &of("ca"), ""), "2016-12-31"),
        // Spain's clocks do not agree.
        (page("2016-07-07T22:30:00Z", &of("es"), ""), "2016-07-07"),
        // The same time without its zone is no other day.
        (
            page(
                "2017-01-01T00:23:33Z",
                &format!("{}<meta name=date content='2017-01-01|00h23'>", of("ca")),
                "",
            ),
            "2016-12-31",
        ),
        // A relative link leaves the address to the other property.
        (
            page(
                "2016-07-07T20:00:00Z",
                "<link rel=canonical href='/story'><meta property='og:url' content='https://paper.kr/story'>",
                "",
            ),
            "2016-07-08",
        ),
        (page("2016-07-08T02:00:00Z", "", script), "2016-07-07"),
        (
            page("2016-07-08T02:00:00Z", "", &format!("{script}<script>at('10:20:30+09:00')</script>")),
            "2016-07-08",
        ),
        (page("2016-07-08T02:00:00Z", "", &format!("<p>8 July 2016</p>{script}")), "2016-07-08"),
    ];
    for (html, day) in cases {
        assert_eq!(published(&html).0.as_deref(), Some(day), "{html}");
    }
}

#[test]
fn a_page_that_only_dates_its_edition_was_published_then() {
    let page = |line: &str| format!("<h1>Advice for crews abroad</h1><p>{line}</p>{BODY}");
    let label = Some(DateSignal::TextLabel);
    assert_eq!(
        published(&page("Stand: 12.11.2021 (gültig seit 05.11.2021)")),
        (Some("2021-11-12".into()), label)
    );
    assert_eq!(published(&page("Date of Last Revision: August 9, 2017")), (Some("2017-08-09".into()), label));
    // A day of publication comes first, and the last change of a page is never it.
    let both = format!("<meta name=pubdate content='2016-07-07'>{}", page("Stand: 12.11.2021"));
    assert_eq!(published(&both).0.as_deref(), Some("2016-07-07"));
    assert_eq!(
        read_text(&both).metadata.modified.map(|time| time.to_string()).as_deref(),
        Some("2021-11-12")
    );
    assert_eq!(published(&page("Last updated 12 November 2021")), (None, None));
    let prose = "As of 3 May 2016 the ministry had closed forty of the yards in the north of the country, and six more since.";
    assert_eq!(published(&page(prose)), (None, None));
    let two = format!("{}<p>Stand: 14.11.2021</p>", page("Stand: 12.11.2021"));
    assert_eq!(published(&two), (None, None));
}

#[test]
fn a_script_that_only_writes_a_day_is_read() {
    let page = |script: &str| {
        format!("<h1>A title of the page</h1><p><script>{script}</script> read 7 times</p>{BODY}")
    };
    assert_eq!(published(&page(r#"showDate("2016/07/07 01:43:09");"#)).0.as_deref(), Some("2016-07-07"));
    assert_eq!(published(&page(r#"var built = "2016/07/07";"#)), (None, None));
    assert_eq!(published(&page(r#"load("story-2016/07/07")"#)), (None, None));
}

#[test]
fn an_ambiguous_day_is_read_as_the_page_shows_it() {
    let page = |shown: &str| {
        format!(
            "<meta name=date content='11/01/2016 12:43:42'><h1>A title of the page</h1>{BODY}<p>{shown}</p>"
        )
    };
    assert_eq!(published(&page("")), (Some("2016-01-11".to_owned()), Some(DateSignal::Meta)));
    assert_eq!(
        published(&page("Veröffentlicht am 1. November 2016")),
        (Some("2016-11-01".to_owned()), Some(DateSignal::Meta))
    );
}

#[test]
fn a_label_in_the_opening_sentence_speaks_of_something_else() {
    let opening = "<p>The list of ships was released on November 5, 2019. It is the first one of its kind that names the owners \
                   of all ships in the port, and the first that says which of the crews had no pay for a year or more.</p>";
    let page = format!(
        "<h1>What the list of ships leaves out</h1><small>January 13, 2020 at 08:45 AM | categories: Ports</small>{opening}{BODY}{BODY}{BODY}"
    );
    assert_eq!(published(&page).0.as_deref(), Some("2020-01-13"));
}

#[test]
fn a_day_stands_on_its_own_line_of_a_block() {
    let page = format!(
        "<title>Three ships held at sea</title><p>Tue, 14 Jan 2020</p><ul><li>Home<li>Ports</ul><h2>Three ships held at sea</h2>\
         <p>A Paper<br>13 Jan 2020, 22:11 GMT+10</p>{BODY}"
    );
    assert_eq!(published(&page).0.as_deref(), Some("2020-01-13"));
}

#[test]
fn a_class_names_the_day_of_publication() {
    let page = format!(
        "<h1>Three ships held at sea</h1><p class=date>30 June 2019</p><p class=publication>28 June 2019</p>{BODY}"
    );
    assert_eq!(published(&page), (Some("2019-06-28".to_owned()), Some(DateSignal::TimeElement)));
}

#[test]
fn dates_stand_in_many_forms() {
    let cases = [
        // A system's own date of a page of no kind counts where the page shows it.
        (
            format!(
                r#"<script type="application/ld+json">{{"@type":"WebPage","datePublished":"2016-07-07"}}</script><h1>A title of the page</h1><p>7 July 2016</p>{BODY}"#
            ),
            Some("2016-07-07"),
        ),
        (
            format!(
                r#"<script type="application/ld+json">{{"@type":"WebPage","datePublished":"2016-07-07"}}</script><h1>A title of the page</h1>{BODY}"#
            ),
            None,
        ),
        (
            format!(
                "<h1>A title of the page</h1><span property='dc:date dc:created' content='2016-07-07T10:00:00+02:00'></span>{BODY}"
            ),
            Some("2016-07-07"),
        ),
        (
            format!("<h1>A title of the page</h1><div class='post-date'>07.07.16</div>{BODY}"),
            Some("2016-07-07"),
        ),
        (
            format!(
                "<h1>A title of the page</h1>{BODY}<p>Dieser Artikel wurde am 7. Juli 2016 um 14:48 von Heidi geschrieben und abgelegt.</p>"
            ),
            Some("2016-07-07"),
        ),
        (
            format!(
                "<link rel=canonical href='https://archive.test/web/20190101000000/http://paper.test/2016/07/07/a'><h1>A</h1>{BODY}"
            ),
            Some("2016-07-07"),
        ),
        (
            format!(
                "<link rel=canonical href='https://archive.test/web/20190101000000/http://paper.test/a'><h1>A</h1>{BODY}"
            ),
            None,
        ),
        (
            format!(
                "<h1>A title of the page</h1><span class='updated' title='2016-07-07T18:52:11+02:00'></span>{BODY}"
            ),
            Some("2016-07-07"),
        ),
        (format!("<h1>A title of the page</h1><p>Last updated: 7 July 2016</p>{BODY}"), None),
    ];
    for (html, day) in cases {
        assert_eq!(published(&html).0.as_deref(), day, "{html}");
    }
}

#[test]
fn other_dates_are_not_the_page_s_own() {
    for html in [
        format!(
            "<h1>A title of the page</h1>{BODY}<div class='comments'><p>One, <time datetime='2020-01-02'>2 January 2020</time></p></div>"
        ),
        format!(
            "<h1>A title of the page</h1>{BODY}<div class='related'><a href=x>Another article</a> <time datetime='2020-01-02'>2 January 2020</time></div>"
        ),
        format!("<h1>A title of the page</h1>{BODY}<footer>© 2020. Page built on 2 January 2020.</footer>"),
        format!(
            "<h1>A title of the page</h1><p>On 3 May 2011 the ministry signed an agreement on labour with two neighbouring states of the region.</p>{BODY}"
        ),
    ] {
        assert_eq!(published(&html), (None, None), "{html}");
    }
}

#[test]
fn authors_are_named_near_the_headline_and_never_in_comments() {
    let cases = [
        (
            format!("<h1>A title of the page</h1><p>By Some Body and Another Body</p>{BODY}"),
            Some("Some Body and Another Body"),
        ),
        (
            format!("<h1>A title of the page</h1><p class='byline'>By the night desk</p>{BODY}"),
            Some("the night desk"),
        ),
        (
            format!(
                "<h1>A title of the page</h1>{BODY}<ol class='comments'><li class='comment'><span class='comment-author'>Reader One</span> <time>May 5, 2019</time><p>Nobody believes it.</p></li></ol>"
            ),
            None,
        ),
    ];
    for (html, byline) in cases {
        assert_eq!(read_text(&html).metadata.byline.as_deref(), byline, "{html}");
    }
}

#[test]
fn the_last_change_is_apart() {
    let metadata = read_text(&format!("<h1>A title of the page</h1><p>Last modified: <time datetime='2020-01-02'>2 January 2020</time></p>{BODY}")).metadata;
    assert_eq!(metadata.published, None);
}

#[test]
fn languages_of_pages() {
    let cases = [
        (
            "<html lang=en><p>Рабочие отдают большую часть заработка государству, а паспорта у них отбирают в первый же день.",
            "ru",
        ),
        (
            "<p>Người lao động phải nộp phần lớn tiền lương cho nhà nước mỗi tháng, theo một báo cáo mới.",
            "vi",
        ),
        ("<html lang='fr-FR'><p>OK", "fr"),
    ];
    for (html, code) in cases {
        assert_eq!(read_text(html).metadata.language.as_deref(), Some(code), "{html}");
    }
}
