"""The keys of a table put together again from its ranges."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from heapq import merge as in_order
from typing import Any

from peacedata.check import keys as key_checks
from peacedata.check.big.keys import dangling, repeats
from peacedata.check.big.locate import Row
from peacedata.check.big.part import Part, RangeKeys
from peacedata.check.big.rows import Done
from peacedata.check.keys import KeyReader, Pending
from peacedata.check.record_keys import KeyChecker, Known, Reference, Unique

ReadKeys = Callable[[Done, KeyReader], list[Any]]
"""The keys of all records of a range, read again."""
ReadRows = Callable[[Done, list[int]], list[Row]]
"""Some records of a range, read again."""


class BigKeys(KeyChecker):
    """Merges the keys of ranges, one range after the other.

    Attributes:
        done: the ranges that were merged.
    """

    done: list[Done]
    _seen: dict[int, set[Any]]
    _spare: int

    def begin(self) -> None:
        """Be ready for the first range."""
        self.done = []
        self._seen = {}
        self._spare = self._sink.findings.cap

    @property
    def uniques(self) -> list[Unique]:
        """The unique keys."""
        return self._uniques

    def is_itself(self, reference: Reference) -> bool:
        """Whether a reference leads from some columns to the same columns of its own table, and so never nowhere."""
        key = reference.key
        return key.fields == key.target and key.resource in ("", self._sink.table)

    @property
    def references(self) -> list[Reference]:
        """The references."""
        return self._references

    @property
    def wanted(self) -> dict[tuple[str, ...], KeyReader]:
        """The readers of the keys to which tables refer."""
        readers = {names: self._readers[names] for names, target in self.targets.items() if target is not None}
        return {names: reader for names, reader in readers.items() if reader is not None}

    def merge(self, part: Part, done: Done) -> None:
        """Add the keys of the next range."""
        for unique, keys in zip(self._uniques, part.uniques, strict=True):
            self._report_empty(unique, keys, part, done)
        for names, values in part.targets.items():
            target = self.targets[names]
            if target is not None:
                target |= values
        self._report_misses(part, done)
        for order, distinct in part.pending.items():
            self._seen.setdefault(order, set()).update(distinct)
        held = [place for keys in part.uniques for place in keys.shown if place in part.rows]
        if held and self._spare > 0:
            done.rows = {place: part.rows[place] for place in held}
            self._spare -= len(held)
        self.done.append(done)

    def _report_empty(self, unique: Unique, keys: RangeKeys, part: Part, done: Done) -> None:
        rows = done.as_rows([part.rows[place] for place in keys.empty_rows])
        for index in range(len(keys.empty_rows)):
            self._report_unique(rows, index, unique, None)
        if keys.empty > len(keys.empty_rows):
            self._sink.tally(key_checks.PRIMARY_KEY_EMPTY, keys.empty - len(keys.empty_rows))

    def _report_misses(self, part: Part, done: Done) -> None:
        found = in_order(*([(place, order) for place in one.rows] for order, one in part.misses.items()))
        for place, order in found:
            reference = self._references[order]
            if reference.target is not None:
                self.report_reference(reference.key, self._lost(reference, part.rows[place], done), reference.target)
        rest = sum(one.count - len(one.rows) for one in part.misses.values())
        if rest:
            self._sink.tally(key_checks.FOREIGN_KEY, rest)

    def _lost(self, reference: Reference, row: Row, done: Done) -> Pending:
        places, cells = reference.reader.places, row.cells
        texts = tuple(cells[place] if place < len(cells) else "" for place in places)
        name = self._reporter.name(cells)
        return Pending(done.number + row.place, done.line + row.line, done.path, None, texts, name)

    def finish(self, keys: ReadKeys, fetch: ReadRows) -> None:
        """Report the keys that are repeated, once all ranges were merged."""
        firsts = [done.number for done in self.done]
        late: list[tuple[Unique, int]] = []
        shown: list[tuple[int, int, int]] = []
        for order, unique in enumerate(self._uniques):
            parts = [done.uniques[order] for done in self.done]
            room = self._sink.findings.cap - self._sink.findings.counts[unique.check.code]
            rest = 0
            for found in repeats(parts, firsts, partial(self._read_again, keys, unique.reader)):
                some = slice(0, max(room, 0))
                first = zip(found.numbers[some].tolist(), found.firsts[some].tolist(), strict=True)
                shown += [(number, order, earlier) for number, earlier in first]
                rest += max(0, len(found.numbers) - max(room, 0))
                room -= len(found.numbers)
            late.append((unique, rest))
        shown.sort()
        self._show(shown, fetch)
        for unique, rest in late:
            if rest:
                self._sink.tally(unique.check, rest)

    def _read_again(self, keys: ReadKeys, reader: KeyReader, number: int) -> list[Any]:
        return keys(self.done[number], reader)

    def _show(self, shown: list[tuple[int, int, int]], fetch: ReadRows) -> None:
        start = 0
        for done in self.done:
            stop = start
            while stop < len(shown) and shown[stop][0] < done.number + done.records:
                stop += 1
            here, start = shown[start:stop], stop
            if not here:
                continue
            self._sink.file = done.path
            wanted = sorted({number - done.number for number, _, _ in here})
            known = [done.rows[place] for place in wanted if place in done.rows]
            rows = done.as_rows(known if len(known) == len(wanted) else fetch(done, wanted))
            for number, order, first in here:
                self._report_unique(rows, wanted.index(number - done.number), self._uniques[order], first)

    def settle(self, known: Known, keys: ReadKeys, fetch: ReadRows) -> None:
        """Report the references that could only be decided once all tables were read."""
        for order, distinct in sorted(self._seen.items()):
            reference = self._references[order]
            target = known.get((reference.key.resource, reference.key.target))
            if target is None or distinct <= target:
                continue
            composite = len(reference.reader.places) > 1
            for done in self.done:
                found = dangling(keys(done, reference.reader), target, composite=composite)
                room = 0 if self._sink.full(key_checks.FOREIGN_KEY) else self._sink.findings.cap
                for row in fetch(done, found[:room]) if found[:room] else ():
                    self.report_reference(reference.key, self._lost(reference, row, done), target)
                if found[room:]:
                    self._sink.tally(key_checks.FOREIGN_KEY, len(found[room:]))
