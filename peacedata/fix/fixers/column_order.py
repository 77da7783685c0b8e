"""Puts columns in the order of the schema."""

from __future__ import annotations

from peacedata.fix.fixer import Fixer
from peacedata.fix.sheet import Sheet
from peacedata.fix.stage import Stage


def _fix(sheet: Sheet) -> int:
    """Only if every field has exactly one column, and every column is a field."""
    if not sheet.complete:
        return 0
    places = {column.name: place for place, column in enumerate(sheet.columns)}
    order = [places[name] for name in sheet.names]
    moved = sum(place != now for now, place in enumerate(order))
    if moved:
        sheet.labels = [sheet.labels[place] for place in order]
        sheet.columns = [sheet.columns[place] for place in order]
        sheet.rows = [[row[place] for place in order] for row in sheet.rows]
    return moved


FIXER = Fixer(
    name="column-order",
    says="Puts columns in the order of the schema, if the header has each of them once.",
    stage=Stage.COLUMNS,
    mends=("PD203",),
    fix=_fix,
)
