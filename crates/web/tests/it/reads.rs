//! Who gets to read an internal source stands in the log, on whatever page it was.
//!
//! Every page and file that can be looked at either shows the number or the employer of the internal canary here, and then has to note
//! it, or is named in [`SILENT`] because it shows neither. A new route is in neither, and the test fails until it is looked at.

use crate::authorisation::{EXPECTED, path_for};
use crate::house::pass;
use crate::team::{Canary, Card, Team};
use model::Sensitivity;
use std::collections::BTreeSet;
use web::Entrance;

/// Looks that show no words of the canary: titles, numbers, forms, people, lists. Findings, places and instruments show passages only
/// where figures contradict each other or a deadline passed, and what answers programs is not ready here.
const SILENT: &[&str] = &[
    "/",
    "/account",
    "/accounts",
    "/add",
    "/algorithms",
    "/assets/icon.svg",
    "/assets/manumit.css",
    "/assets/manumit.js",
    "/catalog",
    "/decisions",
    "/design",
    "/entities/{id}",
    "/entities/{id}/adjacent",
    "/entities/{id}/adjacent/{property}",
    "/feeds",
    "/feeds/{kind}/{file}",
    "/findings",
    "/healthz",
    "/instruments",
    "/instruments/{id}",
    "/join/{token}",
    "/labels/import",
    "/library",
    "/library/stories",
    "/lists",
    "/lists/{name}",
    "/lists/{name}/changes",
    "/lists/{name}/entries",
    "/metrics",
    "/openapi.json",
    "/places",
    "/places/{place}",
    "/programmes",
    "/progress/{id}",
    "/readyz",
    "/rescreening/{id}",
    "/scheme",
    "/screening",
    "/screenings/{id}",
    "/search/{dataset}",
    "/sectors",
    "/setup",
    "/sign-in",
    "/sites",
    "/sources/{id}/cite/{form}",
    "/sources/{id}/custody",
    "/sources/{id}/labels",
    "/sources/{id}/mark",
];

/// Where the canary is to be seen on this route.
fn asked_for(team: &Team, card: &Card, path: &str, canary: &Canary) -> String {
    match path {
        "/search" => format!("/search?q={}", canary.word),
        "/review" => format!("/review?source={}", canary.source),
        "/ledger" => format!("/ledger?source={}", canary.source),
        "/figures/{id}" => figure(team, card, canary),
        "/screening/{id}" | "/screening/{id}/report/{form}" => {
            format!("{}{}", screened(team, card, canary), path.trim_start_matches("/screening/{id}"))
                .replace("{form}", "csv")
        }
        "/dossier" | "/dossier/{form}" => {
            let entity = canary.entity.as_deref().unwrap();
            format!("{}?about={entity}", path.replace("{form}", "zip"))
        }
        _ => path_for(path, canary),
    }
}

/// The page of the figure that the canary gives.
fn figure(team: &Team, card: &Card, canary: &Canary) -> String {
    let page = team.get(card, "/figures").body;
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let of_figure = links.filter(|link| link.starts_with("/figures/")).map(str::to_owned);
    of_figure.into_iter().find(|link| team.get(card, link).body.contains(canary.number)).unwrap()
}

/// Results of asking for the employer that the canary names.
fn screened(team: &Team, card: &Card, canary: &Canary) -> String {
    let body = format!(
        "--limit\r\ncontent-disposition: form-data; name=\"names\"\r\n\r\n{} Example Textiles\r\n--limit--\r\n",
        canary.word
    );
    let sent = team.send(card, "/screening", Some("multipart/form-data; boundary=limit"), body.into_bytes());
    team.once_done(card, sent.location()).0
}

#[test]
fn whoever_gets_to_read_an_internal_source_stands_in_the_log() {
    let team = Team::new(Entrance { team: true, ..Entrance::default() });
    let canary = team.canaries.iter().find(|canary| canary.sensitivity == Sensitivity::Internal).unwrap();
    let mut silent = BTreeSet::new();
    for path in EXPECTED.iter().filter(|(method, ..)| *method == "GET").map(|(_, path, _)| *path) {
        let asked = asked_for(&team, &team.signed_in("admin"), path, canary);
        // A read is noted once an hour.
        pass(3601);
        let card = team.signed_in("admin");
        let known = team.log().len();
        let answer = team.get(&card, &asked);
        if !answer.body.contains(canary.number) && !answer.body.contains(&format!("{} Example", canary.word))
        {
            silent.insert(path);
            continue;
        }
        let log = team.log().split_off(known);
        let is_noted = log.iter().any(|(actor, action, detail)| {
            actor == "admin" && (action == "export" || (action == "read" && detail.contains(&canary.source)))
        });
        assert!(is_noted, "{asked} shows an internal source, and the log has only {log:#?}");
    }
    assert_eq!(silent, SILENT.iter().copied().collect(), "pages that show nothing of the internal source");
}
