"""Asks a served workspace with a client that others wrote for yente.

    yente_client.py MANUMIT

MANUMIT is the binary. The client is nomenklatura's enricher for yente (PyPI `nomenklatura`), with what it brings: `enrich`, `match`, a
resolver. What /search and /entities give is read back as entities of FollowTheMoney. Every party and document here is made up.
"""

import json
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import requests
from followthemoney import Dataset, StatementEntity, ValueEntity
from nomenklatura.cache import Cache
from nomenklatura.db import make_session
from nomenklatura.enrich import EnrichmentAbort, EnrichmentException, enrich, make_enricher, match
from nomenklatura.judgement import Judgement
from nomenklatura.resolver import Resolver

LIST = [
    {"id": "x-1", "schema": "Person", "datasets": ["example"], "properties": {
        "name": ["TESTOVICH, Ivan Petrovich"], "birthDate": ["1961-04-12"], "nationality": ["ru"], "topics": ["sanction"],
        "addressEntity": ["adr-1"]}},
    {"id": "x-2", "schema": "Company", "datasets": ["example"], "properties": {
        "name": ["Exemplar General Trading Company Limited"], "jurisdiction": ["cn"], "topics": ["sanction"]}},
    {"id": "x-3", "schema": "Vessel", "datasets": ["example"], "properties": {
        "name": ["MORNING SAMPLE 5"], "imoNumber": ["9074729"], "topics": ["sanction"]}},
    {"id": "x-4", "schema": "Company", "datasets": ["example"], "properties": {"name": ["Beispiel Übersee GmbH"], "country": ["de"]}},
    {"id": "s-1", "schema": "Sanction", "datasets": ["example"], "properties": {
        "entity": ["x-1"], "program": ["P-1"], "listingDate": ["2019-02-03"]}},
    {"id": "adr-1", "schema": "Address", "datasets": ["example"], "properties": {
        "full": ["1 Example Street, Sampletown"], "country": ["ru"]}},
    {"id": "own-1", "schema": "Ownership", "datasets": ["example"], "properties": {
        "owner": ["x-2"], "asset": ["x-4"], "percentage": ["60"]}},
]

PAGE = """<!doctype html><html lang="en"><head><title>At the cannery</title>
<meta property="article:published_time" content="2019-05-02T08:00:00Z"></head><body><article><h1>At the cannery</h1>
<p>About 120 North Korean workers were employed by Northern Example Fisheries in Russia in 2018, the Example Labour Institute said.
Their passports were confiscated by Northern Example Fisheries, the institute said.</p></article></body></html>"""

# Who is asked about, and the id that must come back; None where nothing may.
PARTIES = [
    ("Person", {"name": ["Иван Тестович"], "birthDate": ["1961-04-12"]}, "x-1"),
    ("Person", {"name": ["Ivan Testovich"], "nationality": ["ru"]}, "x-1"),
    ("Person", {"name": ["Ivan Testovich"], "birthDate": ["1993-11-30"], "nationality": ["fr"], "gender": ["female"]}, None),
    ("Person", {"name": ["Quietwater Joiner"]}, None),
    ("Company", {"name": ["Exemplar General Trdg Co., Ltd."], "jurisdiction": ["cn"]}, "x-2"),
    ("Organization", {"name": ["Exemplar General Trading"]}, "x-2"),
    ("Company", {"name": ["Bespoke Umbrella Holdings plc"]}, None),
    ("Vessel", {"name": ["Evening Star"], "imoNumber": ["9074729"]}, "x-3"),
    ("Vessel", {"name": ["Afternoon Star"], "imoNumber": ["9319466"]}, None),
]

OURS = Dataset.make({"name": "ours", "title": "Parties that are asked about"})


class Served:
    """The API of a workspace on a free port."""

    def __init__(self, manumit, case, keys):
        command = [manumit, "-w", case, "serve", "--api", "--port", "0", "--api-key-file", keys, "--log-requests"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        first = self.process.stderr.readline()
        found = re.search(r"http://[^ ]+", first)
        assert found, first
        self.url = found.group() + "/"

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        rest = self.process.stderr.read()
        assert self.process.wait(timeout=30) == 0, rest
        return rest


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def party(number, schema, properties):
    return StatementEntity.from_data(OURS, {"id": f"ours-{number}", "schema": schema, "properties": properties}, cleaned=False)


def enricher(url, key, session, **more):
    config = {"type": "nomenklatura.enrich.yente:YenteEnricher", "api": url, "api_key": key, "cache_days": 0, **more}
    return make_enricher(OURS, Cache(session, OURS, create=True), config)


def check_matches(client):
    for number, (schema, properties, expected) in enumerate(PARTIES):
        asked = party(number, schema, properties)
        ids = [found.id for found in client.match_wrapped(asked)]
        assert ids == ([] if expected is None else [expected]), f"{schema} {properties}: {ids}"
    print(f"{len(PARTIES)} parties: right answers, and none where there is none")


def check_documented(client, url, key):
    asked = party("d", "Company", {"name": ["Northern Example Fisheries"]})
    [found] = client.match_wrapped(asked)
    assert found.id.startswith("documented-") and found.datasets == {"ours"}, found.to_dict()
    body = {"queries": {"q": {"schema": "Company", "properties": {"name": ["Northern Example Fisheries"]}}}}
    told = requests.post(url + "match/default", json=body, headers={"X-API-Key": key}, timeout=30).json()
    [result] = told["responses"]["q"]["results"]
    assert (result["match"], result["target"], result["basis"]) == (False, False, "documented"), result
    assert result["evidence"]["passages"][0]["published"] == "2019-05-02"
    print("a party that only documents name comes back as such, and is no match")


def check_expansion(client):
    asked = party("e", "Person", {"name": ["Ivan Testovich"], "birthDate": ["1961-04-12"]})
    [found] = client.match_wrapped(asked)
    around = {entity.id: entity for entity in client.expand_wrapped(asked, found)}
    assert set(around) == {"x-1", "adr-1", "s-1"}, set(around)
    assert around["s-1"].get("entity") == ["x-1"] and around["s-1"].get("program") == ["P-1"]
    assert around["adr-1"].get("full") == ["1 Example Street, Sampletown"]
    owned = party("o", "Company", {"name": ["Beispiel Übersee GmbH"]})
    [found] = client.match_wrapped(owned)
    ids = {entity.id: entity for entity in client.expand_wrapped(owned, found)}
    assert set(ids) == {"x-4", "own-1", "x-2"}, set(ids)
    assert ids["own-1"].get("owner") == ["x-2"] and ids["own-1"].get("asset") == ["x-4"]
    print("what is around a party comes with it: sanction, address, owner")


def check_pipeline(client, session):
    """The whole way of the library: suggestions, a decision of a person, enrichment."""
    resolver = Resolver(session, create=True)
    asked = [party("p", "Company", {"name": ["Exemplar General Trading Co Ltd"]}), party("n", "Company", {"name": ["Nobody Known"]})]
    suggested = [entity.id for entity in match(client, resolver, asked)]
    assert suggested == ["ours-p", "x-2", "ours-n"], suggested
    assert not list(enrich(client, resolver, asked)), "nobody has decided yet"
    resolver.decide("ours-p", "x-2", Judgement.POSITIVE, user="tester")
    enriched = {name for entity in enrich(client, resolver, asked) for name in entity.names}
    assert "Exemplar General Trading Company Limited" in enriched, enriched
    print("suggested, decided, enriched")


def check_errors(url, key, session):
    for wrong in ["", "manumit_wrong"]:
        try:
            list(enricher(url, wrong or " ", session).match_wrapped(party("k", "Person", {"name": ["Ivan Testovich"]})))
        except EnrichmentAbort:
            continue
        raise AssertionError("without a valid key it went on")
    for more in [{"dataset": "nowhere"}, {"algorithm": "logic-v1"}]:
        client = enricher(url, key, session, **more)
        client.match = lambda entity, client=client: client.http_post_json_cached(
            f"{url}match/{client._yente_dataset}?algorithm={client._algorithm}", "k",
            {"queries": {"entity": {"schema": "Person", "properties": {"name": ["A"]}}}})
        try:
            client.match(None)
        except EnrichmentException as error:
            assert "404" in str(error) or "400" in str(error), error
            continue
        raise AssertionError(f"{more}: it went on")
    print("errors are errors")


def check_search(url, key):
    headers = {"Authorization": f"ApiKey {key}"}
    get = lambda path, **params: requests.get(url + path, params=params, headers=headers, timeout=30)
    found = get("search/default", q="ubersee").json()
    assert [entity["id"] for entity in found["results"]] == ["x-4"] and found["total"] == {"value": 1, "relation": "eq"}
    everything = get("search/default", limit=500).json()
    for data in everything["results"]:
        entity = ValueEntity.from_dict(data)
        assert entity.id == data["id"] and entity.schema.name == data["schema"] and entity.caption
    assert everything["facets"]["datasets"]["label"]
    entity = ValueEntity.from_dict(get("entities/x-2", nested=False).json())
    assert entity.get("jurisdiction") == ["cn"]
    assert get("entities/nobody").status_code == 404
    names = {dataset["name"] for dataset in get("catalog").json()["datasets"]}
    assert {"default", "listed", "evidence", "example"} <= names, names
    for path in ["healthz", "readyz", "openapi.json"]:
        assert requests.get(url + path, timeout=30).status_code == 200, path
    assert get("algorithms").json()["best"] == "manumit-screen-1"
    print(f"{len(everything['results'])} entities of /search read as FollowTheMoney")


def main(manumit):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "list.json").write_text("".join(json.dumps(entity) + "\n" for entity in LIST), encoding="utf-8")
        (folder / "page.html").write_text(PAGE, encoding="utf-8")
        case, keys = str(folder / "case"), str(folder / "keys")
        run(manumit, "init", case)
        run(manumit, "-w", case, "add", str(folder / "page.html"))
        run(manumit, "-w", case, "lists", "add", "listed", str(folder / "list.json"))
        key = run(manumit, "api-key", "-o", keys, "the client")
        session = make_session(f"sqlite:///{folder / 'client.sqlite'}")
        served = Served(manumit, case, keys)
        try:
            client = enricher(served.url, key, session)
            check_matches(client)
            check_documented(client, served.url, key)
            check_expansion(client)
            check_pipeline(client, session)
            check_errors(served.url, key, session)
            check_search(served.url, key)
        finally:
            log = served.stop()
        assert "POST /match/{dataset} 200" in log and 'key="the client"' in log, log
        for word in ["Testovich", "TESTOVICH", "Exemplar", "ubersee", "x-2", key]:
            assert word not in log, word
        print("the log has routes and counts, and nothing that was asked")


if __name__ == "__main__":
    main(sys.argv[1])
