"""The work on one range: everything that can be said of it without the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from threading import current_thread, main_thread
from typing import Any

from peacedata.check import cell_checks
from peacedata.check import keys as key_checks
from peacedata.check.big.arrow import flags, taken, texts
from peacedata.check.big.blocks import Block, Columns
from peacedata.check.big.column import ColumnCheck, Group, field_check
from peacedata.check.big.hashes import Hasher
from peacedata.check.big.keys import KeyWork, dangling, keys_of
from peacedata.check.big.locate import Locator, exact_quotes
from peacedata.check.big.parse import Parser
from peacedata.check.big.part import Misses, Part
from peacedata.check.big.record_keys import BigKeys
from peacedata.check.big.scan import Scan, places_of, scan
from peacedata.check.big.unfit import Unfit
from peacedata.check.big.uniform import among, classes
from peacedata.check.field import Fault, FieldCheck
from peacedata.check.keys import KeyReader, refers
from peacedata.check.record_keys import Reference
from peacedata.intake.dialect import Dialect
from peacedata.intake.limits import Limits

_NONE: frozenset[str] = frozenset()
# Lines of fewer bytes on the average are most of them empty, which the small gear only counts.
_SHORTEST = 2
# So few cells are looked at one by one.
_SMALL = 1 << 5
# So many keys are told from others a whole column at once.
_FEW = 1 << 14
_EXTRA = Fault(cell_checks.EXTRA_CELL, "")
_MISSING = Fault(cell_checks.MISSING_CELL, "")


class RangeWork:
    """Checks ranges of one table; ranges may be given in any order and from several threads."""

    def __init__(
        self,
        fields: Sequence[FieldCheck],
        keys: BigKeys,
        dialect: Dialect,
        limits: Limits,
        *,
        cap: int,
        strict: bool,
        seed: int | None = None,
    ) -> None:
        self._fields = fields
        self._keys = keys
        self._dialect = dialect
        self._limits = limits
        self._cap = cap
        self._strict = strict
        self._parse = Parser(len(fields), dialect, limits)
        self._columns = [field_check(field) for field in fields]
        hasher = Hasher(seed)
        self._unique_work = [KeyWork(one.reader, hasher) for one in keys.uniques]
        self._lookups = {order: _lookup(one) for order, one in enumerate(keys.references)}
        # An empty line is parsed as a record of empty cells, which is the same only where these are missing values.
        self._empty_counts = len(fields) > 1 and any("" not in field.missing for field in fields)

    def __call__(self, data: bytearray, full: frozenset[str] = _NONE) -> Part:
        """The work on a range.

        Args:
            data: its bytes, with the sentinel.
            full: codes of which no further finding is kept.

        Raises:
            Unfit: if the range is a matter for the small gear.
        """
        try:
            part = self._work(data, full)
        except UnicodeDecodeError:
            raise Unfit from None
        thread = current_thread()
        part.place = "in line" if thread is main_thread() else thread.name
        return part

    def _work(self, data: bytearray, full: frozenset[str]) -> Part:
        seen = scan(data)
        if seen.lines * _SHORTEST > len(data) or (self._strict and not self._exact(seen)):
            raise Unfit
        columns = self._parse(data, range(len(self._columns)))
        if self._empty_counts and self._nothing(columns.blocks[0]):
            raise Unfit
        part = Part(columns.records, seen.lines, seen.crlf)
        self._cells(part, columns, full)
        self._read_keys(part, columns, full)
        self._refer(part, columns, full)
        wanted = {*part.suspects}
        for keys in part.uniques:
            wanted.update(keys.empty_rows, keys.shown)
        for misses in part.misses.values():
            wanted.update(misses.rows)
        if wanted:
            part.keep(Locator(data, seen, part.records, self._dialect, self._limits).rows(wanted))
        return part

    def _exact(self, seen: Scan) -> bool:
        quotes = places_of(seen.bytes, self._dialect.quote_char)
        return exact_quotes(seen.bytes, quotes, self._dialect)

    def keys(self, data: bytearray, reader: KeyReader) -> list[Any]:
        """The keys of all records of a range."""
        return keys_of(reader, self._parse(data, reader.places))

    # Cells

    def _cells(self, part: Part, columns: Columns, full: frozenset[str]) -> None:
        import numpy as np

        groups: list[Group[tuple[Fault, ...]]] = []
        blanks = [np.zeros(0, np.int64)]
        for block in columns.blocks:
            if block.size:
                found, blank = self._block(block)
                groups += found
                blanks.append(blank)
        blank = np.sort(np.concatenate(blanks))
        shown = np.unique(self._chosen(groups, full))
        part.tallies.update(_tallies(groups, shown, columns.records))
        room = 0 if cell_checks.BLANK_ROW.code in full else self._cap
        if blank.size > room:
            part.tallies[cell_checks.BLANK_ROW.code] = int(blank.size) - room
        part.suspects = sorted([*shown.tolist(), *blank[:room].tolist()])

    def _block(self, block: Block) -> tuple[list[Group[tuple[Fault, ...]]], Any]:
        """What is wrong with the cells of a block, and its blank records; all by their places in the range."""
        import numpy as np

        blank = self._blank(block)
        groups: list[Group[tuple[Fault, ...]]] = []
        for check, place in zip(self._columns, range(block.width), strict=False):
            groups += check.groups(block.table[place])
        wrong_width = self._faults_of_width(block.width)
        if wrong_width:
            groups.append(Group(wrong_width, np.arange(block.size)))
        if blank.size and groups:
            filled = np.ones(block.size, bool)
            filled[blank] = False
            groups = [Group(group.verdict, group.rows[filled[group.rows]]) for group in groups]
        return [Group(group.verdict, block.at(group.rows)) for group in groups], block.at(blank)

    def _faults_of_width(self, width: int) -> tuple[Fault, ...]:
        """What is wrong with a record because of how many cells it has."""
        wanted = len(self._fields)
        if width > wanted:
            return (_EXTRA,) * (width - wanted)
        absent = [(*field.judge(None), _MISSING) for field in self._fields[width:]]
        return tuple(fault for faults in absent for fault in faults)

    def _chosen(self, groups: Sequence[Group[tuple[Fault, ...]]], full: frozenset[str]) -> Any:
        """For each code the records with its first findings, as many as can be kept."""
        import numpy as np

        by_code: dict[str, list[Any]] = {}
        for group in groups:
            for code in {fault.check.code for fault in group.verdict} - full:
                by_code.setdefault(code, []).append(group.rows)
        found = []
        for rows in by_code.values():
            together = np.sort(np.concatenate(rows)) if len(rows) > 1 else rows[0]
            found.append(together[: self._cap])
        return np.concatenate(found) if found else np.array([], np.int64)

    def _nothing(self, block: Block) -> bool:
        """Whether all cells of a record are empty."""
        import numpy as np

        rows = np.arange(block.size)
        for place in range(block.width if rows.size else 0):
            rows = rows[flags(block.table[place].is_null())[rows]]
        return bool(rows.size)

    def _blank(self, block: Block) -> Any:
        """The records of a block of which every cell is missing."""
        import numpy as np

        rows = np.arange(block.size)
        for place, field in zip(range(block.width), self._fields, strict=False):
            column = block.table[place]
            if not (column.null_count and "" in field.missing) and not (field.missing - {""} or not block.nulls):
                return rows[:0]
            rows = rows[_absent(taken(column, rows) if rows.size < block.size else column, field, block)]
            if not rows.size:
                break
        return rows

    # Keys

    def _read_keys(self, part: Part, columns: Columns, full: frozenset[str]) -> None:
        empty_room = 0 if key_checks.PRIMARY_KEY_EMPTY.code in full else self._cap
        for unique, work in zip(self._keys.uniques, self._unique_work, strict=True):
            part.uniques.append(
                work(
                    columns,
                    room=0 if unique.check.code in full else self._cap,
                    empty_room=empty_room if unique.primary else None,
                )
            )
        for names, wanted in self._keys.wanted.items():
            values = self._distinct(wanted, columns)
            part.targets[names] = {key for key in values if refers(key, len(wanted.places) > 1)}

    def _distinct(self, reader: KeyReader, columns: Columns) -> set[Any]:
        """The keys of a range, each once."""
        import pyarrow.compute as pc

        if len(reader.places) > 1:
            return {*keys_of(reader, columns)}
        (place,) = reader.places
        found: set[Any] = set()
        for block in columns.blocks:
            if block.width <= place:
                found.add(None)
            elif block.size:
                cells: list[Sequence[str]] = [()] * (place + 1)
                distinct = pc.unique(block.table[place]).to_pylist()
                cells[place] = ["" if text is None else text for text in distinct]
                found.update(reader.keys_of(cells))
        return found

    # References

    def _refer(self, part: Part, columns: Columns, full: frozenset[str]) -> None:
        room = 0 if key_checks.FOREIGN_KEY.code in full else self._cap
        for order, reference in enumerate(self._keys.references):
            reader, target, lookup = reference.reader, reference.target, self._lookups[order]
            composite = len(reader.places) > 1
            if self._keys.is_itself(reference):
                continue
            if target is None:
                distinct = self._distinct(reader, columns)
                part.pending[order] = {key for key in distinct if refers(key, composite)}
            elif lookup is None:
                keys = keys_of(reader, columns)
                if not target.issuperset(keys):
                    part.misses[order] = Misses.of(dangling(keys, target, composite=composite), room)
            else:
                (place,) = reader.places
                rows: list[int] = []
                for block in columns.blocks:
                    groups = lookup.groups(block.table[place]) if block.size and block.width > place else ()
                    rows += [at for group in groups for at in block.at(group.rows).tolist()]
                if rows:
                    part.misses[order] = Misses.of(sorted(rows), room)


def _absent(column: Any, field: FieldCheck, block: Block) -> Any:
    """Which cells of a column are missing values."""
    import numpy as np
    import pyarrow.compute as pc

    if len(column) < _SMALL:
        return np.array([("" if text is None else text) in field.missing for text in column.to_pylist()], bool)
    absent = np.zeros(len(column), bool)
    if "" in field.missing and column.null_count:
        absent |= flags(column.is_null())
    words = sorted(field.missing - {""} if block.nulls else field.missing)
    if words:
        absent |= flags(pc.is_in(column, texts(words)))
    return absent


def _lookup(reference: Reference) -> ColumnCheck[bool] | None:
    """The check of the cells of a reference of one column whose target is known."""
    reader, target = reference.reader, reference.target
    if target is None or len(reader.places) > 1:
        return None

    (field,) = reader.fields

    def lost_text(text: str) -> bool:
        return text not in target and text not in field.missing

    def lost(text: str) -> bool:
        (key,) = reader.keys([[""] * reader.places[0] + [text]])
        return key not in target and refers(key, composite=False)

    if not field.type.plain:
        return ColumnCheck(lost)
    tell_apart = partial(classes, [partial(among, [*target])], sorted(field.missing), 1)
    return ColumnCheck(lost_text, classes=tell_apart if len(target) <= _FEW else None)


def _tallies(groups: Iterable[Group[tuple[Fault, ...]]], shown: Any, records: int) -> dict[str, int]:
    """How many findings of each code there are in the records that are not shown."""
    import numpy as np

    hidden = np.ones(records, bool)
    hidden[shown] = False
    counts: Counter[str] = Counter()
    for group in groups:
        number = int(np.count_nonzero(hidden[group.rows]))
        if number:
            for fault in group.verdict:
                counts[fault.check.code] += number
    return dict(counts)
