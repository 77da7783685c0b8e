"""Small datasets with awkward cells, and what a format should say of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from synthetic import ROWS

from peacedata.dataset.frames import derived
from peacedata.model import TABLES, EdtfDate
from peacedata.release.canonical import canonical_rows
from peacedata.release.exporters import exporters
from peacedata.release.package import CanonicalTable, ReleasePackage
from peacedata.schema.columns import columns
from peacedata.schema.table_schema import table_schema

AWKWARD = [
    "=1+1",
    '"quoted"',
    "a,b;c",
    "two\nlines",
    "Windows\r\nlines",
    "it's",
    "Ünïcödé Київ 平和 🕊",
    " blanks at both ends ",
    "\ttab",
    "line\u2028separator",
    "next\x85line",
    "</script><b>",
    '{"a": [1]}',
    "NULL",
    "NaN",
    "NA",
    "nan",
    "None",
    "-",
    "0",
    "1e5",
    "true",
    "2014",
    "\\N",
    ".",
    "x" * 300,
    "я" * 300,
]
_DATES = ["0001", "9999-12-31", "2014", "2014-06~", "2024-02-29", "2025-05?", "2014%", "1959-12-31", "1677-01-01"]
_NUMBERS = {
    "latitude": ["-90", "41.01", "0", "+12.5"],
    "longitude": ["180", "-0.5", "28.95"],
    "quantity": ["0", "6000.50", "1000000000000", ".5", "1e3", "6000"],
}


# A check refuses a file with these, so no release holds them; a format must carry them all the same.
_REFUSED = {"next\x85line"}


def _text(most: int, refused: bool) -> st.SearchStrategy[str]:
    known = [text for text in AWKWARD if refused or text not in _REFUSED]
    left_out = ("Cc", "Cs", "Cn") if refused else ("Cc", "Cf", "Cs", "Cn", "Co")
    anything = st.text(st.characters(exclude_categories=left_out), min_size=1, max_size=40)
    words = st.one_of(st.sampled_from(known), st.sampled_from(known).map(lambda text: text * (most // 300)), anything)
    return words.map(lambda text: unicodedata.normalize("NFC", text)[:most]).filter(bool)


def _cells(field: Mapping[str, Any], pointed: list[str], refused: bool) -> st.SearchStrategy[str] | None:
    """Cells that a column allows; None for keys, ids and addresses, which stay as they are."""
    constraints = field.get("constraints", {})
    if pointed:
        return st.sampled_from(pointed)
    if "enum" in constraints:
        return st.sampled_from(constraints["enum"])
    if derived(field):
        return st.sampled_from(_DATES)
    if field["type"] == "boolean":
        return st.sampled_from(["true", "false"])
    if field["type"] == "integer":
        return st.sampled_from(["1", "60", "+7", "007", "1000000"])
    if field["type"] == "number":
        return st.sampled_from(_NUMBERS[field["name"]])
    return None if "pattern" in constraints else _text(constraints["maxLength"], refused)


class Rows(dict[str, list[dict[str, str]]]):
    """Rows by table; the codes, which are always the same, are not shown."""

    def __repr__(self) -> str:
        return repr({name: rows for name, rows in self.items() if name != "codes"})


@st.composite
def awkward_rows(draw: st.DrawFn, *, refused: bool = True) -> Rows:
    """Rows of every table that their schemas allow, with awkward texts, doubtful dates and empty optional cells."""
    found = Rows()
    for name, record in TABLES.items():
        schema, key = table_schema(record), set(record.key_columns)
        targets = {column.name: column.foreign_key for column in columns(record)}
        found[name] = []
        for row in ROWS[name]:
            cells = dict(row)
            for field in schema["fields"] if name != "codes" else ():
                column, target = field["name"], targets[field["name"]]
                ids = [one[TABLES[target].key_columns[0]] for one in ROWS[target]] if target else []
                choice = _cells(field, ids, refused)
                if column in key or choice is None or column == "record_id" or column == "table":
                    continue
                if not field.get("constraints", {}).get("required"):
                    choice = st.one_of(st.just(""), choice)
                cells[column] = draw(choice)
            found[name].append(cells)
    return found


def with_rows(package: ReleasePackage, rows: Mapping[str, list[dict[str, str]]]) -> ReleasePackage:
    """The package with other rows."""
    tables = {
        name: CanonicalTable(name, table.schema, canonical_rows(table.schema, rows[name]))
        for name, table in package.tables.items()
    }
    return replace(package, tables=tables)


def export(package: ReleasePackage, name: str, folder: Path) -> Path:
    """Write one format into a new folder."""
    folder.mkdir()
    exporters()[name].write(package, folder)
    return folder


def expected(table: CanonicalTable) -> Iterator[dict[str, object]]:
    """Every row as values, made without the code that exporters use: days as ISO text, fractions exact."""
    for row in table.rows:
        values: dict[str, object] = {}
        for field in table.schema["fields"]:
            cell = row[field["name"]]
            values[field["name"]] = _value(field["type"], cell) if cell else None
            for bound in derived(field):
                written = EdtfDate(cell) if cell else None
                day = written and (written.earliest if bound.endswith("_earliest") else written.latest)
                values[bound] = str(day) if day else None
        yield values


def _value(kind: str, cell: str) -> object:
    match kind:
        case "integer":
            return int(cell)
        case "number":
            return Decimal(cell)
        case "boolean":
            return cell == "true"
        case _:
            return cell
