//! Names compared: a file of pairs, and one pair explained.

use crate::support::Desk;

#[test]
fn pairs_of_a_file_come_back_scored() {
    let desk = Desk::new();
    desk.write("cases.csv", "id,schema,name1,name2\n1,Person,Сергей Лавров,Sergej Lavrov\n2,Company,OOO Primer,Sample LLC\n3,Person,,x\n");
    let ran = desk.run(&["names", "compare", "cases.csv"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.err, "1 row without two names\n");
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.first(), Some(&"id,schema,name1,name2,score,reason"));
    assert_eq!(
        lines.get(1),
        Some(&"1,Person,Сергей Лавров,Sergej Lavrov,0.9750,Сергей ~ Sergej (romanisation); Лавров = Lavrov")
    );
    assert!(
        lines.get(2).is_some_and(|line| line.starts_with("2,Company,OOO Primer,Sample LLC,0.0")),
        "{lines:?}"
    );
}

#[test]
fn a_file_without_the_columns_is_named() {
    let desk = Desk::new();
    desk.write("cases.csv", "a,b\n1,2\n");
    let ran = desk.run(&["names", "compare", "cases.csv"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("cases.csv:1:1: the columns name1 and name2 are needed"), "{}", ran.err);
}

#[test]
fn one_pair_is_explained_part_by_part() {
    let desk = Desk::new();
    let ran = desk.run(&["names", "explain", "Kim Jong-il", "김정일", "--kind", "person"]);
    assert!(ran.out.starts_with("0.95: these count as the same name\n"), "{}", ran.out);
    assert!(ran.out.contains("syllables"), "{}", ran.out);
    let json = desk.run(&["names", "explain", "Kim Jong-il", "김정일", "--kind", "person", "--json"]);
    let row = json.rows().remove(0);
    assert_eq!(row["reasons"][0]["agreement"], "syllables");
}
