"""Keys and the references to them: what a fixer makes of them holds for all of them together, or for none."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peacedata.check.compiled import foreign_keys_of, names_of
from peacedata.check.field import FieldCheck
from peacedata.fix.sheet import Sheet

_REFERENCES = "references"
_MOST_ROUNDS = 12
Schema = Mapping[str, Any]
Key = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Columns of a table that name records of a table.

    Attributes:
        source: the referring table.
        columns: its columns.
        target: the table referred to.
        keys: the columns referred to.
        joined: whether one column holds all parts of the key, joined with ``/``, and another, ``table``, says which
            table is meant: so our own claims, identifiers and retired ids name records.
    """

    source: str
    columns: tuple[str, ...]
    target: str
    keys: tuple[str, ...]
    joined: bool = False


def links_of(schemas: Mapping[str, Schema], *, ours: bool) -> list[Link]:
    """Every reference of some tables, by their schemas."""
    found = [
        Link(name, key.fields, key.resource or name, key.target)
        for name, schema in schemas.items()
        for key in foreign_keys_of(schema)
        if (key.resource or name) in schemas
    ]
    for name, schema in schemas.items() if ours else ():
        columns = {one.get("name") for one in schema.get("fields", ())}
        for column in ("record_id", "replaced_by"):
            if {"table", column} <= columns:
                found += [
                    Link(name, (column,), target, names_of(other.get("primaryKey")), joined=True)
                    for target, other in schemas.items()
                ]
    return found


def unique_sets(schema: Schema) -> list[tuple[str, ...]]:
    """The columns that must be unique together: the primary key, the unique keys and the unique fields."""
    found = [names_of(schema.get("primaryKey")), *map(names_of, schema.get("uniqueKeys") or ())]
    found += [(one["name"],) for one in schema["fields"] if (one.get("constraints") or {}).get("unique") is True]
    return [names for names in found if names]


class Settler:
    """Settles the keys and references of the sheets of one package."""

    def __init__(
        self,
        sheets: Mapping[str, Sheet],
        schemas: Mapping[str, Schema],
        outside: Mapping[str, Sheet | None],
        *,
        ours: bool,
    ) -> None:
        """Prepare.

        Args:
            sheets: the tables that are being fixed.
            schemas: the schemas of all tables of the package.
            outside: tables that stay as they are, to be read when they are needed; None where one cannot be read.
            ours: whether the package follows our own model.
        """
        self._sheets = sheets
        self._schemas = schemas
        self._outside = outside
        self._links = links_of(schemas, ours=ours)

    def settle(self) -> bool:
        """Take changes back, and let references follow their records, until everything fits.

        Returns:
            Whether keys or references are changed, so that the files belong together.
        """
        if any(self._touched()):
            self._rest()
        return any(self._touched())

    def _rest(self) -> None:
        for _ in range(_MOST_ROUNDS):
            steps = [self._collisions(), self._held_from_outside(), self._follow(), self._strays()]
            if not any(steps):
                return
        for name, number, column in [*self._touched()]:  # it does not come to rest, so nothing is certain
            self._undo(self._sheets[name], number, (column,))

    def _touched(self) -> Iterator[tuple[str, int, str]]:
        """The changed cells that are part of a key or of a reference."""
        watched: dict[str, set[str]] = defaultdict(set)
        for link in self._links:
            watched[link.source].update(link.columns)
            watched[link.target].update(link.keys)
            if link.joined:
                watched[link.source].add("table")
        for name, sheet in self._sheets.items():
            watched[name].update(column for names in unique_sets(self._schemas[name]) for column in names)
            for number, column in sheet.changed:
                if column in watched[name]:
                    yield name, number, column

    # Values

    def _keys(
        self, sheet: Sheet, columns: Sequence[str], *, joined: bool = False, only: Container[int] | None = None
    ) -> Iterator[tuple[int, list[str], Key | None, Key | None]]:
        """For every record its number, its texts now, and its key before and now; ``only`` of some records."""
        places = [place for name in columns if (place := sheet.place(name)) is not None]
        if len(places) < len(columns):
            return
        fields = [sheet.fields[name] for name in columns]
        touched = _touching(sheet, columns)
        for row, number in zip(sheet.rows, sheet.numbers, strict=True):
            if only is not None and number not in only:
                continue
            texts = [row[place] for place in places]
            now = before = _joined(texts) if joined else _typed(fields, texts)
            if number in touched:
                olds = [
                    sheet.changed[number, name][0] if (number, name) in sheet.changed else text
                    for name, text in zip(columns, texts, strict=True)
                ]
                before = _joined(olds) if joined else _typed(fields, olds)
            yield number, texts, before, now

    def _references(
        self, sheet: Sheet, link: Link, only: Container[int] | None = None
    ) -> Iterator[tuple[int, Key | None, Key | None]]:
        """For every record that refers to the target its number, and what it refers to before and now."""
        about = sheet.place("table") if link.joined else None
        if link.joined:
            if about is None:
                return
            here = {n for row, n in zip(sheet.rows, sheet.numbers, strict=True) if row[about] == link.target}
            only = here if only is None else {number for number in here if number in only}
        for number, _, before, now in self._keys(sheet, link.columns, joined=link.joined, only=only):
            yield number, before, now

    # Steps; each says whether it changed something

    def _collisions(self) -> bool:
        """A change that makes two records the same is taken back: they may be two."""
        found = False
        for name, sheet in self._sheets.items():
            for columns in unique_sets(self._schemas[name]):
                touched = _touching(sheet, columns)
                if not touched:
                    continue
                owners: dict[Key, list[int]] = defaultdict(list)
                for number, _, _, now in self._keys(sheet, columns):
                    if now is not None:
                        owners[now].append(number)
                for numbers in owners.values():
                    for number in touched.intersection(numbers) if len(numbers) > 1 else ():
                        found |= self._undo(sheet, number, columns)
        return found

    def _renamed(self, link: Link) -> dict[Key, list[str]]:
        """The keys that records had before, with the texts of what they are now."""
        sheet = self._sheets.get(link.target)
        if sheet is None or not any(column in link.keys for _, column in sheet.changed):
            return {}
        return {
            before: texts
            for _, texts, before, now in self._keys(sheet, link.keys, joined=link.joined)
            if before is not None and before != now
        }

    def _held_from_outside(self) -> bool:
        """A key to which something refers that is not being fixed stays as it is."""
        found = False
        for link in self._links:
            renamed = self._renamed(link)
            if not renamed or link.source not in self._outside:
                continue
            outside = self._outside[link.source]
            held = {*renamed} if outside is None else {one for _, one, _ in self._references(outside, link)}
            target = self._sheets[link.target]
            for number, _, before, now in [*self._keys(target, link.keys, joined=link.joined)]:
                if before is not None and before != now and before in held:
                    found |= self._undo(target, number, link.keys)
        return found

    def _follow(self) -> bool:
        """References go where their records went."""
        found = False
        for link in self._links:
            renamed = self._renamed(link)
            sheet = self._sheets.get(link.source)
            if not renamed or sheet is None:
                continue
            for number, before, _ in [*self._references(sheet, link)]:
                if before is not None and before in renamed:
                    texts = renamed[before]
                    wanted = ["/".join(texts)] if link.joined else texts
                    found |= self._write(sheet, number, link.columns, wanted)
        return found

    def _strays(self) -> bool:
        """A reference that led to a record which is still called so was right, whatever its own field says."""
        found = False
        for link in self._links:
            sheet = self._sheets.get(link.source)
            if sheet is None or not _touching(sheet, link.columns):
                continue
            touched = _touching(sheet, link.columns)
            moved = {number: before for number, before, now in self._references(sheet, link, touched) if before != now}
            if not any(moved.values()):
                continue
            target = self._sheets.get(link.target) or self._outside.get(link.target)
            there = {now for _, _, _, now in self._keys(target, link.keys, joined=link.joined)} if target else set()
            for number, before in moved.items():
                if before is not None and before in there:
                    found |= self._undo(sheet, number, link.columns)
        return found

    # Changes

    def _undo(self, sheet: Sheet, number: int, columns: Sequence[str]) -> bool:
        row = sheet.rows[self._index(sheet, number)]
        found = False
        for name in columns:
            before = sheet.changed.pop((number, name), None)
            place = sheet.place(name)
            if before is not None and place is not None:
                row[place] = before[0]
                found = True
        return found

    def _write(self, sheet: Sheet, number: int, columns: Sequence[str], texts: Sequence[str]) -> bool:
        row = sheet.rows[self._index(sheet, number)]
        found = False
        for name, text in zip(columns, texts, strict=True):
            place = sheet.place(name)
            if place is None or row[place] == text:
                continue
            before = sheet.changed.get((number, name))
            sheet.changed[number, name] = (row[place] if before is None else before[0], (_REFERENCES,))
            row[place] = text
            found = True
        return found

    @staticmethod
    def _index(sheet: Sheet, number: int) -> int:
        return bisect_left(sheet.numbers, number)  # records are still in the order in which they were read


def _touching(sheet: Sheet, columns: Sequence[str]) -> set[int]:
    """The records of which one of these cells was changed."""
    return {number for number, name in sheet.changed if name in columns}


def _typed(fields: Sequence[FieldCheck], texts: Sequence[str]) -> Key | None:
    """Texts as typed values; None if one is missing or wrong."""
    values = tuple([field.key(text) for field, text in zip(fields, texts, strict=True)])
    return None if None in values else values


def _joined(texts: Sequence[str]) -> Key | None:
    """A key as our own claims write it; None if a part is missing."""
    return ("/".join(texts),) if all(texts) else None
