"""The sieve: tests on whole columns that are never wider than the exact check; what fails them goes to the exact check.

A column with few distinct values is compared with the set of values that the exact check has accepted before. A column
with many is tested at once, by one expression over the joined cells, by the range of its numbers or by its lengths.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from peacedata.check.field import Fault, FieldCheck

SEPARATOR = "\x1f"
_MOST_KNOWN = 1 << 18  # of all columns together
_LONGEST_KNOWN = 256
_MOST_FAULTY = 1 << 10
_TRIAL = 1 << 10
_WORTH_JOINING = 8
_EMPTY = frozenset({""})

Column = Sequence[str]
Indexes = Sequence[int]


class ColumnSieve(Protocol):
    """Finds the cells of a column that the exact check does not accept, without asking it about most of them.

    Attributes:
        faults: for each text that was found last, what the exact check says about it.
    """

    faults: dict[str, tuple[Fault, ...]]

    def suspects(self, column: Column) -> Indexes:
        """Indexes of the cells that have faults."""


class Free:
    """Accepts everything, or everything that is not missing."""

    def __init__(self, field: FieldCheck) -> None:
        self._forbidden = field.missing if field.required else frozenset()
        self.faults: dict[str, tuple[Fault, ...]] = {text: field.judge(text) for text in self._forbidden}

    def suspects(self, column: Column) -> Indexes:
        """The missing cells of a required field."""
        forbidden = self._forbidden
        if not forbidden or forbidden.isdisjoint(column):
            return ()
        return [index for index, cell in enumerate(column) if cell in forbidden]


class Known:
    """Remembers accepted values; once a column turns out to have many, a bulk test takes over."""

    def __init__(self, field: FieldCheck, most: int = 1 << 12) -> None:
        self._judge = field.judge
        self._most = most
        self._start = frozenset() if field.required else field.missing
        self._known: set[str] = set(self._start)
        self._field = field
        self._bulk: Callable[[Column], Indexes] | None = None
        self._joined: Callable[[Column], Indexes] | None = None
        self._seen = 0
        self._fresh = 0
        self._decided = False
        self._long = False
        self.faults: dict[str, tuple[Fault, ...]] = {}

    def suspects(self, column: Column) -> Indexes:
        """The cells that are neither known nor accepted by the exact check."""
        if self._bulk is not None:
            candidates = self._bulk(column)
            return candidates and self._confirmed(column, candidates)
        if self._known.issuperset(column):
            return ()
        cells = set(column)
        fresh = cells.difference(self._known)
        self._seen += len(column)
        self._learn(fresh)
        if not self._decided and self._seen > _TRIAL and self._fresh * 4 > self._seen:
            self._decided = True  # a test for whole columns is compiled only for a column that needs it
            self._bulk = self._joined or bulk_test(self._field)
        faults = self.faults
        if faults.keys().isdisjoint(cells):
            return ()
        return [index for index, cell in enumerate(column) if cell in faults]

    def _confirmed(self, column: Column, candidates: Indexes) -> Indexes:
        """Those of the candidates that the exact check does not accept either."""
        self._learn({column[index] for index in candidates}.difference(self._known))
        faults = self.faults
        return [index for index in candidates if column[index] in faults]

    def _doubtful(self, fresh: set[str]) -> Iterable[str]:
        """Those of some values that a test of all at once does not accept; a pattern is slow to ask about each."""
        if self._field.pattern is None or len(fresh) < _WORTH_JOINING:
            return fresh
        if self._joined is None:
            self._joined = bulk_test(self._field)
        if self._joined is None:
            return fresh
        cells = [*fresh]
        return [cells[index] for index in self._joined(cells)]

    def _learn(self, fresh: set[str]) -> None:
        """Ask the exact check about values that were not met before."""
        if len(self.faults) > _MOST_FAULTY or self._long:
            self.faults = {}
        judge, faults = self._judge, self.faults
        if faults:
            fresh = fresh.difference(faults)
        found = {cell: verdict for cell in self._doubtful(fresh) if (verdict := judge(cell))}
        if len(found) < len(fresh):
            self._fresh += len(fresh) - len(found)
            if len(self._known) > self._most:
                self._known = set(self._start)
            self._known.update(cell for cell in fresh if cell not in found and len(cell) <= _LONGEST_KNOWN)
        if found:
            faults.update(found)
            self._long = max(map(len, found)) > _LONGEST_KNOWN


def sieves_of(fields: Sequence[FieldCheck]) -> list[ColumnSieve]:
    """The sieves of the fields of a table, which share the room for what they remember."""
    most = max(64, _MOST_KNOWN // max(1, len(fields)))
    return [Free(field) if field.free else Known(field, most) for field in fields]


def bulk_test(field: FieldCheck) -> Callable[[Column], Indexes] | None:
    """A test for whole columns that yields every cell that may be wrong; None if there is none for the field."""
    if field.words is not None:
        return None
    accept, pattern = field.type.accept, field.pattern
    if pattern is not None and (accept is not None or pattern.accept is None):
        return None
    plain = field.type.name == "string" and field.type.accept is None and field.type.format == "default"
    if accept is None and not plain:
        return None
    if field.bounds and not field.type.number:
        return None
    tests: list[Callable[[Column], Indexes]] = []
    if accept is not None:
        tests.append(_of_type(accept))
    if pattern is not None:
        tests.append(_Expression(pattern.matches_all, pattern.matches))
    if field.lengths:
        if field.type.name != "string":
            return None
        tests.append(_Lengths(field.lengths.get("minLength", 0), field.lengths.get("maxLength")))
    if field.bounds:
        tests.append(_Range(field.bounds))
    return _Filled(tests, field) if tests else None


class _Filled:
    """Runs the tests on the cells that are not missing, each on those that the ones before it accept."""

    def __init__(self, tests: list[Callable[[Column], Indexes]], field: FieldCheck) -> None:
        self._tests = tests
        self._missing = field.missing
        self._required = field.required is not None

    def __call__(self, column: Column) -> Indexes:
        missing = self._missing
        if not missing or missing.isdisjoint(column):
            return self._hits(range(len(column)), column, set())
        if not self._required:
            present = [*filter(None, column)] if missing == _EMPTY else [cell for cell in column if cell not in missing]
            if not any(test(present) for test in self._tests):  # stops at the first that has hits
                return ()
        absent = {index for index, cell in enumerate(column) if cell in missing}
        places, rest = _without(absent, range(len(column)), column)
        return self._hits(places, rest, absent if self._required else set())

    def _hits(self, places: Sequence[int], column: Column, found: set[int]) -> Indexes:
        for test in self._tests:
            hits = test(column)
            if hits:
                found.update(places[index] for index in hits)
                places, column = _without(set(hits), places, column)
        return sorted(found)


def _without(hits: set[int], places: Sequence[int], column: Column) -> tuple[Sequence[int], Column]:
    kept = [index for index in range(len(column)) if index not in hits]
    return [places[index] for index in kept], [column[index] for index in kept]


class _Expression:
    """One expression over the joined column; it can never match across two cells."""

    def __init__(self, whole: Callable[[str], object], one: Callable[[str], object]) -> None:
        """Take the test of a joined column, and that of one cell; both say no with something false."""
        self._whole = whole
        self._one = one

    def __call__(self, column: Column) -> Indexes:
        joined = SEPARATOR.join(column) + SEPARATOR if column else ""
        if self._whole(joined) and joined.count(SEPARATOR) == len(column):
            return ()
        one = self._one
        return [index for index, cell in enumerate(column) if not one(cell)]


def _of_type(accept: str) -> _Expression:
    """The test of a type: expressions of our own, which Python's engine runs without ever trying twice."""
    return _Expression(re.compile(f"(?:(?:{accept}){SEPARATOR})*+").fullmatch, re.compile(accept).fullmatch)


class _Lengths:
    """Numbers of characters."""

    def __init__(self, least: int, most: int | None) -> None:
        self._least = least
        self._most = float("inf") if most is None else most

    def __call__(self, column: Column) -> Indexes:
        lengths = [*map(len, column)]
        if not lengths or (min(lengths) >= self._least and max(lengths) <= self._most):
            return ()
        least, most = self._least, self._most
        return [index for index, length in enumerate(lengths) if not least <= length <= most]


class _Range:
    """Numbers strictly inside their bounds, so that rounding never decides."""

    def __init__(self, bounds: list[tuple[str, object]]) -> None:
        low = [float(str(bound)) for name, bound in bounds if "inimum" in name]
        high = [float(str(bound)) for name, bound in bounds if "aximum" in name]
        self._low = max(low, default=float("-inf"))
        self._high = min(high, default=float("inf"))

    def __call__(self, column: Column) -> Indexes:
        values = [*map(float, column)]
        if not values or (self._low < min(values) and max(values) < self._high):
            return ()
        low, high = self._low, self._high
        return [index for index, value in enumerate(values) if not low < value < high]
