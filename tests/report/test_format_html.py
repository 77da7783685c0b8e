"""The report as a page: what is in it, and that nothing from the data becomes markup."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

from hostile_reports import CODES, example, finding, report_of, reports, written
from hypothesis import given

from peacedata.check.finding import Severity
from peacedata.report import html
from peacedata.report.escape import printable


class Page(HTMLParser):
    """Every tag with its attributes, and the text of each place."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag != "script" or self._open[-1] == "body"
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "input"):
            self._open.append(tag)
            self.text.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag  # nothing is closed that is not open

    def handle_data(self, data: str) -> None:
        if self._open:
            self.text[self._open[-1]][-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def page(report: Any) -> Page:
    return Page(written(html.write, report))


def test_every_finding_has_a_row_with_its_record() -> None:
    found = page(example(3))
    rows = [attributes for attributes in found.of("tr") if "data-severity" in attributes]
    assert [row["data-code"] for row in rows] == ["PD232", "PD232", "PD232", "PD310", "PD419"]
    assert [row["data-place"] for row in rows] == ["0", "1", "2", "3", "4"]
    assert len(found.of("details")) == 4 + 1
    assert [one for one in found.of("div") if one.get("class") == "marked"] != []
    assert found.text["dd"].count("") == len(found.text["dd"])  # all text stands in <bdi>
    assert found.text["bdi"].count("tallks") == 5
    assert "4 errors, 1 warning" in found.text["h1"]


def test_counts_are_exact_and_the_list_is_cut_evenly() -> None:
    many = [finding(number, code=code) for code in CODES[:5] for number in range(900)]
    source = written(html.write, report_of(*many, finding(0, code=CODES[6])))
    assert len(re.findall('<tr role="row" data-place', source)) == 5 * 200 + 1
    assert "The first 200 of each code are listed; 3,500 more are only counted." in source
    assert source.count('<td class="number">900</td>') == 5
    assert len(source) < 2_000_000


def test_a_clean_report_is_a_short_page_without_a_script() -> None:
    found = page(report_of())
    assert "No findings" in found.text["h1"]
    assert not found.of("script")
    assert not found.of("table")


def test_a_missing_cell_and_a_key_of_several_columns_are_marked() -> None:
    labels = {"tables": example().tables, "cells": {("events", 2): ["a", "b"]}}
    missing = page(report_of(finding(value=None), **labels))
    assert "(empty)" in missing.text["bdi"]
    several = page(report_of(finding(field=None, column="event_id, process_id"), **labels))
    assert len([one for one in several.of("div") if one.get("class") == "marked"]) == 2


def test_nothing_is_loaded_and_only_our_script_may_run() -> None:
    source = written(html.write, example())
    [policy] = [one["content"] or "" for one in Page(source).of("meta") if one.get("http-equiv")]
    for tag, name in (("script", "script-src"), ("style", "style-src")):
        [text] = re.findall(f"<{tag}>(.*?)</{tag}>", source, flags=re.DOTALL)
        assert f"{name} 'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert source.index("Content-Security-Policy") < source.index("<style")
    assert not re.search(r"https?:|url\(|@import|\b(src|href|style)=", source)


OWN = page(example())


@given(report=reports())
def test_no_text_becomes_markup(report: Any) -> None:
    found, own = page(report), OWN
    assert {tag for tag, _ in found.tags} <= {tag for tag, _ in own.tags} | {"p"}
    names = {name for _, attributes in own.tags for name in attributes}
    assert {name for _, attributes in found.tags for name in attributes} <= names | {"class", "aria-pressed"}
    shown = found.text.get("bdi", [])
    for one in report.findings:
        assert printable(one.message, keep="\n") in shown
    counted = len([one for one in found.of("tr") if "data-severity" in one])
    assert counted == report.findings.total(Severity.ERROR) + report.findings.total(Severity.WARNING)
