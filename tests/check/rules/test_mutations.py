"""Every rule fires on a copy of the real dataset into which its defect was put: one mutation per rule."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date

import pytest

from peacedata.check.finding import Finding
from peacedata.check.rule import Rule, all_rules, judge_dataset
from peacedata.dataset.dataset import Dataset
from peacedata.model import TABLES

AS_OF = date(2100, 1, 1)
RULES = all_rules()
Row = dict[str, str]
Where = Callable[[Row], object]


class Copy(dict[str, list[Row]]):
    """The rows of a dataset by table; a table is copied when it is first asked for."""

    def __init__(self, dataset: Dataset) -> None:
        super().__init__()
        self.dataset = dataset

    def __missing__(self, table: str) -> list[Row]:
        self[table] = [dict(row.cells) for row in self.dataset.table(table).rows]
        return self[table]

    def of(self, table: str, key: str) -> Row:
        """The row with this key."""
        column = TABLES[table].key_columns[0]
        return next(row for row in self[table] if row[column] == key)

    def pick(self, table: str, where: Where | None = None, /, **equal: str) -> Row:
        """The first row whose columns equal the values given by name and for which ``where`` is true."""
        for row in self[table]:
            if all(row[name] == value for name, value in equal.items()) and (where is None or where(row)):
                return row
        raise LookupError(f"no row of {table} can be mutated so; choose another mutation")

    def clone(self, table: str, row: Row, **changes: str) -> Row:
        """One row more, like the one given but for some columns."""
        self[table].append({**row, **changes})
        return self[table][-1]

    def drop(self, table: str, /, **equal: str) -> None:
        """Take out the rows whose columns equal the values given."""
        self[table] = [row for row in self[table] if any(row[name] != value for name, value in equal.items())]


Mutation = Callable[[Copy], object]
MUTATIONS: dict[str, Mutation] = {}


def mutation(code: str) -> Callable[[Mutation], Mutation]:
    def keep(mutate: Mutation) -> Mutation:
        assert code not in MUTATIONS, f"{code} has a mutation already"
        MUTATIONS[code] = mutate
        return mutate

    return keep


def edit(
    code: str,
    table: str,
    changes: Mapping[str, str | Callable[[Row], str]],
    where: Where | None = None,
    /,
    **equal: str,
) -> None:
    """A mutation that changes some cells of one row."""

    def mutate(rows: Copy) -> None:
        row = rows.pick(table, where, **equal)
        row.update({name: new if isinstance(new, str) else new(row) for name, new in changes.items()})

    mutation(code)(mutate)


edit("PD401", "events", {"date_end": "1999"}, status="occurred")
edit("PD402", "events", {"date_start": "2999-01-01"}, status="occurred")
edit("PD403", "events", {"duration_minutes": "99999", "duration_qualifier": "exact", "date_end": ""})
edit("PD404", "outcomes", {"unit": ""}, lambda row: row["quantity"])
edit("PD405", "events", {"venue": "Palace"}, mode="phone")
edit("PD407", "participations", {"on_behalf_of": lambda row: row["actor_id"]}, lambda row: row["on_behalf_of"])
edit("PD408", "events", {"duration_qualifier": ""}, lambda row: row["duration_minutes"])
edit("PD409", "places", {"longitude": ""}, lambda row: row["latitude"])
edit(
    "PD410",
    "places",
    {"latitude": lambda row: row["longitude"], "longitude": lambda row: row["latitude"]},
    lambda row: row["latitude"],
    country="UKR",
)
edit("PD411", "outcomes", {"date_start": "1999"})
edit(
    "PD412",
    "actors",
    {"name_native": lambda row: unicodedata.normalize("NFD", row["name_native"])},
    lambda row: not unicodedata.is_normalized("NFD", row["name_native"]),
)
edit(
    "PD413",
    "actors",
    {"name": lambda row: row["name"].encode().decode("latin-1")},
    lambda row: not row["name"].isascii(),
)
edit("PD414", "events", {"title": lambda row: row["title"].replace(" ", " \u200b", 1)}, lambda row: " " in row["title"])
edit(
    "PD415",
    "events",
    {"title": lambda row: row["title"].replace("a", "\u0430", 1)},
    lambda row: "a" in row["title"][1:-1],
)
edit("PD416", "events", {"title": lambda row: f"={row['title']}"})
edit("PD417", "events", {"title": lambda row: f"{row['title']} "})
edit("PD418", "events", {"summary": "The regime refused."})
edit("PD419", "documents", {"date_issued": ""}, status="multiparty_signed")
edit("PD420", "signatures", {"date_withdrawn": "1999"}, lambda row: row["date"])
edit("PD421", "actors", {"gender": "male"}, actor_type="state")
edit("PD423", "positions", {"stance": "accepts_later", "depends_on": "", "note": "", "document_id": ""})
edit("PD425", "outcomes", {"quantity": "1.5"}, unit="persons")
edit("PD426", "events", {"date_start": lambda row: row["date_start"][:7], "time_start": "12:00"})
edit("PD427", "events", {"status": "cancelled"}, lambda row: row["duration_minutes"])
edit("PD428", "processes", {"coverage_end": "1999"})
edit("PD429", "sources", {"date_accessed": "2999-01-01"})
edit("PD430", "events", {"status": "scheduled"})
edit("PD431", "events", {"date_end": lambda row: row["date_start"]}, date_end="")
edit("PD432", "documents", {"language": ""}, lambda row: row["text_url"])
edit("PD433", "identifiers", {"value": lambda row: row["value"].lower()}, scheme="iso3166")
edit("PD434", "identifiers", {"value": lambda row: f"{row['value']}.0"}, scheme="gw")
edit("PD435", "identifiers", {"value": lambda row: f"{row['value']}0000"}, scheme="gw")
edit("PD436", "identifiers", {"match": "exact"}, table="documents", scheme="ucdp_conflict")
edit("PD437", "identifiers", {"scheme_version": ""}, lambda row: row["scheme_version"], scheme="ucdp_conflict")
edit("PD501", "events", {"responds_to": ""}, lambda row: row["responds_to"], event_type="refusal")
edit("PD503", "events", {"part_of": lambda row: row["event_id"]})
edit("PD504", "events", {"date_start": "1999-01-01", "date_end": ""}, lambda row: row["part_of"])
edit("PD505", "events", {"date_start": "1999-01-01"})
edit("PD506", "events", {"round_number": "99"}, lambda row: row["round_number"] > "1", status="occurred")
edit("PD514", "positions", {"sequence_rank": "9"}, sequence_rank="1")
edit("PD515", "positions", {"depends_on": lambda row: row["issue"]}, depends_on="")
edit("PD516", "identifiers", {"value": "169170"}, scheme="pax_process")
edit("PD519", "identifiers", {"value": "BRB"}, table="actors", scheme="iso3166", record_id="ukraine")
edit("PD530", "processes", {"status": "ended", "date_end": "1999"}, process_id="istanbul-2025")
edit("PD531", "processes", {"status_as_of": "1999-01-01"})
edit("PD532", "documents", {"date_issued": "2099-01-01"})
edit("PD533", "signatures", {"date": "1999-01-01"}, document_id="minsk-protocol-2014")
edit("PD534", "documents", {"date_issued": "1999-01-01"}, lambda row: row["revises"])
edit("PD543", "processes", {"coverage_end": "2099-01-01"}, lambda row: row["parent_process_id"])
edit("PD604", "claims", {"record_id": "nothing-of-the-kind"})
edit("PD605", "claims", {"field": "colour"})
edit("PD606", "claims", {"value": "another"}, lambda row: row["field"] and row["value"], stance="supports")
edit("PD611", "sources", {"url": "https://example.org/search?q=talks"})
edit("PD612", "sources", {"url": lambda row: f"{row['url']}?utm_source=mail"}, lambda row: "?" not in row["url"])
edit("PD614", "claims", {"speaker_id": ""}, lambda row: row["quote"])
edit("PD615", "claims", {"quote": "We agreed ... to go on."}, lambda row: row["quote"])
edit("PD616", "sources", {"date_accessed": "1999-01-01"}, lambda row: row["date_published"])
edit("PD618", "claims", {"stance": "contradicts", "value": "", "quote": ""}, lambda row: row["field"] and row["value"])
edit("PD620", "sources", {"archive_url": lambda row: row["url"]})
edit("PD701", "events", {"summary": "Write to aide@example.org."})


@mutation("PD406")
def _person_for_nobody(rows: Copy) -> None:
    persons = {row["actor_id"] for row in rows["actors"] if row["actor_type"] == "person"}
    rows.pick("participations", lambda row: row["actor_id"] in persons)["on_behalf_of"] = ""


@mutation("PD422")
def _in_person_on_a_call(rows: Copy) -> None:
    calls = {row["event_id"] for row in rows["events"] if row["mode"] == "phone"}
    row = rows.pick("participations", lambda row: row["event_id"] in calls, attendance="attended_remotely")
    row["attendance"] = "attended"


@mutation("PD424")
def _meeting_nowhere(rows: Copy) -> None:
    wholes = {row["part_of"] for row in rows["events"]}
    free = {"event_type": "talks", "mode": "in_person", "status": "occurred", "part_of": ""}
    rows.pick("events", lambda row: row["event_id"] not in wholes, **free).update(place_id="", venue="")


@mutation("PD502")
def _answer_before_question(rows: Copy) -> None:
    held = {row["event_id"] for row in rows["events"] if row["status"] == "occurred"}
    rows.pick("events", lambda row: row["responds_to"] in held).update(date_start="1999-01-01", date_end="")


@mutation("PD507")
def _two_heads(rows: Copy) -> None:
    head = rows.pick("participations", lambda row: row["on_behalf_of"], delegation_head="true")
    same = {"event_id": head["event_id"], "on_behalf_of": head["on_behalf_of"]}
    other = rows.pick("actors", lambda row: row["actor_id"] != head["actor_id"], actor_type="person")
    rows.clone("participations", head, **same, actor_id=other["actor_id"])


@mutation("PD508")
def _in_two_places(rows: Copy) -> None:
    persons = {row["actor_id"] for row in rows["actors"] if row["actor_type"] == "person"}
    row = rows.pick(
        "participations", lambda row: row["actor_id"] in persons and _one_day(rows, row), attendance="attended"
    )
    event = rows.of("events", row["event_id"])
    country = rows.of("places", event["place_id"])["country"]
    elsewhere = rows.pick("places", lambda place: place["country"] != country)["place_id"]
    rows.clone("events", event, event_id="the-other", place_id=elsewhere)
    rows.clone("participations", row, event_id="the-other")


def _one_day(rows: Copy, row: Row) -> bool:
    event = rows.of("events", row["event_id"])
    held = event["status"] == "occurred" and event["date_end"] == "" and event["place_id"] != ""
    return held and len(event["date_start"]) == 10


@mutation("PD509")
def _talks_with_one_party(rows: Copy) -> None:
    wholes = {row["part_of"] for row in rows["events"]}
    held = {"event_type": "talks", "status": "occurred"}
    talks = rows.pick("events", lambda row: row["event_id"] not in wholes, **held)
    rows.drop("participations", event_id=talks["event_id"])


@mutation("PD510")
def _attended_what_was_not_held(rows: Copy) -> None:
    off = {row["event_id"] for row in rows["events"] if row["status"] == "did_not_take_place"}
    rows.pick("participations", lambda row: row["event_id"] in off)["attendance"] = "attended"


@mutation("PD511")
def _signed_without_signatures(rows: Copy) -> None:
    signed = {row["document_id"] for row in rows["signatures"]}
    text = rows.pick("documents", lambda row: row["document_id"] in signed, status="multiparty_signed")
    rows.drop("signatures", document_id=text["document_id"])


@mutation("PD512")
def _delivery_of_another_promise(rows: Copy) -> None:
    delivery = rows.pick("outcomes", lambda row: row["fulfils"], outcome_type="exchange_done")
    rows.of("outcomes", delivery["fulfils"])["outcome_type"] = "ceasefire"


@mutation("PD513")
def _delivered_before_promised(rows: Copy) -> None:
    delivery = rows.pick("outcomes", lambda row: row["fulfils"])
    rows.of("events", delivery["event_id"]).update(date_start="1999-01-01", date_end="")


@mutation("PD517")
def _one_identifier_twice(rows: Copy) -> None:
    row = rows.pick("identifiers", scheme="gw", table="actors", match="exact")
    other = rows.pick("actors", lambda actor: actor["actor_id"] != row["record_id"], actor_type="state")
    rows.clone("identifiers", row, record_id=other["actor_id"])


@mutation("PD518")
def _two_exact_identifiers(rows: Copy) -> None:
    rows.clone("identifiers", rows.pick("identifiers", scheme="gw", match="exact"), value="899")


@mutation("PD520")
def _contradictory_offices(rows: Copy) -> None:
    row = rows.pick("participations", lambda row: row["title_at_time"] and row["on_behalf_of"])
    rows.clone("events", rows.of("events", row["event_id"]), event_id="the-other")
    rows.clone("participations", row, event_id="the-other", title_at_time="Keeper of the Seal")


@mutation("PD521")
def _title_with_two_ranks(rows: Copy) -> None:
    offices = defaultdict(list)
    for row in rows["participations"]:
        if row["title_at_time"] and row["rank"]:
            offices[row["actor_id"], row["title_at_time"]].append(row)
    often = next(many for many in offices.values() if len(many) > 2 and len({row["rank"] for row in many}) == 1)
    often[0]["rank"] = "technical" if often[0]["rank"] != "technical" else "minister"


@mutation("PD522")
def _agreement_without_document(rows: Copy) -> None:
    busy = {row["event_id"] for table in ("documents", "outcomes") for row in rows[table]}
    rows.pick("events", lambda row: row["event_id"] not in busy, status="occurred")["event_type"] = "agreement"


@mutation("PD523")
def _delivered_beyond_promise(rows: Copy) -> None:
    promises = {
        row["outcome_id"]: row["unit"]
        for row in rows["outcomes"]
        if row["quantity"] and row["quantity_qualifier"] == "exact" and row["unit"]
    }
    certain = {"part_of": "", "quantity_qualifier": "exact"}
    delivery = rows.pick(
        "outcomes", lambda row: promises.get(row["fulfils"]) == row["unit"] and row["beneficiary_id"], **certain
    )
    delivery.update(
        quantity="9999999", beneficiary_id=rows.of("outcomes", delivery["fulfils"])["beneficiary_id"] or "ukraine"
    )


@mutation("PD524")
def _promise_left_waiting(rows: Copy) -> None:
    swap = rows.pick(
        "outcomes", lambda row: row["fulfils"] and _near(rows, row), outcome_type="exchange_done", part_of=""
    )
    promise = rows.of("outcomes", swap["fulfils"])
    promise.update(status="agreed", issue=swap["issue"], beneficiary_id="")
    for row in rows["outcomes"]:
        if row["fulfils"] == promise["outcome_id"]:
            row["fulfils"] = ""


def _near(rows: Copy, delivery: Row) -> bool:
    """Whether promise and delivery are of one process and month."""
    promise = rows.of("outcomes", delivery["fulfils"])
    first, second = (rows.of("events", row["event_id"]) for row in (promise, delivery))
    return first["process_id"] == second["process_id"] and first["date_start"][:7] == second["date_start"][:7]


@mutation("PD525")
def _near_duplicate_events(rows: Copy) -> None:
    event = rows.pick("events", part_of="", responds_to="")
    rows.clone("events", event, event_id="the-other", title=event["title"] + ".")


@mutation("PD526")
def _near_duplicate_actors(rows: Copy) -> None:
    person = rows.pick("actors", actor_type="person")
    rows.clone("actors", person, actor_id="the-other", name=person["name"] + "y")


@mutation("PD527")
def _near_duplicate_places(rows: Copy) -> None:
    place = rows.pick("places", country="UKR")
    rows.clone("places", place, place_id="the-other", name=place["name"] + "e")


@mutation("PD528")
def _near_duplicate_sources(rows: Copy) -> None:
    source = rows.pick("sources", lambda row: len(row["title"]) > 30)
    rows.clone("sources", source, source_id="the-other", title=source["title"] + " -")


@mutation("PD529")
def _orphan(rows: Copy) -> None:
    rows.clone("places", rows["places"][0], place_id="the-other")


@mutation("PD535")
def _position_of_outsider(rows: Copy) -> None:
    rows.clone("actors", rows["actors"][0], actor_id="the-other")
    rows["positions"][0]["actor_id"] = "the-other"


@mutation("PD536")
def _outcome_of_nothing(rows: Copy) -> None:
    rows.of("events", rows.pick("outcomes", status="implemented")["event_id"])["status"] = "did_not_take_place"


@mutation("PD537")
def _change_without_mediator(rows: Copy) -> None:
    rows.drop("participations", event_id=rows.pick("events", event_type="mediation_change")["event_id"])


@mutation("PD538")
def _event_of_nobody(rows: Copy) -> None:
    wholes = {row["part_of"] for row in rows["events"]}
    event = rows.pick("events", lambda row: row["event_id"] not in wholes)
    rows.drop("participations", event_id=event["event_id"])


@mutation("PD539")
def _called_off_by_nobody(rows: Copy) -> None:
    rows.pick("events", event_type="statement", status="occurred")["status"] = "cancelled"


@mutation("PD540")
def _here_and_not_here(rows: Copy) -> None:
    row = rows.pick("participations", attendance="attended")
    rows.clone("participations", row, role="observer", attendance="declined")


@mutation("PD541")
def _part_of_what_was_not_held(rows: Copy) -> None:
    part = rows.pick("events", lambda row: row["part_of"], status="occurred")
    rows.of("events", part["part_of"])["status"] = "cancelled"


@mutation("PD542")
def _part_in_another_process(rows: Copy) -> None:
    part = rows.pick("events", lambda row: row["part_of"])
    other = rows.pick("processes", lambda row: row["process_id"] != part["process_id"])
    part["process_id"] = other["process_id"]


@mutation("PD544")
def _signed_by_one_side(rows: Copy) -> None:
    texts = {row["document_id"] for row in rows["documents"] if row["status"] == "multiparty_signed"}
    one = rows.pick("signatures", lambda row: row["document_id"] in texts, form="signed")
    rows.drop("signatures", document_id=one["document_id"])
    rows.clone("signatures", one)


@mutation("PD545")
def _retired_but_there(rows: Copy) -> None:
    key = rows["events"][0]["event_id"]
    tombstone = {"table": "events", "record_id": key, "release": "2026.2", "reason": "Twice", "replaced_by": ""}
    rows["retired"].append(tombstone)


@mutation("PD601")
def _without_claim(rows: Copy) -> None:
    rows.clone("events", rows["events"][0], event_id="the-other")


def _vouched(rows: Copy, event: Row, source: Row) -> None:
    """Give all claims on an event to one source."""
    for claim in rows["claims"]:
        if claim["table"] == "events" and claim["record_id"] == event["event_id"]:
            claim["source_id"] = source["source_id"]


def _publishers(rows: Copy) -> dict[str, set[str]]:
    """The publishers of the sources of each event."""
    publisher = {row["source_id"]: row["publisher"] for row in rows["sources"]}
    found = defaultdict(set)
    for claim in rows["claims"]:
        if claim["table"] == "events":
            found[claim["record_id"]].add(publisher[claim["source_id"]])
    return found


@mutation("PD602")
def _one_publisher(rows: Copy) -> None:
    publishers = _publishers(rows)
    event = rows.pick("events", lambda row: len(publishers[row["event_id"]]) > 1)
    _vouched(rows, event, rows["sources"][0])


@mutation("PD603")
def _high_confidence_of_one(rows: Copy) -> None:
    publishers = _publishers(rows)
    event = rows.pick("events", lambda row: publishers[row["event_id"]], confidence="high")
    _vouched(rows, event, rows.pick("sources", source_type="newspaper"))


@mutation("PD607")
def _one_address_twice(rows: Copy) -> None:
    rows.clone("sources", rows["sources"][0], source_id="the-other")


@mutation("PD608")
def _one_side_only(rows: Copy) -> None:
    sides = defaultdict(set)
    for row in rows["participations"]:
        if row["role"] == "party" and row["attendance"] == "attended":
            sides[row["event_id"]].add(row["on_behalf_of"] or row["actor_id"])
    near = {row["source_id"] for row in rows["sources"] if row["aligned_actor_id"] == "russia"}
    others = {row["record_id"] for row in rows["claims"] if row["table"] == "events" and row["source_id"] not in near}
    event = rows.pick("events", lambda row: len(sides[row["event_id"]]) > 1 and row["event_id"] in others)
    _vouched(rows, event, rows.pick("sources", aligned_actor_id="russia"))


@mutation("PD609")
def _dispute_of_one(rows: Copy) -> None:
    accounts = defaultdict(set)
    for claim in rows["claims"]:
        if claim["table"] == "events":
            accounts[claim["record_id"]].add(claim["stance"])
    rows.pick("events", lambda row: accounts[row["event_id"]] == {"supports"}, status="occurred")["status"] = "disputed"


@mutation("PD610")
def _source_before_event(rows: Copy) -> None:
    held = {row["event_id"] for row in rows["events"] if row["status"] == "occurred"}
    claim = rows.pick("claims", lambda row: row["record_id"] in held, table="events", stance="supports")
    rows.of("sources", claim["source_id"])["date_published"] = "1999-01-01"


@mutation("PD613")
def _plain_http(rows: Copy) -> None:
    source = rows.pick("sources", lambda row: row["url"].startswith("https://"))
    rows.clone("sources", source, source_id="the-other", url=source["url"].replace("https://", "http://") + "/2")


@mutation("PD617")
def _same_claim_twice(rows: Copy) -> None:
    rows.clone("claims", rows["claims"][0], claim_id="the-other")


@mutation("PD619")
def _publisher_of_two_sides(rows: Copy) -> None:
    source = rows.pick("sources", aligned_actor_id="russia")
    rows.clone("sources", source, source_id="the-other", aligned_actor_id="ukraine")


@mutation("PD621")
def _dispute_over_nothing(rows: Copy) -> None:
    claim = rows.pick("claims", lambda row: row["value"], table="events", field="venue")
    rows.of("events", claim["record_id"])["venue"] = ""
    rows.drop("claims", table="events", record_id=claim["record_id"])
    rows.clone("claims", claim, stance="contradicts")


@mutation("PD702")
def _person_without_office(rows: Copy) -> None:
    rows.clone("actors", rows.pick("actors", actor_type="person"), actor_id="the-other", description="")


@pytest.fixture(scope="module")
def whole(dataset: Dataset) -> Dataset:
    """The real dataset in memory."""
    return Dataset.from_rows({name: [row.cells for row in dataset.table(name).rows] for name in TABLES})


def found(dataset: Dataset, rule: Rule) -> set[tuple[str | None, str | None, str]]:
    findings: list[Finding] = list(judge_dataset(dataset, AS_OF, [rule]))
    assert {finding.code for finding in findings} <= {rule.check.code}
    return {(finding.key, finding.column, finding.message) for finding in findings}


def test_every_rule_has_a_mutation_and_every_mutation_a_rule() -> None:
    assert set(MUTATIONS) == {rule.check.code for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=[rule.check.code for rule in RULES])
def test_a_rule_finds_its_defect_in_the_real_dataset(rule: Rule, whole: Dataset) -> None:
    rows = Copy(whole)
    MUTATIONS[rule.check.code](rows)
    others = {name: [row.cells for row in table.rows] for name, table in whole.tables.items()}
    mutated = Dataset.from_rows({**others, **rows})
    for name in rule.needs:
        assert mutated.table(name).complete, "a mutation keeps to the model"
    assert found(mutated, rule) - found(whole, rule), f"{rule.check.name} did not notice what was done to the data"
