//! The project's register, and tables that are none.

use super::*;

const TODAY: &str = "2019-06-30";

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn official(filter: &InstrumentFilter) -> Vec<String> {
    Register::official().unwrap().select(filter).iter().map(|found| found.id.clone()).collect()
}

#[test]
fn the_register_of_the_project_is_in_order_and_every_entry_has_its_source() {
    let register = Register::official().unwrap();
    let all = register.select(&InstrumentFilter::default());
    assert_eq!(all.len(), 9);
    for instrument in all {
        assert!(!instrument.source.is_empty() && !instrument.addressee.is_empty(), "{}", instrument.id);
    }
    let doubtful = register.get("UNSCR-2371-11").unwrap();
    assert_eq!(doubtful.unverified.as_deref(), Some("the number of the paragraph"));
}

#[test]
fn instruments_in_force_on_a_day_are_found() {
    let on = InstrumentFilter { in_force_on: Some(day(TODAY)), ..InstrumentFilter::default() };
    assert_eq!(
        official(&on),
        ["EO-13722", "CAATSA-321b", "UNSCR-2371-11", "EU-2017-1509", "UNSCR-2375-17", "UNSCR-2397-8"]
    );
    let states = InstrumentFilter { addressee: Some("Member STATES".to_owned()), ..on.clone() };
    assert_eq!(official(&states), ["UNSCR-2371-11", "UNSCR-2375-17", "UNSCR-2397-8"]);
    let due = InstrumentFilter { deadline_by: Some(day("2020-01-01")), ..InstrumentFilter::default() };
    assert_eq!(official(&due), ["UNSCR-2397-8"]);
    let told = InstrumentFilter { text: Some("presumed".to_owned()), ..InstrumentFilter::default() };
    assert_eq!(official(&told), ["CAATSA-321b", "UFLPA"]);
}

#[test]
fn an_instrument_stands_differently_from_day_to_day() {
    let register = Register::official().unwrap();
    let resolution = register.get("UNSCR-2397-8").unwrap();
    for (on, standing) in [
        ("2017-12-21", Standing::NotYet),
        ("2017-12-22", Standing::BeforeDeadline),
        ("2019-12-22", Standing::BeforeDeadline),
        ("2019-12-23", Standing::DeadlinePassed),
    ] {
        assert_eq!(resolution.standing(day(on)), standing, "{on}");
    }
    let ended = Instrument { ends: Some(day("2020-12-31")), ..resolution.clone() };
    assert_eq!(ended.standing(day("2021-01-01")), Standing::Ended);
    let undated = Instrument { effective: None, ..resolution.clone() };
    assert_eq!(undated.standing(day(TODAY)), Standing::Unknown);
}

#[test]
fn a_register_of_ones_own_adds_and_replaces() {
    let own =
        Register::parse("id,title,effective\nUNSCR-2397-8,own reading,2017-12-22\nX-1,An order,\n", "case")
            .unwrap();
    let both = Register::official().unwrap().with(own);
    assert_eq!(both.select(&InstrumentFilter::default()).len(), 10);
    let replaced = both.get("UNSCR-2397-8").unwrap();
    assert_eq!((replaced.title.as_str(), replaced.register.as_str()), ("own reading", "case"));
    assert_eq!(replaced.unverified.as_deref(), Some("not held against the official text"));
}

#[test]
fn a_table_that_is_no_register_is_refused_with_its_line() {
    for (text, fault) in [
        ("id\nx\n", "line 1: there is no column `title`"),
        (
            "id,title,until\n",
            "line 1: the column `until` is unknown; the columns are id, title, adopted, effective, deadline, ends, \
             obligation, addressee, exceptions, source, verified",
        ),
        ("id,title,id\n", "line 1: the column `id` is there twice"),
        ("id,title\na,b\na,c\n", "line 3: the id `a` is there twice"),
        ("id,title\n,b\n", "line 2: an id and a title are needed"),
        ("id,title\na b,c\n", "line 2: the id `a b` has a space in it"),
        (
            "id,title,effective\na,b,2017-13-01\n",
            "line 2: `2017-13-01` in `effective` is no day such as 2017-12-22",
        ),
        (
            "id,title,effective,deadline\na,b,2017-12-01,2016-12-01\n",
            "line 2: its deadline is before it is in force",
        ),
    ] {
        assert_eq!(Register::parse(text, "case").unwrap_err().to_string(), fault);
    }
}
