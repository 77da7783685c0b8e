"""The formats of a comparison: what is in them, how long they get, and that nothing from the data becomes markup."""

from __future__ import annotations

import io
import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peacedata.dataset.snapshot import Snapshot, TableSnapshot
from peacedata.intake.records import Record
from peacedata.release.diff import PackageDiff, compare
from peacedata.release.diff import html as as_html
from peacedata.release.diff import json as as_json
from peacedata.release.diff import markdown as as_markdown
from peacedata.release.diff import text as as_text

ATTACKS = [
    "<script>window.broken = 1</script>",
    "</bdi></td></tr></table><img src=x onerror=alert(1)>",
    "</details><b>",
    "``` ` `` |",
    "\\|",
    "[click](javascript:alert(1)) https://evil.example @octocat #1",
    "\x1b[31mred\x1b[0m",
    "::error::x",
    "\u202edlrow",
    "two\nlines\r\n## heading",
    "{{ 7 * 7 }}{% raw %}",
    "",
    "plain",
]
CELLS = st.sampled_from(ATTACKS)


def table(name: str, columns: list[str], rows: list[list[str]]) -> TableSnapshot:
    records = [Record(number, number, cells) for number, cells in enumerate(rows, 2)]
    return TableSnapshot(name, tuple(columns), records, (columns[0],))


def diff_of(
    old: list[list[str]], new: list[list[str]], name: str = "t", columns: tuple[str, ...] = ("id", "x")
) -> PackageDiff:
    before, after = (
        Snapshot(label, {}, {name: table(name, list(columns), rows)}) for label, rows in (("old", old), ("new", new))
    )
    return compare(before, after)


def written(writer: Any, diff: PackageDiff, **options: Any) -> str:
    stream = io.StringIO()
    writer.write(diff, stream, **options)
    return stream.getvalue()


SMALL = diff_of([["1", "a"], ["2", "b"]], [["1", "c"], ["3", "d"]])


def test_text_names_each_row_and_cell() -> None:
    assert written(as_text, SMALL).splitlines() == [
        "t: 1 added, 1 removed, 1 changed (1 cell)",
        "  - 2",
        "  + 3",
        "  ~ 1",
        "      x: 'a' -> 'c'",
        "",
        "old -> new: breaking, 1 row added, 1 row removed, 1 row changed, schema unchanged",
        "  breaking: t: 1 row removed, such as 2",
        "  corrective: t: 1 cell changed in 1 row",
        "  additive: t: 1 row added",
    ]


def test_no_difference_is_said_in_every_format() -> None:
    same = diff_of([["1", "a"]], [["1", "a"]])
    assert written(as_text, same) == "old -> new: no differences\n"
    assert json.loads(written(as_json, same))["same"] is True
    assert "no differences" in written(as_markdown, same)
    assert "<table" not in written(as_html, same)


def test_limits_cut_lists_and_never_counts() -> None:
    many = diff_of([], [[str(number), ""] for number in range(60)])
    text = written(as_text, many, limit=10)
    assert text.count("  + ") == 10
    assert "… 50 more added" in text
    assert "t: 60 added" in text
    assert "50 more added, not listed" in written(as_html, many, limit=10)
    data = json.loads(written(as_json, many, limit=10))["tables"][0]
    assert (len(data["added"]), data["counts"]["added"]) == (10, 60)
    assert written(as_text, many, limit=0).count("  + ") == 60


def test_json_holds_every_cell() -> None:
    [found] = json.loads(written(as_json, SMALL))["tables"]
    assert found["changed"] == [
        {"key": ["1"], "old_record": 2, "new_record": 2, "cells": [{"column": "x", "old": "a", "new": "c"}]}
    ]
    assert [row["cells"] for row in found["removed"]] == [{"id": "2", "x": "b"}]


@pytest.mark.parametrize("rows", [10, 3000])
def test_markdown_fits_a_comment(rows: int) -> None:
    big = diff_of([], [[str(number), "ж" * 300] for number in range(rows)])
    text = written(as_markdown, big)
    assert len(text.encode()) <= 65_536
    assert f"{rows:,} rows added" in text
    assert ("more added" in text) == (rows > 1000)


def test_markdown_fits_with_very_many_tables() -> None:
    tables = {f"t{number}": table(f"t{number}", ["id"], [["1"]]) for number in range(2000)}
    text = written(as_markdown, compare(Snapshot("a"), Snapshot("b", {}, tables)))
    assert len(text.encode()) <= 65_536
    assert "1,940 more tables not shown" in text


class Tags(HTMLParser):
    """The tags of a page with their attributes; every one that is opened is closed."""

    VOID = ("meta", "br", "link", "img", "input")

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag


@st.composite
def diffs(draw: st.DrawFn) -> PackageDiff:
    """Comparisons with hostile text everywhere."""
    rows = st.lists(st.tuples(CELLS, CELLS).map(list), max_size=4)
    columns = (draw(CELLS) or "id", draw(CELLS) + "x")
    return diff_of(draw(rows), draw(rows), draw(CELLS) or "t", columns)


PAGE_TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "p", "h1", "span", "bdi", "main", "section", "h2"),
    *("ul", "li", "strong", "div", "table", "thead", "tbody", "tr", "th", "td", "a", "del", "ins", "footer", "code"),
}


@given(diff=diffs())
def test_no_text_becomes_markup_in_html(diff: PackageDiff) -> None:
    page = Tags(written(as_html, diff))
    assert page.tags <= PAGE_TAGS
    assert not {name for name in page.attributes if name.startswith("on")} | (page.attributes & {"src", "style"})


def test_the_page_loads_and_runs_nothing() -> None:
    source = written(as_html, SMALL)
    [style] = re.findall("<style>(.*?)</style>", source, flags=re.DOTALL)
    [policy] = re.findall('Content-Security-Policy" content="([^"]+)"', source)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy.replace("&#39;", "'") == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert "<script" not in source
    assert not re.search(r"https?:|url\(|@import", source)


@given(diff=diffs())
def test_no_text_becomes_markup_in_markdown(diff: PackageDiff) -> None:
    text = written(as_markdown, diff)
    page = cmarkgfm.github_flavored_markdown_to_html(text, options=cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE)
    tags = set(re.findall(r"<([a-z0-9]+)", page))
    assert tags <= {
        "h2",
        "p",
        "ul",
        "li",
        "strong",
        "code",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "br",
        "details",
        "summary",
    }
    assert "href" not in page


@given(diff=diffs())
def test_no_text_commands_a_terminal_or_a_log(diff: PackageDiff) -> None:
    for line in written(as_text, diff, colour=False).split("\n"):
        assert line.isprintable()
        assert not line.lstrip().startswith("::")
    json.loads(written(as_json, diff))
