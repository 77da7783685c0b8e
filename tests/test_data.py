"""What holds of the committed dataset beyond its check: the story that it must be able to tell, and its form."""

from __future__ import annotations

from pathlib import Path

import pytest

from peacedata.dataset.dataset import Dataset
from peacedata.model import Event
from peacedata.release.package import prepare


def test_the_committed_files_are_canonical(dataset: Dataset, working_copy: Path) -> None:
    files = {path: content for path, content in prepare(dataset).files.items() if path.startswith("data/")}
    assert len(files) == 15
    for path, content in files.items():
        assert (working_copy / path).read_bytes() == content, f"{path} is not as `peacedata build` writes it"


def test_every_event_has_two_publishers_or_says_so(dataset: Dataset) -> None:
    for event in dataset.events:
        publishers = {source.publisher for source in event.sources}
        assert len(publishers) >= 2 or event.confidence != "high", event.key


def test_every_outcome_and_document_has_a_claim(dataset: Dataset) -> None:
    assert all(outcome.claims for outcome in dataset.outcomes)
    assert all(document.claims for document in dataset.documents)


def test_coverage_is_said(dataset: Dataset) -> None:
    for process in dataset.processes:
        assert process.coverage_start.earliest <= process.coverage_end.earliest
        assert "left out" in process.coverage_note or "are left" in process.coverage_note, process.key


@pytest.mark.parametrize(
    ("date", "place"),
    [
        ("2014-06-06", "benouville"),
        ("2014-10-17", "milan"),
        ("2015-02-11", "minsk"),
        ("2015-10-02", "paris"),
        ("2016-10-19", "berlin"),
        ("2019-12-09", "paris"),
    ],
)
def test_normandy_leaders_met(dataset: Dataset, date: str, place: str) -> None:
    found = [e for e in dataset.events if e.process_id == "normandy-format" and e.date_start == date]
    summit = next(e for e in found if e.place_id == place)
    principals = {row.on_behalf_of for row in summit.participations}
    assert {"ukraine", "russia", "france", "germany"} <= principals


@pytest.mark.parametrize(
    ("event", "number", "date"),
    [
        ("istanbul-2025-round-1", 1, "2025-05-16"),
        ("istanbul-2025-round-2", 2, "2025-06-02"),
        ("istanbul-2025-round-3", 3, "2025-07-23"),
        ("belarus-round-1-2022-02-28", 1, "2022-02-28"),
        ("belarus-round-2-2022-03-03", 2, "2022-03-03"),
        ("belarus-round-3-2022-03-07", 3, "2022-03-07"),
    ],
)
def test_rounds_of_talks(dataset: Dataset, event: str, number: int, date: str) -> None:
    talks = dataset.events[event]
    assert (talks.round_number, talks.date_start, talks.status) == (number, date, "occurred")
    assert {row.on_behalf_of or row.actor_id for row in talks.participations} >= {"ukraine", "russia"}


def delivered(event: Event) -> dict[str, int]:
    """What the exchanges of a round's promises have brought, by unit; parts are never added."""
    totals: dict[str, int] = {}
    for promise in event.outcomes:
        for delivery in promise.deliveries:
            if delivery.quantity and delivery.unit and not delivery.part_of:
                totals[delivery.unit] = totals.get(delivery.unit, 0) + int(delivery.quantity)
    return totals


def test_promise_and_delivery(dataset: Dataset) -> None:
    assert delivered(dataset.events["istanbul-2025-round-1"]) == {"persons": 2000}
    assert delivered(dataset.events["istanbul-2025-round-2"])["bodies"] >= 6000


def test_offers_and_refusals_are_linked(dataset: Dataset) -> None:
    refusals = dataset.events.filter(event_type="refusal")
    assert len(refusals) >= 20
    assert all(event.answers for event in refusals)
    offer = dataset.events["zelenskyy-offers-personal-meeting-2025-05-11"]
    assert {event.event_type for event in offer.responses} & {"refusal", "statement"}


def test_the_order_each_side_insists_on(dataset: Dataset) -> None:
    ranks = {
        (row.actor_id, row.issue): row.sequence_rank
        for row in dataset.events["istanbul-2025-round-2"].positions
        if row.sequence_rank
    }
    assert ranks["ukraine", "ceasefire"] < ranks["ukraine", "political_settlement"]  # type: ignore[operator] # ranked
    assert ranks["russia", "ceasefire"] > ranks["russia", "territory_status"]  # type: ignore[operator] # ranked


def test_what_was_not_held_and_who_was_missed(dataset: Dataset) -> None:
    summit = dataset.events["putin-zelenskyy-meeting-istanbul-2025-05-15"]
    assert (summit.event_type, summit.status) == ("summit", "did_not_take_place")
    attendance = {row.actor_id: row.attendance for row in summit.participations}
    assert attendance["volodymyr-zelenskyy"] == "absent_expected"
    assert attendance["vladimir-putin"] == "declined"
    assert dataset.events.filter(event_type="mediation_offer", status="speculated")


def test_the_change_of_mediator(dataset: Dataset) -> None:
    (row,) = dataset.events.filter(event_id="united-states-takes-mediating-role-2025")
    roles = {(part.actor_id, str(part.role)) for part in row.participations}
    assert ("united-states", "incoming_mediator") in roles
    assert {("france", "outgoing_mediator"), ("germany", "outgoing_mediator")} <= roles


def test_the_minsk_texts_and_who_signed_them(dataset: Dataset) -> None:
    for document in ("minsk-protocol-2014", "minsk-memorandum-2014", "minsk-package-of-measures-2015"):
        signers = {row.actor_id for row in dataset.documents[document].signatures}
        assert signers == {
            "heidi-tagliavini",
            "leonid-kuchma",
            "mikhail-zurabov",
            "alexander-zakharchenko",
            "igor-plotnitsky",
        }


def test_the_crosswalk(dataset: Dataset) -> None:
    names = {(row.record_id, str(row.scheme)): row.value for row in dataset.identifiers}
    assert names["ukraine", "gw"] == "369"
    assert names["russia", "ucdp_actor"] == "57"
    assert names["minsk-protocol-2014", "pax_agreement"] == "1363"


def test_no_row_names_a_party_in_one_sides_words(dataset: Dataset) -> None:
    loaded = ("special military operation", "regime in kyiv", "kyiv regime", "terrorist republic", "orcs", "dictator")
    for event in dataset.events:
        text = f"{event.title} {event.summary}".lower()
        assert not any(word in text for word in loaded), event.key
