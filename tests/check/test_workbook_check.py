"""A workbook is judged as the same rows in a CSV are, and every finding stands at a cell that is there."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peacedata.check.catalog import ENGINE_CHECKS
from peacedata.check.engine import Options, check_package
from peacedata.check.workbook import _CHECKS, check_workbook
from peacedata.intake.package import Package, package_from
from peacedata.intake.scanner import FORBIDDEN
from peacedata.intake.workbook.problem import Kind
from peacedata.schema.workbook.text import escaped
from tests.workbook_files import parts, zipped

PEOPLE = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True, "pattern": "[a-z]+"}},
        {"name": "age", "type": "integer"},
        {"name": "boss", "type": "string"},
        {"name": "note", "type": "string", "constraints": {"maxLength": 5, "enum": ["x", "y", "tall"]}},
    ],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["boss"], "reference": {"fields": ["id"]}}],
}
CELL = re.compile(r"people![A-D][0-9]+").fullmatch

cells = st.one_of(
    st.sampled_from(["", "a", "b", "ab", "1", "x", "tall", "=1", " ", "\r", "a\r\nb", '"']), st.text(max_size=4)
)
rows = st.lists(st.lists(cells, min_size=4, max_size=4), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    folder = tmp_path_factory.mktemp("package")
    (folder / "people.csv").write_text("id,age,boss,note\nann,1,,x\n", "utf-8")
    return package_from(
        {"name": "p", "resources": [{"name": "people", "path": "people.csv", "schema": PEOPLE}]}, folder
    )


def xml(texts: list[str]) -> str:
    def cell(text: str) -> str:
        shown = escaped(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f'<c t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>' if text else "<c/>"

    return "".join(map(cell, texts))


def sheet(rows: list[list[str]]) -> str:
    """A sheet with two blank rows above the last one."""
    numbered = [(number, row) for number, row in enumerate([["id", "age", "boss", "note"], *rows], start=1)]
    last, row = numbered.pop()
    numbered.append((last + 2, row))
    return "<sheetData>" + "".join(f'<row r="{number}">{xml(row)}</row>' for number, row in numbered) + "</sheetData>"


@settings(max_examples=100)
@given(rows=rows)
def test_the_same_rows_as_a_csv_have_the_same_findings(
    rows: list[list[str]], package: Package, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = [[FORBIDDEN.sub("", cell) for cell in row] for row in rows]
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    folder = tmp_path_factory.mktemp("same")
    found = check_workbook(zipped(folder / "a.xlsx", parts(sheet(rows))), package).report
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([["id", "age", "boss", "note"], *kept])
    plain = check_package(package, only={"people": folder / "people.csv"})
    in_row = {index + 2: place for index, place in enumerate(_places(rows))}
    wanted = sorted((one.code, in_row[one.record or 0], one.column or "", one.value or "") for one in plain.findings)
    cr = "PD117"
    assert (
        sorted((o.code, o.record or 0, o.column or "", o.value or "") for o in found.findings if o.code != cr) == wanted
    )
    assert len([one for one in found.findings if one.code == cr]) == sum("\r" in cell for row in kept for cell in row)
    for one in found.findings:
        assert CELL(one.cell or ""), one
        assert one.line is None
    assert found.counts.total() == len(found.findings)


def _places(rows: list[list[str]]) -> list[int]:
    """The rows of the sheet in which the rows stand that are not blank."""
    numbers = [*range(2, len(rows) + 1), len(rows) + 3]
    return [number for number, row in zip(numbers, rows, strict=True) if any(cell.strip() for cell in row)]


def test_totals_are_exact_beyond_the_cap(package: Package, tmp_path: Path) -> None:
    given_rows = [["a", "x", "", ""] for _ in range(30)]
    found = check_workbook(zipped(tmp_path / "a.xlsx", parts(sheet(given_rows))), package, Options(cap=5)).report
    assert found.counts["PD220"] == 30
    assert found.counts["PD301"] == 29
    assert len([one for one in found.findings if one.code == "PD220"]) == 5


def test_the_cells_of_a_record_stand_in_the_order_of_the_sheet(package: Package, tmp_path: Path) -> None:
    header, row = xml(["note", "", "id", "boss", "age"]), xml(["z", "", "q", "", "5"])
    body = f'<sheetData><row r="1">{header}</row><row r="4">{row}</row></sheetData>'
    report = check_workbook(zipped(tmp_path / "a.xlsx", parts(body)), package).report
    [finding] = report.findings
    assert (finding.code, finding.cell, finding.letter, finding.column) == ("PD232", "people!A4", "A", "note")
    assert report.cells == {("people", 4): ["z", "", "q", "", "5"]}
    [stats] = report.tables
    assert (stats.labels, stats.records, stats.file) == (["note", "", "id", "boss", "age"], 1, str(tmp_path / "a.xlsx"))


def test_every_kind_of_problem_has_a_code_that_is_known() -> None:
    assert set(_CHECKS) == set(Kind)
    known: set[Any] = {check.code for check in ENGINE_CHECKS}
    assert {check.code for check in _CHECKS.values()} <= known
