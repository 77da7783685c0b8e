"""Where the records of a range stand in its bytes: their lines, and their cells read again as the small gear reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any, NamedTuple

from peacedata.check.big.cut import SENTINEL
from peacedata.check.big.parse import rows_of
from peacedata.check.big.scan import Scan, places_of
from peacedata.check.big.unfit import Unfit
from peacedata.intake.dialect import Dialect
from peacedata.intake.limits import Limits

_LF, _CR = 10, 13


class Row(NamedTuple):
    """A record of a range.

    Attributes:
        place: its place among the records.
        line: physical lines of the range before it.
        cells: its cells.
    """

    place: int
    line: int
    cells: list[str]


class Locator:
    """Finds records of one range."""

    def __init__(self, data: bytearray, seen: Scan, records: int, dialect: Dialect, limits: Limits) -> None:
        self._data = data
        self._seen = seen
        self._records = records
        self._dialect = dialect
        self._limits = limits

    def rows(self, wanted: Iterable[int]) -> list[Row]:
        """The records at some places, in order.

        Raises:
            Unfit: if the records are not those that were parsed.
        """
        places = sorted({*wanted})
        if not places:
            return []
        found = self._by_ends(places)
        return self._by_reading(places) if found is None else found

    def _by_ends(self, places: list[int]) -> list[Row] | None:
        """By the line ends outside of quotes; None if quotes stand where they decide nothing."""
        import numpy as np

        array = self._seen.bytes
        ends = places_of(array, "\n")
        if not array.size or array[-1] != _LF:
            ends = np.append(ends, array.size)
        quotes = places_of(array, self._dialect.quote_char)
        if not exact_quotes(array, quotes, self._dialect):
            return None
        record_ends = np.arange(ends.size)
        if ends.size != self._records:
            record_ends = np.flatnonzero(np.searchsorted(quotes, ends) % 2 == 0)
            if record_ends.size != self._records:
                return None
        here = np.array(places)
        lines = np.where(here > 0, record_ends[here - 1] + 1, 0)
        starts = np.where(lines > 0, ends[lines - 1] + 1, 0).tolist()
        stops = ends[record_ends[here]].tolist()
        records = [self._data[start:stop].decode() for start, stop in zip(starts, stops, strict=True)]
        rows = rows_of(records, self._dialect, self._limits)
        return [*map(Row, places, lines.tolist(), rows)]

    def _by_reading(self, places: list[int]) -> list[Row]:
        """By reading the range from its start."""
        text = self._data[: -len(SENTINEL)].decode()
        csv.field_size_limit(self._limits.cell)
        reader = csv.reader(
            io.StringIO(text, newline=""),
            delimiter=self._dialect.delimiter,
            quotechar=self._dialect.quote_char or None,
            quoting=csv.QUOTE_MINIMAL if self._dialect.quote_char else csv.QUOTE_NONE,
        )
        wanted, rows, line, count = {*places}, [], 0, 0
        for index, cells in enumerate(reader):
            if index in wanted:
                rows.append(Row(index, line, cells))
            line, count = reader.line_num, index + 1
        if count != self._records:
            raise Unfit
        return rows


def exact_quotes(array: Any, quotes: Any, dialect: Dialect) -> bool:
    """Whether quotes, of which the places are given, open only cells, close them, and are doubled inside."""
    import numpy as np

    if not quotes.size:
        return True
    if quotes.size % 2:
        return False
    delimiter = ord(dialect.delimiter)
    opens, closes = quotes[0::2], quotes[1::2]
    before = array[opens - 1]
    if opens[0] == 0:
        before[0] = _LF
    after = array[np.minimum(closes + 1, array.size - 1)]
    if closes[-1] + 1 == array.size:
        after[-1] = _LF
    starts = (before == delimiter) | (before == _LF)
    finishes = (after == delimiter) | (after == _LF) | (after == _CR)
    joined = opens[1:] - 1 == closes[:-1]  # two quotes inside a quoted cell
    starts[1:] |= joined
    finishes[:-1] |= joined
    return bool(starts.all() and finishes.all())
