"""A range as columns of text, and its records that have too few or too many cells."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Collection
from typing import Any, NamedTuple

from peacedata.check.big.arrow import flags, parts
from peacedata.check.big.cut import SENTINEL
from peacedata.check.big.unfit import Unfit
from peacedata.intake.dialect import Dialect
from peacedata.intake.limits import Limits
from peacedata.intake.scanner import FORBIDDEN

_END = SENTINEL.decode().strip("\n")
_LEAST_BLOCK = 1 << 16


class Ragged(NamedTuple):
    """A record without a cell in every column.

    Attributes:
        place: its place among the records of the range.
        cells: its cells.
    """

    place: int
    cells: list[str]


class Columns(NamedTuple):
    """A parsed range.

    Attributes:
        regular: how many records have a cell in every column.
        table: their cells as text, null where a cell is empty.
        ragged: the other records.
    """

    regular: int
    table: Any
    ragged: list[Ragged]

    @property
    def records(self) -> int:
        """How many records there are."""
        return self.regular + len(self.ragged)

    def places(self) -> Any:
        """For each regular record its place among all records."""
        import numpy as np

        index = np.arange(self.regular)
        if self.ragged:
            before = np.array([one.place - n for n, one in enumerate(self.ragged)])
            index += np.searchsorted(before, index, side="right")
        return index

    def column(self, place: int) -> Any:
        """The cells of a column, as one array."""
        return self.table[str(place)].chunk(0)


class Parser:
    """Parses ranges of files of one dialect."""

    def __init__(self, width: int, dialect: Dialect, limits: Limits) -> None:
        self._width = width
        self._dialect = dialect
        self._limits = limits

    def __call__(self, data: bytearray, wanted: Collection[int]) -> Columns:
        """Parse a range.

        Args:
            data: its bytes, with the sentinel.
            wanted: places of the columns that are wanted.

        Raises:
            Unfit: if the range does not end where a record ends, or holds what is refused.
        """
        import pyarrow as pa
        from pyarrow import csv as reader

        if data.startswith(BOM_UTF8):  # pyarrow leaves out one that stands in front
            data = bytearray(BOM_UTF8) + data
        odd: list[tuple[int, str]] = []

        def keep(row: Any) -> str:
            odd.append((row.number - 1, row.text))
            return "skip"

        width, dialect = self._width, self._dialect
        names = [str(place) for place in sorted({*wanted} or {0})]
        try:
            table = reader.read_csv(
                pa.BufferReader(data),
                reader.ReadOptions(
                    use_threads=False,
                    block_size=max(len(data) + 1, _LEAST_BLOCK),
                    column_names=[*map(str, range(width))],
                ),
                reader.ParseOptions(
                    delimiter=dialect.delimiter,
                    quote_char=dialect.quote_char or False,
                    double_quote=dialect.double_quote,
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                    invalid_row_handler=keep,
                ),
                reader.ConvertOptions(
                    check_utf8=False,
                    column_types=dict.fromkeys(names, pa.string()),
                    null_values=[""],
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=width > 1,
                    include_columns=names,
                ),
            )
        except (pa.ArrowInvalid, UnicodeError):
            raise Unfit from None
        odd.sort()
        regular = table.num_rows
        self._measure(table)
        if width == 1:
            return self._single(table, odd)
        if not odd or odd.pop() != (regular + len(odd), _END):
            raise Unfit
        return Columns(regular, table, self._ragged(odd))

    def _single(self, table: Any, odd: list[tuple[int, str]]) -> Columns:
        """One column: an empty line is a record without cells, while two quotes are a cell."""
        import numpy as np
        import pyarrow as pa

        cells = table["0"].combine_chunks()
        last = len(cells) - 1
        if last < 0 or cells[last].as_py() != _END:
            raise Unfit
        cells = cells.slice(0, last)
        ragged = self._ragged(odd)
        if cells.null_count:
            places = Columns(last, None, ragged).places()
            empty = np.flatnonzero(flags(cells.is_null()))
            ragged = sorted([*ragged, *(Ragged(int(index), []) for index in places[empty])])
            cells = cells.drop_null()
        return Columns(len(cells), pa.table({"0": pa.chunked_array([cells])}), ragged)

    def _measure(self, table: Any) -> None:
        import numpy as np

        for column in table.columns:
            for chunk in column.chunks:
                starts = parts(chunk)[1]
                if starts[-1] - starts[0] > self._limits.cell and np.diff(starts).max() > self._limits.cell:
                    raise Unfit

    def _ragged(self, odd: list[tuple[int, str]]) -> list[Ragged]:
        if any(len(text) > self._limits.cell or FORBIDDEN.search(text) for _, text in odd):
            raise Unfit
        rows = rows_of([text for _, text in odd], self._dialect, self._limits)
        if rows and max(map(len, rows)) > self._limits.columns:
            raise Unfit
        return [Ragged(place, cells) for (place, _), cells in zip(odd, rows, strict=True)]


def rows_of(records: list[str], dialect: Dialect, limits: Limits) -> list[list[str]]:
    """The cells of some records, each given by its text, as the small gear reads them."""
    csv.field_size_limit(limits.cell)

    def read(text: str) -> list[list[str]]:
        return [
            *csv.reader(
                io.StringIO(text, newline=""),
                delimiter=dialect.delimiter,
                quotechar=dialect.quote_char or None,
                quoting=csv.QUOTE_MINIMAL if dialect.quote_char else csv.QUOTE_NONE,
            )
        ]

    rows = read("\n".join(records) + "\n") if records else []
    if len(rows) != len(records):
        rows = [(read(text) or [[]])[0] for text in records]
    return rows
