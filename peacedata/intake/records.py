"""Records of a delimited file, with record and physical line numbers; strict about bytes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import accumulate, chain, islice
from typing import BinaryIO, NamedTuple

from peacedata.intake.dialect import DEFAULT, Dialect
from peacedata.intake.limits import LIMITS, Limits
from peacedata.intake.refused import Reason, Refused
from peacedata.intake.scanner import FORBIDDEN, ForbiddenCharacter, locate, text_of

_BATCH_BYTES = 4 << 20


class Record(NamedTuple):
    """One record.

    Attributes:
        number: 1-based, the header counts as 1.
        line: 1-based physical line on which it starts.
        cells: its cells.
    """

    number: int
    line: int
    cells: list[str]


class Batch:
    """Consecutive records.

    Attributes:
        number: number of the first one.
        line: physical line on which the first one starts.
        rows: their cells.
    """

    __slots__ = ("_lines", "_starts", "line", "number", "rows")

    def __init__(self, number: int, line: int, lines: int, rows: list[list[str]]) -> None:
        """Hold records; ``lines`` are the physical lines that they take together."""
        self.number = number
        self.line = line
        self.rows = rows
        self._lines = lines
        self._starts: list[int] | None = None

    def line_of(self, index: int) -> int:
        """Physical line on which the record at an index starts."""
        if self._lines == len(self.rows):
            return self.line + index
        if self._starts is None:
            self._starts = [*accumulate((1 + _breaks(row) for row in self.rows), initial=self.line)]
        return self._starts[index]


class RecordReader:
    """Reads one file.

    Attributes:
        bom: whether the file starts with a byte order mark; known once a record was read.
        crlf: whether a CR was met so far.
        size: bytes read so far.
    """

    def __init__(
        self,
        file: BinaryIO,
        dialect: Dialect = DEFAULT,
        encoding: str = "utf-8",
        limits: Limits = LIMITS,
        *,
        name: str = "",
        strict: bool = False,
    ) -> None:
        self._file = file
        self._limits = limits
        self._name = name
        try:
            self._scanner, text = text_of(file, encoding, limits)
        except LookupError:
            raise Refused(Reason.ENCODING, f"the encoding {encoding!r} is not known", path=name) from None
        self._encoding = text.encoding
        lines: Iterator[str] = text if text.encoding == "utf-8" else _checked(text)
        self._reader = csv.reader(
            lines,
            delimiter=dialect.delimiter,
            quotechar=dialect.quote_char or None,
            doublequote=dialect.double_quote,
            escapechar=dialect.escape_char,
            skipinitialspace=dialect.skip_initial_space,
            quoting=csv.QUOTE_MINIMAL if dialect.quote_char else csv.QUOTE_NONE,
            strict=strict,
        )
        self._text = text

    @property
    def bom(self) -> bool:
        """Whether the file starts with a byte order mark."""
        return self._scanner.bom

    @property
    def crlf(self) -> bool:
        """Whether a CR was met so far."""
        return self._scanner.crlf

    @property
    def size(self) -> int:
        """Bytes read so far."""
        return self._scanner.total

    def batches(self, size: int = 256, first: int = 1) -> Iterator[Batch]:
        """All records in batches of at most ``size``; ``first`` is the number of the first record.

        Raises:
            Refused: if the bytes are not text of the encoding, hold forbidden characters or exceed a limit.
        """
        number, reader, scanner = first, self._reader, self._scanner
        while True:
            rows: list[list[str]] = []
            scanner.progress = rows
            line, stop = reader.line_num, scanner.total + _BATCH_BYTES
            csv.field_size_limit(self._limits.cell)
            try:
                for row in islice(reader, size):
                    rows.append(row)  # the scanner watches the list grow
                    if scanner.total > stop:
                        break
            except (csv.Error, UnicodeError, ForbiddenCharacter, Refused) as error:
                raise self._refusal(error) from error
            if not rows:
                return
            yield Batch(number, line + 1, reader.line_num - line, rows)
            number += len(rows)

    def close(self) -> None:
        """Close the file."""
        self._text.close()
        self._file.close()

    def _refusal(self, error: Exception) -> Refused:
        line = self._reader.line_num + 1
        if isinstance(error, Refused):
            return Refused(error.reason, error.message, path=self._name, line=line, hint=error.hint)
        if isinstance(error, csv.Error):
            return self._csv_refusal(str(error), line)
        line, bad = locate(self._file, self._encoding)
        if not bad.startswith("U+"):
            return Refused(
                Reason.ENCODING,
                f"the file is not {self._encoding.upper()} text: {bad or 'a byte'} cannot be decoded",
                path=self._name,
                line=line,
                value=bad or None,
                hint="save the file as UTF-8, in a spreadsheet as 'CSV UTF-8'",
            )
        what = "a NUL byte" if bad == "U+0000" else f"the control character {bad}"
        return Refused(
            Reason.CONTROL,
            f"the file holds {what}",
            path=self._name,
            line=line,
            value=bad or None,
            hint="delete it: only tab and line ends are allowed as control characters",
        )

    def _csv_refusal(self, message: str, line: int) -> Refused:
        if "field limit" in message:
            return Refused(
                Reason.CELL_TOO_LONG,
                f"a cell is longer than {self._limits.cell} characters",
                path=self._name,
                line=line,
                hint="look for a quote that is opened and never closed",
            )
        return Refused(
            Reason.QUOTES,
            "a quoted cell is not closed, or text follows its closing quote",
            path=self._name,
            line=line,
            hint="close the quote; a quote inside a quoted cell is written twice",
        )


def read_records(
    file: BinaryIO,
    dialect: Dialect = DEFAULT,
    encoding: str = "utf-8",
    limits: Limits = LIMITS,
    *,
    name: str = "",
    strict: bool = False,
) -> Iterator[Record]:
    """The records of a file, the header included.

    Args:
        file: a file opened for reading bytes.
        dialect: how it is split.
        encoding: how it is decoded.
        limits: when it is refused.
        name: what it is called in a refusal.
        strict: whether quotes must be exactly right.

    Raises:
        Refused: if the bytes are not text of the encoding, hold forbidden characters or exceed a limit.
    """
    reader = RecordReader(file, dialect, encoding, limits, name=name, strict=strict)
    for batch in reader.batches():
        line = batch.line
        for index, cells in enumerate(batch.rows):
            yield Record(batch.number + index, line, cells)
            line += 1 + _breaks(cells)


def _breaks(cells: list[str]) -> int:
    """Line ends inside the cells of a record."""
    text = "\x1f".join(cells)
    if "\r" in text:
        return text.count("\n") + text.count("\r") - text.count("\r\n")
    return text.count("\n")


def _checked(lines: Iterator[str]) -> Iterator[str]:
    """Text of an encoding in which bytes do not show what is forbidden, without its byte order mark."""
    for line in chain([next(lines, "").removeprefix("\ufeff")], lines):
        if FORBIDDEN.search(line):
            raise ForbiddenCharacter
        yield line
