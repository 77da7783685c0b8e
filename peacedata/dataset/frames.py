"""Tables as frames, typed by their Table Schema, so that any release can be read with its own schema."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import ModuleType
from typing import TYPE_CHECKING, Any

from peacedata.errors import MissingExtra
from peacedata.model.dates import EdtfDate

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"


def require(module: str, extra: str) -> ModuleType:
    """Import an optional dependency.

    Raises:
        MissingExtra: if it is not installed; the message says how to install it.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise MissingExtra(module, extra) from error


def derived(field: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the columns that exports derive from a field: both bounds of a date."""
    return (f"{field['name']}_earliest", f"{field['name']}_latest") if field.get("rdfType") == EDTF else ()


def bounds(text: str) -> tuple[date, date]:
    """The first and the last day of a written date."""
    written = EdtfDate(text)
    return written.earliest, written.latest


def to_arrow(schema: Mapping[str, Any], rows: Sequence[Mapping[str, str]]) -> pa.Table:
    """An Arrow table: string, int64, double and bool columns; the bounds of dates as date32 after each date.

    Args:
        schema: the Table Schema.
        rows: cells as text by column name; an empty cell is null.

    Raises:
        MissingExtra: if pyarrow is not installed.
        ValueError: if a cell is not of its column's type.
    """
    arrow = require("pyarrow", "arrow")
    reads: dict[str, tuple[Any, Callable[[str], object]]] = {
        "string": (arrow.string(), str),
        "integer": (arrow.int64(), int),
        "number": (arrow.float64(), float),
        "boolean": (arrow.bool_(), lambda text: text == "true"),
    }
    names, arrays = [], []
    for field in schema["fields"]:
        kind, read = reads[field["type"]]
        cells = [row.get(field["name"], "") for row in rows]
        names.append(field["name"])
        arrays.append(arrow.array([read(cell) if cell else None for cell in cells], kind))
        for index, name in enumerate(derived(field)):
            names.append(name)
            arrays.append(arrow.array([bounds(cell)[index] if cell else None for cell in cells], arrow.date32()))
    table: pa.Table = arrow.Table.from_arrays(arrays, names=names)
    return table


def to_polars(table: pa.Table) -> pl.DataFrame:
    """A Polars frame.

    Raises:
        MissingExtra: if polars is not installed.
    """
    frame: pl.DataFrame = require("polars", "polars").from_arrow(table)
    return frame


def to_pandas(table: pa.Table) -> pd.DataFrame:
    """A pandas frame whose integers, booleans and texts stay what they are beside missing values.

    Raises:
        MissingExtra: if pandas is not installed.
    """
    pandas, arrow = require("pandas", "pandas"), require("pyarrow", "pandas")
    nullable = {
        arrow.int64(): pandas.Int64Dtype(),
        arrow.bool_(): pandas.BooleanDtype(),
        arrow.string(): pandas.StringDtype(),
    }
    frame: pd.DataFrame = table.to_pandas(types_mapper=nullable.get)
    return frame
