"""Puts contributed rows into a package by key: all tables or none, each in canonical form and in one step."""

from __future__ import annotations

import io
import os
import secrets
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from peacedata.errors import InvalidData, InvalidDescriptor
from peacedata.intake.dialect import DEFAULT, dialect_from
from peacedata.intake.files import open_file
from peacedata.intake.package import Package, Resource
from peacedata.intake.records import read_records
from peacedata.intake.refused import Reason, Refused
from peacedata.release.canonical import canonical_csv, canonical_rows, key_of

Cells = Mapping[str, str]
_MOST_BYTES = 1 << 30
_UTF8 = ("utf-8", "utf8", "utf_8")
_STATED = ("hash", "bytes", "rows", "rowCount", "stats")


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of one file.

    Attributes:
        table: the table that it holds.
        path: the file.
        before: its bytes; None if it is not there yet.
        after: its bytes afterwards.
        new: rows that are added.
        changed: rows that take the place of one with the same key and other cells.
        same: rows that are there already, as they are.
    """

    table: str
    path: Path
    before: bytes | None
    after: bytes
    new: int
    changed: int
    same: int


def upserts(package: Package, rows: Mapping[str, Sequence[Cells]]) -> list[Change]:
    """What putting rows into a package by key would make of its files; nothing is written.

    Args:
        package: the package.
        rows: rows as text by table; each replaces the row of the package that has its key.

    Raises:
        Refused: if a table of the package cannot be read.
        InvalidData: if a row, of the package too, has a column that its schema lacks.
        InvalidDescriptor: if a table stands in several files or has no key, or if its descriptor states a hash or
            counts, which would no longer be true.
    """
    return [_upsert(package.resources[name], given) for name, given in rows.items() if given]


def fresh(schemas: Mapping[str, Mapping[str, Any]], rows: Mapping[str, Sequence[Cells]], folder: Path) -> list[Change]:
    """What writing rows alone into a folder, one file for each table, would make; nothing is written."""
    return [
        Change(name, folder / f"{name}.csv", None, canonical_csv(schemas[name], given), len(given), 0, 0)
        for name, given in rows.items()
        if given
    ]


def write(changes: Iterable[Change]) -> None:
    """Write what is to change: all files, or none.

    Every new file is written beside the old one and flushed before the first takes its place. If one of them cannot
    take it, those before it get their old bytes back. A kill in between leaves each file old or new, and doing the same
    again completes it.

    Raises:
        InvalidData: if a file was changed since it was read, or cannot be written; nothing is changed then.
    """
    wanted = [change for change in changes if change.before != change.after]
    ready: list[tuple[Change, Path]] = []
    done: list[Change] = []
    try:
        for change in wanted:
            # One by one, so that those that were written are known if the next one cannot be.
            ready.append((change, _beside(change.path, change.after)))  # noqa: PERF401 - see above
        for change, partial in ready:
            if _bytes_at(change.path) != change.before:
                raise InvalidData(f"{change.path} was changed in the meantime; nothing was written, try again")
            done.append(change)
            partial.replace(change.path)
    except BaseException as error:
        for change in done:
            _restore(change)
        if isinstance(error, OSError):
            why = error.strerror or error
            raise InvalidData(f"{error.filename}: it cannot be written: {why}; nothing was changed") from None
        raise
    finally:
        for _, partial in ready:
            partial.unlink(missing_ok=True)
    _flush({change.path.parent for change in wanted})


def _upsert(resource: Resource, given: Sequence[Cells]) -> Change:
    schema = resource.schema or {"fields": []}
    key = _refuse_unfit(resource, schema)
    with open_file(resource.folder, resource.paths[0]) as file:
        before = file.read(_MOST_BYTES + 1)
    own = list(_rows(before))
    known = {_key(row, key): row for row in canonical_rows(schema, own)}
    contributed = canonical_rows(schema, given)
    replaced = {_key(row, key) for row in contributed}
    there = [known.get(_key(row, key)) for row in contributed]
    new, same = there.count(None), sum(row == old for row, old in zip(contributed, there, strict=True))
    after = canonical_csv(schema, [*(row for row in own if _key(row, key) not in replaced), *contributed])
    path = resource.folder / resource.paths[0]
    return Change(resource.name, path, before, after, new, len(contributed) - new - same, same)


def _refuse_unfit(resource: Resource, schema: Mapping[str, Any]) -> list[str]:
    """Refuse a table that cannot be written anew; returns its key."""
    name, key = resource.name, key_of(schema)
    if not key:
        raise InvalidDescriptor(f"the table {name!r} has no primary key, so no rows can be put into it by key")
    if len(resource.paths) != 1:
        raise InvalidDescriptor(f"the table {name!r} stands in {len(resource.paths)} files; expected one")
    if dialect_from(resource.descriptor.get("dialect")) != DEFAULT or resource.encoding.lower() not in _UTF8:
        raise InvalidDescriptor(f"the table {name!r} is not in the one form that is written: UTF-8 with commas")
    if stated := [one for one in _STATED if resource.descriptor.get(one)]:
        raise InvalidDescriptor(
            f"the descriptor states {stated[0]!r} of the table {name!r}, as a built release does, which would no "
            "longer be true; put the rows into a working copy"
        )
    return key


def _rows(data: bytes) -> Iterator[dict[str, str]]:
    records = read_records(io.BytesIO(data))
    header = next(records, None)
    for record in records:
        if header and record.cells:
            yield dict(zip_longest(header.cells, record.cells[: len(header.cells)], fillvalue=""))


def _key(row: Cells, key: Sequence[str]) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", row.get(name, "")) for name in key)


def _bytes_at(path: Path) -> bytes | None:
    """What stands at a path now; a link or anything else that is no file counts as another content."""
    try:
        with open_file(path.parent, path.name) as file:
            return file.read(_MOST_BYTES + 1)
    except Refused as refusal:
        return None if refusal.reason is Reason.MISSING else b"\0"


def _beside(path: Path, data: bytes) -> Path:
    """The new content in a file beside the old one, with the old one's rights."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(partial, flags, 0o666), "wb") as file:
            file.write(data)
            file.flush()
            if hasattr(os, "fchmod"):
                with suppress(FileNotFoundError):
                    os.fchmod(file.fileno(), stat.S_IMODE(path.stat().st_mode))
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            partial.unlink()
        raise
    return partial


def _restore(change: Change) -> None:
    """Give a file back what it held."""
    with suppress(OSError):
        if change.before is None:
            change.path.unlink(missing_ok=True)
        elif _bytes_at(change.path) != change.before:
            _beside(change.path, change.before).replace(change.path)


def _flush(folders: Iterable[Path]) -> None:
    """Flush the names of new files to disk, where the system can."""
    for folder in folders:
        with suppress(OSError, AttributeError):
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
