//! What relations and checks find, and what they leave alone.

use crate::support::{Said, found, material, of_topic, said};
use figures::{findings, fold};
use model::{Hedge, Kind, Measure, Period, Zone};

fn workers(quote: &str, place: &str, year: &str, by: &str) -> Said {
    said(quote, Kind::WorkerCount).in_(place).when(year).by(by)
}

#[test]
fn wages_refute_a_revenue_only_where_no_head_count_of_its_time_saves_it() {
    let money = said("1.2–2.3 billion", Kind::Revenue)
        .between(1.2e9, 2.3e9)
        .per(Period::Year)
        .in_("world")
        .when("2015")
        .by("First Network");
    let wage = said("$700 a month", Kind::WageGross)
        .at(700.0)
        .per(Period::Month)
        .in_("MN")
        .when("2016")
        .by("Some Broker");
    let heads = workers("50,000 to 60,000", "world", "2015", "An Institute").between(50_000.0, 60_000.0);
    let many = workers("a million", "world", "2015", "Another Institute").at(1e6);
    let refuted = material(&[
        ("a.txt", 2015, &[money.clone()]),
        ("b.txt", 2016, &[wage.clone()]),
        ("c.txt", 2015, &[heads.clone()]),
    ]);
    assert_eq!(
        of_topic(&refuted, "implied_pay"),
        [
            "1.2–2.3 billion USD a year worldwide in 2015 (First Network, 2015) would be 1,667–3,833 USD a worker-month at 50,000–60,000 \
          worldwide in 2015 (An Institute, 2015): more than any gross wage known here, the highest being 700 USD a month in Mongolia in 2016."
        ]
    );
    let saved =
        material(&[("a.txt", 2015, &[money]), ("b.txt", 2016, &[wage]), ("c.txt", 2015, &[heads, many])]);
    assert!(of_topic(&saved, "implied_pay").is_empty());
}

#[test]
fn one_root_with_several_numbers_is_told_and_a_root_that_gives_two_itself_is_not() {
    let drift = material(&[
        (
            "a.txt",
            2018,
            &[workers("over 100,000", "world", "2018", "Example Broadcasting").more_than(100_000.0)],
        ),
        ("b.txt", 2018, &[workers("150,000", "world", "2018", "Example Broadcasting").at(150_000.0)]),
    ]);
    assert_eq!(
        of_topic(&drift, "misquotes"),
        [
            "One root, Example Broadcasting, 2018, is reported with 2 numbers of workers: more than 100,000 worldwide in 2018 (a.txt); 150,000 worldwide in 2018 (b.txt)."
        ]
    );
    let row = |id: &str, amount: f64| {
        workers(id, "PL", "2016", "An Institute").at(amount).row(id, "An Institute", "")
    };
    let own = material(&[("t.csv", 0, &[row("A", 500.0), row("B", 800.0)])]);
    assert!(of_topic(&own, "misquotes").is_empty());
}

#[test]
fn an_inflow_is_no_head_count() {
    let stock = workers("20,000 workers", "RU", "2014", "An Institute").at(20_000.0);
    let flow = workers("20,000 a year", "RU", "2017", "A Report")
        .at(20_000.0)
        .measured(Measure::Flow)
        .per(Period::Year);
    let both = material(&[("a.txt", 2015, &[stock.clone()]), ("b.txt", 2017, &[flow])]);
    assert_eq!(
        of_topic(&both, "stock_as_flow"),
        [
            "20,000 a year (an inflow) in Russia in 2017 (A Report, 2017, in b.txt) is arrivals within a span of time; a head count of workers is \
          another thing: 20,000 in Russia in 2014 (An Institute, 2015, in a.txt). Neither supports the other."
        ]
    );
    let again = workers("20,000 again", "RU", "2017", "A Report").at(20_000.0);
    assert!(
        of_topic(&material(&[("a.txt", 2015, &[stock]), ("b.txt", 2017, &[again])]), "stock_as_flow")
            .is_empty()
    );
}

#[test]
fn a_difference_is_no_number_of_people() {
    let before = workers("30,023 workers", "RU", "2017-12", "A Letter").at(30_023.0);
    let after = workers("11,490 a year later", "RU", "2018-12", "A Letter").at(11_490.0);
    let sent = said("sent home 18,533", Kind::WorkerCount)
        .at(18_533.0)
        .in_("RU")
        .when("2018")
        .measured(Measure::Flow);
    let told = material(&[("a.txt", 2019, &[before.clone(), after.clone()]), ("b.txt", 2019, &[sent])]);
    assert_eq!(
        of_topic(&told, "difference_as_flow"),
        ["18,533 is the difference between 30,023 in Russia in 2017 and 11,490 in Russia in 2018 (A Letter, 2019): by so much the number of \
          workers fell; it is not how many left or came. B.txt tells it as a number of people.".replace("B.txt", "b.txt")]
    );
    assert!(of_topic(&material(&[("a.txt", 2019, &[before, after])]), "difference_as_flow").is_empty());
}

#[test]
fn a_conversion_at_the_rate_of_another_year_is_told_with_both_rates() {
    let duty = |year: &str, dollars: f64| {
        let duty = said("15,000 roubles", Kind::Levy).at(15_000.0).in_currency("RUB").same_as(dollars, "USD");
        material(&[("a.txt", 2018, &[duty.per(Period::Month).in_("RU").when(year)])])
    };
    assert_eq!(
        of_topic(&duty("2008", 260.0), "conversion"),
        [
            "A.txt converts 15,000 RUB a month in Russia in 2008 into 260 USD, which is a rate of another time: in its own year the sum was 532–642 USD."
        ]
    );
    assert!(of_topic(&duty("2008", 640.0), "conversion").is_empty());
    assert_eq!(of_topic(&duty("2008", 640.0), "converts").len(), 1);
}

#[test]
fn a_site_with_as_many_as_its_country_is_told_beside_it() {
    let site = workers("nearly 800", "PL, Szczecin", "2018", "A Team").at(800.0).hedged(Hedge::Nearly);
    let country = workers("500 to 800", "PL", "2016", "An Institute").between(500.0, 800.0);
    let both = material(&[("a.txt", 2018, &[site.clone()]), ("b.txt", 2016, &[country])]);
    assert_eq!(
        of_topic(&both, "scopes"),
        [
            "Nearly 800 in Szczecin, Poland in 2018 (A Team, 2018) would be as many workers as, or more than, all of Poland is said to have: \
          500–800 in Poland in 2016 (An Institute, 2016). A part and a whole are no two counts of one thing."
        ]
    );
    let large = workers("5,000", "PL", "2018", "An Institute").at(5000.0);
    assert!(of_topic(&material(&[("a.txt", 2018, &[site]), ("b.txt", 2018, &[large])]), "scopes").is_empty());
}

#[test]
fn countries_that_add_up_to_more_than_the_world_are_told_with_every_passage() {
    let of = |quote: &str, place: &str, by: &str| workers(quote, place, "2015", by).from("KP");
    let world = of("some 50,000", "world", "A Think Tank").at(50_000.0);
    let russia = [
        of("over 30,000", "RU", "A Ministry").more_than(30_000.0),
        of("47,000", "RU", "An Agency").at(47_000.0),
    ];
    let poland = of("20,000 to 25,000", "PL", "An Institute").between(20_000.0, 25_000.0);
    let mongolia = of("8,000", "MN", "A Team").at(8_000.0);
    let all = [world.clone(), russia[0].clone(), russia[1].clone(), poland.clone(), mongolia.clone()];
    let both = material(&[("a.txt", 2015, &all)]);
    let found: Vec<_> =
        findings(&fold(&both)).into_iter().filter(|finding| finding.topic.as_str() == "scopes").collect();
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].sentence,
        "The lowest counts for 3 countries add up to at least 57,600 workers, more than 50,000 worldwide in 2015 (A Think Tank, 2015): \
         more than 30,000 in Russia in 2015 (A Ministry, 2015); 20,000–25,000 in Poland in 2015 (An Institute, 2015); \
         8,000 in Mongolia in 2015 (A Team, 2015)."
    );
    assert_eq!(found[0].details, ["30,000 + 20,000 + 7,600 = 57,600, against at most 52,500"]);
    assert_eq!(found[0].mentions.len(), 4);
    let told = |pages: &[Said]| of_topic(&material(&[("a.txt", 2015, pages)]), "scopes").len();
    // Fewer than the whole; another time; other people; a whole without an upper end.
    assert_eq!(told(&[world.clone(), russia[0].clone(), mongolia.clone()]), 0);
    assert_eq!(told(&[world.clone(), russia[0].clone(), poland.clone().when("2011"), mongolia.clone()]), 0);
    assert_eq!(told(&[world, russia[0].clone(), poland.clone().from("CU"), mongolia.clone()]), 0);
    let open = of("over 50,000", "world", "A Think Tank").more_than(50_000.0);
    assert_eq!(told(&[open, russia[0].clone(), poland, mongolia]), 0);
}

#[test]
fn workers_of_different_countries_are_not_compared() {
    let of = |quote: &str, number: f64, by: &str, from: &str| {
        workers(quote, "RU", "2015", by).at(number).from(from)
    };
    let pages = |other: &str| {
        material(&[(
            "a.txt",
            2015,
            &[of("500", 500.0, "A Team", "KP"), of("9,000", 9000.0, "An Agency", other)],
        )])
    };
    assert_eq!(of_topic(&pages("KP"), "contradicts").len(), 1);
    assert!(of_topic(&pages("UZ"), "contradicts").is_empty());
}

#[test]
fn independent_roots_contradict_each_other_only_at_one_time_and_place() {
    let ministry = workers("over 47,000", "RU", "2015", "A Ministry").more_than(47_000.0);
    let institute = |place: &str, year: &str| workers("20,000", place, year, "An Institute").at(20_000.0);
    let with = |other: Said| {
        of_topic(&material(&[("a.txt", 2015, &[ministry.clone()]), ("b.txt", 2015, &[other])]), "contradicts")
            .len()
    };
    assert_eq!(with(institute("RU", "2013/2015")), 1);
    assert_eq!(with(institute("RU", "2012")), 0);
    assert_eq!(with(institute("PL", "2015")), 0);
    assert_eq!(with(workers("60,000", "RU", "2015", "An Institute").at(60_000.0)), 0);
    // Five per cent of room for a bare point, fifteen for a hedged one.
    assert_eq!(with(workers("44,000", "RU", "2015", "An Institute").at(44_000.0)), 1);
    assert_eq!(
        with(workers("about 44,000", "RU", "2015", "An Institute").at(44_000.0).hedged(Hedge::Approximately)),
        0
    );
}

#[test]
fn what_is_lost_on_the_way_is_told() {
    let whole = said("1.2–2.3 billion a year", Kind::Revenue)
        .between(1.2e9, 2.3e9)
        .per(Period::Year)
        .in_("world")
        .by("First Network");
    let part = said("up to 2.3 billion", Kind::Revenue).up_to(2.3e9);
    let both = material(&[("a.txt", 2012, &[whole]), ("b.txt", 2018, &[part])]);
    assert_eq!(
        of_topic(&both, "loses_bound"),
        [
            "B.txt has up to 2.3 billion USD only, which is probably 1.2–2.3 billion USD a year worldwide of First Network, 2012 without its lower end."
        ]
    );
    let hedged =
        workers("about 50,000", "RU", "2015", "An Institute").at(50_000.0).hedged(Hedge::Approximately);
    let bare = workers("50,000", "RU", "2015", "An Institute").at(50_000.0);
    assert_eq!(
        of_topic(&material(&[("a.txt", 2015, &[hedged]), ("b.txt", 2016, &[bare])]), "loses_hedge").len(),
        1
    );
}

#[test]
fn shares_and_wages_are_held_against_each_other() {
    let share =
        said("10 to 20 %", Kind::WageShare).between(0.1, 0.2).kept().in_("world").when("2016").by("A Report");
    let paid =
        said("$700", Kind::WageGross).at(700.0).per(Period::Month).in_("MN").when("2016").by("A Broker");
    let kept = said("$150–200", Kind::WageReceived)
        .between(150.0, 200.0)
        .per(Period::Month)
        .in_("MN")
        .when("2016")
        .by("A Broker");
    let all = material(&[("a.txt", 2016, &[share]), ("b.txt", 2016, &[paid, kept])]);
    assert_eq!(
        of_topic(&all, "shares"),
        [
            "Workers keep 10–20 % of the wage by A Report, 2016; 700 USD a month in Mongolia in 2016 and 150–200 USD a month in Mongolia in 2016 \
          (A Broker, 2016) make it 21–29 %. The places differ or are not named, so both may be right."
        ]
    );
    assert_eq!(of_topic(&all, "implies").len(), 1);
}

#[test]
fn a_duty_above_the_wage_is_told() {
    let duty = |amount: f64| {
        said("a duty", Kind::Levy).at(amount).per(Period::Month).in_("RU").when("2018").by("A Worker")
    };
    let wage = said("$500", Kind::WageGross).at(500.0).per(Period::Month).in_("RU").when("2018").by("A Firm");
    let with = |amount: f64| {
        of_topic(
            &material(&[("a.txt", 2018, &[duty(amount)]), ("b.txt", 2018, &[wage.clone()])]),
            "levy_and_wage",
        )
        .len()
    };
    assert_eq!((with(600.0), with(400.0)), (1, 0));
}

#[test]
fn teasers_are_no_evidence_and_are_told() {
    let teaser = said("27 companies", Kind::ListSize).at(27.0).in_zone(Zone::Teaser);
    let main = workers("800", "PL", "2018", "A Team").at(800.0);
    let page = material(&[("a.txt", 2018, &[main, teaser])]);
    assert_eq!(figures::fold(&page).all.len(), 1);
    assert_eq!(
        of_topic(&page, "boilerplate"),
        [
            "One number on a.txt stands outside its text, in teasers, comments or captions, and is no evidence about its subject."
        ]
    );
}

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    let page = material(&[
        ("a.txt", 2015, &[workers("20,000", "RU", "2015", "An Institute").at(20_000.0)]),
        ("b.txt", 2015, &[workers("19,000", "PL", "2015", "Another Institute").at(19_000.0)]),
    ]);
    assert_eq!(found(&page), []);
}

#[test]
fn a_body_that_gives_two_numbers_does_not_contradict_itself() {
    let of = |number: f64, by: &str, year: i32| (year, workers("so many", "RU", "2018", by).at(number));
    let pages = |all: &[(i32, Said)]| {
        let named: Vec<_> = all
            .iter()
            .enumerate()
            .map(|(at, (year, said))| (format!("{at}.txt"), *year, [said.clone()]))
            .collect();
        let pages: Vec<_> =
            named.iter().map(|(name, year, said)| (name.as_str(), *year, &said[..])).collect();
        material(&pages)
    };
    let envoy = [of(34_000.0, "Some Ambassador", 2018), of(50_000.0, "Some Ambassador", 2019)];
    assert!(of_topic(&pages(&envoy), "contradicts").is_empty());
    let ministry = [envoy[0].clone(), envoy[1].clone(), of(11_000.0, "A Ministry", 2019)];
    assert_eq!(
        of_topic(&pages(&ministry), "contradicts"),
        [
            "Independent roots disagree on workers: 11,000 in Russia in 2018 (A Ministry, 2019) against 34,000 in Russia in 2018 and 50,000 in \
          Russia in 2018 (Some Ambassador, 2018)."
        ]
    );
}
