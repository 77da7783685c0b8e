"""The report as test results, read by a standard reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hostile_reports import example, finding, report_of, reports, written
from hypothesis import given
from junitparser import Failure, JUnitXml

from peacedata.check.finding import Severity
from peacedata.check.table import TableStats
from peacedata.report import junit
from peacedata.report.escape import printable


def read(report: Any) -> JUnitXml:
    return JUnitXml.fromstring(written(junit.write, report).encode())


def test_a_table_is_a_suite_and_a_code_a_test() -> None:
    result = read(example(3))
    assert (result.tests, result.failures, result.errors) == (4, 2, 0)
    events, actors = result
    assert (events.name, events.tests, events.failures) == ("events", 3, 2)
    assert (actors.name, actors.tests, actors.failures) == ("actors", 1, 0)
    [passed] = actors
    assert passed.is_passed
    wrong, _, dateless = events
    assert wrong.name.startswith("PD232 ")
    [failure] = wrong.result
    assert isinstance(failure, Failure)
    assert failure.type == "PD232"
    assert failure.text.count("data/events.csv:") == 3
    assert "-> talks" in failure.text
    assert dateless.is_passed  # a warning fails no test
    assert "no date" in dateless.system_out


def test_long_lists_are_cut_and_counted() -> None:
    [suite] = read(report_of(*(finding(number) for number in range(150)), cap=120))
    [case] = suite
    assert case.result[0].text.endswith("and 20 more")
    assert {one.name: one.value for one in suite.properties()} == {"PD232": "150"}


def test_findings_of_no_table_have_a_suite_of_their_own() -> None:
    suites = list(read(report_of(finding(table=""), tables=[TableStats("actors", "data/actors.csv")])))
    assert [suite.name for suite in suites] == ["actors", "package"]


@given(report=reports())
def test_no_text_breaks_the_xml(tmp_path_factory: Any, report: Any) -> None:
    path: Path = tmp_path_factory.getbasetemp() / "junit.xml"
    path.write_text(written(junit.write, report), encoding="utf-8")
    result = JUnitXml.fromfile(str(path))
    text = "\n".join(
        (case.result[0].text if case.result else case.system_out) or "" for suite in result for case in suite
    )
    for one in report.findings:
        assert printable(one.message) in text
    errors = {(one.table, one.code) for one in report.findings if one.severity is Severity.ERROR}
    assert result.failures == len(errors)
