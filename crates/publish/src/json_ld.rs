//! Claims and figures as linked data: schema.org `Claim`, selectors of the W3C Web Annotation Data Model, and W3C PROV.
//!
//! ```text
//! Claim ◀─hasBody─ Annotation ─hasTarget─▶ text of the source, at position and quote
//!   └─wasDerivedFrom─▶ text ─wasDerivedFrom─▶ source (urn:sha256:…)
//! ```
//!
//! Positions count Unicode code points of the text. When a claim was proposed is not on record, when its source came is:
//! `generatedAtTime` stands at the text.

use crate::{ClaimRow, LedgerClaim, SourceCard, gist};
use model::{Cleared, RuleId, SpeakerType};
use serde_json::{Map, Value, json};

/// What is said of a figure beside its claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureFacts {
    /// Its id.
    pub id: String,
    /// What it says, in the fewest words.
    pub says: String,
    /// The name of its root; `None` where none was found.
    pub root: Option<String>,
    /// The time it speaks of, EDTF.
    pub time: Option<String>,
}

/// A claim with its passage and source, as JSON-LD. `site` is scheme and host of the pages, `before` it no slash.
#[must_use]
pub fn claim_json_ld(claim: &Cleared<LedgerClaim>, site: &str) -> Value {
    document(nodes_of_claim(claim.get(), site))
}

/// A figure with its claims, their passages and sources, as JSON-LD.
#[must_use]
pub fn figure_json_ld(facts: &FigureFacts, claims: &[Cleared<LedgerClaim>], site: &str) -> Value {
    let mut figure = node(&format!("{site}/figures/{}", facts.id), &["Claim", "prov:Entity"]);
    let mut set = |name: &str, value: Value| figure.insert(name.to_owned(), value);
    set("identifier", json!(facts.id));
    set("name", json!(facts.says));
    if let Some(root) = &facts.root {
        set("author", json!({"name": root}));
    }
    if let Some(time) = &facts.time {
        set("temporalCoverage", json!(time));
    }
    set("prov:wasAttributedTo", software("figures"));
    let derived: Vec<Value> =
        claims.iter().map(|claim| json!({"@id": claim_address(claim.get(), site)})).collect();
    set("prov:wasDerivedFrom", Value::Array(derived));
    let mut nodes = vec![Value::Object(figure)];
    for claim in claims {
        for node in nodes_of_claim(claim.get(), site) {
            if !nodes.contains(&node) {
                nodes.push(node);
            }
        }
    }
    document(nodes)
}

/// JSON that can stand inside `<script type="application/ld+json">`: nothing in it ends the element.
#[must_use]
pub fn embedded(data: &Value) -> String {
    data.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

fn document(nodes: Vec<Value>) -> Value {
    json!({
        "@context": [
            "https://schema.org",
            {
                "oa": "http://www.w3.org/ns/oa#",
                "prov": "http://www.w3.org/ns/prov#",
                "xsd": "http://www.w3.org/2001/XMLSchema#",
            },
        ],
        "@graph": nodes,
    })
}

fn node(id: &str, types: &[&str]) -> Map<String, Value> {
    let mut node = Map::new();
    node.insert("@id".to_owned(), json!(id));
    node.insert("@type".to_owned(), json!(types));
    node
}

fn claim_address(claim: &LedgerClaim, site: &str) -> String {
    format!("{site}/claims/{}", claim.claim.id)
}

fn software(part: &str) -> Value {
    json!({"@type": "prov:SoftwareAgent", "name": "manumit", "identifier": part})
}

fn nodes_of_claim(claim: &LedgerClaim, site: &str) -> Vec<Value> {
    let (source, address) = (claim.source.as_ref(), claim_address(claim, site));
    let text = format!("{site}/sources/{}/text", source.id);
    let row = ClaimRow::of("", claim.claim.clone());
    let mut said = node(&address, &["Claim", "prov:Entity"]);
    let mut set = |name: &str, value: Value| said.insert(name.to_owned(), value);
    set("identifier", json!(row.id));
    set("additionalType", json!(row.kind));
    set("name", json!(format!("{}: {}", row.kind.to_string().replace('_', " "), gist(&row))));
    set("text", json!(row.quote));
    set("creativeWorkStatus", json!(claim.state));
    set("appearance", json!({"@id": urn(source)}));
    if let Some(language) = &source.language {
        set("inLanguage", json!(language));
    }
    if let Some(time) = &row.time {
        set("temporalCoverage", json!(time));
    }
    if !row.places.is_empty() {
        let places = row.places.iter().map(|place| json!({"@type": "Place", "name": place}));
        set("about", places.collect());
    }
    // The innermost speaker is the one whose claim it is.
    if let Some(speaker) = row.attribution.last() {
        set("author", json!({"@type": schema_type(speaker.kind), "name": speaker.name}));
    }
    set("prov:wasDerivedFrom", json!({"@id": text}));
    let agent = if claim.claim.rule == RuleId::person() {
        json!({"@type": "prov:Person"})
    } else {
        software(&claim.claim.rule.to_string())
    };
    set("prov:wasAttributedTo", agent);
    let passage = &claim.claim.passage;
    let annotation = json!({
        "@id": format!("{address}#passage"),
        "@type": "oa:Annotation",
        "oa:hasBody": {"@id": address},
        "oa:hasTarget": {
            "@type": "oa:SpecificResource",
            "oa:hasSource": {"@id": text},
            "oa:hasSelector": [
                {"@type": "oa:TextPositionSelector", "oa:start": passage.start, "oa:end": passage.end},
                {
                    "@type": "oa:TextQuoteSelector",
                    "oa:exact": passage.exact,
                    "oa:prefix": passage.prefix,
                    "oa:suffix": passage.suffix,
                },
            ],
        },
    });
    vec![Value::Object(said), annotation, text_node(source, &text), source_node(source)]
}

fn urn(source: &SourceCard) -> String {
    format!("urn:sha256:{}", source.id)
}

fn text_node(source: &SourceCard, address: &str) -> Value {
    let mut text = node(address, &["DigitalDocument", "prov:Entity"]);
    text.insert("encodingFormat".to_owned(), json!("text/plain"));
    text.insert("prov:wasDerivedFrom".to_owned(), json!({"@id": urn(source)}));
    text.insert("prov:wasAttributedTo".to_owned(), software("read"));
    if let Some(acquired) = &source.acquired {
        let at = json!({"@type": "xsd:dateTime", "@value": acquired});
        text.insert("prov:generatedAtTime".to_owned(), at);
    }
    Value::Object(text)
}

fn source_node(source: &SourceCard) -> Value {
    let mut node = node(&urn(source), &["CreativeWork", "prov:Entity"]);
    let mut set = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            node.insert(name.to_owned(), value);
        }
    };
    set("name", Some(json!(source.heading())));
    set("url", source.url.as_ref().map(|url| json!(url)));
    set("author", source.byline.as_ref().map(|byline| json!({"name": byline})));
    set("publisher", source.site.as_ref().map(|site| json!({"@type": "Organization", "name": site})));
    set("datePublished", source.published.as_ref().map(|time| json!(time)));
    set("inLanguage", source.language.as_ref().map(|language| json!(language)));
    set("encodingFormat", Some(json!(source.media_type)));
    set("identifier", Some(json!(format!("sha256:{}", source.id))));
    Value::Object(node)
}

/// What schema.org calls a speaker of this type.
fn schema_type(kind: SpeakerType) -> &'static str {
    match kind {
        SpeakerType::Government => "GovernmentOrganization",
        SpeakerType::Ngo | SpeakerType::Group | SpeakerType::Academic => "Organization",
        SpeakerType::News => "NewsMediaOrganization",
        SpeakerType::Researcher | SpeakerType::Person => "Person",
        SpeakerType::Report | SpeakerType::Index => "CreativeWork",
        SpeakerType::Anonymous => "Thing",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim_row::tests::ledger_claim;
    use model::{Clearance, Sensitivity};

    fn claim() -> Cleared<LedgerClaim> {
        Clearance::Workspace.admit(ledger_claim(), Sensitivity::Internal).unwrap()
    }

    #[test]
    fn a_claim_with_its_passage_and_source() {
        let data = claim_json_ld(&claim(), "https://manumit.example");
        insta::assert_snapshot!(serde_json::to_string_pretty(&data).unwrap(), @r##"
        {
          "@context": [
            "https://schema.org",
            {
              "oa": "http://www.w3.org/ns/oa#",
              "prov": "http://www.w3.org/ns/prov#",
              "xsd": "http://www.w3.org/2001/XMLSchema#"
            }
          ],
          "@graph": [
            {
              "@id": "https://manumit.example/claims/d5ffd72b3304143c",
              "@type": [
                "Claim",
                "prov:Entity"
              ],
              "about": [
                {
                  "@type": "Place",
                  "name": "RU"
                },
                {
                  "@type": "Place",
                  "name": "Vladivostok"
                }
              ],
              "additionalType": "levy",
              "appearance": {
                "@id": "urn:sha256:6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9"
              },
              "author": {
                "@type": "Organization",
                "name": "Example Watch"
              },
              "creativeWorkStatus": "confirmed",
              "identifier": "d5ffd72b3304143c",
              "inLanguage": "en",
              "name": "levy: 15,000 RUB / month",
              "prov:wasAttributedTo": {
                "@type": "prov:SoftwareAgent",
                "identifier": "levy/handed",
                "name": "manumit"
              },
              "prov:wasDerivedFrom": {
                "@id": "https://manumit.example/sources/6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9/text"
              },
              "temporalCoverage": "2008",
              "text": "handed 15,000 roubles ($640) a month to the captain"
            },
            {
              "@id": "https://manumit.example/claims/d5ffd72b3304143c#passage",
              "@type": "oa:Annotation",
              "oa:hasBody": {
                "@id": "https://manumit.example/claims/d5ffd72b3304143c"
              },
              "oa:hasTarget": {
                "@type": "oa:SpecificResource",
                "oa:hasSelector": [
                  {
                    "@type": "oa:TextPositionSelector",
                    "oa:end": 69,
                    "oa:start": 18
                  },
                  {
                    "@type": "oa:TextQuoteSelector",
                    "oa:exact": "handed 15,000 roubles ($640) a month to the captain",
                    "oa:prefix": "Рабочий: a worker ",
                    "oa:suffix": ", said Example Watch."
                  }
                ],
                "oa:hasSource": {
                  "@id": "https://manumit.example/sources/6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9/text"
                }
              }
            },
            {
              "@id": "https://manumit.example/sources/6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9/text",
              "@type": [
                "DigitalDocument",
                "prov:Entity"
              ],
              "encodingFormat": "text/plain",
              "prov:generatedAtTime": {
                "@type": "xsd:dateTime",
                "@value": "2024-05-31T08:00:00Z"
              },
              "prov:wasAttributedTo": {
                "@type": "prov:SoftwareAgent",
                "identifier": "read",
                "name": "manumit"
              },
              "prov:wasDerivedFrom": {
                "@id": "urn:sha256:6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9"
              }
            },
            {
              "@id": "urn:sha256:6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9",
              "@type": [
                "CreativeWork",
                "prov:Entity"
              ],
              "author": {
                "name": "Staff & friends"
              },
              "datePublished": "2018-04-03",
              "encodingFormat": "text/html",
              "identifier": "sha256:6c982ffdf46dd816dc25609cddd73c39a313e5430e15b42120d6e5d0ff199ca9",
              "inLanguage": "en",
              "name": "The captain's {share}",
              "publisher": {
                "@type": "Organization",
                "name": "Example Weekly"
              },
              "url": "https://weekly.example/captain"
            }
          ]
        }
        "##);
    }

    #[test]
    fn the_nodes_of_a_figure_stand_once() {
        let facts = FigureFacts {
            id: "f1".to_owned(),
            says: "15,000 RUB / month".to_owned(),
            root: Some("Example Watch".to_owned()),
            time: Some("2008".to_owned()),
        };
        let data = figure_json_ld(&facts, &[claim(), claim()], "");
        assert_eq!(data["@graph"].as_array().map(Vec::len), Some(5));
        assert_eq!(data["@graph"][0]["@id"], "/figures/f1");
        assert_eq!(data["@graph"][0]["prov:wasDerivedFrom"][0]["@id"], data["@graph"][1]["@id"]);
    }

    #[test]
    fn nothing_ends_the_element_it_stands_in() {
        let data = json!({"text": "</script><!-- & \u{2028}"});
        let text = embedded(&data);
        assert!(!text.contains(['<', '>', '&']), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), data);
    }
}
