"""Writes dates that can be read in one way only as the standard does."""

from __future__ import annotations

from peacedata.fix.column import Column
from peacedata.fix.dating import Day, day_of, month_of
from peacedata.fix.fixer import Fixer
from peacedata.fix.stage import Stage


def _mend(column: Column, text: str) -> str | None:
    """The date as ``YYYY-MM-DD``, or ``YYYY-MM`` in a field that holds months or dates of EDTF."""
    field = column.field
    if field is None or not any(char.isdigit() for char in text):
        return None
    if column.edtf:
        doubt = text[-1] if text[-1:] in ("?", "~", "%") else ""
        bare = text.removesuffix(doubt)
        return _written(day_of(bare) or month_of(bare), doubt)
    if field.type.name == "date" and field.type.format == "default":
        return _written(day_of(text))
    if field.type.name == "yearmonth":
        return _written(month_of(text, figures=True))
    return None


def _written(found: Day | None, doubt: str = "") -> str | None:
    return None if found is None else f"{found}{doubt}"


FIXER = Fixer(
    name="dates",
    says="Writes a date that can be read in one way only as YYYY-MM-DD; never one such as 03/04/2025.",
    stage=Stage.VALUES,
    mends=("PD220", "PD231"),
    mend=_mend,
)
