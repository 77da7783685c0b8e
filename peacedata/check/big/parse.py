"""A range as columns of text, also where records have too few or too many cells."""

from __future__ import annotations

import csv
import io
from array import array
from codecs import BOM_UTF8
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, NamedTuple

from peacedata.check.big.arrow import flags, parts, taken, texts
from peacedata.check.big.blocks import Block, Columns
from peacedata.check.big.cut import SENTINEL
from peacedata.check.big.scan import scan_column
from peacedata.check.big.unfit import Unfit
from peacedata.intake.dialect import Dialect
from peacedata.intake.limits import Limits
from peacedata.intake.scanner import FORBIDDEN

_END = SENTINEL.decode().strip("\n")
_LEAST_BLOCK = 1 << 16
# A range is parsed again for a width that so many of its other records have, for so many widths at most; what is left
# is read record by record, as long as there is no more of it than this.
_COMMON = 1 << 8
_MOST_WIDTHS = 3
_MOST_ODD = 1 << 16
# Where records of other widths are as many as one for so many bytes, the small gear is faster.
_SHORT = 16


class Parsed(NamedTuple):
    """What pyarrow makes of a range if its records should have some width.

    Attributes:
        table: the records of that width; empty lines are among them.
        odd: the places of the others, in order.
        widths: how many cells these have.
        texts: the texts of those that were to be kept, by place.
    """

    table: Any
    odd: Any
    widths: Any
    texts: dict[int, str]

    def places(self) -> Any:
        """For each record of the table its place among all records."""
        import numpy as np

        index = np.arange(self.table.num_rows)
        if self.odd.size:
            index += np.searchsorted(self.odd - np.arange(self.odd.size), index, side="right")
        return index


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
        if data.startswith(BOM_UTF8):  # pyarrow leaves out one that stands in front
            data = bytearray(BOM_UTF8) + data
        parsed = self._parse(data, self._width, wanted, lambda _, count: count < _MOST_ODD)
        if parsed.odd.size > _MOST_ODD and parsed.odd.size * _SHORT > len(data):
            raise Unfit
        records = parsed.table.num_rows + parsed.odd.size
        if self._width == 1:
            blocks = [*self._single(parsed)]
        else:
            places = parsed.places() if parsed.odd.size else None
            blocks = [Block(self._width, parsed.table.num_rows, places, _arrays(parsed.table), True)]
        if parsed.odd.size:
            blocks += self._odd(data, parsed, wanted)
        return Columns(records, blocks)

    def _parse(self, data: bytearray, width: int, wanted: Collection[int], keep: Callable[[int, int], bool]) -> Parsed:
        """Parse a range for records of a width; ``keep`` says of a place, and of how many texts are kept, what to keep.

        The sentinel is not among the records.
        """
        import numpy as np
        import pyarrow as pa
        from pyarrow import csv as reader

        odd, widths = array("q"), array("q")
        kept: dict[int, str] = {}

        def note(row: Any) -> str:
            place, text = row.number - 1, row.text
            odd.append(place)
            widths.append(row.actual_columns)
            if text == _END or keep(place, len(kept)):
                kept[place] = text
            return "skip"

        dialect = self._dialect
        names = [str(place) for place in sorted({*wanted} or {0}) if place < width]
        names = [*names, *map(str, range(self._width, width))] or ["0"]
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
                    invalid_row_handler=note,
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
        others, cells = np.array(odd, np.int64), np.array(widths, np.int64)
        if (np.diff(others) <= 0).any():
            raise Unfit
        if width == 1:
            last = table.num_rows - 1
            end = table["0"].combine_chunks()[last].as_py() if last >= 0 else None
            table = table.slice(0, last) if last >= 0 else table
        else:
            end = kept.pop(odd[-1], None) if odd and odd[-1] == table.num_rows + len(odd) - 1 else None
            others, cells = others[:-1], cells[:-1]
        if end != _END:
            raise Unfit
        table = table.combine_chunks()
        self._measure(table)
        return Parsed(table, others, cells, kept)

    def _single(self, parsed: Parsed) -> Iterator[Block]:
        """One column: an empty line is a record without cells, while two quotes are a cell."""
        import numpy as np

        table = _arrays(parsed.table)
        size = parsed.table.num_rows
        places = parsed.places()
        if not size or not table[0].null_count:
            yield Block(1, size, places if parsed.odd.size else None, table, False)
            return
        empty = flags(table[0].is_null())
        cells = table[0].drop_null()
        yield Block(1, len(cells), places[~empty], {0: cells}, False)
        yield Block(0, size - len(cells), places[np.flatnonzero(empty)], {}, False)

    def _odd(self, data: bytearray, parsed: Parsed, wanted: Collection[int]) -> Iterator[Block]:
        """The records that have not a cell in every column."""
        import numpy as np

        places, widths = parsed.odd, parsed.widths
        if widths.max() > self._limits.columns:
            raise Unfit
        found, counts = np.unique(widths, return_counts=True)
        rest = np.ones(widths.size, bool)
        for order in np.argsort(-counts, kind="stable")[:_MOST_WIDTHS].tolist():
            if counts[order] >= _COMMON:
                same = widths == found[order]
                rest &= ~same
                yield self._common(data, int(found[order]), places[same], wanted)
        if rest.any():
            yield from self._rare(data, parsed, places[rest], widths[rest], wanted)

    def _common(self, data: bytearray, width: int, places: Any, wanted: Collection[int]) -> Block:
        """The records of a width that many have, as the range is parsed for it."""
        import numpy as np

        parsed = self._parse(data, width, wanted, lambda *_: False)
        table = _arrays(parsed.table)
        here = parsed.places()
        if here.size != places.size:  # empty lines
            rows = np.flatnonzero(np.isin(here, places, assume_unique=True))
            table = {place: taken(column, rows) for place, column in table.items()}
            here = here[rows]
        if not np.array_equal(here, places):
            raise Unfit
        for place in range(self._width, width):
            scan_column(table.pop(place))
        return Block(width, places.size, places, table, width > 1)

    def _rare(
        self, data: bytearray, parsed: Parsed, places: Any, widths: Any, wanted: Collection[int]
    ) -> Iterator[Block]:
        """Records of widths that few have, read one by one."""
        rare = places.tolist()
        if len(rare) > _MOST_ODD:
            raise Unfit
        found = parsed.texts
        if not found.keys() >= {*rare}:
            among = {*rare}
            found = self._parse(data, self._width, (), lambda place, _: place in among).texts
        kept = [found[place] for place in rare]
        if any(len(text) > self._limits.cell or FORBIDDEN.search(text) for text in kept):
            raise Unfit
        rows = rows_of(kept, self._dialect, self._limits)
        if [*map(len, rows)] != widths.tolist():
            raise Unfit
        for width in sorted({*widths.tolist()}):
            same = widths == width
            columns = [*zip(*(row for row in rows if len(row) == width), strict=True)]
            table = {place: texts(columns[place]) for place in wanted if place < width}
            yield Block(width, int(same.sum()), places[same], table, False)

    def _measure(self, table: Any) -> None:
        import numpy as np

        for column in _arrays(table).values():
            starts = parts(column)[1]
            if starts[-1] - starts[0] > self._limits.cell and np.diff(starts).max() > self._limits.cell:
                raise Unfit


def _arrays(table: Any) -> dict[int, Any]:
    """The columns of a table by place, each as one array."""
    if not table.num_rows:
        return {int(name): texts(()) for name in table.column_names}
    return {int(name): column.chunk(0) for name, column in zip(table.column_names, table.columns, strict=True)}


def rows_of(records: Sequence[str], dialect: Dialect, limits: Limits) -> list[list[str]]:
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
