"""The report for code scanning, held against the published schema and GitHub's limits."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hostile_reports import CODES, example, finding, report_of, reports, written
from hypothesis import given
from jsonschema.validators import validator_for

from peacedata.check.finding import Severity
from peacedata.report import sarif

# Microsoft's package holds the schema of SARIF 2.1.0 as it is published on schemastore.org.
SCHEMA = Path(__file__).parent / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"


@pytest.fixture(scope="module")
def validator() -> Any:
    if not SCHEMA.exists():
        pytest.skip("no schema of SARIF: run `npm ci --ignore-scripts --prefix tests/report`")
    schema = json.loads(SCHEMA.read_bytes())
    return validator_for(schema)(schema)


def run_of(report: Any) -> dict[str, Any]:
    [run] = json.loads(written(sarif.write, report))["runs"]
    return run


def marks(report: Any) -> list[str]:
    return [result["partialFingerprints"]["primaryLocationLineHash"] for result in run_of(report)["results"]]


def test_it_follows_the_published_schema(validator: Any) -> None:
    for report in (example(), report_of(), report_of(finding(file="", line=None, field=None, table="", key=None))):
        content = json.loads(written(sarif.write, report))
        assert [error.message for error in validator.iter_errors(content)] == []
    content["runs"][0]["results"][0]["level"] = "fatal"
    assert not validator.is_valid(content)


@given(report=reports())
def test_any_report_follows_the_published_schema(validator: Any, report: Any) -> None:
    content = json.loads(written(sarif.write, report))
    content["runs"][0]["tool"]["driver"]["rules"] = []  # the same in every run, and seen above
    assert next(validator.iter_errors(content), None) is None
    for result in content["runs"][0]["results"]:
        assert result["message"]["text"].isprintable()
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"(file://)?[A-Za-z0-9._~/%-]+", uri)


def test_every_code_is_a_rule_with_help_within_the_lengths_that_github_shows() -> None:
    rules = run_of(report_of())["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == CODES
    for rule in rules:
        assert len(rule["name"]) <= 255
        assert 10 < len(rule["shortDescription"]["text"]) <= 1024
        assert len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"]
        assert f"peacedata explain {rule['id']}" in rule["help"]["markdown"]
        assert len(rule["properties"]["tags"]) <= 10


def test_a_code_of_somebody_else_is_a_rule_too(validator: Any) -> None:
    content = json.loads(written(sarif.write, report_of(finding(code="PD899"))))
    assert validator.is_valid(content)
    [result] = content["runs"][0]["results"]
    assert content["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "PD899"


def test_results_beyond_the_limit_are_left_out_warnings_first_and_counted() -> None:
    many = [finding(number, code="PD419", severity=Severity.WARNING) for number in range(sarif.MOST_RESULTS)]
    run = run_of(report_of(*many, finding(1), finding(2), cap=10_000))
    assert len(run["results"]) == sarif.MOST_RESULTS <= 5000
    assert [result["level"] for result in run["results"][:3]] == ["error", "error", "warning"]
    [note] = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("2 more findings")


def test_long_messages_are_cut() -> None:
    [result] = run_of(report_of(finding(message="x" * 9000, hint="y" * 9000)))["results"]
    assert len(result["message"]["text"]) <= sarif.MOST_TEXT


def test_fingerprints_survive_rows_that_are_added_above_and_differ_from_each_other() -> None:
    before = [finding(number) for number in range(5)]
    after = [finding(number, record=number + 50, line=number + 70) for number in range(5)]
    assert marks(report_of(*before)) == marks(report_of(*after))
    assert len(set(marks(report_of(*before)))) == 5
    twins = [finding(0, key=None, value=None, record=number) for number in (2, 3)]
    first, second = marks(report_of(*twins))
    assert (first[:-1], first[-1], second[-1]) == (second[:-1], "1", "2")


def test_the_place_is_that_of_the_cell_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    (tmp_path / "my data.csv").write_text('id,note,kind\na,"x\ny",tallks\n')
    [result] = run_of(report_of(finding(file=str(tmp_path / "my data.csv"), line=2, field=3)))["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "my%20data.csv"
    assert place["region"] == {"startLine": 3, "startColumn": 4, "endLine": 3, "endColumn": 10}
