"""The report for GitHub Actions, read as the runner reads it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hostile_reports import example, finding, report_of, reports, written
from hypothesis import given

from peacedata.check.finding import Severity
from peacedata.report import github
from peacedata.report.escape import printable

COMMAND = re.compile(r"::(?P<name>\w+) (?P<properties>.*?)::(?P<data>.*)")


@pytest.fixture(autouse=True)
def _no_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)


def unescape(text: str, codes: str) -> str:
    for code in codes.split():
        text = text.replace(code, chr(int(code[1:], 16)))
    return text.replace("%25", "%")


def commands(output: str) -> list[tuple[str, dict[str, str], str]]:
    """Name, properties and message of every line that the runner takes for a command."""
    found = []
    for line in re.split(r"\r\n|\r|\n", output):
        assert not (line.strip().startswith("::") and not COMMAND.fullmatch(line)), line
        if match := COMMAND.fullmatch(line):
            pairs = (pair.split("=", 1) for pair in match["properties"].split(","))
            properties = {name: unescape(value, "%0A %0D %3A %2C") for name, value in pairs}
            found.append((match["name"], properties, unescape(match["data"], "%0A %0D")))
        else:
            assert "##[" not in line
    return found


def test_a_command_names_the_file_the_line_and_the_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "events.csv").write_text("a,b,c\nx,y,tallks\n")
    output = written(github.write, report_of(finding(file="events.csv", line=2)))
    [(name, properties, message)] = commands(output)
    assert name == "error"
    assert properties == {
        "title": "PD232 C event_type",
        "file": "events.csv",
        "line": "2",
        "endLine": "2",
        "col": "5",
        "endColumn": "11",
    }
    assert message.splitlines()[1:] == ["key talks-0", "-> talks"]
    assert "1 error, 0 warnings" in output


def test_only_as_many_as_github_shows_are_inline_and_the_log_has_the_others() -> None:
    warnings = [finding(number, code="PD419", severity=Severity.WARNING) for number in range(12)]
    output = written(github.write, report_of(*(finding(number) for number in range(30)), *warnings))
    names = [name for name, _, _ in commands(output)]
    assert (names.count("error"), names.count("warning")) == (10, 10)
    assert output.count(": error PD232: ") == 20
    assert output.count(": warning PD419: ") == 2
    assert output.endswith("20 findings shown as annotations, 22 more in the log\n")


def test_the_summary_of_the_step_gets_everything_and_keeps_what_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    output = written(github.write, example(30))
    assert ": error PD232: " not in output
    assert "in the summary of this step" in output
    text = summary.read_text()
    assert text.startswith("before\n")
    assert text.count("`data/events.csv:") == 32


def test_what_the_summary_holds_already_counts_against_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("x" * (github.MOST_SUMMARY - 2000))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    written(github.write, example(200))
    assert github.MOST_SUMMARY - 2000 < summary.stat().st_size <= github.MOST_SUMMARY


@given(report=reports())
def test_no_text_is_a_command_or_a_property(report: Any) -> None:
    output = written(github.write, report)
    found = commands(output)
    kept = [one for severity in Severity for one in [f for f in report.findings if f.severity is severity][:10]]
    assert [(name, message.split("\nkey ")[0].split("\n-> ")[0]) for name, _, message in found] == [
        (str(one.severity), printable(one.message, keep="\n").split("\nkey ")[0].split("\n-> ")[0]) for one in kept
    ]
    for _, properties, _ in found:
        assert set(properties) <= {"title", "file", "line", "endLine", "col", "endColumn"}
