"""The report for programs, and its schema."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

from hostile_reports import example, finding, report_of, reports, written
from hypothesis import given
from jsonschema import Draft202012Validator

from peacedata.check.api import validate
from peacedata.check.finding import Finding
from peacedata.check.report import Report
from peacedata.check.table import TableStats
from peacedata.report.json import schema, write

VALIDATOR = Draft202012Validator(schema())


def test_the_schema_is_valid_and_describes_every_attribute() -> None:
    Draft202012Validator.check_schema(schema())
    definitions = schema()["$defs"]
    for name, kind, more in (("finding", Finding, {"letter"}), ("table", TableStats, set[str]())):
        described = definitions[name]["properties"]
        assert set(described) == {one.name for one in fields(kind)} | more
        assert set(definitions[name]["required"]) == set(described)
        assert all(len(each["description"]) > 10 for each in described.values())
    assert set(json.loads(written(write, report_of()))) == set(schema()["required"]) == set(schema()["properties"])


def test_a_real_report_follows_the_schema(working_copy: Path, tmp_path: Path) -> None:
    broken = tmp_path / "actors.csv"
    broken.write_text("actor_id,name\nx,\nx,y,z\n")
    for report in (validate(broken, schema=working_copy.parent / "schemas" / "actors.schema.json"), example()):
        assert report.findings
        VALIDATOR.validate(json.loads(written(write, report)))


@given(report=reports())
def test_any_report_follows_the_schema_and_keeps_its_text(report: Report) -> None:
    content = json.loads(written(write, report))
    json.dumps(content, ensure_ascii=False).encode()
    VALIDATOR.validate(content)
    assert content["errors"] + content["warnings"] == len(report.findings)
    for one, original in zip(content["findings"], report.findings, strict=True):
        assert one["message"].encode() == original.message.encode("utf-8", "backslashreplace")


def test_the_schema_refuses_what_is_wrong() -> None:
    for key, wrong in (("valid", "yes"), ("version", 2), ("counts", {"PD1": 1}), ("findings", [{"code": "PD101"}])):
        content = json.loads(written(write, report_of(finding())))
        content[key] = wrong
        assert not VALIDATOR.is_valid(content), key
