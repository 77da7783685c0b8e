"""A record's model, its Table Schema (by our engine and by frictionless) and its JSON Schema accept the same rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import frictionless
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from peacedata.check.api import validate_rows
from peacedata.model import TABLES, EdtfDate
from peacedata.model.fields import Number, Text, Truth, Whole
from peacedata.schema.columns import Column, columns
from peacedata.schema.row_schema import row_schema
from peacedata.schema.table_schema import table_schema

NUMBERS = [
    "0",
    "1",
    "-1",
    "+1",
    "01",
    "1.0",
    "1.5",
    ".5",
    "5.",
    "1e2",
    "1E+2",
    "90",
    "-90.0",
    "91",
    "180",
    "-181",
    "1_0",
    "NaN",
]
NUMBERS += [
    "INF",
    "-INF",
    "nan",
    "inf",
    "Infinity",
    "1,5",
    " 1",
    "1 ",
    "٣",
    "９",
    "0x1",
    "--1",
    "",
    "1000000000001",
    "1e400",
    "-0",
]
WORDS = [
    "",
    " ",
    "a",
    "A",
    "a-b",
    "a--b",
    "-a",
    "a_b",
    "a/b",
    "é",
    "İ",
    "a\n",
    "\na",
    "true",
    "True",
    "1",
    "x" * 80,
    "x" * 81,
    "x" * 301,
]
DATES = [
    "2025",
    "2025-06",
    "2025-06-02",
    "2024-02-29",
    "2023-02-29",
    "2025-06-31",
    "2025-6-2",
    "2025-06-02?",
    "2025~",
    "0000",
    "2025%%",
]
OTHERS = [
    "UKR",
    "ukr",
    "talks",
    "Talks",
    "10:30",
    "24:00",
    "en",
    "uk-UA",
    "EN",
    "https://a.org/b?c=d#e",
    "http://",
    "ftp://a",
    "2026.1",
]
anything = st.sampled_from(NUMBERS + WORDS + DATES + OTHERS) | st.text(max_size=12)


def good(column: Column) -> st.SearchStrategy[str]:
    """Cells that fit, with many more near the edge of what fits."""
    cell = column.cell
    if column.codes:
        fits: st.SearchStrategy[str] = st.sampled_from([str(code) for code in column.codes])
    elif column.kind is EdtfDate:
        fits = st.sampled_from(DATES[:4])
    elif isinstance(cell, Truth):
        fits = st.sampled_from(["true", "false"])
    elif isinstance(cell, Whole | Number):
        fits = st.integers(cell.minimum, cell.maximum or 10**6).map(str)
    elif isinstance(cell, Text) and cell.pattern:
        fits = st.just(column.example) | st.from_regex(cell.pattern, fullmatch=True)
    else:
        fits = st.text(min_size=1, max_size=20)
    return fits


@st.composite
def rows(draw: st.DrawFn, name: str) -> dict[str, str]:
    """A row that is good but for a few cells."""
    fields = list(columns(TABLES[name]))
    row = {column.name: draw(good(column) if column.required else good(column) | st.just("")) for column in fields}
    for column in draw(st.lists(st.sampled_from(fields), max_size=2)):
        row[column.name] = draw(anything)
    return row


def model_accepts(name: str, row: dict[str, str]) -> bool:
    try:
        TABLES[name].from_row(row)
    except ValidationError:
        return False
    return True


@cache
def lone_schema(name: str) -> dict[str, Any]:
    """The table's schema by itself; references are a matter of the whole package."""
    return {key: value for key, value in table_schema(TABLES[name]).items() if key != "foreignKeys"}


def engine_accepts(name: str, row: dict[str, str]) -> bool:
    return validate_rows([list(row), list(row.values())], lone_schema(name)).valid


@cache
def frictionless_row(name: str) -> Callable[[list[str]], bool]:
    from frictionless.table import Row, create_cell_handlers

    handlers = create_cell_handlers(frictionless.Schema.from_descriptor(lone_schema(name)).fields)
    return lambda cells: Row(cells, handlers=handlers, row_number=2).valid  # type: ignore[no-any-return] # untyped


@pytest.mark.parametrize("name", TABLES)
@given(data=st.data())
@settings(max_examples=40)
def test_model_and_schema_accept_the_same_rows(name: str, data: st.DataObject) -> None:
    row = data.draw(rows(name))
    assert model_accepts(name, row) == engine_accepts(name, row), row


@pytest.mark.parametrize("name", TABLES)
def test_every_cell_of_a_long_list_is_judged_alike(name: str) -> None:
    example = {column.name: column.example for column in columns(TABLES[name])}
    tried = [(column.name, cell) for column in columns(TABLES[name]) for cell in NUMBERS + WORDS + DATES + OTHERS]
    rows = [{**example, column: cell} for column, cell in tried]
    schema = {**lone_schema(name), "primaryKey": []}  # the same key in every row is no fault of its cells
    report = validate_rows([list(example), *(list(row.values()) for row in rows)], schema, cap=len(rows) * len(example))
    faulty = {finding.record for finding in report.findings}
    for record, (row, (column, cell)) in enumerate(zip(rows, tried, strict=True), start=2):
        assert model_accepts(name, row) == (record not in faulty), f"{column} = {cell!r}"


@pytest.mark.parametrize("name", TABLES)
def test_frictionless_accepts_what_the_model_accepts(name: str) -> None:
    """And refuses what it refuses, but for the divergences of frictionless itself, none of which these cells meet."""
    example = {column.name: column.example for column in columns(TABLES[name])}
    lax = {"1_0", "NaN", "nan", "inf", "INF", "-INF", "Infinity", "٣", "９", " 1", "1 ", "1.0", "a\n", "1e400"}
    for column in columns(TABLES[name]):
        for cell in NUMBERS + WORDS + DATES + OTHERS:
            row = {**example, column.name: cell}
            if cell not in lax:
                assert model_accepts(name, row) == frictionless_row(name)(list(row.values())), (
                    f"{column.name} = {cell!r}"
                )


@cache
def json_validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(row_schema(TABLES[name]))


@pytest.mark.parametrize("name", TABLES)
@given(data=st.data())
@settings(max_examples=15)
def test_the_row_schema_accepts_every_record(name: str, data: st.DataObject) -> None:
    row = data.draw(rows(name))
    if model_accepts(name, row):
        record = TABLES[name].from_row(row).model_dump(mode="json")
        numbers = {column.name for column in columns(TABLES[name]) if isinstance(column.cell, Number)}
        typed = {key: json.loads(value) if key in numbers and value else value for key, value in record.items()}
        json_validator(name).validate(typed)
