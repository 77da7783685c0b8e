"""Values that are already typed, as the text that a cell would hold: rows in memory and constants of a descriptor."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from peacedata.check.types import FieldType


def lexical(kind: FieldType, value: Any) -> str | None:
    """The text of a value for a field of a type; None if there is no value."""
    match value:
        case None:
            return None
        case str():
            return value
        case bool():
            return _boolean(kind, value)
        case int() if kind.name == "year":
            return f"{value:04}" if value >= 0 else f"-{-value:04}"
        case int():
            return str(value) if abs(value) < 10**4000 else f"{Decimal(value):f}"
        case float() | Decimal():
            return _number(kind, value)
        case datetime() | date() | time():
            return _moment(kind, value)
        case Mapping() | list() | tuple():
            return _collection(kind, value)
        case _:
            return str(value)


def _collection(kind: FieldType, value: Any) -> str:
    if isinstance(value, Mapping):
        return json.dumps(dict(value), default=str, ensure_ascii=False)
    items = [*value]
    if kind.name == "yearmonth" and len(items) == 2:
        return f"{items[0]:04}-{items[1]:02}"
    if kind.name == "list":
        return ",".join("" if item is None else str(item) for item in items)
    if kind.name == "geopoint" and kind.format == "default":
        return ",".join(str(item) for item in items)
    return json.dumps(items, default=str, ensure_ascii=False)


def _boolean(kind: FieldType, value: bool) -> str:
    if kind.name == "boolean":
        return next((word for word in kind.words if kind.parse(word) is value), str(value).lower())
    return str(value).lower()


def _number(kind: FieldType, value: float | Decimal) -> str:
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "INF" if value > 0 else "-INF"
    if kind.name in ("integer", "year") and value == int(value):
        return lexical(kind, int(value)) or ""
    text = repr(value) if isinstance(value, float) else str(value)
    return kind.written(text)


def _moment(kind: FieldType, value: date | time) -> str:
    if kind.format not in ("default", "any"):
        return value.strftime(kind.format)
    if kind.name == "date" and isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat()
