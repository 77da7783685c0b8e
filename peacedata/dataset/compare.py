"""Two states of a table compared by key, cell by cell; what releases and checks both need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from peacedata.dataset.columns import aligned, common_key
from peacedata.dataset.snapshot import TableSnapshot
from peacedata.intake.records import Record

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that differs.

    Attributes:
        column: the column, as the later state calls it.
        old: what was there; None if there was no such column.
        new: what is there; None if there is no such column any more.
    """

    column: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was added or removed.

    Attributes:
        key: the parts of its key; empty in a table without one.
        record: its record number in its file.
        cells: what it holds, by column.
    """

    key: Key
    record: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that is in both states and differs.

    Attributes:
        key: the parts of its key; empty in a table without one.
        old_record: its record number before.
        new_record: its record number now.
        cells: the cells that differ, those of columns that came or went among them.
    """

    key: Key
    old_record: int
    new_record: int
    cells: tuple[CellChange, ...]

    @property
    def changed(self) -> tuple[CellChange, ...]:
        """The cells that differ in columns that both states have."""
        return tuple(cell for cell in self.cells if cell.old is not None and cell.new is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableComparison:
    """How a table came from one state to another.

    Attributes:
        key: the columns by which rows were told apart, as the later state calls them; empty if whole rows were.
        old_rows: how many rows there were.
        new_rows: how many rows there are.
        columns_added: columns that came.
        columns_removed: columns that went.
        columns_renamed: new names by old ones, where the content shows that a column is the same.
        reordered: whether the columns that both have stand in another order.
        added: rows that came.
        removed: rows that went.
        touched: rows that are in both and differ in any cell, be it one of a column that came or went.
        notes: what made the comparison less than certain, each as one sentence.
    """

    key: tuple[str, ...] = ()
    old_rows: int = 0
    new_rows: int = 0
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    columns_renamed: Mapping[str, str] = field(default_factory=dict)
    reordered: bool = False
    added: tuple[Row, ...] = ()
    removed: tuple[Row, ...] = ()
    touched: tuple[RowChange, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def changed(self) -> tuple[RowChange, ...]:
        """The rows of both states that differ in a column that both have."""
        return tuple(row for row in self.touched if row.changed)

    @property
    def cells_changed(self) -> int:
        """How many cells differ in rows and columns that both states have."""
        return sum(len(row.changed) for row in self.touched)

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        header = self.columns_added or self.columns_removed or self.columns_renamed or self.reordered
        return not (header or self.added or self.removed or self.touched)


def compare_tables(old: TableSnapshot, new: TableSnapshot) -> TableComparison:
    """Compare two states of one table.

    Rows are the same if their keys are. Where a key is missing, blank in all its parts or used by several rows, rows
    that are equal as a whole are the same; of what is left under one key, one row before and one after are a change,
    and anything else came or went. The comparison the other way round is the mirror image of this one.

    Args:
        old: the earlier state.
        new: the later state.
    """
    key, notes = common_key(old, new)
    pairs, gone, come = _matched(_by_key(old, [one for one, _ in key]), _by_key(new, [one for _, one in key]), old, new)
    columns = aligned(old, new, key, pairs)
    notes += _repeated(old, new, [one for one, _ in key], [one for _, one in key])
    shared = [(old.columns.index(a), new.columns.index(b), b) for a, b in columns.items()]
    lost = [(index, name) for index, name in enumerate(old.columns) if name not in columns]
    taken = set(columns.values())
    won = [(index, name) for index, name in enumerate(new.columns) if name not in taken]
    positions = [index for index, _, _ in sorted(shared, key=lambda one: one[1])]
    return TableComparison(
        key=tuple(one for _, one in key),
        old_rows=len(old.rows),
        new_rows=len(new.rows),
        columns_added=tuple(name for _, name in won),
        columns_removed=tuple(name for _, name in lost),
        columns_renamed={a: b for a, b in columns.items() if a != b},
        reordered=positions != sorted(positions),
        added=tuple(Row(key_, row.number, new.cells(row)) for key_, row in come),
        removed=tuple(Row(key_, row.number, old.cells(row)) for key_, row in gone),
        touched=tuple(_touched(pairs, shared, lost, won)),
        notes=tuple(notes),
    )


Pair = tuple[Key, Record, Record]
_Keyed = dict[Key, list[Record]]


def _by_key(table: TableSnapshot, key: Sequence[str]) -> _Keyed:
    """The records by key; without a key, and where it is blank, all under the empty one."""
    indexes = [table.columns.index(column) for column in key]
    found: _Keyed = defaultdict(list)
    for row in table.rows:
        parts = tuple(row.cells[index] for index in indexes)
        found[parts if any(parts) else ()].append(row)
    return found


def _matched(
    old: _Keyed, new: _Keyed, before: TableSnapshot, after: TableSnapshot
) -> tuple[list[Pair], list[tuple[Key, Record]], list[tuple[Key, Record]]]:
    """Pairs of rows that are the same one, and those that went or came."""
    pairs: list[Pair] = []
    gone: list[tuple[Key, Record]] = []
    come: list[tuple[Key, Record]] = []
    common = [column for column in before.columns if column in set(after.columns)]
    places = [before.columns.index(one) for one in common], [after.columns.index(one) for one in common]
    for key, rows in old.items():
        others = new.get(key, [])
        if len(rows) == len(others) == 1 and key:
            pairs.append((key, rows[0], others[0]))
            continue
        equal, left, right = _cancelled(rows, others, *places)
        pairs += ((key, one, other) for one, other in equal)
        if key and len(left) == len(right) == 1:
            pairs.append((key, left[0], right[0]))
            continue
        gone += ((key, one) for one in left)
        come += ((key, one) for one in right)
    come += ((key, row) for key, rows in new.items() if key not in old for row in rows)
    pairs.sort(key=lambda pair: pair[2].number)
    return pairs, sorted(gone, key=_number), sorted(come, key=_number)


def _number(one: tuple[Key, Record]) -> int:
    return one[1].number


def _cancelled(
    rows: list[Record], others: list[Record], places: list[int], other_places: list[int]
) -> tuple[list[tuple[Record, Record]], list[Record], list[Record]]:
    """Rows that are equal in the columns that both states have, one to one, and what is left on either side."""
    waiting: dict[Key, list[Record]] = defaultdict(list)
    for other in reversed(others):
        waiting[tuple(other.cells[index] for index in other_places)].append(other)
    equal, left = [], []
    for row in rows:
        same = waiting.get(tuple(row.cells[index] for index in places)) if places else None
        if same:
            equal.append((row, same.pop()))
        else:
            left.append(row)
    return equal, left, [row for rest in waiting.values() for row in reversed(rest)]


def _touched(
    pairs: Iterable[Pair],
    shared: Sequence[tuple[int, int, str]],
    lost: Sequence[tuple[int, str]],
    won: Sequence[tuple[int, str]],
) -> Iterator[RowChange]:
    plain = not lost and not won and all(one == other for one, other, _ in shared)
    for key, old, new in pairs:
        if plain and old.cells == new.cells:
            continue
        cells = [CellChange(name, old.cells[a], new.cells[b]) for a, b, name in shared if old.cells[a] != new.cells[b]]
        cells += (CellChange(name, old.cells[index], None) for index, name in lost if old.cells[index])
        cells += (CellChange(name, None, new.cells[index]) for index, name in won if new.cells[index])
        if cells:
            yield RowChange(key, old.number, new.number, tuple(cells))


def _repeated(old: TableSnapshot, new: TableSnapshot, old_key: Sequence[str], new_key: Sequence[str]) -> list[str]:
    """What is to be said of keys that several rows share, or that are blank."""
    if not old_key:
        return []
    notes = []
    for when, table, key in (("before", old, old_key), ("now", new, new_key)):
        keyed = _by_key(table, key)
        shared = {parts: rows for parts, rows in keyed.items() if parts and len(rows) > 1}
        if shared:
            first = "/".join(next(iter(shared)))
            notes.append(f"{len(shared)} keys have more than one row {when}, the first is {first!r}")
        if blank := len(keyed.get((), ())):
            notes.append(f"{blank} rows have no key {when} and are compared as a whole")
    return notes
