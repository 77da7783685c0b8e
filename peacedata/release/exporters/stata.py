"""One Stata file per table: codes as labelled integers, dates as days, and what each column means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import count
from pathlib import Path
from textwrap import shorten
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

from peacedata.dataset.frames import derived, require
from peacedata.release.about import released_on
from peacedata.release.exporters import Exporter
from peacedata.release.package import CanonicalTable, ReleasePackage
from peacedata.release.typed import Value, labels, typed

if TYPE_CHECKING:
    import pandas as pd

_FORMAT: Literal[118] = 118  # Stata 14 and later; the first with UTF-8
_LONGEST_LABEL = 80  # of a variable and of a data set, in characters
_LONGEST_SHORT = 300  # longer texts are kept as strL, which takes only the room that each needs
_DAY_ZERO = date(1960, 1, 1)  # of Stata's calendar; the time stamp of a release that states no day
_TRUTH: dict[float, str] = {0: "false", 1: "true"}


def write(package: ReleasePackage, folder: Path) -> None:
    """Write ``stata/<table>.dta`` in format 118; ``codes.dta`` says the integer of every code in ``stata_value``.

    A code is the number of its place in its list, labelled with what to print for it. A date is kept as text, and its
    bounds are days (``%td``). Columns of long texts are strL. The bytes are the same for the same version of pandas.

    Raises:
        MissingExtra: if pandas is not installed.
        ValueError: if a cell is not of its column's type.

    Source: Stata, file formats .dta 118, https://www.stata.com/help.cgi?dta_118
    """
    pandas = require("pandas", "pandas")
    (folder / "stata").mkdir()
    stamp = released_on(package.descriptor) or _DAY_ZERO
    for name, table in package.tables.items():
        fields = table.schema["fields"]
        frame = _frame(pandas, table)
        if name == "codes":
            frame["stata_value"] = pandas.array([*_numbers(table.rows)], "Int16")
        with (folder / "stata" / f"{name}.dta").open("wb") as file:
            frame.to_stata(
                file,
                version=_FORMAT,
                write_index=False,
                byteorder="<",
                time_stamp=datetime(stamp.year, stamp.month, stamp.day),  # noqa: DTZ001 - a stamp of Stata has no zone
                data_label=shorten(f"{package.title} {name}", _LONGEST_LABEL, placeholder=""),
                variable_labels=dict(_variable_labels(fields)) | _of_numbers(name),
                value_labels={field["name"]: found for field in fields if (found := _value_labels(field))},
                convert_dates={bound: "td" for field in fields for bound in derived(field)},
                convert_strl=[field["name"] for field in fields if _is_long(field)],
            )


def codes_by_number(field: Mapping[str, Any]) -> dict[int, str]:
    """The code that each integer of a column stands for; empty if the column has no codes."""
    return dict(enumerate(labels(field), 1))


def _numbers(rows: list[dict[str, str]]) -> Iterator[int | None]:
    """The integer of every row of ``codes``, which is its place in the list as schemas have it."""
    from peacedata.schema.codes_table import all_lists

    numbers = {(name, str(code)): number for name, codes in all_lists().items() for number, code in enumerate(codes, 1)}
    for row in rows:
        yield numbers.get((row["list"], row["code"]))


def _of_numbers(table: str) -> dict[str, str]:
    return {"stata_value": "The integer that stands for the code in these files."} if table == "codes" else {}


def _frame(pandas: ModuleType, table: CanonicalTable) -> pd.DataFrame:
    rows = [typed(table.schema, row) for row in table.rows]
    columns: dict[str, object] = {}
    for field in table.schema["fields"]:
        name = field["name"]
        columns[name] = _column(pandas, field, [row[name] for row in rows])
        for bound in derived(field):
            days = [str(row[bound]) if row[bound] else "NaT" for row in rows]
            columns[bound] = pandas.Series(days, dtype="datetime64[s]")
    frame: pd.DataFrame = pandas.DataFrame(columns)
    return frame


def _column(pandas: ModuleType, field: Mapping[str, Any], values: list[Value]) -> object:
    if codes := codes_by_number(field):
        numbers = dict(zip(codes.values(), count(1), strict=False))
        return pandas.array([None if value is None else numbers[str(value)] for value in values], "Int16")
    if field["type"] == "string":
        return pandas.Series([value or "" for value in values], dtype=object)
    kind = {"integer": "Int64", "number": "float64", "boolean": "Int8"}[field["type"]]
    if kind == "float64":
        return pandas.Series([float("nan") if value is None else float(str(value)) for value in values], dtype=kind)
    return pandas.array(values, kind)


def _variable_labels(fields: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for field in fields:
        yield field["name"], shorten(field["description"], _LONGEST_LABEL, placeholder=" …")
        for bound, which in zip(derived(field), ("First", "Last"), strict=False):
            yield bound, f"{which} day of what {field['name']} says."


def _value_labels(field: Mapping[str, Any]) -> dict[float, str]:
    return (
        _TRUTH if field["type"] == "boolean" else {float(n): label for n, label in enumerate(labels(field).values(), 1)}
    )


def _is_long(field: Mapping[str, Any]) -> bool:
    """Whether a column may hold long text: by its schema, not its cells, so that releases agree."""
    constraints = field.get("constraints", {})
    bounded = "pattern" in constraints or "enum" in constraints
    longest = constraints.get("maxLength", 0 if bounded else _LONGEST_SHORT + 1)
    return bool(field["type"] == "string" and longest > _LONGEST_SHORT)


EXPORTER = Exporter(
    name="stata",
    title="Stata",
    media_type="application/x-stata-dta",
    path="stata/<table>.dta",
    holds="Every table, codes as integers with their labels, dates as days",
    write=write,
)
