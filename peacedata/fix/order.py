"""The canonical order of records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peacedata.check.types import FieldType

_NUMBERS = frozenset({"integer", "number", "year"})


def keys_of(rows: Sequence[Sequence[str]], key: Sequence[tuple[int, FieldType | None]]) -> list[Any] | None:
    """What to sort records by: their keys, then all their cells, so that the order is total.

    Texts are compared by the code points of their parts, never by a locale; numbers as numbers.

    Args:
        rows: the cells of the records.
        key: the columns of the key, with their types; None is text.

    Returns:
        One sortable value for each record; None if a number cannot be read, so that the records have no order.
    """
    columns: list[list[Any]] = []
    for place, kind in key:
        texts = [row[place] for row in rows]
        if kind is None or kind.name not in _NUMBERS:
            columns.append(texts)
            continue
        values = [kind.parse(text) for text in texts]
        if any(value is None or value != value for value in values):
            return None
        columns.append(values)
    return [(*parts, tuple(row)) for *parts, row in zip(*columns, rows, strict=True)]
