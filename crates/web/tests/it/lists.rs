//! Lists by upload, their versions, entries and changes; screenings asked again; dossiers.

use crate::house::House;
use axum::http::StatusCode;
use web::Offer;

/// A list of made-up parties in FollowTheMoney form.
fn entries(names: &[&str]) -> String {
    let entry = |(at, name): (usize, &&str)| {
        format!(
            "{{\"id\":\"x-{at}\",\"schema\":\"Company\",\"properties\":{{\"name\":[\"{name}\"],\"topics\":[\"sanction\"]}},\"datasets\":[\"alpha\"]}}\n"
        )
    };
    names.iter().enumerate().map(entry).collect()
}

fn add(house: &House, names: &[&str]) {
    let file = entries(names);
    let answer = house.upload(
        "/lists",
        &[("name", None, "alpha-x"), ("title", None, "Alpha <b>"), ("files", Some("a.ftm.json"), &file)],
    );
    assert_eq!(
        (answer.status, answer.headers["location"].to_str().unwrap()),
        (StatusCode::SEE_OTHER, "/lists/alpha-x"),
        "{}",
        answer.body
    );
}

#[test]
fn a_list_is_added_updated_compared_and_taken_out_of_use() {
    let house = House::with_demonstration(Offer::Pages);
    assert!(house.get("/lists").body.contains("Nobody can be found on a list that is not loaded"));
    let names = ["Exemplar General Trading", "Beispiel Übersee", "Sample Shipping", "Specimen Works"];
    add(&house, &names);
    let page = house.get("/lists").body;
    assert!(page.contains("Alpha &#60;b&#62;") && page.contains("/lists/alpha-x/entries"), "{page}");
    let found = house.get("/lists/alpha-x/entries?text=exemplar").body;
    assert!(found.contains("Exemplar General Trading") && !found.contains("Beispiel"), "{found}");

    let broken = house.upload("/lists/alpha-x", &[("files", Some("a.ftm.json"), "{\"id\":")]);
    assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(broken.body.contains("a.ftm.json") && !broken.body.contains("manumit-upload"), "{}", broken.body);
    let newer =
        entries(&["Exemplar General Trading", "Beispiel Übersee", "Sample Shipping Ltd", "Specimen Works"]);
    let answer = house.upload("/lists/alpha-x", &[("files", Some("a.ftm.json"), &newer)]);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let page = house.get("/lists/alpha-x").body;
    assert_eq!(page.matches(">against the one before<").count(), 1, "{page}");
    let changes = house.get("/lists/alpha-x/changes").body;
    assert!(
        changes.contains("Changed: 1") && changes.contains("<ins class=\"breaks\">Sample Shipping Ltd</ins>"),
        "{changes}"
    );

    assert_eq!(house.post("/lists/alpha-x/remove", "").status, StatusCode::SEE_OTHER);
    assert!(house.get("/lists").body.contains("Out of use"));
    assert!(house.get("/lists/alpha-x").body.contains("This list is out of use"));
    assert_eq!(house.post("/lists/alpha-x/remove", "").status, StatusCode::NOT_FOUND);
    assert_eq!(house.get("/lists/nothing").status, StatusCode::NOT_FOUND);
}

#[test]
fn what_is_wrong_with_a_new_list_is_said_and_nothing_is_loaded() {
    let house = House::with_demonstration(Offer::Pages);
    let file = entries(&["Exemplar"]);
    for (parts, reason) in [
        (vec![("files", Some("a.ftm.json"), file.as_str())], "short name"),
        (vec![("name", None, "alpha-x")], "choose the files"),
        (
            vec![("name", None, "Über"), ("files", Some("a.ftm.json"), file.as_str())],
            "cannot be the name of a list",
        ),
        (vec![("name", None, "alpha-x"), ("files", Some("a.bin"), "\u{1}\u{2}")], "which format"),
        (
            vec![
                ("name", None, "alpha-x"),
                ("sensitivity", None, "sealed"),
                ("files", Some("a.ftm.json"), file.as_str()),
            ],
            "never sealed",
        ),
    ] {
        let answer = house.upload("/lists", &parts);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{reason}");
        assert!(answer.body.contains(reason), "{reason}: {}", answer.body);
    }
    assert!(house.get("/lists").body.contains("None yet"));
}

#[test]
fn a_kept_screening_is_asked_again_once_a_list_has_changed() {
    let house = House::with_demonstration(Offer::Pages);
    let asked =
        house.upload("/screening", &[("names", None, "Exemplar General Trading\nSomebody Unheard Of")]);
    house.until(asked.headers["location"].to_str().unwrap(), "What was asked");
    let kept = house.first_link("/screening", "/screenings/");
    let page = house.get(&kept).body;
    assert!(page.contains("Exemplar General Trading") && !page.contains("Lists have changed"), "{page}");
    let again = house.upload(&format!("{kept}/again"), &[("queries", Some(""), "")]);
    let same = house.until(again.headers["location"].to_str().unwrap(), "What changed");
    assert!(same.contains("Nothing that bears on it"), "{same}");

    add(&house, &["Exemplar General Trading"]);
    let page = house.get(&kept).body;
    assert!(page.contains("Lists have changed since then; alpha-x is new"), "{page}");
    let again = house.upload(&format!("{kept}/again"), &[("queries", Some(""), "")]);
    let changed = house.until(again.headers["location"].to_str().unwrap(), "What changed");
    assert!(
        changed.contains("1 have another answer") && changed.contains("<strong>match</strong>"),
        "{changed}"
    );
    assert_eq!(house.get("/screenings/00ff").status, StatusCode::NOT_FOUND);

    // From the alert to a dossier that can be checked.
    let newest = changed[changed.find("href=\"/screenings/").unwrap()..].to_owned();
    assert!(newest.contains("The new answers"), "{newest}");
    let dossier = house.get("/dossier?about=x-0").body;
    assert!(dossier.contains("a hit on 1 of 1") && dossier.contains("Not asked, not answered"), "{dossier}");
    let zip = house.get("/dossier/zip?about=x-0");
    assert_eq!(zip.headers["content-disposition"], "attachment; filename=\"dossier-x-0.zip\"");
    assert!(zip.body.starts_with("PK") && zip.body.contains("manifest.json"));
    assert!(house.get("/dossier/html?about=x-0").body.starts_with("<!"));
    assert_eq!(house.get("/dossier?about=nobody").status, StatusCode::NOT_FOUND);
    assert_eq!(house.get("/dossier/pdf?about=x-0").status, StatusCode::NOT_FOUND);
}
