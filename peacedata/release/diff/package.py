"""Two packages compared: tables by name, rows by key, schemas and metadata."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from peacedata.dataset.compare import TableComparison, compare_tables
from peacedata.dataset.snapshot import Snapshot, TableSnapshot
from peacedata.release.diff.change_class import ChangeClass, Reason, judged
from peacedata.release.diff.schema import Bump, SchemaChange, compare_schemas

# What a build states of itself, or a table's place: none of it is a change of the data or of its description.
_DERIVED = {"created", "resources", "peacedata", "$schema"}


@dataclass(frozen=True, slots=True)
class MetadataChange:
    """A property of the package that differs; None where it is missing."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class TableDiff:
    """What became of one table.

    Attributes:
        name: its name, the later one if it was renamed.
        status: ``added``, ``removed``, ``renamed``, ``changed`` or ``same``.
        old_name: its earlier name.
        rows: how its rows and columns changed; those of a table that came or went are all of them.
        schema: how its schema changed.
    """

    name: str
    status: str
    old_name: str
    rows: TableComparison
    schema: tuple[SchemaChange, ...]


@dataclass(frozen=True)
class PackageDiff:
    """How one package became another.

    Attributes:
        old: what the earlier one is called.
        new: what the later one is called.
        tables: every table of either.
        metadata: properties of the package that differ.
        files: resources that are no tables, by name, with ``added``, ``removed`` or ``changed``.
        retired: keys with a tombstone by table, which makes their going a correction.
        ours: whether both follow this project's model.
    """

    old: str
    new: str
    tables: tuple[TableDiff, ...]
    metadata: tuple[MetadataChange, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    retired: Mapping[str, frozenset[str]] | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.metadata or self.files) and all(table.status == "same" for table in self.tables)

    @property
    def changed_tables(self) -> tuple[TableDiff, ...]:
        """The tables in which anything differs."""
        return tuple(table for table in self.tables if table.status != "same")

    @property
    def schema(self) -> tuple[SchemaChange, ...]:
        """Every change of a schema, tables that came or went among them, the weightiest first."""
        found = [change for table in self.tables for change in table.schema]
        return tuple(sorted(found, key=lambda change: -change.bump))

    @property
    def bump(self) -> Bump:
        """The least part of the schema's version that must grow."""
        return max((change.bump for change in self.schema), default=Bump.NONE)

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Why the change is of its class, the weightiest reason first."""
        return tuple(judged(self))

    @property
    def change_class(self) -> ChangeClass | None:
        """What the change means to who used the earlier one; None if no data and no schema differs."""
        return self.reasons[0].change_class if self.reasons else None


def compare(old: Snapshot, new: Snapshot) -> PackageDiff:
    """Compare two packages."""
    renamed = dict(_renamed(old, new))
    names = {**dict.fromkeys(new.tables), **{one: None for one in old.tables if one not in renamed}}
    earlier = {other: one for one, other in renamed.items()}
    tables = tuple(_table(name, earlier.get(name, name), old, new) for name in names)
    metadata = tuple(
        MetadataChange(name, old.descriptor.get(name), new.descriptor.get(name))
        for name in sorted((old.descriptor.keys() | new.descriptor.keys()) - _DERIVED)
        if old.descriptor and new.descriptor and old.descriptor.get(name) != new.descriptor.get(name)
    )
    files = tuple(
        (name, "added" if name not in old.files else "removed" if name not in new.files else "changed")
        for name in sorted(old.files.keys() | new.files.keys())
        if old.files.get(name) != new.files.get(name)
    )
    return PackageDiff(old.label, new.label, tables, metadata, files, _tombstones(old, new))


def _table(name: str, old_name: str, old: Snapshot, new: Snapshot) -> TableDiff:
    before, after = old.tables.get(old_name), new.tables.get(name)
    if before is None or after is None:
        present = before or after or TableSnapshot(name, (), ())
        gone = replace(present, rows=(), notes=())
        rows = compare_tables(gone, present) if before is None else compare_tables(present, gone)
        rows = replace(rows, notes=())
        bump, status = (Bump.MINOR, "added") if before is None else (Bump.MAJOR, "removed")
        return TableDiff(name, status, name, rows, (SchemaChange(name, "", bump, f"the table was {status}"),))
    rows = compare_tables(before, after)
    notes = [f"before: {note}" for note in before.notes] + [f"now: {note}" for note in after.notes]
    rows = replace(rows, notes=(*rows.notes, *notes))
    schema: list[SchemaChange] = []
    if old_name != name:
        schema.append(SchemaChange(name, "", Bump.MAJOR, f"the table {old_name!r} was renamed"))
    if before.schema is None and after.schema is None:
        schema += _headers(name, rows)
    else:
        # The name of the table is in its schema too; one change is enough.
        one = {**before.schema, "name": name} if before.schema and old_name != name else before.schema
        schema += compare_schemas(name, one, after.schema, rows.columns_renamed)
    status = "renamed" if old_name != name else "same" if rows.empty and not schema else "changed"
    return TableDiff(name, status, old_name, rows, tuple(schema))


def _headers(name: str, rows: TableComparison) -> Iterator[SchemaChange]:
    """What the headers alone say, of tables without a schema."""
    yield from (SchemaChange(name, column, Bump.MAJOR, "the column was removed") for column in rows.columns_removed)
    for one, other in rows.columns_renamed.items():
        yield SchemaChange(name, other, Bump.MAJOR, f"the column {one!r} was renamed")
    yield from (SchemaChange(name, column, Bump.MAJOR, "a column was added") for column in rows.columns_added)
    if rows.reordered:
        yield SchemaChange(name, "", Bump.MAJOR, "the columns stand in another order")


def _renamed(old: Snapshot, new: Snapshot) -> Iterator[tuple[str, str]]:
    """Tables that went and came with the same columns, and at least half of the same rows; only without any doubt."""
    candidates: dict[str, list[str]] = defaultdict(list)
    backward: dict[str, list[str]] = defaultdict(list)
    for one in old.tables.keys() - new.tables.keys():
        for other in new.tables.keys() - old.tables.keys():
            if _same_table(old.tables[one], new.tables[other]):
                candidates[one].append(other)
                backward[other].append(one)
    for one, others in candidates.items():
        if len(others) == 1 and len(backward[others[0]]) == 1:
            yield one, others[0]


def _same_table(old: TableSnapshot, new: TableSnapshot) -> bool:
    if old.columns != new.columns or not old.rows or not new.rows:
        return False
    first, second = ({tuple(row.cells) for row in table.rows} for table in (old, new))
    return len(first & second) * 2 >= max(len(first), len(second))


def _tombstones(old: Snapshot, new: Snapshot) -> Mapping[str, frozenset[str]] | None:
    """The retired keys of the later package by table; None if it is none of ours."""
    if "peacedata" not in new.descriptor or "retired" not in new.tables:
        return None
    found: dict[str, set[str]] = defaultdict(set)
    table = new.tables["retired"]
    for row in table.rows:
        cells = table.cells(row)
        found[cells.get("table", "")].add(cells.get("record_id", ""))
    return {name: frozenset(keys) for name, keys in found.items()}
