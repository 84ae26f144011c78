//! Benchmarks worked out by hand, and what must hold of any scheme.

use super::*;
use model::{Amount, Kind, Unit};
use proptest::prelude::*;

fn register() -> Register {
    Register::official().unwrap()
}

fn demonstration() -> Scheme {
    Scheme::parse(DEMONSTRATION, &register()).unwrap()
}

fn options(draws: usize, threads: usize) -> RunOptions {
    RunOptions { draws, seed: 3, threads: NonZeroUsize::new(threads).unwrap() }
}

const SMALL: &str = r#"
name = "two hosts"
currency = "USD"
start = "2017-12"
months = 12
[defaults]
rotation = { value = 36, source = "a report" }
ban_compliance = { value = 1, source = "assumed" }
[[host]]
id = "a"
name = "A"
ban = "UNSCR-2375-17"
repatriation_act = "2017-12"
[host.parameters]
stock = { value = 30023, source = "a count" }
observed_fall = { earlier = 30023, later = 11490, months = 12, source = "two counts" }
wage = { value = 700, source = "a report" }
duty = { value = 350, source = "a report" }
agency = { value = 0.1, source = "a report" }
living = { value = 120, source = "a report" }
[[host]]
id = "b"
name = "B"
[host.parameters]
stock = { value = 1000, source = "a count" }
wage = { low = 600, high = 800, source = "assumed" }
levy_share = { value = 0.5, source = "a report" }
agency = { value = 0.1, source = "a report" }
living = { value = 120, source = "a report" }
"#;

fn small() -> Scheme {
    Scheme::parse(SMALL, &register()).unwrap()
}

fn central(run: &SchemeRun, scenario: usize, host: usize, outcome: Outcome) -> f64 {
    run.scenarios[scenario].hosts[host].outcomes[&outcome].unwrap().central
}

#[test]
fn a_fall_between_two_counts_is_a_hazard() {
    let total = hazard(30_023.0, 11_490.0, 12.0);
    assert_eq!(format!("{total:.4} {:.4}", excess_hazard(total, 36.0)), "0.0800 0.0523");
    assert_eq!(excess_hazard(0.01, 36.0), 0.0);
    let told = explain(&small());
    assert_eq!(format!("{:.4}", told.hosts[0].repatriation_hazard.unwrap()), "0.0523");
}

#[test]
fn where_new_workers_still_came_more_must_have_left() {
    let counts = TwoCounts { earlier: 30_023.0, later: 11_490.0, months: 12.0 };
    let without = hazard_with_arrivals(counts, 0.0);
    assert!((without - hazard(30_023.0, 11_490.0, 12.0)).abs() < 1e-12);
    assert!(hazard_with_arrivals(counts, 200.0) > without);
    // More than the later count came in the last month alone: nobody can have stayed.
    assert!(hazard_with_arrivals(counts, 20_000.0) > 9.9);
    // The model gives back the second count whatever the ban lets through.
    let half = SMALL.replacen("ban_compliance = { value = 1,", "ban_compliance = { value = 0.5,", 1);
    let found = run(&Scheme::parse(&half, &register()).unwrap(), &[], &options(1, 1)).unwrap();
    assert!((central(&found, 0, 0, Outcome::Workers) - 11_490.0).abs() < 1e-6);
}

#[test]
fn the_model_gives_back_the_counts_its_hazard_comes_from() {
    let found = run(&small(), &[], &options(1, 1)).unwrap();
    assert!((central(&found, 0, 0, Outcome::Workers) - 11_490.0).abs() < 1e-6);
    // Without an act the other host stays where it is.
    assert!((central(&found, 0, 1, Outcome::Workers) - 1000.0).abs() < 1e-9);
}

#[test]
fn a_wage_cut_under_a_duty_falls_on_the_worker() {
    let names = ["wages-20-fixed".to_owned(), "wages-20-proportional".to_owned()];
    let found = run(&small(), &names, &options(1, 1)).unwrap();
    for (scenario, kept) in [(0, 160.0), (1, 34.0), (2, 104.0)] {
        assert!((central(&found, scenario, 0, Outcome::TakeHome) - kept).abs() < 1e-9);
        assert!((central(&found, scenario, 1, Outcome::TakeHome) - kept).abs() < 1e-9, "central wage 700");
    }
    // Under the duty the state loses nothing.
    let take = |scenario| central(&found, scenario, 0, Outcome::StateTake);
    assert!((take(1) / take(0) - 1.0).abs() < 1e-12 && (take(2) / take(0) - 0.8).abs() < 1e-12);
}

#[test]
fn a_host_that_expels_has_nobody_left_and_the_others_stay() {
    let found = run(&small(), &["expel-a".to_owned(), "deadline".to_owned()], &options(1, 1)).unwrap();
    assert_eq!(central(&found, 1, 0, Outcome::Workers), 0.0);
    assert!(central(&found, 1, 1, Outcome::Workers) > 999.0);
    assert_eq!(found.scenarios[2].total[&Outcome::Workers].unwrap().central, 0.0);
    assert!(found.scenarios[1].against_baseline[&Outcome::Workers].unwrap().central < -11_000.0);
}

#[test]
fn what_is_not_known_stays_unknown() {
    let found = run(&small(), &[], &options(5, 1)).unwrap();
    assert_eq!(found.scenarios[0].total[&Outcome::ForeignExchange], None);
    assert_eq!(found.assumed, ["ban_compliance", "b.wage"]);
    assert_eq!(
        explain(&small()).hosts[1].not_modelled,
        ["agency_to_state", "state_remitted", "worker_remitted", "relabelled"]
    );
}

#[test]
fn the_demonstration_names_a_source_for_every_number() {
    let scheme = demonstration();
    assert_eq!(scheme.hosts.len(), 5);
    let told = explain(&scheme);
    assert!(told.parameters.iter().all(|told| !told.parameter.source.is_empty()));
    assert!(told.assumed.contains(&"relabelled".to_owned()));
    assert!(!told.assumed.contains(&"russia.stock".to_owned()));
    let russia = &told.hosts[0];
    assert_eq!(russia.ban.as_ref().unwrap().instrument.as_deref(), Some("UNSCR-2375-17"));
    assert_eq!(russia.deadline.as_ref().unwrap().month.to_string(), "2019-12");
}

#[test]
fn the_same_seed_gives_the_same_numbers_on_any_number_of_threads() {
    let scheme = demonstration();
    let names: Vec<String> = scheme.scenarios.iter().map(|scenario| scenario.name.clone()).collect();
    let once = run(&scheme, &names, &options(40, 1)).unwrap();
    assert_eq!(once, run(&scheme, &names, &options(40, 3)).unwrap());
    let other = run(&scheme, &[], &RunOptions { seed: 4, ..options(40, 1) }).unwrap();
    assert_ne!(once.scenarios[0], other.scenarios[0]);
    // Known numbers: whoever repeats a published run must get them.
    let workers = once.scenarios[0].total[&Outcome::Workers].unwrap();
    insta::assert_snapshot!(
        format!("{:?} {:?} {:?} {:?}", workers.central, workers.low, workers.median, workers.high),
        @"22559.745348445595 6738.73202816039 23490.57778201749 42668.1849833077"
    );
}

#[test]
fn what_the_results_hang_on_is_told() {
    let found = run(&demonstration(), &[], &options(200, 2)).unwrap();
    let of = |name: &str, outcome| {
        found
            .influences
            .iter()
            .find(|told| told.parameter == name && told.outcome == outcome)
            .unwrap()
            .clone()
    };
    let compliance = of("deadline_compliance", Outcome::Workers);
    assert!(compliance.at_high < compliance.at_low && compliance.assumed);
    assert!(compliance.rank_correlation.unwrap() < 0.0);
    // Who comes or stays under another label is what the number of workers hangs on.
    assert!(of("relabelled", Outcome::Workers).rank_correlation.unwrap() > 0.3);
    assert_eq!(of("living", Outcome::Workers).at_low, of("living", Outcome::Workers).at_high);
    assert!(of("living", Outcome::TakeHome).rank_correlation.unwrap() < 0.0);
}

#[test]
fn faults_of_a_file_are_told_with_their_place() {
    let agency = "agency = { value = 0.1, source = \"a report\" }";
    for (from, to, fault) in [
        ("months = 12", "months = 0", "line 5, column 10: months must be from 1 to 600"),
        ("2017-12", "2017-14", "line 4, column 9: `2017-14` is no month such as 2017-12"),
        (
            "currency",
            "curency",
            "line 3, column 1: unknown field `curency`, expected one of `name`, `about`, `currency`, `start`, `months`, \
             `defaults`, `host`, `scenario`",
        ),
        (
            "UNSCR-2375-17",
            "UNSCR-9999",
            "line 12, column 7: `UNSCR-9999` is no instrument of the register and no month such as 2017-12",
        ),
        (
            "repatriation_act = \"2017-12\"",
            "deadline = \"CAATSA-321b\"",
            "line 13, column 12: the instrument `CAATSA-321b` has no such day",
        ),
        (agency, &agency.replace("0.1", "1.1"), "line 19, column 10: agency: must be from 0 to 1"),
        (
            "value = 700, ",
            "",
            "line 17, column 8: wage: `value`, or `low` and `high`, or all three are needed",
        ),
        (
            ", source = \"a count\"",
            "",
            "line 15, column 9: stock: a source is needed; write `assumed` where there is none",
        ),
        (
            "source = \"a count\"",
            "source = \" \"",
            "line 15, column 9: stock: a source is needed; write `assumed` where there is none",
        ),
        (
            "duty = { value",
            "fee = { value",
            "line 18, column 7: `fee` is no parameter; they are stock, quota, dispatch, rotation, wage, duty, levy_share, \
             agency, agency_to_state, living, state_remitted, worker_remitted, ban_compliance, repatriation, \
             observed_fall, deadline_compliance, relabelled",
        ),
        (
            "duty = { value = 350, source = \"a report\" }",
            "",
            "line 9, column 1: host `a` needs either `duty` or `levy_share`",
        ),
        ("id = \"b\"", "id = \"a\"", "line 22, column 6: two hosts have the id `a`"),
        (
            "low = 600, high = 800",
            "low = 900, high = 800",
            "line 26, column 8: wage: `low`, `value` and `high` must stand in this order",
        ),
        (
            "later = 11490",
            "later = 0",
            "line 16, column 17: observed_fall: `later` must be above 0 and not above `earlier`, `months` above 0",
        ),
        (
            "ban_compliance = { value = 1, source = \"assumed\" }",
            "",
            "line 9, column 1: host `a` has `ban` and needs `ban_compliance`",
        ),
    ] {
        let broken = SMALL.replacen(from, to, 1);
        assert_eq!(Scheme::parse(&broken, &register()).unwrap_err().to_string(), fault);
    }
}

fn said(kind: Kind, amount: Amount) -> Cited {
    let unit = matches!(kind, Kind::WageGross | Kind::Levy).then(|| Unit::Currency("USD".to_owned()));
    let quantity = model::Quantity { amount: Some(amount), unit, ..model::Quantity::default() };
    Cited { kind, quantity, source: "A report, 2016".to_owned(), note: None }
}

/// The small scheme with another first stock, wage or duty, and a ledger of some claims and figures.
fn with_ledger(from: &str, to: &str) -> Result<Scheme, SchemeError> {
    let monthly = |mut cited: Cited, period| {
        cited.quantity.period = Some(period);
        cited
    };
    let ledger = |named: Reference<'_>| {
        Ok(match named {
            Reference::Claim("9b2c5c9d") => said(Kind::WorkerCount, Amount::between(500.0, 800.0).unwrap()),
            Reference::Claim("aaaa1111") => said(Kind::WorkerCount, Amount::up_to(3000.0).unwrap()),
            Reference::Claim("bbbb1111") | Reference::Figure("bbbb1111") => {
                let mut cited = said(Kind::WorkerCount, Amount::point(1000.0).unwrap());
                cited.quantity.hedges = vec![model::Hedge::Approximately];
                Cited { note: Some("1 root".to_owned()), ..cited }
            }
            Reference::Figure("cccc1111") => {
                let mut cited = said(Kind::WorkerCount, Amount::point(20_000.0).unwrap());
                cited.quantity.measure = Some(model::Measure::Flow);
                cited
            }
            Reference::Figure("dddd1111") => {
                monthly(said(Kind::WageGross, Amount::point(8400.0).unwrap()), model::Period::Year)
            }
            Reference::Figure("eeee1111") => {
                let mut cited = said(Kind::Levy, Amount::point(15_000.0).unwrap());
                cited.quantity.unit = Some(Unit::Currency("RUB".to_owned()));
                monthly(cited, model::Period::Month)
            }
            _ => return Err(format!("there is no {named}")),
        })
    };
    Scheme::parse_with_claims(&SMALL.replacen(from, to, 1), &register(), &ledger)
}

const STOCK: &str = "stock = { value = 30023, source = \"a count\" }";

#[test]
fn a_parameter_may_be_a_claim() {
    let with = |stock: &str| with_ledger(STOCK, stock);
    let stock = |scheme: Scheme| scheme.hosts[0].parameters[&Quantity::Stock].clone();
    let range = stock(with("stock = { claim = \"9b2c5c9d\" }").unwrap());
    assert_eq!((range.low, range.high, range.source.as_str()), (500.0, 800.0, "A report, 2016"));
    let closed = stock(with("stock = { claim = \"aaaa1111\", low = 1000 }").unwrap());
    assert_eq!((closed.low, closed.high), (1000.0, 3000.0));
    let point = stock(with("stock = { claim = \"bbbb1111\" }").unwrap());
    assert_eq!((point.low, point.central, point.high), (1000.0, 1000.0, 1000.0));
    let fault = |stock: &str| with(stock).unwrap_err().reason;
    assert_eq!(
        fault("stock = { claim = \"aaaa1111\" }"),
        "stock: claim aaaa1111: `value`, or `low` and `high`, or all three are needed; give the open end beside it"
    );
    assert_eq!(fault("stock = { claim = \"ffff\" }"), "stock: there is no claim ffff");
    let alone = Scheme::parse(&SMALL.replacen("value = 30023", "claim = \"9b2c5c9d\"", 1), &register());
    assert_eq!(alone.unwrap_err().reason, "stock: claims and figures can be named only in a workspace");
}

#[test]
fn a_figure_gives_a_parameter_of_its_own_kind_with_its_room_and_note() {
    let parameter = |from: &str, to: &str, quantity| {
        with_ledger(from, to).unwrap().hosts[0].parameters[&quantity].clone()
    };
    let stock = parameter(STOCK, "stock = { figure = \"bbbb1111\", note = \"read it\" }", Quantity::Stock);
    assert_eq!(
        (stock.low, stock.central, stock.high, stock.spread),
        (850.0, 1000.0, 1150.0, Spread::Triangle)
    );
    assert_eq!(stock.note.as_deref(), Some("read it; 1 root"));
    let own = parameter(STOCK, "stock = { figure = \"bbbb1111\", low = 900, high = 1050 }", Quantity::Stock);
    assert_eq!((own.low, own.central, own.high), (900.0, 1000.0, 1050.0));
    let wage = "wage = { value = 700, source = \"a report\" }";
    let month = parameter(wage, "wage = { figure = \"dddd1111\" }", Quantity::Wage);
    assert_eq!((month.central, month.note.as_deref()), (700.0, Some("a twelfth of a year")));
    let fault = |from: &str, to: &str| with_ledger(from, to).unwrap_err().reason;
    for (from, to, told) in [
        (
            STOCK,
            "stock = { figure = \"cccc1111\" }",
            "stock: figure cccc1111 measures another thing: flow, and a head count is needed",
        ),
        (
            STOCK,
            "stock = { figure = \"dddd1111\" }",
            "stock: figure dddd1111 is a wage_gross, and a worker_count is needed",
        ),
        (STOCK, "stock = { figure = \"0000\" }", "stock: there is no figure 0000"),
        (
            STOCK,
            "stock = { figure = \"bbbb1111\", claim = \"bbbb1111\" }",
            "stock: `claim` or `figure`, not both",
        ),
        (
            "duty = { value = 350, source = \"a report\" }",
            "duty = { figure = \"eeee1111\" }",
            "duty: figure eeee1111 is in RUB, and the file is in USD",
        ),
        (
            "living = { value = 120, source = \"a report\" }",
            "living = { figure = \"dddd1111\" }",
            "living: figure dddd1111 cannot give it: no kind of claim says this; give a value with its source",
        ),
    ] {
        assert_eq!(fault(from, to), told);
    }
}

#[test]
fn scenarios_of_a_file_are_read() {
    let text = format!(
        "{SMALL}\n[[scenario]]\nname = \"cut\"\nhosts = [\"a\"]\nfrom = \"2018-06\"\nwage_factor = 0.5\nlevy = \"proportional\"\n"
    );
    let scheme = Scheme::parse(&text, &register()).unwrap();
    let found = run(&scheme, &["cut".to_owned()], &options(1, 1)).unwrap();
    assert_eq!(found.scenarios[1].against_baseline[&Outcome::Workers].unwrap().central, 0.0);
    assert!(found.scenarios[1].against_baseline[&Outcome::WageBill].unwrap().central < 0.0);
    assert_eq!(central(&found, 1, 1, Outcome::WageBill), central(&found, 0, 1, Outcome::WageBill));
    let wrong = Scheme::parse(&text.replace("[\"a\"]", "[\"z\"]"), &register()).unwrap_err();
    assert_eq!(wrong.reason, "there is no host `z`");
    assert!(matches!(run(&scheme, &["x".to_owned()], &options(1, 1)), Err(RunError::NoScenario(..))));
    assert_eq!(run(&scheme, &[], &options(0, 1)), Err(RunError::Draws));
}

prop_compose! {
    fn any_flow()(
        stock in 0.0..1e5_f64,
        quota in proptest::option::of(0.0..1e5_f64),
        dispatch in proptest::option::of(0.0..1e4_f64),
        rotation in 1.0..120.0_f64,
        repatriation in 0.0..2.0_f64,
        shares in [0.0..=1.0_f64, 0.0..=1.0_f64, 0.0..=1.0_f64],
        months in [proptest::option::of(0_usize..30), proptest::option::of(0_usize..30),
                   proptest::option::of(0_usize..30), proptest::option::of(0_usize..30)],
    ) -> FlowTerms {
        let [ban_compliance, deadline_compliance, relabelled] = shares;
        let start: Month = "2017-12".parse().unwrap();
        let [ban, repatriation_from, deadline, expulsion] = months.map(|month| month.map(|month| start.after(month)));
        FlowTerms {
            stock, quota, dispatch, rotation, repatriation, ban_compliance, deadline_compliance, relabelled, ban,
            repatriation_from, deadline, expulsion,
        }
    }
}

proptest! {
    #[test]
    fn nobody_is_lost_or_made_up(terms in any_flow()) {
        let start: Month = "2017-12".parse().unwrap();
        let mut stock = Stock { declared: terms.stock, relabelled: 0.0 };
        for at in 1..=24 {
            let (after, moves) = terms.step(stock, start.after(at));
            let came = moves.dispatched + moves.dispatched_relabelled;
            let left = moves.rotated + moves.sent_home;
            let scale = stock.total() + came + 1.0;
            prop_assert!((stock.total() + came - after.total() - left).abs() < 1e-9 * scale);
            prop_assert!((came + moves.kept_away - terms.demand()).abs() < 1e-9 * (terms.demand() + 1.0));
            for part in [after.declared, after.relabelled, moves.dispatched, moves.kept_away, moves.rotated, moves.sent_home] {
                prop_assert!(part >= -1e-9 * scale, "{moves:?}");
            }
            stock = after;
        }
    }

    #[test]
    fn keeping_an_act_better_leaves_no_more_workers(terms in any_flow(), better in 0.0..=1.0_f64) {
        let start: Month = "2017-12".parse().unwrap();
        let raised = |share: f64| share + (1.0 - share) * better;
        let stricter = FlowTerms {
            ban_compliance: raised(terms.ban_compliance),
            deadline_compliance: raised(terms.deadline_compliance),
            relabelled: 0.0,
            ..terms
        };
        // With a quota a fuller send-off makes room for more, so without one.
        let terms = FlowTerms { relabelled: 0.0, quota: None, ..terms };
        let stricter = FlowTerms { quota: None, ..stricter };
        let last = |terms: FlowTerms| {
            (1..=24).fold(Stock { declared: terms.stock, relabelled: 0.0 }, |stock, at| terms.step(stock, start.after(at)).0)
        };
        prop_assert!(last(stricter).total() <= last(terms).total() + 1e-9);
    }

    #[test]
    fn a_wage_is_divided_without_remainder(
        wage in 0.0..3000.0_f64, agency in 0.0..=1.0_f64, living in 0.0..500.0_f64, levy in 0.0..1000.0_f64, share in any::<bool>(),
    ) {
        let levy = if share { Levy::Share(levy / 1000.0) } else { Levy::Duty(levy) };
        let terms = PayTerms { wage, agency, living, levy, agency_to_state: 0.5, state_remitted: 0.5, worker_remitted: 0.5 };
        let pay = terms.pay();
        prop_assert!((pay.wage + pay.debt - pay.agency - pay.living - pay.levy - pay.take_home).abs() < 1e-9);
        prop_assert!(pay.take_home == 0.0 || pay.debt == 0.0);
        // A lower wage never leaves a worker more.
        prop_assert!(terms.at_wage(wage * 0.8).pay().take_home <= pay.take_home + 1e-9);
        prop_assert!(terms.fixed().at_wage(wage * 0.8).pay().take_home <= terms.proportional().at_wage(wage * 0.8).pay().take_home + 1e-9);
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "[a-z0-9=\\[\\]{}\n\"., -]{0,300}") {
        let _ = Scheme::parse(&text, &register());
        let _ = Scheme::parse(&format!("{SMALL}\n{text}"), &register());
    }
}
