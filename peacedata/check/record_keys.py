"""The keys of a table's records: primary keys, unique values, and references to other records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from peacedata.check import keys as key_checks
from peacedata.check.compiled import CompiledSchema, ForeignKey
from peacedata.check.declare import Check
from peacedata.check.header import Layout
from peacedata.check.keys import KeyReader, Pending, UniqueKey, refers
from peacedata.check.reporter import Reporter, Rows
from peacedata.check.shorten import quote, shorten
from peacedata.nearest import MOST_WORDS, nearest

Targets = dict[tuple[str, ...], "set[Any] | None"]
Known = dict[tuple[str, tuple[str, ...]], "set[Any] | None"]


class Unique(NamedTuple):
    """A key of which no two records may have the same value."""

    check: Check
    reader: KeyReader
    state: UniqueKey
    primary: bool


class Reference(NamedTuple):
    """A reference; its target is None as long as the keys to which it refers are not known."""

    key: ForeignKey
    reader: KeyReader
    target: set[Any] | None
    pending: list[Pending]


# Place of the record, order of the key, the key, and the record that has it first; None where the key is empty.
_Found = tuple[int, int, Unique, int | None]


class KeyChecker:
    """Checks the keys of one table.

    Attributes:
        targets: the keys of this table to which others, or it itself, refer; None where its columns are missing.
    """

    def __init__(
        self, schema: CompiledSchema, layout: Layout, reporter: Reporter, wanted: set[tuple[str, ...]], known: Known
    ) -> None:
        """Prepare; ``wanted`` are the keys to which others refer, ``known`` the keys of tables that were read."""
        self._layout = layout
        self._reporter = reporter
        self._sink = reporter.sink
        self._fields = layout.fields
        self._readers: dict[tuple[str, ...], KeyReader | None] = {}
        self._uniques = [*self._unique_keys(schema)]
        self.targets: Targets = {names: set() if self._reader(names) else None for names in sorted(wanted)}
        self._references: list[Reference] = []
        for key in schema.foreign_keys:
            reader = self._reader(key.fields)
            target = known.get((key.resource, key.target), set())
            if reader is not None and target is not None:
                unknown = (key.resource, key.target) not in known
                self._references.append(Reference(key, reader, None if unknown else target, []))

    @property
    def pending(self) -> list[tuple[ForeignKey, list[Pending]]]:
        """What is to be looked up once all tables were read."""
        return [(one.key, one.pending) for one in self._references if one.target is None]

    def add(self, rows: Rows, columns: Sequence[Sequence[str]] | None) -> None:
        """Check the keys of some records, which are also given as columns if they all have the right width."""
        keys = {
            id(reader): reader.keys(rows.cells) if columns is None else reader.keys_of(columns)
            for reader in self._readers.values()
            if reader is not None
        }
        self._check_uniques(rows, keys)
        self._collect_targets(keys)
        lost: list[tuple[int, int, Pending]] = []
        for order, reference in enumerate(self._references):
            for index, one in self._dangling(rows, reference, keys[id(reference.reader)]):
                if reference.target is None:
                    reference.pending.append(one)
                else:
                    lost.append((index, order, one))
        for _, order, one in sorted(lost, key=lambda place: place[:2]):
            self.report_reference(self._references[order].key, one, self._references[order].target or set())

    @property
    def only_counts_blanks(self) -> bool:
        """Whether nothing is kept of a further record without cells."""
        primary = any(unique.primary for unique in self._uniques)
        return not primary or self._sink.full(key_checks.PRIMARY_KEY_EMPTY)

    def count_blanks(self, number: int) -> None:
        """Count the keys of records without cells."""
        if any(unique.primary for unique in self._uniques):
            self._sink.tally(key_checks.PRIMARY_KEY_EMPTY, number)

    def _reader(self, names: tuple[str, ...]) -> KeyReader | None:
        if names not in self._readers:
            places = [self._layout.index(name) for name in names]
            whole = [place for place in places if place is not None]
            reader = (
                KeyReader([self._fields[place] for place in whole], whole)
                if names and len(whole) == len(names)
                else None
            )
            self._readers[names] = reader
        return self._readers[names]

    def _unique_keys(self, schema: CompiledSchema) -> Iterator[Unique]:
        for field in self._fields:
            reader = self._reader((field.name,)) if field.unique else None
            if reader is not None:
                yield Unique(key_checks.UNIQUE, reader, UniqueKey(composite=False), False)
        for names in schema.unique_keys:
            reader = self._reader(names)
            if reader is not None:
                yield Unique(key_checks.UNIQUE_KEY, reader, UniqueKey(composite=len(names) > 1), False)
        primary = self._reader(schema.primary_key)
        if primary is not None:
            composite = len(primary.places) > 1
            yield Unique(key_checks.PRIMARY_KEY, primary, UniqueKey(composite=composite), True)

    def _check_uniques(self, rows: Rows, keys: dict[int, list[Any]]) -> None:
        found: list[_Found] = []
        for order, unique in enumerate(self._uniques):
            values = keys[id(unique.reader)]
            if self._sink.full(unique.check):
                again = unique.state.count(values, rows.numbers)
                if again:
                    self._sink.tally(unique.check, again)
            else:
                found += self._repeated(rows, order, unique, values)
            if unique.primary:
                empty: list[_Found] = [
                    (index, order, unique, None) for index in _empty(values, len(unique.reader.places) > 1)
                ]
                found += self._reporter.unless_full(key_checks.PRIMARY_KEY_EMPTY, empty)
        for index, _, unique, first in sorted(found, key=lambda one: one[:2]):
            self._report_unique(rows, index, unique, first)

    @staticmethod
    def _repeated(rows: Rows, order: int, unique: Unique, values: list[Any]) -> list[_Found]:
        return [(dup.place, order, unique, dup.first) for dup in unique.state.add(values, rows.numbers)]

    def _report_unique(self, rows: Rows, index: int, unique: Unique, first: int | None) -> None:
        check = key_checks.PRIMARY_KEY_EMPTY if first is None else unique.check
        if self._sink.full(check):
            self._sink.tally(check)
            return
        places = unique.reader.places
        names = [field.name for field in unique.reader.fields]
        row = rows.cells[index]
        text = "/".join(row[place] if place < len(row) else "" for place in places)
        if first is None:
            empty = [n for n, p in zip(names, places, strict=True) if p >= len(row) or not row[p]] or names
            message = f"the primary key is not filled in: expected a value in {', '.join(empty)}"
        else:
            message = f"{quote(text)} is already in record {first}"
        one = len(places) == 1
        self._reporter.report(
            check,
            rows,
            index,
            message,
            field=places[0] + 1 if one else None,
            column=", ".join(names),
            value=shorten(text),
        )

    def _collect_targets(self, keys: dict[int, list[Any]]) -> None:
        for names, target in self.targets.items():
            reader = self._readers[names]
            if target is not None and reader is not None:
                target.update(keys[id(reader)])

    def _dangling(self, rows: Rows, reference: Reference, keys: list[Any]) -> Iterator[tuple[int, Pending]]:
        """The references of some records that lead nowhere, as far as is known; those beyond the cap are counted."""
        known = reference.target
        if known is None:
            known = self.targets.get(reference.key.target) if not reference.key.resource else None
        if known is not None and known.issuperset(keys):
            return
        composite = len(reference.reader.places) > 1
        dangling = [
            (index, key)
            for index, key in enumerate(keys)
            if (known is None or key not in known) and refers(key, composite)
        ]
        if reference.target is not None:
            dangling = self._reporter.unless_full(key_checks.FOREIGN_KEY, dangling)
        for index, key in dangling:
            row = rows.cells[index]
            cells = tuple(row[place] if place < len(row) else "" for place in reference.reader.places)
            line, name = rows.line_of(index), self._reporter.name(row)
            yield index, Pending(rows.numbers[index], line, self._sink.file, key, cells, name)

    def report_reference(self, key: ForeignKey, one: Pending, known: set[Any]) -> None:
        """Report a reference to nothing."""
        check = key_checks.FOREIGN_KEY
        if self._sink.full(check):
            self._sink.tally(check)
            return
        text = "/".join(one.cells)
        where = quote(key.resource) if key.resource else "this table"
        place = self._layout.index(key.fields[0]) if len(key.fields) == 1 else None
        hint = None
        if len(one.cells) == 1 and self._fields[place or 0].type.plain:
            hint = self._sink.hint(check, key, text, lambda: nearest(text, _words(known)))
        self._sink.add(
            check.finding(
                f"{quote(text)} is not in {', '.join(key.target)} of {where}",
                file=one.file,
                table=self._sink.table,
                record=one.number,
                line=one.line,
                field=None if place is None else place + 1,
                column=", ".join(key.fields),
                key=one.name,
                value=shorten(text),
                hint=hint,
            )
        )


def _empty(keys: list[Any], composite: bool) -> list[int]:
    """Indexes of the keys of which a part is empty, and none failed its type."""
    if composite:
        return [index for index, key in enumerate(keys) if None in key and key_checks.FAILED not in key]
    if None not in keys:
        return []
    return [index for index, key in enumerate(keys) if key is None]


def _words(keys: set[Any]) -> list[str]:
    """The keys that are texts, in an order that does not change from run to run; none where there are too many."""
    if len(keys) > MOST_WORDS:
        return []
    return sorted(key for key in keys if isinstance(key, str))
