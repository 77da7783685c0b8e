"""Puts the ``T`` between the date and the time of a moment."""

from __future__ import annotations

import re

from peacedata.fix.column import Column
from peacedata.fix.fixer import Fixer
from peacedata.fix.stage import Stage

_SPACED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}:[0-9]{2}[0-9.,:+Zz-]*)")


def _mend(column: Column, text: str) -> str | None:
    """RFC 3339 lets a blank stand there, and small letters; Table Schema does not."""
    if column.field is None or column.field.type.name != "datetime" or column.field.type.format != "default":
        return None
    found = _SPACED.fullmatch(text)
    return f"{found[1]}T{found[2].upper()}" if found else None


FIXER = Fixer(
    name="moments",
    says="Writes a blank between a date and a time as T.",
    stage=Stage.VALUES,
    mends=("PD220",),
    mend=_mend,
)
