"""Ends every record with the one line end of the file, and keeps carriage returns out of the cells of our tables."""

from __future__ import annotations

import re

from peacedata.fix.fixer import Fixer
from peacedata.fix.sheet import Sheet
from peacedata.fix.stage import Stage

_RETURN = re.compile(r"\r\n?")


def _fix(sheet: Sheet) -> int:
    """Line ends inside the cells of other people's tables are data, and are left."""
    odd, sheet.odd_ends = sheet.odd_ends, 0
    if sheet.strict and sheet.returns:
        for record in (sheet.labels, *sheet.rows):
            for place, cell in enumerate(record):
                if "\r" in cell:
                    record[place], found = _RETURN.subn("\n", cell)
                    odd += found
    return odd


FIXER = Fixer(
    name="line-ends",
    says="Ends every record with LF (or with what the dialect declares), the last one too.",
    stage=Stage.LINE_ENDS,
    mends=("PD117",),
    fix=_fix,
)
