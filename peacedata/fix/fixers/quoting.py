"""Quotes what must be quoted, and nothing else."""

from __future__ import annotations

from peacedata.fix.fixer import Fixer
from peacedata.fix.sheet import Sheet
from peacedata.fix.stage import Stage


def _fix(sheet: Sheet) -> int:
    """A sheet is always written with minimal quoting; what is left to do is to say how many records had another."""
    odd, sheet.odd_quotes = sheet.odd_quotes, 0
    return odd


FIXER = Fixer(
    name="quoting",
    says="Quotes a cell only if it holds the delimiter, a quote or a line end.",
    stage=Stage.QUOTING,
    fix=_fix,
)
