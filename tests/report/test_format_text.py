"""The report for a terminal or a log."""

from __future__ import annotations

from io import StringIO

import pytest
from hostile_reports import example, finding, report_of, reports, written
from hypothesis import given

from peacedata.check.finding import Severity
from peacedata.check.report import Report
from peacedata.report import text


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def on_terminal(report: Report) -> str:
    stream = Terminal()
    text.write(report, stream)
    return stream.getvalue()


def test_a_finding_is_a_line_to_jump_to_a_place_and_a_hint() -> None:
    lines = written(text.write, report_of(finding())).splitlines()
    assert lines[:3] == [
        'data/events.csv:3: error PD232: "tallks" is not allowed: expected one of talks, summit',
        "    column C event_type, record 2, key talks-0",
        "    -> talks",
    ]
    assert lines[3:] == ["1 error, 0 warnings: 0 records in 0 files", lines[4]]
    assert "explain PD232" in lines[4]


def test_the_value_is_given_where_the_message_does_not_hold_it() -> None:
    assert "value 'x\\ty'" in written(text.write, report_of(finding(message="wrong", value="x\ty")))
    assert "value" not in written(text.write, report_of(finding(value="tallks")))


def test_codes_are_counted_in_the_end_errors_first() -> None:
    lines = written(text.write, example(12)).splitlines()
    table = lines[lines.index("") + 1 : -2]
    assert [line.split()[:3] for line in table] == [
        ["PD232", "12", "error"],
        ["PD310", "1", "error"],
        ["PD419", "1", "warning"],
    ]
    assert lines[-2] == "13 errors, 1 warning: 400 records in 2 files, 3 codes"


def test_what_the_cap_left_out_is_counted() -> None:
    report = report_of(*(finding(number) for number in range(5)), cap=2)
    output = written(text.write, report)
    assert output.count("error PD232: ") == 2
    assert "(3 more, not shown)" in output
    assert "5 errors" in output


def test_a_clean_report_is_one_line() -> None:
    assert written(text.write, report_of()) == "clean: 0 records in 0 files\n"


def test_a_terminal_has_colours_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" in on_terminal(example())
    assert "\x1b[" not in written(text.write, example())
    assert "\x1b[" in written(text.write, example(), colour=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in on_terminal(example())


def test_in_a_narrow_terminal_details_are_wrapped_and_in_a_log_they_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    long = report_of(finding(message="wrong", key="k" * 90, value="one two " * 12, hint="mend this " * 20))
    details = [line for line in on_terminal(long).splitlines() if line.startswith("    ")]
    assert len(details) > 5
    assert max(map(len, details)) <= 50
    assert len([line for line in written(text.write, long).splitlines() if line.startswith("    ")]) == 2


@given(report=reports())
def test_no_text_commands_a_terminal_or_a_ci_service(report: Report) -> None:
    for output in (written(text.write, report), on_terminal(report)):
        lines = output.split("\n")
        assert not any(line.lstrip().startswith("::") for line in lines)
        assert not any("##[" in line or "##vso[" in line for line in lines)
    firsts = [line for line in written(text.write, report).splitlines() if not line.startswith("    ")]
    for one in report.findings:
        mark = " [*]" if one.fixable else ""
        assert any(f"{one.severity} {one.code}{mark}: " in line for line in firsts)


def test_both_severities_have_a_colour() -> None:
    assert set(text.COLOURS) == set(Severity)
