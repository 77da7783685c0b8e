"""The text of a cell: what its column would hold in a CSV, or why that cannot be told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from peacedata.intake.scanner import FORBIDDEN
from peacedata.intake.workbook.formats import Shown, shown_as
from peacedata.intake.workbook.problem import Kind
from peacedata.model.fields import CLOCK
from peacedata.schema.workbook.text import number_text

_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_SOUND_DAY = 61  # Excel believes in 29 February 1900, so that days before 1 March 1900 are off by one
_LAST_DAY = 2_958_465  # 31 December 9999
_SECONDS = 86_400
_SHOWN_VALUE = 200
_truth_value = re.compile(r"(TRUE|FALSE)\(\)").fullmatch
_iso_moment = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.0+)?Z?)?").fullmatch
_TYPE_AS_TEXT = "format the cell as text and type it again"


class Column(StrEnum):
    """What a column wants to hold, as far as reading a cell depends on it."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    TIME = "time"
    MOMENT = "moment"
    BOOLEAN = "boolean"


_TYPES = {
    "integer": Column.NUMBER,
    "number": Column.NUMBER,
    "boolean": Column.BOOLEAN,
    "date": Column.DAY,
    "year": Column.DAY,
    "yearmonth": Column.DAY,
    "time": Column.TIME,
    "datetime": Column.MOMENT,
}
_EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"


def column_of(field: Mapping[str, Any]) -> Column:
    """What a field of a Table Schema wants to hold."""
    if field.get("rdfType") == _EDTF:
        return Column.DAY
    if field.get("constraints", {}).get("pattern") == CLOCK:
        return Column.TIME
    return _TYPES.get(str(field.get("type")), Column.TEXT)


class RawCell(NamedTuple):
    """A cell as it is stored: its type, its number format, its value or text, and its formula."""

    kind: str
    format: str
    value: str
    formula: str | None


class Fault(NamedTuple):
    """Why a cell cannot be taken as it is."""

    kind: Kind
    message: str
    value: str
    hint: str


def text_of(cell: RawCell, column: Column, *, epoch_1904: bool, longest: int) -> tuple[str, Fault | None]:
    """The text of a cell, and what is wrong with it.

    Args:
        cell: the cell.
        column: what its column wants to hold.
        epoch_1904: whether days are counted from 1904.
        longest: characters that a cell may have.
    """
    # LibreOffice writes truth values in this way; what they give depends on nothing.
    if cell.formula is not None and (truth := _truth_value(cell.formula.strip().upper())):
        return truth[1].lower(), None
    if cell.formula is not None:
        formula = "=" + cell.formula
        hint = "put its value in its place: copy the cell, then paste special, values only"
        return "", Fault(Kind.FORMULA, f"the cell holds the formula {_quoted(formula)}", _cut(formula), hint)
    if cell.kind == "e":
        message = f"the cell holds the error {_quoted(cell.value)}"
        return "", Fault(Kind.ERROR_VALUE, message, _cut(cell.value), "type the value, or leave the cell empty")
    if cell.kind == "b":
        return ("true" if cell.value.strip() in ("1", "true") else "false"), None
    if cell.kind in ("s", "str", "inlineStr"):
        return _written(cell.value, column, longest)
    if cell.kind == "d":
        return _iso(cell.value, column)
    return _number(cell, column, epoch_1904=epoch_1904)


def _written(text: str, column: Column, longest: int) -> tuple[str, Fault | None]:
    if len(text) > longest:
        message = f"the cell holds more than {longest:,} characters"
        return "", Fault(Kind.TOO_LONG, message, _cut(text), "shorten the text")
    if found := FORBIDDEN.search(text):
        message = f"the cell holds the control character U+{ord(found[0]):04X}"
        return FORBIDDEN.sub("", text), Fault(Kind.CONTROL, message, _cut(text), "delete it")
    # In some languages a spreadsheet takes only its own words for truth values, and keeps these as text.
    if column is Column.BOOLEAN and text.strip().lower() in ("true", "false"):
        return text.strip().lower(), None
    if "\r" in text:
        message = "the cell holds a carriage return: expected LF alone at line ends"
        return text, Fault(Kind.CARRIAGE_RETURN, message, _cut(text), "type the line breaks anew")
    return text, None


def _number(cell: RawCell, column: Column, *, epoch_1904: bool) -> tuple[str, Fault | None]:
    shown, text = shown_as(cell.format), number_text(cell.value)
    if text is None:
        message = f"the cell holds the number {_quoted(cell.value)}, of which a spreadsheet keeps 15 digits only"
        return "", _otherwise(message, cell.value, _TYPE_AS_TEXT)
    if shown is Shown.NUMBER or (shown is Shown.ZEROS and column is Column.NUMBER):
        return text, None
    if shown is Shown.PERCENT:
        message = f"the cell shows a percentage and holds {text}"
        return text, _otherwise(message, text, "format the cell as a number and type what is meant")
    if shown is Shown.ZEROS:
        message = f"the cell shows {text.rjust(len(cell.format), '0')} and holds the number {text}"
        return text, _otherwise(message, text, _TYPE_AS_TEXT)
    return _moment(cell.value, text, shown, column, epoch_1904=epoch_1904)


def _moment(stored: str, text: str, shown: Shown, column: Column, *, epoch_1904: bool) -> tuple[str, Fault | None]:
    """A number that is shown as a day or a time."""
    serial = float(stored)
    first = 0 if epoch_1904 else _FIRST_SOUND_DAY
    day, seconds = divmod(round(serial * _SECONDS), _SECONDS)
    if shown is Shown.TIME or (day == 0 and seconds):
        if day == 0 and column in (Column.TIME, Column.TEXT, Column.MOMENT):
            return _clock(seconds), None
        message = f"the cell shows a time or a length of time and holds {text}"
        hint = "type the number of minutes" if column is Column.NUMBER else _TYPE_AS_TEXT
        return text, _otherwise(message, text, hint)
    if not first <= day <= _LAST_DAY:
        message = f"the cell shows a day that spreadsheets count wrongly, or none: it holds {text}"
        return text, _otherwise(message, text, _TYPE_AS_TEXT)
    shown_day = (_EPOCH_1904 if epoch_1904 else _EPOCH_1900) + timedelta(days=day)
    return _dated(shown_day.isoformat(), _clock(seconds) if seconds else "", column)


def _dated(day: str, time: str, column: Column) -> tuple[str, Fault | None]:
    if column is Column.MOMENT:
        return f"{day}T{time or '00:00'}" + ("" if time.count(":") == 2 else ":00"), None
    if column is Column.TIME:
        message = f"the cell holds the day {day}: expected a time such as 14:43"
        return f"{day} {time}".strip(), _otherwise(message, f"{day} {time}".strip(), _TYPE_AS_TEXT)
    if time:
        message = f"the cell holds a time of day, {day} {time}: expected the day alone"
        return day, _otherwise(message, f"{day} {time}", f"type {day} as text")
    return day, None


def _iso(text: str, column: Column) -> tuple[str, Fault | None]:
    """A moment as text of ISO 8601, as strict workbooks store it."""
    found = _iso_moment(text.strip())
    if not found:
        return text, _otherwise(f"the cell holds the date {_quoted(text)}, which is none", text, _TYPE_AS_TEXT)
    time = (found[2] or "").removesuffix(":00")
    return _dated(found[1], "" if time in ("00:00", "") else time, column)


def _clock(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours:02}:{minutes:02}" + (f":{left:02}" if left else "")


def _otherwise(message: str, value: str, hint: str) -> Fault:
    return Fault(Kind.SHOWN_OTHERWISE, message, _cut(value), hint)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN_VALUE else text[: _SHOWN_VALUE - 1] + "…"


def _quoted(text: str) -> str:
    return '"' + (text if len(text) <= 60 else text[:59] + "…").replace("\r", "\\r").replace("\n", "\\n") + '"'
