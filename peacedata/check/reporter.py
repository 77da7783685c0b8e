"""How findings about records are written: with their place, the key of the record and its cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar, Unpack

from peacedata.check.declare import Check, Place
from peacedata.check.shorten import shorten
from peacedata.check.sink import Sink

_T = TypeVar("_T")
Cells = Sequence[str | None]


class Rows(NamedTuple):
    """Some records, with their numbers and lines.

    Attributes:
        cells: their cells.
        numbers: their numbers.
        line_of: the physical line of the one at an index.
    """

    cells: Sequence[Sequence[str]]
    numbers: Sequence[int]
    line_of: Callable[[int], int | None]


class Reporter:
    """Writes findings about the records of one table.

    Attributes:
        sink: where they go.
    """

    def __init__(self, sink: Sink, key_places: Sequence[int]) -> None:
        """Report into a sink; ``key_places`` are the columns of the primary key."""
        self.sink = sink
        self._key_places = key_places

    def report(self, check: Check, rows: Rows, index: int, message: str, **place: Unpack[Place]) -> None:
        """Report something about a record, or count it."""
        if self.sink.full(check):
            self.sink.tally(check)
            return
        place |= {
            "file": self.sink.file,
            "table": self.sink.table,
            "record": rows.numbers[index],
            "line": rows.line_of(index),
            "key": self.name(rows.cells[index]),
        }
        self.sink.add(check.finding(message, **place), rows.cells[index])

    def unless_full(self, check: Check, found: list[_T]) -> list[_T]:
        """What was found; if no more of it is kept, it is counted and nothing is left."""
        if found and self.sink.full(check):
            self.sink.tally(check, len(found))
            return []
        return found

    def name(self, row: Cells) -> str | None:
        """The key of a record, as it stands there."""
        if not self._key_places:
            return None
        cells = [row[place] if place < len(row) else None for place in self._key_places]
        return None if not all(cells) else shorten("/".join(cell or "" for cell in cells))
