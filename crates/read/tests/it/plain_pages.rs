//! Zones of plain text in the shapes in which web pages and files arrive. All pages are made up.

use crate::support::check_plain;

#[test]
fn a_news_page_with_menu_caption_and_comments() {
    let document = check_plain(
        "\
chrome| Skip to main content
chrome| Menu
chrome| Sign in

title| Brick kilns in the north keep whole families in debt

meta| By Some Reporter
meta| March 3, 2014

caption| Kiln workers stack bricks at dusk outside the town, Feb. 12, 2014. (AP Photo/Some Photographer)

main| The families arrive in October with an advance that they never manage to pay back. A survey of 40 kilns found that more than 9,000 people worked under such terms.
main| \"We were told one season,\" said one man. \"That was six years ago.\"

related| READ MORE: How the advance system works

main| The state labour office said that it had inspected 12 kilns this year and had found nothing against the law.

credit| Reporting by Some Reporter; editing by Another Editor

meta| Tags: labour, kilns

related| Related stories
related| Kiln owners promise to end advances
related| Court frees 30 from a kiln near the river

chrome| 2 Comments
comment| Reader One
comment| 3 years ago
comment| Somebody should publish the names of these owners.
comment| Reader Two
comment| 2 years ago
comment| Nothing has changed since this was written, I live nearby.

credit| © 2014 A Made-up Paper. All rights reserved.
",
    );
    assert_eq!(
        document.metadata.title.as_deref(),
        Some("Brick kilns in the north keep whole families in debt")
    );
    assert_eq!(document.metadata.byline.as_deref(), Some("Some Reporter"));
    assert_eq!(document.metadata.published.as_ref().map(|time| time.as_str()), Some("2014-03-03"));
    assert_eq!(document.metadata.language.as_deref(), Some("en"));
}

#[test]
fn a_blog_with_share_buttons_and_says_comments() {
    check_plain(
        "\
title| What the harvest pays

meta| Posted on 12 October 2011 by admin

main| Every autumn the schools close and the pupils are sent to the fields. They are paid by the kilo, and what they eat is deducted.

main| A teacher put it this way: whoever does not bring in the quota pays the difference out of the family's pocket.

chrome| Share this:
chrome| Twitter
chrome| Facebook

chrome| 2 Responses

comment| Anna says:
comment| October 13, 2011 at 9:12 am
comment| My cousin was sent there last year. She was fifteen and came back ill.

chrome| Reply

comment| Boris says:
comment| October 14, 2011 at 5:40 pm
comment| Thank you for writing about it.

chrome| Leave a Reply
chrome| Your email address will not be published. Required fields are marked *
"
        .replace("chrome| Reply\n", "comment| Reply\n")
        .as_str(),
    );
}

#[test]
fn an_organisation_page_with_newsletter_and_news_list() {
    check_plain(
        "\
title| Doctors sent abroad keep a fraction of their pay

meta| Published on
meta| 4 May 2019

main| Host governments pay the sending state several thousand dollars a month for each doctor, according to two former members of the missions.

main| Of this the doctors receive between 10 and 25 percent. Their passports are held by the head of the mission.

chrome| Sign up for our newsletter and get our stories in your inbox. You can unsubscribe at any time.

teaser| Latest news

teaser| Fishing fleet accused of holding crews

teaser| A new report says that crews on distant-water vessels go unpaid for a year and more, and that many cannot leave because the ship never calls at a

teaser| | Tuesday May 14, 2019

chrome| Read more
"
        .replace("chrome| Read more", "teaser| Read more")
        .as_str(),
    );
}

#[test]
fn a_korean_news_page() {
    let document = check_plain(
        "\
title| 해외 파견 노동자, 임금 대부분 국가에 바쳐

meta| 입력 2016.03.15 10:20

main| 해외에 파견된 노동자들은 임금의 대부분을 국가에 바친다고 한 보고서가 밝혔다. 조사에 따르면 이들은 하루 열두 시간 넘게 일하고 여권도 빼앗긴다고 한다.

main| 보고서는 여러 나라에서 만난 노동자 스무 명의 증언을 바탕으로 작성됐다고 연구진은 설명했다. 정부는 이를 부인했다.

related| 관련기사
related| 벌목공들의 겨울
related| 식당 종업원의 하루

credit| 저작권자 ⓒ 가상신문 무단전재 및 재배포 금지
",
    );
    assert_eq!(document.metadata.language.as_deref(), Some("ko"));
    assert_eq!(document.metadata.published.as_ref().map(|time| time.as_str()), Some("2016-03-15"));
}

#[test]
fn a_russian_news_page() {
    let document = check_plain(
        "\
title| Рабочих на стройке держали без паспортов

meta| Опубликовано: 5 июня 2018

main| По словам следователей, рабочие жили в вагончиках за забором и отдавали бригадиру большую часть заработка каждый месяц.

related| Читайте также: Как устроены рабочие бригады

main| Компания обвинения отрицает и говорит, что документы хранились в офисе по просьбе самих рабочих, а зарплату им платили вовремя.

chrome| Поделиться
",
    );
    assert_eq!(document.metadata.language.as_deref(), Some("ru"));
    assert_eq!(document.metadata.published.as_ref().map(|time| time.as_str()), Some("2018-06-05"));
}

#[test]
fn a_page_with_cookie_notice_first_and_most_read_last() {
    check_plain(
        "\
chrome| We use cookies to improve your experience on this website. By continuing to browse you agree to our privacy policy.

title| Garment exporters told to prove where their cotton comes from

meta| Updated: 2 June 2021

main| Importers must show by clear evidence that no stage of production used forced labour. Most say that they cannot trace cotton beyond the spinner.

main| Customs officers detained 240 shipments in the first quarter, worth about $60 million.

credit| Image credit: Some Agency

teaser| Most read
teaser| Ten shirts and where they come from
teaser| Minister resigns over port deal
teaser| Rain stops play again
",
    );
}

#[test]
fn publications_listed_without_a_heading() {
    check_plain(
        "\
main| Labour brokers charge domestic workers up to six months' pay before departure. The charges are illegal in both countries, but nobody has been fined since the law came into force.

main| This brief describes how the charges are collected and who profits from them, based on interviews with brokers and with officials at three airports.




related| Debt at the door: recruitment fees in six corridors
related| ReportsMigration

related| A comparison of what workers pay in six migration corridors, and of what the law allows, with a survey of 1,200 households and an annex on met...Read More

related| Handbook for labour attachés

related| How to take down a complaint, whom to call, and what to do when the employer keeps the passport: a practical guide.

related| TAGS: Gulf
related| Voices from the shelter

related| Women who left their employers tell what happened to them, in their own words, and what they wish they had kn...Read More
",
    );
}

#[test]
fn interview_notes_are_all_main() {
    let document = check_plain(
        "\
main| Conversation of 12 May, in the city, through an interpreter. The man asked that neither his name nor his village be written down.
main| He worked in forestry for three years, from 2009 on.
main| Pay: 120 dollars a month on paper, of which he saw about 30.
main| Passports were kept in the office of the brigade.
main| Q: Who kept the money?
main| A: The captain did. We never asked.
main| Home
main| He has been back since 2012 and does not want to talk about the family.
",
    );
    assert_eq!(document.metadata.title, None);
    assert_eq!(document.metadata.published, None);
}

#[test]
fn a_report_is_main_under_its_title() {
    let document = check_plain(
        "\
title| Labour transfers and the cotton harvest

main| 1. Background

main| The programme moves workers from poorer districts to factories and farms
main| elsewhere. Local officials are given yearly quotas, and those who refuse to go
main| are visited at home until they agree.

main| 2. Discussion

main| Comments by the ministry on a draft of this report were received in April and
main| are reproduced in the annex. The ministry disputes the number of workers but
main| not the existence of quotas.

main| 3. Related work

main| Earlier studies counted transfers from official newspapers. They agree on the
main| order of magnitude, and differ on how many of the moves were voluntary.

main| Annex

main| Date of the first visit: 3 May 2019
",
    );
    assert_eq!(document.metadata.title.as_deref(), Some("Labour transfers and the cotton harvest"));
    assert_eq!(document.metadata.published, None);
}

#[test]
fn dated_entries_of_a_diary_are_main() {
    check_plain(
        "\
main| March 3, 2011
main| Arrived at the port in the morning. The crew had not been paid for seven months, and the cook showed us the empty store.

main| March 4, 2011
main| The agent came on board and said that the owner would pay by the end of the week, as he had said in January.

main| March 9, 2011
main| No pay. Two men asked to be sent home; the agent has their passports and will not hand them over.
"
        .replace("main| March 3, 2011\n", "meta| March 3, 2011\n")
        .as_str(),
    );
}

#[test]
fn lists_and_tables_are_main() {
    check_plain(
        "\
title| Pay by site, 2014

main| Site\tWorkers\tPay a month
main| Shipyard\t800\t$120
main| Greenhouses\t260\t$95
main| Quarry\t45\t$110
",
    );
}

#[test]
fn a_short_headline_with_a_subtitle() {
    let document = check_plain(
        "\
title| Borrowed hands

title| Convict labour in the brick trade

caption| A kiln by the river, May 2, 2012.  Some Photographer / Reuters

main| The contracts run for a season, and the pay goes to the prison and not to the men who carry the bricks, a report says.

chrome| Loading, please wait...

chrome| Most Read Articles
",
    );
    assert_eq!(document.metadata.title.as_deref(), Some("Borrowed hands"));
}
