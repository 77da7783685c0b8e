"""A file in memory, taken apart so that fixers can work on it, and put together again."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from peacedata.check.field import FieldCheck
from peacedata.fix.column import Column
from peacedata.fix.quoting import record_text
from peacedata.intake.dialect import Dialect
from peacedata.intake.limits import Limits
from peacedata.intake.records import RecordReader
from peacedata.intake.refused import Reason, Refused


@dataclass(frozen=True)
class Shape:
    """What is agreed about a file before it is read.

    Attributes:
        dialect: how it is split.
        encoding: how it is decoded, by the name that Python has for it.
        end: the line end that it should have.
        strict: whether it must be in the one strict form, so that a carriage return in a cell is a mistake.
        columns: the columns that may be in it, in the order of its schema; their labels are the names of the fields.
        primary_key: the fields of its primary key.
    """

    dialect: Dialect
    encoding: str
    end: str
    strict: bool
    columns: Sequence[Column]
    primary_key: Sequence[str]

    @cached_property
    def fields(self) -> Mapping[str, FieldCheck]:
        """The fields of the schema by their names."""
        return {column.label: column.field for column in self.columns if column.field is not None}


@dataclass(slots=True)
class Sheet:
    """The content of one file.

    Attributes:
        shape: what was agreed about it.
        labels: its header.
        read_labels: its header as it was read.
        columns: its columns, one for each label.
        rows: the cells of its records.
        numbers: the number of each record in the file as it was read.
        bom: whether it starts with a byte order mark.
        odd_ends: how many of its records do not end as they should.
        odd_quotes: how many of its records are not quoted as they should be.
        returns: whether there are carriage returns inside cells.
        changed: what each changed cell was before, and the fixers that changed it, by record and field.
    """

    shape: Shape
    labels: list[str]
    columns: list[Column]
    rows: list[list[str]]
    numbers: list[int]
    bom: bool
    odd_ends: int
    odd_quotes: int
    returns: bool
    read_labels: tuple[str, ...] = ()
    changed: dict[tuple[int, str], tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    @property
    def strict(self) -> bool:
        """Whether it must be in the one strict form."""
        return self.shape.strict

    @property
    def names(self) -> list[str]:
        """The fields of the schema, in its order."""
        return [column.label for column in self.shape.columns]

    @property
    def fields(self) -> Mapping[str, FieldCheck]:
        """The fields of the schema by their names."""
        return self.shape.fields

    @property
    def primary_key(self) -> Sequence[str]:
        """The fields of the primary key."""
        return self.shape.primary_key

    @property
    def complete(self) -> bool:
        """Whether every field has exactly one column, and every column is a field."""
        return sorted(self.names) == sorted(column.name for column in self.columns if column.field is not None) and (
            len(self.names) == len(self.columns)
        )

    def place(self, name: str) -> int | None:
        """Where the column of a field stands."""
        return next((i for i, one in enumerate(self.columns) if one.field is not None and one.name == name), None)

    def blank(self, row: Sequence[str]) -> bool:
        """Whether nothing stands in a record."""
        if any(row[len(self.columns) :]):
            return False
        return all(
            not cell or (column.field is not None and cell in column.field.missing)
            for cell, column in zip(row, self.columns, strict=False)
        )

    def text(self) -> str:
        """The file as it should be written."""
        shape = self.shape
        delimiter, quote, end = shape.dialect.delimiter, shape.dialect.quote_char, shape.end
        lines = [record_text(record, delimiter, quote) + end for record in chain((self.labels,), self.rows)]
        if lines[0].startswith("\ufeff") and quote:  # or the name would be read without its first character
            label = self.labels[0]
            rest = lines[0][len(label) :]
            lines[0] = f"{quote}{label}{quote}{rest}"
        return "".join(lines)

    def content(self) -> bytes:
        """The bytes of the file as it should be written.

        Raises:
            UnicodeEncodeError: if what a fixer wrote cannot be written in the encoding of the file.
        """
        content = self.text().encode(self.shape.encoding)
        return codecs.BOM_UTF8 + content if self.bom else content


def read_sheet(content: bytes, shape: Shape, limits: Limits, name: str) -> Sheet:
    """Take a file apart.

    Raises:
        Refused: if it has a fault that leaves open which cell is which: bytes that are no text, quotes that are not
            closed, records with too few or too many cells, no header.
    """
    bom = shape.encoding == "utf-8" and content.startswith(codecs.BOM_UTF8)
    while bom and content.startswith(codecs.BOM_UTF8):
        content = content[len(codecs.BOM_UTF8) :]
    reader = RecordReader(io.BytesIO(content), shape.dialect, shape.encoding, limits, name=name, strict=True)
    records: list[list[str]] = []
    starts: list[int] = []
    for batch in reader.batches(1024):
        starts += [batch.line_of(index) for index in range(len(batch.rows))]
        records += batch.rows
    if not any(records):
        raise Refused(Reason.EMPTY, "the file is empty: expected at least a header", path=name)
    labels = records[0]
    if not any(labels):
        raise Refused(Reason.FORMAT, "the header is blank", path=name, line=1)
    lines = [*io.StringIO(content.decode(shape.encoding), newline="")]
    sheet = Sheet(
        shape=shape,
        labels=labels,
        columns=_columns(labels, shape),
        rows=records[1:],
        numbers=[*range(2, len(records) + 1)],
        bom=bom,
        odd_ends=0,
        odd_quotes=0,
        returns=reader.crlf,
        read_labels=tuple(label.strip() for label in labels),
    )
    _even(sheet, starts, name)
    _raw(sheet, [*_records(lines, starts)], name)
    return sheet


def _columns(labels: Sequence[str], shape: Shape) -> list[Column]:
    """The column of each label; one that stands there twice, or is the name of two fields, proves nothing."""
    normal = str if shape.dialect.header_case else str.lower
    keys = [normal(label.strip()) for label in labels]
    names = [normal(column.label) for column in shape.columns]
    known = {key: column for key, column in zip(names, shape.columns, strict=True) if names.count(key) == 1}
    return [
        known[key] if key in known and keys.count(key) == 1 else Column(label)
        for key, label in zip(keys, labels, strict=True)
    ]


def _even(sheet: Sheet, starts: Sequence[int], name: str) -> None:
    width = len(sheet.labels)
    for row, line in zip(sheet.rows, starts[1:], strict=True):
        if len(row) != width and not sheet.blank(row):
            count = f"{len(row)} cell{'s' * (len(row) != 1)}"
            message = f"the record has {count}, the header {width}, so nobody can tell which cell is which"
            raise Refused(Reason.FORMAT, message, path=name, line=line)


def _records(lines: Sequence[str], starts: Sequence[int]) -> Iterator[str]:
    """The text of each record with its line end."""
    if len(lines) == len(starts):
        yield from lines
        return
    for start, stop in zip(starts, [*starts[1:], len(lines) + 1], strict=True):
        yield "".join(lines[start - 1 : stop - 1])


def _raw(sheet: Sheet, texts: Sequence[str], name: str) -> None:
    """Compare the records as they are written with how they should be written."""
    dialect, end = sheet.shape.dialect, sheet.shape.end
    ends = set()
    for text, record in zip(texts, chain((sheet.labels,), sheet.rows), strict=True):
        found = "\r\n" if text.endswith("\r\n") else text[-1:] if text.endswith(("\r", "\n")) else ""
        ends.add(found)
        sheet.odd_ends += found != end
        if record:
            written = record_text(record, dialect.delimiter, dialect.quote_char)
            sheet.odd_quotes += text.removesuffix(found) != written
    if len(sheet.labels) == 1 and "\r" in ends and ends & {"\n", "\r\n"}:
        # With two columns or more, a return inside a cell would leave records that are too short.
        message = "some lines end with CR alone, and in a table of one column that may as well be part of a cell"
        raise Refused(Reason.FORMAT, message, path=name)
