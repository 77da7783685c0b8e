"""One table: its files are opened, read in batches and handed to the checks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from peacedata.check import file_checks as checks
from peacedata.check.collector import resting_collector
from peacedata.check.compiled import CompiledSchema, ForeignKey
from peacedata.check.declare import Place
from peacedata.check.finding import Findings
from peacedata.check.header import Layout, layout_of, read_labels
from peacedata.check.keys import Pending
from peacedata.check.record_keys import KeyChecker, Known, Targets
from peacedata.check.reporter import Reporter, Rows
from peacedata.check.rows import RowChecker
from peacedata.check.shorten import shorten
from peacedata.check.sink import Sink
from peacedata.intake.dialect import Dialect
from peacedata.intake.files import open_file
from peacedata.intake.limits import LIMITS, Limits
from peacedata.intake.package import Resource
from peacedata.intake.records import Batch, RecordReader
from peacedata.intake.refused import Reason, Refused

_BATCH = 256
# The header stands in the first batch, also below many comments.
_COMMENTED_BATCH = 1 << 13


@dataclass(slots=True)
class TableStats:
    """What was read of one table.

    Attributes:
        name: its name.
        file: its file, or files.
        labels: its header.
        records: its records without the header.
        fields: its fields; None if it could not be read.
        bytes: the size of its files; None if they could not be read.
    """

    name: str
    file: str
    labels: list[str] = field(default_factory=list)
    records: int = 0
    fields: int | None = None
    bytes: int | None = None


class Source(NamedTuple):
    """Where the records of a table come from.

    Attributes:
        folder: folder of the descriptor; None for files that the user named.
        paths: the files, parts of one table.
        dialect: how they are split.
        encoding: how they are decoded.
        strict: whether they must be in the one strict form.
    """

    folder: Path | None
    paths: tuple[str, ...]
    dialect: Dialect
    encoding: str = "utf-8"
    strict: bool = False
    limits: Limits = LIMITS


class TableCheck:
    """Checks one table.

    Attributes:
        stats: what was read.
        refused: whether its content is not known, so that references to it cannot be decided.
        ranges: how many ranges of its files were checked where; empty if they were read from start to end.
    """

    def __init__(
        self,
        name: str,
        schema: CompiledSchema | None,
        source: Source,
        *,
        wanted: set[tuple[str, ...]],
        known: Known,
        cap: int,
        progress: Callable[[int], None] | None = None,
        sieve: bool = True,
    ) -> None:
        self._schema = schema
        self._source = source
        self._wanted = wanted
        self._known = known
        self._sieve = sieve
        self._progress = progress
        self._sink = Sink(name, source.paths[0] if source.paths else "", cap)
        self._rows: RowChecker | None = None
        self._keys: KeyChecker | None = None
        self._header: list[tuple[int, list[str]]] = []
        self._count = 0
        self.stats = TableStats(name, ", ".join(source.paths))
        self.refused = False
        self.ranges: dict[str, int] = {}

    @property
    def findings(self) -> Findings:
        """What was found."""
        return self._sink.findings

    @property
    def cells(self) -> dict[tuple[str, int], list[str]]:
        """The cells of the records in which something was found."""
        return self._sink.cells

    @property
    def targets(self) -> Targets:
        """The keys to which tables refer; None where they are not known."""
        if self.refused or self._keys is None:
            return dict.fromkeys(self._wanted)
        return self._keys.targets

    def run(self) -> None:
        """Read and check everything but the references that need tables that are not read yet."""
        try:
            with resting_collector():
                for part, path in enumerate(self._source.paths):
                    self._sink.file = path
                    self._read(part, path)
        except Refused as refusal:
            self.refused = True
            self._sink.only(checks.finding_of(refusal, file=self._sink.file, table=self._sink.table))
            return
        self.stats.records = self._count

    def resolve(self, known: Known) -> None:
        """Report the references that turned out to lead nowhere."""
        if self._keys is None or self.refused:
            return
        for key, pending in self._keys.pending:
            target = known.get((key.resource, key.target))
            for one in pending if target is not None else ():
                self._resolve_one(key, one, target or set())

    def _resolve_one(self, key: ForeignKey, one: Pending, target: set[Any]) -> None:
        if one.key not in target and self._keys is not None:
            self._keys.report_reference(key, one, target)

    def verify(self, resource: Resource) -> None:
        """Compare hash, size and counts with what the descriptor states."""
        if not self.refused:
            verify(resource, self._source, self.stats, self._sink)

    def _read(self, part: int, path: str) -> None:
        source = self._source
        with open_file(source.folder, path, source.limits) as file:
            self.stats.bytes = (self.stats.bytes or 0) + os.fstat(file.fileno()).st_size
            reader = RecordReader(file, source.dialect, source.encoding, source.limits, name=path, strict=source.strict)
            size = _COMMENTED_BATCH if source.dialect.filtered else _BATCH
            batches = reader.batches(size, first=self._next_number)
            first = next(batches, None)
            if first is not None and part == 0:
                self._start(first)
            if first is None or self._all_blank(first, batches):
                if part == 0:
                    raise Refused(Reason.EMPTY, "the file is empty: expected at least a header", path=path)
                return
            skip = self._header_again(first) if part else 0
            self._feed(first, skip)
            for batch in batches:
                self._feed(batch, skip_numbers=skip)
                if self._progress is not None:
                    self._progress(reader.size)
            self._strict_form(bom=reader.bom, crlf=reader.crlf)

    @property
    def _next_number(self) -> int:
        return self._number + 1

    _number = 0

    def _all_blank(self, first: Batch, batches: Iterator[Batch]) -> bool:
        return len(first.rows) < _BATCH and not any(first.rows)

    def _start(self, batch: Batch) -> None:
        """Learn from the first records what the columns are."""
        dialect = self._source.dialect.settled(batch.rows)
        self._source = self._source._replace(dialect=dialect)
        if len(batch.rows[0]) > self._source.limits.columns:
            raise Refused(
                Reason.TOO_MANY_COLUMNS,
                f"the first record has {len(batch.rows[0])} cells; at most {self._source.limits.columns} are read",
                path=self._sink.file,
                line=1,
            )
        numbered = [*enumerate(batch.rows, start=1)]
        self._header = [one for one in numbered if dialect.header and one[0] in dialect.header_rows]
        labels = read_labels(numbered, dialect) if dialect.header else []
        self.stats.labels = labels
        if not any(batch.rows):
            return
        schema = self._schema
        if schema is None:
            from peacedata.check.infer import SAMPLE, infer_schema

            start = dialect.first_content_row
            content = [row for n, row in numbered[:SAMPLE] if n >= start and not dialect.skips(n, row)]
            schema = CompiledSchema(infer_schema(labels, content), dialect.null_sequence)
        layout = layout_of(labels, schema.fields, schema.mode, schema.primary_key, dialect)
        self.stats.fields = len(schema.fields)
        self._report_header(layout)
        if layout.readable:
            self._check_with(schema, layout)

    _key_checker: type[KeyChecker] = KeyChecker
    _row_checker: type[RowChecker] = RowChecker

    def _check_with(self, schema: CompiledSchema, layout: Layout) -> None:
        places = [layout.index(name) for name in schema.primary_key]
        whole = [place for place in places if place is not None]
        reporter = Reporter(self._sink, whole if len(whole) == len(places) else ())
        self._keys = self._key_checker(schema, layout, reporter, self._wanted, self._known)
        self._rows = self._row_checker(layout.fields, reporter, sieve=self._sieve, widest=self._source.limits.columns)

    def _add(self, rows: Rows) -> None:
        if self._rows is None or self._keys is None or not rows.cells:
            return
        if any(rows.cells) or not (self._rows.only_counts_blanks and self._keys.only_counts_blanks):
            self._keys.add(rows, self._rows.add(rows))
        else:  # a file of empty lines alone costs no more than to read it
            self._rows.count_blanks(len(rows.cells))
            self._keys.count_blanks(len(rows.cells))

    def _report_header(self, layout: Layout) -> None:
        row = self._source.dialect.header_rows[-1] if self._source.dialect.header_rows else None
        for fault in layout.faults:
            self._sink.add(
                fault.check.finding(
                    fault.message,
                    file=self._sink.file,
                    table=self._sink.table,
                    record=row,
                    line=row if len(self._header) == 1 and row == 1 else None,
                    field=fault.number,
                    column=fault.column,
                    value=None if fault.label is None else shorten(fault.label),
                    hint=fault.hint,
                )
            )

    def _header_again(self, batch: Batch) -> int:
        """How many records of a further part repeat the header of the first one."""
        header = [cells for _, cells in self._header]
        return len(header) if header and batch.rows[: len(header)] == header else 0

    def _feed(self, batch: Batch, skip: int = 0, *, skip_numbers: int = 0) -> None:
        dialect = self._source.dialect
        shift = skip or skip_numbers
        first = batch.number - shift
        self._number = first + len(batch.rows) - 1
        start = skip
        if first < dialect.first_content_row:
            start = max(start, dialect.first_content_row - first)
        cells: Sequence[list[str]] = batch.rows[start:] if start else batch.rows
        numbers: Sequence[int] = range(first + start, first + len(batch.rows))
        line_of: Callable[[int], int | None] = batch.line_of
        if dialect.filtered:
            kept = [i for i, row in enumerate(cells) if not dialect.skips(numbers[i], row)]
            cells, numbers = [cells[i] for i in kept], [numbers[i] for i in kept]
            line_of = partial(_line_at, batch, [i + start for i in kept])
        elif start:
            line_of = partial(_line_after, batch, start)
        self._count += len(cells)
        self._add(Rows(cells, numbers, line_of))

    def _strict_form(self, *, bom: bool, crlf: bool) -> None:
        if not self._source.strict:
            return
        place: Place = {"file": self._sink.file, "table": self._sink.table}
        if bom:
            self._sink.add(
                checks.BOM.finding(
                    "the file starts with a byte order mark", file=place["file"], table=place["table"], line=1
                )
            )
        if crlf:
            self._sink.add(
                checks.CRLF.finding("the file has carriage returns: expected LF alone at line ends", **place)
            )


def _line_at(batch: Batch, indexes: list[int], index: int) -> int:
    return batch.line_of(indexes[index])


def _line_after(batch: Batch, start: int, index: int) -> int:
    return batch.line_of(start + index)


def verify(resource: Resource, source: Source, stats: TableStats, sink: Sink) -> None:
    """Compare hash, size and counts with what the descriptor of a resource states."""
    descriptor = resource.descriptor
    legacy = descriptor.get("stats")
    stated = {**(legacy if isinstance(legacy, dict) else {}), **descriptor}
    place: dict[str, Any] = {"file": stats.file, "table": resource.name}
    algorithm, expected = _hash_of(stated)
    if expected:
        found = _digest(source, algorithm)
        if found is not None and found != expected.lower():
            message = f"the {algorithm} of the file is {found}: expected {expected}"
            sink.add(checks.HASH.finding(shorten(message, 400), value=found, **place))
    for check, name, count in (
        (checks.BYTES, "bytes", stats.bytes),
        (checks.ROWS, "rows", stats.records),
        (checks.FIELDS, "fields", stats.fields),
    ):
        wanted = stated.get(name)
        if (
            isinstance(wanted, int)
            and not isinstance(wanted, bool)
            and count is not None
            and wanted
            and count != wanted
        ):
            sink.add(check.finding(f"there are {count} {name}: expected {wanted}", value=str(count), **place))


def _hash_of(stated: dict[str, Any]) -> tuple[str, str]:
    given = stated.get("hash")
    if isinstance(given, str):
        algorithm, colon, digest = given.partition(":")
        return (algorithm.lower(), digest) if colon else ("md5", given)
    for algorithm in ("sha256", "md5"):
        if isinstance(stated.get(algorithm), str):
            return algorithm, str(stated[algorithm])
    return "", ""


def _digest(source: Source, algorithm: str) -> str | None:
    """The hash of all files one after the other; None if the algorithm is not known."""
    import hashlib

    if algorithm not in hashlib.algorithms_available or algorithm.startswith("shake"):
        return None
    digest = hashlib.new(algorithm, usedforsecurity=False)
    for path in source.paths:
        with open_file(source.folder, path, source.limits) as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
