use crate::support::{alerts, ask};
use screen::Query;

#[test]
fn parties_ships_and_numbers_are_found_in_a_line() {
    let line = "SHIPPER: EXEMPLAR GENERAL TRADING CO., LTD, 18 BEISPIEL ST, DANDONG / CONSIGNEE: NORTHWIND FOODS BV, ROTTERDAM / VESSEL: MV HOPE V.012E";
    let answer = ask(&Query::of_line("l-1", line));
    assert_eq!(alerts(&answer), [("a-5", true), ("a-3", true)]);
    assert_eq!(answer.results[1].words.as_deref(), Some("EXEMPLAR GENERAL TRADING CO., LTD"));
    let answer = ask(&Query::of_line("l-2", "per m/v EVENING OTHER (IMO 9074729) from Nampo"));
    assert_eq!(alerts(&answer), [("a-4", true)]);
}

#[test]
fn a_word_in_the_middle_of_a_line_is_no_ship() {
    for line in ["we hope to ship the goods in May", "trading of general goods", "", ": / ; |"] {
        assert_eq!(alerts(&ask(&Query::of_line("l", line))), [], "{line}");
    }
}
