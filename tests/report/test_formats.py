"""What holds for every format."""

from __future__ import annotations

import importlib
import pkgutil
from io import StringIO

import pytest
from hostile_reports import example, report_of, reports, written
from hypothesis import given

import peacedata.report
from peacedata.check.report import Report
from peacedata.report import FORMATS, writer

NAMES = set(FORMATS)


@pytest.fixture(autouse=True)
def _no_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)


def test_every_module_with_a_writer_is_a_format_and_nothing_else() -> None:
    modules = [module.name for module in pkgutil.iter_modules(peacedata.report.__path__)]
    writers = {name for name in modules if hasattr(importlib.import_module(f"peacedata.report.{name}"), "write")}
    assert writers == set(FORMATS)


@pytest.mark.parametrize("name", ["escape", "no-such", "", "os.path"])
def test_what_is_no_format_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no report format"):
        writer(name)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_report_writes_itself_in_every_format(name: str) -> None:
    stream = StringIO()
    example().write(name, stream)
    assert stream.getvalue() == written(writer(name), example())
    assert "PD232" in stream.getvalue()
    assert stream.getvalue().endswith("\n")


@pytest.mark.parametrize("name", sorted(NAMES))
def test_an_empty_report_can_be_written(name: str) -> None:
    assert "PD2" not in written(writer(name), report_of()) or name == "sarif"


@pytest.mark.parametrize("name", sorted(NAMES - {"frictionless"}))
@given(report=reports())
def test_what_is_written_is_utf8_without_anything_invisible(name: str, report: Report) -> None:
    text = written(writer(name), report)
    text.encode()
    visible = text.replace("\n", "")
    if name in ("markdown", "html"):  # our own signs
        visible = visible.replace("\ufe0f", "")
    assert visible.isprintable()
