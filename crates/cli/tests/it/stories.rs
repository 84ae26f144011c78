//! Copies of one text are one story.

use crate::support::{Desk, NOTE, PAGE};

#[test]
fn copies_fold_into_one_story_with_the_earliest_publication_first() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["init", "case"]).code, 0);
    let more = "<p>The yard belongs to a company that has built ships there since the war, and it has said little about \
        the men who weld for it. Two of them spoke to the institute on condition that nobody learns their names.</p>";
    let page = PAGE.replace("</article>", &format!("{more}</article>"));
    let copy = page
        .replace("2018-11-19", "2018-11-21")
        .replace("weekly.example", "daily.example")
        .replace("<h1>Welders at the yard</h1>", "<h1>Who welds the ships</h1>");
    desk.write("in/a-copy.html", &copy);
    desk.write("in/b-first.html", &page);
    desk.write(
        "in/c-note.txt",
        format!("{NOTE}\nThe rooms had no heating, and the windows were painted over from outside."),
    );
    assert_eq!(desk.case(&["add", "in"]).code, 0);
    let stories = desk.case(&["sources", "--stories", "--json"]).rows();
    let copies: Vec<u64> = stories.iter().map(|story| story["copies"].as_u64().unwrap()).collect();
    assert_eq!(copies, [2, 1], "{stories:#?}");
    let names: Vec<&str> = stories[0]["sources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|text| text["name"].as_str().unwrap().rsplit('/').next().unwrap())
        .collect();
    assert_eq!(names, ["b-first.html", "a-copy.html"]);
    assert_eq!(stories[0]["sources"][0]["similarity"], 1.0);
    let table = desk.case(&["sources", "--stories"]);
    assert!(table.err.starts_with("3 texts in 2 stories"), "{}", table.err);
}
