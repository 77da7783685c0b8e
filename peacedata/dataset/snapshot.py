"""A package as it was at one time: its tables as text, whatever model or schema it follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, BinaryIO

from peacedata.errors import InvalidDescriptor
from peacedata.intake.dialect import Dialect, dialect_from
from peacedata.intake.limits import LIMITS, Limits
from peacedata.intake.package import Package, Resource
from peacedata.intake.records import Record, read_records

if TYPE_CHECKING:
    from peacedata.dataset.dataset import Dataset

Opener = Callable[[str], BinaryIO]
_TABS = ("tsv", "tab")
_DELIMITED = ("", "csv", "txt", *_TABS)
# So many records are looked at for the header of a file with comments.
_HEAD = 1 << 13


@dataclass(frozen=True)
class TableSnapshot:
    """One table as text.

    Attributes:
        name: its name.
        columns: the names in its header; where two are the same, or one is blank, made unique.
        rows: its records, each with as many cells as there are columns.
        key: the columns of its primary key; empty if none is known.
        schema: its Table Schema; None if there is none.
        file: where it was read from.
        notes: what was irregular in the file, each as one sentence.
        whole: whether all of it could be read; what is absent from a table that is not whole means nothing.
    """

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Record] = field(repr=False)
    key: tuple[str, ...] = ()
    schema: Mapping[str, Any] | None = field(default=None, repr=False)
    file: str = ""
    notes: tuple[str, ...] = ()
    whole: bool = True

    def key_indexes(self) -> tuple[int, ...] | None:
        """Where the columns of the key stand; None if there is no key, or the header lacks one of its columns."""
        if not self.key or any(column not in self.columns for column in self.key):
            return None
        return tuple(self.columns.index(column) for column in self.key)

    def cells(self, record: Record) -> dict[str, str]:
        """The cells of one record by column."""
        return dict(zip(self.columns, record.cells, strict=True))

    def keyed(self) -> dict[str, Record]:
        """The first record of each key, parts joined with ``/``; empty without a key."""
        indexes = self.key_indexes()
        found: dict[str, Record] = {}
        for record in self.rows if indexes else ():
            found.setdefault("/".join(record.cells[index] for index in indexes or ()), record)
        return found


@dataclass(frozen=True)
class Snapshot:
    """A package as it was at one time.

    Attributes:
        label: what to call it before people.
        descriptor: its descriptor; empty for a lone table.
        tables: its tables by name.
        files: the SHA-256 of its resources that are no tables, by name.
    """

    label: str
    descriptor: Mapping[str, Any] = field(default_factory=dict, repr=False)
    tables: Mapping[str, TableSnapshot] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def version(self) -> str:
        """The version that the descriptor states, or an empty string."""
        return str(self.descriptor.get("version", ""))

    def table(self, name: str) -> TableSnapshot:
        """One table; an empty one if there is none of this name."""
        return self.tables.get(name) or TableSnapshot(name, (), ())


def key_of(schema: Mapping[str, Any] | None) -> tuple[str, ...]:
    """The columns of the primary key of a Table Schema, which may be one name or a list; empty if it has none."""
    key = (schema or {}).get("primaryKey") or ()
    return (key,) if isinstance(key, str) else tuple(str(column) for column in key)


def read_snapshot(package: Package, opened: Opener, label: str, limits: Limits = LIMITS) -> Snapshot:
    """Read all tables of a package.

    Args:
        package: its descriptor; a schema or dialect that is named by a path is there already.
        opened: opens one of its files by its path in the descriptor.
        label: what to call it before people.
        limits: when a file is refused.

    Raises:
        InvalidDescriptor: if a dialect has no meaning that can be followed, or inline data is no table.
        InvalidData: if a file cannot be read safely, or is no text of its encoding.
    """
    tables, files = {}, {}
    for name, resource in package.resources.items():
        if _is_table(resource):
            tables[name] = read_table(resource, opened, limits)
        else:
            files[name] = _digest(resource, opened)
    return Snapshot(label, package.descriptor, tables, files)


def read_table(resource: Resource, opened: Opener, limits: Limits = LIMITS) -> TableSnapshot:
    """Read one table.

    Raises:
        InvalidDescriptor: if its dialect has no meaning that can be followed, or its inline data is no table.
        InvalidData: if a file cannot be read safely, or is no text of its encoding.
    """
    if not resource.paths:
        header, records = _inline(resource)
    else:
        dialect = dialect_from(resource.descriptor.get("dialect"), tabs=_format_of(resource) in _TABS)
        header, records = _read(resource, opened, dialect, limits)
    columns, notes = _unique(header)
    rows, columns, ragged = _squared(records, columns)
    schema = resource.schema
    file = ", ".join(resource.paths)
    return TableSnapshot(resource.name, columns, rows, key_of(schema), schema, file, (*notes, *ragged))


def snapshot_of(dataset: Dataset) -> Snapshot:
    """An open dataset as a snapshot; a table that could not be read whole is marked so."""
    tables = {}
    for name, table in dataset.tables.items():
        columns = tuple(dict.fromkeys(column for row in table.rows for column in row.cells))
        columns = columns or tuple(one["name"] for one in table.schema.get("fields", ()))
        rows = [Record(row.number, row.line, [row.cells.get(column, "") for column in columns]) for row in table.rows]
        file = table.rows[0].file if table.rows else f"{name}.csv"
        resource = dataset.package.resources.get(name)
        file = resource.paths[0] if resource and resource.paths and not table.rows else file
        key = tuple(table.record.key_columns)
        tables[name] = TableSnapshot(name, columns, rows, key, table.schema, file, whole=table.readable)
    return Snapshot(dataset.version, dataset.package.descriptor, tables)


def _read(resource: Resource, opened: Opener, dialect: Dialect, limits: Limits) -> tuple[list[str], Sequence[Record]]:
    """The header and the records of the files of a table, one after the other."""
    header: list[str] = []
    records: list[Record] = []
    for part, path in enumerate(resource.paths):
        with opened(path) as file:
            read = iter(read_records(file, dialect, resource.encoding, limits, name=path))
            if not part:
                first = [*islice(read, _HEAD)]
                dialect, read = dialect.settled([record.cells for record in first]), chain(first, read)
            for record in read:
                if record.number < dialect.first_content_row:
                    if dialect.header and record.number in dialect.header_rows and not part:
                        header = _joined(header, record.cells, dialect.header_join)
                elif record.cells and not dialect.skips(record.number, record.cells):
                    records.append(record)
    if not dialect.header:
        fields = (resource.schema or {}).get("fields") or ()
        named = [str(one.get("name", "")) for one in fields if isinstance(one, Mapping)]
        header = named or [f"field{number}" for number in range(1, max((len(r.cells) for r in records), default=0) + 1)]
    return header, records


def _joined(header: list[str], cells: list[str], join: str) -> list[str]:
    if not header:
        return list(cells)
    width = max(len(header), len(cells))
    padded = (row + [""] * (width - len(row)) for row in (header, list(cells)))
    return [join.join(part for part in parts if part) for parts in zip(*padded, strict=True)]


def _inline(resource: Resource) -> tuple[list[str], Sequence[Record]]:
    data = resource.descriptor.get("data")
    if not isinstance(data, list) or not all(isinstance(row, list | Mapping) for row in data):
        raise InvalidDescriptor(f"resource {resource.name!r} has neither a path nor inline rows")
    if data and isinstance(data[0], list):
        lists = [[_text(cell) for cell in row] for row in data if isinstance(row, list)]
        return lists[0], [Record(number, number, cells) for number, cells in enumerate(lists[1:], 2)]
    rows = [row for row in data if isinstance(row, Mapping)]
    header = list(dict.fromkeys(str(name) for row in rows for name in row))
    return header, [
        Record(number, number, [_text(row.get(name)) for name in header]) for number, row in enumerate(rows, 2)
    ]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else str(cell).lower() if isinstance(cell, bool) else str(cell)


def _unique(header: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Labels that can name a column each, and what was wrong with them."""
    found: dict[str, None] = {}
    notes = []
    for number, label in enumerate(header, 1):
        name = label or f"(column {number})"
        if name in found:
            name = f"{name} (column {number})"
            notes.append(f"the header has {label!r} twice")
        while name in found:
            name += "'"
        found[name] = None
    return tuple(found), notes


def _squared(
    records: Sequence[Record], columns: tuple[str, ...]
) -> tuple[list[Record], tuple[str, ...], Iterator[str]]:
    """The records with one cell for each column; cells beyond the header get columns of their own."""
    width = len(columns)
    widest = max((len(record.cells) for record in records), default=0)
    short = [record.number for record in records if len(record.cells) < width]
    long = [record.number for record in records if len(record.cells) > width]
    while len(columns) < widest:
        name = f"(cell {len(columns) + 1})"
        columns += (name if name not in columns else f"{name}'",)
    if short or long:
        total = len(columns)
        records = [Record(r.number, r.line, [*r.cells, *[""] * (total - len(r.cells))]) for r in records]
    return list(records), columns, _ragged(short, long)


def _ragged(short: list[int], long: list[int]) -> Iterator[str]:
    for numbers, what in ((short, "fewer"), (long, "more")):
        if numbers:
            records = f"{len(numbers)} records have" if len(numbers) > 1 else "one record has"
            yield f"{records} {what} cells than the header, the first is record {numbers[0]}"


def _is_table(resource: Resource) -> bool:
    descriptor = resource.descriptor
    delimited = _format_of(resource) in _DELIMITED
    return delimited and (not resource.paths or descriptor.get("type", "table") == "table" or bool(resource.schema))


def _format_of(resource: Resource) -> str:
    given = resource.descriptor.get("format")
    if isinstance(given, str) and given:
        return given.lower()
    _, dot, suffix = (resource.paths[0] if resource.paths else "").rpartition(".")
    return suffix.lower() if dot else ""


def _digest(resource: Resource, opened: Opener) -> str:
    from hashlib import sha256

    total = sha256()
    for path in resource.paths:
        with opened(path) as file:
            while chunk := file.read(1 << 20):
                total.update(chunk)
    return total.hexdigest()
