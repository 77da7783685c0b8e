"""A comparison for a terminal or a log."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TextIO, TypeVar

import click

from peacedata.check.shorten import shorten
from peacedata.dataset.compare import Row, RowChange
from peacedata.release.diff.package import PackageDiff, TableDiff
from peacedata.release.diff.summary import columns, headline, key_text, sentence
from peacedata.report.escape import log_line

LIMIT = 50
_LONGEST = 160
_COLOURS = {"+": "green", "-": "red", "~": "yellow"}
_One = TypeVar("_One")


def write(diff: PackageDiff, stream: TextIO, limit: int = LIMIT, *, colour: bool | None = None) -> None:
    """Print every difference: one line for a row, ``+`` added, ``-`` removed, ``~`` changed, and one for a cell.

    Args:
        diff: the comparison.
        stream: where to print.
        limit: rows of each kind that are listed for a table; all are counted. 0 lists all.
        colour: whether to print colours; by default if the stream is a terminal and ``NO_COLOR`` is not set.
    """
    if colour is None:
        colour = stream.isatty() and not os.environ.get("NO_COLOR")
    for line in _lines(diff, limit):
        safe = log_line(line)
        mark = line.lstrip()[:1] if line.startswith("  ") and not line.startswith("   ") else ""
        stream.write((click.style(safe, _COLOURS[mark]) if colour and mark in _COLOURS else safe) + "\n")


def _lines(diff: PackageDiff, limit: int) -> Iterator[str]:
    for table in diff.changed_tables:
        yield f"{table.name}: {sentence(table)}"
        yield from (f"  ! {note}" for note in table.rows.notes)
        yield from (f"  {one}" for one in columns(table))
        yield from (
            f"  schema, {change.bump}: {f'{change.column}: ' if change.column else ''}{change.says}"
            for change in table.schema
        )
        yield from _rows(table, limit)
        yield ""
    for change in diff.metadata:
        yield f"{change.name}: {_shown(change.old)} -> {_shown(change.new)}"
    for name, status in diff.files:
        yield f"{name}: the file was {status}"
    if diff.metadata or diff.files:
        yield ""
    unread = [table for table in diff.tables if table.status == "same" and table.rows.notes]
    for table in unread:
        yield from (f"{table.name}: {note}" for note in table.rows.notes)
    yield f"{diff.old} -> {diff.new}: {headline(diff)}"
    for reason in diff.reasons:
        yield f"  {reason.change_class}: {reason.says}"


def _rows(table: TableDiff, limit: int) -> Iterator[str]:
    rows = table.rows
    if table.status in ("added", "removed"):
        limit = min(limit, 5) if limit else 0
    yield from _some(rows.removed, limit, "removed", lambda row: [f"  - {_named(row)}"])
    yield from _some(rows.added, limit, "added", lambda row: [f"  + {_named(row)}"])
    yield from _some(rows.changed, limit, "changed", _change)


def _some(rows: Sequence[_One], limit: int, what: str, lines: Callable[[_One], list[str]]) -> Iterator[str]:
    shown = rows[:limit] if limit else rows
    for row in shown:
        yield from lines(row)
    if len(rows) > len(shown):
        yield f"  … {len(rows) - len(shown):,} more {what}"


def _named(row: Row) -> str:
    if row.key:
        words = [cell for name, cell in row.cells.items() if cell and cell not in row.key and name in _TITLES]
        return "/".join(row.key) + (f"  {shorten(words[0], 80)}" if words else "")
    return f"record {row.record}: " + shorten(", ".join(row.cells.values()), _LONGEST)


# Columns that say what a row is about, where a table has one.
_TITLES = ("title", "name", "label", "reason")


def _change(row: RowChange) -> list[str]:
    cells = [f"      {cell.column}: {_shown(cell.old)} -> {_shown(cell.new)}" for cell in row.changed]
    return [f"  ~ {key_text(row.key, row.new_record)}", *cells]


def _shown(value: object) -> str:
    """A value in quotes, cut where it is too long to read; of nothing, that it is nothing."""
    if value is None or value == "":
        return "(empty)"
    return repr(shorten(value if isinstance(value, str) else str(value), _LONGEST))
