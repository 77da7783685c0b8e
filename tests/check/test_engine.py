"""Packages, lone files, parts, circles, strict form, caps, rows in memory."""

from __future__ import annotations

import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from peacedata.check.api import validate, validate_frame, validate_rows
from peacedata.check.engine import Options, Report, check_package, check_resource, check_table
from peacedata.errors import InvalidData, InvalidDescriptor
from peacedata.intake.limits import Limits
from peacedata.intake.package import package_from, resource_from

V2 = "https://datapackage.org/profiles/2.0/tableschema.json"
PEOPLE = {"fields": [{"name": "id", "type": "string"}, {"name": "boss", "type": "string"}], "primaryKey": ["id"]}
PEOPLE |= {"foreignKeys": [{"fields": ["boss"], "reference": {"fields": ["id"]}}]}
VISITS = {"fields": [{"name": "n", "type": "integer"}, {"name": "who", "type": "string"}], "primaryKey": ["n"]}
VISITS |= {"foreignKeys": [{"fields": ["who"], "reference": {"resource": "people", "fields": ["id"]}}]}


def flat(report: Report) -> list[list[Any]]:
    return report.flatten(["table", "code", "record", "line", "column"])


def package(folder: Path, people: str = "id,boss\nann,\nbob,ann\n", visits: str = "n,who\n1,ann\n2,bob\n") -> Any:
    (folder / "people.csv").write_text(people, encoding="utf-8")
    (folder / "visits.csv").write_text(visits, encoding="utf-8")
    resources = [
        {"name": "visits", "path": "visits.csv", "schema": VISITS},
        {"name": "people", "path": "people.csv", "schema": PEOPLE},
    ]
    descriptor = {"name": "p", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return package_from(descriptor, folder)


def test_clean_package(tmp_path: Path) -> None:
    report = check_package(package(tmp_path))
    assert report.valid
    assert [(table.name, table.records, table.fields) for table in report.tables] == [
        ("visits", 2, 2),
        ("people", 2, 2),
    ]


def test_references_into_later_tables_and_into_the_same(tmp_path: Path) -> None:
    report = check_package(package(tmp_path, "id,boss\nann,bob\nbob,eve\n", "n,who\n1,anna\n"))
    assert flat(report) == [["people", "PD310", 3, 3, "boss"], ["visits", "PD310", 2, 2, "who"]]
    hints = [finding.hint for finding in report.findings]
    assert hints == [None, "ann"]


def test_a_table_that_cannot_be_read_is_the_only_finding(tmp_path: Path) -> None:
    whole = package(tmp_path)
    (tmp_path / "people.csv").write_bytes(b"id,boss\nann,\n\xff,ann\n")
    assert flat(check_package(whole)) == [["people", "PD108", None, 3, None]]


def test_lone_file_refers_into_itself_and_into_the_package(tmp_path: Path) -> None:
    whole = package(tmp_path)
    lone = tmp_path / "new.csv"
    lone.write_text("id,boss\ncarl,ann\ndora,carl\nemil,nobody\n", encoding="utf-8")
    report = check_package(whole, only={"people": lone})
    assert flat(report) == [["people", "PD310", 4, 4, "boss"]]
    assert [finding.file for finding in report.findings] == [str(lone)]
    lone.write_text("n,who\n3,bob\n4,nobody\n", encoding="utf-8")
    assert flat(check_package(whole, only={"visits": lone})) == [["visits", "PD310", 3, 3, "who"]]


def test_parts_of_a_table_are_one_table(tmp_path: Path) -> None:
    (tmp_path / "1.csv").write_text("id,v\n1,a\n2,b", encoding="utf-8")
    (tmp_path / "2.csv").write_text("id,v\n3,c\nx,d\n", encoding="utf-8")
    (tmp_path / "3.csv").write_text("1,e\n", encoding="utf-8")
    schema = {"fields": [{"name": "id", "type": "integer"}, {"name": "v"}], "primaryKey": "id"}
    resource = resource_from({"name": "t", "path": ["1.csv", "2.csv", "3.csv"], "schema": schema}, tmp_path)
    report = check_resource(resource)
    assert report.flatten(["file", "code", "record", "line"]) == [["2.csv", "PD220", 5, 3], ["3.csv", "PD301", 6, 1]]
    assert report.tables[0].records == 5


def test_strict_form(tmp_path: Path) -> None:
    whole = package(tmp_path)
    (tmp_path / "people.csv").write_bytes(b"\xef\xbb\xbfid,boss\r\nann,\r\nbob,ann")
    report = check_package(whole, Options(strict=True))
    assert report.valid
    assert sorted(report.counts) == ["PD116", "PD117"]
    assert check_package(whole).counts == {}
    (tmp_path / "people.csv").write_bytes(b'id,boss\nann,\nbob,"ann')
    assert [*check_package(whole, Options(strict=True)).counts] == ["PD113"]


def test_strict_form_has_one_dialect(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id;v\n1;a\n", encoding="utf-8")
    schema = {"fields": [{"name": "id"}, {"name": "v"}]}
    descriptor = {"resources": [{"name": "a", "path": "a.csv", "schema": schema, "dialect": {"delimiter": ";"}}]}
    whole = package_from(descriptor, tmp_path)
    assert check_package(whole).valid
    assert [*check_package(whole, Options(strict=True)).counts] == ["PD114"]


def test_totals_are_exact_and_lists_capped(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id\n" + "x\n" * 5000, encoding="utf-8")
    report = check_table({"fields": [{"name": "id", "type": "integer"}]}, path, Options(cap=7))
    assert report.counts == {"PD220": 5000}
    assert [finding.record for finding in report.findings] == [*range(2, 9)]
    with pytest.raises(InvalidData, match="5000 errors"):
        report.raise_for_errors()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "PD107"),
        (b"\n\n", "PD107"),
        (b"\xef\xbb\xbf", "PD107"),
        (b"id\nZo\xeb\n", "PD108"),
        (b"id\n\x00\n", "PD109"),
        (b"id\n" + b"x" * 3000, "PD110"),
        (b"id\n" + b'"x\n",' * 600_000, "PD111"),
        (b"a," * 200 + b"a\n", "PD112"),
        (b"id\n" + b"1," * 200 + b"1\n", "PD112"),
    ],
)
def test_one_finding_for_one_cause(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    limits = Limits(cell=2000, columns=100, record=1 << 20)
    report = check_table({"fields": [{"name": "id", "type": "integer"}]}, path, Options(limits=limits))
    assert report.counts == {code: 1}


def test_no_package_no_schema_no_file(tmp_path: Path) -> None:
    assert validate(tmp_path).counts == {"PD140": 1}
    (tmp_path / "datapackage.json").write_text("{", encoding="utf-8")
    assert validate(tmp_path).counts == {"PD140": 1}
    assert validate(tmp_path / "none.csv").counts == {"PD101": 1}
    assert validate(tmp_path / "none.json").counts == {"PD140": 1}


@pytest.mark.parametrize("gear", ["small", "big"])
def test_the_header_may_stand_below_many_comments(tmp_path: Path, gear: str) -> None:
    (tmp_path / "t.csv").write_text("# x\n" * 1000 + "n\n1\nz\n", encoding="utf-8")
    schema = {"fields": [{"name": "n", "type": "integer"}]}
    report = check_table(schema, tmp_path / "t.csv", Options(gear=gear), dialect={"commentChar": "#"})
    assert report.flatten() == [["type-error", 1003, 1]]


@pytest.mark.parametrize("name", ["two words", "My Data (1)", "Événements", "a'b", "UPPER"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.csv"
    path.write_text("id,boss\nann,\n", encoding="utf-8")
    for gear in ("small", "big"):
        report = check_table(PEOPLE, path, Options(gear=gear))
        assert (report.valid, [table.name for table in report.tables]) == (True, [name])


def test_validate_finds_out_what_it_is_given(tmp_path: Path) -> None:
    package(tmp_path, "id,boss\nann,eve\n", "n,who\nx,ann\n")
    assert validate(tmp_path).counts == {"PD310": 1, "PD220": 1}
    assert validate(tmp_path, table="visits").counts == {"PD220": 1}
    schema = tmp_path / "people.schema.json"
    schema.write_text(json.dumps(PEOPLE), encoding="utf-8")
    assert validate(schema).valid
    assert validate(tmp_path / "people.csv", schema=schema).counts == {"PD310": 1}
    assert validate(tmp_path / "people.csv").valid
    resource = tmp_path / "resource.json"
    resource.write_text(
        json.dumps({"name": "people", "path": "people.csv", "schema": "people.schema.json"}), encoding="utf-8"
    )
    assert validate(resource).counts == {"PD310": 1}


def test_rows_in_memory() -> None:
    schema = {
        "$schema": V2,
        "fields": [
            {"name": "id", "type": "integer", "constraints": {"unique": True}},
            {"name": "day", "type": "date"},
            {"name": "size", "type": "number", "constraints": {"maximum": 10}},
            {"name": "open", "type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
        ],
    }
    rows = [
        {"id": 1, "day": date(2024, 2, 29), "size": Decimal("1.5"), "open": True},
        {"id": 1.0, "day": "2024-02-30", "size": 10.5, "open": None},
        {"id": "x", "day": None, "size": float("nan"), "open": "maybe"},
    ]
    report = validate_rows(rows, schema)
    assert report.flatten(["type", "row", "field"]) == [
        ["unique-error", 3, 1],
        ["type-error", 3, 2],
        ["constraint-error", 3, 3],
        ["type-error", 4, 1],
        ["constraint-error", 4, 3],
        ["type-error", 4, 4],
    ]
    assert validate_rows([["id", "v"], [1, "a"], [2, "b"]]).valid
    with pytest.raises(InvalidDescriptor):
        validate_rows([], {"fields": [{"name": "a", "type": "varchar"}]})


@pytest.mark.parametrize("module", ["polars", "pandas"])
def test_frames(module: str) -> None:
    frame = pytest.importorskip(module).DataFrame({"id": [1, 2, None], "day": ["2024-01-01", "x", None]})
    schema = {"fields": [{"name": "id", "type": "integer"}, {"name": "day", "type": "date"}]}
    report = validate_frame(frame, schema)
    assert report.flatten(["type", "row", "field"]) == [["type-error", 3, 2], ["blank-row", 4, None]]
    assert len(report.to_frame()) == 2
    with pytest.raises(TypeError):
        validate_frame([1], schema)


def test_inline_data() -> None:
    schema = {"fields": [{"name": "a", "type": "integer"}, {"name": "b"}]}
    data = [{"a": 1, "b": "x"}, {"a": "y", "b": None}]
    assert validate({"name": "t", "data": data, "schema": schema}).flatten(["type", "row"]) == [["type-error", 3]]
    assert validate({"name": "t", "data": [["a", "b"], [1, "x"]], "schema": schema}).valid
    assert not validate({"name": "t", "data": "a,b", "schema": schema}).valid


def test_report_as_frictionless_prints_it(tmp_path: Path) -> None:
    report = check_package(package(tmp_path, "id,bos\nann,\n,ann,x\n"))
    stream = io.StringIO()
    report.write("frictionless", stream)
    printed = json.loads(stream.getvalue())
    assert printed["valid"] is False
    assert printed["stats"]["errors"] == sum(len(task["errors"]) for task in printed["tasks"])
    task = next(task for task in printed["tasks"] if task["name"] == "people")
    assert task["labels"] == ["id", "bos"]
    by_type = {error["type"]: error for error in task["errors"]}
    assert by_type["incorrect-label"]["fieldNumber"] == 2
    assert "rowNumber" not in by_type["incorrect-label"]
    assert by_type["extra-cell"]["rowNumber"] == 3
    assert by_type["extra-cell"]["cells"] == ["", "ann", "x"]
    assert by_type["primary-key"]["rowNumber"] == 3
    with pytest.raises(ValueError, match="no report format"):
        report.write("../x", stream)
