//! A small list written for these tests. Nobody and nothing on it is real.

use model::Entity;
use screen::{Answer, Basis, Entry, Index, Options, Query, Screener};

fn person(id: &str, list: &str, name: &str) -> Entity {
    Entity { datasets: vec![list.to_owned()], ..Entity::new("Person", id).with("name", [name]) }
}

fn other(id: &str, schema: &str, name: &str) -> Entity {
    Entity { datasets: vec!["alpha".to_owned()], ..Entity::new(schema, id).with("name", [name]) }
}

/// The entities, each with its basis.
pub(crate) fn entities() -> Vec<(Entity, Basis)> {
    vec![
        (
            person("a-1", "alpha", "TESTOVICH, Ivan Petrovich")
                .with("birthDate", ["1961-04-12"])
                .with("nationality", ["ru"])
                .with("gender", ["male"])
                .with("passportNumber", ["N 1234567"]),
            Basis::Listed,
        ),
        (
            person("b-1", "beta", "Ivan Petrovich Testovich")
                .with("birthDate", ["1961"])
                .with("country", ["ru"]),
            Basis::Listed,
        ),
        (person("a-2", "alpha", "KIM SAM PLE").with("nationality", ["kp"]), Basis::Listed),
        (
            other("a-3", "Company", "EXEMPLAR GENERAL TRADING COMPANY LIMITED")
                .with("alias", ["Exemplar Trading"])
                .with("country", ["cn"])
                .with("address", ["No. 18, Beispiel Street, Dandong, Liaoning"]),
            Basis::Listed,
        ),
        (
            other("a-4", "Vessel", "MORNING SAMPLE 5").with("imoNumber", ["IMO9074729"]).with("flag", ["pa"]),
            Basis::Listed,
        ),
        (other("a-5", "Vessel", "HOPE").with("flag", ["sg"]), Basis::Listed),
        (other("a-6", "Company", "QUORAX HOLDING"), Basis::Linked),
        (other("a-7", "Company", "VELMERE SHIPPING"), Basis::Linked),
        (
            Entity::new("Ownership", "own-1")
                .with("owner", ["a-3"])
                .with("asset", ["a-6"])
                .with("percentage", ["60"]),
            Basis::Linked,
        ),
        (
            Entity::new("Organization", "e-1").with("name", ["Brightwater Seafood Processing"]),
            Basis::Documented,
        ),
    ]
}

pub(crate) fn index() -> Index {
    let entities = entities();
    Index::build(entities.iter().map(|(entity, basis)| Entry::new(entity, *basis)))
}

pub(crate) fn ask(query: &Query) -> Answer {
    Screener::new(&index()).screen(query, &Options::default())
}

/// The alerts of an answer: ids and scores.
pub(crate) fn alerts(answer: &Answer) -> Vec<(&str, bool)> {
    let alerts = answer.results.iter().filter(|result| result.score >= screen::THRESHOLD);
    alerts.map(|result| (result.id.as_str(), result.is_match)).collect()
}
