"""Keys and references change together or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fixing import fixed, package

from peacedata.fix.plan import plan
from peacedata.intake.package import Package

KEY: dict[str, Any] = {"name": "id", "type": "string", "constraints": {"pattern": "[a-z]+"}}
PLACES: dict[str, Any] = {"fields": [KEY], "primaryKey": ["id"]}
REFERENCE = [{"fields": ["place"], "reference": {"resource": "places", "fields": ["id"]}}]
EVENTS: dict[str, Any] = {
    "fields": [{"name": "n", "type": "integer"}, {"name": "place", "type": "string"}],
    "foreignKeys": REFERENCE,
}


def texts(made: Package, **only: Path) -> dict[str, str]:
    files = plan(made, only or None).files
    return {one.job.resource.name: one.after.decode() if one.left is None else f"left: {one.left}" for one in files}


def test_a_reference_follows_its_record(tmp_path: Path) -> None:
    made = package(
        tmp_path, {"places": (PLACES, "id\nkyiv \nlviv\n"), "events": (EVENTS, "n,place\n1,kyiv \n2,lviv\n")}
    )
    assert texts(made) == {"places": "id\nkyiv\nlviv\n", "events": "n,place\n1,kyiv\n2,lviv\n"}
    [events, places] = plan(made).files
    assert (dict(events.counts), dict(places.counts)) == ({"references": 1}, {"blanks": 1})
    fixed(tmp_path)
    assert (tmp_path / "events.csv").read_text() == "n,place\n1,kyiv\n2,lviv\n"
    assert plan(made).linked is False


def test_a_key_stays_where_what_refers_to_it_cannot_be_changed(tmp_path: Path) -> None:
    for broken in ("n,place\n1,kyiv \n2\n", "n,place\n1,\x00kyiv \n"):
        made = package(tmp_path, {"places": (PLACES, "id\nkyiv \n"), "events": (EVENTS, broken)})
        assert texts(made)["places"] == "id\nkyiv \n"
    made = package(tmp_path, {"places": (PLACES, "id\nkyiv \n"), "events": (EVENTS, "n,place\n1,kyiv \n")})
    lone = tmp_path / "other.csv"
    lone.write_text("id\nkyiv \n")
    assert texts(made, places=lone) == {"places": "id\nkyiv \n"}
    lone.write_text("id\nlviv \n")
    assert texts(made, places=lone) == {"places": "id\nlviv\n"}


def test_two_records_never_become_one(tmp_path: Path) -> None:
    made = package(tmp_path, {"places": (PLACES, "id\nkyiv\nkyiv \nlviv \n")})
    assert texts(made) == {"places": "id\nkyiv\nkyiv \nlviv\n"}
    made = package(tmp_path, {"places": (PLACES, "id\n kyiv\nkyiv \n")})
    assert texts(made) == {"places": "id\n kyiv\nkyiv \n"}
    unique = {"fields": [{"name": "id", "type": "integer", "constraints": {"unique": True}}]}
    made = package(tmp_path, {"numbers": (unique, "id\n1\n 1\n 2\n")})
    assert texts(made) == {"numbers": "id\n1\n 1\n2\n"}


def test_a_reference_to_a_record_that_keeps_its_name_stays(tmp_path: Path) -> None:
    free = {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]}
    strict = EVENTS | {"fields": [EVENTS["fields"][0], KEY | {"name": "place"}]}
    made = package(tmp_path, {"places": (free, "id\nkyiv \n"), "events": (strict, "n,place\n1,kyiv \n2,lviv \n")})
    assert texts(made)["events"] == "n,place\n1,kyiv \n2,lviv\n"
    collided = {"places": (PLACES, "id\nkyiv\nkyiv \n"), "events": (strict, "n,place\n1,kyiv \n")}
    assert texts(package(tmp_path, collided))["events"] == "n,place\n1,kyiv \n"


def test_a_table_may_refer_to_itself_and_keys_may_be_references(tmp_path: Path) -> None:
    own = {
        "fields": [KEY, {"name": "parent", "type": "string"}],
        "primaryKey": ["id"],
        "foreignKeys": [{"fields": ["parent"], "reference": {"fields": ["id"]}}],
    }
    assert texts(package(tmp_path, {"own": (own, "id,parent\na ,\nb,a \n")})) == {"own": "id,parent\na,\nb,a\n"}
    kinds = {
        "fields": [{"name": "place", "type": "string"}, {"name": "kind", "constraints": {"enum": ["x"]}}],
        "primaryKey": ["place", "kind"],
        "foreignKeys": REFERENCE,
    }
    notes = {
        "fields": [{"name": "place", "type": "string"}, {"name": "kind", "type": "string"}],
        "foreignKeys": [
            {"fields": ["place", "kind"], "reference": {"resource": "kinds", "fields": ["place", "kind"]}},
        ],
    }
    tables = {"places": (PLACES, "id\nkyiv \n"), "kinds": (kinds, "place,kind\nkyiv ,X\n")}
    assert texts(package(tmp_path, tables | {"notes": (notes, "place,kind\nkyiv ,X\n")})) == {
        "places": "id\nkyiv\n",
        "kinds": "place,kind\nkyiv,x\n",
        "notes": "place,kind\nkyiv,x\n",
    }


def test_files_that_refer_are_written_before_those_referred_to(tmp_path: Path) -> None:
    made = package(tmp_path, {"places": (PLACES, "id\nkyiv \n"), "events": (EVENTS, "n,place\n1,kyiv \n")})
    found = plan(made)
    assert found.linked
    assert [one.job.resource.name for one in found.files] == ["events", "places"]
    # Cut off between the two, a second run comes to the same end.
    (tmp_path / "events.csv").write_bytes(found.files[0].after)
    fixed(tmp_path)
    assert (tmp_path / "places.csv").read_text() == "id\nkyiv\n"
    assert (tmp_path / "events.csv").read_text() == "n,place\n1,kyiv\n"
