"""Puts records in the order of their keys."""

from __future__ import annotations

from peacedata.fix.fixer import Fixer
from peacedata.fix.order import keys_of
from peacedata.fix.sheet import Sheet
from peacedata.fix.stage import Stage


def _fix(sheet: Sheet) -> int:
    """Only in a table with a primary key and all its columns: elsewhere the order may be all that there is."""
    if not sheet.complete or not sheet.primary_key or not {*sheet.primary_key} <= {*sheet.names}:
        return 0
    keys = keys_of(sheet.rows, [(sheet.names.index(name), sheet.fields[name].type) for name in sheet.primary_key])
    if keys is None:
        return 0
    order = sorted(range(len(keys)), key=keys.__getitem__)
    moved = sum(place != now for now, place in enumerate(order))
    if moved:
        sheet.rows = [sheet.rows[place] for place in order]
        sheet.numbers = [sheet.numbers[place] for place in order]
    return moved


FIXER = Fixer(
    name="row-order",
    says="Puts the records of a table with a primary key in the order of their keys.",
    stage=Stage.ROWS,
    fix=_fix,
)
