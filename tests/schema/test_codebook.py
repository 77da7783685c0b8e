"""The codebook says of every table, column and code what the model says."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from peacedata.dataset.frames import derived
from peacedata.model import TABLES
from peacedata.model.dates import EdtfDate
from peacedata.schema.cells import cell_kinds, describe
from peacedata.schema.codebook import codebook_pages, list_name
from peacedata.schema.codes_table import all_lists
from peacedata.schema.columns import columns
from peacedata.schema.markdown import code, fenced, prose, table
from peacedata.schema.table_schema import table_schema

PAGES = dict(codebook_pages())
each_table = pytest.mark.parametrize("name", TABLES)


def rows(page: str) -> dict[str, list[str]]:
    """The rows of all tables of a page by their first cell."""
    lines = re.findall(r"^\| `([^`]+)`[^|]*\| (.*) \|$", page, re.MULTILINE)
    return {first: re.split(r" (?<!\\)\| ", rest) for first, rest in lines}


@each_table
def test_every_column_is_there_with_all_that_is_known_of_it(name: str) -> None:
    page = rows(PAGES[f"codebook/{name}.md"])
    for column in columns(TABLES[name]):
        meaning, holds, required, example = page[column.name]
        assert meaning == prose(column.description)
        assert holds.strip()
        assert (required == "yes") is column.required
        assert example == code(column.example)
        if column.foreign_key:
            assert f"]({column.foreign_key}.md)" in holds
        if column.codes:
            assert list_name(column.codes) in holds
        if column.unit:
            assert prose(column.unit) in holds


@each_table
def test_derived_columns_are_those_of_the_frames(name: str) -> None:
    page = PAGES[f"codebook/{name}.md"]
    names = [one for field in table_schema(TABLES[name])["fields"] for one in derived(field)]
    assert set(re.findall(r"`(\w+_(?:earliest|latest))`", page)) == set(names)


@pytest.mark.parametrize("name", all_lists())
def test_every_code_is_there(name: str) -> None:
    page = PAGES["codebook/countries.md" if name == "country" else "codebook/code-lists.md"]
    section = page if name == "country" else re.split(rf"^## {name}$", page, flags=re.MULTILINE)[1]
    for one in all_lists()[name]:
        assert f"| {code(one)} | {prose(one.label)} |" in section
        assert one.maps_to is None or code(one.maps_to) in section


@each_table
def test_examples_are_from_the_data(name: str, root: Path) -> None:
    with (root / "datapackage" / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        data = list(csv.DictReader(file))
    if not data:
        pytest.skip("the table is empty")
    values = {one: {row[one.name] for row in data} - {""} for one in columns(TABLES[name])}
    missing = [one.name for one, known in values.items() if known and one.example not in known]
    assert missing == []


def test_every_kind_of_text_has_words() -> None:
    described = {describe(column).partition(", at most")[0] for record in TABLES.values() for column in columns(record)}
    assert {words for words, _ in cell_kinds()} <= described


def test_dates_are_computed_and_not_written_by_hand() -> None:
    page = rows(PAGES["codebook/README.md"])
    for text in ("2014", "2014-06~", "2014-06-06?"):
        assert page[text][1:] == [str(EdtfDate(text).earliest), str(EdtfDate(text).latest)]


def test_markdown_of_hostile_text() -> None:
    assert code("a`b|c") == "``a`b\\|c``"
    assert code("`") == "`` ` ``"
    assert code("") == ""
    assert prose("a_b <b>|*x* `c_d|e`") == r"a\_b \<b\>\|\*x\* `c_d\|e`"
    assert fenced("```\n", "text") == "````text\n```\n````\n"
    assert table(("a",), [("x",), ("",)]) == "| a |\n| --- |\n| x |\n|   |\n"
