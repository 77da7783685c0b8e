"""A comparison as Markdown that fits a comment on a pull request, whatever the data holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from peacedata.check.shorten import shorten
from peacedata.dataset.compare import CellChange, Row, RowChange
from peacedata.release.diff.package import PackageDiff, TableDiff
from peacedata.release.diff.schema import Bump
from peacedata.release.diff.summary import columns, counts, headline, key_text
from peacedata.report.digest import plural
from peacedata.report.escape import code_span
from peacedata.report.markdown import MOST_BYTES

# So many rows of each kind are tried for each table, one after the other, until the text fits.
_LADDER = (1000, 300, 100, 50, 20, 10, 5, 3, 2, 1, 0)
_LONGEST = 200
_MOST_TABLES = 60
_MOST_REASONS = 30


def write(diff: PackageDiff, stream: TextIO, limit: int = _LADDER[0]) -> None:
    """Write a heading, the reasons, a table of the tables, and a folded part for each that differs.

    Everything that may come from the data stands in code spans. What does not fit is counted.
    """
    stream.write(render(diff, MOST_BYTES, limit or _LADDER[0]))


def render(diff: PackageDiff, most: int, limit: int = _LADDER[0]) -> str:
    """The comparison as Markdown of at most so many bytes in UTF-8, with as many rows as fit."""
    for shown in _LADDER:
        text = _render(diff, min(shown, limit))
        if len(text.encode()) <= most:
            return text
    return _heading(diff)


def _heading(diff: PackageDiff) -> str:
    return f"## Data: {headline(diff)}\n\n{_code(diff.old)} → {_code(diff.new)}\n"


def _render(diff: PackageDiff, shown: int) -> str:
    parts = [_heading(diff)]
    if diff.empty:
        return parts[0]
    if diff.reasons:
        reasons = [f"- **{one.change_class}** {_code(one.says)}\n" for one in diff.reasons[:_MOST_REASONS]]
        more = len(diff.reasons) - len(reasons)
        parts.append("".join(reasons) + (f"- {plural(more, 'more reason')}\n" if more > 0 else ""))
    tables = diff.changed_tables
    if tables:
        rows = "".join(_line(table) for table in tables[:_MOST_TABLES])
        parts.append(f"| table | rows | added | removed | changed | cells |\n|---|--:|--:|--:|--:|--:|\n{rows}")
        if len(tables) > _MOST_TABLES:
            parts.append(f"{plural(len(tables) - _MOST_TABLES, 'more table')} not shown.\n")
    parts += [_details(table, shown, opened=len(tables) == 1) for table in tables[:_MOST_TABLES]]
    lines = [
        f"| {_code(one.name)} | {_code(_text(one.old))} | {_code(_text(one.new))} |\n"
        for one in diff.metadata[:_MOST_REASONS]
    ]
    if lines:
        parts.append("| property | before | now |\n|---|---|---|\n" + "".join(lines))
    if diff.files:
        parts.append(
            "".join(f"- {_code(name)}: the file was {status}\n" for name, status in diff.files[:_MOST_REASONS])
        )
    if not shown:
        parts.append("The single rows do not fit here; the other formats list them.\n")
    return "\n".join(parts)


def _line(table: TableDiff) -> str:
    found = counts(table)
    status = "" if table.status in ("changed", "same") else f" ({table.status})"
    numbers = " | ".join(f"{found[kind]:,}" if found[kind] else "" for kind in ("added", "removed", "changed", "cells"))
    return f"| {_code(table.name)}{status} | {table.rows.new_rows:,} | {numbers} |\n"


def _details(table: TableDiff, shown: int, *, opened: bool) -> str:
    body = [f"- {_code(note)}\n" for note in (*table.rows.notes[:10], *columns(table)[:40])]
    body += [f"- schema, **{one.bump}**: {_code(f'{one.column} {one.says}'.strip())}\n" for one in table.schema[:40]]
    rows = list(_rows(table, shown)) if shown else []
    if not body and not rows:
        return ""
    grid = f"\n| | row | what |\n|---|---|---|\n{''.join(rows)}" if rows else ""
    # Not the name of the table, which is not ours; it stands in a code span, where nothing is read as markup.
    return (
        f"<details{' open' if opened else ''}><summary>{_summary(table)}</summary>\n\n"
        f"{''.join(body)}{grid}\n</details>\n"
    )


def _summary(table: TableDiff) -> str:
    from markupsafe import escape

    bump = max((one.bump for one in table.schema), default=Bump.NONE)
    found = counts(table)
    words = [f"{found[kind]:,} {kind}" for kind in ("added", "removed", "changed") if found[kind]]
    words += [f"schema: {bump}"] if bump else []
    return f"<code>{escape(_code(table.name).strip('`'))}</code> {', '.join(words)}"


def _rows(table: TableDiff, shown: int) -> Iterator[str]:
    rows = table.rows
    yield from (f"| − | {_code(key_text(row.key, row.record))} | {_cells(row)} |\n" for row in rows.removed[:shown])
    yield from (f"| + | {_code(key_text(row.key, row.record))} | {_cells(row)} |\n" for row in rows.added[:shown])
    yield from (_change(row) for row in rows.changed[:shown])
    for what, some in (("removed", rows.removed), ("added", rows.added), ("changed", rows.changed)):
        if len(some) > shown:
            yield f"| | | {len(some) - shown:,} more {what} |\n"


def _cells(row: Row) -> str:
    return _code(", ".join(cell for cell in row.cells.values() if cell and cell not in row.key))


def _change(row: RowChange) -> str:
    cells = "<br>".join(_cell(cell) for cell in row.changed[:20])
    return f"| ± | {_code(key_text(row.key, row.new_record))} | {cells} |\n"


def _cell(cell: CellChange) -> str:
    old, new = (_code(value or "") or "(empty)" for value in (cell.old, cell.new))
    return f"{_code(cell.column)}: {old} → {new}"


def _text(value: object) -> str:
    return "" if value is None else value if isinstance(value, str) else str(value)


def _code(text: str) -> str:
    return code_span(shorten(text, _LONGEST))
