"""What every format says of a comparison: one sentence for all, one for each table."""

from __future__ import annotations

from peacedata.release.diff.package import PackageDiff, TableDiff
from peacedata.release.diff.schema import Bump
from peacedata.report.digest import plural

KINDS = ("added", "removed", "changed")


def headline(diff: PackageDiff) -> str:
    """One sentence: the class of the change, what the schema's version must do, and how many rows are concerned."""
    if diff.empty:
        return "no differences"
    parts = [str(diff.change_class) if diff.change_class else "no change of the data"]
    totals = {kind: sum(counts(table)[kind] for table in diff.tables) for kind in KINDS}
    parts += [f"{plural(number, 'row')} {kind}" for kind, number in totals.items() if number]
    parts.append(f"schema: {diff.bump}" if diff.bump is not Bump.NONE else "schema unchanged")
    return ", ".join(parts)


def counts(table: TableDiff) -> dict[str, int]:
    """How many rows were added, removed and changed, and how many cells."""
    rows = table.rows
    return {
        "added": len(rows.added),
        "removed": len(rows.removed),
        "changed": len(rows.changed),
        "cells": rows.cells_changed,
    }


def sentence(table: TableDiff) -> str:
    """What became of a table, in a few words."""
    found = counts(table)
    parts = [] if table.status in ("changed", "same") else [_status(table)]
    parts += [f"{found[kind]:,} {kind}" for kind in KINDS if found[kind]]
    if found["cells"]:
        parts[-1] += f" ({plural(found['cells'], 'cell')})"
    return ", ".join(parts) or ("its schema changed" if table.schema else "the same")


def _status(table: TableDiff) -> str:
    return f"renamed from {table.old_name}" if table.status == "renamed" else f"the table was {table.status}"


def columns(table: TableDiff) -> list[str]:
    """What became of the columns of a table that both states have, one sentence each."""
    if table.status in ("added", "removed"):
        return []
    rows = table.rows
    filled = dict.fromkeys((*rows.columns_added, *rows.columns_removed), 0)
    for row in rows.touched:
        for cell in row.cells:
            if cell.old is None or cell.new is None:
                filled[cell.column] += 1
    found = [f"column {one} is now {other}" for one, other in rows.columns_renamed.items()]
    found += [f"column {name} was added, filled in {plural(filled[name], 'row')}" for name in rows.columns_added]
    found += [f"column {name} was removed, filled in {plural(filled[name], 'row')}" for name in rows.columns_removed]
    return found + (["the columns stand in another order"] if rows.reordered else [])


def key_text(key: tuple[str, ...], record: int) -> str:
    """The key of a row; its place where it has none."""
    return "/".join(key) if key else f"record {record}"
