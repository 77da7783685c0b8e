"""Drops records in which nothing stands."""

from __future__ import annotations

from peacedata.fix.fixer import Fixer
from peacedata.fix.sheet import Sheet
from peacedata.fix.stage import Stage


def _fix(sheet: Sheet) -> int:
    kept = [index for index, row in enumerate(sheet.rows) if not sheet.blank(row)]
    dropped = len(sheet.rows) - len(kept)
    if dropped:
        sheet.rows = [sheet.rows[index] for index in kept]
        sheet.numbers = [sheet.numbers[index] for index in kept]
    return dropped


FIXER = Fixer(
    name="blank-records",
    says="Drops records in which nothing stands.",
    stage=Stage.RECORDS,
    mends=("PD210",),
    fix=_fix,
)
