"""Where findings stand in their files, to the character."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

import pytest
from hostile_reports import finding
from hypothesis import given
from hypothesis import strategies as st

from peacedata.report.place import Region, regions, repository_path

cells = st.text(st.sampled_from('ab,"\n\r é😀|'), max_size=6)


def quoted(cell: str, always: bool) -> str:
    return '"' + cell.replace('"', '""') + '"' if always or set(cell) & set(',"\r\n') else cell


def read(text: str, region: Region) -> str:
    """The text of a region, as an editor selects it."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)[region.line - 1 : region.end_line]
    lines[-1] = lines[-1][: region.end_column - 1]
    lines[0] = lines[0][region.column - 1 :]
    return "".join(lines)


@given(
    rows=st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=5),
    always=st.booleans(),
    data=st.data(),
)
def test_a_cell_is_found_wherever_line_ends_and_quotes_are(
    rows: list[list[str]], always: bool, data: st.DataObject
) -> None:
    number, field = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(1, 3))
    lines = [",".join(quoted(cell, always) for cell in row) + "\n" for row in rows]
    line = len(re.findall(r"\r\n|\r|\n", "".join(lines[:number]))) + 1
    cell = rows[number][field - 1]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_text("".join(lines), encoding="utf-8", newline="")
        one = finding(file=str(path), line=line, field=field, value=cell)
        region = regions([one])[one]
    assert read("".join(lines), region) == quoted(cell, always)


@pytest.mark.parametrize(
    ("content", "attributes", "expected"),
    [
        ("a,b\nx,tallks\n", {"line": 2, "field": 2}, Region(2, 3, 2, 9)),
        ("\ufeffa,b\nx,tallks\n", {"line": 1, "field": 1, "value": "a"}, Region(1, 1, 1, 2)),
        ("a,b\r\nx,tallks\r\n", {"line": 2, "field": 2}, Region(2, 3, 2, 9)),
        ("a,b\nx,tallks", {"line": 2, "field": 2}, Region(2, 3, 2, 9)),
        ("a,b\nx,\n", {"line": 2, "field": 2, "value": None}, Region(2, 3, 2, 3)),
        # Where the cell does not hold the value, the line is still right.
        ("a;b\nx;tallks\n", {"line": 2, "field": 2}, Region(2, 1, 2, 9)),
        ("a,b\nx\n", {"line": 2, "field": 2, "value": None}, Region(2, 1, 2, 2)),
        ("a,b\nx,other\n", {"line": 2, "field": 2}, Region(2, 1, 2, 8)),
        ("a,b\nx,tallks\n", {"line": 2, "field": None}, Region(2, 1, 2, 9)),
        ('a,b\n"x,tallks\n', {"line": 2, "field": 2}, Region(2, 1, 2, 10)),
        ("a,b\n", {"line": 7, "field": 2}, None),
    ],
)
def test_a_place(tmp_path: Path, content: str, attributes: dict[str, int | None], expected: Region | None) -> None:
    path = tmp_path / "x.csv"
    path.write_text(content, encoding="utf-8", newline="")
    one = finding(file=str(path), **attributes)
    assert regions([one]).get(one) == expected


def test_long_values_are_found_by_their_beginning(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\nx," + "y" * 500 + "\n")
    one = finding(file=str(tmp_path / "x.csv"), line=2, field=2, value="y" * 199 + "…")
    assert regions([one])[one] == Region(2, 3, 2, 503)


def test_an_endless_quote_ends(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text('a\n"' + "y\n" * 2000)
    one = finding(file=str(tmp_path / "x.csv"), line=2, field=1)
    assert regions([one])[one] == Region(2, 1, 2, 3)


def test_what_cannot_be_read_has_no_region(tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to("/etc/passwd")
    for file in (str(tmp_path / "absent.csv"), str(tmp_path), str(link), "", "a\0b"):
        assert regions([finding(file=file)]) == {}


def test_paths_are_those_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path / "data")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    assert repository_path("x.csv") == "data/x.csv"
    assert repository_path("../x.csv") == "x.csv"
    assert repository_path(os.fspath(tmp_path / "y.csv")) == "y.csv"
    assert repository_path("/elsewhere/y.csv") == "/elsewhere/y.csv"
    monkeypatch.delenv("GITHUB_WORKSPACE")
    assert repository_path("./x.csv") == "x.csv"
