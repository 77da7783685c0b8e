"""Takes the byte order mark off."""

from __future__ import annotations

from peacedata.fix.fixer import Fixer
from peacedata.fix.sheet import Sheet
from peacedata.fix.stage import Stage


def _fix(sheet: Sheet) -> int:
    """However many there are, they are one mistake."""
    found, sheet.bom = sheet.bom, False
    return int(found)


FIXER = Fixer(
    name="byte-order-mark",
    says="Takes the byte order mark of UTF-8 off.",
    stage=Stage.BYTES,
    mends=("PD116",),
    fix=_fix,
)
