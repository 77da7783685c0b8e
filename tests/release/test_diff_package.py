"""Packages compared: tables, schemas, the class of a change and the least version of the schema."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from peacedata.dataset.dataset import Dataset
from peacedata.dataset.snapshot import Snapshot, TableSnapshot, snapshot_of
from peacedata.intake.records import Record
from peacedata.release.diff import Bump, ChangeClass, compare
from peacedata.release.diff.schema import compare_schemas

SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True}},
        {
            "name": "kind",
            "type": "string",
            "description": "What kind.",
            "categories": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}],
            "constraints": {"enum": ["a", "b"]},
        },
        {"name": "size", "type": "integer", "constraints": {"minimum": 1, "maximum": 9}},
    ],
    "missingValues": [""],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["kind"], "reference": {"resource": "kinds", "fields": ["kind"]}}],
}


def changed(**paths: Any) -> dict[str, Any]:
    """The schema with some things in it replaced; ``__`` goes down, None takes out."""
    schema = deepcopy(SCHEMA)
    for path, value in paths.items():
        *down, last = [int(part) if part.isdigit() else part for part in path.split("__")]
        place: Any = schema
        for part in down:
            place = place[part]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return schema


def bumps(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, Bump]]:
    return [(change.column, change.bump) for change in compare_schemas("t", old, new)]


@pytest.mark.parametrize(
    ("new", "column", "there", "back"),
    [
        (changed(fields__2=None), "size", Bump.MAJOR, Bump.MAJOR),
        (changed(fields__2__type="number"), "size", Bump.MAJOR, Bump.MAJOR),
        (changed(fields__2__format="other"), "size", Bump.MAJOR, Bump.MAJOR),
        (changed(fields__2__constraints__maximum=10), "size", Bump.MINOR, Bump.MAJOR),
        (changed(fields__2__constraints__minimum=0), "size", Bump.MINOR, Bump.MAJOR),
        (changed(fields__2__constraints__minimum=None), "size", Bump.MINOR, Bump.MAJOR),
        (changed(fields__2__constraints__required=True), "size", Bump.MAJOR, Bump.MINOR),
        (changed(fields__2__constraints__pattern="x"), "size", Bump.MAJOR, Bump.MINOR),
        (changed(fields__1__description="Which kind."), "kind", Bump.PATCH, Bump.PATCH),
        (changed(fields__1__constraints__enum=["a", "b", "c"]), "kind", Bump.MINOR, Bump.MAJOR),
        (
            changed(fields__1__categories=[{"value": "a", "label": "A!"}, {"value": "b", "label": "B"}]),
            "kind",
            *[Bump.PATCH] * 2,
        ),
        (changed(fields__1__missingValues=["-"]), "kind", Bump.MAJOR, Bump.MAJOR),
        (changed(missingValues=["", "NA"]), "", Bump.MAJOR, Bump.MAJOR),
        (changed(primaryKey=["id", "kind"]), "", Bump.MAJOR, Bump.MAJOR),
        (changed(foreignKeys=None), "", Bump.MINOR, Bump.MAJOR),
        (changed(uniqueKeys=[["kind"]]), "", Bump.MAJOR, Bump.MINOR),
        (changed(description="A table."), "", Bump.PATCH, Bump.PATCH),
        (changed(fieldsMatch="subset"), "", Bump.MAJOR, Bump.MAJOR),
    ],
)
def test_each_difference_asks_for_its_bump_there_and_back(
    new: dict[str, Any], column: str, there: Bump, back: Bump
) -> None:
    assert bumps(SCHEMA, new) == [(column, there)]
    assert bumps(new, SCHEMA) == [(column, back)]


def test_a_schema_beside_itself_has_no_difference() -> None:
    assert bumps(SCHEMA, deepcopy(SCHEMA)) == []


def test_a_default_that_is_stated_is_no_difference() -> None:
    assert bumps(SCHEMA, changed(fieldsMatch="exact", missingValues=[""])) == []


def test_fields_in_another_order_are_major_and_said_once() -> None:
    assert bumps(SCHEMA, changed(fields=SCHEMA["fields"][::-1])) == [("", Bump.MAJOR)]


def test_a_renamed_field_is_one_change_and_its_keys_follow() -> None:
    new = changed(fields__0__name="key", primaryKey=["key"])
    [one] = compare_schemas("t", SCHEMA, new, {"id": "key"})
    assert (one.column, one.bump, one.says) == ("key", Bump.MAJOR, "the field 'id' was renamed")


@pytest.mark.parametrize(
    "broken", [{}, {"fields": 3}, {"fields": [3, None]}, {"fields": [{"name": "id", "constraints": None}]}]
)
def test_schemas_that_are_none_are_compared_without_a_fault(broken: dict[str, Any]) -> None:
    assert bumps(SCHEMA, broken)
    assert bumps(broken, SCHEMA)


def table(name: str, rows: list[list[str]], schema: dict[str, Any] | None = SCHEMA) -> TableSnapshot:
    records = [Record(number, number, cells) for number, cells in enumerate(rows, 2)]
    return TableSnapshot(name, ("id", "kind", "size"), records, ("id",), schema)


ROWS = [["1", "a", "3"], ["2", "b", "4"]]


def package(*tables: TableSnapshot, **descriptor: Any) -> Snapshot:
    return Snapshot("p", {"name": "p", **descriptor}, {one.name: one for one in tables})


@pytest.mark.parametrize(
    ("new", "change_class", "bump"),
    [
        (package(table("t", ROWS)), None, Bump.NONE),
        (package(table("t", ROWS), title="T"), None, Bump.NONE),
        (package(table("t", [*ROWS, ["3", "a", ""]])), ChangeClass.ADDITIVE, Bump.NONE),
        (package(table("t", [["1", "a", "5"], ROWS[1]])), ChangeClass.CORRECTIVE, Bump.NONE),
        (package(table("t", [["1", "a", "5"], ROWS[1], ["3", "", ""]])), ChangeClass.CORRECTIVE, Bump.NONE),
        (package(table("t", ROWS[:1])), ChangeClass.BREAKING, Bump.NONE),
        (package(table("t", ROWS), table("u", [["9", "", ""]])), ChangeClass.ADDITIVE, Bump.MINOR),
        (package(), ChangeClass.BREAKING, Bump.MAJOR),
        (package(table("renamed", ROWS)), ChangeClass.BREAKING, Bump.MAJOR),
        (package(table("t", ROWS, changed(description="T."))), ChangeClass.CORRECTIVE, Bump.PATCH),
        (package(table("t", ROWS, changed(fields__2__constraints__maximum=10))), ChangeClass.ADDITIVE, Bump.MINOR),
        (package(table("t", ROWS, changed(fields__2__type="number"))), ChangeClass.BREAKING, Bump.MAJOR),
    ],
)
def test_the_class_of_a_change(new: Snapshot, change_class: ChangeClass | None, bump: Bump) -> None:
    found = compare(package(table("t", ROWS)), new)
    assert (found.change_class, found.bump) == (change_class, bump)
    assert found.empty == (new == package(table("t", ROWS)))


def test_a_renamed_table_is_known_by_what_it_holds() -> None:
    [found] = compare(package(table("t", ROWS)), package(table("renamed", ROWS))).tables
    assert (found.status, found.old_name, found.name) == ("renamed", "t", "renamed")
    assert found.rows.empty


def test_what_a_build_states_of_itself_is_no_change() -> None:
    released = package(table("t", ROWS), created="2026-01-01T00:00:00Z", peacedata={"contentHash": "x"})
    assert compare(package(table("t", ROWS)), released).empty


def ours(**rows: list[dict[str, str]]) -> Snapshot:
    """A dataset of our model in memory."""
    return replace(snapshot_of(Dataset.from_rows(rows)), label="d", descriptor={"peacedata": {"schema": "1.0.0"}})


EVENTS = [{"event_id": "a", "title": "A"}, {"event_id": "b", "title": "B"}]


def test_a_tombstone_makes_a_removal_a_correction() -> None:
    before = ours(events=EVENTS)
    assert compare(before, ours(events=EVENTS[:1])).change_class is ChangeClass.BREAKING
    retired = [{"table": "events", "record_id": "b", "release": "2026.2", "reason": "Twice"}]
    found = compare(before, ours(events=EVENTS[:1], retired=retired))
    assert found.change_class is ChangeClass.CORRECTIVE
    assert found.reasons[0].says == "events: 1 row withdrawn with a tombstone"


def test_a_link_without_an_id_of_its_own_may_be_corrected_away() -> None:
    links = [{"event_id": "a", "actor_id": one, "role": "party"} for one in ("x", "y")]
    found = compare(ours(participations=links), ours(participations=links[:1]))
    assert found.change_class is ChangeClass.CORRECTIVE
