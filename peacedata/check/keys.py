"""Primary keys, unique values, foreign keys: their state can be merged, so that parts of a table can be read apart."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from peacedata.check.declare import Check
from peacedata.check.field import FieldCheck
from peacedata.check.shorten import LONGEST

_FIELDS = '"fields": [{"name": "id", "type": "integer"}, {"name": "v", "type": "string"}]'
_PRIMARY = f'{{{_FIELDS}, "primaryKey": ["id"]}}'
_UNIQUE = '{"fields": [{"name": "v", "type": "string", "constraints": {"unique": true}}]}'
_UNIQUE_KEYS = f'{{{_FIELDS}, "uniqueKeys": [["id", "v"]]}}'
_FOREIGN = f'{{{_FIELDS}, "foreignKeys": [{{"fields": ["v"], "reference": {{"fields": ["w"]}}}}]}}'.replace(
    '{"name": "v", "type": "string"}', '{"name": "v", "type": "string"}, {"name": "w", "type": "string"}'
)

PRIMARY_KEY = Check(
    code="PD301",
    name="primary-key",
    says="Two records have the same primary key.",
    why="The key names the record for all that refers to it; with two, nobody knows which is meant.",
    mend="Delete the copy if both are one record; else give the new one a key of its own. Two contributions may "
    "have chosen one id: take the one that is in the dataset already.",
    related=("PD302", "PD303", "PD304"),
    bad={"schema": _PRIMARY, "csv": "id,v\n1,a\n1,b\n"},
    good={"schema": _PRIMARY, "csv": "id,v\n1,a\n2,b\n"},
    frictionless="primary-key",
)
PRIMARY_KEY_EMPTY = Check(
    code="PD302",
    name="primary-key-empty",
    says="A part of the primary key is empty.",
    why="A record without its key cannot be named.",
    mend="Fill in every part of the key.",
    related=("PD301", "PD230"),
    bad={"schema": _PRIMARY, "csv": "id,v\n,a\n"},
    good={"schema": _PRIMARY, "csv": "id,v\n1,a\n"},
    frictionless="primary-key",
)
UNIQUE = Check(
    code="PD303",
    name="unique",
    says="A value of a unique field occurs twice.",
    why="Most often a record was entered twice, or copied and not changed.",
    mend="Delete the record that was entered twice, or correct the value in one of them.",
    related=("PD301", "PD304"),
    bad={"schema": _UNIQUE, "csv": "v\na\na\n"},
    good={"schema": _UNIQUE, "csv": "v\na\nb\n"},
    frictionless="unique-error",
)
UNIQUE_KEY = Check(
    code="PD304",
    name="unique-key",
    says="The values of a unique key occur twice together.",
    why="Most often a record was entered twice, or copied and not changed.",
    mend="Delete the record that was entered twice, or correct one of the two.",
    related=("PD301", "PD303"),
    bad={"schema": _UNIQUE_KEYS, "csv": "id,v\n1,a\n1,a\n"},
    good={"schema": _UNIQUE_KEYS, "csv": "id,v\n1,a\n1,b\n"},
    frictionless="unique-error",
)
FOREIGN_KEY = Check(
    code="PD310",
    name="foreign-key",
    says="A reference names a record that does not exist.",
    why="Most often the key is misspelt, or the record that it names is not yet entered.",
    mend="Take the id from the hint if it is a slip; else add the record that is named, in the same contribution.",
    related=("PD604", "PD529"),
    bad={"schema": _FOREIGN, "csv": "id,v,w\n1,b,a\n"},
    good={"schema": _FOREIGN, "csv": "id,v,w\n1,a,a\n"},
    frictionless="foreign-key",
)


class Failed:
    """What stands in a key for a cell that is not of its type, which is reported already."""


FAILED = Failed()


class Duplicate(NamedTuple):
    """A key that occurred before.

    Attributes:
        place: place of the record in its batch.
        first: number of the record that has the key first.
    """

    place: int
    first: int


class KeyReader:
    """Turns columns into keys: a value for a key of one field, a tuple for several; None where nothing stands."""

    def __init__(self, fields: Sequence[FieldCheck], places: Sequence[int]) -> None:
        self.fields = fields
        self.places = places
        self._caches: list[dict[str, Any]] = [{} for _ in fields]

    def keys(self, rows: Sequence[Sequence[str]]) -> list[Any]:
        """The keys of some records; cells that are missing at the end of a record count as empty."""
        columns = [
            self.part(number, [row[place] if place < len(row) else None for row in rows])
            for number, place in enumerate(self.places)
        ]
        return columns[0] if len(columns) == 1 else [*zip(*columns, strict=True)]

    def keys_of(self, columns: Sequence[Sequence[str]]) -> list[Any]:
        """The keys of some records that are given as columns."""
        found = [self.part(number, columns[place]) for number, place in enumerate(self.places)]
        return found[0] if len(found) == 1 else [*zip(*found, strict=True)]

    def part(self, number: int, column: Sequence[str | None]) -> list[Any]:
        """One part of the keys of some records, from the texts of its column."""
        field, cache = self.fields[number], self._caches[number]
        if field.type.plain:
            missing = field.missing
            if None not in column and missing.isdisjoint(column):
                return [*column]
            return [None if cell is None or cell in missing else cell for cell in column]
        found: list[Any] = []
        for cell in column:
            if cell is None:
                found.append(None)
                continue
            key = cache.get(cell, cache)
            if key is cache:
                key = self._key(field, cell)
                if len(cache) > 1 << 16:
                    cache.clear()
                if key.__class__ is not object and len(cell) <= LONGEST:
                    cache[cell] = key
            found.append(key)
        return found

    @staticmethod
    def _key(field: FieldCheck, cell: str) -> Any:
        if cell in field.missing:
            return None
        value = field.type.parse(cell)
        return FAILED if value is None else field.type.key(value)


class UniqueKey:
    """Keys seen so far, with the number of the record that had each first."""

    def __init__(self, *, composite: bool) -> None:
        self.seen: dict[Hashable, int] = {}
        self._composite = composite

    def add(self, keys: list[Any], numbers: Sequence[int]) -> Iterator[Duplicate]:
        """Add the keys of a batch and find those that occurred before."""
        fresh = dict(zip(keys, numbers, strict=True))
        seen = self.seen
        if len(fresh) == len(keys) and seen.keys().isdisjoint(fresh) and not self._odd(fresh):
            seen.update(fresh)
            return
        if not any(map(self.is_whole, fresh)):
            return
        for index, key in enumerate(keys):
            if not self.is_whole(key):
                continue
            first = seen.setdefault(key, numbers[index])
            if first != numbers[index]:
                yield Duplicate(index, first)

    def count(self, keys: list[Any], numbers: Sequence[int]) -> int:
        """Add the keys of a batch; how many of them occurred before, as ``add`` finds them."""
        fresh = dict(zip(reversed(keys), reversed(numbers), strict=True))  # with the first number of each
        total = len(keys)
        odd = {key for key in fresh if not self.is_whole(key)}
        if odd:
            total -= sum(key in odd for key in keys)
            for key in odd:
                del fresh[key]
        new = fresh.keys() - self.seen.keys()
        self.seen.update((key, fresh[key]) for key in new)
        return total - len(new)

    def merge(self, later: UniqueKey) -> Iterator[tuple[int, int]]:
        """Add what a later part of the table has seen; yields a record of the later part and the first with its key."""
        for key in later.seen.keys() & self.seen.keys():
            yield later.seen[key], self.seen[key]
        self.seen = later.seen | self.seen

    def is_whole(self, key: Any) -> bool:
        """Whether no part of a key is empty or failed."""
        if self._composite:
            return None not in key and FAILED not in key
        return key is not None and key is not FAILED

    def _odd(self, keys: Iterable[Any]) -> bool:
        if self._composite:
            return not all(map(self.is_whole, keys))
        return None in keys or FAILED in keys


class Pending(NamedTuple):
    """A reference that is not yet known to be right.

    Attributes:
        number: number of the record.
        line: physical line on which it starts.
        file: its file.
        key: what it refers to.
        cells: the text of its cells of the reference.
        name: the key of the record itself.
    """

    number: int
    line: int | None
    file: str
    key: Any
    cells: tuple[str, ...]
    name: str | None


def refers(key: Any, composite: bool) -> bool:
    """Whether a key refers to anything: it does not when it is all empty, or when a part of it failed its type."""
    if composite:
        return FAILED not in key and any(part is not None for part in key)
    return key is not None and key is not FAILED
