"""What the work on one range gives, small enough to be sent between processes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from peacedata.check.big.locate import Row


@dataclass(slots=True)
class RangeKeys:
    """The keys of the records of a range, as hashes.

    Attributes:
        hashes: one for each record with a whole key.
        places: the places of these records; None if they are all records.
        held: which of the hashes occur more than once in the range.
        keys: the keys that these stand for, each once.
        codes: for each of these hashes the place of its key among them.
        shown: places of the first records that repeat a key of the range.
        empty: how many records lack a part of the key, while none failed its type.
        empty_rows: the places of the first of them.
    """

    hashes: Any
    places: Any
    held: Any
    keys: list[Any]
    codes: Any
    shown: list[int] = field(default_factory=list)
    empty: int = 0
    empty_rows: list[int] = field(default_factory=list)

    def at(self, which: Any) -> Any:
        """The places of some hashes."""
        return which if self.places is None else self.places[which]


@dataclass(slots=True)
class Misses:
    """References of a range that lead nowhere.

    Attributes:
        count: how many.
        rows: the places of the first of them.
    """

    count: int
    rows: list[int]

    @classmethod
    def of(cls, places: list[int], room: int) -> Misses:
        """The references at some places, of which only so many may be shown."""
        return cls(len(places), places[:room])


@dataclass(slots=True)
class Part:
    """What the work on one range gives.

    Attributes:
        records: how many records it has.
        lines: its physical lines.
        crlf: whether there is a carriage return.
        rows: records that findings need, by place.
        suspects: places of the records that the exact checker is to explain, in order.
        tallies: for each code, findings of other records, which are only counted.
        uniques: for each unique key its state.
        targets: for each key to which tables refer, its values.
        misses: for each reference that can be decided, those that lead nowhere.
        pending: for each other reference, what it refers to.
        place: where the work was done: in line, a thread, or a process of another machine.
    """

    records: int
    lines: int
    crlf: bool
    rows: dict[int, Row] = field(default_factory=dict)
    suspects: list[int] = field(default_factory=list)
    tallies: dict[str, int] = field(default_factory=dict)
    uniques: list[RangeKeys] = field(default_factory=list)
    targets: dict[tuple[str, ...], set[Any]] = field(default_factory=dict)
    misses: dict[int, Misses] = field(default_factory=dict)
    pending: dict[int, set[Any]] = field(default_factory=dict)
    place: str = ""

    def keep(self, rows: Iterable[Row]) -> None:
        """Add records that findings need."""
        self.rows.update((row.place, row) for row in rows)
