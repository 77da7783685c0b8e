"""What the note on a column's header says: the codebook, where it is needed."""

from __future__ import annotations

from collections.abc import Iterator

from peacedata.model import EdtfDate
from peacedata.schema.cells import describe
from peacedata.schema.columns import Column
from peacedata.schema.workbook.names import CODES_SHEET

_MOST_CODES = 12  # more are looked up in the sheet of codes
_MARKS = "Type it as text; ? says uncertain, ~ approximate, % both."


def note(column: Column, code_list: str | None) -> str:
    """The text of a note: required or not, meaning, kind, example."""
    return "\n".join(_lines(column, code_list))


def _lines(column: Column, code_list: str | None) -> Iterator[str]:
    yield "REQUIRED" if column.required else "Optional: leave empty what is not known"
    yield column.description
    yield _kind(column, code_list)
    if column.example:
        yield f"Example: {column.example}"


def _kind(column: Column, code_list: str | None) -> str:
    """What may stand in a cell, in words."""
    if column.foreign_key:
        return (
            f"Reference: the id of a row of {column.foreign_key}, in its sheet or in the dataset. Pick it or type it."
        )
    if column.codes is not None:
        codes = list(column.codes)
        if len(codes) <= _MOST_CODES:
            return "One of: " + ", ".join(f"{code} ({code.label})" for code in codes)
        return f"A code of the list {code_list}; the sheet {CODES_SHEET} says what each means."
    words = describe(column).replace("`", "")
    return f"{words[0].upper()}{words[1:]}." + (f" {_MARKS}" if column.kind is EdtfDate else "")
