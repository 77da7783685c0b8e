"""The flat CSV files: our own check and frictionless accept them, and what they derive is what the tables say."""

from __future__ import annotations

import csv
import json
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import frictionless
import pytest
from click.testing import CliRunner
from exporting import awkward_rows, expected, export, with_rows
from hypothesis import given, settings

import peacedata
from peacedata.cli import commands
from peacedata.model import EdtfDate
from peacedata.model.codes import Attendance, Role
from peacedata.release.flat.source import _ATTENDANCE
from peacedata.release.package import ReleasePackage

COPIED = {
    "events": [
        "event_id",
        "process_id",
        "event_type",
        "status",
        "title",
        "date_start",
        "time_start",
        "date_end",
        "duration_minutes",
        "duration_qualifier",
        "round_number",
        "mode",
        "place_id",
        "venue",
        "part_of",
        "responds_to",
        "confidence",
        "summary",
    ]
}


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "flat" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def check(package: ReleasePackage, folder: Path) -> None:
    events, participants = read(folder, "events"), read(folder, "event_participants")
    check_events(package, events, participants)
    check_participants(package, participants)


def check_events(package: ReleasePackage, found: list[dict[str, str]], participants: list[dict[str, str]]) -> None:
    tables = {name: table.rows for name, table in package.tables.items()}
    assert [{name: row[name] for name in COPIED["events"]} for row in found] == tables["events"]
    titles = {row["event_id"]: row["title"] for row in tables["events"]}
    actors = {row["actor_id"]: row["name"] for row in tables["actors"]}
    places = {row["place_id"]: row for row in tables["places"]}
    processes = {row["process_id"]: row["name"] for row in tables["processes"]}
    sides: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in tables["participations"]:
        sides[row["event_id"], row["role"]].add(row["on_behalf_of"] or row["actor_id"])
    people = Counter(row["event_id"] for row in participants)
    sources = defaultdict(set)
    for row in tables["claims"]:
        if row["table"] == "events":
            sources[row["record_id"]].add(row["source_id"])
    for row in found:
        event = row["event_id"]
        assert row["process_name"] == processes[row["process_id"]]
        assert row["part_of_title"] == titles.get(row["part_of"], "")
        assert row["place_name"] == places.get(row["place_id"], {}).get("name", "")
        assert row["longitude"] == places.get(row["place_id"], {}).get("longitude", "")
        for column in ("date_start", "date_end"):
            written = EdtfDate(row[column]) if row[column] else None
            assert row[f"{column}_earliest"] == (written.earliest.isoformat() if written else "")
            assert row[f"{column}_latest"] == (written.latest.isoformat() if written else "")
        for role in ("party", "mediator", "facilitator", "convener", "host"):
            wanted = sorted(sides[event, role])
            assert row[f"{role}_ids"] == ";".join(wanted)
            assert row[f"{role}_names"] == "; ".join(actors[one] for one in wanted)
            assert row[f"{role}_count"] == str(len(wanted))
        assert row["participant_count"] == str(people[event])
        assert sum(int(row[f"attendance_{code}"]) for code in Attendance) == people[event]
        assert row["source_count"] == str(len(sources[event]))
        assert row["outcome_count"] == str(sum(one["event_id"] == event for one in tables["outcomes"]))
        assert row["issues"] == ";".join(sorted({o["issue"] for o in tables["agenda"] if o["event_id"] == event}))


def check_participants(package: ReleasePackage, found: list[dict[str, str]]) -> None:
    rows = package.tables["participations"].rows
    by_key = defaultdict(list)
    for row in rows:
        by_key[row["event_id"], row["actor_id"]].append(row)
    assert [(row["event_id"], row["actor_id"]) for row in found] == sorted(by_key)
    actors = {row["actor_id"]: row for row in package.tables["actors"].rows}
    events = {row["event_id"]: row for row in package.tables["events"].rows}
    for row in found:
        own = by_key[row["event_id"], row["actor_id"]]
        assert row["roles"] == ";".join(one["role"] for one in own)
        assert {code for code in Role if row[f"role_{code}"] == "true"} == {one["role"] for one in own}
        assert {row[f"role_{code}"] for code in Role} <= {"true", "false"}
        assert row["actor_name"] == actors[row["actor_id"]]["name"]
        assert row["event_title"] == events[row["event_id"]]["title"]
        assert row["attendance"] in {one["attendance"] for one in own}
        if len(own) == 1:
            for column in ("on_behalf_of", "attendance", "rank", "title_at_time", "delegation_head", "headcount"):
                assert row[column] == own[0][column]
        assert row["side"].split(";")[0] == (own[0]["on_behalf_of"] or own[0]["actor_id"])


def accepted(folder: Path) -> None:
    """By our own check, with the schema alone and as a package, and by frictionless."""
    report = peacedata.validate(folder / "flat" / "datapackage.json")
    assert report.valid, report.findings[:3]
    found = frictionless.Package(str(folder / "flat" / "datapackage.json")).validate()
    assert found.valid, found.flatten(["rowNumber", "fieldName", "type", "message"])[:3]


def test_the_dataset_is_whole(real_package: ReleasePackage, real_export: Path) -> None:
    check(real_package, real_export)


def test_the_dataset_is_accepted(real_export: Path) -> None:
    accepted(real_export)


@settings(max_examples=6)
@given(awkward_rows())
def test_awkward_cells_come_back(small_package: ReleasePackage, rows: Any) -> None:
    package = with_rows(small_package, rows)
    with tempfile.TemporaryDirectory() as folder:
        check(package, export(package, "flat", Path(folder) / "release"))


@settings(max_examples=6)
@given(awkward_rows(refused=False))
def test_awkward_cells_are_accepted(small_package: ReleasePackage, rows: Any) -> None:
    package = with_rows(small_package, rows)
    with tempfile.TemporaryDirectory() as folder:
        report = peacedata.validate(export(package, "flat", Path(folder) / "release") / "flat" / "datapackage.json")
        assert report.valid, [str(one)[:200] for one in report.findings][:3]


@pytest.mark.parametrize("name", ["events", "event_participants"])
def test_the_schema_beside_a_file_checks_it(real_export: Path, tmp_path: Path, name: str) -> None:
    schema, data = real_export / "flat" / f"{name}.schema.json", real_export / "flat" / f"{name}.csv"
    done = CliRunner().invoke(commands, ["check", "--schema", str(schema), str(data)])
    assert done.exit_code == 0, done.output
    text = data.read_text("utf-8")
    for old, new in ((",Occurred,", ",,"), (",occurred,", ",occured,")):
        assert old in text
        spoilt = tmp_path / f"{name}.csv"
        spoilt.write_text(text.replace(old, new, 1), "utf-8", newline="")
        assert CliRunner().invoke(commands, ["check", "--schema", str(schema), str(spoilt)]).exit_code == 1


def test_every_column_is_described(real_export: Path) -> None:
    for name in ("events", "event_participants"):
        schema = json.loads((real_export / "flat" / f"{name}.schema.json").read_text("utf-8"))
        assert all(field["description"].endswith(".") for field in schema["fields"])
        assert [field["name"] for field in schema["fields"]] == list(read(real_export, name)[0])


def test_every_column_is_in_the_documentation(real_export: Path, root: Path) -> None:
    page = (root / "docs" / "formats.md").read_text("utf-8")
    for name in ("events", "event_participants"):
        schema = json.loads((real_export / "flat" / f"{name}.schema.json").read_text("utf-8"))
        for field in schema["fields"]:
            column = field["name"]
            said = {
                column,
                column.removesuffix("_label"),
                column.removesuffix("_earliest"),
                column.removesuffix("_latest"),
            }
            said |= {f"{head}_<code>" for head in ("attendance", "role") if column.startswith(f"{head}_")}
            said |= {f"<role>_{tail}" for tail in ("ids", "names", "count") if column.endswith(f"_{tail}")}
            assert any(f"`{one}`" in page for one in said), f"{name}.{column}"


def test_two_roles_of_one_actor_are_one_row(small_package: ReleasePackage, tmp_path: Path) -> None:
    rows = {name: [dict(row) for row in table.rows] for name, table in small_package.tables.items()}
    base = {**dict.fromkeys(rows["participations"][0], ""), "event_id": "talks-2024", "actor_id": "person-one"}
    rows["participations"][1]["title_at_time"] = "T" * 300
    rows["participations"] += [
        base | {"role": "mediator", "attendance": "declined", "on_behalf_of": "body-two", "rank": "head_of_state"},
        base | {"role": "host", "attendance": "not_applicable", "title_at_time": "M" * 300},
    ]
    folder = export(with_rows(small_package, rows), "flat", tmp_path / "release")
    row = next(row for row in read(folder, "event_participants") if row["actor_id"] == "person-one")
    assert row["roles"] == "host;mediator;party"
    assert (row["role_party"], row["role_drafter"]) == ("true", "false")
    assert (row["attendance"], row["rank"]) == ("attended", "head_of_state")
    assert row["title_at_time"] == "M" * 300 + "; " + "T" * 300
    assert (row["on_behalf_of"], row["on_behalf_of_name"]) == ("body-two;body-one", "Body Two; Body One")
    assert row["side"] == "person-one;body-two;body-one"
    event = next(row for row in read(folder, "events") if row["event_id"] == "talks-2024")
    assert (event["participant_count"], event["attendance_attended"], event["attendance_declined"]) == ("2", "2", "0")
    assert (event["mediator_ids"], event["host_names"]) == ("body-two", "Body Two; Person One")
    accepted(folder)


def test_no_attendance_is_forgotten() -> None:
    assert sorted(_ATTENDANCE) == sorted(Attendance)


def test_names_stay_in_step_with_ids(small_package: ReleasePackage, tmp_path: Path) -> None:
    rows = {name: [dict(row) for row in table.rows] for name, table in small_package.tables.items()}
    for actor in rows["actors"]:
        actor["name"] = "The same name"
    for row in rows["participations"]:
        row["role"] = "party"
    folder = export(with_rows(small_package, rows), "flat", tmp_path / "release")
    event = next(row for row in read(folder, "events") if row["event_id"] == "talks-2024")
    assert event["party_ids"].count(";") == event["party_names"].count(";") == 1


def test_typed_values_are_those_of_the_events(real_package: ReleasePackage, real_export: Path) -> None:
    package: Any = frictionless.Package(str(real_export / "flat" / "datapackage.json"))
    rows = package.get_resource("events").read_rows()
    for row, wanted in zip(rows, expected(real_package.tables["events"]), strict=True):
        assert (row["round_number"], row["duration_minutes"]) == (wanted["round_number"], wanted["duration_minutes"])
        assert str(row["date_start_latest"]) == wanted["date_start_latest"]
