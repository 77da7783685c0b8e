"""The workbook of a release, read back with openpyxl and with our own import."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from synthetic import ROWS, write_dataset

from peacedata.dataset.dataset import open_dataset
from peacedata.intake.workbook.read import read_workbook
from peacedata.model import TABLES
from peacedata.release.build import Built
from peacedata.release.canonical import canonical_csv
from peacedata.release.exporters import exporters
from peacedata.release.exporters.xlsx import write
from peacedata.release.package import prepare
from peacedata.schema.table_schema import table_schema


@pytest.fixture(scope="module")
def book(built: Built) -> Any:
    return openpyxl.load_workbook(built.folder / "peacedata.xlsx")


def test_it_is_an_exporter() -> None:
    found = exporters()["xlsx"]
    assert found.media_type.endswith("spreadsheetml.sheet")


def test_it_has_every_table_with_its_codes(book: Any) -> None:
    assert book.sheetnames[0] == "Read me"
    assert set(book.sheetnames[1:]) == set(TABLES)
    assert {name: book[name].max_row - 1 for name in TABLES} == {name: len(rows) for name, rows in ROWS.items()}


def test_it_names_its_release(book: Any, built: Built) -> None:
    text = "\n".join(str(cell.value) for row in book["Read me"].iter_rows() for cell in row if cell.value)
    assert "A small *synthetic* dataset" in text
    assert "2026.1" in text
    assert built.content_hash in text
    assert "CC-BY-4.0" in text
    assert "e.g." not in text


def test_values_are_typed_where_that_is_certain(book: Any) -> None:
    places = dict(
        zip((cell.value for cell in book["places"][1]), (cell.value for cell in book["places"][2]), strict=True)
    )
    assert (places["latitude"], places["country"]) == (41.01, "TUR")
    outcomes = [cell.value for cell in book["outcomes"][3]]
    assert 6000.5 in outcomes
    assert "2024-03" in outcomes
    assert True in [cell.value for row in book["participations"].iter_rows() for cell in row]


def test_it_holds_the_canonical_tables_without_loss(built: Built) -> None:
    schemas = {name: table_schema(record) for name, record in TABLES.items()}
    read = read_workbook(built.folder / "peacedata.xlsx", schemas)
    assert {problem.cell for problem in read.problems.kept} == set()
    for name, schema in schemas.items():
        columns = [field["name"] for field in schema["fields"]]
        rows = [dict(zip(columns, row, strict=True)) for row in read.tables[name].rows] if name in read.tables else []
        assert canonical_csv(schema, rows) == (built.folder / "data" / f"{name}.csv").read_bytes()


def test_times_are_those_of_the_release(tmp_path: Path) -> None:
    dataset = open_dataset(write_dataset(tmp_path / "datapackage", created="2026-11-22T03:02:03+02:00"))
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write(prepare(dataset), tmp_path / name)
    content = (tmp_path / "one" / "peacedata.xlsx").read_bytes()
    assert content == (tmp_path / "two" / "peacedata.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "one" / "peacedata.xlsx") as archive:
        assert archive.read("docProps/core.xml").count(b"2026-11-22T01:02:03Z") == 2


@pytest.mark.parametrize("created", [None, "no time"])
def test_without_a_time_none_is_stated(created: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    head = {"created": created} if created else {}
    dataset = open_dataset(write_dataset(tmp_path / "datapackage", **head))
    write(prepare(dataset), tmp_path)
    with zipfile.ZipFile(tmp_path / "peacedata.xlsx") as archive:
        assert b"<dcterms:created" not in archive.read("docProps/core.xml")
