from __future__ import annotations

import pickle
from decimal import Decimal

import pytest
from pydantic import ValidationError

from peacedata.dataset.dataset import Dataset
from peacedata.model import TABLES, Event, Outcome, Participation, Place, Record
from peacedata.schema.columns import columns

EXAMPLES = {name: {column.name: column.example for column in columns(record)} for name, record in TABLES.items()}


@pytest.mark.parametrize(("name", "record"), TABLES.items(), ids=list(TABLES))
def test_every_column_has_a_meaning_and_an_example_that_fits(name: str, record: type[Record]) -> None:
    for column in columns(record):
        assert column.description.endswith("."), f"{name}.{column.name} needs a sentence that a codebook can print"
        assert column.example, f"{name}.{column.name} needs an example"
    made = record.from_row(EXAMPLES[name])
    assert made.to_row() == EXAMPLES[name]
    assert made.table_name == name
    assert all(part in made.key for part in (EXAMPLES[name][column] for column in record.key_columns))


@pytest.mark.parametrize(("name", "record"), TABLES.items(), ids=list(TABLES))
def test_optional_columns_may_be_empty_and_required_ones_not(name: str, record: type[Record]) -> None:
    required = {column.name for column in columns(record) if column.required}
    record.from_row({column: cell if column in required else "" for column, cell in EXAMPLES[name].items()})
    for column in required:
        with pytest.raises(ValidationError):
            record.from_row({**EXAMPLES[name], column: ""})


@pytest.mark.parametrize(("name", "record"), TABLES.items(), ids=list(TABLES))
def test_the_key_comes_first_and_is_required(name: str, record: type[Record]) -> None:
    fields = list(columns(record))
    assert [column.name for column in fields[: len(record.key_columns)]] == list(record.key_columns)
    assert all(column.required for column in fields if column.name in record.key_columns)


def test_values_are_typed() -> None:
    event = Event.from_row(EXAMPLES["events"])
    assert event.duration_minutes == 60
    assert event.date_start.latest.day == 2
    assert event.mode == "in_person"
    assert Participation.from_row(EXAMPLES["participations"]).delegation_head is True
    assert Outcome.from_row(EXAMPLES["outcomes"]).quantity == Decimal(6000)


def test_python_values_are_taken_too() -> None:
    place = Place(place_id="x", name="X", country="TUR", latitude=41, longitude=Decimal("28.95"), precision="city")
    assert place.to_row()["latitude"] == "41"


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        *(("event_id", bad) for bad in ("Istanbul", "a--b", "-a", "a-", "a b", "a" * 81, "é", "a\n")),
        *(("duration_minutes", bad) for bad in ("0", "-1", "1.0", "1_000", " 60", "sixty", "６０", "1e2")),
        *(("time_start", bad) for bad in ("24:00", "9:00", "09:60", "09:00:00")),
        *(("event_type", bad) for bad in ("Talks", "talk", "talks ")),
    ],
)
def test_what_a_cell_may_not_hold(column: str, cell: str) -> None:
    with pytest.raises(ValidationError):
        Event.from_row({**EXAMPLES["events"], column: cell})


def test_unknown_columns_are_refused() -> None:
    with pytest.raises(ValidationError, match="titel"):
        Event.from_row({**EXAMPLES["events"], "titel": "x"})


def test_records_do_not_change_and_know_when_they_have_no_dataset() -> None:
    event = Event.from_row(EXAMPLES["events"])
    with pytest.raises(ValidationError, match="frozen"):
        event.title = "Another"
    with pytest.raises(LookupError, match="belongs to no dataset"):
        _ = event.participations


def test_a_linked_record_is_still_its_values() -> None:
    process = {**EXAMPLES["processes"], "process_id": "istanbul-2025", "parent_process_id": ""}
    dataset = Dataset.from_rows({"processes": [process], "events": [EXAMPLES["events"]]})
    (event,) = dataset.events
    alone = Event.from_row(EXAMPLES["events"])
    assert event.process.key == "istanbul-2025"
    assert event == alone
    assert repr(event) == repr(alone)
    assert event.model_dump() == alone.model_dump()
    again = pickle.loads(pickle.dumps(event))  # noqa: S301 - our own bytes
    assert again == alone
    with pytest.raises(LookupError):
        _ = again.process
