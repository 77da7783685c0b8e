"""One table, checked by the big gear."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from typing import Any, BinaryIO

from peacedata.check.big.cut import Range, cut, read_range
from peacedata.check.big.locate import Locator, Row
from peacedata.check.big.part import Part
from peacedata.check.big.record_keys import BigKeys
from peacedata.check.big.rows import BigRows, Done
from peacedata.check.big.run import run_ranges
from peacedata.check.big.scan import scan
from peacedata.check.big.unfit import Unfit
from peacedata.check.big.work import RangeWork
from peacedata.check.compiled import CompiledSchema
from peacedata.check.header import Layout
from peacedata.check.keys import KeyReader
from peacedata.check.record_keys import KeyChecker, Known
from peacedata.check.rows import RowChecker
from peacedata.check.sink import Sink
from peacedata.check.table import Source, TableCheck, TableStats
from peacedata.intake.files import open_file
from peacedata.intake.records import Batch, RecordReader

SIZE = 4 << 20
_MOST_RECORDS = 1 << 17
_HEAD = 256
_SLACK = 1 << 19


class BigTableCheck(TableCheck):
    """Checks one table in ranges; what it cannot check exactly it leaves to the small gear.

    Attributes:
        size: bytes of a range.
        head: records that are read to learn what the columns are.
        threads: how many threads work; 1 for none but the caller's.
    """

    size = SIZE
    head = _HEAD
    threads = 0
    _key_checker: type[KeyChecker] = BigKeys
    _row_checker: type[RowChecker] = BigRows
    _small = False
    _work: RangeWork | None = None

    def run(self) -> None:
        """Read and check everything but the references that need tables that are not read yet."""
        self.ranges = {}
        if fits(self._source):
            try:
                super().run()
                if isinstance(self._keys, BigKeys) and not self.refused:
                    self._keys.finish(self._read_keys, self._read_rows)
                return
            except Unfit:
                self._forget()
        self._small = True
        self._key_checker, self._row_checker = KeyChecker, RowChecker
        super().run()

    def resolve(self, known: Known) -> None:
        """Report the references that turned out to lead nowhere."""
        if isinstance(self._keys, BigKeys) and not self.refused:
            self._keys.settle(known, self._read_keys, self._read_rows)
        else:
            super().resolve(known)

    def _forget(self) -> None:
        """Be as if nothing had been read."""
        source = self._source
        self._sink = Sink(self._sink.table, source.paths[0], self._sink.findings.cap)
        self.stats = TableStats(self.stats.name, self.stats.file)
        self._rows, self._keys, self._work = None, None, None
        self._header, self._count, self._number = [], 0, 0
        self.ranges = {}

    def _read(self, part: int, path: str) -> None:
        if self._small:
            super()._read(part, path)
            return
        source = self._source
        with open_file(source.folder, path, source.limits) as file:
            self.stats.bytes = (self.stats.bytes or 0) + os.fstat(file.fileno()).st_size
            reader, first = self._head_of(file, path, self._next_number)
            if part == 0:
                self._start(first)
            self._ranges(file, path, first, self._header_again(first) if part else 0, reader)

    def _head_of(self, file: BinaryIO, path: str, number: int) -> tuple[RecordReader, Batch]:
        """The first records of a file; ``number`` is that of the first one."""
        source = self._source
        reader = RecordReader(file, source.dialect, source.encoding, source.limits, name=path, strict=source.strict)
        first = next(reader.batches(self.head, first=number), None)
        if first is None or not any(first.rows):
            raise Unfit
        return reader, first

    def _check_with(self, schema: CompiledSchema, layout: Layout) -> None:
        super()._check_with(schema, layout)
        if not isinstance(self._keys, BigKeys) or not layout.fields:
            return
        self._keys.begin()
        source = self._source
        self._work = RangeWork(
            layout.fields, self._keys, source.dialect, source.limits, cap=self._sink.findings.cap, strict=source.strict
        )

    def _ranges(self, file: BinaryIO, path: str, first: Batch, skip: int, reader: RecordReader) -> None:
        rows, keys, work = self._rows, self._keys, self._work
        if not isinstance(rows, BigRows) or not isinstance(keys, BigKeys) or work is None:
            raise Unfit
        number, start = first.number - skip, skip
        start = max(start, self._source.dialect.first_content_row - number)
        if start > len(first.rows):
            raise Unfit
        line = first.line_of(start)
        number += start
        crlf = False
        before = number
        for one, part in self._run_ranges(path, self._cut(file, line, first), work):
            done = Done(path, one.offset, one.size, number, part.records, line, part.uniques)
            rows.merge(part, done)
            keys.merge(part, done)
            number += part.records
            line += part.lines
            crlf = crlf or part.crlf
            self.ranges[part.place] = self.ranges.get(part.place, 0) + 1
            if self._progress is not None:
                self._progress(one.offset + one.size)
        self._number = number - 1
        self._count += number - before
        self._strict_form(bom=reader.bom, crlf=crlf or reader.crlf)

    def _cut(self, file: BinaryIO, line: int, first: Batch) -> Iterator[Range]:
        """The ranges of a file from a physical line on which a record starts; of short records they hold less."""
        most = self._source.limits.record - _SLACK
        quote = self._source.dialect.quote_char.encode()
        usual = sum(len(cell) + 1 for row in first.rows for cell in row) // len(first.rows) + 1
        size = min(self.size, most // 2, usual * _MOST_RECORDS)
        return cut(file, _offset(file, line - 1), size, quote, most)

    def _run_ranges(self, path: str, ranges: Iterator[Range], work: RangeWork) -> Iterator[tuple[Range, Part]]:
        """Work on the ranges of a file and give their parts in order."""
        return run_ranges(ranges, work, self._full, self.threads)

    def _full(self) -> frozenset[str]:
        findings = self._sink.findings
        return frozenset(code for code, count in findings.counts.items() if count >= findings.cap)

    def _read_keys(self, done: Done, reader: KeyReader) -> list[Any]:
        if self._work is None:
            raise Unfit
        return self._work.keys(self._again(done), reader)

    def _read_rows(self, done: Done, places: list[int]) -> list[Row]:
        data = self._again(done)
        return Locator(data, scan(data), done.records, self._source.dialect, self._source.limits).rows(places)

    def _again(self, done: Done) -> bytearray:
        with open_file(self._source.folder, done.path, self._source.limits) as file:
            return read_range(file, done.offset, done.size)


def fits(source: Source) -> bool:
    """Whether files that are read in this way can be checked in ranges."""
    dialect = source.dialect
    try:
        utf8 = codecs.lookup(source.encoding).name == "utf-8"
    except LookupError:
        return False
    marks = dialect.delimiter + dialect.quote_char
    return (
        utf8
        and bool(source.paths)
        and all(char == "\t" or (char.isascii() and char.isprintable()) for char in marks)
        and dialect.delimiter != dialect.quote_char
        and dialect.escape_char is None
        and dialect.double_quote
        and not dialect.skip_initial_space
        and not dialect.filtered
        and source.limits.record > 4 * _SLACK
    )


def _offset(file: BinaryIO, lines: int) -> int:
    """Where the line after some lines starts.

    Raises:
        Unfit: if lines end in another way than with LF or CRLF.
    """
    file.seek(0)
    offset = 3 if file.read(3) == codecs.BOM_UTF8 else 0
    file.seek(offset)
    for _ in range(lines):
        line = file.readline()
        if line.count(b"\r") != line.count(b"\r\n"):
            raise Unfit
        offset += len(line)
    return offset
