"""The workbook for contributors: what is in it, as openpyxl sees it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from peacedata.dataset.dataset import Dataset
from peacedata.model import TABLES
from peacedata.schema.codes_table import all_lists
from peacedata.schema.columns import columns
from peacedata.schema.table_schema import table_schema
from peacedata.schema.workbook.book import CONTRIBUTED, About, data_about, template_about, write_workbook
from peacedata.schema.workbook.example import example_row
from peacedata.schema.workbook.names import letters

IDS = {
    "events": [{"event_id": "b-event"}, {"event_id": "a-event"}],
    "actors": [{"actor_id": "an-actor"}],
}


@pytest.fixture(scope="module")
def content() -> bytes:
    return write_workbook(template_about("2026.1"), dict.fromkeys(CONTRIBUTED, ()), ids=IDS)


@pytest.fixture(scope="module")
def book(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def rules(sheet: Any) -> dict[str, Any]:
    """The rule of each column that has one, by its letter."""
    return {str(rule.sqref).split("3")[0]: rule for rule in sheet.data_validations.dataValidation}


def test_it_has_a_sheet_for_each_table_that_people_fill(book: Any) -> None:
    assert book.sheetnames == [
        "Read me",
        *[name for name in TABLES if name not in ("codes", "retired")],
        "codes",
        "ids",
    ]
    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == ["ids"]


@pytest.mark.parametrize("name", CONTRIBUTED)
def test_each_sheet_has_a_frozen_header_with_notes(book: Any, name: str) -> None:
    sheet = book[name]
    assert sheet.freeze_panes == "B2"
    looks = set()
    for place, column in enumerate(columns(TABLES[name]), start=1):
        cell = sheet.cell(1, place)
        assert cell.value == column.name
        assert column.description in cell.comment.text
        assert cell.comment.text.startswith("REQUIRED" if column.required else "Optional")
        assert f"Example: {column.example}" in cell.comment.text
        assert sheet.column_dimensions[letters(place)].width > len(column.name)
        looks.add((column.required, cell.font.b, cell.fill.fgColor.rgb))
    assert len({required for required, _, _ in looks}) == len(looks)


@pytest.mark.parametrize("name", CONTRIBUTED)
def test_each_sheet_has_an_example_that_is_marked(book: Any, name: str) -> None:
    example = example_row(table_schema(TABLES[name]))
    found = [cell.value or "" for cell in book[name][2]]
    assert found[0] == f"e.g. {next(iter(example.values()))}"
    assert found[1:] == list(example.values())[1:]
    assert book[name]["A2"].font.i
    assert all(cell.value is None for cell in book[name][3])


def test_examples_hold_together() -> None:
    for name in CONTRIBUTED:
        row = example_row(table_schema(TABLES[name]))
        assert all(row[column.name] for column in columns(TABLES[name]) if column.required)
        if row.get("date_end"):
            assert row["date_end"] >= row["date_start"]


@pytest.mark.parametrize("name", CONTRIBUTED)
def test_codes_have_drop_downs_that_show_all_codes(book: Any, name: str) -> None:
    names = {codes: list_name for list_name, codes in all_lists().items()}
    for place, column in enumerate(columns(TABLES[name]), start=1):
        if column.codes is None:
            continue
        rule = rules(book[name])[letters(place)]
        sheet, _, cells = rule.formula1.partition("!")
        listed = [(row[0].value, row[1].value) for row in book[sheet][cells.replace("$B", "A", 1).replace("$", "")]]
        assert sorted(code for _, code in listed) == sorted(map(str, column.codes))
        assert {list_name for list_name, _ in listed} == {names[column.codes]}
        assert (rule.type, rule.errorStyle or "stop", rule.showErrorMessage) == ("list", "stop", True)
        assert str(rule.sqref).endswith(f"{letters(place)}1048576")


def test_references_offer_ids_of_the_dataset_and_of_the_workbook(book: Any) -> None:
    rule = rules(book["participations"])["A"]
    assert (rule.type, rule.errorStyle) == ("list", "warning")
    column = rule.formula1.split("$")[1]
    ids = book["ids"]
    assert [ids[f"{column}{row}"].value for row in (1, 3, 4, 5)] == [
        "events",
        "a-event",
        "b-event",
        '=IF(events!A3="","",events!A3)',
    ]
    assert ids[f"{column}2"].value.startswith("=MAX(1,2+")
    referred = {column.foreign_key for name in CONTRIBUTED for column in columns(TABLES[name])} - {None}
    assert {cell.value for cell in ids[1]} == referred


def test_every_reference_has_a_list(book: Any) -> None:
    for name in CONTRIBUTED:
        for place, column in enumerate(columns(TABLES[name]), start=1):
            if column.foreign_key:
                assert rules(book[name])[letters(place)].type == "list", (name, column.name)


def test_numbers_truth_values_and_lengths_are_bounded(book: Any) -> None:
    places, participations, events = rules(book["places"]), rules(book["participations"]), rules(book["events"])
    assert (places["D"].type, places["D"].formula1, places["D"].formula2) == ("decimal", "-90", "90")
    assert participations["H"].formula1 == '"true,false"'
    assert (events["E"].type, events["E"].formula1) == ("textLength", "300")
    assert all(len(rule.error or "") <= 225 for rule in events.values())


def test_columns_of_text_and_dates_are_text_so_that_nothing_is_converted(book: Any) -> None:
    for name in CONTRIBUTED:
        for place, column in enumerate(columns(TABLES[name]), start=1):
            code = book[name].column_dimensions[letters(place)].number_format
            typed = column.kind.__name__ in ("int", "Decimal", "bool")
            assert code == ("General" if typed else "@"), (name, column.name)


def test_the_first_sheet_says_five_steps(book: Any) -> None:
    sheet = book.worksheets[0]
    found = [str(cell.value) for cell in sheet["A"] if cell.value]
    assert [text for text in found if text.startswith("Step ")] == [f"Step {number}" for number in range(1, 6)]
    text = " ".join(str(cell.value) for cell in sheet["B"] if cell.value)
    assert "peacedata check" in text
    assert "events!F12" in text
    assert "2026.1" in text
    links = {cell.value: cell.hyperlink.location or cell.hyperlink.target for cell in sheet["A"] if cell.hyperlink}
    assert set(links) == {*CONTRIBUTED, "codes"}


def test_a_workbook_with_data_has_no_example_and_offers_its_own_ids(dataset: Dataset) -> None:
    rows = {name: [row.cells for row in table.rows] for name, table in dataset.tables.items()}
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(data_about("1"), rows)))
    assert "ids" not in book.sheetnames
    assert {"retired", "codes"} <= set(book.sheetnames)
    assert book["events"].max_row == len(rows["events"]) + 1
    assert book["events"].auto_filter.ref == f"A1:R{len(rows['events']) + 1}"
    lists = [rule.formula1 for rule in book["agenda"].data_validations.dataValidation]
    assert any(formula.startswith("OFFSET(events!$A$2,0,0,MAX(1,COUNTA(") for formula in lists)
    assert book["codes"].max_row == len(rows["codes"]) + 1


def test_the_bytes_depend_on_nothing_but_the_content(content: bytes) -> None:
    program = (
        "import sys, hashlib; from peacedata.schema.workbook.book import CONTRIBUTED, template_about, write_workbook\n"
        f"made = write_workbook(template_about('2026.1'), dict.fromkeys(CONTRIBUTED, ()), ids={IDS!r})\n"
        "sys.stdout.buffer.write(made)"
    )
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Tokyo",
        "LC_ALL": "C.UTF-8",
        "OPENPYXL_LXML": "False",
    }
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=environment, cwd="/")
    assert done.stdout == content


def test_the_archive_has_fixed_times_and_nothing_of_the_clock(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {(entry.date_time, entry.compress_type, entry.external_attr >> 16) for entry in archive.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED, 0o100644)
        }
        assert b"dcterms" not in archive.read("docProps/core.xml").replace(b"xmlns:dcterms", b"")
    made = write_workbook(About(title="x", created=datetime(2026, 11, 22, 1, 2, 3)), {"places": []})  # noqa: DTZ001 - UTC is meant
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.read("docProps/core.xml").count(b">2026-11-22T01:02:03Z<") == 2
